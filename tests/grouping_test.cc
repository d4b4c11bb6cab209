// Which mentions of a text are one thing, and why: small articles through the whole pipeline.
#include <doctest/doctest.h>

#include "analyzer.h"

using namespace nutgraf;

namespace {

const Analyzer& analyzer() {
    static const Analyzer kAnalyzer;
    return kAnalyzer;
}

const Analysis& analyze(const Document& document) {
    static Workspace workspace;
    return analyzer().analyze(document, workspace);
}

/// "Pavel Barta: Pavel Barta, Barta (surname)": names with more than one mention, and of people also the others.
/// Reasons that go without saying (first, same-name) are left out.
std::string groups(std::string text) {
    Document document("story", std::move(text));
    const Analysis& found = analyze(document);
    std::string out;
    for (const Entity& entity : found.entities) {
        if (entity.kind > Kind::Group || (entity.mentions.size() == 1 && entity.kind != Kind::Person)) continue;
        out += std::string(entity.name) + ": ";
        for (size_t i = 0; i < entity.mentions.size(); ++i) {
            out += (i == 0 ? "" : ", ") + std::string(document.text(bytes_of(found.tokens, found.mentions[entity.mentions[i]].tokens)));
            if (entity.links[i] > Link::SameName) out += " (" + std::string(link_name(entity.links[i])) + ')';
        }
        out += '\n';
    }
    return out;
}

/// "Pavel Barta | Foreign Minister | | ": title, role and gender of each person.
std::string people(std::string text) {
    Document document("story", std::move(text));
    const Analysis& found = analyze(document);
    std::string out;
    auto words = [&](TokenSpan span) { return span.begin == span.end ? "" : std::string(document.text(bytes_of(found.tokens, span))); };
    for (const Entity& entity : found.entities)
        if (entity.kind == Kind::Person) out += std::string(entity.name) + " | " + words(entity.person.title) + " | " + words(entity.person.role) + " | " + std::string(gender_name(entity.person.gender)) + '\n';
    return out;
}

struct Case {
    std::string_view text, groups;
};

}  // namespace

TEST_CASE("what is one in small articles") {
    constexpr Case kCases[] = {
        {"President Bill Clinton spoke first. William Clinton was born in Arkansas. Clinton smiled.",
         "William Clinton: Bill Clinton, William Clinton (nickname), Clinton (surname)\n"},
        {"Former Secretary of State Hillary Clinton and her husband, former President Bill Clinton, arrived. Mrs. Clinton waved. Mr. Clinton slept. President Clinton ate.",
         "Hillary Clinton: Hillary Clinton, Clinton (title)\n"
         "Bill Clinton: Bill Clinton, Clinton (title), Clinton (title)\n"},
        {"The novelist J. K. Rowling spoke. Joanne Kathleen Rowling was born in Yate. Rowling left.",
         "Joanne Kathleen Rowling: J. K. Rowling, Joanne Kathleen Rowling (initials), Rowling (surname)\n"},
        {"George W. Bush called his father, George H. W. Bush, on Sunday.",
         "George W. Bush: George W. Bush\n"
         "George H. W. Bush: George H. W. Bush\n"},
        {"The clerk Kristen Wilkins said so. Kristin Wilkins did not. Wilkins left.",
         "Kristen Wilkins: Kristen Wilkins, Kristin Wilkins (spelling), Wilkins (surname)\n"},
        {"Liz Cheney won. Elizabeth Cheney is a lawyer from Wyoming.",
         "Elizabeth Cheney: Liz Cheney, Elizabeth Cheney (nickname)\n"},
        {"Talks in Kiev went on. In Kyiv it rained.",
         "Kiev: Kiev, Kyiv (list)\n"},
        {"The United States and the U.S. agreed; the USA paid.",
         "United States: United States, U.S. (list), USA (list)\n"},
        {"The National Rice Growers Association met in Manila. The NRGA will meet again.",
         "National Rice Growers Association: National Rice Growers Association, NRGA (acronym)\n"},
        {"The Organization for Security and Cooperation in Europe (OSCE) sent observers. The OSCE was late.",
         "Organization for Security and Cooperation in Europe: Organization for Security and Cooperation in Europe, OSCE (acronym), OSCE (acronym)\n"},
        {"The Treasury Department said so on Monday. The Treasury did not explain.",
         "Treasury Department: Treasury Department, Treasury (short-form)\n"},
        {"The United Kingdom Home Office refused. A Home Office spokesman said it was late.",
         "United Kingdom Home Office: United Kingdom Home Office, Home Office (short-form)\n"},
        {"The Lindqvist Foundation for the Visual Arts paid. The Lindqvist Foundation is rich.",
         "Lindqvist Foundation for the Visual Arts: Lindqvist Foundation for the Visual Arts, Lindqvist Foundation (short-form)\n"},
        {"North Korea fired a missile. The North said the test went well. South Korea called the North reckless.",
         "North Korea: North Korea, North (short-form), North (short-form)\n"},
        {"Ruben van der Hoek scored twice. Van der Hoek left the pitch.",
         "Ruben van der Hoek: Ruben van der Hoek, Van der Hoek (surname)\n"},
        {"Marit Aasen-Holt drills ice. Aasen-Holt is from Norway.",
         "Marit Aasen-Holt: Marit Aasen-Holt, Aasen-Holt (surname)\n"},
        {"María Quiñones Rueda won. Quiñones thanked her mother.",
         "María Quiñones Rueda: María Quiñones Rueda, Quiñones (part-of-name)\n"},
        {"Russian envoys met Ukrainian ones. Russia wants more; Ukraine wants less.",
         ""},
        {"Muslim leaders and Islamic scholars met. Muslims prayed.",
         "Islamic: Muslim, Islamic (list), Muslims (list)\n"},
        {"Republicans and Democrats agreed. A Republican senator did not.",
         "Republicans: Republicans, Republican\n"},
        {"Prime Minister Benjamin Netanyahu met Sara Netanyahu, his wife. Mrs. Netanyahu smiled.",
         "Benjamin Netanyahu: Benjamin Netanyahu\n"
         "Sara Netanyahu: Sara Netanyahu, Netanyahu (title)\n"},
        {"PRUITT LEAVES GENEVA TALKS\n\nEllen Pruitt left the talks in Geneva on Friday, her office said. Ms. Pruitt was tired.",
         "Ellen Pruitt: PRUITT, Ellen Pruitt, Pruitt (surname)\n"
         "Geneva: GENEVA, Geneva\n"},
        {"Joe Biden met Jill Biden. Biden spoke.",
         "Joe Biden: Joe Biden, Biden (surname)\n"
         "Jill Biden: Jill Biden\n"},
        {"Müller won the race in Zürich. Mueller did not. Thomas Müller is from Bavaria.",
         "Thomas Müller: Müller, Mueller (spelling), Thomas Müller\n"},
        {"Barclays Bank paid. Barclays was fined.",
         "Barclays Bank: Barclays Bank, Barclays (list)\n"},
        {"The Church of Roses closed its school. The Church said nothing.",
         "Church of Roses: Church of Roses, Church (short-form)\n"},
        {"Portland, Oregon, is wet. Portland, Maine, is cold.",
         ""},
        {"Kim Jong Un met Vladimir Putin. Kim smiled.",
         "Kim Jong Un: Kim Jong Un, Kim (surname)\n"
         "Vladimir Putin: Vladimir Putin\n"},
        {"Pope Francis spoke to pilgrims. Francis was ill.",
         "Francis: Francis, Francis\n"},
        {"Queen Elizabeth met Elizabeth Warren. Warren bowed.",
         "Elizabeth: Elizabeth\n"
         "Elizabeth Warren: Elizabeth Warren, Warren (surname)\n"},
        {"Moscow-based Gazprom sold gas. Gazprom's shares fell.",
         "Gazprom: Gazprom, Gazprom\n"},
    };
    for (const Case& one : kCases) {
        CAPTURE(one.text);
        CHECK(groups(std::string(one.text)) == one.groups);
    }
}

TEST_CASE("a name that stands in capitals alone is called as the lists write it") {
    auto names = [](std::string text) {
        Document document("story", std::move(text));
        std::string out;
        for (const Entity& entity : analyze(document).entities)
            if (entity.kind <= Kind::Organization) out += std::string(entity.name) + '\n';
        return out;
    };
    CHECK(names("GENEVA, Jan. 10 - NATO met in secret.") == "Geneva\nNATO\n");
    CHECK(names("NEW YORK, Jan. 10 - It rained in the city.") == "New York\n");
    CHECK(names("PARIS, Jan. 10 - It rained in NYC and in London.") == "Paris\nNYC\nLondon\n");
}

TEST_CASE("titles, roles and gender as the article states them") {
    constexpr Case kCases[] = {
        {"Russian Deputy Foreign Minister Pavel Barta spoke.", "Pavel Barta | Deputy Foreign Minister |  | \n"},
        {"Former President Bill Clinton spoke.", "Bill Clinton | Former President |  | \n"},
        {"Mr. Barta spoke. Foreign Minister Barta left.", "Barta | Foreign Minister |  | male\n"},
        {"Helen Marsh, a spokeswoman for the ferry company, agreed.", "Helen Marsh |  | spokeswoman for the ferry company | female\n"},
        {"Helen Marsh, 42, chief executive of Acme, agreed.", "Helen Marsh |  | chief executive of Acme | \n"},
        {"Helen Marsh, Acme's chief executive, agreed.", "Helen Marsh |  | Acme's chief executive | \n"},
        {"\"No,\" said Ouma Kibet, the team captain.", "Ouma Kibet |  | team captain | \n"},
        {"Team spokesman Ardit Krasniqi said so.", "Ardit Krasniqi |  | spokesman | male\n"},
        {"His wife Ouma Kibet said so.", "Ouma Kibet |  | wife | female\n"},
        {"Queen Margrethe met King Felipe.", "Margrethe | Queen |  | female\nFelipe | King |  | male\n"},
        {"Angela Merkel, Joe Biden and President Emmanuel Macron met.", "Angela Merkel |  |  | \nJoe Biden |  |  | \nEmmanuel Macron | President |  | \n"},
        {"Ellen Pruitt, citing an official, left.", "Ellen Pruitt |  |  | \n"},
        {"Helen Marsh, the chief financial officer of Acme, agreed.", "Helen Marsh |  | chief financial officer of Acme | \n"},
        {"Helen Marsh, managing director of Acme, agreed.", "Helen Marsh |  | managing director of Acme | \n"},
        {"The Seafarers' Trust's general secretary, Ouma Kibet, agreed.", "Ouma Kibet |  | Trust's general secretary | \n"},
        {"Acme's finance director, Helen Marsh, agreed.", "Helen Marsh |  | Acme's finance director | \n"},
        {"Its deputy chairwoman, Helen Marsh, agreed.", "Helen Marsh |  | deputy chairwoman | female\n"},
        {"The company's group finance director, Helen Marsh, agreed.", "Helen Marsh |  | group finance director | \n"},
        {"They met the mayor, Angela Merkel and Joe Biden.", "Angela Merkel |  |  | \nJoe Biden |  |  | \n"},
        {"Without a director, Helen Marsh agreed.", "Helen Marsh |  |  | \n"},
        {"They saw a major Ellen Pruitt show.", "Ellen Pruitt |  |  | \n"},
        {"Dr. Ellen Pruitt left.", "Ellen Pruitt | Dr. |  | \n"},
    };
    for (const Case& one : kCases) {
        CAPTURE(one.text);
        CHECK(people(std::string(one.text)) == one.groups);
    }
}

TEST_CASE("a nationality is related to its country, a believer to none") {
    Document document("story", "Russian envoys and Muslim leaders met in Russia.");
    const Analysis& found = analyze(document);
    REQUIRE(found.entities.size() == 3);
    CHECK(found.entities[0].name == "Russian");
    CHECK(found.entities[0].related == 2);
    CHECK(found.entities[1].related == kNoEntity);
    CHECK(found.entities[2].name == "Russia");
}

TEST_CASE("salience: the headline, the first paragraph, how often, how early") {
    Document document("story", "Pruitt leaves Geneva\n\nEllen Pruitt left the talks in Geneva on Friday without a word to anyone.\n\nIt rained in Lausanne for a long time and nobody said a word.");
    const Analysis& found = analyze(document);
    auto of = [&](std::string_view name) {
        for (const Entity& entity : found.entities)
            if (entity.name == name) return entity.salience;
        return 0U;
    };
    CHECK(of("Ellen Pruitt") == 30 + 15 + 2 * 5 + 10);
    CHECK(of("Geneva") == 30 + 15 + 2 * 5 + 10);
    CHECK(of("Lausanne") == 5);
}
