#include "lexicon.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "error.h"

using namespace nutgraf;

namespace {

/// What a lexicon says of a text: a line of "label[tokens]" for names of several words and "label:token" for single words,
/// in the order of the tokens.
std::string hits_of(const Lexicon& lexicon, const std::string& text) {
    Document document("", text);
    std::vector<Token> tokens;
    find_tokens(document, tokens);
    Hits hits;
    lexicon.find_hits(tokens, hits);
    std::string out;
    for (uint32_t i = 0; i < tokens.size(); ++i) {
        std::vector<std::string> here;
        for (const LexiconHit& hit : hits.names)
            if (hit.tokens.begin == i)
                here.push_back(std::string(lexicon.label_name(hit.label)) + '[' + std::string(document.text(bytes_of(tokens, hit.tokens))) + ']');
        for (LabelId label = 0; label < lexicon.label_count(); ++label)
            if (lexicon.carries(hits, i, label)) here.push_back(std::string(lexicon.label_name(label)) + ':' + std::string(document.text(tokens[i].bytes)));
        std::sort(here.begin(), here.end());
        for (const auto& one : here) out += (out.empty() ? "" : " ") + one;
    }
    return out;
}

/// The names of the rows whose form a text is, best first: "Paris, Paris".
std::string rows_of(const Lexicon& lexicon, const std::string& text, std::string_view label, std::string_view column = "name") {
    Document document("", text);
    std::vector<Token> tokens;
    find_tokens(document, tokens);
    std::vector<EntryId> entries;
    lexicon.find_entries(tokens, {0, static_cast<uint32_t>(tokens.size())}, label.empty() ? kNoLabel : lexicon.find_label(label), entries);
    Hits hits;
    lexicon.find_hits(tokens, hits);
    if (!entries.empty()) CHECK(lexicon.may_have_entries(tokens, hits, {0, static_cast<uint32_t>(tokens.size())}));
    std::string out;
    for (EntryId entry : entries) out += (out.empty() ? "" : ", ") + std::string(lexicon.field(entry, column));
    return out;
}

Lexicon list(const std::string& label, const std::string& rows, const std::string& head = "name") {
    return Lexicon::from_lists({{label, label + ".tsv", head + '\n' + rows}});
}

std::string error_of(const std::vector<Lexicon::ListText>& lists) {
    try {
        Lexicon::from_lists(lists);
    } catch (const Error& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("words and names of several words") {
    Lexicon lexicon = list("city", "York\nNew York\nNew York City\n");
    CHECK(hits_of(lexicon, "in York") == "city:York");
    CHECK(hits_of(lexicon, "in New York") == "city[New York] city:York");
    CHECK(hits_of(lexicon, "New York City Hall") == "city[New York City] city:York");
    CHECK(hits_of(lexicon, "New Orleans") == "");
    CHECK(hits_of(lexicon, "") == "");
    CHECK_FALSE(lexicon.single_words(lexicon.find_label("city")));
    CHECK(list("month", "May\nJune\n").single_words(0));
}

TEST_CASE("of one label's names the earlier counts, then the longer; labels do not hide each other") {
    Lexicon lexicon = list("city", "Salt Lake City\nLake City\nLake City Park\n");
    CHECK(hits_of(lexicon, "Salt Lake City Park") == "city[Salt Lake City]");
    Lexicon two = Lexicon::from_lists({{"city", "city.tsv", "name\nSalt Lake City\n"}, {"park", "park.tsv", "name\nLake City Park\n"}});
    CHECK(hits_of(two, "Salt Lake City Park") == "city[Salt Lake City] park[Lake City Park]");
}

TEST_CASE("a name ends with its sentence") {
    CHECK(hits_of(list("city", "New York\n"), "All is new. York is old.") == "");
    CHECK(hits_of(list("city", "New York\n"), "Brand New\n\nYork is old.") == "");
}

TEST_CASE("capitals of a form are a condition") {
    Lexicon lexicon = list("country", "US\nTurkey\nNATO\nU.K.\niPhone\nUnited States\n");
    CHECK(hits_of(lexicon, "the US and us") == "country:US");
    CHECK(hits_of(lexicon, "Us too") == "");  // a short acronym is not a word with a capital
    CHECK(hits_of(lexicon, "Turkey, TURKEY, turkey") == "country:Turkey country:TURKEY");
    CHECK(hits_of(lexicon, "NATO, Nato, nato") == "country:NATO country:Nato");
    CHECK(hits_of(lexicon, "the U.S., the UK, uk") == "country:U.S. country:UK");
    CHECK(hits_of(lexicon, "the United States, the United states, UNITED STATES") == "country[United States] country[UNITED STATES]");
    CHECK(hits_of(list("title", "minister\nforeign minister\n"), "Minister, FOREIGN MINISTER") == "title:Minister title[FOREIGN MINISTER] title:MINISTER");
}

TEST_CASE("spellings that are one") {
    CHECK(hits_of(list("city", "Zürich\nSao Tome\n"), "Zurich, ZÜRICH and São Tomé") == "city:Zurich city:ZÜRICH city[São Tomé]");
    CHECK(hits_of(list("city", "Stratford-upon-Avon\n"), "Stratford upon Avon") == "city[Stratford upon Avon]");
    CHECK(hits_of(list("city", "Port au Prince\n"), "Port-au-Prince") == "city[Port-au-Prince]");
    CHECK(hits_of(list("city", "Saint Petersburg\n"), "St. Petersburg, St Petersburg") == "city[St. Petersburg] city[St Petersburg]");
    CHECK(hits_of(list("city", "St. Louis\nFt. Worth\nMount Isa\n"), "Saint Louis, Fort Worth, Mt. Isa") == "city[Saint Louis] city[Fort Worth] city[Mt. Isa]");
    CHECK(hits_of(list("company", "Marks & Spencer\n"), "Marks and Spencer, Marks & Spencer") == "company[Marks and Spencer] company[Marks & Spencer]");
    CHECK(hits_of(list("company", "McDonald's\n"), "McDonald’s, McDonald's") == "company[McDonald’s] company[McDonald's]");
    CHECK(hits_of(list("country", "The Gambia\n"), "the Gambia, Gambia") == "country:Gambia country:Gambia");
    CHECK(hits_of(list("person", "J. K. Rowling\n"), "J.K. Rowling") == "");  // two initials are two tokens: an alias is needed
}

TEST_CASE("aliases lead to the row") {
    Lexicon lexicon = list("country", "United States\tUS|America\tUS\nGeorgia\t\tGE\n", "name\taliases\tiso2");
    CHECK(rows_of(lexicon, "America", "country") == "United States");
    CHECK(rows_of(lexicon, "U.S.", "country", "iso2") == "US");
    CHECK(rows_of(lexicon, "Georgia", "country", "iso2") == "GE");
    CHECK(rows_of(lexicon, "georgia", "country") == "");
    CHECK(rows_of(lexicon, "United States", "country", "iso2") == "US");
    CHECK(rows_of(lexicon, "Georgia Street", "country") == "");
    CHECK(rows_of(lexicon, "Georgia", "country", "population") == "");  // no such column
}

TEST_CASE("of namesakes the largest comes first") {
    Lexicon lexicon = list("city", "Paris\tUS\t24000\nParis\tFR\t2100000\nParis\tCA\t12000\n", "name\tcountry\tpopulation");
    CHECK(rows_of(lexicon, "Paris", "city", "country") == "FR, US, CA");
    Lexicon feature = list("natural-feature", "Black River\tUS\t5\nBlack River\tVN\t1\n", "name\tcountry\tprominence");
    CHECK(rows_of(feature, "Black River", "natural-feature", "country") == "VN, US");  // the least rank is the most prominent
    Lexicon two = Lexicon::from_lists({{"given-name", "a.tsv", "name\nJordan\n"}, {"country", "b.tsv", "name\tiso2\nJordan\tJO\n"}});
    CHECK(rows_of(two, "Jordan", "country", "iso2") == "JO");
    CHECK(rows_of(two, "Jordan", "") == "Jordan, Jordan");
}

TEST_CASE("columns and numbers of a row") {
    Lexicon lexicon = list("city", "Accra\tAkkra\tGH\t5.55602\t\n", "name\taliases\tcountry\tlat\tlon");
    CHECK(lexicon.entry_count() == 1);
    CHECK(lexicon.name(0) == "Accra");
    CHECK(lexicon.field(0, "country") == "GH");
    std::string fields;
    lexicon.for_each_field(0, [&](std::string_view column, std::string_view field) {
        CHECK(field == lexicon.field(0, column));
        fields += std::string(column) + ' ';
    });
    CHECK(fields == "name country lat lon ");
    CHECK(lexicon.number(0, "lat") == doctest::Approx(5.55602));
    CHECK(lexicon.number(0, "lon") == 0);
    CHECK(lexicon.label(0) == lexicon.find_label("city"));
    CHECK(lexicon.country(0) == country_code("GH"));
    CHECK(list("country", "Ghana\tGH\n", "name\tiso2").country(0) == country_code("GH"));
    CHECK(list("city", "Accra\tGhana\n", "name\tcountry").country(0) == 0);
    CHECK(std::vector<std::string>(lexicon.columns(0).begin(), lexicon.columns(0).end()) == std::vector<std::string>{"name", "country", "lat", "lon"});
    CHECK(lexicon.find_label("citty") == kNoLabel);
}

TEST_CASE("a name's key tells how it is written, and by whose lists it is asked for") {
    Lexicon lexicon = list("city", "Holm Bay\n"), other = list("city", "Holm Bay\n");
    std::vector<Token> tokens;
    auto key = [&](const Lexicon& asked, const std::string& text) {
        find_tokens(Document("", text), tokens);
        return asked.written_key(tokens, {0, static_cast<uint32_t>(tokens.size())});
    };
    uint64_t known = key(lexicon, "Holm Bay");
    CHECK(key(lexicon, "Holm Bay") == known);
    CHECK(key(other, "Holm Bay") != known);
    for (const char* text : {"Holm bay", "HOLM BAY", "Holm-Bay", "Holm", "Bay Holm"}) CHECK(key(lexicon, text) != known);
}

TEST_CASE("comments, empty lines and line ends of a list") {
    Lexicon lexicon = Lexicon::from_lists({{"city", "city.tsv", "# source: own\n# about: cities\nname\tcountry\r\nAccra\tGH\r\n\nLima\tPE"}});
    CHECK(lexicon.entry_count() == 2);
    CHECK(rows_of(lexicon, "Accra", "city", "country") == "GH");
    CHECK(rows_of(lexicon, "Lima", "city", "country") == "PE");
    CHECK(Lexicon::from_lists({{"empty", "empty.tsv", "name\n"}}).entry_count() == 0);
    CHECK(Lexicon::from_lists({}).label_count() == 0);
}

TEST_CASE("all errors of all lists at once, each with its place") {
    CHECK(error_of({{"a", "a.tsv", "name\tiso2\nX\tY\tZ\nU\n\tV\nfine\tF\n"}, {"b", "b.tsv", "# about: b\nword\nx\n"}, {"a", "other/a.tsv", "name\nx\n"}}) ==
          "a.tsv:2: expected 2 columns, found 3; separate them by tabs\n"
          "a.tsv:3: expected 2 columns, found 1; separate them by tabs\n"
          "a.tsv:4: the name is empty\n"
          "b.tsv:2: the first column of a list is called \"name\", not \"word\"; add a header line\n"
          "other/a.tsv: there is another list @a; rename one of the files");
    CHECK(error_of({{"a", "a.tsv", "name\nfine\n"}}) == "none");
}

TEST_CASE("a folder that is not there is an error") {
    CHECK_THROWS_AS(Lexicon::from_folder("/nonexistent/lists"), Error);
    CHECK_THROWS_AS(Lexicon::with_folder("/nonexistent/lists"), Error);
}

TEST_CASE("the built-in lists are there") {
    Lexicon lexicon = Lexicon::built_in();
    CHECK(lexicon.entry_count() > 100'000);
    CHECK(rows_of(lexicon, "Germany", "country", "iso2") == "DE");
    CHECK(rows_of(lexicon, "U.S.", "country", "iso2") == "US");
    CHECK(rows_of(lexicon, "us", "country") == "");
    CHECK(rows_of(lexicon, "Geneva", "city", "country").starts_with("CH"));
    CHECK(rows_of(lexicon, "NATO", "international") != "");
}

TEST_CASE("the gazetteer is asked of names alone and gives no hits") {
    namespace fs = std::filesystem;
    Lexicon lexicon = Lexicon::built_in();
    auto villages_of = [&](const std::string& text) {
        std::vector<Token> tokens;
        find_tokens(Document("", text), tokens);
        std::vector<EntryId> entries;
        lexicon.find_in_gazetteer(tokens, {0, static_cast<uint32_t>(tokens.size())}, entries);
        return entries;
    };
    auto villages = villages_of("Norton");
    CHECK(villages.size() > 3);
    for (EntryId entry : villages) {
        CHECK(lexicon.label_name(lexicon.label(entry)) == "town-weak");
        CHECK(lexicon.name(entry) == "Norton");
        CHECK(lexicon.field(entry, "lat") != "");
    }
    CHECK(villages_of("Norton") == villages);  // remembered
    CHECK(villages_of("norton").empty());
    CHECK(villages_of("He came").empty());
    LabelId label = lexicon.find_label("town-weak");
    CHECK(lexicon.rows_of(label).size() > 50'000);
    CHECK(rows_of(lexicon, "Norton", "town-weak") == "");
    CHECK(hits_of(lexicon, "Norton").find("town-weak") == std::string::npos);
    // A user's lists are numbered between.
    fs::path folder = fs::temp_directory_path() / ("nutgraf-lexicon-test-" + std::to_string(getpid()));
    fs::create_directories(folder);
    std::ofstream(folder / "hamlet.tsv") << "name\tcountry\nNorton\tXX\n";
    Lexicon both = Lexicon::with_folder(folder.string());
    fs::remove_all(folder);
    std::vector<Token> tokens;
    find_tokens(Document("", "Norton"), tokens);
    std::vector<EntryId> entries;
    both.find_in_gazetteer(tokens, {0, 1}, entries);
    REQUIRE(entries.size() == villages.size());
    CHECK(both.label_name(both.label(entries[0])) == "town-weak");
    CHECK(rows_of(both, "Norton", "hamlet", "country") == "XX");
    // Lists that are given have none.
    entries.clear();
    Lexicon none = Lexicon::from_lists({{"city", "city.tsv", "name\nNorton\n"}});
    none.find_in_gazetteer(tokens, {0, 1}, entries);
    CHECK(entries.empty());
}

TEST_CASE("the same tokens give the same hits into used vectors") {
    Lexicon lexicon = list("city", "New York\nYork\n");
    Hits hits;
    std::vector<Token> tokens;
    for (const char* text : {"New York is York and New York", "York", "", "New York"}) {
        find_tokens(Document("", text), tokens);
        lexicon.find_hits(tokens, hits);
        Hits fresh;
        lexicon.find_hits(tokens, fresh);
        CHECK(hits.sets == fresh.sets);
        CHECK(hits.names.size() == fresh.names.size());
    }
}

TEST_CASE("more words than a thread numbers") {
    Lexicon lexicon = list("city", "New York\nYork\n");
    std::string words;
    for (int i = 0; i < 70'000; ++i) words += "w" + std::to_string(i) + ' ';
    CHECK(hits_of(lexicon, words + "in New York and York") == "city[New York] city:York city:York");
    // What comes next begins anew.
    Hits hits;
    std::vector<Token> tokens;
    for (const std::string& text : {words, std::string("New York")}) {
        find_tokens(Document("", text), tokens);
        lexicon.find_hits(tokens, hits);
    }
    CHECK(hits.names.size() == 1);
    CHECK(lexicon.carries(hits, 1, lexicon.find_label("city")));
}
