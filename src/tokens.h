// The second stage: text becomes tokens, in one pass, with sentences and paragraphs marked on the tokens.
//
// A token is the smallest thing a rule can name, so it is small: hyphens, slashes and the possessive 's are tokens of
// their own ("US-Russia" is three, "Moscow's" two, "42-year-old" five), a number and the letters glued to it are two
// ("10am", "$1.5bn"), but "21st", "1990s", "U.S.", "Jan.", "O'Brien", "AT&T", "9:30" and "2022-01-10" are one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text.h"
#include "unicode.h"

namespace nutgraf {

/// What a token looks like. The names are those used in rules.
enum class Shape : uint8_t {
    Lower,         // "spokesman", "don't"
    Capital,       // "Putin", "McDonald", "YouTube"; also "A" and "I"
    Upper,         // "NATO", "US", "U.S.", "AT&T"
    Initial,       // "J.", "J"
    Mixed,         // "iPhone", "eBay"
    Day,           // an integer from 1 to 31
    Year,          // four digits from 1000 to 2199
    Integer,       // any other integer: "175,000", "0930"
    Decimal,       // "3.5", ".05"
    Fraction,      // "1/2", "9/11", "2½"
    Clock,         // "9:30", "2:05:30"
    SlashDate,     // "10/01/2022"
    IsoDate,       // "2022-01-10"
    Ordinal,       // "21st"
    Decade,        // "1990s", "'60s"
    Alphanumeric,  // "G20", "COVID19", "1.2.3"
    Currency,      // "$", "€", "US$"
    Percent,       // "%"
    Possessive,    // "'s", "’s", and the "’" of "diplomats’"
    Hyphen,        // "-" with no space on either side
    Dash,          // "—", "–", "--", " - "
    Slash,
    Comma,
    Stop,   // ".", "!", "?", "...": what may end a sentence
    Colon,  // ":" and ";"
    Quote,
    Open,  // "(", "[", "{"
    Close,
    Ampersand,
    Link,    // URL, e-mail address, host name
    Tag,     // "@name", "#tag"
    Symbol,  // anything else
};
constexpr size_t kShapeCount = 32;

std::string_view shape_name(Shape shape);

/// What holds of a token besides its shape. All of it is one byte, which rules.cc takes as a number.
struct TokenFlags {
    bool starts_sentence : 1 = false;
    bool starts_paragraph : 1 = false;
    bool glued : 1 = false;       // no space before it
    bool dotted : 1 = false;      // its last byte is an abbreviation's period: "Jan.", "U.S."
    bool all_caps : 1 = false;    // stands in a sentence in capitals
    bool title_case : 1 = false;  // stands in a sentence whose words all begin with capitals: a headline
};

struct Token : TokenFlags {
    Shape shape = Shape::Symbol;
    ByteSpan bytes;
    WordId word = 0;  // of the folded form, see unicode.h
};

/// Positions in Analysis::tokens, end exclusive.
struct TokenSpan {
    uint32_t begin = 0;
    uint32_t end = 0;
    bool operator==(const TokenSpan&) const = default;
};

/// Replaces `tokens` by the tokens of the document, in order of their bytes and without overlap; white space, control
/// and zero-width characters belong to none. Allocates only to grow `tokens`.
void find_tokens(const Document& document, std::vector<Token>& tokens);

/// The bytes from the first to the last token of a non-empty span.
inline ByteSpan bytes_of(const std::vector<Token>& tokens, TokenSpan span) {
    return {tokens[span.begin].bytes.begin, tokens[span.end - 1].bytes.end};
}

/// For tests: the tokens' texts, one space between, "¶" and "|" where a paragraph and a sentence begin.
std::string print_tokens(const Document& document, const std::vector<Token>& tokens);

}  // namespace nutgraf
