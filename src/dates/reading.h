// What the words of a date say by themselves, before it is known which day they mean: "two weeks ago" is a count of two, the
// unit week and a way back. resolving.h turns that into a value.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>
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
    struct Amount {
        double count = 0;
        Unit unit = Unit::None;
    };
    std::array<Amount, 3> larger{};  // before the count: "two years and three months"
    bool plural = false;     // the unit or weekday is: "months", "Tuesdays"
    bool pointed = false;    // this, last, next, ...
    int steps = 0;
    bool from_last = false;  // "that year": steps count from the date last named
    int year_steps = kOpen;  // "of next year"; the year's own pointer
    bool year_from_last = false;
    int week_steps = kOpen;  // "Tuesday of next week"
    int month_steps = kOpen; // "the first Monday of next month"
    Unit around = Unit::None;  // the week or weekend that holds the day: "the week of Feb. 4", "Labor Day weekend"
    bool same = false;         // "the same period last year": of the unit last named, when `unit` is none
    bool same_now = false;     // "this time last year": of the article's own day
    Unit same_unit = Unit::None;
    int ordinal = 0;         // "third week of"; -1 the last
    Unit ordinal_unit = Unit::None;
    enum class Way : uint8_t { None, Ago, FromNow, Later, Earlier } way = Way::None;
    bool after_last = false;     // the end of a range that begins with the date last named: "Thursday to Sunday"
    bool with_last = false;      // the same day as the date before it: "from 7 a.m. to 7 p.m. Friday"
    bool from_day = false;       // the way begins at the day that the other words name: "two days after Christmas"
    std::string_view reference;  // PRESENT_REF, PAST_REF, FUTURE_REF
    int shift = kOpen;           // today, yesterday: days from the reference
    int zone = kOpen;            // minutes from UTC
    std::string_view zone_name;  // "America/New_York" instead
    bool every = false, other = false, often = false;
    std::string_view modifier;

    bool said_half = false;      // a.m. or p.m., or a part of the day
    int second_year = kOpen;     // "2021/22"
    bool has_time() const { return hour != kOpen || !daypart.empty(); }
    bool explicit_day() const { return year != kOpen && month != 0 && day != 0; }
};

/// The whole number in a text: of "19th" 19, and 0 where there is none.
int parse_int(std::string_view text);
/// The years of "2021/22" or "1999/2000"; nothing for other fractions.
std::optional<std::pair<int, int>> years_of_fraction(std::string_view text);

/// The year and month of "09/2012" or "2012/09".
std::optional<std::pair<int, int>> month_of_fraction(std::string_view text);

/// Appends what the words of each of the mentions `dates` say.
void read_dates(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings);

}  // namespace nutgraf
