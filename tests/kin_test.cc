#include "kin.h"

#include <doctest/doctest.h>

#include "error.h"

using namespace nutgraf;

namespace {

const std::string kHead = "# source: x\ngroup\twider\twidest\tlike\tsureness\twords\n";

}  // namespace

TEST_CASE("words of one group are found with the wider ones and the kind that they are used like") {
    auto image = Kin::compile("words.kin", kHead + "3\t2\t1\torganization\t4\tibm intel microsoft\n3\t2\t1\tperson\t0\tm\u00fcller\n9\t2\t1\tplace\t2\to'hare rome oslo lima\n");
    Kin kin = Kin::of_image(image.data());
    CHECK(kin.find(word_id("Intel")) == KinOf{3, Kin::like(1, 4)});
    CHECK(kin.find(word_id("Muller")) == KinOf{3, Kin::like(2, 0)});
    CHECK(kin.find(word_id("O\u2019Hare")) == KinOf{9, Kin::like(3, 2)});
    CHECK(kin.find(word_id("Globex")) == KinOf{});
    CHECK(kin.wider(3) == 2);
    CHECK(kin.widest(9) == 1);
    CHECK(kin.examples(0, 3) == "ibm, intel, microsoft");
    CHECK(kin.examples(1, 2) == "o'hare, rome, oslo");  // of the longest row
    CHECK(kin.examples(2, 1) == "o'hare, rome, oslo");
    CHECK(kin.examples(0, 4) == "");
    CHECK(Kin::describe_like(Kin::like(1, 4)) == "names of organizations, nearly always");
    CHECK(Kin().find(word_id("Intel")) == KinOf{});
}

TEST_CASE("a bad file of groups is an error with its lines") {
    auto compile = [](const std::string& rows) { return Kin::compile("words.kin", rows); };
    CHECK_THROWS_WITH(compile(""), doctest::Contains("words.kin: no header line"));
    CHECK_THROWS_WITH(compile("group\twords\n"), doctest::Contains("words.kin:1: expected the columns"));
    CHECK_THROWS_WITH(compile(kHead + "1\t2\t3\n"), doctest::Contains("words.kin:3: expected 6 columns, found 3"));
    CHECK_THROWS_WITH(compile(kHead + "1024\t2\t3\tplace\t4\trome\n"), doctest::Contains("words.kin:3: a group is a number from 0 to 1023"));
    CHECK_THROWS_WITH(compile(kHead + "1\t2\t3\tthing\t4\trome\n"), doctest::Contains("words.kin:3: words are used like"));
    CHECK_THROWS_WITH(compile(kHead + "1\t2\t3\tplace\t5\trome\n"), doctest::Contains("words.kin:3: words are used like"));
    CHECK_THROWS_WITH(compile(kHead + "1\t2\t3\tplace\t4\trome  oslo\n"), doctest::Contains("words.kin:3: words stand with one space between"));
    CHECK_THROWS_WITH(compile(kHead + "1\t2\t3\tplace\t4\trome\n1\t3\t3\tplace\t3\toslo\n"), doctest::Contains("words.kin:4: group 1 has another wider or widest group above"));
}

TEST_CASE("the groups linked in know words of news") {
    Kin kin = Kin::built_in();
    CHECK(kin.find(word_id("Microsoft")).group == kin.find(word_id("Intel")).group);
    CHECK(kin.find(word_id("Glencore")).like == Kin::like(1, 4));
    CHECK(kin.find(word_id("Qqqzx")) == KinOf{});
}
