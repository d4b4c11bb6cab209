// How tokens are coded for RE2, and how patterns over tokens are written as RE2 syntax over codes. Private to
// rule_compiler.cc, but for what a code is.
#pragma once

#include <array>
#include <bitset>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "lexicon.h"
#include "mentions.h"
#include "rule_parser.h"
#include "tokens.h"

namespace nutgraf {

// A token's code: the ids of the flags and labels that the kind's rules ask for, ascending, then the word if they mention
// it, then its shape, which ends it. An id is one byte, so a question costs the regular expression a byte and a loop or
// two, and a token that no rule asks anything of is one byte. Before a sentence stands a break.
inline constexpr unsigned kBreak = 0x00;
/// A break stands also inside what has no sentences: a match looks ahead to the next break for a longer one, so that many
/// short matches in an endless sentence would take the square of its length.
inline constexpr uint32_t kLongestRun = 250;  // tokens
inline constexpr unsigned kFirstId = 0x01, kLastId = 0xAF;
inline constexpr unsigned kFirstWord = 0xB0, kLastWord = 0xDF;
inline constexpr unsigned kWordValues = kLastWord - kFirstWord + 1;
inline constexpr unsigned kFirstShape = 0xE0;
using Ids = std::bitset<kLastId + 1>;
using Shapes = std::bitset<kShapeCount>;

/// How the tokens of one kind's rules are coded.
class Layout {
public:
    void gather(const Pattern& pattern);

    /// Gives every question its id. A label of names of several words has three: for the token that begins a name, for
    /// the further ones, and for the token that begins a name of several words.
    /// Throws Error when a kind's rules ask for more than the codes hold.
    void arrange(const Lexicon& lexicon, Kind kind);

    std::map<WordId, std::string> words;  // to their codes, word_bytes long
    unsigned word_bytes = 0;
    unsigned id_count = 0;
    std::map<LabelId, unsigned> labels;
    std::set<LabelId> several;        // labels of names of several words
    std::set<LabelId> asked_several;  // those of them that are asked for with @@
    std::map<Test::Type, unsigned> flags;

private:
    void gather(const Test& test);
};

/// A conjunction of answers about one token.
struct Cube {
    Shapes shapes = Shapes().set();
    std::set<WordId> words;       // one of these; empty: any
    std::set<WordId> other_than;  // words it is not, when it may be any
    Ids with, without;
    bool operator==(const Cube&) const = default;
};

/// Writes patterns as RE2 syntax over codes.
class Writer {
public:
    explicit Writer(const Layout& layout) : layout_(layout) {}

    std::string write(const Pattern& pattern);

    /// A test, worked out once however often rules ask it.
    struct Written {
        std::vector<Cube> first;    // a disjunction of conjunctions about a name's first token; with none it never holds
        std::vector<Cube> further;  // about its further tokens, when the test asks for names of several words
        std::string expression;     // "" until it is asked for
    };
    /// Of a pattern that is a test; it outlives the writer.
    const Written& written(const Pattern& pattern);

    /// The ids that some test worked out so far asks of tokens in lower case: the others need not be in their codes.
    const Ids& asked_of_lower() const { return asked_of_lower_; }

private:
    Written& work_out(const Test& test);
    const std::string& expression(const Test& test);
    std::string disjunction(const std::vector<Cube>& cubes);
    std::string cube(const Cube& cube);
    std::string word(const Cube& cube) const;
    std::optional<Test> one_test(const Pattern& choice);
    void continuations(const Test& test, std::vector<Cube>& further) const;
    std::vector<Cube> cubes(const Test& test, bool negated) const;

    const Layout& layout_;
    Ids asked_of_lower_;
    std::unordered_map<std::string, std::unique_ptr<Written>> written_;  // by the test spelled out
    std::unordered_map<const Test*, const Written*> of_pattern_;
};

}  // namespace nutgraf
