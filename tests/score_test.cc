#include <unistd.h>

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "error.h"
#include "score.h"
#include "unicode.h"

using namespace nutgraf;

namespace {

namespace fs = std::filesystem;

std::u32string code_points(std::string_view text) {
    std::u32string out;
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        out += c.value;
        at += c.length;
    }
    return out;
}

/// What is left of a mention between other words.
std::string trimmed(const std::string& mention, Kind kind) {
    std::u32string text = U"x " + code_points(mention) + U" y";
    Stretch left = trim(text, {2, static_cast<uint32_t>(text.size()) - 2}, kind);
    std::string out;
    for (uint32_t i = left.begin; i < left.end; ++i) encode(text[i], out);
    return out;
}

Mark mark(uint32_t begin, uint32_t end, Kind kind = Kind::Person, const std::string& value = "", const std::string& unit = "") {
    Mark one;
    one.at = {begin, end};
    one.kind = kind;
    if (!value.empty()) one.values.push_back({value, unit, std::nullopt});
    return one;
}

const GoldSet kAllKinds = [] {
    GoldSet set;
    set.kinds.fill(true);
    return set;
}();

GoldArticle article(const std::vector<Mark>& marks) {
    GoldArticle one;
    one.text = std::string(60, 'a');
    one.marks = marks;
    return one;
}

/// "gold found right strict, right lenient"
std::string counts(const std::vector<Mark>& gold, const std::vector<Mark>& found, Kind kind = Kind::Person) {
    KindScore score = score_article(kAllKinds, kAllKinds.kinds, article(gold), found).score.kinds[static_cast<size_t>(kind)];
    return std::to_string(score.strict.gold) + ' ' + std::to_string(score.strict.found) + ' ' + std::to_string(score.strict.right) + ", " + std::to_string(score.lenient.right);
}

std::string faults(const std::vector<Mark>& gold, const std::vector<Mark>& found, const KindFlags& kinds = kAllKinds.kinds) {
    std::string text;
    for (const Fault& fault : score_article(kAllKinds, kinds, article(gold), found).faults) text += (text.empty() ? "" : ", ") + std::string(cause_name(fault.cause));
    return text;
}

std::string same(Kind kind, const std::string& gold, const std::string& found, const std::string& gold_unit = "", const std::string& found_unit = "") {
    auto equal = same_value(mark(0, 1, kind, gold, gold_unit), mark(0, 1, kind, found, found_unit));
    return !equal ? "no value" : *equal ? "same" : "other";
}

/// A file for one test.
class Scratch {
public:
    explicit Scratch(const std::string& name, const std::string& bytes) : folder_(fs::temp_directory_path() / ("nutgraf-score-test-" + std::to_string(getpid()) + "-" + name)) {
        fs::create_directories(folder_);
        write(name, bytes);
    }
    ~Scratch() { fs::remove_all(folder_); }
    void write(const std::string& name, const std::string& bytes) const { std::ofstream(folder_ / name, std::ios::binary) << bytes; }
    std::string path(const std::string& name = "") const { return (folder_ / name).string(); }

private:
    fs::path folder_;
};

/// The problem with one gold file, without the folder's name; "" when there is none.
std::string problem(const std::string& name, const std::string& bytes) {
    Scratch scratch(name, bytes);
    Gold gold = read_gold({scratch.path(name)});
    return gold.problems.empty() ? "" : gold.problems[0].text.substr(scratch.path().size());
}

}  // namespace

TEST_CASE("conventions that do not decide are trimmed") {
    CHECK(trimmed("the United Nations", Kind::Organization) == "United Nations");
    CHECK(trimmed("Russia’s", Kind::Place) == "Russia");
    CHECK(trimmed("“NATO”,", Kind::Organization) == "NATO");
    CHECK(trimmed("U.S.", Kind::Place) == "U.S");
    CHECK(trimmed("the", Kind::Organization) == "the");
    CHECK(trimmed("\"", Kind::Organization) == "\"");
    CHECK(trimmed("Thebes", Kind::Place) == "Thebes");
    CHECK(trimmed("Boys'", Kind::Organization) == "Boys");
    CHECK(trimmed("President Biden", Kind::Person) == "Biden");
    CHECK(trimmed("President Biden", Kind::Organization) == "President Biden");
    CHECK(trimmed("Deputy Foreign Minister Anna Berg's", Kind::Person) == "Anna Berg");
    CHECK(trimmed("Lt. Gov. O'Neill", Kind::Person) == "O'Neill");
    CHECK(trimmed("Señora Díaz", Kind::Person) == "Díaz");
    CHECK(trimmed("State Street", Kind::Person) == "State Street");
    CHECK(trimmed("King", Kind::Person) == "King");
    CHECK(trimmed("on the 3rd of May", Kind::Date) == "3rd of May");
    CHECK(trimmed("about two weeks", Kind::Date) == "two weeks");
    CHECK(trimmed("in the 1990s", Kind::Date) == "1990s");
    CHECK(trimmed("as many as  20", Kind::Number) == "20");
    CHECK(trimmed("-5", Kind::Number) == "-5");
    CHECK(trimmed(".5", Kind::Number) == ".5");
    CHECK(trimmed("- 5", Kind::Number) == "5");
    CHECK(trimmed("about", Kind::Number) == "about");
}

TEST_CASE("strict wants the same place, lenient an overlap, one for one") {
    CHECK(counts({mark(0, 5), mark(6, 9)}, {mark(0, 5), mark(6, 8)}) == "2 2 1, 2");
    CHECK(counts({mark(0, 10)}, {mark(0, 4), mark(5, 10)}) == "1 2 0, 1");
    CHECK(counts({mark(0, 4), mark(5, 10)}, {mark(0, 10)}) == "2 1 0, 1");
    CHECK(counts({mark(0, 4)}, {mark(4, 8)}) == "1 1 0, 0");
    CHECK(counts({mark(0, 4)}, {mark(0, 4, Kind::Place)}) == "1 0 0, 0");
    // The first gold mention likes the second found one best; it gives way, so that the other gold mention has one, too.
    CHECK(counts({mark(0, 10), mark(8, 12)}, {mark(0, 3), mark(5, 10)}) == "2 2 0, 2");
    // Twice the same counts once.
    CHECK(counts({mark(0, 4), mark(0, 4)}, {mark(0, 4)}) == "1 1 1, 1");
}

TEST_CASE("a long chain of overlaps") {
    std::vector<Mark> gold, found;
    GoldArticle long_one;
    constexpr uint32_t kLinks = 5000;
    long_one.text = std::string(size_t{10} * kLinks + 20, 'a');
    for (uint32_t i = 0; i < kLinks; ++i) {
        long_one.marks.push_back(mark(10 * i, 10 * i + 10));
        found.push_back(mark(10 * i + 6, 10 * i + 16));
    }
    found.erase(found.begin() + kLinks / 2);
    CHECK(score_article(kAllKinds, kAllKinds.kinds, long_one, found).score.kinds[0].lenient.right == kLinks - 1);
}

TEST_CASE("optional mentions count neither way, another stretch may be right") {
    Mark optional = mark(0, 5), other = mark(10, 20);
    optional.optional = true;
    other.also = Stretch{12, 20};
    CHECK(counts({optional}, {mark(0, 5)}) == "0 0 0, 0");
    CHECK(counts({optional}, {mark(1, 4), mark(30, 33)}) == "0 1 0, 0");
    CHECK(counts({other}, {mark(12, 20)}) == "1 1 1, 1");
}

TEST_CASE("values") {
    CHECK(same(Kind::Number, "768000000000", "7.68e11", "USD", "Dollars") == "same");
    CHECK(same(Kind::Number, "768", "768", "USD", "EUR") == "other");
    CHECK(same(Kind::Number, "3", "3", "", "km") == "same");
    CHECK(same(Kind::Number, "3", "", "km") == "other");
    CHECK(same(Kind::Number, "5/8", "5/8.0", "km", "km") == "same");
    CHECK(same(Kind::Number, "5/8", "5/9", "km", "km") == "other");
    CHECK(same(Kind::Number, "2,5", "25") == "same");
    CHECK(same(Kind::Number, "[5,8)", "5") == "no value");
    CHECK(same(Kind::Date, "2021-12-28T15", "2021-12-28T15:00:00") == "same");
    CHECK(same(Kind::Date, "2021-12-28 15:30:00", "2021-12-28T15:30") == "same");
    CHECK(same(Kind::Date, "p2y", "P2.0Y") == "same");
    CHECK(same(Kind::Date, "2021-12", "2021-12-28") == "other");
    CHECK(same(Kind::Date, "", "2021") == "no value");
    CHECK(same(Kind::Person, "x", "x") == "no value");
    Mark gold = mark(0, 1, Kind::Place), found = mark(0, 1, Kind::Place, "FR");
    gold.values.push_back({"", "", std::pair{48.86, 2.35}});
    CHECK(same_value(gold, found) == false);
    found.values[0].coordinates = {48.1, 1.7};
    CHECK(same_value(gold, found) == true);
    found.values[0].coordinates = {50.6, 3.1};
    CHECK(same_value(gold, found) == false);
    gold.values.push_back({"FR", "", std::nullopt});
    CHECK(same_value(gold, found) == true);
}

TEST_CASE("coordinates and country of places are counted apart") {
    Mark gold = mark(0, 5, Kind::Place, "FR"), found = mark(0, 5, Kind::Place, "FR");
    CHECK(same_point(gold, found) == std::nullopt);
    CHECK(same_country(gold, found) == true);
    gold.values[0].coordinates = {48.86, 2.35};
    CHECK(same_point(gold, found) == false);
    found.values[0] = {"BE", "", std::pair{48.1, 1.7}};
    CHECK(same_point(gold, found) == true);
    CHECK(same_country(gold, found) == false);
    gold.values[0].text.clear();
    CHECK(same_country(gold, found) == std::nullopt);
    found.values.clear();
    CHECK(same_point(gold, found) == false);
    CHECK(same_point(mark(0, 5, Kind::Number, "5"), mark(0, 5, Kind::Number, "5")) == std::nullopt);
    // Of what is found alone, with any overlap: one of the two is missed.
    Mark other = mark(10, 15, Kind::Place, "DE");
    KindScore score = score_article(kAllKinds, kAllKinds.kinds, article({mark(0, 5, Kind::Place, "FR"), other}), {mark(0, 4, Kind::Place, "FR")}).score.kinds[static_cast<size_t>(Kind::Place)];
    CHECK(score.countries.asked == 1);
    CHECK(score.countries.right == 1);
    CHECK(score.points.asked == 0);
}

TEST_CASE("every fault has one cause") {
    CHECK(faults({mark(0, 5)}, {mark(0, 5)}) == "");
    CHECK(faults({mark(0, 5)}, {}) == "missed");
    CHECK(faults({}, {mark(0, 5)}) == "spurious");
    CHECK(faults({mark(0, 5)}, {mark(0, 5, Kind::Place)}) == "wrong kind");
    CHECK(faults({mark(0, 5)}, {mark(0, 4)}) == "wrong boundary");
    // The part of the right kind before the part of another.
    CHECK(faults({mark(0, 12)}, {mark(0, 7, Kind::Place), mark(8, 12)}) == "spurious, wrong boundary");
    CHECK(faults({mark(0, 5, Kind::Date, "2021")}, {mark(0, 5, Kind::Date, "2022")}) == "wrong value");
    KindFlags people{};
    people[0] = true;
    CHECK(faults({mark(0, 5)}, {mark(0, 5, Kind::Group), mark(8, 9, Kind::Group)}, people) == "wrong kind");
}

TEST_CASE("how mentions are grouped: B-cubed") {
    auto linked = [](uint32_t begin, const std::string& entity) {
        Mark one = mark(begin, begin + 2);
        one.entity = entity;
        return one;
    };
    std::vector<Mark> gold = {linked(0, "Ann"), linked(4, "Ann"), linked(8, "Ann"), linked(12, "Bob"), linked(16, "Cid")};
    auto grouped = [&](const std::vector<Mark>& found) { return score_article(kAllKinds, kAllKinds.kinds, article(gold), found); };
    CHECK(grouped({linked(0, "1"), linked(4, "1"), linked(12, "2")}).score.kinds[0].grouping_f1() == 1);
    CHECK(grouped({mark(0, 2)}).score.kinds[0].linked == 0);

    // Ann is split in two, and one of the parts is merged with Bob.
    ArticleScore score = grouped({linked(0, "1"), linked(4, "1"), linked(8, "2"), linked(12, "2"), linked(40, "2")});
    CHECK(score.score.kinds[0].linked == 4);
    CHECK(score.score.kinds[0].link_precision == doctest::Approx(1 + 1 + 0.5 + 0.5));
    CHECK(score.score.kinds[0].link_recall == doctest::Approx(2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1));
    REQUIRE(score.link_faults.size() == 2);
    CHECK(!score.link_faults[0].merged);
    CHECK(score.link_faults[0].gold == std::vector<uint32_t>{0, 1, 2});
    CHECK(score.link_faults[1].merged);
    CHECK(score.link_faults[1].gold == std::vector<uint32_t>{2, 3});
}

TEST_CASE("what a change wins and loses") {
    GoldArticle one = article({mark(0, 5), mark(10, 15), mark(20, 25, Kind::Date, "2021"), mark(30, 35)});
    auto told = [&](const std::vector<Mark>& before, const std::vector<Mark>& after) {
        auto was = score_article(kAllKinds, kAllKinds.kinds, one, before).faults, is = score_article(kAllKinds, kAllKinds.kinds, one, after).faults;
        std::string text;
        for (const Change& change : changes(one, before, was, after, is)) {
            text += change.way == Change::Way::Lost ? '-' : change.way == Change::Way::Won ? '+' : '~';
            text += change.before == kNoFault ? "right" : cause_name(was[change.before].cause);
            text += '>' + std::string(change.after == kNoFault ? "right" : cause_name(is[change.after].cause)) + ' ';
        }
        return text;
    };
    std::vector<Mark> right = one.marks;
    CHECK(told(right, right) == "");
    CHECK(told(right, {right[0], mark(10, 14), mark(20, 25, Kind::Date, "2022"), mark(40, 45)}) ==
          "-right>wrong boundary -right>wrong value -right>missed -right>spurious ");
    CHECK(told({right[0], mark(40, 45)}, {mark(0, 5, Kind::Place), right[1], mark(20, 25, Kind::Date, "2020"), mark(30, 34)}) ==
          "-right>wrong kind +missed>right +missed>wrong value ~missed>wrong boundary +spurious>right ");
}

TEST_CASE("articles with marks") {
    Scratch scratch("a.gold", "Été in [place/city#San_José San José] \\[1\\]: [number/quantity=5/8:[mi_i] 5 to 8 miles].\n");
    Gold gold = read_gold({scratch.path("a.gold")});
    REQUIRE(gold.sets.size() == 1);
    const GoldArticle& one = gold.sets[0].articles.at(0);
    CHECK(one.text == "Été in San José [1]: 5 to 8 miles.\n");
    REQUIRE(one.marks.size() == 2);
    CHECK(one.marks[0].at == Stretch{7, 15});
    CHECK(one.marks[0].subkind == "city");
    CHECK(one.marks[0].values.empty());
    CHECK(one.marks[1].values.at(0) == MarkValue{"5/8", "[mi_i]", std::nullopt});

    CHECK(problem("a.gold", "One.\n[persn#X X]") == "a.gold:2: \"[persn#X X\" opens no mark; a bracket is written \\[");
    CHECK(problem("a.gold", "[person#X X") == "a.gold:1: a mark is not closed");
    CHECK(problem("a.gold", "[person#X [person#X X]]") == "a.gold:1: a mark in a mark");
    CHECK(problem("a.gold", "[person#X ]") == "a.gold:1: an empty mark");
    CHECK(problem("a.gold", "a]") == "a.gold:1: \"]\" closes no mark; a bracket is written \\]");
    CHECK(problem("a.gold", "[") == "a.gold:1: \"[\" opens no mark; a bracket is written \\[");
    CHECK(problem("a.gold", "\xFF [person#X X]") == "");
}

TEST_CASE("places of marked articles lie where places.tsv says") {
    Scratch scratch("a.gold", "In [place/city#San_José San José], [place/country#Costa_Rica Costa Rica], and [place/city#Nowhere Nowhere].\n");
    scratch.write("places.tsv", "# about\nentity\tcountry\tlat\tlon\nCosta_Rica\tCR\t\t\nSan_José\tCR\t9.93\t-84.08\n");
    Gold gold = read_gold({scratch.path("a.gold")});
    REQUIRE(gold.problems.empty());
    const auto& marks = gold.sets.at(0).articles.at(0).marks;
    CHECK(marks.at(0).values.at(0) == MarkValue{"CR", "", std::pair{9.93, -84.08}});
    CHECK(marks.at(1).values.at(0) == MarkValue{"CR", "", std::nullopt});
    CHECK(marks.at(2).values.empty());
    scratch.write("places.tsv", "San_José\tCR\tnorth\t-84\n");
    CHECK(read_gold({scratch.path("a.gold")}).problems.at(0).text == scratch.path("places.tsv") + ":1: \"north\" is no latitude or longitude");
    scratch.write("places.tsv", "San_José\tCR\n");
    CHECK(read_gold({scratch.path("a.gold")}).problems.at(0).text == scratch.path("places.tsv") + ":1: not entity, country, lat, lon with tabs between them");
}

TEST_CASE("articles in JSON Lines") {
    CHECK(problem("a.jsonl", R"({"text": "Ann", "mentions": [{"start": 0, "end": 3, "kind": "person"}]})") == "");
    CHECK(problem("a.jsonl", "{\"text\": \"Ann\", \"mentions\": [{\"start\": 0, \"end\": 4, \"kind\": \"person\"}]}") == "a.jsonl:1: mention 1 lies outside the text; this line is left out");
    CHECK(problem("a.jsonl", "\n{\"text\": \"Ann\"}") == "a.jsonl:2: has no \"mentions\"; this line is left out");
    CHECK(problem("a.jsonl", "[]") == "a.jsonl:1: not an object; this line is left out");
    CHECK(problem("a.jsonl", R"({"text": 5, "mentions": []})") == "a.jsonl:1: has no \"text\"; this line is left out");
    CHECK(problem("a.jsonl", R"({"text": "", "mentions": [5]})") == "a.jsonl:1: a mention needs \"start\" and \"end\" in code points; this line is left out");
    CHECK(problem("a.jsonl", R"({"text": "", "mentions": [{"start": -1, "end": 0}]})") == "a.jsonl:1: a mention needs \"start\" and \"end\" in code points; this line is left out");
    CHECK(problem("a.jsonl", "") == "a.jsonl: no article in this file");
    CHECK(problem("a.html", "") == "a.html: neither NAME.gold nor NAME.jsonl, nor a folder of them");

    Scratch scratch("a.jsonl", R"({"id": 7, "text": "The Café of Ann", "date": "2021-12-28T10:00", "entities": [{"start": 0, "end": 8, "type": "organization", "alt": "Café"}, {"start": 12, "end": 15, "type": "misc"}]})");
    Gold gold = read_gold({scratch.path()});
    REQUIRE(gold.sets.size() == 1);
    CHECK(gold.sets[0].kinds == KindFlags{false, false, true, false, false, false});
    CHECK(gold.sets[0].articles.at(0).id == "7");
    CHECK(gold.sets[0].articles.at(0).date->date == parse_iso_date("2021-12-28"));
    REQUIRE(gold.sets[0].articles.at(0).marks.size() == 1);
    CHECK(gold.sets[0].articles.at(0).marks[0].also == Stretch{4, 8});

    scratch.write("a.meta.json", R"({"types": ["person", "misc", "number"], "number_subtypes_annotated": ["money"]})");
    gold = read_gold({scratch.path()});
    CHECK(gold.problems.empty());
    CHECK(gold.sets.at(0).kinds == KindFlags{true, false, false, false, true, false});
    CHECK(gold.sets.at(0).subkinds[4] == std::vector<std::string>{"money"});
    scratch.write("a.meta.json", "{}");
    CHECK(read_gold({scratch.path()}).problems.at(0).text.ends_with("a.meta.json: has no list \"types\" of the kinds that are marked"));
}

TEST_CASE("what was found is kept and read again") {
    FoundBefore kept{"set", "a\"b", digest_of("text"), {mark(3, 5, Kind::Number, "5", "km"), mark(7, 9, Kind::Date, "2021"), mark(10, 12, Kind::Place, "FR")}};
    kept.marks[0].subkind = "quantity";
    kept.marks[0].rule = "quantity";
    kept.marks[0].sure = "sure";
    kept.marks[2].values[0].coordinates = {48.8566, 2.35};
    Scratch scratch("kept.jsonl", found_line(kept));
    auto again = read_found(scratch.path("kept.jsonl"));
    REQUIRE(again.size() == 1);
    CHECK(found_line(again[0]) == found_line(kept));
    CHECK(again[0].marks[2].values == kept.marks[2].values);

    scratch.write("kept.jsonl", "{bad\n{\"id\": \"x\"}\n");
    try {
        read_found(scratch.path("kept.jsonl"));
        CHECK(false);
    } catch (const Error& error) {
        CHECK(std::string(error.what()).find("kept.jsonl:1: not JSON: ") != std::string::npos);
        CHECK(std::string(error.what()).find("kept.jsonl:2: has no \"mentions\"") != std::string::npos);
    }
}
