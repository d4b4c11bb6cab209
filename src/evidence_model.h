// The language of evidence: what is asked of a name, how the answers are numbered, and their weights. Private to evidence.cc,
// which asks, and evidence_weights.cc, which reads and writes it as text.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evidence.h"

namespace nutgraf {

// ---------------------------------------------------------------- classes of words

/// What kind of word a token is, the first that holds. Spans are told apart by the classes of their words.
enum class Class : uint8_t {
    None, Of, The, And, For, Particle, Lower, Hyphen, Possessive, Ampersand, Comma, Number, Mark,
    Initial, Function, Day, Title, People, Country, City, CityPerson, Town, OrgHead, PlaceHead, Given, Surname, CommonPerson,
    Body, Acronym, Common, Listed, Unlisted,
};
inline constexpr size_t kClassCount = 32;
inline constexpr std::array<std::string_view, kClassCount> kClassNames = {
    "None", "Of", "The", "And", "For", "Particle", "Lower", "Hyphen", "Possessive", "Ampersand", "Comma", "Number", "Mark",
    "Initial", "Function", "Calendar", "Title", "People", "Country", "City", "CityPerson", "Town", "OrgHead", "PlaceHead", "Given", "Surname", "CommonPerson",
    "Body", "Acronym", "Common", "Listed", "Unlisted",
};
/// The same for readers of explanations.
inline constexpr std::array<std::string_view, kClassCount> kClassPhrases = {
    "nothing", "\"of\"", "\"the\"", "\"and\"", "\"for\"", "particle of names", "word in lower case", "hyphen", "possessive", "\"&\"", "comma", "number", "mark",
    "initial", "small word", "month or day", "title", "people", "country", "city", "city or person's name", "town", "word like Ministry or Inc.", "word like River or Street",
    "first name", "family name", "name that is an everyday word", "organization", "acronym", "everyday word", "word on other lists", "word on no list",
};
inline constexpr unsigned kClassBits = 5;
/// Of a span of more than four words only the first two classes and the last two are told.
inline constexpr uint64_t kShortened = uint64_t{1} << 40;

/// What stands beside a span: a word of grammar, or what kind of word or mark it is.
using Context = uint32_t;
inline constexpr std::array<std::string_view, 14> kLowerNames = {"Says", "Acts", "Trades", "Moves", "Role", "Titled", "OrgNoun", "PlaceNoun", "ThingNoun", "OrgPart", "PlacePart", "Noun", "Begin", "End"};
inline constexpr std::array<std::string_view, 14> kLowerPhrases = {
    "a verb of speaking", "a verb of people", "a verb of business", "a verb of motion", "a role", "a title", "a noun for an organization", "a noun for a place", "a noun for a work, event or thing",
    "what organizations have", "what places have", "a counted noun", "the begin of the sentence", "the end of the sentence"};
inline constexpr Context kFirstLower = kClassCount, kBegin = kFirstLower + 12, kEnd = kFirstLower + 13;
inline constexpr Context kFirstMark = kFirstLower + kLowerNames.size();
inline constexpr Context kFirstWord = kFirstMark + kShapeCount;
inline constexpr unsigned kContextBits = 12;

inline bool is_letters(Shape shape) { return shape <= Shape::Mixed; }

// ---------------------------------------------------------------- questions

enum class Ask : uint8_t {
    None, Name, Words, Looks, Classes, Rule, Says, Around, Begins, Ends, Within, Crosses, Whole, First, Last, Middle, ListBegins, ListEnds, ListWithin, ListAround,
    ListCrosses, Before, Before2, After, After2, BeforeList, AfterList, BeforeAs, AfterAs, BeforePair, AfterPair, Between, WholeLists, FirstLists, LastLists, Sport, StartAs, CapsAs, HeadlineAs, Ending, LowerElsewhere, Quoted, Bracketed, SeenElsewhere, Appositive,
    // The second look's.
    Same, SameAs, LastOf, FirstOf, PartOf, LastIs, FirstIs, RestIs, BesideBefore, BesideAfter, Kept,
    kCount,
};
enum class Answer : uint8_t { Nothing, Number, Classes, Rule, KindGrade, Label, Neighbour, NeighbourClasses, Letters, KindNumber, KindContext, Pair, Flags };
struct Question {
    std::string_view name;
    Answer answer;
    std::string_view about;  // for readers; * is the answer
};
inline constexpr std::array<Question, static_cast<size_t>(Ask::kCount)> kQuestions = {{
    {"", Answer::Nothing, ""},
    {"name", Answer::Nothing, "a name at all"},
    {"words", Answer::Number, "words with capitals: *"},
    {"looks", Answer::Number, "how it is written: *"},
    {"classes", Answer::Classes, "its words are *"},
    {"rule", Answer::Rule, "found by the rule *"},
    {"says", Answer::KindGrade, "a rule takes it for *"},
    {"around", Answer::KindGrade, "a rule takes more than it for *"},
    {"begins", Answer::KindGrade, "a rule takes its begin for *"},
    {"ends", Answer::KindGrade, "a rule takes its end for *"},
    {"within", Answer::KindGrade, "a rule takes a part of it for *"},
    {"crosses", Answer::KindGrade, "a rule takes what overlaps it for *"},
    {"whole", Answer::Label, "on the list *"},
    {"first", Answer::Label, "its first word is on the list *"},
    {"last", Answer::Label, "its last word is on the list *"},
    {"middle", Answer::Label, "a word inside is on the list *"},
    {"list-begins", Answer::Label, "its first words are on the list *"},
    {"list-ends", Answer::Label, "its last words are on the list *"},
    {"list-within", Answer::Label, "words inside are on the list *"},
    {"list-around", Answer::Label, "part of what is on the list *"},
    {"list-crosses", Answer::Label, "cuts what is on the list *"},
    {"before", Answer::Neighbour, "before it: *"},
    {"before-that", Answer::Neighbour, "two before it: *"},
    {"after", Answer::Neighbour, "behind it: *"},
    {"after-that", Answer::Neighbour, "two behind it: *"},
    {"before-list", Answer::Label, "before it a word of the list *"},
    {"after-list", Answer::Label, "behind it a word of the list *"},
    {"before-class", Answer::NeighbourClasses, "before it, with such words: *"},
    {"after-class", Answer::NeighbourClasses, "behind it, with such words: *"},
    {"before-both", Answer::Pair, "before it, the nearer first: *"},
    {"after-both", Answer::Pair, "behind it: *"},
    {"between", Answer::Classes, "joined as *"},
    {"word-on", Answer::Flags, "the word is on lists of *"},
    {"first-on", Answer::Flags, "its first word is on lists of *"},
    {"last-on", Answer::Flags, "its last word is on lists of *"},
    {"match-report", Answer::Classes, "in a match report, a *"},
    {"start", Answer::Classes, "begins a sentence with a *"},
    {"capitals", Answer::Classes, "in a line of capitals, a *"},
    {"headline", Answer::Classes, "in a headline, a *"},
    {"ending", Answer::Letters, "ends like *"},
    {"lower-elsewhere", Answer::Number, "the article has it in lower case, too*"},
    {"quoted", Answer::Nothing, "in quotation marks"},
    {"bracketed", Answer::Nothing, "in brackets"},
    {"seen", Answer::Number, "begins a sentence, and its first word stands with a capital inside * sentence"},
    {"appositive", Answer::Label, "explained behind a comma by a word of the list *"},
    {"same", Answer::KindNumber, "elsewhere in the article it is *"},
    {"same-class", Answer::KindNumber, "elsewhere in the article it is *"},
    {"last-of", Answer::KindNumber, "the last word of the longer name of *"},
    {"first-of", Answer::KindNumber, "the first word of the longer name of *"},
    {"part-of", Answer::KindNumber, "inside the longer name of *"},
    {"last-is", Answer::KindNumber, "its last word alone is elsewhere *"},
    {"first-is", Answer::KindNumber, "its first word alone is elsewhere *"},
    {"rest-is", Answer::KindNumber, "its end alone is elsewhere *"},
    {"beside-before", Answer::KindContext, "before it stands *"},
    {"beside-after", Answer::KindContext, "behind it stands *"},
    {"kept", Answer::KindNumber, "by itself it is *"},
}};

constexpr EvidenceId evidence(Ask ask, uint64_t argument) { return static_cast<uint64_t>(ask) << 56 | argument; }
constexpr Ask ask_of(EvidenceId id) { return static_cast<Ask>(id >> 56); }
constexpr uint64_t argument_of(EvidenceId id) { return id & 0xFFFFFFFFFFFFFF; }

/// A weight for each kind, and one that stays 0.
struct alignas(16) Row {
    std::array<int32_t, 4> by_kind{};
};

constexpr bool has_few_answers(Ask ask) {
    Answer answer = kQuestions[static_cast<size_t>(ask)].answer;
    return answer == Answer::Nothing || answer == Answer::KindGrade || answer == Answer::Label || answer == Answer::Neighbour ||
           (answer == Answer::Number && ask != Ask::Looks) || answer == Answer::KindNumber;
}

/// A kind and a sureness as one number; those of the second look come behind the others.
inline constexpr uint64_t kKindGrades = kKindCount * 3;
inline uint64_t kind_grade(Kind kind, Sureness sure) { return static_cast<uint64_t>(kind) * 3 + static_cast<uint64_t>(sure); }

struct Evidence::Model {
    const Lexicon* lexicon = nullptr;
    const Rules* rules = nullptr;
    std::vector<uint8_t> capital_class, lower_context;  // by label set of the first image
    std::vector<uint16_t> flags;                        // likewise
    std::vector<std::string> words;                     // told apart as context
    std::vector<std::pair<WordId, uint32_t>> word_slots;  // open-addressed: to positions in `words`, plus 1
    // The weights: by question and answer where answers are few, else in a table behind a filter, because most have none.
    std::array<std::vector<Row>, static_cast<size_t>(Ask::kCount)> few;
    struct Slot {
        EvidenceId id = 0;
        uint32_t row = 0;
    };
    std::vector<Slot> slots = std::vector<Slot>(2);  // open-addressed
    std::vector<Row> rows;
    std::vector<uint64_t> filter = std::vector<uint64_t>(kFilterBits / 64);
    static constexpr size_t kFilterBits = 1U << 16;
    /// Words that begin an explanation behind a comma: "Globex, a Swiss software firm".
    static bool is_article(WordId word) {
        static const std::array<WordId, 5> kArticles = {word_id("a"), word_id("an"), word_id("the"), word_id("its"), word_id("one")};
        return std::find(kArticles.begin(), kArticles.end(), word) != kArticles.end();
    }

    uint32_t find_word(WordId word) const {
        size_t mask = word_slots.size() - 1;
        for (size_t i = word & mask;; i = (i + 1) & mask) {
            if (word_slots[i].second == 0 || word_slots[i].first == word) return word_slots[i].second;
        }
    }
    void add_words(const std::vector<std::string>& more) {
        for (const auto& word : more)
            if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
        size_t size = 64;
        while (size < words.size() * 4) size *= 2;
        word_slots.assign(size, {0, 0});
        for (size_t w = 0; w < words.size(); ++w) {
            WordId id = word_id(words[w]);
            size_t i = id & (size - 1);
            while (word_slots[i].second != 0) i = (i + 1) & (size - 1);
            word_slots[i] = {id, static_cast<uint32_t>(w + 1)};
        }
    }
    static uint64_t hash_of(EvidenceId id) { return (id * 0x9E3779B97F4A7C15U) >> 32; }
    const Row& row(Ask ask, uint64_t argument) const {
        static constexpr Row kNone{};
        if (has_few_answers(ask)) {
            const auto& answers = few[static_cast<size_t>(ask)];
            return argument < answers.size() ? answers[argument] : kNone;
        }
        EvidenceId id = evidence(ask, argument);
        uint64_t hash = hash_of(id);
        if ((filter[hash % kFilterBits / 64] >> (hash % 64) & 1) == 0) return kNone;
        for (size_t i = hash & (slots.size() - 1);; i = (i + 1) & (slots.size() - 1)) {
            if (slots[i].id == id) return rows[slots[i].row];
            if (slots[i].id == 0) return kNone;
        }
    }
    void add(const std::vector<std::pair<EvidenceId, Weights>>& all) {
        size_t size = 64;
        while (size < all.size() * 2) size *= 2;
        slots.assign(size, {});
        for (const auto& [id, weights] : all) {
            Row row{{weights[0], weights[1], weights[2], 0}};
            if (has_few_answers(ask_of(id))) {
                auto& answers = few[static_cast<size_t>(ask_of(id))];
                if (answers.size() <= argument_of(id)) answers.resize(argument_of(id) + 1);
                answers[argument_of(id)] = row;
                continue;
            }
            uint64_t hash = hash_of(id);
            filter[hash % kFilterBits / 64] |= uint64_t{1} << (hash % 64);
            size_t i = hash & (size - 1);
            while (slots[i].id != 0) i = (i + 1) & (size - 1);
            slots[i] = {id, static_cast<uint32_t>(rows.size())};
            rows.push_back(row);
        }
    }
};

}  // namespace nutgraf
