// Reads numbers: what the tokens of an amount mean, from left to right. The grammar of digits, number words, fractions,
// scales, currencies, units and ranges; numbers.cc decides where numbers stand.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decimal.h"
#include "finder.h"

namespace nutgraf {

/// The word lists that the finder asks by itself. Made once an article.
struct NumberLabels {
    explicit NumberLabels(const Lexicon& lexicon)
        : number_word(lexicon.find_label("number-word")), vague(lexicon.find_label("vague-number")), ordinal(lexicon.find_label("ordinal-word")),
          fraction(lexicon.find_label("fraction-word")), scale_letter(lexicon.find_label("scale-letter")), unit(lexicon.find_label("unit")),
          unit_letter(lexicon.find_label("unit-letter")), currency(lexicon.find_label("currency")), currency_part(lexicon.find_label("currency-part")),
          currency_symbol(lexicon.find_label("currency-symbol")), approximator(lexicon.find_label("approximator")), counted(lexicon.find_label("counted-noun")),
          function(lexicon.find_label("function")), speech_verb(lexicon.find_label("speech-verb")), change(lexicon.find_label("change-word")), month(lexicon.find_label("month")), numbered(lexicon.find_label("numbered")) {}
    /// The letters that are a currency before digits in this article: "N165" where naira are named, "P55" where pesos are.
    std::string letters;
    LabelId number_word, vague, ordinal, fraction, scale_letter, unit, unit_letter, currency, currency_part, currency_symbol, approximator, counted, function, speech_verb, change, month, numbered;
};

/// Which letters those are, of "RNKP".
std::string currency_letters(const Article& article);

/// What a mention's tokens mean.
struct Amount {
    Decimal low;
    std::optional<Decimal> high;  // of a range
    bool ordinal = false;
    bool vague = false;
    bool half = false;    // ends in "half"
    bool fraction = false;  // holds a fraction in words: "a quarter", "two-thirds"
    bool couple = false;  // "a couple of hundred": roughly
    bool power = false;   // "1.3e6"
    std::string_view unit;  // UCUM, "%", ISO 4217 or ""; lives as long as the lexicon
    std::string per;        // of a power or rate, to write behind the unit: "2", "/h"
    Subkind subkind = Subkind::Cardinal;
    uint32_t end = 0;  // behind the last token that belongs to it
};

/// As much of the span as makes one number, amount or range; std::nullopt when it begins with none. A unit may stand
/// behind the span, in the same sentence.
std::optional<Amount> read_number(const Article& article, const NumberLabels& labels, TokenSpan span);

/// The numbers of an article, each span read once: rules of several grades find the same span, and what is a number is
/// asked for its value again.
class NumberReadings {
public:
    void clear(const Article& article);
    /// As read_number; the reference lives until the next.
    const std::optional<Amount>& read(const Article& article, const NumberLabels& labels, TokenSpan span);

private:
    struct Reading {
        std::optional<Amount> amount;  // mostly none
        uint32_t end = 0;
        uint32_t earlier = 0;  // the reading before it that begins with the same token, and 1
    };
    std::vector<Reading> readings_;  // the first `used_` are of this article
    uint32_t used_ = 0;
    /// By token: the last reading that begins with it, and 1; of an article before where the round is another.
    struct Last {
        uint32_t round = 0;
        uint32_t reading = 0;
    };
    std::vector<Last> last_;
    uint32_t round_ = 0;
};

/// The noun in the plural that stands at the token, perhaps behind a word or two: "schoolchildren", "new jobs"; or kNoNoun.
constexpr uint32_t kNoNoun = 0xFFFFFFFF;
uint32_t plural_noun(const Article& article, const NumberLabels& labels, uint32_t token);
inline bool plural_at(const Article& article, const NumberLabels& labels, uint32_t token) { return plural_noun(article, labels, token) != kNoNoun; }

/// Is it a number in digits: "12", "3.5", "1/2"?
inline bool is_digits(const Token& token) { return token.shape >= Shape::Day && token.shape <= Shape::Fraction; }
/// Is it a hyphen or dash, which may be a minus or stand in a range?
inline bool is_sign(const Token& token) { return token.shape == Shape::Hyphen || token.shape == Shape::Dash; }

}  // namespace nutgraf
