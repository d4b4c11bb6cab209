#include "rules.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <sstream>
#include <system_error>

#include <re2/re2.h>

#include "error.h"
#include "rule_program.h"

// Linked in by the source that compile_rules.cc writes.
extern "C" const uint64_t nutgraf_rules_image[];

namespace nutgraf {
namespace {

RE2::Options options(bool longest) {
    RE2::Options options(RE2::Quiet);
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_longest_match(longest);
    options.set_max_mem(int64_t{256} << 20);
    options.set_dot_nl(true);
    return options;
}

/// The expressions of one kind and sureness. They are compiled when they are first asked, by any thread: most articles
/// ask few.
class Grade {
public:
    Grade() = default;
    explicit Grade(const GradeTexts& texts) : texts_(texts), alone_(std::make_unique<Expression[]>(texts.rules.size())) {}
    size_t size() const { return texts_.rules.size(); }
    RuleId rule(size_t alternative) const { return texts_.rules[alternative]; }
    /// One alternative.
    const RE2& alone(size_t alternative) const {
        return compile(alone_[alternative], false, [&] { return std::string(texts_.expressions[alternative]); });
    }
    /// All of them, to find the longest match.
    const RE2& all() const {
        return compile(*all_, true, [&] {
            std::string either;
            for (size_t i = 0; i < size(); ++i) either.append(i == 0 ? "" : "|").append(texts_.expressions[i]);
            return either;
        });
    }

private:
    struct Expression {
        std::once_flag made;
        std::unique_ptr<RE2> compiled;
    };
    template <class Text>
    static const RE2& compile(Expression& expression, bool longest, Text text) {
        std::call_once(expression.made, [&] {
            expression.compiled = std::make_unique<RE2>(text(), options(longest));
            assert(expression.compiled->ok());  // the parser keeps repetitions small
        });
        return *expression.compiled;
    }
    GradeTexts texts_;
    std::unique_ptr<Expression[]> alone_;
    std::unique_ptr<Expression> all_ = std::make_unique<Expression>();
};

struct Resolution {
    RuleId rule = kNoRule;
    uint32_t begin = 0, end = 0;  // bytes of the matched codes
};

/// The mention, when the alternative matches the codes whole. Its choices may each have a mention in brackets; one of them
/// holds.
std::optional<Resolution> resolve(const Grade& grade, size_t alternative, re2::StringPiece codes) {
    const RE2& expression = grade.alone(alternative);
    thread_local std::vector<re2::StringPiece> groups;
    int count = expression.NumberOfCapturingGroups() + 1;
    groups.resize(static_cast<size_t>(count));
    if (!expression.Match(codes, 0, codes.size(), RE2::ANCHOR_BOTH, groups.data(), count)) return std::nullopt;
    for (size_t g = 1; g < static_cast<size_t>(count); ++g)
        if (!groups[g].empty()) {
            auto begin = static_cast<uint32_t>(groups[g].data() - codes.data());
            return Resolution{grade.rule(alternative), begin, begin + static_cast<uint32_t>(groups[g].size())};
        }
    return std::nullopt;
}

}  // namespace

struct Rules::Data {
    std::vector<uint64_t> own_image;  // empty when the one that is linked in is used
    RuleProgram program;              // looks into the image
    std::array<std::array<Grade, kGrades>, kKindCount> grades;
};

struct Rules::Workspace::State {
    using KindBits = Beside::Bits;

    const RuleProgram* program = nullptr;
    std::array<Automaton, kKindCount> automata;
    /// A token to the rules: its classes for three kinds, and whether a break stands before it.
    class Coded {
    public:
        static constexpr unsigned kKinds = 3;
        Coded() = default;
        void set_class(size_t kind, uint32_t number) { bits_ |= uint64_t{number} << kClassBits * (kind % kKinds); }
        Coded behind(bool a_break) const { return Coded(bits_ | uint64_t{a_break} << kBreaksAt); }
        uint32_t of(size_t kind) const { return static_cast<uint32_t>(bits_ >> kClassBits * (kind % kKinds)) & ((1U << kClassBits) - 1); }
        bool breaks() const { return bits_ >> kBreaksAt != 0; }

    private:
        static constexpr unsigned kClassBits = 21, kBreaksAt = 63;
        explicit Coded(uint64_t bits) : bits_(bits) {}
        uint64_t bits_ = 0;
    };
    /// By three kinds.
    using CodedForAll = std::array<Coded, (kKindCount + Coded::kKinds - 1) / Coded::kKinds>;
    /// What the rules can tell of a token, in one line of a core's nearest memory: its classes, and what these say of the tokens
    /// beside it.
    struct alignas(64) Row {
        CodedForAll classes{};
        Beside beside;
        Row(const Classes& its, const Beside& its_beside) : beside(its_beside) {
            for (size_t k = 0; k < kKindCount; ++k) classes[k / Coded::kKinds].set_class(k, its[k]);
        }
        uint32_t of(size_t kind) const { return classes[kind / Coded::kKinds].of(kind); }
    };
    /// Each once, so that what all articles ask stays near; the warm ones come first.
    std::vector<Row> rows;
    KeyTable<uint64_t> number_of_classes;  // by their hash

    /// A signature is all that the rules see of a token: its shape and flags, its labels, those of the names that cover it,
    /// and its word if any rule mentions it. Most tokens of an article have been seen in another.
    static constexpr size_t kMostSignatures = 1U << 16;
    KeyTable<uint64_t> signatures;  // numbers of their classes
    /// A word's note in the vocabulary: the number of the classes it had last outside of names, with which flags, and which of the
    /// rules' words it is.
    static uint64_t note_of(uint32_t number, uint32_t word, unsigned flags) { return uint64_t{number} << 32 | word << 8 | kNoted | flags; }
    static bool is_of(uint64_t note, unsigned flags) { return (note & 0xFF) == (kNoted | flags); }
    static uint32_t number_of(uint64_t note) { return static_cast<uint32_t>(note >> 32); }
    static uint32_t word_of(uint64_t note) { return static_cast<uint32_t>(note) >> 8; }
    static constexpr unsigned kNoted = 0x80, kNoFlags = 0x40;  // no flags of a token
    static_assert(((kNoted | kNoFlags) & kFlagMask) == 0);
    uint64_t serial = 0;  // of what the numbers mean

    uint32_t add_signature(uint64_t key, const Classes& its) {
        uint64_t hash = 1;
        for (uint32_t number : its) hash = mix(hash, number);
        hash = std::max<uint64_t>(hash, 1);
        const uint64_t* known = number_of_classes.find(hash);
        uint64_t number = known != nullptr ? *known : rows.size();
        if (known == nullptr) {
            number_of_classes.add(hash, number);
            Beside bits;
            for (size_t k = 0; k < kKindCount; ++k) bits.opens[k] = automata[k].opens(its[k]), bits.follows[k] = automata[k].follows(its[k]);
            rows.emplace_back(its, bits);
        }
        signatures.add(key, number);
        return static_cast<uint32_t>(number);
    }
    /// Begins with what is warm; forgets the rest when there is too much of it, or when it is of other rules.
    void prepare(const RuleProgram& of) {
        if (program == &of && signatures.own_count() < kMostSignatures) return;
        program = &of;
        static std::atomic<uint64_t> next_serial = 1;
        serial = next_serial++;
        rows.clear();
        rows.reserve(2 * of.warm.classes.size());
        for (size_t i = 0; i < of.warm.classes.size(); ++i) rows.emplace_back(of.warm.classes[i], of.warm.beside[i]);
        number_of_classes = KeyTable<uint64_t>(of.warm.class_numbers);
        signatures = KeyTable<uint64_t>(of.warm.signatures);
        answers = KeyTable<Answer>(of.warm.answers);
        for (size_t k = 0; k < kKindCount; ++k) automata[k] = Automaton(of.kinds[k].filter, of.kinds[k].warm);
    }

    /// The article's tokens and one past the last, by three kinds; and of each token the number of its row.
    std::array<std::vector<Coded>, std::tuple_size_v<CodedForAll>> coded;
    std::vector<uint32_t> numbers;
    std::span<const Coded> tokens_for(size_t kind) const { return coded[kind / Coded::kKinds]; }
    void set_token(uint32_t i, uint32_t number, bool breaks) {
        numbers[i] = number;
        for (size_t w = 0; w < coded.size(); ++w) coded[w][i] = rows[number].classes[w].behind(breaks);
    }
    /// Tokens with which a match of the kind may begin: the first `start_count` of its vector, which keeps its length.
    std::array<std::vector<uint32_t>, kKindCount> starts;
    std::array<size_t, kKindCount> start_count{};
    std::vector<uint32_t> names;                           // scratch: the names that cover a token
    std::string scratch;

    /// The code of tokens for RE2, from `begin` on, and where each token's ends.
    std::string codes;
    std::vector<uint32_t> ends;
    void write_codes(size_t kind, uint32_t begin, uint32_t end) {
        codes.clear();
        ends.clear();
        auto tokens = tokens_for(kind);
        for (uint32_t i = begin; i < end; ++i) {
            if (i > begin && tokens[i].breaks()) codes += static_cast<char>(kBreak);
            codes += automata[kind].code(tokens[i].of(kind));
            ends.push_back(static_cast<uint32_t>(codes.size()));
        }
    }
    /// How many tokens end at or before an offset of the codes.
    uint32_t tokens_before(size_t offset) const { return static_cast<uint32_t>(std::upper_bound(ends.begin(), ends.end(), offset) - ends.begin()); }

    /// What the automaton or RE2 said of classes seen before, by their hash.
    static constexpr size_t kMostAnswers = 1U << 15;
    KeyTable<Answer> answers;

    /// By the numbers of two tokens, how often the one stands behind the other; of count().
    std::map<std::pair<uint32_t, uint32_t>, uint64_t> neighbours;

    std::vector<uint32_t> asked, alternatives;  // scratch of ask()
    Answer ask(const Grade& grade, bool automaton_knows, size_t g, size_t kind, uint32_t begin, uint32_t end);
};

/// The grade's longest match that begins with the token `begin`, if there is one; none reaches further than `end`. Of a grade
/// that the automaton does not know the expressions alone are asked.
Answer Rules::Workspace::State::ask(const Grade& grade, bool automaton_knows, size_t g, size_t kind, uint32_t begin, uint32_t end) {
    Answer answer;
    codes.clear();
    std::optional<Resolution> resolution;
    if (automaton_knows) {
        // Mostly the filter is right: one of these matches as far as it says. Mostly it also knows the mention.
        asked.clear();
        for (uint32_t i = begin; i < end; ++i) asked.push_back(tokens_for(kind)[i].of(kind));
        automata[kind].find_alternatives(asked, g, alternatives);
        for (size_t i = 0; i < alternatives.size() && !resolution; ++i) {
            auto mention = automata[kind].find_mention(g, alternatives[i]);
            if (mention) {
                answer.rule = grade.rule(alternatives[i]);
                answer.begin = static_cast<uint8_t>(mention->begin);
                answer.end = static_cast<uint8_t>(mention->end);
                answer.context = static_cast<uint8_t>(end - begin);
#ifdef NDEBUG
                return answer;
#endif
            }
            if (codes.empty()) write_codes(kind, begin, end);
            resolution = resolve(grade, alternatives[i], codes);
            assert(!mention || (resolution && tokens_before(resolution->begin) == mention->begin && tokens_before(resolution->end) == mention->end));
        }
    }
    if (codes.empty()) write_codes(kind, begin, end);
    re2::StringPiece found(codes);
    if (!resolution) {
        if (!grade.all().Match(codes, 0, codes.size(), RE2::ANCHOR_START, &found, 1)) return answer;
        for (size_t i = 0; i < grade.size() && !resolution; ++i) resolution = resolve(grade, i, found);
    }
    if (!resolution) return answer;  // cannot be
    answer.rule = resolution->rule;
    answer.begin = static_cast<uint8_t>(tokens_before(resolution->begin));
    answer.end = static_cast<uint8_t>(tokens_before(resolution->end));
    answer.context = static_cast<uint8_t>(tokens_before(found.size()));
    return answer;
}

Rules::Workspace::Workspace() : state_(std::make_unique<State>()) {}
Rules::Workspace::~Workspace() = default;
Rules::Workspace::Workspace(Workspace&&) noexcept = default;

namespace {
/// Named with the folder.
std::vector<RuleText> texts_of_folder(const std::string& folder) {
    std::vector<RuleText> texts = read_rules_folder(folder);
    for (auto& text : texts) text.file = folder + "/" + text.file;
    return texts;
}
}  // namespace

Rules::Rules() : data_(std::make_unique<Data>()) {}
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

void Rules::use(const uint64_t* image) {
    RuleProgram& program = data_->program;
    ArrayReader reader(image);
    program.for_each_array([&](auto& array) { reader(array); });
    rules_.reserve(program.rules.size());
    for (size_t i = 0; i < program.rules.size(); ++i) {
        const RuleRow& row = program.rules[i];
        auto string = [&](size_t which) { return std::string(program.rule_strings[3 * i + which]); };
        rules_.push_back({string(0), row.kind, row.subkind, row.sure, string(1), string(2), static_cast<int>(row.line)});
    }
    for (size_t k = 0; k < kKindCount; ++k)
        for (size_t g = 0; g < kGrades; ++g) data_->grades[k][g] = Grade(program.kinds[k].grades[g]);
}

std::vector<RuleText> Rules::texts() const {
    const Strings& strings = data_->program.texts;
    std::vector<RuleText> texts;
    for (size_t i = 0; i < strings.ends.size(); i += 2) texts.push_back({std::string(strings[i]), std::string(strings[i + 1])});
    return texts;
}

Rules Rules::built_in(const Lexicon& lexicon, const std::string& folder) {
    Rules rules;
    rules.use(nutgraf_rules_image);
    const RuleProgram& program = rules.data_->program;
    // The image that is linked in knows the labels of the lists that are.
    bool same_lists = program.image_count == lexicon.image_count() && program.label_count == lexicon.label_count() && program.entry_count == lexicon.entry_count();
    if (folder.empty() && same_lists) return rules;
    std::vector<RuleText> texts = rules.texts();
    if (!folder.empty())
        for (auto& text : texts_of_folder(folder)) texts.push_back(std::move(text));
    return from_texts(lexicon, texts);
}

Rules Rules::from_folder(const Lexicon& lexicon, const std::string& folder) { return from_texts(lexicon, texts_of_folder(folder)); }

Rules Rules::from_texts(const Lexicon& lexicon, const std::vector<RuleText>& texts) { return from_image(compile_rules(lexicon, texts)); }

Rules Rules::from_image(std::vector<uint64_t> image) {
    Rules rules;
    rules.data_->own_image = std::move(image);
    rules.use(rules.data_->own_image.data());
    return rules;
}

void Rules::count(Workspace& workspace) const {
    auto& state = *workspace.state_;
    for (uint32_t i = 1; i < state.numbers.size(); ++i)
        if (!state.coded[0][i].breaks()) ++state.neighbours[{state.numbers[i - 1], state.numbers[i]}];
    for (size_t k = 0; k < kKindCount; ++k) {
        Automaton& automaton = state.automata[k];
        auto tokens = state.tokens_for(k);
        for (uint32_t token : std::span(state.starts[k]).first(state.start_count[k])) {
            uint32_t at = automaton.start(tokens[token].of(k));
            for (uint32_t i = token + 1; at != Automaton::kForgotten && !tokens[i].breaks() && automaton.goes_on(at, tokens[i].of(k)); ++i)
                at = automaton.count_step(at, tokens[i].of(k));
        }
    }
}

std::vector<uint64_t> Rules::image(Workspace& workspace) const {
    auto& state = *workspace.state_;
    state.prepare(data_->program);
    RuleProgram program = data_->program;
    std::array<Automaton::Kept, kKindCount> kept;
    std::array<BeginningBits, kKindCount> bits;
    for (size_t k = 0; k < kKindCount; ++k) {
        state.automata[k].keep(kept[k]);
        program.kinds[k].filter.use_follow_sorts(kept[k].follow_sorts);
        if (!state.neighbours.empty()) {
            std::vector<Automaton::Neighbours> neighbours;
            for (const auto& [numbers, times] : state.neighbours) neighbours.push_back({state.rows[numbers.first].of(k), state.rows[numbers.second].of(k), times});
            state.automata[k].arrange(neighbours, bits[k], kept[k]);
            program.kinds[k].filter.use(bits[k]);
        }
        program.kinds[k].warm = kept[k].view();
    }
    auto signatures = state.signatures.slots(), class_numbers = state.number_of_classes.slots();
    auto answers = state.answers.slots();
    std::vector<Classes> classes;
    std::vector<Beside> beside;
    for (const auto& row : state.rows) {
        Classes& its = classes.emplace_back();
        Beside& bits_beside = beside.emplace_back();
        for (size_t k = 0; k < kKindCount; ++k) {
            its[k] = row.of(k);
            const auto& members = kept[k].members[its[k]];
            bits_beside.opens[k] = members.opens, bits_beside.follows[k] = members.follows;
        }
    }
    program.warm = {signatures, class_numbers, classes, beside, answers};
    return program.image();
}

void Rules::encode(const std::vector<Token>& tokens, const Hits& hits, Workspace& workspace) const {
    using State = Workspace::State;
    State& state = *workspace.state_;
    auto count = static_cast<uint32_t>(tokens.size());
    state.prepare(data_->program);
    auto notes = hits.vocabulary.notes(Vocabulary::Note::Rules, state.serial);
    auto note_of = [&](uint32_t i) { return hits.words[i] == Vocabulary::kUnnumbered ? nullptr : &notes[hits.words[i]]; };
    for (auto& coded : state.coded) coded.resize(count + 1);
    state.numbers.resize(count);
    state.names.clear();
    std::array<uint32_t*, kKindCount> starts;
    for (size_t k = 0; k < kKindCount; ++k) {
        if (state.starts[k].size() < count) state.starts[k].resize(count);
        starts[k] = state.starts[k].data();
    }
    // The kinds of which a match may begin with a token and its next: often none. Written without asking, kept if it holds.
    auto add_starts = [&](uint32_t i, const State::KindBits& follows) {
        State::KindBits both = state.rows[state.numbers[i]].beside.opens;
        uint32_t any = 0;
        for (size_t k = 0; k < kKindCount; ++k) any |= both[k] &= follows[k];
        if (any == 0) return;
        for (size_t k = 0; k < kKindCount; ++k) {
            *starts[k] = i;
            starts[k] += both[k] != 0;
        }
    };
    State::KindBits nothing;  // follows
    nothing.fill(Automaton::kAlone);
    uint32_t next_name = 0;
    auto begin_of_next = [&] { return next_name < hits.names.size() ? hits.names[next_name].tokens.begin : count; };
    uint32_t next_begin = begin_of_next();
    bool in_names = false;
    uint32_t run_end = 0;  // where a run that no sentence ends is broken
    for (uint32_t i = 0; i < count; ++i) {
        const Token& token = tokens[i];
        bool breaks = token.starts_sentence || i == run_end;
        if (breaks) run_end = i + kLongestRun;
        unsigned flags = flags_of(token);
        if (in_names || i == next_begin) {
            for (; next_begin == i; next_begin = begin_of_next()) {
                if (data_->program.asking[hits.names[next_name].label] != 0) state.names.push_back(next_name);
                ++next_name;
            }
            std::erase_if(state.names, [&](uint32_t name) { return hits.names[name].tokens.end <= i; });
            in_names = !state.names.empty();
        }

        // The rows that the next tokens will most likely need are sent for.
        constexpr uint32_t kAhead = 6;  // tokens
        if (i + kAhead < count)
            if (const uint64_t* note = note_of(i + kAhead)) __builtin_prefetch(state.rows.data() + State::number_of(*note));
        uint64_t* note = note_of(i);
        bool noted = note != nullptr && !in_names && State::is_of(*note, flags);
        uint32_t number = noted ? State::number_of(*note) : find_signature(token, hits, i, note, state);
        state.set_token(i, number, breaks);
        if (i > 0) add_starts(i - 1, breaks ? nothing : state.rows[number].beside.follows);
    }
    if (count > 0) add_starts(count - 1, nothing);
    for (size_t k = 0; k < kKindCount; ++k) state.start_count[k] = static_cast<size_t>(starts[k] - state.starts[k].data());
    for (auto& coded : state.coded) coded[count] = State::Coded().behind(true);
}

namespace {
/// Appends a token's code; `names` cover it, and `word` is its word's code.
void write_code(const KindProgram& kind, const Token& token, std::string_view word, const Hits& hits, uint32_t i, const std::vector<uint32_t>& names, std::string& out) {
    const auto& flag_ids = kind.flag_ids[flags_of(token)];
    out.append(flag_ids.bytes.data(), flag_ids.count);
    Ids ids;
    for (size_t image = 0; image < kind.set_begin.size() && !kind.set_begin[image].empty(); ++image) {
        size_t set = size_t{2} * hits.sets[i][image] + (token.shape == Shape::Lower);
        for (uint32_t at = kind.set_begin[image][set]; at < kind.set_begin[image][set + 1]; ++at) ids.set(static_cast<unsigned char>(kind.set_ids[image][at]));
    }
    // A name of several words takes the place of the same label's single word inside it.
    for (uint32_t name : names) {
        const LexiconHit& hit = hits.names[name];
        unsigned id = kind.id_of[hit.label];
        if (id == 0) continue;
        ids.set(id, i == hit.tokens.begin);
        ids.set(id + 1, i != hit.tokens.begin);
        if (kind.asked_several[hit.label] != 0) ids.set(id + 2, i == hit.tokens.begin);
    }
    for (size_t id = ids._Find_first(); id <= kLastId; id = ids._Find_next(id)) out += static_cast<char>(id);
    out += word;
    out += static_cast<char>(kFirstShape + static_cast<unsigned>(token.shape));
}
}  // namespace

/// The number of the classes of the token's signature; state.names cover it. Fills its word's note, if it has one.
uint32_t Rules::find_signature(const Token& token, const Hits& hits, uint32_t i, uint64_t* note, Workspace::State& state) const {
    using State = Workspace::State;
    const RuleProgram& program = data_->program;
    uint32_t word = note != nullptr && *note != 0 ? State::word_of(*note) : program.find(token.word);
    uint64_t key = mix(uint64_t{word} << 32 | static_cast<uint64_t>(hits.sets[i][0]) << 16 | static_cast<uint64_t>(token.shape) << 8 | flags_of(token), hits.sets[i][1]);
    for (uint32_t name : state.names) key = mix(key, uint64_t{hits.names[name].label} << 1 | static_cast<uint64_t>(hits.names[name].tokens.begin == i));
    key |= 1;
    const uint64_t* known = state.signatures.find(key);
    uint32_t number = known != nullptr ? static_cast<uint32_t>(*known) : state.add_signature(key, find_classes(token, word, hits, i, state));
    if (note != nullptr && (state.names.empty() || *note == 0)) *note = State::note_of(number, word, state.names.empty() ? flags_of(token) : State::kNoFlags);
    return number;
}

std::array<uint32_t, kKindCount> Rules::find_classes(const Token& token, uint32_t word, const Hits& hits, uint32_t i, Workspace::State& state) const {
    Classes classes;
    for (size_t k = 0; k < kKindCount; ++k) {
        state.scratch.clear();
        write_code(data_->program.kinds[k], token, data_->program.code(word, k), hits, i, state.names, state.scratch);
        classes[k] = state.automata[k].find_class(state.scratch);
    }
    return classes;
}

void Rules::find_matches(Kind kind, Workspace& workspace, std::vector<RuleMatch>& matches) const {
    matches.clear();
    using State = Workspace::State;
    State& state = *workspace.state_;
    auto k = static_cast<size_t>(kind);
    const auto& grades = data_->grades[k];
    Automaton& automaton = state.automata[k];
    auto tokens = state.tokens_for(k);
    auto class_at = [&](uint32_t token) { return tokens[token].of(k); };
    std::array<uint32_t, kGrades> next{};  // of each grade: its search goes on behind the last mention
    uint32_t furthest = 0;                 // of these
    for (uint32_t token : std::span(state.starts[k]).first(state.start_count[k])) {
        uint32_t number = class_at(token);
        uint8_t wanted = automaton.starts(number);
        if (token < furthest) {
            for (size_t g = 0; g < kGrades; ++g)
                if (token < next[g]) wanted &= static_cast<uint8_t>(~(1U << g));
            if (wanted == 0) continue;
        }

        // Where the last match of each grade may end.
        std::array<uint32_t, kGrades> ends{};
        uint8_t seen;
        uint32_t at;
        do {
            seen = 0;
            at = automaton.start(number);
            for (uint32_t end = token + 1; at != Automaton::kForgotten; ++end) {
                if (uint8_t ending = automaton.ends(at) & wanted; ending != 0) {
                    seen |= ending;
                    for (size_t g = 0; g < kGrades; ++g)
                        if ((ending >> g & 1) != 0) ends[g] = end;
                }
                if (tokens[end].breaks() || !automaton.goes_on(at, class_at(end))) break;
                at = automaton.step(at, class_at(end));
            }
        } while (at == Automaton::kForgotten);
        if (seen == 0) continue;  // mostly

        for (size_t g = 0; g < kGrades; ++g) {
            if ((seen >> g & 1) == 0) continue;
            uint64_t key = mix(k, g);
            for (uint32_t i = token; i < ends[g]; ++i) key = mix(key, class_at(i));
            key |= 1;
            const Answer* known = state.answers.find(key);
            Answer answer = known != nullptr ? *known : state.ask(grades[g], true, g, k, token, ends[g]);
            if (known == nullptr) {
                if (state.answers.own_count() >= State::kMostAnswers) state.answers.clear();
                state.answers.add(key, answer);
            }
            if (answer.rule == kNoRule) continue;
            matches.push_back({{token + answer.begin, token + answer.end}, {token, token + answer.context}, answer.rule});
            next[g] = token + answer.end;
            furthest = std::max(furthest, next[g]);
        }
    }
}

std::vector<std::string> Rules::check_examples(const Lexicon& lexicon) const {
    std::vector<std::string> failures;
    Workspace workspace;
    std::vector<Token> tokens;
    Hits hits;
    for (const RuleAlone& alone : compile_alone(lexicon, texts())) {
        const Rule& rule = alone.rule;
        std::vector<RuleId> rules(alone.expressions.ends.size(), 0);
        Grade grade({rules, alone.expressions.view()});
        auto run = [&](const Example& example, bool positive) {
            // Take the brackets out, remembering where they stood.
            std::string plain;
            std::vector<ByteSpan> expected, got;
            for (char c : example.text) {
                if (c == '[') expected.push_back({static_cast<uint32_t>(plain.size()), 0});
                else if (c == ']' && !expected.empty()) expected.back().end = static_cast<uint32_t>(plain.size());
                else plain += c;
            }
            auto fail = [&](const std::string& what) {
                failures.push_back(rule.file + ':' + std::to_string(example.line) + ": rule " + rule.name + ": " + what + ": " + example.text);
            };
            if (positive && expected.empty()) return fail("a yes line marks its mentions in brackets");
            Document document("", plain);
            find_tokens(document, tokens);
            lexicon.find_hits(tokens, hits);
            encode(tokens, hits, workspace);
            for (uint32_t token = 0; token < tokens.size(); ++token) {
                auto found = workspace.state_->ask(grade, false, 0, static_cast<size_t>(rule.kind), token, static_cast<uint32_t>(tokens.size()));
                if (found.rule == kNoRule) continue;
                got.push_back(bytes_of(tokens, {token + found.begin, token + found.end}));
                token += found.end - 1U;
            }
            if (got == expected) return;
            std::string shown = plain;
            for (auto span = got.rbegin(); span != got.rend(); ++span) {
                shown.insert(span->end, "]");
                shown.insert(span->begin, "[");
            }
            fail("found \"" + shown + "\" in");
        };
        for (const auto& example : alone.yes) run(example, true);
        for (const auto& example : alone.no) run(example, false);
    }
    return failures;
}

std::vector<RuleText> read_rules_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    std::vector<fs::path> paths;
    std::error_code failed;
    for (auto it = fs::recursive_directory_iterator(folder, failed); !failed && it != fs::recursive_directory_iterator(); it.increment(failed))
        if (it->path().extension() == ".rules") paths.push_back(it->path());
    if (failed) throw Error(folder + ": " + failed.message());
    // Files above the kinds' folders hold shared lets and come first.
    std::sort(paths.begin(), paths.end(), [](const fs::path& a, const fs::path& b) {
        auto depth = [](const fs::path& p) { return std::distance(p.begin(), p.end()); };
        return std::pair(depth(a), a) < std::pair(depth(b), b);
    });
    std::vector<RuleText> texts;
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        std::stringstream content;
        content << in.rdbuf();
        if (!in) throw Error(path.string() + ": cannot be read");
        texts.push_back({fs::relative(path, folder).string(), content.str()});
    }
    return texts;
}

}  // namespace nutgraf
