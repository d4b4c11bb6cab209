#include "decimal.h"

#include <doctest/doctest.h>

using nutgraf::Decimal;

namespace {

std::string text(std::string_view number) {
    auto parsed = Decimal::parse(number);
    return parsed ? parsed->text() : "none";
}
Decimal decimal(std::string_view number) { return *Decimal::parse(number); }

}  // namespace

TEST_CASE("digits are read and written exactly") {
    CHECK(text("0.1") == "0.1");
    CHECK(text("175,000") == "175000");
    CHECK(text("1,00,000") == "100000");
    CHECK(text(".05") == "0.05");
    CHECK(text("3.50") == "3.5");
    CHECK(text("0") == "0");
    CHECK(text("0.000") == "0");
    CHECK(text("123456789012345678901234567890") == "123456789012345678901234567890");
}

TEST_CASE("what is no number or does not fit is none") {
    CHECK(text("") == "none");
    CHECK(text(".") == "none");
    CHECK(text("1.2.3") == "none");
    CHECK(text("12a") == "none");
    CHECK(text("1234567890123456789012345678901234567890") == "none");
}

TEST_CASE("sums") {
    CHECK(decimal("0.1").plus(decimal("0.2"))->text() == "0.3");
    CHECK(decimal("1000").plus(decimal("0.001"))->text() == "1000.001");
    CHECK(decimal("5").plus(decimal("5").negated())->text() == "0");
    CHECK(decimal("3").plus(decimal("5").negated())->text() == "-2");
    CHECK(decimal("0").plus(decimal("7"))->text() == "7");
}

TEST_CASE("products") {
    CHECK(decimal("768").times(Decimal(1'000'000'000))->text() == "768000000000");
    CHECK(decimal("1.5").times(decimal("1000"))->text() == "1500");
    CHECK(decimal("64.2").times(decimal("0.01"))->text() == "0.642");
    CHECK(decimal("2").negated().times(decimal("0"))->text() == "0");
    CHECK_FALSE(decimal("99999999999999999999").times(decimal("99999999999999999999")));
}

TEST_CASE("quotients are exact where they can be, else rounded to four places") {
    CHECK(decimal("1").divided_by(decimal("8"))->text() == "0.125");
    CHECK(decimal("3").divided_by(decimal("4"))->text() == "0.75");
    CHECK(decimal("1").divided_by(decimal("3"))->text() == "0.3333");
    CHECK(decimal("2").divided_by(decimal("3"))->text() == "0.6667");
    CHECK(decimal("7").divided_by(decimal("3"))->text() == "2.3333");
    CHECK(decimal("10").divided_by(decimal("5"))->text() == "2");
    CHECK(decimal("1").divided_by(decimal("1000000"))->text() == "0.000001");
    CHECK(decimal("1").negated().divided_by(decimal("2"))->text() == "-0.5");
    CHECK(decimal("1").divided_by(decimal("8.95430243255237324"))->text() == "0.1117");
}

TEST_CASE("order") {
    CHECK(decimal("2").less_than(decimal("2.5")));
    CHECK(decimal("99").less_than(decimal("100")));
    CHECK(decimal("25").negated().less_than(decimal("15").negated()));
    CHECK(decimal("5").negated().less_than(decimal("0")));
    CHECK_FALSE(decimal("3").less_than(decimal("4").negated()));
    CHECK_FALSE(decimal("1000").less_than(decimal("999.9")));
    CHECK_FALSE(decimal("5").less_than(decimal("5")));
}
