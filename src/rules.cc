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
#include "rule_parser.h"

// Linked in by the source that compile_lexicons.cc writes.
extern "C" const char nutgraf_rules_begin[];
extern "C" const char nutgraf_rules_end[];

namespace nutgraf {
namespace {

// A token's code: the ids of the flags and labels that the kind's rules ask for, ascending, then the word if they mention
// it, then its shape, which ends it. An id is one byte, so a question costs the regular expression a byte and a loop or
// two, and a token that no rule asks anything of is one byte. Before a sentence stands a break.
constexpr unsigned kBreak = 0x00;
/// A break stands also inside what has no sentences: a match looks ahead to the next break for a longer one, so that many
/// short matches in an endless sentence would take the square of its length.
constexpr uint32_t kLongestRun = 250;  // tokens
constexpr unsigned kFirstId = 0x01, kLastId = 0x7F;
constexpr unsigned kFirstWord = 0x80, kLastWord = 0xDF;
constexpr unsigned kWordValues = kLastWord - kFirstWord + 1;
constexpr unsigned kFirstShape = 0xE0;
using Ids = std::bitset<kLastId + 1>;
using Shapes = std::bitset<kShapeCount>;

/// How the tokens of one kind's rules are coded.
class Layout {
public:
    void gather(const Pattern& pattern) {
        if (pattern.type == Pattern::Type::Test) gather(pattern.test);
        for (const auto& part : pattern.parts) gather(part);
    }

    /// Gives every question its id. A label of names of several words has three: for the token that begins a name, for
    /// the further ones, and for the token that begins a name of several words.
    void arrange(const Lexicon& lexicon, Kind kind) {
        unsigned next = kFirstId;
        for (auto& [type, id] : flags) id = next++;
        for (auto& [label, id] : labels) {
            id = next;
            next += lexicon.single_words(label) ? 1 : asked_several.contains(label) ? 3 : 2;
            if (!lexicon.single_words(label)) several.insert(label);
        }
        if (next > kLastId + 1)
            throw Error("the rules for " + std::string(kind_name(kind)) + " ask for too many labels: " + std::to_string(next - kFirstId) + " ids of " + std::to_string(kLastId) + "; merge some lists");
        if (words.size() > kWordValues * kWordValues) throw Error("the rules for " + std::string(kind_name(kind)) + " mention more than 9216 words; put them in a list");
        id_count = next - kFirstId;
        word_bytes = words.empty() ? 0 : words.size() <= kWordValues ? 1 : 2;
        unsigned number = 0;
        for (auto& [word, code] : words) {
            code.clear();
            if (word_bytes == 2) code += static_cast<char>(kFirstWord + number / kWordValues);
            code += static_cast<char>(kFirstWord + number % kWordValues);
            ++number;
        }
    }

    std::map<WordId, std::string> words;  // to their codes, word_bytes long
    unsigned word_bytes = 0;
    unsigned id_count = 0;
    std::map<LabelId, unsigned> labels;
    std::set<LabelId> several;        // labels of names of several words
    std::set<LabelId> asked_several;  // those of them that are asked for with @@
    std::map<Test::Type, unsigned> flags;

private:
    void gather(const Test& test) {
        switch (test.type) {
            case Test::Type::Word: words[test.word]; break;
            case Test::Type::Label:
                labels[test.label];
                if (test.several) asked_several.insert(test.label);
                break;
            case Test::Type::Start:
            case Test::Type::Dotted:
            case Test::Type::Glued:
            case Test::Type::AllCaps:
            case Test::Type::TitleCase: flags[test.type]; break;
            default: break;
        }
        for (const auto& part : test.parts) gather(part);
    }
};

/// A conjunction of answers about one token.
struct Cube {
    Shapes shapes = Shapes().set();
    std::set<WordId> words;       // one of these; empty: any
    std::set<WordId> other_than;  // words it is not, when it may be any
    Ids with, without;
    bool operator==(const Cube&) const = default;
};

std::string hex(unsigned byte) {
    constexpr char kHex[] = "0123456789abcdef";
    return {'\\', 'x', kHex[byte / 16], kHex[byte % 16]};
}

/// A byte class of the values in [from, to] that are wanted; empty when there is none.
template <class Wanted>
std::string byte_class(unsigned from, unsigned to, Wanted wanted) {
    std::string out;
    for (unsigned v = from; v <= to;) {
        if (!wanted(v)) {
            ++v;
            continue;
        }
        unsigned begin = v;
        while (v <= to && wanted(v)) ++v;
        out += v - begin == 1 ? hex(begin) : hex(begin) + '-' + hex(v - 1);
    }
    return out.empty() ? out : '[' + out + ']';
}

/// Writes patterns as RE2 syntax over codes.
class Writer {
public:
    explicit Writer(const Layout& layout) : layout_(layout) {}

    /// The ids that some test written so far asks of tokens in lower case: the others need not be in their codes.
    const Ids& asked_of_lower() const { return asked_of_lower_; }

    std::string write(const Pattern& pattern) {
        switch (pattern.type) {
            case Pattern::Type::Test: return test(pattern.test);
            case Pattern::Type::Sequence: {
                std::string out;
                for (const auto& part : pattern.parts) out += write(part);
                return out;
            }
            case Pattern::Type::Choice: {
                if (auto either = one_test(pattern)) return test(*either);
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
    std::string test(const Test& test) {
        std::string first = disjunction(cubes(test, false));
        // A test with labels asks of a name's first token; its further tokens follow.
        std::vector<Cube> further;
        continuations(test, further);
        return further.empty() ? first : first + "(?:" + disjunction(further) + ")*";
    }

    /// A choice between tests of one token, none of them of names of several words, is one test.
    std::optional<Test> one_test(const Pattern& choice) const {
        Test either;
        either.type = Test::Type::Or;
        for (const auto& part : choice.parts) {
            std::vector<Cube> further;
            if (part.type != Pattern::Type::Test) return std::nullopt;
            continuations(part.test, further);
            if (!further.empty()) return std::nullopt;
            either.parts.push_back(part.test);
        }
        return either;
    }

    std::string disjunction(const std::vector<Cube>& cubes) {
        if (cubes.empty()) return "[^\\x00-\\xff]";
        std::string out;
        for (const auto& one : cubes) out += (out.empty() ? "" : "|") + cube(one);
        return cubes.size() == 1 ? out : "(?:" + out + ")";
    }

    /// The further tokens of the names whose labels the test asks for.
    void continuations(const Test& test, std::vector<Cube>& further) const {
        if (test.type == Test::Type::Not) return;
        if (test.type == Test::Type::Label && layout_.several.contains(test.label)) {
            Cube cube;
            cube.with.set(layout_.labels.at(test.label) + 1);
            further.push_back(cube);
        }
        for (const auto& part : test.parts) continuations(part, further);
    }

    /// The test as a disjunction of conjunctions.
    std::vector<Cube> cubes(const Test& test, bool negated) const {
        Cube cube;
        auto answer = [&](unsigned id) {
            (negated ? cube.without : cube.with).set(id);
            return std::vector<Cube>{cube};
        };
        switch (test.type) {
            case Test::Type::Any: return negated ? std::vector<Cube>{} : std::vector<Cube>{cube};
            case Test::Type::Shape:
                cube.shapes.reset().set(static_cast<size_t>(test.shape));
                if (negated) cube.shapes.flip();
                return {cube};
            case Test::Type::Word:
                if (negated) cube.other_than.insert(test.word);
                else cube.words.insert(test.word);
                return {cube};
            case Test::Type::Label: {
                // Asked for, a name begins here; denied, the token is in none (of several words, with @@).
                unsigned id = layout_.labels.at(test.label);
                if (test.several && !layout_.several.contains(test.label)) return negated ? std::vector<Cube>{cube} : std::vector<Cube>{};
                if (test.several && !negated) return answer(id + 2);
                if (negated && layout_.several.contains(test.label)) cube.without.set(id + 1);
                if (test.several) id += 2;
                return answer(id);
            }
            case Test::Type::Start:
            case Test::Type::Dotted:
            case Test::Type::Glued:
            case Test::Type::AllCaps:
            case Test::Type::TitleCase: return answer(layout_.flags.at(test.type));
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
                        both.shapes &= b.shapes;
                        both.other_than.insert(b.other_than.begin(), b.other_than.end());
                        both.with |= b.with;
                        both.without |= b.without;
                        bool possible = both.shapes.any() && (both.with & both.without).none();
                        if (!a.words.empty() || !b.words.empty()) {
                            if (a.words.empty()) both.words = b.words;
                            else if (!b.words.empty()) std::erase_if(both.words, [&](WordId word) { return !b.words.contains(word); });
                            std::erase_if(both.words, [&](WordId word) { return both.other_than.contains(word); });
                            both.other_than.clear();
                            possible &= !both.words.empty();
                        }
                        if (possible) unite(product, std::move(both));
                    }
                result = std::move(product);
            }
        }
        return result;
    }

    /// Adds a cube, merged with one that differs from it only in shapes or only in words.
    static void unite(std::vector<Cube>& cubes, Cube cube) {
        for (auto& other : cubes) {
            if (other.with != cube.with || other.without != cube.without || other.other_than != cube.other_than) continue;
            if (other.words == cube.words) {
                other.shapes |= cube.shapes;
                return;
            }
            if (other.shapes == cube.shapes && !other.words.empty() && !cube.words.empty()) {
                other.words.merge(cube.words);
                return;
            }
        }
        cubes.push_back(std::move(cube));
    }

    std::string cube(const Cube& cube) {
        if (cube.shapes[static_cast<size_t>(Shape::Lower)]) asked_of_lower_ |= cube.with | cube.without;
        std::string out;
        unsigned from = kFirstId;
        auto loop = [&](unsigned to) {
            std::string ids = byte_class(from, to, [&](unsigned v) { return !cube.without[v]; });
            if (!ids.empty()) out += ids + '*';
        };
        for (unsigned id = kFirstId; id <= kLastId; ++id) {
            if (!cube.with[id]) continue;
            loop(id - 1);
            out += hex(id);
            from = id + 1;
        }
        loop(kLastId);
        return out + word(cube) + byte_class(kFirstShape, kFirstShape + kShapeCount - 1, [&](unsigned v) { return cube.shapes[v - kFirstShape]; });
    }

    std::string word(const Cube& cube) const {
        if (layout_.word_bytes == 0) return {};
        auto byte = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)); };
        if (!cube.words.empty()) {
            std::map<std::string, std::set<unsigned>> lasts;  // by the bytes before
            for (WordId word : cube.words) {
                const std::string& code = layout_.words.at(word);
                lasts[code.substr(0, code.size() - 1)].insert(byte(code.back()));
            }
            std::string out;
            for (const auto& [before, last] : lasts) {
                if (!out.empty()) out += '|';
                for (char c : before) out += hex(byte(c));
                out += byte_class(kFirstWord, kLastWord, [&](unsigned v) { return last.contains(v); });
            }
            return lasts.size() == 1 ? out : "(?:" + out + ")";
        }
        std::set<std::string> codes;
        for (WordId other : cube.other_than) codes.insert(layout_.words.at(other));
        if (layout_.word_bytes == 1) return byte_class(kFirstWord, kLastWord, [&](unsigned v) { return !codes.contains(std::string(1, static_cast<char>(v))); }) + '?';
        if (codes.empty()) return "[\\x80-\\xdf]*";
        std::set<unsigned> firsts;
        for (const auto& code : codes) firsts.insert(byte(code[0]));
        std::string out = "(?:" + byte_class(kFirstWord, kLastWord, [&](unsigned v) { return !firsts.contains(v); }) + "[\\x80-\\xdf]";
        for (unsigned first : firsts)
            out += '|' + hex(first) + byte_class(kFirstWord, kLastWord, [&](unsigned v) { return !codes.contains({static_cast<char>(first), static_cast<char>(v)}); });
        return out + ")?";
    }

    const Layout& layout_;
    Ids asked_of_lower_;
};

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
    std::unique_ptr<RE2> finder;            // all of them, leftmost-longest, for the DFA
    /// Each alone, to ask which it was and where the mention stands. Made when first asked, by any thread.
    struct Alone {
        std::once_flag made;
        std::unique_ptr<RE2> expression;
    };
    std::unique_ptr<Alone[]> alone;

    void compile() {
        std::string all;
        for (const auto& alternative : alternatives) all += (all.empty() ? "" : "|") + alternative;
        // A match begins where a code does: behind the end of another or a break, which it takes in.
        finder = std::make_unique<RE2>("[\\x00\\xe0-\\xff](?:" + all + ")", options(true));
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
    std::array<Grade, 3> grades;
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

struct Rules::Program {
    std::array<KindProgram, kKindCount> kinds;

    /// Words that rules mention, in an open-addressed table: for each kind the word's code, empty for none.
    struct WordRow {
        WordId word = 0;
        std::array<std::array<char, 2>, kKindCount> code{};
        std::array<uint8_t, kKindCount> size{};  // bytes of the code
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
    struct Codes {
        std::string bytes;            // the first `size` hold
        size_t size = 0;
        std::vector<uint32_t> begin;  // of each token's code
    };
    std::array<Codes, kKindCount> codes;
    std::vector<uint32_t> first_name;            // of each token and one past the last: names that cover it, in name_of
    std::vector<uint32_t> name_of;

    /// What the resolver said of codes seen before. Direct-mapped; a collision only costs time.
    struct Remembered {
        uint64_t key = 0;
        Resolution resolution;
    };
    std::vector<Remembered> memory = std::vector<Remembered>(1 << 16);
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
    std::atomic<size_t> next = 0;
    auto compile = [&] {
        for (size_t i = next++; i < grades.size(); i = next++) grades[i]->compile();
    };
    std::vector<std::future<void>> helpers;
    for (unsigned core = 1; core < std::min(std::thread::hardware_concurrency(), 4U); ++core) helpers.push_back(std::async(std::launch::async, compile));
    compile();
    for (auto& helper : helpers) helper.get();

    std::map<WordId, Program::WordRow> words;
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
            kind.set_ids[image].append(8, '\0');
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
    auto& state = *workspace.state_;
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

    std::array<char*, kKindCount> ends;
    std::array<uint32_t*, kKindCount> begins;
    for (size_t k = 0; k < kKindCount; ++k) {
        auto& codes = state.codes[k];
        // The longest code: a break, every id, a word, a shape; and room for copies of whole words of memory.
        size_t room = count * (size_t{8} + program_->kinds[k].layout.id_count) + 16;
        if (codes.bytes.size() < room) codes.bytes.resize(room);
        codes.begin.resize(count + 1);
        ends[k] = codes.bytes.data();
        begins[k] = codes.begin.data();
    }
    uint32_t run = 0;  // tokens since the last break
    for (uint32_t i = 0; i < count; ++i) {
        const Token& token = tokens[i];
        bool breaks = token.starts_sentence || run == kLongestRun;
        run = breaks ? 1 : run + 1;
        unsigned flags = flags_of(token);
        auto shape = static_cast<char>(kFirstShape + static_cast<unsigned>(token.shape));
        const Program::WordRow* row = program_->find(token.word);
        size_t set = size_t{2} * hits.sets[i][0] + (token.shape == Shape::Lower);
        bool simple = state.first_name[i + 1] == state.first_name[i] && (program_->image_count == 1 || hits.sets[i][1] == 0);
        for (size_t k = 0; k < kKindCount; ++k) {
            const auto& kind = program_->kinds[k];
            char* out = ends[k];
            *out = static_cast<char>(kBreak);  // no rule reaches over a sentence's begin
            out += breaks;
            begins[k][i] = static_cast<uint32_t>(out - state.codes[k].bytes.data());
            const auto& flag_ids = kind.flag_ids[flags];
            std::memcpy(out, flag_ids.bytes.data(), flag_ids.bytes.size());
            out += flag_ids.count;
            if (simple) {
                const uint32_t* begin = kind.set_begin[0].data() + set;
                uint32_t size = begin[1] - begin[0];
                const char* from = kind.set_ids[0].data() + begin[0];
                std::memcpy(out, from, 8);  // nearly always enough; set_ids ends in padding
                if (size > 8) std::memcpy(out + 8, from + 8, size - 8);
                out += size;
            } else {
                out = encode_names(kind, i, token.shape == Shape::Lower, hits, state, out);
            }
            if (row != nullptr) {
                std::memcpy(out, row->code[k].data(), 2);
                out += row->size[k];
            }
            *out++ = shape;
            ends[k] = out;
        }
    }
    for (size_t k = 0; k < kKindCount; ++k) {
        state.codes[k].size = static_cast<size_t>(ends[k] - state.codes[k].bytes.data());
        state.codes[k].begin[count] = static_cast<uint32_t>(state.codes[k].size);
    }
}

/// The ids of a token inside names of several words, or with labels of a second image: the slow way.
char* Rules::encode_names(const KindProgram& kind, uint32_t token, bool lower, const Hits& hits, const Workspace::State& state, char* out) {
    // Names that this kind does not ask for change nothing.
    bool asked = hits.sets[token][1] != 0;
    for (uint32_t n = state.first_name[token]; n < state.first_name[token + 1]; ++n) asked |= kind.id_of[hits.names[state.name_of[n]].label] != 0;
    if (!asked) {
        const uint32_t* begin = kind.set_begin[0].data() + size_t{2} * hits.sets[token][0] + lower;
        return std::copy(kind.set_ids[0].data() + begin[0], kind.set_ids[0].data() + begin[1], out);
    }
    Ids all;
    for (size_t image = 0; image < kind.set_begin.size() && !kind.set_begin[image].empty(); ++image) {
        size_t set = size_t{2} * hits.sets[token][image] + lower;
        for (uint32_t at = kind.set_begin[image][set]; at < kind.set_begin[image][set + 1]; ++at) all.set(static_cast<unsigned char>(kind.set_ids[image][at]));
    }
    // A name of several words takes the place of the same label's single word inside it.
    for (uint32_t n = state.first_name[token]; n < state.first_name[token + 1]; ++n) {
        const LexiconHit& hit = hits.names[state.name_of[n]];
        unsigned id = kind.id_of[hit.label];
        if (id == 0) continue;
        all.set(id, token == hit.tokens.begin);
        all.set(id + 1, token != hit.tokens.begin);
        if (kind.asked_several[hit.label]) all.set(id + 2, token == hit.tokens.begin);
    }
    for (unsigned id = kFirstId; id < kFirstId + kind.layout.id_count; ++id)
        if (all[id]) *out++ = static_cast<char>(id);
    return out;
}

void Rules::find_matches(Kind kind, Workspace& workspace, std::vector<RuleMatch>& matches) const {
    matches.clear();
    auto& state = *workspace.state_;
    const auto& program = program_->kinds[static_cast<size_t>(kind)];
    const auto& begins = state.codes[static_cast<size_t>(kind)].begin;
    std::string_view codes(state.codes[static_cast<size_t>(kind)].bytes.data(), state.codes[static_cast<size_t>(kind)].size);
    re2::StringPiece text(codes.data(), codes.size());
    for (size_t g = 0; g < program.grades.size(); ++g) {
        const Grade& grade = program.grades[g];
        if (!grade.finder) continue;
        size_t at = 0;
        uint32_t token = 0;
        // The token whose code begins at an offset, or the first behind it; offsets come in ascending order but for the
        // step back from a context's end to a mention's.
        auto token_at = [&](size_t offset) {
            while (token > 0 && begins[token - 1] >= offset) --token;
            while (token < begins.size() && begins[token] < offset) ++token;
            return token;
        };
        re2::StringPiece found;
        while (at < codes.size() && grade.finder->Match(text, at, codes.size(), RE2::UNANCHORED, &found, 1)) {
            found.remove_prefix(1);
            size_t begin = static_cast<size_t>(found.data() - codes.data());
            uint64_t key = mix(hash_folded({found.data(), found.size()}), g * kKindCount + static_cast<size_t>(kind) + 1);
            auto& remembered = state.memory[key % state.memory.size()];
            if (remembered.key != key) {
                remembered.key = key;
                remembered.resolution = resolve(grade, found);
            }
            const Resolution& resolution = remembered.resolution;
            if (resolution.rule == kNoRule) {  // cannot be, but must not loop
                at = begin;
                continue;
            }
            TokenSpan context{token_at(begin), 0};
            TokenSpan mention{token_at(begin + resolution.begin), token_at(begin + resolution.end)};
            context.end = token_at(begin + found.size());
            matches.push_back({mention, context, resolution.rule});
            at = begin + resolution.end - 1;
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
                std::string_view codes(workspace.state_->codes[k].bytes.data(), workspace.state_->codes[k].size);
                re2::StringPiece text(codes.data(), codes.size()), found;
                for (size_t at = 0; at < codes.size() && alone.finder->Match(text, at, codes.size(), RE2::UNANCHORED, &found, 1);) {
                    found.remove_prefix(1);
                    Resolution resolution = resolve(alone, found);
                    size_t begin = static_cast<size_t>(found.data() - codes.data());
                    auto token_at = [&](size_t offset) { return static_cast<uint32_t>(std::lower_bound(begins.begin(), begins.end(), offset) - begins.begin()); };
                    got.push_back(bytes_of(tokens, {token_at(begin + resolution.begin), token_at(begin + resolution.end)}));
                    at = begin + resolution.end - 1;
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
