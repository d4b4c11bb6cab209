// From which day an article counts, and whether it tells of that day or of history.
#pragma once

#include <optional>
#include <vector>

#include "../calendar.h"
#include "reading.h"

namespace nutgraf {

struct Anchor {
    std::optional<Days> day;  // the dateline's date, else the date of publication
    std::optional<std::chrono::seconds> time;  // of that day, when it is that of publication and its time is known
    bool narrative = false;   // a history: bare months and days belong to the year last named
};
Anchor find_anchor(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, const std::vector<Reading>& readings);

/// The year in which a month and day (0: its first) come nearest to a day.
int nearest_year(Days day, int month, int month_day);

}  // namespace nutgraf
