#include "places.h"

#include <algorithm>
#include <array>

namespace nutgraf {
namespace {

/// The lists that hold places, with the subkind of their rows, the surest first.
struct PlaceList {
    std::string_view label;
    Subkind subkind;
};
constexpr PlaceList kLists[] = {
    {"country", Subkind::Country},         {"us-state", Subkind::Region},     {"us-state-abbreviation", Subkind::Region}, {"city", Subkind::City},
    {"small-city", Subkind::City},         {"admin1", Subkind::Region},       {"region", Subkind::Region},                {"landmark", Subkind::Facility},
    {"natural-feature", Subkind::Natural}, {"airport", Subkind::Facility},    {"natural-feature-weak", Subkind::Natural}, {"town", Subkind::City},
    {"admin2", Subkind::Region},
};

std::string_view country_of(const Lexicon& lexicon, EntryId entry) {
    std::string_view country = lexicon.field(entry, "iso2");
    return country.empty() ? lexicon.field(entry, "country") : country;
}

}  // namespace

void find_places(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Place, found); }

void find_places_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) { find_same_names(article, Kind::Place, known, found); }

void value_places(const Article& article, std::vector<Mention>& mentions) {
    const Lexicon& lexicon = article.lexicon;
    std::array<LabelId, std::size(kLists)> labels;
    for (size_t i = 0; i < labels.size(); ++i) labels[i] = lexicon.find_label(kLists[i].label);

    // Countries named in the article, for choosing among namesakes: "Birmingham" beside "Alabama".
    std::vector<std::string_view> countries;
    thread_local std::vector<EntryId> all, entries;
    for (bool named : {true, false}) {
        for (Mention& mention : mentions) {
            if (mention.kind != Kind::Place) continue;
            if (mention.value.entry != kNoEntry) continue;
            lexicon.find_entries(article.tokens, mention.tokens, kNoLabel, all);
            if (all.empty()) continue;
            for (size_t list = 0; list < labels.size() && mention.value.entry == kNoEntry; ++list) {
                bool country_list = list <= 2;
                if (labels[list] == kNoLabel || country_list != named) continue;
                if (mention.subkind == Subkind::City && kLists[list].subkind != Subkind::City && list > 2) continue;
                entries.clear();
                for (EntryId entry : all)
                    if (lexicon.label(entry) == labels[list]) entries.push_back(entry);
                if (entries.empty()) continue;
                // The first is the largest; one in a country that the article names is preferred when it is not far smaller.
                EntryId best = entries.front();
                double largest = lexicon.number(best, "population");
                for (EntryId entry : entries)
                    if (lexicon.number(entry, "population") * 20 >= largest &&
                        std::find(countries.begin(), countries.end(), country_of(lexicon, entry)) != countries.end()) {
                        best = entry;
                        break;
                    }
                mention.value.entry = best;
                if (mention.subkind == Subkind::None || mention.subkind == Subkind::Other) mention.subkind = kLists[list].subkind;
                if (!named) continue;
                std::string_view country = list == 0 ? lexicon.field(best, "iso2") : std::string_view("US");
                if (std::find(countries.begin(), countries.end(), country) == countries.end()) countries.push_back(country);
            }
        }
    }
}

}  // namespace nutgraf
