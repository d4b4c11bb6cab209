#include "number_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "unit_sense.h"

namespace nutgraf {
namespace {

/// Words that the grammar of numbers knows by name.
struct Words {
    WordId a = word_id("a"), an = word_id("an"), a_nd = word_id("and"), ampersand = word_id("&"), half = word_id("half"), point = word_id("point"), minus = word_id("minus"),
           negative = word_id("negative"), to = word_id("to"), of = word_id("of"), through = word_id("through"), m = word_id("m"), t = word_id("t"), pounds = word_id("pounds"),
           pound = word_id("pound"), p = word_id("p"), c = word_id("c"), percent = word_id("percent"), pct = word_id("pct"), per = word_id("per"), cent = word_id("cent"),
           between = word_id("between"), from = word_id("from"), couple = word_id("couple"), below = word_id("below"), zero = word_id("zero"), e = word_id("e"), x = word_id("x"),
           x10 = word_id("x10"), times = word_id("×"), caret = word_id("^"), slash = word_id("/"), scores = word_id("scores"), score = word_id("score"),
           o_r = word_id("or"), o_n = word_id("on"), one = word_id("one"), pc = word_id("pc"), percents = word_id("percents"), i_n = word_id("in"), by = word_id("by"), over = word_id("over"),
           k = word_id("k"), b = word_id("b"), mil = word_id("mil");
};
const Words kWords;

/// Reads the tokens of a mention, from left to right.
class Reader {
public:
    Reader(const Article& article, const NumberLabels& labels, TokenSpan span)
        : article_(article), labels_(labels), tokens_(article.tokens), begin_(span.begin), at_(span.begin), end_(span.end), limit_(span.end) {
        if (at_ > 0 && at_ < tokens_.size() && !tokens_[at_].starts_sentence) before_ = tokens_[at_ - 1].word;
        while (limit_ < tokens_.size() && limit_ < span.end + kFarthest && !tokens_[limit_].starts_sentence) ++limit_;
    }

    /// As much of the span as makes one number, amount or range; std::nullopt when it begins with none.
    std::optional<Amount> read() {
        Amount reading;
        if (at_ < end_ && tokens_[at_].shape == Shape::Alphanumeric) return letter_money();
        std::string_view prefix = currency_prefix();
        money_ = !prefix.empty();
        if (money_ && more() && tokens_[at_].shape == Shape::Open) return loss(prefix);
        if (prefix.empty() && one_and_half(reading)) return reading;
        auto low = number(reading);
        if (!low) return std::nullopt;
        reading.low = *low;
        bool low_scaled = scaled_;
        reading.end = cents_ ? ++at_ : at_;
        std::string_view unit = reading.ordinal ? std::string_view{} : !prefix.empty() ? code_behind() : unit_behind(reading);
        if (reading.vague && prefix.empty() && unit.empty()) unit = currency_of(reading);
        if (prefix.empty() && money(unit)) money_ = true;
        if (!unit.empty()) reading.end = at_;
        if (!unit.empty() && !low_scaled && money_ && is_code(unit)) {  // "75 USD million"
            uint32_t end = std::exchange(end_, limit_);
            if (scales(at_)) reading.low = scale(reading.low, value(at_, labels_.number_word)), reading.end = ++at_;
            end_ = std::max(end, at_);
        }
        if (!cents_) range(reading, prefix, unit, low_scaled);
        reading.unit = !prefix.empty() ? prefix : unit;
        if (!reading.unit.empty()) reading.subkind = subkind(reading.unit);
        else if (reading.ordinal) reading.subkind = Subkind::Ordinal;
        if (reading.high) reading.subkind = Subkind::NumberRange;
        if (factor_) reading.low = scale(reading.low, *factor_);
        if (factor_ && reading.high) reading.high = scale(*reading.high, *factor_);
        if (!reading.high && unit.empty() && prefix.empty() && !reading.ordinal) {
            feet_and_inches(reading);
            below_zero(reading);
            if (reading.unit.empty() && !low_scaled && !reading.vague) over(reading);
        }
        if (!reading.high && !prefix.empty() && is(reading.end, kWords.a_nd, limit_)) add_smaller_unit(reading);  // "$5 and 20 cents"
        if (!reading.high && money_ && !factor_ && !scaled_) add_bare_cents(reading);
        if (reading.subkind == Subkind::Money && reading.end < limit_ && tokens_[reading.end].shape == Shape::Open) add_country(reading);
        if (!reading.high && !unit.empty()) {
            while (add_smaller_unit(reading)) {
            }
            add_power(reading);
            add_rate(reading);
            if (temperature(reading.unit) && is(reading.end, kWords.below, limit_) && is(reading.end + 1, kWords.zero, limit_)) {  // "ten degrees below zero"
                reading.low = reading.low.negated();
                reading.end += 2;
            }
        }
        return reading;
    }

private:
    /// "a mile and a half"
    bool one_and_half(Amount& reading) {
        if (!(is(at_, kWords.a) || is(at_, kWords.an)) || end_ != at_ + 5 || !is(at_ + 2, kWords.a_nd) || !is(at_ + 3, kWords.a) || !is(at_ + 4, kWords.half)) return false;
        std::string_view code = entry(at_ + 1, labels_.unit, "ucum");
        if (code.empty()) return false;
        reading.low = *Decimal::parse("1.5");
        reading.unit = code;
        reading.subkind = Subkind::Quantity;
        reading.end = at_ = at_ + 5;
        return true;
    }
    /// "$(4.5) million": accounts put what is lost in brackets. Stands at the opening one.
    std::optional<Amount> loss(std::string_view code) {
        uint32_t close = at_ + 2;
        auto digits = close < limit_ && is_digits(tokens_[at_ + 1]) && tokens_[close].shape == Shape::Close ? parse_digits(article_.text(at_ + 1)) : std::nullopt;
        if (!digits) return std::nullopt;
        end_ = std::max(end_, std::min(limit_, close + 2));
        Amount reading;
        reading.end = close + 1;
        if (scales(reading.end)) digits = scale(*digits, value(reading.end, labels_.number_word)), ++reading.end;
        reading.low = digits->negated();
        reading.unit = code;
        reading.subkind = Subkind::Money;
        return reading;
    }

    /// "N165", "P17 to P19", one token an amount.
    std::optional<Amount> letter_money() {
        bool apart = false;  // of the higher: "between P300 and P1,500"
        auto amount = [&](uint32_t token) -> std::optional<Decimal> {
            bool initial = token + 1 < limit_ && tokens_[token].shape == Shape::Initial && article_.text(token) == article_.text(at_).substr(0, 1) && is_digits(tokens_[token + 1]) && glued(token + 1);
            if (initial) return apart = true, parse_digits(article_.text(token + 1));
            std::string_view text = token < limit_ && tokens_[token].shape == Shape::Alphanumeric ? article_.text(token) : std::string_view{};
            if (text.size() < 2 || labels_.letters.find(text[0]) == std::string::npos || text.find_first_not_of("0123456789", 1) != std::string_view::npos) return std::nullopt;
            return Decimal::parse(text.substr(1));
        };
        auto low = amount(at_);
        if (!low) return std::nullopt;
        char letter = article_.text(at_)[0];
        Amount reading;
        reading.low = *low;
        reading.unit = letter == 'R' ? "ZAR" : letter == 'N' ? "NGN" : letter == 'K' ? "ZMW" : "PHP";
        reading.subkind = Subkind::Money;
        reading.end = at_ + 1;
        if (letter == 'R') {
            if (is_road(at_)) return std::nullopt;
            // "R6,72", "R1,5 million"
            bool comma = reading.end + 1 < limit_ && tokens_[reading.end].shape == Shape::Comma && glued(reading.end) && glued(reading.end + 1) && is_digits(tokens_[reading.end + 1]) && article_.text(reading.end + 1).size() <= 2;
            auto part = comma ? Decimal::parse("." + std::string(article_.text(reading.end + 1))) : std::nullopt;
            if (part) {
                reading.low = reading.low.plus(*part).value_or(reading.low);
                reading.end += 2;
                if (reading.end < limit_ && carries_word(reading.end)) {
                    uint32_t end = std::exchange(end_, limit_);
                    if (scales(reading.end)) reading.low = scale(reading.low, value(reading.end, labels_.number_word)), ++reading.end;
                    end_ = std::max(end, reading.end);
                }
                end_ = std::max(end_, reading.end);
                return reading;
            }
            while (reading.end < limit_ && is_group(reading.end)) {  // "R410 000"
                reading.low = scale(reading.low, Decimal(1000)).plus(*Decimal::parse(article_.text(reading.end))).value_or(reading.low);
                ++reading.end;
            }
            end_ = std::max(end_, reading.end);
        }
        bool joined = reading.end + 1 < limit_ && (is_sign(tokens_[reading.end]) || is(reading.end, kWords.to, limit_) || (before_ == kWords.between && is(reading.end, kWords.a_nd, limit_)));
        if (auto high = joined && before_ != kWords.from ? amount(reading.end + 1) : std::nullopt; high && low->less_than(*high)) {
            reading.high = high;
            reading.subkind = Subkind::NumberRange;
            reading.end += apart ? 3 : 2;
            if (reading.end < limit_ && scales(reading.end)) reading.high = scale(*reading.high, value(reading.end, labels_.number_word)), ++reading.end;
            end_ = std::max(end_, reading.end);
        }
        return reading;
    }

    /// Three digits that go on with the number before them.
    bool is_group(uint32_t token) const {
        return tokens_[token].shape >= Shape::Day && tokens_[token].shape <= Shape::Integer && !tokens_[token].glued && article_.text(token).size() == 3 && article_.text(token).find(',') == std::string_view::npos;
    }
    /// "the R21", "on the R300 near the airport": South African roads
    bool is_road(uint32_t token) const {
        static const std::array<WordId, 5> kBefore = {word_id("the"), word_id("on"), word_id("along"), word_id("off"), word_id("via")};
        if (std::find(kBefore.begin(), kBefore.end(), before_) == kBefore.end()) return false;
        if (token + 1 >= limit_) return true;
        if (is_group(token + 1)) return false;
        return tokens_[token + 1].shape != Shape::Lower || article_.lexicon.carries(article_.hits, token + 1, labels_.function) || article_.text(token + 1) == "road" || article_.text(token + 1) == "highway";
    }
    bool more() const { return at_ < end_; }
    /// Was the unit just read as a code of three capitals?
    bool is_code(std::string_view unit) const { return article_.text(at_ - 1) == unit; }
    bool is(uint32_t token, WordId word) const { return is(token, word, end_); }
    bool is(uint32_t token, WordId word, uint32_t limit) const { return token < limit && tokens_[token].word == word; }
    bool glued(uint32_t token) const { return token < limit_ && tokens_[token].glued; }
    std::string_view entry(uint32_t token, LabelId label, std::string_view column) const {
        return carries(token, label) ? entry({token, token + 1}, label, column) : std::string_view{};
    }
    std::string_view entry(TokenSpan span, LabelId label, std::string_view column) const {
        thread_local std::vector<EntryId> entries;
        article_.lexicon.find_entries(tokens_, span, label, entries);
        return entries.empty() ? std::string_view{} : article_.lexicon.field(entries.front(), column);
    }
    bool carries_word(uint32_t token) const { return article_.lexicon.carries(article_.hits, token, labels_.number_word); }
    bool carries(uint32_t token, LabelId label) const { return token < end_ && article_.lexicon.carries(article_.hits, token, label); }
    /// What a list of numbers says of a word.
    struct Listed {
        uint64_t key = 0;  // of word, case and list
        Decimal value;
        std::string_view type;  // "scale", "tens" or none
    };
    /// Of a word that is not in the list, nought. Few words are asked again and again, so each thread remembers them.
    const Listed& listed(uint32_t token, LabelId label) const {
        static const Listed kNone;
        if (!carries(token, label)) return kNone;
        thread_local std::array<Listed, 256> memory;
        uint64_t key = mix(tokens_[token].word + static_cast<uint64_t>(casing(tokens_[token])), article_.lexicon.serial() << 16 | label);
        Listed& known = memory[key % memory.size()];
        if (known.key != key) known = {key, Decimal::parse(entry(token, label, "value")).value_or(Decimal()), entry(token, label, "type")};
        return known;
    }
    Decimal value(uint32_t token, LabelId label) const { return listed(token, label).value; }
    /// "hundred", "dozen", "million"
    bool is_scale(uint32_t token) const { return listed(token, labels_.number_word).type == "scale"; }
    bool is_tens(uint32_t token) const { return listed(token, labels_.number_word).type == "tens"; }
    static Decimal scale(const Decimal& number, const Decimal& factor) { return number.times(factor).value_or(number); }
    /// Does a scale from a thousand up stand at the token: "million"?
    bool scales(uint32_t token) const {
        return is_scale(token) && !value(token, labels_.number_word).less_than(Decimal(1000));
    }
    /// A word for one to nine, or for the first to the ninth.
    bool below_ten(uint32_t token) const {
        for (LabelId label : {labels_.number_word, labels_.ordinal})
            if (carries(token, label) && !value(token, label).is_zero() && value(token, label).less_than(Decimal(10))) return true;
        return false;
    }
    uint32_t skip_hyphen(uint32_t token) const { return token + 1 < end_ && tokens_[token].shape == Shape::Hyphen ? token + 1 : token; }

    static bool money(std::string_view unit) { return unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; }); }
    static bool temperature(std::string_view unit) { return unit == "Cel" || unit == "[degF]" || unit == "deg"; }
    Subkind subkind(std::string_view unit) const {
        if (unit == "%") return Subkind::Percent;
        return money_ ? Subkind::Money : Subkind::Quantity;
    }

    /// "$", "US$", "NZ $", "EUR", "Rs": moves behind it and gives its code.
    std::string_view currency_prefix() {
        uint32_t from = at_;
        // "$ US44.59"
        if (at_ + 2 < end_ && article_.text(at_) == "$" && tokens_[at_ + 1].shape <= Shape::Initial && is_digits(tokens_[at_ + 2]) && (glued(at_ + 1) || glued(at_ + 2))) {
            static const std::array<std::pair<WordId, std::string_view>, 5> kCountries = {{{word_id("us"), "USD"}, {word_id("nz"), "NZD"}, {word_id("hk"), "HKD"}, {word_id("a"), "AUD"}, {word_id("c"), "CAD"}}};
            for (const auto& [country, code] : kCountries)
                if (tokens_[at_ + 1].word == country) {
                    at_ += 2;
                    return code;
                }
        }
        if (at_ + 2 < end_ && tokens_[at_].shape == Shape::Upper && is_digits(tokens_[at_ + 1]) && glued(at_ + 1) && tokens_[at_ + 2].word == kWords.c && glued(at_ + 2)) {
            static const WordId kUs = word_id("us"), kNz = word_id("nz");
            WordId country = tokens_[at_].word;
            if (country == kUs || country == kNz) {
                ++at_;
                cents_ = true;
                factor_ = Decimal::parse(".01");
                return country == kUs ? "USD" : "NZD";
            }
        }
        if (at_ + 1 < end_ && tokens_[at_].shape != Shape::Currency && tokens_[at_ + 1].shape == Shape::Currency && !is_digits(tokens_[at_])) {
            static constexpr std::array<std::array<std::string_view, 2>, 17> kDollars = {
                {{"us", "USD"}, {"nz", "NZD"}, {"hk", "HKD"}, {"a", "AUD"}, {"au", "AUD"}, {"aus", "AUD"}, {"c", "CAD"}, {"ca", "CAD"}, {"can", "CAD"}, {"cdn", "CAD"}, {"s", "SGD"}, {"sg", "SGD"},
                 {"nt", "TWD"}, {"mex", "MXN"}, {"tt", "TTD"}, {"j", "JMD"}, {"gh", "GHS"}}};
            for (const auto& [word, code] : kDollars)
                if (tokens_[at_].word == hash_folded(word)) {
                    at_ += 2;
                    return code;
                }
            // "AUD$ 15"; but who "won $2.5 million" has no won
            if (std::string_view code = tokens_[at_].shape == Shape::Lower && !glued(at_ + 1) ? std::string_view{} : entry(at_, labels_.currency, "code"); !code.empty()) {
                at_ += 2;
                return code;
            }
        }
        if (!more() || is_digits(tokens_[at_])) return {};
        std::string_view code = entry(at_, labels_.currency_symbol, "code");
        if (article_.text(at_) == "¢") code = "GHS";  // "¢1,738" are cedis, "17¢" cents
        if (code.empty() && tokens_[at_].shape == Shape::Upper) code = entry(at_, labels_.currency, "code");
        if (code.empty() && carries(at_, labels_.currency) && at_ + 1 < end_ && is_digits(tokens_[at_ + 1])) code = named_prefix();
        if (code.empty()) return {};
        ++at_;
        // "Rs. 500"
        if (more() && tokens_[at_].shape == Shape::Stop && tokens_[at_].glued) ++at_;
        bool loss = more() && tokens_[at_].shape == Shape::Open && tokens_[at_ - 1].shape == Shape::Currency;
        if (!more() || !(is_digits(tokens_[at_]) || is_sign(tokens_[at_]) || loss || carries(at_, labels_.number_word) || carries(at_, labels_.vague))) {
            at_ = from;
            return {};
        }
        return code;
    }

    /// "Taka 500 crore", "Naira 45,000", "usd 20", "pounds 12m" where a paper's sign was lost; but they "won 5 million", and "Mark
    /// 10,000" may be a man's.
    std::string_view named_prefix() const {
        std::string_view code = entry(at_, labels_.currency, "code"), text = article_.text(at_);
        auto same = [](char lower, char upper) { return lower == upper + 32; };
        if (std::equal(text.begin(), text.end(), code.begin(), code.end(), same)) return code;
        if (tokens_[at_].word == kWords.pounds && tokens_[at_].shape == Shape::Lower && !glued(at_ + 1)) {
            bool counted = at_ > 0 && !tokens_[at_].starts_sentence && (is_digits(tokens_[at_ - 1]) || carries(at_ - 1, labels_.number_word) || carries(at_ - 1, labels_.vague) || is_sign(tokens_[at_ - 1]));
            return counted ? std::string_view{} : code;
        }
        bool large = article_.text(at_ + 1).find(',') != std::string_view::npos || (at_ + 2 < end_ && is_scale(at_ + 2));
        return large && tokens_[at_].shape == Shape::Capital && !tokens_[at_].starts_sentence && code != "DEM" ? code : std::string_view{};
    }

    /// A unit, currency or percent sign behind the number, perhaps behind the span: the longest form.
    std::string_view unit_behind(Amount& reading) {
        uint32_t end = std::exchange(end_, limit_);
        std::string_view unit = suffix(reading);
        end_ = std::max(end, at_);
        return unit;
    }
    /// "hundreds of millions of dollars": moves behind the currency. "Hundreds of pounds of cocaine" are no money.
    std::string_view currency_of(Amount& reading) {
        uint32_t of = at_;
        if (!is(of, kWords.of, limit_)) return {};
        ++at_;
        if (std::string_view code = unit_behind(reading); money(code) && !is(at_, kWords.of, limit_)) return code;
        at_ = of;
        return {};
    }
    /// "$5 million USD", "C$20 CAD"
    std::string_view code_behind() {
        bool code = at_ < limit_ && tokens_[at_].shape == Shape::Upper && article_.lexicon.carries(article_.hits, at_, labels_.currency);
        if (!code) return {};
        end_ = std::max(end_, at_ + 1);
        std::string_view name = entry(at_, labels_.currency, "code");
        return name == article_.text(at_) ? found(at_ + 1, name) : std::string_view{};
    }
    std::string_view suffix(Amount& reading) {
        uint32_t from = skip_hyphen(at_);
        if ((is(from, kWords.a) || is(from, kWords.an)) && reading.half) ++from;  // "half a mile"
        bool of_one = reading.fraction && is(from, kWords.of) && (is(from + 1, kWords.a) || is(from + 1, kWords.an) || is(from + 1, kWords.one));
        if (of_one) from += 2;  // "a quarter of a mile", "half of one percent"
        if (from >= end_) return {};
        const Token& first = tokens_[from];
        if (first.shape == Shape::Percent || first.word == kWords.percent || first.word == kWords.percents || first.word == kWords.pct) return found(from + 1, "%");
        if (first.word == kWords.pc && first.shape == Shape::Lower) return found(from + 1, "%");  // "up 6pc" in British papers
        if (first.word == kWords.per && is(from + 1, kWords.cent)) return found(from + 2, "%");
        if (first.shape == Shape::Currency) {
            // A sign between two numbers is the second's: "$10-$20", "5 $10 bills".
            if (from > at_ || (!first.glued && from + 1 < end_ && is_digits(tokens_[from + 1]))) return {};
            money_ = true;
            if (article_.text(from) == "¢") factor_ = Decimal::parse(".01");
            return found(from + 1, entry(from, labels_.currency_symbol, "code"));
        }
        // "300 Nm" are of torque, "300 nm" a length.
        std::string_view sign = article_.text(from);
        if (sign.size() > 1 && sign[0] < 'a')
            if (std::string_view code = unit_letter(from); !code.empty()) return code;
        if (std::string_view code = listed_unit(reading, from); !code.empty()) return code;
        // "15-24" of snow"
        static const WordSet kFalls = {"snow", "rain", "ice", "sleet", "hail", "rainfall", "snowfall", "water", "powder"};
        bool inches = first.shape == Shape::Quote && first.glued && sign != "'" && is(from + 1, kWords.of, limit_) && from + 2 < limit_;
        if (inches && kFalls.contains(tokens_[from + 2].word)) return found(from + 1, "[in_i]");
        // "2 in wide", "2in", "measures 2 in."
        static const WordId kIn = word_id("in");
        static const std::array<WordId, 8> kMeasured = {word_id("thick"), word_id("wide"), word_id("long"), word_id("tall"), word_id("deep"), word_id("high"), word_id("across"), word_id("diameter")};
        if (first.word == kIn && (first.glued || (is_digits(tokens_[from - 1]) && from + 1 < end_ && tokens_[from + 1].shape == Shape::Stop) || (from + 1 < end_ && tokens_[from + 1].shape == Shape::Lower && std::find(kMeasured.begin(), kMeasured.end(), tokens_[from + 1].word) != kMeasured.end()))) return found(from + 1, "[in_i]");
        return unit_letter(from);
    }
    /// "1.7165 marks", "5.2 million marks", "300 marks" in Germany before the euro: a pupil's marks are few and round.
    std::string_view marks(const Amount& reading, uint32_t from) const {
        static const WordId kMarks = word_id("marks");
        if (tokens_[from].word != kMarks || tokens_[from].shape != Shape::Lower) return {};
        if (auto date = article_.document.date(); date && static_cast<int>(date->year()) > 2002) return {};
        static const WordSet kGerman = {"german", "germany", "germans", "bonn", "frankfurt", "bundesbank"};
        static const WordSet kFinnish = {"finnish", "finland"};
        auto names = [&](const WordSet& words) { return std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) { return words.contains(token.word); }); };
        std::string_view digits = article_.text(from - 1);
        size_t point = digits.find('.');
        bool rate = point != std::string_view::npos && digits.size() - point > 3, large = !reading.low.less_than(Decimal(100'000));
        bool german = names(kGerman);
        if (names(kFinnish)) return german ? std::string_view{} : std::string_view("FIM");
        return rate || large || german ? std::string_view("DEM") : std::string_view{};
    }
    /// "36 bars of 116 grams", "three bars on the quay": of pressure only where the article speaks of it
    bool tells_pressure() const {
        static const WordSet kPressure = {"pressure", "pressures", "pressurised", "pressurized"};
        return std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) { return kPressure.contains(token.word); });
    }
    /// "listed at 168 crowns": money where the article is of a country that pays in it, or where kings have not so many.
    std::string_view crowns(const Amount& reading, uint32_t from) const {
        static const WordId kCrowns = word_id("crowns");
        if (tokens_[from].word != kCrowns || tokens_[from].shape != Shape::Lower || is(from + 1, kWords.of, limit_)) return {};
        static const WordSet kLands = {"danish", "denmark", "copenhagen", "swedish", "sweden", "stockholm", "norwegian", "norway", "oslo", "czech", "prague", "slovak", "slovakia", "bratislava", "estonian", "estonia", "tallinn", "icelandic", "iceland"};
        bool money = !reading.low.less_than(Decimal(100'000)) || std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) { return kLands.contains(token.word); });
        return money ? std::string_view("CZK") : std::string_view{};
    }
    /// A unit or currency of the word lists.
    std::string_view listed_unit(const Amount& reading, uint32_t from) {
        bool unit = carries(from, labels_.unit), currency = carries(from, labels_.currency), part = carries(from, labels_.currency_part);
        bool sign = tokens_[from].shape <= Shape::Upper && carries(from, labels_.currency_symbol);
        // "17 ATM cards" hold no pressure; of the extras "b-4 lb-9" the second are leg byes.
        static const WordId kAtm = word_id("atm"), kLb = word_id("lb"), kBars = word_id("bars");
        if (tokens_[from].word == kAtm && tokens_[from].shape == Shape::Upper) return {};
        if (tokens_[from].word == kLb && from + 2 < limit_ && tokens_[from + 1].shape == Shape::Hyphen && is_digits(tokens_[from + 2])) return {};
        if (std::string_view code = marks(reading, from); !code.empty()) return money_ = true, found(from + 1, code);
        if (std::string_view code = crowns(reading, from); !code.empty()) return money_ = true, found(from + 1, code);
        // "3 USD50 cards": the code is of the amount that it is written to
        if (currency && !glued(from) && from + 1 < limit_ && glued(from + 1) && is_digits(tokens_[from + 1])) return {};
        // "on 92.3 BOB-FM"
        static const WordId kFm = word_id("fm"), kAm = word_id("am");
        if (currency && from + 2 < limit_ && tokens_[from + 1].shape == Shape::Hyphen && glued(from + 1) && (tokens_[from + 2].word == kFm || tokens_[from + 2].word == kAm)) return {};
        uint32_t longest = unit || currency || part || sign ? from + 1 : from;
        const auto& names = article_.hits.names;
        for (auto hit = std::lower_bound(names.begin(), names.end(), from, [](const LexiconHit& a, uint32_t begin) { return a.tokens.begin < begin; });
             hit != names.end() && hit->tokens.begin == from; ++hit) {
            bool ours = hit->label == labels_.unit || hit->label == labels_.currency || hit->label == labels_.currency_part;
            if (!ours || hit->tokens.end > end_) continue;
            (hit->label == labels_.unit ? unit : hit->label == labels_.currency ? currency : part) = true;
            longest = std::max(longest, hit->tokens.end);
        }
        for (uint32_t to = longest; to > from; --to) {
            TokenSpan span{from, to};
            if (std::string_view code = unit ? entry(span, labels_.unit, "ucum") : std::string_view{}; !code.empty()) {
                if (code == "{bp}") {  // "25 basis points" are 0.25 percent
                    factor_ = Decimal::parse(".01");
                    return found(to, "%");
                }
                // "35.8 tmcft" are 35,800,000,000 cubic feet
                if (code.starts_with("10*") && code[4] == '.') {
                    factor_ = Decimal::parse("1" + std::string(static_cast<size_t>(code[3] - '0'), '0'));
                    code.remove_prefix(5);
                } else if (code.starts_with("10*12.")) {
                    factor_ = Decimal(1'000'000'000'000);
                    code.remove_prefix(6);
                }
                if (code == "bar" && tokens_[from].word == kBars && !tells_pressure()) return {};
                if (code == "deg") return found(to, degrees(article_, reading.low, from, to));
                bool pound = code == "[lb_av]" && (tokens_[from].word == kWords.pounds || tokens_[from].word == kWords.pound);
                if (pound && is_sterling(article_, reading.low, from, to)) return money_ = true, found(to, "GBP");
                return found(to, code);
            }
            if (std::string_view code = currency ? entry(span, labels_.currency, "code") : std::string_view{}; !code.empty()) return money_ = true, found(to, code);
            if (std::string_view code = part ? entry(span, labels_.currency_part, "code") : std::string_view{}; !code.empty()) {
                money_ = true;
                factor_ = Decimal::parse(entry(span, labels_.currency_part, "factor"));
                return found(to, code);
            }
            // "42 RM", "500 Rs", but "5 R" and "42 LE" in capitals only
            if (std::string_view code = sign && to == from + 1 ? entry(span, labels_.currency_symbol, "code") : std::string_view{};
                !code.empty() && article_.text(from).size() > 1 && article_.text(from) == entry(span, labels_.currency_symbol, "name"))
                return money_ = true, found(to, code);
        }
        return {};
    }
    /// A sign that is a unit only right behind a number: "5 g" but not "5G", "25p", "40C".
    std::string_view unit_letter(uint32_t from) {
        std::string_view text = article_.text(from);
        if (tokens_[from].glued && (text == "p" || text == "c")) {
            money_ = true;
            factor_ = Decimal::parse(".01");
            return found(from + 1, text == "p" ? "GBP" : "USD");
        }
        if (tokens_[from].dotted) text.remove_suffix(1);  // "under 2C."
        if (!carries(from, labels_.unit_letter) || entry(from, labels_.unit_letter, "name") != text) return {};
        // "800,000 F-Series trucks", "24703 L-202"
        if (text.size() == 1 && text[0] < 'a' && from + 1 < end_ && tokens_[from + 1].shape == Shape::Hyphen) return {};
        std::string_view code = entry(from, labels_.unit_letter, "ucum");
        // "Highway 97C" is a road in any heat.
        if (temperature(code) && tokens_[from].glued && begin_ > 0 && before_ != 0 && is_capitalised(tokens_[begin_ - 1])) return {};
        if (temperature(code) && !is_about_temperature(article_)) {  // "burned at 1,200C"
            static const std::array<WordId, 12> kDegrees = {word_id("("), word_id("is"), word_id("was"), word_id("at"), word_id("to"), word_id("of"), word_id("above"), word_id("below"), word_id("reached"), word_id("hit"), word_id("near"), word_id("minus")};
            if (!tokens_[from].glued || std::find(kDegrees.begin(), kDegrees.end(), before_) == kDegrees.end()) return {};
        }
        if (code == "{bp}") return factor_ = Decimal::parse(".01"), found(from + 1, "%");  // "145bp"
        return found(from + 1, code);
    }
    std::string_view found(uint32_t to, std::string_view code) {
        at_ = to;
        return code;
    }

    // ---- amounts of two units, and rates

    /// "$685 (U.S.)", "86.80 cents (U.S.)", "$20 (Cdn.)": whose dollar it is.
    void add_country(Amount& reading) {
        static const std::array<std::pair<WordId, std::string_view>, 7> kCountries = {{{word_id("us"), "USD"}, {word_id("u.s"), "USD"}, {word_id("cdn"), "CAD"}, {word_id("can"), "CAD"}, {word_id("canadian"), "CAD"},
                                                                                      {word_id("australian"), "AUD"}, {word_id("nz"), "NZD"}}};
        if (reading.unit != "USD" && reading.unit != "CAD") return;
        uint32_t at = reading.end + 1;
        for (const auto& [country, code] : kCountries) {
            if (!is(at, country, limit_) || tokens_[at].shape == Shape::Lower) continue;
            uint32_t close = at + 1;
            if (close < limit_ && tokens_[close].shape == Shape::Stop && glued(close)) ++close;
            if (close >= limit_ || tokens_[close].shape != Shape::Close) return;
            reading.unit = code;
            reading.end = at_ = close + 1;
            return;
        }
    }

    /// 5'11": a height; the marks alone may be quotes.
    void feet_and_inches(Amount& reading) {
        uint32_t at = reading.end;
        auto quotes = [&](uint32_t token) { return token < limit_ && tokens_[token].shape == Shape::Quote && glued(token); };
        if (!quotes(at) || at + 1 >= limit_ || tokens_[at + 1].shape != Shape::Day || !glued(at + 1) || !reading.low.less_than(Decimal(10))) return;
        auto inches = Decimal::parse(article_.text(at + 1));
        auto sum = inches && inches->less_than(Decimal(12)) ? reading.low.times(Decimal(12)) : std::nullopt;
        if (sum) sum = sum->plus(*inches);
        if (!sum) return;
        reading.low = *sum;
        reading.unit = "[in_i]";
        reading.subkind = Subkind::Quantity;
        reading.end = at + 2;
        if (quotes(reading.end) && article_.text(reading.end) != "”") ++reading.end;
    }
    /// "one over three" is a third where nothing is counted; "2 over 3 years" are two numbers.
    void over(Amount& reading) {
        if (!is(reading.end, kWords.over, limit_) || (begin_ > 0 && before_ == kWords.o_r)) return;
        Reader next(article_, labels_, {reading.end + 1, limit_});
        Amount divisor;
        auto amount = next.number(divisor);
        bool bare = amount && !divisor.ordinal && !divisor.vague && !divisor.fraction && !amount->is_zero() && (next.at_ >= limit_ || (tokens_[next.at_].shape >= Shape::Comma && tokens_[next.at_].shape <= Shape::Colon));
        auto quotient = bare ? reading.low.divided_by(*amount) : std::nullopt;
        if (!quotient) return;
        reading.low = *quotient;
        reading.fraction = true;
        reading.end = next.at_;
    }
    /// "thirteen dollars forty-five." are 13.45; where the sentence goes on, the second number counts something.
    void add_bare_cents(Amount& reading) {
        uint32_t from = reading.end;
        if (from > 0 && from < limit_ && tokens_[from].word == kWords.a_nd) ++from;
        if (from >= limit_ || !(tokens_[from].shape <= Shape::Integer || carries_word(from)) || article_.text(reading.end - 1) == "cents") return;
        Reader next(article_, labels_, {from, limit_});
        Amount cents;
        auto amount = next.number(cents);
        bool last = next.at_ >= limit_ || (tokens_[next.at_].shape == Shape::Stop && (next.at_ + 1 >= limit_ || tokens_[next.at_ + 1].starts_sentence));
        if (!amount || !last || cents.ordinal || cents.vague || cents.fraction || next.scaled_ || amount->less_than(Decimal(10)) || !amount->less_than(Decimal(100))) return;
        auto sum = amount->times(*Decimal::parse(".01"));
        if (sum) sum = sum->plus(reading.low);
        if (!sum) return;
        reading.low = *sum;
        reading.end = next.at_;
    }
    /// "20 below zero"
    void below_zero(Amount& reading) {
        if (!is(reading.end, kWords.below, limit_) || !is(reading.end + 1, kWords.zero, limit_)) return;
        reading.low = reading.low.negated();
        reading.unit = degrees(article_, reading.low, reading.end, reading.end + 2);
        reading.subkind = Subkind::Quantity;
        reading.end += 2;
    }

    /// "six feet two inches", "3 dollars 50 cents": the whole in the smaller unit, which is exact, or in the currency.
    bool add_smaller_unit(Amount& reading) {
        struct Pair {
            std::string_view larger, smaller;
            uint64_t factor;
        };
        static constexpr std::array<Pair, 10> kPairs = {{{"[ft_i]", "[in_i]", 12}, {"[yd_i]", "[ft_i]", 3}, {"[mi_i]", "[yd_i]", 1760}, {"[lb_av]", "[oz_av]", 16}, {"[stone_av]", "[lb_av]", 14},
                                                        {"m", "cm", 100}, {"km", "m", 1000}, {"kg", "g", 1000}, {"L", "mL", 1000}, {"t", "kg", 1000}}};
        bool broken = begin_ < reading.end && tokens_[begin_].shape == Shape::Decimal;  // "jumped 8.31m, 4cm short"
        if (broken && !money_) return false;
        bool whole_money = money_ && !factor_ && reading.subkind == Subkind::Money;
        auto larger = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& pair) { return pair.larger == reading.unit; });
        if (!whole_money && larger == kPairs.end()) return false;
        uint32_t from = reading.end;
        while (from < limit_ && (tokens_[from].shape == Shape::Comma || tokens_[from].word == kWords.a_nd || tokens_[from].shape == Shape::Hyphen)) ++from;
        if (from >= limit_ || from > reading.end + 1 || !(is_digits(tokens_[from]) || carries_word(from))) return false;
        Reader next(article_, labels_, {from, limit_});
        Amount small;
        auto amount = next.number(small);
        if (!amount || small.ordinal || small.vague || next.scaled_) return false;
        next.end_ = next.limit_;
        std::string_view unit = next.suffix(small);
        if (whole_money) {
            // Cents are of what stands before them: "3 Canadian dollars 50 cents".
            bool part = next.factor_ && *next.factor_ == *Decimal::parse(".01") && (unit == reading.unit || unit == "USD" || unit == "GBP") && amount->less_than(Decimal(100));
            auto sum = part ? reading.low.plus(scale(*amount, *next.factor_)) : std::nullopt;
            if (!sum) return false;
            reading.low = *sum;
            reading.end = next.at_;
            return false;
        }
        // "a 5-foot-11 guard", "six-foot-four"
        bool height = unit.empty() && larger->smaller == "[in_i]" && tokens_[reading.end].shape == Shape::Hyphen && !(next.at_ < limit_ && is_sign(tokens_[next.at_]));
        // "at 5 feet 7 the shortest": no noun follows
        bool behind = next.at_ < limit_ && tokens_[next.at_].shape <= Shape::Mixed && !article_.lexicon.carries(article_.hits, next.at_, labels_.function);
        bool sign = next.at_ < limit_ && (is_sign(tokens_[next.at_]) || tokens_[next.at_].shape == Shape::Slash || tokens_[next.at_].shape == Shape::Percent || is_digits(tokens_[next.at_]));
        height |= unit.empty() && larger->smaller == "[in_i]" && from == reading.end && !behind && !sign && !next.is(next.at_, kWords.i_n) && reading.low.less_than(Decimal(100)) && is_digits(tokens_[from]) == is_digits(tokens_[reading.end - 2]);
        if (height) unit = "[in_i]";
        // A bare "in" behind feet is inches: "5 ft 2 in".
        static const WordId kIn = word_id("in");
        if (unit.empty() && larger->smaller == "[in_i]" && next.is(next.at_, kIn)) unit = "[in_i]", ++next.at_;
        if (unit != larger->smaller || !amount->less_than(Decimal(larger->factor))) return false;
        auto sum = reading.low.times(Decimal(larger->factor));
        if (sum) sum = sum->plus(*amount);
        if (!sum) return false;
        reading.low = *sum;
        reading.unit = larger->smaller;
        reading.end = next.at_;
        return true;
    }

    /// "4 km^3", "4 km cubed": a power behind a unit of length.
    void add_power(Amount& reading) {
        static const std::array<std::string_view, 5> kLengths = {"m", "km", "cm", "mm", "dm"};
        if (std::find(kLengths.begin(), kLengths.end(), reading.unit) == kLengths.end()) return;
        if (auto [power, end] = power_at(reading.end); !power.empty()) reading.per = power, reading.end = end;
    }
    /// The "2" or "3" of "^2", "squared" or "cubed" at the token, and where it ends.
    std::pair<std::string_view, uint32_t> power_at(uint32_t at) const {
        static const WordId kSquared = word_id("squared"), kCubed = word_id("cubed"), kTwo = word_id("2"), kThree = word_id("3");
        if (is(at, kSquared, limit_)) return {"2", at + 1};
        if (is(at, kCubed, limit_)) return {"3", at + 1};
        if (is(at, kWords.caret, limit_) && glued(at) && is(at + 1, kTwo, limit_)) return {"2", at + 2};
        if (is(at, kWords.caret, limit_) && glued(at) && is(at + 1, kThree, limit_)) return {"3", at + 2};
        return {{}, at};
    }

    /// "40 litres per minute", "90 m/s", "5 grams per litre": moves the end behind what one is of. What happens "a day" or
    /// "a year" happens so often, which is the date finder's: "500,000 barrels a day"; and "$30 a barrel" is $30.
    void add_rate(Amount& reading) {
        if (reading.subkind != Subkind::Quantity) return;
        uint32_t at = reading.end;
        static const WordId kSecond = word_id("second"), kSquared = word_id("squared");
        if (reading.unit == "m/s") {  // "metres per second per second"
            bool again = is(at, kWords.per, limit_) && is(at + 1, kSecond, limit_), squared = is(at, kSquared, limit_);
            if (again || squared) reading.per = "2", reading.end = at + (again ? 2 : 1);
        }
        if (reading.unit.find('/') != std::string_view::npos) return;
        // "a 55-kilometre-an-hour gust"
        bool hyphens = at + 3 < limit_ && tokens_[at].shape == Shape::Hyphen && (is(at + 1, kWords.an, limit_) || is(at + 1, kWords.per, limit_)) && tokens_[at + 2].shape == Shape::Hyphen;
        if (hyphens) {
            static const WordId kHour = word_id("hour"), kMinute = word_id("minute");
            bool hour = is(at + 3, kHour, limit_);
            if (hour || is(at + 3, kMinute, limit_)) reading.per += hour ? "/h" : "/min", reading.end = at + 4;
            return;
        }
        bool slash = is(at, kWords.slash, limit_) && (glued(at) || (at > 0 && !glued(at + 1)));
        static const WordId kMinute = word_id("minute");
        bool a = is(at, kWords.a, limit_) && (is(at + 1, kSecond, limit_) || is(at + 1, kMinute, limit_));  // "4,686 cubic metres a second"
        if (!(is(at, kWords.per, limit_) || is(at, kWords.an, limit_) || a || slash) || at + 1 >= limit_) return;
        struct Time {
            WordId word;
            std::string_view ucum;
        };
        static const std::array<Time, 14> kTimes = {{{word_id("second"), "/s"}, {word_id("sec"), "/s"}, {word_id("s"), "/s"}, {word_id("s2"), "/s2"}, {word_id("minute"), "/min"},
                                                     {word_id("min"), "/min"}, {word_id("hour"), "/h"}, {word_id("hr"), "/h"}, {word_id("h"), "/h"}, {word_id("ms"), "/ms"},
                                                     {word_id("millisecond"), "/ms"}, {word_id("day"), "/d"}, {word_id("d"), "/d"}, {word_id("year"), "/a"}}};
        for (const Time& time : kTimes) {
            if (tokens_[at + 1].word != time.word || (article_.text(at + 1).size() <= 2 && !slash)) continue;
            if (!slash && (time.ucum == "/d" || time.ucum == "/a")) return;
            reading.per += time.ucum;
            reading.end = at + 2;
            auto [power, end] = power_at(reading.end);
            // "metres per second per second"
            if (power.empty() && is(reading.end, kWords.per, limit_) && is(reading.end + 1, time.word, limit_)) power = "2", end = reading.end + 2;
            reading.per += power;
            reading.end = end;
            return;
        }
        if (is(at, kWords.an, limit_)) return;
        Reader next(article_, labels_, {at + 1, limit_});
        next.at_ = at + 1;
        std::string_view code = next.listed_unit(reading, at + 1);
        if (code.empty() && slash) code = next.unit_letter(at + 1);
        if (code.empty() || next.money_ || next.factor_ || code.find('/') != std::string_view::npos || code == "%" || temperature(code)) return;
        (reading.per += '/') += code;
        auto [power, end] = power_at(next.at_);
        reading.per += power;
        reading.end = end;
    }

    // ---- ranges

    /// "two to five", "10-15 percent", "$1.2-1.5 billion", "$5 million to $6 million": the second half, behind the first.
    void range(Amount& reading, std::string_view& prefix, std::string_view& unit, bool low_scaled) {
        uint32_t from = at_, span_end = end_;
        auto factor = factor_;
        // A hyphen left over from "8- to 16-meter".
        if (more() && tokens_[at_].shape == Shape::Dash && is(at_ + 1, kWords.to)) ++at_;
        if (more() && tokens_[at_].shape == Shape::Hyphen && is(at_ + 1, kWords.to) && at_ + 2 < end_ && tokens_[at_ + 2].shape == Shape::Hyphen) ++at_;  // "3-to-5-foot"
        // "between 2 g and about 7 g": the second half may stand behind the span.
        if (before_ == kWords.between && !reading.ordinal && is(at_, kWords.a_nd, limit_)) end_ = limit_;
        if (spaced_ && at_ < limit_ && is_sign(tokens_[at_])) end_ = limit_;
        if (!more() || reading.ordinal) return;
        // "from 90 for three to 125 all out" tells two scores of cricket
        static const WordId kFor = word_id("for");
        if (before_ == kFor && begin_ > 1 && is_digits(tokens_[begin_ - 2]) && reading.unit.empty() && is(at_, kWords.to) && !tokens_[begin_ - 1].starts_sentence) return;
        // "between 2 and 5" is a range, "2 and 5" and "from 2 to 5" are two numbers.
        bool spread = before_ == kWords.between ? is(at_, kWords.a_nd) || is(at_, kWords.to) : before_ != kWords.from && (is(at_, kWords.to) || is(at_, kWords.through));
        if (!spread && !is_sign(tokens_[at_])) return;
        ++at_;
        bool to = tokens_[at_ - 1].word == kWords.to;
        if (to && more() && tokens_[at_].shape == Shape::Hyphen) ++at_;
        // "between 2 million and about 7 million"
        if (before_ == kWords.between && more() && entry(at_, labels_.approximator, "bound") == "approx") ++at_;
        Amount second;
        std::string_view second_prefix = currency_prefix();
        if (!second_prefix.empty()) money_ = true;
        factor_.reset();
        auto high = number(second);
        if (high) second.low = *high;
        std::string_view second_unit = !high ? std::string_view{} : !second_prefix.empty() ? code_behind() : unit_behind(second);
        // "rose 3% to $5" and "grew 25 % to 34,500 tons" tell a change and a level.
        std::string_view first_unit = prefix.empty() ? unit : prefix, other_unit = second_prefix.empty() ? second_unit : second_prefix;
        if (!first_unit.empty() && !other_unit.empty() && first_unit != other_unit) high.reset();
        // "a 5-foot-11 guard" is one height.
        if (tokens_[from].shape == Shape::Hyphen && unit == "[ft_i]" && other_unit.empty()) high.reset();
        // "rose 431 to 12,917" and "lost $1.24 to $100.91" tell a change and a level, too; "fell by 15 percent in 2002 to 357,000
        // acres" a year and a level.
        bool year = first_unit.empty() && tokens_[begin_].shape == Shape::Year && from == begin_ + 1;
        if (to && high && (changes_before() || year) && !high->less_than(scale(reading.low, Decimal(5)))) high.reset();
        // "90 cents to 1.20 dollars" are two: a part and a whole; "1 to 2 cents" and "1-2p" share it.
        if (factor && factor_ && !(*factor == *factor_)) high.reset();
        if ((!unit.empty() || !prefix.empty()) && factor.has_value() != factor_.has_value() && !other_unit.empty()) high.reset();
        if (high && factor && !factor_) factor_ = factor;
        // "paid $5 to 30 guards"
        if (to && !prefix.empty() && other_unit.empty() && plural_at(article_, labels_, at_)) high.reset();
        // "3-2-1" is no range, nor is "2 to 5 to 8".
        bool goes_on = at_ < span_end && (is_sign(tokens_[at_]) || is_digits(tokens_[at_]) || is(at_, kWords.to));
        if (!high || second.ordinal || goes_on) {
            at_ = from;
            end_ = span_end;
            factor_ = factor;
            return;
        }
        // The second half's scale and unit hold for the first too when that has none.
        if (scaled_ && !low_scaled && reading.low.less_than(last_scale_)) reading.low = scale(reading.low, last_scale_);
        if (!reading.low.less_than(*high)) {
            at_ = from;
            end_ = span_end;
            return;
        }
        reading.high = *high;
        reading.end = at_;
        if (prefix.empty()) prefix = second_prefix;
        if (unit.empty()) unit = second_unit;
    }

    /// Does a word of change stand before the span: "rose by 431", "up 12"?
    bool changes_before() const {
        if (begin_ == 0 || before_ == 0) return false;
        return before_ == kWords.by || article_.lexicon.carries(article_.hits, begin_ - 1, labels_.change);
    }

    // ---- numbers

    enum class Part : uint8_t { None, Digits, Unit, Teen, Tens, Hundred, Scale, And, Fraction };

    /// One number in digits, words or both, from at_. Leaves scaled_ and last_scale_ behind.
    std::optional<Decimal> number(Amount& reading) {
        Decimal total, group, scale_of_total(0);
        Part last = Part::None;
        scaled_ = false;
        last_scale_ = Decimal(1);
        bool negative = false, valid = true;
        auto set = [&](Decimal& target, std::optional<Decimal> result) {
            if (result) target = *result;
            else valid = false;
        };
        if (at_ + 1 < end_ && is_minus(at_)) negative = true, ++at_;
        while (more() && valid) {
            uint32_t i = last == Part::None ? at_ : skip_hyphen(at_);
            if (last == Part::Tens && tokens_[i].shape == Shape::Dash && below_ten(i + 1)) ++i;  // "fifty - two", "twenty—fifth"
            const Token& token = tokens_[i];
            if (is_digits(token)) {
                // "2 1/2", "40 000" and "3 hundred and 21" go on, any other digits begin a number of their own.
                bool grouped = last == Part::Digits && i == at_ && groupable_ && !token.glued &&
                               ((token.shape == Shape::Integer && article_.text(i).size() == 3) || (token.shape == Shape::Decimal && article_.text(i).find('.') == 3));
                bool mixed = last == Part::Digits && token.shape == Shape::Fraction && i == at_;
                // "$7.95-1/2", "$6.58 1/2" a bushel: of grain and pork parts of a cent are told.
                std::string_view price = last == Part::Digits && token.shape == Shape::Fraction && tokens_[at_ - 1].shape == Shape::Decimal ? article_.text(at_ - 1) : std::string_view{};
                bool of_cents = money_ && price.size() > 3 && price[price.size() - 3] == '.';
                mixed |= of_cents;
                bool below = last == Part::Scale && i + 1 < end_ && carries(i + 1, labels_.number_word) && value(i + 1, labels_.number_word).less_than(scale_of_total) &&
                             is_scale(i + 1);  // "4 thousand 3 hundred"
                if (grouped) set(group, group.times(Decimal(1000)));
                else if (last != Part::None && last != Part::And && !mixed && !below) break;
                if (last == Part::None) groupable_ = token.shape <= Shape::Integer && token.shape != Shape::Year && article_.text(i).size() <= 3;
                else if (!grouped) groupable_ = false;
                auto digits = parse_digits(article_.text(i));
                if (!digits) return std::nullopt;
                if (of_cents) digits = scale(*digits, *Decimal::parse(".01"));
                at_ = i + 1;
                if (last == Part::None) {
                    european(i, *digits);
                    spaced_thousands(i, *digits);
                } else if (grouped) {
                    decimal_comma(i, *digits);  // "R1 250,30"
                }
                power_of_ten(*digits, reading);
                set(group, group.plus(*digits));
                last = Part::Digits;
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
                reading.fraction = true;
                last = Part::Fraction;
                continue;
            }
            if ((is(i, kWords.a) || is(i, kWords.an)) && last == Part::None) {
                if (is(i + 1, kWords.couple)) {  // "a couple of hundred"
                    at_ = i + 1;
                    continue;
                }
                if (is(i + 1, kWords.score)) {
                    group = Decimal(20);
                    last = Part::Hundred;
                    at_ = i + 2;
                    break;
                }
                // "by a metre": the rule one-unit alone begins with an article and a unit.
                if (at_ == begin_ && end_ == i + 2 && (carries(i + 1, labels_.unit) || carries(i + 1, labels_.currency) || carries(i + 1, labels_.currency_part))) {
                    group = Decimal(1);
                    last = Part::Unit;
                    at_ = i + 1;
                    break;
                }
                if (carries(i + 1, labels_.ordinal) && i + 2 < limit_ && tokens_[i + 2].shape == Shape::Hyphen) return std::nullopt;  // "a [fifth]-generation farmer"
                // "a dozen", "a million"; but "a two-thirds majority" and "a 15-metre wall" count without the article.
                if (!carries(i + 1, labels_.ordinal) && !is_scale(i + 1)) return std::nullopt;
                at_ = i + 1;
                continue;
            }
            if (is(i, kWords.couple) && last == Part::None) {
                uint32_t scale = is(i + 1, kWords.of) ? i + 2 : i + 1;  // "a couple hundred"
                if (!is_scale(scale)) return std::nullopt;
                group = Decimal(2);
                reading.couple = true;
                last = Part::Unit;
                at_ = scale;
                continue;
            }
            if (is(i, kWords.a_nd) || is(i, kWords.ampersand)) {
                bool open = last == Part::Hundred || last == Part::Scale;
                uint32_t next = skip_hyphen(i + 1);
                // "3 hundred and 2 hundred" and "two million and three million" are two.
                if (next + 1 < end_ && is_scale(next + 1)) {
                    Decimal other = value(next + 1, labels_.number_word);
                    if (other == last_scale_ || (last == Part::Scale && last_scale_.less_than(other))) break;
                }
                if (!open || next >= end_) break;
                bool digits = is_digits(tokens_[next]) && article_.text(next).size() <= 2;
                bool ordinal = carries(next, labels_.ordinal) && value(next, labels_.ordinal).less_than(Decimal(100));  // "a hundred and first"
                if (!digits && !ordinal && (!carries(next, labels_.number_word) || !value(next, labels_.number_word).less_than(Decimal(100)))) break;
                last = Part::And;
                at_ = next;
                continue;
            }
            if (is(i, kWords.point) && last != Part::None && last != Part::And && carries(i + 1, labels_.number_word)) {
                at_ = i + 1;
                // "five point seven one", and "zero point eleven"
                Decimal place = *Decimal::parse(".1"), tenth = place;
                while (carries(at_, labels_.number_word)) {
                    Decimal word = value(at_, labels_.number_word);
                    if (!word.less_than(Decimal(100)) || is_scale(at_)) break;
                    bool two = !word.less_than(Decimal(10));
                    if (two) place = scale(place, tenth);
                    uint32_t unit = skip_hyphen(at_ + 1);
                    if (two && !word.less_than(Decimal(20)) && carries(unit, labels_.number_word) && value(unit, labels_.number_word).less_than(Decimal(10))) {
                        set(word, word.plus(value(unit, labels_.number_word)));
                        at_ = unit;
                    }
                    set(group, group.plus(scale(word, place)));
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
                if (word.less_than(Decimal(100)) && !is_scale(i)) {
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
                    if (last == Part::Fraction && whole_fraction_) {  // "two thirds of a million": divided last, for more exact places
                        auto product = numerator_.times(word);
                        set(total, product ? product->divided_by(divisor_) : std::nullopt);
                    } else if (group.is_zero() && !total.is_zero()) {  // "a thousand billion"
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
                static const WordId kHundreds = word_id("hundreds");
                if (last != Part::None && tokens_[i].word == kHundreds && !is(i + 1, kWords.of, limit_)) break;  // "has made four hundreds": innings
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
            if (last == Part::Digits && i == at_ && letter_scales(i)) {
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

    /// "-5", "minus five", "negative 3"; but no hyphen behind a word ("7-to-1"), and no "plus or minus 3".
    bool is_minus(uint32_t token) const {
        if (is(token, kWords.minus)) return token == 0 || tokens_[token - 1].word != kWords.o_r;
        if (is(token, kWords.negative)) return true;
        if (!is_sign(tokens_[token]) || article_.text(token) == "--") return false;
        // "7-to-1", "+/-3"
        bool joins = token > 0 && ((tokens_[token].shape == Shape::Hyphen && tokens_[token - 1].shape <= Shape::Alphanumeric) || tokens_[token - 1].shape == Shape::Slash);
        // "Aug. 25 - Ten ships", "1996-12-07 - 1. Holm", "Pretoria - Three men": a dash with a space on either side
        bool dash = tokens_[token].shape == Shape::Dash && token > 0 && !tokens_[token].starts_sentence && token + 1 < end_ && !tokens_[token + 1].glued &&
                    (tokens_[token - 1].shape >= Shape::Day || is_capitalised(tokens_[token - 1]) || !is_digits(tokens_[token + 1]) || !article_.lexicon.carries(article_.hits, token - 1, labels_.function));
        return !joins && !dash;
    }

    /// "5m people" are five million, "a 5m wall" is five metres; after a currency sign a letter always multiplies.
    bool letter_scales(uint32_t i) const {
        if (!carries(i, labels_.scale_letter)) return false;
        bool word = article_.text(i).size() > 1 && !tokens_[i].dotted;  // "$5mm", "Rs 500 cr"
        if (money_) return true;
        if (is(i, kWords.mil)) return true;  // "1.5 mil"
        if (is(i, kWords.k) && !tokens_[i].glued) return article_.text(i) == "k" && !(i + 1 < limit_ && tokens_[i + 1].shape <= Shape::Mixed);  // "10 k", not "a 10 k run"
        if (!tokens_[i].glued || word) return false;
        bool upper = tokens_[i].shape == Shape::Initial || tokens_[i].shape == Shape::Upper;
        if (is(i, kWords.t)) return upper;
        static const std::array<WordId, 4> kWhole = {word_id("the"), word_id("them"), word_id("whom"), word_id("those")};
        bool share = i + 2 < limit_ && tokens_[i + 1].word == kWords.of && std::find(kWhole.begin(), kWhole.end(), tokens_[i + 2].word) != kWhole.end();
        if (is(i, kWords.m) && share) return i + 3 >= limit_ || is_digits(tokens_[i + 3]) || plural_at(article_, labels_, i + 3);  // "3m of the 8m voters"
        bool number = i + 1 < limit_ && (is_digits(tokens_[i + 1]) || article_.lexicon.carries(article_.hits, i + 1, labels_.number_word));  // "the 5,000m four days later"
        static const std::array<WordId, 5> kAlone = {word_id("more"), word_id("were"), word_id("are"), word_id("have"), word_id("who")};  // "1.2m more", "4.5m were"
        bool alone = i + 1 < limit_ && std::find(kAlone.begin(), kAlone.end(), tokens_[i + 1].word) != kAlone.end();
        alone |= i + 1 < limit_ && !tokens_[i + 1].glued && tokens_[i + 1].shape == Shape::Lower && article_.lexicon.carries(article_.hits, i + 1, labels_.unit);  // "1.2m bpd", "16m ha"
        bool counts = alone || (!number && plural_at(article_, labels_, i + 1)) || (i + 1 < tokens_.size() && article_.lexicon.carries(article_.hits, i + 1, labels_.currency));
        if (is(i, kWords.b) && upper) return counts;  // "4B" is a flat
        if (!is(i, kWords.m) || upper) return true;
        return (counts || scales_again(i)) && !is_race(i);
    }
    /// "fell to 16.2m tonnes from 17.3m", "subscribers reached 8.4m": millions, too
    bool scales_again(uint32_t m) const {
        static const WordSet kHeld = {"from", "against", "than", "versus"}, kReached = {"reached", "hit", "topped", "exceeded", "totalled", "totaled", "numbered"};
        if (begin_ == 0 || begin_ + 1 != m) return false;
        if (kReached.contains(before_) && begin_ > 1) return tokens_[begin_ - 2].shape <= Shape::Capital && article_.text(begin_ - 2).size() > 4 && article_.text(begin_ - 2).ends_with('s');
        if (!kHeld.contains(before_)) return false;
        constexpr uint32_t kFarthestLevel = 25;  // tokens
        for (uint32_t i = begin_ - 1; i > 1 && i + kFarthestLevel > begin_ && !tokens_[i].starts_sentence; --i) {
            if (tokens_[i - 1].word != kWords.m || !tokens_[i - 1].glued || !is_digits(tokens_[i - 2])) continue;
            return article_.lexicon.carries(article_.hits, i, labels_.unit) || plural_at(article_, labels_, i) || (i > 3 && kReached.contains(tokens_[i - 3].word));
        }
        return false;
    }
    /// "the 400m hurdles": a distance, whatever stands in the plural behind it.
    bool is_race(uint32_t m) const {
        static const std::array<WordId, 14> kRaces = {word_id("hurdles"),  word_id("heats"),  word_id("finals"),    word_id("races"),    word_id("sprints"),  word_id("titles"),   word_id("runners"),
                                                      word_id("sprinters"), word_id("events"), word_id("champions"), word_id("swimmers"), word_id("freestyle"), word_id("hurdlers"), word_id("semi-finals")};
        for (uint32_t i = m + 1; i < m + 3 && i < limit_; ++i)
            if (std::find(kRaces.begin(), kRaces.end(), tokens_[i].word) != kRaces.end()) return true;
        return false;
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
            bool tens = is_tens(i);
            i = skip_hyphen(i + 1);
            if (tens && carries(i, labels_.number_word) && below_ten(i)) {  // "and fifty-four hundredths"
                numerator = numerator.plus(value(i, labels_.number_word)).value_or(numerator);
                i = skip_hyphen(i + 1);
            }
        }
        if (i >= end_) return false;  // "one hundred and two"
        if (joined && !article && !counted && tokens_[i].word != kWords.half) return false;  // "one hundred and fifth" is an ordinal
        if (!joined && (last == Part::Unit || (last == Part::Hundred && i + 1 < end_ && tokens_[i + 1].shape == Shape::Hyphen)) && compound_fraction(i, group)) return true;
        if (last == Part::Unit && tokens_[i].shape == Shape::Dash && carries(i + 1, labels_.fraction)) begin = ++i;  // "five - eighths"
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
            whole_fraction_ = true;
            numerator_ = group;
            divisor_ = divisor;
            group = *result;
        } else {
            if (plural != (counted && !(numerator == Decimal(1)))) return false;
            // "one hundred and thirty fifths": what follows "and" is less than one
            if (joined && !numerator.less_than(divisor)) return false;
            // "a third" alone; "half"; "and a half"
            uint32_t behind = skip_hyphen(i + 1);
            bool scaled = is_scale(behind);   // "quarter-million"
            bool measured = i + 2 < limit_ && tokens_[i + 1].shape == Shape::Hyphen && article_.lexicon.carries(article_.hits, i + 2, labels_.unit);  // "quarter-mile"
            if (last == Part::None && !article && tokens_[i].word != kWords.half && !scaled && !measured) return false;
            // "a quarter-mile race" as "a five-mile race"; "a fifth-generation farmer" is the fifth
            // ... but "adrift a quarter-mile off the cape"
            bool alone = measured && (i + 3 >= limit_ || tokens_[i + 3].shape > Shape::Hyphen || (article_.lexicon.carries(article_.hits, i + 3, labels_.function) && tokens_[i + 3].word != kWords.one));
            if (article && !scaled && !alone && i + 1 < limit_ && tokens_[i + 1].shape == Shape::Hyphen) return false;
            auto part = numerator.divided_by(divisor);
            if (!part) return false;
            whole_fraction_ = !joined;
            numerator_ = numerator;
            divisor_ = divisor;
            // "a billion and a half million"
            if (joined && last == Part::Scale && scaled && value(skip_hyphen(i + 1), labels_.number_word).less_than(scale_of_total)) {
                i = skip_hyphen(i + 1);
                auto sum = total.plus(scale(*part, value(i, labels_.number_word)));
                if (!sum) return false;
                total = *sum;
            } else if (joined && last == Part::Scale) {
                // "a million and a half" is half a million more.
                auto share = numerator.times(scale_of_total);
                if (share) share = share->divided_by(divisor);
                auto sum = share ? total.plus(*share) : std::nullopt;
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
        if (is(next, kWords.a) && is_scale(next + 1)) at_ = next + 1;
        // "a quarter of a million"
        if (total.is_zero() && is(next, kWords.of, limit_) && is(next + 1, kWords.a, limit_) && next + 2 < limit_) {
            uint32_t end = std::exchange(end_, limit_);
            if (is_scale(next + 2)) at_ = next + 2, end = std::max(end, at_ + 1);
            end_ = end;
        }
        return true;
    }

    /// "three twenty-firsts", "one twenty-fifth" at token i: `group` is the numerator. "Twenty-fifths" of one word are in no
    /// list; "two twenty-fifth places" are ordinals.
    bool compound_fraction(uint32_t i, Decimal& group) {
        if (!is_tens(i)) return false;
        uint32_t part = skip_hyphen(i + 1);
        if (part >= end_ || tokens_[part].shape != Shape::Lower) return false;
        static const WordId kFirsts = word_id("firsts"), kSeconds = word_id("seconds"), kFirst = word_id("first");
        bool one = group == Decimal(1);
        Decimal digit;
        bool plural = article_.text(part).ends_with('s');
        if (tokens_[part].word == kFirsts || (one && tokens_[part].word == kFirst)) digit = Decimal(1);
        else if (tokens_[part].word == kSeconds && part > i + 1) digit = Decimal(2);
        else if (carries(part, labels_.fraction) && tokens_[part].word != kWords.half) digit = value(part, labels_.fraction);
        if (digit.is_zero() || !digit.less_than(Decimal(10)) || plural == one) return false;
        auto divisor = value(i, labels_.number_word).plus(digit);
        auto result = divisor ? group.divided_by(*divisor) : std::nullopt;
        if (!result) return false;
        whole_fraction_ = true;
        numerator_ = group;
        divisor_ = *divisor;
        group = *result;
        at_ = part + 1;
        return true;
    }

    /// "1.234,56": a comma and one or two digits behind groups of three make the periods marks of thousands.
    void european(uint32_t i, Decimal& digits) {
        std::string_view text = article_.text(i);
        if (decimal_comma(i, digits)) return;
        size_t period = text.find('.');
        if (tokens_[i].shape != Shape::Decimal || period == 0 || period > 3 || text.size() != period + 4) return;
        if (i + 2 >= limit_ || tokens_[i + 1].shape != Shape::Comma || !glued(i + 1) || !is_digits(tokens_[i + 2]) || !glued(i + 2)) return;
        std::string_view cents = article_.text(i + 2);
        if (cents.size() > 2) return;
        std::string whole;
        for (char c : text)
            if (c != '.') whole += c;
        auto read = Decimal::parse((whole += '.') += cents);
        if (!read) return;
        digits = *read;
        at_ = i + 3;
        end_ = std::max(end_, at_);
    }

    /// "16,75%", "R1,55 a litre", "1,2-million people" in South African papers; three digits behind the comma are thousands.
    bool decimal_comma(uint32_t i, Decimal& digits) {
        bool comma = (tokens_[i].shape == Shape::Day || tokens_[i].shape == Shape::Integer) && i + 3 < limit_ && tokens_[i + 1].shape == Shape::Comma && glued(i + 1) && glued(i + 2) &&
                     tokens_[i + 2].shape >= Shape::Day && tokens_[i + 2].shape <= Shape::Integer;
        if (!comma) return false;
        std::string_view whole = article_.text(i), part = article_.text(i + 2);
        bool percent = tokens_[i + 3].shape == Shape::Percent || tokens_[i + 3].word == kWords.percent || tokens_[i + 3].word == kWords.per;
        uint32_t behind = tokens_[i + 3].shape == Shape::Hyphen && i + 4 < limit_ ? i + 4 : i + 3;
        bool scaled = part.size() <= 2 && article_.lexicon.carries(article_.hits, behind, labels_.number_word) && article_.text(behind).size() > 3;  // "1,2-million"
        bool goes_on = glued(i + 3) && (tokens_[i + 3].shape <= Shape::Alphanumeric || (tokens_[i + 3].shape == Shape::Comma && glued(i + 4)));
        bool price = money_ && part.size() == 2 && !goes_on;  // "R1,55 a litre"
        if (!percent && !scaled && !price) return false;
        if (part.size() == 3 || part.find(',') != std::string_view::npos || whole.find(',') != std::string_view::npos) return false;
        auto read = Decimal::parse(std::string(whole) + '.' + std::string(part));
        if (!read) return false;
        digits = *read;
        at_ = i + 3;
        end_ = std::max(end_, scaled ? behind + 1 : at_);
        return true;
    }

    /// "80 , 000", "230, 000": texts that were split into words have their groups of three apart, too.
    void spaced_thousands(uint32_t i, Decimal& digits) {
        if (tokens_[i].shape > Shape::Integer || tokens_[i].shape == Shape::Year || article_.text(i).size() > 3 || digits.is_zero()) return;
        while (at_ + 1 < limit_ && tokens_[at_].shape == Shape::Comma && is_digits(tokens_[at_ + 1]) && !glued(at_ + 1)) {
            std::string_view text = article_.text(at_ + 1);
            if (glued(at_) && text[0] != '0') return;  // "gates 10, 120 and 130"
            if (text.size() != 3 || text.find_first_not_of("0123456789") != std::string_view::npos) return;
            auto group = digits.times(Decimal(1000));
            if (group) group = group->plus(*Decimal::parse(text));
            if (!group) return;
            digits = *group;
            spaced_ = true;
            at_ += 2;
            end_ = std::max(end_, at_);
        }
    }

    /// "1.3e6", "1.3x10^6", "2.5 × 10^-4": multiplies the digits before at_ and moves behind the power.
    void power_of_ten(Decimal& digits, Amount& reading) {
        uint32_t i = at_;
        std::string_view power;
        bool negative = false, sign = false;
        auto exponent = [&] {  // of "^-4", at i
            if (i < limit_ && is_sign(tokens_[i])) negative = true, sign = true, ++i;
            else if (i < limit_ && article_.text(i) == "+") sign = true, ++i;
            if (i < limit_ && is_digits(tokens_[i])) power = article_.text(i++);
        };
        if (i >= limit_) return;
        std::string_view text = article_.text(i);
        bool times = tokens_[i].word == kWords.x10;
        if (text.size() >= 2 && text.size() <= 4 && (text[0] == 'e' || text[0] == 'E') && glued(i) && std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
            // "the 7E7" is an aeroplane, "7e7 cells" are counted.
            static const std::array<WordId, 4> kNamed = {word_id("the"), word_id("a"), word_id("its"), word_id("'s")};
            bool model = text.size() == 2 && (text[0] == 'E' || std::find(kNamed.begin(), kNamed.end(), before_) != kNamed.end());
            if (model && tokens_[at_ - 1].shape <= Shape::Integer) return;
            power = text.substr(1);
            ++i;
        } else if (text == "e" && glued(i) && i + 1 < limit_ && glued(i + 1) && !is_digits(tokens_[i + 1])) {
            ++i;
            exponent();
        } else if (text == "^" && glued(i)) {  // "2^10"
            ++i;
            exponent();
            if (auto result = power_of(digits, power, negative)) {
                digits = *result;
                reading.power = true;
                at_ = i;
                end_ = std::max(end_, at_);
            }
            return;
        } else if (times || ((text == "x" || text == "×") && i + 1 < limit_ && (article_.text(i + 1) == "10" || (is(i + 2, kWords.caret, limit_) && is_digits(tokens_[i + 1]))))) {
            if (!times && article_.text(i + 1) != "10") {  // "8x2^10"
                auto base = parse_digits(article_.text(i + 1));
                i += 3;
                exponent();
                auto factor = base ? power_of(*base, power, negative) : std::nullopt;
                if (auto product = factor ? digits.times(*factor) : std::nullopt) {
                    digits = *product;
                    reading.power = true;
                    at_ = i;
                    end_ = std::max(end_, at_);
                }
                return;
            }
            i += times ? 1 : 2;
            bool caret = i < limit_ && article_.text(i) == "^";
            if (caret) ++i;
            exponent();
            if (!caret && !sign) return;  // "1.3 x 10 7"
        }
        if (power.empty() || power.size() > 2) return;
        size_t places = 0;
        for (char c : power) {
            if (c < '0' || c > '9') return;
            places = places * 10 + static_cast<size_t>(c - '0');
        }
        if (places == 0 || places > 30) return;
        auto factor = Decimal::parse(negative ? "." + std::string(places - 1, '0') + "1" : "1" + std::string(places, '0'));
        auto product = factor ? digits.times(*factor) : std::nullopt;
        if (!product) return;
        digits = *product;
        reading.power = true;
        at_ = i;
        end_ = std::max(end_, at_);
    }

    /// base to the power of up to 99.
    static std::optional<Decimal> power_of(const Decimal& base, std::string_view power, bool negative) {
        if (power.empty() || power.size() > 2 || power.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
        std::optional<Decimal> result = Decimal(1);
        for (int times = power.size() == 2 ? (power[0] - '0') * 10 + (power[1] - '0') : power[0] - '0'; times > 0 && result; --times) result = result->times(base);
        if (result && negative) return result->is_zero() ? std::nullopt : Decimal(1).divided_by(*result);
        return result;
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
    const NumberLabels& labels_;
    const std::vector<Token>& tokens_;
    static constexpr uint32_t kFarthest = 12;  // tokens behind the span that may still be a unit
    uint32_t begin_, at_, end_;
    uint32_t limit_;  // of what may be read behind the span: the end of the sentence
    WordId before_ = 0;  // the word before the span
    bool money_ = false;
    bool cents_ = false;  // the sign before it is of cents: "US78.9c"
    bool scaled_ = false;
    bool spaced_ = false;  // the number so far has its groups apart, which the rules do not see
    bool whole_fraction_ = false;  // the number so far is numerator_ / divisor_
    Decimal numerator_, divisor_;
    bool groupable_ = false;  // the digits so far may be followed by groups of three: "40 000"
    Decimal last_scale_{1};
    std::optional<Decimal> factor_;
};

}  // namespace

std::string currency_letters(const Article& article) {
    struct Letter {
        char letter;
        WordId word;
    };
    // Papers of a country write its money so without naming it; South Africa has roads called R21, too.
    static const std::array<Letter, 19> kLetters = {{{'R', word_id("rand")}, {'R', word_id("rands")}, {'N', word_id("naira")}, {'N', word_id("nigeria")}, {'N', word_id("nigerian")}, {'N', word_id("lagos")}, {'N', word_id("abuja")},
                                                     {'K', word_id("kwacha")}, {'K', word_id("kina")}, {'K', word_id("zambia")}, {'K', word_id("zambian")}, {'K', word_id("lusaka")}, {'P', word_id("peso")}, {'P', word_id("pesos")},
                                                     {'P', word_id("philippine")}, {'P', word_id("philippines")}, {'P', word_id("manila")}, {'P', word_id("filipino")}, {'P', word_id("pula")}}};
    std::string letters;
    bool glued = std::any_of(article.tokens.begin(), article.tokens.end(), [&](const Token& token) {
        if (token.shape != Shape::Alphanumeric) return false;
        std::string_view text = article.document.text(token.bytes);
        return text.size() > 1 && std::string_view("RNKP").find(text[0]) != std::string_view::npos && text[1] >= '0' && text[1] <= '9';
    });
    if (!glued) return letters;
    // "R410 000": no road has so many numbers.
    for (uint32_t i = 1; i < article.tokens.size(); ++i) {
        const Token& token = article.tokens[i];
        if (token.shape < Shape::Day || token.shape > Shape::Integer || token.glued || token.starts_sentence || article.text(i).size() != 3 || article.tokens[i - 1].shape != Shape::Alphanumeric) continue;
        std::string_view text = article.text(i - 1);
        if (text.size() <= 4 && text[0] == 'R' && text.find_first_not_of("0123456789", 1) == std::string_view::npos) {
            letters += 'R';
            break;
        }
    }
    // "P1,500" and "P300" in one article; rands are told apart above, as an R5 is a rifle
    for (uint32_t i = 1; i < article.tokens.size(); ++i) {
        if (article.tokens[i].shape != Shape::Integer || !article.tokens[i].glued || article.tokens[i - 1].shape != Shape::Initial || article.text(i).find(',') == std::string_view::npos) continue;
        char letter = article.text(i - 1)[0];
        if (std::string_view("NKP").find(letter) != std::string_view::npos && letters.find(letter) == std::string::npos) letters += letter;
    }
    for (const Token& token : article.tokens)
        for (const Letter& letter : kLetters)
            if (token.word == letter.word && letters.find(letter.letter) == std::string::npos) letters += letter.letter;
    return letters;
}

uint32_t plural_noun(const Article& article, const NumberLabels& labels, uint32_t token) {
    const auto& tokens = article.tokens;
    for (uint32_t i = token; i < token + 3 && i < tokens.size() && !tokens[i].starts_sentence; ++i) {
        if (tokens[i].shape != Shape::Lower && tokens[i].shape != Shape::Capital) return kNoNoun;
        std::string_view text = article.text(i);
        if (text.size() == 3 && text[2] == 's' && text[1] < 'a' && text[0] < 'a') return i;  // "MPs"
        if (text.size() < 4 || article.lexicon.carries(article.hits, i, labels.function)) return kNoNoun;
        if (text.ends_with("men") || text.ends_with("people") || text.ends_with("children")) return i;
        if (text.ends_with('s') && !text.ends_with("ss") && !text.ends_with("us") && !text.ends_with("is")) return i;
    }
    return kNoNoun;
}

std::optional<Amount> read_number(const Article& article, const NumberLabels& labels, TokenSpan span) { return Reader(article, labels, span).read(); }

void NumberReadings::clear(const Article& article) {
    used_ = 0;
    last_.resize(std::max(last_.size(), article.tokens.size()));
    if (++round_ > 0) return;
    std::fill(last_.begin(), last_.end(), Last{});
    round_ = 1;
}

const std::optional<Amount>& NumberReadings::read(const Article& article, const NumberLabels& labels, TokenSpan span) {
    Last& last = last_[span.begin];
    uint32_t first = last.round == round_ ? last.reading : 0;
    for (uint32_t number = first; number != 0; number = readings_[number - 1].earlier)
        if (readings_[number - 1].end == span.end) return readings_[number - 1].amount;
    if (used_ == readings_.size()) readings_.emplace_back();
    Reading& reading = readings_[used_++];
    reading = {read_number(article, labels, span), span.end, first};
    last = {round_, used_};
    return reading.amount;
}

}  // namespace nutgraf
