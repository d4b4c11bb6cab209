#include <doctest/doctest.h>

#include "error.h"
#include "options.h"

using namespace nutgraf;

namespace {

Options options(const std::vector<std::string>& arguments, const Surroundings& surroundings = {}) { return meaning_of(parse_command_line(arguments), surroundings); }

/// What is wrong with a command line; "" when nothing is.
std::string failure(const std::vector<std::string>& arguments) {
    try {
        options(arguments);
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("nothing typed: an article from standard input, for reading") {
    Options meant = options({});
    CHECK(meant.command == Options::Command::Report);
    CHECK(meant.corpus.paths.empty());
    CHECK(meant.corpus.form == InputForm::Text);
    CHECK(meant.report.format == Format::Text);
    CHECK(meant.report.offsets == Offsets::CodePoints);
    CHECK(!meant.report.color);
}

TEST_CASE("flags in any order, with = or without, the last one counts") {
    Options meant = options({"a.txt", "--format=json", "-", "--format", "jsonl", "-j3", "--from", "jsonl", "--offsets", "utf-16", "-e", "--date", "2021-12-28", "--date-order", "dmy"},
                            Surroundings{.terminal = false, .width = 80, .no_color = false, .cores = 8});
    CHECK(meant.corpus.paths == std::vector<std::string>{"a.txt", "-"});
    CHECK(meant.corpus.form == InputForm::JsonLines);
    CHECK(meant.corpus.jobs == 3);
    CHECK(meant.corpus.date == parse_published("2021-12-28"));
    CHECK(meant.report.format == Format::JsonLines);
    CHECK(meant.report.offsets == Offsets::Utf16);
    CHECK(meant.report.explain);
    CHECK(meant.analyzer.day_first == true);
    CHECK(options({"-j", "0"}, Surroundings{.terminal = false, .width = 80, .no_color = false, .cores = 8}).corpus.jobs == 8);
}

TEST_CASE("behind -- all are files") {
    CHECK(options({"--", "--format"}).corpus.paths == std::vector<std::string>{"--format"});
}

TEST_CASE("kinds") {
    auto kinds = options({"--kinds", "place,date"}).report.kinds;
    CHECK(kinds == std::array<bool, kKindCount>{false, true, false, false, false, true});
}

TEST_CASE("color: on a terminal, unless NO_COLOR is set, or as said") {
    Surroundings terminal{.terminal = true, .width = 100, .no_color = false, .cores = 1};
    Surroundings no_color{.terminal = true, .width = 100, .no_color = true, .cores = 1};
    CHECK(options({}, terminal).report.color);
    CHECK(options({}, terminal).report.width == 100);
    CHECK(!options({"-o", "file"}, terminal).report.color);
    CHECK(!options({}, no_color).report.color);
    CHECK(options({"--color", "always"}, no_color).report.color);
    CHECK(!options({"--color", "never"}, terminal).report.color);
}

TEST_CASE("the lexicon commands, and a file of that name") {
    CHECK(options({"lexicon", "check", "mine"}).command == Options::Command::LexiconCheck);
    CHECK(options({"lexicon", "check", "mine"}).folder == "mine");
    CHECK(options({"--lexicons", "mine", "lexicon", "lookup", "New", "York"}).words == "New York");
    CHECK(options({"--lexicons", "mine", "lexicon", "lookup", "New", "York"}).analyzer.lexicons == "mine");
    CHECK(options({"./lexicon"}).command == Options::Command::Report);
    CHECK(options({"a.txt", "lexicon"}).command == Options::Command::Report);
}

TEST_CASE("score") {
    Options meant = options({"score", "--errors", "gold", "more.jsonl", "--kind", "place", "--format=json", "--diff", "old", "--save", "new", "-j", "2"});
    CHECK(meant.command == Options::Command::Score);
    CHECK(meant.score.paths == std::vector<std::string>{"gold", "more.jsonl"});
    CHECK(meant.score.kinds == KindFlags{false, true, false, false, false, false});
    CHECK(meant.score.format == Format::Json);
    CHECK(meant.score.errors);
    CHECK(meant.score.most_errors == 20);
    CHECK(meant.score.before == "old");
    CHECK(meant.score.save == "new");
    CHECK(meant.score.jobs == 2);
    CHECK(options({"score", "gold", "--errors", "7"}).score.most_errors == 7);
    CHECK(options({"score", "gold", "--errors=0"}).score.most_errors == 0);
    CHECK(!options({"score", "gold"}).score.errors);
    CHECK(options({"./score"}).command == Options::Command::Report);
    CHECK(failure({"score"}) == "score: on what? give gold: NAME.gold, NAME.jsonl, or a folder of them; a file called score is ./score");
    CHECK(failure({"score", "gold", "--errors=some"}) == "--errors: \"some\" is not a number from 0 to 1000000");
    CHECK(failure({"score", "gold", "--format", "jsonl"}) == "--format: score prints text or json");
    CHECK(failure({"score", "gold", "--date", "2021-12-28"}) == "--date: score has no use for it");
    CHECK(failure({"score", "gold", "--diff", ""}) == "--diff: give a file");
    CHECK(failure({"score", "gold", "-o", "a", "--save", "a"}) == "--save: a is the file that the report goes to");
    CHECK(failure({"--errors", "5", "a.txt"}) == "--errors: goes with nutgraf score GOLD");
}

TEST_CASE("what is wrong is said with what to do") {
    CHECK(failure({"--formt", "json"}) == "there is no flag --formt; did you mean --format?");
    CHECK(failure({"--xyzzy=3"}) == "there is no flag --xyzzy; see nutgraf --help");
    CHECK(failure({"--format", "jsn"}) == "--format: \"jsn\" is not text, markdown, html, csv, tsv, overview, json, jsonl, spacy, doccano, label-studio, webanno, geojson, conll, brat, "
                                         "timeml or sqlite; did you mean json?");
    CHECK(failure({"--offsets", "lines"}) == "--offsets: \"lines\" is not code-points, bytes or utf-16");
    CHECK(failure({"--kinds", "places"}) == "--kinds: \"places\" is not person, place, organization, group, number or date; did you mean place?");
    CHECK(failure({"--date", "yesterday"}) == "--date: \"yesterday\" is not a date; write it as 2021-12-28");
    CHECK(failure({"--jobs", "-1"}) != "");
    CHECK(failure({"--jobs"}) != "");
    CHECK(failure({"lexicon", "lokup"}) == "lexicon: there is no command \"lokup\"; did you mean lookup?");
    CHECK(failure({"lexicon", "lookup"}) != "");
}

TEST_CASE("every flag is in the help, the man page and the completions") {
    for (const char* flag : {"from", "date", "date-order", "format", "kinds", "offsets", "all", "explain", "color", "output", "lexicons", "jobs", "quiet", "verbose", "generate", "version", "help"}) {
        std::string name = flag, escaped;
        for (char c : name) escaped += c == '-' ? std::string("\\-") : std::string(1, c);
        CHECK(help_text().find("--" + name) != std::string::npos);
        CHECK(man_page().find("\\-\\-" + escaped) != std::string::npos);
        CHECK(completion("bash").find("--" + name) != std::string::npos);
        CHECK(completion("zsh").find("--" + name) != std::string::npos);
        CHECK(completion("fish").find("-l " + name) != std::string::npos);
    }
}
