#include "entities.h"

#include <doctest/doctest.h>

#include "analyzer.h"

using namespace nutgraf;

namespace {

const Analyzer& analyzer() {
    static const Analyzer kAnalyzer;
    return kAnalyzer;
}

/// A text in which all mentions are given, so that no rule decides how they are linked.
class Story {
public:
    explicit Story(std::string text) : document_("story", std::move(text)) {
        find_tokens(document_, tokens_);
        analyzer().lexicon().find_hits(tokens_, hits_);
    }
    /// The next mention, behind the last one.
    Story& add(std::string_view words, Kind kind, Subkind subkind = Subkind::None, std::string value = "", std::string unit = "") {
        auto begin = static_cast<uint32_t>(document_.text().find(words, at_));
        REQUIRE(begin < document_.text().size());
        at_ = static_cast<uint32_t>(begin + words.size());
        Mention mention;
        mention.kind = kind;
        mention.subkind = subkind;
        mention.value.written = &figures_.add();
        mention.value.written->text = std::move(value);
        mention.value.written->unit = std::move(unit);
        for (uint32_t i = 0; i < tokens_.size(); ++i) {
            if (tokens_[i].bytes.begin == begin) mention.tokens.begin = i;
            if (tokens_[i].bytes.end == at_) mention.tokens.end = i + 1;
        }
        mentions_.push_back(mention);
        return *this;
    }
    Story& person(std::string_view words) { return add(words, Kind::Person); }
    Story& organization(std::string_view words) { return add(words, Kind::Organization); }

    /// A line an entity: "Vladimir Putin: Vladimir Putin, Putin".
    std::string entities() {
        Rules::Workspace workspace;
        analyzer().rules().encode(tokens_, hits_, workspace);
        std::vector<uint32_t> capitals;
        find_capitals(tokens_, capitals);
        Article article{document_, analyzer().lexicon(), analyzer().rules(), tokens_, hits_, capitals, workspace, {}};
        std::vector<Entity> entities;
        Members members;
        link(article, mentions_, figures_, entities, members);
        std::string out;
        for (const Entity& entity : entities) {
            out += std::string(entity.name) + ": ";
            for (size_t i = 0; i < entity.mentions.size(); ++i) out += (i == 0 ? "" : ", ") + std::string(article.text(mentions_[entity.mentions[i]].tokens));
            out += '\n';
        }
        return out;
    }

private:
    Document document_;
    std::vector<Token> tokens_;
    Hits hits_;
    std::vector<Mention> mentions_;
    Figures figures_;
    uint32_t at_ = 0;
};

}  // namespace

TEST_CASE("nothing mentioned, no entities") { CHECK(Story("It rained.").entities() == ""); }

TEST_CASE("a person is one by the full name, the surname and the first name") {
    CHECK(Story("Ellen Pruitt came. Pruitt spoke. Ellen left.").person("Ellen Pruitt").person("Pruitt").person("Ellen").entities() == "Ellen Pruitt: Ellen Pruitt, Pruitt, Ellen\n");
    CHECK(Story("Pruitt came, said Ellen Pruitt.").person("Pruitt").person("Ellen Pruitt").entities() == "Ellen Pruitt: Pruitt, Ellen Pruitt\n");
    CHECK(Story("Martin King Jr. spoke. King left.").person("Martin King Jr.").person("King").entities() == "Martin King Jr.: Martin King Jr., King\n");
    CHECK(Story("Ellen Pruitt met Vadim Sorokhtin. Sorokhtin left.").person("Ellen Pruitt").person("Vadim Sorokhtin").person("Sorokhtin").entities() ==
          "Ellen Pruitt: Ellen Pruitt\nVadim Sorokhtin: Vadim Sorokhtin, Sorokhtin\n");
    CHECK(Story("PRUITT LEAVES GENEVA TALKS\n\nEllen Pruitt left.").person("PRUITT").person("Ellen Pruitt").entities() == "Ellen Pruitt: PRUITT, Ellen Pruitt\n");
}

TEST_CASE("of two with one surname the first named owns it") {
    CHECK(Story("Bill Clinton and Hillary Clinton came. Clinton spoke.").person("Bill Clinton").person("Hillary Clinton").person("Clinton").entities() ==
          "Bill Clinton: Bill Clinton, Clinton\nHillary Clinton: Hillary Clinton\n");
}

TEST_CASE("a fuller name is the same person, a second fuller name is not") {
    CHECK(Story("Ilse Brandauer played. Ilse Rahel Brandauer was born.").person("Ilse Brandauer").person("Ilse Rahel Brandauer").entities() ==
          "Ilse Rahel Brandauer: Ilse Brandauer, Ilse Rahel Brandauer\n");
    CHECK(Story("Ann Mary Pruitt came. Ann Pruitt left.").person("Ann Mary Pruitt").person("Ann Pruitt").entities() == "Ann Mary Pruitt: Ann Mary Pruitt, Ann Pruitt\n");
    CHECK(Story("Ann Mary Pruitt met Ann Lee Pruitt. Ann Pruitt left.").person("Ann Mary Pruitt").person("Ann Lee Pruitt").person("Ann Pruitt").entities() ==
          "Ann Mary Pruitt: Ann Mary Pruitt, Ann Pruitt\nAnn Lee Pruitt: Ann Lee Pruitt\n");
}

TEST_CASE("a surname inside the full name stands for the person when it is no other's") {
    CHECK(Story("María Quiñones Rueda came. Quiñones spoke.").person("María Quiñones Rueda").person("Quiñones").entities() == "María Quiñones Rueda: María Quiñones Rueda, Quiñones\n");
    CHECK(Story("María Pruitt Rueda came with Ann Pruitt. Pruitt spoke.").person("María Pruitt Rueda").person("Ann Pruitt").person("Pruitt").entities() ==
          "María Pruitt Rueda: María Pruitt Rueda\nAnn Pruitt: Ann Pruitt, Pruitt\n");
}

TEST_CASE("groups are one in singular and plural") {
    auto group = [](std::string_view text, std::string_view one, std::string_view other) {
        return Story(std::string(text)).add(one, Kind::Group, Subkind::Religion).add(other, Kind::Group, Subkind::Religion).entities();
    };
    CHECK(group("A Muslim man met Muslims.", "Muslim", "Muslims") == "Muslims: Muslim, Muslims\n");
    CHECK(group("A Muslim man met Catholics.", "Muslim", "Catholics") == "Muslim: Muslim\nCatholics: Catholics\n");
}

TEST_CASE("an organization is one by its name and its acronym") {
    CHECK(Story("The National Rice Growers Association met. The NRGA waits.").organization("National Rice Growers Association").organization("NRGA").entities() ==
          "National Rice Growers Association: National Rice Growers Association, NRGA\n");
    CHECK(Story("The Office of Roads and Bridges (Orb) met. ORB waits.").organization("Office of Roads and Bridges").organization("Orb").organization("ORB").entities().find("ORB\n") != std::string::npos);
}

TEST_CASE("numbers and dates are one by their value") {
    CHECK(Story("It cost $5 million, or five million dollars, for 5 million men.")
              .add("$5 million", Kind::Number, Subkind::Money, "5000000", "USD")
              .add("five million dollars", Kind::Number, Subkind::Money, "5000000", "USD")
              .add("5 million", Kind::Number, Subkind::Cardinal, "5000000")
              .entities() == "$5 million: $5 million, five million dollars\n5 million: 5 million\n");
    CHECK(Story("On Monday, Dec. 27, and on Tuesday.").add("Monday", Kind::Date, Subkind::Day, "2021-12-27").add("Dec. 27", Kind::Date, Subkind::Day, "2021-12-27").add("Tuesday", Kind::Date, Subkind::Day, "2021-12-28").entities() ==
          "Monday: Monday, Dec. 27\nTuesday: Tuesday\n");
    // Open ones are one by their words.
    CHECK(Story("On Monday, and on Monday and Friday.").add("Monday", Kind::Date, Subkind::Day).add("Monday", Kind::Date, Subkind::Day).add("Friday", Kind::Date, Subkind::Day).entities() == "Monday: Monday, Monday\nFriday: Friday\n");
}

TEST_CASE("kinds are kept apart, entities are in the order of their first mentions") {
    CHECK(Story("Jordan met Jordan in Jordan.").person("Jordan").add("Jordan", Kind::Organization, Subkind::Sport).person("Jordan").entities() == "Jordan: Jordan, Jordan\nJordan: Jordan\n");
}

TEST_CASE("a name over a line's end has a space") {
    CHECK(Story("The paper was signed late in the night after long talks by Ellen\nPruitt, who had come from the coast in the morning by the first\ntrain.").person("Ellen\nPruitt").entities().starts_with("Ellen Pruitt: "));
}
