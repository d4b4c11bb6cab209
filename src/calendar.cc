#include "calendar.h"

#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <mutex>

#include <unicode/calendar.h>
#include <unicode/timezone.h>

#include "unicode.h"

namespace nutgraf {
namespace {

using std::chrono::days;

// ---- other calendars

/// A calendar of ICU ("islamic-civil", "hebrew", "chinese") in universal time; null when ICU has none.
std::unique_ptr<icu::Calendar> calendar_of(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    icu::Locale locale("en");
    locale.setKeywordValue("calendar", name, status);
    std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(icu::TimeZone::getGMT()->clone(), locale, status));
    if (U_FAILURE(status)) return nullptr;
    calendar->clear();
    return calendar;
}

constexpr double kDay = 24.0 * 60 * 60 * 1000;  // ICU's milliseconds

std::optional<Days> day_of(const icu::Calendar& calendar) {
    UErrorCode status = U_ZERO_ERROR;
    double time = calendar.getTime(status);
    if (U_FAILURE(status)) return std::nullopt;
    return Days{days{static_cast<int>(std::floor(time / kDay))}};
}

/// A day of the Chinese year that begins in a Gregorian year's January or February.
std::optional<Days> chinese_day(int year, int month, int day) {
    auto calendar = calendar_of("chinese");
    if (!calendar) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    calendar->setTime(static_cast<double>(days_of(year, 7, 1).time_since_epoch().count()) * kDay, status);
    calendar->set(UCAL_IS_LEAP_MONTH, 0);
    calendar->set(UCAL_MONTH, month - 1);
    calendar->set(UCAL_DATE, day);
    return U_FAILURE(status) ? std::nullopt : day_of(*calendar);
}

// ---- the moon

/// Days since 1970 in universal time of the new moon (`k` whole) or full moon (`k` and a half) counted from January 2000:
/// Meeus, Astronomical Algorithms, chapter 49, to some minutes.
double moon_phase(double k, bool full) {
    auto sine = [](double degrees) { return std::sin(degrees * 3.14159265358979323846 / 180); };
    double t = k / 1236.85, e = 1 - 0.002516 * t;
    double sun = 2.5534 + 29.10535670 * k, moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t, node = 160.7108 + 390.67050284 * k;
    double julian = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t;
    julian += full ? -0.40614 * sine(moon) + 0.17302 * e * sine(sun) + 0.01614 * sine(2 * moon) + 0.01043 * sine(2 * node) + 0.00734 * e * sine(moon - sun) - 0.00515 * e * sine(moon + sun)
                 : -0.40720 * sine(moon) + 0.17241 * e * sine(sun) + 0.01608 * sine(2 * moon) + 0.01039 * sine(2 * node) + 0.00739 * e * sine(moon - sun) - 0.00514 * e * sine(moon + sun);
    julian += 0.00208 * sine(2 * sun) - 0.00111 * sine(moon - 2 * node) - 0.00057 * sine(moon + 2 * node);
    constexpr double kEpoch = 2440587.5;  // 1970 as a Julian day
    return julian - kEpoch;
}

/// The first day from `from` on at whose sunset in India (18:00 there, 12:30 UTC) the lunar day of that phase runs, which
/// ends with the phase itself: the day of Diwali, the eve of Holi.
Days moon_evening(Days from, bool full) {
    constexpr double kSunset = 12.5 / 24;
    double start = static_cast<double>(from.time_since_epoch().count()) + kSunset;
    double k = std::floor((start - 10962.6) / 29.530588861) - 1 + (full ? 0.5 : 0);  // 10962.6: the new moon of January 2000
    while (moon_phase(k, full) < start) k += 1;
    return Days{days{static_cast<int>(std::floor(moon_phase(k, full) - kSunset))}};
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

/// "1 Ramadan", "10 Tishrei": the day that falls into a Gregorian year, the first when two do.
std::optional<Days> of_other_calendar(int day, std::string_view month, int year) {
    struct Month {
        std::string_view start;
        int number;  // ICU's, from 0
    };
    constexpr Month kIslamic[] = {{"muharram", 0}, {"safar", 1}, {"rabi al-a", 2}, {"rabi al-t", 3}, {"rajab", 6}, {"shaban", 7}, {"ramadan", 8}, {"shawwal", 9}, {"dhu al-q", 10}, {"dhu al-h", 11}};
    constexpr Month kHebrew[] = {{"tishrei", 0}, {"cheshvan", 1}, {"kislev", 2}, {"tevet", 3}, {"shvat", 4}, {"adar", 6}, {"nisan", 7}, {"iyyar", 8}, {"sivan", 9}, {"tamuz", 10}, {"av", 11}, {"elul", 12}};
    auto find = [&](const char* name, int number, int first_guess) -> std::optional<Days> {
        auto calendar = calendar_of(name);
        if (!calendar) return std::nullopt;
        for (int guess = first_guess - 1; guess <= first_guess + 2; ++guess) {
            calendar->clear();
            calendar->set(UCAL_EXTENDED_YEAR, guess);
            calendar->set(UCAL_MONTH, number);
            calendar->set(UCAL_DATE, day);
            auto found = day_of(*calendar);
            if (found && static_cast<int>(calendar_date(*found).year()) == year) return found;
        }
        return std::nullopt;
    };
    for (auto [start, number_of] : kIslamic)
        if (starts_with_folded(month, start)) return find("islamic-civil", number_of, (year - 622) * 33 / 32);
    for (auto [start, number_of] : kHebrew)
        if (starts_with_folded(month, start)) return find("hebrew", number_of, year + 3760);
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

std::optional<int> zone_offset(std::string_view zone, Days day, int minutes) {
    std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(icu::StringPiece(zone.data(), static_cast<int32_t>(zone.size())))));
    if (!found || *found == icu::TimeZone::getUnknown()) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    int32_t offset = 0, daylight = 0;
    found->getOffset(static_cast<double>(day.time_since_epoch().count()) * kDay + minutes * 60'000.0, true, offset, daylight, status);
    if (U_FAILURE(status)) return std::nullopt;
    return (offset + daylight) / 60'000;
}

namespace {

/// The day of a feast by its rule, worked out anew.
std::optional<Days> work_out_feast_day(std::string_view rule, int year) {
    if (auto fixed = rule.size() == 5 ? month_and_day(rule, year) : std::nullopt) return fixed;
    Words words{rule};
    std::string_view first = words.next();
    if (first == "easter") return easter(year) + days{number(words.next())};
    if (first == "orthodox") return orthodox_easter(year) + days{number(words.next())};
    if (first == "new" || first == "full") {  // "new moon 10-17", "full moon 02-28 +1"
        words.next();
        auto from = month_and_day(words.next(), year);
        if (!from) return from;
        return moon_evening(*from, first == "full") + days{number(words.next())};
    }
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
        return chinese_day(year, number(date.substr(0, dash)), number(date.substr(last + 1)));
    }
    // "monday before 06-01", "3rd monday in January", "friday after 4th thursday in November", "10 Tishrei"
    if (int weekday = find_weekday(first)) {
        std::string_view relation = words.next();
        std::optional<Days> base;
        size_t at = std::min(words.rest.find_first_not_of(' '), words.rest.size());
        std::string_view rest = words.rest.substr(at);
        base = work_out_feast_day(rest, year);
        if (!base) base = month_and_day(rest, year);
        if (!base) return base;
        if (relation == "after") return weekday_from(*base + days{1}, weekday, 1);
        if (relation == "before") return weekday_from(*base - days{7}, weekday, 1);
        return std::nullopt;
    }
    if (first == "last") {  // "last monday in May"
        int weekday = find_weekday(words.next());
        std::string_view in = words.next();
        unsigned month = find_month(words.next());
        if (weekday == 0 || in != "in" || month == 0) return std::nullopt;
        return weekday_from(days_of(year, month, last_day(year, month)) - days{6}, weekday, 1);
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

}  // namespace

std::optional<Days> feast_day(std::string_view rule, int year) {
    // Articles name few feasts, of the years about their own; those of the moon take ICU long.
    struct Known {
        uint64_t key = 0;
        std::optional<Days> day;
    };
    thread_local std::array<Known, 256> memory;
    uint64_t key = mix(hash_folded(rule), static_cast<uint64_t>(year));
    Known& known = memory[key % memory.size()];
    if (known.key != key) {
        // ICU makes its zones and calendars ready at their first use: one thread at a time.
        static std::mutex icu_in_use;
        std::lock_guard lock(icu_in_use);
        known = {key, work_out_feast_day(rule, year)};
    }
    return known.day;
}

}  // namespace nutgraf
