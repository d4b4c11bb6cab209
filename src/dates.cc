#include "dates.h"

#include <algorithm>
#include <array>

#include "dates/anchor.h"
#include "dates/ranges.h"
#include "dates/reading.h"
#include "dates/resolving.h"

namespace nutgraf {
namespace {

/// "1900 troops", "1709 schoolchildren": four digits and a plural, unless a word before them asks for a year ("the 2014
/// protests", "in 2014 protests spread").
bool counts_things(const Article& article, TokenSpan span, LabelId counted_noun) {
    const auto& tokens = article.tokens;
    if (span.end >= tokens.size() || tokens[span.end].starts_sentence || tokens[span.end].shape != Shape::Lower) return false;
    std::string_view next = article.text(span.end);
    // "10% of 2000 levels", "expects 2004 earnings of $2", "but 2009 begins today"
    static const WordSet kOfYears = {"levels", "prices", "rates", "figures", "estimates", "standards", "elections", "results", "rules", "begins", "starts", "ends", "brings", "promises", "marks", "earnings", "profits", "revenues", "forecasts", "lists", "shows", "says"};
    if (kOfYears.contains(tokens[span.end].word)) return false;
    bool plural = next.size() > 3 && next.back() == 's' && next[next.size() - 2] != 's';
    if (!plural && !article.lexicon.carries(article.hits, span.end, counted_noun) && !next.ends_with("ren") && !next.ends_with("people")) return false;
    if (span.begin == 0 || tokens[span.begin].starts_sentence) return true;
    if (span.begin > 1 && tokens[span.begin - 1].shape == Shape::Hyphen && tokens[span.begin - 2].shape == Shape::Year) return false;  // "the 2020-2021 results"
    static const std::array<WordId, 13> kAsking = {word_id("the"), word_id("a"), word_id("in"), word_id("since"), word_id("by"), word_id("until"), word_id("during"),
                                                   word_id("its"), word_id("their"), word_id("his"), word_id("her"), word_id("'s"), word_id("from")};
    return std::find(kAsking.begin(), kAsking.end(), tokens[span.begin - 1].word) == kAsking.end() && tokens[span.begin - 1].shape != Shape::Possessive;
}

/// "the recent fall in prices", "last fall in sales": no season; the last token is the fall.
bool is_decline(const Article& article, TokenSpan span) {
    static const WordId kRecent = word_id("recent"), kIn = word_id("in"), kThe = word_id("the");
    static const WordSet kOf = {"price", "prices", "share", "shares", "sales", "rates", "value", "values", "output", "demand", "profit", "profits", "inflation", "unemployment", "numbers", "temperature", "temperatures", "dollar", "pound", "yen", "euro", "oil", "stock", "stocks", "production", "revenue", "revenues", "earnings", "interest", "currency", "exports", "imports"};
    const auto& tokens = article.tokens;
    if (span.end > span.begin + 2) return false;
    if (tokens[span.begin].word == kRecent || (span.begin > 0 && tokens[span.begin - 1].word == kRecent)) return true;
    uint32_t next = span.end;
    if (next + 1 >= tokens.size() || tokens[next].word != kIn) return false;
    next += tokens[next + 1].word == kThe ? 2 : 1;
    return next < tokens.size() && tokens[next].shape == Shape::Lower && kOf.contains(tokens[next].word);
}

/// "9/11", "2021/22", and a month and a day behind "on" or "since": "since 10/25".
bool is_date_fraction(const Article& article, uint32_t at) {
    std::string_view text = article.text(at);
    if (text == "9/11" || years_of_fraction(text) || month_of_fraction(text)) return true;
    size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash > 2 || text.size() - slash - 1 > 2 || at == 0 || article.tokens[at].starts_sentence) return false;
    static const std::array<WordId, 5> kAsking = {word_id("on"), word_id("since"), word_id("until"), word_id("by"), word_id("till")};
    // "from 10/1 to 11/7", "between 10/1-11/7"
    static const std::array<WordId, 2> kFrom = {word_id("from"), word_id("between")};
    static const std::array<WordId, 3> kTo = {word_id("to"), word_id("and"), word_id("through")};
    const auto& tokens = article.tokens;
    auto is_to = [&](uint32_t i) { return tokens[i].shape == Shape::Hyphen || tokens[i].shape == Shape::Dash || std::find(kTo.begin(), kTo.end(), tokens[i].word) != kTo.end(); };
    auto is_from = [&](uint32_t i) { return std::find(kFrom.begin(), kFrom.end(), tokens[i].word) != kFrom.end(); };
    bool begins = at + 2 < tokens.size() && is_from(at - 1) && is_to(at + 1) && tokens[at + 2].shape == Shape::Fraction;
    bool ends = at > 2 && is_to(at - 1) && tokens[at - 2].shape == Shape::Fraction && is_from(at - 3);
    if (!begins && !ends && std::find(kAsking.begin(), kAsking.end(), tokens[at - 1].word) == kAsking.end()) return false;
    int first = parse_int(text.substr(0, slash)), second = parse_int(text.substr(slash + 1));
    return first >= 1 && second >= 1 && first <= 31 && second <= 31 && (first <= 12 || second <= 12) && (first > 3 || second > 12);  // not "on 1/3 of"
}

/// "FY2021", "FY21"
bool is_fiscal_year(std::string_view text) {
    return (text.size() == 4 || text.size() == 6) && text.starts_with("FY") && std::all_of(text.begin() + 2, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "1300Smiles Stadium": letters stand right behind the digits.
bool is_glued(const Article& article, uint32_t at) { return at < article.tokens.size() && article.tokens[at].glued && article.tokens[at].shape <= Shape::Mixed; }

/// "at 1000 Edgewood Drive" and ", 1912 Elm St.": the number of a house, but not "in 1990 Wall Street fell".
bool is_house(const Article& article, uint32_t at) {
    static const std::array<WordId, 9> kYear = {word_id("in"), word_id("since"), word_id("by"), word_id("until"), word_id("during"), word_id("from"), word_id("of"), word_id("the"), word_id("to")};
    static const std::array<WordId, 20> kWays = {word_id("street"), word_id("st"), word_id("avenue"), word_id("ave"), word_id("road"), word_id("rd"), word_id("lane"), word_id("ln"), word_id("drive"), word_id("dr"),
                                                 word_id("boulevard"), word_id("blvd"), word_id("terrace"), word_id("parkway"), word_id("pkwy"), word_id("court"), word_id("crescent"), word_id("circle"), word_id("highway"), word_id("hwy")};
    const auto& tokens = article.tokens;
    if (at > 0 && std::find(kYear.begin(), kYear.end(), tokens[at - 1].word) != kYear.end()) return false;
    constexpr uint32_t kLongest = 3;  // words of a street's name: "North Market Street"
    for (uint32_t i = at + 1; i < std::min<size_t>(at + 1 + kLongest, tokens.size()) && !tokens[i].starts_sentence; ++i) {
        if (tokens[i].shape != Shape::Capital && tokens[i].shape != Shape::Initial && tokens[i].shape != Shape::Ordinal) return false;
        if (i > at + 1 && std::find(kWays.begin(), kWays.end(), tokens[i].word) != kWays.end()) return true;
    }
    return false;
}

/// "a bogey on the 18th, ...": the holes of a round.
bool tells_of_golf(const Article& article, uint32_t at) {
    static const std::array<WordId, 11> kWords = {word_id("hole"), word_id("holes"), word_id("birdie"), word_id("birdies"), word_id("bogey"), word_id("bogeys"), word_id("eagle"), word_id("par"), word_id("putt"), word_id("tee"), word_id("fairway")};
    constexpr uint32_t kReach = 30;  // tokens
    for (uint32_t i = at > kReach ? at - kReach : 0; i < std::min<size_t>(at + kReach, article.tokens.size()); ++i)
        if (std::find(kWords.begin(), kWords.end(), article.tokens[i].word) != kWords.end()) return true;
    return false;
}

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

/// "2015-12" and "12-2015" as a month; not years ("2015-17"), nor parts of longer numbers ("82-2100-15").
bool is_joined_month(const Article& article, TokenSpan span) {
    const auto& tokens = article.tokens;
    bool year_first = tokens[span.begin].shape == Shape::Year;
    std::string_view year = article.text(year_first ? span.begin : span.end - 1), month = article.text(year_first ? span.end - 1 : span.begin);
    if (month.size() != 2 || parse_int(month) < 1 || parse_int(month) > 12 || parse_int(year) < 1900 || parse_int(year) > 2099) return false;
    if (!tokens[span.begin + 1].glued || !tokens[span.end - 1].glued) return false;
    if (span.begin > 0 && tokens[span.begin].glued) return false;
    if (span.end < tokens.size() && tokens[span.end].glued && tokens[span.end].shape == Shape::Hyphen) return false;
    return !year_first || parse_int(month) <= parse_int(year) % 100;
}

/// "the April-to-June quarter"
bool joins_months(const Article& article, TokenSpan span, LabelId month) {
    static const WordId kTo = word_id("to");
    const auto& tokens = article.tokens;
    return span.begin > 3 && tokens[span.begin - 2].word == kTo && tokens[span.begin - 3].shape == Shape::Hyphen && article.lexicon.carries(article.hits, span.begin - 4, month);
}

/// Does no noun follow: the text's or the sentence's end, a mark, or a word that begins something else?
bool ends_phrase(const Article& article, uint32_t at) {
    static const std::array<WordId, 10> kNext = {word_id("and"), word_id("or"), word_id("when"), word_id("but"), word_id("in"), word_id("with"), word_id("for"), word_id("from"), word_id("to"), word_id("on")};
    if (at >= article.tokens.size() || article.tokens[at].starts_sentence) return true;
    const Token& next = article.tokens[at];
    return (next.shape >= Shape::Possessive && next.shape <= Shape::Colon) || next.shape == Shape::Quote || next.shape == Shape::Close || std::find(kNext.begin(), kNext.end(), next.word) != kNext.end();
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

/// "Flight 1963", "resolution 1973", "Route 2000", a telephone number
bool is_numbered(const Article& article, uint32_t at) {
    static const std::array<WordId, 18> kNumbered = {word_id("flight"), word_id("section"), word_id("route"), word_id("room"), word_id("highway"), word_id("article"), word_id("chapter"), word_id("page"), word_id("channel"), word_id("resolution"),
                                                     word_id("rule"), word_id("paragraph"), word_id("clause"), word_id("suite"), word_id("lot"), word_id("bus"), word_id("train"), word_id("form")};
    const auto& tokens = article.tokens;
    bool dialled = at > 1 && tokens[at].glued && tokens[at - 1].shape == Shape::Hyphen && tokens[at - 2].shape == Shape::Integer;  // "555-2015"
    return dialled || (at > 0 && !tokens[at].starts_sentence && std::find(kNumbered.begin(), kNumbered.end(), tokens[at - 1].word) != kNumbered.end());
}

/// "John 3:16": chapter and verse
bool is_verse(const Article& article, uint32_t at) {
    const auto& tokens = article.tokens;
    if (at == 0 || tokens[at].starts_sentence || tokens[at].shape != Shape::Clock || tokens[at - 1].shape != Shape::Capital) return false;
    std::string_view digits = article.text(at);
    if (digits.find('.') != std::string_view::npos || digits.size() > 6) return false;  // "Bandini 2:05.402", "Kibet 2:08:15"
    for (const char* label : {"weekday", "month", "function", "timezone"})
        if (article.lexicon.carries(article.hits, at - 1, article.lexicon.find_label(label))) return false;
    return !tokens[at - 1].starts_sentence;
}

/// "the overnight repurchase rate", "as recently as May", "as long ago as June"
bool is_no_time(const Article& article, TokenSpan span) {
    static const struct {
        WordId as = word_id("as"), recently = word_id("recently"), long_ = word_id("long"), days = word_id("days"), off = word_id("off"), night = word_id("night"), hours = word_id("hours"), second = word_id("second"), many = word_id("many"),
               overnight = word_id("overnight");
        WordSet which = {"best", "better", "worst", "golden", "formative", "teenage", "good", "bad", "glory", "twilight"}, whose = {"his", "her", "their", "my", "our", "your"}, where = {"at", "as", "with", "in"};
        WordSet of_play = {"batsman", "batsmen", "batter", "batters", "pair", "leader", "leaders", "score", "total", "lead", "partnership"};
        WordSet of_banks = {"rate", "rates", "lending", "borrowing", "deposit", "deposits", "repo", "reverse", "repurchase", "cash", "interbank", "call", "money", "policy"};
    } kWords;
    const auto& tokens = article.tokens;
    const Token& first = tokens[span.begin];
    WordId last = tokens[span.end - 1].word;
    if (first.shape != Shape::Lower && !first.starts_sentence && last != kWords.second) return false;
    bool single = span.end == span.begin + 1;
    // "his best years", "in better months": which they are, not how long
    if (single && first.shape == Shape::Lower && span.begin > 0 && !first.starts_sentence && kWords.which.contains(tokens[span.begin - 1].word)) return true;
    uint32_t next = span.end;
    if (next >= tokens.size() || tokens[next].starts_sentence) return false;
    WordId before = span.begin > 0 ? tokens[span.begin - 1].word : WordId{};
    if (tokens[next].word == kWords.as && before == kWords.as) return first.word == kWords.recently || first.word == kWords.long_;
    // "their days at school", "tests on days 3 and 12", "Hours: 9-5", "one night off": not how long
    if (single && first.word == kWords.days && ((kWords.whose.contains(before) && kWords.where.contains(tokens[next].word)) || tokens[next].shape == Shape::Day)) return true;
    if (single && first.word == kWords.hours && article.text(next) == ":") return true;
    if (tokens[next].word == kWords.off && last == kWords.night && span.end == span.begin + 2 && first.shape == Shape::Lower) return true;
    // "the end of the second year": no unit of time
    if (last == kWords.second && !single && tokens[next].shape == Shape::Lower && !article.lexicon.carries(article.hits, next, article.lexicon.find_label("function"))) return true;
    // "the third in as many months"
    if (first.word == kWords.many && before == kWords.as) return true;
    // "the overnight batsman", "the overnight leader", "their overnight 263 for 4": who had it the day before
    return single && first.word == kWords.overnight && ((tokens[next].shape >= Shape::Day && tokens[next].shape <= Shape::Integer) || kWords.of_banks.contains(tokens[next].word) || kWords.of_play.contains(tokens[next].word));
}

/// "his second century of the season", "made a 20th century": a hundred runs.
bool is_innings(const Article& article, TokenSpan span) {
    static const WordSet kWhose = {"his", "her", "maiden", "my", "successive", "consecutive", "test", "career", "championship", "league", "unbeaten"};
    static const WordSet kMade = {"scored", "hit", "made", "struck", "completed", "reached", "compiled", "recorded", "notched", "slammed", "smashed", "scoring", "hitting", "completing", "registered", "posted", "to"};
    static const WordSet kPlayed = {"of", "in", "for", "off", "against", "as", "and", "to", "with", "at", "on", "since", "from", "when", "before", "after", "while"};
    static const WordSet kSeason = {"season", "summer", "series", "tour", "innings", "match", "tournament", "campaign", "competition"};
    const auto& tokens = article.tokens;
    static const WordId kCentury = word_id("century");
    uint32_t at = span.begin;
    while (at < span.end && tokens[at].word != kCentury) ++at;
    if (at == span.end || at == span.begin || span.begin == 0 || tokens[span.begin].starts_sentence) return false;
    if (at + 1 < span.end) return kSeason.contains(tokens[span.end - 1].word);
    bool goes_on = at + 1 < tokens.size() && !tokens[at + 1].starts_sentence && tokens[at + 1].shape <= Shape::Mixed;
    static const WordId kOff = word_id("off");
    if (goes_on && tokens[at + 1].word == kOff) return true;
    if (goes_on && !kPlayed.contains(tokens[at + 1].word)) return false;  // "her 19th century home"
    for (uint32_t i = at + 1; goes_on && i < std::min<size_t>(at + 5, tokens.size()) && !tokens[i].starts_sentence; ++i)
        if (kSeason.contains(tokens[i].word)) return true;
    if (kWhose.contains(tokens[span.begin - 1].word)) return true;
    static const WordSet kArticles = {"a", "an"};
    return span.begin > 1 && kArticles.contains(tokens[span.begin - 1].word) && kMade.contains(tokens[span.begin - 2].word);
}

/// "Mornings host Ann Lee", "the Afternoons programme": what is broadcast then
bool is_broadcast(const Article& article, TokenSpan span) {
    static const WordSet kParts = {"mornings", "afternoons", "evenings"}, kShow = {"host", "show", "presenter", "programme", "program", "hosts", "team"};
    const auto& tokens = article.tokens;
    if (span.end != span.begin + 1 || tokens[span.begin].shape != Shape::Capital || !kParts.contains(tokens[span.begin].word) || span.end >= tokens.size() || tokens[span.end].starts_sentence) return false;
    return kShow.contains(tokens[span.end].word);
}

/// A quarter or half without a year that is played: "led by 12 in the third quarter". A half is of a year only where business is
/// told of: "growth will slow in the second half".
bool is_part_of_match(const Article& article, TokenSpan span) {
    static const WordId kQuarter = word_id("quarter"), kHalf = word_id("half");
    static const WordSet kBusiness = {"profit", "profits", "sales", "revenue", "revenues", "earnings", "growth", "economy", "percent", "gdp", "inflation", "margins", "loss", "losses", "demand", "output", "dividend", "shares", "exports",
        "turnover", "orders", "results", "prices", "rates", "analysts", "forecast", "investors", "pretax", "net"};
    const auto& tokens = article.tokens;
    bool half = tokens[span.end - 1].word == kHalf;
    if (!half && (tokens[span.end - 1].word != kQuarter || tokens[span.begin].shape == Shape::Year)) return false;
    if (tells_of_match(article, span.begin)) return true;
    if (span.begin > 2 && tokens[span.begin - 3].shape == Shape::Clock && !tokens[span.begin - 2].starts_sentence) return true;  // "with 8:02 in the first quarter"
    if (!half) {
        // "They led by 19 points in the second quarter", "with 8:40 to play"
        static const WordSet kLed = {"led", "lead", "trailed", "ahead", "outscored", "rallied", "play", "bench", "rebounds", "bruised", "sprained", "foul", "fouls", "season-high"};
        static const WordSet kGame = {"points", "points-per-game", "team", "game", "guard", "forward", "hip", "ankle", "knee", "shots", "free"};
        constexpr uint32_t kNear = 12;  // tokens
        bool led = false, game = false, business = false;
        for (uint32_t i = span.begin > kNear ? span.begin - kNear : 0; i < std::min<size_t>(span.end + kNear, tokens.size()); ++i) {
            led |= kLed.contains(tokens[i].word);
            game |= kGame.contains(tokens[i].word);
            business |= tokens[i].shape == Shape::Percent || tokens[i].shape == Shape::Currency || kBusiness.contains(tokens[i].word);
        }
        return led && game && !business;
    }
    constexpr uint32_t kReach = 25;  // tokens
    for (uint32_t i = span.begin > kReach ? span.begin - kReach : 0; i < std::min<size_t>(span.end + kReach, tokens.size()); ++i)
        if (tokens[i].shape == Shape::Percent || kBusiness.contains(tokens[i].word)) return false;
    return true;
}

/// "Kent 215-6 dec", "345 dec": an innings that was declared, no December.
bool is_declared(const Article& article, TokenSpan span) {
    static const WordId kDec = word_id("dec");
    const auto& tokens = article.tokens;
    auto number = [&](uint32_t i) { return tokens[i].shape == Shape::Day || tokens[i].shape == Shape::Integer; };
    uint32_t last = span.end - 1;
    if (tokens[last].word != kDec || tokens[last].shape != Shape::Lower || last == 0 || !number(last - 1)) return false;
    if (last == span.begin) return true;
    return last == span.begin + 1 && span.begin >= 2 && tokens[span.begin - 1].shape == Shape::Hyphen && number(span.begin - 2);
}

/// "The usual 35" without a length of time before it in its sentence.
bool leaves_no_unit(const Article& article, TokenSpan span) {
    static const WordId kUsual = word_id("usual");
    const auto& tokens = article.tokens;
    if (span.begin == 0 || tokens[span.begin].starts_sentence || tokens[span.begin - 1].word != kUsual) return false;
    const LabelId unit = article.lexicon.find_label("date-unit");
    if (article.lexicon.carries(article.hits, span.end - 1, unit)) return false;
    for (uint32_t i = span.begin - 1; i > 0 && !tokens[i].starts_sentence; --i)
        if (article.lexicon.carries(article.hits, i - 1, unit)) return false;
    return true;
}

/// "Died at 87 Main Street"
bool is_no_age(const Article& article, TokenSpan span) {
    static const WordId kAt = word_id("at");
    static const WordSet kDied = {"died", "dies", "dead"};
    const auto& tokens = article.tokens;
    if (span.begin < 2 || tokens[span.begin].starts_sentence) return false;
    uint32_t next = span.end;
    bool goes_on = next < tokens.size() && !tokens[next].starts_sentence;
    if (tokens[span.begin - 1].word == kAt && kDied.contains(tokens[span.begin - 2].word))
        return goes_on && tokens[next].shape <= Shape::Clock && !article.lexicon.carries(article.hits, next, article.lexicon.find_label("function"));
    return false;
}

/// The number in brackets behind a name is an age where people are told of: "jailed Thabo Nkosi (38) for robbery", "Deepak (46) and
/// Ravi (31) were killed". Behind a player's it counts runs, goals or strokes: "Jimmy Maher (31) and Law put on 84".
bool is_age_in_brackets(const Article& article, TokenSpan span) {
    static const WordSet kPlay = {"wickets", "wicket", "overs", "innings", "stumps", "crease", "batsman", "batsmen", "batted", "bowled", "lbw", "opener", "openers", "runs", "unbeaten", "half-century", "goals", "goal", "scored", "scorers", "scoring", "striker", "midfielder",
        "rebounds", "tries", "pens", "penalties", "birdies", "birdie", "bogey", "bogeys", "points", "assists", "seeds", "seeded", "medals", "seats", "votes", "matches", "match", "cup", "champions", "title", "titles", "season", "league", "tournament"};
    static const WordSet kLives = {"killed", "died", "dead", "death", "victim", "victims", "deceased", "arrested", "charged", "sentenced", "jailed", "convicted", "accused", "suspect", "suspects", "murder", "murdered", "injured", "injuries", "identified", "missing", "hospital",
        "court", "police", "resident", "residents", "residing", "driver", "passenger", "passengers", "married", "mother", "father", "son", "daughter", "wife", "husband", "brother", "brothers", "sister", "sisters", "couple", "aged", "youths", "drowned", "rescued", "bodies", "body", "robbery", "rape",
        "assault", "bail", "remanded", "pleaded", "custody", "shot", "stabbed", "crash", "accident", "funeral", "survived", "parents", "student", "villagers", "named", "held", "detained", "prison", "inmate", "farmer", "patient", "trial"};
    static const WordSet kOld = {"from", "of", "a", "an", "the", "who", "was", "is", "has", "said", "told"};
    static const WordSet kActed = {"sentenced", "jailed", "named", "charged", "arrested", "identified", "killed", "as", "and", "by", "convicted", "accused", "detained", "remanded", "injured", "deceased", "victim"};
    const auto& tokens = article.tokens;
    std::string_view text = article.text(span);
    if (text.empty() || text[0] == '0' || text.size() > 3 || parse_int(text) > 115 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
    // The name before the bracket.
    constexpr uint32_t kLongest = 5;  // tokens
    const uint32_t open = span.begin - 1;
    uint32_t begin = open;
    while (begin > 0 && open - begin < kLongest && is_capitalised(tokens[begin - 1]) && (begin == open || !tokens[begin].starts_sentence)) --begin;
    if (begin == open || tokens[open].starts_sentence) return false;
    const LabelId given_name = article.lexicon.find_label("given-name"), role = article.lexicon.find_label("role");
    bool given = article.lexicon.carries(article.hits, begin, given_name);
    bool single = begin + 1 == open;
    bool told_of = begin > 0 && !tokens[begin].starts_sentence && tokens[begin - 1].shape == Shape::Lower && (kActed.contains(tokens[begin - 1].word) || article.lexicon.carries(article.hits, begin - 1, role));
    if (!given && (single || !told_of)) return false;
    constexpr uint32_t kReach = 60;  // tokens
    int play = 0, lives = 0;
    for (uint32_t i = begin > kReach ? begin - kReach : 0; i < std::min<size_t>(span.end + kReach, tokens.size()); ++i) {
        play += kPlay.contains(tokens[i].word);
        lives += kLives.contains(tokens[i].word);
    }
    if (play > 0 && play >= lives) return false;
    if (lives > 0) return !single || !article.lexicon.carries(article.hits, begin, article.lexicon.find_label("city"));
    uint32_t next = span.end + 1;
    if (next < tokens.size() && tokens[next].shape == Shape::Comma) ++next;
    return !single && next < tokens.size() && kOld.contains(tokens[next].word);
}

/// "in his mid-30s", "her 40s": an age
bool is_of_somebody(const Article& article, TokenSpan span) {
    static const std::array<WordId, 6> kWhose = {word_id("his"), word_id("her"), word_id("their"), word_id("my"), word_id("your"), word_id("our")};
    if (span.begin == 0 || article.tokens[span.begin].starts_sentence || article.tokens[span.end - 1].shape != Shape::Decade) return false;
    std::string_view text = article.text(span.end - 1);
    // "the over-70s"
    static const WordSet kOver = {"over", "under"};
    if (text.size() < 4 && span.begin > 1 && article.tokens[span.begin - 1].shape == Shape::Hyphen && kOver.contains(article.tokens[span.begin - 2].word)) return true;
    static const std::array<WordId, 4> kDegrees = {word_id("high"), word_id("low"), word_id("upper"), word_id("lower")};
    // "Temperatures will be in the 30s"
    static const std::array<WordId, 7> kWeather = {word_id("temperature"), word_id("temperatures"), word_id("highs"), word_id("lows"), word_id("degrees"), word_id("mercury"), word_id("forecast")};
    constexpr uint32_t kReach = 12;  // tokens
    if (text.size() < 4)
        for (uint32_t i = span.begin > kReach ? span.begin - kReach : 0; i < std::min<size_t>(span.end + kReach, article.tokens.size()); ++i)
            if (std::find(kWeather.begin(), kWeather.end(), article.tokens[i].word) != kWeather.end()) return true;
    if (text.size() < 4 && std::find(kDegrees.begin(), kDegrees.end(), article.tokens[span.begin - 1].word) != kDegrees.end()) return true;  // "in the high 20s"
    // "between their 50s and 70s", "in his 40s or early 50s"
    static const std::array<WordId, 3> kAnd = {word_id("and"), word_id("or"), word_id("to")};
    if (text.size() < 5 && span.begin > 2 && std::find(kAnd.begin(), kAnd.end(), article.tokens[span.begin - 1].word) != kAnd.end() && article.tokens[span.begin - 2].shape == Shape::Decade) {
        uint32_t whose = span.begin - 3;
        static const WordSet kParts = {"early", "mid", "late"};
        while (whose > 0 && (kParts.contains(article.tokens[whose].word) || article.tokens[whose].shape == Shape::Hyphen)) --whose;
        return std::find(kWhose.begin(), kWhose.end(), article.tokens[whose].word) != kWhose.end();
    }
    return text.size() < 5 && std::find(kWhose.begin(), kWhose.end(), article.tokens[span.begin - 1].word) != kWhose.end();
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

constexpr uint32_t kLongestName = 16;  // words

}  // namespace

void find_dates(const Article& article, std::vector<Candidate>& found) {
    size_t before = found.size();
    find_by_rules(article, Kind::Date, found);
    LabelId counted = article.lexicon.find_label("counted-noun"), holiday = article.lexicon.find_label("holiday"), quarter = article.lexicon.find_label("quarter"), preposition = article.lexicon.find_label("date-preposition"), month = article.lexicon.find_label("month"), function = article.lexicon.find_label("function");
    const auto& names = article.hits.names;
    const LabelId date_name = article.lexicon.find_label("date-name");
    // "Sheffield Wednesday", "Friday Night Lights"
    auto in_name = [&](TokenSpan span) {
        auto first = std::lower_bound(names.begin(), names.end(), span.begin > kLongestName ? span.begin - kLongestName : 0,
                                      [](const LexiconHit& hit, uint32_t begin) { return hit.tokens.begin < begin; });
        for (; first != names.end() && first->tokens.begin < span.end; ++first)
            if (first->label == date_name && first->tokens.begin <= span.begin && span.begin < first->tokens.end) return true;
        return false;
    };
    // "Wednesday should have been out of reach", "the Wednesday manager" where the article tells of Sheffield Wednesday; but "on
    // Wednesday", "Wednesday night".
    static const WordId kWednesday = word_id("wednesday");
    std::optional<bool> tells_of_club;
    auto is_club = [&](TokenSpan span) {
        static const WordSet kOfDays = {"on", "by", "until", "till", "since", "from", "last", "next", "this", "early", "late", "every", "each", "a", "and", "to"}, kPointers = {"that", "this"};
        const auto& tokens = article.tokens;
        if (tokens[span.end - 1].word != kWednesday || tokens[span.end - 1].shape != Shape::Capital || (span.end > span.begin + 1 && !kPointers.contains(tokens[span.begin].word))) return false;
        if (!tells_of_club) {
            tells_of_club = std::any_of(names.begin(), names.end(), [&](const LexiconHit& hit) { return hit.label == date_name && hit.tokens.end == hit.tokens.begin + 2 && tokens[hit.tokens.end - 1].word == kWednesday && tokens[hit.tokens.begin].shape == Shape::Capital && tokens[hit.tokens.begin].word == word_id("sheffield"); });
        }
        if (!*tells_of_club) return false;
        if (span.end == span.begin + 1) return tokens[span.begin].starts_sentence || span.begin == 0 || !kOfDays.contains(tokens[span.begin - 1].word);
        return span.end < tokens.size() && !tokens[span.end].starts_sentence && tokens[span.end].shape == Shape::Lower && !article.lexicon.carries(article.hits, span.end, function);
    };
    auto is_no_date = [&](const Candidate& mention) {
        TokenSpan span = mention.tokens;
        const Token& first = article.tokens[span.begin];
        if ((is_capitalised(first) || first.shape == Shape::Ordinal) && in_name(span)) return true;  // "20th Century Fox"
        if (first.shape >= Shape::Day && first.shape <= Shape::Decimal && first.glued && span.begin > 0 && article.tokens[span.begin - 1].shape == Shape::Currency) return true;  // "from $383.60 in the morning"
        static const WordId kNow = word_id("now"), kEvery = word_id("every");
        if (first.word == kNow && span.begin > 0 && article.tokens[span.begin - 1].word == kEvery) return true;  // "every now and then"
        // "on Today", "the Today programme": with a capital inside a sentence it names what is broadcast.
        static const WordId kToday = word_id("today");
        if (first.word == kToday && first.shape == Shape::Capital && !first.starts_sentence && !first.title_case && span.begin > 0 && article.tokens[span.begin - 1].shape == Shape::Lower) return true;
        if (is_club(span)) return true;
        static const WordId kCentury = word_id("century"), kFall = word_id("fall");
        if (span.end > span.begin + 1 && article.tokens[span.begin + 1].word == kCentury && is_innings(article, span)) return true;
        if (article.tokens[span.end - 1].word == kFall && is_decline(article, span)) return true;
        if (is_broadcast(article, span)) return true;
        // "a year-round job"
        static const WordId kRound = word_id("round");
        if (span.end + 1 < article.tokens.size() && article.tokens[span.end].shape == Shape::Hyphen && article.tokens[span.end + 1].word == kRound) return true;
        // "Thabo Nkosi (38)"
        if (span.end == span.begin + 1 && span.begin > 0 && article.tokens[span.begin - 1].shape == Shape::Open && span.end < article.tokens.size() && article.tokens[span.end].shape == Shape::Close && (first.shape == Shape::Day || first.shape == Shape::Integer)) return !is_age_in_brackets(article, span);
        if (is_no_time(article, span) || is_of_somebody(article, span) || is_declared(article, span)) return true;
        // "the April-June quarter", but "Anne-May", "- May said"
        static const WordSet kNames = {"may", "march", "april", "june", "august", "jan", "mar"};
        bool contract = article.tokens[span.begin - (span.begin > 0)].shape == Shape::Dash && span.end < article.tokens.size() && article.tokens[span.end].shape == Shape::Lower && !kNames.contains(first.word);  // "NEW YORK - December coffee climbed"
        if (!contract && span.end == span.begin + 1 && span.begin > 1 && (article.tokens[span.begin - 1].shape == Shape::Hyphen || article.tokens[span.begin - 1].shape == Shape::Dash) && article.lexicon.carries(article.hits, span.begin, month))
            return !article.lexicon.carries(article.hits, span.begin - 2, month) && article.tokens[span.begin - 2].shape != Shape::Year && !joins_months(article, span, month);
        if (span.end == span.begin + 3 && article.tokens[span.begin + 1].shape == Shape::Hyphen && (first.shape == Shape::Year || article.tokens[span.end - 1].shape == Shape::Year) && (first.shape == Shape::Day || article.tokens[span.end - 1].shape == Shape::Day))
            return !is_joined_month(article, span);
        if (span.end <= span.begin + 3 && is_part_of_match(article, span)) return true;
        if (first.shape == Shape::Quote) return article.text(span).size() > 5;  // '350 people came'
        if ((first.shape >= Shape::Day && first.shape <= Shape::Fraction) || first.shape == Shape::Lower)
            if (leaves_no_unit(article, span) || is_no_age(article, span)) return true;
        // "With a report from Mar Arguelles-Dy"
        static const WordSet kFirstNames = {"mar", "jan"};
        if (span.end == span.begin + 1 && kFirstNames.contains(first.word) && !first.dotted && span.end < article.tokens.size() && article.tokens[span.end].shape == Shape::Capital && !article.tokens[span.end].starts_sentence) return true;
        if (span.end != span.begin + 1) return false;
        // "the 3.40 to Halifax", "turned up at 7.40": hours and minutes
        if (first.shape == Shape::Decimal) {
            std::string_view text = article.text(span.begin);
            size_t period = text.find('.');
            return period == std::string_view::npos || text.size() != period + 3 || parse_int(text.substr(0, period)) > 23 || parse_int(text.substr(period + 1)) > 59;
        }
        // "On August 17 and 18 men with her"
        static const WordId kAnd = word_id("and");
        if (first.shape == Shape::Day && span.begin > 2 && article.tokens[span.begin - 1].word == kAnd && article.lexicon.carries(article.hits, span.begin - 3, month) && !ends_phrase(article, span.end) && article.tokens[span.end].shape == Shape::Lower &&
            !article.lexicon.carries(article.hits, span.end, function))
            return true;
        // "2015-1": no year of a range
        if (first.shape == Shape::Day && article.text(span).size() == 1 && span.begin > 1 && article.tokens[span.begin - 1].shape == Shape::Hyphen && article.tokens[span.begin - 2].shape == Shape::Year) return true;
        if (first.shape == Shape::Fraction) return !is_date_fraction(article, span.begin);
        if (first.shape == Shape::Clock) return is_verse(article, span.begin);
        if (first.shape == Shape::Alphanumeric) return !is_fiscal_year(article.text(span.begin)) && !(article.lexicon.carries(article.hits, span.begin, quarter) && (article.text(span.begin)[0] != 'H' || (span.begin > 0 && article.lexicon.carries(article.hits, span.begin - 1, preposition))));  // "in H1", not "an H1 visa"
        if (first.shape == Shape::Ordinal) return tells_of_golf(article, span.begin);
        bool named = !first.starts_sentence && span.begin > 0;
        const Token* previous = named ? &article.tokens[span.begin - 1] : nullptr;
        // "Windows 2000", "World Cup 2018", "Ellen Christmas"
        bool after_name = previous != nullptr && !previous->starts_sentence && (previous->shape == Shape::Capital || previous->shape == Shape::Upper) &&
                          !article.lexicon.carries(article.hits, span.begin - 1, function);
        if (first.shape == Shape::Year) return after_name || is_glued(article, span.end) || is_house(article, span.begin) || is_numbered(article, span.begin) || is_index_level(article, span.begin) || counts_things(article, span, counted);
        if (!article.lexicon.carries(article.hits, span.begin, holiday) || span.begin == 0 || first.starts_sentence) return false;
        return article.tokens[span.begin - 1].shape == Shape::Capital && !article.lexicon.carries(article.hits, span.begin - 1, function);
    };
    part_lengths(article, before, found);
    cut_digits(article, before, found);
    find_days_behind(article, before, found);
    find_hours_behind(article, before, found);
    find_ages_behind(article, before, found);
    found.erase(std::remove_if(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(), is_no_date), found.end());
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
