#include "rules.h"

#include <algorithm>
#include <atomic>
#include <bitset>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

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

/// The rules of one kind and sureness: an alternative for each match line.
struct Grade {
    std::vector<RuleId> rules;              // of each alternative
    std::vector<std::string> alternatives;  // RE2 syntax
    std::unique_ptr<RE2> finder;            // all of them, longest first, for the DFA
    /// Each alone, to ask which it was and where the mention stands. Made when first asked, by any thread.
    struct Alone {
        std::once_flag made;
        std::unique_ptr<RE2> expression;
    };
    std::unique_ptr<Alone[]> alone;

    void compile() {
        std::string all;
        for (const auto& alternative : alternatives) all += (all.empty() ? "" : "|") + alternative;
        finder = std::make_unique<RE2>(all, options(true));
        alone = std::make_unique<Alone[]>(alternatives.size());
    }
};

struct Resolution {
    RuleId rule = kNoRule;
    uint32_t begin = 0, end = 0;  // bytes of the matched codes
};

/// The first alternative that matches the codes whole, and its mention. An alternative's choices may each have a mention
/// in brackets; one of them holds.
Resolution resolve(const Grade& grade, re2::StringPiece codes) {
    for (size_t i = 0; i < grade.alternatives.size(); ++i) {
        auto& alone = grade.alone[i];
        std::call_once(alone.made, [&] { alone.expression = std::make_unique<RE2>(grade.alternatives[i], options(false)); });
        constexpr int kGroups = 8;
        std::array<re2::StringPiece, kGroups> groups;
        int count = std::min(kGroups, alone.expression->NumberOfCapturingGroups() + 1);
        if (!alone.expression->Match(codes, 0, codes.size(), RE2::ANCHOR_BOTH, groups.data(), count)) continue;
        for (int g = 1; g < count; ++g)
            if (!groups[static_cast<size_t>(g)].empty()) {
                auto begin = static_cast<uint32_t>(groups[static_cast<size_t>(g)].data() - codes.data());
                return {grade.rules[i], begin, begin + static_cast<uint32_t>(groups[static_cast<size_t>(g)].size())};
            }
    }
    return {};
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
constexpr std::array<Test::Type, kFlagCount> kFlags = {Test::Type::Start, Test::Type::Dotted, Test::Type::Glued, Test::Type::AllCaps, Test::Type::TitleCase};

/// A token's flags as a number, bit by bit as in kFlags.
unsigned flags_of(const Token& token) {
    return static_cast<unsigned>(token.starts_sentence | token.dotted << 1 | token.glued << 2 | token.all_caps << 3 | token.title_case << 4);
}

}  // namespace

struct Rules::KindProgram {
    Layout layout;
    std::array<Grade, kGrades> grades;
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
    std::array<FlagIds, 1 << kFlagCount> flag_ids;
    std::vector<RuleId> rule_ids;
    std::vector<std::vector<std::string>> alternatives;  // beside rule_ids: each rule's match lines
};

/// A word that rules mention: for each kind the word's code, empty for none.
struct Rules::WordRow {
    WordId word = 0;
    std::array<std::array<char, 2>, kKindCount> code{};
    std::array<uint8_t, kKindCount> size{};  // bytes of the code
};

struct Rules::Program {
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
    struct Codes {
        std::string bytes;            // the first `size` hold
        size_t size = 0;
        std::vector<uint32_t> begin;    // of each token's code
        std::vector<uint32_t> answers;  // of the kind's filter to each token
        std::vector<uint32_t> starts;   // tokens with which a pattern may begin
        Filter::Answers filter;
    };
    std::array<Codes, kKindCount> codes;

    /// The codes of all tokens that look alike to the rules: same shape and flags, same labels, same word if any rule
    /// mentions it. Most tokens of an article have been seen in another.
    struct alignas(64) Signature {
        uint64_t key = 0;  // 0: empty
        struct Code {
            std::array<char, 14> bytes;
            uint8_t size = 0;  // kTooLong: the code does not fit
            uint8_t starts = 0;
            uint32_t answer = 0;
        };
        std::array<Code, kKindCount> codes;
    };
    static constexpr uint8_t kTooLong = 0xFF;
    static constexpr size_t kMostSignatures = 1U << 15;
    std::vector<Signature> signatures = std::vector<Signature>(1 << 8);
    size_t signature_count = 0;

    Signature& find_signature(uint64_t key) {
        size_t at = mix(key, 2) & (signatures.size() - 1);
        while (signatures[at].key != 0 && signatures[at].key != key) at = (at + 1) & (signatures.size() - 1);
        return signatures[at];
    }
    /// Makes room for as many more as one article may bring; forgets all when they have become too many.
    void prepare_signatures() {
        bool full = signature_count >= kMostSignatures;
        for (const auto& kind : codes) full |= kind.filter.size() >= kMostSignatures;
        if (full) {
            signature_count = 0;
            std::fill(signatures.begin(), signatures.end(), Signature());
            for (auto& kind : codes) kind.filter = Filter::Answers();
        }
    }
    Signature& add_signature(uint64_t key) {
        if (signatures.size() < 2 * (signature_count + 1)) {
            std::vector<Signature> old(signatures.size() * 2);
            old.swap(signatures);
            for (const Signature& signature : old)
                if (signature.key != 0) find_signature(signature.key) = signature;
        }
        ++signature_count;
        Signature& fresh = find_signature(key);
        fresh.key = key;
        return fresh;
    }

    std::vector<uint32_t> sentence_end;          // by token: the first token of the next sentence
    std::vector<uint32_t> first_name;            // of each token and one past the last: names that cover it, in name_of
    std::vector<uint32_t> name_of;
    std::string scratch;

    /// What the resolver said of codes seen before. Direct-mapped; a collision only costs time.
    struct Remembered {
        uint64_t key = 0;
        Resolution resolution;
    };
    std::vector<Remembered> memory = std::vector<Remembered>(1 << 14);
};

Rules::Workspace::Workspace() : state_(std::make_unique<State>()) {}
Rules::Workspace::~Workspace() = default;
Rules::Workspace::Workspace(Workspace&&) noexcept = default;

Rules::Rules() : program_(std::make_unique<Program>()) {}
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

void Rules::load(const Lexicon& lexicon, const std::vector<RuleText>& texts) {
    std::vector<ParsedRule> parsed = parse_rules(lexicon, texts);
    for (const auto& one : parsed) {
        auto& kind = program_->kinds[static_cast<size_t>(one.rule.kind)];
        for (const auto& pattern : one.patterns) kind.layout.gather(pattern);
    }
    for (size_t k = 0; k < kKindCount; ++k) program_->kinds[k].layout.arrange(lexicon, static_cast<Kind>(k));

    std::vector<Writer> writers;
    for (const auto& kind : program_->kinds) writers.emplace_back(kind.layout);
    for (auto& one : parsed) {
        auto id = static_cast<RuleId>(rules_.size());
        auto& kind = program_->kinds[static_cast<size_t>(one.rule.kind)];
        auto& grade = kind.grades[static_cast<size_t>(one.rule.sure)];
        Writer& writer = writers[static_cast<size_t>(one.rule.kind)];
        kind.rule_ids.push_back(id);
        kind.alternatives.emplace_back();
        for (const auto& pattern : one.patterns) {
            grade.alternatives.push_back(writer.write(pattern));
            kind.filter.add(pattern, static_cast<size_t>(one.rule.sure), writer);
            grade.rules.push_back(id);
            kind.alternatives.back().push_back(grade.alternatives.back());
        }
        rules_.push_back(std::move(one.rule));
    }

    // Compiling is most of the program's start; every core helps.
    std::vector<Grade*> grades;
    for (auto& kind : program_->kinds)
        for (auto& grade : kind.grades)
            if (!grade.rules.empty()) grades.push_back(&grade);
    auto size = [](const Grade* grade) {
        size_t sum = 0;
        for (const auto& alternative : grade->alternatives) sum += alternative.size();
        return sum;
    };
    std::sort(grades.begin(), grades.end(), [&](const Grade* a, const Grade* b) { return size(a) > size(b); });  // the longest first
    std::atomic<size_t> next = 0;
    auto compile = [&] {
        for (size_t i = next++; i < grades.size(); i = next++) grades[i]->compile();
    };
    std::vector<std::future<void>> others;
    for (unsigned core = 1; core < std::min(std::thread::hardware_concurrency(), 4U); ++core) others.push_back(std::async(std::launch::async, compile));
    compile();
    for (auto& other : others) other.get();

    std::map<WordId, WordRow> words;
    for (size_t k = 0; k < kKindCount; ++k) {
        auto& kind = program_->kinds[k];
        for (auto& grade : kind.grades) {
            if (!grade.finder) continue;
            if (!grade.finder->ok()) throw Error("the rules for " + std::string(kind_name(static_cast<Kind>(k))) + " are too large together: " + grade.finder->error() + "; make repetitions shorter or rules fewer");
        }
        for (const auto& [word, code] : kind.layout.words) {
            auto& row = words[word];
            row.word = word;
            std::copy(code.begin(), code.end(), row.code[k].begin());
            row.size[k] = static_cast<uint8_t>(code.size());
        }
        kind.filter.finish(kind.layout);
        kind.asked_of_lower = writers[k].asked_of_lower();
        kind.id_of.assign(lexicon.label_count(), 0);
        for (const auto& [label, id] : kind.layout.labels) kind.id_of[label] = id;
        kind.asked_several.assign(lexicon.label_count(), false);
        for (LabelId label : kind.layout.asked_several)
            if (kind.layout.several.contains(label)) kind.asked_several[label] = true;
        for (unsigned flags = 0; flags < kind.flag_ids.size(); ++flags)
            for (size_t f = 0; f < kFlagCount; ++f)
                if (auto found = kind.layout.flags.find(kFlags[f]); found != kind.layout.flags.end() && (flags >> f & 1) != 0) {
                    auto& row = kind.flag_ids[flags];
                    row.bytes[row.count++] = static_cast<char>(found->second);
                }
        for (size_t image = 0; image < lexicon.image_count(); ++image) {
            auto& begin = kind.set_begin[image];
            begin.reserve(2 * lexicon.set_count(image) + 1);
            for (size_t set = 0; set < lexicon.set_count(image); ++set)
                for (bool lower : {false, true}) {
                    begin.push_back(static_cast<uint32_t>(kind.set_ids[image].size()));
                    for (LabelId label : lexicon.label_set(image, static_cast<uint16_t>(set)))  // ascending, as are their ids
                        if (unsigned id = kind.id_of[label]; id != 0 && (!lower || kind.asked_of_lower[id])) kind.set_ids[image] += static_cast<char>(id);
                }
            begin.push_back(static_cast<uint32_t>(kind.set_ids[image].size()));
        }
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
    // Which names cover each token.
    state.first_name.assign(count + 1, 0);
    for (const LexiconHit& hit : hits.names)
        for (uint32_t i = hit.tokens.begin; i < hit.tokens.end; ++i) ++state.first_name[i + 1];
    for (uint32_t i = 0; i < count; ++i) state.first_name[i + 1] += state.first_name[i];
    state.name_of.resize(state.first_name[count]);
    for (auto hit = static_cast<uint32_t>(hits.names.size()); hit-- > 0;)
        for (uint32_t i = hits.names[hit].tokens.begin; i < hits.names[hit].tokens.end; ++i) state.name_of[--state.first_name[i + 1]] = hit;
    // Filling moved each token's end to its begin.
    for (uint32_t i = 0; i < count; ++i) state.first_name[i] = state.first_name[i + 1];
    state.first_name[count] = static_cast<uint32_t>(state.name_of.size());

    // Where each kind's codes go; local, so that writing codes does not make the compiler look them up again.
    struct Out {
        char* end;
        char* bytes;
        uint32_t* begin;
        uint32_t* answers;
        uint32_t* starts;
    };
    std::array<Out, kKindCount> outs;
    for (size_t k = 0; k < kKindCount; ++k) {
        auto& codes = state.codes[k];
        // The longest code: a break, every id, a word, a shape; and room for copies of whole words of memory.
        size_t room = count * (size_t{8} + program_->kinds[k].layout.id_count) + 16;
        if (codes.bytes.size() < room) codes.bytes.resize(room);
        codes.begin.resize(count + 1);
        codes.answers.resize(count);
        codes.starts.resize(count);
        outs[k] = {codes.bytes.data(), codes.bytes.data(), codes.begin.data(), codes.answers.data(), codes.starts.data()};
    }
    state.prepare_signatures();
    uint32_t run = 0;  // tokens since the last break
    for (uint32_t i = 0; i < count; ++i) {
        const Token& token = tokens[i];
        bool breaks = token.starts_sentence || run == kLongestRun;
        run = breaks ? 1 : run + 1;
        const WordRow* row = program_->find(token.word);
        auto word = static_cast<uint64_t>(row == nullptr ? 0 : row - program_->words.data() + 1);
        // The kinds that ask for a name that covers the token, bit by bit; the others see only its own labels.
        uint8_t in_names = program_->image_count > 1 && hits.sets[i][1] != 0 ? 0xFF : 0;
        for (uint32_t n = state.first_name[i]; n < state.first_name[i + 1]; ++n) in_names |= program_->asking[hits.names[state.name_of[n]].label];
        State::Signature* signature = nullptr;
        if (in_names != 0xFF) {
            uint64_t key = word << 32 | static_cast<uint64_t>(hits.sets[i][0]) << 16 | static_cast<uint64_t>(token.shape) << 8 | flags_of(token) << 1 | 1;
            signature = &state.find_signature(key);
            if (signature->key == 0) {
                signature = &state.add_signature(key);
                for (size_t k = 0; k < kKindCount; ++k) {
                    auto& code = signature->codes[k];
                    state.scratch.resize(program_->kinds[k].layout.id_count + size_t{32});
                    const char* end = write_code(k, token, row, hits, i, nullptr, state.scratch.data());
                    auto size = static_cast<size_t>(end - state.scratch.data());
                    code.answer = state.codes[k].filter.find(program_->kinds[k].filter, {state.scratch.data(), size});
                    code.starts = state.codes[k].filter.starts(code.answer);
                    code.size = size <= code.bytes.size() ? static_cast<uint8_t>(size) : State::kTooLong;
                    if (code.size != State::kTooLong) std::copy_n(state.scratch.data(), size, code.bytes.begin());
                }
            }
        }
        for (size_t k = 0; k < kKindCount; ++k) {
            Out& to = outs[k];
            *to.end = static_cast<char>(kBreak);  // no rule reaches over a sentence's begin
            to.end += breaks;
            *to.begin++ = static_cast<uint32_t>(to.end - to.bytes);
            uint32_t answer;
            bool starts;
            if (signature != nullptr && (in_names >> k & 1) == 0 && signature->codes[k].size != State::kTooLong) {
                const auto& code = signature->codes[k];
                std::memcpy(to.end, code.bytes.data(), code.bytes.size());
                to.end += code.size;
                answer = code.answer;
                starts = code.starts != 0;
            } else {
                const char* end = write_code(k, token, row, hits, i, &state, to.end);
                auto& filter = state.codes[k].filter;
                answer = filter.find(program_->kinds[k].filter, {to.end, static_cast<size_t>(end - to.end)});
                starts = filter.starts(answer) != 0;
                to.end += end - to.end;
            }
            *to.answers++ = answer;
            *to.starts = i;
            to.starts += starts;
        }
    }
    for (size_t k = 0; k < kKindCount; ++k) {
        auto& codes = state.codes[k];
        codes.size = static_cast<size_t>(outs[k].end - outs[k].bytes);
        codes.begin[count] = static_cast<uint32_t>(codes.size);
        codes.starts.resize(static_cast<size_t>(outs[k].starts - codes.starts.data()));
    }
    state.sentence_end.resize(count);
    for (uint32_t i = count, end = count; i-- > 0;) {
        state.sentence_end[i] = end;
        if (tokens[i].starts_sentence) end = i;
    }
}

/// Writes a token's code, with the names that cover it when `names` is given; returns its end.
char* Rules::write_code(size_t k, const Token& token, const WordRow* row, const Hits& hits, uint32_t i, const Workspace::State* names, char* out) const {
    const KindProgram& kind = program_->kinds[k];
    const auto& flag_ids = kind.flag_ids[flags_of(token)];
    out = std::copy_n(flag_ids.bytes.begin(), flag_ids.count, out);
    Ids ids;
    for (size_t image = 0; image < program_->image_count; ++image) {
        size_t set = size_t{2} * hits.sets[i][image] + (token.shape == Shape::Lower);
        for (uint32_t at = kind.set_begin[image][set]; at < kind.set_begin[image][set + 1]; ++at) ids.set(static_cast<unsigned char>(kind.set_ids[image][at]));
    }
    // A name of several words takes the place of the same label's single word inside it.
    for (uint32_t n = names == nullptr ? 0 : names->first_name[i]; names != nullptr && n < names->first_name[i + 1]; ++n) {
        const LexiconHit& hit = hits.names[names->name_of[n]];
        unsigned id = kind.id_of[hit.label];
        if (id == 0) continue;
        ids.set(id, i == hit.tokens.begin);
        ids.set(id + 1, i != hit.tokens.begin);
        if (kind.asked_several[hit.label]) ids.set(id + 2, i == hit.tokens.begin);
    }
    for (size_t id = ids._Find_first(); id <= kLastId; id = ids._Find_next(id)) *out++ = static_cast<char>(id);
    if (row != nullptr) out = std::copy_n(row->code[k].begin(), row->size[k], out);
    *out++ = static_cast<char>(kFirstShape + static_cast<unsigned>(token.shape));
    return out;
}

void Rules::find_matches(Kind kind, Workspace& workspace, std::vector<RuleMatch>& matches) const {
    matches.clear();
    auto& state = *workspace.state_;
    const auto& program = program_->kinds[static_cast<size_t>(kind)];
    const auto& codes = state.codes[static_cast<size_t>(kind)];
    re2::StringPiece text(codes.bytes.data(), codes.size);
    for (size_t g = 0; g < program.grades.size(); ++g) {
        const Grade& grade = program.grades[g];
        if (!grade.finder) continue;
        uint32_t next = 0;  // the search goes on behind the last mention
        for (uint32_t token : codes.starts) {
            uint32_t answer = codes.answers[token];
            if (token < next || (codes.filter.starts(answer) >> g & 1) == 0) continue;
            if (!program.filter.may_match(codes.filter, &codes.answers[token], state.sentence_end[token] - token, g)) continue;
            re2::StringPiece found;
            if (!grade.finder->Match(text, codes.begin[token], codes.size, RE2::ANCHOR_START, &found, 1)) continue;
            uint64_t key = mix(hash_folded({found.data(), found.size()}), g * kKindCount + static_cast<size_t>(kind) + 1);
            auto& remembered = state.memory[key % state.memory.size()];
            if (remembered.key != key) {
                remembered.key = key;
                remembered.resolution = resolve(grade, found);
            }
            const Resolution& resolution = remembered.resolution;
            if (resolution.rule == kNoRule) continue;  // cannot be
            // The token whose code begins at an offset of the match.
            auto token_at = [&, at = token](size_t offset) mutable {
                while (codes.begin[at] < codes.begin[token] + offset) ++at;
                return at;
            };
            TokenSpan mention{token_at(resolution.begin), 0};
            mention.end = token_at(resolution.end);
            matches.push_back({mention, {token, token_at(found.size())}, resolution.rule});
            next = mention.end;
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
            Grade alone;
            alone.alternatives = kind.alternatives[r];
            for (size_t i = 0; i < alone.alternatives.size(); ++i) alone.rules.push_back(kind.rule_ids[r]);
            alone.compile();
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
                const auto& begins = workspace.state_->codes[k].begin;
                re2::StringPiece text(workspace.state_->codes[k].bytes.data(), workspace.state_->codes[k].size), found;
                for (uint32_t token = 0; token < tokens.size(); ++token) {
                    if (!alone.finder->Match(text, begins[token], text.size(), RE2::ANCHOR_START, &found, 1)) continue;
                    Resolution resolution = resolve(alone, found);
                    auto token_at = [&](size_t offset) {
                        return static_cast<uint32_t>(std::lower_bound(begins.begin(), begins.end(), begins[token] + offset) - begins.begin());
                    };
                    got.push_back(bytes_of(tokens, {token_at(resolution.begin), token_at(resolution.end)}));
                    token = token_at(resolution.end) - 1;
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
