// Parts of a TIMEX3 value, appended to a text.
#pragma once

#include <string>

#include "../calendar.h"
#include "reading.h"

namespace nutgraf {

/// With leading zeros up to `digits`.
void append_number(std::string& out, int value, int digits);
/// "2014", "BC0044"
void append_year(std::string& out, int year);
/// "2014-03-19"
void append_day(std::string& out, CalendarDate date);
/// "T09:30", "TMO"; nothing when the reading has no time of the day.
void append_time(std::string& out, const Reading& reading);
/// "Z", "-05:00"; nothing when the reading has no zone.
void append_zone(std::string& out, const Reading& reading);
/// "P3D", "PT30M", "PXY", "P2.5Y"
void append_duration(std::string& out, double count, Unit unit);
/// "P2Y3M", "PT2H5M33S": with the reading's larger units.
void append_duration(std::string& out, const Reading& reading);

}  // namespace nutgraf
