// Arithmetic on calendars: ISO weeks, Easter, and the days on which feasts fall. Knows nothing of texts.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "text.h"

namespace nutgraf {

using Days = std::chrono::sys_days;

/// An ISO 8601 week: its year can differ from the calendar's in the first and last days of a year.
struct IsoWeek {
    int year;
    int week;  // 1 to 53
};
IsoWeek iso_week(Days day);
/// The Monday of a week.
Days monday_of(IsoWeek week);
/// 1 (Monday) to 7.
int weekday_number(Days day);

CalendarDate calendar_date(Days day);
Days days_of(int year, unsigned month, unsigned day);
/// The month's last day: 28 to 31.
unsigned last_day(int year, unsigned month);
/// The same day of the month `months` later, or the month's last when it is shorter.
CalendarDate add_months(CalendarDate date, int months);

/// Easter Sunday: of the western churches, and of the eastern (both as Gregorian dates).
Days easter(int year);
Days orthodox_easter(int year);

/// Minutes from UTC in a zone of the IANA database ("America/New_York") at a time of a day there; nothing for other names.
std::optional<int> zone_offset(std::string_view zone, Days day, int minutes);

/// The day of a feast in a year by a rule of lexicons/dates/holiday.tsv: "12-25", "3rd monday in January", "last monday in May",
/// "monday before 06-01", "easter -2", "orthodox", "julian 12-25", "1 Ramadan" (tabular Islamic calendar),
/// "new moon 10-17" (the first from that day on), "full moon 02-28 +1", "10 Tishrei", "chinese 01-0-01" (month, leap, day); other calendars are ICU's. Nothing when the rule is none of these or never falls in the year.
std::optional<Days> feast_day(std::string_view rule, int year);

}  // namespace nutgraf
