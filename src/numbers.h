// Numbers: cardinals, ordinals, percentages, money, measured quantities and ranges, with exact decimal values.
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Appends the mentions that the number rules find.
void find_numbers(const Article& article, std::vector<Candidate>& found);
/// Gives every number its decimal value, unit and bound (see Figure). The bound comes from words before or behind the
/// mention: "about", "more than", "or less".
void value_numbers(const Article& article, std::vector<Mention>& mentions, Figures& figures);

}  // namespace nutgraf
