#include "ranges.h"

#include <algorithm>
#include <array>

namespace nutgraf {
namespace {

class Neighbours {
public:
    Neighbours(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings)
        : article_(article), mentions_(mentions), dates_(dates), readings_(readings) {}

    /// "10 to 12 March 2015", "23 March - 16 July 1953", "1915-16", "499-493 BC", "March 5-9, 1918"
    void share(size_t i) {
        Reading& reading = readings_[i];
        TokenSpan span = mentions_[dates_[i]].tokens;
        if (bare_number(i)) {
            int number = number_of(i);
            bool has_next = i + 1 < dates_.size() && joined(span.end, mentions_[dates_[i + 1]].tokens.begin);
            bool has_before = i > 0 && joined(mentions_[dates_[i - 1]].tokens.end, span.begin);
            const Reading* before = has_before ? &readings_[i - 1] : nullptr;
            // "80 minutes instead of the usual 35"
            static const WordId kUsual = word_id("usual");
            if (i > 0 && span.begin > 0 && reading.count > 0 && article_.tokens[span.begin - 1].word == kUsual)
                for (size_t j = i; j > 0 && !starts_between(mentions_[dates_[j - 1]].tokens.end, span.begin); --j)
                    if (readings_[j - 1].unit != Unit::None && readings_[j - 1].count != kNoCount) {
                        reading.unit = readings_[j - 1].unit;
                        return;
                    }
            if (has_next && reading.hour == kOpen && readings_[i + 1].hour != kOpen && number <= 12) {  // "8-10 p.m.", "between 7 and 9:30"
                reading.count = kNoCount;
                reading.hour = number;
                if (readings_[i + 1].said_half) share_half(reading, readings_[i + 1]);
                else if (share_part(i)) share_part_of(reading, readings_[i + 1]);
                share_day(reading, readings_[i + 1]);
            } else if (before != nullptr && before->hour != kOpen && reading.ordinal == 0 && number >= 1 && number <= 12) {  // "9.30am to 4": the next such hour
                reading.count = kNoCount;
                reading.hour = number <= before->hour && number < 12 ? number + 12 : number;
                reading.said_half = before->said_half;
            } else if (before != nullptr && before->month != 0 && before->day != 0 && number >= 1 && number <= 31) {
                reading.count = kNoCount, reading.ordinal = 0;
                reading.day = number;
                reading.month = before->month;
                if (reading.year == kOpen) reading.year = before->year;
            } else if (before != nullptr && before->year != kOpen && before->month == 0 && number < 100 && mentions_[dates_[i]].subkind != Subkind::Duration && (!has_next || article_.tokens[span.begin - 1].shape == Shape::Hyphen)) {
                reading.count = kNoCount, reading.ordinal = 0;
                reading.year = before->year - before->year % 100 + number;
            } else if (has_next) {
                const Reading& next = readings_[i + 1];
                if (next.month != 0 && next.day != 0 && number >= 1 && number <= 31) {
                    reading.count = kNoCount, reading.ordinal = 0;
                    reading.day = number;
                    reading.month = next.month;
                    reading.year = next.year;
                    reading.year_steps = next.year_steps;
                } else if (next.year < 0 && next.year != kOpen) {
                    reading.count = kNoCount;
                    reading.year = -number;
                } else if (next.unit != Unit::None && next.count != kNoCount && number > 0) {
                    reading.unit = next.unit;  // "8-10 years"
                }
            }
            return;
        }
        if (reading.hour != kOpen && !reading.said_half && reading.hour <= 12 && i + 1 < dates_.size() && readings_[i + 1].hour != kOpen && readings_[i + 1].said_half &&
            joined(span.end, mentions_[dates_[i + 1]].tokens.begin))
            share_half(reading, readings_[i + 1]);  // "7:00 to 8:30 p.m."
        if (reading.hour != kOpen && i + 1 < dates_.size() && readings_[i + 1].hour != kOpen && joined(span.end, mentions_[dates_[i + 1]].tokens.begin)) {
            if (!reading.said_half && share_part(i)) share_part_of(reading, readings_[i + 1]);
            share_day(reading, readings_[i + 1]);  // "3:00 to 4:00 tomorrow"
        }
        // "For the quarter ended March 31": that day says which.
        if (reading.unit == Unit::Quarter && reading.count == kNoCount && !reading.pointed && reading.quarter == 0 && i + 1 < dates_.size() && readings_[i + 1].month != 0 && readings_[i + 1].day >= 28 && ended(span.end, mentions_[dates_[i + 1]].tokens.begin)) {
            reading.unit = Unit::None;
            reading.quarter = (readings_[i + 1].month + 2) / 3;
            reading.year = readings_[i + 1].year;
        }
        // "every Tuesday and Thursday"
        if (reading.weekday != 0 && reading.day == 0 && !reading.every && !reading.pointed && span.end == span.begin + 1 && i > 0 && readings_[i - 1].every && readings_[i - 1].weekday != 0 && joined(mentions_[dates_[i - 1]].tokens.end, span.begin))
            reading.every = true;
        // "Monday and Tuesday of last week"
        if (reading.weekday != 0 && reading.day == 0 && !reading.pointed && !reading.plural && reading.week_steps == kOpen && i + 1 < dates_.size() && readings_[i + 1].weekday != 0 && readings_[i + 1].day == 0 &&
            readings_[i + 1].week_steps != kOpen && joined(span.end, mentions_[dates_[i + 1]].tokens.begin))
            reading.week_steps = readings_[i + 1].week_steps;
        // "At 7 p.m. (0000 GMT) on Sunday": the day stands behind both times.
        if (reading.hour != kOpen && i + 2 < dates_.size() && readings_[i + 1].hour != kOpen && is_open(span.end) && mentions_[dates_[i + 1]].tokens.begin == span.end + 1 && names_day(readings_[i + 2])) {
            uint32_t close = mentions_[dates_[i + 1]].tokens.end, day = mentions_[dates_[i + 2]].tokens.begin;
            if (close < day && day - close <= 3 && article_.tokens[close].shape == Shape::Close && !starts_between(close, day)) {
                share_day(reading, readings_[i + 2]);
                readings_[i + 2].with_last = false;  // the time in brackets may be of the day after
            }
        }
        if (reading.weekday != 0 && reading.day == 0 && !reading.pointed && !reading.plural && i > 0 && readings_[i - 1].weekday != 0 && readings_[i - 1].day == 0 && joined(mentions_[dates_[i - 1]].tokens.end, span.begin) && joins_range(span.begin))
            reading.after_last = true;
        if (reading.year != kOpen && reading.year > 0 && reading.month == 0 && i + 1 < dates_.size() && readings_[i + 1].year < 0 && readings_[i + 1].year != kOpen &&
            joined(span.end, mentions_[dates_[i + 1]].tokens.begin))
            reading.year = -reading.year;
        if ((reading.month != 0 || !reading.season.empty()) && reading.year == kOpen && reading.year_steps == kOpen && !reading.pointed && i + 1 < dates_.size() &&
            joined(span.end, mentions_[dates_[i + 1]].tokens.begin)) {
            const Reading& next = readings_[i + 1];
            if (reading.day != 0 && next.month == 0 && next.year != kOpen && bare_number(i + 1) && number_of(i + 1) <= 31) {
                reading.year = next.year;  // "July 22-23, 1995"
            } else if ((next.month != 0 || !next.season.empty()) && next.year != kOpen) {
                // "November to March 1951" began the year before.
                bool turns = next.month != 0 && reading.month > next.month;
                reading.year = next.year - (turns ? 1 : 0);
            } else if (next.month != 0 && next.year_steps != kOpen) {
                reading.year_steps = next.year_steps;
            }
        }
    }

private:
    /// Does only "ended" or "ending" stand between two mentions?
    bool ended(uint32_t end, uint32_t begin) const {
        static const std::array<WordId, 3> kEnds = {word_id("ended"), word_id("ending"), word_id("to")};
        return begin == end + 1 && !article_.tokens[end].starts_sentence && std::find(kEnds.begin(), kEnds.end(), article_.tokens[end].word) != kEnds.end();
    }
    bool is_open(uint32_t at) const { return at < article_.tokens.size() && article_.tokens[at].shape == Shape::Open; }
    static bool names_day(const Reading& reading) { return reading.hour == kOpen && (reading.shift != kOpen || reading.weekday != 0 || (reading.month != 0 && reading.day != 0)); }
    bool starts_between(uint32_t from, uint32_t to) const {
        for (uint32_t i = from; i <= to; ++i)
            if (article_.tokens[i].starts_sentence) return true;
        return false;
    }
    /// "to", "through", "-" before a token: not "and", "or"
    bool joins_range(uint32_t begin) const {
        static const std::array<WordId, 5> kWords = {word_id("to"), word_id("through"), word_id("until"), word_id("till"), word_id("thru")};
        const Token& token = article_.tokens[begin - 1];
        return token.shape == Shape::Hyphen || token.shape == Shape::Dash || std::find(kWords.begin(), kWords.end(), token.word) != kWords.end();
    }
    /// Has the date before it, at most two words away, a part of the day after noon? "tonight from 7 to 7:30"
    bool share_part(size_t i) const {
        if (i == 0 || mentions_[dates_[i]].tokens.begin - mentions_[dates_[i - 1]].tokens.end > 2) return false;
        std::string_view part = readings_[i - 1].daypart;
        return part == "AF" || part == "EV" || part == "NI";
    }
    static void share_part_of(Reading& from, Reading& to) {
        for (Reading* reading : {&from, &to}) {
            if (reading->said_half || reading->hour < 1 || reading->hour >= 12) continue;
            reading->hour += 12;
            reading->said_half = true;
        }
    }
    static void share_day(Reading& reading, Reading& end) {
        if (!reading.daypart.empty() || reading.day != 0 || reading.weekday != 0 || reading.shift != kOpen || reading.pointed || reading.year != kOpen) return;
        reading.day = end.day, reading.month = end.month, reading.year = end.year;
        reading.weekday = end.weekday;
        end.with_last = end.weekday != 0 && !end.pointed && end.week_steps == kOpen;
        reading.shift = end.shift;
        reading.pointed = end.pointed, reading.steps = end.steps, reading.from_last = end.from_last, reading.week_steps = end.week_steps;
    }
    /// The hour before "to 10 p.m." is of the same half of the day when that makes it the earlier, else of the half before.
    static void share_half(Reading& reading, Reading& end) {
        bool afternoon = end.hour >= 12;
        int hour = reading.hour % 12;
        if (afternoon && hour < end.hour - 12) hour += 12;
        reading.hour = hour;
        reading.said_half = true;
        share_day(reading, end);
    }

    bool bare_number(size_t i) const {
        TokenSpan span = mentions_[dates_[i]].tokens;
        Shape shape = article_.tokens[span.begin].shape;
        const Reading& reading = readings_[i];
        if (reading.month != 0 || reading.unit != Unit::None || reading.hour != kOpen) return false;
        if (reading.ordinal > 0 && reading.ordinal_unit == Unit::None && reading.weekday == 0 && reading.year == kOpen && !reading.pointed) return true;  // "the eighth to the eleventh of May"
        return shape == Shape::Day || shape == Shape::Integer || shape == Shape::Ordinal;
    }
    int number_of(size_t i) const { return readings_[i].ordinal > 0 ? readings_[i].ordinal : parse_int(article_.text(mentions_[dates_[i]].tokens.begin)); }

    /// Do only range words stand between two mentions?
    bool joined(uint32_t end, uint32_t begin) const {
        if (begin < end || begin - end > 3) return false;
        static const std::array<WordId, 9> kWords = {word_id("to"), word_id("through"), word_id("and"), word_id("until"), word_id("or"), word_id("till"), word_id("the"), word_id("thru"), word_id("-")};
        bool any = false;
        for (uint32_t i = end; i < begin; ++i) {
            const Token& token = article_.tokens[i];
            bool fits = token.shape == Shape::Hyphen || token.shape == Shape::Dash || token.shape == Shape::Comma || std::find(kWords.begin(), kWords.end(), token.word) != kWords.end();
            if (!fits || token.starts_sentence) return false;
            any = true;
        }
        return any;
    }

    const Article& article_;
    const std::vector<Mention>& mentions_;
    const std::vector<uint32_t>& dates_;
    std::vector<Reading>& readings_;
};

}  // namespace

void share_in_ranges(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings) {
    Neighbours neighbours(article, mentions, dates, readings);
    for (size_t i = 0; i < dates.size(); ++i) neighbours.share(i);
}

}  // namespace nutgraf
