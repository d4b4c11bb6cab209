#include <doctest/doctest.h>

#include "lexicon_commands.h"

using namespace nutgraf;

namespace {

/// What is wrong with a list, without the file's name.
std::string faults(const std::string& bytes, const std::string& file = "city.tsv") {
    std::string text;
    for (const auto& failure : check_list(file, bytes)) text += failure.substr(file.size() + 1) + '\n';
    return text;
}

const std::string kHead = "# source: by hand\nname\taliases\tlat\n";

}  // namespace

TEST_CASE("a list in its canonical form") {
    CHECK(faults(kHead + "A Coruña\tCorunna|La Coruña\t43.37135\nTbilisi\t\t\n") == "");
    CHECK(faults(kHead + "B\t\t\nA\t\t\nA\t\t\n") == "4: rows are not sorted by bytes\n5: double row\n");
    CHECK(faults(kHead + "A\t\t1.\nB\t\t91\nC\t\n") == "3: lat: \"1.\" is not a plain decimal\n4: lat: 91 is out of range\n5: 2 fields under 3 columns\n");
    CHECK(faults(kHead + "St. Gallen\tSaint Gallen|Sankt Gallen|St Gallen\t\n") == "3: aliases: \"Saint Gallen\" is no new form\n3: aliases: \"St Gallen\" is no new form\n");
    CHECK(faults(kHead + "Zürich\tZurich|B\t\n") == "3: aliases: not sorted\n3: aliases: \"Zurich\" is no new form\n");
    CHECK(faults(kHead + " A\t\t\n") == "3: name: space at an end\n");
    CHECK(faults(kHead + "A  B\xE2\x80\x8B\t\t\n") == "3: name: control or invisible character\n3: name: two spaces\n");
    CHECK(faults(kHead + "Cafe\xCC\x81\t\t\n") == "3: name: not NFC\n");
    CHECK(faults("name\nA") == "2: the file must end with one line feed\n1: no \"# source:\" line\n");
    CHECK(faults("# source: x\nwords\nA\n", "City.tsv") == "1: the file's name is not a label: lower-case letters, digits and hyphens\n2: the header must name each column once, \"name\" first\n");
    CHECK(faults("# source: x\nname\n\xFF\n") == "3: not UTF-8\n");
    CHECK(faults("") != "");
}

TEST_CASE("what the lists know of a name") {
    Lexicon lexicon = Lexicon::from_lists({{"city", "city.tsv", "name\taliases\tcountry\nNew York\tNYC\tUS\n"}, {"surname", "surname.tsv", "name\nYork\n"}});
    CHECK(look_up(lexicon, Kin(), "New York") == "@city  New York  country: US\n");
    CHECK(look_up(lexicon, Kin(), "NYC") == "@city  New York  country: US\n");
    CHECK(look_up(lexicon, Kin(), "york") == "@surname  York\n");
    CHECK(look_up(lexicon, Kin(), "Boston") == "");
    CHECK(look_up(lexicon, Kin(), "") == "");
    auto image = Kin::compile("words.kin", "group\twider\twidest\tlike\tsureness\twords\n7\t2\t1\tplace\t4\tboston york chicago\n");
    CHECK(look_up(lexicon, Kin::of_image(image.data()), "York") == "@surname  York\nused like boston, york, chicago; like names of places, nearly always\n");
    CHECK(look_up(lexicon, Kin::of_image(image.data()), "New York") == "@city  New York  country: US\n");
}
