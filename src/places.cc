#include "places.h"

#include <algorithm>
#include <array>

#include "place_country.h"
#include "place_sense.h"

namespace nutgraf {
namespace {

/// Towns that stand alone on a line: as the headings of a digest ("WADSWORTH", then its reports) and under a letter
/// ("Dinesh V. Gaitonde,", then "Thane"). Of headings there are two at least, or it may be the article's own.
void find_headings(const Article& article, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    const Lexicon& lexicon = article.lexicon;
    const std::array<LabelId, 4> towns = {lexicon.find_label("city"), lexicon.find_label("small-city"), lexicon.find_label("town"), lexicon.find_label("admin2")};
    // The line ends before a token.
    auto breaks = [&](uint32_t i) {
        if (i == 0 || i == tokens.size()) return true;
        if (tokens[i].glued) return false;
        std::string_view between = article.document.text({tokens[i - 1].bytes.end, tokens[i].bytes.begin});
        return between.size() == 1 ? between[0] == '\n' : between.find('\n') != std::string_view::npos;
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

void find_places_again(const Article& article, const std::vector<Candidate>&, std::vector<Candidate>& found) { find_headings(article, found); }

void value_places(const Article& article, std::vector<Mention>& mentions, Figures&) {
    choose_place_senses(article, mentions);
    for (Mention& mention : mentions)
        if (mention.kind == Kind::Place && mention.subkind == Subkind::None) mention.subkind = subkind_of_head(article, mention.tokens);
    find_place_countries(article, mentions);
}

}  // namespace nutgraf
