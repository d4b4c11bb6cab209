#include "result_lines.h"

#include <algorithm>

namespace nutgraf {
namespace {

bool is_integer(const Token& token) { return token.shape == Shape::Day || token.shape == Shape::Integer; }
bool is_name(const Token& token) { return is_capitalised(token) || token.shape == Shape::Mixed; }

/// "Vale 3 (Holm 8, 54, Barta 12 pen, 71)": only names and minutes stand in the brackets, and a score before them.
bool is_minute(const Article& article, uint32_t at) {
    static const WordSet kGoals = {"pen", "pens", "penalty", "og", "own", "goal", "and", "min", "mins"};
    const auto& tokens = article.tokens;
    constexpr uint32_t kLongest = 40;  // tokens on either side
    auto minute = [&](uint32_t i) {
        return (is_integer(tokens[i]) && tokens[i].bytes.end - tokens[i].bytes.begin <= 3) ||
               tokens[i].shape == Shape::Ordinal;
    };
    auto fits = [&](uint32_t i) {
        return is_name(tokens[i]) || minute(i) || tokens[i].shape == Shape::Comma ||
               tokens[i].shape == Shape::Hyphen || tokens[i].shape == Shape::Possessive ||
               kGoals.contains(tokens[i].word);
    };
    if (!minute(at)) return false;
    uint32_t open = at, close = at;
    while (open > 0 && open + kLongest > at && !tokens[open].starts_paragraph && fits(open - 1)) --open;
    while (close + 1 < tokens.size() && close < at + kLongest && !tokens[close + 1].starts_paragraph &&
           fits(close + 1))
        ++close;
    if (open < 3 || tokens[open - 1].shape != Shape::Open || close + 1 >= tokens.size() ||
        tokens[close + 1].shape != Shape::Close)
        return false;
    if (!is_name(tokens[open])) return false;
    return is_integer(tokens[open - 2]) && is_name(tokens[open - 3]);
}

/// A paragraph of a name and a number alone: the token of the number, else 0. `begin` starts the paragraph.
uint32_t line_score(const Article& article, uint32_t begin) {
    const auto& tokens = article.tokens;
    constexpr uint32_t kLongest = 4;  // words of a name
    uint32_t i = begin;
    while (i < tokens.size() && i < begin + kLongest && is_name(tokens[i]) &&
           (i == begin || !tokens[i].starts_paragraph))
        ++i;
    bool score = i > begin && i < tokens.size() && is_integer(tokens[i]) && !tokens[i].starts_paragraph &&
                 tokens[i].bytes.end - tokens[i].bytes.begin <= 3;
    return score && (i + 1 >= tokens.size() || tokens[i + 1].starts_paragraph) ? i : 0;
}
bool is_line_score(const Article& article, uint32_t at) {
    const auto& tokens = article.tokens;
    if (at == 0 || !is_name(tokens[at - 1]) || (at + 1 < tokens.size() && !tokens[at + 1].starts_paragraph))
        return false;
    uint32_t begin = at;
    while (begin > 0 && !tokens[begin].starts_paragraph) --begin;
    if (line_score(article, begin) != at) return false;
    if (at + 1 < tokens.size() && line_score(article, at + 1) != 0) return true;
    uint32_t before = begin;
    while (before > 0 && !tokens[--before].starts_paragraph) {
    }
    return before < begin && line_score(article, before) + 1 == begin;
}

/// "Vale 28 (M Holm 3, R Barta tries)"
bool has_scorers(const Article& article, uint32_t at) {
    static const WordSet kScored = {"tries", "try", "goals",       "goal", "pens", "pen",
                                    "cons",  "con", "conversions", "td",   "tds"};
    const auto& tokens = article.tokens;
    constexpr uint32_t kFarthest = 30;  // tokens
    if (at == 0 || !is_integer(tokens[at]) || !is_name(tokens[at - 1]) || at + 2 >= tokens.size() ||
        tokens[at + 1].shape != Shape::Open || !is_name(tokens[at + 2]))
        return false;
    for (uint32_t i = at + 3; i < tokens.size() && i < at + kFarthest && tokens[i].shape != Shape::Close &&
                              !tokens[i].starts_paragraph;
         ++i)
        if (kScored.contains(tokens[i].word) && tokens[i].shape == Shape::Lower) return true;
    return false;
}

/// A run of digits before a dash and their sum: "Lakers 33 29 24 17 - 103", "Boston 003 010 30x - 7".
bool is_in_line_score(const Article& article, uint32_t at) {
    static const WordId kX = word_id("x");
    const auto& tokens = article.tokens;
    auto part = [&](uint32_t i) {
        return i < tokens.size() && (is_integer(tokens[i]) || tokens[i].shape == Shape::Alphanumeric ||
                                     (tokens[i].word == kX && tokens[i].glued));
    };
    uint32_t end = at;
    if (at > 1 && is_sign(tokens[at - 1]) && part(at - 2) && !tokens[at].starts_paragraph) end = at - 2;
    uint32_t begin = end;
    while (begin > 0 && part(begin - 1) && !tokens[begin].starts_paragraph) --begin;
    while (part(end + 1) && !tokens[end + 1].starts_paragraph) ++end;
    bool total = end > begin && end + 2 < tokens.size() && is_sign(tokens[end + 1]) &&
                 is_integer(tokens[end + 2]) && !tokens[end + 2].starts_paragraph &&
                 (end + 3 >= tokens.size() || tokens[end + 3].starts_sentence ||
                  tokens[end + 3].shape > Shape::Fraction);
    return total && begin > 0 && !tokens[begin].starts_paragraph &&
           (is_name(tokens[begin - 1]) || tokens[begin - 1].shape == Shape::Close ||
            tokens[begin - 1].shape == Shape::Stop);
}

/// "Vance, Ferraro (7) and Dempsey;", "sent off: Hojer (78)", "Teale (Roscoe, 77)"
bool is_bracketed(const Article& article, uint32_t at) {
    const auto& tokens = article.tokens;
    static const WordId kAnd = word_id("and");
    static const WordSet kSent = {"off", "booked", "cautioned"};
    if (at < 4 || at + 1 >= tokens.size() || tokens[at + 1].shape != Shape::Close ||
        tokens[at].starts_sentence)
        return false;
    bool behind = at + 3 < tokens.size() && is_name(tokens[at + 3]);
    if (tokens[at - 1].shape == Shape::Open && is_name(tokens[at - 2])) {
        uint32_t begin = at - 2;
        if (is_name(tokens[begin - 1])) --begin;
        if (tokens[begin - 1].shape == Shape::Colon && begin > 1)
            return kSent.contains(tokens[begin - 2].word);
        if (tokens[begin - 1].shape != Shape::Comma || !behind) return false;
        return tokens[at + 2].shape == Shape::Colon ||
               (tokens[at + 2].word == kAnd &&
                (at + 4 >= tokens.size() || tokens[at + 4].shape == Shape::Stop ||
                 tokens[at + 4].shape == Shape::Colon));
    }
    uint32_t open = at - 3;
    if (tokens[at - 1].shape != Shape::Comma || !is_name(tokens[at - 2])) return false;
    if (open > 0 && is_name(tokens[open])) --open;
    return tokens[open].shape == Shape::Open && open > 0 && is_name(tokens[open - 1]);
}

/// "Vale 240 and 118 (Holm 7-40)", "Wet Hymn $14 $4.20 1; Old Rose $2.80 2."
bool is_told_of_a_side(const Article& article, uint32_t at) {
    const auto& tokens = article.tokens;
    static const WordId kAnd = word_id("and");
    if (at < 3 || at + 1 >= tokens.size() || tokens[at].starts_sentence) return false;
    const Token& next = tokens[at + 1];
    if (next.word == kAnd && is_name(tokens[at - 1]) && at + 3 < tokens.size() &&
        is_integer(tokens[at + 2]) && tokens[at + 3].shape == Shape::Open)
        return true;
    if (tokens[at - 1].shape == Shape::Decimal && tokens[at - 2].shape == Shape::Currency)
        return tokens[at].shape == Shape::Day && (next.shape == Shape::Colon || next.shape == Shape::Stop);
    if (tokens[at - 1].word != kAnd || !is_integer(tokens[at - 2]) || !is_name(tokens[at - 3])) return false;
    return next.shape == Shape::Open || (next.shape == Shape::Comma && at + 3 < tokens.size() &&
                                         is_name(tokens[at + 2]) && is_integer(tokens[at + 3]));
}

/// "1 W. Kipkemboi (Prisons) 36:14.0, 2 S. Kigen (KAF) 36:25.4"
bool is_rank(const Article& article, uint32_t at) {
    const auto& tokens = article.tokens;
    if (tokens[at].shape != Shape::Day || at == 0) return false;
    Shape before = tokens[at - 1].shape;
    if (!tokens[at].starts_paragraph && before != Shape::Comma && before != Shape::Colon &&
        before != Shape::Close)
        return false;
    uint32_t i = at + 1, words = 0;
    while (i < tokens.size() && words < 3 && is_name(tokens[i]) && !tokens[i].starts_paragraph) ++i, ++words;
    if (words < 2 || i >= tokens.size() || tokens[i].shape != Shape::Open) return false;
    uint32_t close = i + 1;
    while (close < tokens.size() && close < i + 4 && is_name(tokens[close])) ++close;
    if (close == i + 1 || close + 1 >= tokens.size() || tokens[close].shape != Shape::Close) return false;
    Shape result = tokens[close + 1].shape;
    return result == Shape::Clock || result == Shape::Decimal || result == Shape::Integer ||
           result == Shape::Alphanumeric;
}

/// "7-6 (5)", how a tie-break of tennis ended, and the ".1" of "Vale Town. . . .1".
bool is_told_of_a_set(const Article& article, uint32_t at) {
    const auto& tokens = article.tokens;
    if (at < 4) return false;
    if (tokens[at].shape == Shape::Decimal && article.text(at)[0] == '.')
        return tokens[at - 1].shape == Shape::Stop && tokens[at - 2].shape == Shape::Stop;
    return tokens[at].shape == Shape::Day && tokens[at - 1].shape == Shape::Open && at + 1 < tokens.size() &&
           tokens[at + 1].shape == Shape::Close && tokens[at - 2].shape == Shape::Day &&
           is_sign(tokens[at - 3]) && tokens[at - 4].shape == Shape::Day && tokens[at - 2].glued;
}

/// "struck on 12' and 88'": minutes of a match
bool is_minute_with_sign(const Article& article, uint32_t at) {
    const auto& tokens = article.tokens;
    if (at + 1 >= tokens.size() || !tokens[at + 1].glued || tokens[at + 1].shape != Shape::Quote ||
        tokens[at].bytes.end - tokens[at].bytes.begin > 3)
        return false;
    return tells_of_match(article, at);
}

/// Where the name before the token begins; the token itself where there is none.
uint32_t name_before(const Article& article, uint32_t at) {
    constexpr uint32_t kLongest = 5;
    uint32_t i = at;
    while (i > 0 && i + kLongest > at && !article.tokens[i].starts_paragraph &&
           (is_name(article.tokens[i - 1]) || article.tokens[i - 1].shape == Shape::Hyphen))
        --i;
    return i;
}

}  // namespace

bool is_in_result(const Article& article, uint32_t at) {
    // Most numbers stand behind a word.
    if (at > 0 && article.tokens[at - 1].shape == Shape::Lower)
        return is_told_of_a_side(article, at) || is_minute_with_sign(article, at);
    return is_minute(article, at) || is_line_score(article, at) || has_scorers(article, at) ||
           is_bracketed(article, at) || is_told_of_a_side(article, at) || is_rank(article, at) ||
           is_in_line_score(article, at) || is_told_of_a_set(article, at) || is_minute_with_sign(article, at);
}

bool counts_in_result(const Article& article, const NumberLabels& labels, uint32_t at) {
    const auto& tokens = article.tokens;
    if (!is_integer(tokens[at]) || at < 2 || tokens[at].starts_paragraph) return false;
    uint32_t begin = name_before(article, at);
    bool last = at + 1 >= tokens.size() || tokens[at + 1].starts_paragraph;
    if (begin == at || begin == 0) return false;
    // "M Holm c Vale b Barta 17; ..."
    static const WordId kB = word_id("b");
    bool bowled = !tokens[begin].starts_paragraph && tokens[begin - 1].word == kB &&
                  tokens[begin - 1].shape == Shape::Lower;
    if (bowled && (last || tokens[at + 1].shape == Shape::Colon || tokens[at + 1].shape == Shape::Comma ||
                   tokens[at + 1].shape == Shape::Stop))
        return true;
    // "268 Anna Holm (Norway) 66 68 69 65"
    bool rounds = at + 3 < tokens.size() && is_integer(tokens[at + 1]) && is_integer(tokens[at + 2]) &&
                  is_integer(tokens[at + 3]) && !tokens[at + 1].starts_paragraph &&
                  !tokens[at + 3].starts_paragraph;
    if (rounds && !tokens[begin].starts_paragraph && is_integer(tokens[begin - 1]) &&
        tokens[begin - 1].starts_paragraph)
        return true;
    // "(A Holm 2, B Vale, C Barta tries; ..."
    static const WordSet kScored = {"tries", "goals", "touchdowns", "tds", "conversions", "points"};
    constexpr uint32_t kFarthest = 30;  // tokens
    if (last || tokens[at + 1].shape != Shape::Comma) return false;
    for (uint32_t i = at + 2; i < tokens.size() && i < at + kFarthest && !tokens[i].starts_paragraph; ++i) {
        if (kScored.contains(tokens[i].word))
            return tokens[i].shape == Shape::Lower && !is_integer(tokens[i - 1]);
        bool of_list = is_name(tokens[i]) || is_integer(tokens[i]) || tokens[i].shape == Shape::Comma ||
                       tokens[i].shape == Shape::Hyphen || tokens[i].shape == Shape::Possessive;
        if (!of_list || article.lexicon.carries(article.hits, i, labels.month)) return false;
    }
    return false;
}

}  // namespace nutgraf
