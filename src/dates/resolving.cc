#include "resolving.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "tense.h"
#include "writing.h"

namespace nutgraf {
namespace {

using std::chrono::days;

/// A date as far as it is known.
struct Moment {
    enum class Grain : uint8_t { None, Day, Week, Month, Year } grain = Grain::None;
    int year = 0;
    int month = 0;
    Days day{};  // when grain is Day
};

class Resolver {
public:
    Resolver(const Article& article, const Anchor& anchor) : article_(article), reference_(anchor.day), time_(anchor.time), narrative_(anchor.narrative) {}

    /// A date that stands behind the one that is resolved.
    struct Next {
        const Reading* reading = nullptr;  // of the last date none
        TokenSpan span{};
    };
    void resolve(Reading& reading, Mention& mention, Figure& value, Next next) {
        next_ = next;
        mention.value.written = &value;
        value.modifier = reading.modifier;
        compares_ = false;
        of_today_ = (reading.weekday != 0 && reading.day == 0) || reading.shift != kOpen || (reading.pointed && reading.has_time());
        chained_ = reading.from_last || (!reading.from_day && (reading.way == Reading::Way::Later || reading.way == Reading::Way::Earlier));
        Moment moment = write(reading, mention.tokens, value);
        of_night_ = reading.hour != kOpen ? (reading.hour >= kEvenings ? kEveningEnds : 0) : reading.daypart == "NI" ? kNightEnds : reading.daypart == "EV" ? kEveningEnds : 0;
        if ((reading.unit == Unit::Month && reading.count == 3) || (reading.unit == Unit::Quarter && reading.way == Reading::Way::None)) three_months_ = mention.tokens.end;
        if (reading.around != Unit::None && moment.grain == Moment::Grain::Day) moment = write_around(moment.day, reading.around, value);
        if (moment.grain != Moment::Grain::None) {
            remember(moment, mention.tokens);
            compared_ = compares_;
            last_of_today_ = of_today_;
            of_evening_ = of_night_ == kEveningEnds && reading.hour == kOpen;
        }
        last_clock_ = moment.grain == Moment::Grain::Day && reading.hour != kOpen ? reading.hour * 60 + std::max(reading.minute, 0) : kOpen;
        last_zone_ = reading.zone;
        if (value.modifier.empty()) value.modifier = bound_before(mention.tokens.begin);
        // "More than a year ago" lies before that year.
        if (reading.way == Reading::Way::Ago && value.modifier == "MORE_THAN") value.modifier = "BEFORE";
        if (reading.way == Reading::Way::Ago && value.modifier == "LESS_THAN") value.modifier = "AFTER";
        subkind(reading, mention);
    }

private:
    // ---- resolving one

    std::optional<Days> base_day(bool from_last) const {
        if (from_last || (narrative_ && last_day_)) {
            if (last_day_ || narrative_) return last_day_;
        }
        return reference_;
    }
    /// The year and month that "this year" or "that month" means.
    std::optional<int> base_year(bool from_last) const {
        if ((from_last || narrative_) && last_year_ != kOpen) return last_year_;
        if (reference_) return static_cast<int>(calendar_date(*reference_).year());
        if (last_year_ != kOpen) return last_year_;
        return std::nullopt;
    }
    struct YearMonth {
        int year, month;
    };
    std::optional<YearMonth> base_month(bool from_last) const {
        if ((from_last || narrative_) && last_month_ != 0) return YearMonth{last_year_, last_month_};
        if (reference_) {
            CalendarDate date = calendar_date(*reference_);
            return YearMonth{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
        }
        return std::nullopt;
    }

    Moment day_moment(Days day) const {
        CalendarDate date = calendar_date(day);
        return {Moment::Grain::Day, static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), day};
    }

    Moment write_day(Days day, const Reading& reading, Figure& value) const {
        CalendarDate date = calendar_date(day);
        if (auto year = static_cast<int>(date.year()); year < 1 || year > 9999) return {};
        append_day(value.text, date);
        append_time(value.text, reading);
        append_day(value.start, date);
        append_day(value.end, date);
        if (reading.hour != kOpen) {
            Reading zoned = reading;
            if (!reading.zone_name.empty()) zoned.zone = zone_offset(reading.zone_name, day, reading.hour * 60 + std::max(reading.minute, 0)).value_or(kOpen);
            for (std::string* bound : {&value.start, &value.end}) {
                append_time(*bound, zoned);
                append_zone(*bound, zoned);
            }
        }
        return day_moment(day);
    }
    static void bounds(Figure& value, Days first, Days last) {
        CalendarDate begin = calendar_date(first), end = calendar_date(last);
        if (begin.year() < std::chrono::year{1} || end.year() > std::chrono::year{9999}) return;
        append_day(value.start, begin);
        append_day(value.end, end);
    }
    Moment write_week(Days day, bool weekend, Figure& value) const {
        IsoWeek week = iso_week(day);
        if (week.year < 1 || week.year > 9999) return {};
        append_number(value.text, week.year, 4);
        value.text += "-W";
        append_number(value.text, week.week, 2);
        if (weekend) value.text += "-WE";
        Days monday = monday_of(week);
        bounds(value, weekend ? monday + days{5} : monday, monday + days{6});
        CalendarDate date = calendar_date(day);
        return {Moment::Grain::Week, static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), day};
    }
    Moment write_month(int year, int month, Figure& value) const {
        append_year(value.text, year);
        value.text += '-';
        append_number(value.text, month, 2);
        if (year > 0) bounds(value, days_of(year, static_cast<unsigned>(month), 1), days_of(year, static_cast<unsigned>(month), last_day(year, static_cast<unsigned>(month))));
        return {Moment::Grain::Month, year, month, {}};
    }
    Moment write_year(int year, Figure& value) const {
        if (std::abs(year) > 9999 || year == 0) return {};
        append_year(value.text, year);
        if (year > 0) bounds(value, days_of(year, 1, 1), days_of(year, 12, 31));
        return {Moment::Grain::Year, year, 0, {}};
    }
    Moment write_quarter(int year, int quarter, Figure& value) {
        last_quarter_ = quarter;
        last_half_ = 0;
        append_year(value.text, year);
        value.text += "-Q";
        append_number(value.text, quarter, 1);
        auto last = static_cast<unsigned>(quarter * 3);
        if (year > 0) bounds(value, days_of(year, last - 2, 1), days_of(year, last, last_day(year, last)));
        return {Moment::Grain::Year, year, 0, {}};
    }
    Moment write_decade(int decade, Figure& value) const {
        append_number(value.text, decade, 3);
        bounds(value, days_of(decade * 10, 1, 1), days_of(decade * 10 + 9, 12, 31));
        return {};
    }

    Moment write(Reading& reading, TokenSpan span, Figure& value) {
        // "Left at 5:11 p.m. and was cleared to land at 6:56": of the same half of the day.
        if (reading.hour >= 1 && reading.hour < 12 && !reading.said_half && reading.daypart.empty() && reading.zone == kOpen && reading.zone_name.empty() && last_pm_ != kOpen && reading.hour + 12 >= last_pm_ &&
            span.end == span.begin + 1 && article_.tokens[span.begin].shape == Shape::Clock && !paragraph_between(last_token_, span.begin) && !is_race_time(reading, span)) {
            reading.hour += 12;
            reading.said_half = true;
        }
        // "On Monday evening she left at 8:30"
        constexpr int kEvening = 5;  // o'clock
        if (reading.hour >= kEvening && reading.hour < 12 && !reading.said_half && reading.daypart.empty() && reading.zone == kOpen && reading.zone_name.empty() && of_evening_ && last_grain_ == Moment::Grain::Day && same_sentence(span) && !is_race_time(reading, span)) {
            reading.hour += 12;
            reading.said_half = true;
        }
        // "It began at 11 a.m. and did not end until 20 minutes to nine"
        static const std::array<WordId, 3> kUntil = {word_id("until"), word_id("till"), word_id("to")};
        if (reading.hour >= 1 && reading.hour < 12 && !reading.said_half && reading.daypart.empty() && last_clock_ != kOpen && reading.hour * 60 + std::max(reading.minute, 0) < last_clock_ && span.end > span.begin + 1 && span.begin > 0 &&
            std::find(kUntil.begin(), kUntil.end(), article_.tokens[span.begin - 1].word) != kUntil.end() && same_sentence(span))
            reading.hour += 12;
        if (reading.hour != kOpen) last_pm_ = reading.said_half && reading.hour >= 12 ? reading.hour : kOpen;
        bool parts = reading.plural && !reading.daypart.empty() && reading.hour == kOpen && reading.unit == Unit::None && reading.shift == kOpen && !reading.pointed && reading.month == 0;  // "mornings"
        if (parts || reading.every || reading.frequency != kNoEntry || (reading.weekday != 0 && reading.plural) || (reading.unit == Unit::Weekend && reading.plural && !reading.pointed && reading.count == kNoCount))
            return write_set(reading, value);
        if (!reading.reference.empty()) {
            value.text = reading.reference;
            return {};
        }
        if (reading.same) return write_same(reading, span, value);
        if (reading.way != Reading::Way::None && reading.from_day) return write_from_day(reading, span, value);
        if (reading.way != Reading::Way::None) return write_counted(reading, span, value);
        if (reading.shift != kOpen) {
            if (!reference_) return open(reading, value);
            if (reading.shift == 0 && is_nowadays(reading, span)) {
                value.text = "PRESENT_REF";
                return {};
            }
            return write_day(*reference_ + days{reading.shift}, reading, value);
        }
        if (reading.decade != kOpen) return write_decade(reading.decade, value);
        if (reading.century != kOpen) {
            if (reading.year < 0 && reading.year != kOpen) value.text = "BC";
            append_number(value.text, reading.century - 1, 2);
            if (value.text.size() == 2) bounds(value, days_of((reading.century - 1) * 100, 1, 1), days_of((reading.century - 1) * 100 + 99, 12, 31));
            return {};
        }
        // "the first ten months of 1915" is a length, as is "the past two weeks".
        if (reading.unit != Unit::None && reading.count != kNoCount && reading.month == 0 && reading.weekday == 0) return write_duration(reading, span, value);
        if (reading.month != 0) return write_calendar(reading, span, value);
        if (reading.holiday != kNoEntry) return write_holiday(reading, span, value);
        if (!reading.season.empty()) return write_season(reading, span, value);
        if (reading.quarter != 0 || reading.half != 0) return write_part(reading, span, value);
        if (reading.weekday != 0) return write_weekday(reading, span, value);
        if (reading.ordinal > 0 && reading.ordinal <= 31 && reading.ordinal_unit == Unit::None && reading.unit == Unit::None && reading.year == kOpen && reading.year_steps == kOpen && !reading.pointed)
            return write_day_of_month(reading, span, value);
        if (reading.year_steps != kOpen && reading.unit == Unit::None) {
            if (auto base = base_year(reading.year_from_last)) reading.year = *base + reading.year_steps;
        }
        if (reading.year != kOpen) {
            if (reading.ordinal > 0 && reading.ordinal_unit == Unit::None) return write_day(days_of(reading.year, 1, 1) + days{reading.ordinal - 1}, reading, value);
            if (reading.ordinal != 0 && reading.ordinal_unit == Unit::Week && reading.year > 0) {
                if (reading.ordinal < 0) return write_week(days_of(reading.year, 12, 28), false, value);
                return write_week(monday_of({reading.year, reading.ordinal}), false, value);
            }
            if (reading.ordinal != 0 && reading.ordinal_unit == Unit::Month) return write_month(reading.year, reading.ordinal < 0 ? 12 : std::min(reading.ordinal, 12), value);
            if (reading.ordinal != 0 && reading.ordinal_unit == Unit::Day) return write_day(reading.ordinal < 0 ? days_of(reading.year, 12, 31) : days_of(reading.year, 1, 1) + days{reading.ordinal - 1}, reading, value);
            Moment moment = write_year(reading.year, value);
            if (reading.second_year != kOpen && !value.end.empty()) {  // "2021/22"
                value.text += '/';
                append_year(value.text, reading.second_year);
                value.end.clear();
                append_day(value.end, calendar_date(days_of(reading.second_year, 12, 31)));
            }
            return moment;
        }
        if (reading.month_steps != kOpen && reading.ordinal != 0 && reading.ordinal_unit != Unit::None && reading.unit == Unit::None) {  // "the last week of this month"
            auto base = base_day(false);
            if (!base) return {};
            CalendarDate month = add_months(calendar_date(*base), reading.month_steps);
            reading.year = static_cast<int>(month.year());
            reading.month = static_cast<int>(static_cast<unsigned>(month.month()));
            return write_calendar(reading, span, value);
        }
        if (reading.unit != Unit::None && !reading.pointed && (reading.ordinal == 0 || reading.ordinal_unit == Unit::None)) return write_unit(reading, span, value);
        if (reading.pointed && (reading.unit != Unit::None || reading.has_time())) return write_pointed(reading, span, value);
        if (reading.has_time()) return write_time(reading, span, value);
        if (reading.count != kNoCount) {  // an age
            append_duration(value.text, reading.count, Unit::Year);
            return {};
        }
        return {};
    }

    /// "In 1961 a lesson cost $5. Today, everybody pays fifty", "as strong today as it was": these days.
    bool is_nowadays(const Reading& reading, TokenSpan span) const {
        static const WordId kToday = word_id("today"), kAs = word_id("as");
        const auto& tokens = article_.tokens;
        if (reading.has_time() || narrative_ || span.end != span.begin + 1 || tokens[span.begin].word != kToday || span.end >= tokens.size()) return false;
        if (tokens[span.end].word == kAs && span.begin > 1 && tokens[span.begin - 2].word == kAs) return true;
        constexpr int kLongAgo = 5;  // years
        return tokens[span.begin].starts_sentence && tokens[span.end].shape == Shape::Comma && last_grain_ == Moment::Grain::Year && last_year_ != kOpen && static_cast<int>(calendar_date(*reference_).year()) - last_year_ >= kLongAgo &&
               !paragraph_between(last_token_, span.begin) && tense_at(article_, span) == Tense::Unknown;
    }

    Moment open(const Reading& reading, Figure& value) const {
        if (reading.weekday != 0) {
            value.text = "XXXX-WXX-";
            append_number(value.text, reading.weekday, 1);
        } else if (reading.has_time()) {
            value.text = "XXXX-XX-XX";
        }
        if (!value.text.empty()) append_time(value.text, reading);
        return {};
    }

    Moment write_set(const Reading& reading, Figure& value) const {
        if (reading.frequency != kNoEntry) {
            value.text = article_.lexicon.field(reading.frequency, "value");
        } else if (reading.weekday != 0 && reading.ordinal != 0 && reading.unit == Unit::Month) {  // "the first Monday of each month"
            append_duration(value.text, 1, Unit::Month);
        } else if (reading.weekday != 0) {
            value.text = "XXXX-WXX-";
            append_number(value.text, reading.weekday, 1);
            append_time(value.text, reading);
        } else if (reading.unit == Unit::Weekend) {
            value.text = "XXXX-WXX-WE";
        } else if (reading.month != 0) {
            value.text = "XXXX-";
            append_number(value.text, reading.month, 2);
        } else if (!reading.season.empty()) {
            value.text = "XXXX-";
            value.text += reading.season;
        } else if (reading.has_time()) {
            value.text = "XXXX-XX-XX";
            append_time(value.text, reading);
        } else {
            double count = reading.other ? 2 : reading.ordinal > 1 && reading.ordinal_unit != Unit::None ? reading.ordinal : reading.count == kNoCount || reading.often ? 1 : reading.count;
            append_duration(value.text, count, reading.unit == Unit::None ? reading.ordinal_unit : reading.unit);
        }
        return {};
    }

    /// A length stays a length in TIMEX3, also where it is counted from the day of the article; start and end say then what it
    /// spans: "the past two weeks", "will reopen in three days", "must pay within a month".
    Moment write_duration(const Reading& reading, TokenSpan span, Figure& value) const {
        append_duration(value.text, reading);
        int sign = reading.pointed && reading.steps != 0 && !reading.from_last ? (reading.steps < 0 ? -1 : 1) : !reading.pointed && counts_from_now(span) ? 1 : 0;
        if (sign == 0 || !reference_ || narrative_ || reading.count <= 0 || reading.count >= 1000) return {};
        bool whole = reading.count == std::floor(reading.count);
        if (reading.unit >= Unit::Day && whole) {
            Days other = *reference_;
            for (const Reading::Amount& amount : reading.larger) other = counted_from(other, static_cast<int>(std::min(amount.count, 1000.0)), amount.unit, sign);
            other = counted_from(other, static_cast<int>(reading.count), reading.unit, sign);
            if (other != *reference_) bounds(value, std::min(other, *reference_), std::max(other, *reference_));
        } else if (reading.unit <= Unit::Hour && time_) {
            Figure now, other;
            write_at(std::chrono::sys_seconds{*reference_} + *time_, reading.unit == Unit::Second, now);
            write_clock(reading, sign, other);
            value.start = sign < 0 ? other.start : now.start;
            value.end = sign < 0 ? now.end : other.end;
        }
        return {};
    }
    /// "in three days" beside a future, "within a month"; not "the first win in three days", "within a month of his arrest".
    bool counts_from_now(TokenSpan span) const {
        static const WordId kIn = word_id("in"), kWithin = word_id("within"), kOf = word_id("of");
        const auto& tokens = article_.tokens;
        if (span.begin == 0 || tokens[span.begin].starts_sentence) return false;
        WordId before = tokens[span.begin - 1].word;
        if (before != kIn && before != kWithin) return false;
        if (span.end < tokens.size() && !tokens[span.end].starts_sentence && (tokens[span.end].word == kOf || tokens[span.end].shape == Shape::Hyphen)) return false;
        return tense_at(article_, span) == Tense::Future;
    }

    /// "two days after Christmas", "a week ago Tuesday", "three weeks from tomorrow"
    Moment write_from_day(const Reading& reading, TokenSpan span, Figure& value) {
        Reading day = reading;
        day.way = Reading::Way::None;
        day.from_day = false;
        day.unit = Unit::None;
        day.count = kNoCount;
        day.larger = {};
        Figure named;
        Moment moment = write(day, span, named);
        int sign = reading.way == Reading::Way::Ago || reading.way == Reading::Way::Earlier ? -1 : 1;
        if (moment.grain != Moment::Grain::Day || reading.count == kVague || std::abs(reading.count) > 10000) {
            append_duration(value.text, reading);
            return {};
        }
        if (reading.count == kNoCount && reading.unit == Unit::Week) return write_week(moment.day + days{7 * sign}, false, value);  // "the week before Christmas"
        int count = reading.count == kNoCount ? 1 : static_cast<int>(reading.count);
        Days result = counted_from(moment.day, count, reading.unit, sign);
        for (const Reading::Amount& amount : reading.larger)
            if (amount.unit != Unit::None) result = counted_from(result, static_cast<int>(amount.count), amount.unit, sign);
        Reading time = reading;
        if (reading.unit == Unit::Night) time.daypart = "NI";
        return write_day(result, time, value);
    }
    static Days counted_from(Days day, int count, Unit unit, int sign) {
        switch (unit) {
            case Unit::Day: case Unit::Night: return day + days{sign * count};
            case Unit::Week: return day + days{7 * sign * count};
            case Unit::Fortnight: return day + days{14 * sign * count};
            case Unit::Month: return Days{add_months(calendar_date(day), sign * count)};
            case Unit::Quarter: return Days{add_months(calendar_date(day), 3 * sign * count)};
            case Unit::Decade: return Days{add_months(calendar_date(day), 120 * sign * std::min(count, 100))};
            case Unit::Year: return Days{add_months(calendar_date(day), 12 * sign * std::min(count, 9000))};
            default: return day;
        }
    }

    /// "the same period last year", "the same month a year ago", "the same quarter of 2008"
    Moment write_same(const Reading& reading, TokenSpan span, Figure& value) {
        Reading rest = reading;
        rest.same = false;
        Figure year_value;
        int last_year = last_year_, last_month = last_month_, last_quarter = last_quarter_;
        Moment moment = write(rest, span, year_value);
        if (moment.grain == Moment::Grain::None) return {};
        auto base = base_month(!reading.same_now);
        if (reading.same_unit == Unit::Quarter || (reading.same_unit == Unit::None && last_quarter != 0)) {
            compares_ = last_quarter != 0 && moment.year == last_year - 1;
            if (last_quarter != 0) return write_quarter(moment.year, last_quarter, value);
            if (base) return write_quarter(moment.year, (base->month - 1) / 3 + 1, value);
        }
        if (reading.same_unit == Unit::Day && last_day_) {
            CalendarDate date = std::chrono::year{moment.year} / calendar_date(*last_day_).month() / calendar_date(*last_day_).day();
            if (date.ok()) return write_day(Days{date}, {}, value);
        }
        if (reading.same_unit == Unit::Week && last_week_ && moment.grain == Moment::Grain::Year && moment.year > 0) return write_week(monday_of({moment.year, iso_week(*last_week_).week}), false, value);  // "the same week of 1951"
        if (reading.same_unit == Unit::Month && base) return write_month(moment.year, base->month, value);
        if (reading.same_unit == Unit::None && last_month != 0 && last_grain_ == Moment::Grain::Month) return write_month(moment.year, last_month, value);
        return write_year(moment.year, value);
    }

    /// "the week of Feb. 4", "Labor Day weekend"
    Moment write_around(Days day, Unit around, Figure& value) {
        value.clear();
        if (around == Unit::Week) return write_week(day, false, value);
        int weekday = weekday_number(day);
        return write_week(weekday <= 3 ? day - days{weekday} : day, true, value);
    }

    /// "on the 13th": of this month or of the one before or behind it, as the tense says
    Moment write_day_of_month(const Reading& reading, TokenSpan span, Figure& value) {
        auto base = base_day(false);
        bool story = !narrative_ && !lead_day_ && last_day_ && last_grain_ == Moment::Grain::Day && in_story(span);
        if (story) base = last_day_, explicit_ = true;
        if (!base) {
            value.text = "XXXX-XX-";
            append_number(value.text, reading.ordinal, 2);
            return {};
        }
        CalendarDate today = calendar_date(*base);
        if (reading.month_steps != kOpen) {  // "the 21st of this month"
            CalendarDate month = add_months(today.year() / today.month() / 1, reading.month_steps);
            CalendarDate date = month.year() / month.month() / std::chrono::day{static_cast<unsigned>(reading.ordinal)};
            if (date.ok()) return write_day(Days{date}, reading, value);
            return {};
        }
        Tense tense = story || narrative_ ? Tense::Future : tense_at(article_, span);  // a story goes on
        std::optional<Days> best;
        int64_t least = 10000;
        for (int step = -1; step <= 1; ++step) {
            CalendarDate month = add_months(today.year() / today.month() / 1, step);
            CalendarDate date = month.year() / month.month() / std::chrono::day{static_cast<unsigned>(reading.ordinal)};
            if (!date.ok()) continue;
            int64_t distance = (Days{date} - *base).count();
            if ((tense == Tense::Past && distance > 0) || (tense == Tense::Future && distance < 0)) continue;
            if (std::abs(distance) < least) least = std::abs(distance), best = Days{date};
        }
        if (!best) return {};
        return write_day(*best, reading, value);
    }

    /// The first, second, ... or last such weekday of a month.
    static Days nth_weekday(int year, unsigned month, int weekday, int nth) {
        if (nth < 0) {
            Days last = days_of(year, month, last_day(year, month));
            return last - days{(weekday_number(last) - weekday + 7) % 7};
        }
        Days first = days_of(year, month, 1);
        return first + days{(weekday - weekday_number(first) + 7) % 7 + 7 * (std::min(nth, 5) - 1)};
    }

    static std::chrono::seconds length(double count, Unit unit) {
        return std::chrono::seconds{static_cast<int64_t>(count * (unit == Unit::Hour ? 3600 : unit == Unit::Minute ? 60 : unit >= Unit::Day ? 86400 : 1))};
    }
    /// "Three hours ago", "half an hour from now": a time of the clock where the time of publication is known.
    Moment write_clock(const Reading& reading, int sign, Figure& value) const {
        std::chrono::seconds moved = length(std::min(reading.count, 1e6), reading.unit);
        Days from = *reference_;
        for (const Reading::Amount& amount : reading.larger) {
            if (amount.unit >= Unit::Day) from = counted_from(from, static_cast<int>(std::min(amount.count, 5000.0)), amount.unit, sign);
            else moved += length(std::min(amount.count, 1e6), amount.unit);
        }
        return write_at(std::chrono::sys_seconds{from} + *time_ + sign * moved, reading.unit == Unit::Second, value);
    }
    Moment write_at(std::chrono::sys_seconds at, bool seconds, Figure& value) const {
        Days day = std::chrono::floor<days>(at);
        auto since = static_cast<int>((at - std::chrono::sys_seconds{day}).count());
        Reading time;
        time.hour = since / 3600;
        time.minute = since / 60 % 60;
        if (seconds) time.second = since % 60;
        return write_day(day, time, value);
    }

    /// "Two years ago", "three days later", "the day before"
    Moment write_counted(const Reading& reading, TokenSpan span, Figure& value) {
        bool from_now = reading.way == Reading::Way::Ago || reading.way == Reading::Way::FromNow;
        int sign = reading.way == Reading::Way::Ago || reading.way == Reading::Way::Earlier ? -1 : 1;
        double count = reading.count == kNoCount ? (reading.plural ? kVague : 1) : reading.count;
        // Nor can the calendar of years say when "65 million years ago" was.
        double years = count * (reading.unit == Unit::Millennium ? 1000 : reading.unit == Unit::Century ? 100 : reading.unit == Unit::Decade ? 10 : reading.unit >= Unit::Year ? 1
                                : reading.unit >= Unit::Month ? 0.25 : reading.unit >= Unit::Week ? 0.04 : 0.003);
        if (count == kVague || years > 7000 || reading.unit == Unit::None) {  // "long ago"
            value.text = sign < 0 ? "PAST_REF" : "FUTURE_REF";
            return {};
        }
        if (from_now && reading.unit <= Unit::Hour && reference_ && time_) return write_clock(reading, sign, value);
        auto whole = static_cast<int>(count);
        if (reading.larger[0].unit != Unit::None) {  // "two weeks and two days ago"
            std::optional<Days> from = from_now ? reference_ : base_day(true);
            if (!from_now && last_grain_ == Moment::Grain::Month && last_month_ != 0 && last_year_ > 0) from = days_of(last_year_, static_cast<unsigned>(last_month_), 1);  // "in May 2015 ... a year and two months later"
            if (!from) {
                append_duration(value.text, reading);
                return {};
            }
            Days result = counted_from(*from, whole, reading.unit, sign);
            for (const Reading::Amount& amount : reading.larger) result = counted_from(result, static_cast<int>(std::min(amount.count, 5000.0)), amount.unit, sign);
            if (reading.unit != Unit::Month) return write_day(result, reading, value);
            CalendarDate date = calendar_date(result);
            return write_month(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), value);
        }
        auto year = from_now && reference_ ? std::optional<int>(static_cast<int>(calendar_date(*reference_).year())) : base_year(true);
        std::optional<Days> day = from_now ? reference_ : base_day(true);
        // "In May 1940 she joined; six weeks later he was killed": not weeks from the day of the article.
        if (!from_now && last_grain_ >= Moment::Grain::Month && reference_ && last_year_ != static_cast<int>(calendar_date(*reference_).year())) {
            day.reset();
            if (!narrative_ && lead_day_ && paragraph_between(last_token_, span.begin)) day = lead_day_;
        }
        std::optional<YearMonth> month = from_now && reference_ ? YearMonth{static_cast<int>(calendar_date(*reference_).year()), static_cast<int>(static_cast<unsigned>(calendar_date(*reference_).month()))} : base_month(true);
        if (count != whole && reading.unit == Unit::Year && month) {
            int months = month->year * 12 + month->month - 1 + sign * static_cast<int>(count * 12);
            if (months >= 12) return write_month(months / 12, months % 12 + 1, value);
        }
        switch (reading.unit) {
            case Unit::Year: case Unit::Decade: case Unit::Century: {
                // "Sales in the third quarter rose from a year earlier": from that quarter.
                if (reading.unit == Unit::Year && whole == 1 && sign < 0 && last_quarter_ != 0 && last_year_ != kOpen && same_sentence(span)) {
                    compares_ = true;
                    return write_quarter(last_year_ - 1, last_quarter_, value);
                }
                // "In the three months ended March 31 it lost $3 million. A year earlier it earned four."
                if (reading.unit == Unit::Year && whole == 1 && sign < 0 && report_year_ != kOpen && place_in_sentence(span) == 0 && span.begin - report_token_ < kReport) return write_quarter(report_year_ - 1, report_quarter_, value);
                if (reading.unit == Unit::Year && whole == 1 && sign < 0 && last_half_ != 0 && last_year_ != kOpen && same_sentence(span)) return write_half(last_year_ - 1, last_half_, value);
                // "A loss narrower than a year earlier" is held against its own time, not against a date of another paragraph.
                static const WordSet kAgainst = {"than", "from", "against", "with", "to"};
                bool held = !narrative_ && !from_now && sign < 0 && span.begin > 0 && kAgainst.contains(article_.tokens[span.begin - 1].word);
                if (held && reference_ && paragraph_between(last_token_, span.begin)) year = static_cast<int>(calendar_date(*reference_).year());
                int scale = reading.unit == Unit::Year ? 1 : reading.unit == Unit::Decade ? 10 : 100;
                if (year) return write_year(*year + sign * static_cast<int>(count * scale), value);
                break;
            }
            case Unit::Month: case Unit::Quarter: {
                if (!month) break;
                int months = month->year * 12 + month->month - 1 + sign * whole * (reading.unit == Unit::Quarter ? 3 : 1);
                if (months >= 12) return write_month(months / 12, months % 12 + 1, value);
                break;
            }
            case Unit::Week: case Unit::Fortnight:
                if (day && from_now) return write_week(*day + days{sign * whole * (reading.unit == Unit::Week ? 7 : 14)}, false, value);
                if (day) return write_day(*day + days{sign * whole * (reading.unit == Unit::Week ? 7 : 14)}, reading, value);
                break;
            case Unit::Day: case Unit::Night: {
                // "The day before, they had met" in a new paragraph: before the day that the article began with.
                bool before = reading.way == Reading::Way::Earlier && whole == 1;
                if (before && !narrative_ && lead_day_ && paragraph_between(last_day_token_, span.begin)) day = lead_day_;
                Reading time = reading;
                if (reading.unit == Unit::Night) time.daypart = "NI";  // "the night before", "two nights ago"
                if (day) return write_day(*day + days{sign * whole}, time, value);
                break;
            }
            case Unit::Hour:
                if (day) return write_day(*day + days{sign * (whole / 24)}, reading, value);
                break;
            case Unit::Minute: case Unit::Second:
                if (day) return write_day(*day, reading, value);
                break;
            default: break;
        }
        append_duration(value.text, count, reading.unit);
        return {};
    }

    /// The year of a month without one.
    std::optional<int> infer_year(const Reading& reading, TokenSpan span) const {
        if (reading.year_steps != kOpen) {
            if (auto base = base_year(reading.year_from_last)) return *base + reading.year_steps;
            return std::nullopt;
        }
        if (reading.pointed && !narrative_ && reference_ && !reading.from_last) {
            CalendarDate date = calendar_date(*reference_);
            int year = static_cast<int>(date.year());
            auto month = static_cast<int>(static_cast<unsigned>(date.month()));
            if (reading.steps < 0) return reading.month < month ? year : year - 1;
            if (reading.steps > 0) return reading.month > month ? year : year + 1;
            return year;
        }
        if (reading.pointed && reading.from_last && reading.steps == 0 && last_year_ != kOpen) return last_year_;  // "in 1989 ... that October"
        // "Signed on 25 March 1957, it took effect the following January 1."
        if (reading.pointed && reading.from_last && last_year_ != kOpen && !paragraph_between(last_token_, span.begin)) {
            if (reading.steps > 0) return last_year_ + (last_month_ == 0 || reading.month <= last_month_ ? 1 : 0);
            if (last_month_ != 0) return last_year_ - (reading.month >= last_month_ ? 1 : 0);
        }
        if (narrative_ || !reference_ || (in_story(span) && !since(span) && tense_at(article_, span) != Tense::Future)) {
            if (last_year_ == kOpen) return reference_ ? std::optional<int>(static_cast<int>(calendar_date(*reference_).year())) : std::nullopt;
            if (reading.pointed && reading.steps > 0 && last_month_ != 0 && reading.month <= last_month_) return last_year_ + 1;
            if (reading.pointed && reading.steps < 0 && last_month_ != 0 && reading.month >= last_month_) return last_year_ - 1;
            // "By December 2001 it was over. In January he fell ill."
            constexpr int kTurn = 3;  // months
            if (last_month_ != 0 && reading.month < last_month_ && reading.month + 12 - last_month_ <= kTurn && place_in_sentence(span) <= kFirst && !paragraph_between(last_token_, span.begin)) return last_year_ + 1;
            return last_year_;
        }
        // "Last March a quake hit. ... It struck on March 10": of the month just named.
        constexpr uint32_t kNear = 60;  // tokens
        if (reading.day != 0 && last_month_ == reading.month && last_year_ != kOpen && span.begin - last_token_ < kNear && !since(span))
            if (Tense tense = tense_at(article_, span); tense == Tense::Past || (tense == Tense::Unknown && last_grain_ == Moment::Grain::Month)) return last_year_;
        // "From May 1 until June 4": of the same year.
        if (reading.day != 0 && last_grain_ == Moment::Grain::Day && last_day_ && last_token_ + 1 == span.begin && joins_range(last_token_)) {
            CalendarDate first = calendar_date(*last_day_);
            auto month = static_cast<int>(static_cast<unsigned>(first.month()));
            return static_cast<int>(first.year()) + (reading.month < month ? 1 : 0);
        }
        Tense tense = tense_at(article_, span);
        CalendarDate date = calendar_date(*reference_);
        int year = static_cast<int>(date.year());
        // "Arrivals from Oct. 1 to Aug. 11 were 1.36 million tons": up to the last such day.
        if (reading.day != 0 && tense != Tense::Future && begins_range(span) && next_.reading->year == kOpen && next_.reading->year_steps == kOpen && next_.reading->month < reading.month) {
            int end = nearest_year(*reference_, next_.reading->month, next_.reading->day);
            if (tense == Tense::Past && days_of(end, static_cast<unsigned>(next_.reading->month), static_cast<unsigned>(next_.reading->day)) > *reference_) --end;
            return end - 1;
        }
        // "In the April-June quarter" of an article of May
        if (reading.day == 0 && next_.reading != nullptr && next_.reading->month > reading.month && next_.reading->day == 0 && next_.reading->year == kOpen && span.end + 1 == next_.span.begin && joins_range(span.end) &&
            reading.month <= static_cast<int>(static_cast<unsigned>(date.month())) && next_.reading->month >= static_cast<int>(static_cast<unsigned>(date.month())))
            return year;
        // "The January-to-September profit": the second month is the first such behind the first.
        if (reading.day == 0 && last_grain_ == Moment::Grain::Month && last_month_ != 0 && last_month_ < reading.month && last_year_ != kOpen && span.begin > last_token_ && span.begin - last_token_ <= 3 && joins_months(last_token_, span.begin)) return last_year_;
        if (reading.day == 0) {
            auto month = static_cast<int>(static_cast<unsigned>(date.month()));
            // "Italy in November, Las Vegas in December, Mexico in February": once ahead, a list goes on.
            bool ahead = last_month_ != 0 && last_year_ * 12 + last_month_ > year * 12 + month && last_year_ <= year + 1 && same_sentence(span);
            if (ahead && (reading.month - last_month_ + 12) % 12 <= 3 && tense != Tense::Past) return reading.month >= last_month_ ? last_year_ : last_year_ + 1;
            // "Orders for January will be reported on Thursday", in February
            static const WordId kFor = word_id("for");
            static const WordSet kTold = {"orders", "sales", "figures", "data", "report", "reports", "output", "index", "prices", "results", "numbers", "statistics", "production", "spending", "inflation", "trade", "deficit", "surplus", "estimates", "payrolls",
                "income", "profits", "earnings", "exports", "imports", "growth", "accounts", "bills", "bill", "rent", "wages", "starts", "shipments"};
            int back = (month - reading.month + 12) % 12;
            if (tense == Tense::Future && back >= 1 && back <= 2 && span.begin > 1 && article_.tokens[span.begin - 1].word == kFor && kTold.contains(article_.tokens[span.begin - 2].word)) return reading.month < month ? year : year - 1;
            if (tense == Tense::Future) return reading.month >= month ? year : year + 1;
            if (tense == Tense::Past) return reading.month <= month ? year : year - 1;
            return reading.month <= month + 2 ? year : year - 1;
        }
        // "The Ashes start on 10 July next year; the one-dayers end on 16 September."
        if (tense != Tense::Past && last_year_ == year + 1 && last_month_ != 0 && reading.month >= last_month_ && *last_day_or_reference() > *reference_ && same_sentence(span)) return last_year_;
        if (tense == Tense::Unknown) return nearest_year(*reference_, reading.month, reading.day);
        // Tense decides only where the other reading is not much nearer: "the deal signed Dec. 31" on Jan. 2.
        // "They must wait until 6 April" says without a doubt that it lies ahead.
        Days here = days_of(year, static_cast<unsigned>(reading.month), static_cast<unsigned>(reading.day));
        if (since(span)) return here <= *reference_ ? year : year - 1;  // "since the May 5 election"
        if (tense == Tense::Future && (until(span) || from_then(span))) return here >= *reference_ ? year : year + 1;
        if (tense == Tense::Future) return here >= *reference_ - days{kSlack} ? year : year + 1;
        // "On December 5, 1952 ... In the week ending December 13 there were 4,703 deaths" in an article of December 2, 2012
        if (tense == Tense::Past && here > *reference_ && story_day_) {
            constexpr int kStory = 60;  // days
            CalendarDate story = calendar_date(*story_day_);
            Days day = days_of(static_cast<int>(story.year()), static_cast<unsigned>(reading.month), static_cast<unsigned>(reading.day));
            if (day >= *story_day_ && day - *story_day_ <= days{kStory}) return static_cast<int>(story.year());
        }
        // "In April last year, before it cooled the market on May 15"
        bool of_last_year = last_year_ == year - 1 && last_grain_ == Moment::Grain::Month && same_sentence(span) && tense == Tense::Past;
        return here <= *reference_ + days{of_last_year ? 0 : kSlack} ? year : year - 1;
    }
    std::optional<Days> last_day_or_reference() const { return last_day_ ? last_day_ : reference_; }
    /// "From July 1, all must carry cards."
    bool from_then(TokenSpan span) const {
        static const WordId kFrom = word_id("from");
        return place_in_sentence(span) == 1 && article_.tokens[span.begin - 1].word == kFrom;
    }
    /// Does only "to" stand between this date and the month and day behind it?
    bool begins_range(TokenSpan span) const {
        return next_.reading != nullptr && next_.reading->month != 0 && next_.reading->day != 0 && span.end + 1 == next_.span.begin && joins_range(span.end);
    }
    /// "until", "to", a dash
    bool joins_range(uint32_t at) const {
        static const std::array<WordId, 5> kWords = {word_id("to"), word_id("through"), word_id("until"), word_id("till"), word_id("thru")};
        const Token& token = article_.tokens[at];
        return token.shape == Shape::Hyphen || token.shape == Shape::Dash || std::find(kWords.begin(), kWords.end(), token.word) != kWords.end();
    }
    /// "-", "-to-"
    bool joins_months(uint32_t from, uint32_t to) const {
        static const WordId kTo = word_id("to");
        for (uint32_t i = from; i < to; ++i)
            if (article_.tokens[i].shape != Shape::Hyphen && article_.tokens[i].shape != Shape::Dash && article_.tokens[i].word != kTo) return false;
        return true;
    }
    /// Days by which a month and day may contradict the tense of its sentence.
    static constexpr int kSlack = 75;

    /// Was the last date named in this sentence, too?
    bool same_sentence(TokenSpan span) const {
        return !sentence_between(last_token_, span.begin);
    }
    bool sentence_between(uint32_t from, uint32_t to) const {
        for (uint32_t i = from; i <= to; ++i)
            if (article_.tokens[i].starts_sentence) return true;
        return false;
    }
    /// "in 1992", where the year is no part of what follows
    bool is_in(uint32_t at) const {
        static const WordSet kIn = {"in", "by", "since", "until", "during"};
        return kIn.contains(article_.tokens[at].word);
    }
    /// "until Wednesday", "by Friday": a day on which nothing has been yet.
    bool deadline(TokenSpan span) const {
        static const std::array<WordId, 3> kWords = {word_id("until"), word_id("till"), word_id("by")};
        return span.begin > 0 && !article_.tokens[span.begin].starts_sentence && std::find(kWords.begin(), kWords.end(), article_.tokens[span.begin - 1].word) != kWords.end();
    }
    bool bounds_only(TokenSpan span) const {
        static const std::array<WordId, 5> kBounds = {word_id("since"), word_id("until"), word_id("till"), word_id("by"), word_id("before")};
        return span.begin > 0 && !article_.tokens[span.begin].starts_sentence && std::find(kBounds.begin(), kBounds.end(), article_.tokens[span.begin - 1].word) != kBounds.end();
    }
    /// "Must wait until", "is shut until"; not "from May 1 until June 4 only three were done".
    bool until(TokenSpan span) const {
        static const std::array<WordId, 2> kUntil = {word_id("until"), word_id("till")};
        static const std::array<WordId, 17> kAhead = {word_id("runs"), word_id("run"), word_id("lasts"), word_id("continues"), word_id("stays"), word_id("remains"), word_id("must"), word_id("will"), word_id("'ll"), word_id("would"), word_id("shall"), word_id("can"), word_id("cannot"), word_id("has"), word_id("have"), word_id("is"), word_id("are")};
        const auto& tokens = article_.tokens;
        if (span.begin == 0 || tokens[span.begin].starts_sentence || std::find(kUntil.begin(), kUntil.end(), tokens[span.begin - 1].word) == kUntil.end()) return false;
        constexpr uint32_t kReach = 8;  // tokens
        for (uint32_t i = span.begin - 1, steps = 0; i > 0 && steps < kReach && !tokens[i].starts_sentence; ++steps)
            if (std::find(kAhead.begin(), kAhead.end(), tokens[--i].word) != kAhead.end()) return true;
        return false;
    }
    /// "since May" counts to the day of the article, whatever year was named before.
    bool since(TokenSpan span) const {
        static const WordId kSince = word_id("since"), kThe = word_id("the");
        const auto& tokens = article_.tokens;
        uint32_t at = span.begin;
        if (at > 1 && !tokens[at].starts_sentence && tokens[at - 1].word == kThe) --at;
        return at > 0 && !tokens[at].starts_sentence && tokens[at - 1].word == kSince;
    }
    /// Was the last date of this sentence or the one before a year of its own? "In 1981 ... On April 12".
    bool in_story(TokenSpan span) const {
        if (!reference_ || last_year_ == kOpen || last_year_ == static_cast<int>(calendar_date(*reference_).year())) return false;
        if (std::abs(last_year_ - static_cast<int>(calendar_date(*reference_).year())) < 2 || !last_explicit_) return false;
        // "In 1981 ...": a year that begins its sentence begins a story.
        if (last_grain_ == Moment::Grain::Year && place_in_sentence(last_span_) > kFirst && !goes_on(span)) return false;
        uint32_t breaks = 0;
        for (uint32_t i = last_token_; i <= span.begin && breaks < 3; ++i) {
            breaks += article_.tokens[i].starts_sentence;
            if (article_.tokens[i].starts_paragraph) return false;
        }
        return breaks < 2;
    }

    /// How many tokens stand before a span in its sentence.
    uint32_t place_in_sentence(TokenSpan span) const {
        uint32_t begin = span.begin;
        while (begin > 0 && !article_.tokens[begin].starts_sentence) --begin;
        return span.begin - begin;
    }
    static constexpr uint32_t kFirst = 2;  // tokens before what begins a sentence: "By the"
    /// A year by the way ("broke away in 1991", "hired in 2015", "from 1981 to 2010") begins no story, unless the next date follows
    /// on its heels: "in 1994 and in October", "in 1936. In May she played".
    bool goes_on(TokenSpan span) const {
        constexpr uint32_t kHeels = 5;  // tokens
        if (span.begin - last_token_ > kHeels) return false;
        if (same_sentence(span)) {  // "in 1994 and in October", not "built in 1961, closed in July"
            static const WordSet kJoints = {"and", "in", "then", "by", "until", "to", "on", "the", "or"};
            for (uint32_t i = last_token_; i < span.begin; ++i)
                if (article_.tokens[i].shape != Shape::Comma && !kJoints.contains(article_.tokens[i].word)) return false;
            return true;
        }
        static const std::array<WordId, 3> kIn = {word_id("in"), word_id("of"), word_id("during")};
        bool in = last_span_.begin > 0 && !article_.tokens[last_span_.begin].starts_sentence && std::find(kIn.begin(), kIn.end(), article_.tokens[last_span_.begin - 1].word) != kIn.end();
        return in && place_in_sentence(span) <= kFirst;
    }

    /// "The hottest July day", "the July record": of any year.
    bool any_such_month(const Reading& reading, TokenSpan span) const {
        static const WordSet kOfMonths = {"record", "day", "night", "weekend", "average", "norm"};
        const auto& tokens = article_.tokens;
        if (reading.day != 0 || reading.pointed || reading.year != kOpen || reading.year_steps != kOpen || reading.ordinal != 0 || span.end != span.begin + 1 || span.begin == 0 || tokens[span.begin].starts_sentence) return false;
        if (span.end >= tokens.size() || tokens[span.end].starts_sentence || !kOfMonths.contains(tokens[span.end].word)) return false;
        static const WordId kThe = word_id("the"), kA = word_id("a"), kRecord = word_id("record"), kAverage = word_id("average"), kNorm = word_id("norm");
        std::string_view before = article_.text(span.begin - 1);
        if (tokens[span.begin - 1].shape == Shape::Lower && before.size() > 5 && before.ends_with("est")) return true;
        WordId next = tokens[span.end].word, article = tokens[span.begin - 1].word;
        return (article == kThe || article == kA) && (next == kRecord || next == kAverage || next == kNorm);
    }

    /// "The September 11 attacks", "the Sept. 11th terror attacks" are those of 2001.
    bool of_attacks(TokenSpan span) const {
        static const WordSet kAttacks = {"attacks", "terror", "terrorist", "hijackings", "hijackers", "suicide"};
        static const WordId kAttack = word_id("attacks");
        const auto& tokens = article_.tokens;
        if (reference_ && *reference_ < days_of(2001, 9, 11)) return false;
        if (span.end >= tokens.size() || tokens[span.end].starts_sentence || !kAttacks.contains(tokens[span.end].word)) return false;
        constexpr uint32_t kName = 4;  // tokens: "terrorist attacks"
        for (uint32_t i = span.end; i < std::min<size_t>(span.end + kName, tokens.size()); ++i)
            if (tokens[i].word == kAttack || article_.text(i).starts_with("hijack")) return true;
        return false;
    }

    Moment write_calendar(Reading& reading, TokenSpan span, Figure& value) {
        if (any_such_month(reading, span)) {
            value.text = "XXXX-";
            append_number(value.text, reading.month, 2);
            return {};
        }
        int year = reading.year;
        if (year == kOpen && reading.month == 9 && reading.day == 11 && of_attacks(span)) year = 2001;
        if (year == kOpen) {
            if (auto inferred = infer_year(reading, span)) year = *inferred;
        }
        explicit_ = reading.year != kOpen || (year == last_year_ && in_story(span));
        auto month = static_cast<unsigned>(reading.month);
        if (year == kOpen) {
            value.text = "XXXX-";
            append_number(value.text, reading.month, 2);
            if (reading.day != 0) {
                value.text += '-';
                append_number(value.text, reading.day, 2);
                append_time(value.text, reading);
            }
            return {};
        }
        if (reading.day == 0 && reading.ordinal != 0 && year > 0) {
            unsigned last = last_day(year, month);
            if (reading.ordinal_unit == Unit::Week)
                return write_week(reading.ordinal < 0 ? days_of(year, month, last - 3) : days_of(year, month, static_cast<unsigned>(std::min(7 * reading.ordinal - 3, 28))), false, value);
            if (reading.ordinal_unit == Unit::Weekend) {
                Days first = days_of(year, month, 1);
                int to_saturday = (6 - weekday_number(first) + 7) % 7;
                Days saturday = first + days{to_saturday + 7 * (std::max(reading.ordinal, 1) - 1)};
                if (reading.ordinal < 0) {
                    Days end = days_of(year, month, last);
                    saturday = end - days{(weekday_number(end) + 1) % 7};
                }
                return write_week(saturday, true, value);
            }
            if (reading.weekday != 0) return write_day(nth_weekday(year, month, reading.weekday, reading.ordinal), reading, value);
            if (reading.ordinal_unit == Unit::Day) return write_day(reading.ordinal < 0 ? days_of(year, month, last) : days_of(year, month, 1) + days{reading.ordinal - 1}, reading, value);
        }
        if (reading.day == 0) return write_month(year, reading.month, value);
        if (year < 0) {
            append_year(value.text, year);
            value.text += '-';
            append_number(value.text, reading.month, 2);
            value.text += '-';
            append_number(value.text, reading.day, 2);
            return {Moment::Grain::Month, year, reading.month, {}};
        }
        if (reading.year == kOpen && reading.month == 2 && reading.day == 29) {  // the leap year nearest to the one inferred
            for (int step : {0, -1, 1, -2, 2, -3, 3, -4, 4})
                if (last_day(year + step, 2) == 29) {
                    year += step;
                    break;
                }
        }
        if (static_cast<unsigned>(reading.day) > last_day(year, month)) return {};  // "Feb. 30"
        return write_day(days_of(year, month, static_cast<unsigned>(reading.day)), reading, value);
    }

    Moment write_holiday(Reading& reading, TokenSpan span, Figure& value) {
        // Of two feasts of the name, "1 Shawwal or 10 Dhu al-Hijjah", the one nearer to the article's day is meant.
        std::string_view rule = article_.lexicon.field(reading.holiday, "rule"), other;
        if (size_t joint = rule.find(" or "); joint != std::string_view::npos) {
            other = rule.substr(joint + 4);
            rule = rule.substr(0, joint);
        }
        std::optional<int> year;
        if (reading.year != kOpen) year = reading.year;
        else if (reading.year_steps != kOpen || !reference_ || narrative_) year = infer_year(reading, span);
        else if (!reading.pointed && same_sentence(span) && in_story(span)) year = last_year_, explicit_ = true;  // "On May 28, 1999, the Friday before Memorial Day"
        // "A Memorial Day victory May 27, 1991", "the 1992 New Year's Eve murder"
        else if (!reading.pointed && next_.reading != nullptr && next_.reading->explicit_day() && next_.reading->year > 0 && next_.span.begin < span.end + 8 && !sentence_between(span.end, next_.span.begin)) {
            auto day = feast_day(rule, next_.reading->year);
            CalendarDate date = std::chrono::year{next_.reading->year} / next_.reading->month / next_.reading->day;
            if (day && date.ok() && *day == Days{date}) year = next_.reading->year;
        } else if (!reading.pointed && last_grain_ == Moment::Grain::Year && last_token_ == span.begin && last_span_.end == last_span_.begin + 1 && !article_.tokens[span.begin].starts_sentence && last_span_.begin > 0 && !is_in(last_span_.begin - 1))
            year = last_year_, explicit_ = true;
        if (year) {
            if (*year > 0)
                if (auto day = feast_day(rule, *year)) return write_day(*day, reading, value);
            return write_year(*year, value);
        }
        if (!reference_) return {};
        int now = static_cast<int>(calendar_date(*reference_).year());
        Tense tense = reading.pointed ? (reading.steps < 0 ? Tense::Past : reading.steps > 0 ? Tense::Future : Tense::Unknown) : tense_at(article_, span);
        // "Runs from Memorial Day to Labor Day": it may have begun.
        if (next_.reading != nullptr && next_.reading->holiday != kNoEntry && span.end + 1 == next_.span.begin && joins_range(span.end)) tense = Tense::Unknown;
        std::optional<Days> best;
        int64_t least = 100000;
        for (std::string_view one : {rule, other})
            for (int candidate = now - 1; candidate <= now + 1 && !one.empty(); ++candidate) {
                auto day = feast_day(one, candidate);
                if (!day) continue;
                int64_t distance = (*day - *reference_).count();
                if (tense == Tense::Past && distance > 0) continue;
                if (tense == Tense::Future && distance < 0) continue;
                if (reading.pointed && reading.steps == 0 && candidate != now) continue;
                if (std::abs(distance) < least) least = std::abs(distance), best = day;
            }
        if (best) return write_day(*best, reading, value);
        return {};
    }

    Moment write_season(Reading& reading, TokenSpan span, Figure& value) {
        int year = reading.year;
        if (year == kOpen && reading.year_steps != kOpen) {
            if (auto base = base_year(reading.year_from_last)) year = *base + reading.year_steps;
        } else if (year == kOpen && reading.pointed && reading.from_last && reading.steps == 0 && last_year_ != kOpen) {
            year = last_year_;  // "in 2004 ... that summer"
        } else if (year == kOpen && (narrative_ || !reference_)) {
            if (last_year_ != kOpen) year = last_year_ + (reading.pointed && reading.steps > 0 ? 1 : 0);
        } else if (year == kOpen) {
            CalendarDate date = calendar_date(*reference_);
            auto month = static_cast<int>(static_cast<unsigned>(date.month()));
            int first = reading.season == "SP" ? 3 : reading.season == "SU" ? 6 : reading.season == "FA" ? 9 : 12;
            year = static_cast<int>(date.year());
            Tense tense = reading.pointed ? (reading.steps < 0 ? Tense::Past : reading.steps > 0 ? Tense::Future : Tense::Unknown) : tense_at(article_, span);
            if (reading.pointed && reading.steps < 0 && month < first + 3 && !(first == 12)) --year;
            else if (reading.pointed && reading.steps < 0 && first == 12) --year;
            else if (reading.pointed && reading.steps > 0 && month >= first) ++year;
            else if (!reading.pointed && tense == Tense::Past && month < first && first != 12) --year;
            else if (!reading.pointed && tense == Tense::Future && month > first + 2) ++year;
        }
        explicit_ = reading.year != kOpen;
        if (year == kOpen) value.text = "XXXX";
        else append_year(value.text, year);
        value.text += '-';
        value.text += reading.season;
        if (year == kOpen) return {};
        return {Moment::Grain::Year, year, 0, {}};
    }

    Moment write_part(Reading& reading, TokenSpan span, Figure& value) {
        int year = reading.year;
        int part_month = reading.quarter != 0 ? reading.quarter * 3 - 2 : reading.half * 6 - 5;
        if (year == kOpen && reading.year_steps != kOpen) {
            if (auto base = base_year(reading.year_from_last)) year = *base + reading.year_steps;
        } else if (year == kOpen && narrative_ && last_year_ != kOpen) {
            year = last_year_;
        } else if (year == kOpen && reference_) {
            CalendarDate date = calendar_date(*reference_);
            year = static_cast<int>(date.year());
            if (part_month > static_cast<int>(static_cast<unsigned>(date.month())) && tense_at(article_, span) != Tense::Future) --year;
        }
        explicit_ = reading.year != kOpen;
        if (year == kOpen) {
            value.text = reading.quarter != 0 ? "XXXX-Q" : "XXXX-H";
            append_number(value.text, reading.quarter + reading.half, 1);
            return {};
        }
        if (reading.quarter != 0) return write_quarter(year, std::clamp(reading.quarter, 1, 4), value);
        return write_half(year, reading.half, value);
    }
    Moment write_half(int year, int half, Figure& value) {
        last_half_ = half;
        last_quarter_ = 0;
        int part_month = half * 6 - 5;
        append_year(value.text, year);
        value.text += "-H";
        append_number(value.text, half, 1);
        if (year > 0) bounds(value, days_of(year, static_cast<unsigned>(part_month), 1), days_of(year, static_cast<unsigned>(part_month + 5), part_month == 1 ? 30 : 31));
        return {Moment::Grain::Year, year, 0, {}};
    }

    Moment write_weekday(Reading& reading, TokenSpan span, Figure& value) {
        auto base = base_day(reading.from_last);
        if (!base) return open(reading, value);
        if (reading.day != 0) {  // "Tuesday the 19th"
            CalendarDate date = calendar_date(*base);
            for (int step : {0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6}) {
                CalendarDate other = add_months(date.year() / date.month() / 1, step);
                CalendarDate candidate = other.year() / other.month() / reading.day;
                if (candidate.ok() && weekday_number(Days{candidate}) == reading.weekday) return write_day(Days{candidate}, reading, value);
            }
        }
        if (reading.month_steps != kOpen && reading.ordinal != 0) {  // "the first Monday of next month"
            CalendarDate month = add_months(calendar_date(*base), reading.month_steps);
            return write_day(nth_weekday(static_cast<int>(month.year()), static_cast<unsigned>(month.month()), reading.weekday, reading.ordinal), reading, value);
        }
        if (last_day_ && names_last_day(reading, span)) {
            explicit_ = last_explicit_;
            return write_day(*last_day_, reading, value);
        }
        if (any_such_day(reading, span)) return open(reading, value);
        // "Shops are open Monday to Friday": every week
        bool of_week = open_week_ != 0 && open_week_ + 1 == span.begin && reading.after_last;
        bool begins_week = !of_week && next_.reading != nullptr && next_.reading->after_last && next_.reading->week_steps == kOpen && span.end + 1 == next_.span.begin && !narrative_ && (is_habit(article_, span) || (reading.weekday == 1 && next_.reading->weekday == 5 && tense_at(article_, span) == Tense::Unknown));
        if (of_week || begins_week) {
            open_week_ = begins_week ? span.end : 0;
            return open(reading, value);
        }
        if (reading.with_last && last_day_) return write_day(*last_day_, reading, value);
        if (reading.after_last && last_day_) {
            int ahead = (reading.weekday - weekday_number(*last_day_) + 7) % 7;
            return write_day(*last_day_ + days{ahead == 0 ? 7 : ahead}, reading, value);
        }
        if (!reading.pointed && !narrative_ && !lead_day_ && last_day_ && last_grain_ == Moment::Grain::Day && in_story(span)) {  // "On Friday, December 5, 1952, ... By Saturday"
            explicit_ = true;
            return write_day(*last_day_ + days{(reading.weekday - weekday_number(*last_day_) + 7) % 7}, reading, value);
        }
        if (last_day_ && goes_on_by(reading, span)) return write_day(*last_day_ + days{(reading.weekday - weekday_number(*last_day_) + 7) % 7}, reading, value);
        int today = weekday_number(*base);
        if (reading.unit == Unit::Fortnight && !reading.pointed) return write_day(*base + days{(reading.weekday - today + 7) % 7 + 14}, reading, value);  // "Saturday fortnight"
        if (reading.unit == Unit::Week && !reading.pointed) return write_day(*base + days{(reading.weekday - today + 7) % 7 + 7}, reading, value);  // "Monday week"
        if (reading.week_steps != kOpen) return write_day(*base + days{reading.weekday - today + 7 * reading.week_steps}, reading, value);
        int back = (today - reading.weekday + 7) % 7;
        int ahead = (reading.weekday - today + 7) % 7;
        Days day = *base - days{back};
        if (reading.pointed) {
            if (reading.steps < 0) day = *base - days{back == 0 ? 7 : back};
            else if (reading.steps > 0) day = *base + days{(ahead == 0 ? 7 : ahead) + 7 * (reading.steps - 1)};
            else if (reading.from_last) day = *base + days{ahead};
            else if (tense_at(article_, span) != Tense::Past) day = *base + days{ahead};
        } else if (narrative_ && last_day_) {
            day = *base + days{ahead};
        } else if (Tense tense = tense_at(article_, span); tense == Tense::Future) {
            day = *base + days{ahead};
            // "Tuesday: Bournemouth v Cardiff. Wednesday: Liverpool v Boro", on a Wednesday
            bool listed = span.end < article_.tokens.size() && article_.tokens[span.end].shape == Shape::Colon;
            if (listed && ahead == 0 && last_day_ && *last_day_ > day && *last_day_ - day <= days{7} && last_grain_ == Moment::Grain::Day) day = day + days{7};
        } else if (tense == Tense::Unknown && !narrative_ && last_day_ && reference_ && *last_day_ > *reference_ && last_grain_ == Moment::Grain::Day && *last_day_ - *reference_ < days{7} && same_sentence(span)) {
            day = *base + days{ahead};  // "will be held on Thursday, and one in the hall, far from the town, on Saturday"
        }
        return write_day(day, reading, value);
    }

    /// "On March 17, a Tuesday", "the Friday before Memorial Day": the day just named.
    bool names_last_day(const Reading& reading, TokenSpan span) const {
        static const WordId kA = word_id("a");
        const auto& tokens = article_.tokens;
        static const WordId kThe = word_id("the");
        return !reading.pointed && !reading.plural && span.begin >= 2 && last_token_ + 2 == span.begin && (tokens[span.begin - 1].word == kA || tokens[span.begin - 1].word == kThe) && (tokens[last_token_].shape == Shape::Comma || tokens[last_token_].shape == Shape::Open) &&
               weekday_number(*last_day_) == reading.weekday;
    }

    /// "The hurricane hit on Sunday, September 1; by the Tuesday it was over."
    bool goes_on_by(const Reading& reading, TokenSpan span) const {
        static const WordId kThe = word_id("the");
        const auto& tokens = article_.tokens;
        if (reading.pointed || reading.week_steps != kOpen || last_grain_ != Moment::Grain::Day || span.begin == 0 || tokens[span.begin].starts_sentence || tokens[span.begin - 1].word != kThe || paragraph_between(last_token_, span.begin)) return false;
        if (reference_ && *last_day_ > *reference_) return false;
        if (span.end >= tokens.size() || tokens[span.end].starts_sentence) return true;
        const Token& next = tokens[span.end];
        return (next.shape >= Shape::Comma && next.shape <= Shape::Colon) || (next.shape == Shape::Lower && article_.lexicon.carries(article_.hits, span.end, function_));
    }

    static bool is_be(WordId word) {
        static const std::array<WordId, 6> kBe = {word_id("was"), word_id("were"), word_id("is"), word_id("are"), word_id("be"), word_id("been")};
        return std::find(kBe.begin(), kBe.end(), word) != kBe.end();
    }

    /// "It came on a Monday." But "in a Monday statement" is of that Monday.
    bool any_such_day(const Reading& reading, TokenSpan span) const {
        static const std::array<WordId, 3> kAny = {word_id("a"), word_id("any"), word_id("some")};
        const auto& tokens = article_.tokens;
        if (reading.pointed || span.begin == 0 || tokens[span.begin].starts_sentence) return false;
        // "We used to go through a block by Thursday."
        static const WordId kUsed = word_id("used"), kTo = word_id("to");
        constexpr uint32_t kHabit = 14;  // tokens
        for (uint32_t i = span.begin, steps = 0; i > 1 && !tokens[i].starts_sentence && steps < kHabit; ++steps)
            if (--i; tokens[i].word == kUsed && tokens[i + 1].word == kTo && tokens[i - 1].shape <= Shape::Initial && !is_be(tokens[i - 1].word)) return true;
        uint32_t article = span.begin - 1;
        // "on a wet Monday at Scone", not "drove on a highway Sunday"
        static const WordSet kHow = {"wet", "cold", "hot", "warm", "sunny", "rainy", "snowy", "foggy", "windy", "stormy", "cloudy", "chilly", "freezing", "humid", "damp", "dull", "dark", "grey", "gray", "bleak", "dreary", "miserable", "bright",
            "quiet", "busy", "slow", "sleepy", "lazy", "typical", "normal", "ordinary", "random", "given", "particular", "good", "bad", "recent", "winter", "summer", "spring", "autumn", "fateful", "memorable"};
        bool adjective = article > 0 && !tokens[article].starts_sentence && kHow.contains(tokens[article].word);
        if (adjective) --article;
        if (std::find(kAny.begin(), kAny.end(), tokens[article].word) == kAny.end()) return false;
        if (span.end >= tokens.size() || tokens[span.end].starts_sentence) return true;
        static const std::array<WordId, 12> kNext = {word_id("and"), word_id("or"), word_id("in"), word_id("when"), word_id("but"), word_id("because"), word_id("to"), word_id("at"), word_id("after"), word_id("with"), word_id("that"), word_id("before")};
        return (tokens[span.end].shape >= Shape::Comma && tokens[span.end].shape <= Shape::Colon) || std::find(kNext.begin(), kNext.end(), tokens[span.end].word) != kNext.end();
    }

    /// "He troubled them in the new year": this one
    bool is_new_year(TokenSpan span) const {
        static const WordId kNew = word_id("new");
        return article_.tokens[span.begin].word == kNew;
    }
    /// "In 2004 she won. The next year she turned professional."
    bool goes_on_in(TokenSpan span) const {
        static const WordId kThe = word_id("the"), kNext = word_id("next");
        static const WordSet kOver = {"over", "in", "during", "for", "within", "throughout"};
        const auto& tokens = article_.tokens;
        if (narrative_ || !reference_ || last_year_ == kOpen || tokens[span.begin].word != kNext || span.begin == 0 || tokens[span.begin - 1].word != kThe || last_year_ >= static_cast<int>(calendar_date(*reference_).year())) return false;
        if (span.begin > 1 && !tokens[span.begin - 1].starts_sentence && kOver.contains(tokens[span.begin - 2].word)) return false;
        return !paragraph_between(last_token_, span.begin) && tense_at(article_, span) == Tense::Past;
    }

    /// "Over the past decade": the ten years up to now.
    bool spans_past(TokenSpan span) const {
        static const WordSet kOver = {"over", "during", "for", "throughout", "across"};
        static const WordId kThe = word_id("the"), kPast = word_id("past");
        const auto& tokens = article_.tokens;
        return tokens[span.begin].word == kPast && span.begin > 1 && tokens[span.begin - 1].word == kThe && !tokens[span.begin - 1].starts_sentence && kOver.contains(tokens[span.begin - 2].word);
    }

    /// "last week", "this weekend", "the next day", "that night"
    Moment write_pointed(Reading& reading, TokenSpan span, Figure& value) {
        int steps = reading.steps;
        if (reading.count == kNoCount && reading.plural && reading.unit != Unit::None && reading.unit != Unit::Weekend && steps != 0) {
            value.text = steps < 0 ? "PAST_REF" : "FUTURE_REF";  // "in recent years", "the coming weeks"
            return {};
        }
        switch (reading.unit) {
            case Unit::Year:
                if (steps > 0 && is_new_year(span) && reference_ && !narrative_ && tense_at(article_, span) == Tense::Past) return write_year(static_cast<int>(calendar_date(*reference_).year()), value);
                if (steps > 0 && goes_on_in(span)) return write_year(last_year_ + steps, value);
                if (auto base = base_year(reading.from_last)) return write_year(*base + steps, value);
                return {};
            case Unit::Month: {
                auto base = base_month(reading.from_last);
                if (!base) return {};
                int months = base->year * 12 + base->month - 1 + steps + (reading.year_steps == -1 ? -12 : 0);
                return write_month(months / 12, months % 12 + 1, value);
            }
            case Unit::Week: {
                auto base = base_day(reading.from_last);
                if (!base) return {};
                return write_week(*base + days{7 * steps}, false, value);
            }
            case Unit::Weekend: {
                auto base = base_day(reading.from_last);
                if (!base) return {};
                int today = weekday_number(*base);
                // "This weekend" in a paper of Monday or Tuesday is mostly the one that was.
                if (steps == 0 && today <= 3) {
                    Tense tense = tense_at(article_, span);
                    if (tense == Tense::Past || (tense == Tense::Unknown && today <= 2)) steps = -1;
                }
                return write_week(*base + days{7 * steps}, true, value);
            }
            case Unit::Quarter: {
                // "Profit rose in the second quarter from the previous quarter"
                if (reading.from_last && steps != 0 && last_quarter_ != 0 && last_year_ != kOpen && !paragraph_between(last_token_, span.begin)) {
                    int quarters = (last_year_ + (compared_ ? 1 : 0)) * 4 + last_quarter_ - 1 + steps;
                    return write_quarter(quarters / 4, quarters % 4 + 1, value);
                }
                auto base = base_month(reading.from_last);
                if (!base) return {};
                int quarters = base->year * 4 + (base->month - 1) / 3 + steps + (reading.year_steps == -1 ? -4 : 0);
                return write_quarter(quarters / 4, quarters % 4 + 1, value);
            }
            case Unit::Decade: {
                if (spans_past(span) && steps < 0 && !reading.from_last) {
                    append_duration(value.text, 1, reading.unit);
                    return {};
                }
                auto base = base_year(reading.from_last);
                if (!base || *base < 0) return {};
                return write_decade(*base / 10 + steps, value);
            }
            case Unit::Century: {
                auto base = base_year(reading.from_last);
                if (!base || *base < 0) return {};
                append_number(value.text, *base / 100 + steps, 2);
                return {};
            }
            case Unit::Day: case Unit::Night: case Unit::None: {
                // "The next day" counts from the day last named; "next day delivery" too.
                bool from_last = reading.from_last || (reading.unit == Unit::Day && steps != 0) || (reading.unit == Unit::None && steps > 0);
                auto base = base_day(from_last);
                if (!base) return open(reading, value);
                return write_day(*base + days{steps}, reading, value);
            }
            case Unit::Fortnight: {  // "the past fortnight"
                reading.count = 1;
                return write_duration(reading, span, value);
            }
            case Unit::Season:  // "last season": of sport, by the year
                if (auto base = base_year(reading.from_last)) return write_year(*base + steps, value);
                return {};
            case Unit::Half: case Unit::Millennium: return {};
            default: append_duration(value.text, 1, reading.unit); return {};
        }
    }

    /// "the end of the year", "the day", and units without a number: "for months"
    Moment write_unit(Reading& reading, TokenSpan span, Figure& value) {
        bool bounded = !reading.modifier.empty() || (!reading.plural && reading.unit >= Unit::Day);
        if (!bounded || reading.plural) {
            append_duration(value.text, kVague, reading.unit);
            return {};
        }
        if (ends_long(span)) {
            append_duration(value.text, 1, reading.unit);
            return {};
        }
        if (reading.unit == Unit::Year && next_.reading != nullptr && next_.reading->month != 0 && span.end + 1 == next_.span.begin && !article_.tokens[span.end].starts_sentence) {
            static const WordId kTo = word_id("to");
            if (article_.tokens[span.end].word == kTo) {  // "6.1 per cent in the year to March 31"
                append_duration(value.text, 1, Unit::Year);
                return {};
            }
            if (ends_before(span.end)) {  // "for the year ended Dec. 31"
                int year = next_.reading->year;
                if (year == kOpen && reference_) {
                    static const WordId kEnded = word_id("ended");
                    year = nearest_year(*reference_, next_.reading->month, next_.reading->day);
                    if (article_.tokens[span.end].word == kEnded && days_of(year, static_cast<unsigned>(next_.reading->month), static_cast<unsigned>(std::max(next_.reading->day, 1))) > *reference_) --year;
                }
                if (year != kOpen) return write_year(year, value);
            }
        }
        // "In the fourth quarter ended Dec. 31 ... For the year, it earned $12 million."
        static const WordId kFor = word_id("for");
        if (reading.unit == Unit::Year && reading.modifier.empty() && report_quarter_ == 4 && span.begin > 1 && article_.tokens[span.begin - 2].word == kFor) return write_year(report_year_, value);
        if (reading.unit == Unit::Quarter) {  // "for the quarter": the one named, else the one that ended last, of which news reports
            // "Profit in the third quarter fell from $3 million a year earlier. Revenue in the quarter rose."
            if (last_quarter_ != 0 && last_year_ != kOpen) return write_quarter(last_year_ + (compared_ ? 1 : 0), last_quarter_, value);
            if (!reference_) return {};
            CalendarDate before = add_months(calendar_date(*reference_), tense_at(article_, span) == Tense::Future ? 0 : -3);
            return write_quarter(static_cast<int>(before.year()), (static_cast<int>(static_cast<unsigned>(before.month())) - 1) / 3 + 1, value);
        }
        reading.pointed = true;
        reading.steps = 0;
        if (reading.unit == Unit::Day) reading.from_last = true;
        if (reading.unit == Unit::Weekend) {
            auto base = base_day(false);
            if (!base) return {};
            // "They lost at the weekend", "she turns 15 at the weekend"; with neither the nearer.
            int today = weekday_number(*base);
            Tense tense = tense_at(article_, span);
            bool last = tense == Tense::Past ? today <= 5 : tense == Tense::Unknown && today <= 3;
            return write_week(last ? *base - days{7} : *base, true, value);
        }
        return write_pointed(reading, span, value);
    }
    bool ends_long(TokenSpan span) const {
        static const WordId kLong = word_id("long");
        return article_.tokens[span.end - 1].word == kLong;
    }

    /// A clock time without a day: of the day named before it in its paragraph, else of the day that the article began with,
    /// which is mostly that of its event.
    Moment write_time(Reading& reading, TokenSpan span, Figure& value) {
        std::optional<Days> day = narrative_ || !event_day_ ? base_day(true) : event_day_;
        int night = last_night_;
        if (!narrative_ && lead_day_ && paragraph_between(last_day_token_, span.begin)) {
            day = lead_day_;
            night = lead_night_;
        }
        // "The ban ended at 7 a.m. on Sunday." And in the next paragraph: "The bridges opened at 8 a.m."
        bool follows = last_clock_ != kOpen && last_day_ && event_day_ == last_day_ && last_token_ == last_day_token_ && last_of_today_ && paragraphs_between(last_token_, span.begin) == 1;
        if (!narrative_ && follows && reading.hour != kOpen && day != last_day_ && *last_day_ <= reference_.value_or(*last_day_)) day = last_day_, night = 0;
        bool ahead = last_day_ && reference_ && *last_day_ > *reference_;
        // "UPDATE, 9:40 p.m.: They have put me on a bus."
        static const WordSet kUpdate = {"update", "updated", "published", "posted"};
        if (reference_ && !narrative_ && reading.hour != kOpen && place_in_sentence(span) <= kFirst && kUpdate.contains(article_.tokens[span.begin - place_in_sentence(span)].word)) return write_day(*reference_, reading, value);
        // "By Thursday afternoon and in the north in the evening"
        if (!narrative_ && ahead && reading.hour == kOpen && last_grain_ == Moment::Grain::Day && same_sentence(span)) return write_day(*last_day_, reading, value);
        bool of_range = open_clock_ != 0 && open_clock_ + 1 == span.begin && !article_.tokens[span.begin].starts_sentence && !article_.tokens[open_clock_].starts_sentence;  // "from 6 a.m. to 9 a.m."
        if (reading.hour != kOpen && !of_range && !(ahead && (!paragraph_between(last_token_, span.begin) || lead_day_ == last_day_) && !until_last_) && !is_race_time(reading, span) && is_habit(article_, span)) of_range = true;
        if (of_range) {
            open_clock_ = span.end;
            append_time(value.text, reading);
            return {};
        }
        // "Not since Aug. 2, 1989, the night they met"
        static const WordId kThe = word_id("the");
        if (last_day_ && reading.hour == kOpen && last_grain_ == Moment::Grain::Day && last_token_ + 2 == span.begin && article_.tokens[last_token_].shape == Shape::Comma && article_.tokens[last_token_ + 1].word == kThe && same_sentence(span)) {
            explicit_ = last_explicit_;
            return write_day(*last_day_, reading, value);
        }
        // "They meet again on Jan. 2. Kickoff is set for 3:15 p.m."
        bool often = !narrative_ && returns(span);
        if (!narrative_ && ahead && !often && (*last_day_ - *reference_).count() < 400 && !paragraph_between(last_day_token_, span.begin) && reading.hour != kOpen && tense_at(article_, span) == Tense::Future)
            return write_day(*last_day_, reading, value);
        if (!narrative_ && last_day_ && last_grain_ == Moment::Grain::Day && in_story(span) && (!lead_day_ || same_sentence(span)) && !is_race_time(reading, span)) {
            explicit_ = true;
            return write_day(*last_day_, reading, value);
        }
        static const WordId kMidnight = word_id("midnight");
        bool midnight = article_.tokens[span.end - 1].word == kMidnight;
        // "Play will resume on Wednesday. Umpires inspected the pitch at 2.30 p.m."
        if (!narrative_ && day && reference_ && *day > *reference_ && tense_at(article_, span) == Tense::Past) day = lead_day_ && *lead_day_ <= *reference_ ? lead_day_ : past_day_ ? past_day_ : reference_;
        // "They need 6 wickets today, after a win yesterday. ... Play resumed at 1.40pm"
        else if (!narrative_ && day && reference_ && *day == *reference_ && lead_ahead_ && lead_day_ == day && past_day_ && *past_day_ < *day && reading.hour != kOpen && paragraph_between(last_day_token_, span.begin) && tense_at(article_, span) == Tense::Past) day = past_day_;
        else if (day && reading.hour != kOpen && reading.hour < night && (night == kNightEnds || ((reading.said_half || midnight) && !paragraph_between(last_token_, span.begin) && tense_at(article_, span) != Tense::Future))) day = *day + days{1};  // "last night ... at 2.06am"
        if (is_race_time(reading, span)) {  // "won in 2:08:32", "a time of 3:59"
            bool hours = reading.second != kOpen;
            Reading length;
            length.larger[0] = {static_cast<double>(reading.hour), hours ? Unit::Hour : Unit::Minute};
            if (hours) length.larger[1] = {static_cast<double>(reading.minute), Unit::Minute};
            length.count = hours ? reading.second : reading.minute;
            length.unit = Unit::Second;
            if (article_.tokens[span.begin - 1].shape == Shape::Dash) {  // "T - 2:47": hours and minutes
                length.larger[0].unit = Unit::Hour;
                length.unit = Unit::Minute;
            }
            append_duration(value.text, length);
            return {};
        }
        static const WordId kAt = word_id("at");
        if (reading.hour == kOpen && reading.daypart == "NI" && span.begin > 0 && article_.tokens[span.begin - 1].word == kAt) return open(reading, value);  // "at night": of any day
        if (often) {
            day.reset();
            open_clock_ = span.end;
        }
        // In news a clock time is of the day last named only while that is a day of the news.
        // "On the night of 12 May, when he left a bar at 1.15am": it is in the same sentence.
        // "On June 11 they left at 12:45pm. They were back at 14:45."
        bool clocked = last_clock_ != kOpen && !paragraph_between(last_token_, span.begin) && tense_at(article_, span) == Tense::Past;
        bool named_here = last_day_ && last_grain_ == Moment::Grain::Day && (same_sentence(span) || clocked);
        if (!narrative_ && day && reference_ && !named_here && std::abs((*day - *reference_).count()) > kNewsDays) day = lead_day_ ? lead_day_ : reference_;
        if (!day) {
            append_time(value.text, reading);
            return {};
        }
        // "From 8:58 p.m. to 12:21 a.m.": of the next day
        if (last_day_ && last_clock_ != kOpen && reading.hour != kOpen && reading.said_half && reading.hour * 60 + std::max(reading.minute, 0) < last_clock_ && span.begin > 0 && last_token_ + 1 == span.begin && joins_range(last_token_))
            day = *last_day_ + days{1};
        // "At 7 p.m. (0000 GMT)": the same moment, here of the day after.
        if (last_day_ && last_clock_ != kOpen && reading.hour != kOpen && span.begin > 0 && last_token_ + 1 == span.begin && article_.tokens[last_token_].shape == Shape::Open && reading.zone != last_zone_) {
            constexpr int kHalfDay = 12 * 60;
            int apart = reading.hour * 60 + std::max(reading.minute, 0) - last_clock_;
            day = *last_day_ + days{apart > kHalfDay ? -1 : apart < -kHalfDay ? 1 : 0};
        }
        return write_day(*day, reading, value);
    }

    /// Digits as of a clock behind "in" or "of" measure: no one says "in 9:30" of a time of the day. So do those of a clock that
    /// runs down ("with 8:40 to play", "12:35 left", "at 4:10 of the second period"), and "T - 2:47", how long a game of baseball took.
    bool is_race_time(const Reading& reading, TokenSpan span) const {
        static const std::array<WordId, 2> kIn = {word_id("in"), word_id("of")};
        static const WordSet kLeft = {"left", "remaining"}, kToGo = {"play", "go"}, kPeriods = {"period", "quarter", "half", "frame", "overtime"};
        static const WordId kTo = word_id("to"), kOf = word_id("of"), kT = word_id("t"), kInto = word_id("into");
        const auto& tokens = article_.tokens;
        if (span.end != span.begin + 1 || span.begin == 0 || tokens[span.begin].shape != Shape::Clock || tokens[span.begin].starts_sentence || reading.said_half) return false;
        if (std::find(kIn.begin(), kIn.end(), tokens[span.begin - 1].word) != kIn.end()) return true;
        if (span.begin > 1 && tokens[span.begin - 1].shape == Shape::Dash && tokens[span.begin - 2].word == kT) return true;
        // "Kiprotich ran 2:08:01", "clocked 15:02"; but "at 10:30:15 the ground shook"
        static const WordSet kClocked = {"ran", "clocked", "timed"}, kAtTime = {"at", "by", "until", "till", "since", "from", "to", "around", "about", "before", "after"};
        if (kClocked.contains(tokens[span.begin - 1].word) || (reading.second != kOpen && reading.zone == kOpen && !kAtTime.contains(tokens[span.begin - 1].word))) return true;
        auto inside = [&](uint32_t i) { return i < tokens.size() && !tokens[i].starts_sentence; };
        if (!inside(span.end)) return false;
        if (kLeft.contains(tokens[span.end].word) || tokens[span.end].word == kInto) return true;
        if (tokens[span.end].word == kTo) return inside(span.end + 1) && kToGo.contains(tokens[span.end + 1].word);
        bool of = tokens[span.end].word == kOf || tokens[span.end].word == kIn[0];  // "8:02 in the first quarter"
        for (uint32_t i = span.end + 1; of && inside(i) && i < span.end + 4; ++i)
            if (kPeriods.contains(tokens[i].word)) return !(inside(i + 1) && tokens[i + 1].word == kOf);  // "at 9:30 in the second half of May"
        return false;
    }
    /// "The sirens are tested daily, at 9 a.m.", "(all 7.30pm unless stated)", "from 7 a.m. to 9 p.m., Saturdays included": no day
    /// is meant. Of "weekly figures, due at 2100 GMT" one is.
    bool returns(TokenSpan span) const {
        static const WordSet kOften = {"daily", "nightly", "weekly", "monthly", "usually", "always", "normally", "typically", "weekdays", "weekends", "unless"};
        static const WordSet kEvery = {"every", "each", "most"};
        static const WordSet kDays = {"day", "morning", "evening", "night", "weekday", "afternoon", "days", "mornings", "nights", "evenings"};
        static const WordId kOn = word_id("on"), kAverage = word_id("average");
        const auto& tokens = article_.tokens;
        uint32_t begin = span.begin;
        while (begin > 0 && !tokens[begin].starts_sentence && tokens[begin - 1].shape != Shape::Colon) --begin;
        for (uint32_t i = begin; i < tokens.size() && (i <= span.end || !tokens[i].starts_sentence); ++i) {
            bool more = i + 1 < tokens.size() && !tokens[i + 1].starts_sentence;
            if (kOften.contains(tokens[i].word) && (tokens[i].shape == Shape::Lower || tokens[i].starts_sentence)) {  // not "The Daily Star"
                bool adjective = more && article_.text(i).ends_with("ly") && tokens[i + 1].shape == Shape::Lower && !article_.lexicon.carries(article_.hits, i + 1, function_);
                if (!adjective) return true;
            }
            if (more && kEvery.contains(tokens[i].word) && kDays.contains(tokens[i + 1].word)) return true;
            if (more && tokens[i].word == kOn && tokens[i + 1].word == kAverage) return true;
            if (tokens[i].shape == Shape::Capital && i > begin && article_.text(i).ends_with("days") && article_.lexicon.carries(article_.hits, i, weekday_)) return true;
        }
        return false;
    }
    uint32_t paragraphs_between(uint32_t from, uint32_t to) const {
        uint32_t found = 0;
        for (uint32_t i = from; i <= to; ++i) found += article_.tokens[i].starts_paragraph;
        return found;
    }
    bool paragraph_between(uint32_t from, uint32_t to) const {
        for (uint32_t i = from; i <= to; ++i)
            if (article_.tokens[i].starts_paragraph) return true;
        return false;
    }

    // ---- what is known after

    /// "ended", "ending"
    bool ends_before(uint32_t at) const {
        static const std::array<WordId, 2> kEnds = {word_id("ended"), word_id("ending")};
        return std::find(kEnds.begin(), kEnds.end(), article_.tokens[at].word) != kEnds.end();
    }
    void remember(const Moment& moment, TokenSpan span) {
        if (moment.grain == Moment::Grain::Day && last_quarter_ != 0 && last_token_ + 1 == span.begin && ends_before(last_token_)) {
            report_year_ = last_year_;
            report_quarter_ = last_quarter_;
            report_token_ = span.end;
        }
        if (moment.grain == Moment::Grain::Day && three_months_ != 0 && three_months_ + 1 == span.begin && ends_before(three_months_) && moment.month % 3 == 0 && static_cast<unsigned>(calendar_date(moment.day).day()) >= 28) {
            report_year_ = moment.year;
            report_quarter_ = moment.month / 3;
            report_token_ = span.end;
        }
        // "In the third quarter ended Sept. 30 ... from a year earlier" goes on about the quarter.
        bool ends_quarter = moment.grain == Moment::Grain::Day && last_quarter_ != 0 && last_year_ == moment.year && last_token_ + 1 == span.begin && ends_before(last_token_);
        if (moment.grain == Moment::Grain::Week) last_week_ = moment.day;
        last_month_ = moment.grain == Moment::Grain::Year ? 0 : moment.month;
        if (moment.grain != Moment::Grain::Year && !ends_quarter) last_quarter_ = last_half_ = 0;
        last_year_ = moment.year;
        if (moment.grain == Moment::Grain::Day) {
            last_day_ = moment.day;
            if (explicit_ && reference_ && std::abs(moment.year - static_cast<int>(calendar_date(*reference_).year())) > 1) story_day_ = moment.day;
            // "closed since Monday", "until Friday": no day on which something happened by the clock.
            if (!bounds_only(span)) {
                event_day_ = moment.day;
                last_day_token_ = span.end;
                last_night_ = of_night_;
            }
            if (reference_ && of_today_ && !deadline(span) && moment.day <= *reference_ && (*reference_ - moment.day).count() <= kNewsDays) past_day_ = moment.day;
            if (!lead_day_ && of_today_ && !deadline(span) && reference_ && std::abs((moment.day - *reference_).count()) <= kNewsDays) {
                lead_day_ = moment.day;
                lead_night_ = of_night_;
                lead_ahead_ = moment.day >= *reference_ && tense_at(article_, span) == Tense::Future;
            }
        }
        else if (moment.grain == Moment::Grain::Month && moment.year > 0 && narrative_) last_day_ = days_of(moment.year, static_cast<unsigned>(moment.month), 1);
        last_token_ = span.end;
        until_last_ = deadline(span);
        explicit_ |= chained_ && last_explicit_;  // "Two days later" goes on with a story
        last_span_ = span;
        last_explicit_ = (explicit_ || moment.grain == Moment::Grain::Year) && !since(span);  // "the worst since 1918" tells of no story
        last_grain_ = moment.grain;
        explicit_ = false;
    }

    /// "about", "more than", "at least" before a date: TIMEX3 mod.
    std::string_view bound_before(uint32_t begin) const {
        static const auto table = [] {
            std::vector<std::pair<WordId, std::string_view>> rows;
            for (const char* word : {"about", "around", "nearly", "almost", "approximately", "roughly", "circa", "some"}) rows.emplace_back(word_id(word), "APPROX");
            for (const char* word : {"over"}) rows.emplace_back(word_id(word), "MORE_THAN");
            for (const char* word : {"under"}) rows.emplace_back(word_id(word), "LESS_THAN");
            return rows;
        }();
        const auto& tokens = article_.tokens;
        if (begin == 0 || tokens[begin].starts_sentence) return {};
        static const WordId kThe = word_id("the"), kThan = word_id("than"), kMore = word_id("more"), kLess = word_id("less"), kFewer = word_id("fewer"), kAt = word_id("at"), kLeast = word_id("least"), kMost = word_id("most");
        uint32_t i = begin - 1;
        bool the = tokens[i].word == kThe && i > 0 && !tokens[i].starts_sentence;
        if (the) --i;
        for (auto [word, modifier] : table)  // "over three months"; "over the last three months" is no more than these
            if (tokens[i].word == word) return the && modifier.ends_with("_THAN") ? std::string_view{} : modifier;
        if (i == 0 || tokens[i].starts_sentence) return {};
        WordId before = tokens[i - 1].word;
        if (tokens[i].word == kThan) return before == kMore ? "MORE_THAN" : before == kLess || before == kFewer ? "LESS_THAN" : std::string_view{};
        if (before == kAt) return tokens[i].word == kLeast ? "EQUAL_OR_MORE" : tokens[i].word == kMost ? "EQUAL_OR_LESS" : std::string_view{};
        return {};
    }

    /// "28 million barrels a day", "$5 a year"
    bool after_amount(TokenSpan span) const {
        static const std::array<WordId, 3> kArticles = {word_id("a"), word_id("an"), word_id("another")};
        if (std::find(kArticles.begin(), kArticles.end(), article_.tokens[span.begin].word) == kArticles.end()) return false;
        static const WordId kOr = word_id("or");
        if (span.end > span.begin + 2 && article_.tokens[span.end - 2].word == kOr) return false;  // "takes a day or two"
        if (span.begin == 0 || article_.tokens[span.begin].starts_sentence) return false;
        static const WordId kInto = word_id("into");
        if (span.end < article_.tokens.size() && article_.tokens[span.end].word == kInto) return false;  // "a scene an hour into the film"
        const Token& before = article_.tokens[span.begin - 1];
        if (before.shape == Shape::Close) {  // "2,010 lei ($166) a month"
            constexpr uint32_t kBrackets = 12;  // tokens
            for (uint32_t i = span.begin - 1, steps = 0; i > 0 && steps < kBrackets && article_.tokens[i].shape != Shape::Open; ++steps)
                if (article_.tokens[--i].shape >= Shape::Day && article_.tokens[i].shape <= Shape::Fraction) return true;
        }
        if (before.shape >= Shape::Day && before.shape <= Shape::Fraction) return true;
        std::string_view text = article_.text(span.begin - 1);
        if (text == "thousand" || text == "hundred" || text == "dozen") return true;
        if (before.shape == Shape::Percent || text == "percent" || text == "cent") return true;
        // "350,000 tonnes of concentrate a year", "one train an hour", "a meter a year"; not "took five men a year after"
        // "One train an hour from Euston" runs; "two towns an hour from Rome" lie.
        static const std::array<WordId, 7> kCounted = {word_id("after"), word_id("later"), word_id("ago"), word_id("earlier"), word_id("before"), word_id("in"), word_id("from")};
        static const WordSet kRun = {"train", "trains", "bus", "buses", "flight", "flights", "ferry", "ferries", "tram", "trams", "service", "services"};
        bool counted_on = !kRun.contains(before.word) && span.end < article_.tokens.size() && !article_.tokens[span.end].starts_sentence && std::find(kCounted.begin(), kCounted.end(), article_.tokens[span.end].word) != kCounted.end();
        if (before.shape == Shape::Lower && !counted_on && !text.ends_with("ed") && !text.ends_with("ly") && !text.ends_with("ing") && !article_.lexicon.carries(article_.hits, span.begin - 1, function_)) {
            uint32_t i = span.begin - 1;
            for (uint32_t steps = 0; steps < 5 && i > 0 && !article_.tokens[i].starts_sentence; ++steps) {
                --i;
                if (article_.tokens[i].shape >= Shape::Day && article_.tokens[i].shape <= Shape::Fraction) return true;
                if (steps == 0 && (std::find(kArticles.begin(), kArticles.end(), article_.tokens[i].word) != kArticles.end() || article_.text(i) == "one")) return true;
            }
        }
        return before.shape == Shape::Lower && text.size() > 3 && (text.ends_with("illion") || (text.back() == 's' && !text.ends_with("ss") && !text.ends_with("as")));
    }

    void subkind(const Reading& reading, Mention& mention) const {
        const std::string& text = mention.value.figure().text;
        if (reading.every || reading.frequency != kNoEntry || (reading.weekday != 0 && reading.plural) || text == "XXXX-WXX-WE" || (reading.plural && text.starts_with("XXXX-XX-XXT"))) mention.subkind = Subkind::Set;
        else if ((text.starts_with("P1") || text.starts_with("PT1")) && after_amount(mention.tokens)) mention.subkind = Subkind::Set;
        else if (text.starts_with('P') && !text.ends_with("REF")) mention.subkind = Subkind::Duration;
        else if (reading.second_year != kOpen) mention.subkind = Subkind::DateRange;
        else if ((reading.has_time() && text.find('T') != std::string::npos) || (text.size() > 10 && text[10] == 'T')) mention.subkind = Subkind::Time;
        else if (!text.empty()) mention.subkind = Subkind::Day;
    }

    const Article& article_;
    const LabelId function_ = article_.lexicon.find_label("function"), weekday_ = article_.lexicon.find_label("weekday");
    Next next_;
    const std::optional<Days> reference_;
    const std::optional<std::chrono::seconds> time_;
    const bool narrative_;
    int last_year_ = kOpen, last_month_ = 0, last_quarter_ = 0, last_half_ = 0;
    std::optional<Days> last_day_, lead_day_, last_week_;
    std::optional<Days> story_day_;  // the last day of a year far from the article's that was named with its year
    std::optional<Days> past_day_;  // the last such day of the news that is not ahead
    std::optional<Days> event_day_;  // the day last named on which something happened
    uint32_t last_day_token_ = 0;
    int last_clock_ = kOpen, last_zone_ = kOpen, last_pm_ = kOpen;  // minutes of the day that the last mention named by the clock, and its zone
    static constexpr int kNightEnds = 10, kEveningEnds = 4, kEvenings = 18;
    int last_night_ = 0, lead_night_ = 0, of_night_ = 0;  // hours before this one are of the day after: "last night ... at 2.06am", "Monday evening ... about midnight"
    bool lead_ahead_ = false;
    bool last_of_today_ = false;
    bool of_evening_ = false;  // was the date last named an evening, without its hour?
    bool compares_ = false, compared_ = false;  // does the quarter that is resolved, that was named last, stand for "a year earlier"?
    bool of_today_ = false;  // the date that is resolved is named as news does: "Monday", "yesterday", "tonight"
    static constexpr int kNewsDays = 10;  // from the day of the article
    Moment::Grain last_grain_ = Moment::Grain::None;
    static constexpr uint32_t kReport = 60;  // tokens
    uint32_t three_months_ = 0;  // the end of "three months"
    int report_year_ = kOpen, report_quarter_ = 0;  // the quarter of which the article reports by its months
    uint32_t report_token_ = 0;
    uint32_t last_token_ = 0;
    TokenSpan last_span_{};  // of the date last named
    bool last_explicit_ = false, explicit_ = false, chained_ = false;
    uint32_t open_week_ = 0;   // the end of the weekday last found to begin a range of any week
    uint32_t open_clock_ = 0;  // the end of the clock time last found to be of no day
    bool until_last_ = false;  // the day last named stands behind "until"
};

}  // namespace

void resolve_dates(const Article& article, const Anchor& anchor, std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings, Figures& figures) {
    Resolver resolver(article, anchor);
    for (size_t i = 0; i < dates.size(); ++i) {
        Resolver::Next next;
        if (i + 1 < dates.size()) next = {&readings[i + 1], mentions[dates[i + 1]].tokens};
        resolver.resolve(readings[i], mentions[dates[i]], figures.add(), next);
    }
}

}  // namespace nutgraf
