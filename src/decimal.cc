#include "decimal.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace nutgraf {
namespace {

__extension__ using Wide = unsigned __int128;
constexpr int kMostExponent = 60;  // far above any number in a text; keeps text() short
constexpr int kMostExactPlaces = 12;
constexpr int kRoundedPlaces = 4;

std::optional<Wide> multiply(Wide a, Wide b) {
    Wide product;
    if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
    return product;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    Decimal result;
    bool point = false, digit = false;
    for (char c : text) {
        if (c == ',' && !point) continue;
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        digit = true;
        auto value = static_cast<uint64_t>(c - '0');
        if (result.coefficient_ < UINT64_MAX / 10) {  // mostly
            result.coefficient_ = static_cast<uint64_t>(result.coefficient_) * 10 + value;
        } else {
            auto shifted = multiply(result.coefficient_, 10);
            if (!shifted || __builtin_add_overflow(*shifted, Wide{value}, &result.coefficient_)) return std::nullopt;
        }
        if (point) --result.exponent_;
    }
    if (!digit || result.exponent_ < -kMostExponent) return std::nullopt;
    result.normalize();
    return result;
}

Decimal Decimal::negated() const {
    Decimal result = *this;
    result.negative_ = !negative_ && coefficient_ != 0;
    return result;
}

/// The coefficient written for a smaller exponent.
std::optional<Wide> Decimal::coefficient_at(int exponent) const {
    Wide result = coefficient_;
    for (int i = exponent_; i > exponent; --i) {
        auto shifted = multiply(result, 10);
        if (!shifted) return std::nullopt;
        result = *shifted;
    }
    return result;
}

std::optional<Decimal> Decimal::plus(const Decimal& other) const {
    if (other.is_zero()) return *this;
    if (is_zero()) return other;
    Decimal result;
    result.exponent_ = std::min(exponent_, other.exponent_);
    auto a = coefficient_at(result.exponent_), b = other.coefficient_at(result.exponent_);
    if (!a || !b) return std::nullopt;
    if (negative_ == other.negative_) {
        if (__builtin_add_overflow(*a, *b, &result.coefficient_)) return std::nullopt;
        result.negative_ = negative_;
    } else {
        result.coefficient_ = *a > *b ? *a - *b : *b - *a;
        result.negative_ = *a > *b ? negative_ : other.negative_;
    }
    result.normalize();
    return result;
}

std::optional<Decimal> Decimal::times(const Decimal& other) const {
    auto product = multiply(coefficient_, other.coefficient_);
    if (!product || std::abs(exponent_ + other.exponent_) > kMostExponent) return std::nullopt;
    Decimal result;
    result.coefficient_ = *product;
    result.exponent_ = exponent_ + other.exponent_;
    result.negative_ = negative_ != other.negative_;
    result.normalize();
    return result;
}

std::optional<Decimal> Decimal::divided_by(const Decimal& divisor) const {
    Decimal result;
    result.exponent_ = exponent_ - divisor.exponent_;
    result.negative_ = negative_ != divisor.negative_;
    Wide rest = coefficient_ % divisor.coefficient_;
    result.coefficient_ = coefficient_ / divisor.coefficient_;
    Decimal rounded = result;
    Wide rest_of_rounded = rest;
    // Long division, a digit at a time, until it comes out even; and the same up to four places.
    for (int digits = 0; rest != 0 && (digits < kMostExactPlaces || result.exponent_ > -kMostExactPlaces); ++digits) {
        auto next = multiply(rest, 10);
        auto shifted = multiply(result.coefficient_, 10);
        if (!next || !shifted) return std::nullopt;
        result.coefficient_ = *shifted + *next / divisor.coefficient_;
        rest = *next % divisor.coefficient_;
        --result.exponent_;
        if (result.exponent_ >= -kRoundedPlaces) {
            rounded = result;
            rest_of_rounded = rest;
        }
    }
    if (rest != 0) {
        result = rounded;
        if (rest_of_rounded >= divisor.coefficient_ - rest_of_rounded) ++result.coefficient_;
    }
    if (std::abs(result.exponent_) > kMostExponent) return std::nullopt;
    result.normalize();
    return result;
}

bool Decimal::less_than(const Decimal& other) const {
    if (negative_ != other.negative_) return negative_ && (coefficient_ != 0 || other.coefficient_ != 0);
    if (negative_) return other.negated().less_than(negated());
    if (exponent_ == other.exponent_) return coefficient_ < other.coefficient_;
    int exponent = std::min(exponent_, other.exponent_);
    auto a = coefficient_at(exponent), b = other.coefficient_at(exponent);
    return a && (!b || *a < *b);
}

std::string Decimal::text() const {
    if (coefficient_ == 0) return "0";
    char digits[40];
    int count = 0;
    Wide high = coefficient_;
    for (; high > UINT64_MAX; high /= 10) digits[count++] = static_cast<char>('0' + static_cast<int>(high % 10));
    for (auto rest = static_cast<uint64_t>(high); rest != 0; rest /= 10) digits[count++] = static_cast<char>('0' + rest % 10);
    std::string out;
    if (negative_) out += '-';
    if (count + exponent_ <= 0) {
        out += "0.";
        out.append(static_cast<size_t>(-(count + exponent_)), '0');
    }
    for (int i = count; i-- > 0;) {
        out += digits[i];
        if (exponent_ < 0 && i == -exponent_) out += '.';
    }
    if (exponent_ > 0) out.append(static_cast<size_t>(exponent_), '0');
    return out;
}

}  // namespace nutgraf
