#include "neighbour_unit.h"

#include <algorithm>
#include <array>

#include "decimal.h"
#include "unit_sense.h"

namespace nutgraf {
namespace {

/// A bare number, and what stands around it.
class Bare {
public:
    Bare(const Article& article, const NumberLabels& labels, const std::vector<Mention*>& before,
         Mention& bare)
        : article_(article),
          labels_(labels),
          tokens_(article.tokens),
          before_(before),
          bare_(bare),
          begin_(bare.tokens.begin),
          end_(bare.tokens.end) {}

    bool take() {
        static const WordSet kDeep = {"deep", "wide", "long", "tall", "high", "thick", "across"};
        if (!bare_.value.written->unit.empty() || begin_ == 0 ||
            (bare_.subkind != Subkind::Cardinal && bare_.subkind != Subkind::NumberRange))
            return false;
        static const WordSet kBelow = {"minus", "negative", "-", "zero"};
        bool freezing = kBelow.contains(tokens_[begin_].word);
        if (!freezing && !is_digits(tokens_[begin_])) return false;
        if (is_part_of_list()) return share(*before_.back());
        // "180 km across and 20 deep"
        if (continues(end_) && kDeep.contains(tokens_[end_].word) && !before_.empty()) {
            const Mention& last = *before_.back();
            bool length = last.subkind == Subkind::Quantity && begin_ - last.tokens.end <= 3 &&
                          begin_ > last.tokens.end && same_sentence(last);
            bool noun =
                continues(end_ + 1) && tokens_[end_ + 1].shape <= Shape::Capital && !is_function(end_ + 1);
            if (length && !noun && kDeep.contains(tokens_[last.tokens.end].word)) return share(last);
        }
        if (!bare_.value.written->counted.empty() || counts_behind()) return false;
        if (is_of_temperature(freezing)) return take_temperature();
        if (freezing || before_.empty()) return false;
        const Mention* measured = nearest();
        if (measured == nullptr) return is_account() && take_money();
        if (const Mention* told = change_before(*measured); told != nullptr && is_in_list(*measured))
            return share(*told);
        bool taken = fits(*measured) || (is_money(*measured) && is_paid()) ||
                     (same_sentence(*measured) && goes_on(*measured)) || is_told_again(*measured);
        if (taken) return share(*measured);
        return is_account() && take_money();
    }

private:
    static bool is_money(const Mention& mention) {
        return mention.subkind == Subkind::Money ||
               (mention.subkind == Subkind::NumberRange && mention.value.written->unit.size() == 3 &&
                mention.value.written->unit[0] >= 'A' && mention.value.written->unit[2] >= 'A' &&
                mention.value.written->unit[2] <= 'Z');
    }
    bool continues(uint32_t token) const { return token < tokens_.size() && !tokens_[token].starts_sentence; }
    bool is_function(uint32_t token) const {
        return article_.lexicon.carries(article_.hits, token, labels_.function);
    }

    /// Does a noun stand behind it, or what it is a part of: "47 people", "293 of 301"? "The 47 expected by analysts", "11 a
    /// year", "57 above normal" stand alone.
    bool counts_behind() const {
        static const WordSet kAlone = {
            "expected",   "overnight", "forecast",   "predicted", "reported", "recorded", "estimated",
            "earlier",    "last",      "previously", "yesterday", "today",    "ago",      "apiece",
            "fewer",      "higher",    "lower",      "cheaper",   "dearer",   "heavier",  "longer",
            "taller",     "shorter",   "warmer",     "cooler",    "then",     "late",     "early",
            "originally", "initially", "tomorrow",   "tonight",   "better",   "worse",    "ahead",
            "annually",   "monthly",   "firmer",     "this",      "next"};
        static const WordSet kCounted = {"of", "other", "more", "such", "most", "own"};
        if (!continues(end_)) return false;
        const Token& next = tokens_[end_];
        if (next.shape > Shape::Mixed)
            return next.shape == Shape::Hyphen || next.shape == Shape::Slash || is_digits(next) ||
                   next.shape == Shape::Percent || next.shape == Shape::Currency;
        if (kAlone.contains(next.word)) return false;
        static const WordId kMore = word_id("more"), kThan = word_id("than");
        if (next.word == kMore)
            return !(continues(end_ + 1) && tokens_[end_ + 1].word == kThan);  // "1,150 more than on Friday"
        return kCounted.contains(next.word) || !is_function(end_);
    }

    /// The number with a unit that stands nearest before it, in this sentence or the one before; none in brackets, which only
    /// says the same in another unit.
    const Mention* nearest() const {
        constexpr uint32_t kFarthest = 45;  // tokens
        constexpr size_t kMost = 4;
        size_t seen = 0;
        for (auto i = before_.rbegin(); i != before_.rend() && seen < kMost; ++i, ++seen) {
            const Mention& mention = **i;
            if (mention.tokens.end > begin_ || mention.tokens.end + kFarthest < begin_) return nullptr;
            if (mention.value.written->unit.empty() || in_brackets(mention)) continue;
            uint32_t sentences = 0;
            for (uint32_t token = mention.tokens.end; token <= begin_; ++token) {
                if (tokens_[token].starts_paragraph) return nullptr;
                sentences += tokens_[token].starts_sentence;
            }
            return sentences <= 1 ? &mention : nullptr;
        }
        return nullptr;
    }
    bool in_brackets(const Mention& mention) const {
        for (uint32_t i = mention.tokens.begin;
             i-- > 0 && i + 6 > mention.tokens.begin && !tokens_[i + 1].starts_sentence;) {
            if (tokens_[i].shape == Shape::Close) return false;
            if (tokens_[i].shape == Shape::Open)
                return std::any_of(tokens_.begin() + i, tokens_.begin() + begin_,
                                   [](const Token& token) { return token.shape == Shape::Close; });
        }
        return false;
    }
    bool same_sentence(const Mention& measured) const {
        return std::none_of(tokens_.begin() + measured.tokens.end, tokens_.begin() + begin_ + 1,
                            [](const Token& token) { return token.starts_sentence; });
    }
    /// Where the words before it begin that say how exact it is: "about", "more than", "the".
    uint32_t left() const {
        static const WordSet kSmall = {"the",  "a",   "just",  "only",   "some",  "than", "more",
                                       "less", "as",  "much",  "little", "least", "at",   "his",
                                       "her",  "its", "their", "mere",   "full"};
        uint32_t at = begin_;
        for (uint32_t seen = 0; at > 0 && seen < 3 && !tokens_[at].starts_sentence &&
                                (kSmall.contains(tokens_[at - 1].word) ||
                                 article_.lexicon.carries(article_.hits, at - 1, labels_.approximator));
             ++seen)
            --at;
        return at;
    }
    WordId word_before(uint32_t token) const {
        return token > 0 && !tokens_[token].starts_sentence ? tokens_[token - 1].word : WordId{};
    }

    static std::optional<Decimal> low(const Mention& mention) {
        std::string_view text = mention.value.written->text;
        return Decimal::parse(text.substr(0, text.find('/')));
    }
    /// Is one at most so many times the other?
    bool of_size(const Mention& measured, uint64_t times) const {
        auto a = low(measured), b = low(bare_);
        if (a && b && of_parts(measured)) b = b->times(*Decimal::parse(".01"));
        return a && b && a->less_than(b->times(Decimal(times)).value_or(*b)) &&
               b->less_than(a->times(Decimal(times)).value_or(*a));
    }
    /// "75 cents ... fetched 62": pence and cents, whose value is told in the whole.
    bool of_parts(const Mention& measured) const {
        static const WordSet kParts = {"p",        "c",     "pence", "cent", "cents",
                                       "centavos", "paise", "sen",   "kobo"};
        return kParts.contains(tokens_[measured.tokens.end - 1].word) && is_money(measured);
    }

    /// "Apple rose 1.1 percent to $180.91, Alphabet 1.5": the change, of which the list goes on, not the price behind it.
    const Mention* change_before(const Mention& measured) const {
        if (before_.size() < 2 || &measured != before_.back() || !is_money(measured) ||
            !same_sentence(measured))
            return nullptr;
        const Mention& change = *before_[before_.size() - 2];
        static const WordId kTo = word_id("to"), kAt = word_id("at");
        bool beside = change.subkind == Subkind::Percent && change.tokens.end + 1 == measured.tokens.begin &&
                      (tokens_[change.tokens.end].word == kTo || tokens_[change.tokens.end].word == kAt);
        auto value = beside ? low(bare_) : std::nullopt;
        return value && value->less_than(Decimal(50)) ? &change : nullptr;
    }

    /// Levels of one thing: "was 4.5 percent in June, against about 4.1", "41.3 million euros, below the 47.0 million expected",
    /// "from $313 million in 2005 to 169 million in 2006".
    bool fits(const Mention& measured) const {
        if (!same_sentence(measured)) return false;
        static const WordSet kAgainst = {"against", "versus", "vs", "than", "below", "above", "seen"};
        static const WordId kFrom = word_id("from"), kTo = word_id("to"), kWith = word_id("with"),
                            kCompared = word_id("compared"), kOf = word_id("of"),
                            kInstead = word_id("instead");
        uint32_t at = left();
        uint32_t gap = begin_ - measured.tokens.end;
        WordId word = word_before(at), before = at > 1 ? tokens_[at - 2].word : WordId{};
        std::string_view role = measured.value.written->role;
        bool change = role == "rise" || role == "fall";
        bool held = kAgainst.contains(word) || kAgainst.contains(word_before(begin_)) ||
                    ((word == kWith || word == kTo) && before == kCompared) ||
                    (word == kOf && before == kInstead);
        // "below the 47 million expected": words of a bound, too
        static const WordSet kHeld = {"below", "above", "against"};
        for (uint32_t i = at; i < begin_; ++i) held |= kHeld.contains(tokens_[i].word);
        constexpr uint32_t kClause = 24;  // tokens
        if (held && !change && gap <= kClause && no_clause(measured, at)) return of_size(measured, 5);
        if (word == kFrom && gap <= kClause && !change && (role == "level" || moves(at - 2)) &&
            no_clause(measured, at))
            return of_size(measured, 10);
        // "from 313 million dollars in 2005 to 169 million in 2006"
        if (word == kTo && gap <= 8 && !change) {
            // "from 5 to 7.5 percent, and to 10 in 2021"
            static const WordSet kThen = {",", "and", "then", "to"};
            bool then = word_before(measured.tokens.begin) == kTo;
            for (uint32_t i = measured.tokens.end; i < at; ++i)
                then = then && (kThen.contains(tokens_[i].word) || tokens_[i].shape == Shape::Comma);
            if (then) return of_size(measured, 10);
            uint32_t start = measured.tokens.begin;
            while (start > 0 && start + 3 > measured.tokens.begin &&
                   article_.lexicon.carries(article_.hits, start - 1, labels_.approximator))
                --start;
            return word_before(start) == kFrom &&
                   (at == measured.tokens.end + 1 || tells_time(measured.tokens.end, at - 1)) &&
                   of_size(measured, 50);
        }
        // "lost seven ringgit to 1,131 a tonne", "climbed five pesos to 1,020 and": what it is now, more than its change
        if (word == kTo && gap <= 4 && change &&
            (is_money(measured) || measured.subkind == Subkind::Quantity) &&
            (at == measured.tokens.end + 1 || has_rate(measured, at))) {
            auto a = low(measured), b = low(bare_);
            return a && b && a->less_than(*b) && b->less_than(a->times(Decimal(1000)).value_or(*a));
        }
        return false;
    }
    /// "rose by 500,000 barrels a day to 27.25 million"
    bool has_rate(const Mention& measured, uint32_t at) const {
        static const WordSet kEach = {"a", "an", "per"};
        return at == measured.tokens.end + 3 && kEach.contains(tokens_[measured.tokens.end].word);
    }
    /// "up from", "down from"
    bool moves(uint32_t token) const {
        static const WordSet kMoves = {"up",       "down",      "improved",  "rising",  "falling",
                                       "widening", "narrowing", "unchanged", "compared"};
        return token > 0 && kMoves.contains(tokens_[token].word);
    }
    /// No other clause with a number of its own begins between: dates alone may stand there.
    bool no_clause(const Mention& measured, uint32_t end) const {
        for (uint32_t i = measured.tokens.end; i < end; ++i) {
            if (!is_digits(tokens_[i])) continue;
            bool year = tokens_[i].shape == Shape::Year,
                 day = tokens_[i].shape == Shape::Day && i > 0 &&
                       (article_.lexicon.carries(article_.hits, i - 1, labels_.month) ||
                        (i + 1 < end && article_.lexicon.carries(article_.hits, i + 1, labels_.month)));
            bool bracket =
                i > 0 && (tokens_[i - 1].shape == Shape::Open || tokens_[i - 1].shape == Shape::Currency);
            if (!year && !day && !bracket) return false;
        }
        return true;
    }
    /// "in 2005", "last year", "on May 5", "in the first quarter"
    bool tells_time(uint32_t begin, uint32_t end) const {
        static const WordSet kTime = {"in",    "last",     "this",      "next",   "a",       "year",
                                      "month", "week",     "quarter",   "ago",    "earlier", "on",
                                      "the",   "previous", "first",     "second", "third",   "fourth",
                                      "now",   "today",    "yesterday", "by",     "at"};
        if (begin >= end) return false;
        for (uint32_t i = begin; i < end; ++i)
            if (!kTime.contains(tokens_[i].word) && !is_digits(tokens_[i]) &&
                !article_.lexicon.carries(article_.hits, i, labels_.month))
                return false;
        return true;
    }

    /// "the bonds, bought at 75 cents, fetched 62", "cost 18,000 francs in October and costs 31,000 now", "save 11 million a year"
    bool is_paid() const {
        static const WordSet kPay = {"cost",   "costs",  "costing", "fetch",  "fetched", "fetches", "pay",
                                     "pays",   "paid",   "paying",  "charge", "charges", "charged", "earn",
                                     "earns",  "earned", "save",    "saves",  "saved",   "saving",  "spend",
                                     "spends", "spent",  "worth",   "owe",    "owes",    "owed"};
        uint32_t at = left();
        if (kPay.contains(word_before(at))) return true;
        // "sells for 35", "priced at 40"
        static const WordSet kSell = {"sells",  "sold",   "selling", "sell", "priced",
                                      "valued", "bought", "goes",    "went", "changed"};
        static const WordId kFor = word_id("for"), kAt = word_id("at");
        WordId word = word_before(at);
        if ((word == kFor || word == kAt) && at > 1 && kSell.contains(tokens_[at - 2].word)) return true;
        return false;
    }
    /// "Revenue slipped 3.8 percent to 288 million": millions of these are of the money that the article is of.
    bool is_account() const {
        static const WordSet kAccounts = {"revenue",  "revenues", "profit", "profits", "earnings",
                                          "turnover", "income",   "ebitda", "loss",    "losses"};
        bool large = end_ > begin_ + 1 && tokens_[end_ - 1].shape == Shape::Lower;
        for (uint32_t i = begin_, seen = 0; large && i-- > 0 && seen < 12 && !tokens_[i + 1].starts_sentence;
             ++seen)
            if (kAccounts.contains(tokens_[i].word)) return true;
        return false;
    }
    bool take_money() {
        for (auto i = before_.rbegin(); i != before_.rend(); ++i)
            if (is_money(**i) && !in_brackets(**i) && !of_parts(**i)) return share(**i);
        return false;
    }

    /// In the sentence of the measured number: "1,087 centimetres, 57 above the mark", "113,975 tonnes, 1,150 fewer than on
    /// Friday", "22,000 tonnes, and in April another 15,000", "needs 71 yards to pass 1,400".
    bool goes_on(const Mention& measured) const {
        static const WordSet kDifference = {
            "fewer",  "more",  "less",    "above",  "below",  "higher",  "lower", "over",   "under", "short",
            "better", "worse", "cheaper", "dearer", "longer", "heavier", "ahead", "warmer", "cooler"};
        static const WordId kAnother = word_id("another"), kFurther = word_id("further"), kTo = word_id("to");
        static const WordSet kPass = {"pass", "reach", "top", "break", "hit"};
        // "winds of 120 kmph, gusting to 150"
        static const WordSet kGust = {"gusting", "gusts", "peaking", "rising"};
        if (word_before(begin_) == kTo && begin_ > 1 && kGust.contains(tokens_[begin_ - 2].word))
            return measured.subkind == Subkind::Quantity && of_size(measured, 10);
        uint32_t gap = begin_ - measured.tokens.end;
        if (gap == 1 && tokens_[begin_ - 1].shape == Shape::Comma && continues(end_) &&
            kDifference.contains(tokens_[end_].word))
            return of_size(measured, 1000);
        WordId word = word_before(begin_);
        if (word == kAnother || word == kFurther)
            return !(continues(end_) && is_function(end_) && tokens_[end_].shape <= Shape::Mixed) &&
                   measured.subkind != Subkind::Percent && gap <= 14 && of_size(measured, 20);
        // "1,400 km long, of which 320 is tarred"
        static const WordId kWhich = word_id("which"), kOf = word_id("of");
        static const WordSet kIs = {"is", "was", "are", "were", "has", "have", "will"};
        if (word == kWhich && tokens_[begin_ - 2].word == kOf && gap <= 5 && continues(end_) &&
            kIs.contains(tokens_[end_].word))
            return measured.subkind != Subkind::Percent && of_size(measured, 200);
        // "closed at 109.9 yen, down 0.4"
        static const WordSet kMoved = {"up", "down", "off"};
        if (gap == 2 && tokens_[begin_ - 2].shape == Shape::Comma && kMoved.contains(word)) {
            auto a = low(measured), b = low(bare_);
            return is_money(measured) && !of_parts(measured) && a && b && b->less_than(*a);
        }
        // "threw for 312 yards and three touchdowns and ran for 45"
        static const WordId kFor = word_id("for");
        if (word == kFor && measured.value.written->unit == "[yd_i]" &&
            word_before(measured.tokens.begin) == kFor)
            return true;
        if (&measured == before_.back() && (is_in_list(measured) || is_parallel(measured)))
            return measured.subkind != Subkind::Percent || is_percentage(measured);
        if (kPass.contains(word) && begin_ > 1 && tokens_[begin_ - 2].word == kTo && gap <= 4)
            return measured.subkind == Subkind::Quantity || is_money(measured);
        return false;
    }

    /// "Nestle fell 3 percent, Danone down 4 and Unilever 1.5", "Aluminium gained 1.6 percent, nickel 1.2", "the Greens (20.5
    /// percent) and the Centre Party (13.6)": the same is said of one after the other.
    bool is_in_list(const Mention& measured) const {
        static const WordSet kBetween = {"the",  "of",      "itself", "and",  "down",  "up",      "off",
                                         "by",   "on",      "at",     "with", "for",   "in",      "fell",
                                         "lost", "gained",  "rose",   "slid", "added", "climbed", "dropped",
                                         "shed", "slipped", "jumped", "got",  "won",   "had"};
        static const WordSet kJoins = {"and", "but", "while", "ahead", "behind"};
        static const WordId kThe = word_id("the");
        constexpr uint32_t kLongest = 8;
        uint32_t from = measured.tokens.end, gap = begin_ - from;
        if (gap < 2 || gap > kLongest || begin_ - left() > 0) return false;
        bool brackets = tokens_[from].shape == Shape::Close && tokens_[begin_ - 1].shape == Shape::Open;
        if (brackets) {
            bool closed = end_ < tokens_.size() && tokens_[end_].shape == Shape::Close &&
                          measured.tokens.begin > 0 &&
                          tokens_[measured.tokens.begin - 1].shape == Shape::Open;
            return closed && measured.subkind == Subkind::Percent &&
                   (tokens_[begin_].shape == Shape::Decimal) ==
                       (article_.text(measured.tokens.begin).find('.') != std::string_view::npos);
        }
        bool comma = tokens_[from].shape == Shape::Comma || tokens_[from].shape == Shape::Colon,
             ends = !continues(end_) || tokens_[end_].shape > Shape::Mixed ||
                    kJoins.contains(tokens_[end_].word);
        if (!ends || !(comma || kJoins.contains(tokens_[from].word))) return false;
        uint32_t names = 0, nouns = 0;
        for (uint32_t i = from + 1; i < begin_; ++i) {
            bool name = (is_capitalised(tokens_[i]) || tokens_[i].shape == Shape::Mixed) && !is_function(i),
                 part = tokens_[i].shape == Shape::Possessive || tokens_[i].shape == Shape::Open ||
                        tokens_[i].shape == Shape::Close || tokens_[i].shape == Shape::Hyphen ||
                        tokens_[i].shape == Shape::Ampersand;
            bool noun = !name && !part && tokens_[i].shape == Shape::Lower &&
                        !kBetween.contains(tokens_[i].word) && !is_function(i) &&
                        !article_.text(i).ends_with("ed");
            if (article_.lexicon.carries(article_.hits, i, labels_.month) ||
                (!name && !part && !noun && !kBetween.contains(tokens_[i].word) &&
                 !(tokens_[i].shape == Shape::Comma && i + 1 == begin_)))
                return false;
            names += name;
            nouns += noun;
        }
        // "gained 1.6 percent, nickel 1.2": "and employs 300" has a verb.
        return names > 0 ? nouns <= 1
                         : nouns == 1 && comma && tokens_[begin_].shape == Shape::Decimal &&
                               (gap == 2 || (gap == 3 && tokens_[from + 1].word == kThe));
    }
    /// May it be a percentage beside the measured one, and no price or level of an index?
    bool is_percentage(const Mention& measured) const {
        auto value = low(bare_);
        bool fraction = tokens_[end_ - 1].shape == Shape::Fraction;
        return value && !Decimal(100).less_than(*value) && !fraction && of_size(measured, 20);
    }
    /// "13,000 francs at harvest and 20,000 in July"
    bool is_parallel(const Mention& measured) const {
        static const WordSet kPrepositions = {"in", "at", "on", "by", "for", "during"};
        static const WordId kAnd = word_id("and"), kBut = word_id("but");
        uint32_t at = left(), from = measured.tokens.end;
        WordId joint = word_before(at);
        static const WordId kOf = word_id("of");
        if (from + 2 < at && tokens_[from].word == kOf && tokens_[from + 1].shape == Shape::Lower)
            from += 2;  // "14 inches of snow on"
        bool both = at > from && (joint == kAnd || joint == kBut) &&
                    kPrepositions.contains(tokens_[from].word) && continues(end_) &&
                    kPrepositions.contains(tokens_[end_].word);
        // "27 inches in Buffalo, 22 in Albany"
        auto named = [&](uint32_t i) {
            return continues(i) && is_capitalised(tokens_[i]) &&
                   !article_.lexicon.carries(article_.hits, i, labels_.month);
        };
        bool list = at == begin_ && at > from + 2 && tokens_[at - 1].shape == Shape::Comma &&
                    continues(end_) && tokens_[from].word == tokens_[end_].word;
        both = both ||
               (list && kPrepositions.contains(tokens_[from].word) && named(from + 1) && named(end_ + 1));
        if (!both || at - from > 6) return false;
        for (uint32_t i = from + 1; i + 1 < at; ++i)
            if (tokens_[i].shape > Shape::Mixed && tokens_[i].shape != Shape::Year &&
                !(tokens_[i].shape == Shape::Day &&
                  article_.lexicon.carries(article_.hits, i - 1, labels_.month)))
                return false;
        return of_size(measured, 20);
    }

    /// "You paid for eight inches. This is 4 1/2.", "the legal limit is 0.08", "rates were 14 3/4 per cent, are now at 9 3/4",
    /// "closed at $8 3/8, down 5/8": what has such parts is measured.
    bool is_told_again(const Mention& measured) const {
        bool word_behind = continues(end_) && tokens_[end_].shape <= Shape::Mixed,
             part = tokens_[end_ - 1].shape == Shape::Fraction;
        if (measured.subkind == Subkind::NumberRange ||
            (word_behind && !((part || measured.subkind == Subkind::Percent) && is_function(end_))))
            return false;
        static const WordSet kIs = {"is", "was", "are", "were", "be", "been"};
        static const WordSet kMoved = {"up", "down", "off", "at", "to", "now"};
        static const WordSet kSee = {"see",      "sees",  "expect",  "expected",
                                     "forecast", "reach", "reached", "touched"};
        static const WordSet kFelt = {"measured", "registered", "registering", "recorded"};
        static const WordSet kIt = {"it", "that", "they"};
        WordId word = word_before(begin_);
        bool is = kIs.contains(word_before(left())) || kIs.contains(word);
        bool told = is || (measured.subkind == Subkind::Percent && kSee.contains(word)) ||
                    (measured.value.written->unit == "{M}" && kFelt.contains(word));
        // "Inflation is 7,982 percent; it was 3,731 in April": of it nothing is counted
        bool same = measured.subkind == Subkind::Percent && kIs.contains(word) && begin_ > 1 &&
                    kIt.contains(tokens_[begin_ - 2].word) && begin_ - measured.tokens.end <= 8;
        if (same) return of_size(measured, 20);
        // "rose 2 percent; Vale was at 98 1/2" is of two things.
        bool parts = tokens_[measured.tokens.end - 1].shape == Shape::Fraction ||
                     (measured.tokens.end > measured.tokens.begin + 1 &&
                      tokens_[measured.tokens.end - 2].shape == Shape::Fraction) ||
                     article_.text(measured.tokens).find('/') != std::string_view::npos;
        if (part)
            return (measured.subkind == Subkind::Quantity || parts) && (told || kMoved.contains(word)) &&
                   of_size(measured, 100);
        // "the Vale index was at 15.3" is no percentage.
        static const WordSet kSame = {"it",        "this",         "limit",   "rate",    "average",
                                      "norm",      "level",        "figure",  "target",  "mean",
                                      "median",    "yield",        "minimum", "maximum", "forecast",
                                      "inflation", "unemployment", "turnout"};
        uint32_t verb = begin_;
        while (verb > measured.tokens.end && !kIs.contains(tokens_[verb - 1].word)) --verb;
        if (measured.subkind == Subkind::Percent && is &&
            !(verb > 1 && kSame.contains(tokens_[verb - 2].word)))
            return false;
        return tokens_[begin_].shape == Shape::Decimal && end_ == begin_ + 1 && told && !is_money(measured) &&
               begin_ - measured.tokens.end <= 24 && of_size(measured, 10);
    }

    /// "Temperatures dropped to 3 degrees in the east and minus 4 in the hills", "the thermometer reached 35": `freezing`: it is
    /// nought or below.
    bool is_of_temperature(bool freezing) const {
        static const WordSet kBefore = {"around",  "about", "near",  "to",     "at",     "above",
                                        "below",   "of",    "is",    "was",    "nearly", "hit",
                                        "reached", "and",   "reach", "topped", "exceed", "exceeded"};
        static const WordSet kHeat = {"temperature", "temperatures", "high",         "highs",   "low",
                                      "lows",        "thermometer",  "thermometers", "mercury", "degrees"};
        static const WordSet kMeasured = {"temperature", "temperatures", "thermometer", "thermometers",
                                          "mercury"};
        static const WordSet kYears = {"in", "since", "by", "of"};
        if (bare_.subkind == Subkind::NumberRange || !kBefore.contains(word_before(begin_))) return false;
        if (tokens_[begin_].shape == Shape::Year && kYears.contains(word_before(begin_))) return false;
        bool heat = false;
        for (uint32_t i = begin_, seen = 0; !heat && i-- > 0 && seen < 30 && !tokens_[i + 1].starts_sentence;
             ++seen)
            heat = freezing ? kHeat.contains(tokens_[i].word) : kMeasured.contains(tokens_[i].word);
        if (!heat || (freezing && !is_about_temperature(article_))) return false;
        // A number of its own between leads elsewhere.
        if (freezing || before_.empty() || before_.back()->tokens.end + 12 <= begin_ ||
            !same_sentence(*before_.back()))
            return true;
        const std::string& unit = before_.back()->value.written->unit;
        return unit == "Cel" || unit == "[degF]";
    }
    bool take_temperature() {
        for (auto i = before_.rbegin(); i != before_.rend(); ++i)
            if (const std::string& unit = (*i)->value.written->unit; unit == "Cel" || unit == "[degF]")
                return share(**i);
        auto value = Decimal::parse(bare_.value.written->text);
        bare_.value.written->unit = degrees(article_, value ? *value : Decimal(), begin_, end_);
        bare_.subkind = Subkind::Quantity;
        return true;
    }

    /// "400kg of beef and 150 of chicken"
    bool is_part_of_list() const {
        static const WordId kOf = word_id("of"), kAnd = word_id("and");
        if (before_.empty()) return false;
        const Mention& measured = *before_.back();
        uint32_t from = measured.tokens.end, gap = begin_ - from;
        bool both = measured.subkind == Subkind::Quantity && gap >= 3 && gap <= 4 && continues(end_ + 1) &&
                    tokens_[end_].word == kOf && tokens_[from].word == kOf && same_sentence(measured);
        return both && (tokens_[begin_ - 1].word == kAnd || tokens_[begin_ - 1].shape == Shape::Comma) &&
               tokens_[end_ + 1].shape == Shape::Lower && !is_function(end_ + 1) && of_size(measured, 50);
    }

    bool share(const Mention& measured) {
        Figure& figure = *bare_.value.written;
        if (of_parts(measured) && bare_.subkind == Subkind::Cardinal)
            if (auto value = Decimal::parse(figure.text))
                figure.text = value->times(*Decimal::parse(".01")).value_or(*value).text();
        figure.unit = measured.value.written->unit;
        figure.counted = {};
        if (bare_.subkind == Subkind::Cardinal)
            bare_.subkind = measured.subkind == Subkind::NumberRange
                                ? (is_money(measured)   ? Subkind::Money
                                   : figure.unit == "%" ? Subkind::Percent
                                                        : Subkind::Quantity)
                                : measured.subkind;
        return true;
    }

    const Article& article_;
    const NumberLabels& labels_;
    const std::vector<Token>& tokens_;
    const std::vector<Mention*>& before_;
    Mention& bare_;
    uint32_t begin_, end_;
};

}  // namespace

bool lend_unit(const Article& article, Mention& bare, const Mention& measured) {
    static const WordSet kZone = {"in", "a", "the", "an"};
    uint32_t gap = measured.tokens.begin - bare.tokens.end;
    bool speed = bare.subkind == Subkind::Cardinal && bare.value.written->unit.empty() &&
                 bare.value.written->counted.empty() &&
                 (measured.value.written->unit == "[mi_i]/h" || measured.value.written->unit == "km/h");
    if (!speed || bare.tokens.end > measured.tokens.begin || gap != 2) return false;
    for (uint32_t i = bare.tokens.end; i <= measured.tokens.begin; ++i)
        if (article.tokens[i].starts_sentence ||
            (i < measured.tokens.begin && !kZone.contains(article.tokens[i].word)))
            return false;
    bare.value.written->unit = measured.value.written->unit;
    bare.subkind = measured.subkind;
    return true;
}

bool take_unit(const Article& article, const NumberLabels& labels, const std::vector<Mention*>& before,
               Mention& bare) {
    return Bare(article, labels, before, bare).take();
}

}  // namespace nutgraf
