#include "rule_codes.h"

#include "error.h"

namespace nutgraf {
namespace {

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

/// Adds a cube, merged with one that differs from it only in shapes or only in words.
void unite(std::vector<Cube>& cubes, Cube cube) {
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

/// A test as bytes that no other test has.
void spell(const Test& test, std::string& out) {
    out += static_cast<char>(test.type);
    out += static_cast<char>(test.shape);
    out += static_cast<char>(test.several);
    out.append(reinterpret_cast<const char*>(&test.word), sizeof test.word);
    out.append(reinterpret_cast<const char*>(&test.label), sizeof test.label);
    out += static_cast<char>(test.parts.size());
    for (const auto& part : test.parts) spell(part, out);
}

}  // namespace

void Layout::gather(const Pattern& pattern) {
    if (pattern.type == Pattern::Type::Test) gather(*pattern.test);
    for (const auto& part : pattern.parts) gather(part);
}

void Layout::arrange(const Lexicon& lexicon, Kind kind) {
    unsigned next = kFirstId;
    for (auto& [type, id] : flags) id = next++;
    for (auto& [label, id] : labels) {
        id = next;
        next += lexicon.single_words(label) ? 1 : asked_several.contains(label) ? 3 : 2;
        if (!lexicon.single_words(label)) several.insert(label);
    }
    if (next > kLastId + 1)
        throw Error("the rules for " + std::string(kind_name(kind)) + " ask for too many labels: " + std::to_string(next - kFirstId) + " ids of " + std::to_string(kLastId) + "; merge some lists");
    if (words.size() > kWordValues * kWordValues) throw Error("the rules for " + std::string(kind_name(kind)) + " mention more than " + std::to_string(kWordValues * kWordValues) + " words; put them in a list");
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

void Layout::gather(const Test& test) {
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

std::string Writer::write(const Pattern& pattern) {
    switch (pattern.type) {
        case Pattern::Type::Test: return expression(*pattern.test);
        case Pattern::Type::Sequence: {
            std::string out;
            for (const auto& part : pattern.parts) out += write(part);
            return out;
        }
        case Pattern::Type::Choice: {
            if (auto either = one_test(pattern)) return expression(*either);
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

Writer::Written& Writer::work_out(const Test& test) {
    std::string key;
    spell(test, key);
    auto& known = written_[key];
    if (!known) {
        known = std::make_unique<Written>();
        known->first = cubes(test, false);
        // A test with labels asks of a name's first token; its further tokens follow.
        continuations(test, known->further);
        for (const auto* asked : {&known->first, &known->further})
            for (const Cube& cube : *asked)
                if (cube.shapes[static_cast<size_t>(Shape::Lower)]) asked_of_lower_ |= cube.with | cube.without;
    }
    return *known;
}

const Writer::Written& Writer::written(const Pattern& pattern) {
    const Written*& known = of_pattern_[pattern.test.get()];
    if (known == nullptr) known = &work_out(*pattern.test);
    return *known;
}

const std::string& Writer::expression(const Test& test) {
    Written& known = work_out(test);
    if (known.expression.empty()) {
        known.expression = disjunction(known.first);
        if (!known.further.empty()) known.expression += "(?:" + disjunction(known.further) + ")*";
    }
    return known.expression;
}

/// A choice between tests of one token, none of them of names of several words, is one test.
std::optional<Test> Writer::one_test(const Pattern& choice) {
    Test either;
    either.type = Test::Type::Or;
    for (const auto& part : choice.parts) {
        if (part.type != Pattern::Type::Test || !written(part).further.empty()) return std::nullopt;
        either.parts.push_back(*part.test);
    }
    return either;
}

std::string Writer::disjunction(const std::vector<Cube>& cubes) {
    if (cubes.empty()) return "[^\\x00-\\xff]";
    std::string out;
    for (const auto& one : cubes) out += (out.empty() ? "" : "|") + cube(one);
    return cubes.size() == 1 ? out : "(?:" + out + ")";
}

/// The further tokens of the names whose labels the test asks for.
void Writer::continuations(const Test& test, std::vector<Cube>& further) const {
    if (test.type == Test::Type::Not) return;
    if (test.type == Test::Type::Label && layout_.several.contains(test.label)) {
        Cube cube;
        cube.with.set(layout_.labels.at(test.label) + 1);
        further.push_back(cube);
    }
    for (const auto& part : test.parts) continuations(part, further);
}

/// The test as a disjunction of conjunctions.
std::vector<Cube> Writer::cubes(const Test& test, bool negated) const {
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

std::string Writer::cube(const Cube& cube) {
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

std::string Writer::word(const Cube& cube) const {
    if (layout_.word_bytes == 0) return {};
    auto byte = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)); };
    if (!cube.words.empty()) {
        std::map<std::string, std::set<unsigned>> lasts;  // by the bytes before
        for (WordId word : cube.words) {
            const std::string& code = layout_.words.at(word);
            lasts[code.substr(0, code.size() - 1)].insert(byte(code.back()));
        }
        std::string out;
        for (const auto& [before, behind] : lasts) {
            const auto& last = behind;  // a lambda of clang 14 takes no structured binding
            if (!out.empty()) out += '|';
            for (char c : before) out += hex(byte(c));
            out += byte_class(kFirstWord, kLastWord, [&](unsigned v) { return last.contains(v); });
        }
        return lasts.size() == 1 ? out : "(?:" + out + ")";
    }
    std::set<std::string> codes;
    for (WordId other : cube.other_than) codes.insert(layout_.words.at(other));
    if (layout_.word_bytes == 1) return byte_class(kFirstWord, kLastWord, [&](unsigned v) { return !codes.contains(std::string(1, static_cast<char>(v))); }) + '?';
    const std::string any = byte_class(kFirstWord, kLastWord, [](unsigned) { return true; });
    if (codes.empty()) return any + '*';
    std::set<unsigned> firsts;
    for (const auto& code : codes) firsts.insert(byte(code[0]));
    std::string out = "(?:" + byte_class(kFirstWord, kLastWord, [&](unsigned v) { return !firsts.contains(v); }) + any;
    for (unsigned first : firsts)
        out += '|' + hex(first) + byte_class(kFirstWord, kLastWord, [&](unsigned v) { return !codes.contains({static_cast<char>(first), static_cast<char>(v)}); });
    return out + ")?";
}

}  // namespace nutgraf
