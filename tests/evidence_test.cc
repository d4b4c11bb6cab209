#include "evidence.h"

#include <doctest/doctest.h>

#include "analyzer.h"
#include "evidence_model.h"
#include "people.h"

using namespace nutgraf;

namespace {

const Analyzer& analyzer() {
    static const Analyzer kAnalyzer(Analyzer::Options{"", {}, true});
    return kAnalyzer;
}

NameSpan span(uint32_t begin, uint32_t end, int32_t person, int32_t place, int32_t organization) {
    NameSpan one;
    one.tokens = {begin, end};
    one.score = {person, place, organization};
    return one;
}

/// "person 0-2, place 3-4"
std::string chosen(std::vector<NameSpan> spans) {
    choose_spans(spans);
    std::string out;
    for (const NameSpan& one : spans)
        if (one.kind < kNameKinds)
            out += (out.empty() ? "" : ", ") + std::string(kind_name(static_cast<Kind>(one.kind))) + ' ' + std::to_string(one.tokens.begin) + '-' + std::to_string(one.tokens.end);
    return out;
}

/// The names of a text: "person Ellen Pruitt, place Nairobi".
std::string names_in(const std::string& text) {
    Document document("", text);
    Workspace workspace;
    const Analysis& analysis = analyzer().analyze(document, workspace);
    std::string out;
    for (const Mention& mention : analysis.mentions)
        if (static_cast<size_t>(mention.kind) < kNameKinds)
            out += (out.empty() ? "" : ", ") + std::string(kind_name(mention.kind)) + ' ' + std::string(document.text(bytes_of(analysis.tokens, mention.tokens)));
    return out;
}

}  // namespace

TEST_CASE("the spans of the highest sum are chosen") {
    CHECK(chosen({}) == "");
    CHECK(chosen({span(0, 2, -5, 0, -1)}) == "");
    CHECK(chosen({span(0, 2, 3, 7, -1)}) == "place 0-2");
    // Two short names against one that covers both.
    CHECK(chosen({span(0, 1, 5, 0, 0), span(0, 3, 0, 0, 8), span(2, 3, 4, 0, 0)}) == "person 0-1, person 2-3");
    CHECK(chosen({span(0, 1, 5, 0, 0), span(0, 3, 0, 0, 10), span(2, 3, 4, 0, 0)}) == "organization 0-3");
    // What begins later and ends behind.
    CHECK(chosen({span(0, 2, 5, 0, 0), span(1, 4, 6, 0, 0), span(3, 5, 0, 2, 0)}) == "person 0-2, place 3-5");
}

TEST_CASE("every piece of evidence is read as it is printed") {
    const Evidence& evidence = analyzer().evidence();
    for (const char* name : {"name", "words 2", "before in", "before Says", "after Comma", "first @given-name", "rule person/title-name", "says place/sure", "says person/likely/again",
                             "classes Given+Surname", "before-class in City", "after-class Begin Given+Unlisted", "before-both of the", "word-on given+surname", "ending stan", "ending + ska",
                             "between Unlisted+Of+City", "beside-before place 1 and", "rule person/surname/again", "after Comma", "before Hyphen", "before Initial", "after-both Comma Number", "same 18",
                             "kin group 449", "first-kin wider 93", "last-kin widest 15", "kin group none", "last-kin like organization 4"}) {
        EvidenceId id = evidence.parse(name);
        CHECK_MESSAGE(id != 0, name);
        CHECK(evidence.print(id) == name);
    }
    for (const char* name : {"", "nonsense", "first", "first @no-such-list", "rule person/no-such-rule", "before", "words two", "classes Sometimes", "kin", "kin group x", "kin group 1025",
                             "kin like thing 4", "kin like place 5"}) CHECK_MESSAGE(evidence.parse(name) == 0, name);
}

TEST_CASE("bad weights are an error with their lines") {
    auto load = [](const char* text) { Evidence::from_text(analyzer().lexicon(), analyzer().rules(), "test.weights", text); };
    load("# a comment\nevidence\tperson\tplace\torganization\nname\t-1\t2\t3\n");
    CHECK_THROWS_WITH(load("name\t1\t2\n"), doctest::Contains("test.weights:1: "));
    CHECK_THROWS_WITH(load("name\t1\t2\t3\nwords 2\t1\ttwo\t3\n"), doctest::Contains("test.weights:2: "));
    CHECK_THROWS_WITH(load("name\t1\t2\t10000\n"), doctest::Contains("from -9999 to 9999"));
}

TEST_CASE("packed weights add up kind by kind") {
    const Weights least = {-kMostWeight, 0, kMostWeight}, most = {kMostWeight, -1, -kMostWeight};
    CHECK(unpack(pack(least)) == least);
    CHECK(unpack(pack(least) + pack(least) + pack(most)) == Weights{-kMostWeight, -1, kMostWeight});
    CHECK(unpack(pack(least) + pack(most)) == Weights{0, -1, 0});
}

TEST_CASE("a table of weights knows its own pieces and no other") {
    WeightTable::Parts none = WeightTable::build({});
    CHECK(WeightTable(none).find(evidence(Ask::Classes, 7)) == 0);
    std::vector<std::pair<EvidenceId, PackedWeights>> rows;
    for (uint64_t i = 1; i <= 20000; ++i) rows.emplace_back(evidence(Ask::Ending, i * 3), i);
    rows.emplace_back(evidence(Ask::Ending, 3), 99);  // of two the first counts
    WeightTable::Parts parts = WeightTable::build(rows);
    WeightTable table(parts);
    size_t wrong = 0;
    for (uint64_t i = 1; i <= 20000; ++i)
        wrong += table.find(evidence(Ask::Ending, i * 3)) != i || table.find(evidence(Ask::Ending, i * 3 + 1)) != 0 || table.find(evidence(Ask::Classes, i * 3)) != 0;
    CHECK(wrong == 0);
}

TEST_CASE("a table of numbers is emptied and grows") {
    NumberTable table;
    CHECK(table.find(5, 77) == 77);
    for (size_t most : {size_t{3}, size_t{1000}, size_t{3}}) {
        table.clear(most);
        CHECK(table.size() == 0);
        for (uint32_t i = 0; i < most; ++i) CHECK(table.emplace(i * 64, i) == i);  // all would like the first rows
        CHECK(table.emplace(0, 9) == 0);
        table.emplace(64, 0) += 10;
        CHECK(table.find(64, 77) == 11);
        CHECK(table.find(1, 77) == 77);
        CHECK(table.size() == most);
    }
}

TEST_CASE("names in a sentence of their own") {
    CHECK(names_in("The letter came from Ellen Pruitt, a teacher in Nairobi.") == "person Ellen Pruitt, place Nairobi");
    CHECK(names_in("the letter came from nobody in particular.") == "");
}

TEST_CASE("what was weighed is told") {
    Document document("", "Prime Minister Ellen Pruitt spoke in Nairobi on 3 May.");
    Workspace workspace;
    const Analysis& analysis = analyzer().analyze(document, workspace);
    REQUIRE(analysis.mentions.size() == 3);
    REQUIRE(analysis.first_reason.size() == 4);
    CHECK(analysis.first_reason[1] > 0);
    CHECK(analysis.first_reason[2] == analysis.first_reason[3]);  // a date is not weighed
    for (uint32_t r = 1; r < analysis.first_reason[1]; ++r) CHECK(std::abs(analysis.reasons[r - 1].weight) >= std::abs(analysis.reasons[r].weight));
    for (const Reason& reason : analysis.reasons) CHECK(analyzer().evidence().describe(reason.evidence) != "");
}
