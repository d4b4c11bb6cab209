#include "analyzer.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace nutgraf;

namespace {

const Analyzer& analyzer() {
    static const Analyzer kAnalyzer;
    return kAnalyzer;
}

std::string print(const Document& document, const Analysis& analysis, std::string_view only) {
    std::string out;
    for (const Entity& entity : analysis.entities) {
        if (!only.empty() && kind_name(entity.kind) != only) continue;
        out += std::string(kind_name(entity.kind)) + ' ' + std::string(entity.name) + (entity.value.figure().text.empty() ? "" : " = " + entity.value.figure().text) + ':';
        for (uint32_t m : entity.mentions) out += " [" + std::string(document.text(bytes_of(analysis.tokens, analysis.mentions[m].tokens))) + ']';
        out += '\n';
    }
    return out;
}

/// A line an entity: "person Ellen Pruitt: [Ellen Pruitt] [Pruitt]", of one kind or all.
std::string entities_of(const std::string& text, std::string_view only = "", const char* date = nullptr) {
    Document document("", text, date ? parse_iso_date(date) : std::nullopt);
    Workspace workspace;
    return print(document, analyzer().analyze(document, workspace), only);
}

/// Start and end of each date: "three days 2021-12-28/2021-12-31".
std::string bounds_of(const std::string& text, const char* published) {
    Document document("", text, parse_published(published));
    Workspace workspace;
    const Analysis& analysis = analyzer().analyze(document, workspace);
    std::string out;
    for (const Mention& mention : analysis.mentions) {
        if (mention.kind != Kind::Date) continue;
        out += std::string(document.text(bytes_of(analysis.tokens, mention.tokens))) + ' ' + mention.value.figure().start + '/' + mention.value.figure().end + '\n';
    }
    return out;
}

/// Each place's country and point: "Norton US 41,-82" in whole degrees, "Holm US" without a point, "Holm -" without both.
std::string places_of(const std::string& text) {
    Workspace workspace;
    Document document("", text);
    const Analysis& analysis = analyzer().analyze(document, workspace);
    const Lexicon& lexicon = analyzer().lexicon();
    std::string out;
    for (const Mention& mention : analysis.mentions) {
        if (mention.kind != Kind::Place) continue;
        EntryId row = mention.value.entry == kNoEntry ? mention.value.within : mention.value.entry, at = mention.value.country_from == CountryFrom::Town ? row : mention.value.entry;
        std::string country = row == kNoEntry ? "-" : std::string(lexicon.field(row, "country"));
        if (country.empty()) country = lexicon.field(row, "iso2");
        out += (out.empty() ? "" : ", ") + std::string(document.text(bytes_of(analysis.tokens, mention.tokens))) + ' ' + country;
        auto degrees = [&](const char* column) { return std::to_string(std::lround(lexicon.number(at, column))); };
        if (at != kNoEntry && !lexicon.field(at, "lat").empty()) out += ' ' + degrees("lat") + ',' + degrees("lon");
    }
    return out;
}

const std::string kBrief =
    "Date: 2021-12-28\n\n"
    "GENEVA, Dec. 28 (Reuters) - Ellen Pruitt, a spokeswoman for the World Health Organization (WHO), said on Monday that\n"
    "Kenya would buy 1.5 million doses for $12 million.\n\n"
    "Pruitt said the WHO had talked to Kenyan officials in Nairobi for three days. The doses arrive on Jan. 10.\n";

}  // namespace

TEST_CASE("an article without words") {
    for (const char* text : {"", " \n\n ", "...", "\xFF", "\xEF\xBB\xBF"}) CHECK(entities_of(text) == "");
}

TEST_CASE("a small article: people, organizations and their short forms") {
    CHECK(entities_of(kBrief, "person") == "person Ellen Pruitt: [Ellen Pruitt] [Pruitt]\n");
    CHECK(entities_of(kBrief, "organization") == "organization Reuters: [Reuters]\norganization World Health Organization: [World Health Organization] [WHO] [WHO]\n");
}

TEST_CASE("a small article: places and groups") {
    CHECK(entities_of(kBrief, "place") == "place Geneva: [GENEVA]\nplace Kenya: [Kenya]\nplace Nairobi: [Nairobi]\n");
    CHECK(entities_of(kBrief, "group") == "group Kenyan: [Kenyan]\n");
}

TEST_CASE("a small article: numbers and dates with their values") {
    CHECK(entities_of(kBrief, "number") == "number 1.5 million = 1500000: [1.5 million]\nnumber $12 million = 12000000: [$12 million]\n");
    CHECK(entities_of(kBrief, "date") ==
          "date 2021-12-28 = 2021-12-28: [2021-12-28] [Dec. 28]\n"
          "date Monday = 2021-12-27: [Monday]\n"
          "date three days = P3D: [three days]\n"
          "date Jan. 10 = 2022-01-10: [Jan. 10]\n");
}

TEST_CASE("without a date of publication relative dates stay open") {
    CHECK(entities_of("They met on Monday.", "date").find("2021") == std::string::npos);
    CHECK(entities_of("They met on Monday.", "date", "2021-12-28") == "date Monday = 2021-12-27: [Monday]\n");
}

TEST_CASE("a country has one entity under its names") {
    CHECK(entities_of("The United States left. The U.S. came back. US troops stayed.", "place") == "place United States: [United States] [U.S.] [US]\n");
}

TEST_CASE("mentions are in order, without overlap, each in one entity, each with a rule") {
    Document document("", kBrief);
    Workspace workspace;
    const Analysis& analysis = analyzer().analyze(document, workspace);
    uint32_t at = 0;
    std::vector<int> entities(analysis.mentions.size(), 0);
    for (const Mention& mention : analysis.mentions) {
        CHECK(mention.tokens.begin >= at);
        CHECK(mention.tokens.end > mention.tokens.begin);
        CHECK(rule_name(analyzer().rules(), mention.rule) != "");
        at = mention.tokens.end;
    }
    CHECK(at <= analysis.tokens.size());
    for (const Entity& entity : analysis.entities)
        for (uint32_t m : entity.mentions) ++entities[m];
    for (int count : entities) CHECK(count == 1);
}

TEST_CASE("a workspace can be used again, whatever it held") {
    Workspace used;
    Document brief("", kBrief), other("", "Kofi Mensah paid 5 euros in Accra."), none("", "");
    std::string first = print(brief, analyzer().analyze(brief, used), "");
    CHECK(print(other, analyzer().analyze(other, used), "") == entities_of("Kofi Mensah paid 5 euros in Accra."));
    CHECK(print(none, analyzer().analyze(none, used), "") == "");
    CHECK(print(brief, analyzer().analyze(brief, used), "") == first);
}

TEST_CASE("an own folder that is not there is an error") { CHECK_THROWS(Analyzer(Analyzer::Options{"/nonexistent/lexicons", {}})); }

TEST_CASE("a length that is counted from the day of the article has a start and an end") {
    CHECK(bounds_of("Prices rose over the last 3 months.", "2021-12-28") == "last 3 months 2021-09-28/2021-12-28\n");
    CHECK(bounds_of("The mill will reopen in three weeks and two days.", "2021-12-28") == "three weeks and two days 2021-12-28/2022-01-20\n");
    CHECK(bounds_of("He must pay within a month.", "2021-12-28") == "a month 2021-12-28/2022-01-28\n");
    CHECK(bounds_of("It was the first win in two years.", "2021-12-28") == "two years /\n");
    CHECK(bounds_of("He must leave within a week of his release.", "2021-12-28") == "a week /\n");
    CHECK(bounds_of("Talks will resume in half an hour.", "2021-12-28T23:50") == "half an hour 2021-12-28T23:50/2021-12-29T00:20\n");
    CHECK(bounds_of("Talks will resume in half an hour.", "2021-12-28") == "half an hour /\n");
}

TEST_CASE("a clock time without a day is of the day of its paragraph, else of the day that the article began with") {
    CHECK(bounds_of("A shell hit a school on Sunday.\n\nIt had been closed on Friday. At 9 a.m. two boys broke in.\n\nThe shell fell at 2:40 p.m. and killed nobody.", "2021-12-28") ==
          "Sunday 2021-12-26/2021-12-26\nFriday 2021-12-24/2021-12-24\n9 a.m. 2021-12-24T09:00/2021-12-24T09:00\n2:40 p.m. 2021-12-26T14:40/2021-12-26T14:40\n");
}

TEST_CASE("which day a clock time, a month or \"weeks later\" belongs to") {
    // What has happened was on no day that is to come.
    CHECK(bounds_of("Rain fell on Monday.\n\nPlay will resume on Wednesday. Umpires inspected the pitch at 2.30 p.m. and left.", "2021-12-28") ==
          "Monday 2021-12-27/2021-12-27\nWednesday 2021-12-29/2021-12-29\n2.30 p.m. 2021-12-27T14:30/2021-12-27T14:30\n");
    // Nothing happened on the day since which it was shut.
    CHECK(bounds_of("A mill burned on Sunday. It had been shut since Friday. The fire began at 2 p.m. and spread.", "2021-12-28") ==
          "Sunday 2021-12-26/2021-12-26\nFriday 2021-12-24/2021-12-24\n2 p.m. 2021-12-26T14:00/2021-12-26T14:00\n");
    CHECK(bounds_of("A shop was robbed on Sunday. In June thieves had taken its clocks, on June 3. Who was there at 2 p.m. should call.", "2021-12-28") ==
          "Sunday 2021-12-26/2021-12-26\nJune 2021-06-01/2021-06-30\nJune 3 2021-06-03/2021-06-03\n2 p.m. 2021-12-26T14:00/2021-12-26T14:00\n");
    // A night ends in the morning.
    CHECK(bounds_of("Missiles fell last night. One hit a mast at 2.06am.", "2021-12-28") == "last night 2021-12-27/2021-12-27\n2.06am 2021-12-28T02:06/2021-12-28T02:06\n");
    // "The worst since 1918" does not move what follows into that year.
    CHECK(bounds_of("It was the wettest month since 1918. On November 9 and again on November 17 a dam broke.", "2021-12-28") ==
          "1918 1918-01-01/1918-12-31\nNovember 9 2021-11-09/2021-11-09\nNovember 17 2021-11-17/2021-11-17\n");
    CHECK(bounds_of("In May 1940 she joined the ministry; six weeks later he was killed.", "2021-12-28") == "May 1940 1940-05-01/1940-05-31\nsix weeks later /\n");
}

TEST_CASE("which place of its name is meant") {
    // What stands behind contains it.
    CHECK(places_of("She was born in Norton, Ohio.") == "Norton US 41,-82, Ohio US 40,-83");
    CHECK(places_of("He flew from Atlanta, Georgia, to Tbilisi, Georgia.") == "Atlanta US 34,-84, Georgia US 33,-83, Tbilisi GE 42,45, Georgia GE 42,44");
    CHECK(places_of("The mayor of London, Ontario, was late.") == "London CA 43,-81, Ontario CA 50,-86");
    // Of an enumeration it does not.
    CHECK(places_of("The rules hold in Oklahoma, Pennsylvania and Utah.") == "Oklahoma US 36,-98, Pennsylvania US 41,-78, Utah US 39,-112");
    CHECK(places_of("Envoys of Ghana, Niger, Nigeria and Togo met.") == "Ghana GH 8,-2, Niger NE 16,8, Nigeria NG 10,8, Togo TG 8,1");
    // Nouns.
    CHECK(places_of("The mills stand in the states of Texas and Georgia.") == "Texas US 32,-99, Georgia US 33,-83");
    CHECK(places_of("She comes from Georgia the country, not from Georgia the state.") == "Georgia GE 42,44, Georgia US 33,-83");
    // Very near places.
    CHECK(places_of("Crews from Wadsworth, Rittman and Seville came. WADSWORTH is in Ohio. So is SEVILLE.").find("Seville US 41,-82") != std::string::npos);
    CHECK(places_of("Madrid and Seville agreed.") == "Madrid ES 40,-4, Seville ES 37,-6");
}

TEST_CASE("a place without a row of its own is of the country that the article tells") {
    CHECK(places_of("The village of Qazmiraq in northern Mali was flooded.") == "Qazmiraq ML, Mali ML 17,-4");
    CHECK(places_of("Two men died in the Kenyan town of Qazmiraq. Envoys of Peru and Ghana were there.").starts_with("Qazmiraq KE, "));
    // Beside it stands another than where the lists know one.
    CHECK(places_of("Police in Bradford, Ontario, said so.") == "Bradford CA, Ontario CA 50,-86");
    // All is of one country.
    CHECK(places_of("The Kenyan minister left Nairobi. In the village of Qazmiraq nobody was hurt.") == "Nairobi KE -1,37, Qazmiraq KE");
    // Of two it is not known.
    CHECK(places_of("Kenya and Peru agreed. In the village of Qazmiraq nobody was hurt.") == "Kenya KE 1,38, Peru PE -10,-76, Qazmiraq -");
    // It lies in a town, or near it.
    CHECK(places_of("Kenya and Peru agreed. The village of Qazmiraq in the Philippines was flooded.") == "Kenya KE 1,38, Peru PE -10,-76, Qazmiraq PH, Philippines PH 13,122");
    CHECK(places_of("Kenya and Peru agreed. They walked in Qazmiraq. The village of Qazmiraq in northern Mali burnt.").find("Qazmiraq ML, Qazmiraq ML") != std::string::npos);
    CHECK(places_of("They met at the Qazmir Stadium in Brisbane.") == "Qazmir Stadium AU -27,153, Brisbane AU -27,153");
    CHECK(places_of("They met in Brisbane's Qazmir Stadium.") == "Brisbane AU -27,153, Qazmir Stadium AU -27,153");
    CHECK(places_of("The village of Qazmiraq near Brisbane was flooded.") == "Qazmiraq AU, Brisbane AU -27,153");
    // Its name tells it.
    CHECK(places_of("Bombs fell in Southern Afghanistan.").find("AF") != std::string::npos);
    // A sea has no country.
    CHECK(places_of("The ship left Kenya for the Qazmir Sea.") == "Kenya KE 1,38, Qazmir Sea -");
    // The head tells the sort, the rest the row.
    CHECK(places_of("Snow fell in Akita Prefecture.") == "Akita Prefecture JP 40,140");
}
