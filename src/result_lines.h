// Numbers in the results of sport: minutes of goals and the score itself count nothing; what a batsman scored, a player's
// tries and a golfer's rounds do.
#pragma once

#include <cstdint>

#include "finder.h"
#include "number_reader.h"

namespace nutgraf {

/// Is the number at the token the minute of a goal, "Vale 3 (Holm 8, 54, Barta 71) Rovers 0", or a score on a line of its own,
/// "Hawick 22" above "Melrose 19"?
bool is_in_result(const Article& article, uint32_t at);
/// Does the number behind a name count what he did: "c Holm b Barta 72", "(A Holm 2, B Vale tries)", "268 Anna Holm 66 68 69 65"?
bool counts_in_result(const Article& article, const NumberLabels& labels, uint32_t at);

}  // namespace nutgraf
