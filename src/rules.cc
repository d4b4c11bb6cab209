#include "rules.h"

#include <algorithm>
#include <bitset>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <unordered_map>

#include <re2/re2.h>

#include "error.h"
#include "rule_parser.h"

// Linked in by the source that compile_lexicons.cc writes.
extern "C" const char nutgraf_rules_begin[];
extern "C" const char nutgraf_rules_end[];

namespace nutgraf {
namespace {

constexpr size_t kByteValues = 128;  // of one byte of a code; the high bit is the first byte's
constexpr char kFirst = static_cast<char>(0x80);
using ByteSet = std::bitset<kByteValues>;

/// Where a question about a token is answered: byte `byte` of its code, divided by `radix_below`, modulo `radix`.
struct Field {
    size_t byte = 0;
    size_t radix_below = 1;
    size_t radix = 1;
    size_t value_of(size_t byte_value) const { return byte_value / radix_below % radix; }
};

/// The first byte: shape, starts a sentence, dotted.
size_t first_byte(const Token& token) {
    return static_cast<size_t>(token.shape) * 4 + (token.starts_sentence ? 2 : 0) + (token.dotted ? 1 : 0);
}

/// How the tokens of one kind's rules are coded.
class Layout {
public:
    void gather(const Pattern& pattern) {
        if (pattern.type == Pattern::Type::Test) gather(pattern.test);
        for (const auto& part : pattern.parts) gather(part);
    }

    /// Gives every question its field. Labels carried by names of several words have three values: not, first, further.
    void arrange(const Lexicon& lexicon) {
        size_t number = 0;
        for (auto& [word, place] : words) {
            place = {1 + number / (kByteValues - 1), 1 + number % (kByteValues - 1)};
            ++number;
        }
        width = 1 + (number + kByteValues - 2) / (kByteValues - 1);
        size_t below = kByteValues;  // the open byte is full
        auto place = [&](size_t radix) {
            if (below * radix > kByteValues) {
                below = 1;
                ++width;
            }
            Field field{width - 1, below, radix};
            below *= radix;
            return field;
        };
        for (auto& [type, field] : flags) field = place(2);
        for (auto& [label, field] : labels)
            if (!lexicon.single_words(label)) field = place(3);
        for (auto& [label, field] : labels)
            if (lexicon.single_words(label)) field = place(2);
    }

    struct WordPlace {
        size_t byte = 0;
        size_t value = 0;
    };
    std::map<WordId, WordPlace> words;
    std::map<LabelId, Field> labels;
    std::map<Test::Type, Field> flags;
    size_t width = 1;

private:
    void gather(const Test& test) {
        switch (test.type) {
            case Test::Type::Word: words[test.word]; break;
            case Test::Type::Label: labels[test.label]; break;
            case Test::Type::Glued:
            case Test::Type::AllCaps:
            case Test::Type::TitleCase: flags[test.type]; break;
            default: break;
        }
        for (const auto& part : test.parts) gather(part);
    }
};

/// A conjunction: for each byte of a code, the values it may have.
using Cube = std::vector<ByteSet>;

/// Writes patterns as RE2 syntax over codes.
class Writer {
public:
    explicit Writer(const Layout& layout) : layout_(layout) {}

    std::string write(const Pattern& pattern) const {
        switch (pattern.type) {
            case Pattern::Type::Test: return test(pattern.test);
            case Pattern::Type::Sequence: {
                std::string out;
                for (const auto& part : pattern.parts) out += write(part);
                return out;
            }
            case Pattern::Type::Choice: {
                std::string out;
                for (const auto& part : pattern.parts) out += (out.empty() ? "(?:" : "|") + write(part);
                return out + ")";
            }
            case Pattern::Type::Repeat: {
                std::string bounds = pattern.least == 0 && pattern.most == 1 ? "?" : pattern.most == -1 ? (pattern.least == 0 ? "*" : "+")
                                     : "{" + std::to_string(pattern.least) + "," + std::to_string(pattern.most) + "}";
                return "(?:" + write(pattern.parts[0]) + ")" + bounds;
            }
            case Pattern::Type::Mention: return "(" + write(pattern.parts[0]) + ")";
        }
        return {};
    }

private:
    std::string test(const Test& test) const {
        std::string first = disjunction(cubes(test, false));
        // A conjunction with labels asks of a name's first token; its further tokens follow.
        std::vector<Cube> further;
        continuations(test, further);
        return further.empty() ? first : first + "(?:" + disjunction(further) + ")*";
    }

    static std::string disjunction(const std::vector<Cube>& cubes) {
        if (cubes.empty()) return "[^\\x00-\\xff]";
        std::string out;
        for (const auto& one : cubes) out += (out.empty() ? "" : "|") + cube(one);
        return cubes.size() == 1 ? out : "(?:" + out + ")";
    }

    /// The further tokens of the names whose labels the test asks for.
    void continuations(const Test& test, std::vector<Cube>& further) const {
        if (test.type == Test::Type::Not) return;
        if (test.type == Test::Type::Label && layout_.labels.at(test.label).radix == 3) unite(further, field_is(layout_.labels.at(test.label), 2));
        for (const auto& part : test.parts) continuations(part, further);
    }

    Cube any() const { return Cube(layout_.width, ByteSet().set()); }

    Cube field_is(const Field& field, size_t value) const {
        Cube cube = any();
        for (size_t v = 0; v < kByteValues; ++v)
            if (field.value_of(v) != value) cube[field.byte].reset(v);
        return cube;
    }

    /// The test as a disjunction of conjunctions.
    std::vector<Cube> cubes(const Test& test, bool negated) const {
        Cube cube = any();
        auto literal = [&](size_t byte, auto holds) {
            for (size_t v = 0; v < kByteValues; ++v)
                if (holds(v) == negated) cube[byte].reset(v);
            return std::vector<Cube>{cube};
        };
        switch (test.type) {
            case Test::Type::Any: return negated ? std::vector<Cube>{} : std::vector<Cube>{cube};
            case Test::Type::Shape: return literal(0, [&](size_t v) { return v / 4 == static_cast<size_t>(test.shape); });
            case Test::Type::Start: return literal(0, [](size_t v) { return (v & 2) != 0; });
            case Test::Type::Dotted: return literal(0, [](size_t v) { return (v & 1) != 0; });
            case Test::Type::Word: {
                auto place = layout_.words.at(test.word);
                return literal(place.byte, [&](size_t v) { return v == place.value; });
            }
            case Test::Type::Label: {
                const Field& field = layout_.labels.at(test.label);
                // Asked for, a name begins here; denied, the token is in none.
                return literal(field.byte, [&](size_t v) { return negated ? field.value_of(v) != 0 : field.value_of(v) == 1; });
            }
            case Test::Type::Glued:
            case Test::Type::AllCaps:
            case Test::Type::TitleCase: {
                const Field& field = layout_.flags.at(test.type);
                return literal(field.byte, [&](size_t v) { return field.value_of(v) == 1; });
            }
            case Test::Type::Not: return cubes(test.parts[0], !negated);
            case Test::Type::And:
            case Test::Type::Or: break;
        }
        bool conjunction = (test.type == Test::Type::And) != negated;
        std::vector<Cube> result;
        for (size_t i = 0; i < test.parts.size(); ++i) {
            std::vector<Cube> part = cubes(test.parts[i], negated);
            if (!conjunction) {
                for (auto& one : part) unite(result, std::move(one));
            } else if (i == 0) {
                result = std::move(part);
            } else {
                std::vector<Cube> product;
                for (const auto& a : result)
                    for (const auto& b : part) {
                        Cube both = a;
                        bool possible = true;
                        for (size_t byte = 0; byte < both.size(); ++byte) {
                            both[byte] &= b[byte];
                            possible &= both[byte].any();
                        }
                        if (possible) unite(product, std::move(both));
                    }
                result = std::move(product);
            }
        }
        return result;
    }

    /// Adds a cube, merged with one that differs from it in a single byte.
    static void unite(std::vector<Cube>& cubes, Cube cube) {
        for (auto& other : cubes) {
            size_t differing = 0, where = 0;
            for (size_t byte = 0; byte < cube.size(); ++byte)
                if (cube[byte] != other[byte]) ++differing, where = byte;
            if (differing <= 1) {
                other[where] |= cube[where];
                return;
            }
        }
        cubes.push_back(std::move(cube));
    }

    static std::string cube(const Cube& cube) {
        std::string out;
        for (size_t byte = 0; byte < cube.size(); ++byte) {
            constexpr char kHex[] = "0123456789abcdef";
            size_t high = byte == 0 ? 0x80 : 0;
            auto hex = [&](size_t v) {
                v += high;
                return std::string("\\x") + kHex[v / 16] + kHex[v % 16];
            };
            out += '[';
            for (size_t v = 0; v < kByteValues;) {
                if (!cube[byte][v]) {
                    ++v;
                    continue;
                }
                size_t begin = v;
                while (v < kByteValues && cube[byte][v]) ++v;
                out += v - begin == 1 ? hex(begin) : hex(begin) + '-' + hex(v - 1);
            }
            out += ']';
        }
        return out;
    }

    const Layout& layout_;
};

RE2::Options options(bool longest) {
    RE2::Options options(RE2::Quiet);
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_longest_match(longest);
    options.set_max_mem(int64_t{256} << 20);
    options.set_dot_nl(true);
    return options;
}

/// The rules of one kind and sureness.
struct Grade {
    std::vector<RuleId> rules;
    std::string alternation;
    std::unique_ptr<RE2> finder;  // leftmost-longest, for the DFA
    // Says which rule, by its group, and where the mention stands. Made when first asked.
    mutable std::once_flag resolver_made;
    mutable std::unique_ptr<RE2> resolver;
};

struct Resolution {
    RuleId rule = kNoRule;
    uint32_t begin = 0, end = 0;  // bytes of the matched codes
};

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

struct Rules::Program {
    struct KindProgram {
        Layout layout;
        std::array<Grade, 3> grades;
        /// By image, the codes of its label sets, layout.width bytes each.
        std::array<std::vector<char>, 2> set_codes;
        std::vector<std::string> rule_regexes;  // beside the kind's rules, in order
        std::vector<RuleId> rule_ids;
    };
    std::array<KindProgram, kKindCount> kinds;

    /// Words that rules mention, in an open-addressed table: for each kind the byte and value, value 0 for none.
    struct WordRow {
        WordId word = 0;
        std::array<uint8_t, kKindCount> byte{}, value{};
    };
    std::vector<WordRow> words;
    const WordRow* find(WordId word) const {
        size_t mask = words.size() - 1;
        for (size_t i = word & mask;; i = (i + 1) & mask) {
            if (words[i].word == word) return &words[i];
            if (words[i].word == 0) return nullptr;
        }
    }
    size_t image_count = 0;
};

struct Rules::Workspace::State {
    std::array<std::string, kKindCount> codes;
    std::vector<uint32_t> slot_of_token;  // tokens and sentence breaks, numbered
    std::vector<uint32_t> token_of_slot;

    /// What the resolver said of codes seen before. Direct-mapped; a collision only costs time.
    struct Remembered {
        uint64_t key = 0;
        Resolution resolution;
    };
    std::vector<Remembered> memory = std::vector<Remembered>(1 << 13);
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
    for (auto& kind : program_->kinds) kind.layout.arrange(lexicon);

    for (auto& one : parsed) {
        auto id = static_cast<RuleId>(rules_.size());
        auto& kind = program_->kinds[static_cast<size_t>(one.rule.kind)];
        auto& grade = kind.grades[static_cast<size_t>(one.rule.sure)];
        Writer writer(kind.layout);
        std::string regex;
        for (const auto& pattern : one.patterns) {
            // A rule's match lines each have one group; the rule of a group is found by grade.rules.
            std::string alternative = writer.write(pattern);
            regex += (regex.empty() ? "" : "|") + alternative;
            grade.alternation += (grade.alternation.empty() ? "" : "|") + alternative;
            for (int groups = RE2(alternative, options(false)).NumberOfCapturingGroups(); groups > 0; --groups) grade.rules.push_back(id);
        }
        kind.rule_regexes.push_back(regex);
        kind.rule_ids.push_back(id);
        rules_.push_back(std::move(one.rule));
    }

    std::map<WordId, Program::WordRow> words;
    for (size_t k = 0; k < kKindCount; ++k) {
        auto& kind = program_->kinds[k];
        for (auto& grade : kind.grades) {
            if (grade.rules.empty()) continue;
            grade.finder = std::make_unique<RE2>(grade.alternation, options(true));
            if (!grade.finder->ok()) throw Error("the rules for " + std::string(kind_name(static_cast<Kind>(k))) + " are too large together: " + grade.finder->error() + "; make repetitions shorter or rules fewer");
        }
        for (const auto& [word, place] : kind.layout.words) {
            auto& row = words[word];
            row.word = word;
            row.byte[k] = static_cast<uint8_t>(place.byte);
            row.value[k] = static_cast<uint8_t>(place.value);
        }
        for (size_t image = 0; image < lexicon.image_count(); ++image) {
            auto& codes = kind.set_codes[image];
            codes.assign(lexicon.set_count(image) * kind.layout.width, 0);
            for (size_t set = 0; set < lexicon.set_count(image); ++set)
                for (LabelId label : lexicon.label_set(image, static_cast<uint16_t>(set)))
                    if (auto found = kind.layout.labels.find(label); found != kind.layout.labels.end()) {
                        const Field& field = found->second;
                        codes[set * kind.layout.width + field.byte] = static_cast<char>(codes[set * kind.layout.width + field.byte] + static_cast<char>(field.radix_below));
                    }
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
}

Rules Rules::built_in(const Lexicon& lexicon, const std::string& folder) {
    std::vector<RuleText> texts = unbundle({nutgraf_rules_begin, static_cast<size_t>(nutgraf_rules_end - nutgraf_rules_begin)});
    if (!folder.empty())
        for (auto& text : unbundle(bundle_rules_folder(folder))) {
            text.file = folder + "/" + text.file;
            texts.push_back(std::move(text));
        }
    return from_texts(lexicon, texts);
}

Rules Rules::from_texts(const Lexicon& lexicon, const std::vector<RuleText>& texts) {
    Rules rules;
    rules.load(lexicon, texts);
    return rules;
}

void Rules::encode(const std::vector<Token>& tokens, const Hits& hits, Workspace& workspace) const {
    auto& state = *workspace.state_;
    auto count = static_cast<uint32_t>(tokens.size());
    state.slot_of_token.resize(count);
    state.token_of_slot.clear();
    for (uint32_t i = 0; i < count; ++i) {
        if (tokens[i].starts_sentence && i != 0) state.token_of_slot.push_back(i);  // the break before it
        state.slot_of_token[i] = static_cast<uint32_t>(state.token_of_slot.size());
        state.token_of_slot.push_back(i);
    }
    size_t slots = state.token_of_slot.size();
    state.token_of_slot.push_back(count);

    for (size_t k = 0; k < kKindCount; ++k) {
        const auto& kind = program_->kinds[k];
        size_t width = kind.layout.width;
        std::string& codes = state.codes[k];
        codes.assign(slots * width, 0);
        for (uint32_t i = 0; i < count; ++i) {
            char* code = codes.data() + state.slot_of_token[i] * width;
            const char* set = kind.set_codes[0].data() + hits.sets[i][0] * width;
            std::copy(set, set + width, code);
            if (program_->image_count > 1 && hits.sets[i][1] != 0) {
                const char* more = kind.set_codes[1].data() + hits.sets[i][1] * width;
                for (const auto& [label, field] : kind.layout.labels)
                    if (field.value_of(static_cast<size_t>(more[field.byte])) == 1 && field.value_of(static_cast<size_t>(code[field.byte])) == 0)
                        code[field.byte] = static_cast<char>(code[field.byte] + static_cast<char>(field.radix_below));
            }
            code[0] = static_cast<char>(kFirst | static_cast<char>(first_byte(tokens[i])));
            for (const auto& [flag, field] : kind.layout.flags) {
                bool on = flag == Test::Type::Glued ? tokens[i].glued : flag == Test::Type::AllCaps ? tokens[i].all_caps : tokens[i].title_case;
                if (on) code[field.byte] = static_cast<char>(code[field.byte] + static_cast<char>(field.radix_below));
            }
        }
    }
    for (uint32_t i = 0; i < count; ++i) {
        const Program::WordRow* row = program_->find(tokens[i].word);
        if (row == nullptr) continue;
        for (size_t k = 0; k < kKindCount; ++k)
            if (row->value[k] != 0) state.codes[k][state.slot_of_token[i] * program_->kinds[k].layout.width + row->byte[k]] = static_cast<char>(row->value[k]);
    }
    for (const LexiconHit& hit : hits.names) {
        for (size_t k = 0; k < kKindCount; ++k) {
            const Layout& layout = program_->kinds[k].layout;
            auto found = layout.labels.find(hit.label);
            if (found == layout.labels.end()) continue;
            const Field& field = found->second;
            for (uint32_t i = hit.tokens.begin; i < hit.tokens.end; ++i) {
                char& byte = state.codes[k][state.slot_of_token[i] * layout.width + field.byte];
                auto old = static_cast<char>(field.value_of(static_cast<size_t>(byte)) * field.radix_below);
                byte = static_cast<char>(byte - old + static_cast<char>(field.radix_below * (i == hit.tokens.begin ? 1 : 2)));
            }
        }
    }
}

void Rules::find_matches(Kind kind, Workspace& workspace, std::vector<RuleMatch>& matches) const {
    matches.clear();
    auto& state = *workspace.state_;
    const auto& program = program_->kinds[static_cast<size_t>(kind)];
    const std::string& codes = state.codes[static_cast<size_t>(kind)];
    auto width = static_cast<uint32_t>(program.layout.width);
    re2::StringPiece text(codes);
    for (size_t g = 0; g < program.grades.size(); ++g) {
        const Grade& grade = program.grades[g];
        if (!grade.finder) continue;
        size_t at = 0;
        re2::StringPiece found;
        while (at < codes.size() && grade.finder->Match(text, at, codes.size(), RE2::UNANCHORED, &found, 1)) {
            size_t begin = static_cast<size_t>(found.data() - codes.data());
            uint64_t key = mix(hash_folded({found.data(), found.size()}), g * kKindCount + static_cast<size_t>(kind) + 1);
            auto& remembered = state.memory[key % state.memory.size()];
            if (remembered.key != key) {
                std::call_once(grade.resolver_made, [&] { grade.resolver = std::make_unique<RE2>(grade.alternation, options(false)); });
                std::vector<re2::StringPiece> groups(grade.rules.size() + 1);
                remembered.key = key;
                remembered.resolution = {};
                if (grade.resolver->Match(found, 0, found.size(), RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size())))
                    for (size_t i = 1; i < groups.size(); ++i)
                        if (groups[i].data() != nullptr && !groups[i].empty()) {
                            auto offset = static_cast<uint32_t>(groups[i].data() - found.data());
                            remembered.resolution = {grade.rules[i - 1], offset, offset + static_cast<uint32_t>(groups[i].size())};
                        }
            }
            const Resolution& resolution = remembered.resolution;
            if (resolution.rule == kNoRule) {  // cannot be, but must not loop
                at = begin + width;
                continue;
            }
            auto token_at = [&](size_t offset) { return state.token_of_slot[offset / width]; };
            size_t end = begin + resolution.end;
            TokenSpan mention{token_at(begin + resolution.begin), token_at(end - width) + 1};
            TokenSpan context{token_at(begin), token_at(begin + found.size() - width) + 1};
            matches.push_back({mention, context, resolution.rule});
            at = end;
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
        auto width = static_cast<uint32_t>(kind.layout.width);
        for (size_t r = 0; r < kind.rule_ids.size(); ++r) {
            const Rule& rule = rules_[kind.rule_ids[r]];
            RE2 finder(kind.rule_regexes[r], options(true));
            RE2 resolver(kind.rule_regexes[r], options(false));
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
                const std::string& codes = workspace.state_->codes[k];
                re2::StringPiece text(codes), found;
                std::vector<re2::StringPiece> groups(static_cast<size_t>(resolver.NumberOfCapturingGroups()) + 1);
                for (size_t at = 0; at < codes.size() && finder.Match(text, at, codes.size(), RE2::UNANCHORED, &found, 1);) {
                    resolver.Match(found, 0, found.size(), RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size()));
                    size_t begin = 0, end = 0;
                    for (size_t i = 1; i < groups.size(); ++i)
                        if (!groups[i].empty()) {
                            begin = static_cast<size_t>(groups[i].data() - codes.data());
                            end = begin + groups[i].size();
                        }
                    if (end == 0) break;
                    uint32_t first = workspace.state_->token_of_slot[begin / width], last = workspace.state_->token_of_slot[(end - width) / width];
                    got.push_back(bytes_of(tokens, {first, last + 1}));
                    at = end;
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
