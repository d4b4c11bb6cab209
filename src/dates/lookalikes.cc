#include "lookalikes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "reading.h"

namespace nutgraf {

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

/// Does no noun follow: the text's or the sentence's end, a mark, or a word that begins something else?
bool ends_phrase(const Article& article, uint32_t at) {
    static const std::array<WordId, 10> kNext = {word_id("and"), word_id("or"), word_id("when"), word_id("but"), word_id("in"), word_id("with"), word_id("for"), word_id("from"), word_id("to"), word_id("on")};
    if (at >= article.tokens.size() || article.tokens[at].starts_sentence) return true;
    const Token& next = article.tokens[at];
    return (next.shape >= Shape::Possessive && next.shape <= Shape::Colon) || next.shape == Shape::Quote || next.shape == Shape::Close || std::find(kNext.begin(), kNext.end(), next.word) != kNext.end();
}

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

/// "the April-to-June quarter"
bool joins_months(const Article& article, TokenSpan span, LabelId month) {
    static const WordId kTo = word_id("to");
    const auto& tokens = article.tokens;
    return span.begin > 3 && tokens[span.begin - 2].word == kTo && tokens[span.begin - 3].shape == Shape::Hyphen && article.lexicon.carries(article.hits, span.begin - 4, month);
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

constexpr uint32_t kLongestName = 16;  // words

/// Tells them in one article.
class Lookalikes {
public:
    explicit Lookalikes(const Article& article) : article_(article), names_(article.hits.names) {
        const Lexicon& lexicon = article.lexicon;
        counted_ = lexicon.find_label("counted-noun"), holiday_ = lexicon.find_label("holiday"), quarter_ = lexicon.find_label("quarter"), preposition_ = lexicon.find_label("date-preposition");
        month_ = lexicon.find_label("month"), function_ = lexicon.find_label("function"), date_name_ = lexicon.find_label("date-name");
    }

    /// Is what a rule takes for a time none?
    bool is_one(TokenSpan span) {
        const Token& first = article_.tokens[span.begin];
        if ((is_capitalised(first) || first.shape == Shape::Ordinal) && in_name(span)) return true;  // "20th Century Fox"
        if (first.shape >= Shape::Day && first.shape <= Shape::Decimal && first.glued && span.begin > 0 && article_.tokens[span.begin - 1].shape == Shape::Currency) return true;  // "from $383.60 in the morning"
        static const WordId kNow = word_id("now"), kEvery = word_id("every");
        if (first.word == kNow && span.begin > 0 && article_.tokens[span.begin - 1].word == kEvery) return true;  // "every now and then"
        // "on Today", "the Today programme": with a capital inside a sentence it names what is broadcast.
        static const WordId kToday = word_id("today");
        if (first.word == kToday && first.shape == Shape::Capital && !first.starts_sentence && !first.title_case && span.begin > 0 && article_.tokens[span.begin - 1].shape == Shape::Lower) return true;
        if (is_club(span)) return true;
        static const WordId kCentury = word_id("century"), kFall = word_id("fall");
        if (span.end > span.begin + 1 && article_.tokens[span.begin + 1].word == kCentury && is_innings(article_, span)) return true;
        if (article_.tokens[span.end - 1].word == kFall && is_decline(article_, span)) return true;
        if (is_broadcast(article_, span)) return true;
        // "a year-round job"
        static const WordId kRound = word_id("round");
        if (span.end + 1 < article_.tokens.size() && article_.tokens[span.end].shape == Shape::Hyphen && article_.tokens[span.end + 1].word == kRound) return true;
        // "Thabo Nkosi (38)"
        if (span.end == span.begin + 1 && span.begin > 0 && article_.tokens[span.begin - 1].shape == Shape::Open && span.end < article_.tokens.size() && article_.tokens[span.end].shape == Shape::Close && (first.shape == Shape::Day || first.shape == Shape::Integer)) return !is_age_in_brackets(article_, span);
        if (is_no_time(article_, span) || is_of_somebody(article_, span) || is_declared(article_, span)) return true;
        // "the April-June quarter", but "Anne-May", "- May said"
        static const WordSet kNames = {"may", "march", "april", "june", "august", "jan", "mar"};
        bool contract = article_.tokens[span.begin - (span.begin > 0)].shape == Shape::Dash && span.end < article_.tokens.size() && article_.tokens[span.end].shape == Shape::Lower && !kNames.contains(first.word);  // "NEW YORK - December coffee climbed"
        if (!contract && span.end == span.begin + 1 && span.begin > 1 && (article_.tokens[span.begin - 1].shape == Shape::Hyphen || article_.tokens[span.begin - 1].shape == Shape::Dash) && article_.lexicon.carries(article_.hits, span.begin, month_))
            return !article_.lexicon.carries(article_.hits, span.begin - 2, month_) && article_.tokens[span.begin - 2].shape != Shape::Year && !joins_months(article_, span, month_);
        if (span.end == span.begin + 3 && article_.tokens[span.begin + 1].shape == Shape::Hyphen && (first.shape == Shape::Year || article_.tokens[span.end - 1].shape == Shape::Year) && (first.shape == Shape::Day || article_.tokens[span.end - 1].shape == Shape::Day))
            return !is_joined_month(article_, span);
        if (span.end <= span.begin + 3 && is_part_of_match(article_, span)) return true;
        if (first.shape == Shape::Quote) return article_.text(span).size() > 5;  // '350 people came'
        if ((first.shape >= Shape::Day && first.shape <= Shape::Fraction) || first.shape == Shape::Lower)
            if (leaves_no_unit(article_, span) || is_no_age(article_, span)) return true;
        // "With a report from Mar Arguelles-Dy"
        static const WordSet kFirstNames = {"mar", "jan"};
        if (span.end == span.begin + 1 && kFirstNames.contains(first.word) && !first.dotted && span.end < article_.tokens.size() && article_.tokens[span.end].shape == Shape::Capital && !article_.tokens[span.end].starts_sentence) return true;
        if (span.end != span.begin + 1) return false;
        // "the 3.40 to Halifax", "turned up at 7.40": hours and minutes
        if (first.shape == Shape::Decimal) {
            std::string_view text = article_.text(span.begin);
            size_t period = text.find('.');
            return period == std::string_view::npos || text.size() != period + 3 || parse_int(text.substr(0, period)) > 23 || parse_int(text.substr(period + 1)) > 59;
        }
        // "On August 17 and 18 men with her"
        static const WordId kAnd = word_id("and");
        if (first.shape == Shape::Day && span.begin > 2 && article_.tokens[span.begin - 1].word == kAnd && article_.lexicon.carries(article_.hits, span.begin - 3, month_) && !ends_phrase(article_, span.end) && article_.tokens[span.end].shape == Shape::Lower &&
            !article_.lexicon.carries(article_.hits, span.end, function_))
            return true;
        // "2015-1": no year of a range
        if (first.shape == Shape::Day && article_.text(span).size() == 1 && span.begin > 1 && article_.tokens[span.begin - 1].shape == Shape::Hyphen && article_.tokens[span.begin - 2].shape == Shape::Year) return true;
        if (first.shape == Shape::Fraction) return !is_date_fraction(article_, span.begin);
        if (first.shape == Shape::Clock) return is_verse(article_, span.begin);
        if (first.shape == Shape::Alphanumeric) return !is_fiscal_year(article_.text(span.begin)) && !(article_.lexicon.carries(article_.hits, span.begin, quarter_) && (article_.text(span.begin)[0] != 'H' || (span.begin > 0 && article_.lexicon.carries(article_.hits, span.begin - 1, preposition_))));  // "in H1", not "an H1 visa"
        if (first.shape == Shape::Ordinal) return tells_of_golf(article_, span.begin);
        bool named = !first.starts_sentence && span.begin > 0;
        const Token* previous = named ? &article_.tokens[span.begin - 1] : nullptr;
        // "Windows 2000", "World Cup 2018", "Ellen Christmas"
        bool after_name = previous != nullptr && !previous->starts_sentence && (previous->shape == Shape::Capital || previous->shape == Shape::Upper) &&
                          !article_.lexicon.carries(article_.hits, span.begin - 1, function_);
        if (first.shape == Shape::Year) return after_name || is_glued(article_, span.end) || is_house(article_, span.begin) || is_numbered(article_, span.begin) || is_index_level(article_, span.begin) || counts_things(article_, span, counted_);
        if (!article_.lexicon.carries(article_.hits, span.begin, holiday_) || span.begin == 0 || first.starts_sentence) return false;
        return article_.tokens[span.begin - 1].shape == Shape::Capital && !article_.lexicon.carries(article_.hits, span.begin - 1, function_);
    }

private:
    /// "Sheffield Wednesday", "Friday Night Lights"
    bool in_name(TokenSpan span) const {
        auto first = std::lower_bound(names_.begin(), names_.end(), span.begin > kLongestName ? span.begin - kLongestName : 0,
                                      [](const LexiconHit& hit, uint32_t begin) { return hit.tokens.begin < begin; });
        for (; first != names_.end() && first->tokens.begin < span.end; ++first)
            if (first->label == date_name_ && first->tokens.begin <= span.begin && span.begin < first->tokens.end) return true;
        return false;
    }

    /// "Wednesday should have been out of reach", "the Wednesday manager" where the article tells of Sheffield Wednesday; but "on
    /// Wednesday", "Wednesday night".
    bool is_club(TokenSpan span) {
        static const WordId kWednesday = word_id("wednesday");
        static const WordSet kOfDays = {"on", "by", "until", "till", "since", "from", "last", "next", "this", "early", "late", "every", "each", "a", "and", "to"}, kPointers = {"that", "this"};
        const auto& tokens = article_.tokens;
        if (tokens[span.end - 1].word != kWednesday || tokens[span.end - 1].shape != Shape::Capital || (span.end > span.begin + 1 && !kPointers.contains(tokens[span.begin].word))) return false;
        if (!tells_of_club_) {
            tells_of_club_ = std::any_of(names_.begin(), names_.end(), [&](const LexiconHit& hit) { return hit.label == date_name_ && hit.tokens.end == hit.tokens.begin + 2 && tokens[hit.tokens.end - 1].word == kWednesday && tokens[hit.tokens.begin].shape == Shape::Capital && tokens[hit.tokens.begin].word == word_id("sheffield"); });
        }
        if (!*tells_of_club_) return false;
        if (span.end == span.begin + 1) return tokens[span.begin].starts_sentence || span.begin == 0 || !kOfDays.contains(tokens[span.begin - 1].word);
        return span.end < tokens.size() && !tokens[span.end].starts_sentence && tokens[span.end].shape == Shape::Lower && !article_.lexicon.carries(article_.hits, span.end, function_);
    }

    const Article& article_;
    const std::vector<LexiconHit>& names_;
    LabelId counted_, holiday_, quarter_, preposition_, month_, function_, date_name_;
    std::optional<bool> tells_of_club_;
};

}  // namespace

void drop_lookalikes(const Article& article, size_t before, std::vector<Candidate>& found) {
    Lookalikes lookalikes(article);
    found.erase(std::remove_if(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(), [&](const Candidate& mention) { return lookalikes.is_one(mention.tokens); }), found.end());
}

}  // namespace nutgraf
