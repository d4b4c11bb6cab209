#include "calendar.h"

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

namespace nutgraf {
namespace {

using std::chrono::days;

int to_int(Days day) { return static_cast<int>(day.time_since_epoch().count()); }
Days from_int(int day) { return Days{days{day}}; }

// ---- feasts of the moon

// Tabular Islamic calendar, civil epoch (16 July 622 Julian), leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30.
constexpr int kIslamicEpoch = -492148;  // days from 1970-01-01
int islamic_day(int year, int month, int day) {
    return day + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30 + kIslamicEpoch - 1;
}

// Hebrew calendar, after Reingold and Dershowitz, Calendrical Calculations; months counted from Nisan.
constexpr int kHebrewEpoch = -2092590;  // days from 1970-01-01 to 1 Tishrei 1
bool hebrew_leap(int year) { return (7 * year + 1) % 19 < 7; }
int hebrew_elapsed(int year) {
    int months = (235 * year - 234) / 19;
    int64_t parts = 12084 + int64_t{13753} * months;
    int day = 29 * months + static_cast<int>(parts / 25920);
    return (3 * (day + 1)) % 7 < 3 ? day + 1 : day;
}
int hebrew_new_year(int year) {
    int before = hebrew_elapsed(year - 1), now = hebrew_elapsed(year), after = hebrew_elapsed(year + 1);
    int delay = after - now == 356 ? 2 : now - before == 382 ? 1 : 0;
    return kHebrewEpoch + now + delay;
}
int hebrew_month_length(int year, int month) {
    int length = hebrew_new_year(year + 1) - hebrew_new_year(year);
    switch (month) {
        case 2: case 4: case 6: case 10: case 13: return 29;
        case 8: return length % 10 == 5 ? 30 : 29;
        case 9: return length % 10 == 3 ? 29 : 30;
        case 12: return hebrew_leap(year) ? 30 : 29;
        default: return 30;
    }
}
int hebrew_day(int year, int month, int day) {
    int result = hebrew_new_year(year) + day - 1;
    int last = hebrew_leap(year) ? 13 : 12;
    if (month < 7) {
        for (int m = 7; m <= last; ++m) result += hebrew_month_length(year, m);
        for (int m = 1; m < month; ++m) result += hebrew_month_length(year, m);
    } else {
        for (int m = 7; m < month; ++m) result += hebrew_month_length(year, m);
    }
    return result;
}

/// The k-th new moon from January 2000, as days from 1970-01-01 in universal time; Meeus, Astronomical Algorithms,
/// chapter 49, without the planets: within a quarter of an hour in this century.
double new_moon(int k) {
    double t = k / 1236.85;
    double day = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t;
    double e = 1 - 0.002516 * t;
    auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    double sun = radians(2.5534 + 29.10535670 * k), moon = radians(201.5643 + 385.81693528 * k), node = radians(160.7108 + 390.67050284 * k);
    day += -0.40720 * std::sin(moon) + 0.17241 * e * std::sin(sun) + 0.01608 * std::sin(2 * moon) + 0.01039 * std::sin(2 * node) +
           0.00739 * e * std::sin(moon - sun) - 0.00514 * e * std::sin(moon + sun) + 0.00208 * e * e * std::sin(2 * sun) -
           0.00111 * std::sin(moon - 2 * node) - 0.00057 * std::sin(moon + 2 * node) + 0.00056 * e * std::sin(2 * moon + sun);
    double delta_t = 62.92 + 0.32217 * (t * 100) + 0.005589 * (t * 100) * (t * 100);  // seconds; years from 2000
    return day - 2440587.5 - delta_t / 86400;
}

/// The first day of a Chinese month: the last new moon, in Beijing, before the sun enters the month's sign.
int chinese_month(int year, int month) {
    constexpr std::array<std::array<unsigned, 2>, 12> kSigns = {{{2, 19}, {3, 20}, {4, 20}, {5, 21}, {6, 21}, {7, 23}, {8, 23}, {9, 23}, {10, 23}, {11, 22}, {12, 22}, {1, 20}}};
    auto [sign_month, sign_day] = kSigns[static_cast<size_t>(month - 1)];
    int sign = to_int(days_of(month == 12 ? year + 1 : year, sign_month, sign_day));
    int k = static_cast<int>((sign - 10957) / 29.530588861) + 2;
    int day = 0;
    do day = static_cast<int>(std::floor(new_moon(k--) + 8.0 / 24));
    while (day > sign);
    return day;
}

// ---- reading a rule

struct Words {
    std::string_view rest;
    std::string_view next() {
        size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
        size_t end = std::min(rest.find(' ', begin), rest.size());
        std::string_view word = rest.substr(begin, end - begin);
        rest.remove_prefix(end);
        return word;
    }
};

bool starts_with_folded(std::string_view word, std::string_view lower) {
    if (word.size() < lower.size()) return false;
    for (size_t i = 0; i < lower.size(); ++i)
        if ((word[i] | 0x20) != lower[i]) return false;
    return true;
}

int number(std::string_view word) {
    int value = 0;
    if (!word.empty() && word[0] == '+') word.remove_prefix(1);
    std::from_chars(word.data(), word.data() + word.size(), value);
    return value;
}

int find_weekday(std::string_view word) {
    constexpr std::array<std::string_view, 7> kNames = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (size_t i = 0; i < 7; ++i)
        if (starts_with_folded(word, kNames[i])) return static_cast<int>(i) + 1;
    return 0;
}

unsigned find_month(std::string_view word) {
    constexpr std::array<std::string_view, 12> kNames = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    for (size_t i = 0; i < 12; ++i)
        if (starts_with_folded(word, kNames[i])) return static_cast<unsigned>(i) + 1;
    return 0;
}

/// "07-04" or a month's name, whose first day is meant.
std::optional<Days> month_and_day(std::string_view word, int year) {
    if (word.size() == 5 && word[2] == '-') return days_of(year, static_cast<unsigned>(number(word.substr(0, 2))), static_cast<unsigned>(number(word.substr(3))));
    if (unsigned month = find_month(word)) return days_of(year, month, 1);
    return std::nullopt;
}

Days weekday_from(Days day, int weekday, int count) {
    int ahead = (weekday - weekday_number(day) + 7) % 7;
    return day + days{ahead + 7 * (count - 1)};
}

/// In which year of another calendar does one of its days fall into a Gregorian year?
template <typename DayOf>
std::optional<Days> in_year(int year, int first_guess, DayOf day_of) {
    for (int guess = first_guess - 1; guess <= first_guess + 2; ++guess) {
        Days day = from_int(day_of(guess));
        if (static_cast<int>(calendar_date(day).year()) == year) return day;
    }
    return std::nullopt;
}

std::optional<Days> of_other_calendar(int day, std::string_view month, int year) {
    struct Month {
        std::string_view start;
        int number;
    };
    constexpr Month kIslamic[] = {{"muharram", 1}, {"safar", 2}, {"rabi al-a", 3}, {"rabi al-t", 4}, {"rajab", 7}, {"shaban", 8}, {"ramadan", 9}, {"shawwal", 10}, {"dhu al-q", 11}, {"dhu al-h", 12}};
    constexpr Month kHebrew[] = {{"nisan", 1}, {"iyyar", 2}, {"sivan", 3}, {"tamuz", 4}, {"av", 5}, {"elul", 6}, {"tishrei", 7}, {"cheshvan", 8}, {"kislev", 9}, {"tevet", 10}, {"shvat", 11}, {"adar", 12}};
    for (auto [start, number_of] : kIslamic)
        if (starts_with_folded(month, start)) {
            int month_number = number_of;
            return in_year(year, static_cast<int>((year - 622) * 33 / 32), [&](int y) { return islamic_day(y, month_number, day); });
        }
    for (auto [start, number_of] : kHebrew)
        if (starts_with_folded(month, start)) {
            int month_number = number_of;
            return in_year(year, year + 3760, [&](int y) { return hebrew_day(y, month_number == 12 && hebrew_leap(y) ? 13 : month_number, day); });
        }
    return std::nullopt;
}

}  // namespace

int weekday_number(Days day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()); }
CalendarDate calendar_date(Days day) { return CalendarDate{day}; }
Days days_of(int year, unsigned month, unsigned day) { return Days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}}; }
unsigned last_day(int year, unsigned month) { return static_cast<unsigned>((std::chrono::year{year} / std::chrono::month{month} / std::chrono::last).day()); }

IsoWeek iso_week(Days day) {
    Days thursday = day + days{4 - weekday_number(day)};
    int year = static_cast<int>(calendar_date(thursday).year());
    return {year, static_cast<int>((thursday - days_of(year, 1, 1)).count()) / 7 + 1};
}

Days monday_of(IsoWeek week) {
    Days fourth = days_of(week.year, 1, 4);
    return fourth - days{weekday_number(fourth) - 1} + days{7 * (week.week - 1)};
}

CalendarDate add_months(CalendarDate date, int months) {
    auto month = date.year() / date.month() + std::chrono::months{months};
    unsigned last = static_cast<unsigned>((month / std::chrono::last).day());
    return month / std::chrono::day{std::min(static_cast<unsigned>(date.day()), last)};
}

// Anonymous Gregorian computus (Meeus, Jones, Butcher).
Days easter(int year) {
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return days_of(year, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1));
}

// Meeus's Julian computus, moved to the Gregorian calendar.
Days orthodox_easter(int year) {
    int d = (19 * (year % 19) + 15) % 30;
    int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    int n = d + e + 114;
    return days_of(year, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1)) + days{year / 100 - year / 400 - 2};
}

std::optional<Days> feast_day(std::string_view rule, int year) {
    if (auto fixed = rule.size() == 5 ? month_and_day(rule, year) : std::nullopt) return fixed;
    Words words{rule};
    std::string_view first = words.next();
    if (first == "easter") return easter(year) + days{number(words.next())};
    if (first == "orthodox") return orthodox_easter(year) + days{number(words.next())};
    if (first == "julian") {
        auto day = month_and_day(words.next(), year);
        if (!day) return day;
        // From October on the Julian date falls into the next year; of a feast the one inside the year is meant.
        Days moved = *day + days{year / 100 - year / 400 - 2};
        if (static_cast<int>(calendar_date(moved).year()) == year) return moved;
        return Days{add_months(calendar_date(moved), -12)};
    }
    if (first == "chinese" || first == "korean" || first == "vietnamese") {
        std::string_view date = words.next();
        size_t dash = date.find('-'), last = date.rfind('-');
        if (dash == std::string_view::npos || !words.next().empty()) return std::nullopt;
        return from_int(chinese_month(year, number(date.substr(0, dash))) + number(date.substr(last + 1)) - 1);
    }
    // "monday before 06-01", "3rd monday in January", "friday after 4th thursday in November", "10 Tishrei"
    if (int weekday = find_weekday(first)) {
        std::string_view relation = words.next();
        std::optional<Days> base;
        size_t at = std::min(words.rest.find_first_not_of(' '), words.rest.size());
        std::string_view rest = words.rest.substr(at);
        base = feast_day(rest, year);
        if (!base) base = month_and_day(rest, year);
        if (!base) return base;
        if (relation == "after") return weekday_from(*base + days{1}, weekday, 1);
        if (relation == "before") return weekday_from(*base - days{7}, weekday, 1);
        return std::nullopt;
    }
    if (first.empty() || first[0] < '0' || first[0] > '9') return std::nullopt;
    int count = number(first);
    std::string_view second = words.next();
    if (int weekday = find_weekday(second)) {
        std::string_view relation = words.next();
        auto base = month_and_day(words.next(), year);
        if (!base) return base;
        if (relation == "in") return weekday_from(*base, weekday, count);
        if (relation == "after") return weekday_from(*base + days{1}, weekday, count);
        return std::nullopt;
    }
    size_t month = rule.find(second);
    return of_other_calendar(count, rule.substr(month), year);
}

}  // namespace nutgraf
