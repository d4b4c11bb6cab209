#include "calendar.h"

#include <algorithm>
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

TEST_CASE("every day from year 1 to 9999 has its week, its weekday and its month's length") {
    const Days last = days_of(9999, 12, 31);
    int weekday = weekday_number(days_of(1, 1, 1));  // a Monday
    CHECK(weekday == 1);
    IsoWeek before = iso_week(days_of(1, 1, 1));
    bool days_follow = true, weeks_turn = true, weeks_return = true, days_return = true;
    for (Days day = days_of(1, 1, 2); day <= last; day += std::chrono::days{1}) {
        int now = weekday_number(day);
        days_follow &= now == weekday % 7 + 1;
        IsoWeek week = iso_week(day);
        bool same = week.year == before.year && week.week == before.week;
        bool next = (week.year == before.year && week.week == before.week + 1) || (week.year == before.year + 1 && week.week == 1 && before.week >= 52);
        weeks_turn &= now == 1 ? next : same;
        weeks_return &= monday_of(week) == day - std::chrono::days{now - 1};
        CalendarDate date = calendar_date(day);
        days_return &= days_of(static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())) == day;
        weekday = now;
        before = week;
    }
    CHECK(days_follow);
    CHECK(weeks_turn);
    CHECK(weeks_return);
    CHECK(days_return);
}

TEST_CASE("leap years and month ends of every year") {
    for (int year = 1; year <= 9999; ++year) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        REQUIRE(last_day(year, 2) == (leap ? 29 : 28));
        int weeks = 0, length = 0;
        for (unsigned month = 1; month <= 12; ++month) {
            length += static_cast<int>(last_day(year, month));
            // A month more and a month less come back, but to a shorter month's end.
            CalendarDate end = calendar_date(days_of(year, month, last_day(year, month)));
            CalendarDate later = add_months(end, 1);
            REQUIRE(later.ok());
            REQUIRE(static_cast<unsigned>(later.day()) == std::min(static_cast<unsigned>(end.day()), last_day(static_cast<int>(later.year()), static_cast<unsigned>(later.month()))));
            CalendarDate first = calendar_date(days_of(year, month, 1));
            REQUIRE(add_months(add_months(first, 17), -17) == first);
        }
        REQUIRE(length == (leap ? 366 : 365));
        // A year has 53 weeks when it begins or, a leap year, ends on a Thursday.
        weeks = iso_week(days_of(year, 12, 28)).week;
        bool long_year = weekday_number(days_of(year, 1, 1)) == 4 || weekday_number(days_of(year, 12, 31)) == 4;
        REQUIRE(weeks == (long_year ? 53 : 52));
    }
}

TEST_CASE("Easter is a Sunday between March 22 and April 25; the eastern one a Sunday, too") {
    for (int year = 1583; year <= 9999; ++year) {
        Days day = easter(year);
        REQUIRE(weekday_number(day) == 7);
        REQUIRE(day >= days_of(year, 3, 22));
        REQUIRE(day <= days_of(year, 4, 25));
        REQUIRE(weekday_number(orthodox_easter(year)) == 7);
    }
}

TEST_CASE("weekdays counted in a month lie in their week of it, in every year") {
    for (int year = 1; year <= 9999; ++year) {
        auto day = feast_day("4th thursday in November", year);
        REQUIRE(day.has_value());
        REQUIRE(weekday_number(*day) == 4);
        auto of_month = static_cast<unsigned>(calendar_date(*day).day());
        REQUIRE(of_month >= 22);
        REQUIRE(of_month <= 28);
    }
}

TEST_CASE("zones of the IANA database know summer and winter") {
    CHECK(zone_offset("America/New_York", days_of(2021, 12, 28), 18 * 60) == -300);
    CHECK(zone_offset("America/New_York", days_of(2021, 7, 4), 18 * 60) == -240);
    CHECK(zone_offset("Europe/London", days_of(2021, 7, 4), 0) == 60);
    CHECK(zone_offset("Nowhere/Land", days_of(2021, 7, 4), 0) == std::nullopt);
}

TEST_CASE("the last weekday of a month") {
    CHECK(print(feast_day("last friday in April", 2021)) == "2021-04-30");
    CHECK(print(feast_day("last monday in May", 2020)) == "2020-05-25");
    CHECK(print(feast_day("last fool in May", 2020)) == "none");
}

TEST_CASE("feasts by the moon, as they were kept in India") {
    CHECK(print(feast_day("new moon 10-17", 2009)) == "2009-10-17");  // Diwali
    CHECK(print(feast_day("new moon 10-17", 2013)) == "2013-11-03");
    CHECK(print(feast_day("new moon 10-17", 2016)) == "2016-10-30");
    CHECK(print(feast_day("new moon 10-17", 2017)) == "2017-10-19");
    CHECK(print(feast_day("new moon 10-17", 2020)) == "2020-11-14");
    CHECK(print(feast_day("new moon 10-17", 2021)) == "2021-11-04");
    CHECK(print(feast_day("new moon 10-17", 2022)) == "2022-10-24");
    CHECK(print(feast_day("new moon 10-17", 2023)) == "2023-11-12");
    CHECK(print(feast_day("full moon 02-28 +1", 2019)) == "2019-03-21");  // Holi
    CHECK(print(feast_day("full moon 02-28 +1", 2021)) == "2021-03-29");
    CHECK(print(feast_day("full moon 02-28 +1", 2022)) == "2022-03-18");
    CHECK(print(feast_day("full moon 02-28 +1", 2023)) == "2023-03-08");
    CHECK(print(feast_day("friday before 1 Shawwal", 2022)) == "2022-04-29");  // Quds Day
    CHECK(print(feast_day("sunday before 12-04", 2021)) == "2021-11-28");      // Advent
}
