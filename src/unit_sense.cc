#include "unit_sense.h"

#include <algorithm>
#include <array>

#include "number_reader.h"

namespace nutgraf {
namespace {

/// In few bytes: amounts of money look through all of them.
struct Local {
    char general[4];  // the code of the bare name
    char country[3];  // ISO 3166
    char code[4];
};
template <size_t kSize>
constexpr std::string_view text_of(const char (&code)[kSize]) { return {code, kSize - 1}; }
constexpr std::array<Local, 102> kCurrencies = {{
    {"USD", "HK", "HKD"}, {"USD", "SG", "SGD"}, {"USD", "JM", "JMD"}, {"USD", "TT", "TTD"}, {"USD", "BB", "BBD"}, {"USD", "FJ", "FJD"}, {"USD", "NA", "NAD"},
    {"USD", "GY", "GYD"}, {"USD", "BS", "BSD"},
    {"USD", "US", "USD"}, {"USD", "AU", "AUD"}, {"USD", "CA", "CAD"}, {"USD", "NZ", "NZD"}, {"MXN", "MX", "MXN"}, {"MXN", "AR", "ARS"}, {"MXN", "CL", "CLP"},
    {"MXN", "CO", "COP"}, {"MXN", "CU", "CUP"}, {"MXN", "DO", "DOP"}, {"MXN", "PH", "PHP"}, {"MXN", "UY", "UYU"}, {"FRF", "FR", "FRF"}, {"FRF", "CH", "CHF"},
    {"FRF", "BE", "BEF"}, {"FRF", "CD", "CDF"}, {"FRF", "BI", "BIF"}, {"FRF", "RW", "RWF"}, {"FRF", "GN", "GNF"}, {"FRF", "DJ", "DJF"}, {"XOF", "TD", "XAF"},
    {"XOF", "CM", "XAF"}, {"XOF", "CF", "XAF"}, {"XOF", "GA", "XAF"}, {"XOF", "CG", "XAF"}, {"XOF", "GQ", "XAF"}, {"XOF", "SN", "XOF"}, {"XOF", "CI", "XOF"},
    {"XOF", "ML", "XOF"}, {"XOF", "NE", "XOF"}, {"XOF", "BF", "XOF"}, {"XOF", "BJ", "XOF"}, {"XOF", "TG", "XOF"}, {"INR", "IN", "INR"}, {"INR", "PK", "PKR"},
    {"INR", "LK", "LKR"}, {"INR", "NP", "NPR"}, {"INR", "MU", "MUR"}, {"GBP", "GB", "GBP"}, {"GBP", "EG", "EGP"}, {"GBP", "LB", "LBP"}, {"GBP", "SY", "SYP"},
    {"GBP", "SD", "SDG"}, {"GBP", "SS", "SSP"}, {"YUM", "RS", "RSD"}, {"YUM", "IQ", "IQD"}, {"YUM", "KW", "KWD"}, {"YUM", "JO", "JOD"}, {"YUM", "DZ", "DZD"},
    {"YUM", "TN", "TND"}, {"YUM", "LY", "LYD"}, {"YUM", "BH", "BHD"}, {"KES", "KE", "KES"}, {"KES", "UG", "UGX"}, {"KES", "TZ", "TZS"}, {"KES", "SO", "SOS"},
    {"IRR", "IR", "IRR"}, {"IRR", "YE", "YER"}, {"IRR", "OM", "OMR"}, {"SAR", "SA", "SAR"}, {"SAR", "QA", "QAR"}, {"KRW", "KR", "KRW"}, {"KRW", "KP", "KPW"}, {"AED", "MA", "MAD"},
    {"AED", "AE", "AED"}, {"ZMW", "ZM", "ZMW"}, {"ZMW", "PG", "PGK"}, {"ZMW", "MW", "MWK"}, {"PHP", "PH", "PHP"}, {"PHP", "BW", "BWP"},
    {"GBP", "IE", "IEP"}, {"GBP", "CY", "CYP"}, {"GBP", "MT", "MTL"}, {"NOK", "NO", "NOK"}, {"NOK", "DK", "DKK"}, {"SEK", "SE", "SEK"}, {"SEK", "IS", "ISK"},
    {"CZK", "CZ", "CZK"}, {"CZK", "SK", "SKK"}, {"CZK", "DK", "DKK"}, {"CZK", "SE", "SEK"}, {"CZK", "NO", "NOK"}, {"CZK", "EE", "EEK"}, {"CZK", "IS", "ISK"},
    {"RON", "RO", "RON"}, {"RON", "MD", "MDL"}, {"FRF", "LU", "LUF"}, {"INR", "SC", "SCR"},
    {"USD", "KY", "KYD"}, {"USD", "AR", "ARS"}, {"USD", "CL", "CLP"}, {"USD", "UY", "UYU"}, {"USD", "CO", "COP"},
}};

/// The countries as numbers: each amount asks where the article plays, and each of its places is compared.
constexpr std::array<uint16_t, kCurrencies.size()> kCountries = [] {
    std::array<uint16_t, kCurrencies.size()> countries{};
    for (size_t i = 0; i < countries.size(); ++i) countries[i] = country_code(text_of(kCurrencies[i].country));
    return countries;
}();

/// Money that the euro replaced, and the first year without it.
struct Replaced {
    char code[4];
    int until;
};
constexpr std::array<Replaced, 6> kReplaced = {{{"IEP", 2002}, {"LUF", 2002}, {"CYP", 2008}, {"MTL", 2008}, {"SKK", 2009}, {"EEK", 2011}}};
/// "20 million lira" in 1998: money of the same name that had more noughts has a code of its own.
struct Renewed {
    char code[4], before[4];
    int since;
};
constexpr std::array<Renewed, 5> kRenewed = {{{"TRY", "TRL", 2005}, {"RON", "ROL", 2005}, {"GHS", "GHC", 2007}, {"ZMW", "ZMK", 2013}, {"VES", "VEB", 2008}}};

}  // namespace

bool is_sterling(const Article& article, const Decimal& amount, uint32_t pounds, uint32_t behind) {
    const auto& tokens = article.tokens;
    static const WordId kOf = word_id("of");
    static const std::array<WordId, 14> kMoney = {word_id("paid"),  word_id("pay"),  word_id("cost"),  word_id("costs"),    word_id("worth"), word_id("spend"), word_id("spent"),
                                                  word_id("price"), word_id("fine"), word_id("fined"), word_id("earned"), word_id("debt"),  word_id("raised"), word_id("cash")};
    if (behind < tokens.size() && tokens[behind].word == kOf && !tokens[behind].starts_sentence) return false;
    if (!amount.less_than(Decimal(1'000'000))) return true;
    // Who is heavy or loses weight does so in pounds, in Britain as well: "she lost 30 pounds", "a 300-pound man".
    static const std::array<WordId, 14> kWeight = {word_id("weigh"), word_id("weighs"), word_id("weighed"), word_id("weighing"), word_id("weight"), word_id("lose"), word_id("lost"),
                                                   word_id("losing"), word_id("gain"), word_id("gained"), word_id("lift"), word_id("lifted"), word_id("heavy"), word_id("overweight")};
    for (uint32_t i = pounds, seen = 0; i-- > 0 && seen < 8 && !tokens[i + 1].starts_sentence; ++seen)
        if (std::find(kWeight.begin(), kWeight.end(), tokens[i].word) != kWeight.end()) return false;
    // "300 pounds a week", "a 50-pound fine"
    static const WordId kA = word_id("a"), kPer = word_id("per");
    static const std::array<WordId, 10> kEach = {word_id("hour"), word_id("night"), word_id("week"), word_id("month"), word_id("year"), word_id("head"), word_id("person"), word_id("ticket"), word_id("tonne"), word_id("ton")};
    static const std::array<WordId, 12> kBehind = {word_id("fine"), word_id("note"), word_id("notes"), word_id("ticket"), word_id("tickets"), word_id("fee"),
                                                   word_id("firmer"), word_id("easier"), word_id("dearer"), word_id("cheaper"), word_id("higher"), word_id("lower")};
    bool goes_on = behind < tokens.size() && !tokens[behind].starts_sentence;
    if (goes_on && tokens[behind].shape == Shape::Open && behind + 1 < tokens.size() && tokens[behind + 1].shape == Shape::Currency) return true;  // "1,644 pounds ($2,547)"
    if (goes_on && std::find(kBehind.begin(), kBehind.end(), tokens[behind].word) != kBehind.end()) return true;
    bool rate = goes_on && (tokens[behind].word == kA || tokens[behind].word == kPer) && behind + 1 < tokens.size();
    if (rate && std::find(kEach.begin(), kEach.end(), tokens[behind + 1].word) != kEach.end()) return true;
    for (uint32_t i = pounds, seen = 0; i-- > 0 && seen < 8 && !tokens[i + 1].starts_sentence; ++seen)
        if (std::find(kMoney.begin(), kMoney.end(), tokens[i].word) != kMoney.end()) return true;
    return false;
}

std::string_view degrees(const Article& article, const Decimal& amount, uint32_t degrees, uint32_t behind) {
    const auto& tokens = article.tokens;
    static const std::array<WordId, 16> kAngles = {word_id("n"), word_id("s"), word_id("e"), word_id("w"),
                                                   word_id("angle"), word_id("angles"), word_id("north"),    word_id("south"),     word_id("east"),     word_id("west"),
                                                   word_id("turn"),  word_id("turns"),  word_id("latitude"), word_id("longitude"), word_id("rotation"), word_id("view")};
    static const std::array<WordId, 17> kTurns = {word_id("banked"), word_id("rotate"), word_id("rotated"), word_id("rotates"), word_id("rotating"), word_id("turn"),  word_id("turned"), word_id("turns"), word_id("turning"),
                                                  word_id("tilt"),   word_id("tilted"),  word_id("tilting"), word_id("pivot"),    word_id("pivoted"), word_id("spin"), word_id("swivel"), word_id("angle")};
    if (behind < tokens.size() && tokens[behind].glued && is_digits(tokens[behind])) return "deg";  // "59°10′25″N"
    if (behind < tokens.size() && std::find(kAngles.begin(), kAngles.end(), tokens[behind].word) != kAngles.end()) return "deg";
    for (uint32_t i = degrees, seen = 0; i-- > 0 && seen < 5 && !tokens[i + 1].starts_sentence; ++seen)
        if (std::find(kTurns.begin(), kTurns.end(), tokens[i].word) != kTurns.end()) return "deg";
    static const WordId kCelsius = word_id("celsius"), kFahrenheit = word_id("fahrenheit");
    bool fahrenheit = false;
    for (const Token& token : tokens) {
        if (token.word == kCelsius) return "Cel";
        fahrenheit |= token.word == kFahrenheit;
    }
    bool hot = !amount.less_than(Decimal(60)) && amount.less_than(Decimal(135));
    return fahrenheit || hot ? "[degF]" : "Cel";
}

bool is_about_temperature(const Article& article) {
    const auto& tokens = article.tokens;
    static const std::array<WordId, 22> kWeather = {
        word_id("temperature"), word_id("temperatures"), word_id("degree"), word_id("degrees"), word_id("celsius"), word_id("fahrenheit"), word_id("°"),      word_id("°c"),
        word_id("°f"),          word_id("heat"),         word_id("hot"),    word_id("hottest"), word_id("warm"),    word_id("warming"),    word_id("warmer"), word_id("cold"),
        word_id("coldest"),     word_id("freezing"),     word_id("shade"),  word_id("weather"), word_id("heatwave"), word_id("fever")};
    return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return std::find(kWeather.begin(), kWeather.end(), token.word) != kWeather.end(); });
}

std::string_view LocalCurrency::code(TokenSpan amount, std::string_view code) {
    bool known = std::any_of(kCurrencies.begin(), kCurrencies.end(), [&](const Local& local) { return text_of(local.general) == code; });
    if (known && bare(amount, code)) {
        std::string_view beside = is_word(amount) ? code_beside(amount, code) : std::string_view{};
        code = beside.empty() ? code_of(code) : beside;
    }
    auto date = article_.document.date();
    for (const Renewed& renewed : kRenewed)
        if (code == text_of(renewed.code) && date && static_cast<int>(date->year()) < renewed.since) return text_of(renewed.before);
    return code;
}

/// "cents", "pesos": no sign stands before the number.
bool LocalCurrency::is_word(TokenSpan amount) const {
    return std::none_of(article_.tokens.begin() + amount.begin, article_.tokens.begin() + amount.end, [](const Token& token) { return token.shape == Shape::Currency; });
}

/// What the sentence, the heading of the paragraph or a fuller name in the article tell of money that a word alone names.
std::string_view LocalCurrency::code_beside(TokenSpan amount, std::string_view code) const {
    const auto& tokens = article_.tokens;
    static const WordId kUs = word_id("us"), kCents = word_id("cents"), kCent = word_id("cent");
    if (code == "USD") {  // "shed 12 cents to A$13.20", "with the dollar at 86.80 cents (U.S.), a gain of one cent"
        uint32_t begin = amount.begin, end = amount.end;
        while (begin > 0 && !tokens[begin].starts_sentence) --begin;
        while (end < tokens.size() && !tokens[end].starts_sentence) ++end;
        std::string_view told;
        for (uint32_t i = begin; i < end; ++i) {
            if (tokens[i].shape == Shape::Currency && article_.text(i).size() > 1 && article_.text(i).back() == '$') {
                EntryId entry = article_.lexicon.find_entry(tokens, {i, i + 1}, symbol_);
                std::string_view dollar = entry != kNoEntry ? article_.lexicon.field(entry, "code") : std::string_view{};
                if (!told.empty() && told != dollar) return {};
                told = dollar;
            }
            bool cents = tokens[i].word == kCents || tokens[i].word == kCent;
            if (cents && ((i + 2 < end && tokens[i + 1].shape == Shape::Open && tokens[i + 2].word == kUs) || (i > begin && tokens[i - 1].word == kUs))) return code;
        }
        if (!told.empty()) return told;
    } else if (code != "XOF") {  // "($1 = 6.28 Danish crowns)": the full name once
        std::string_view told;
        for (const LexiconHit& hit : article_.hits.names) {
            if (hit.label != currency_ || hit.tokens.end < hit.tokens.begin + 2) continue;
            std::string_view named = article_.lexicon.field(hit.entry, "code");
            bool of_name = std::any_of(kCurrencies.begin(), kCurrencies.end(), [&](const Local& local) { return text_of(local.general) == code && text_of(local.code) == named; });
            if (!of_name || (tokens[hit.tokens.end - 1].word != tokens[amount.end - 1].word && code == "GBP")) continue;
            if (!told.empty() && told != named) return {};
            told = named;
        }
        if (!told.empty()) return told;
    }
    // "SYDNEY - The wool indicator fell two cents": one paragraph of a round-up
    uint32_t paragraph = amount.begin;
    while (paragraph > 0 && !tokens[paragraph].starts_paragraph) --paragraph;
    std::string_view local;
    uint32_t lines = 0;
    for (const Mention& mention : mentions_) {
        constexpr uint32_t kDate = 4;  // tokens: "SYDNEY, Nov 4 -"
        if (mention.kind != Kind::Place || mention.value.entry == kNoEntry || !tokens[mention.tokens.begin].starts_paragraph) continue;
        uint32_t i = mention.tokens.end;
        while (i < tokens.size() && i < mention.tokens.end + kDate && tokens[i].shape != Shape::Dash && tokens[i].shape != Shape::Colon) ++i;
        if (i >= tokens.size() || (tokens[i].shape != Shape::Dash && tokens[i].shape != Shape::Colon)) continue;
        ++lines;
        if (mention.tokens.begin != paragraph) continue;
        uint16_t country = article_.lexicon.country(mention.value.entry);
        for (size_t row = 0; row < kCurrencies.size(); ++row)
            if (text_of(kCurrencies[row].general) == code && kCountries[row] == country && country != 0) local = text_of(kCurrencies[row].code);
    }
    return lines > 2 ? local : std::string_view{};
}

std::string_view LocalCurrency::code_of(std::string_view code) {
    if (counts_.empty()) count();
    const Local* best = nullptr;
    uint32_t most = 0, own = 0;
    for (size_t i = 0; i < kCurrencies.size(); ++i) {
        if (text_of(kCurrencies[i].general) != code || is_replaced(text_of(kCurrencies[i].code))) continue;
        if (text_of(kCurrencies[i].code) == code) own += counts_[i];
        if (counts_[i] > most) best = &kCurrencies[i], most = counts_[i];
    }
    if (best == nullptr || text_of(best->code) == code) return code;  // mostly
    if (code != "USD") return most == own ? code : text_of(best->code);
    // Papers all over the world write "$" for the US dollar: another one needs an article that is plainly local. One that
    // spells as the British do ("per cent", "kilometres") is none of the United States.
    if (!spelling_) spelling_ = spelling();
    if (spelling_->tells_dollars) return text_of(best->code);
    // "$" is the sign of pesos where others are told apart, else of what the world reads.
    for (std::string_view peso : {"ARS", "CLP", "UYU", "COP"})
        if (text_of(best->code) == peso) return code;
    // "HK$123.8b" in the headline, "$3,000" below it, in an article of Hong Kong
    uint32_t all = elsewhere_;
    for (uint32_t count : counts_) all += count;
    if (spelling_->dollar == text_of(best->code) && !spelling_->converts && 2 * most > all) return text_of(best->code);
    // One in British spelling that names Australia alone means its dollar.
    if (spelling_->british && all == most && !spelling_->converts) return text_of(best->code);
    // A shipping paper's "$" is of the United States, though an owner is of Hong Kong: the article must be about the country.
    bool plainly = spelling_->british ? most >= 2 && 2 * own <= most && 2 * most >= all : most >= 3 && own == 0;
    return plainly && most != own ? text_of(best->code) : code;
}

bool LocalCurrency::is_replaced(std::string_view code) const {
    auto replaced = std::find_if(kReplaced.begin(), kReplaced.end(), [&](const Replaced& row) { return text_of(row.code) == code; });
    if (replaced == kReplaced.end()) return false;
    auto date = article_.document.date();
    return !date || static_cast<int>(date->year()) >= replaced->until;
}

/// Is the currency written as a plain "$", "£", or one word for many currencies ("pesos")?
bool LocalCurrency::bare(TokenSpan amount, std::string_view code) {
    static const WordId kRs = word_id("rs");
    if (code == "INR" && article_.tokens[amount.begin].word == kRs) return true;  // "Rs60 billion" in Karachi
    Shape first = article_.tokens[amount.begin].shape;
    if (article_.tokens[amount.end - 1].shape == Shape::Close) return false;  // "$685 (U.S.)"
    if (code != "ZMW" && code != "PHP" && first == Shape::Upper && amount.begin + 1 < amount.end && is_digits(article_.tokens[amount.begin + 1])) return false;  // "US78.9c"
    if (code == "ZMW" || (code == "PHP" && (first == Shape::Alphanumeric || first == Shape::Initial))) return first == Shape::Alphanumeric || first == Shape::Initial;  // "K8.5 million", "P200"
    for (uint32_t i = amount.begin; i < amount.end; ++i) {
        std::string_view text = article_.text(i);
        if (article_.tokens[i].shape == Shape::Currency && text == "£") return code == "GBP" && code_of(code) == "IEP";  // "£90" in Cork
        if (article_.tokens[i].shape == Shape::Currency) return text == "$" && (i == amount.begin || article_.tokens[i - 1].shape != Shape::Upper) && (i + 1 >= amount.end || article_.tokens[i + 1].shape > Shape::Mixed);
        if (article_.tokens[i].shape == Shape::Upper && text == code) return false;
    }
    // One word behind the number, or "CFA francs"; "Swiss francs" stay Swiss.
    TokenSpan last{amount.end - 1, amount.end};
    thread_local std::vector<EntryId> entries;
    article_.lexicon.find_entries(article_.tokens, last, currency_, entries);
    if (entries.empty()) {
        // "2.5c a litre", "four centavos": a part is of the currency that the article means
        static const WordId kC = word_id("c"), kUs = word_id("us");
        if (last.begin > amount.begin && article_.tokens[last.begin - 1].word == kUs && article_.tokens[last.begin - 1].shape == Shape::Upper) return false;  // "47.95 US cents"
        WordId word = article_.tokens[last.begin].word;
        article_.lexicon.find_entries(article_.tokens, last, part_, entries);
        bool part = !entries.empty() && article_.lexicon.field(entries.front(), "code") == code;
        static const WordId kCrowns = word_id("crowns"), kP = word_id("p");
        if (word == kCrowns) return true;
        if (code == "GBP") return (part || word == kP) && code_of(code) == "IEP";  // pence are of no other pound
        return part || (code == "USD" && word == kC);
    }
    const Token& before = article_.tokens[last.begin - (last.begin > amount.begin ? 1 : 0)];
    return code == "XOF" || (before.shape != Shape::Capital && before.shape != Shape::Upper);
}

LocalCurrency::Spelling LocalCurrency::spelling() const {
    Spelling spelling;
    static const WordId kPer = word_id("per"), kCent = word_id("cent");
    static const std::array<WordId, 14> kBritish = {word_id("metre"),  word_id("metres"), word_id("kilometre"), word_id("kilometres"), word_id("litre"),   word_id("litres"),  word_id("tonne"),
                                                    word_id("tonnes"), word_id("labour"), word_id("harbour"),   word_id("centre"),     word_id("defence"), word_id("neighbours"), word_id("cheque")};
    static const std::array<WordId, 5> kMetric = {word_id("kg"), word_id("km"), word_id("cm"), word_id("mm"), word_id("ha")};  // "14kg"
    const auto& tokens = article_.tokens;
    struct Dollar {
        std::string_view sign, code;
    };
    static constexpr std::array<Dollar, 7> kDollars = {{{"HK$", "HKD"}, {"A$", "AUD"}, {"NZ$", "NZD"}, {"S$", "SGD"}, {"C$", "CAD"}, {"J$", "JMD"}, {"N$", "NAD"}}};
    bool several = false;
    for (uint32_t i = 0; i < tokens.size() && !spelling.tells_dollars; ++i) {
        if (tokens[i].shape != Shape::Currency) continue;
        std::string_view text = article_.text(i);
        spelling.tells_dollars = text == "US$" || text == "$US";
        spelling.converts |= text == "$" && i > 0 && tokens[i - 1].shape == Shape::Open;
        for (const Dollar& dollar : kDollars)
            if (text == dollar.sign) several |= !spelling.dollar.empty() && spelling.dollar != dollar.code, spelling.dollar = dollar.code;
    }
    if (several) spelling.dollar = {};
    for (uint32_t i = 0; i + 1 < tokens.size() && !spelling.british; ++i)
        spelling.british = (tokens[i].word == kPer && tokens[i + 1].word == kCent) ||
                           (tokens[i].shape == Shape::Lower && tokens[i].glued && i > 0 && is_digits(tokens[i - 1]) && std::find(kMetric.begin(), kMetric.end(), tokens[i].word) != kMetric.end()) ||
                           (tokens[i].shape == Shape::Lower && std::find(kBritish.begin(), kBritish.end(), tokens[i].word) != kBritish.end());
    return spelling;
}

void LocalCurrency::count() {
    counts_.assign(kCurrencies.size(), 0);
    struct Named {
        uint16_t country;
        uint32_t times;
    };
    thread_local std::vector<Named> countries;  // few
    countries.clear();
    for (const Mention& mention : mentions_) {
        if (mention.value.entry == kNoEntry || (mention.kind != Kind::Place && mention.kind != Kind::Group && mention.kind != Kind::Organization)) continue;
        uint16_t country = article_.lexicon.country(mention.value.entry);
        if (country == 0) continue;
        auto named = std::find_if(countries.begin(), countries.end(), [&](const Named& known) { return known.country == country; });
        if (named == countries.end()) countries.push_back({country, 1});
        else ++named->times;
    }
    for (const Named& named : countries) {
        bool any = false;
        for (size_t i = 0; i < kCountries.size(); ++i)
            if (kCountries[i] == named.country) counts_[i] += named.times, any = true;
        if (!any) elsewhere_ += named.times;
    }
}

}  // namespace nutgraf
