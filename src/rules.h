// The fourth stage: regular expressions over tokens, run by RE2.
//
// A rule is written over labels (@title), shapes (Capital), and words (of), see lexicons/README.md:
//
//     rule   titled-person            likely
//     match  @title+ [ (@given-name | Initial)* Capital+ ]
//     yes    Foreign Minister [Pavel Barta] spoke.
//     no     The Foreign Minister was late.
//
// For each kind every token becomes a code of a few bytes: its shape, the word if the kind's rules mention it, and an id
// for each label it carries that they ask for. The codes of an article are one string, a token test is a sequence of
// byte classes, and the rules of one kind and one sureness are one RE2 alternation: linear time on any input. Shapes
// have bytes of their own, so no match begins inside a code; between sentences stands a byte that no test matches. That
// is what the rules mean. An automaton over whole tokens (rule_filter.h) finds where the longest matches stand, which
// rule it is and where the mention; RE2 is asked for what the automaton cannot tell. The answer is remembered by the
// codes. The search goes on behind the mention.
//
// Rules are compiled (rule_compiler.cc) into an image: arrays that are used in place. That of the program's own rules is
// made when the program is built, and holds what a run over the project's articles has learnt; a user's rules are compiled
// with them at start.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lexicon.h"
#include "mentions.h"
#include "tokens.h"

namespace nutgraf {

struct Rule {
    std::string name;  // "titled-person"; unique within its kind
    Kind kind;
    Subkind subkind = Subkind::None;
    Sureness sure = Sureness::Likely;
    std::string about;  // what it sees, for --explain: "a title stands before it"
    std::string file;
    int line = 0;
};

struct RuleMatch {
    TokenSpan tokens;   // the mention, inside the brackets
    TokenSpan context;  // all that the rule matched
    RuleId rule;
    bool operator==(const RuleMatch&) const = default;
};

/// A file of rules; the kind comes from the folder's name ("people", "places", ...), see kind_of_folder.
struct RuleText {
    std::string file;
    std::string text;
};
std::optional<Kind> kind_of_folder(std::string_view path);

class Rules {
public:
    /// The rules linked into the program, and those of `folder` if it is not empty. Throws Error with every bad line.
    static Rules built_in(const Lexicon& lexicon, const std::string& folder = "");
    /// The rules of a folder alone.
    static Rules from_folder(const Lexicon& lexicon, const std::string& folder);
    /// Only these.
    static Rules from_texts(const Lexicon& lexicon, const std::vector<RuleText>& texts);
    /// Those of an image(), made for the same lexicon.
    static Rules from_image(std::vector<uint64_t> image);

    Rules(Rules&&) noexcept;
    Rules& operator=(Rules&&) noexcept;
    ~Rules();

    const std::vector<Rule>& rules() const { return rules_; }
    /// What they were compiled from.
    std::vector<RuleText> texts() const;

    /// What a thread needs to run rules; reused from article to article.
    class Workspace {
    public:
        Workspace();
        ~Workspace();
        Workspace(Workspace&&) noexcept;

    private:
        friend class Rules;
        struct State;
        std::unique_ptr<State> state_;
    };

    /// Replaces `matches` by those of one kind, by place of the context. encode() comes first, once an article.
    void encode(const std::vector<Token>& tokens, const Hits& hits, Workspace& workspace) const;
    void find_matches(Kind kind, Workspace& workspace, std::vector<RuleMatch>& matches) const;

    /// Runs every rule alone on its examples; a line "file:line: rule NAME: ..." for each that does not hold.
    std::vector<std::string> check_examples(const Lexicon& lexicon) const;

    /// Counts for image() which tokens of the article stand beside each other, and where the search for matches leads.
    void count(Workspace& workspace) const;
    /// The compiled rules, with what the workspace has learnt in the articles it has seen: for what is linked in.
    std::vector<uint64_t> image(Workspace& workspace) const;

private:
    Rules();
    struct Data;
    void use(const uint64_t* image);
    uint32_t find_signature(const Token& token, const Hits& hits, uint32_t i, uint64_t* note, Workspace::State& state) const;
    std::array<uint32_t, kKindCount> find_classes(const Token& token, uint32_t word, const Hits& hits, uint32_t i, Workspace::State& state) const;
    std::vector<Rule> rules_;
    std::unique_ptr<Data> data_;
};

/// Every *.rules below a folder, in the order in which they are read: shared ones first. Throws Error.
std::vector<RuleText> read_rules_folder(const std::string& folder);

}  // namespace nutgraf
