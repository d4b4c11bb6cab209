// Dates: expressions of time with their TIMEX3 value, resolved against the article's date.
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Appends the mentions that the date rules find.
void find_dates(const Article& article, std::vector<Candidate>& found);
/// Gives every date its TIMEX3 value, modifier and ISO 8601 start and end (see Figure), in the order of the text.
/// Relative dates count from the dateline's date, else from the document's; with neither they stay open.
void value_dates(const Article& article, std::vector<Mention>& mentions, Figures& figures);

}  // namespace nutgraf
