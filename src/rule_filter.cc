#include "rule_filter.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

#include "unicode.h"

namespace nutgraf {
namespace {

/// A word's code as its number among the kind's words, see Layout::arrange.
size_t word_number(std::string_view code) {
    size_t number = 0;
    for (char c : code) number = number * kWordValues + (static_cast<unsigned char>(c) - kFirstWord);
    return number;
}

/// Repetitions up to so many times are written out.
constexpr int kMostCopies = 4;

void set_bit(uint64_t* set, size_t bit) { set[bit / 64] |= uint64_t{1} << (bit % 64); }

template <class Take>
void for_each_bit(std::span<const uint64_t> set, Take take) {
    for (size_t w = 0; w < set.size(); ++w)
        for (uint64_t left = set[w]; left != 0; left &= left - 1) take(w * 64 + static_cast<size_t>(std::countr_zero(left)));
}

bool have_common(std::span<const uint64_t> one, std::span<const uint64_t> other) {
    for (size_t w = 0; w < one.size(); ++w)
        if ((one[w] & other[w]) != 0) return true;
    return false;
}

/// Of a set of which few words are not 0; never 0.
uint64_t hash_of(std::span<const uint64_t> set, uint64_t seed) {
    uint64_t hash = mix(seed, set.size());
    for (size_t w = 0; w < set.size(); ++w)
        if (set[w] != 0) hash = mix(hash + w, set[w]);
    return std::max<uint64_t>(hash, 1);
}

}  // namespace

void FilterBuilder::add(const Pattern& pattern, size_t grade, size_t alternative, Writer& writer) {
    exact_ = true;
    auto begin = static_cast<uint32_t>(test_of_.size());
    Part part = add(pattern, writer);
    positions_of_[grade].resize(alternative + 1);
    positions_of_[grade][alternative] = {begin, static_cast<uint32_t>(test_of_.size())};
    exact_of_.resize(test_of_.size(), exact_ ? 1 : 0);
    alternative_of_.resize(test_of_.size(), static_cast<uint32_t>(alternative));
    first_[grade].insert(first_[grade].end(), part.first.begin(), part.first.end());
    last_[grade].insert(last_[grade].end(), part.last.begin(), part.last.end());
}

FilterBuilder::Part FilterBuilder::add(const Pattern& pattern, Writer& writer) {
    Part whole;
    switch (pattern.type) {
        case Pattern::Type::Test: {
            const Writer::Written& test = writer.written(pattern);
            uint32_t first = add_position(&test.first);
            whole.first = whole.last = {first};
            if (!test.further.empty()) {
                uint32_t next = add_position(&test.further);
                link({first, next}, {next});
                whole.last.push_back(next);
            }
            return whole;
        }
        case Pattern::Type::Sequence:
            whole.empty = true;
            for (const auto& inner : pattern.parts) {
                Part part = add(inner, writer);
                link(whole.last, part.first);
                if (whole.empty) whole.first.insert(whole.first.end(), part.first.begin(), part.first.end());
                if (!part.empty) whole.last.clear();
                whole.last.insert(whole.last.end(), part.last.begin(), part.last.end());
                whole.empty &= part.empty;
            }
            return whole;
        case Pattern::Type::Choice:
            for (const auto& inner : pattern.parts) {
                Part part = add(inner, writer);
                whole.first.insert(whole.first.end(), part.first.begin(), part.first.end());
                whole.last.insert(whole.last.end(), part.last.begin(), part.last.end());
                whole.empty |= part.empty;
            }
            return whole;
        case Pattern::Type::Repeat: {
            if (pattern.most > 1 && pattern.most <= kMostCopies) {
                Pattern optional;
                optional.type = Pattern::Type::Repeat;
                optional.most = 1;
                optional.parts = pattern.parts;
                Pattern copies;
                for (int i = 0; i < pattern.most; ++i) copies.parts.push_back(i < pattern.least ? pattern.parts[0] : optional);
                return add(copies, writer);
            }
            // Any other that is bounded is taken as any: the filter may say yes too often, never no.
            whole = add(pattern.parts[0], writer);
            if (pattern.most != 1) link(whole.last, whole.first);
            exact_ &= pattern.least <= 1 && (pattern.most == 1 || pattern.most == -1);
            whole.empty |= pattern.least == 0;
            return whole;
        }
        case Pattern::Type::Mention:
            in_mention_ = true;
            whole = add(pattern.parts[0], writer);
            in_mention_ = false;
            return whole;
    }
    return whole;
}

uint32_t FilterBuilder::add_position(const std::vector<Cube>* cubes) {
    auto test = tests_.try_emplace(cubes, static_cast<uint32_t>(tests_.size())).first->second;
    test_of_.push_back(test);
    follow_.emplace_back();
    if (in_mention_) mention_.push_back(static_cast<uint32_t>(test_of_.size() - 1));
    return static_cast<uint32_t>(test_of_.size() - 1);
}

void FilterBuilder::link(const Positions& from, const Positions& to) {
    for (uint32_t position : from) follow_[position].insert(follow_[position].end(), to.begin(), to.end());
}

Filter FilterBuilder::finish(const Layout& layout) {
    arrange_positions();
    arrange_cubes(layout);
    Filter filter;
    filter.test_width_ = test_width_, filter.width_ = width_, filter.cube_width_ = cube_width_;
    filter.test_of_cube_ = test_of_cube_, filter.ids_of_cube_ = ids_of_cube_;
    filter.cubes_of_shape_ = cubes_of_shape_, filter.cubes_of_any_word_ = cubes_of_any_word_;
    filter.cubes_of_id_ = cubes_of_id_, filter.cubes_denying_id_ = cubes_denying_id_, filter.cubes_of_several_ids_ = cubes_of_several_ids_;
    filter.cubes_asking_word_ = cubes_asking_word_, filter.cubes_denying_word_ = cubes_denying_word_;
    filter.test_sets_ = test_sets_, filter.test_words_ = test_words_, filter.mention_set_ = mention_set_;
    filter.alternative_of_ = alternative_of_, filter.exact_of_ = exact_of_;
    std::copy(positions_of_.begin(), positions_of_.end(), filter.positions_of_.begin());
    filter.follow_sets_ = follow_sets_, filter.follow_words_ = follow_words_, filter.follow_sorts_ = follow_sorts_;
    filter.first_sets_ = first_sets_, filter.last_sets_ = last_sets_, filter.last_of_ = last_of_;
    bits_ = Beginnings(filter).bits();
    filter.use(bits_);
    return filter;
}

void FilterBuilder::arrange_positions() {
    width_ = 1 + test_of_.size() / 64;
    first_sets_.assign(kGrades * width_, 0);
    last_sets_.assign(kGrades * width_, 0);
    mention_set_.assign(width_, 0);
    for (uint32_t p : mention_) set_bit(mention_set_.data(), p);
    test_sets_.assign(tests_.size() * width_, 0);
    test_words_.assign(tests_.size(), {0, 0});
    for (uint32_t p = 0; p < test_of_.size(); ++p) {
        set_bit(&test_sets_[test_of_[p] * width_], p);
        auto& words = test_words_[test_of_[p]];
        if (words.end == 0) words.begin = p / 64;
        words.end = p / 64 + 1;
    }
    for (const Positions& follow : follow_) {
        auto [least, most] = std::minmax_element(follow.begin(), follow.end());
        Filter::FollowSet set{static_cast<uint32_t>(follow_words_.size()), 0, 0};
        if (!follow.empty()) set.first = *least / 64, set.count = *most / 64 - set.first + 1;
        follow_words_.resize(set.at + set.count);
        for (uint32_t next : follow) set_bit(&follow_words_[set.at], next - set.first * 64);
        follow_sets_.push_back(set);
    }
    last_of_.assign(test_of_.size(), 0);
    for (size_t grade = 0; grade < kGrades; ++grade) {
        for (uint32_t p : first_[grade]) set_bit(&first_sets_[grade * width_], p);
        for (uint32_t p : last_[grade]) {
            set_bit(&last_sets_[grade * width_], p);
            last_of_[p] |= static_cast<uint8_t>(1U << grade);
        }
    }
}

void FilterBuilder::arrange_cubes(const Layout& layout) {
    test_width_ = 1 + tests_.size() / 64;
    shapes_of_.assign(tests_.size(), 0);
    std::vector<const std::vector<Cube>*> of_test(tests_.size());
    size_t cube_count = 0;
    for (const auto& [cubes, test] : tests_) of_test[test] = cubes, cube_count += cubes->size();
    cube_width_ = 1 + cube_count / 64;
    cubes_of_shape_.assign(kShapeCount * cube_width_, 0);
    cubes_of_any_word_.assign(cube_width_, 0);
    cubes_of_id_.assign((kLastId + 1) * cube_width_, 0);
    cubes_denying_id_.assign((kLastId + 1) * cube_width_, 0);
    cubes_of_several_ids_.assign(cube_width_, 0);
    cubes_asking_word_.assign(layout.words.size() * cube_width_, 0);
    cubes_denying_word_.assign(layout.words.size() * cube_width_, 0);
    auto place_of = [&](WordId word) { return word_number(layout.words.at(word)) * cube_width_; };
    for (size_t test = 0; test < of_test.size(); ++test)
        for (const Cube& cube : *of_test[test]) {
            size_t number = test_of_cube_.size();
            test_of_cube_.push_back(static_cast<uint32_t>(test));
            ids_of_cube_.push_back(cube.with);
            shapes_of_[test] |= static_cast<uint32_t>(cube.shapes.to_ulong());
            for (size_t shape = 0; shape < kShapeCount; ++shape)
                if (cube.shapes[shape]) set_bit(&cubes_of_shape_[shape * cube_width_], number);
            set_bit(&cubes_of_id_[(cube.with.none() ? 0 : cube.with._Find_first()) * cube_width_], number);
            if (cube.with.count() > 1) set_bit(cubes_of_several_ids_.data(), number);
            for (size_t id = 0; id < cube.without.size(); ++id)
                if (cube.without[id]) set_bit(&cubes_denying_id_[id * cube_width_], number);
            if (cube.words.empty()) set_bit(cubes_of_any_word_.data(), number);
            for (WordId word : cube.words) set_bit(&cubes_asking_word_[place_of(word)], number);
            for (WordId word : cube.other_than) set_bit(&cubes_denying_word_[place_of(word)], number);
        }
    follow_sorts_.assign(follow_.size(), Sorts());
    for (size_t p = 0; p < follow_.size(); ++p)
        for (uint32_t next : follow_[p]) follow_sorts_[p].add_shapes(shapes_of_[test_of_[next]]);
}

Beginnings::Beginnings(const Filter& filter) : filter_(filter) {
    size_t width = filter.width_, test_width = filter.test_width_;
    std::vector<uint32_t> test_of(filter.alternative_of_.size());
    for (uint32_t test = 0; test < filter.test_sets_.size() / width; ++test)
        for_each_bit(filter.test_sets_.subspan(test * width, width), [&](size_t p) { test_of[p] = test; });
    std::map<uint32_t, Set> behind;  // by first test: those that may follow
    for (size_t grade = 0; grade < kGrades; ++grade)
        for_each_bit(filter.first_sets_.subspan(grade * width, width), [&](size_t p) {
            Set& tests = behind.try_emplace(test_of[p], test_width).first->second;
            const auto& follow = filter.follow_sets_[p];
            for_each_bit(filter.follow_words_.subspan(follow.at, follow.count), [&](size_t next) { set_bit(tests.data(), test_of[follow.first * 64 + next]); });
        });
    std::map<Set, Set> firsts;  // by those that may follow
    for (const auto& [first, tests] : behind) set_bit(firsts.try_emplace(tests, test_width).first->second.data(), first);
    for (const auto& [tests, its_firsts] : firsts) groups_.push_back({its_firsts, tests});
}

Beginnings::Sides Beginnings::sides(std::span<const uint64_t> tests) const {
    Sides sides{Set(groups_.size() / 64 + 1), Set(groups_.size() / 64 + 1)};
    for (size_t g = 0; g < groups_.size(); ++g) {
        if (have_common(groups_[g].firsts, tests)) set_bit(sides.begins.data(), g);
        if (have_common(groups_[g].behind, tests)) set_bit(sides.follows.data(), g);
    }
    return sides;
}

void Beginnings::count(const Sides& before, const Sides& behind, uint64_t times) {
    costs_.resize(groups_.size() * groups_.size());
    if (have_common(before.begins, behind.follows)) return;  // a match may begin here in any case
    for_each_bit(before.begins, [&](size_t a) { for_each_bit(behind.follows, [&](size_t b) { costs_[a * groups_.size() + b] += times; }); });
}

BeginningBits Beginnings::bits() const {
    constexpr size_t kBits = 31;
    // What it costs when two groups share a bit: as was counted, else what the one lacks of the other's followers.
    size_t count = groups_.size();
    std::vector<uint64_t> cost(count * count);
    for (size_t a = 0; a < count; ++a)
        for (size_t b = 0; b < count; ++b) {
            if (!costs_.empty()) cost[a * count + b] = costs_[a * count + b] + costs_[b * count + a];
            else for (size_t w = 0; w < filter_.test_width_; ++w) cost[a * count + b] += static_cast<uint64_t>(std::popcount(groups_[a].behind[w] ^ groups_[b].behind[w]));
        }
    std::vector<std::vector<size_t>> sharing;
    for (size_t g = 0; g < count; ++g) sharing.push_back({g});
    auto cost_of = [&](size_t a, size_t b) {
        uint64_t sum = 0;
        for (size_t one : sharing[a])
            for (size_t other : sharing[b]) sum += cost[one * count + other];
        return sum;
    };
    // The two that cost the least together share one, until there are bits enough.
    while (sharing.size() > kBits) {
        uint64_t least = UINT64_MAX;
        size_t one = 0, other = 1;
        for (size_t a = 0; a < sharing.size(); ++a)
            for (size_t b = a + 1; b < sharing.size(); ++b)
                if (uint64_t its = cost_of(a, b); its < least) least = its, one = a, other = b;
        sharing[one].insert(sharing[one].end(), sharing[other].begin(), sharing[other].end());
        sharing.erase(sharing.begin() + static_cast<std::ptrdiff_t>(other));
    }
    size_t tests = filter_.test_sets_.size() / filter_.width_;
    BeginningBits bits{std::vector<uint32_t>(tests), std::vector<uint32_t>(tests)};
    for (size_t bit = 0; bit < sharing.size(); ++bit)
        for (size_t g : sharing[bit]) {
            for_each_bit(groups_[g].firsts, [&](size_t test) { bits.first[test] |= 1U << bit; });
            for_each_bit(groups_[g].behind, [&](size_t test) { bits.behind[test] |= 1U << bit; });
        }
    return bits;
}

Automaton::Automaton(const Filter& filter, const Warm& warm) : filter_(&filter), warm_(warm), classes_(warm.classes.begin(), warm.classes.end()), sorts_(warm.sorts.begin(), warm.sorts.end()), numbers_(warm.codes), by_tests_(warm.tests_of), behind_(warm.behind), state_ids_(warm.sets_of) { forget(); }

void Automaton::forget() {
    states_.assign(warm_.states.begin(), warm_.states.end());
    cells_.assign(kCells, Cell{0, 0});
    sets_.clear();
    state_ids_.clear();
    behind_.clear();
    counts_.clear();
    for (size_t number = 0; number < classes_.size(); ++number) classes_[number].start = number < warm_.classes.size() ? warm_.classes[number].start : kUnknown;
    if (!states_.empty()) return;
    sets_.resize(filter_->width_);
    add_state({Sorts(), kNoRow, 0, 0});  // kDead
}

uint32_t Automaton::add_state(State state) {
    auto number = static_cast<uint32_t>(states_.size());
    states_.push_back(state);
    return number;
}

uint32_t Automaton::find_class(std::string_view code) {
    uint64_t key = hash_folded(code);
    const uint64_t* known = numbers_.find(key);
    if (known != nullptr) return static_cast<uint32_t>(*known);
    uint32_t number = make_class(code);
    numbers_.add(key, number);
    return number;
}

uint32_t Automaton::make_class(std::string_view code) {
    const Filter& filter = *filter_;
    Ids ids;
    size_t shape = static_cast<unsigned char>(code.back()) - kFirstShape;
    size_t ids_end = 0;
    while (static_cast<unsigned char>(code[ids_end]) <= kLastId) ids.set(static_cast<unsigned char>(code[ids_end++]));
    std::string_view word = code.substr(ids_end, code.size() - 1 - ids_end);
    size_t of_word = word_number(word) * filter.cube_width_;
    taken_.assign(filter.test_width_, 0);
    for (size_t w = 0; w < filter.cube_width_; ++w) {
        uint64_t cubes = filter.cubes_of_any_word_[w];
        if (!word.empty()) cubes = (cubes | filter.cubes_asking_word_[of_word + w]) & ~filter.cubes_denying_word_[of_word + w];
        uint64_t of_ids = filter.cubes_of_id_[w], denying = 0;
        for (char id : code.substr(0, ids_end)) {
            size_t of_id = static_cast<unsigned char>(id) * filter.cube_width_ + w;
            of_ids |= filter.cubes_of_id_[of_id];
            denying |= filter.cubes_denying_id_[of_id];
        }
        cubes &= of_ids & ~denying & filter.cubes_of_shape_[shape * filter.cube_width_ + w];
        for (; cubes != 0; cubes &= cubes - 1) {
            size_t cube = w * 64 + static_cast<size_t>(std::countr_zero(cubes));
            bool several = (filter.cubes_of_several_ids_[w] & cubes & -cubes) != 0;
            if (!several || (filter.ids_of_cube_[cube] & ~ids).none()) set_bit(taken_.data(), filter.test_of_cube_[cube]);
        }
    }
    // Codes that pass the same tests are one to the rules.
    uint64_t key = hash_of(taken_, 1);
    if (const uint64_t* same = by_tests_.find(key)) return static_cast<uint32_t>(*same);
    auto number = static_cast<uint32_t>(classes_.size());
    by_tests_.add(key, number);

    size_t width = filter.width_;
    size_t at = passed_.size();
    passed_.resize(at + width, 0);
    uint64_t* passed = &passed_[at];
    uint32_t opens = 0, follows = kAlone;
    for_each_bit(taken_, [&](size_t test) {
        opens |= filter.first_bit_[test];
        follows |= filter.behind_bits_[test];
        auto words = filter.test_words_[test];
        for (size_t w = words.begin; w < words.end; ++w) passed[w] |= filter.test_sets_[test * width + w];
    });
    uint32_t starts = 0;
    for (size_t grade = 0; grade < kGrades; ++grade)
        for (size_t w = 0; w < width; ++w) {
            uint64_t begun = passed[w] & filter.first_sets_[grade * width + w];
            if (begun != 0) starts |= 1U << grade;
            if ((begun & filter.last_sets_[grade * width + w]) != 0) opens |= kAlone;
        }
    classes_.push_back({kUnknown, starts});
    sorts_.push_back(static_cast<uint8_t>(shape));
    members_.push_back({opens, follows, static_cast<uint32_t>(warm_.code_bytes.size() + codes_.size()), static_cast<uint32_t>(code.size())});
    codes_ += code;
    return number;
}

uint32_t Automaton::make_start(uint32_t number) {
    size_t width = filter_->width_;
    if (states_.size() >= warm_.states.size() + kMostStates) forget();
    taken_.assign(width, 0);
    const uint64_t* taking = passed(number);
    for (size_t grade = 0; grade < kGrades; ++grade)
        for (size_t w = 0; w < width; ++w) taken_[w] |= filter_->first_sets_[grade * width + w] & taking[w];
    return classes_[number].start = state_behind(0, width);
}

uint32_t Automaton::make_step(uint32_t state, uint32_t number) {
    size_t width = filter_->width_;
    if (states_.size() >= warm_.states.size() + kMostStates || behind_.own_count() >= kMostTaken) {
        forget();
        return kForgotten;
    }
    taken_.resize(width);
    const uint64_t *before = positions(state), *taking = passed(number);
    size_t begin = states_[state].first, end = states_[state].end();
    for (size_t w = begin; w < end; ++w) taken_[w] = before[w] & taking[w];
    uint32_t next = state_behind(begin, end);
    if (number < kCells) cells_[own_cell(state, number)] = {static_cast<uint16_t>(state), static_cast<uint16_t>(next)};
    return next;
}

void Automaton::find_alternatives(const std::vector<uint32_t>& classes, size_t grade, std::vector<uint32_t>& alternatives) {
    const Filter& filter = *filter_;
    size_t width = filter.width_;
    const uint64_t* firsts = &filter.first_sets_[grade * width];
    uint32_t state;
    do {
        walked_.assign(classes.size() * width, 0);
        for (size_t w = 0; w < width; ++w) walked_[w] = firsts[w] & passed(classes.front())[w];
        state = start(classes.front());
        for (size_t i = 1; i < classes.size() && state != kForgotten; ++i) {
            const uint64_t *before = positions(state), *taking = passed(classes[i]);
            for (size_t w = states_[state].first; w < states_[state].end(); ++w) walked_[i * width + w] = before[w] & taking[w];
            state = step(state, classes[i]);
        }
    } while (state == kForgotten);
    // Those of other grades, which a state holds too, end with none of the grade's last positions.
    const uint64_t *taken = &walked_[(classes.size() - 1) * width], *lasts = &filter.last_sets_[grade * width];
    alternatives.clear();
    for (size_t w = 0; w < width; ++w)
        for (uint64_t left = taken[w] & lasts[w]; left != 0; left &= left - 1)
            alternatives.push_back(filter.alternative_of_[w * 64 + static_cast<size_t>(std::countr_zero(left))]);
    std::sort(alternatives.begin(), alternatives.end());
    alternatives.erase(std::unique(alternatives.begin(), alternatives.end()), alternatives.end());
}

std::optional<TokenSpan> Automaton::find_mention(size_t grade, uint32_t alternative) {
    const Filter& filter = *filter_;
    size_t width = filter.width_, count = walked_.size() / width;
    auto [begin, end] = filter.positions_of_[grade][alternative];
    if (filter.exact_of_[begin] == 0) return std::nullopt;
    // Back from where the alternative ends: of the positions that may have taken a token, those from which it gets there.
    size_t first_word = begin / 64, end_word = (end + 63) / 64;  // of the alternative's positions
    alive_.resize(width);
    scratch_.resize(width);
    TokenSpan mention{static_cast<uint32_t>(count), 0};
    for (size_t i = count; i-- > 0;) {
        std::fill_n(&scratch_[first_word], end_word - first_word, 0);
        bool inside = false, outside = false;
        for (size_t w = first_word; w < end_word; ++w)
            for (uint64_t left = walked_[i * width + w] & (i + 1 == count ? filter.last_sets_[grade * width + w] : ~uint64_t{0}); left != 0; left &= left - 1) {
                auto p = static_cast<uint32_t>(w * 64 + static_cast<size_t>(std::countr_zero(left)));
                if (p < begin || p >= end || (i + 1 != count && !filter.may_follow(p, alive_.data()))) continue;
                set_bit(scratch_.data(), p);
                ((filter.mention_set_[w] & (left & -left)) != 0 ? inside : outside) = true;
            }
        if (inside == outside) return std::nullopt;
        if (inside) {
            mention.begin = static_cast<uint32_t>(i);
            mention.end = std::max(mention.end, static_cast<uint32_t>(i + 1));
        }
        alive_.swap(scratch_);
    }
    if (mention.begin >= mention.end) return std::nullopt;
    return mention;
}

uint32_t Automaton::state_behind(size_t taken_begin, size_t taken_end) {
    constexpr uint64_t kNone = 1;
    uint64_t key = kNone;
    for (size_t w = taken_begin; w < taken_end; ++w)
        if (taken_[w] != 0) key = mix(key + w, taken_[w]);
    if (key == kNone) return kDead;
    if (const uint64_t* known = behind_.find(key)) return static_cast<uint32_t>(*known);
    uint32_t state = make_state_behind(taken_begin, taken_end);
    behind_.add(key, state);
    return state;
}

uint32_t Automaton::make_state_behind(size_t taken_begin, size_t taken_end) {
    const Filter& filter = *filter_;
    uint32_t ends = 0;
    Sorts next_sorts;
    Filter::Range words = filter.no_words();
    scratch_.assign(filter.width_, 0);
    for (size_t w = taken_begin; w < taken_end; ++w)
        for (uint64_t left = taken_[w]; left != 0; left &= left - 1) {
            auto p = static_cast<uint32_t>(w * 64) + static_cast<uint32_t>(std::countr_zero(left));
            ends |= filter.last_of_[p];
            next_sorts.add(filter.follow_sorts_[p]);
            filter.add_follow_set(p, scratch_.data(), words);
        }
    if (words.begin >= words.end) {
        if (ends == 0) return kDead;
        words = {0, 0};
    }
    uint32_t count = words.end - words.begin;
    uint64_t key = hash_of(std::span(scratch_).subspan(words.begin, count), mix(ends, words.begin));
    if (const uint64_t* known = state_ids_.find(key)) return static_cast<uint32_t>(*known);
    uint32_t state = add_state({next_sorts, kNoRow, static_cast<uint16_t>(words.begin), static_cast<uint16_t>(count << kGrades | ends)});
    sets_.insert(sets_.end(), scratch_.begin(), scratch_.end());
    state_ids_.add(key, state);
    return state;
}

void Automaton::arrange(const std::vector<Neighbours>& neighbours, BeginningBits& bits, Kept& kept) const {
    const Filter& filter = *filter_;
    size_t width = filter.width_;
    std::vector<std::vector<uint64_t>> tests(classes_.size());
    for (uint32_t number = 0; number < tests.size(); ++number) {
        tests[number].resize(filter.test_width_);
        for (size_t test = 0; test < filter.test_sets_.size() / width; ++test)
            if (have_common(filter.test_sets_.subspan(test * width, width), {passed(number), width})) set_bit(tests[number].data(), test);
    }
    Beginnings beginnings(filter);
    std::vector<Beginnings::Sides> sides;
    for (const auto& its : tests) sides.push_back(beginnings.sides(its));
    for (const Neighbours& two : neighbours) beginnings.count(sides[two.before], sides[two.behind], two.times);
    bits = beginnings.bits();
    for (uint32_t number = 0; number < tests.size(); ++number) {
        Members& its = kept.members[number];
        its.opens &= kAlone, its.follows &= kAlone;
        for_each_bit(tests[number], [&](size_t test) { its.opens |= bits.first[test], its.follows |= bits.behind[test]; });
    }
}

void Automaton::keep(Kept& kept) {
    for (uint32_t number = 0; number < classes_.size(); ++number)
        if (classes_[number].starts != 0) start(number);
    auto join = [](auto& all, const auto& warm, const auto& own) {
        all.assign(warm.begin(), warm.end());
        all.insert(all.end(), own.begin(), own.end());
    };
    kept.codes = numbers_.slots();
    kept.tests_of = by_tests_.slots();
    kept.sets_of = state_ids_.slots();
    kept.behind = behind_.slots();
    kept.classes = classes_;
    kept.states = states_;
    join(kept.members, warm_.members, members_);
    join(kept.passed, warm_.passed, passed_);
    join(kept.sets, warm_.sets, sets_);
    join(kept.code_bytes, warm_.code_bytes, codes_);

    find_sorts(kept);
    arrange_steps(kept);
}

/// The classes that most steps asked for become sorts.
void Automaton::find_sorts(Kept& kept) const {
    std::vector<uint64_t> times_of(classes_.size());
    for (const auto& [step, times] : counts_) times_of[step.second] += times;
    std::vector<uint32_t> frequent(classes_.size());
    std::iota(frequent.begin(), frequent.end(), 0);
    std::stable_sort(frequent.begin(), frequent.end(), [&](uint32_t a, uint32_t b) { return times_of[a] > times_of[b]; });
    frequent.resize(std::min(frequent.size(), Sorts::kMost - kShapeCount));
    kept.sorts = sorts_;
    kept.follow_sorts.assign(filter_->follow_sorts_.begin(), filter_->follow_sorts_.end());
    for (size_t f = 0; f < frequent.size(); ++f) {
        size_t sort = kShapeCount + f;
        kept.sorts[frequent[f]] = static_cast<uint8_t>(sort);
        const uint64_t* taking = passed(frequent[f]);
        for (uint32_t p = 0; p < kept.follow_sorts.size(); ++p)
            if (filter_->may_follow(p, taking)) kept.follow_sorts[p].add(sort);
        for (uint32_t state = 0; state < kept.states.size(); ++state)
            if (have_common({positions(state), filter_->width_}, {taking, filter_->width_})) kept.states[state].next_sorts.add(sort);
    }
}

void Automaton::arrange_steps(Kept& kept) {
    // The rows of the states that are asked most come first, each as far in front as all its steps find free cells: so what is
    // asked most lies together.
    struct Row {
        uint32_t state;
        uint64_t times = 0;
        std::vector<uint32_t> numbers;  // ascending
    };
    std::vector<Row> rows;
    for (const auto& [step, times] : counts_) {
        if (!kept.states[step.first].next_sorts.contains(kept.sorts[step.second])) continue;
        if (rows.empty() || rows.back().state != step.first) rows.push_back({step.first, 0, {}});
        rows.back().times += times;
        rows.back().numbers.push_back(step.second);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.times > b.times; });
    size_t first_free = 0;
    auto is_free = [&](size_t at) { return at >= kept.cells.size() || kept.cells[at].state == 0; };
    for (const Row& row : rows) {
        while (!is_free(first_free)) ++first_free;
        size_t first = row.numbers.front(), place = first_free;  // of the first of its steps
        while (!std::all_of(row.numbers.begin(), row.numbers.end(), [&](uint32_t number) { return is_free(place + number - first); })) ++place;
        kept.cells.resize(std::max(kept.cells.size(), place + row.numbers.back() - first + 1), Cell{0, 0});
        for (uint32_t number : row.numbers) kept.cells[place + number - first] = {static_cast<uint16_t>(row.state), static_cast<uint16_t>(step(row.state, number))};
        kept.states[row.state].row = static_cast<uint32_t>(place - first);
    }
}

}  // namespace nutgraf
