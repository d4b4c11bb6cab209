#include "calendar.h"

#include <string>

#include <doctest/doctest.h>

using namespace nutgraf;

namespace {

std::string print(std::optional<Days> day) {
    if (!day) return "none";
    CalendarDate date = calendar_date(*day);
    auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(static_cast<int>(date.year())) + '-' + two(static_cast<unsigned>(date.month())) + '-' + two(static_cast<unsigned>(date.day()));
}

}  // namespace

TEST_CASE("ISO weeks belong to the year of their Thursday") {
    struct Row {
        int year;
        unsigned month, day;
        int week_year, week, weekday;
    };
    for (auto row : {Row{2021, 12, 28, 2021, 52, 2}, Row{2022, 1, 1, 2021, 52, 6}, Row{2020, 12, 31, 2020, 53, 4}, Row{2018, 12, 31, 2019, 1, 1}, Row{2015, 9, 19, 2015, 38, 6}}) {
        Days day = days_of(row.year, row.month, row.day);
        IsoWeek week = iso_week(day);
        CHECK(week.year == row.week_year);
        CHECK(week.week == row.week);
        CHECK(weekday_number(day) == row.weekday);
        CHECK(monday_of(week) == day - std::chrono::days{row.weekday - 1});
    }
}

TEST_CASE("a month later is the month's last day when it is shorter") {
    CHECK(print(Days{add_months(calendar_date(days_of(2020, 1, 31)), 1)}) == "2020-02-29");
    CHECK(print(Days{add_months(calendar_date(days_of(2020, 3, 15)), -3)}) == "2019-12-15");
}

TEST_CASE("feasts fall on the days of the almanac") {
    struct Row {
        const char* rule;
        int year;
        const char* day;
    };
    for (auto row : {Row{"12-25", 2021, "2021-12-25"}, Row{"easter", 2015, "2015-04-05"}, Row{"easter", 2024, "2024-03-31"}, Row{"easter -2", 2022, "2022-04-15"},
                     Row{"orthodox", 2015, "2015-04-12"}, Row{"orthodox", 2024, "2024-05-05"}, Row{"julian 12-25", 2022, "2022-01-07"},
                     Row{"4th thursday in November", 2019, "2019-11-28"}, Row{"friday after 4th thursday in November", 2015, "2015-11-27"},
                     Row{"monday before 06-01", 2020, "2020-05-25"}, Row{"tuesday after 1st monday in November", 2022, "2022-11-08"},
                     Row{"1 Ramadan", 2015, "2015-06-18"}, Row{"1 Ramadan", 2024, "2024-03-11"}, Row{"1 Tishrei", 2020, "2020-09-19"}, Row{"15 Nisan", 2022, "2022-04-16"},
                     Row{"chinese 01-0-01", 2015, "2015-02-19"}, Row{"chinese 01-0-01", 2020, "2020-01-25"}, Row{"chinese 01-0-01", 2022, "2022-02-01"},
                     Row{"chinese 08-0-15", 2020, "2020-10-01"}, Row{"", 2020, "none"}, Row{"whenever", 2020, "none"}}) {
        INFO(row.rule, " ", row.year);
        CHECK(print(feast_day(row.rule, row.year)) == row.day);
    }
}
