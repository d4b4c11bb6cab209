#include "unicode.h"

#include <doctest/doctest.h>

using namespace nutgraf;

namespace {

/// Every code point of a text, "?" for a bad byte, with its length: "U+E9/2 ?/1".
std::string points(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        char shown[32];
        if (c.valid) std::snprintf(shown, sizeof shown, "U+%X/%u", static_cast<unsigned>(c.value), c.length);
        else std::snprintf(shown, sizeof shown, "?/%u", c.length);
        out += (out.empty() ? "" : " ") + std::string(shown);
        at += c.length;
    }
    return out;
}

}  // namespace

TEST_CASE("UTF-8 is read") {
    CHECK(points("aé€😀") == "U+61/1 U+E9/2 U+20AC/3 U+1F600/4");
    CHECK(points(std::string_view("\0", 1)) == "U+0/1");
    CHECK(points("\xF4\x8F\xBF\xBF") == "U+10FFFF/4");
}

TEST_CASE("what is not UTF-8 is one bad byte each") {
    CHECK(points("\x80") == "?/1");                          // a further byte alone
    CHECK(points("\xC0\xAF") == "?/1 ?/1");                  // "/" in two bytes
    CHECK(points("\xE0\x80\xAF") == "?/1 ?/1 ?/1");          // in three
    CHECK(points("\xED\xA0\x80") == "?/1 ?/1 ?/1");          // half of a surrogate pair
    CHECK(points("\xF4\x90\x80\x80") == "?/1 ?/1 ?/1 ?/1");  // past the last code point
    CHECK(points("\xF8\x88\x80\x80\x80") == "?/1 ?/1 ?/1 ?/1 ?/1");
    CHECK(points("\xE2\x82") == "?/1 ?/1");                  // cut off
    CHECK(points("\xE2\x82z") == "?/1 ?/1 U+7A/1");
    CHECK(points("\xFE\xFF") == "?/1 ?/1");
}

TEST_CASE("UTF-8 is written as it is read") {
    for (char32_t c : {0x0U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xFFFDU, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
        std::string text;
        encode(c, text);
        CodePoint read = decode(text, 0);
        CHECK(read.valid);
        CHECK(read.value == c);
        CHECK(read.length == text.size());
    }
}

TEST_CASE("words are compared by their folded form") {
    CHECK(fold("U.S.") == "us");
    CHECK(fold("US") == "us");
    CHECK(fold("Müller") == "muller");
    CHECK(fold("Mu\u0308ller") == "muller");  // the same with a combining mark
    CHECK(fold("O’Brien") == "o'brien");
    CHECK(fold("Ærø") == "aero");
    CHECK(fold("Łódź") == "lodz");
    CHECK(fold("Đoković") == "dokovic");
    CHECK(fold("Straße") == "strasse");
    CHECK(fold("İstanbul") == "istanbul");
    CHECK(fold("Erdoğan") == "erdogan");
    CHECK(fold("Iași") == "iasi");
    CHECK(fold("ﬁn") == "fin");
    CHECK(fold("ＢＢＣ") == "bbc");
    CHECK(fold("Mün\u00ADchen") == "munchen");
    CHECK(fold("zero\u200Bwidth") == "zerowidth");
    CHECK(fold("&") == "and");
    CHECK(fold("AT&T") == "at&t");
    CHECK(fold("") == "");
    CHECK(fold(".") == "");
    CHECK(fold("Москва") == "москва");
}

TEST_CASE("equal words have equal ids, whichever way the id was made") {
    CHECK(word_id("Müller") == word_id("MULLER"));
    CHECK(word_id("U.S.") == word_id("us"));
    CHECK(word_id("&") == word_id("and"));
    CHECK(word_id("O’Brien") == word_id("o'brien"));
    CHECK(word_id("paris") != word_id("parish"));
    CHECK(word_id("") != 0);
    for (std::string word : {"a", "Ab", "seven77", "eightlet", "ninelette", "Sixteen-letters!", "Counterrevolutionaries"}) {
        CHECK(word_id(word) == hash_folded(fold(word)));
        std::string upper = word;
        for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        CHECK(word_id(upper) == word_id(word));
    }
    std::string long_word(1000, 'x');
    CHECK(word_id(long_word) == hash_folded(long_word));
    // What the compiler makes of a constant is what the program makes of the same letters.
    constexpr WordId kShort = hash_folded("of"), kLong = hash_folded("east-asian-surname");
    CHECK(kShort == hash_folded(std::string("of")));
    CHECK(kLong == hash_folded(std::string("east-asian-surname")));
    for (std::string word : {"a", "Putin", "eightlet", "Ninelette", "sixteenletterswd"}) {
        std::string padded = word + std::string(16, ' ');
        CHECK(letters_id(padded.data(), word.size()) == word_id(word));
    }
}

TEST_CASE("classes of characters") {
    CHECK(is_letter(U'z'));
    CHECK(is_letter(U'é'));
    CHECK(is_letter(U'Я'));
    CHECK(is_letter(U'中'));
    CHECK(is_letter(0x301));  // a combining accent goes with its letter
    CHECK_FALSE(is_letter(U'1'));
    CHECK_FALSE(is_letter(U'’'));
    CHECK(is_upper(U'É'));
    CHECK(is_upper(U'Ǆ'));
    CHECK_FALSE(is_upper(U'é'));
    CHECK(is_digit(U'7'));
    CHECK_FALSE(is_digit(U'½'));
    for (char32_t c : {U' ', U'\t', U'\n', U'\0', char32_t{0x7F}, char32_t{0x85}, char32_t{0xA0}, char32_t{0x2003}, char32_t{0x200B}, char32_t{0x202F}, char32_t{0x2029}, char32_t{0x2060}, char32_t{0xFEFF}, char32_t{0x3000}})
        CHECK(is_space(c));
    CHECK_FALSE(is_space(0xAD));
    CHECK_FALSE(is_space(U'-'));
}
