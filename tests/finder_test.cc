#include "finder.h"
#include "other_names.h"

#include <doctest/doctest.h>

using namespace nutgraf;

namespace {

/// What finders see of a text, with a few lists.
struct Reader {
    Document document;
    Lexicon lexicon = Lexicon::from_lists({{"nationality", "nationality.tsv", "name\tform\tof\tcountry\nNorwegian\tadj\tNorway\tNO\n"},
                                           {"country", "country.tsv", "name\tiso2\nNorway\tNO\n"},
                                           {"city", "city.tsv", "name\tcountry\nBergen\tNO\n"},
                                           {"word", "word.tsv", "name\nfjord\n"}});
    Rules rules = Rules::from_texts(lexicon, {});
    std::vector<Token> tokens;
    Hits hits;
    std::vector<uint32_t> capitals;
    Rules::Workspace workspace;

    explicit Reader(const std::string& text) : document("", text) { read(); }
    void read() {
        find_tokens(document, tokens);
        lexicon.find_hits(tokens, hits);
        find_capitals(tokens, capitals);
    }
    Article article() { return {document, lexicon, rules, tokens, hits, capitals, workspace, {}}; }
};

/// What repeats the known names: "person 5-6, place 7-9".
std::string same_names(const std::string& text, const std::vector<Candidate>& known) {
    Reader reader(text);
    std::vector<Candidate> found;
    find_same_names(reader.article(), known, found);
    std::string out;
    for (const Candidate& one : found) {
        CHECK(one.rule == own_rule(Own::SameName));
        out += (out.empty() ? "" : ", ") + std::string(kind_name(one.kind)) + ' ' + std::to_string(one.tokens.begin) + '-' + std::to_string(one.tokens.end);
    }
    return out;
}

}  // namespace

TEST_CASE("what the article has named it names again") {
    const Candidate holm{{0, 1}, Kind::Person, Subkind::None, Sureness::Sure, 0};
    CHECK(same_names("Holm met Holm and holm.", {holm}) == "person 0-1, person 2-3");
    Candidate guess = holm;
    guess.sure = Sureness::Possible;
    CHECK(same_names("Holm met Holm.", {guess}) == "");
    CHECK(same_names("Holm met Barta.", {}) == "");
    // The longest of a kind, from where the last has ended.
    const Candidate bay{{0, 2}, Kind::Place, Subkind::Natural, Sureness::Likely, 0}, bay_city{{3, 6}, Kind::Place, Subkind::City, Sureness::Likely, 0};
    CHECK(same_names("Holm Bay , Holm Bay City : Holm Bay City", {bay, bay_city}) == "place 0-2, place 3-6, place 7-10");
}

TEST_CASE("a name of each kind is found for itself") {
    const Candidate person{{0, 2}, Kind::Person, Subkind::None, Sureness::Sure, 0}, place{{3, 4}, Kind::Place, Subkind::City, Sureness::Likely, 0};
    CHECK(same_names("Ana Holm in Holm . Ana Holm", {person, place}) == "person 0-2, place 1-2, place 3-4, person 5-7, place 6-7");
}

TEST_CASE("parts of other names go, from a place in the list on") {
    Reader reader("The Bergen Fjord Cup is held in Bergen .");
    Article article = reader.article();
    OtherNames others;
    others.names = {{{1, 4}, true, 4}};
    const Candidate inside{{1, 2}, Kind::Place, Subkind::City, Sureness::Likely, 0}, outside{{7, 8}, Kind::Place, Subkind::City, Sureness::Likely, 0};
    std::vector<Candidate> found = {inside, outside, inside};
    drop_parts_of_other_names(article, others, found, 1);
    REQUIRE(found.size() == 2);
    CHECK(found[0].tokens == inside.tokens);
    CHECK(found[1].tokens == outside.tokens);
    drop_parts_of_other_names(article, others, found);
    REQUIRE(found.size() == 1);
    CHECK(found[0].tokens == outside.tokens);
}

TEST_CASE("\"US\" is not \"Us\"") {
    const Candidate country{{0, 1}, Kind::Place, Subkind::Country, Sureness::Sure, 0};
    CHECK(same_names("US , Us , us , US", {country}) == "place 0-1, place 6-7");
}

TEST_CASE("a list is asked once for a word in its shape") {
    Reader reader("Norwegian ships and Norwegian fjords NORWEGIAN");
    WordMemory<int> memory;
    int asked = 0;
    auto ask = [&] { return ++asked; };
    CHECK(memory.of(reader.hits, 0, ask) == 1);
    CHECK(memory.of(reader.hits, 3, ask) == 1);
    CHECK(memory.of(reader.hits, 1, ask) == 2);
    CHECK(memory.of(reader.hits, 5, ask) == 3);
    // Numbers of another vocabulary are of other words.
    Reader other("ships Norwegian");
    CHECK(memory.of(other.hits, 0, ask) == 4);
    CHECK(memory.of(other.hits, 1, ask) == 5);
}

TEST_CASE("the country of a nationality and of the rows of places") {
    Reader reader("Norwegian ships left Bergen , Norway .");
    Article article = reader.article();
    EntryId norwegian = find_nationality(article, {0, 1});
    REQUIRE(norwegian != kNoEntry);
    CHECK(find_nationality(article, {1, 2}) == kNoEntry);
    const uint16_t norway = country_code("NO");
    CHECK(reader.lexicon.country(norwegian) == norway);
    for (auto [token, list] : {std::pair(3U, "city"), std::pair(5U, "country")}) {
        EntryId row = reader.lexicon.find_entry(reader.tokens, {token, token + 1}, reader.lexicon.find_label(list));
        REQUIRE(row != kNoEntry);
        CHECK(reader.lexicon.country(row) == norway);
    }
    std::vector<EntryId> words = reader.lexicon.rows_of(reader.lexicon.find_label("word"));
    REQUIRE(words.size() == 1);
    CHECK(reader.lexicon.country(words[0]) == 0);
    CHECK(country_code("Norway") == 0);
}
