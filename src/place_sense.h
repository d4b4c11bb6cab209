// Which of the places of one name its article means: Birmingham in England or in Alabama, Georgia the country or the state.
//
// Each row of the lists that bears the name gets a score, in hundredths of a power of ten of people: a place of a million
// has 600. Evidence in the article adds to it, as if it made a place so many times larger:
//   a state or country behind the name ("Birmingham, Alabama", "Portland in Oregon")
//   a noun beside it ("the state of", "Washington state", "New York Gov. ...")
//   its country or state named in the article, by name, nationality or another place
//   a neighbour in an enumeration of the same sort ("Utah, Washington and Wisconsin")
//   the article's other places near by
// The highest score is taken; a name has one sense in an article unless a state or country behind it says otherwise.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "finder.h"

namespace nutgraf {

/// Is an article about hardly any other country than one? `count` is what names it or lies in it, `all` that of all countries.
inline bool is_foremost(int count, int all) {
    constexpr int kEnough = 4, kTimesTheOthers = 4;
    return count >= kEnough && count >= kTimesTheOthers * (all - count);
}

/// The subkind of a place that no list knows, by the type of its last word that heads names of places ("River").
Subkind subkind_of_head(const Article& article, TokenSpan name);

/// What the plural noun behind an enumeration says of the names in it, lists have them or not: "Thanjavur, Tiruvarur and
/// Nagapattinam districts". `end` is behind one of the names.
Subkind noun_behind_enumeration(const Article& article, uint32_t end);

/// Gives the places among `mentions` that the lists know their row, and the subkind that goes with it.
void choose_place_senses(const Article& article, std::vector<Mention>& mentions);

}  // namespace nutgraf
