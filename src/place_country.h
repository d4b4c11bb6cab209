// The country of a place that no list knows: "Gimpu" lies in Indonesia where its article says so, or speaks of no other country.
//
// In this order
//   whole      its name says of what it is a part: "Southern Afghanistan", "Central London"
//   beside     a place or nationality tells it that stands beside it: "Gimpu, Indonesia", "the village of Gimpu in northern Mali",
//              "Gimpu, a town of 300 people near Lima", "the Indonesian village of Gimpu", "Mali's Gimpu"
//   only       all the article's places and nationalities are of one country
//   foremost   nearly all of them are
// Where what tells it is a town that it lies in ("the Holm Stadium in Brisbane", "Lima's Holm Museum"), it gets the town's
// coordinates; else it has none. All mentions of a name get what the best of them is told. Seas and other places of no
// country get none.
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Gives the places among `mentions` that have no row of the lists the row of a place that lies in the same country.
void find_place_countries(const Article& article, std::vector<Mention>& mentions);

}  // namespace nutgraf
