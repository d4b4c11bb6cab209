#include "evidence.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <type_traits>

#include "evidence_model.h"
#include "other_names.h"

namespace nutgraf {
namespace {

/// Words of at most this many tokens are proposed where no rule says more.
constexpr uint32_t kLongest = 9;
constexpr uint32_t kLongestJoin = 2;  // "Bank of the West"
/// Of longer names, which nobody has, the packed sums are unpacked on the way: they might not stay in range.
constexpr uint32_t kManyTokens = 100;
/// What an acronym stands for, by the last word of what it is spelled out as.
enum class Spelled : uint8_t {
    Words = 1,  // "gross domestic income (GDI)", in small letters
    Thing = 2,  // "the Global Youth Summit (GYS)"
    Body = 3,   // "the Peace Research Institute (PRI)"
    Name = 4,   // "Lindqvist Barta Zell (LBZ)"
};
/// No sum that is in range.
constexpr PackedWeights kUnasked = PackedWeights{1} << 63;
/// Behind all tokens.
constexpr uint32_t kBeyond = 0xFFFFFFFF;

/// A set of an article's words that may hold a few more than were added: one in a thousand. Two bits a word in as little memory
/// as the article needs.
class WordFilter {
public:
    /// Empties it.
    void clear(size_t token_count) {
        bits_.assign(std::bit_ceil(token_count / 4 + 1), 0);
        mask_ = bits_.size() * 64 - 1;
    }
    /// Without a branch: whether it holds nobody can foresee.
    void add(WordId word, bool holds) {
        for (uint64_t bit : {word & mask_, word >> 32 & mask_}) bits_[bit / 64] |= static_cast<uint64_t>(holds) << (bit % 64);
    }
    bool has(WordId word) const {
        uint64_t one = word & mask_, other = word >> 32 & mask_;
        return (bits_[one / 64] >> (one % 64) & bits_[other / 64] >> (other % 64) & 1) != 0;
    }

private:
    std::vector<uint64_t> bits_ = {0};
    uint64_t mask_ = 63;
};

}  // namespace

struct Evidence::Workspace::State {
    std::vector<NameSpan> spans;
    std::vector<Word> words;            // by token
    /// What a word that is a whole name says of itself.
    struct KnownName {
        PackedWeights sum = kUnasked;
        uint64_t written = 0;  // as it was when it was asked, see written_as
    };
    std::vector<KnownName> known_names;  // by number in the vocabulary, outside lines of capitals
    uint64_t epoch = 0, serial = 0;      // of the vocabulary and the model that these are about
    std::vector<uint32_t> ends;         // the tokens that may begin and end names
    std::vector<uint32_t> verbs;        // the tokens that are verbs of headlines
    std::vector<uint32_t> brackets;     // the tokens that open brackets
    std::vector<Candidate> candidates;  // of the first look, in order of place
    std::vector<Candidate> own;         // of the second look alone, likewise
    std::vector<Candidate> sorted;      // scratch of sort_candidates,
    std::vector<uint32_t> places;       // and by stretch of tokens, where those that begin in it stand
    std::vector<std::pair<WordId, Spelled>> spelled;  // the acronyms that the article spells out
    std::vector<TokenSpan> spelled_bodies;            // bodies that reach as far as their letters say; by place
    std::vector<TokenSpan> measured;    // sure numbers and dates, each with the furthest end so far
    WordFilter lower_words;  // the article's words in lower case
    WordFilter inner_words;  // those with a capital that begin no sentence
    // Of the second look: the first's names.
    std::vector<NameSpan> named;
    /// What the names say of a word.
    struct Alone {
        static constexpr uint32_t kUnknown = 0xFFFFFFFF;
        uint32_t same = 0;   // how often it is a name itself
        uint32_t roles = 0;  // what it has been of names of several words
    };
    NumberTable same;           // by the hash of several words: how often they are a name
    NumberTable of_words;       // by word: where what the names say of it stands in
    std::vector<Alone> said;    // the first is nothing
    std::vector<Alone> alone;   // by token, asked when it is first needed; of those that spans begin and end with
    /// What the names beside one say that begins with a token or ends with it; answers of the questions and 1, 0: nothing.
    struct Beside {
        uint32_t before = 0, after = 0;
        uint32_t shortest = kBeyond;  // the end of a name that begins here, too: longer ones are beside none
    };
    std::vector<Beside> beside;  // by token, likewise
    uint32_t first_candidate = 0, first_hit = 0;  // where gather stands
    void rewind() { first_candidate = first_hit = 0; }
    uint32_t sport = 0;  // candidates for teams
    std::vector<uint32_t> candidate_reach, own_reach, hit_reach;  // the greatest end so far
    std::vector<uint32_t> singles, others;  // the spans of one token and of more
    /// A span that may be two names.
    struct Pair {
        uint32_t span;
        uint32_t joints = 0;  // words in it that no person's name holds
        bool two = false;
    };
    std::vector<Pair> pairs;
    /// Of the first look: sums that the names have in common that begin with a token, or that end with it.
    struct Shared {
        PackedWeights before = kUnasked, after = kUnasked, opening = kUnasked, ending = kUnasked;
    };
    std::vector<Shared> shared;  // by token, of those that spans begin and end with
};

Evidence::Workspace::Workspace() : state_(std::make_unique<State>()) {}
Evidence::Workspace::~Workspace() = default;
Evidence::Workspace::Workspace(Workspace&&) noexcept = default;
const std::vector<NameSpan>& Evidence::Workspace::spans() const { return state_->spans; }
std::vector<NameSpan>& Evidence::Workspace::spans() { return state_->spans; }

Evidence::Evidence() : model_(std::make_unique<Model>()) {
    static std::atomic<uint64_t> next_serial = 1;
    model_->serial = next_serial++;
}
Evidence::Evidence(Evidence&&) noexcept = default;
Evidence& Evidence::operator=(Evidence&&) noexcept = default;
Evidence::~Evidence() = default;

namespace {

bool between(const NameSpan& a, const NameSpan& b) { return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin : a.tokens.end < b.tokens.end; }

uint64_t words_key(const std::vector<Token>& tokens, uint32_t begin, uint32_t end) {
    uint64_t key = 1;
    for (uint32_t i = begin; i < end; ++i) key = mix(key, tokens[i].word);
    return key;
}

/// The last four bytes of a word, and above them how many bytes it has, up to six; 0 for short ones.
uint64_t ending_of(std::string_view word) {
    if (word.size() < 4) return 0;
    uint64_t letters = std::min<size_t>(word.size(), 6);
    for (size_t i = 4; i > 0; --i) letters = letters << 8 | static_cast<unsigned char>(word[word.size() - i]);
    return letters;
}

/// The first three and four letters of a word, without their case; 0 for words that have hardly more, and for letters with marks.
std::array<uint64_t, 2> openings_of(std::string_view word) {
    if (word.size() < 5) return {};
    uint64_t letters = 0;
    for (size_t i = 0; i < 3; ++i) {
        if (static_cast<unsigned char>(word[i]) >= 0x80) return {};
        letters = letters << 8 | static_cast<unsigned char>(word[i] | 0x20);
    }
    bool fourth = word.size() >= 6 && static_cast<unsigned char>(word[3]) < 0x80;
    return {letters, fourth ? letters << 8 | static_cast<unsigned char>(word[3] | 0x20) : 0};
}

/// All that ending_of and openings_of look at in a word, as one number; 0 for words that are too short for both.
uint64_t written_as(std::string_view word) {
    uint32_t first, last;
    if (word.size() < sizeof first) return 0;
    std::memcpy(&first, word.data(), sizeof first);
    std::memcpy(&last, word.data() + word.size() - sizeof last, sizeof last);
    return mix(uint64_t{first} << 32 | last, std::min<size_t>(word.size(), 6));
}

/// How the begin or end of what is beside a span lies to the span's: before it, at it or behind it.
constexpr size_t side_of(uint32_t beside, uint32_t place) { return static_cast<size_t>(beside >= place) + static_cast<size_t>(beside > place); }
/// By the sides of its begin and of its end, where what overlaps a span stands.
enum Relation : uint8_t { kIs, kAround, kBegins, kEnds, kWithin, kCrosses };
constexpr std::array<std::array<Relation, 3>, 3> kRelations = {{{kCrosses, kAround, kAround}, {kBegins, kIs, kAround}, {kWithin, kEnds, kCrosses}}};
constexpr std::array<Ask, 6> kSaysOf = {Ask::Says, Ask::Around, Ask::Begins, Ask::Ends, Ask::Within, Ask::Crosses};
constexpr std::array<Ask, 6> kListsAt = {Ask::Whole, Ask::ListAround, Ask::ListBegins, Ask::ListEnds, Ask::ListWithin, Ask::ListCrosses};

/// How clearly the first look has chosen a span's kind: 0 hardly, 1, 2 by far.
unsigned clearness(const NameSpan& span) {
    int32_t other = 0;
    for (size_t k = 0; k < kNameKinds; ++k)
        if (k != span.kind) other = std::max(other, span.score[k]);
    int32_t margin = span.score[span.kind] - other;
    return margin >= 300 ? 2 : margin >= 100 ? 1 : 0;
}

/// Honours and degrees behind a name are no part of it, nor names themselves: "Sir Adrian Holm CBE", "Boulton GCB".
void drop_honours(const Article& article, std::vector<NameSpan>& spans) {
    const auto& tokens = article.tokens;
    const LabelId suffix = article.lexicon.find_label("name-suffix"), function = article.lexicon.find_label("function");
    if (suffix == kNoLabel) return;
    auto honours = [&](uint32_t i) {
        if (tokens[i].shape != Shape::Upper || tokens[i].all_caps || tokens[i].starts_sentence || i == 0 || !article.lexicon.carries(article.hits, i, suffix)) return false;
        bool named = tokens[i - 1].shape == Shape::Capital && (function == kNoLabel || !article.lexicon.carries(article.hits, i - 1, function));
        return named && article.lexicon.field(article.lexicon.find_entry(tokens, {i, i + 1}, suffix), "type") != "generation";
    };
    if (std::none_of(article.capitals.begin(), article.capitals.end(), honours)) return;  // mostly
    std::erase_if(spans, [&](const NameSpan& span) { return honours(span.tokens.end - 1); });
}

/// Bits of what a name's part has been, by kind: the last word of a name of several, the first, another.
constexpr uint32_t part_bit(size_t kind, unsigned role) { return 1U << (kind * 3 + role); }
/// Bits of what it has been whatever the kind and the word: no name of several begins or ends with what lacks them.
constexpr uint32_t kBeginsSeveral = 1U << 30, kEndsSeveral = 1U << 31;

}  // namespace

/// Finds the acronyms that the article spells out in front of brackets or inside them: "the gross domestic income (GDI)",
/// "GDI (gross domestic income)". In small letters they are no name, whatever else stands beside them.
void Evidence::find_spelled(const Article& article, Workspace::State& state) const {
    const auto& tokens = article.tokens;
    auto count = static_cast<uint32_t>(tokens.size());
    state.spelled.clear();
    state.spelled_bodies.clear();
    auto initial = [&](uint32_t i) {
        auto first = static_cast<unsigned char>(article.text(i)[0]);
        return static_cast<char>(first < 0x80 ? first | 0x20 : 0);
    };
    auto carries = [&](uint32_t i, LabelId label) { return label != kNoLabel && article.lexicon.carries(article.hits, i, label); };
    // Whether the words that end before `end` (and begin not before `begin`) have the letters' initials; small words may be left
    // out: "Bank of the West". `first` becomes the first of them.
    auto spells = [&](uint32_t begin, uint32_t end, std::string_view letters, uint32_t& first) {
        uint32_t i = end;
        for (size_t l = letters.size(); l-- > 0;) {
            char letter = static_cast<char>(letters[l] | 0x20);
            for (;; --i) {
                if (i == begin || (i < end && tokens[i].starts_sentence)) return false;
                Shape shape = tokens[i - 1].shape;
                if (is_letters(shape) && initial(i - 1) == letter) break;
                if (shape != Shape::Hyphen && shape != Shape::Ampersand && shape != Shape::Possessive && shape != Shape::Comma && !carries(i - 1, model_->function)) return false;
            }
            first = --i;
        }
        return true;
    };
    // Of a body whose name holds a comma or words in lower case its letters say how far it reaches: "the Commission to Investigate
    // Allegations of Bribery or Corruption (CIABOC)". Every word with a capital begins with the next letter, others may.
    auto add_body = [&](uint32_t open, std::string_view letters) {
        size_t left = letters.size();
        uint32_t i = open;
        bool plain = true;  // found without the letters, too
        while (left > 0 && i > 0 && (i == open || !tokens[i].starts_sentence)) {
            Shape shape = tokens[--i].shape;
            bool word = is_letters(shape), capital = word && shape != Shape::Lower, next = word && initial(i) == static_cast<char>(letters[left - 1] | 0x20);
            if ((capital && !next) || (!word && shape != Shape::Comma && shape != Shape::Hyphen && shape != Shape::Ampersand)) return;
            left -= next && (capital || left > 1);
            plain &= shape != Shape::Comma && (shape != Shape::Lower || state.words[i].joins);
        }
        if (left == 0 && !plain && (carries(open - 1, model_->org_head) || carries(i, model_->org_head_of))) state.spelled_bodies.push_back({i, open});
    };
    constexpr uint32_t kFar = 14;
    constexpr size_t kFewest = 4;  // letters that say how far a name reaches
    for (uint32_t open : state.brackets) {
        if (open == 0 || open + 2 >= count) continue;
        uint32_t acronym = count, begin = 0, end = 0;
        if (tokens[open + 2].shape == Shape::Close) {
            acronym = open + 1;
            begin = open - std::min(open, kFar);
            end = open;
        } else if (tokens[open - 1].shape == Shape::Upper) {
            acronym = open - 1;
            begin = end = open + 1;
            while (end < std::min(count, open + kFar) && tokens[end].shape != Shape::Close) ++end;
        }
        if (acronym == count || tokens[acronym].shape > Shape::Mixed) continue;
        std::string_view letters = article.text(acronym);
        bool plural = letters.size() > 3 && letters.ends_with('s');  // "non-performing assets (NPAs)"
        if (plural) letters.remove_suffix(1);
        bool capitals = letters.size() >= 2 && letters.size() <= 8 && std::all_of(letters.begin(), letters.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        uint32_t first = 0;
        if (capitals && acronym == open + 1 && letters.size() >= kFewest) add_body(open, letters);
        if (!capitals || !spells(begin, end, letters, first)) continue;
        uint32_t last = end - 1;
        bool small = tokens[last].shape == Shape::Lower, body = !plural && state.words[last].context == kBodyNoun;  // "the securities commission (SC)"
        Spelled spelled = small ? (body ? Spelled::Body : Spelled::Words)
                          : carries(last, model_->other_head) ? Spelled::Thing : carries(last, model_->org_head) || carries(first, model_->org_head_of) ? Spelled::Body : Spelled::Name;
        state.spelled.emplace_back(word_id(letters), spelled);
        if (letters.size() != article.text(acronym).size()) state.spelled.emplace_back(tokens[acronym].word, spelled);
    }
    std::sort(state.spelled.begin(), state.spelled.end());
}

/// Letters that the article itself spells out in small ones are no name, whatever a list has under them.
void Evidence::drop_spelled(const Article& article, Workspace::State& state) {
    const auto& spelled = state.spelled;
    if (spelled.empty()) return;
    std::erase_if(state.spans, [&](const NameSpan& span) {
        bool one_token = span.tokens.end - span.tokens.begin == 1;
        return one_token && std::binary_search(spelled.begin(), spelled.end(), std::pair(article.tokens[span.tokens.begin].word, Spelled::Words));
    });
}

/// Whether an everyday word that a headline writes like a name is a verb: "Toyota Picks Kentucky", "Target to Leave Canada". A
/// plural may be one, and "Agree" is, where something stands before it and no "of" or "and" behind it.
bool Evidence::is_headline_verb(const Article& article, uint32_t i, const Word& word) const {
    static const WordId kTo = word_id("to"), kOf = word_id("of"), kAnd = word_id("and");
    const auto& tokens = article.tokens;
    const Token& token = tokens[i];
    if (word.cls != Class::Common || token.starts_sentence || i == 0) return false;
    std::string_view text = article.text(i);
    bool infinitive = tokens[i - 1].word == kTo;
    bool third_person = text.size() > 3 && (text.ends_with('s') || text.ends_with('S')) && !text.ends_with("ss") && !text.ends_with("SS");
    for (LabelId label : model_->weak)
        if (label != kNoLabel && article.lexicon.carries(article.hits, i, label)) return false;
    // Nor inside a name of the lists: "Parks Canada Shuts Trail".
    constexpr uint32_t kFar = 16;
    const auto& names = article.hits.names;
    auto name = std::lower_bound(names.begin(), names.end(), i - std::min(i, kFar), [](const LexiconHit& hit, uint32_t begin) { return hit.tokens.begin < begin; });
    for (; name != names.end() && name->tokens.begin <= i; ++name)
        if (name->tokens.end > i) return false;
    bool verb = false, other = false;
    for (LabelId label : model_->everyday) {
        EntryId entry = label == kNoLabel ? kNoEntry : article.lexicon.find_entry(tokens, {i, i + 1}, label);
        if (entry == kNoEntry) continue;
        for (std::string_view left = article.lexicon.field(entry, "pos"); !left.empty();) {  // "n|v"
            std::string_view part = left.substr(0, left.find('|'));
            verb |= part == "v";
            other |= part == "n" || part == "a";
            left.remove_prefix(std::min(part.size() + 1, left.size()));
        }
    }
    if (!verb || infinitive || (third_person && !other)) return verb;
    if (other && !third_person) return false;
    bool ends = i + 1 >= tokens.size() || tokens[i + 1].starts_sentence;
    bool joined = !ends && (tokens[i + 1].word == kOf || tokens[i + 1].word == kAnd || tokens[i + 1].shape == Shape::Hyphen || tokens[i + 1].shape == Shape::Ampersand || tokens[i + 1].shape == Shape::Possessive);
    bool subject = is_letters(tokens[i - 1].shape) && !article.lexicon.carries(article.hits, i - 1, model_->function);
    return !ends && subject && !joined;
}

/// Works out what each token is, and which may begin and end a name.
void Evidence::find_words(const Article& article, Workspace::State& state) const {
    const auto& tokens = article.tokens;
    auto count = static_cast<uint32_t>(tokens.size());
    state.words.resize(count);
    state.ends.resize(count);
    state.verbs.clear();
    state.brackets.clear();
    state.lower_words.clear(count);
    state.inner_words.clear(count);
    const Hits& hits = article.hits;
    if (state.epoch != hits.vocabulary.epoch() || state.serial != model_->serial) state.known_names.clear();
    state.epoch = hits.vocabulary.epoch();
    state.serial = model_->serial;
    state.known_names.resize(hits.vocabulary.size());
    // Pointers of this function's own: what is written through one would else be taken for the others' changes.
    const Token* token = tokens.data();
    const uint32_t* numbers = hits.words.data();
    const auto* sets = hits.sets.data();
    Word* words = state.words.data();
    uint32_t* end = state.ends.data();
    auto notes = hits.vocabulary.notes(Vocabulary::Note::Evidence, model_->serial);
    for (uint32_t i = 0; i < count; ++i, ++token) {
        Word& word = words[i];
        if (token->all_caps || numbers[i] == Vocabulary::kUnnumbered) {
            word = model_->word_of(*token, sets[i][0]);
        } else {
            uint64_t& note = notes[numbers[i]];
            if (note == 0) note = model_->word_of(*token, sets[i][0]).note();
            word.take(note);
        }
        word.starts_sentence = token->starts_sentence;
        bool in_title = token->title_case || token->all_caps;
        if (in_title && is_headline_verb(article, i, word)) {
            word.context = model_->lower_context[sets[i][0]];
            word.cls = Class::Lower;
            word.may_end = word.joins = word.capital = false;
            state.verbs.push_back(i);
        }
        *end = i;
        end += word.may_end;
        if (token->shape == Shape::Open) state.brackets.push_back(i);
        bool lower = token->shape == Shape::Lower, inner = token->shape == Shape::Capital && !token->starts_sentence && !in_title;
        (lower ? state.lower_words : state.inner_words).add(token->word, lower | inner);
    }
    state.ends.resize(static_cast<size_t>(end - state.ends.data()));
}

/// The noun that explains a name behind the comma, "is" or "was" at `comma`, which is returned when there is none. It stands last
/// before a small word, a verb or a mark: "Globex, a Swiss software firm based in Rome", "Grzbod is a village on the coast".
uint32_t Evidence::find_appositive(const Article& article, uint32_t comma, const Workspace::State& state) {
    static const std::array<WordId, 5> kArticles = {word_id("a"), word_id("an"), word_id("the"), word_id("its"), word_id("one")};
    const auto& tokens = article.tokens;
    auto count = static_cast<uint32_t>(tokens.size());
    uint32_t noun = comma;
    if (comma + 1 >= count || std::find(kArticles.begin(), kArticles.end(), tokens[comma + 1].word) == kArticles.end()) return noun;
    auto belongs = [&](Shape shape) { return is_letters(shape) || shape == Shape::Hyphen || shape == Shape::Day || shape == Shape::Integer; };  // "a 61-year-old farmer"
    for (uint32_t i = comma + 2; i < std::min(count, comma + 11) && belongs(tokens[i].shape) && !tokens[i].starts_sentence; ++i) {
        if (tokens[i].shape != Shape::Lower) continue;
        Context context = state.words[i].context;
        if (context >= kFirstWord || (context >= kFirstLower && context < kFirstLower + kLowerVerbs)) break;
        noun = i;
    }
    return noun;
}

template <Look look, bool one_token, class Sink>
void Evidence::gather(const Article& article, const NameSpan& name, Workspace::State& state, Sink& sink) const {
    const auto& tokens = article.tokens;
    const auto& words = state.words;
    const uint32_t begin = name.tokens.begin, end = one_token ? begin + 1 : name.tokens.end;
    const uint32_t last = end - 1, length = one_token ? 1 : end - begin;
    auto add = [&](Ask ask, uint64_t argument = 0) __attribute__((always_inline)) { sink.add(ask, argument); };
    // Where the rules' candidates stand to it.
    std::array<uint32_t, one_token ? 2 : 6> relations{};  // by relation, bits by kind and grade
    const auto& candidates = look == Look::First ? state.candidates : state.own;
    const auto& reach = look == Look::First ? state.candidate_reach : state.own_reach;
    while (state.first_candidate < candidates.size() && reach[state.first_candidate] <= begin) ++state.first_candidate;
    for (uint32_t c = state.first_candidate; c < candidates.size() && candidates[c].tokens.begin < end; ++c) {
        const Candidate& candidate = candidates[c];
        if (candidate.tokens.end <= begin) continue;
        uint64_t grade = kind_grade(candidate.kind, candidate.sure);
        uint32_t bit = 1U << grade;
        Relation relation = one_token ? (candidate.tokens == name.tokens ? kIs : kAround) : kRelations[side_of(candidate.tokens.begin, begin)][side_of(candidate.tokens.end, end)];
        if (relation == kIs) add(Ask::Rule, static_cast<uint64_t>(candidate.kind) << 16 | candidate.rule);
        if (look == Look::Second && relation != kAround) continue;
        sink.add_few_if((relations[relation] & bit) == 0, kSaysOf[relation], grade + (look == Look::Second ? kKindGrades : 0));
        relations[relation] |= bit;
    }

    if constexpr (look == Look::Second) {
        // What the article's other names say. Counts leave out the span itself.
        auto count_of = [&](uint32_t counts, size_t kind) { return counts >> (10 * kind) & 0x3FF; };
        auto alone = [&](uint32_t i) {
            auto& known = state.alone[i];
            if (known.same == known.kUnknown) known = state.said[state.of_words.find(tokens[i].word, 0)];
            return known;
        };
        // How often the words from a token to the end are a name.
        auto names_from = [&](uint32_t from) {
            if (from == last) return alone(last).same;
            bool may_be = (alone(from).roles & kBeginsSeveral) != 0 && (alone(last).roles & kEndsSeveral) != 0;
            return may_be ? state.same.find(words_key(tokens, from, end), 0) : 0;
        };
        uint32_t counts = names_from(begin);
        uint64_t several = length > 1;
        for (size_t k = 0; k < kNameKinds && counts != 0; ++k) {
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
            uint32_t roles = alone(begin).roles;
            for (size_t k = 0; k < kNameKinds && roles != 0; ++k) {
                if (roles & part_bit(k, 0)) add(Ask::LastOf, k << 8 | static_cast<uint64_t>(words[last].cls));
                if (roles & part_bit(k, 1)) add(Ask::FirstOf, k << 8 | static_cast<uint64_t>(words[last].cls));
                if (roles & part_bit(k, 2)) add(Ask::PartOf, k);
            }
        } else {
            uint32_t of_last = alone(last).same, of_first = alone(begin).same, of_rest = length > 2 ? names_from(begin + 1) : 0;
            for (size_t k = 0; k < kNameKinds && (of_last | of_first | of_rest) != 0; ++k) {
                if (count_of(of_last, k)) add(Ask::LastIs, k);
                if (count_of(of_first, k)) add(Ask::FirstIs, k);
                if (count_of(of_rest, k)) add(Ask::RestIs, k);
            }
        }
        const auto& beside = state.beside;
        if (beside[begin].before != 0 && beside[begin].shortest >= end) add(Ask::BesideBefore, beside[begin].before - 1);
        if (beside[last].after != 0) add(Ask::BesideAfter, beside[last].after - 1);
        if (name.first_kind < kNameKinds) add(Ask::Kept, static_cast<uint64_t>(name.first_kind) * 2 + several);
        return;
    }

    // What stands before and behind, within the sentence.
    auto count = static_cast<uint32_t>(tokens.size());
    Context before = kBegin, before2 = kBegin, after = kEnd, after2 = kEnd;
    if (begin > 0 && !words[begin].starts_sentence) {
        before = words[begin - 1].context;
        if (begin > 1 && !words[begin - 1].starts_sentence) before2 = words[begin - 2].context;
    }
    if (end < count && !words[end].starts_sentence) {
        after = words[end].context;
        if (end + 1 < count && !words[end + 1].starts_sentence) after2 = words[end + 1].context;
    }

    uint64_t classes = 1;  // of all words, or of the first two and the last two
    for (uint32_t i = begin; i < end; ++i)
        if (length <= 4 || i < begin + 2 || i + 2 >= end) classes = classes << kClassBits | static_cast<uint64_t>(words[i].cls);
    if (length > 4) classes |= kShortened;
    // Of the first and the last.
    uint64_t brief = 1U << kClassBits | static_cast<uint64_t>(words[begin].cls);
    if (length > 1) brief = brief << kClassBits | static_cast<uint64_t>(words[last].cls);

    uint32_t name_words = 0;
    bool lower_all = true;
    for (uint32_t i = begin; i < end; ++i) {
        if (!words[i].capital) continue;
        ++name_words;
        lower_all &= state.lower_words.has(tokens[i].word);
    }
    // The ending of the last word, for what lists do not have.
    auto add_ending = [&] {
        const uint64_t ending = tokens[last].shape == Shape::Capital ? ending_of(article.text(last)) : 0;
        if (ending == 0) return;
        auto in_letter = [&](size_t size) { return (ending >> 8 * (size - 1) & 0xC0) == 0x80; };  // cuts one of several bytes
        for (size_t size : {size_t{2}, size_t{3}, size_t{4}})
            sink.add_if(ending >> 32 >= size + 2 && !in_letter(size), Ask::Ending, (ending & ((uint64_t{1} << 8 * size) - 1)) << 1 | (length > 1));
    };
    // The begin of the first word: "Petro", "Euro" and "Uni" begin names of firms.
    auto add_opening = [&] {
        if (tokens[begin].shape != Shape::Capital || words[begin].cls == Class::Common || words[begin].cls == Class::OrgHead) return;
        for (uint64_t opening : openings_of(article.text(begin)))
            if (opening != 0) add(Ask::Opening, opening << 1 | (length > 1));
    };
    auto add_words = [&] {
        add(Ask::Name);
        add(Ask::Words, std::min<uint32_t>(name_words, 6));
        uint64_t looks = 1;
        for (uint32_t i = begin; i < std::min(end, begin + 8); ++i) looks = looks << 3 | words[i].look;
        add(Ask::Looks, looks);
        add(Ask::Classes, classes);
    };
    if (length == 1) {
        sink.once_for_name(state, begin, [&] {
            add_words();
            sink.add_lists(Part::Whole, begin);
            sink.add_kin(Part::Whole, words[begin].used_like());
            add_ending();
            add_opening();
        });
    } else {
        add_words();
        sink.add_lists(Part::First, begin);
        sink.add_lists(Part::Last, last);
        sink.add_kin(Part::First, words[begin].used_like());
        sink.add_kin(Part::Last, words[last].used_like());
        for (uint32_t i = begin + 1; i < last; ++i)
            if (words[i].capital) {
                sink.add_lists(Part::Middle, i);
                if (length > kManyTokens) sink.settle();
            }
        sink.once(state.shared[last].ending, add_ending);
        sink.once(state.shared[begin].opening, add_opening);
    }
    const auto& names = article.hits.names;
    while (state.first_hit < names.size() && state.hit_reach[state.first_hit] <= begin) ++state.first_hit;
    for (uint32_t h = state.first_hit; h < names.size() && names[h].tokens.begin < end; ++h) {
        const LexiconHit& hit = names[h];
        if (hit.tokens.end <= begin) continue;
        Ask ask = one_token ? Ask::ListAround : kListsAt[kRelations[side_of(hit.tokens.begin, begin)][side_of(hit.tokens.end, end)]];
        sink.add_few_if(model_->asks(hit.label), ask, hit.label);
        if (length > kManyTokens) sink.settle();
    }
    static const WordId kIs = word_id("is"), kWas = word_id("was");
    // What stands before it says the same of all names that begin here, what stands behind it of all that end here.
    auto pair = [](Context near, Context far) { return static_cast<uint64_t>(near) << kContextBits | far; };
    sink.once(state.shared[begin].before, [&] {
        add(Ask::Before, before);
        add(Ask::Before2, before2);
        if (before != kBegin) sink.add_lists(Part::Before, begin - 1);
        add(Ask::BeforePair, pair(before, before2));
    });
    sink.once(state.shared[last].after, [&] {
        add(Ask::After, after);
        add(Ask::After2, after2);
        if (after != kEnd) sink.add_lists(Part::After, end);
        add(Ask::AfterPair, pair(after, after2));
        if (after != kEnd && (tokens[end].shape == Shape::Comma || (tokens[end].shape == Shape::Lower && (tokens[end].word == kIs || tokens[end].word == kWas))))
            if (uint32_t noun = find_appositive(article, end, state); noun != end) sink.add_lists(Part::Appositive, noun);
    });
    add(Ask::BeforeAs, static_cast<uint64_t>(before) << 20 | brief);
    add(Ask::AfterAs, static_cast<uint64_t>(after) << 20 | brief);
    for (uint32_t i = begin + 1; i < last; ++i) {
        Class cls = words[i].cls;
        if (words[i].may_end || cls == Class::The) continue;
        add(Ask::Joint, uint64_t{1} << kClassBits | static_cast<uint64_t>(cls));
        uint32_t right = i + 1 < last && words[i + 1].cls == Class::The ? i + 2 : i + 1;
        add(Ask::Between, ((uint64_t{1} << kClassBits | static_cast<uint64_t>(words[i - 1].cls)) << kClassBits | static_cast<uint64_t>(cls)) << kClassBits | static_cast<uint64_t>(words[right].cls));
    }
    add(Ask::Surround, pair(before, after));
    if (one_token) {
        uint64_t on = words[begin].lists;  // all that the word may be, where its class is one thing
        add(Ask::ListedBefore, static_cast<uint64_t>(before) << 20 | on);
        add(Ask::ListedAfter, static_cast<uint64_t>(after) << 20 | on);
    }
    if (state.sport >= 3) add(Ask::Sport, brief);
    if (tokens[begin].starts_sentence) add(Ask::StartAs, brief);
    if (tokens[begin].all_caps) add(Ask::CapsAs, brief);
    if (tokens[begin].title_case) add(Ask::HeadlineAs, brief);
    if (tokens[begin].starts_sentence && tokens[begin].shape == Shape::Capital)
        add(Ask::SeenElsewhere, (state.inner_words.has(tokens[begin].word) ? 2 : 0) + (length > 1));
    if (lower_all) add(Ask::LowerElsewhere, name_words > 1 ? 2 : tokens[begin].starts_sentence ? 1 : 0);
    if (one_token && !state.spelled.empty())
        if (auto known = std::lower_bound(state.spelled.begin(), state.spelled.end(), std::pair(tokens[begin].word, Spelled{})); known != state.spelled.end() && known->first == tokens[begin].word)
            add(Ask::Shortens, static_cast<uint64_t>(known->second));
    Shape left = begin > 0 ? tokens[begin - 1].shape : Shape::Stop, right = end < tokens.size() ? tokens[end].shape : Shape::Stop;
    if (left == Shape::Quote && right == Shape::Quote) add(Ask::Quoted);
    if (left == Shape::Open && right == Shape::Close) add(Ask::Bracketed);
}

/// Gathers the pieces themselves.
template <class Then>
struct Evidence::Lister {
    const Model& model;
    const Article& article;
    Then then;
    void add(Ask ask, uint64_t argument) { then(ask, argument); }
    void add_if(bool holds, Ask ask, uint64_t argument) {
        if (holds) then(ask, argument);
    }
    void add_few_if(bool holds, Ask ask, uint64_t argument) { add_if(holds, ask, argument); }
    void add_lists(Part part, uint32_t token) {
        for (size_t image = 0; image < article.lexicon.image_count(); ++image) model.ask_lists(part, image, article.hits.sets[token][image], then);
    }
    void add_kin(Part part, KinOf of) {
        ask_kin(model.kin, of, [&](uint64_t answer) { then(kKinOf[static_cast<size_t>(part)], answer); });
    }
    template <class Pieces>
    void once(PackedWeights&, const Pieces& pieces) {
        pieces();
    }
    template <class Pieces>
    void once_for_name(Workspace::State&, uint32_t, const Pieces& pieces) {
        pieces();
    }
    void settle() {}
};

/// Gathers the sum of their weights.
struct Evidence::Scorer {
    const Model& model;
    const Article& article;
    PackedWeights sum = 0;
    Weights settled{};
    [[gnu::always_inline]] void add(Ask ask, uint64_t argument) { sum += model.weights(ask, argument); }
    // Without a branch: which of these hold nobody can foresee.
    [[gnu::always_inline]] void add_if(bool holds, Ask ask, uint64_t argument) { sum += model.weights(ask, argument) & -static_cast<PackedWeights>(holds); }
    void add_few_if(bool holds, Ask ask, uint64_t argument) { sum += model.few_weights(ask, argument) & -static_cast<PackedWeights>(holds); }
    void add_lists(Part part, uint32_t token) {
        const auto& sets = article.hits.sets[token];
        sum += model.by_set[0][sets[0]][static_cast<size_t>(part)];
        if (!model.by_set[1].empty()) sum += model.by_set[1][sets[1]][static_cast<size_t>(part)];
    }
    void add_kin(Part part, KinOf of) { sum += model.kin_weights(part, of); }
    /// Adds what pieces() adds, which is worked out once and kept in `memory`.
    template <class Pieces>
    void once(PackedWeights& memory, const Pieces& pieces) {
        if (memory == kUnasked) {
            PackedWeights others = std::exchange(sum, 0);
            pieces();
            memory = std::exchange(sum, others);
        }
        sum += memory;
    }
    /// The same for what a token that is a whole name says of itself, for each word of the vocabulary. Words of one number may
    /// be written differently, as "YouTube" and "Youtube" are. In a line of capitals a word is another thing.
    template <class Pieces>
    void once_for_name(Workspace::State& state, uint32_t token, const Pieces& pieces) {
        uint32_t number = article.hits.words[token];
        if (article.tokens[token].all_caps || number == Vocabulary::kUnnumbered) return pieces();
        auto& known = state.known_names[number];
        uint64_t written = article.tokens[token].shape == Shape::Capital ? written_as(article.text(token)) : 0;
        if (known.sum == kUnasked || known.written != written) {
            PackedWeights others = std::exchange(sum, 0);
            pieces();
            known = {std::exchange(sum, others), written};
        }
        sum += known.sum;
    }
    void settle() {
        Weights weights = unpack(std::exchange(sum, 0));
        for (size_t k = 0; k < kNameKinds; ++k) settled[k] += weights[k];
    }
};

template <class Sink>
void Evidence::gather(const Article& article, Look look, const NameSpan& name, Workspace::State& state, Sink& sink) const {
    bool one_token = name.tokens.end - name.tokens.begin == 1;
    if (look == Look::First) return one_token ? gather<Look::First, true>(article, name, state, sink) : gather<Look::First, false>(article, name, state, sink);
    return one_token ? gather<Look::Second, true>(article, name, state, sink) : gather<Look::Second, false>(article, name, state, sink);
}

void Evidence::find_spans(Workspace::State& state) {
    const auto& words = state.words;
    auto count = static_cast<uint32_t>(words.size());
    auto& spans = state.spans;
    spans.clear();
    auto before = [](TokenSpan a, TokenSpan b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; };
    // What rules say, too, which stands in order of place.
    auto said = state.candidates.begin();
    auto add_said_before = [&](TokenSpan limit) {
        for (; said != state.candidates.end() && before(said->tokens, limit); ++said)
            if (static_cast<size_t>(said->kind) < kNameKinds && (spans.empty() || spans.back().tokens != said->tokens)) spans.push_back({said->tokens, {}, kNameKinds});
    };
    for (uint32_t i : state.ends) {
        uint32_t joined = 0;
        for (uint32_t j = i; j < count && j < i + kLongest; ++j) {
            if (j > i && words[j].starts_sentence) break;
            if (words[j].may_end) {
                add_said_before({i, j + 1});
                spans.push_back({{i, j + 1}, {}, kNameKinds});
                joined = 0;
            } else if (!words[j].joins || ++joined > kLongestJoin) {
                break;
            }
        }
    }
    add_said_before({kBeyond, kBeyond});
    for (TokenSpan body : state.spelled_bodies) {
        auto at = std::lower_bound(spans.begin(), spans.end(), NameSpan{body}, between);
        if (at == spans.end() || at->tokens != body) spans.insert(at, {body, {}, kNameKinds});
    }
}

/// No name holds the verb of its headline: "Court of Appeal Stops Uhuru".
void Evidence::drop_around_verbs(Workspace::State& state) {
    if (state.verbs.empty()) return;
    std::erase_if(state.spans, [&](const NameSpan& span) {
        auto verb = std::lower_bound(state.verbs.begin(), state.verbs.end(), span.tokens.begin);
        return verb != state.verbs.end() && *verb < span.tokens.end;
    });
}

void Evidence::drop_measured(const Article& article, Workspace::State& state) const {
    // Inside a sure number or date no name is looked for: "100 degrees Celsius", "N865". A whole date is none, either, unless it is
    // a large city, too: "Eid al-Adha", but Corpus Christi.
    auto& measured = state.measured;
    measured.clear();
    for (const Candidate& candidate : state.candidates)
        if ((candidate.kind == Kind::Number || candidate.kind == Kind::Date) && candidate.sure == Sureness::Sure &&
            (candidate.tokens.end - candidate.tokens.begin > 1 || article.tokens[candidate.tokens.begin].shape == Shape::Alphanumeric))
            measured.push_back({candidate.tokens.begin, std::max(candidate.tokens.end, measured.empty() ? 0 : measured.back().end)});
    if (measured.empty()) return;
    const auto& names = article.hits.names;
    auto city = [&](TokenSpan span) {
        auto hit = std::lower_bound(names.begin(), names.end(), span.begin, [](const LexiconHit& one, uint32_t begin) { return one.tokens.begin < begin; });
        for (; hit != names.end() && hit->tokens.begin == span.begin; ++hit)
            if (hit->tokens == span && hit->label == model_->city) return true;
        return false;
    };
    auto from = measured.begin();
    std::erase_if(state.spans, [&](const NameSpan& span) {
        while (from + 1 != measured.end() && (from + 1)->begin <= span.tokens.begin) ++from;
        if (from->begin > span.tokens.begin || from->end < span.tokens.end) return false;
        return from->end - from->begin > span.tokens.end - span.tokens.begin || !city(span.tokens);
    });
}

/// "Katrina" is a storm where the article has a "Hurricane Katrina", and nobody's name unless a sure rule says so, as "Atlantis" is a
/// ship where it has a "Space Shuttle Atlantis"; "Gerald R. Ford" is a ship's in "the USS Gerald R. Ford".
void Evidence::drop_lone_and_closed(const Article& article, Workspace::State& state) {
    if (article.other_names == nullptr) return;
    const auto& closed = article.other_names->closed;
    const auto& sealed = article.other_names->sealed;
    if (article.other_names->lone_words.empty() && closed.empty() && sealed.empty()) return;
    auto next = closed.begin(), seal = sealed.begin();
    std::erase_if(state.spans, [&](const NameSpan& span) {
        while (next != closed.end() && next->end <= span.tokens.begin) ++next;
        if (next != closed.end() && next->begin < span.tokens.end) return true;
        while (seal != sealed.end() && seal->end <= span.tokens.begin) ++seal;
        if (seal != sealed.end() && seal->begin <= span.tokens.begin && span.tokens.end <= seal->end) return true;
        if (span.tokens.end - span.tokens.begin != 1 || !article.other_names->has_lone_word(article.tokens[span.tokens.begin].word)) return false;
        auto before = [](const Candidate& candidate, uint32_t begin) { return candidate.tokens.begin < begin; };
        auto one = std::lower_bound(state.candidates.begin(), state.candidates.end(), span.tokens.begin, before);
        for (; one != state.candidates.end() && one->tokens.begin == span.tokens.begin; ++one)
            if (one->tokens == span.tokens && one->sure == Sureness::Sure && static_cast<size_t>(one->kind) < kNameKinds) return false;
        return true;
    });
}

void Evidence::remember(const Article& article, Workspace::State& state) const {
    const auto& tokens = article.tokens;
    state.named.clear();
    size_t words = 0;
    for (NameSpan& span : state.spans) {
        span.first_kind = span.kind;
        if (span.kind == kNameKinds) continue;
        span.clearness = static_cast<uint8_t>(clearness(span));
        state.named.push_back(span);
        words += span.tokens.end - span.tokens.begin;
    }
    state.same.clear(state.named.size());
    state.of_words.clear(words);
    state.said.assign(1, {});
    state.alone.resize(tokens.size());
    for (const NameSpan& span : state.spans) {
        uint32_t last = span.tokens.end - 1;
        for (uint32_t i : {span.tokens.begin, std::min(span.tokens.begin + 1, last), last}) state.alone[i].same = Workspace::State::Alone::kUnknown;
    }
    const LabelId suffix = article.lexicon.find_label("name-suffix");
    auto said_of = [&](uint32_t token) -> auto& {
        uint32_t at = state.of_words.emplace(tokens[token].word, static_cast<uint32_t>(state.said.size()));
        if (at == state.said.size()) state.said.emplace_back();
        return state.said[at];
    };
    for (const NameSpan& span : state.named) {
        uint32_t last = span.tokens.end - 1;
        bool several = span.tokens.begin != last;
        uint32_t& counts = several ? state.same.emplace(words_key(tokens, span.tokens.begin, span.tokens.end), 0) : said_of(last).same;
        if (unsigned shift = 10U * span.kind + 3U * span.clearness; (counts >> shift & 7) < 7) counts += 1U << shift;
        if (!several) continue;
        said_of(span.tokens.begin).roles |= kBeginsSeveral;
        said_of(last).roles |= kEndsSeveral;
        // "Prescott said" beside "Alan Prescott Jr.": what stands before the suffix is the surname.
        bool suffixed = suffix != kNoLabel && static_cast<Kind>(span.kind) == Kind::Person && article.lexicon.carries(article.hits, last, suffix);
        uint32_t surname = suffixed ? surname_of(article, span.tokens) : last;
        for (uint32_t i = span.tokens.begin; i <= last; ++i)
            if (state.words[i].may_end) said_of(i).roles |= part_bit(span.kind, i == surname ? 0 : i == span.tokens.begin ? 1 : 2);
    }
}

/// The names beside each place, and the one or two tokens between, within the sentence: "Poland, Hungary and X".
void Evidence::find_beside(Workspace::State& state) {
    const auto& named = state.named;
    const auto& words = state.words;
    auto count = static_cast<uint32_t>(words.size());
    auto& beside = state.beside;
    beside.resize(count);
    for (const NameSpan& span : state.spans) beside[span.tokens.begin] = beside[span.tokens.end - 1] = {};
    constexpr uint32_t kFar = 2;
    auto answer = [&](const NameSpan& name, uint32_t gap, uint32_t joint) { return ((static_cast<uint32_t>(name.kind) << kContextBits | (gap == 0 ? 0 : words[joint].context)) * 4 + gap) + 1; };
    for (size_t n = 0; n < named.size(); ++n) {
        TokenSpan name = named[n].tokens;
        beside[name.begin].shortest = name.end;
        uint32_t next = n + 1 < named.size() ? named[n + 1].tokens.begin : count, previous = n > 0 ? named[n - 1].tokens.begin : kBeyond;
        for (uint32_t gap = 0; gap <= kFar && name.end + gap < count && name.end + gap <= next; ++gap) {
            uint32_t begin = name.end + gap;
            bool apart = words[begin].starts_sentence || (gap > 0 && begin > 1 && words[begin - 1].starts_sentence);
            if (!apart) beside[begin].before = answer(named[n], gap, begin - 1);
        }
        for (uint32_t gap = 0; gap <= kFar && gap < name.begin && (n == 0 || name.begin - gap > previous); ++gap) {
            uint32_t end = name.begin - gap;
            bool apart = words[end].starts_sentence || (gap == kFar && words[end + 1].starts_sentence);
            if (!apart) beside[end - 1].after = answer(named[n], gap, end);
        }
    }
}

/// By place, then by kind, the surest first: a count of those that begin in each stretch of the text, and of the few in one an
/// insertion each.
void Evidence::sort_candidates(std::vector<Candidate>& candidates, size_t token_count, Workspace::State& state) {
    constexpr uint32_t kStretch = 8;  // tokens
    auto& places = state.places;
    auto& sorted = state.sorted;
    places.assign(token_count / kStretch + 2, 0);
    for (const Candidate& candidate : candidates) ++places[candidate.tokens.begin / kStretch + 1];
    for (size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
    sorted.resize(candidates.size());
    for (const Candidate& candidate : candidates) sorted[places[candidate.tokens.begin / kStretch]++] = candidate;
    auto before = [](const Candidate& a, const Candidate& b) {
        auto key = [](const Candidate& c) { return uint64_t{c.tokens.end} << 32 | static_cast<uint64_t>(c.kind) << 24 | static_cast<uint64_t>(c.sure) << 16 | c.rule; };
        return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin : key(a) < key(b);
    };
    for (size_t i = 1; i < sorted.size(); ++i) {
        if (!before(sorted[i], sorted[i - 1])) continue;
        Candidate moved = sorted[i];
        size_t to = i;
        for (; to > 0 && before(moved, sorted[to - 1]); --to) sorted[to] = sorted[to - 1];
        sorted[to] = moved;
    }
    candidates.swap(sorted);
}

void Evidence::prepare(const Article& article, Look look, const std::vector<Candidate>& candidates, Workspace& workspace) const {
    auto& state = *workspace.state_;
    auto reach = [](auto& from, std::vector<uint32_t>& to) {
        to.resize(from.size());
        uint32_t most = 0;
        for (size_t i = 0; i < from.size(); ++i) to[i] = most = std::max(most, from[i].tokens.end);
    };
    auto count_sport = [](const std::vector<Candidate>& of) { return static_cast<uint32_t>(std::count_if(of.begin(), of.end(), [](const Candidate& c) { return c.subkind == Subkind::Sport; })); };
    auto is_own = [](const Candidate& candidate) { return candidate.rule >= kFirstOwnRule; };
    state.rewind();
    state.own.clear();
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(state.own), is_own);
    // The second look mostly has those of the first, too, which stand sorted; find_teams takes some out.
    if (look == Look::First || candidates.size() - state.own.size() != state.candidates.size()) {
        state.candidates.clear();
        std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(state.candidates), std::not_fn(is_own));
        sort_candidates(state.candidates, article.tokens.size(), state);
        reach(state.candidates, state.candidate_reach);
    }
    state.sport = count_sport(state.candidates) + count_sport(state.own);
    if (look == Look::First) {
        reach(article.hits.names, state.hit_reach);
        find_words(article, state);
        find_spelled(article, state);
        find_spans(state);
        drop_around_verbs(state);
        drop_measured(article, state);
        drop_lone_and_closed(article, state);
        drop_spelled(article, state);
        drop_honours(article, state.spans);
        state.shared.resize(article.tokens.size());
        for (const NameSpan& span : state.spans) state.shared[span.tokens.begin] = state.shared[span.tokens.end - 1] = {};
        part_spans(state);
        find_pairs(state);
    } else {
        sort_candidates(state.own, article.tokens.size(), state);
        reach(state.own, state.own_reach);
        remember(article, state);
        find_beside(state);
    }
}

void Evidence::list(const Article& article, Look look, const NameSpan& span, Workspace& workspace, std::vector<EvidenceId>& out) const {
    auto& state = *workspace.state_;
    state.rewind();
    auto keep = [&](Ask ask, uint64_t argument) { out.push_back(evidence(ask, argument)); };
    Lister<decltype(keep)> sink{*model_, article, keep};
    gather(article, look, span, state, sink);
}

void choose_spans(std::vector<NameSpan>& spans) {
    // best[i]: the highest sum of the spans that begin at position i of `spans` or behind it.
    thread_local std::vector<int64_t> best;
    thread_local std::vector<uint32_t> behind;
    best.assign(spans.size() + 1, 0);
    behind.resize(spans.size());
    auto kind_of = [](const NameSpan& span) {
        uint8_t kind = 0;
        for (uint8_t k = 1; k < kNameKinds; ++k)
            if (span.score[k] > span.score[kind]) kind = k;
        return kind;
    };
    for (size_t i = spans.size(); i-- > 0;) {
        size_t next = i + 1;
        while (next < spans.size() && spans[next].tokens.begin < spans[i].tokens.end) ++next;
        behind[i] = static_cast<uint32_t>(next);
        spans[i].kind = kind_of(spans[i]);
        best[i] = std::max(best[i + 1], best[next] + spans[i].score[spans[i].kind]);
    }
    size_t next = 0;
    for (size_t i = 0; i < spans.size(); ++i) {
        if (i < next || best[i] == best[i + 1]) spans[i].kind = kNameKinds;
        else next = behind[i];
    }
}

/// Spans of one token, which most are, stand apart from the others: the same is asked of each, and what can be asked of all
/// that begin or end with a token is asked of it first.
void Evidence::part_spans(Workspace::State& state) {
    state.singles.resize(state.spans.size());
    state.others.resize(state.spans.size());
    size_t singles = 0, others = 0;
    for (uint32_t i = 0; i < state.spans.size(); ++i) {
        bool one_token = state.spans[i].tokens.end - state.spans[i].tokens.begin == 1;
        state.singles[singles] = i;
        state.others[others] = i;
        singles += one_token;
        others += !one_token;
    }
    state.singles.resize(singles);
    state.others.resize(others);
}

template <Look look>
void Evidence::score(const Article& article, Workspace::State& state) const {
    auto add = [&](uint32_t i, auto one_token) {
        NameSpan& span = state.spans[i];
        Scorer sink{*model_, article};
        gather<look, one_token.value>(article, span, state, sink);
        if (look == Look::Second && sink.sum == 0) return;  // most: nothing is said of it
        sink.settle();
        for (size_t k = 0; k < kNameKinds; ++k) span.score[k] += sink.settled[k];
    };
    state.rewind();
    for (uint32_t i : state.singles) add(i, std::true_type());
    state.rewind();
    for (uint32_t i : state.others) add(i, std::false_type());
}

/// Finds what may be two names: words on either side of "and" ("in Lyari and Malir"), and a person of a body ("Olumide Barta of
/// Labour Party").
void Evidence::find_pairs(Workspace::State& state) {
    state.pairs.clear();
    for (uint32_t i : state.others) {
        TokenSpan name = state.spans[i].tokens;
        if (name.end - name.begin < 3) continue;
        const Word* word = &state.words[name.begin];
        const Word* last = &state.words[name.end - 1];
        Workspace::State::Pair pair{i};
        // No person's name holds a possessive or an "and": "Hank and Gomez", "Beyoncé's Cowboy Carter".
        for (const Word* inner = word + 1; inner != last; ++inner) pair.joints += inner->cls == Class::And || inner->cls == Class::Ampersand || inner->cls == Class::Possessive;
        pair.two = word + 2 == last && word[1].cls == Class::And && last->cls != Class::Common && last->cls != Class::OrgHead;  // but "Moore and Sons"
        // "The winners of the Booker Prize and the Grammys": a second "the" begins a second name.
        for (const Word* inner = word + 1; inner + 1 < last; ++inner) pair.two |= inner[0].cls == Class::And && inner[1].cls == Class::The;
        pair.two |= word + 3 <= last && (word->cls == Class::Given || word->cls == Class::Surname) && word[2].cls == Class::Of;
        if (pair.joints != 0 || pair.two) state.pairs.push_back(pair);
    }
}

/// Parts what is two names, unless a rule or list says that it is one. To weigh them as one is worth less than nothing here and not
/// in the weights, which learn from such spans what no name is.
void Evidence::part_pairs(Workspace::State& state) {
    constexpr int32_t kParted = 300;
    for (const auto& pair : state.pairs) {
        NameSpan& span = state.spans[pair.span];
        span.score[static_cast<size_t>(Kind::Person)] -= static_cast<int32_t>(pair.joints) * kDecided;
        if (!pair.two) continue;
        auto said_by = [&](const std::vector<Candidate>& candidates) {
            auto before = [](const Candidate& candidate, uint32_t begin) { return candidate.tokens.begin < begin; };
            auto one = std::lower_bound(candidates.begin(), candidates.end(), span.tokens.begin, before);
            while (one != candidates.end() && one->tokens.begin == span.tokens.begin && one->tokens != span.tokens) ++one;
            return one != candidates.end() && one->tokens == span.tokens;
        };
        if (said_by(state.candidates) || said_by(state.own)) continue;
        for (int32_t& score : span.score) score -= kParted;
    }
}

void Evidence::choose_names(const Article& article, Look look, const std::vector<Candidate>& candidates, Workspace& workspace, std::vector<Candidate>& chosen) const {
    auto& state = *workspace.state_;
    prepare(article, look, candidates, workspace);
    if (look == Look::First) score<Look::First>(article, state);
    else score<Look::Second>(article, state);
    auto decide = [&](TokenSpan tokens, Kind kind) {
        auto span = std::lower_bound(state.spans.begin(), state.spans.end(), NameSpan{tokens}, between);
        if (span != state.spans.end() && span->tokens == tokens) span->score[static_cast<size_t>(kind)] += kDecided;
    };
    // Who plays in a match report is decided by find_teams, which sees the whole article, and who speaks and who is no town by find_people_again.
    for (const Candidate& candidate : state.own)
        if (candidate.rule == own_rule(Own::Team) || candidate.rule == own_rule(Own::Speaker) || candidate.rule == own_rule(Own::LineUp) || candidate.rule == own_rule(Own::Namesake)) decide(candidate.tokens, candidate.kind);
    for (TokenSpan body : state.spelled_bodies) decide(body, Kind::Organization);
    part_pairs(state);
    choose_spans(state.spans);
    take(workspace, chosen);
}

void Evidence::take(const Workspace& workspace, std::vector<Candidate>& chosen) const {
    const auto& state = *workspace.state_;
    chosen.clear();
    size_t first = 0, second = 0;  // where the candidates of each look stand
    for (const NameSpan& span : state.spans) {
        if (span.kind == kNameKinds) continue;
        // The surest that says the same.
        auto find = [&](const std::vector<Candidate>& candidates, size_t& at) -> const Candidate* {
            while (at < candidates.size() && (candidates[at].tokens.begin < span.tokens.begin || (candidates[at].tokens.begin == span.tokens.begin && candidates[at].tokens.end < span.tokens.end))) ++at;
            for (size_t same = at; same < candidates.size() && candidates[same].tokens == span.tokens; ++same)
                if (static_cast<uint8_t>(candidates[same].kind) == span.kind) return &candidates[same];
            return nullptr;
        };
        const Candidate *one = find(state.candidates, first), *again = find(state.own, second);
        if (one == nullptr || (again != nullptr && again->sure < one->sure)) one = again;
        if (one != nullptr) chosen.push_back(*one);
        else chosen.push_back({span.tokens, static_cast<Kind>(span.kind), Subkind::None, span.score[span.kind] > 200 ? Sureness::Likely : Sureness::Possible, own_rule(Own::Evidence)});
    }
}

void Evidence::explain(const Article& article, const Candidate& name, Workspace& workspace, std::vector<Reason>& reasons) const {
    auto& state = *workspace.state_;
    auto span = std::lower_bound(state.spans.begin(), state.spans.end(), NameSpan{name.tokens}, between);
    if (span == state.spans.end() || span->tokens != name.tokens || static_cast<size_t>(name.kind) >= kNameKinds) return;
    auto first = static_cast<std::ptrdiff_t>(reasons.size());
    auto keep = [&](Ask ask, uint64_t argument) {
        if (int32_t weight = unpack(model_->weights(ask, argument))[static_cast<size_t>(name.kind)]; weight != 0) reasons.push_back({evidence(ask, argument), weight});
    };
    Lister<decltype(keep)> sink{*model_, article, keep};
    for (Look look : {Look::First, Look::Second}) {
        state.rewind();
        gather(article, look, *span, state, sink);
    }
    std::stable_sort(reasons.begin() + first, reasons.end(), [](const Reason& a, const Reason& b) {
        return std::abs(a.weight) != std::abs(b.weight) ? std::abs(a.weight) > std::abs(b.weight) : a.evidence < b.evidence;
    });
}

}  // namespace nutgraf
