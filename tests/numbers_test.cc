// Values of numbers: unit, bound, what is counted, and what an amount is to a change.
#include <doctest/doctest.h>

#include "analyzer.h"

using namespace nutgraf;

namespace {

/// The numbers of a text, "text = value unit bound; counted; role" each, with what is empty left out.
std::string numbers(std::string text) {
    static const Analyzer analyzer;
    Document document("", std::move(text));
    Workspace workspace;
    const Analysis& analysis = analyzer.analyze(document, workspace);
    std::string out;
    for (const Mention& mention : analysis.mentions) {
        if (mention.kind != Kind::Number) continue;
        const Figure& figure = mention.value.figure();
        if (!out.empty()) out += " | ";
        out += std::string(document.text(bytes_of(analysis.tokens, mention.tokens))) + " = " + figure.text;
        for (std::string_view part : {std::string_view(figure.unit), figure.modifier})
            if (!part.empty()) (out += ' ') += part;
        for (std::string_view part : {figure.counted, figure.role})
            if (!part.empty()) (out += "; ") += part;
    }
    return out;
}

}  // namespace

TEST_CASE("a bare number says what it counts") {
    CHECK(numbers("Some 175,000 troops left.") == "175,000 = 175000 approx; troops");
    CHECK(numbers("Thousands of young pilgrims sang.") == "Thousands = 1000 at least; pilgrims");
    CHECK(numbers("The 131-page report is out.") == "131 = 131; page");
    CHECK(numbers("One shell fell.") == "One = 1; shell");
    CHECK(numbers("Five Panamanian players were booked.") == "Five = 5; players");
    CHECK(numbers("It ended with three.") == "three = 3");
}

TEST_CASE("a text may end in a score, or in nearly one") {
    CHECK(numbers("It was 5 - 104") == "");
    CHECK(numbers("They won 5-3") == "");
}

TEST_CASE("change and level are told apart") {
    CHECK(numbers("Shares plunged up to 20% and rose by up to 5%.") == "20% = 20 % at most; fall | 5% = 5 % at most; rise");
    CHECK(numbers("Shares rose 3% to $5.") == "3% = 3 %; rise | $5 = 5 USD; level");
    CHECK(numbers("Output fell by more than 200 barrels.") == "200 barrels = 200 [bbl_us] more than; fall");
    CHECK(numbers("A 5 percent increase and a drop of 3 points came.") == "5 percent = 5 %; rise | 3 = 3; points; fall");
    CHECK(numbers("Rates climbed from 4 percent to 5 percent.") == "4 percent = 4 %; level | 5 percent = 5 %; level");
    CHECK(numbers("It is 2 metres wide.") == "2 metres = 2 m");
}

TEST_CASE("a bare number shares its neighbour's unit") {
    CHECK(numbers("He drank two or three litres.") == "two = 2 L | three litres = 3 L");
    CHECK(numbers("It holds from 4 to 7 litres.") == "4 = 4 L | 7 litres = 7 L");
    CHECK(numbers("It shrank from 900 km to less than 25.") == "900 km = 900 km; level | 25 = 25 km less than; level");
    CHECK(numbers("They paid $5 to 30 guards.") == "$5 = 5 USD | 30 = 30; guards");
}

TEST_CASE("a plain dollar, a cent and a centavo are of the article's country") {
    CHECK(numbers("Perth is in Australia. The bid of $5 was beaten by US$6 in Sydney.") == "$5 = 5 AUD | US$6 = 6 USD");
    CHECK(numbers("Perth is in Australia. The bid of $5 was beaten.") == "$5 = 5 USD");
    CHECK(numbers("Manila is in the Philippines. Filipinos paid four centavos more.") == "four centavos = 0.04 PHP");
    CHECK(numbers("Perth, Sydney and Darwin are in Australia, as is $ US44.59 and $ A3.89 billion.") == "$ US44.59 = 44.59 USD | $ A3.89 billion = 3890000000 AUD");
    CHECK(numbers("Sydney, Perth and Darwin are in Australia, where a litre costs 5 cents more.") == "5 cents = 0.05 AUD");
}

TEST_CASE("a rate of exchange is an amount of the currency that is quoted") {
    CHECK(numbers("The shilling closed at 77.20 to the dollar in Nairobi, Kenya.") == "77.20 = 77.2 KES");
    CHECK(numbers("The score stood at 77 to the dollar store.") == "77 = 77");
}

TEST_CASE("degrees are of the place beside them where no word tells") {
    CHECK(numbers("Chicago woke to 40 degrees. In Boston, too, it was 28 degrees.") == "40 degrees = 40 [degF] | 28 degrees = 28 [degF]");
    CHECK(numbers("Madrid woke to 40 degrees. In Paris it was 28 degrees.") == "40 degrees = 40 Cel | 28 degrees = 28 Cel");
    CHECK(numbers("Toronto woke to 4 degrees; Ottawa will pay $5, 3 per cent more.") == "4 degrees = 4 Cel | $5 = 5 CAD | 3 per cent = 3 %");
}
