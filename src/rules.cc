#include "rules.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <bitset>
#include <cassert>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <sstream>
#include <system_error>
#include <unordered_map>

#include <re2/re2.h>

#include "error.h"
#include "rule_codes.h"
#include "rule_filter.h"
#include "rule_parser.h"

// Linked in by the source that compile_lexicons.cc writes.
extern "C" const char nutgraf_rules_begin[];
extern "C" const char nutgraf_rules_end[];

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

/// The rules of one kind and sureness: an alternative for each match line. Their expressions are compiled when they are first
/// asked, by any thread: most articles ask few.
class Grade {
public:
    explicit Grade(const Layout& layout) : layout_(layout) {}
    void add(const Pattern& pattern, RuleId rule) {
        patterns_.push_back(&pattern);
        rules_.push_back(rule);
        alone_ = std::make_unique<Expression[]>(rules_.size());
    }
    size_t size() const { return rules_.size(); }
    RuleId rule(size_t alternative) const { return rules_[alternative]; }
    /// One alternative.
    const RE2& alone(size_t alternative) const { return compile(alone_[alternative], {&patterns_[alternative], 1}, false); }
    /// All of them, to find the longest match.
    const RE2& all() const { return compile(all_, patterns_, true); }

private:
    struct Expression {
        std::once_flag made;
        std::unique_ptr<RE2> compiled;
    };
    const RE2& compile(Expression& expression, std::span<const Pattern* const> patterns, bool longest) const {
        std::call_once(expression.made, [&] {
            Writer writer(layout_);
            std::string text;
            for (const Pattern* pattern : patterns) text += (text.empty() ? "" : "|") + writer.write(*pattern);
            expression.compiled = std::make_unique<RE2>(text, options(longest));
            assert(expression.compiled->ok());  // the parser keeps repetitions small
        });
        return *expression.compiled;
    }
    const Layout& layout_;
    std::vector<const Pattern*> patterns_;
    std::vector<RuleId> rules_;
    mutable std::unique_ptr<Expression[]> alone_;
    mutable Expression all_;
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

std::vector<RuleText> unbundle(std::string_view bundle) {
    std::vector<RuleText> texts;
    while (!bundle.empty()) {
        size_t name_end = bundle.find('\n');
        size_t end = std::min(bundle.find('\1', 1), bundle.size());
        texts.push_back({std::string(bundle.substr(1, name_end - 1)), std::string(bundle.substr(name_end + 1, end - name_end - 1))});
        bundle.remove_prefix(end);
    }
    return texts;
}

}  // namespace

namespace {

constexpr size_t kFlagCount = 5;
struct Flag {
    Test::Type type;
    unsigned bit;
};
constexpr std::array<Flag, kFlagCount> kFlags = {  // in the order of their ids
    {{Test::Type::Start, 1}, {Test::Type::Dotted, 8}, {Test::Type::Glued, 4}, {Test::Type::AllCaps, 16}, {Test::Type::TitleCase, 32}}};
constexpr unsigned kFlagValues = 64, kFlagMask = 1 | 4 | 8 | 16 | 32;

/// A token's flags as a number, the bits as in kFlags: the byte of TokenFlags, without starts_paragraph, which no rule asks.
unsigned flags_of(const Token& token) {
    static_assert(sizeof(TokenFlags) == 1 && std::endian::native == std::endian::little);
    unsigned char flags;
    std::memcpy(&flags, static_cast<const TokenFlags*>(&token), 1);
    return flags & kFlagMask;
}

}  // namespace

struct Rules::KindProgram {
    Layout layout;
    std::array<Grade, kGrades> grades = {Grade(layout), Grade(layout), Grade(layout)};
    Filter filter;
    /// By image and label set, the ids of the set's labels that the rules ask for: set_ids[image] holds them all; those
    /// of set s stand from set_begin[image][2 * s], and those asked of tokens in lower case from the next on.
    std::array<std::string, 2> set_ids;
    std::array<std::vector<uint32_t>, 2> set_begin;
    Ids asked_of_lower;
    std::vector<unsigned> id_of;      // by label; 0: not asked for
    std::vector<bool> asked_several;  // by label: with @@
    /// By flags_of(), the ids of the flags that the rules ask for.
    struct FlagIds {
        std::array<char, 8> bytes{};  // kFlagCount at most
        uint8_t count = 0;
    };
    std::array<FlagIds, kFlagValues> flag_ids;
    std::vector<RuleId> rule_ids;
};

/// A word that rules mention: for each kind the word's code, empty for none.
struct Rules::WordRow {
    WordId word = 0;
    std::array<std::array<char, 2>, kKindCount> code{};
    std::array<uint8_t, kKindCount> size{};  // bytes of the code
};

struct Rules::Program {
    std::vector<std::vector<Pattern>> patterns;  // of each rule, one a match line
    std::array<KindProgram, kKindCount> kinds;

    /// Open-addressed.
    std::vector<WordRow> words;
    const WordRow* find(WordId word) const {
        size_t mask = words.size() - 1;
        for (size_t i = word & mask;; i = (i + 1) & mask) {
            if (words[i].word == word) return &words[i];
            if (words[i].word == 0) return nullptr;
        }
    }
    size_t image_count = 0;
    std::vector<uint8_t> asking;  // by label: bit k, kind k asks for it
};

struct Rules::Workspace::State {
    using KindBits = std::array<uint64_t, kKindCount>;

    using Classes = std::array<uint32_t, kKindCount>;  // of each kind's automaton
    struct Beside {
        KindBits opens{}, follows{};  // see Automaton
    };
    std::array<Automaton, kKindCount> automata;
    /// What the rules can tell of tokens, each once, so that what all articles ask stays near.
    std::vector<Classes> classes;
    std::vector<Beside> beside;  // of the same numbers
    std::unordered_map<uint64_t, uint32_t> number_of_classes;  // by their hash

    /// A signature is all that the rules see of a token: its shape and flags, its labels, those of the names that cover it,
    /// and its word if any rule mentions it. Most tokens of an article have been seen in another.
    static constexpr size_t kMostSignatures = 1U << 16;
    std::vector<uint64_t> keys = std::vector<uint64_t>(1024);  // of signatures, open-addressed; 0: empty
    std::vector<uint32_t> numbers = std::vector<uint32_t>(1024);  // beside keys, of the signatures' classes
    size_t signature_count = 0;
    /// By number in the vocabulary: the number of the classes it had last, and with which flags.
    struct Last {
        uint32_t number = 0;
        uint32_t flags = kNoFlags;
    };
    static constexpr uint32_t kNoFlags = 0xFF;
    std::vector<Last> last;
    uint64_t epoch = 0;  // of the vocabulary that `last` is about

    /// The place of a key in `keys`, or where it belongs.
    size_t place_of(uint64_t key) const {
        size_t at = key & (keys.size() - 1);
        while (keys[at] != 0 && keys[at] != key) at = (at + 1) & (keys.size() - 1);
        return at;
    }
    uint32_t add_signature(uint64_t key, const Classes& its) {
        if (keys.size() < 2 * (signature_count + 1)) {
            std::vector<uint64_t> old_keys(keys.size() * 2, 0);
            std::vector<uint32_t> old_numbers(old_keys.size());
            old_keys.swap(keys);
            old_numbers.swap(numbers);
            for (size_t i = 0; i < old_keys.size(); ++i) {
                if (old_keys[i] == 0) continue;
                size_t at = place_of(old_keys[i]);
                keys[at] = old_keys[i];
                numbers[at] = old_numbers[i];
            }
        }
        uint64_t hash = 0;
        for (uint32_t number : its) hash = mix(hash, number);
        auto number = number_of_classes.try_emplace(hash, static_cast<uint32_t>(classes.size())).first->second;
        if (number == classes.size()) {
            classes.push_back(its);
            Beside& bits = beside.emplace_back();
            for (size_t k = 0; k < kKindCount; ++k) bits.opens[k] = automata[k].opens(its[k]), bits.follows[k] = automata[k].follows(its[k]);
        }
        ++signature_count;
        size_t at = place_of(key);
        keys[at] = key;
        numbers[at] = number;
        return number;
    }
    /// Forgets all when there is too much of it.
    void prepare() {
        if (signature_count < kMostSignatures) return;
        classes.clear();
        beside.clear();
        number_of_classes.clear();
        std::fill(keys.begin(), keys.end(), 0);
        signature_count = 0;
        last.clear();
        for (auto& automaton : automata) automaton = Automaton();
        memory.assign(memory.size(), {});
        remembered_count = 0;
    }

    /// Of each token of the article, and one past the last: the number of its classes, its shape, and whether a break stands before it.
    std::vector<uint32_t> tokens;
    static constexpr uint32_t kBreaks = 0x80000000, kShapeBits = 26;
    uint32_t number_of(uint32_t token) const { return tokens[token] & ((uint32_t{1} << kShapeBits) - 1); }
    uint32_t class_of(uint32_t token, size_t kind) const { return classes[number_of(token)][kind]; }
    uint32_t shape_of(uint32_t token) const { return tokens[token] >> kShapeBits & (kShapeCount - 1); }
    bool breaks(uint32_t token) const { return (tokens[token] & kBreaks) != 0; }
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
        for (uint32_t i = begin; i < end; ++i) {
            if (i > begin && breaks(i)) codes += static_cast<char>(kBreak);
            codes += automata[kind].code(class_of(i, kind));
            ends.push_back(static_cast<uint32_t>(codes.size()));
        }
    }
    /// How many tokens end at or before an offset of the codes.
    uint32_t tokens_before(size_t offset) const { return static_cast<uint32_t>(std::upper_bound(ends.begin(), ends.end(), offset) - ends.begin()); }

    /// What RE2 and the resolver said of classes seen before. Open-addressed.
    struct Remembered {
        uint64_t key = 0;  // 0: empty
        RuleId rule = kNoRule;
        uint8_t begin = 0, end = 0;  // the mention, in tokens behind the first
        uint8_t context = 0;         // tokens matched
    };
    static constexpr size_t kMostRemembered = 1U << 15;
    std::vector<Remembered> memory = std::vector<Remembered>(1024);
    size_t remembered_count = 0;
    /// The place of a key in `memory`, or where it belongs.
    Remembered& remembered(uint64_t key) {
        size_t at = key >> 32 & (memory.size() - 1);
        while (memory[at].key != 0 && memory[at].key != key) at = (at + 1) & (memory.size() - 1);
        return memory[at];
    }
    void remember(const Remembered& answer) {
        if (remembered_count >= kMostRemembered) {
            std::fill(memory.begin(), memory.end(), Remembered());
            remembered_count = 0;
        }
        if (memory.size() < 2 * (remembered_count + 1)) {
            std::vector<Remembered> old(2 * memory.size());
            old.swap(memory);
            for (const Remembered& one : old)
                if (one.key != 0) remembered(one.key) = one;
        }
        ++remembered_count;
        remembered(answer.key) = answer;
    }

    std::vector<uint32_t> asked, alternatives;  // scratch of ask()
    Remembered ask(const Grade& grade, const Filter* filter, size_t g, size_t kind, uint32_t begin, uint32_t end);
};

/// The grade's longest match that begins with the token `begin`, if there is one; none reaches further than `end`. Without a
/// filter the expressions alone are asked.
Rules::Workspace::State::Remembered Rules::Workspace::State::ask(const Grade& grade, const Filter* filter, size_t g, size_t kind, uint32_t begin, uint32_t end) {
    Remembered answer;
    codes.clear();
    std::optional<Resolution> resolution;
    if (filter != nullptr) {
        // Mostly the filter is right: one of these matches as far as it says. Mostly it also knows the mention.
        asked.clear();
        for (uint32_t i = begin; i < end; ++i) asked.push_back(class_of(i, kind));
        automata[kind].find_alternatives(*filter, asked, g, alternatives);
        for (size_t i = 0; i < alternatives.size() && !resolution; ++i) {
            auto mention = automata[kind].find_mention(*filter, g, alternatives[i]);
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

Rules::Rules() : program_(std::make_unique<Program>()) {}
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

void Rules::load(const Lexicon& lexicon, const std::vector<RuleText>& texts) {
    std::vector<ParsedRule> parsed = parse_rules(lexicon, texts);
    for (auto& one : parsed) {
        auto& kind = program_->kinds[static_cast<size_t>(one.rule.kind)];
        for (const auto& pattern : one.patterns) kind.layout.gather(pattern);
        kind.rule_ids.push_back(static_cast<RuleId>(rules_.size()));
        program_->patterns.push_back(std::move(one.patterns));
        rules_.push_back(std::move(one.rule));
    }
    for (size_t k = 0; k < kKindCount; ++k) program_->kinds[k].layout.arrange(lexicon, static_cast<Kind>(k));

    // Most of the time that a start takes. The kinds have nothing in common here, so a second thread helps, where there is one.
    constexpr std::array<Kind, kKindCount> kLargestFirst = {Kind::Organization, Kind::Place, Kind::Date, Kind::Number, Kind::Person, Kind::Group};
    std::atomic<size_t> next = 0;
    auto prepare = [&] {
        for (size_t i = next++; i < kKindCount; i = next++) prepare_kind(lexicon, kLargestFirst[i]);
    };
    std::future<void> helper;
    try {
        helper = std::async(std::launch::async, prepare);
    } catch (const std::system_error&) {  // no further thread may be had
    }
    prepare();
    if (helper.valid()) helper.get();

    std::map<WordId, WordRow> words;
    for (size_t k = 0; k < kKindCount; ++k)
        for (const auto& [word, code] : program_->kinds[k].layout.words) {
            auto& row = words[word];
            row.word = word;
            std::copy(code.begin(), code.end(), row.code[k].begin());
            row.size[k] = static_cast<uint8_t>(code.size());
        }
    size_t slots = 64;
    while (slots < words.size() * 4) slots *= 2;
    program_->words.assign(slots, {});
    for (const auto& [word, row] : words) {
        size_t i = word & (slots - 1);
        while (program_->words[i].word != 0) i = (i + 1) & (slots - 1);
        program_->words[i] = row;
    }
    program_->image_count = lexicon.image_count();
    program_->asking.assign(lexicon.label_count(), 0);
    for (size_t k = 0; k < kKindCount; ++k)
        for (const auto& [label, id] : program_->kinds[k].layout.labels) program_->asking[label] |= static_cast<uint8_t>(1U << k);
}

/// Makes a kind's filter, its grades and what encode asks of it, from its layout and the patterns of its rules.
void Rules::prepare_kind(const Lexicon& lexicon, Kind of) {
    KindProgram& kind = program_->kinds[static_cast<size_t>(of)];
    Writer writer(kind.layout);
    for (RuleId id : kind.rule_ids) {
        auto sure = static_cast<size_t>(rules_[id].sure);
        for (const auto& pattern : program_->patterns[id]) {
            kind.filter.add(pattern, sure, kind.grades[sure].size(), writer);
            kind.grades[sure].add(pattern, id);
        }
    }
    kind.filter.finish(kind.layout);
    kind.asked_of_lower = writer.asked_of_lower();
    kind.id_of.assign(lexicon.label_count(), 0);
    for (const auto& [label, id] : kind.layout.labels) kind.id_of[label] = id;
    kind.asked_several.assign(lexicon.label_count(), false);
    for (LabelId label : kind.layout.asked_several)
        if (kind.layout.several.contains(label)) kind.asked_several[label] = true;
    for (unsigned flags = 0; flags < kind.flag_ids.size(); ++flags)
        for (const Flag& flag : kFlags)
            if (auto found = kind.layout.flags.find(flag.type); found != kind.layout.flags.end() && (flags & flag.bit) != 0) {
                auto& row = kind.flag_ids[flags];
                row.bytes[row.count++] = static_cast<char>(found->second);
            }
    for (size_t image = 0; image < lexicon.image_count(); ++image) {
        auto& begin = kind.set_begin[image];
        begin.reserve(2 * lexicon.set_count(image) + 1);
        for (size_t set = 0, count = lexicon.set_count(image); set < count; ++set)
            for (auto labels = lexicon.label_set(image, static_cast<uint16_t>(set)); bool lower : {false, true}) {
                begin.push_back(static_cast<uint32_t>(kind.set_ids[image].size()));
                for (LabelId label : labels)  // ascending, as are their ids
                    if (unsigned id = kind.id_of[label]; id != 0 && (!lower || kind.asked_of_lower[id])) kind.set_ids[image] += static_cast<char>(id);
            }
        begin.push_back(static_cast<uint32_t>(kind.set_ids[image].size()));
    }
}

namespace {
std::vector<RuleText> texts_of_folder(const std::string& folder) {
    std::vector<RuleText> texts = unbundle(bundle_rules_folder(folder));
    for (auto& text : texts) text.file = folder + "/" + text.file;
    return texts;
}
}  // namespace

Rules Rules::built_in(const Lexicon& lexicon, const std::string& folder) {
    std::vector<RuleText> texts = unbundle({nutgraf_rules_begin, static_cast<size_t>(nutgraf_rules_end - nutgraf_rules_begin)});
    if (!folder.empty())
        for (auto& text : texts_of_folder(folder)) texts.push_back(std::move(text));
    return from_texts(lexicon, texts);
}

Rules Rules::from_folder(const Lexicon& lexicon, const std::string& folder) { return from_texts(lexicon, texts_of_folder(folder)); }

Rules Rules::from_texts(const Lexicon& lexicon, const std::vector<RuleText>& texts) {
    Rules rules;
    rules.load(lexicon, texts);
    return rules;
}

void Rules::encode(const std::vector<Token>& tokens, const Hits& hits, Workspace& workspace) const {
    using State = Workspace::State;
    State& state = *workspace.state_;
    auto count = static_cast<uint32_t>(tokens.size());
    state.prepare();
    if (state.epoch != hits.vocabulary.epoch()) state.last.clear();
    state.epoch = hits.vocabulary.epoch();
    state.last.resize(hits.vocabulary.size());
    state.tokens.resize(count + 1);
    state.names.clear();
    std::array<uint32_t*, kKindCount> starts;
    for (size_t k = 0; k < kKindCount; ++k) {
        if (state.starts[k].size() < count) state.starts[k].resize(count);
        starts[k] = state.starts[k].data();
    }
    // The kinds of which a match may begin with a token and its next: often none. Written without asking, kept if it holds.
    auto add_starts = [&](uint32_t i, const State::KindBits& follows) {
        State::KindBits both = state.beside[state.number_of(i)].opens;
        uint64_t any = 0;
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
                if (program_->asking[hits.names[next_name].label] != 0) state.names.push_back(next_name);
                ++next_name;
            }
            std::erase_if(state.names, [&](uint32_t name) { return hits.names[name].tokens.end <= i; });
            in_names = !state.names.empty();
        }

        uint32_t number;
        State::Last* last = in_names || hits.words[i] == Vocabulary::kUnnumbered ? nullptr : &state.last[hits.words[i]];
        if (last != nullptr && last->flags == flags) {
            number = last->number;
        } else {
            number = find_signature(token, hits, i, state);
            if (last != nullptr) *last = {number, flags};
        }
        state.tokens[i] = number | static_cast<uint32_t>(token.shape) << State::kShapeBits | (breaks ? State::kBreaks : 0);
        if (i > 0) add_starts(i - 1, breaks ? nothing : state.beside[number].follows);
    }
    if (count > 0) add_starts(count - 1, nothing);
    for (size_t k = 0; k < kKindCount; ++k) state.start_count[k] = static_cast<size_t>(starts[k] - state.starts[k].data());
    state.tokens[count] = State::kBreaks;
}

/// The number of the classes of the token's signature; state.names cover it.
uint32_t Rules::find_signature(const Token& token, const Hits& hits, uint32_t i, Workspace::State& state) const {
    const WordRow* row = program_->find(token.word);
    auto word = static_cast<uint64_t>(row == nullptr ? 0 : row - program_->words.data() + 1);
    uint64_t key = mix(word << 32 | static_cast<uint64_t>(hits.sets[i][0]) << 16 | static_cast<uint64_t>(token.shape) << 8 | flags_of(token), hits.sets[i][1]);
    for (uint32_t name : state.names) key = mix(key, uint64_t{hits.names[name].label} << 1 | static_cast<uint64_t>(hits.names[name].tokens.begin == i));
    key |= 1;
    if (size_t at = state.place_of(key); state.keys[at] != 0) return state.numbers[at];

    Workspace::State::Classes classes;
    for (size_t k = 0; k < kKindCount; ++k) {
        state.scratch.clear();
        write_code(k, token, row, hits, i, state.names, state.scratch);
        classes[k] = state.automata[k].find_class(program_->kinds[k].filter, state.scratch);
    }
    return state.add_signature(key, classes);
}

/// Appends a token's code; `names` cover it.
void Rules::write_code(size_t k, const Token& token, const WordRow* row, const Hits& hits, uint32_t i, const std::vector<uint32_t>& names, std::string& out) const {
    const KindProgram& kind = program_->kinds[k];
    const auto& flag_ids = kind.flag_ids[flags_of(token)];
    out.append(flag_ids.bytes.data(), flag_ids.count);
    Ids ids;
    for (size_t image = 0; image < program_->image_count; ++image) {
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
        if (kind.asked_several[hit.label]) ids.set(id + 2, i == hit.tokens.begin);
    }
    for (size_t id = ids._Find_first(); id <= kLastId; id = ids._Find_next(id)) out += static_cast<char>(id);
    if (row != nullptr) out.append(row->code[k].data(), row->size[k]);
    out += static_cast<char>(kFirstShape + static_cast<unsigned>(token.shape));
}

void Rules::find_matches(Kind kind, Workspace& workspace, std::vector<RuleMatch>& matches) const {
    matches.clear();
    auto& state = *workspace.state_;
    auto k = static_cast<size_t>(kind);
    const auto& program = program_->kinds[k];
    const Filter& filter = program.filter;
    Automaton& automaton = state.automata[k];
    auto class_at = [&](uint32_t token) { return state.class_of(token, k); };
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
            at = automaton.start(filter, number);
            for (uint32_t end = token + 1; at != Automaton::kForgotten; ++end) {
                if (uint8_t ending = automaton.ends(at) & wanted; ending != 0) {
                    seen |= ending;
                    for (size_t g = 0; g < kGrades; ++g)
                        if ((ending >> g & 1) != 0) ends[g] = end;
                }
                if (state.breaks(end) || !automaton.goes_on(at, state.shape_of(end))) break;
                at = automaton.step(filter, at, class_at(end));
            }
        } while (at == Automaton::kForgotten);
        if (seen == 0) continue;  // mostly

        for (size_t g = 0; g < kGrades; ++g) {
            if ((seen >> g & 1) == 0) continue;
            uint64_t key = mix(k, g);
            for (uint32_t i = token; i < ends[g]; ++i) key = mix(key, class_at(i));
            key |= 1;
            auto remembered = state.remembered(key);
            if (remembered.key == 0) {
                remembered = state.ask(program.grades[g], &filter, g, k, token, ends[g]);
                remembered.key = key;
                state.remember(remembered);
            }
            if (remembered.rule == kNoRule) continue;
            matches.push_back({{token + remembered.begin, token + remembered.end}, {token, token + remembered.context}, remembered.rule});
            next[g] = token + remembered.end;
            furthest = std::max(furthest, next[g]);
        }
    }
}

std::vector<std::string> Rules::check_examples(const Lexicon& lexicon) const {
    std::vector<std::string> failures;
    Workspace workspace;
    std::vector<Token> tokens;
    Hits hits;
    for (size_t k = 0; k < kKindCount; ++k) {
        const auto& kind = program_->kinds[k];
        for (size_t r = 0; r < kind.rule_ids.size(); ++r) {
            const Rule& rule = rules_[kind.rule_ids[r]];
            Grade alone(kind.layout);
            for (const auto& pattern : program_->patterns[kind.rule_ids[r]]) alone.add(pattern, kind.rule_ids[r]);
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
                    auto found = workspace.state_->ask(alone, nullptr, 0, k, token, static_cast<uint32_t>(tokens.size()));
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
            for (const auto& example : rule.yes) run(example, true);
            for (const auto& example : rule.no) run(example, false);
        }
    }
    return failures;
}

std::string bundle_rules_folder(const std::string& folder) {
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
    std::string bundle;
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        std::stringstream content;
        content << in.rdbuf();
        if (!in) throw Error(path.string() + ": cannot be read");
        bundle += '\1' + fs::relative(path, folder).string() + '\n' + content.str();
    }
    return bundle;
}

}  // namespace nutgraf
