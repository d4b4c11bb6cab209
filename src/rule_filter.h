// Where matches stand, found so that RE2 is seldom asked. Private to rules.cc.
//
// RE2's search for a match anywhere keeps every start under way in its DFA states, and with many rules there are too many
// such states for a processor's cache; asked at every token, it costs a call each. The filter knows the patterns as
// Glushkov's automaton does: positions, each with a test of one token, and what may follow each. An Automaton walks it
// over the tokens from where a match may begin to the last token where one may end, and then says which alternatives
// match and what is their mention. Long bounded repetitions are taken as unbounded, so it may see a match where there is
// none, but never misses one; it knows for which alternatives that is so.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rule_codes.h"

namespace nutgraf {

constexpr size_t kGrades = 3;  // Sureness

/// The rules of one kind. Not changed after finish().
class Filter {
public:
    /// `alternative`: the pattern's number within its grade.
    void add(const Pattern& pattern, size_t grade, size_t alternative, Writer& writer);
    void finish(const Layout& layout);

private:
    friend class Automaton;
    using Positions = std::vector<uint32_t>;
    struct Part {
        Positions first, last;
        bool empty = false;  // matches no token at all
    };
    Part add(const Pattern& pattern, Writer& writer);
    uint32_t add_position(const std::vector<Cube>* cubes);
    void link(const Positions& from, const Positions& to);

    std::unordered_map<const std::vector<Cube>*, uint32_t> tests_;  // the writer's; until finish()
    size_t test_count_ = 0;
    std::vector<uint32_t> test_of_;                                 // by position
    std::vector<uint32_t> alternative_of_;                          // by position
    struct Range {
        uint32_t begin, end;
    };
    std::array<std::vector<Range>, kGrades> positions_of_;          // by alternative
    bool in_mention_ = false;                                       // while a mention is added
    std::vector<uint32_t> mention_;                                 // positions inside the brackets
    bool exact_ = false;                                            // while a pattern is added: no repetition so far is bounded
    std::vector<bool> exact_of_;                                    // by position: of its pattern
    std::vector<Positions> follow_;                                 // by position
    std::array<Positions, kGrades> first_, last_;

    // The cubes of all tests. A set of them is `cube_width_` words of 64. A token is compared with those that are in the
    // set of its shape, in that of its word or ask for none, and in that of one of its ids or ask for none.
    size_t cube_width_ = 0;
    struct CubeOf {
        Ids with, without;
        uint32_t test;
    };
    std::vector<CubeOf> cubes_;
    std::vector<uint64_t> cubes_of_shape_;  // by shape
    std::vector<uint64_t> cubes_of_any_word_;
    std::vector<uint64_t> cubes_of_id_;  // by id: those that ask for it and none below it; at 0, which is none: that ask for none
    struct WordCubes {
        std::vector<uint64_t> asked, denied;
    };
    std::unordered_map<uint16_t, WordCubes> cubes_of_word_;  // by code, see word_number

    // Of a match's first two tokens: the first one's tests, on 63 bits, and for any test those behind which it may come.
    std::vector<uint64_t> first_bit_, behind_bits_;  // by test

    // Sets of tests are `test_width_` words of 64, of positions `width_`.
    size_t test_width_ = 0, width_ = 0;
    std::vector<uint64_t> test_sets_;               // by test: the positions that ask it
    std::vector<uint64_t> mention_set_;             // inside the brackets
    /// What may follow a position is near it: of its set the words from `first` on, from `at` on in follow_words_.
    struct FollowSet {
        uint32_t at, first, count;
    };
    std::vector<FollowSet> follow_sets_;  // by position
    std::vector<uint64_t> follow_words_;
    void add_follow_set(uint32_t position, uint64_t* set) const {
        const FollowSet& follow = follow_sets_[position];
        for (uint32_t w = 0; w < follow.count; ++w) set[follow.first + w] |= follow_words_[follow.at + w];
    }
    bool may_follow(uint32_t position, const uint64_t* set) const {
        const FollowSet& follow = follow_sets_[position];
        uint64_t common = 0;
        for (uint32_t w = 0; w < follow.count; ++w) common |= set[follow.first + w] & follow_words_[follow.at + w];
        return common != 0;
    }
    std::vector<uint32_t> follow_shapes_;           // by position: bit s, what follows may have the shape s
    std::vector<uint64_t> first_sets_, last_sets_;  // by grade
    std::vector<uint8_t> last_of_;                  // by position: bit g, a match of grade g may end with it
};

/// The deterministic automaton of a filter, made as far as it is needed and kept from article to article. Token codes
/// fall into classes: those of a class pass the same tests, so that no rule can tell them apart.
class Automaton {
public:
    /// The class of a token code.
    uint32_t find_class(const Filter& filter, std::string_view code);
    size_t class_count() const { return classes_.size(); }
    /// One of the class's codes.
    std::string_view code(uint32_t number) const { return {codes_.data() + members_[number].code, members_[number].code_size}; }
    /// Bit g: a match of grade g may begin with a token of the class.
    uint8_t starts(uint32_t number) const { return classes_[number].starts; }
    /// A match may begin with a token of one class and go on with one of the other where the former's `opens` and the
    /// latter's `follows` have a bit in common. All `follows` have kAlone, and the `opens` of a class that may be a match
    /// alone.
    uint64_t opens(uint32_t number) const { return members_[number].opens; }
    uint64_t follows(uint32_t number) const { return members_[number].follows; }
    static constexpr uint64_t kAlone = uint64_t{1} << 63;

    /// A state is the set of positions that the next token may take.
    static constexpr uint32_t kDead = 0;
    /// The state behind a first token.
    uint32_t start(const Filter& filter, uint32_t number) {
        uint32_t state = classes_[number].start;
        return state != kUnknown ? state : make_start(filter, number);
    }
    /// The state behind a further token; kForgotten when there were too many states, and the walk must begin anew.
    uint32_t step(const Filter& filter, uint32_t state, uint32_t number) {
        if (number < kRow) {
            uint16_t next = rows_[state * kRow + number];
            return next != 0 ? next - 1U : make_step(filter, state, number);
        }
        uint64_t key = uint64_t{state} << 24 | number;
        size_t mask = steps_.size() - 1;
        for (size_t at = mix(key, 3) & mask;; at = (at + 1) & mask) {
            if (steps_[at] >> 20 == key) return static_cast<uint32_t>(steps_[at] & 0xFFFFF);
            if (steps_[at] == kEmpty) return make_step(filter, state, number);
        }
    }
    static constexpr uint32_t kForgotten = 0xFFFFFFFE;
    /// Bit g: a match of grade g may end before this state.
    uint8_t ends(uint32_t state) const { return states_[state].ends; }
    /// May a token of the shape follow?
    bool goes_on(uint32_t state, uint32_t shape) const { return (states_[state].next_shapes >> shape & 1) != 0; }

    /// Replaces `alternatives` by those of the grade, ascending, that may match these classes of tokens from the first to
    /// the last.
    void find_alternatives(const Filter& filter, const std::vector<uint32_t>& classes, size_t grade, std::vector<uint32_t>& alternatives);
    /// Which of these tokens are the mention, for an alternative just found: they begin with 0. Nothing when that is not
    /// plain here: the alternative has a bounded repetition, or several ways to match them whose mentions differ.
    std::optional<TokenSpan> find_mention(const Filter& filter, size_t grade, uint32_t alternative);

    Automaton();

private:
    static constexpr uint32_t kUnknown = 0xFFFFFFFF;
    static constexpr uint64_t kEmpty = ~uint64_t{0};
    static constexpr size_t kMostStates = 1U << 13, kMostSteps = 1U << 18;
    /// What is asked of a class at each token that a match may begin with; and what when it is new, or by RE2.
    struct Class {
        uint32_t start;
        uint8_t starts;
    };
    struct Members {
        uint64_t opens, follows;
        uint32_t code;
        uint16_t code_size;
    };
    struct State {
        uint32_t next_shapes;
        uint8_t ends;
    };
    uint32_t make_class(const Filter& filter, std::string_view code);
    uint32_t make_start(const Filter& filter, uint32_t number);
    uint32_t make_step(const Filter& filter, uint32_t state, uint32_t number);
    /// The state behind the positions in taken_, which have taken the last token.
    uint32_t state_behind(const Filter& filter);
    void forget();

    std::vector<uint64_t> class_keys_;  // open-addressed by the code's hash; 0: empty
    std::vector<uint32_t> class_numbers_;
    size_t code_count_ = 0;
    std::unordered_multimap<uint64_t, uint32_t> by_tests_;  // classes by the hash of the tests they pass
    std::vector<Class> classes_;
    std::vector<Members> members_;  // beside classes_
    std::vector<uint64_t> tests_;   // by class, the tests it passes
    std::vector<uint64_t> passed_;  // and the positions that ask them
    std::string codes_;
    // The classes met first are the frequent ones: steps with them stand in rows, whose begins the cache keeps, the others
    // in a table.
    static constexpr size_t kRow = 256;
    static_assert(kMostStates < 0xFFFF);
    std::vector<uint16_t> rows_;   // by state and class: next state and 1; 0: not known
    std::vector<uint64_t> steps_;  // open-addressed: state (20 bits), class (24), next state (20)
    size_t step_count_ = 0;
    std::vector<State> states_;
    std::vector<uint64_t> sets_;                            // by state
    std::unordered_multimap<uint64_t, uint32_t> state_ids_;  // by the hash of set and ends
    std::vector<uint64_t> taken_, scratch_;  // sets
    std::vector<uint64_t> walked_, alive_;  // of find_alternatives: by token, the positions that may have taken it
};

}  // namespace nutgraf
