#include "rules.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "error.h"
#include "rule_parser.h"

using namespace nutgraf;

namespace {

/// Small lists under which every answer can be seen at a glance. @title has names of several words, @given only single ones.
const Lexicon& lexicon() {
    static const Lexicon kLexicon = Lexicon::from_lists({{"title", "title.tsv", "name\nminister\nforeign minister\nMr.\n"},
                                                         {"given", "given.tsv", "name\nAnna\nVictoria\n"},
                                                         {"city", "city.tsv", "name\nVictoria\nNew York\nYork\nSalt Lake City\n"}});
    return kLexicon;
}

std::string rule(const std::string& match, const std::string& name = "test", const std::string& sure = "likely") {
    return "rule " + name + ' ' + sure + "\nmatch " + match + "\nyes [x]\nno y\n";
}

/// The text with the mentions of people in brackets.
std::string found(const Rules& rules, const std::string& text, Kind kind = Kind::Person) {
    Document document("", text);
    std::vector<Token> tokens;
    find_tokens(document, tokens);
    Hits hits;
    lexicon().find_hits(tokens, hits);
    Rules::Workspace workspace;
    rules.encode(tokens, hits, workspace);
    std::vector<RuleMatch> matches;
    rules.find_matches(kind, workspace, matches);
    std::sort(matches.begin(), matches.end(), [](const RuleMatch& a, const RuleMatch& b) { return a.tokens.begin < b.tokens.begin; });
    std::string out = text;
    for (auto match = matches.rbegin(); match != matches.rend(); ++match) {
        CHECK(match->context.begin <= match->tokens.begin);
        CHECK(match->tokens.begin < match->tokens.end);
        CHECK(match->tokens.end <= match->context.end);
        ByteSpan bytes = bytes_of(tokens, match->tokens);
        out.insert(bytes.end, "]");
        out.insert(bytes.begin, "[");
    }
    return out;
}
Rules people(const std::string& text) { return Rules::from_texts(lexicon(), {{"people/test.rules", text}}); }
std::string found(const std::string& match, const std::string& text) { return found(people(rule(match)), text); }

std::string error_of(const std::vector<RuleText>& texts) {
    try {
        Rules::from_texts(lexicon(), texts);
    } catch (const Error& error) {
        return error.what();
    }
    return "none";
}
std::string error_of(const std::string& match) { return error_of({{"people/a.rules", rule(match)}}); }

}  // namespace

TEST_CASE("words") {
    CHECK(found("[ boat ]", "a boat, a Boat, a BOAT, a boathouse") == "a [boat], a [Boat], a [BOAT], a boathouse");
    CHECK(found("in [ Capital ]", "in Rome and Rome") == "in [Rome] and Rome");
    CHECK(found("[ \"per cent\" ]", "five per cent, per\ncent") == "five [per cent], per\ncent");
    CHECK(found("[ \"42-year-old\" ]", "a 42-year-old man") == "a [42-year-old] man");
    CHECK(found("[ \"U.S.\" ]", "the US and the U.S.") == "the [US] and the [U.S.]");
    CHECK(found("[ o'brien ]", "Mr O’Brien") == "Mr [O’Brien]");
    CHECK(found("[ café ]", "the Cafe") == "the [Cafe]");
    CHECK(found("[ \"-\" ]", "a-b - c") == "a[-]b [-] c");
}

TEST_CASE("shapes") {
    CHECK(found("[ Capital ]", "Rome, rome, ROME, R., iRome") == "[Rome], rome, ROME, R., iRome");
    CHECK(found("[ Upper | Initial ]", "NATO and J. Smith") == "[NATO] and [J.] Smith");
    CHECK(found("[ Day Hyphen Day ]", "10-12 and 10-99") == "[10-12] and 10-99");
    CHECK(found("[ Any ]", "a, b") == "[a][,] [b]");
}

TEST_CASE("labels") {
    CHECK(found("[ @given ]", "Anna met anna") == "[Anna] met anna");
    CHECK(found("@title [ Capital ]", "Minister Lee and Mr. Kim") == "Minister [Lee] and Mr. [Kim]");
    CHECK(found("@given [ @city ]", "Anna York") == "Anna [York]");
}

TEST_CASE("a label of several words is one atom") {
    CHECK(found("@title [ Capital ]", "foreign minister Lee") == "foreign minister [Lee]");
    CHECK(found("[ @city ]", "in Salt Lake City and New York") == "in [Salt Lake City] and [New York]");
    CHECK(found("[ @city ] Comma Capital", "New York, America") == "[New York], America");
    CHECK(found("[ @city & Capital ]", "NEW YORK and New York") == "NEW YORK and [New York]");  // the test is asked of the first token
    CHECK(found("[ @city Capital ]", "New York Rangers, York Minster") == "[New York Rangers], [York Minster]");
    CHECK(found("[ @city+ ]", "New York Salt Lake City York") == "[New York Salt Lake City York]");
    CHECK(found("[ @city{2} ]", "New York Victoria York") == "[New York Victoria] York");
    CHECK(found("[ Lower @city ]", "old New York") == "[old New York]");
    // The name takes the place of the shorter name inside it.
    CHECK(found("[ @city & york ]", "York and New York") == "[York] and New York");
}

TEST_CASE("@@ asks for names of several words alone") {
    CHECK(found("[ @@city ]", "York, New York, Victoria") == "York, [New York], Victoria");
    CHECK(found("[ @@city & Capital ]", "NEW YORK and New York") == "NEW YORK and [New York]");
    CHECK(found("[ Capital & !@@city ]", "York New York") == "[York] New York");
    CHECK(found("[ @@given ]", "Anna, Victoria") == "Anna, Victoria");  // the list has none
    CHECK(found("[ Capital & !@@given ]", "Anna") == "[Anna]");
    CHECK(found("[ @@city | @given ]", "Anna of New York and York") == "[Anna] of [New York] and York");
}

TEST_CASE("a denied label is in none of its names") {
    CHECK(found("[ Capital & !@city ]", "Rome, New York, York") == "[Rome], New York, York");
    CHECK(found("[ (Capital & !@city)+ ]", "Anna New York Rangers") == "[Anna] New York [Rangers]");
    CHECK(found("[ @given & !@city ]", "Anna, Victoria") == "[Anna], Victoria");
}

TEST_CASE("operators on tokens: & ! | ( )") {
    CHECK(found("[ @given & @city ]", "Anna, Victoria, York") == "Anna, [Victoria], York");
    CHECK(found("[ !Lower & !Comma & !Stop ]", "Rome, a 5 ROME.") == "[Rome], a [5] [ROME].");
    CHECK(found("[ Capital & !(rome | paris) ]", "Rome, Paris, Lima") == "Rome, Paris, [Lima]");
    CHECK(found("[ !!Capital ]", "Rome rome") == "[Rome] rome");
    CHECK(found("[ (Capital | Upper) & !(@city | @given) ]", "ROME, Victoria, Anna, Lima") == "[ROME], Victoria, Anna, [Lima]");
    CHECK(found("[ Any & rome & Upper ]", "Rome ROME") == "Rome [ROME]");
    CHECK(found("[ rome & paris ]", "Rome Paris") == "Rome Paris");  // never
    CHECK(found("[ !(Capital & Start) & Capital ]", "Rome and Lima") == "Rome and [Lima]");
}

TEST_CASE("operators on patterns: sequence, choice, * + ? {m,n}") {
    CHECK(found("[ a b | c ]", "a b, a, c") == "[a b], a, [c]");
    CHECK(found("[ (a | b) c ]", "a c, b c, c") == "[a c], [b c], c");
    CHECK(found("[ a b* ]", "a, a b, a b b b") == "[a], [a b], [a b b b]");
    CHECK(found("[ a b+ ]", "a, a b, a b b b") == "a, [a b], [a b b b]");
    CHECK(found("[ a b? ]", "a, a b, a b b") == "[a], [a b], [a b] b");
    CHECK(found("[ a{2} ]", "a, a a, a a a") == "a, [a a], [a a] a");
    CHECK(found("[ a{1,3} ]", "a a a a, a") == "[a a a] [a], [a]");
    CHECK(found("[ a{0,1} b ]", "b, a b") == "[b], [a b]");
    CHECK(found("[ (a Comma)+ a ]", "a, a, a b") == "[a, a, a] b");
    CHECK(found("[ a ] | [ b ]", "a b") == "[a] [b]");  // a choice may have a mention in each branch
    CHECK(found("in [ a ] | [ b ] there", "in a, b there, b") == "in [a], [b] there, b");
}

TEST_CASE("bounds of repetitions hold, short and long") {
    // Short ones are written out for the automaton, long ones are left to RE2.
    for (std::string bounds : {"{1,3}", "{1,6}", "{3}", "{6}", "{0,2}", "{0,9}"}) {
        int least = bounds[1] - '0', most = bounds[bounds.size() - 2] - '0';
        for (int count = 0; count < 12; ++count) {
            std::string words;
            for (int i = 0; i < count; ++i) words += "a ";
            bool holds = count >= least && count <= most;
            CHECK_MESSAGE(found("x a" + bounds + " [ b ]", "x " + words + "b") == (holds ? "x " + words + "[b]" : "x " + words + "b"), bounds, " ", count);
        }
    }
}

TEST_CASE("of several ways to match the same tokens the first says what the mention is") {
    CHECK(found("a* [ a+ ] b", "a a a b") == "a a [a] b");
    CHECK(found("a? [ a+ ] b", "a a a b") == "a [a a] b");
    CHECK(found("[ a+ ] a* b", "a a a b") == "[a a a] b");
    CHECK(found("(a [ a ] | [ a ] a) b", "a a b") == "a [a] b");
    CHECK(found("(a [ Any ] c | a [ b ] Any)", "a b c") == "a [b] c");
}

TEST_CASE("many tests to begin a match with") {
    // More than the bits by which an automaton knows what may follow.
    std::string match;
    for (char first = 'a'; first <= 'z'; ++first)
        for (char second : {'m', 'n'}) match += (match.empty() ? "" : " | ") + std::string("(x") + first + second + " [ y" + first + second + " ])";
    CHECK(found(match, "xam yam, xzn yzn, xan yam, xcm ycm") == "xam [yam], xzn [yzn], xan yam, xcm [ycm]");
}

TEST_CASE("several match lines are a choice") {
    CHECK(found(people("rule two likely\nmatch [ a ]\nmatch x [ b ]\nyes [a]\nno c\n"), "a b x b") == "[a] b x [b]");
}

TEST_CASE("flags: Start Dotted Glued AllCaps TitleCase") {
    CHECK(found("[ Start & Capital ]", "Rome fell. Paris and Lima rose.") == "[Rome] fell. [Paris] and Lima rose.");
    CHECK(found("[ Capital & !Start ]", "Rome and Lima") == "Rome and [Lima]");
    CHECK(found("[ Dotted ]", "Mr. Lee of the U.S. left.") == "[Mr.] Lee of the [U.S.] left.");
    CHECK(found("[ Day Glued & Lower ]", "10am and 10 am") == "[10am] and 10 am");
    CHECK(found("[ AllCaps & Upper ]", "ROME WINS MATCH\n\nNATO lost.") == "[ROME] [WINS] [MATCH]\n\nNATO lost.");
    CHECK(found("[ Capital & !TitleCase ]", "Rome Wins Match With Naples\n\nRome won.") == "Rome Wins Match With Naples\n\n[Rome] won.");
}

TEST_CASE("the leftmost match is taken, then the longest; the search goes on behind the mention") {
    CHECK(found("[ Capital+ ]", "Anna Lee met Bo Kim Il") == "[Anna Lee] met [Bo Kim Il]");
    // What stands behind one mention may stand before the next.
    CHECK(found("(in | and) [ Capital ]", "in Rome and Lima and Oslo") == "in [Rome] and [Lima] and [Oslo]");
    CHECK(found("[ Capital ] Comma Capital", "Rome, Lima, Oslo") == "[Rome], [Lima], Oslo");
    // The context in front of a mention is not used twice.
    CHECK(found("Capital [ Capital ]", "Anna Bo Cy") == "Anna [Bo] Cy");
}

TEST_CASE("no match reaches over the end of a sentence") {
    CHECK(found("[ Capital Stop Capital ]", "Rome. Lima") == "Rome. Lima");
    CHECK(found("[ Capital Capital ]", "Rome\n\nLima Oslo") == "Rome\n\n[Lima Oslo]");
    CHECK(found("[ Any+ ]", "It fell. They ran.") == "[It fell.] [They ran.]");
}

TEST_CASE("each grade is searched by itself") {
    Rules rules = people(rule("[ Capital Capital ]", "two", "sure") + rule("[ Capital ]", "one", "possible"));
    Document document("", "Anna Lee");
    std::vector<Token> tokens;
    find_tokens(document, tokens);
    Hits hits;
    lexicon().find_hits(tokens, hits);
    Rules::Workspace workspace;
    rules.encode(tokens, hits, workspace);
    std::vector<RuleMatch> matches;
    rules.find_matches(Kind::Person, workspace, matches);
    REQUIRE(matches.size() == 3);
    CHECK(rules.rules()[matches[0].rule].name == "two");
    CHECK(rules.rules()[matches[1].rule].name == "one");
    CHECK(matches[1].tokens == TokenSpan{0, 1});
    CHECK(matches[2].tokens == TokenSpan{1, 2});
    rules.find_matches(Kind::Place, workspace, matches);
    CHECK(matches.empty());
}

TEST_CASE("of one grade's rules with the same match the first is named") {
    Rules rules = people(rule("[ Capital ]", "first") + rule("[ Capital | Upper ]", "second"));
    std::vector<Token> tokens;
    find_tokens(Document("", "Rome NATO"), tokens);
    Hits hits;
    lexicon().find_hits(tokens, hits);
    Rules::Workspace workspace;
    rules.encode(tokens, hits, workspace);
    std::vector<RuleMatch> matches;
    rules.find_matches(Kind::Person, workspace, matches);
    REQUIRE(matches.size() == 2);
    CHECK(rules.rules()[matches[0].rule].name == "first");
    CHECK(rules.rules()[matches[1].rule].name == "second");
}

TEST_CASE("let gives a pattern a name") {
    CHECK(found(people("let Name = Capital & !@city\n" + rule("[ Name+ ]")), "Anna Lee, York") == "[Anna Lee], York");
    CHECK(found(people("let Pair = a b\n" + rule("[ Pair{2} ]")), "a b a b") == "[a b a b]");
    // Lets of files above the kinds' folders are shared, others are their file's own.
    std::vector<RuleText> texts = {{"shared.rules", "let Name = Capital\n"}, {"people/a.rules", "let Own = a\n" + rule("[ Name Own ]", "a")}, {"people/b.rules", rule("Name [ b ]", "b")}};
    CHECK(found(Rules::from_texts(lexicon(), texts), "Rome a, Rome b") == "[Rome a], Rome [b]");
    texts[2].text = rule("Own [ b ]", "b");
    CHECK(error_of(texts).starts_with("people/b.rules:2:7: unknown shape or let Own"));
}

TEST_CASE("what a rule says of itself") {
    std::vector<RuleText> texts = {{"places/x.rules", "# a comment\n\nrule  in-city  possible\nsubkind city\nabout  \"in\" stands before it\n"
                                                      "match  in [ Capital ]\nyes    in [Rome]\nyes in [Oslo]\nno     in rome\n"}};
    Rules rules = Rules::from_texts(lexicon(), texts);
    REQUIRE(rules.rules().size() == 1);
    const Rule& one = rules.rules()[0];
    CHECK(one.name == "in-city");
    CHECK(one.kind == Kind::Place);
    CHECK(one.subkind == Subkind::City);
    CHECK(one.sure == Sureness::Possible);
    CHECK(one.about == "\"in\" stands before it");
    CHECK(one.file == "places/x.rules");
    CHECK(one.line == 3);
    std::vector<ParsedRule> parsed = parse_rules(lexicon(), texts);
    REQUIRE(parsed.size() == 1);
    CHECK(parsed[0].yes.size() == 2);
    CHECK(parsed[0].yes[1].text == "in [Oslo]");
    CHECK(parsed[0].yes[1].line == 8);
    CHECK(parsed[0].no.size() == 1);
}

namespace {
/// Where the rules of every kind match in some texts.
std::vector<std::vector<RuleMatch>> all_matches(const Lexicon& lexicon, const Rules& rules, const std::vector<std::string>& texts, Rules::Workspace& workspace) {
    std::vector<std::vector<RuleMatch>> all;
    std::vector<Token> tokens;
    Hits hits;
    for (const std::string& text : texts) {
        Document document("", text);
        find_tokens(document, tokens);
        lexicon.find_hits(tokens, hits);
        rules.encode(tokens, hits, workspace);
        for (size_t kind = 0; kind < kKindCount; ++kind) rules.find_matches(static_cast<Kind>(kind), workspace, all.emplace_back());
    }
    return all;
}
}  // namespace

TEST_CASE("the rules that are linked in find what their texts do") {
    Lexicon lexicon = Lexicon::built_in();
    Rules linked = Rules::built_in(lexicon), compiled = Rules::from_texts(lexicon, linked.texts());
    REQUIRE(linked.rules().size() == compiled.rules().size());
    for (size_t i = 0; i < linked.rules().size(); ++i) {
        const Rule &a = linked.rules()[i], &b = compiled.rules()[i];
        CHECK(a.name == b.name);
        CHECK(a.about == b.about);
        CHECK(a.file == b.file);
        CHECK(a.line == b.line);
        CHECK((a.kind == b.kind && a.subkind == b.subkind && a.sure == b.sure));
    }
    std::vector<std::string> texts = {
        "Foreign Minister Pavel Barta of Slovakia met 12 envoys in New York on Monday, Jan. 5, the United Nations said.",
        "The Quellmar Bank of Ostrava, an unheard-of lender, lost $12.5 million in the third quarter of 2019.",
        "Zbgw Qtrx and Mbappe-Oyelaran played for Real Madrid; the Latvians drew 2-2 at the Zzyzx Arena.",
    };
    std::string unheard;  // words that no article has, to make both go on from where they began
    for (int i = 0; i < 3000; ++i) unheard += std::string(i % 3 == 0 ? "Mr " : i % 3 == 1 ? "in " : "the ") + static_cast<char>('A' + i % 26) + "q" + std::to_string(i * 7919) + (i % 11 == 0 ? ". " : i % 7 == 0 ? " Bank, " : " ");
    texts.push_back(unheard);
    Rules::Workspace of_linked, of_compiled;
    auto found = all_matches(lexicon, linked, texts, of_linked);
    CHECK(found == all_matches(lexicon, compiled, texts, of_compiled));
    CHECK(std::count_if(found.begin(), found.end(), [](const auto& matches) { return !matches.empty(); }) > 12);
    // A workspace that has served other rules begins anew.
    CHECK(found == all_matches(lexicon, compiled, texts, of_linked));
    // What has been learnt, and what has been learnt beside it.
    all_matches(lexicon, linked, texts, of_linked);
    for (const auto& image : {compiled.image(of_compiled), linked.image(of_linked)}) {
        Rules again = Rules::from_image(image);
        Rules::Workspace workspace;
        CHECK(found == all_matches(lexicon, again, texts, workspace));
    }
}

TEST_CASE("the kind is the folder's") {
    CHECK(kind_of_folder("people/a.rules") == Kind::Person);
    CHECK(kind_of_folder("my/lists/dates/a.rules") == Kind::Date);
    CHECK_FALSE(kind_of_folder("shared.rules"));
    CHECK_FALSE(kind_of_folder("words/a.rules"));
}

TEST_CASE("errors show file, line, column, the line and a caret") {
    CHECK(error_of("[ @citty ]") ==
          "people/a.rules:2:9: unknown label @citty; did you mean @city?\n"
          "    match [ @citty ]\n"
          "            ^");
    CHECK(error_of("[ Captial ]") ==
          "people/a.rules:2:9: unknown shape or let Captial; did you mean Capital?\n"
          "    match [ Captial ]\n"
          "            ^");
    CHECK(error_of("[ Capital ) ]").starts_with("people/a.rules:2:17: "));
    CHECK(error_of("[ (Capital ]").starts_with("people/a.rules:2:18: ')' is missing"));
    CHECK(error_of("[ Capital").starts_with("people/a.rules:2:16: ']' is missing"));
    CHECK(error_of("[ \"per cent ]").starts_with("people/a.rules:2:9: the closing quote is missing"));
    CHECK(error_of("[ \" \" ]").starts_with("people/a.rules:2:9: there is no word between the quotes"));
    CHECK(error_of("[ a{3,1} ]").starts_with("people/a.rules:2:15: a repetition is written {1,3}"));
    CHECK(error_of("[ a{1,21} ]").find("at most 20") != std::string::npos);
    CHECK(error_of("[ a{x} ]").find("a number is missing here") != std::string::npos);
    CHECK(error_of("[ a | ]").find("a pattern is missing here") != std::string::npos);
    CHECK(error_of("[ ]").find("a pattern is missing here") != std::string::npos);
    CHECK(error_of("[ !(a b) ]").find("'&' and '!' take tests of one token") != std::string::npos);
    CHECK(error_of("[ ?a ]").find("unexpected '?'") != std::string::npos);
}

TEST_CASE("a match has one mention, which is never empty") {
    CHECK(error_of("Capital").find("a match has one mention in brackets") != std::string::npos);
    CHECK(error_of("[ a ] [ b ]").find("a match has one mention in brackets") != std::string::npos);
    CHECK(error_of("[ a [ b ] ]").find("a match has one mention in brackets") != std::string::npos);
    CHECK(error_of("a [ b* ]").find("the mention in brackets can be empty") != std::string::npos);
    CHECK(error_of("a [ b? c* ]").find("the mention in brackets can be empty") != std::string::npos);
    CHECK(error_of("[ a ]") == "none");
}

TEST_CASE("a mention stands in every branch and only once") {
    for (std::string match : {"[ a ] | b", "([ a ])? b", "a ([ b ] | c)"}) CHECK_MESSAGE(error_of(match).find("a match can be without a mention") != std::string::npos, match);
    for (std::string match : {"([ a ])+ b", "([ a ])* b", "([ a ]){2} b", "([ a ] | b [ c ]) [ d ]"}) CHECK_MESSAGE(error_of(match).find("a match has one mention in brackets") != std::string::npos, match);
    CHECK(error_of("([ a ] | b [ c ]) d") == "none");
}

TEST_CASE("errors of statements") {
    auto of = [](const std::string& text) { return error_of({{"people/a.rules", text}}); };
    CHECK(of("match [ a ]\n").starts_with("people/a.rules:1:1: expected 'rule' or 'let' before 'match'"));
    CHECK(of("let name = a\n").find("the name with a capital") != std::string::npos);
    CHECK(of("let Name a\n").find("'=' is missing") != std::string::npos);
    CHECK(of("let Name =\n").find("a pattern is missing here") != std::string::npos);
    CHECK(of("rule x certain\nmatch [ a ]\nyes [a]\nno b\n").find("a rule is written: rule NAME sure|likely|possible") != std::string::npos);
    CHECK(of(rule("[ a ]") + "also z\n").find("unknown statement 'also'") != std::string::npos);
    CHECK(of(rule("[ a ]") + "subkind city\n").find("a person has no subkind city") != std::string::npos);
    CHECK(of(rule("[ a ]") + rule("[ b ]")).starts_with("people/a.rules:5:1: there is another rule test in people/a.rules:1"));
    CHECK(error_of({{"a.rules", rule("[ a ]")}}).find("rules stand in a folder named people") != std::string::npos);
    CHECK(error_of({{"people/a.rules", rule("[ a ]")}, {"places/a.rules", rule("[ a ]")}}) == "none");  // a name is its kind's own
    CHECK(of("rule x sure\nmatch [ a ]\nno b\n") == "people/a.rules:1: rule x has no yes line; give a sentence it finds, with the mention in brackets");
    CHECK(of("rule x sure\nmatch [ a ]\nyes [a]\n") == "people/a.rules:1: rule x has no no line; give a near miss it must not find");
    CHECK(of("rule x sure\nyes [a]\nno b\n") == "people/a.rules:1: rule x has no match line");
}

TEST_CASE("all errors of all files at once") {
    std::string what = error_of({{"people/a.rules", rule("[ @citty ]") + rule("[ (a ]", "b")}, {"places/b.rules", rule("[ Captial ]")}});
    CHECK(what.find("people/a.rules:2:9: ") != std::string::npos);
    CHECK(what.find("people/a.rules:6:") != std::string::npos);
    CHECK(what.find("places/b.rules:2:9: ") != std::string::npos);
}

TEST_CASE("examples are checked") {
    Rules rules = people("rule good likely\nmatch in [ Capital ]\nyes in [Rome] and in [Lima]\nno of Rome\n"
                         "rule bad likely\nmatch of [ Capital ]\nyes in [Rome]\nyes of Rome [and Lima]\nyes of Rome\nno of Rome\n");
    std::vector<std::string> failures = rules.check_examples(lexicon());
    REQUIRE(failures.size() == 4);
    CHECK(failures[0] == "people/test.rules:7: rule bad: found \"in Rome\" in: in [Rome]");
    CHECK(failures[1] == "people/test.rules:8: rule bad: found \"of [Rome] and Lima\" in: of Rome [and Lima]");
    CHECK(failures[2] == "people/test.rules:9: rule bad: a yes line marks its mentions in brackets: of Rome");
    CHECK(failures[3] == "people/test.rules:10: rule bad: found \"of [Rome]\" in: of Rome");
}

TEST_CASE("labels are told apart whatever the order of the lists") {
    Lexicon many = Lexicon::from_lists({{"b", "b.tsv", "name\nfoo bar\nfoo\n"}, {"a", "a.tsv", "name\nbar\n"}});
    Rules rules = Rules::from_texts(many, {{"people/t.rules", rule("[ @b ]", "b") + rule("x [ @a ]", "a")}});
    Document document("", "foo bar x bar foo");
    std::vector<Token> tokens;
    find_tokens(document, tokens);
    Hits hits;
    many.find_hits(tokens, hits);
    Rules::Workspace workspace;
    rules.encode(tokens, hits, workspace);
    std::vector<RuleMatch> matches;
    rules.find_matches(Kind::Person, workspace, matches);
    REQUIRE(matches.size() == 3);
    CHECK(matches[0].tokens == TokenSpan{0, 2});
    CHECK(matches[1].tokens == TokenSpan{3, 4});
    CHECK(matches[2].tokens == TokenSpan{4, 5});
}

TEST_CASE("a workspace that was used finds the same") {
    Rules rules = people(rule("in [ Capital+ ]"));
    Rules::Workspace used;
    std::vector<RuleMatch> matches, fresh_matches;
    for (const char* text : {"in Rome and in Lima Oslo", "", "in Rome", "Rome in Rome in Rome in Oslo"}) {
        std::vector<Token> tokens;
        Document document("", text);
        find_tokens(document, tokens);
        Hits hits;
        lexicon().find_hits(tokens, hits);
        Rules::Workspace fresh;
        rules.encode(tokens, hits, used);
        rules.find_matches(Kind::Person, used, matches);
        rules.encode(tokens, hits, fresh);
        rules.find_matches(Kind::Person, fresh, fresh_matches);
        REQUIRE(matches.size() == fresh_matches.size());
        for (size_t i = 0; i < matches.size(); ++i) CHECK(matches[i].tokens == fresh_matches[i].tokens);
    }
}

TEST_CASE("the examples of the built-in rules hold") {
    Lexicon built_in = Lexicon::built_in();
    std::string failures;
    for (const auto& failure : Rules::built_in(built_in).check_examples(built_in)) failures += failure + '\n';
    CHECK_MESSAGE(failures.empty(), failures);
}
