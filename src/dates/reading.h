// What the words of a date say by themselves, before it is known which day they mean: "two weeks ago" is a count of two, the
// unit week and a way back. resolving.h turns that into a value.
#pragma once

#include <string_view>
#include <vector>

#include "../finder.h"

namespace nutgraf {

/// One unit of time by its TIMEX3 letters, as in date-unit.tsv.
enum class Unit : uint8_t { None, Second, Minute, Hour, Day, Night, Weekend, Week, Fortnight, Month, Quarter, Half, Season, Year, Decade, Century, Millennium };

constexpr int kOpen = -100000;  // a year, month, day, ... that is not said
constexpr double kNoCount = -1;
constexpr double kVague = -2;  // "several"

/// What the words of one mention say, before it is known which day they mean.
struct Reading {
    int year = kOpen;  // negative: B.C.
    int month = 0, day = 0, weekday = 0;
    int hour = kOpen, minute = kOpen, second = kOpen;
    int decade = kOpen;   // 199: the 1990s
    int century = kOpen;  // 20: the 20th
    int quarter = 0;      // 1-4
    int half = 0;         // 1-2
    std::string_view season, daypart;
    EntryId holiday = kNoEntry;
    EntryId frequency = kNoEntry;
    double count = kNoCount;
    Unit unit = Unit::None;
    bool plural = false;     // the unit or weekday is: "months", "Tuesdays"
    bool pointed = false;    // this, last, next, ...
    int steps = 0;
    bool from_last = false;  // "that year": steps count from the date last named
    int year_steps = kOpen;  // "of next year"; the year's own pointer
    bool year_from_last = false;
    int week_steps = kOpen;  // "Tuesday of next week"
    int ordinal = 0;         // "third week of"; -1 the last
    Unit ordinal_unit = Unit::None;
    enum class Way : uint8_t { None, Ago, FromNow, Later, Earlier } way = Way::None;
    std::string_view reference;  // PRESENT_REF, PAST_REF, FUTURE_REF
    int shift = kOpen;           // today, yesterday: days from the reference
    bool every = false, other = false, often = false;
    std::string_view modifier;

    bool has_time() const { return hour != kOpen || !daypart.empty(); }
    bool explicit_day() const { return year != kOpen && month != 0 && day != 0; }
};

/// The whole number in a text: of "19th" 19, and 0 where there is none.
int parse_int(std::string_view text);

/// Appends what the words of each of the mentions `dates` say.
void read_dates(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings);

}  // namespace nutgraf
