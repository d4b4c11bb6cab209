#include "mentions.h"

#include <algorithm>

#include <doctest/doctest.h>

using namespace nutgraf;

namespace {

Candidate candidate(uint32_t begin, uint32_t end, Sureness sure, Kind kind = Kind::Person, RuleId rule = 0) {
    Candidate one;
    one.tokens = {begin, end};
    one.kind = kind;
    one.sure = sure;
    one.rule = rule;
    return one;
}

/// What is left, in any order of the candidates: "person 0-2 sure, place 3-4 likely".
std::string chosen(std::vector<Candidate> candidates) {
    auto print = [](const std::vector<Candidate>& list) {
        std::string out;
        for (const Candidate& one : list)
            out += (out.empty() ? "" : ", ") + std::string(kind_name(one.kind)) + ' ' + std::to_string(one.tokens.begin) + '-' + std::to_string(one.tokens.end) + ' ' +
                   std::string(sureness_name(one.sure));
        return out;
    };
    auto before = [](const Candidate& a, const Candidate& b) {
        return std::tuple(a.tokens.begin, a.tokens.end, a.kind, a.sure, a.rule) < std::tuple(b.tokens.begin, b.tokens.end, b.kind, b.sure, b.rule);
    };
    std::sort(candidates.begin(), candidates.end(), before);
    std::string first;
    do {
        std::vector<Candidate> kept = candidates;
        choose(kept);
        std::string result = print(kept);
        if (first.empty()) first = result;
        if (result != first) return "depends on the order: " + first + " / " + result;
    } while (std::next_permutation(candidates.begin(), candidates.end(), before));
    return first;
}

}  // namespace

TEST_CASE("mentions that do not overlap all stay, in order") {
    CHECK(chosen({}) == "");
    CHECK(chosen({candidate(4, 5, Sureness::Possible), candidate(0, 2, Sureness::Likely, Kind::Place), candidate(2, 4, Sureness::Sure)}) ==
          "place 0-2 likely, person 2-4 sure, person 4-5 possible");
}

TEST_CASE("of two that overlap the surer stays") {
    CHECK(chosen({candidate(0, 1, Sureness::Sure), candidate(0, 5, Sureness::Likely)}) == "person 0-1 sure");
    CHECK(chosen({candidate(0, 1, Sureness::Likely), candidate(0, 5, Sureness::Possible)}) == "person 0-1 likely");
}

TEST_CASE("then the longer, then the earlier") {
    CHECK(chosen({candidate(1, 4, Sureness::Likely), candidate(0, 2, Sureness::Likely)}) == "person 1-4 likely");
    CHECK(chosen({candidate(1, 3, Sureness::Likely), candidate(0, 2, Sureness::Likely)}) == "person 0-2 likely");
    // The longest takes away both of its neighbours.
    CHECK(chosen({candidate(0, 2, Sureness::Likely), candidate(1, 4, Sureness::Likely), candidate(3, 5, Sureness::Likely)}) == "person 1-4 likely");
    // One that was taken away takes nothing away.
    CHECK(chosen({candidate(0, 3, Sureness::Sure), candidate(2, 6, Sureness::Likely), candidate(5, 7, Sureness::Possible)}) == "person 0-3 sure, person 5-7 possible");
}

TEST_CASE("then the first look's, then the kind that comes first") {
    CHECK(chosen({candidate(0, 1, Sureness::Likely, Kind::Person, kFirstOwnRule), candidate(0, 1, Sureness::Likely, Kind::Date, 3)}) == "date 0-1 likely");
    CHECK(chosen({candidate(0, 1, Sureness::Likely, Kind::Organization), candidate(0, 1, Sureness::Likely, Kind::Place)}) == "place 0-1 likely");
}

TEST_CASE("names of kinds, subkinds and grades") {
    for (size_t k = 0; k < kKindCount; ++k) CHECK(parse_kind(kind_name(static_cast<Kind>(k))) == static_cast<Kind>(k));
    CHECK_FALSE(parse_kind("people"));
    CHECK(parse_subkind(Kind::Place, "city") == Subkind::City);
    CHECK_FALSE(parse_subkind(Kind::Person, "city"));
    CHECK(parse_subkind(Kind::Number, "range") == Subkind::NumberRange);
    CHECK(parse_subkind(Kind::Date, "range") == Subkind::DateRange);
    CHECK(parse_subkind(Kind::Date, "date") == Subkind::Day);
    CHECK(parse_subkind(Kind::Group, "other") == Subkind::Other);
    CHECK(subkind_name(Subkind::None) == "");
    CHECK(subkind_name(Subkind::Day) == "date");
    CHECK(sureness_name(Sureness::Possible) == "possible");
}

TEST_CASE("figures are as new when they are used again") {
    Figures figures;
    Figure* first = &figures.add();
    *first = {"1", "USD", "a", "b", "approx", "cents", "rise"};
    figures.add();
    figures.clear();
    Figure& again = figures.add();
    CHECK(&again == first);
    for (std::string_view part : {std::string_view(again.text), std::string_view(again.unit), std::string_view(again.start), std::string_view(again.end), again.modifier, again.counted, again.role}) CHECK(part.empty());
}
