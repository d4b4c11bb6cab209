// Turns readings into TIMEX3 values.
#pragma once

#include <vector>

#include "anchor.h"
#include "reading.h"

namespace nutgraf {

/// Gives the mentions `dates` their values, in the order of the text: it remembers the date last named, and settles in `readings`
/// what they left open.
void resolve_dates(const Article& article, const Anchor& anchor, std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings, Figures& figures);

}  // namespace nutgraf
