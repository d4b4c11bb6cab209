#include "analyzer.h"

#include <algorithm>
#include <array>

#include "dates.h"
#include "finder.h"
#include "groups.h"
#include "numbers.h"
#include "organizations.h"
#include "people.h"
#include "places.h"

namespace nutgraf {
namespace {

struct Finder {
    Kind kind;
    void (*find)(const Article&, std::vector<Candidate>& found);
    void (*find_again)(const Article&, const std::vector<Candidate>& known, std::vector<Candidate>& found);
    void (*value)(const Article&, std::vector<Mention>& mentions, Figures& figures);
};

constexpr std::array<Finder, kKindCount> kFinders = {{
    {Kind::Person, find_people, find_people_again, nullptr},
    {Kind::Place, find_places, find_places_again, value_places},
    {Kind::Organization, find_organizations, find_organizations_again, value_organizations},
    {Kind::Group, find_groups, nullptr, value_groups},
    {Kind::Number, find_numbers, nullptr, value_numbers},
    {Kind::Date, find_dates, nullptr, value_dates},
}};

}  // namespace

void add_others(const std::vector<Candidate>& names, std::vector<Candidate>& found) {
    // A people's name inside what a sure rule says is a name belongs to it, whatever that is: "the French Open". A name that is
    // both is the people's where it was not chosen: "seven Liberal Democrats voted".
    thread_local std::vector<TokenSpan> sure;
    sure.clear();
    for (const Candidate& candidate : found)
        if (static_cast<size_t>(candidate.kind) < kNameKinds && candidate.kind != Kind::Organization && candidate.sure == Sureness::Sure) sure.push_back(candidate.tokens);
    std::sort(sure.begin(), sure.end(), [](TokenSpan a, TokenSpan b) { return a.begin < b.begin; });
    for (size_t i = 1; i < sure.size(); ++i) sure[i].end = std::max(sure[i].end, sure[i - 1].end);  // the furthest so far
    thread_local std::vector<uint8_t> named;  // by token, up to the last name's: is it a name's?
    named.assign(names.empty() ? 0 : names.back().tokens.end, false);
    for (const Candidate& name : names) std::fill(named.begin() + name.tokens.begin, named.begin() + name.tokens.end, true);
    std::erase_if(found, [&](const Candidate& candidate) {
        if (static_cast<size_t>(candidate.kind) < kNameKinds) return true;
        if (candidate.kind == Kind::Group) {
            auto after = std::partition_point(sure.begin(), sure.end(), [&](TokenSpan name) { return name.begin <= candidate.tokens.begin; });
            if (after != sure.begin() && (after - 1)->end >= candidate.tokens.end && (after - 1)->end - (after - 1)->begin > candidate.tokens.end - candidate.tokens.begin)
                return true;
        }
        bool overlaps = false;
        for (size_t i = candidate.tokens.begin; i < std::min<size_t>(candidate.tokens.end, named.size()); ++i) overlaps |= named[i];
        return overlaps;
    });
    choose(found);
    thread_local std::vector<Candidate> all;
    all.resize(found.size() + names.size());
    std::merge(found.begin(), found.end(), names.begin(), names.end(), all.begin(), [](const Candidate& a, const Candidate& b) { return a.tokens.begin < b.tokens.begin; });
    found.swap(all);
}

Analyzer::Analyzer() : Analyzer(Options{}) {}

Analyzer::Analyzer(const Options& options)
    : options_(options),
      lexicon_(options.lexicons.empty() ? Lexicon::built_in() : Lexicon::with_folder(options.lexicons)),
      rules_(Rules::built_in(lexicon_, options.lexicons)),
      evidence_(Evidence::built_in(lexicon_, rules_)) {}

const Analysis& Analyzer::analyze(const Document& document, Workspace& workspace) const {
    Analysis& analysis = workspace.analysis;
    std::vector<Candidate>& found = workspace.found;
    std::vector<Candidate>& chosen = workspace.chosen;

    find_tokens(document, analysis.tokens);
    lexicon_.find_hits(analysis.tokens, analysis.hits);
    rules_.encode(analysis.tokens, analysis.hits, workspace.rules);
    find_capitals(analysis.tokens, workspace.capitals);
    Article article{document, lexicon_, rules_, analysis.tokens, analysis.hits, workspace.capitals, workspace.rules, options_.day_first};
    article.number_readings = &workspace.number_readings;

    found.clear();
    for (const Finder& finder : kFinders) finder.find(article, found);
    find_other_names(article, workspace.others);
    article.other_names = &workspace.others;
    drop_parts_of_other_names(article, workspace.others, found);
    evidence_.choose_names(article, Look::First, found, workspace.evidence, chosen);

    // The second look adds to the first and is settled with it.
    find_same_names(article, chosen, found);
    for (const Finder& finder : kFinders)
        if (finder.find_again) finder.find_again(article, chosen, found);
    auto again = std::partition_point(found.begin(), found.end(), [](const Candidate& candidate) { return candidate.rule < kFirstOwnRule; });
    drop_parts_of_other_names(article, workspace.others, found, static_cast<size_t>(again - found.begin()));
    evidence_.choose_names(article, Look::Second, found, workspace.evidence, chosen);
    add_others(chosen, found);
    analysis.mentions.resize(found.size());
    for (size_t i = 0; i < found.size(); ++i) {
        static_cast<Candidate&>(analysis.mentions[i]) = found[i];
        analysis.mentions[i].value = {};
    }

    if (options_.explain) {
        analysis.reasons.clear();
        analysis.first_reason.assign(1, 0);
        for (const Mention& mention : analysis.mentions) {
            evidence_.explain(article, mention, workspace.evidence, analysis.reasons);
            analysis.first_reason.push_back(static_cast<uint32_t>(analysis.reasons.size()));
        }
    }

    analysis.figures.clear();
    for (const Finder& finder : kFinders)
        if (finder.value) finder.value(article, analysis.mentions, analysis.figures);
    link(article, analysis.mentions, analysis.figures, analysis.entities, analysis.members);
    return analysis;
}

}  // namespace nutgraf
