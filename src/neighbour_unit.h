// A number that has its unit from a number before it: "cut its target to 130 crowns from 175", "sold 22,000 tonnes and, in
// April, another 15,000".
#pragma once

#include <vector>

#include "finder.h"
#include "number_reader.h"

namespace nutgraf {

/// Gives a bare number the unit of the number that it is held against, if there is one among `before`, the numbers before
/// it in order. What stands side by side with a unit behind both ("from 4 to 7 litres") numbers.cc has given before. True
/// if it took a unit.
bool take_unit(const Article& article, const NumberLabels& labels, const std::vector<Mention*>& before,
               Mention& bare);

/// "clocked at 74 in a 35-mph zone": gives the number before a speed its unit. True if it did.
bool lend_unit(const Article& article, Mention& bare, const Mention& measured);

}  // namespace nutgraf
