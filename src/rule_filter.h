// Which tokens may begin a match, so that RE2 is asked only there. Private to rules.cc.
//
// RE2's search for a match anywhere keeps every start under way in its DFA states, and with many rules there are too many
// such states for a processor's cache. Asked for a match from one token on, it needs few. This filter says from which
// tokens it is worth asking: it looks a few tokens ahead along the patterns' positions (their tests in order, as in
// Glushkov's automaton) and never passes over a token where a match begins.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rule_codes.h"

namespace nutgraf {

constexpr size_t kGrades = 3;  // Sureness

/// For the rules of one kind. Not changed after finish().
class Filter {
public:
    void add(const Pattern& pattern, size_t grade, Writer& writer);
    void finish(const Layout& layout);

    /// What is known of a token code: the positions whose tests it passes, and by grade what may follow them when they
    /// begin a pattern. Sets of positions are `width` words of 64.
    class Answers {
    public:
        /// The number of a code's answer; computed once a code.
        uint32_t find(const Filter& filter, std::string_view code);
        /// How many codes are known.
        size_t size() const { return starts_.size(); }
        /// Bit g: a pattern of grade g may begin with the token.
        uint8_t starts(uint32_t answer) const { return starts_[answer]; }
        /// Bit g: a pattern of grade g may be this token alone.
        uint8_t alone(uint32_t answer) const { return alone_[answer]; }
        const uint64_t* passed(uint32_t answer) const { return &sets_[answer * stride_]; }
        const uint64_t* follow(uint32_t answer, size_t grade) const { return &sets_[answer * stride_ + (1 + grade) * (stride_ / (1 + kGrades))]; }

    private:
        uint32_t compute(const Filter& filter, std::string_view code);
        std::vector<uint64_t> keys_;       // open-addressed; 0: empty
        std::vector<uint32_t> numbers_;    // beside keys_
        std::array<uint32_t, kShapeCount> single_{};  // codes of a shape alone: number + 1
        std::vector<uint8_t> starts_, alone_;
        std::vector<uint64_t> sets_;
        size_t stride_ = 0;
    };

    /// May a match of the grade begin with the first of these answers? They are those of the tokens from there to the
    /// sentence's end (`count` of them).
    bool may_match(const Answers& answers, const uint32_t* tokens, size_t count, size_t grade) const;

private:
    friend class Answers;
    using Positions = std::vector<uint32_t>;
    struct Part {
        Positions first, last;
        bool empty = false;  // matches no token at all
    };
    Part add(const Pattern& pattern, Writer& writer);
    uint32_t add_position(const std::vector<Cube>* cubes);
    void link(const Positions& from, const Positions& to);

    struct Condition {
        Shapes shapes;
        Ids with, without;
        std::vector<std::string> words, other_than;  // codes
    };
    std::unordered_map<const std::vector<Cube>*, uint32_t> tests_;  // the writer's; until finish()
    std::vector<std::vector<Condition>> conditions_;  // of the tests, after finish()
    std::vector<uint32_t> test_of_;                   // by position
    std::vector<Positions> follow_;                   // by position
    std::array<Positions, kGrades> first_;
    Positions last_;
    size_t width_ = 0;                       // words of 64 positions
    std::vector<uint64_t> follow_sets_;      // by position, width_ words each
    std::vector<uint64_t> last_set_;
    std::vector<uint64_t> first_sets_;       // by grade
};

}  // namespace nutgraf
