// Exact decimal numbers: what the values of numbers and money are made of. "$0.1" is 0.1, never 0.1000000000000000055.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nutgraf {

/// coefficient * 10^exponent, with up to 38 digits. Operations give std::nullopt where the result would not fit.
class Decimal {
public:
    Decimal() = default;
    constexpr explicit Decimal(uint64_t value) : coefficient_(value) { normalize(); }

    /// "175,000", "3.5", ".05", "1,00,000": digits with commas between and at most one period. No sign.
    static std::optional<Decimal> parse(std::string_view text);

    bool is_zero() const { return coefficient_ == 0; }
    Decimal negated() const;
    std::optional<Decimal> plus(const Decimal& other) const;
    std::optional<Decimal> times(const Decimal& other) const;
    /// Exact where the quotient is a decimal of at most 12 places; else rounded to four: a third is 0.3333. `divisor` is
    /// not 0.
    std::optional<Decimal> divided_by(const Decimal& divisor) const;
    bool less_than(const Decimal& other) const;

    /// "768000000000", "0.1", "-5": without exponent, without needless zeros.
    std::string text() const;

    bool operator==(const Decimal&) const = default;

private:
    __extension__ using Wide = unsigned __int128;
    /// Takes out the factors 10.
    constexpr void normalize() {
        if (coefficient_ == 0) {
            exponent_ = 0;
            negative_ = false;
            return;
        }
        auto shorten = [&](auto coefficient) {
            while (coefficient % 10 == 0) coefficient /= 10, ++exponent_;
            coefficient_ = coefficient;
        };
        // Most numbers fit a word of memory, and are divided much faster as such.
        if (coefficient_ <= UINT64_MAX) shorten(static_cast<uint64_t>(coefficient_));
        else shorten(coefficient_);
    }
    std::optional<Wide> coefficient_at(int exponent) const;

    Wide coefficient_ = 0;  // no factor 10, except that zero is 0 * 10^0
    int exponent_ = 0;
    bool negative_ = false;
};

}  // namespace nutgraf
