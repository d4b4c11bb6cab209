#include "analyzer.h"

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
    void (*value)(const Article&, std::vector<Mention>& mentions);
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

Analyzer::Analyzer() : Analyzer(Options{}) {}

Analyzer::Analyzer(const Options& options)
    : options_(options),
      lexicon_(options.lexicons.empty() ? Lexicon::built_in() : Lexicon::with_folder(options.lexicons)),
      rules_(Rules::built_in(lexicon_, options.lexicons)) {}

const Analysis& Analyzer::analyze(const Document& document, Workspace& workspace) const {
    Analysis& analysis = workspace.analysis;
    std::vector<Candidate>& found = workspace.found;
    std::vector<Candidate>& chosen = workspace.chosen;

    find_tokens(document, analysis.tokens);
    lexicon_.find_hits(analysis.tokens, analysis.hits);
    rules_.encode(analysis.tokens, analysis.hits, workspace.rules);
    find_capitals(analysis.tokens, workspace.capitals);
    Article article{document, lexicon_, rules_, analysis.tokens, analysis.hits, workspace.capitals, workspace.rules, options_.day_first};

    found.clear();
    for (const Finder& finder : kFinders) finder.find(article, found);
    drop_parts_of_other_names(article, found);
    chosen = found;
    choose(chosen);

    // The second look adds to the first and is settled with it.
    for (const Finder& finder : kFinders)
        if (finder.find_again) finder.find_again(article, chosen, found);
    drop_parts_of_other_names(article, found);
    choose(found);
    analysis.mentions.resize(found.size());
    for (size_t i = 0; i < found.size(); ++i) {
        static_cast<Candidate&>(analysis.mentions[i]) = found[i];
        analysis.mentions[i].value.clear();
    }

    for (const Finder& finder : kFinders)
        if (finder.value) finder.value(article, analysis.mentions);
    link(article, analysis.mentions, analysis.entities);
    return analysis;
}

}  // namespace nutgraf
