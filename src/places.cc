#include "places.h"

#include "place_sense.h"

namespace nutgraf {
namespace {

/// The subkind of a place that no list knows, by the type of its last word that heads names of places ("River").
Subkind subkind_of_head(const Article& article, TokenSpan name) {
    for (const char* list : {"place-head", "place-head-before"}) {
        LabelId label = article.lexicon.find_label(list);
        for (uint32_t i = name.end; label != kNoLabel && i-- > name.begin;)
            if (article.lexicon.carries(article.hits, i, label))
                return parse_subkind(Kind::Place, article.lexicon.field(article.lexicon.find_entry(article.tokens, {i, i + 1}, label), "type")).value_or(Subkind::Other);
    }
    return Subkind::None;
}

}  // namespace

void find_places(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Place, found); }

void find_places_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) { find_same_names(article, Kind::Place, known, found); }

void value_places(const Article& article, std::vector<Mention>& mentions) {
    choose_place_senses(article, mentions);
    for (Mention& mention : mentions)
        if (mention.kind == Kind::Place && mention.subkind == Subkind::None) mention.subkind = subkind_of_head(article, mention.tokens);
}

}  // namespace nutgraf
