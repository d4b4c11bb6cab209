#include <deque>

#include <doctest/doctest.h>

#include "report.h"
#include "report/wording.h"

using namespace nutgraf;

namespace {

const Analyzer& analyzer() {
    static const Analyzer kAnalyzer;
    return kAnalyzer;
}

TokenSpan tokens_of(const Document& document, const std::vector<Token>& tokens, std::string_view words) {
    auto begin = static_cast<uint32_t>(document.text().find(words));
    auto end = static_cast<uint32_t>(begin + words.size());
    TokenSpan span{0, 0};
    for (uint32_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].bytes.begin == begin) span.begin = i;
        if (tokens[i].bytes.end == end) span.end = i + 1;
    }
    return span;
}

/// An article in which everything is known beforehand, so that no rule decides what the report looks like.
struct Story {
    Document document;
    Analysis analysis;

    explicit Story(std::string text, std::optional<CalendarDate> date = {}) : document("story", std::move(text), date) {
        find_tokens(document, analysis.tokens);
    }
    void add(std::string_view words, Kind kind, Subkind subkind, Value value = {}) {
        analysis.mentions.push_back({{tokens_of(document, analysis.tokens, words), kind, subkind, Sureness::Sure, kNoRule}, value});
        add_entity(kind, subkind, words, value);
    }
    /// Of the mention that was added last.
    void add_entity(Kind kind, Subkind subkind, std::string_view name, Value value = {}) {
        Entity entity;
        entity.kind = kind;
        entity.subkind = subkind;
        entity.name = analysis.members.names.emplace_back(name);
        entity.value = std::move(value);
        entity.mentions = {&last_mentions_.emplace_back(static_cast<uint32_t>(analysis.mentions.size() - 1)), 1};
        static constexpr Link kFirst = Link::First;
        entity.links = {&kFirst, 1};
        analysis.entities.push_back(std::move(entity));
    }
    std::string report(const ReportOptions& options) const {
        std::string out;
        Report(analyzer(), options).write(document, analysis, out);
        return out;
    }

private:
    std::deque<uint32_t> last_mentions_;  // of each entity
};

Value value(std::string text, std::string unit = "", std::string_view modifier = "", std::string start = "", std::string end = "") {
    static Figures figures;
    Value one;
    one.written = &figures.add();
    *one.written = {std::move(text), std::move(unit), std::move(start), std::move(end), modifier};
    return one;
}

std::string lines(Format format, const Story& story, Offsets offsets = Offsets::CodePoints) {
    ReportOptions options;
    options.format = format;
    options.offsets = offsets;
    return story.report(options);
}

}  // namespace

TEST_CASE("a line of JSON has all fields") {
    Story story("Ms. Ryabkova paid 5 to 8 km.", parse_iso_date("2021-12-28"));
    story.add("Ryabkova", Kind::Person, Subkind::None);
    story.add("5 to 8 km", Kind::Number, Subkind::NumberRange, value("5/8", "km", "approx"));
    CHECK(lines(Format::JsonLines, story) ==
          R"({"id":"story","date":"2021-12-28","mentions":[)"
          R"({"text":"Ryabkova","start":4,"end":12,"kind":"person","subkind":null,"value":null,"entity":0,"rule":"","sure":"sure"},)"
          R"({"text":"5 to 8 km","start":18,"end":27,"kind":"number","subkind":"range","value":{"value":"5/8","low":"5","high":"8","unit":"km","unit_name":"kilometer","bound":"approx"},"entity":1,"rule":"","sure":"sure"}],)"
          R"("entities":[{"kind":"person","subkind":null,"name":"Ryabkova","count":1,"salience":0.00,"value":null,"mentions":[0]},)"
          R"({"kind":"number","subkind":"range","name":"5 to 8 km","count":1,"salience":0.00,"value":{"value":"5/8","low":"5","high":"8","unit":"km","unit_name":"kilometer","bound":"approx"},"mentions":[1]}]})"
          "\n");
}

TEST_CASE("units have names, those of rates and powers, too") {
    auto name = [](std::string_view code) {
        Story story("It is 5 of it.");
        story.add("5", Kind::Number, Subkind::Quantity, value("5", std::string(code)));
        std::string line = lines(Format::JsonLines, story);
        size_t at = line.find(R"("unit_name":")");
        return at == std::string::npos ? std::string("none") : line.substr(at + 13, line.find('"', at + 13) - at - 13);
    };
    CHECK(name("%") == "percent");
    CHECK(name("kg") == "kilogram");
    CHECK(name("t") == "tonne");
    CHECK(name("[mi_i]/h") == "mile per hour");
    CHECK(name("USD") == "US dollar");
    CHECK(name("g/L") == "gram per liter");
    CHECK(name("kg/d") == "kilogram per day");
    CHECK(name("cm2/s2") == "square centimeter per second squared");
    CHECK(name("no such code") == "none");
}

TEST_CASE("kinds that are not reported leave no gap in the numbers") {
    Story story("Ryabkova met Lavrov on Monday.");
    story.add("Ryabkova", Kind::Person, Subkind::None);
    story.add("Lavrov", Kind::Person, Subkind::None);
    story.add("Monday", Kind::Date, Subkind::Day, value("2021-12-27", "", "", "2021-12-27", "2021-12-27"));
    ReportOptions options;
    options.format = Format::JsonLines;
    options.kinds = {};
    options.kinds[static_cast<size_t>(Kind::Date)] = true;
    CHECK(story.report(options) ==
          R"({"id":"story","date":null,"mentions":[{"text":"Monday","start":23,"end":29,"kind":"date","subkind":"date","value":{"timex":"2021-12-27","start":"2021-12-27","end":"2021-12-27"},"entity":0,"rule":"","sure":"sure"}],)"
          R"("entities":[{"kind":"date","subkind":"date","name":"Monday","count":1,"salience":0.00,"value":{"timex":"2021-12-27","start":"2021-12-27","end":"2021-12-27"},"mentions":[0]}]})"
          "\n");
}

TEST_CASE("places in code points, bytes of the input, UTF-16") {
    Story story("caf\xC3\xA9 \xFF \xF0\x9F\x98\x80 Rome");
    story.add("Rome", Kind::Place, Subkind::City);
    CHECK(lines(Format::JsonLines, story).find(R"("start":9,"end":13)") != std::string::npos);
    CHECK(lines(Format::JsonLines, story, Offsets::Bytes).find(R"("start":13,"end":17)") != std::string::npos);
    CHECK(lines(Format::JsonLines, story, Offsets::Utf16).find(R"("start":10,"end":14)") != std::string::npos);
}

TEST_CASE("text is escaped") {
    Story story("A \"b\\\n\tc\x01 d");
    story.analysis.mentions.push_back({{{0, static_cast<uint32_t>(story.analysis.tokens.size())}, Kind::Person, Subkind::None, Sureness::Sure, kNoRule}, {}});
    story.add_entity(Kind::Person, Subkind::None, "x");
    CHECK(lines(Format::JsonLines, story).find("{\"text\":\"A \\\"b\\\\\\n\\tc\\u0001 d\"") != std::string::npos);
}

TEST_CASE("JSON spread out is a member of an array") {
    Story story("It rained.");
    CHECK(lines(Format::Json, story) == "\n  {\n    \"id\": \"story\",\n    \"date\": null,\n    \"mentions\": [],\n    \"entities\": []\n  }");
}

TEST_CASE("text report: columns by width on the terminal, values, other forms") {
    Story story("Ryabkova of Köln and 東京 paid $768 billion on Jan. 10 for three days, Ryabkova of NRGA said.", parse_iso_date("2021-12-28"));
    story.add("Ryabkova", Kind::Person, Subkind::None);
    story.add("Köln", Kind::Place, Subkind::City);
    story.add("東京", Kind::Place, Subkind::City);
    story.add("$768 billion", Kind::Number, Subkind::Money, value("768000000000", "USD"));
    story.add("Jan. 10", Kind::Date, Subkind::Day, value("2022-01-10", "", "", "2022-01-10", "2022-01-10"));
    story.add("three days", Kind::Date, Subkind::Duration, value("P3D"));
    story.add("NRGA", Kind::Organization, Subkind::Other);
    story.analysis.entities[0].name = "Anna Ryabkova";
    story.analysis.entities[0].person.title = {0, 1};  // whatever stands there
    story.analysis.entities[2].salience = 50;
    story.analysis.entities.back().name = "Rice Growers";
    CHECK(lines(Format::Text, story) ==
          "story\n"
          "published 2021-12-28, Tuesday\n"
          "\nPeople\n"
          "  Anna Ryabkova    1  Ryabkova\n"
          "\nPlaces\n"
          "  東京             1  city\n"
          "  Köln             1  city\n"
          "\nOrganizations\n"
          "  Rice Growers     1  other; also NRGA\n"
          "\nNumbers\n"
          "  $768 billion     1  768,000,000,000 USD\n"
          "\nDates\n"
          "  Jan. 10          1  2022-01-10, Monday\n"
          "  three days       1  3 days\n");
}

TEST_CASE("text report: color only when asked, and nothing that controls a terminal") {
    Story story("A \x1b[31m Ryabkova");
    story.add("Ryabkova", Kind::Person, Subkind::None);
    story.analysis.entities[0].name = "\x1b[31mRyabkova";
    CHECK(lines(Format::Text, story).find('\x1b') == std::string::npos);
    ReportOptions options;
    options.color = true;
    CHECK(story.report(options).find("\x1b[1;32mPeople\x1b[0m") != std::string::npos);
    CHECK(story.report(options).find("\x1b[32m[31mRyabkova\x1b[0m") != std::string::npos);
}

TEST_CASE("HTML: what is text in an article is text on its page") {
    Story story("Storm hits <b>Rome</b>\n\n</script><script>alert(1)</script> \"Rome\" & so on.\r\nMore.");
    story.add("Rome", Kind::Place, Subkind::City);
    story.analysis.entities[0].name = "Rome\" onclick=\"x";
    std::string page = lines(Format::Html, story);
    CHECK(page.find("<div id=\"text\"><h1>Storm hits &lt;b&gt;<mark class=\"place\"><a id=\"m0\" href=\"#e0\" title=\"Place: Rome&quot; onclick=&quot;x\ncity\nsure\">Rome</a></mark>&lt;/b&gt;") !=
          std::string::npos);
    CHECK(page.find("<p>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;Rome&quot; &amp; so on.&#13;\nMore.</p></div>") != std::string::npos);
    CHECK(page.find("<th scope=\"row\"><a href=\"#m0\">Rome&quot; onclick=&quot;x</a> <small>also Rome</small></th><td>city</td><td class=\"number\">1</td>") != std::string::npos);
}

TEST_CASE("HTML: a headline, or the name of the file") {
    auto heading = [](std::string text) {
        std::string page = lines(Format::Html, Story(std::move(text)));
        size_t begin = page.find("<h1>") + 4;
        return page.substr(begin, page.find("</h1>") - begin);
    };
    CHECK(heading("Storm hits Rome\n\nIt rained.") == "Storm hits Rome\n\n");
    CHECK(heading("It rained all day.\n\nThen it stopped.") == "story");
    CHECK(heading("Date: 2021-12-28\n\nIt rained.") == "story");
    CHECK(heading("It rained") == "story");
    CHECK(heading("") == "story");
}

TEST_CASE("HTML: dates in prose and in their order, with the sentences that name them") {
    Story story("Talks end on Jan. 10. They began on Dec. 27 and last two weeks. In the 1990s they failed in week three.", parse_iso_date("2021-12-28"));
    story.add("Jan. 10", Kind::Date, Subkind::Day, value("2022-01-10", "", "", "2022-01-10", "2022-01-10"));
    story.add("Dec. 27", Kind::Date, Subkind::Day, value("2021-12-27", "", "", "2021-12-27", "2021-12-27"));
    story.add("two weeks", Kind::Date, Subkind::Duration, value("P2W"));
    story.add("1990s", Kind::Date, Subkind::Day, value("199", "", "", "1990-01-01", "1999-12-31"));
    story.add("week three", Kind::Date, Subkind::Day, value("2022-W03", "", "START", "2022-01-17", "2022-01-23"));
    std::string page = lines(Format::Html, story);
    std::string times;
    for (size_t at = page.find("<li data-start"); at != std::string::npos; at = page.find("<li data-start", at + 1)) {
        size_t begin = page.find("<b>", at) + 3;
        std::string when = page.substr(begin, page.find("</b>", begin) - begin);
        if (when.starts_with('<')) when = when.substr(when.find('>') + 1, when.rfind('<') - when.find('>') - 1);
        times += when + " | ";
    }
    CHECK(times == "1990s | Monday, December 27, 2021 | Monday, January 10, 2022 | early in January 17 to January 23, 2022 | ");
    CHECK(page.find("<li>They began on <a href=\"#m1\">Dec. 27</a> and last two weeks.</li>") != std::string::npos);
    CHECK(page.find("<time id=\"published\" datetime=\"2021-12-28\">published Tuesday, December 28, 2021</time>") != std::string::npos);
    CHECK(page.find("<td data-sort=\"9999\">2 weeks</td>") != std::string::npos);
    auto moment = [](std::string timex) {
        return value_in_words(Kind::Date, Subkind::Time, value(timex, "", "", timex, timex), {}, Wording::Prose);
    };
    CHECK(moment("2021-12-27T09:30") == "Monday, December 27, 2021, 09:30");
    CHECK(moment("2021-12-27TNI") == "Monday, December 27, 2021, night");
    CHECK(moment("2021-12") == "December 2021");
    CHECK(moment("2021") == "2021");
    CHECK(moment("XXXX-XX-XXTMO") == "open");
}

TEST_CASE("HTML: who stands in one sentence with whom") {
    Story story("Ann met Bo in Rome. Ann left; Bo stayed. Kim slept.");
    story.add("Ann", Kind::Person, Subkind::None);
    story.add("Bo", Kind::Person, Subkind::None);
    story.add("Rome", Kind::Place, Subkind::City);
    story.add("Kim", Kind::Person, Subkind::None);
    std::string page = lines(Format::Html, story);
    CHECK(page.find("<tr data-a=\"0\" data-b=\"1\" data-count=\"1\"><th scope=\"row\"><a href=\"#e0\">Ann</a></th><td><a href=\"#e1\">Bo</a></td><td class=\"number\" data-sort=\"1\"><a href=\"#m0\">1</a></td></tr>") !=
          std::string::npos);
    CHECK(page.find("data-a=\"1\" data-b=\"2\"") != std::string::npos);
    CHECK(page.find("data-b=\"3\"") == std::string::npos);
}

TEST_CASE("text report: the first dozen of a kind, unless all are asked for") {
    std::string text;
    for (char c = 'a'; c < 'a' + 14; ++c) text += std::string("Rome") + c + ' ';
    Story story(text);
    for (char c = 'a'; c < 'a' + 14; ++c) story.add(std::string("Rome") + c, Kind::Place, Subkind::City);
    CHECK(lines(Format::Text, story).find("  Romel    1  city\n  and 2 more (--all)\n") != std::string::npos);
    ReportOptions options;
    options.all = true;
    CHECK(story.report(options).find("  Romen    1  city\n") != std::string::npos);
    CHECK(story.report(options).find("more") == std::string::npos);
}

TEST_CASE("HTML: what matters most stands first, people with title and role, and why a mention belongs to its entity") {
    Story story("Minister Ada Ryabkova met Lavrov.");
    story.add("Lavrov", Kind::Person, Subkind::None);
    story.add("Ada Ryabkova", Kind::Person, Subkind::None);
    std::swap(story.analysis.mentions[0], story.analysis.mentions[1]);  // in the order of the text
    std::swap(story.analysis.entities[0].mentions, story.analysis.entities[1].mentions);
    story.analysis.entities[1].person.title = {0, 1};
    story.analysis.entities[1].salience = 50;
    const Link surname = Link::Surname;
    story.analysis.entities[1].links = {&surname, 1};
    std::string page = lines(Format::Html, story);
    size_t first = page.find("Ada Ryabkova</a></th><td>Minister</td>"), second = page.find("Lavrov</a></th><td></td>");
    CHECK(first != std::string::npos);
    CHECK(second != std::string::npos);
    CHECK(first < second);
    CHECK(page.find("title=\"Person: Ada Ryabkova\nMinister\nsure\nlinked: ") != std::string::npos);
    CHECK(page.find("title=\"Person: Lavrov\nsure\"") != std::string::npos);
}
