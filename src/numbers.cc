#include "numbers.h"

#include <algorithm>
#include <array>

#include "decimal.h"

namespace nutgraf {
namespace {

/// The word lists that the finder asks by itself. Made once an article.
struct Labels {
    explicit Labels(const Lexicon& lexicon)
        : number_word(lexicon.find_label("number-word")), vague(lexicon.find_label("vague-number")), ordinal(lexicon.find_label("ordinal-word")),
          fraction(lexicon.find_label("fraction-word")), scale_letter(lexicon.find_label("scale-letter")), unit(lexicon.find_label("unit")),
          unit_letter(lexicon.find_label("unit-letter")), currency(lexicon.find_label("currency")), currency_part(lexicon.find_label("currency-part")),
          currency_symbol(lexicon.find_label("currency-symbol")), approximator(lexicon.find_label("approximator")), counted(lexicon.find_label("counted-noun")),
          function(lexicon.find_label("function")) {}
    LabelId number_word, vague, ordinal, fraction, scale_letter, unit, unit_letter, currency, currency_part, currency_symbol, approximator, counted, function;
};

/// Words that the grammar of numbers knows by name.
struct Words {
    WordId a = word_id("a"), an = word_id("an"), one = word_id("one"), a_nd = word_id("and"), half = word_id("half"), point = word_id("point"), minus = word_id("minus"),
           negative = word_id("negative"), to = word_id("to"), o_r = word_id("or"), the = word_id("the"), in = word_id("in"), of = word_id("of"), through = word_id("through"),
           m = word_id("m"), t = word_id("t"), pounds = word_id("pounds"), pound = word_id("pound"),
           plus = word_id("+"), about = word_id("~"), more = word_id(">"), less = word_id("<"),
           p = word_id("p"), c = word_id("c"), percent = word_id("percent"), pct = word_id("pct"), per = word_id("per"), cent = word_id("cent"), between = word_id("between"), from = word_id("from");
};
const Words kWords;

bool is_digits(const Token& token) { return token.shape >= Shape::Day && token.shape <= Shape::Fraction; }
bool is_sign(const Token& token) { return token.shape == Shape::Hyphen || token.shape == Shape::Dash; }

/// Does a noun in the plural stand at the token, perhaps behind a word or two: "schoolchildren", "new jobs"?
bool plural_at(const Article& article, const Labels& labels, uint32_t token) {
    const auto& tokens = article.tokens;
    for (uint32_t i = token; i < token + 3 && i < tokens.size() && !tokens[i].starts_sentence; ++i) {
        if (tokens[i].shape != Shape::Lower && tokens[i].shape != Shape::Capital) return false;
        std::string_view text = article.text(i);
        if (text.size() < 4 || article.lexicon.carries(article.hits, i, labels.function)) return false;
        if (text.ends_with("men") || text.ends_with("people") || text.ends_with("children")) return true;
        if (text.ends_with('s') && !text.ends_with("ss") && !text.ends_with("us") && !text.ends_with("is")) return true;
    }
    return false;
}

/// What a mention's tokens mean.
struct Reading {
    Decimal low;
    std::optional<Decimal> high;  // of a range
    bool ordinal = false;
    bool vague = false;
    bool half = false;  // ends in "half"
    std::string_view unit;  // UCUM, "%", ISO 4217 or ""; lives as long as the lexicon
    Subkind subkind = Subkind::Cardinal;
    uint32_t end = 0;  // behind the last token that belongs to it
};

/// Reads the tokens of a mention, from left to right.
class Reader {
public:
    Reader(const Article& article, const Labels& labels, TokenSpan span)
        : article_(article), labels_(labels), tokens_(article.tokens), at_(span.begin), end_(span.end) {
        if (at_ > 0 && !tokens_[at_].starts_sentence) before_ = tokens_[at_ - 1].word;
    }

    /// As much of the span as makes one number, amount or range; std::nullopt when it begins with none.
    std::optional<Reading> read() {
        Reading reading;
        std::string_view prefix = currency_prefix();
        money_ = !prefix.empty();
        auto low = number(reading);
        if (!low) return std::nullopt;
        reading.low = *low;
        bool low_scaled = scaled_;
        reading.end = at_;
        std::string_view unit = suffix(reading);
        if (prefix.empty() && money(unit)) money_ = true;
        if (!unit.empty()) reading.end = at_;
        range(reading, prefix, unit, low_scaled);
        reading.unit = !prefix.empty() ? prefix : unit;
        if (!reading.unit.empty()) reading.subkind = subkind(reading.unit);
        else if (reading.ordinal) reading.subkind = Subkind::Ordinal;
        if (reading.high) reading.subkind = Subkind::NumberRange;
        if (factor_) reading.low = scale(reading.low, *factor_);
        if (factor_ && reading.high) reading.high = scale(*reading.high, *factor_);
        return reading;
    }

private:
    bool more() const { return at_ < end_; }
    bool is(uint32_t token, WordId word) const { return token < end_ && tokens_[token].word == word; }
    std::string_view entry(uint32_t token, LabelId label, std::string_view column) const {
        return token < end_ ? entry({token, token + 1}, label, column) : std::string_view{};
    }
    std::string_view entry(TokenSpan span, LabelId label, std::string_view column) const {
        thread_local std::vector<EntryId> entries;
        article_.lexicon.find_entries(tokens_, span, label, entries);
        return entries.empty() ? std::string_view{} : article_.lexicon.field(entries.front(), column);
    }
    bool carries(uint32_t token, LabelId label) const { return token < end_ && article_.lexicon.carries(article_.hits, token, label); }
    Decimal value(uint32_t token, LabelId label) const { return Decimal::parse(entry(token, label, "value")).value_or(Decimal()); }
    static Decimal scale(const Decimal& number, const Decimal& factor) { return number.times(factor).value_or(number); }
    uint32_t skip_hyphen(uint32_t token) const { return token + 1 < end_ && tokens_[token].shape == Shape::Hyphen ? token + 1 : token; }

    static bool money(std::string_view unit) { return unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; }); }
    Subkind subkind(std::string_view unit) const {
        if (unit == "%") return Subkind::Percent;
        return money_ ? Subkind::Money : Subkind::Quantity;
    }

    /// "$", "US$", "NZ $", "EUR", "Rs": moves behind it and gives its code.
    std::string_view currency_prefix() {
        uint32_t from = at_;
        if (at_ + 1 < end_ && tokens_[at_].shape != Shape::Currency && tokens_[at_ + 1].shape == Shape::Currency && !is_digits(tokens_[at_])) {
            static constexpr std::array<std::array<std::string_view, 2>, 9> kDollars = {
                {{"us", "USD"}, {"nz", "NZD"}, {"hk", "HKD"}, {"a", "AUD"}, {"au", "AUD"}, {"c", "CAD"}, {"ca", "CAD"}, {"s", "SGD"}, {"nt", "TWD"}}};
            for (const auto& [word, code] : kDollars)
                if (tokens_[at_].word == hash_folded(word)) {
                    at_ += 2;
                    return code;
                }
        }
        if (!more() || is_digits(tokens_[at_])) return {};
        std::string_view code = entry(at_, labels_.currency_symbol, "code");
        if (code.empty() && tokens_[at_].shape == Shape::Upper) code = entry(at_, labels_.currency, "code");
        if (code.empty()) return {};
        ++at_;
        // "R$ 5", "Rs. 500"
        if (more() && tokens_[at_].shape == Shape::Stop && tokens_[at_].glued) ++at_;
        if (!more() || !(is_digits(tokens_[at_]) || is_sign(tokens_[at_]) || carries(at_, labels_.number_word))) {
            at_ = from;
            return {};
        }
        return code;
    }

    /// A unit, currency or percent sign behind the number, perhaps behind a hyphen: the longest form.
    std::string_view suffix(Reading& reading) {
        uint32_t from = skip_hyphen(at_);
        if ((is(from, kWords.a) || is(from, kWords.an)) && reading.half) ++from;  // "half a mile"
        for (uint32_t to = std::min(end_, from + 7); to > from; --to) {
            TokenSpan span{from, to};
            if (to == from + 1 && (tokens_[from].shape == Shape::Percent || is(from, kWords.percent) || is(from, kWords.pct))) return found(to, "%");
            if (to == from + 2 && is(from, kWords.per) && is(from + 1, kWords.cent)) return found(to, "%");
            if (std::string_view code = entry(span, labels_.unit, "ucum"); !code.empty()) {
                if (code == "{bp}") {  // "25 basis points" are 0.25 percent
                    factor_ = Decimal::parse(".01");
                    return found(to, "%");
                }
                if (code == "deg") return found(to, degrees(to));
                bool pound = code == "[lb_av]" && (tokens_[from].word == kWords.pounds || tokens_[from].word == kWords.pound);
                if (pound && sterling(reading.low, to)) return money_ = true, found(to, "GBP");
                return found(to, code);
            }
            if (std::string_view code = entry(span, labels_.currency, "code"); !code.empty()) return money_ = true, found(to, code);
            if (std::string_view code = entry(span, labels_.currency_part, "code"); !code.empty()) {
                money_ = true;
                factor_ = Decimal::parse(entry(span, labels_.currency_part, "factor"));
                return found(to, code);
            }
            if (to > from + 1) continue;
            if (tokens_[from].shape == Shape::Currency) {
                money_ = true;
                if (article_.text(from) == "¢") factor_ = Decimal::parse(".01");
                return found(to, entry(from, labels_.currency_symbol, "code"));
            }
            bool glued = tokens_[from].glued;
            if (glued && (is(from, kWords.p) || is(from, kWords.c))) {
                money_ = true;
                factor_ = Decimal::parse(".01");
                return found(to, is(from, kWords.p) ? "GBP" : "USD");
            }
            // "5 g" but not "5G"
            if (entry(from, labels_.unit_letter, "name") != article_.text(from)) continue;
            return found(to, entry(from, labels_.unit_letter, "ucum"));
        }
        return {};
    }
    std::string_view found(uint32_t to, std::string_view code) {
        at_ = to;
        return code;
    }

    /// "5 million pounds" and "paid 500 pounds" are money, "500 pounds of cocaine" and "lost 30 pounds" a weight.
    bool sterling(const Decimal& amount, uint32_t behind) const {
        static const std::array<WordId, 14> kMoney = {word_id("paid"),  word_id("pay"),  word_id("cost"),  word_id("costs"),    word_id("worth"), word_id("spend"), word_id("spent"),
                                                      word_id("price"), word_id("fine"), word_id("fined"), word_id("earned"), word_id("debt"),  word_id("raised"), word_id("cash")};
        if (behind < tokens_.size() && tokens_[behind].word == kWords.of && !tokens_[behind].starts_sentence) return false;
        if (!amount.less_than(Decimal(1'000'000))) return true;
        for (uint32_t i = at_, seen = 0; i-- > 0 && seen < 8 && !tokens_[i + 1].starts_sentence; ++seen)
            if (std::find(kMoney.begin(), kMoney.end(), tokens_[i].word) != kMoney.end()) return true;
        return false;
    }

    /// "20 degrees" are of temperature, Fahrenheit only where the article says so; "a 90 degree angle", "40 degrees north".
    std::string_view degrees(uint32_t behind) const {
        static const std::array<WordId, 9> kAngles = {word_id("angle"), word_id("angles"), word_id("north"), word_id("south"), word_id("east"),
                                                      word_id("west"),  word_id("turn"),   word_id("latitude"), word_id("longitude")};
        if (behind < tokens_.size() && std::find(kAngles.begin(), kAngles.end(), tokens_[behind].word) != kAngles.end()) return "deg";
        static const WordId kCelsius = word_id("celsius"), kFahrenheit = word_id("fahrenheit");
        bool fahrenheit = false;
        for (const Token& token : tokens_) {
            if (token.word == kCelsius) return "Cel";
            fahrenheit |= token.word == kFahrenheit;
        }
        return fahrenheit ? "[degF]" : "Cel";
    }

    // ---- ranges

    /// "two to five", "10-15 percent", "$1.2-1.5 billion", "$5 million to $6 million": the second half, behind the first.
    void range(Reading& reading, std::string_view& prefix, std::string_view& unit, bool low_scaled) {
        uint32_t from = at_;
        // A hyphen left over from "8- to 16-meter".
        if (more() && tokens_[at_].shape == Shape::Dash && is(at_ + 1, kWords.to)) ++at_;
        if (!more() || reading.ordinal) return;
        // "between 2 and 5" is a range, "2 and 5" and "from 2 to 5" are two numbers.
        bool spread = before_ == kWords.between ? is(at_, kWords.a_nd) : before_ != kWords.from && (is(at_, kWords.to) || is(at_, kWords.through));
        if (!spread && !is_sign(tokens_[at_])) return;
        ++at_;
        Reading second;
        std::string_view second_prefix = currency_prefix();
        if (!second_prefix.empty()) money_ = true;
        auto high = number(second);
        std::string_view second_unit = high ? suffix(second) : std::string_view{};
        if (!high || second.ordinal || at_ < end_) {
            at_ = from;
            return;
        }
        // The second half's scale and unit hold for the first too when that has none.
        if (scaled_ && !low_scaled && reading.low.less_than(last_scale_)) reading.low = scale(reading.low, last_scale_);
        if (!reading.low.less_than(*high)) {
            at_ = from;
            return;
        }
        reading.high = *high;
        reading.end = at_;
        if (prefix.empty()) prefix = second_prefix;
        if (unit.empty()) unit = second_unit;
    }

    // ---- numbers

    enum class Part : uint8_t { None, Digits, Unit, Teen, Tens, Hundred, Scale, And, Fraction };

    /// One number in digits, words or both, from at_. Leaves scaled_ and last_scale_ behind.
    std::optional<Decimal> number(Reading& reading) {
        Decimal total, group, scale_of_total(0);
        Part last = Part::None;
        scaled_ = false;
        last_scale_ = Decimal(1);
        bool negative = false, valid = true;
        auto set = [&](Decimal& target, std::optional<Decimal> result) {
            if (result) target = *result;
            else valid = false;
        };
        if (more() && (is_sign(tokens_[at_]) || is(at_, kWords.minus) || is(at_, kWords.negative)) && at_ + 1 < end_) negative = true, ++at_;
        while (more() && valid) {
            uint32_t i = last == Part::None ? at_ : skip_hyphen(at_);
            const Token& token = tokens_[i];
            if (is_digits(token)) {
                // "2 1/2", "40 000" and "3 hundred and 21" go on, any other digits begin a number of their own.
                bool grouped = last == Part::Digits && i == at_ && groupable_ && token.shape == Shape::Integer && article_.text(i).size() == 3 && !token.glued;
                bool mixed = last == Part::Digits && token.shape == Shape::Fraction && i == at_;
                if (grouped) set(group, group.times(Decimal(1000)));
                else if (last != Part::None && last != Part::And && !mixed) break;
                if (last == Part::None) groupable_ = token.shape <= Shape::Integer && token.shape != Shape::Year && article_.text(i).size() <= 3;
                else if (!grouped) groupable_ = false;
                auto digits = parse_digits(article_.text(i));
                if (!digits) return std::nullopt;
                set(group, group.plus(*digits));
                last = Part::Digits;
                at_ = i + 1;
                continue;
            }
            if (token.shape == Shape::Ordinal) {
                if (last != Part::None) break;
                std::string_view text = article_.text(i);
                text.remove_suffix(2);
                auto digits = Decimal::parse(text);
                if (!digits) return std::nullopt;
                reading.ordinal = true;
                at_ = i + 1;
                return digits;
            }
            if (fraction(i, last, total, group, scale_of_total)) {
                reading.half = tokens_[at_ - 1].word == kWords.half;
                last = Part::Fraction;
                continue;
            }
            if ((is(i, kWords.a) || is(i, kWords.an)) && last == Part::None) {
                // "a dozen", "a million"; but "a two-thirds majority" and "a 15-metre wall" count without the article.
                if (!carries(i + 1, labels_.ordinal) && entry(i + 1, labels_.number_word, "type") != "scale") return std::nullopt;
                at_ = i + 1;
                continue;
            }
            if (is(i, kWords.a_nd)) {
                bool open = last == Part::Hundred || last == Part::Scale;
                uint32_t next = skip_hyphen(i + 1);
                if (!open || next >= end_) break;
                bool digits = is_digits(tokens_[next]) && article_.text(next).size() <= 2;
                if (!digits && (!carries(next, labels_.number_word) || !value(next, labels_.number_word).less_than(Decimal(100)))) break;
                last = Part::And;
                at_ = next;
                continue;
            }
            if (is(i, kWords.point) && last != Part::None && last != Part::And && carries(i + 1, labels_.number_word)) {
                at_ = i + 1;
                Decimal tenth = *Decimal::parse(".1"), place = tenth;
                while (carries(at_, labels_.number_word) && value(at_, labels_.number_word).less_than(Decimal(10))) {
                    set(group, group.plus(scale(value(at_, labels_.number_word), place)));
                    place = scale(place, tenth);
                    ++at_;
                }
                last = Part::Digits;
                continue;
            }
            if (carries(i, labels_.ordinal) && !(last == Part::Digits || last == Part::Fraction)) {
                Decimal ordinal = value(i, labels_.ordinal);
                bool multiplies = !ordinal.less_than(Decimal(100));
                if (!multiplies && (last == Part::Unit || last == Part::Teen || (last == Part::Tens && !ordinal.less_than(Decimal(10))))) break;
                if (multiplies) set(group, (group.is_zero() ? Decimal(1) : group).times(ordinal));
                else set(group, group.plus(ordinal));
                reading.ordinal = true;
                at_ = i + 1;
                last = Part::Unit;
                break;
            }
            if (carries(i, labels_.number_word)) {
                Decimal word = value(i, labels_.number_word);
                if (word.less_than(Decimal(100)) && entry(i, labels_.number_word, "type") != "scale") {
                    bool ten = !word.less_than(Decimal(20)), teen = !ten && !word.less_than(Decimal(10));
                    bool fits = last == Part::None || last == Part::Hundred || last == Part::Scale || last == Part::And || (last == Part::Tens && !ten && !teen && !word.is_zero());
                    if (!fits) break;
                    set(group, group.plus(word));
                    last = ten ? Part::Tens : teen ? Part::Teen : Part::Unit;
                } else if (word.less_than(Decimal(1000))) {  // hundred, dozen
                    if (last == Part::Hundred || last == Part::And) break;
                    if (last == Part::Scale) {  // "a hundred thousand hundred" is none
                        break;
                    }
                    set(group, (group.is_zero() ? Decimal(1) : group).times(word));
                    scaled_ = true;
                    last_scale_ = word;
                    last = Part::Hundred;
                } else {
                    if (last == Part::And) break;
                    if (group.is_zero() && !total.is_zero()) {  // "a thousand billion"
                        set(total, total.times(word));
                    } else if (!total.is_zero() && scale_of_total.less_than(word)) {
                        set(total, total.plus(group).value_or(total).times(word));
                    } else {
                        set(total, total.plus((group.is_zero() ? Decimal(1) : group).times(word).value_or(Decimal())));
                    }
                    group = Decimal();
                    scaled_ = true;
                    last_scale_ = scale_of_total = word;
                    last = Part::Scale;
                }
                at_ = i + 1;
                continue;
            }
            if (carries(i, labels_.vague)) {
                if (last == Part::And || last == Part::Fraction) break;
                Decimal word = value(i, labels_.vague);
                if (last == Part::None) reading.vague = true;
                set(total, (total.is_zero() && group.is_zero() ? Decimal(1) : total.plus(group).value_or(group)).times(word));
                group = Decimal();
                last = Part::Scale;
                at_ = i + 1;
                // "tens of thousands", "hundreds of millions"
                while (is(at_, kWords.of) && carries(at_ + 1, labels_.vague)) {
                    set(total, total.times(value(at_ + 1, labels_.vague)));
                    at_ += 2;
                }
                continue;
            }
            if (last == Part::Digits && i == at_ && token.glued && letter_scales(i)) {
                last_scale_ = value(i, labels_.scale_letter);
                set(group, group.times(last_scale_));
                scaled_ = true;
                at_ = i + 1;
            }
            break;
        }
        if (last == Part::None || last == Part::And || !valid) return std::nullopt;
        auto result = total.plus(group);
        return result && negative ? result->negated() : result;
    }

    /// "5m people" are five million, "a 5m wall" is five metres; after a currency sign a letter always multiplies.
    bool letter_scales(uint32_t i) const {
        if (!carries(i, labels_.scale_letter)) return false;
        if (money_) return true;
        bool upper = tokens_[i].shape == Shape::Initial || tokens_[i].shape == Shape::Upper;
        if (is(i, kWords.t)) return upper;
        if (!is(i, kWords.m) || upper) return true;
        return plural_at(article_, labels_, i + 1) || (i + 1 < tokens_.size() && article_.lexicon.carries(article_.hits, i + 1, labels_.currency));
    }

    /// "half", "three quarters", "and a half", "two-thirds" at token i; adds its value to the number so far.
    bool fraction(uint32_t i, Part last, Decimal& total, Decimal& group, const Decimal& scale_of_total) {
        uint32_t begin = i;
        bool joined = is(i, kWords.a_nd) && last != Part::None;
        if (joined) i = skip_hyphen(i + 1);
        bool article = is(i, kWords.a) || is(i, kWords.an);
        Decimal numerator(1);
        bool counted = false;
        if (article) {
            i = skip_hyphen(i + 1);
        } else if (joined && carries(i, labels_.number_word)) {
            numerator = value(i, labels_.number_word);
            counted = true;
            i = skip_hyphen(i + 1);
        }
        if (!carries(i, labels_.fraction)) return false;
        bool plural = article_.text(i).ends_with('s') || article_.text(i).ends_with('S');
        Decimal divisor = value(i, labels_.fraction);
        if (!joined && last != Part::None) {
            // "three quarters": the number so far is the numerator.
            if (begin != i || last == Part::Fraction || !total.is_zero() || last == Part::Digits) return false;
            bool one = group == Decimal(1);
            bool half = tokens_[i].word == kWords.half;
            if (plural == one || (half && !one)) return false;
            auto result = group.divided_by(divisor);
            if (!result) return false;
            group = *result;
        } else {
            if (plural != (counted && !(numerator == Decimal(1)))) return false;
            // "a third" alone; "half"; "and a half"
            bool scaled = entry(skip_hyphen(i + 1), labels_.number_word, "type") == "scale";  // "quarter-million"
            if (last == Part::None && !article && tokens_[i].word != kWords.half && !scaled) return false;
            auto part = numerator.divided_by(divisor);
            if (!part) return false;
            // "a million and a half" is half a million more.
            if (joined && last == Part::Scale) {
                auto sum = total.plus(scale(*part, scale_of_total));
                if (!sum) return false;
                total = *sum;
            } else {
                auto sum = group.plus(*part);
                if (!sum) return false;
                group = *sum;
            }
        }
        at_ = i + 1;
        // "half a million", "half-a-dozen"
        uint32_t next = skip_hyphen(at_);
        if (is(next, kWords.a) && entry(next + 1, labels_.number_word, "type") == "scale") at_ = next + 1;
        return true;
    }

    /// "175,000", "3.5", "1/2", "2½", "¾"
    static std::optional<Decimal> parse_digits(std::string_view text) {
        size_t slash = text.find('/');
        if (slash != std::string_view::npos) return quotient(text.substr(0, slash), text.substr(slash + 1));
        if (static_cast<unsigned char>(text.back()) < 0x80) return Decimal::parse(text);
        size_t whole = 0;
        while (whole < text.size() && text[whole] >= '0' && text[whole] <= '9') ++whole;
        struct Vulgar {
            char32_t sign;
            std::string_view numerator, denominator;
        };
        static constexpr std::array<Vulgar, 18> kVulgar = {{{U'¼', "1", "4"}, {U'½', "1", "2"}, {U'¾', "3", "4"}, {U'⅐', "1", "7"}, {U'⅑', "1", "9"}, {U'⅒', "1", "10"},
                                                            {U'⅓', "1", "3"}, {U'⅔', "2", "3"}, {U'⅕', "1", "5"}, {U'⅖', "2", "5"}, {U'⅗', "3", "5"}, {U'⅘', "4", "5"},
                                                            {U'⅙', "1", "6"}, {U'⅚', "5", "6"}, {U'⅛', "1", "8"}, {U'⅜', "3", "8"}, {U'⅝', "5", "8"}, {U'⅞', "7", "8"}}};
        char32_t sign = decode(text, whole).value;
        for (const Vulgar& vulgar : kVulgar)
            if (vulgar.sign == sign) {
                auto part = quotient(vulgar.numerator, vulgar.denominator);
                auto integer = whole == 0 ? Decimal() : Decimal::parse(text.substr(0, whole)).value_or(Decimal());
                return part ? integer.plus(*part) : std::nullopt;
            }
        return std::nullopt;
    }
    static std::optional<Decimal> quotient(std::string_view numerator, std::string_view denominator) {
        auto a = Decimal::parse(numerator), b = Decimal::parse(denominator);
        if (!a || !b || b->is_zero()) return std::nullopt;
        return a->divided_by(*b);
    }

    const Article& article_;
    const Labels& labels_;
    const std::vector<Token>& tokens_;
    uint32_t at_, end_;
    WordId before_ = 0;  // the word before the span
    bool money_ = false;
    bool scaled_ = false;
    bool groupable_ = false;  // the digits so far may be followed by groups of three: "40 000"
    Decimal last_scale_{1};
    std::optional<Decimal> factor_;
};

/// What stands around a mention and decides whether it is a number at all, and how exact.
class Context {
public:
    Context(const Article& article, const Labels& labels) : article_(article), labels_(labels), tokens_(article.tokens) {}

    bool continues(uint32_t token) const { return token < tokens_.size() && !tokens_[token].starts_sentence; }
    bool carries(uint32_t token, LabelId label) const { return article_.lexicon.carries(article_.hits, token, label); }

    /// Does a single token that may be a number count?
    bool counts(TokenSpan span) const {
        const Token& token = tokens_[span.begin];
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
        return digits && !plural_at(article_, labels_, end) ? end : 0;
    }

private:
    /// "1500 jobs", but not "the 2014 protests" or "last summer's 1969 films".
    bool year_counts(TokenSpan span) const {
        static const std::array<WordId, 12> kDates = {word_id("the"), word_id("its"), word_id("his"), word_id("her"), word_id("their"), word_id("this"),
                                                      word_id("'s"),  word_id("in"),  word_id("since"), word_id("early"), word_id("late"), word_id("by")};
        if (span.begin > 0 && !tokens_[span.begin].starts_sentence) {
            WordId before = tokens_[span.begin - 1].word;
            if (std::find(kDates.begin(), kDates.end(), before) != kDates.end()) return false;
        }
        return plural_at(article_, labels_, span.end);
    }

    /// "3/4 of a cup", not "9/11" or "24/7".
    bool fraction_counts(uint32_t token) const {
        std::string_view text = article_.text(token);
        size_t slash = text.find('/');
        if (slash == std::string_view::npos) return true;
        auto numerator = Decimal::parse(text.substr(0, slash)), denominator = Decimal::parse(text.substr(slash + 1));
        return numerator && denominator && numerator->less_than(*denominator) && text != "9/11";
    }

    /// "half of them", "almost half the voters"; not "the first half" or "half an hour".
    bool half_counts(TokenSpan span) const {
        if (!continues(span.end)) return !bound_before(span.begin).empty();
        WordId next = tokens_[span.end].word;
        if (next == kWords.a || next == kWords.an || tokens_[span.end].shape == Shape::Hyphen) return false;
        if (span.begin > 0 && !tokens_[span.begin].starts_sentence && carries(span.begin - 1, labels_.ordinal)) return false;
        return next == kWords.of || next == kWords.the || !bound_before(span.begin).empty();
    }

    /// "one" counts in "one shell", "at least one", "one or two"; not in "one of them", "the one", "no one".
    bool one_counts(TokenSpan span) const {
        static const std::array<WordId, 11> kPronoun = {word_id("the"), word_id("this"), word_id("that"), word_id("no"), word_id("each"), word_id("any"),
                                                        word_id("every"), word_id("which"), word_id("another"), word_id("some"), word_id("as")};
        static const WordId kMore = word_id("more"), kSide = word_id("side");
        if (!bound_before(span.begin).empty()) return true;
        bool first = span.begin == 0 || tokens_[span.begin].starts_sentence;
        uint32_t next = span.end;
        if (!continues(next)) return first;
        if (!first && std::find(kPronoun.begin(), kPronoun.end(), tokens_[span.begin - 1].word) != kPronoun.end()) return false;
        if (tokens_[next].word == kWords.o_r || tokens_[next].word == kWords.in || tokens_[next].word == kWords.to)
            return continues(next + 1) && (is_digits(tokens_[next + 1]) || carries(next + 1, labels_.number_word) || tokens_[next + 1].word == kMore);
        if (tokens_[next].shape == Shape::Hyphen) return continues(next + 1) && carries(next + 1, labels_.counted);
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
            if (std::string_view found = field({from, begin}); !found.empty()) return found;
        }
        return {};
    }
    std::string_view field(TokenSpan span) const {
        thread_local std::vector<EntryId> entries;
        article_.lexicon.find_entries(tokens_, span, labels_.approximator, entries);
        return entries.empty() ? std::string_view{} : article_.lexicon.field(entries.front(), "bound");
    }

    const Article& article_;
    const Labels& labels_;
    const std::vector<Token>& tokens_;
};

/// Which country's peso, franc or dollar a bare name means: that of the country the article names most.
class LocalCurrency {
public:
    LocalCurrency(const Article& article, const Labels& labels, const std::vector<Mention>& mentions) : article_(article), labels_(labels), mentions_(mentions) {}

    /// `code` is what the word lists give for the amount's currency.
    std::string_view code(TokenSpan amount, std::string_view code) {
        bool known = std::any_of(kCurrencies.begin(), kCurrencies.end(), [&](const Local& local) { return local.general == code; });
        if (!known || !bare(amount, code)) return code;
        if (!counted_) count();
        const Local* best = nullptr;
        uint32_t most = 0, own = 0;
        for (size_t i = 0; i < kCurrencies.size(); ++i) {
            if (kCurrencies[i].general != code) continue;
            if (kCurrencies[i].code == code) own += counts_[i];
            if (counts_[i] > most) best = &kCurrencies[i], most = counts_[i];
        }
        // Papers all over the world write "$" for the US dollar: another one needs an article that is plainly local.
        if (code == "USD" && (own > 0 || most < 3)) return code;
        return best == nullptr || most == own ? code : best->code;
    }

private:
    struct Local {
        std::string_view general;  // the code of the bare name
        std::string_view country;  // ISO 3166
        std::string_view code;
    };
    static constexpr std::array<Local, 64> kCurrencies = {{
        {"USD", "US", "USD"}, {"USD", "AU", "AUD"}, {"USD", "CA", "CAD"}, {"USD", "NZ", "NZD"}, {"MXN", "MX", "MXN"}, {"MXN", "AR", "ARS"}, {"MXN", "CL", "CLP"},
        {"MXN", "CO", "COP"}, {"MXN", "CU", "CUP"}, {"MXN", "DO", "DOP"}, {"MXN", "PH", "PHP"}, {"MXN", "UY", "UYU"}, {"FRF", "FR", "FRF"}, {"FRF", "CH", "CHF"},
        {"FRF", "BE", "BEF"}, {"FRF", "CD", "CDF"}, {"FRF", "BI", "BIF"}, {"FRF", "RW", "RWF"}, {"FRF", "GN", "GNF"}, {"FRF", "DJ", "DJF"}, {"XOF", "TD", "XAF"},
        {"XOF", "CM", "XAF"}, {"XOF", "CF", "XAF"}, {"XOF", "GA", "XAF"}, {"XOF", "CG", "XAF"}, {"XOF", "GQ", "XAF"}, {"XOF", "SN", "XOF"}, {"XOF", "CI", "XOF"},
        {"XOF", "ML", "XOF"}, {"XOF", "NE", "XOF"}, {"XOF", "BF", "XOF"}, {"XOF", "BJ", "XOF"}, {"XOF", "TG", "XOF"}, {"INR", "IN", "INR"}, {"INR", "PK", "PKR"},
        {"INR", "LK", "LKR"}, {"INR", "NP", "NPR"}, {"INR", "MU", "MUR"}, {"GBP", "GB", "GBP"}, {"GBP", "EG", "EGP"}, {"GBP", "LB", "LBP"}, {"GBP", "SY", "SYP"},
        {"GBP", "SD", "SDG"}, {"GBP", "SS", "SSP"}, {"YUM", "RS", "RSD"}, {"YUM", "IQ", "IQD"}, {"YUM", "KW", "KWD"}, {"YUM", "JO", "JOD"}, {"YUM", "DZ", "DZD"},
        {"YUM", "TN", "TND"}, {"YUM", "LY", "LYD"}, {"YUM", "BH", "BHD"}, {"KES", "KE", "KES"}, {"KES", "UG", "UGX"}, {"KES", "TZ", "TZS"}, {"KES", "SO", "SOS"},
        {"IRR", "IR", "IRR"}, {"IRR", "YE", "YER"}, {"IRR", "OM", "OMR"}, {"SAR", "SA", "SAR"}, {"SAR", "QA", "QAR"}, {"KRW", "KP", "KPW"}, {"AED", "MA", "MAD"},
        {"AED", "AE", "AED"},
    }};

    /// Is the currency written as a plain "$", "£", or one word for many currencies ("pesos")?
    bool bare(TokenSpan amount, std::string_view code) const {
        for (uint32_t i = amount.begin; i < amount.end; ++i) {
            std::string_view text = article_.text(i);
            if (article_.tokens[i].shape == Shape::Currency) return text == "$" && (i == amount.begin || article_.tokens[i - 1].shape != Shape::Upper);
            if (article_.tokens[i].shape == Shape::Upper && text == code) return false;
        }
        // One word behind the number, or "CFA francs"; "Swiss francs" stay Swiss.
        TokenSpan last{amount.end - 1, amount.end};
        thread_local std::vector<EntryId> entries;
        article_.lexicon.find_entries(article_.tokens, last, labels_.currency, entries);
        if (entries.empty()) return false;
        const Token& before = article_.tokens[last.begin - (last.begin > amount.begin ? 1 : 0)];
        return code == "XOF" || (before.shape != Shape::Capital && before.shape != Shape::Upper);
    }

    void count() {
        counted_ = true;
        for (const Mention& mention : mentions_) {
            if (mention.value.entry == kNoEntry || (mention.kind != Kind::Place && mention.kind != Kind::Group)) continue;
            std::string_view country = article_.lexicon.field(mention.value.entry, "iso2");
            if (country.empty()) country = article_.lexicon.field(mention.value.entry, "country");
            for (size_t i = 0; i < kCurrencies.size(); ++i) counts_[i] += kCurrencies[i].country == country;
        }
    }

    const Article& article_;
    const Labels& labels_;
    const std::vector<Mention>& mentions_;
    std::array<uint32_t, kCurrencies.size()> counts_{};
    bool counted_ = false;
};

}  // namespace

void find_numbers(const Article& article, std::vector<Candidate>& found) {
    Labels labels(article.lexicon);
    Context context(article, labels);
    thread_local std::vector<Candidate> candidates, others;
    candidates.clear();
    others.clear();
    find_by_rules(article, Kind::Number, candidates);
    // Rules of subkind "other" find what looks like a number and is none; only amounts with a unit may overlap it.
    for (const Candidate& candidate : candidates)
        if (candidate.subkind == Subkind::Other) others.push_back(candidate);
    std::sort(others.begin(), others.end(), [](const Candidate& a, const Candidate& b) { return a.tokens.begin < b.tokens.begin; });
    auto vetoed = [&](const Candidate& mention) {
        auto from = std::upper_bound(others.begin(), others.end(), mention.tokens.end, [](uint32_t end, const Candidate& other) { return end <= other.tokens.begin; });
        for (auto other = from; other != others.begin();) {
            --other;
            if (other->tokens.end > mention.tokens.begin && other->tokens.begin < mention.tokens.end && mention.sure != Sureness::Sure) return true;
            if (other->tokens.begin + 12 < mention.tokens.begin) break;
        }
        return false;
    };
    for (const Candidate& candidate : candidates) {
        if (candidate.subkind == Subkind::Other) continue;
        bool measure = candidate.subkind == Subkind::Percent || candidate.subkind == Subkind::Money || candidate.subkind == Subkind::Quantity;
        // A rule may take in two numbers ("from 9 to 10"): each is a mention.
        for (TokenSpan rest = candidate.tokens; rest.begin < rest.end;) {
            auto reading = Reader(article, labels, rest).read();
            if (!reading) {
                ++rest.begin;
                continue;
            }
            TokenSpan span{rest.begin, reading->end};
            rest.begin = reading->end;
            if (measure && reading->unit.empty()) continue;
            if (!measure) {
                uint32_t end = context.score_end(span, rest.end, reading->high.has_value());
                if (end > span.begin) {
                    rest.begin = end;
                    continue;
                }
            }
            Candidate mention = candidate;
            mention.tokens = span;
            mention.subkind = reading->subkind;
            if (!vetoed(mention) && (span.end > span.begin + 1 || context.counts(span))) found.push_back(std::move(mention));
        }
    }
}

void value_numbers(const Article& article, std::vector<Mention>& mentions) {
    Labels labels(article.lexicon);
    Context context(article, labels);
    LocalCurrency local(article, labels, mentions);
    for (Mention& mention : mentions) {
        if (mention.kind != Kind::Number) continue;
        auto reading = Reader(article, labels, mention.tokens).read();
        if (!reading) continue;
        mention.subkind = reading->subkind;
        mention.value.text = reading->low.text();
        if (reading->high) (mention.value.text += '/') += reading->high->text();
        mention.value.unit = reading->subkind == Subkind::Money || (reading->high && !reading->unit.empty()) ? local.code(mention.tokens, reading->unit) : reading->unit;
        mention.value.modifier = context.bound(mention.tokens);
        if (reading->vague && mention.value.modifier.empty()) mention.value.modifier = "at least";
    }
}

}  // namespace nutgraf
