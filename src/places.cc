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

/// The subkind of a place that no list knows, by the type of its last word that heads names of places ("River").
Subkind subkind_of_head(const Article& article, TokenSpan name) {
    if (name.end == name.begin + 1 && article.tokens[name.begin].shape == Shape::Alphanumeric) return Subkind::Facility;  // "the M25"
    for (const char* list : {"place-head", "place-head-before"}) {
        LabelId label = article.lexicon.find_label(list);
        auto type = [&](TokenSpan head) { return parse_subkind(Kind::Place, article.lexicon.field(article.lexicon.find_entry(article.tokens, head, label), "type")).value_or(Subkind::Other); };
        // "Community Center" is no "Center".
        auto hit = std::lower_bound(article.hits.names.begin(), article.hits.names.end(), name.begin, [](const LexiconHit& one, uint32_t begin) { return one.tokens.begin < begin; });
        for (; hit != article.hits.names.end() && hit->tokens.begin < name.end; ++hit)
            if (hit->label == label && hit->tokens.end == name.end) return type(hit->tokens);
        for (uint32_t i = name.end; label != kNoLabel && i-- > name.begin;)
            if (article.lexicon.carries(article.hits, i, label))
                return type({i, i + 1});
    }
    return Subkind::None;
}

std::string_view country_of(const Lexicon& lexicon, EntryId entry) {
    std::string_view country = lexicon.field(entry, "iso2");
    return country.empty() ? lexicon.field(entry, "country") : country;
}

/// The country of the place right behind a mention and a comma, or empty: "US" of "Birmingham, Alabama".
std::string_view country_behind(const Article& article, const std::vector<Mention>& mentions, const Mention* mention) {
    const Mention* next = mention + 1;
    bool follows = next != mentions.data() + mentions.size() && next->kind == Kind::Place && next->tokens.begin == mention->tokens.end + 1 &&
                   article.tokens[mention->tokens.end].shape == Shape::Comma && next->value.entry != kNoEntry;
    if (!follows) return {};
    if (article.lexicon.label_name(article.lexicon.label(next->value.entry)).starts_with("us-state")) {
        std::string_view country = article.lexicon.field(next->value.entry, "country");
        return country.empty() ? "US" : country;
    }
    return country_of(article.lexicon, next->value.entry);
}

/// Towns that stand alone on a line: as the headings of a digest ("WADSWORTH", then its reports) and under a letter
/// ("Dinesh V. Gaitonde,", then "Thane"). Of headings there are two at least, or it may be the article's own.
void find_headings(const Article& article, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    const Lexicon& lexicon = article.lexicon;
    const std::array<LabelId, 4> towns = {lexicon.find_label("city"), lexicon.find_label("small-city"), lexicon.find_label("town"), lexicon.find_label("admin2")};
    // The line ends before a token.
    auto breaks = [&](uint32_t i) {
        if (i == 0 || i == tokens.size()) return true;
        std::string_view between = article.document.text({tokens[i - 1].bytes.end, tokens[i].bytes.begin});
        return between.find('\n') != std::string_view::npos;
    };
    thread_local std::vector<Candidate> headings;
    headings.clear();
    auto is_town = [&](TokenSpan name) {
        return std::any_of(towns.begin(), towns.end(), [&](LabelId label) { return label != kNoLabel && lexicon.find_entry(tokens, name, label) != kNoEntry; });
    };
    size_t reach = 0;
    for (uint32_t i : article.capitals) {
        if (i < reach || !breaks(i)) continue;
        constexpr uint32_t kLongest = 4;
        uint32_t end = i + 1;
        while (end < tokens.size() && end < i + kLongest && is_capitalised(tokens[end]) && !breaks(end)) ++end;
        reach = end;
        if (!breaks(end) || !is_town({i, end})) continue;
        Candidate town{{i, end}, Kind::Place, Subkind::City, Sureness::Sure, own_rule(Own::Heading)};
        bool signature = i > 0 && tokens[i - 1].shape == Shape::Comma;
        if (signature) found.push_back(town);
        else if (i > 0 && (tokens[i].shape == Shape::Upper || tokens[i].all_caps)) headings.push_back(town);
    }
    if (headings.size() >= 2) found.insert(found.end(), headings.begin(), headings.end());
}

}  // namespace

void find_places(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Place, found); }

void find_places_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    find_same_names(article, Kind::Place, known, found);
    find_headings(article, found);
}

void value_places(const Article& article, std::vector<Mention>& mentions) {
    const Lexicon& lexicon = article.lexicon;
    std::array<LabelId, std::size(kLists)> labels;
    for (size_t i = 0; i < labels.size(); ++i) labels[i] = lexicon.find_label(kLists[i].label);

    // What the lists know of each place: rows of one list stand together, the surest list first.
    struct Row {
        size_t list;
        EntryId entry;
    };
    struct Known {
        Mention* mention;
        size_t begin, end;  // in rows
    };
    thread_local std::vector<Row> rows;
    thread_local std::vector<Known> places;
    thread_local std::vector<EntryId> entries;
    rows.clear();
    places.clear();
    for (Mention& mention : mentions) {
        if (mention.kind != Kind::Place || mention.value.entry != kNoEntry) continue;
        lexicon.find_entries(article.tokens, mention.tokens, kNoLabel, entries);
        size_t begin = rows.size();
        for (EntryId entry : entries) {
            auto list = static_cast<size_t>(std::find(labels.begin(), labels.end(), lexicon.label(entry)) - labels.begin());
            if (list < labels.size()) rows.push_back({list, entry});
        }
        std::stable_sort(rows.begin() + static_cast<std::ptrdiff_t>(begin), rows.end(), [](const Row& a, const Row& b) { return a.list < b.list; });
        if (rows.size() > begin) places.push_back({&mention, begin, rows.size()});
    }

    // Countries named in the article, for choosing among namesakes: "Birmingham" beside "Alabama".
    std::vector<std::string_view> countries;
    for (bool named : {true, false})
        for (const Known& place : places) {
            Mention& mention = *place.mention;
            for (size_t row = place.begin; row < place.end && mention.value.entry == kNoEntry;) {
                size_t list = rows[row].list, first = row;
                while (row < place.end && rows[row].list == list) ++row;
                bool country_list = list <= 2;
                if (country_list != named) continue;
                if (mention.subkind == Subkind::City && kLists[list].subkind != Subkind::City && list > 0) continue;
                // "Birmingham, Alabama": the place behind the comma decides. Else the first is the largest; one in a
                // country that the article names is preferred when it is not far smaller.
                EntryId best = rows[first].entry;
                if (row - first > 1) {
                    double largest = lexicon.number(best, "population");
                    std::string_view around = country_behind(article, mentions, &mention);
                    for (size_t r = first; r < row; ++r) {
                        std::string_view country = country_of(lexicon, rows[r].entry);
                        bool named_in_article = std::find(countries.begin(), countries.end(), country) != countries.end();
                        if (around.empty() ? named_in_article && lexicon.number(rows[r].entry, "population") * 5 >= largest : country == around) {
                            best = rows[r].entry;
                            break;
                        }
                    }
                }
                mention.value.entry = best;
                if (mention.subkind == Subkind::None || mention.subkind == Subkind::Other) mention.subkind = kLists[list].subkind;
                if (!named) continue;
                std::string_view country = list == 0 ? lexicon.field(best, "iso2") : std::string_view("US");
                if (std::find(countries.begin(), countries.end(), country) == countries.end()) countries.push_back(country);
            }
        }
    for (Mention& mention : mentions)
        if (mention.kind == Kind::Place && mention.subkind == Subkind::None) mention.subkind = subkind_of_head(article, mention.tokens);
}

}  // namespace nutgraf
