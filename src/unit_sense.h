// What a unit or currency of several meanings means in its article: pounds of weight or sterling, degrees of an angle or
// of temperature, whose peso.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "decimal.h"
#include "finder.h"

namespace nutgraf {

/// "5 million pounds" and "paid 500 pounds" are money, "500 pounds of cocaine" and "lost 30 pounds" a weight.
/// `pounds` is the token of the word, `behind` the one behind it.
bool is_sterling(const Article& article, const Decimal& amount, uint32_t pounds, uint32_t behind);

/// "20 degrees" are of temperature, Fahrenheit where the article says so or where no weather is so hot in Celsius;
/// "a 90 degree angle", "40 degrees north" and "turn 45 degrees" are of an angle.
/// Gives the UCUM code.
std::string_view degrees(const Article& article, const Decimal& amount, uint32_t degrees, uint32_t behind);

/// Does the article speak of temperatures? Only then is "40C" one.
bool is_about_temperature(const Article& article);

/// Which country's peso, franc or dollar a bare name means: that of the country the article names most.
class LocalCurrency {
public:
    LocalCurrency(const Article& article, LabelId currency, LabelId part, LabelId symbol, const std::vector<Mention>& mentions)
        : article_(article), currency_(currency), part_(part), symbol_(symbol), mentions_(mentions) {}

    /// What a bare name with that code, such as "shilling", means in the article.
    std::string_view code_of(std::string_view code);
    /// `code` is what the word lists give for the amount's currency.
    std::string_view code(TokenSpan amount, std::string_view code);

private:
    bool bare(TokenSpan amount, std::string_view code);
    bool is_word(TokenSpan amount) const;
    std::string_view code_beside(TokenSpan amount, std::string_view code) const;
    bool is_replaced(std::string_view code) const;
    void count();
    struct Spelling {
        bool british = false;        // "per cent", "kilometres", "14kg"
        bool tells_dollars = false;  // "US$" of some, so "$" is of another country
        bool converts = false;       // "A$45 million ($32 million)": "$" is the one of the United States
        std::string_view dollar;     // "HKD": the one dollar that is written with its country, "HK$"; empty: none or several
    };
    Spelling spelling() const;

    const Article& article_;
    LabelId currency_, part_, symbol_;
    const std::vector<Mention>& mentions_;
    uint32_t elsewhere_ = 0;        // how often it names countries with no currency among kCurrencies
    std::vector<uint32_t> counts_;  // how often the article names the country of each row of kCurrencies; empty: not counted
    std::optional<Spelling> spelling_;
};

}  // namespace nutgraf
