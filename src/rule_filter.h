// Where matches stand, found so that RE2 is seldom asked. Private to rules.cc and rule_compiler.cc.
//
// RE2's search for a match anywhere keeps every start under way in its DFA states, and with many rules there are too many
// such states for a processor's cache; asked at every token, it costs a call each. The filter knows the patterns as
// Glushkov's automaton does: positions, each with a test of one token, and what may follow each. An Automaton walks it
// over the tokens from where a match may begin to the last token where one may end, and then says which alternatives
// match and what is their mention. Long bounded repetitions are taken as unbounded, so it may see a match where there is
// none, but never misses one; it knows for which alternatives that is so.
//
// A filter is worked out from the rules by a FilterBuilder, mostly when the program is built; so are the states that the
// automaton came to in the articles of corpus/ (Warm). What is linked in is used in place, what is new is added beside it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "key_table.h"
#include "rule_codes.h"

namespace nutgraf {

constexpr size_t kGrades = 3;  // Sureness

/// By test, for where a match may begin: of a first token's tests a bit each, and for any test the bits of those behind which
/// it may come.
struct BeginningBits {
    std::vector<uint32_t> first, behind;
};

/// A set of sorts of tokens: of shapes, and of the classes that are met most, see Automaton.
class Sorts {
public:
    static constexpr size_t kMost = 128;
    bool contains(size_t sort) const { return (bits_[sort / 64] >> sort % 64 & 1) != 0; }
    void add(size_t sort) { bits_[sort / 64] |= uint64_t{1} << sort % 64; }
    void add_shapes(uint32_t shapes) { bits_[0] |= shapes; }
    void add(const Sorts& others) {
        for (size_t w = 0; w < bits_.size(); ++w) bits_[w] |= others.bits_[w];
    }

private:
    std::array<uint64_t, kMost / 64> bits_{};
};

/// The rules of one kind, as views of what a builder or an image holds.
class Filter {
public:
    template <class Take>
    void for_each_array(Take&& take) {
        for (size_t* number : {&test_width_, &width_, &cube_width_}) take(*number);
        take(test_of_cube_), take(ids_of_cube_), take(cubes_of_shape_), take(cubes_of_any_word_), take(cubes_of_id_), take(cubes_denying_id_), take(cubes_of_several_ids_), take(cubes_asking_word_), take(cubes_denying_word_);
        take(first_bit_), take(behind_bits_), take(test_sets_), take(test_words_), take(mention_set_), take(alternative_of_), take(exact_of_);
        for (auto& ranges : positions_of_) take(ranges);
        take(follow_sets_), take(follow_words_), take(follow_sorts_), take(first_sets_), take(last_sets_), take(last_of_);
    }

    /// The bits must outlive it.
    void use(const BeginningBits& bits) { first_bit_ = bits.first, behind_bits_ = bits.behind; }
    void use_follow_sorts(std::span<const Sorts> sorts) { follow_sorts_ = sorts; }

private:
    friend class Automaton;
    friend class Beginnings;
    friend class FilterBuilder;
    template <class T>
    using Array = std::span<const T>;

    struct Range {
        uint32_t begin, end;
    };

    // Sets of tests are `test_width_` words of 64, of positions `width_`, of cubes `cube_width_`.
    size_t test_width_ = 0, width_ = 0, cube_width_ = 0;

    // The cubes of all tests. A token passes those that are in the set of its shape, in that of its word or ask for none, in
    // that of one of its ids or ask for none, and deny none of its ids; of those that ask for several the ones whose ids it has.
    Array<uint32_t> test_of_cube_;
    Array<Ids> ids_of_cube_;          // that it asks for
    Array<uint64_t> cubes_of_shape_;  // by shape
    Array<uint64_t> cubes_of_any_word_;
    Array<uint64_t> cubes_of_id_;       // by id: those that ask for it and none below it; at 0, which is none: that ask for none
    Array<uint64_t> cubes_denying_id_;  // by id
    Array<uint64_t> cubes_of_several_ids_;
    Array<uint64_t> cubes_asking_word_, cubes_denying_word_;  // by the word's number, see word_number

    Array<uint32_t> first_bit_, behind_bits_;  // see BeginningBits

    Array<uint64_t> test_sets_;               // by test: the positions that ask it
    Array<Range> test_words_;                 // by test: the words of its set that are not all 0
    Array<uint64_t> mention_set_;             // positions inside the brackets
    Array<uint32_t> alternative_of_;          // by position
    Array<uint8_t> exact_of_;                 // by position: no repetition of its pattern is bounded
    std::array<Array<Range>, kGrades> positions_of_;  // by alternative
    /// What may follow a position is near it: of its set the words from `first` on, from `at` on in follow_words_.
    struct FollowSet {
        uint32_t at, first, count;
    };
    Array<FollowSet> follow_sets_;  // by position
    Array<uint64_t> follow_words_;
    /// Widens `words` to the set's that are not all 0.
    void add_follow_set(uint32_t position, uint64_t* set, Range& words) const {
        const FollowSet& follow = follow_sets_[position];
        if (follow.count == 0) return;
        words = {std::min(words.begin, follow.first), std::max(words.end, follow.first + follow.count)};
        for (uint32_t w = 0; w < follow.count; ++w) set[follow.first + w] |= follow_words_[follow.at + w];
    }
    /// Of a set to which nothing was added.
    Range no_words() const { return {static_cast<uint32_t>(width_), 0}; }
    bool may_follow(uint32_t position, const uint64_t* set) const {
        const FollowSet& follow = follow_sets_[position];
        uint64_t common = 0;
        for (uint32_t w = 0; w < follow.count; ++w) common |= set[follow.first + w] & follow_words_[follow.at + w];
        return common != 0;
    }
    Array<Sorts> follow_sorts_;               // by position: of what may follow
    Array<uint64_t> first_sets_, last_sets_;  // by grade
    Array<uint8_t> last_of_;                  // by position: bit g, a match of grade g may end with it
};

/// Finds the bits of a filter's beginnings. First tests that the same tests may follow share one without harm. There are more
/// such groups than bits, and those that share one take each other's followers, too, so that a match seems to begin where none
/// does: which cost least that way can be counted.
class Beginnings {
public:
    using Set = std::vector<uint64_t>;
    /// The groups that a token may begin a match with, and those that it may follow.
    struct Sides {
        Set begins, follows;
    };
    explicit Beginnings(const Filter& filter);
    /// Of a token that passes these tests.
    Sides sides(std::span<const uint64_t> tests) const;
    /// Counts two tokens that stand so many times one behind the other.
    void count(const Sides& before, const Sides& behind, uint64_t times);
    BeginningBits bits() const;

private:
    struct Group {
        Set firsts, behind;  // of tests
    };
    const Filter& filter_;
    std::vector<Group> groups_;
    std::vector<uint64_t> costs_;  // by the groups of the first and of the second: how often they stood so
};

/// Makes the filter of one kind's patterns.
class FilterBuilder {
public:
    /// `alternative`: the pattern's number within its grade.
    void add(const Pattern& pattern, size_t grade, size_t alternative, Writer& writer);
    /// The filter, which looks into the builder.
    Filter finish(const Layout& layout);

private:
    using Positions = std::vector<uint32_t>;
    struct Part {
        Positions first, last;
        bool empty = false;  // matches no token at all
    };
    Part add(const Pattern& pattern, Writer& writer);
    uint32_t add_position(const std::vector<Cube>* cubes);
    void link(const Positions& from, const Positions& to);
    void arrange_cubes(const Layout& layout);
    void arrange_positions();

    std::unordered_map<const std::vector<Cube>*, uint32_t> tests_;  // the writer's
    bool in_mention_ = false;                                       // while a mention is added
    bool exact_ = false;                                            // while a pattern is added: no repetition so far is bounded
    std::vector<uint32_t> test_of_;                                 // by position
    std::vector<uint32_t> mention_;                                 // positions inside the brackets
    std::vector<Positions> follow_;                                 // by position
    std::array<Positions, kGrades> first_, last_;
    std::vector<uint32_t> shapes_of_;                               // by test, as bits

    // What the filter looks into.
    size_t test_width_ = 0, width_ = 0, cube_width_ = 0;
    std::vector<uint32_t> test_of_cube_;
    std::vector<Ids> ids_of_cube_;
    std::vector<uint64_t> cubes_of_shape_, cubes_of_any_word_, cubes_of_id_, cubes_denying_id_, cubes_of_several_ids_, cubes_asking_word_, cubes_denying_word_;
    std::vector<uint64_t> test_sets_, mention_set_;
    std::vector<Filter::Range> test_words_;
    BeginningBits bits_;
    std::vector<uint32_t> alternative_of_;
    std::vector<uint8_t> exact_of_;
    std::array<std::vector<Filter::Range>, kGrades> positions_of_;
    std::vector<Filter::FollowSet> follow_sets_;
    std::vector<uint64_t> follow_words_, first_sets_, last_sets_;
    std::vector<Sorts> follow_sorts_;
    std::vector<uint8_t> last_of_;
};

/// The deterministic automaton of a filter, made as far as it is needed and kept from article to article. Token codes
/// fall into classes: those of a class pass the same tests, so that no rule can tell them apart.
class Automaton {
    /// What is asked of a class at each token that a match may begin with; and what when it is new, or by RE2.
    struct Class {
        uint32_t start, starts;
    };
    struct Members {
        uint32_t opens, follows, code, code_size;
    };
    struct State {
        Sorts next_sorts;         // of what may follow
        uint32_t row;             // of a warm one, see Cell
        uint16_t first;           // word of its set that is not 0,
        uint16_t count_and_ends;  // how many from it on are not all 0, and in the lowest bits, by grade, whether a match may end
        size_t end() const { return first + (size_t{count_and_ends} >> kGrades); }
        uint8_t ends() const { return count_and_ends & ((1U << kGrades) - 1); }
    };
    /// A step. The rows of all states lie over each other in one array of cells: the step of a class stands so many cells
    /// behind the begin of the state's row, and names the state.
    struct Cell {
        uint16_t state, next;
    };

public:
    using Numbers = KeyTable<uint64_t>;
    /// What an automaton came to, to be begun with.
    struct Warm {
        std::span<const Numbers::Slot> codes, tests_of, sets_of, behind;
        std::span<const Class> classes;
        std::span<const Members> members;
        std::span<const uint64_t> passed, sets;
        std::span<const char> code_bytes;
        std::span<const State> states;
        std::span<const Cell> cells;
        std::span<const uint8_t> sorts;

        template <class Take>
        void for_each_array(Take&& take) {
            take(codes), take(tests_of), take(sets_of), take(behind), take(classes), take(members), take(passed), take(sets), take(code_bytes), take(states);
            take(cells), take(sorts);
        }
    };

    Automaton() = default;
    /// The filter and what is warm must outlive it.
    Automaton(const Filter& filter, const Warm& warm);

    /// The class of a token code.
    uint32_t find_class(std::string_view code);
    /// One of the class's codes.
    std::string_view code(uint32_t number) const {
        const Members& its = members(number);
        size_t warm = warm_.code_bytes.size();
        return {its.code < warm ? warm_.code_bytes.data() + its.code : codes_.data() + (its.code - warm), its.code_size};
    }
    /// Bit g: a match of grade g may begin with a token of the class.
    uint8_t starts(uint32_t number) const { return static_cast<uint8_t>(classes_[number].starts); }
    /// A match may begin with a token of one class and go on with one of the other where the former's `opens` and the
    /// latter's `follows` have a bit in common. All `follows` have kAlone, and the `opens` of a class that may be a match
    /// alone.
    uint32_t opens(uint32_t number) const { return members(number).opens; }
    uint32_t follows(uint32_t number) const { return members(number).follows; }
    static constexpr uint32_t kAlone = uint32_t{1} << 31;

    /// A state is the set of positions that the next token may take.
    static constexpr uint32_t kDead = 0;
    /// The state behind a first token.
    uint32_t start(uint32_t number) {
        uint32_t state = classes_[number].start;
        return state != kUnknown ? state : make_start(number);
    }
    /// The state behind a further token; kForgotten when there were too many states, and the walk must begin anew.
    uint32_t step(uint32_t state, uint32_t number) {
        uint32_t at = states_[state].row + number;
        if (at < warm_.cells.size() && warm_.cells[at].state == state) return warm_.cells[at].next;
        const Cell& own = cells_[own_cell(state, number)];
        return own.state == state && number < kCells ? own.next : make_step(state, number);
    }
    static constexpr uint32_t kForgotten = 0xFFFFFFFE;
    /// Bit g: a match of grade g may end before this state.
    uint8_t ends(uint32_t state) const { return states_[state].ends(); }
    /// May a token of the class follow? Seldom wrong.
    bool goes_on(uint32_t state, uint32_t number) const { return states_[state].next_sorts.contains(sorts_[number]); }

    /// Replaces `alternatives` by those of the grade, ascending, that may match these classes of tokens from the first to
    /// the last.
    void find_alternatives(const std::vector<uint32_t>& classes, size_t grade, std::vector<uint32_t>& alternatives);
    /// Which of these tokens are the mention, for an alternative just found: they begin with 0. Nothing when that is not
    /// plain here: the alternative has a bounded repetition, or several ways to match them whose mentions differ.
    std::optional<TokenSpan> find_mention(size_t grade, uint32_t alternative);

    /// A step that is counted, for keep().
    uint32_t count_step(uint32_t state, uint32_t number) {
        ++counts_[{state, number}];
        return step(state, number);
    }
    /// All it came to, with the steps that were counted: the arrays, and views of them.
    struct Kept;
    void keep(Kept& kept);
    /// Finds bits for beginnings that fit to classes which stand beside each other, and gives them to what was kept.
    struct Neighbours {
        uint32_t before, behind;
        uint64_t times;
    };
    void arrange(const std::vector<Neighbours>& neighbours, BeginningBits& bits, Kept& kept) const;

private:
    static constexpr uint32_t kUnknown = 0xFFFFFFFF;
    static constexpr size_t kMostStates = 1U << 14, kMostTaken = 1U << 16;  // beside the warm ones
    static constexpr uint32_t kCells = 1U << 16, kNoRow = 1U << 31;
    uint32_t make_class(std::string_view code);
    uint32_t make_start(uint32_t number);
    uint32_t make_step(uint32_t state, uint32_t number);
    /// The state behind the positions in taken_, which have taken the last token; they are in the words from `begin` to `end`.
    uint32_t state_behind(size_t begin, size_t end);
    uint32_t make_state_behind(size_t begin, size_t end);
    uint32_t add_state(State state);
    void find_sorts(Kept& kept) const;
    void arrange_steps(Kept& kept);
    void forget();
    const Members& members(uint32_t number) const { return number < warm_.members.size() ? warm_.members[number] : members_[number - warm_.members.size()]; }
    /// The positions that a class's tokens may take, and a state's.
    const uint64_t* passed(uint32_t number) const { return of_number(warm_.passed, passed_, number * filter_->width_); }
    const uint64_t* positions(uint32_t state) const { return of_number(warm_.sets, sets_, state * filter_->width_); }
    static const uint64_t* of_number(std::span<const uint64_t> warm, const std::vector<uint64_t>& own, size_t at) {
        return at < warm.size() ? &warm[at] : &own[at - warm.size()];
    }

    const Filter* filter_ = nullptr;
    Warm warm_;
    std::vector<Class> classes_;   // the warm ones first
    /// By class: its tokens' shape, or behind the shapes a sort of its own for each of the most frequent. A class that tokens of
    /// several shapes have is of any of them: what follows may have all of these or none.
    std::vector<uint8_t> sorts_;
    std::vector<State> states_;    // the warm ones first
    Numbers numbers_;              // of classes, by the hash of a code
    Numbers by_tests_;             // of classes, by the hash of the tests they pass
    std::vector<Members> members_;
    std::vector<uint64_t> passed_;  // by class, the positions whose tests it passes
    std::string codes_;
    std::vector<Cell> cells_;      // of other steps than the warm ones, in rows that go round; the last that came has a cell
    static uint32_t own_cell(uint32_t state, uint32_t number) { return (static_cast<uint32_t>(mix(state, 5)) + number) % kCells; }
    Numbers behind_;               // the state behind positions that have taken a token, by their hash
    Numbers state_ids_;            // by the hash of set and ends
    std::vector<uint64_t> sets_;   // by state
    std::map<std::pair<uint32_t, uint32_t>, uint64_t> counts_;  // of steps, by state and class
    std::vector<uint64_t> taken_, scratch_;  // sets
    std::vector<uint64_t> walked_, alive_;  // of find_alternatives: by token, the positions that may have taken it
};

/// What a warm automaton is made of.
struct Automaton::Kept {
    std::vector<Numbers::Slot> codes, tests_of, sets_of, behind;
    std::vector<Class> classes;
    std::vector<Members> members;
    std::vector<uint64_t> passed, sets;
    std::string code_bytes;
    std::vector<State> states;
    std::vector<Cell> cells;
    std::vector<uint8_t> sorts;
    std::vector<Sorts> follow_sorts;  // for the filter
    Warm view() const { return {codes, tests_of, sets_of, behind, classes, members, passed, sets, code_bytes, states, cells, sorts}; }
};

}  // namespace nutgraf
