// What speaks for a name and what against it, weighed: which of the spans that may be a person, place or organization are.
//
// Rules propose, and every run of capitals proposes the spans inside it. Of each span the evidence is gathered: which rules
// say it, which lists its words are on, how it is written, what stands before and behind it, and in the second look what the
// article's other names are. Each piece has a weight for each of the three kinds (lexicons/evidence.weights, fitted by
// tools/fit from gold articles); a span's score for a kind is their sum, and of the ways to choose spans without overlaps
// the one with the highest sum is taken. Weights are whole numbers, so that the result is the same on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "finder.h"

namespace nutgraf {

/// The kinds that are weighed: Kind's first three, person, place and organization.
constexpr size_t kNameKinds = 3;

/// A piece of evidence: what is asked, and the answer. 0 is none.
using EvidenceId = uint64_t;

/// By kind, in hundredths.
using Weights = std::array<int32_t, kNameKinds>;

/// The first look sees each span by itself; the second adds what the first has found elsewhere in the article.
enum class Look : uint8_t { First, Second };

/// A span that may be a name, with its scores so far.
struct NameSpan {
    TokenSpan tokens;
    Weights score{};
    uint8_t kind = kNameKinds;        // as chosen; kNameKinds: none
    uint8_t first_kind = kNameKinds;  // as the first look chose
    uint8_t clearness = 0;            // how clearly it did: 0 hardly, 1, 2 by far
};

/// Why a name was chosen: a piece of evidence and its weight for the name's kind, in hundredths.
struct Reason {
    EvidenceId evidence;
    int32_t weight;
};

/// What a decision that no weight overrules is worth, in hundredths: of find_teams for a team, of find_people_again for a speaker.
inline constexpr int32_t kDecided = 1000;

class Evidence {
public:
    /// The weights linked into the program.
    static Evidence built_in(const Lexicon& lexicon, const Rules& rules);
    /// Their compiled form, for the build.
    static std::vector<uint64_t> compile_built_in(const Lexicon& lexicon, const Rules& rules);
    /// Throws Error with every bad line. Words that `more_words` lists are told apart beside those of the weights.
    static Evidence from_text(const Lexicon& lexicon, const Rules& rules, const std::string& file, std::string_view text,
                              const std::vector<std::string>& more_words = {});

    Evidence(Evidence&&) noexcept;
    Evidence& operator=(Evidence&&) noexcept;
    ~Evidence();

    /// What a thread needs for one Evidence; reused from article to article.
    class Workspace {
    public:
        Workspace();
        ~Workspace();
        Workspace(Workspace&&) noexcept;
        /// Of the last article, in order of place; the kinds are those of the last look.
        const std::vector<NameSpan>& spans() const;
        std::vector<NameSpan>& spans();

    private:
        friend class Evidence;
        struct State;
        std::unique_ptr<State> state_;
    };

    /// Chooses names by what the first look has found, then again by what the second look's candidates add to it.
    /// The chosen stand in `chosen` in order of place; candidates of other kinds than names are left out.
    void choose_names(const Article& article, Look look, const std::vector<Candidate>& candidates, Workspace& workspace, std::vector<Candidate>& chosen) const;

    /// The pieces of evidence of one span, for the fit and for explanations. After choose_names of that look, or prepare.
    void list(const Article& article, Look look, const NameSpan& span, Workspace& workspace, std::vector<EvidenceId>& out) const;
    /// For the fit: the spans of a look and what their evidence needs, without choosing.
    void prepare(const Article& article, Look look, const std::vector<Candidate>& candidates, Workspace& workspace) const;

    /// The spans with a kind, as candidates with the rule that says the same, if one does.
    void take(const Workspace& workspace, std::vector<Candidate>& chosen) const;

    /// Appends what spoke for and against a chosen name, the weightiest first; behind the second look.
    void explain(const Article& article, const Candidate& name, Workspace& workspace, std::vector<Reason>& reasons) const;

    /// A piece as it stands in the file of weights: "before in", "first @given-name"; and back, 0 for what is none.
    std::string print(EvidenceId id) const;
    EvidenceId parse(std::string_view name) const;
    /// A piece for a reader of --explain: "before it: in", "its first word is on the list given-name".
    std::string describe(EvidenceId id) const;

private:
    struct Model;
    struct Compiler;
    Evidence();
    template <class Sink>
    void gather(const Article& article, Look look, const NameSpan& span, Workspace::State& state, Sink& sink) const;
    template <Look look, bool one_token, class Sink>
    void gather(const Article& article, const NameSpan& span, Workspace::State& state, Sink& sink) const;
    template <Look look>
    void score(const Article& article, Workspace::State& state) const;
    template <class Then>
    struct Lister;
    struct Scorer;
    struct Word;
    bool is_headline_verb(const Article& article, uint32_t i, const Word& word) const;
    void find_words(const Article& article, Workspace::State& state) const;
    static uint32_t find_appositive(const Article& article, uint32_t comma, const Workspace::State& state);
    void find_spelled(const Article& article, Workspace::State& state) const;
    static void drop_spelled(const Article& article, Workspace::State& state);
    static void find_spans(Workspace::State& state);
    static void drop_around_verbs(Workspace::State& state);
    static void sort_candidates(std::vector<Candidate>& candidates, size_t token_count, Workspace::State& state);
    static void part_spans(Workspace::State& state);
    void drop_measured(const Article& article, Workspace::State& state) const;
    static void drop_lone_and_closed(const Article& article, Workspace::State& state);
    static void find_pairs(Workspace::State& state);
    static void part_pairs(Workspace::State& state);
    void remember(const Article& article, Workspace::State& state) const;
    static void find_beside(Workspace::State& state);
    std::unique_ptr<Model> model_;
};

/// The best way to choose spans and kinds without overlaps: sets each span's `kind`. Spans stand in order of begin, then end.
void choose_spans(std::vector<NameSpan>& spans);

}  // namespace nutgraf
