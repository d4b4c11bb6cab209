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

/// A sentence under a rule, with the expected mentions in brackets; `yes` ones have at least one, `no` ones none.
struct Example {
    std::string text;
    int line;
};

struct Rule {
    std::string name;  // "titled-person"; unique within its kind
    Kind kind;
    Subkind subkind = Subkind::None;
    Sureness sure = Sureness::Likely;
    std::string about;  // what it sees, for --explain: "a title stands before it"
    std::string file;
    int line = 0;
    std::vector<Example> yes, no;
};

struct RuleMatch {
    TokenSpan tokens;   // the mention, inside the brackets
    TokenSpan context;  // all that the rule matched
    RuleId rule;
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
    /// Only these: for tests.
    static Rules from_texts(const Lexicon& lexicon, const std::vector<RuleText>& texts);

    Rules(Rules&&) noexcept;
    Rules& operator=(Rules&&) noexcept;
    ~Rules();

    const std::vector<Rule>& rules() const { return rules_; }

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

private:
    Rules();
    struct Program;
    struct KindProgram;
    struct WordRow;
    uint32_t find_signature(const Token& token, const Hits& hits, uint32_t i, Workspace::State& state) const;
    void write_code(size_t kind, const Token& token, const WordRow* row, const Hits& hits, uint32_t i, const std::vector<uint32_t>& names, std::string& out) const;
    void load(const Lexicon& lexicon, const std::vector<RuleText>& texts);
    void prepare_kind(const Lexicon& lexicon, Kind of);
    std::vector<Rule> rules_;
    std::unique_ptr<Program> program_;
};

/// Every *.rules below a folder, in one text, as linked into the program. Throws Error.
std::string bundle_rules_folder(const std::string& folder);

}  // namespace nutgraf
