// The language of evidence: what is asked of a name, how the answers are numbered, and their weights. Private to evidence.cc,
// which asks, evidence_weights.cc, which reads and writes it as text, and evidence_compiler.cc, which makes tables of it.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "arrays.h"
#include "evidence.h"
#include "kin.h"
#include "unicode.h"

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
inline constexpr Context kLowerVerbs = 4;  // the first of kLowerNames are verbs
inline constexpr Context kBodyNoun = kClassCount + 6;
inline constexpr Context kFirstLower = kClassCount, kBegin = kFirstLower + 12, kEnd = kFirstLower + 13;
static_assert(kLowerNames[kBodyNoun - kFirstLower] == "OrgNoun");
inline constexpr Context kFirstMark = kFirstLower + kLowerNames.size();
inline constexpr Context kFirstWord = kFirstMark + kShapeCount;
inline constexpr unsigned kContextBits = 12;

inline bool is_letters(Shape shape) { return shape <= Shape::Mixed; }

// ---------------------------------------------------------------- questions

enum class Ask : uint8_t {
    None, Name, Words, Looks, Classes, Rule, Says, Around, Begins, Ends, Within, Crosses, Whole, First, Last, Middle, ListBegins, ListEnds, ListWithin, ListAround,
    ListCrosses, Before, Before2, After, After2, BeforeList, AfterList, BeforeAs, AfterAs, BeforePair, AfterPair, Between, Joint, WholeLists, FirstLists, LastLists, Sport, StartAs, CapsAs, HeadlineAs, Opening, Ending, Surround, ListedBefore, ListedAfter, LowerElsewhere, Quoted, Bracketed, SeenElsewhere, Appositive, Shortens, Kin, FirstKin, LastKin,
    // The second look's.
    Same, SameAs, LastOf, FirstOf, PartOf, LastIs, FirstIs, RestIs, BesideBefore, BesideAfter, Kept,
    kCount,
};
enum class Answer : uint8_t { Nothing, Number, Classes, Rule, KindGrade, Label, Neighbour, NeighbourClasses, Letters, KindNumber, KindContext, Pair, Flags, NeighbourFlags, Kin };
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
    {"joint", Answer::Classes, "inside it: *"},
    {"word-on", Answer::Flags, "the word is on lists of *"},
    {"first-on", Answer::Flags, "its first word is on lists of *"},
    {"last-on", Answer::Flags, "its last word is on lists of *"},
    {"match-report", Answer::Classes, "in a match report, a *"},
    {"start", Answer::Classes, "begins a sentence with a *"},
    {"capitals", Answer::Classes, "in a line of capitals, a *"},
    {"headline", Answer::Classes, "in a headline, a *"},
    {"opening", Answer::Letters, "begins like *"},
    {"ending", Answer::Letters, "ends like *"},
    {"both-sides", Answer::Pair, "before it and behind it: *"},
    {"before-on", Answer::NeighbourFlags, "before it, with such words: *"},
    {"after-on", Answer::NeighbourFlags, "behind it, with such words: *"},
    {"lower-elsewhere", Answer::Number, "the article has it in lower case, too*"},
    {"quoted", Answer::Nothing, "in quotation marks"},
    {"bracketed", Answer::Nothing, "in brackets"},
    {"seen", Answer::Number, "begins a sentence, and its first word stands with a capital inside * sentence"},
    {"appositive", Answer::Label, "explained behind a comma or \"is a\" by a word of the list *"},
    {"shortens", Answer::Number, "the article spells the letters out: *"},
    {"kin", Answer::Kin, "used like *"},
    {"first-kin", Answer::Kin, "its first word is used like *"},
    {"last-kin", Answer::Kin, "its last word is used like *"},
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

/// Null when there is none.
const Question* find_question(std::string_view name);

constexpr EvidenceId evidence(Ask ask, uint64_t argument) { return static_cast<uint64_t>(ask) << 56 | argument; }
constexpr Ask ask_of(EvidenceId id) { return static_cast<Ask>(id >> 56); }
constexpr uint64_t argument_of(EvidenceId id) { return id & 0xFFFFFFFFFFFFFF; }

/// A weight for each kind in one number, 21 bits for each, so that a sum of packed weights is one addition a piece. Sums stay
/// right up to a million hundredths for a kind; a weight of the file has at most kMostWeight.
using PackedWeights = uint64_t;
inline constexpr unsigned kWeightBits = 21;
inline constexpr int32_t kMostWeight = 9999;
constexpr PackedWeights pack(const Weights& weights) {
    PackedWeights packed = 0;
    for (size_t k = kNameKinds; k-- > 0;) packed = (packed << kWeightBits) + static_cast<uint64_t>(int64_t{weights[k]});
    return packed;
}
constexpr Weights unpack(PackedWeights packed) {
    Weights weights{};
    for (size_t k = 0; k < kNameKinds; ++k) {
        auto lowest = static_cast<int64_t>(packed << (64 - kWeightBits)) >> (64 - kWeightBits);
        weights[k] = static_cast<int32_t>(lowest);
        packed = static_cast<uint64_t>(static_cast<int64_t>(packed - static_cast<uint64_t>(lowest)) >> kWeightBits);
    }
    return weights;
}
static_assert(unpack(pack({-97, 83, -1}) + pack({-3, -90, 1})) == Weights{-100, -7, 0});

/// The weights of evidence with many answers, most of which have none: each id has one slot where it may stand. Ids that share
/// the upper bits of their hash share a shift, which was chosen so that no two of the table fall into one slot. A check of two
/// bytes a slot, all of which stay near, says of most ids that they have none.
class WeightTable {
public:
    /// What a table looks into.
    struct Parts;
    /// Of an id that comes twice the first counts.
    static Parts build(std::vector<std::pair<EvidenceId, PackedWeights>> rows);
    WeightTable() = default;
    explicit WeightTable(const Parts& parts);
    template <class Take>
    void for_each_array(Take&& take) {
        take(seed_), take(shifts_), take(checks_), take(slots_);
    }

    /// The weights of a piece; 0 when it has none.
    [[gnu::always_inline]] PackedWeights find(EvidenceId id) const {
        uint64_t hash = hash_of(id, seed_);
        size_t mask = checks_.size() - 1;
        size_t at = (hash + shifts_[hash >> kShiftOf]) & mask;
        const Slot& slot = slots_[checks_[at] == check_of(hash) ? at : mask + 1];  // no branch: nobody can foresee it
        return slot.weights & -static_cast<PackedWeights>(slot.id == id);
    }

private:
    static constexpr unsigned kShiftOf = 51;
    struct Slot {
        EvidenceId id = 0;
        PackedWeights weights = 0;
    };
    static uint64_t hash_of(EvidenceId id, uint64_t seed) { return hashing::multiply_fold(id ^ seed, hashing::kFactor); }
    static uint16_t check_of(uint64_t hash) { return static_cast<uint16_t>(hash >> 32); }
    uint64_t seed_ = hashing::kSeed;
    std::span<const uint16_t> shifts_;
    std::span<const uint16_t> checks_;  // by slot
    std::span<const Slot> slots_;       // behind the last an empty one
};

struct WeightTable::Parts {
    uint64_t seed = hashing::kSeed;
    std::vector<uint16_t> shifts, checks;
    std::vector<Slot> slots;
    bool place(const std::vector<std::pair<EvidenceId, PackedWeights>>& rows);
};

/// Where the weights of evidence with answers of two parts stand, such as what is before a name and of what classes it is: a row
/// for each first part and a column for each second.
struct WeightGrid {
    std::span<const uint16_t> cells;  // positions in Model::weights_of_two
    size_t width = 0;
    size_t at(uint64_t first, uint64_t second) const {
        assert(second < width && first * width + second < cells.size());
        return cells[first * width + second];
    }
};

/// Of answers of two parts, in how many bits the second stands; 0 of others.
constexpr unsigned second_bits(Ask ask) {
    Answer answer = kQuestions[static_cast<size_t>(ask)].answer;
    return answer == Answer::Pair ? kContextBits : answer == Answer::NeighbourClasses || answer == Answer::NeighbourFlags ? 20 : 0;
}

constexpr bool has_few_answers(Ask ask) {
    Answer answer = kQuestions[static_cast<size_t>(ask)].answer;
    return answer == Answer::Nothing || answer == Answer::KindGrade || answer == Answer::Label || answer == Answer::Neighbour ||
           (answer == Answer::Number && ask != Ask::Looks) || answer == Answer::KindNumber;
}

/// A kind and a sureness as one number; those of the second look come behind the others.
inline constexpr uint64_t kKindGrades = kKindCount * 3;
inline uint64_t kind_grade(Kind kind, Sureness sure) { return static_cast<uint64_t>(kind) * 3 + static_cast<uint64_t>(sure); }

/// Where a word stands to a name: what the lists say of it is asked apart for each.
enum class Part : uint8_t { Whole, First, Last, Middle, Before, After, Appositive };
inline constexpr size_t kPartCount = 7;
inline constexpr std::array<Ask, kPartCount> kListOf = {Ask::Whole, Ask::First, Ask::Last, Ask::Middle, Ask::BeforeList, Ask::AfterList, Ask::Appositive};
/// The question for like what the word is used, for the parts that have one.
inline constexpr size_t kKinParts = 3;
inline constexpr std::array<Ask, kKinParts> kKinOf = {Ask::Kin, Ask::FirstKin, Ask::LastKin};
/// The question for all lists of the word at once, for the parts that have one.
inline constexpr std::array<Ask, kPartCount> kListsOf = {Ask::WholeLists, Ask::FirstLists, Ask::LastLists, Ask::None, Ask::None, Ask::None, Ask::None};

/// Like what a word is used, as an answer: its group, the wider ones, or the kind of name.
enum class KinLevel : uint8_t { Group, Wider, Widest, Like };
inline constexpr unsigned kKinBits = 11;
constexpr uint64_t kin_answer(KinLevel level, uint64_t number) { return static_cast<uint64_t>(level) << kKinBits | number; }
/// Calls take(answer) for all that is said of a word.
template <class Take>
void ask_kin(const Kin& kin, KinOf of, const Take& take) {
    take(kin_answer(KinLevel::Group, of.group));
    if (of.group == KinOf::kNoGroup) return;
    take(kin_answer(KinLevel::Wider, kin.wider(of.group)));
    take(kin_answer(KinLevel::Widest, kin.widest(of.group)));
    take(kin_answer(KinLevel::Like, of.like));
}

/// What a token is.
struct Evidence::Word {
    uint16_t context = 0;
    uint16_t kin = pack({});  // of a word with a capital, like what it is used
    Class cls = Class::None;
    uint8_t look : 3 = 7;             // see Ask::Looks
    uint8_t may_end : 1 = false;      // of a name: it may begin and end one
    uint8_t joins : 1 = false;        // it may stand inside one
    uint8_t capital : 1 = false;      // letters with a capital
    uint8_t starts_sentence : 1 = false;
    uint8_t noted : 1 = true;         // so that no note is 0
    uint16_t lists = 0;               // on lists of what it is, as a position in Model::flags

    /// As a note of the vocabulary.
    uint64_t note() const {
        uint64_t note = 0;
        std::memcpy(&note, this, sizeof *this);
        return note;
    }
    void take(uint64_t note) { std::memcpy(this, &note, sizeof *this); }
    static constexpr uint16_t pack(KinOf kin) { return static_cast<uint16_t>(kin.like << kKinBits | kin.group); }
    KinOf used_like() const { return {static_cast<uint16_t>(kin & ((1U << kKinBits) - 1)), static_cast<uint8_t>(kin >> kKinBits)}; }
};

/// What evidence knows of the lists and its weights: tables, used in place, whether they are linked in or were made when the
/// program started (own_image).
struct Evidence::Model {
    uint64_t serial = 0;  // no two models have the same: for memories of what their weights add up to
    const Lexicon* lexicon = nullptr;
    const Rules* rules = nullptr;
    /// Lists that evidence does not ask: two that find_teams asks in articles about sport alone ("Leeds" is a town
    /// elsewhere, "are" and "have" stand behind everything), and one that says where a place lies and not that it is one.
    std::array<LabelId, 3> unasked = {kNoLabel, kNoLabel, kNoLabel};
    std::array<LabelId, 2> everyday = {kNoLabel, kNoLabel};                              // lists of everyday words, with their parts of speech
    std::array<LabelId, 3> weak = {kNoLabel, kNoLabel, kNoLabel};                        // everyday words that are bodies, too
    LabelId city = kNoLabel, function = kNoLabel, other_head = kNoLabel, org_head = kNoLabel, org_head_of = kNoLabel;
    Kin kin = Kin::built_in();
    /// Finds the lists by their names.
    void know(const Lexicon& lexicon, const Rules& rules);
    bool asks(LabelId label) const { return label != unasked[0] && label != unasked[1] && label != unasked[2]; }

    // The tables.
    size_t image_count = 0, label_count = 0, entry_count = 0, rule_count = 0;  // of the lexicon and rules that they are of
    std::span<const uint8_t> capital_class, lower_context;  // by label set of the first image
    std::span<const uint16_t> lists;                        // likewise: on lists of what a word is, as a position in `flags`
    std::span<const uint16_t> flags;                        // bits for what lists are of
    Strings words;                                          // told apart as context
    struct KnownWord {
        WordId word = 0;
        uint16_t position = 0;      // in `words`, plus 1; 0: it is not told apart
        Class cls = Class::None;    // as a word in lower case; None: as its lists say
        std::array<uint8_t, 5> reserved{};
    };
    std::span<const KnownWord> known_words;  // open-addressed
    // What tokens are: of letters by shape, outside lines of capitals and in them, and by label set; of others by shape.
    std::array<std::array<std::span<const Word>, 2>, static_cast<size_t>(Shape::Mixed) + 1> letters;
    std::span<const Word> marks;
    // The weights: by question and answer where answers are few, in grids where they have two parts, else in the table.
    std::array<std::span<const PackedWeights>, static_cast<size_t>(Ask::kCount)> few;
    std::array<WeightGrid, static_cast<size_t>(Ask::kCount)> grids;
    std::span<const uint16_t> brief_columns;         // of grids, by the classes of a name's first word and its last
    std::span<const PackedWeights> weights_of_two;  // the first are none, the next those that many answers have
    WeightTable many;
    // By image and set of labels: the sums of what the lists say of a word, for each part that it may be of a name.
    using PartWeights = std::array<PackedWeights, 8>;
    static_assert(kPartCount <= std::tuple_size_v<PartWeights>);
    std::array<std::span<const PartWeights>, 2> by_set;
    // The sums of what words that are used alike say, for a name of one word and for the first and last of several: by group, and
    // by the kind of name that a word is used like.
    struct KinWeights {
        std::span<const PackedWeights> by_group, by_like;
    };
    std::array<KinWeights, kKinParts> of_kin;
    std::vector<uint64_t> own_image;

    /// All tables, in the order of the image.
    template <class Take>
    void for_each_array(Take&& take) {
        take(image_count), take(label_count), take(entry_count), take(rule_count);
        take(capital_class), take(lower_context), take(lists), take(flags);
        words.for_each_array(take);
        take(known_words);
        for (auto& of_shape : letters)
            for (auto& table : of_shape) take(table);
        take(marks);
        for (auto& answers : few) take(answers);
        for (auto& grid : grids) take(grid.cells), take(grid.width);
        take(brief_columns), take(weights_of_two);
        many.for_each_array(take);
        for (auto& sums : by_set) take(sums);
        for (auto& sums : of_kin) take(sums.by_group), take(sums.by_like);
    }
    void use(const uint64_t* image) {
        ArrayReader read(image);
        for_each_array(read);
    }

    PackedWeights kin_weights(Part part, KinOf of) const {
        const KinWeights& weights = of_kin[static_cast<size_t>(part)];
        return weights.by_group[of.group] + weights.by_like[of.like];
    }

    /// Calls add(question, answer) for all that lists of one image say of a word.
    template <class Add>
    void ask_lists(Part part, size_t image, uint16_t set, const Add& add) const {
        auto p = static_cast<size_t>(part);
        for (LabelId label : lexicon->label_set(image, set))
            if (asks(label)) add(kListOf[p], label);
        if (image == 0 && kListsOf[p] != Ask::None) add(kListsOf[p], lists[set]);
    }

    /// The empty word when it is not known.
    const KnownWord& find_word(WordId word) const {
        size_t mask = known_words.size() - 1;
        for (size_t i = word & mask;; i = (i + 1) & mask)
            if (known_words[i].word == word || known_words[i].word == 0) return known_words[i];
    }
    Word word_of(const Token& token, uint16_t set) const {
        // "M23" and "G20" are names like letters alone, if a list has them.
        if (token.shape == Shape::Alphanumeric && set != 0) return letters[static_cast<size_t>(Shape::Upper)][token.all_caps][set];
        if (token.shape > Shape::Mixed) {
            Word word = marks[static_cast<size_t>(token.shape)];
            word.lists = lists[set];
            return word;
        }
        Word word = letters[static_cast<size_t>(token.shape)][token.all_caps][set];
        if (word.capital) word.kin = Word::pack(kin.find(token.word));
        if (word.capital && word.cls != Class::Function) return word;
        const KnownWord& known = find_word(token.word);
        if (known.position != 0) word.context = static_cast<uint16_t>(kFirstWord + known.position);
        if (!word.capital && known.cls != Class::None) {
            word.cls = known.cls;
            word.joins = true;
        }
        return word;
    }

    [[gnu::always_inline]] PackedWeights weights(Ask ask, uint64_t argument) const {
        if (has_few_answers(ask)) return few_weights(ask, argument);
        if (second_bits(ask) == 0) return many.find(evidence(ask, argument));
        auto [first, second] = parts_of(ask, argument);
        return weights_of_two[grids[static_cast<size_t>(ask)].at(first, second)];
    }
    /// The row and the column of an answer of two parts.
    [[gnu::always_inline]] std::pair<uint64_t, uint64_t> parts_of(Ask ask, uint64_t argument) const {
        uint64_t first = argument >> second_bits(ask), second = argument & ((uint64_t{1} << second_bits(ask)) - 1);
        return {first, kQuestions[static_cast<size_t>(ask)].answer == Answer::NeighbourClasses ? brief_columns[second] : second};
    }
    /// Of a question that has few answers.
    PackedWeights few_weights(Ask ask, uint64_t argument) const {
        assert(argument < few[static_cast<size_t>(ask)].size());
        return few[static_cast<size_t>(ask)][argument];
    }
};

}  // namespace nutgraf
