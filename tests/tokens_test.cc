#include "tokens.h"

#include <doctest/doctest.h>

using namespace nutgraf;

namespace {

/// print_tokens without the mark of the first paragraph.
std::string tokens_of(const std::string& text) {
    Document document("", text);
    std::vector<Token> tokens;
    find_tokens(document, tokens);
    std::string out = print_tokens(document, tokens);
    return out.starts_with("¶ ") ? out.substr(std::string_view("¶ ").size()) : out;
}

/// The tokens' shapes: "Capital Lower Stop".
std::string shapes_of(const std::string& text) {
    std::vector<Token> tokens;
    Document document("", text);
    find_tokens(document, tokens);
    std::string out;
    for (const Token& token : tokens) out += (out.empty() ? "" : " ") + std::string(shape_name(token.shape));
    return out;
}

/// The tokens for which `holds` is true, with spaces between.
template <class Holds>
std::string marked(const std::string& text, Holds holds) {
    std::vector<Token> tokens;
    Document document("", text);
    find_tokens(document, tokens);
    std::string out;
    for (const Token& token : tokens)
        if (holds(token)) out += (out.empty() ? "" : " ") + std::string(document.text(token.bytes));
    return out;
}

}  // namespace

TEST_CASE("words and their shapes") {
    CHECK(shapes_of("spokesman Putin McDonald YouTube A I") == "Lower Capital Capital Capital Capital Capital");
    CHECK(shapes_of("NATO US U.S. AT&T") == "Upper Upper Upper Upper");
    CHECK(shapes_of("J. J iPhone eBay") == "Initial Initial Mixed Mixed");
    CHECK(shapes_of("G20 COVID19 Müller ÖVP Москва") == "Alphanumeric Alphanumeric Capital Upper Capital");
    CHECK(tokens_of("") == "");
    CHECK(tokens_of(" \n\t ") == "");
    CHECK(tokens_of("中国") == "中国");
}

TEST_CASE("abbreviations keep their period") {
    CHECK(tokens_of("Mr. Lee met Lt. Gen. Kim of Hill Corp. on Jan. 5 in the U.S. Senate.") == "Mr. Lee met Lt. Gen. Kim of Hill Corp. on Jan. 5 in the U.S. Senate .");
    CHECK(tokens_of("In Holm v. Barta he lost, as in Roe v. Wade.") == "In Holm v. Barta he lost , as in Roe v. Wade .");
    CHECK(tokens_of("He lives at No. 10.") == "He lives at No. 10 .");
    CHECK(tokens_of("Is it? No. Never.") == "Is it ? | No . | Never .");
    CHECK(tokens_of("St. Paul, Minn., is cold, Mass. is not.") == "St. Paul , Minn. , is cold , Mass. is not .");
    CHECK(tokens_of("It has mass. Light has not.") == "It has mass . | Light has not .");
    CHECK(tokens_of("at 10 a.m. and 4 p.m. today") == "at 10 a.m. and 4 p.m. today");
    CHECK(tokens_of("a Ph.D. from the U.K.") == "a Ph.D. from the U.K.");
    CHECK(tokens_of("Ernst & Co., Ltd. vs. Smith Bros. Inc.") == "Ernst & Co. , Ltd. vs. Smith Bros. Inc.");
    CHECK(tokens_of("Sen. Ted Cruz, R-Texas") == "Sen. Ted Cruz , R - Texas");
    CHECK(marked("Mr. Lee of the U.S. left Corp. town.", [](const Token& token) { return token.dotted; }) == "Mr. U.S. Corp.");
}

TEST_CASE("initials") {
    CHECK(tokens_of("John F. Kennedy and J. K. Rowling met J.R.R. Tolkien.") == "John F. Kennedy and J. K. Rowling met J.R.R. Tolkien .");
    CHECK(shapes_of("F. J.K.") == "Initial Upper");
    CHECK(tokens_of("Vitamin C. Then") == "Vitamin C. Then");
    CHECK(tokens_of("for $40M. Anna left") == "for $ 40 M . | Anna left");
    CHECK(tokens_of("the PML-N. Anna left") == "the PML - N . | Anna left");
    CHECK(tokens_of("rose 19-1/4 cents to $6.02-1/2, not 9-1/9 or 10-11/12") == "rose 19 1/4 cents to $ 6.02 - 1/2 , not 9 - 1/9 or 10 - 11/12");
    CHECK(tokens_of("So do I. Glenn left") == "So do I . | Glenn left");
    CHECK(tokens_of("It was on X. Glenn left, and so did I. M. Pei and Mr. I. Holm") == "It was on X . | Glenn left , and so did I. M. Pei and Mr. I. Holm");
}

TEST_CASE("possessives") {
    CHECK(tokens_of("Moscow's and Kyiv’s envoys' and diplomats’ cars") == "Moscow 's and Kyiv ’s envoys ' and diplomats ’ cars");
    CHECK(tokens_of("James's book, Thomas' book") == "James 's book , Thomas ' book");
    CHECK(tokens_of("the U.S.'s plan") == "the U.S. 's plan");
    CHECK(tokens_of("NATO'S PLAN") == "NATO 'S PLAN");
    CHECK(shapes_of("Moscow's envoys’ cars") == "Capital Possessive Lower Possessive Lower");
    CHECK(shapes_of("'the envoys' left") == "Quote Lower Lower Quote Lower");
}

TEST_CASE("contractions and names with an apostrophe are one token") {
    CHECK(tokens_of("They don't think we've met O'Brien or D’Souza.") == "They don't think we've met O'Brien or D’Souza .");
    CHECK(tokens_of("Côte d’Ivoire, Sana'a, Xi'an, N'Djamena") == "Côte d’Ivoire , Sana'a , Xi'an , N'Djamena");
    CHECK(tokens_of("It's") == "It 's");
}

TEST_CASE("hyphens are tokens of their own") {
    CHECK(tokens_of("US-Russia talks") == "US - Russia talks");
    CHECK(tokens_of("a 42-year-old man") == "a 42 - year - old man");
    CHECK(tokens_of("Jean-Pierre Léger-Roy") == "Jean - Pierre Léger - Roy");
    CHECK(tokens_of("a Moscow-based firm") == "a Moscow - based firm");
    CHECK(tokens_of("the 10-12 range, a $5-billion deal") == "the 10 - 12 range , a $ 5 - billion deal");
    CHECK(shapes_of("US-Russia — a – b -- c - d") == "Upper Hyphen Capital Dash Lower Dash Lower Dash Lower Dash Lower");
    CHECK(shapes_of("1998–2001 Paris–Nice") == "Year Hyphen Year Capital Hyphen Capital");
    CHECK(shapes_of("two- or three-day") == "Lower Dash Lower Lower Hyphen Lower");
}

TEST_CASE("slashes are tokens of their own") {
    CHECK(tokens_of("and/or AFP/Getty") == "and / or AFP / Getty");
    CHECK(shapes_of("1/2 9/11 10/01/2022 km/h") == "Fraction Fraction SlashDate Lower Slash Lower");
}

TEST_CASE("numbers") {
    CHECK(tokens_of("$768 billion, 175,000 men, 3.5%, .05, 1,00,000") == "$ 768 billion , 175,000 men , 3.5 % , .05 , 1,00,000");
    CHECK(shapes_of("175,000 3.5 .05 1,00,000 0930 99 31 32 1999 2200") == "Integer Decimal Decimal Integer Integer Integer Day Integer Year Integer");
    CHECK(tokens_of("in the 1990s and '60s, the 21st and 3rd") == "in the 1990s and '60s , the 21st and 3rd");
    CHECK(shapes_of("1990s '60s 21st 3rd 1990's") == "Decade Decade Ordinal Ordinal Decade");
    CHECK(tokens_of("10am $1.5bn £3m 5km") == "10 am $ 1.5 bn £ 3 m 5 km");
    CHECK(tokens_of("9:30 and 2:05:30, 1/2, 2½, 10/01/2022, 2022-01-10") == "9:30 and 2:05:30 , 1/2 , 2½ , 10/01/2022 , 2022-01-10");
    CHECK(shapes_of("9:30 2:05:30 1/2 2½ ½ 10/01/2022 2022-01-10 1.2.3") == "Clock Clock Fraction Fraction Fraction SlashDate IsoDate Alphanumeric");
    CHECK(tokens_of("He was 42. Then 43, 44") == "He was 42 . | Then 43 , 44");
    CHECK(tokens_of("chapters 1, 2,3") == "chapters 1 , 2 , 3");
    CHECK(tokens_of("US$5, A$7, HK$20, €3, ₹5") == "US$ 5 , A$ 7 , HK$ 20 , € 3 , ₹ 5");
    CHECK(shapes_of("US$5 €3 5%") == "Currency Day Currency Day Day Percent");
    CHECK(tokens_of("won 3-2") == "won 3 - 2");
}

TEST_CASE("links, addresses and tags") {
    CHECK(tokens_of("See https://example.com/a?b=1, or www.bbc.co.uk.") == "See https://example.com/a?b=1 , or www.bbc.co.uk .");
    CHECK(tokens_of("Write to jane.doe-smith@news.example.org.") == "Write to jane.doe-smith@news.example.org .");
    CHECK(tokens_of("on Amazon.com and example.org") == "on Amazon.com and example.org");
    CHECK(tokens_of("@POTUS said #MeToo (@anna_b)") == "@POTUS said #MeToo ( @anna_b )");
    CHECK(shapes_of("https://x.org a@b.org Amazon.com example.org @a #b") == "Link Link Capital Link Tag Tag");
    CHECK(tokens_of("rated #1 @ home") == "rated # 1 @ home");
}

TEST_CASE("quotes, dashes, ellipses and brackets") {
    CHECK(tokens_of("“Go,” he said. ‘Now!’") == "“ Go , ” he said . | ‘ Now ! ’");
    CHECK(tokens_of("\"Go,\" he said.") == "\" Go , \" he said .");
    CHECK(tokens_of("well... yes… no") == "well ... yes … no");
    CHECK(tokens_of("Really?! Yes.") == "Really ?! | Yes .");
    CHECK(tokens_of("GENEVA — The talks (in [short] form)") == "GENEVA — The talks ( in [ short ] form )");
    CHECK(shapes_of("“a” … ( ) [ ] & * © °") == "Quote Lower Quote Stop Open Close Open Close Ampersand Symbol Symbol Symbol");
}

TEST_CASE("sentences") {
    CHECK(tokens_of("It fell. They ran! Why? Nobody knows.") == "It fell . | They ran ! | Why ? | Nobody knows .");
    CHECK(tokens_of("He is in the U.S. The talks failed.") == "He is in the U.S. | The talks failed .");
    CHECK(tokens_of("He is in the U.S. Senate.") == "He is in the U.S. Senate .");
    CHECK(tokens_of("They met at 10 a.m. He left.") == "They met at 10 a.m. | He left .");
    CHECK(tokens_of("He joined Hill Corp. In May he left.") == "He joined Hill Corp. | In May he left .");
    CHECK(tokens_of("“It fell.” She ran.") == "“ It fell . ” | She ran .");
    CHECK(tokens_of("“It fell.” “They ran.”") == "“ It fell . ” | “ They ran . ”");
    CHECK(tokens_of("(It fell.) They ran.") == "( It fell . ) | They ran .");
    CHECK(tokens_of("It cost 3 euros. 42 men came.") == "It cost 3 euros . | 42 men came .");
    CHECK(tokens_of("It fell ... and rose.") == "It fell ... and rose .");
    CHECK(tokens_of("Yahoo! said so.") == "Yahoo ! said so .");
    CHECK(tokens_of("Mr. The was here.") == "Mr. The was here .");
}

TEST_CASE("paragraphs and wrapped lines") {
    CHECK(tokens_of("A headline\n\nThe first line.\nThe second.") == "A headline ¶ The first line . ¶ The second .");
    CHECK(tokens_of("one\r\ntwo") == "one ¶ two");
    CHECK(tokens_of("one\rtwo") == "one ¶ two");
    CHECK(tokens_of("one\u2029two") == "one two");
    // Lines that fill a column are wraps; one that stops where the next word would have fitted ends a paragraph.
    CHECK(tokens_of("The foreign ministers of Russia and the United States met on Monday in\n"
                    "Geneva for talks on arms that lasted the whole of the afternoon and on\n"
                    "into the night.\n"
                    "They will meet again.\n") ==
          "The foreign ministers of Russia and the United States met on Monday in Geneva for talks on arms that lasted the whole of the afternoon and on "
          "into the night . ¶ They will meet again .");
    // Long lines are paragraphs.
    std::string paragraph = "The foreign ministers of Russia and the United States met on Monday in Geneva for talks on arms that lasted for hours";
    CHECK(tokens_of(paragraph + "\nthey said\nso\n").ends_with("hours ¶ they said ¶ so"));
    // A list of short lines is a list.
    CHECK(tokens_of("Leeds 3\nHull 1\nYork 2\n") == "Leeds 3 ¶ Hull 1 ¶ York 2");
}

TEST_CASE("characters that are not seen") {
    CHECK(tokens_of("Mün\u00ADchen") == "Mün\u00ADchen");
    CHECK(tokens_of("five\u00A0men") == "five men");
    CHECK(tokens_of("a\u200Bb \u2060c") == "a b c");
    CHECK(tokens_of("\xEF\xBB\xBFPutin spoke") == "Putin spoke");
    CHECK(tokens_of(std::string("a\0b\x01", 4) + "c") == "a b c");
    CHECK(tokens_of("\u00AD") == "");
    CHECK(shapes_of("A\uFFFDB") == "Capital Symbol Initial");
    CHECK(tokens_of("cafe\u0301 Beyonce\u0301's") == "cafe\u0301 Beyonce\u0301 's");
}

TEST_CASE("flags of tokens") {
    auto glued = [](const Token& token) { return token.glued; };
    CHECK(marked("Moscow's (new) plan.", glued) == "'s new ) .");
    auto all_caps = [](const Token& token) { return token.all_caps; };
    CHECK(marked("PUTIN MEETS BIDEN IN GENEVA\n\nPutin met Biden.", all_caps) == "PUTIN MEETS BIDEN IN GENEVA");
    auto title_case = [](const Token& token) { return token.title_case; };
    CHECK(marked("Putin Meets Biden for Talks in Geneva\n\nPutin met Biden.", title_case) == "Putin Meets Biden for Talks in Geneva");
    CHECK(marked("Putin met Biden in Geneva on Monday.", title_case) == "");
    auto starts = [](const Token& token) { return token.starts_sentence; };
    CHECK(marked("It fell. They ran.\n\nWhy?", starts) == "It They Why");
    auto paragraphs = [](const Token& token) { return token.starts_paragraph; };
    CHECK(marked("It fell. They ran.\n\nWhy?", paragraphs) == "It Why");
}

TEST_CASE("tokens stand in order, without overlap and inside the text") {
    for (std::string text : {"“U.S.-Russia” talks (a@b.org) cost $1.5bn’s…", "'s's's''", "a.b.c.d.@x", "1/2/3/4:5:6,7,,8..9", "\xFF\xC3.\xE2\x82"}) {
        Document document("", text);
        std::vector<Token> tokens;
        find_tokens(document, tokens);
        uint32_t at = 0;
        for (const Token& token : tokens) {
            CHECK(token.bytes.begin >= at);
            CHECK(token.bytes.end > token.bytes.begin);
            CHECK(token.word != 0);
            at = token.bytes.end;
        }
        CHECK(at <= document.text().size());
    }
}
