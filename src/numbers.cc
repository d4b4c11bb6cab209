#include "numbers.h"

#include <algorithm>
#include <array>

#include "decimal.h"
#include "neighbour_unit.h"
#include "number_reader.h"
#include "result_lines.h"
#include "unit_sense.h"

namespace nutgraf {
namespace {

/// Words that the context of numbers knows by name.
struct Words {
    WordId a = word_id("a"), an = word_id("an"), one = word_id("one"), half = word_id("half"), to = word_id("to"), o_r = word_id("or"), the = word_id("the"), in = word_id("in"),
           of = word_id("of"), plus = word_id("+"), about = word_id("~"), more = word_id(">"), less = word_id("<");
};
const Words kWords;

bool goes_on_in_list(const Article& article, const NumberLabels& labels, uint32_t at);

/// "The toll went up to 18": where it is now; `to` is the token of "to".
bool tells_level(const std::vector<Token>& tokens, uint32_t to) {
    static const WordId kUp = word_id("up");
    static const WordSet kMoved = {"went", "goes", "gone", "rose", "risen", "climbed", "shot", "jumped", "crept", "ticked", "edged"};
    return to > 1 && tokens[to].word == kWords.to && tokens[to - 1].word == kUp && !tokens[to].starts_sentence && !tokens[to - 1].starts_sentence && kMoved.contains(tokens[to - 2].word);
}

/// What stands around a mention and decides whether it is a number at all, and how exact.
class Context {
public:
    Context(const Article& article, const NumberLabels& labels) : article_(article), labels_(labels), tokens_(article.tokens) {}

    bool continues(uint32_t token) const { return token < tokens_.size() && !tokens_[token].starts_sentence; }
    bool carries(uint32_t token, LabelId label) const { return article_.lexicon.carries(article_.hits, token, label); }

    /// Does a single token that may be a number count?
    bool counts(TokenSpan span) const {
        const Token& token = tokens_[span.begin];
        if (leads_a_line(span)) return false;
        // "an M4.5 quake"
        uint32_t at = span.begin;
        bool behind_point = at >= 2 && tokens_[at].glued && tokens_[at - 1].shape == Shape::Stop && tokens_[at - 1].glued;
        if (behind_point && tokens_[at - 2].shape == Shape::Alphanumeric) return false;
        if (scores_a_match(at) && !goes_on_in_list(article_, labels_, at) && !counts_in_result(article_, labels_, at)) return false;
        if (is_in_result(article_, at)) return false;
        // "flat 4B": a letter that multiplies nothing
        if (continues(span.end) && tokens_[span.end].glued && carries(span.end, labels_.scale_letter)) return false;
        if (token.word == kWords.one) return one_counts(span);
        if (token.word == kWords.half) return half_counts(span);
        if (token.shape == Shape::Fraction) return fraction_counts(span.begin);
        if (token.shape == Shape::Year) return year_counts(span);
        return true;
    }

    /// "won 5-3", "555-010-4477", "in 2013-16" are no counts, "10-15 boys" is a range: for the former the end of the
    /// whole, else 0.
    uint32_t score_end(TokenSpan span, uint32_t limit, bool range) const {
        uint32_t end = span.end;
        while (end + 1 < limit && is_sign(tokens_[end]) && is_digits(tokens_[end + 1])) end += 2;
        if (end > span.end) return end;
        bool digits = range && std::none_of(tokens_.begin() + span.begin, tokens_.begin() + span.end, [](const Token& token) { return token.shape == Shape::Lower; });
        // No game is won by thousands: "50,000-100,000 fled".
        bool large = range && (article_.text(span.begin).find(',') != std::string_view::npos || tokens_[span.begin + 1].shape == Shape::Comma);
        return digits && !large && !plural_at(article_, labels_, end) && (end >= limit || !carries(end, labels_.counted)) ? end : 0;
    }

    /// "odds of 7-to-1": where such a ratio ends, else 0. "5-to-10" is a range, which is read before.
    uint32_t odds_end(uint32_t end) const {
        static const WordId kTo = word_id("to");
        bool joined = end + 3 < tokens_.size() && tokens_[end].shape == Shape::Hyphen && tokens_[end + 1].word == kTo && tokens_[end + 2].shape == Shape::Hyphen;
        bool number = joined && (is_digits(tokens_[end + 3]) || carries(end + 3, labels_.number_word));
        return number ? end + 4 : 0;
    }

    /// "0800 123 456": digits that begin with a nought are called, not counted. Where they end, else 0.
    uint32_t dialled_end(uint32_t token) const {
        std::string_view text = article_.text(token);
        if (tokens_[token].shape != Shape::Integer || text.size() < 2 || text[0] != '0') return 0;
        uint32_t end = token + 1;
        while (continues(end) && tokens_[end].shape >= Shape::Day && tokens_[end].shape <= Shape::Integer) ++end;
        return end;
    }

private:
    /// "1. Kenya; 2. Ethiopia": the number of a line or item, not a count.
    bool leads_a_line(TokenSpan span) const {
        uint32_t stop = span.end;
        bool first = tokens_[span.begin].starts_paragraph || (span.begin > 0 && tokens_[span.begin - 1].shape == Shape::Colon) || comes_next(span.begin);
        return first && tokens_[span.begin].shape == Shape::Day && stop + 1 < tokens_.size() && tokens_[stop].shape == Shape::Stop && tokens_[stop].glued &&
               !tokens_[stop + 1].starts_paragraph && is_capitalised(tokens_[stop + 1]);
    }

    /// "Bury 2 Gillingham 2; Dallas 10 at Denver 13": what two names with a capital score, no counts.
    bool scores_a_match(uint32_t at) const {
        static const WordId kAt = word_id("at");
        constexpr uint32_t kMostWords = 4;
        auto points = [&](uint32_t i) { return i < tokens_.size() && (tokens_[i].shape == Shape::Day || (tokens_[i].shape == Shape::Integer && tokens_[i].bytes.end - tokens_[i].bytes.begin <= 3)); };
        auto name = [&](uint32_t i) {
            if (i < tokens_.size() && tokens_[i].shape == Shape::Alphanumeric) return article_.text(i).ends_with("ers");  // the 49ers, the 76ers
            return i < tokens_.size() && is_capitalised(tokens_[i]) && tokens_[i].shape != Shape::Initial && !carries(i, labels_.function) && !carries(i, labels_.month);
        };
        auto joins = [&](uint32_t i) { return i < tokens_.size() && (tokens_[i].shape == Shape::Comma || tokens_[i].shape == Shape::Dash || tokens_[i].word == kAt); };
        if (!points(at) || at == 0 || tokens_[at].starts_sentence || !name(at - 1)) return false;
        // the other behind it
        uint32_t i = at + 1;
        constexpr uint32_t kScorers = 60;  // "Auxerre 2 (Guivarc'h 8, 61) Bastia 0"
        if (i < tokens_.size() && tokens_[i].shape == Shape::Open) {
            while (i < tokens_.size() && i < at + kScorers && tokens_[i].shape != Shape::Close) ++i;
            ++i;
        }
        while (i <= at + 2 && joins(i)) ++i;
        uint32_t first = i;
        while (i < first + kMostWords && name(i) && !tokens_[i].starts_sentence) ++i;
        if (i > first && points(i) && !tokens_[i].starts_sentence && !points(i + 1)) return true;
        // or before it
        if (points(at + 1)) return false;
        uint32_t begin = at;
        while (begin > 0 && begin + kMostWords > at && name(begin - 1) && !tokens_[begin].starts_paragraph) --begin;
        if (tokens_[begin].starts_paragraph) return false;
        for (uint32_t back = 0; back < 2 && begin > 1 && joins(begin - 1); ++back) --begin;
        return begin >= 2 && points(begin - 1) && name(begin - 2);
    }

    /// "1. Anna Holm 9.94 2. Ines Barta": is it one more than the item before it?
    bool comes_next(uint32_t token) const {
        constexpr uint32_t kItem = 40;
        int rank = item_rank(token);
        for (uint32_t i = token; rank > 1 && i-- > 0 && i + kItem > token;)
            if (int before = item_rank(i); before != 0) return before == rank - 1;
        return false;
    }
    /// Of "2." before a capital 2, else 0.
    int item_rank(uint32_t i) const {
        bool item = i + 2 < tokens_.size() && tokens_[i].shape == Shape::Day && tokens_[i + 1].shape == Shape::Stop && tokens_[i + 1].glued && is_capitalised(tokens_[i + 2]) && !tokens_[i + 2].starts_paragraph;
        std::string_view text = item ? article_.text(i) : std::string_view{};
        int rank = 0;
        for (char digit : text) rank = rank * 10 + (digit - '0');
        return rank;
    }

    /// "1500 jobs", but not "the 2014 protests" or "last summer's 1969 films".
    bool year_counts(TokenSpan span) const {
        if (is_index_level(article_, span.begin)) return true;
        static const std::array<WordId, 12> kDates = {word_id("the"), word_id("its"), word_id("his"), word_id("her"), word_id("their"), word_id("this"),
                                                      word_id("'s"),  word_id("in"),  word_id("since"), word_id("early"), word_id("late"), word_id("by")};
        if (span.begin > 0 && !tokens_[span.begin].starts_sentence) {
            WordId before = tokens_[span.begin - 1].word;
            if (std::find(kDates.begin(), kDates.end(), before) != kDates.end()) return false;
        }
        return plural_at(article_, labels_, span.end);
    }

    /// "3/4 of a cup", not "9/11", "24/7" or the case 353/2025.
    bool fraction_counts(uint32_t token) const {
        std::string_view text = article_.text(token);
        size_t slash = text.find('/');
        if (slash == std::string_view::npos) return true;
        auto numerator = Decimal::parse(text.substr(0, slash)), denominator = Decimal::parse(text.substr(slash + 1));
        bool of_year = text.size() - slash == 5 && (text[slash + 1] == '2' || text.substr(slash + 1, 2) == "19");
        return numerator && denominator && numerator->less_than(*denominator) && text != "9/11" && !of_year;
    }

    /// "half of them", "almost half the voters"; not "the first half" or "half an hour".
    bool half_counts(TokenSpan span) const {
        static const WordId kBy = word_id("by");
        bool by = span.begin > 0 && tokens_[span.begin - 1].word == kBy && !tokens_[span.begin].starts_sentence;  // "cut by half in May"
        if (by && !(continues(span.end) && (tokens_[span.end].word == kWords.a || tokens_[span.end].word == kWords.an || tokens_[span.end].shape == Shape::Hyphen))) return true;
        if (!continues(span.end)) return !bound_before(span.begin).empty();
        WordId next = tokens_[span.end].word;
        if (next == kWords.a || next == kWords.an || tokens_[span.end].shape == Shape::Hyphen) return false;
        if (span.begin > 0 && !tokens_[span.begin].starts_sentence && carries(span.begin - 1, labels_.ordinal)) return false;
        return next == kWords.of || next == kWords.the || !bound_before(span.begin).empty();
    }

    /// "two runs, one earned", "with one out in the ninth", "walked only one", "three in Ohio and one in Texas".
    bool one_is_told_alone(TokenSpan span) const {
        static const WordSet kEarned = {"earned", "unearned"}, kOnly = {"only", "just"}, kPlace = {"in", "at", "from", "near"};
        static const WordId kOut = word_id("out"), kWith = word_id("with"), kOf = word_id("of"), kAnd = word_id("and");
        uint32_t at = span.begin, next = span.end;
        if (at == 0 || tokens_[at].starts_sentence) return false;
        if (continues(next) && tokens_[next].word == kOut && tokens_[at - 1].word == kWith) return !(continues(next + 1) && tokens_[next + 1].word == kOf);
        if (at < 2 || tokens_[at - 1].starts_sentence) return false;
        bool ends = !continues(next) || tokens_[next].shape == Shape::Comma || tokens_[next].shape == Shape::Stop;
        if (ends) return kOnly.contains(tokens_[at - 1].word) && tokens_[at - 2].word != kWords.the && tokens_[at - 2].word != kWords.an;
        bool behind_comma = tokens_[at - 1].shape == Shape::Comma || tokens_[at - 1].word == kAnd;
        if (kEarned.contains(tokens_[next].word)) return behind_comma;
        if (!behind_comma || !kPlace.contains(tokens_[next].word) || !continues(next + 1) || !is_capitalised(tokens_[next + 1])) return false;
        constexpr uint32_t kFarthest = 12;  // tokens
        for (uint32_t i = at - 1; i-- > 0 && i + kFarthest > at && !tokens_[i + 1].starts_sentence;)
            if (tokens_[i].shape == Shape::Day || tokens_[i].shape == Shape::Integer || carries(i, labels_.number_word)) return true;
        return false;
    }

    /// "four plants, including one at Oryol", "by a majority of one", "struck out eight and walked one", "one of nine shots", "Berg:
    /// One, in May", "the one bus that runs", "in one Central Line carriage".
    bool one_is_told(TokenSpan span) const {
        static const WordSet kHolds = {"include", "includes", "included", "including"}, kLead = {"majority", "margin"}, kRelative = {"that", "who", "which", "whose", "in", "on"};
        static const WordId kAnd = word_id("and"), kHand = word_id("hand");
        uint32_t at = span.begin, next = span.end;
        bool inside = at > 0 && !tokens_[at].starts_sentence;
        auto number = [&](uint32_t i) { return is_digits(tokens_[i]) || carries(i, labels_.number_word); };
        static const WordSet kShots = {"made", "hit", "won", "sank", "missed", "converted", "scored", "saved", "took", "only", "just"};
        if (continues(next + 1) && tokens_[next].word == kWords.of) return inside && kShots.contains(tokens_[at - 1].word) && number(next + 1);
        if (inside && kHolds.contains(tokens_[at - 1].word) && !(continues(next) && is_sign(tokens_[next]))) return true;
        if (inside && at > 1 && tokens_[at - 1].word == kWords.of && kLead.contains(tokens_[at - 2].word)) return true;
        if (inside && at > 2 && tokens_[at - 1].shape == Shape::Lower && article_.text(at - 1).ends_with("ed") && tokens_[at - 2].word == kAnd && number(at - 3)) return true;
        if (at > 1 && !tokens_[at].starts_paragraph && tokens_[at - 1].shape == Shape::Colon && tokens_[at].shape == Shape::Capital && next < tokens_.size() && tokens_[next].shape == Shape::Comma) return true;
        if (inside && tokens_[at - 1].word == kWords.the && continues(next + 1) && tokens_[next].shape == Shape::Lower && !carries(next, labels_.function)) return kRelative.contains(tokens_[next + 1].word) && tokens_[next].word != kHand;
        // "two Canadians, one Briton and one American died"
        bool joined = inside && at > 1 && (tokens_[at - 1].word == kAnd || tokens_[at - 1].shape == Shape::Comma) && continues(next) && tokens_[next].shape == Shape::Capital && !article_.text(next).ends_with('s');
        for (uint32_t i = at - 1; joined && i-- > 0 && i + 5 > at && !tokens_[i + 1].starts_sentence;)
            if (number(i)) return true;
        uint32_t noun = next;
        while (noun < next + 3 && continues(noun) && tokens_[noun].shape == Shape::Capital) ++noun;
        // "They say one Indian officer fell", "when one Vale player was caught": the speaker does not count them.
        static const WordSet kBefore = {"in", "at", "from", "for", "with", "by", "on", "of", "to", "into", "and", "killing", "killed", "wounded", "wounding", "injured", "injuring", "arrested", "seized", "has", "had", "have", "left"};
        return inside && kBefore.contains(tokens_[at - 1].word) && noun > next && continues(noun) && tokens_[noun].shape == Shape::Lower && !carries(noun, labels_.function) && !carries(noun, labels_.speech_verb) && !article_.text(noun).ends_with("ed");
    }

    /// "one" counts in "one shell", "at least one", "one or two"; not in "one of them", "the one", "no one".
    bool one_counts(TokenSpan span) const {
        static const std::array<WordId, 11> kPronoun = {word_id("the"), word_id("this"), word_id("that"), word_id("no"), word_id("each"), word_id("any"),
                                                        word_id("every"), word_id("which"), word_id("another"), word_id("some"), word_id("as")};
        static const WordId kMore = word_id("more"), kSide = word_id("side");
        if (!bound_before(span.begin).empty()) return true;
        // "by nine to one"
        if (span.begin > 1 && tokens_[span.begin - 1].word == kWords.to && (is_digits(tokens_[span.begin - 2]) || carries(span.begin - 2, labels_.number_word))) return true;
        bool first = span.begin == 0 || tokens_[span.begin].starts_sentence;
        uint32_t next = span.end;
        if (one_is_told(span) || one_is_told_alone(span)) return true;
        static const WordSet kTime = {"point", "time", "stage", "moment"};
        static const WordId kAt = word_id("at");
        if (span.begin > 0 && tokens_[span.begin - 1].word == kAt && !tokens_[span.begin].starts_sentence && continues(next) && kTime.contains(tokens_[next].word)) return false;
        if (!first && span.begin > 1 && carries(span.begin - 1, labels_.ordinal) && tokens_[span.begin - 2].word == kWords.the) return false;  // "the first one fell"
        if (!continues(next)) return first;
        static const std::array<WordId, 5> kRelative = {word_id("which"), word_id("who"), word_id("that"), word_id("whose"), word_id("where")};
        if (std::find(kRelative.begin(), kRelative.end(), tokens_[next].word) != kRelative.end()) return false;
        if (!first && std::find(kPronoun.begin(), kPronoun.end(), tokens_[span.begin - 1].word) != kPronoun.end()) return false;
        // "one in every five", "one out of three"
        static const WordId kEvery = word_id("every"), kOut = word_id("out"), kOf = word_id("of");
        bool of_more = continues(next + 2) && ((tokens_[next].word == kWords.in && tokens_[next + 1].word == kEvery) || (tokens_[next].word == kOut && tokens_[next + 1].word == kOf));
        if (of_more) return is_digits(tokens_[next + 2]) || carries(next + 2, labels_.number_word);
        if (tokens_[next].word == kWords.o_r || tokens_[next].word == kWords.in || tokens_[next].word == kWords.to)
            return continues(next + 1) && (is_digits(tokens_[next + 1]) || carries(next + 1, labels_.number_word) || tokens_[next + 1].word == kMore);
        if (tokens_[next].shape == Shape::Hyphen) return continues(next + 1) && carries(next + 1, labels_.counted);
        // "One FIR was registered"
        static const WordSet kIs = {"was", "is", "has", "had"};
        if (first && tokens_[next].shape == Shape::Upper && continues(next + 1) && kIs.contains(tokens_[next + 1].word)) return true;
        if (tokens_[next].shape != Shape::Lower || tokens_[next].word == kSide) return false;
        // "one signed last year" stands for a noun
        return !carries(next, labels_.function) && (!article_.text(next).ends_with("ed") || carries(next, labels_.counted));
    }

public:
    /// The bound that words before or behind a mention give it: "about", "more than", "or less".
    std::string_view bound(TokenSpan span) const {
        std::string_view before = bound_before(span.begin);
        if (!before.empty()) return before;
        uint32_t next = span.end;
        if (!continues(next)) return {};
        if (tokens_[next].word == kWords.plus) return "at least";
        if (!continues(next + 1)) return {};
        static const WordId kOn = word_id("on");
        if (tokens_[next].word == kWords.o_r || tokens_[next].word == kOn) return field({next, next + 2});
        static const WordId kOdd = word_id("odd"), kPlus = word_id("plus"), kIsh = word_id("ish"), kSome = word_id("something");
        if (tokens_[next].shape == Shape::Hyphen) {  // "500-odd pupils", "40-plus cars"
            WordId word = tokens_[next + 1].word;
            return word == kPlus ? "at least" : word == kOdd || word == kIsh || word == kSome ? "approx" : "";
        }
        return {};
    }

private:
    std::string_view bound_before(uint32_t begin) const {
        if (begin == 0 || tokens_[begin].starts_sentence) return {};
        const Token& before = tokens_[begin - 1];
        if (before.word == kWords.about) return "approx";
        if (before.word == kWords.more) return "more than";
        if (before.word == kWords.less) return "less than";
        // The longest form that ends here: "no more than" before "more than". Most numbers have none near.
        constexpr uint32_t kLongest = 5;
        const auto& names = article_.hits.names;
        auto name = std::lower_bound(names.begin(), names.end(), begin, [](const LexiconHit& hit, uint32_t token) { return hit.tokens.begin < token; });
        bool near = false;
        for (; name != names.begin() && begin - (name - 1)->tokens.begin <= 2 * kLongest; --name) near |= (name - 1)->label == labels_.approximator;
        for (uint32_t length = near ? kLongest : 1; length > 0; --length) {
            if (begin < length) continue;
            uint32_t from = begin - length;
            bool same_sentence = true;
            for (uint32_t i = from + 1; i < begin; ++i) same_sentence &= !tokens_[i].starts_sentence;
            if (!same_sentence || tokens_[from].word == kWords.o_r) continue;
            if (from > 0 && tokens_[from].glued && tokens_[from - 1].shape == Shape::Hyphen) continue;  // "a three-under 69"
            if (length == 2 && tells_level(tokens_, begin - 1)) continue;
            if (std::string_view found = field({from, begin}); !found.empty()) return found;
        }
        return {};
    }
    std::string_view field(TokenSpan span) const {
        bool may_be = span.end - span.begin == 1 ? carries(span.begin, labels_.approximator) : article_.lexicon.may_have_entries(tokens_, article_.hits, span);
        if (!may_be) return {};  // most
        thread_local std::vector<EntryId> entries;
        article_.lexicon.find_entries(tokens_, span, labels_.approximator, entries);
        return entries.empty() ? std::string_view{} : article_.lexicon.field(entries.front(), "bound");
    }

    const Article& article_;
    const NumberLabels& labels_;
    const std::vector<Token>& tokens_;
};

/// What an amount is said of: the noun that it counts, and what it is to a change.
class Surroundings {
public:
    Surroundings(const Article& article, const NumberLabels& labels) : article_(article), labels_(labels), tokens_(article.tokens) {}

    /// "175,000 troops" counts "troops", "thousands of pilgrims" "pilgrims", "a 131-page report" "page".
    std::string_view counted(TokenSpan span) const {
        static const std::array<WordId, 8> kDeterminers = {kWords.the, word_id("these"), word_id("those"), word_id("its"), word_id("his"), word_id("her"), word_id("their"), word_id("our")};
        uint32_t at = span.end;
        if (!continues(at)) return {};
        if (tokens_[at].shape == Shape::Hyphen) {
            bool noun = continues(at + 1) && article_.lexicon.carries(article_.hits, at + 1, labels_.counted);
            return noun ? article_.text(at + 1) : std::string_view{};
        }
        if (tokens_[at].word == kWords.of) {
            ++at;
            if (continues(at) && std::find(kDeterminers.begin(), kDeterminers.end(), tokens_[at].word) != kDeterminers.end()) ++at;
        }
        for (uint32_t i = at; i < at + 3 && continues(i) && tokens_[i].shape <= Shape::Upper; ++i)
            if (article_.lexicon.carries(article_.hits, i, labels_.counted) && !(continues(i + 1) && article_.lexicon.carries(article_.hits, i + 1, labels_.counted))) {
                // "3,200 in Long Island": no islands
                static const WordSet kPlace = {"in", "at", "on", "from", "by", "for", "with"};
                bool elsewhere = std::any_of(tokens_.begin() + at, tokens_.begin() + i, [](const Token& token) { return kPlace.contains(token.word); });
                return elsewhere ? std::string_view{} : article_.text(i);
            }
        uint32_t noun = plural_noun(article_, labels_, at);
        if (noun == kNoNoun || article_.lexicon.carries(article_.hits, noun, labels_.speech_verb)) return {};
        return article_.text(noun);
    }

    /// "rise" or "fall" of a change ("rose by 5", "a 3% drop", "2 points lower"), "level" of what something changed from or
    /// to ("rose from 4 to 9", "up 3% to $5").
    std::string_view role(TokenSpan span) const {
        static const WordId kBy = word_id("by"), kFrom = word_id("from");
        uint32_t i = span.begin;
        // Words of a bound stand between: "rose by more than 5".
        for (uint32_t seen = 0; i > 0 && seen < 4 && !tokens_[i].starts_sentence && bounds(i - 1); ++seen) --i;
        if (i > 0 && !tokens_[i].starts_sentence) {
            WordId before = tokens_[i - 1].word;
            if (std::string_view direct = change(i - 1); !direct.empty()) return is_gathered(i - 1, span.end) ? std::string_view{} : direct;
            if (before == kWords.of && inside(i - 1))
                if (std::string_view noun = change(i - 2); !noun.empty()) return noun;  // "a drop of 3 points"
            if (before == kBy) return change_before(i - 1, 5);
            if (before == kWords.to || before == kFrom) return change_before(i - 1, 18).empty() ? std::string_view{} : "level";
            // "fell 3.4%, or 251 points": the same change again
            if (before == kWords.o_r) return change_before(i - 1, 10);
        }
        uint32_t next = span.end;
        if (continues(next) && tokens_[next].shape == Shape::Hyphen) ++next;
        if (continues(next) && tokens_[next].shape == Shape::Lower && !article_.lexicon.carries(article_.hits, next, labels_.function) && change(next).empty() && continues(next + 1) && comparative(next + 1)) ++next;
        return continues(next) ? change(next) : std::string_view{};
    }

private:
    bool continues(uint32_t token) const { return token < tokens_.size() && !tokens_[token].starts_sentence; }
    bool inside(uint32_t token) const { return token > 0 && !tokens_[token].starts_sentence; }
    /// A word of a bound: "by [more than] 5", "rose [at least] 3%", "fell [up to] 20%".
    bool bounds(uint32_t token) const {
        static const std::array<WordId, 11> kSmall = {word_id("than"), word_id("more"),    word_id("less"),    word_id("as"),    word_id("much"), word_id("just"),
                                                      word_id("only"), word_id("another"), word_id("further"), word_id("least"), word_id("about")};
        static const WordId kAt = word_id("at"), kLeast = word_id("least"), kUp = word_id("up");
        WordId word = tokens_[token].word;
        if (word == kAt) return tokens_[token + 1].word == kLeast;
        if (word == kUp) return tokens_[token + 1].word == kWords.to;
        if (word == kWords.to) return inside(token) && tokens_[token - 1].word == kUp && !tells_level(tokens_, token);
        return std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end() || article_.lexicon.carries(article_.hits, token, labels_.approximator);
    }
    /// "recovered six bodies", "picked up six wickets": no rise, as "recovered six points" is.
    bool is_gathered(uint32_t verb, uint32_t noun) const {
        static const WordSet kFound = {"recover", "recovers", "recovered", "recovering"}, kPick = {"pick", "picks", "picked", "picking"}, kLevel = {"points", "places"};
        static const WordId kUp = word_id("up");
        bool gathered = kFound.contains(tokens_[verb].word) || (tokens_[verb].word == kUp && inside(verb) && kPick.contains(tokens_[verb - 1].word));
        if (!gathered) return false;
        if (continues(noun) && article_.text(noun) == "men") return true;
        uint32_t plural = plural_noun(article_, labels_, noun);
        return plural != kNoNoun && !kLevel.contains(tokens_[plural].word);
    }
    bool comparative(uint32_t token) const {
        static const std::array<WordId, 4> kAfter = {word_id("higher"), word_id("lower"), word_id("up"), word_id("down")};
        return std::find(kAfter.begin(), kAfter.end(), tokens_[token].word) != kAfter.end();
    }
    std::string_view change(uint32_t token) const {
        if (!article_.lexicon.carries(article_.hits, token, labels_.change)) return {};
        EntryId entry = article_.lexicon.find_entry(tokens_, {token, token + 1}, labels_.change);
        return entry == kNoEntry ? std::string_view{} : article_.lexicon.field(entry, "role");
    }
    std::string_view change_before(uint32_t token, uint32_t farthest) const {
        for (uint32_t i = token, seen = 0; i > 0 && seen < farthest && !tokens_[i].starts_sentence; ++seen)
            if (std::string_view found = change(--i); !found.empty()) return found;
        return {};
    }

    const Article& article_;
    const NumberLabels& labels_;
    const std::vector<Token>& tokens_;
};

bool names_celsius(const Article& article) {
    static const std::array<WordId, 4> kCelsius = {word_id("celsius"), word_id("centigrade"), word_id("°c"), word_id("c")};
    return std::any_of(article.tokens.begin(), article.tokens.end(), [](const Token& token) { return std::find(kCelsius.begin(), kCelsius.end(), token.word) != kCelsius.end(); });
}

/// Does the sentence of a mention name a place in the United States, and none elsewhere?
bool in_united_states(const Article& article, const std::vector<Mention>& mentions, size_t index) {
    uint32_t begin = mentions[index].tokens.begin, end = mentions[index].tokens.end;
    constexpr uint32_t kFarthest = 40;  // tokens
    for (uint32_t i = 0; i < kFarthest && begin > 0 && !article.tokens[begin].starts_sentence; ++i) --begin;
    for (uint32_t i = 0; i < kFarthest && end < article.tokens.size() && !article.tokens[end].starts_sentence; ++i) ++end;
    bool there = false, elsewhere = false;
    auto look = [&](const Mention& mention) {
        if (mention.kind != Kind::Place || mention.value.entry == kNoEntry) return;
        std::string_view country = article.lexicon.field(mention.value.entry, "country");
        bool state = country.empty() && article.lexicon.label_name(article.lexicon.label(mention.value.entry)) == "us-state";
        (state || country == "US" ? there : elsewhere) = true;
    };
    for (size_t i = index; i > 0 && mentions[i - 1].tokens.begin >= begin; --i) look(mentions[i - 1]);
    for (size_t i = index + 1; i < mentions.size() && mentions[i].tokens.begin < end; ++i) look(mentions[i]);
    return there && !elsewhere;
}

/// Are nearly all the places of the article in the United States, or the first of a mixed lot, which is where it was written?
bool is_american(const Article& article, const std::vector<Mention>& mentions) {
    uint32_t there = 0, elsewhere = 0;
    bool first = false;
    for (const Mention& mention : mentions) {
        if (mention.kind != Kind::Place || mention.value.entry == kNoEntry) continue;
        std::string_view country = article.lexicon.field(mention.value.entry, "country");
        bool state = country.empty() && article.lexicon.label_name(article.lexicon.label(mention.value.entry)) == "us-state";
        if (there + elsewhere == 0) first = state || country == "US";
        (state || country == "US" ? there : elsewhere) += state || !country.empty();
    }
    constexpr uint32_t kFew = 2;
    return there > kFew && (there > 3 * elsewhere || (first && 2 * there > elsewhere));
}
/// "warming of 2 degrees": of the climate in Celsius, in American papers, too
bool warms(const Article& article, TokenSpan degrees) {
    static const WordSet kWarming = {"warming", "pre-industrial", "preindustrial", "climate", "warmed"};
    uint32_t begin = degrees.begin, end = degrees.end;
    while (begin > 0 && !article.tokens[begin].starts_sentence) --begin;
    while (end < article.tokens.size() && !article.tokens[end].starts_sentence) ++end;
    return std::any_of(article.tokens.begin() + begin, article.tokens.begin() + end, [&](const Token& token) { return kWarming.contains(token.word); });
}

/// "The shilling closed at 77.20 to the dollar against 77.35 on Wednesday": amounts of the currency that is quoted. Its
/// code, or empty. `last` is the number before it.
std::string_view exchange_rate(const Article& article, const NumberLabels& labels, const Mention& mention, const Mention* last) {
    const auto& tokens = article.tokens;
    if (mention.subkind != Subkind::Cardinal || !mention.value.written->unit.empty() || mention.tokens.end != mention.tokens.begin + 1 || !is_digits(tokens[mention.tokens.begin])) return {};
    static const WordId kThe = word_id("the"), kPer = word_id("per"), kAgainst = word_id("against"), kUs = word_id("us"), kFrom = word_id("from");
    static const std::array<WordId, 4> kQuoted = {word_id("dollar"), word_id("greenback"), word_id("euro"), word_id("pound")};
    uint32_t at = mention.tokens.end;
    auto inside = [&](uint32_t token) { return token < tokens.size() && !tokens[token].starts_sentence; };
    bool rate = inside(at) && (tokens[at].word == kWords.to || tokens[at].word == kPer || tokens[at].word == kAgainst);
    if (rate && inside(++at) && tokens[at].word == kThe) ++at;
    if (rate && inside(at) && tokens[at].word == kUs) ++at;
    rate = rate && inside(at) && std::find(kQuoted.begin(), kQuoted.end(), tokens[at].word) != kQuoted.end();
    uint32_t begin = mention.tokens.begin;
    auto before = [&](uint32_t token) { return token > 0 && !tokens[token].starts_sentence; };
    if (!rate) {  // "against 77.35": what the rate before it was before
        WordId word = before(begin) ? tokens[begin - 1].word : WordId{};
        bool again = last != nullptr && last->subkind == Subkind::Money && (word == kAgainst || word == kFrom) && begin - last->tokens.end <= 6;
        for (uint32_t i = last != nullptr ? last->tokens.end : begin; again && i < begin; ++i) again = !tokens[i].starts_sentence;
        again = again && std::any_of(kQuoted.begin(), kQuoted.end(), [&](WordId quoted) { return tokens[begin - 2].word == quoted; });
        return again ? std::string_view(last->value.written->unit) : std::string_view{};
    }
    for (uint32_t i = begin, seen = 0; before(i) && seen < 14; ++seen) {
        --i;
        if (!article.lexicon.carries(article.hits, i, labels.currency) || std::find(kQuoted.begin(), kQuoted.end(), tokens[i].word) != kQuoted.end()) continue;
        EntryId entry = article.lexicon.find_entry(tokens, {i, i + 1}, labels.currency);
        if (entry != kNoEntry) return article.lexicon.field(entry, "code");
    }
    return {};
}

/// A bare number takes the unit of its neighbour: "2 or 3 percent", "from 4 to 7 litres", "25 km to less than 3",
/// "10 by 12 feet", "$4.50, up from 3.80". True if one did.
bool share_unit(const Article& article, Mention& first, Mention& second) {
    static const WordId kFrom = word_id("from"), kBy = word_id("by"), kUp = word_id("up"), kDown = word_id("down");
    static const std::array<WordId, 17> kBetween = {kWords.to, kWords.o_r,         word_id("and"),     word_id("than"),    word_id("less"), word_id("more"), kWords.about, word_id("nearly"), word_id("almost"),
                                                    word_id("around"), word_id("just"), word_id("only"), kFrom, kBy, kUp, kDown, word_id("-")};
    if (first.value.written->unit.empty() == second.value.written->unit.empty() || first.tokens.end >= second.tokens.begin) return false;
    Mention& bare = first.value.written->unit.empty() ? first : second;
    const Mention& measured = first.value.written->unit.empty() ? second : first;
    uint32_t gap = second.tokens.begin - first.tokens.end;
    if (bare.subkind != Subkind::Cardinal || !bare.value.written->counted.empty() || measured.subkind == Subkind::NumberRange || gap > 4) return false;
    bool comma = article.tokens[first.tokens.end].shape == Shape::Comma;
    for (uint32_t i = first.tokens.end + (comma ? 1 : 0); i < second.tokens.begin; ++i)
        if (article.tokens[i].starts_sentence || std::find(kBetween.begin(), kBetween.end(), article.tokens[i].word) == kBetween.end()) return false;
    WordId joint = article.tokens[first.tokens.end].word, last = article.tokens[second.tokens.begin - 1].word;
    auto share = [&] {
        // "corn gained 2 to $2.15": cents
        auto change = &bare == &first && joint == kWords.to && measured.subkind == Subkind::Money && !bare.value.written->role.empty() ? Decimal::parse(bare.value.written->text) : std::nullopt;
        auto price = change ? Decimal::parse(measured.value.written->text) : std::nullopt;
        bool cents = price && measured.value.written->text.find('.') != std::string::npos && price->less_than(change->times(Decimal(2)).value_or(*change));
        if (cents) bare.value.written->text = change->times(*Decimal::parse(".01")).value_or(*change).text();
        bare.value.written->unit = measured.value.written->unit;
        bare.subkind = measured.subkind;
        return true;
    };
    // Behind the second a word that is no noun, or the sentence's end: "to 25 guards" are guards.
    bool ends = second.tokens.end >= article.tokens.size() || article.tokens[second.tokens.end].shape > Shape::Mixed || article.tokens[second.tokens.end].starts_sentence;
    if (last == kFrom && &bare == &second) {
        // "to 4.5 percent from 4.2", "at $4.50, up from 3.80": levels of one thing are of one size.
        auto a = Decimal::parse(bare.value.written->text), b = Decimal::parse(measured.value.written->text);
        bool size = a && b && a->less_than(b->times(Decimal(10)).value_or(*b)) && b->less_than(a->times(Decimal(10)).value_or(*a));
        bool levels = first.value.written->role == "level" || (comma && gap == 3);
        return ends && size && levels && share();
    }
    if (comma) return false;
    if (std::any_of(article.tokens.begin() + first.tokens.end, article.tokens.begin() + second.tokens.begin, [](const Token& token) { return token.word == kFrom || token.word == kUp || token.word == kDown; })) return false;
    if (std::any_of(article.tokens.begin() + first.tokens.end, article.tokens.begin() + second.tokens.begin, [](const Token& token) { return token.word == kBy || token.shape == Shape::Hyphen; })) {
        bool by = joint == kBy || (gap == 3 && article.tokens[first.tokens.end].shape == Shape::Hyphen && article.tokens[first.tokens.end + 1].word == kBy);
        return by && &bare == &first && measured.subkind == Subkind::Quantity && share();  // "10 by 12 feet", "8-by-10-foot"
    }
    // "up 3.7% to 4.9 million" and "fell $2 to 30" lead to another thing; "from 4.5 percent to 5.1" does not.
    bool from = first.tokens.begin > 0 && article.tokens[first.tokens.begin - 1].word == kFrom;
    // "rose 100 rupiah to 9,875", "fell 1,775 tonnes to 277,575": what it is now, more than its change
    bool moved = &bare == &second && joint == kWords.to && gap == 1 && (measured.subkind == Subkind::Money || measured.subkind == Subkind::Quantity) && (first.value.written->role == "rise" || first.value.written->role == "fall");
    auto change = moved && ends ? Decimal::parse(measured.value.written->text) : std::nullopt, price = change ? Decimal::parse(bare.value.written->text) : std::nullopt;
    if (change && price && change->less_than(*price)) return share();
    if (&bare == &second && !from && first.value.written->role != "level" && (first.value.written->unit == "%" || !first.value.written->role.empty())) return false;
    // "61 percent with ballots from 293 of 301 stations" tells a part.
    if (second.tokens.end < article.tokens.size() && article.tokens[second.tokens.end].word == kWords.of && &bare == &second) return false;
    // "3% and 5 others" and "$5 or 10 minutes" share nothing.
    if (&bare == &second && (joint != kWords.to || article.tokens[bare.tokens.begin].starts_sentence || !ends)) return false;
    return share();
}

/// "was 4.5 percent in June, against 4.1 a year earlier", "to 54.2 percent in May from 53.1": the level before has the
/// unit of the level that it is held against, across the words that say when. True if it took it.
bool share_level(const Article& article, const NumberLabels& labels, const Mention& first, Mention& second) {
    static const WordId kWith = word_id("with"), kCompared = word_id("compared"), kFrom = word_id("from");
    static const std::array<WordId, 5> kAgainst = {kFrom, word_id("against"), word_id("versus"), word_id("vs"), word_id("than")};
    const auto& tokens = article.tokens;
    uint32_t begin = second.tokens.begin, end = second.tokens.end;
    bool bare = first.tokens.end < begin && second.subkind == Subkind::Cardinal && second.value.written->unit.empty() && second.value.written->counted.empty() && !first.value.written->unit.empty() &&
                first.subkind != Subkind::NumberRange && begin - first.tokens.end <= 9;
    if (!bare || end != begin + 1 || !is_digits(tokens[begin])) return false;
    bool against = std::find(kAgainst.begin(), kAgainst.end(), tokens[begin - 1].word) != kAgainst.end() || (tokens[begin - 1].word == kWith && tokens[begin - 2].word == kCompared);
    // "up 5 percent from 12" tells a change.
    if (!against || first.value.written->role == "rise" || first.value.written->role == "fall") return false;
    for (uint32_t i = first.tokens.end; i <= begin; ++i)
        if (tokens[i].starts_sentence || (i < begin && is_digits(tokens[i]))) return false;
    bool noun = end < tokens.size() && !tokens[end].starts_sentence && tokens[end].shape <= Shape::Mixed && !article.lexicon.carries(article.hits, end, labels.function);
    // "at 318p on Friday, from 314": pence, too
    static const std::array<WordId, 5> kParts = {word_id("p"), word_id("c"), word_id("pence"), word_id("cents"), word_id("centavos")};
    auto a = Decimal::parse(first.value.written->text), b = Decimal::parse(second.value.written->text);
    bool part = b && std::find(kParts.begin(), kParts.end(), tokens[first.tokens.end - 1].word) != kParts.end();
    if (part) b = b->times(*Decimal::parse(".01"));
    bool size = a && b && a->less_than(b->times(Decimal(5)).value_or(*b)) && b->less_than(a->times(Decimal(5)).value_or(*a));
    bool of_whole = end < tokens.size() && tokens[end].word == kWords.of;  // "from 293 of 301 stations"
    if (noun || of_whole || !size) return false;
    if (part) second.value.written->text = b->text();
    second.value.written->unit = first.value.written->unit;
    second.subkind = first.subkind;
    return true;
}

/// Is one of the tokens as "N165"? Only then the letters that are a currency are of interest.
bool has_alphanumeric(const Article& article, TokenSpan span) {
    return std::any_of(article.tokens.begin() + span.begin, article.tokens.begin() + span.end, [](const Token& token) { return token.shape == Shape::Alphanumeric; });
}

/// "In Baghdad 12 people were killed", "At Heathrow 200 flights were cancelled", "In Texas 10 were arrested": what stands behind
/// a place counts. "In Windows 10 users" names a thing.
bool counts_in_place(const Article& article, const NumberLabels& labels, TokenSpan span) {
    static const std::array<WordId, 7> kIn = {word_id("in"), word_id("at"), word_id("near"), word_id("around"), word_id("outside"), word_id("across"), word_id("from")};
    static const std::array<WordId, 8> kBehind = {word_id("people"), word_id("police"), word_id("were"), word_id("was"), word_id("died"), word_id("are"), word_id("had"), word_id("have")};
    static const std::array<WordId, 12> kNumbered = {word_id("windows"), word_id("formula"), word_id("android"), word_id("channel"), word_id("playstation"), word_id("galaxy"), word_id("apollo"), word_id("soyuz"), word_id("euro"), word_id("phase"), word_id("radio"), word_id("stage")};
    const auto& tokens = article.tokens;
    constexpr uint32_t kLongest = 3;  // words of a name
    uint32_t begin = span.begin;
    while (begin > 0 && span.begin - begin < kLongest && tokens[begin - 1].shape == Shape::Capital && !tokens[begin].starts_sentence) --begin;
    // The preposition itself begins the sentence with a capital: "In Baghdad".
    if (std::find(kIn.begin(), kIn.end(), tokens[begin].word) != kIn.end() && begin + 1 < span.begin) ++begin;
    if (begin == span.begin || begin == 0 || tokens[begin].starts_sentence || span.end >= tokens.size() || tokens[span.end].starts_sentence || tokens[span.end].shape != Shape::Lower) return false;
    if (std::find(kIn.begin(), kIn.end(), tokens[begin - 1].word) == kIn.end() || std::find(kNumbered.begin(), kNumbered.end(), tokens[span.begin - 1].word) != kNumbered.end()) return false;
    return std::find(kBehind.begin(), kBehind.end(), tokens[span.end].word) != kBehind.end() || article.lexicon.carries(article.hits, span.end, labels.counted) || plural_at(article, labels, span.end);
}

/// "Nestle lost 5 percent, Danone 4 and Unilever 3", "Bulldogs 20 points, Manly 18, Panthers 17": the number behind a name that
/// tells again what the number before the comma told. `at` is its only token.
bool goes_on_in_list(const Article& article, const NumberLabels& labels, uint32_t at) {
    static const WordSet kTold = {"percent", "pct", "cent", "points", "goals", "tries", "runs", "wickets", "votes", "seats", "wins", "medals", "rebounds", "assists"};
    static const WordId kAnd = word_id("and"), kWhile = word_id("while");
    const auto& tokens = article.tokens;
    constexpr uint32_t kLongest = 5;  // tokens of a name
    if (at == 0 || tokens[at - 1].shape == Shape::Lower) return false;  // most
    auto ends = [&](uint32_t i) { return i >= tokens.size() || tokens[i].starts_sentence || tokens[i].shape == Shape::Comma || tokens[i].shape == Shape::Stop || tokens[i].shape == Shape::Colon || tokens[i].word == kAnd; };
    for (bool first = true;; first = false) {
        if (!is_digits(tokens[at]) || !ends(at + 1)) return false;
        uint32_t i = at;
        auto name = [&](uint32_t token) { return (is_capitalised(tokens[token]) && !article.lexicon.carries(article.hits, token, labels.month)) || tokens[token].shape == Shape::Possessive || tokens[token].shape == Shape::Ampersand; };
        while (i > 1 && i + kLongest > at && !tokens[i].starts_sentence && name(i - 1)) --i;
        if (i < at && i > 1 && !tokens[i].starts_sentence && tokens[i - 1].word == kWords.the) --i;
        if (i == at || i < 2 || tokens[i].starts_sentence || tokens[i - 1].starts_sentence) return false;
        if (first && article.lexicon.carries(article.hits, at - 1, labels.numbered)) return false;
        const Token& joint = tokens[i - 1];
        uint32_t before = i - 2;
        if (joint.shape != Shape::Comma && joint.shape != Shape::Colon && joint.word != kAnd && joint.word != kWhile) return false;
        if (tokens[before].shape == Shape::Comma && joint.word == kAnd) --before;
        if (tokens[before].shape == Shape::Percent || kTold.contains(tokens[before].word)) return before > 0 && (is_digits(tokens[before - 1]) || article.lexicon.carries(article.hits, before - 1, labels.number_word) || tokens[before - 1].shape == Shape::Lower);
        if (!is_digits(tokens[before])) return false;
        // "Holm shot 67, Vale 76", "led them with 21, Vale 14 and Barta 11"
        static const WordSet kMade = {"shot", "carded", "scored", "had", "hit", "fired", "posted", "returned", "added", "contributed", "with", "made", "took", "won", "got", "a"};
        if (before > 1 && kMade.contains(tokens[before - 1].word) && !tokens[before].starts_sentence && tokens[before].shape <= Shape::Integer && tokens[before].shape != Shape::Year) return true;
        at = before;
    }
}

/// Those of the article, else scratch.
NumberReadings& readings_of(const Article& article) {
    thread_local NumberReadings own;
    return article.number_readings != nullptr ? *article.number_readings : own;
}

}  // namespace

void find_numbers(const Article& article, std::vector<Candidate>& found) {
    NumberLabels labels(article.lexicon);
    Context context(article, labels);
    thread_local std::vector<Candidate> candidates, others;
    candidates.clear();
    others.clear();
    find_by_rules(article, Kind::Number, candidates);
    if (std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) { return has_alphanumeric(article, candidate.tokens); }))
        labels.letters = currency_letters(article);
    // Rules of subkind "other" find what looks like a number and is none; only amounts with a unit may overlap it.
    for (const Candidate& candidate : candidates)
        if (candidate.subkind == Subkind::Other) others.push_back(candidate);
    std::sort(others.begin(), others.end(), [](const Candidate& a, const Candidate& b) { return a.tokens.begin < b.tokens.begin; });
    // "Boeing 787" makes a later "787" that name.
    thread_local std::vector<WordId> named;
    named.clear();
    for (const Candidate& other : others) {
        uint32_t token = other.tokens.begin;
        bool name = other.tokens.end == token + 1 && is_digits(article.tokens[token]) && token > 0 && is_capitalised(article.tokens[token - 1]) && !article.tokens[token].starts_sentence;
        if (name && article.text(token).size() >= 3) named.push_back(article.tokens[token].word);
        // "They want the 7.40 to turn up at 7.40."
        bool timed = other.tokens.end == token + 1 && article.tokens[token].shape == Shape::Decimal && token > 0 && article.tokens[token - 1].word == kWords.the;
        if (timed) named.push_back(article.tokens[token].word);
    }
    auto names_again = [&](uint32_t token) {  // "the 787", "Boeing's new 787"
        static const std::array<WordId, 10> kBefore = {word_id("the"), word_id("a"), word_id("its"), word_id("new"), word_id("final"), word_id("first"), word_id("last"), word_id("'s"), word_id("larger"), word_id("long-range")};
        static const WordId kAt = word_id("at");
        if (token > 0 && article.tokens[token].shape == Shape::Decimal && article.tokens[token - 1].word == kAt) return true;
        return token == 0 || article.tokens[token].starts_sentence || std::find(kBefore.begin(), kBefore.end(), article.tokens[token - 1].word) != kBefore.end();
    };
    // A fraction may hold what looks like something else: the age in "it is three and one fourth".
    auto vetoed = [&](const Candidate& mention, bool fraction) {
        bool single = mention.tokens.end == mention.tokens.begin + 1 && mention.sure != Sureness::Sure;
        if (single && (counts_in_place(article, labels, mention.tokens) || goes_on_in_list(article, labels, mention.tokens.begin) || counts_in_result(article, labels, mention.tokens.begin))) return false;
        // "Volume 129,620,000 shares": no name is numbered so far.
        constexpr size_t kLong = 6;  // "10,000"
        bool thousands = single && article.text(mention.tokens.begin).size() >= kLong && article.text(mention.tokens.begin).find(',') != std::string_view::npos;
        // "King 3 goals" tells what the 3 are.
        static const std::array<WordId, 7> kScored = {word_id("goals"), word_id("points"), word_id("tries"), word_id("runs"), word_id("wickets"), word_id("votes"), word_id("seats")};
        if (single && mention.tokens.end < article.tokens.size() && std::find(kScored.begin(), kScored.end(), article.tokens[mention.tokens.end].word) != kScored.end()) return false;
        if (single && std::find(named.begin(), named.end(), article.tokens[mention.tokens.begin].word) != named.end() && !plural_at(article, labels, mention.tokens.end) && names_again(mention.tokens.begin))
            return true;
        auto from = std::upper_bound(others.begin(), others.end(), mention.tokens.end, [](uint32_t end, const Candidate& other) { return end <= other.tokens.begin; });
        for (auto other = from; other != others.begin();) {
            --other;
            // "led in the third quarter": that of a match counts
            static const WordId kQuarter = word_id("quarter");
            if (other->tokens.end == mention.tokens.end + 1 && mention.tokens.end < article.tokens.size() && article.tokens[mention.tokens.end].word == kQuarter && tells_of_match(article, mention.tokens.begin)) continue;
            if (thousands && other->sure == Sureness::Possible && other->tokens == mention.tokens && plural_at(article, labels, mention.tokens.end)) continue;
            bool inside = other->tokens.begin >= mention.tokens.begin && other->tokens.end < mention.tokens.end;
            if (other->tokens.end > mention.tokens.begin && other->tokens.begin < mention.tokens.end && mention.sure != Sureness::Sure && !(fraction && inside)) return true;
            if (other->tokens.begin + 12 < mention.tokens.begin) break;
        }
        return false;
    };
    size_t first = found.size();
    NumberReadings& readings = readings_of(article);
    readings.clear(article);
    for (const Candidate& candidate : candidates) {
        if (candidate.subkind == Subkind::Other) continue;
        bool measure = candidate.subkind == Subkind::Percent || candidate.subkind == Subkind::Money || candidate.subkind == Subkind::Quantity;
        // A rule may take in two numbers ("from 9 to 10"): each is a mention.
        for (TokenSpan rest = candidate.tokens; rest.begin < rest.end;) {
            if (uint32_t end = context.dialled_end(rest.begin); end > 0) {
                rest.begin = std::min(end, rest.end);
                continue;
            }
            const auto& reading = readings.read(article, labels, rest);
            if (!reading) {
                ++rest.begin;
                continue;
            }
            TokenSpan span{rest.begin, reading->end};
            rest.begin = reading->end;
            // "seven ringgit to 1,131 a tonne": the rate is the price's
            bool rate = span.begin > candidate.tokens.begin && span.end == span.begin + 2 && !reading->unit.empty() && (article.tokens[span.begin].word == kWords.a || article.tokens[span.begin].word == kWords.an);
            static const WordId kHundreds = word_id("hundreds");
            bool innings = span.begin > candidate.tokens.begin && span.end == span.begin + 1 && article.tokens[span.begin].word == kHundreds;  // "has made four hundreds"
            if (rate || innings) continue;
            // "two dozen $110": the sign behind an amount may be the next one's.
            bool sign = rest.begin + 1 == rest.end && rest.end < article.tokens.size();
            if (sign) sign = article.tokens[rest.begin].shape == Shape::Currency || (article.tokens[rest.begin].shape == Shape::Upper && article.tokens[rest.end].glued);
            if (sign && is_digits(article.tokens[rest.end]) && !article.tokens[rest.end].starts_sentence) rest.end = std::min(rest.end + 2, static_cast<uint32_t>(article.tokens.size()));
            // "paid $5 to 30 guards": what follows an amount may be a number of its own.
            bool bare = measure && reading->unit.empty();
            if (bare && span.begin == candidate.tokens.begin) continue;
            if (uint32_t end = reading->high || !reading->unit.empty() ? 0 : context.odds_end(span.end); end > 0) {
                rest.begin = std::min(end, rest.end);
                continue;
            }
            if ((!measure || bare) && reading->unit.empty()) {
                uint32_t end = context.score_end(span, rest.end, reading->high.has_value());
                if (end > span.begin) {
                    rest.begin = end;
                    continue;
                }
            }
            Candidate mention = candidate;
            mention.tokens = span;
            mention.subkind = reading->subkind;
            if (bare) mention.sure = Sureness::Likely;
            if ((reading->power || !vetoed(mention, reading->fraction)) && (span.end > span.begin + 1 ? !(reading->high && reading->unit.empty() && is_in_result(article, span.begin)) : context.counts(span))) found.push_back(std::move(mention));
        }
    }
    // "two-and-a-half" and "half of one percent" hold a part that is sure; so is the whole.
    thread_local std::vector<TokenSpan> parts;
    parts.clear();
    for (size_t i = first; i < found.size(); ++i)
        if (found[i].sure == Sureness::Sure) parts.push_back(found[i].tokens);
    std::sort(parts.begin(), parts.end(), [](TokenSpan a, TokenSpan b) { return a.begin < b.begin; });
    for (size_t i = first; i < found.size() && !parts.empty(); ++i) {
        if (found[i].sure == Sureness::Sure || found[i].subkind == Subkind::Ordinal) continue;
        auto part = std::lower_bound(parts.begin(), parts.end(), found[i].tokens.begin, [](TokenSpan sure, uint32_t begin) { return sure.begin < begin; });
        if (part != parts.end() && part->end <= found[i].tokens.end) found[i].sure = Sureness::Sure;
    }
}

void value_numbers(const Article& article, std::vector<Mention>& mentions, Figures& figures) {
    NumberLabels labels(article.lexicon);
    if (std::any_of(mentions.begin(), mentions.end(), [&](const Mention& mention) { return mention.kind == Kind::Number && has_alphanumeric(article, mention.tokens); }))
        labels.letters = currency_letters(article);
    Context context(article, labels);
    Surroundings surroundings(article, labels);
    LocalCurrency local(article, labels.currency, labels.currency_part, labels.currency_symbol, mentions);
    Mention* last = nullptr;
    thread_local std::vector<Mention*> list;  // the numbers so far
    list.clear();
    NumberReadings& readings = readings_of(article);
    if (article.number_readings == nullptr) readings.clear(article);
    for (Mention& mention : mentions) {
        if (mention.kind != Kind::Number) continue;
        const auto& reading = readings.read(article, labels, mention.tokens);
        if (!reading) continue;
        mention.subkind = reading->subkind;
        Figure& figure = figures.add();
        mention.value.written = &figure;
        figure.text = reading->low.text();
        if (reading->high) (figure.text += '/') += reading->high->text();
        figure.unit = reading->subkind == Subkind::Money || (reading->high && !reading->unit.empty()) ? local.code(mention.tokens, reading->unit) : reading->unit;
        figure.unit += reading->per;
        // "40 degrees in Chicago": a place beside it tells which, where no word does
        static const std::array<WordId, 4> kDegrees = {word_id("degree"), word_id("degrees"), word_id("°"), word_id("deg")};
        bool bare = reading->unit == "Cel" && std::find(kDegrees.begin(), kDegrees.end(), article.tokens[mention.tokens.end - 1].word) != kDegrees.end();
        if (bare && !warms(article, mention.tokens) && (in_united_states(article, mentions, static_cast<size_t>(&mention - mentions.data())) || is_american(article, mentions)) && !names_celsius(article)) figure.unit = "[degF]";
        figure.modifier = context.bound(mention.tokens);
        figure.role = reading->ordinal ? std::string_view{} : surroundings.role(mention.tokens);
        if (figure.unit.empty() && !reading->ordinal) figure.counted = surroundings.counted(mention.tokens);
        if (std::string_view quoted = exchange_rate(article, labels, mention, last); !quoted.empty()) {
            figure.unit = local.code_of(quoted);
            figure.counted = {};
            mention.subkind = Subkind::Money;
        }
        bool shared = last != nullptr && (share_unit(article, *last, mention) || share_level(article, labels, *last, mention));
        // "crude settled 8 cents higher at $56.87; Brent rose 9 to $66.67"
        if (shared && last != nullptr && list.size() > 2 && list.back() == last && last->subkind == Subkind::Money && mention.subkind == Subkind::Money && article.tokens[last->tokens.end].word == kWords.to) {
            static const WordSet kCents = {"cents", "cent"};
            bool cents = false;
            for (size_t i = list.size() - 1; i-- > 0 && i + 4 > list.size();) cents |= kCents.contains(article.tokens[list[i]->tokens.end - 1].word);
            bool whole = last->tokens.end == last->tokens.begin + 1 && article.tokens[last->tokens.begin].shape <= Shape::Integer && last->value.written->text.find('.') == std::string::npos;
            if (auto value = cents && whole && mention.value.written->text.find('.') != std::string::npos ? Decimal::parse(last->value.written->text) : std::nullopt)
                last->value.written->text = value->times(*Decimal::parse(".01")).value_or(*value).text();
        }
        // "3, 5 and 8 metres": the list before the number that took a unit takes it, too.
        if (shared && !list.empty() && list.back() == last) {
            for (size_t i = list.size() - 1; i-- > 0;) {
                bool next = list[i]->tokens.end + 1 == list[i + 1]->tokens.begin && article.tokens[list[i]->tokens.end].shape == Shape::Comma;
                if (!next || !list[i]->value.written->unit.empty() || list[i]->subkind != Subkind::Cardinal || !list[i]->value.written->counted.empty()) break;
                list[i]->value.written->unit = last->value.written->unit;
                list[i]->subkind = last->subkind;
            }
        }
        if (!shared && last != nullptr) shared = lend_unit(article, *last, mention);
        if (!shared) take_unit(article, labels, list, mention);
        last = &mention;
        list.push_back(last);
        if (reading->couple && figure.modifier.empty()) figure.modifier = "approx";
        if (reading->vague && figure.modifier.empty()) figure.modifier = "at least";
    }
}

}  // namespace nutgraf
