#include "evidence.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "error.h"
#include "spelling.h"

// Linked in by the source that compile_lexicons.cc writes.
extern "C" const char nutgraf_weights_begin[];
extern "C" const char nutgraf_weights_end[];

namespace nutgraf {
namespace {

// ---------------------------------------------------------------- classes of words

/// What kind of word a token is, the first that holds. Spans are told apart by the classes of their words.
enum class Class : uint8_t {
    None, Of, The, And, For, Particle, Lower, Hyphen, Possessive, Ampersand, Comma, Number, Mark,
    Initial, Function, Day, Title, People, Country, City, CityPerson, Town, OrgHead, PlaceHead, Given, Surname, CommonPerson,
    Body, Acronym, Common, Listed, Unlisted,
};
constexpr size_t kClassCount = 32;
constexpr std::array<std::string_view, kClassCount> kClassNames = {
    "None", "Of", "The", "And", "For", "Particle", "Lower", "Hyphen", "Possessive", "Ampersand", "Comma", "Number", "Mark",
    "Initial", "Function", "Calendar", "Title", "People", "Country", "City", "CityPerson", "Town", "OrgHead", "PlaceHead", "Given", "Surname", "CommonPerson",
    "Body", "Acronym", "Common", "Listed", "Unlisted",
};
constexpr unsigned kClassBits = 5;

/// What stands beside a span: a word of grammar, or what kind of word or mark it is.
using Context = uint32_t;
constexpr std::array<std::string_view, 9> kLowerNames = {"Says", "Acts", "Trades", "Moves", "Role", "Titled", "Noun", "Begin", "End"};
constexpr Context kFirstLower = kClassCount, kBegin = kFirstLower + 7, kEnd = kFirstLower + 8;
constexpr Context kFirstMark = kFirstLower + kLowerNames.size();
constexpr Context kFirstWord = kFirstMark + kShapeCount;
constexpr unsigned kContextBits = 12;

bool is_letters(Shape shape) { return shape <= Shape::Mixed; }

// ---------------------------------------------------------------- questions

enum class Ask : uint8_t {
    None, Name, Words, Looks, Classes, Rule, Says, Around, Begins, Ends, Within, Crosses, Whole, First, Last, Middle, ListBegins, ListEnds, ListWithin, ListAround,
    ListCrosses, Before, Before2, After, After2, BeforeList, AfterList, BeforeAs, AfterAs, BeforePair, AfterPair, Between, WholeLists, FirstLists, LastLists, Sport, StartAs, CapsAs, HeadlineAs, Ending, LowerElsewhere, Quoted, Bracketed,
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
constexpr std::array<Question, static_cast<size_t>(Ask::kCount)> kQuestions = {{
    {"", Answer::Nothing, ""},
    {"name", Answer::Nothing, "a name at all"},
    {"words", Answer::Number, "words with capitals: *"},
    {"looks", Answer::Number, "how it is written: *"},
    {"classes", Answer::Classes, "its words are *"},
    {"rule", Answer::Rule, "a rule says so: *"},
    {"says", Answer::KindGrade, "a rule says so: *"},
    {"around", Answer::KindGrade, "a rule says more than it: *"},
    {"begins", Answer::KindGrade, "a rule says its begin: *"},
    {"ends", Answer::KindGrade, "a rule says its end: *"},
    {"within", Answer::KindGrade, "a rule says a part of it: *"},
    {"crosses", Answer::KindGrade, "a rule says otherwise: *"},
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
    {"match-report", Answer::Classes, "in a match report: *"},
    {"start", Answer::Classes, "begins a sentence: *"},
    {"capitals", Answer::Classes, "in a line of capitals: *"},
    {"headline", Answer::Classes, "in a headline: *"},
    {"ending", Answer::Letters, "ends like *"},
    {"lower-elsewhere", Answer::Number, "stands in lower case elsewhere (*)"},
    {"quoted", Answer::Nothing, "in quotation marks"},
    {"bracketed", Answer::Nothing, "in brackets"},
    {"same", Answer::KindNumber, "elsewhere in the article it is *"},
    {"same-class", Answer::KindNumber, "elsewhere in the article such a word is *"},
    {"last-of", Answer::KindNumber, "the last word of a longer name: *"},
    {"first-of", Answer::KindNumber, "the first word of a longer name: *"},
    {"part-of", Answer::KindNumber, "inside a longer name: *"},
    {"last-is", Answer::KindNumber, "its last word alone is elsewhere *"},
    {"first-is", Answer::KindNumber, "its first word alone is elsewhere *"},
    {"rest-is", Answer::KindNumber, "its end alone is elsewhere *"},
    {"beside-before", Answer::KindContext, "a name stands before it: *"},
    {"beside-after", Answer::KindContext, "a name stands behind it: *"},
    {"kept", Answer::KindNumber, "the first look said *"},
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

uint64_t kind_grade(Kind kind, Sureness sure) { return static_cast<uint64_t>(kind) * 3 + static_cast<uint64_t>(sure); }

/// Words of at most this many tokens are proposed where no rule says more.
constexpr uint32_t kLongest = 9;
constexpr uint32_t kLongestJoin = 2;  // "Bank of the West"

}  // namespace

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

/// What a token is; worked out when first asked.
struct Evidence::Word {
    static constexpr uint16_t kUnasked = 0xFFFF;
    Class cls = Class::None;
    bool may_end = false;  // of a name: it may begin and end one
    uint16_t context = kUnasked;
};

struct Evidence::Workspace::State {
    std::vector<NameSpan> spans;
    std::vector<Word> words;
    std::vector<Candidate> candidates;  // in order of place
    std::vector<TokenSpan> measured;    // sure numbers and dates, each with the furthest end so far
    std::array<uint64_t, 1024> lower_words{};  // a filter of the article's words in lower case
    // Of the second look: the first's names.
    std::vector<NameSpan> named;
    std::vector<std::pair<uint64_t, uint32_t>> same, parts;  // by the hash of words: counts and roles
    uint32_t first_candidate = 0, first_hit = 0;
    uint32_t sport = 0;  // candidates for teams
    std::vector<uint32_t> candidate_reach, hit_reach;  // the greatest end so far
};

Evidence::Workspace::Workspace() : state_(std::make_unique<State>()) {}
Evidence::Workspace::~Workspace() = default;
Evidence::Workspace::Workspace(Workspace&&) noexcept = default;
const std::vector<NameSpan>& Evidence::Workspace::spans() const { return state_->spans; }
std::vector<NameSpan>& Evidence::Workspace::spans() { return state_->spans; }

Evidence::Evidence() : model_(std::make_unique<Model>()) {}
Evidence::Evidence(Evidence&&) noexcept = default;
Evidence& Evidence::operator=(Evidence&&) noexcept = default;
Evidence::~Evidence() = default;

namespace {

enum Flag : uint16_t {
    kFunction = 1, kDay = 2, kTitle = 4, kPeople = 8, kCountry = 16, kCity = 32, kTown = 64, kOrgHead = 128, kPlaceHead = 256, kGiven = 512, kSurname = 1024,
    kCommon = 2048, kBody = 4096, kAny = 8192,
};
uint16_t flag_of(std::string_view label) {
    struct Known {
        std::string_view label;
        uint16_t flag;
    };
    static constexpr Known kRows[] = {
        {"function", kFunction}, {"month", kDay}, {"weekday", kDay}, {"holiday", kDay}, {"title", kTitle}, {"nationality", kPeople}, {"religion", kPeople}, {"politics", kPeople},
        {"ethnic", kPeople}, {"country", kCountry}, {"us-state", kCountry}, {"us-state-abbreviation", kCountry}, {"region", kCountry}, {"city", kCity}, {"town", kTown},
        {"small-city", kTown}, {"admin1", kTown}, {"admin2", kTown}, {"org-head", kOrgHead}, {"org-head-of", kOrgHead}, {"company-suffix", kOrgHead}, {"place-head", kPlaceHead},
        {"place-head-before", kPlaceHead}, {"place-head-of", kPlaceHead}, {"direction", kPlaceHead}, {"given-name", kGiven}, {"nickname", kGiven}, {"surname", kSurname},
        {"east-asian-surname", kSurname}, {"east-asian-given", kSurname}, {"common", kCommon}, {"mixed", kCommon}, {"not-name", kCommon}, {"company", kBody}, {"media", kBody},
        {"party", kBody}, {"government", kBody}, {"international", kBody}, {"armed-group", kBody}, {"military", kBody}, {"university", kBody}, {"sports-team", kBody},
        {"seat", kBody},
    };
    for (const auto& row : kRows)
        if (row.label == label) return row.flag;
    return kAny;
}

Class class_of_flags(unsigned flags) {
    if (flags & kFunction) return Class::Function;
    if (flags & kDay) return Class::Day;
    if (flags & kTitle) return Class::Title;
    if (flags & kPeople) return Class::People;
    if (flags & kCountry) return Class::Country;
    bool person = (flags & (kGiven | kSurname)) != 0;
    if (flags & kCity) return person ? Class::CityPerson : Class::City;
    if (flags & kOrgHead) return Class::OrgHead;
    if (flags & kPlaceHead) return Class::PlaceHead;
    if (person && (flags & kCommon) != 0) return Class::CommonPerson;
    if (flags & kGiven) return Class::Given;
    if (flags & kBody) return Class::Body;
    if (flags & kSurname) return Class::Surname;
    if (flags & kTown) return Class::Town;
    if (flags & kCommon) return Class::Common;
    return (flags & kAny) != 0 ? Class::Listed : Class::Unlisted;
}

bool between(const NameSpan& a, const NameSpan& b) { return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin : a.tokens.end < b.tokens.end; }

uint64_t words_key(const std::vector<Token>& tokens, uint32_t begin, uint32_t end) {
    uint64_t key = 1;
    for (uint32_t i = begin; i < end; ++i) key = mix(key, tokens[i].word);
    return key;
}

/// How clearly the first look has chosen a span's kind: 0 hardly, 1, 2 by far.
unsigned clearness(const NameSpan& span) {
    int32_t other = 0;
    for (size_t k = 0; k < kNameKinds; ++k)
        if (k != span.kind) other = std::max(other, span.score[k]);
    int32_t margin = span.score[span.kind] - other;
    return margin >= 300 ? 2 : margin >= 100 ? 1 : 0;
}

/// Bits of what a name's part has been, by kind: the last word of a name of several, the first, another.
constexpr uint32_t part_bit(size_t kind, unsigned role) { return 1U << (kind * 3 + role); }

}  // namespace

const Evidence::Word& Evidence::word_of(const Article& article, uint32_t i, Workspace::State& state) const {
    auto& word = state.words[i];
    if (word.context != Word::kUnasked) return word;
    const Token& token = article.tokens[i];
    uint32_t set = article.hits.sets[i][0];
    word.may_end = false;
    switch (token.shape) {
        case Shape::Lower: {
            uint32_t known = model_->find_word(token.word);
            word.context = static_cast<uint16_t>(known != 0 ? kFirstWord + known : model_->lower_context[set]);
            static const WordId kOf = word_id("of"), kThe = word_id("the"), kAnd = word_id("and"), kFor = word_id("for");
            word.cls = token.word == kOf ? Class::Of : token.word == kThe ? Class::The : token.word == kAnd ? Class::And : token.word == kFor ? Class::For
                       : static_cast<Class>(model_->lower_context[set]) == Class::Particle ? Class::Particle : Class::Lower;
            break;
        }
        case Shape::Capital:
        case Shape::Upper:
        case Shape::Mixed:
            word.cls = static_cast<Class>(model_->capital_class[set]);
            if (token.shape == Shape::Upper && !token.all_caps && (word.cls == Class::Unlisted || word.cls == Class::Listed || word.cls == Class::Common)) word.cls = Class::Acronym;
            word.may_end = word.cls != Class::Function || (token.shape == Shape::Upper && !token.all_caps);  // "the WHO"
            word.context = static_cast<uint16_t>(word.cls);
            if (word.cls == Class::Function)
                if (uint32_t known = model_->find_word(token.word)) word.context = static_cast<uint16_t>(kFirstWord + known);
            break;
        case Shape::Initial:
            word = {Class::Initial, true, static_cast<uint16_t>(Class::Initial)};
            break;
        case Shape::Alphanumeric:
            word = {Class::Number, true, static_cast<uint16_t>(Class::Number)};
            break;
        default:
            word.cls = token.shape == Shape::Hyphen ? Class::Hyphen : token.shape == Shape::Possessive ? Class::Possessive : token.shape == Shape::Ampersand ? Class::Ampersand
                       : token.shape == Shape::Comma ? Class::Comma : token.shape >= Shape::Day && token.shape <= Shape::Decade ? Class::Number : Class::Mark;
            word.context = static_cast<uint16_t>(kFirstMark + static_cast<uint32_t>(token.shape));
            break;
    }
    return word;
}

template <class Sink>
void Evidence::gather(const Article& article, Look look, const NameSpan& name, Workspace::State& state, Sink&& sink) const {
    const auto& tokens = article.tokens;
    const auto& words = state.words;
    const uint32_t begin = name.tokens.begin, end = name.tokens.end;
    uint32_t last = end - 1, length = end - begin;
    auto add = [&](Ask ask, uint64_t argument = 0) __attribute__((always_inline)) { sink(ask, argument); };
    auto labels = [&](Ask ask, uint32_t token) {
        for (size_t image = 0; image < article.lexicon.image_count(); ++image)
            for (LabelId label : article.lexicon.label_set(image, article.hits.sets[token][image])) add(ask, label);
    };
    // What stands before and behind, within the sentence.
    auto context = [&](int64_t at, bool behind) -> Context {
        if (at < 0) return kBegin;
        if (at >= static_cast<int64_t>(tokens.size())) return kEnd;
        auto i = static_cast<uint32_t>(at);
        if (behind) {
            for (uint32_t j = end; j <= i; ++j)
                if (tokens[j].starts_sentence) return kEnd;
        } else {
            for (uint32_t j = i + 1; j <= begin; ++j)
                if (tokens[j].starts_sentence) return kBegin;
        }
        return word_of(article, i, state).context;
    };
    auto at = static_cast<int64_t>(begin);
    Context before = context(at - 1, false), before2 = context(at - 2, false), after = context(end, true), after2 = context(int64_t{end} + 1, true);

    uint64_t classes = 1;  // of all words, or of the first two and the last two
    for (uint32_t i = begin; i < end; ++i)
        if (length <= 4 || i < begin + 2 || i + 2 >= end) classes = classes << kClassBits | static_cast<uint64_t>(words[i].cls);
    if (length > 4) classes |= uint64_t{1} << 40;
    // Of the first and the last.
    uint64_t brief = 1U << kClassBits | static_cast<uint64_t>(words[begin].cls);
    if (length > 1) brief = brief << kClassBits | static_cast<uint64_t>(words[last].cls);

    // Where the rules' candidates stand to it.
    std::array<uint32_t, 6> relations{};  // bits by kind and grade: says, around, begins, ends, within, crosses
    while (state.first_candidate < state.candidates.size() && state.candidate_reach[state.first_candidate] <= begin) ++state.first_candidate;
    for (uint32_t c = state.first_candidate; c < state.candidates.size() && state.candidates[c].tokens.begin < end; ++c) {
        const Candidate& candidate = state.candidates[c];
        if (candidate.tokens.end <= begin) continue;
        bool same_begin = candidate.tokens.begin == begin, same_end = candidate.tokens.end == end;
        uint32_t bit = 1U << kind_grade(candidate.kind, candidate.sure);
        size_t relation = same_begin && same_end ? 0
                          : candidate.tokens.begin <= begin && candidate.tokens.end >= end ? 1
                          : same_begin ? 2 : same_end ? 3 : candidate.tokens.begin > begin && candidate.tokens.end < end ? 4 : 5;
        bool own = candidate.rule >= kFirstOwnRule;
        if (own != (look == Look::Second)) continue;
        if (relation == 0) add(Ask::Rule, static_cast<uint64_t>(candidate.kind) << 16 | candidate.rule);
        if (own && relation != 1) continue;
        relations[relation] |= bit;
    }
    for (size_t relation = 0; relation < relations.size(); ++relation)
        for (uint32_t bits = relations[relation]; bits != 0; bits &= bits - 1)
            add(static_cast<Ask>(static_cast<size_t>(Ask::Says) + relation), static_cast<uint64_t>(__builtin_ctz(bits)) + (look == Look::Second ? 18 : 0));

    if (look == Look::Second) {
        // What the article's other names say. Counts leave out the span itself.
        auto find = [](const std::vector<std::pair<uint64_t, uint32_t>>& table, uint64_t key) -> uint32_t {
            auto found = std::lower_bound(table.begin(), table.end(), std::pair<uint64_t, uint32_t>(key, 0));
            return found != table.end() && found->first == key ? found->second : 0;
        };
        auto count_of = [&](uint32_t counts, size_t kind) { return counts >> (10 * kind) & 0x3FF; };
        uint32_t counts = find(state.same, words_key(tokens, begin, end));
        uint64_t several = length > 1;
        for (size_t k = 0; k < kNameKinds; ++k) {
            // How often, by how clearly each was chosen; least, some, most.
            uint32_t clearly = 0;
            for (unsigned level = 0; level < 3; ++level) {
                uint32_t n = count_of(counts, k) >> (3 * level) & 7;
                if (name.first_kind == k && name.clearness == level && n > 0) --n;
                if (n > 0) clearly = level + 1;
            }
            if (clearly == 0) continue;
            add(Ask::Same, (k << 4 | clearly) * 2 + several);
            add(Ask::SameAs, (k << 8 | static_cast<uint64_t>(words[last].cls)) * 2 + several);
        }
        if (length == 1) {
            uint32_t roles = find(state.parts, tokens[begin].word);
            for (size_t k = 0; k < kNameKinds; ++k) {
                if (roles & part_bit(k, 0)) add(Ask::LastOf, k << 8 | static_cast<uint64_t>(words[last].cls));
                if (roles & part_bit(k, 1)) add(Ask::FirstOf, k << 8 | static_cast<uint64_t>(words[last].cls));
                if (roles & part_bit(k, 2)) add(Ask::PartOf, k);
            }
        } else {
            uint32_t of_last = find(state.same, words_key(tokens, last, end)), of_first = find(state.same, words_key(tokens, begin, begin + 1)),
                     of_rest = length > 2 ? find(state.same, words_key(tokens, begin + 1, end)) : 0;
            for (size_t k = 0; k < kNameKinds; ++k) {
                if (count_of(of_last, k)) add(Ask::LastIs, k);
                if (count_of(of_first, k)) add(Ask::FirstIs, k);
                if (count_of(of_rest, k)) add(Ask::RestIs, k);
            }
        }
        // The names beside it, and the one or two tokens between: "Poland, Hungary and X".
        auto beside = std::lower_bound(state.named.begin(), state.named.end(), name, between);
        if (beside != state.named.begin()) {
            auto previous = beside - 1;
            if (previous->tokens.end <= begin && begin - previous->tokens.end <= 2 && before != kBegin && (begin - previous->tokens.end == 0 || before2 != kBegin || begin < 2)) {
                uint32_t gap = begin - previous->tokens.end;
                Context joint = gap == 0 ? 0 : before;
                add(Ask::BesideBefore, (static_cast<uint64_t>(previous->kind) << kContextBits | joint) * 4 + gap);
            }
        }
        while (beside != state.named.end() && beside->tokens.begin < end) ++beside;
        if (beside != state.named.end()) {
            uint32_t gap = beside->tokens.begin - end;
            if (gap <= 2 && after != kEnd && (gap < 2 || after2 != kEnd)) add(Ask::BesideAfter, (static_cast<uint64_t>(beside->kind) << kContextBits | (gap == 0 ? 0 : after)) * 4 + gap);
        }
        if (name.first_kind < kNameKinds) add(Ask::Kept, static_cast<uint64_t>(name.first_kind) * 2 + several);
        return;
    }

    add(Ask::Name);
    uint32_t name_words = 0;
    uint64_t looks = 1;
    bool lower_all = true;
    for (uint32_t i = begin; i < end; ++i) {
        Shape shape = tokens[i].shape;
        bool word = is_letters(shape) && shape != Shape::Lower;
        name_words += word;
        if (i < begin + 8) looks = looks << 3 | (shape == Shape::Capital ? 1U : shape == Shape::Upper ? 2U : shape == Shape::Initial ? 3U : shape == Shape::Lower ? 4U : shape == Shape::Hyphen ? 5U : shape == Shape::Possessive ? 6U : 7U);
        if (word) lower_all &= (state.lower_words[tokens[i].word / 64 % state.lower_words.size()] >> (tokens[i].word % 64) & 1) != 0;
    }
    add(Ask::Words, std::min<uint32_t>(name_words, 6));
    add(Ask::Looks, looks);
    add(Ask::Classes, classes);
    if (length == 1) {
        labels(Ask::Whole, begin);
    } else {
        labels(Ask::First, begin);
        labels(Ask::Last, last);
        for (uint32_t i = begin + 1; i < last; ++i)
            if (is_letters(tokens[i].shape) && tokens[i].shape != Shape::Lower) labels(Ask::Middle, i);
    }
    const auto& names = article.hits.names;
    while (state.first_hit < names.size() && state.hit_reach[state.first_hit] <= begin) ++state.first_hit;
    for (uint32_t h = state.first_hit; h < names.size() && names[h].tokens.begin < end; ++h) {
        const LexiconHit& hit = names[h];
        if (hit.tokens.end <= begin) continue;
        bool same_begin = hit.tokens.begin == begin, same_end = hit.tokens.end == end;
        Ask ask = same_begin && same_end ? Ask::Whole
                  : hit.tokens.begin <= begin && hit.tokens.end >= end ? Ask::ListAround
                  : same_begin && hit.tokens.end < end ? Ask::ListBegins : same_end && hit.tokens.begin > begin ? Ask::ListEnds
                  : hit.tokens.begin > begin && hit.tokens.end < end ? Ask::ListWithin : Ask::ListCrosses;
        add(ask, hit.label);
    }
    add(Ask::Before, before);
    add(Ask::Before2, before2);
    add(Ask::After, after);
    add(Ask::After2, after2);
    if (before != kBegin) labels(Ask::BeforeList, begin - 1);
    if (after != kEnd) labels(Ask::AfterList, end);
    add(Ask::BeforeAs, static_cast<uint64_t>(before) << 20 | brief);
    add(Ask::AfterAs, static_cast<uint64_t>(after) << 20 | brief);
    auto pair = [](Context near, Context far) { return static_cast<uint64_t>(near) << kContextBits | far; };
    add(Ask::BeforePair, pair(before, before2));
    add(Ask::AfterPair, pair(after, after2));
    for (uint32_t i = begin + 1; i < last; ++i) {
        Class cls = words[i].cls;
        if (words[i].may_end || cls == Class::The) continue;
        uint32_t right = i + 1 < last && words[i + 1].cls == Class::The ? i + 2 : i + 1;
        add(Ask::Between, ((uint64_t{1} << kClassBits | static_cast<uint64_t>(words[i - 1].cls)) << kClassBits | static_cast<uint64_t>(cls)) << kClassBits | static_cast<uint64_t>(words[right].cls));
    }
    auto lists = [&](uint32_t token) { return model_->flags[article.hits.sets[token][0]]; };
    if (length == 1) {
        add(Ask::WholeLists, lists(begin));
    } else {
        add(Ask::FirstLists, lists(begin));
        add(Ask::LastLists, lists(last));
    }
    if (state.sport >= 3) add(Ask::Sport, brief);
    if (tokens[begin].starts_sentence) add(Ask::StartAs, brief);
    if (tokens[begin].all_caps) add(Ask::CapsAs, brief);
    if (tokens[begin].title_case) add(Ask::HeadlineAs, brief);
    // The ending of the last word, for what lists do not have.
    if (tokens[last].shape == Shape::Capital) {
        std::string_view text = article.text(last);
        for (size_t size : {size_t{2}, size_t{3}, size_t{4}}) {
            if (text.size() < size + 2) break;
            uint64_t letters = 0;
            for (char c : text.substr(text.size() - size)) letters = letters << 8 | static_cast<unsigned char>(c);
            add(Ask::Ending, letters << 1 | (length > 1));
        }
    }
    if (lower_all) add(Ask::LowerElsewhere, name_words > 1 ? 2 : tokens[begin].starts_sentence ? 1 : 0);
    Shape left = begin > 0 ? tokens[begin - 1].shape : Shape::Stop, right = end < tokens.size() ? tokens[end].shape : Shape::Stop;
    if (left == Shape::Quote && right == Shape::Quote) add(Ask::Quoted);
    if (left == Shape::Open && right == Shape::Close) add(Ask::Bracketed);
}

void Evidence::find_spans(const Article& article, Workspace::State& state) const {
    const auto& tokens = article.tokens;
    auto count = static_cast<uint32_t>(tokens.size());
    state.words.assign(count, {});
    state.lower_words.fill(0);
    for (const Token& token : tokens)
        if (token.shape == Shape::Lower) state.lower_words[token.word / 64 % state.lower_words.size()] |= uint64_t{1} << (token.word % 64);
    auto joins = [&](uint32_t i) {
        Class cls = state.words[i].cls;
        return (cls >= Class::Of && cls <= Class::Particle) || (cls >= Class::Hyphen && cls <= Class::Ampersand) || (cls == Class::Function && tokens[i].shape != Shape::Lower);
    };
    auto may_end = [&](uint32_t i) {
        Shape shape = tokens[i].shape;
        bool letters = shape == Shape::Capital || shape == Shape::Upper || shape == Shape::Initial || shape == Shape::Mixed || shape == Shape::Alphanumeric;
        return letters && word_of(article, i, state).may_end;
    };
    state.spans.clear();
    for (uint32_t i = 0; i < count; ++i) {
        if (!may_end(i)) continue;
        uint32_t joined = 0;
        for (uint32_t j = i; j < count && j < i + kLongest; ++j) {
            if (j > i && tokens[j].starts_sentence) break;
            if (word_of(article, j, state).may_end) {
                state.spans.push_back({{i, j + 1}, {}, kNameKinds});
                joined = 0;
            } else if (!joins(j) || ++joined > kLongestJoin) {
                break;
            }
        }
    }
    // What rules say, too.
    size_t proposed = state.spans.size();
    for (const Candidate& candidate : state.candidates)
        if (static_cast<size_t>(candidate.kind) < kNameKinds) {
            NameSpan span{candidate.tokens, {}, kNameKinds};
            auto known = std::lower_bound(state.spans.begin(), state.spans.begin() + static_cast<std::ptrdiff_t>(proposed), span, between);
            if (known != state.spans.begin() + static_cast<std::ptrdiff_t>(proposed) && known->tokens == span.tokens) continue;
            for (uint32_t i = span.tokens.begin; i < span.tokens.end; ++i) word_of(article, i, state);
            state.spans.push_back(span);
        }
    if (state.spans.size() > proposed) {
        std::sort(state.spans.begin() + static_cast<std::ptrdiff_t>(proposed), state.spans.end(), between);
        std::inplace_merge(state.spans.begin(), state.spans.begin() + static_cast<std::ptrdiff_t>(proposed), state.spans.end(), between);
        state.spans.erase(std::unique(state.spans.begin(), state.spans.end(), [](const NameSpan& a, const NameSpan& b) { return a.tokens == b.tokens; }), state.spans.end());
    }
}

void Evidence::drop_measured(Workspace::State& state) const {
    // Inside a sure number or date no name is looked for: "100 degrees Celsius".
    auto& measured = state.measured;
    measured.clear();
    for (const Candidate& candidate : state.candidates)
        if ((candidate.kind == Kind::Number || candidate.kind == Kind::Date) && candidate.sure == Sureness::Sure && candidate.tokens.end - candidate.tokens.begin > 1)
            measured.push_back({candidate.tokens.begin, std::max(candidate.tokens.end, measured.empty() ? 0 : measured.back().end)});
    if (measured.empty()) return;
    auto from = measured.begin();
    std::erase_if(state.spans, [&](const NameSpan& span) {
        while (from + 1 != measured.end() && (from + 1)->begin <= span.tokens.begin) ++from;
        return from->begin <= span.tokens.begin && from->end >= span.tokens.end && from->end - from->begin > span.tokens.end - span.tokens.begin;
    });
}

void Evidence::remember(const Article& article, Workspace::State& state) const {
    const auto& tokens = article.tokens;
    state.named.clear();
    state.same.clear();
    state.parts.clear();
    for (NameSpan& span : state.spans) {
        span.first_kind = span.kind;
        if (span.kind == kNameKinds) continue;
        span.clearness = static_cast<uint8_t>(clearness(span));
        state.named.push_back(span);
        state.same.emplace_back(words_key(tokens, span.tokens.begin, span.tokens.end), 1U << (10 * span.kind + 3 * span.clearness));
        if (span.tokens.end - span.tokens.begin < 2) continue;
        for (uint32_t i = span.tokens.begin; i < span.tokens.end; ++i)
            if (state.words[i].may_end) state.parts.emplace_back(tokens[i].word, part_bit(span.kind, i + 1 == span.tokens.end ? 0 : i == span.tokens.begin ? 1 : 2));
    }
    auto merge = [](std::vector<std::pair<uint64_t, uint32_t>>& table, auto join) {
        std::sort(table.begin(), table.end());
        size_t kept = 0;
        for (size_t i = 0; i < table.size(); ++i) {
            if (kept > 0 && table[kept - 1].first == table[i].first) table[kept - 1].second = join(table[kept - 1].second, table[i].second);
            else table[kept++] = table[i];
        }
        table.resize(kept);
    };
    merge(state.same, [](uint32_t a, uint32_t b) {
        for (unsigned kind = 0; kind < kNameKinds; ++kind)
            for (unsigned shift = 10 * kind; shift < 10 * kind + 9; shift += 3)
                if ((b >> shift & 7) != 0 && (a >> shift & 7) < 7) a += 1U << shift;
        return a;
    });
    merge(state.parts, [](uint32_t a, uint32_t b) { return a | b; });
}

void Evidence::prepare(const Article& article, Look look, const std::vector<Candidate>& candidates, Workspace& workspace) const {
    auto& state = *workspace.state_;
    state.candidates = candidates;
    std::sort(state.candidates.begin(), state.candidates.end(), [](const Candidate& a, const Candidate& b) {
        return std::tuple(a.tokens.begin, a.tokens.end, a.kind, a.sure, a.rule) < std::tuple(b.tokens.begin, b.tokens.end, b.kind, b.sure, b.rule);
    });
    auto reach = [](auto& from, std::vector<uint32_t>& to) {
        to.resize(from.size());
        uint32_t most = 0;
        for (size_t i = 0; i < from.size(); ++i) to[i] = most = std::max(most, from[i].tokens.end);
    };
    state.sport = static_cast<uint32_t>(std::count_if(state.candidates.begin(), state.candidates.end(), [](const Candidate& c) { return c.subkind == Subkind::Sport; }));
    reach(state.candidates, state.candidate_reach);
    reach(article.hits.names, state.hit_reach);
    state.first_candidate = state.first_hit = 0;
    if (look == Look::First) {
        find_spans(article, state);
        drop_measured(state);
    } else {
        remember(article, state);
    }
}

void Evidence::list(const Article& article, Look look, const NameSpan& span, Workspace& workspace, std::vector<EvidenceId>& out) const {
    auto& state = *workspace.state_;
    state.first_candidate = state.first_hit = 0;
    gather(article, look, span, state, [&](Ask ask, uint64_t argument) { out.push_back(evidence(ask, argument)); });
}

void choose_spans(std::vector<NameSpan>& spans) {
    // best[i]: the highest sum of the spans that begin at position i of `spans` or behind it.
    thread_local std::vector<int64_t> best;
    thread_local std::vector<uint32_t> behind;
    best.assign(spans.size() + 1, 0);
    behind.resize(spans.size());
    auto kind_of = [](const NameSpan& span) {
        size_t kind = 0;
        for (size_t k = 1; k < kNameKinds; ++k)
            if (span.score[k] > span.score[kind]) kind = k;
        return kind;
    };
    for (size_t i = spans.size(); i-- > 0;) {
        size_t next = i + 1;
        while (next < spans.size() && spans[next].tokens.begin < spans[i].tokens.end) ++next;
        behind[i] = static_cast<uint32_t>(next);
        best[i] = std::max(best[i + 1], best[next] + spans[i].score[kind_of(spans[i])]);
    }
    size_t next = 0;
    for (size_t i = 0; i < spans.size(); ++i) {
        spans[i].kind = kNameKinds;
        if (i < next || best[i] == best[i + 1]) continue;
        spans[i].kind = static_cast<uint8_t>(kind_of(spans[i]));
        next = behind[i];
    }
}

void Evidence::choose_names(const Article& article, Look look, const std::vector<Candidate>& candidates, Workspace& workspace, std::vector<Candidate>& chosen) const {
    auto& state = *workspace.state_;
    prepare(article, look, candidates, workspace);
    for (NameSpan& span : state.spans) {
        Row sum{};
        gather(article, look, span, state, [&](Ask ask, uint64_t argument) __attribute__((always_inline)) {
            const Row& row = model_->row(ask, argument);
            for (size_t k = 0; k < row.by_kind.size(); ++k) sum.by_kind[k] += row.by_kind[k];
        });
        for (size_t k = 0; k < kNameKinds; ++k) span.score[k] += sum.by_kind[k];
    }
    choose_spans(state.spans);
    take(workspace, chosen);
}

void Evidence::take(const Workspace& workspace, std::vector<Candidate>& chosen) const {
    const auto& state = *workspace.state_;
    chosen.clear();
    size_t c = 0;
    for (const NameSpan& span : state.spans) {
        if (span.kind == kNameKinds) continue;
        Candidate name{span.tokens, static_cast<Kind>(span.kind), Subkind::None, span.score[span.kind] > 200 ? Sureness::Likely : Sureness::Possible, own_rule(Own::Evidence)};
        while (c < state.candidates.size() && (state.candidates[c].tokens.begin < span.tokens.begin ||
               (state.candidates[c].tokens.begin == span.tokens.begin && state.candidates[c].tokens.end < span.tokens.end))) ++c;
        for (size_t same = c; same < state.candidates.size() && state.candidates[same].tokens == span.tokens; ++same)
            if (state.candidates[same].kind == name.kind) {
                name = state.candidates[same];
                break;
            }
        chosen.push_back(name);
    }
}

// ---------------------------------------------------------------- the file of weights

namespace {

std::string print_classes(uint64_t classes) {
    std::string out;
    bool long_name = (classes >> 40 & 1) != 0;
    classes &= ~(uint64_t{1} << 40);
    int count = 0;
    while (classes >> (kClassBits * static_cast<unsigned>(count)) > 1) ++count;
    for (int i = count; i-- > 0;) {
        out += (out.empty() ? "" : "+") + std::string(kClassNames[classes >> (kClassBits * static_cast<unsigned>(i)) & (kClassCount - 1)]);
        if (long_name && i == 2) out += "+...";
    }
    return out;
}

std::optional<uint64_t> parse_classes(std::string_view text) {
    uint64_t classes = 1;
    for (std::string_view part : split(text, '+')) {
        if (part == "...") {
            classes |= uint64_t{1} << 50;
            continue;
        }
        auto found = std::find(kClassNames.begin(), kClassNames.end(), part);
        if (found == kClassNames.end()) return std::nullopt;
        uint64_t mark = classes & uint64_t{1} << 50;
        classes = (classes & ~mark) << kClassBits | static_cast<uint64_t>(found - kClassNames.begin()) | mark;
    }
    if (classes >> 50 & 1) classes = (classes & ~(uint64_t{1} << 50)) | uint64_t{1} << 40;
    return classes;
}

constexpr std::array<std::string_view, 14> kFlagNames = {"function", "day", "title", "people", "country", "city", "town", "org-head", "place-head", "given", "surname", "common", "body", "other"};

std::string print_flags(uint64_t flags) {
    std::string out;
    for (size_t i = 0; i < kFlagNames.size(); ++i)
        if (flags >> i & 1) out += (out.empty() ? "" : "+") + std::string(kFlagNames[i]);
    return out.empty() ? "none" : out;
}

std::optional<uint64_t> parse_flags(std::string_view text) {
    uint64_t flags = 0;
    if (text == "none") return flags;
    for (std::string_view part : split(text, '+')) {
        auto found = std::find(kFlagNames.begin(), kFlagNames.end(), part);
        if (found == kFlagNames.end()) return std::nullopt;
        flags |= uint64_t{1} << (found - kFlagNames.begin());
    }
    return flags;
}

std::optional<uint64_t> parse_number(std::string_view text) {
    uint64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

void Evidence::explain(const Article& article, const Candidate& name, Workspace& workspace, std::vector<Reason>& reasons) const {
    auto& state = *workspace.state_;
    auto span = std::lower_bound(state.spans.begin(), state.spans.end(), NameSpan{name.tokens}, between);
    if (span == state.spans.end() || span->tokens != name.tokens || static_cast<size_t>(name.kind) >= kNameKinds) return;
    auto first = static_cast<std::ptrdiff_t>(reasons.size());
    for (Look look : {Look::First, Look::Second}) {
        state.first_candidate = state.first_hit = 0;
        gather(article, look, *span, state, [&](Ask ask, uint64_t argument) {
            if (int32_t weight = model_->row(ask, argument).by_kind[static_cast<size_t>(name.kind)]; weight != 0) reasons.push_back({evidence(ask, argument), weight});
        });
    }
    std::stable_sort(reasons.begin() + first, reasons.end(), [](const Reason& a, const Reason& b) { return std::abs(a.weight) > std::abs(b.weight); });
}

std::string Evidence::describe(EvidenceId id) const {
    const Question& question = kQuestions[static_cast<size_t>(ask_of(id))];
    std::string out(question.about), piece = print(id);
    size_t star = out.find('*');
    if (star != std::string::npos) out.replace(star, 1, piece.substr(std::min(piece.size(), question.name.size() + 1)));
    return out;
}

std::string Evidence::print(EvidenceId id) const {
    const Question& question = kQuestions[static_cast<size_t>(ask_of(id))];
    uint64_t argument = argument_of(id);
    auto context = [&](uint64_t value) -> std::string {
        if (value >= kFirstWord) return model_->words[value - kFirstWord - 1];
        if (value >= kFirstMark) return std::string(shape_name(static_cast<Shape>(value - kFirstMark)));
        if (value >= kFirstLower) return std::string(kLowerNames[value - kFirstLower]);
        return std::string(kClassNames[value]);
    };
    auto kind = [](uint64_t value) { return std::string(kind_name(static_cast<Kind>(value))); };
    std::string out(question.name);
    switch (question.answer) {
        case Answer::Nothing: return out;
        case Answer::Number: return out + ' ' + std::to_string(argument);
        case Answer::Classes: return out + ' ' + print_classes(argument);
        case Answer::Rule: return out + ' ' + kind(argument >> 16) + '/' + std::string(rule_name(*model_->rules, static_cast<RuleId>(argument & 0xFFFF))) + ((argument & kFirstOwnRule) != 0 ? "/again" : "");
        case Answer::KindGrade: return out + ' ' + kind(argument % 18 / 3) + '/' + std::string(sureness_name(static_cast<Sureness>(argument % 3))) + (argument >= 18 ? "/again" : "");
        case Answer::Label: return out + " @" + std::string(model_->lexicon->label_name(static_cast<LabelId>(argument)));
        case Answer::Neighbour: return out + ' ' + context(argument);
        case Answer::NeighbourClasses: return out + ' ' + context(argument >> 20) + ' ' + print_classes(argument & 0xFFFFF);
        case Answer::Letters: {
            std::string letters;
            for (uint64_t rest = argument >> 1; rest != 0; rest >>= 8) letters.insert(letters.begin(), static_cast<char>(rest & 0xFF));
            return out + ((argument & 1) != 0 ? " + " : " ") + letters;
        }
        case Answer::KindNumber: return out + ' ' + std::to_string(argument);
        case Answer::Pair: return out + ' ' + context(argument >> kContextBits) + ' ' + context(argument & ((1U << kContextBits) - 1));
        case Answer::Flags: return out + ' ' + print_flags(argument);
        case Answer::KindContext: return out + ' ' + kind(argument >> (kContextBits + 2)) + ' ' + std::to_string(argument & 3) + ' ' + context(argument >> 2 & ((1U << kContextBits) - 1));
    }
    return out;
}

EvidenceId Evidence::parse(std::string_view name) const {
    auto parts = split(name, ' ');
    auto question = std::find_if(kQuestions.begin() + 1, kQuestions.end(), [&](const Question& q) { return q.name == parts[0]; });
    if (question == kQuestions.end()) return 0;
    auto ask = static_cast<Ask>(question - kQuestions.begin());
    auto argument = [&](size_t i) { return i < parts.size() ? parts[i] : std::string_view(); };
    auto context = [&](std::string_view text) -> std::optional<uint64_t> {
        // Of marks the shape is told, of words with a capital the class.
        auto cls = static_cast<size_t>(std::find(kClassNames.begin(), kClassNames.end(), text) - kClassNames.begin());
        if (cls < kClassCount && cls >= static_cast<size_t>(Class::Initial)) return cls;
        for (auto i = static_cast<size_t>(Shape::Day); i < kShapeCount; ++i)
            if (shape_name(static_cast<Shape>(i)) == text) return kFirstMark + i;
        if (cls < kClassCount) return cls;
        for (size_t i = 0; i < kLowerNames.size(); ++i)
            if (kLowerNames[i] == text) return kFirstLower + i;
        uint32_t word = model_->find_word(word_id(text));
        if (word != 0) return kFirstWord + word;
        return std::nullopt;
    };
    std::optional<uint64_t> value;
    switch (question->answer) {
        case Answer::Nothing: value = 0; break;
        case Answer::Number:
        case Answer::KindNumber: value = parse_number(argument(1)); break;
        case Answer::Classes: value = parse_classes(argument(1)); break;
        case Answer::Rule: {
            size_t slash = argument(1).find('/');
            auto kind = parse_kind(argument(1).substr(0, slash));
            if (!kind || slash == std::string_view::npos) break;
            std::string_view rule = argument(1).substr(slash + 1);
            bool again = rule.ends_with("/again");
            if (again) rule.remove_suffix(std::string_view("/again").size());
            for (RuleId r = 0; !again && r < model_->rules->rules().size(); ++r)
                if (model_->rules->rules()[r].kind == *kind && model_->rules->rules()[r].name == rule) value = static_cast<uint64_t>(*kind) << 16 | r;
            for (size_t own = 0; again && own < static_cast<size_t>(Own::kCount); ++own)
                if (RuleId r = own_rule(static_cast<Own>(own)); own_rule(r).name == rule) value = static_cast<uint64_t>(*kind) << 16 | r;
            break;
        }
        case Answer::KindGrade: {
            auto pieces = split(argument(1), '/');
            auto kind = parse_kind(pieces[0]);
            if (!kind || pieces.size() < 2) break;
            for (Sureness sure : {Sureness::Sure, Sureness::Likely, Sureness::Possible})
                if (sureness_name(sure) == pieces[1]) value = kind_grade(*kind, sure) + (pieces.size() > 2 ? 18 : 0);
            break;
        }
        case Answer::Label:
            if (LabelId label = argument(1).empty() ? kNoLabel : model_->lexicon->find_label(argument(1).substr(1)); label != kNoLabel) value = label;
            break;
        case Answer::Neighbour: value = context(argument(1)); break;
        case Answer::NeighbourClasses: {
            auto beside = context(argument(1));
            auto classes = parse_classes(argument(2));
            if (beside && classes) value = *beside << 20 | *classes;
            break;
        }
        case Answer::Pair: {
            auto near = context(argument(1)), far = context(argument(2));
            if (near && far) value = *near << kContextBits | *far;
            break;
        }
        case Answer::Flags: value = parse_flags(argument(1)); break;
        case Answer::Letters: {
            bool several = argument(1) == "+";
            uint64_t letters = 0;
            for (char c : argument(several ? 2 : 1)) letters = letters << 8 | static_cast<unsigned char>(c);
            value = letters << 1 | several;
            break;
        }
        case Answer::KindContext: {
            auto kind = parse_kind(argument(1));
            auto gap = parse_number(argument(2));
            auto joint = context(argument(3));
            if (kind && gap && joint) value = (static_cast<uint64_t>(*kind) << kContextBits | *joint) * 4 + *gap;
            break;
        }
    }
    return value ? evidence(ask, *value) : 0;
}

Evidence Evidence::built_in(const Lexicon& lexicon, const Rules& rules) {
    return from_text(lexicon, rules, "evidence.weights", {nutgraf_weights_begin, static_cast<size_t>(nutgraf_weights_end - nutgraf_weights_begin)});
}

Evidence Evidence::from_text(const Lexicon& lexicon, const Rules& rules, const std::string& file, std::string_view text, const std::vector<std::string>& more_words) {
    Evidence made;
    Model& model = *made.model_;
    model.lexicon = &lexicon;
    model.rules = &rules;

    std::vector<uint16_t> label_flags(lexicon.label_count());
    std::vector<uint8_t> lower(lexicon.label_count(), 0);
    for (LabelId label = 0; label < label_flags.size(); ++label) {
        std::string_view name = lexicon.label_name(label);
        label_flags[label] = flag_of(name);
        constexpr std::array<std::string_view, 7> kLower = {"speech-verb", "person-verb", "company-verb", "motion-verb", "role", "title", "counted-noun"};
        for (size_t i = 0; i < kLower.size(); ++i)
            if (kLower[i] == name) lower[label] = static_cast<uint8_t>(kFirstLower + i);
    }
    LabelId particle = lexicon.find_label("name-particle");
    for (size_t set = 0; set < lexicon.set_count(0); ++set) {
        unsigned all = 0;
        uint8_t context = 0;
        bool is_particle = false;
        for (LabelId label : lexicon.label_set(0, static_cast<uint16_t>(set))) {
            all |= label_flags[label];
            is_particle |= label == particle;
            if (lower[label] != 0 && (context == 0 || lower[label] < context)) context = lower[label];
        }
        model.flags.push_back(static_cast<uint16_t>(all));
        model.capital_class.push_back(static_cast<uint8_t>(class_of_flags(all)));
        model.lower_context.push_back(is_particle ? static_cast<uint8_t>(Class::Particle) : context != 0 ? context : static_cast<uint8_t>(Class::Lower));
    }

    // Words first, then the rows.
    std::vector<std::string> words = more_words;
    std::vector<std::pair<std::string_view, Weights>> lines;
    std::string errors;
    size_t number = 0;
    while (!text.empty()) {
        size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        auto fields = split(line, '\t');
        auto fail = [&](const std::string& what) { errors += file + ':' + std::to_string(number) + ": " + what + '\n'; };
        if (fields.size() != kNameKinds + 1) {
            fail("expected a piece of evidence and its weights for person, place and organization, with tabs between");
            continue;
        }
        if (fields[0] == "evidence") continue;
        Weights weights{};
        for (size_t k = 0; k < kNameKinds; ++k) {
            auto [rest, error] = std::from_chars(fields[k + 1].data(), fields[k + 1].data() + fields[k + 1].size(), weights[k]);
            if (error != std::errc() || rest != fields[k + 1].data() + fields[k + 1].size()) fail("a weight is a whole number, not \"" + std::string(fields[k + 1]) + '"');
        }
        lines.emplace_back(fields[0], weights);
        auto parts = split(fields[0], ' ');
        auto question = std::find_if(kQuestions.begin() + 1, kQuestions.end(), [&](const Question& q) { return q.name == parts[0]; });
        if (question == kQuestions.end()) continue;
        size_t at = question->answer == Answer::KindContext ? 3 : 1;
        bool asks_word = question->answer == Answer::Neighbour || question->answer == Answer::Pair || question->answer == Answer::NeighbourClasses || question->answer == Answer::KindContext;
        if (asks_word && at < parts.size() && !parts[at].empty() && parts[at][0] >= 'a' && parts[at][0] <= 'z') words.emplace_back(parts[at]);
        if (question->answer == Answer::Pair && parts.size() > 2 && !parts[2].empty() && parts[2][0] >= 'a' && parts[2][0] <= 'z') words.emplace_back(parts[2]);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    model.add_words(words);
    std::vector<std::pair<EvidenceId, Weights>> rows;
    for (const auto& [name, weights] : lines)
        if (EvidenceId id = made.parse(name); id != 0) rows.emplace_back(id, weights);  // else a list or rule that is no more
    model.add(rows);
    if (!errors.empty()) {
        errors.pop_back();
        throw Error(errors);
    }
    return made;
}

}  // namespace nutgraf
