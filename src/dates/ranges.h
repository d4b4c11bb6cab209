// The two dates of a range share what only one of them says: "10 to 12 March 2015", "1915-16", "499-493 BC".
#pragma once

#include <vector>

#include "reading.h"

namespace nutgraf {

/// Gives the readings of ranges' ends what their neighbours say.
void share_in_ranges(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings);

}  // namespace nutgraf
