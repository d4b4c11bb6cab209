#include "dates.h"

#include <algorithm>
#include <array>

#include "dates/anchor.h"
#include "dates/lookalikes.h"
#include "dates/ranges.h"
#include "dates/reading.h"
#include "dates/resolving.h"

namespace nutgraf {
namespace {

/// "two years and three months" is one length of time; "two days and three years", "two days, three days" are two: those whose
/// units do not fall are parted where they rise.
void part_lengths(const Article& article, size_t before, std::vector<Candidate>& found) {
    struct Row {
        WordId word;
        int rank;
    };
    static const std::array<Row, 20> kRanks = {{{word_id("years"), 7}, {word_id("year"), 7}, {word_id("months"), 6}, {word_id("month"), 6}, {word_id("weeks"), 5}, {word_id("week"), 5},
                                                {word_id("days"), 4}, {word_id("day"), 4}, {word_id("nights"), 4}, {word_id("night"), 4}, {word_id("hours"), 3}, {word_id("hour"), 3}, {word_id("hrs"), 3}, {word_id("hr"), 3},
                                                {word_id("minutes"), 2}, {word_id("minute"), 2}, {word_id("mins"), 2}, {word_id("min"), 2}, {word_id("seconds"), 1}, {word_id("second"), 1}}};
    for (size_t i = before; i < found.size(); ++i) {
        TokenSpan span = found[i].tokens;
        if (span.end - span.begin < 4) continue;
        int last = 0;
        uint32_t last_unit = 0;
        for (uint32_t at = span.begin; at < span.end; ++at) {
            auto row = std::find_if(kRanks.begin(), kRanks.end(), [&](const Row& r) { return r.word == article.tokens[at].word; });
            if (row == kRanks.end()) continue;
            if (last != 0 && row->rank >= last && last_unit + 2 < at) {
                uint32_t begin = last_unit + 1;
                while (begin < at && (article.tokens[begin].shape == Shape::Comma || article.text(begin) == "and")) ++begin;
                bool counts = begin < at && !article.tokens[begin].starts_sentence && begin > last_unit + 1;
                if (!counts) break;
                Candidate rest = found[i];
                found[i].tokens.end = last_unit + 1;
                rest.tokens.begin = begin;
                found.push_back(rest);
                break;
            }
            last = row->rank;
            last_unit = at;
        }
    }
}

/// Is the word at a token a verb by what stands before it: "could last", "did not last", "symptoms last"?
bool is_verb_before(const Article& article, uint32_t at) {
    static const WordSet kHelpers = {"to", "can", "could", "may", "might", "must", "should", "will", "would", "did", "do", "does", "not", "didn't", "don't", "doesn't", "can't", "won't", "wouldn't", "couldn't", "they", "it'll", "only", "cannot"};
    const auto& tokens = article.tokens;
    if (at == 0 || tokens[at].starts_sentence || tokens[at].shape != Shape::Lower) return false;
    if (kHelpers.contains(tokens[at - 1].word)) return true;
    std::string_view before = article.text(at - 1);
    return tokens[at - 1].shape == Shape::Lower && before.size() > 3 && before.ends_with('s') && !before.ends_with("ss") && !article.lexicon.carries(article.hits, at - 1, article.lexicon.find_label("function"));
}

/// Takes from the ends of mentions what the rules let in and digits alone can tell: of "3 Aug 96" the last is a year, of "3 Aug
/// 960 people" and "3 Aug 96 people" it is none; "2015-12" is a month, "2015-17" are years.
void cut_digits(const Article& article, size_t before, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    const LabelId unit = article.lexicon.find_label("date-unit");
    static const WordId kDay = word_id("day"), kWeek = word_id("week"), kMonth = word_id("month"), kYear = word_id("year"), kSeason = word_id("season"), kDecade = word_id("decade"), kWeekend = word_id("weekend");
    static const WordId kAfter = word_id("after"), kBefore = word_id("before");
    static const std::array<WordId, 7> kOne = {kDay, kWeek, kMonth, kYear, kSeason, kDecade, kWeekend};
    static const std::array<WordId, 2> kBooks = {word_id("financial"), word_id("fiscal")};
    const LabelId count = article.lexicon.find_label("date-count"), clock_word = article.lexicon.find_label("clock-word");
    static const WordSet kOfThem = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "several", "many", "few"}, kScales = {"hundred", "thousand", "million", "billion", "dozen"};
    for (size_t i = before; i < found.size(); ++i) {
        TokenSpan& span = found[i].tokens;
        uint32_t length = span.end - span.begin;
        if (length < 2) continue;
        // "Oil could last 12 hours", "did not last two days", "talks last three weeks": a verb.
        static const WordId kLast = word_id("last");
        if (tokens[span.begin].word == kLast && length > 2 && is_verb_before(article, span.begin)) ++span.begin, --length;
        // "Explained that last Monday two men came": a clause; but "in that last week"
        static const WordId kThat = word_id("that");
        static const WordSet kPoints = {"last", "next", "this", "midday", "early", "late"}, kIn = {"in", "on", "by", "during", "for", "since", "until", "of", "from", "after", "before", "at", "over"};
        if (tokens[span.begin].word == kThat && length > 2 && kPoints.contains(tokens[span.begin + 1].word) && (span.begin == 0 || tokens[span.begin].starts_sentence || !kIn.contains(tokens[span.begin - 1].word))) ++span.begin, --length;
        // "The recent fall in the share price"
        static const WordId kRecent = word_id("recent"), kFall = word_id("fall");
        if (length == 2 && tokens[span.begin].word == kRecent && tokens[span.begin + 1].word == kFall) --span.end, --length;
        // "The first has 200 beds, the last 18 months later": 18 months later
        static const WordId kLater0 = word_id("later");
        if (tokens[span.begin].word == kLast && length > 2 && span.end < tokens.size() && tokens[span.end].word == kLater0 && !tokens[span.end].starts_sentence) ++span.begin, ++span.end;
        // "Rudisha's 1:40.91 on Thursday": a race's time and a day
        if (length > 1 && tokens[span.begin].shape == Shape::Clock && article.text(span.begin).find('.') != std::string_view::npos) {
            Candidate day = found[i];
            static const WordSet kOn = {"on", "the", "at", "in"};
            for (++day.tokens.begin; day.tokens.begin + 1 < day.tokens.end && (tokens[day.tokens.begin].shape == Shape::Comma || kOn.contains(tokens[day.tokens.begin].word));) ++day.tokens.begin;
            span.end = span.begin + 1;
            found.push_back(day);
            continue;
        }
        // "Two five-year terms", "three two-hour talks": the first counts them
        if (length > 3 && tokens[span.begin].shape == Shape::Lower && tokens[span.begin + 1].shape == Shape::Lower && tokens[span.begin + 2].shape == Shape::Hyphen && kOfThem.contains(tokens[span.begin].word) &&
            article.lexicon.carries(article.hits, span.begin + 1, count) && !kScales.contains(tokens[span.begin + 1].word) && article.lexicon.carries(article.hits, span.begin + 3, unit))
            ++span.begin, --length;
        // "3-5 p.m." is a range, "3-30 p.m." a time.
        if (length > 3 && tokens[span.begin].shape == Shape::Day && tokens[span.begin + 1].shape == Shape::Hyphen && article.lexicon.carries(article.hits, span.begin + 3, clock_word)) {
            std::string_view minutes = article.text(span.begin + 2);
            if (minutes.size() != 2 || (minutes[0] != '0' && parse_int(minutes) <= 12) || parse_int(minutes) > 59) {
                Candidate hour = found[i];
                hour.tokens.end = span.begin + 1;
                span.begin += 2;
                found.push_back(hour);
                continue;
            }
        }
        // "From $383.60 in the morning"
        if (tokens[span.begin].shape == Shape::Decimal && length == 4 && tokens[span.begin + 1].shape == Shape::Lower && span.begin > 0 && tokens[span.begin - 1].shape == Shape::Currency) span.begin += 3, length = 1;
        // "A year earlier than planned" tells how much, not when.
        static const WordId kEarlier = word_id("earlier"), kLater = word_id("later"), kThan = word_id("than");
        if (length > 1 && span.end < tokens.size() && tokens[span.end].word == kThan && (tokens[span.end - 1].word == kEarlier || tokens[span.end - 1].word == kLater)) --span.end, --length;
        if (length < 2) continue;
        const Token& first = tokens[span.begin];
        const Token& last = tokens[span.end - 1];
        // "Windows 2018 day", "the 2021 school year": four digits do not count one day or one year.
        if (first.shape == Shape::Year && last.shape == Shape::Lower && tokens[span.begin + 1].shape != Shape::Hyphen && std::find(kOne.begin(), kOne.end(), last.word) != kOne.end() &&
            !(length == 3 && std::find(kBooks.begin(), kBooks.end(), tokens[span.begin + 1].word) != kBooks.end()))
            span.end = span.begin + 1;
        else if (last.shape == Shape::Integer && tokens[span.end - 2].shape != Shape::Quote) {
            std::string_view text = article.text(span.end - 1);
            bool year = text.size() == 2 && ends_phrase(article, span.end);  // not "on May 5, 40 Palestinians"
            if (!year) {
                span.end -= 1;
                if (tokens[span.end - 1].shape == Shape::Comma) span.end -= 1;
            }
        } else if (length == 3 && first.shape == Shape::Year && tokens[span.begin + 1].shape == Shape::Hyphen && last.shape == Shape::Day && !is_joined_month(article, span)) {
            span.end = span.begin + 1;  // "in 1978-79"
        } else if (last.shape == Shape::Fraction && length <= 3 && tokens[span.end - 2].shape != Shape::Day) {
            std::string_view text = article.text(span.end - 1);
            size_t slash = text.find('/');
            int a = slash <= 2 ? parse_int(text.substr(0, slash)) : 0, b = slash <= 2 && text.size() <= slash + 3 ? parse_int(text.substr(slash + 1)) : 0;
            if (a < 1 || b < 1 || (a > 12 && b > 12) || a > 31 || b > 31) span.end = span.begin + 1;
        }
        // "the start of the 2014 season", "the start of the 2014 Games": the year belongs to what follows.
        static const WordId kThe = word_id("the");
        if (length > 2 && last.shape == Shape::Year && tokens[span.end - 2].word == kThe && !ends_phrase(article, span.end)) span.begin = span.end - 1;
        // "From 7 a.m. to 9 p.m., Saturdays included"
        if (span.end - span.begin > 2 && tokens[span.end - 2].shape == Shape::Comma && last.shape == Shape::Capital && article.text(span.end - 1).ends_with("days")) {
            Candidate rest = found[i];
            rest.tokens.begin = span.end - 1;
            span.end -= 2;
            found.push_back(rest);
            continue;
        }
        // "Friday at 7.30", "tonight at 8"; "Friday at 8 schools" is Friday.
        static const WordId kAt = word_id("at");
        if (span.end - span.begin > 2 && tokens[span.end - 2].word == kAt && tokens[span.end - 1].shape != Shape::Clock && !ends_phrase(article, span.end)) span.end -= 2;
        // "two days after Monday's blast", "ten hours after the New Year's parade"
        bool of_more = found[i].tokens.end < tokens.size() && (tokens[found[i].tokens.end].shape == Shape::Possessive || (tokens[found[i].tokens.end - 1].shape == Shape::Possessive && tokens[found[i].tokens.end].shape == Shape::Lower && !tokens[found[i].tokens.end].starts_sentence));
        if (of_more && length > 2) {
            // It is no day counted from Monday.
            for (uint32_t at = span.begin + 1; at + 1 < span.end; ++at)
                if ((tokens[at].word == kAfter || tokens[at].word == kBefore) && article.lexicon.carries(article.hits, at - 1, unit)) {
                    Candidate rest = found[i];
                    rest.tokens.begin = at + 1;
                    if (tokens[rest.tokens.begin].word == kThe && rest.tokens.begin + 1 < rest.tokens.end) ++rest.tokens.begin;
                    found[i].tokens.end = at;
                    found.push_back(rest);
                    break;
                }
        }
    }
}

/// The days that follow a day and its month: "on Jan. 3, 4 and 5". What a noun follows they count: "on Jan. 3 and 4 men".
void find_days_behind(const Article& article, size_t before, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    static const WordId kAnd = word_id("and"), kOr = word_id("or");
    const LabelId month = article.lexicon.find_label("month");
    auto is_number = [&](uint32_t i) { return i < tokens.size() && !tokens[i].starts_sentence && (tokens[i].shape == Shape::Day || tokens[i].shape == Shape::Ordinal); };
    for (size_t i = before, count = found.size(); i < count; ++i) {
        TokenSpan span = found[i].tokens;
        if (span.end - span.begin < 2 || !is_number(span.end - 1) || !article.lexicon.carries(article.hits, span.end - 2, month)) continue;
        for (uint32_t at = span.end; at + 1 < tokens.size() && !tokens[at].starts_sentence;) {
            uint32_t next = at;
            if (tokens[next].shape == Shape::Comma) ++next;
            if (next < tokens.size() && (tokens[next].word == kAnd || tokens[next].word == kOr)) ++next;
            if (next == at || !is_number(next) || !ends_phrase(article, next + 1)) break;
            Candidate day = found[i];
            day.tokens = {next, next + 1};
            found.push_back(day);
            at = next + 1;
        }
    }
}

/// The ages that follow the first: "aged 5, 7 and 9", "aged 18 to 24", "between the ages of 5 and 11".
void find_ages_behind(const Article& article, size_t before, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    static const std::array<WordId, 3> kAge = {word_id("aged"), word_id("ages"), word_id("age")};
    static const std::array<WordId, 2> kOf = {word_id("of"), word_id("between")};
    static const std::array<WordId, 4> kTo = {word_id("and"), word_id("or"), word_id("to"), word_id("through")};
    const LabelId count = article.lexicon.find_label("date-count"), unit = article.lexicon.find_label("date-unit");
    auto inside = [&](uint32_t i) { return i < tokens.size() && !tokens[i].starts_sentence; };
    auto years = [&](uint32_t i) { return inside(i) && (tokens[i].shape == Shape::Day || tokens[i].shape == Shape::Integer || (tokens[i].shape == Shape::Lower && article.lexicon.carries(article.hits, i, count))); };
    // "a boy aged 5, 40 guests", "aged 12, three years younger"
    auto counts = [&](uint32_t i) {
        if (!inside(i + 1)) return false;
        if (article.lexicon.carries(article.hits, i + 1, unit)) return true;
        std::string_view next = article.text(i + 1);
        return tokens[i + 1].shape == Shape::Lower && next.size() > 3 && next.ends_with('s') && !article.lexicon.carries(article.hits, i + 1, article.lexicon.find_label("function"));
    };
    for (size_t i = before, end = found.size(); i < end; ++i) {
        TokenSpan span = found[i].tokens;
        if (span.begin == 0 || tokens[span.begin].starts_sentence || !years(span.begin) || !years(span.end - 1)) continue;
        uint32_t asks = span.begin - 1;
        if (asks > 0 && std::find(kOf.begin(), kOf.end(), tokens[asks].word) != kOf.end()) --asks;
        if (std::find(kAge.begin(), kAge.end(), tokens[asks].word) == kAge.end()) continue;
        for (uint32_t at = span.end; inside(at);) {
            uint32_t next = at;
            if (tokens[next].shape == Shape::Comma || tokens[next].shape == Shape::Hyphen || tokens[next].shape == Shape::Dash) ++next;
            if (inside(next) && std::find(kTo.begin(), kTo.end(), tokens[next].word) != kTo.end()) ++next;
            if (next == at || !years(next) || counts(next)) break;
            Candidate age = found[i];
            age.tokens = {next, next + 1};
            found.push_back(age);
            at = next + 1;
        }
    }
}

/// The hour that ends a range of clock times and says no more: "from 9.30am to 4", "10am-4".
void find_hours_behind(const Article& article, size_t before, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    const LabelId clock_word = article.lexicon.find_label("clock-word");
    static const std::array<WordId, 3> kTo = {word_id("to"), word_id("until"), word_id("till")};
    for (size_t i = before, count = found.size(); i < count; ++i) {
        uint32_t at = found[i].tokens.end;
        if (at + 1 >= tokens.size() || tokens[at].starts_sentence || tokens[at + 1].starts_sentence || tokens[at + 1].shape != Shape::Day || parse_int(article.text(at + 1)) > 12) continue;
        if (tokens[at - 1].shape != Shape::Clock && !article.lexicon.carries(article.hits, at - 1, clock_word)) continue;
        bool joins = tokens[at].shape == Shape::Hyphen || tokens[at].shape == Shape::Dash || std::find(kTo.begin(), kTo.end(), tokens[at].word) != kTo.end();
        if (!joins || !ends_phrase(article, at + 2)) continue;
        Candidate hour = found[i];
        hour.tokens = {at + 1, at + 2};
        found.push_back(hour);
    }
}

}  // namespace

void find_dates(const Article& article, std::vector<Candidate>& found) {
    size_t before = found.size();
    find_by_rules(article, Kind::Date, found);
    part_lengths(article, before, found);
    cut_digits(article, before, found);
    find_days_behind(article, before, found);
    find_hours_behind(article, before, found);
    find_ages_behind(article, before, found);
    drop_lookalikes(article, before, found);
}

void value_dates(const Article& article, std::vector<Mention>& mentions, Figures& figures) {
    thread_local std::vector<uint32_t> dates;
    thread_local std::vector<Reading> readings;
    dates.clear();
    readings.clear();
    for (uint32_t i = 0; i < mentions.size(); ++i)
        if (mentions[i].kind == Kind::Date) dates.push_back(i);
    if (dates.empty()) return;
    read_dates(article, mentions, dates, readings);
    Anchor anchor = find_anchor(article, mentions, dates, readings);
    share_in_ranges(article, mentions, dates, readings);
    resolve_dates(article, anchor, mentions, dates, readings, figures);
}

}  // namespace nutgraf
