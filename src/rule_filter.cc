#include "rule_filter.h"

#include <algorithm>
#include <bit>
#include <map>

#include "unicode.h"

namespace nutgraf {
namespace {

/// A word's code as a number.
uint16_t word_number(std::string_view code) {
    unsigned number = 0;
    for (char c : code) number = number << 8 | static_cast<unsigned char>(c);
    return static_cast<uint16_t>(number);
}

/// Repetitions up to so many times are written out.
constexpr int kMostCopies = 4;

void set_bit(uint64_t* set, size_t bit) { set[bit / 64] |= uint64_t{1} << (bit % 64); }

template <class Take>
void for_each_bit(const std::vector<uint64_t>& set, Take take) {
    for (size_t w = 0; w < set.size(); ++w)
        for (uint64_t left = set[w]; left != 0; left &= left - 1) take(w * 64 + static_cast<size_t>(std::countr_zero(left)));
}

/// Of a set of which few words are not 0.
uint64_t hash_of(const std::vector<uint64_t>& set, uint64_t seed) {
    uint64_t hash = seed;
    for (size_t w = 0; w < set.size(); ++w)
        if (set[w] != 0) hash = mix(hash + w, set[w]);
    return hash;
}

}  // namespace

void Filter::add(const Pattern& pattern, size_t grade, size_t alternative, Writer& writer) {
    exact_ = true;
    auto begin = static_cast<uint32_t>(test_of_.size());
    Part part = add(pattern, writer);
    positions_of_[grade].resize(alternative + 1);
    positions_of_[grade][alternative] = {begin, static_cast<uint32_t>(test_of_.size())};
    exact_of_.resize(test_of_.size(), exact_);
    alternative_of_.resize(test_of_.size(), static_cast<uint32_t>(alternative));
    first_[grade].insert(first_[grade].end(), part.first.begin(), part.first.end());
    last_[grade].insert(last_[grade].end(), part.last.begin(), part.last.end());
}

Filter::Part Filter::add(const Pattern& pattern, Writer& writer) {
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

uint32_t Filter::add_position(const std::vector<Cube>* cubes) {
    auto test = tests_.try_emplace(cubes, static_cast<uint32_t>(tests_.size())).first->second;
    test_of_.push_back(test);
    follow_.emplace_back();
    if (in_mention_) mention_.push_back(static_cast<uint32_t>(test_of_.size() - 1));
    return static_cast<uint32_t>(test_of_.size() - 1);
}

void Filter::link(const Positions& from, const Positions& to) {
    for (uint32_t position : from) follow_[position].insert(follow_[position].end(), to.begin(), to.end());
}

void Filter::finish(const Layout& layout) {
    width_ = 1 + test_of_.size() / 64;
    first_sets_.assign(kGrades * width_, 0);
    last_sets_.assign(kGrades * width_, 0);
    mention_set_.assign(width_, 0);
    for (uint32_t p : mention_) set_bit(mention_set_.data(), p);
    test_sets_.assign(tests_.size() * width_, 0);
    for (size_t p = 0; p < test_of_.size(); ++p) set_bit(&test_sets_[test_of_[p] * width_], p);
    for (const Positions& follow : follow_) {
        auto [least, most] = std::minmax_element(follow.begin(), follow.end());
        FollowSet set{static_cast<uint32_t>(follow_words_.size()), 0, 0};
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
    test_count_ = tests_.size();
    test_width_ = 1 + test_count_ / 64;
    std::vector<uint32_t> shapes_of(test_count_);  // by test
    size_t cube_count = 0;
    for (const auto& [cubes, test] : tests_) cube_count += cubes->size();
    cube_width_ = 1 + cube_count / 64;
    cubes_of_shape_.assign(kShapeCount * cube_width_, 0);
    cubes_of_any_word_.assign(cube_width_, 0);
    cubes_of_id_.assign((kLastId + 1) * cube_width_, 0);
    auto of_word = [&](WordId word) -> WordCubes& {
        auto& cubes = cubes_of_word_[word_number(layout.words.at(word))];
        cubes.asked.resize(cube_width_);
        cubes.denied.resize(cube_width_);
        return cubes;
    };
    for (const auto& [cubes, test] : tests_)
        for (const Cube& cube : *cubes) {
            size_t number = cubes_.size();
            cubes_.push_back({cube.with, cube.without, test});
            shapes_of[test] |= static_cast<uint32_t>(cube.shapes.to_ulong());
            for (size_t shape = 0; shape < kShapeCount; ++shape)
                if (cube.shapes[shape]) set_bit(&cubes_of_shape_[shape * cube_width_], number);
            set_bit(&cubes_of_id_[(cube.with.none() ? 0 : cube.with._Find_first()) * cube_width_], number);
            if (cube.words.empty()) set_bit(cubes_of_any_word_.data(), number);
            for (WordId word : cube.words) set_bit(of_word(word).asked.data(), number);
            for (WordId word : cube.other_than) set_bit(of_word(word).denied.data(), number);
        }
    tests_.clear();
    follow_shapes_.assign(follow_.size(), 0);
    for (size_t p = 0; p < follow_.size(); ++p)
        for (uint32_t next : follow_[p]) follow_shapes_[p] |= shapes_of[test_of_[next]];
    // First tests that the same tests may follow share a bit without harm; where there are more than 63 such groups, some
    // that share one may also take each other's followers.
    using Tests = std::vector<uint64_t>;
    std::map<uint32_t, Tests> behind;  // by first test: those that may follow
    for (const Positions& first : first_)
        for (uint32_t p : first) {
            Tests& tests = behind.try_emplace(test_of_[p], test_width_).first->second;
            for (uint32_t next : follow_[p]) set_bit(tests.data(), test_of_[next]);
        }
    std::map<Tests, uint64_t> bits;
    first_bit_.assign(test_count_, 0);
    behind_bits_.assign(test_count_, 0);
    for (const auto& [first, tests] : behind) {
        uint64_t bit = bits.try_emplace(tests, uint64_t{1} << (bits.size() % 63)).first->second;
        first_bit_[first] = bit;
        for_each_bit(tests, [&](size_t test) { behind_bits_[test] |= bit; });
    }
}

Automaton::Automaton() : class_keys_(1024, 0), class_numbers_(1024, 0), steps_(1024, kEmpty) { forget(); }

void Automaton::forget() {
    std::fill(steps_.begin(), steps_.end(), kEmpty);
    step_count_ = 0;
    states_.assign(1, {0, 0});  // kDead
    rows_.assign(kRow, 0);
    sets_.clear();
    state_ids_.clear();
    for (Class& one : classes_) one.start = kUnknown;
}

uint32_t Automaton::find_class(const Filter& filter, std::string_view code) {
    uint64_t key = hash_folded(code);
    if (class_keys_.size() < 2 * (code_count_ + 1)) {
        std::vector<uint64_t> old_keys(class_keys_.size() * 2, 0);
        std::vector<uint32_t> old_numbers(old_keys.size(), 0);
        old_keys.swap(class_keys_);
        old_numbers.swap(class_numbers_);
        for (size_t i = 0; i < old_keys.size(); ++i) {
            if (old_keys[i] == 0) continue;
            size_t at = old_keys[i] & (class_keys_.size() - 1);
            while (class_keys_[at] != 0) at = (at + 1) & (class_keys_.size() - 1);
            class_keys_[at] = old_keys[i];
            class_numbers_[at] = old_numbers[i];
        }
    }
    size_t at = key & (class_keys_.size() - 1);
    while (class_keys_[at] != 0 && class_keys_[at] != key) at = (at + 1) & (class_keys_.size() - 1);
    if (class_keys_[at] == 0) {
        class_keys_[at] = key;
        class_numbers_[at] = make_class(filter, code);
        ++code_count_;
    }
    return class_numbers_[at];
}

uint32_t Automaton::make_class(const Filter& filter, std::string_view code) {
    Ids ids;
    size_t shape = static_cast<unsigned char>(code.back()) - kFirstShape;
    size_t ids_end = 0;
    while (static_cast<unsigned char>(code[ids_end]) <= kLastId) ids.set(static_cast<unsigned char>(code[ids_end++]));
    uint16_t word = word_number(code.substr(ids_end, code.size() - 1 - ids_end));
    auto word_cubes = filter.cubes_of_word_.find(word);
    size_t test_width = filter.test_width_;
    taken_.assign(test_width, 0);
    for (size_t w = 0; w < filter.cube_width_; ++w) {
        uint64_t cubes = filter.cubes_of_any_word_[w];
        if (word_cubes != filter.cubes_of_word_.end()) cubes = (cubes | word_cubes->second.asked[w]) & ~word_cubes->second.denied[w];
        uint64_t of_ids = filter.cubes_of_id_[w];
        for (char id : code.substr(0, ids_end)) of_ids |= filter.cubes_of_id_[static_cast<unsigned char>(id) * filter.cube_width_ + w];
        cubes &= of_ids & filter.cubes_of_shape_[shape * filter.cube_width_ + w];
        for (; cubes != 0; cubes &= cubes - 1) {
            const auto& cube = filter.cubes_[w * 64 + static_cast<size_t>(std::countr_zero(cubes))];
            if ((cube.with & ~ids).none() && (cube.without & ids).none()) set_bit(taken_.data(), cube.test);
        }
    }
    // Codes that pass the same tests are one to the rules.
    uint64_t key = hash_of(taken_, 1);
    auto [same, last] = by_tests_.equal_range(key);
    for (; same != last; ++same)
        if (std::equal(taken_.begin(), taken_.end(), &tests_[same->second * test_width])) return same->second;
    auto number = static_cast<uint32_t>(classes_.size());
    by_tests_.emplace(key, number);
    tests_.insert(tests_.end(), taken_.begin(), taken_.end());

    size_t width = filter.width_;
    passed_.resize(passed_.size() + width, 0);
    uint64_t* passed = &passed_[number * width];
    uint64_t opens = 0, follows = kAlone;
    for_each_bit(taken_, [&](size_t test) {
        opens |= filter.first_bit_[test];
        follows |= filter.behind_bits_[test];
        for (size_t w = 0; w < width; ++w) passed[w] |= filter.test_sets_[test * width + w];
    });
    uint8_t starts = 0;
    for (size_t grade = 0; grade < kGrades; ++grade)
        for (size_t w = 0; w < width; ++w) {
            uint64_t begun = passed[w] & filter.first_sets_[grade * width + w];
            if (begun != 0) starts |= static_cast<uint8_t>(1U << grade);
            if ((begun & filter.last_sets_[grade * width + w]) != 0) opens |= kAlone;
        }
    classes_.push_back({kUnknown, starts});
    members_.push_back({opens, follows, static_cast<uint32_t>(codes_.size()), static_cast<uint16_t>(code.size())});
    codes_ += code;
    return number;
}

uint32_t Automaton::make_start(const Filter& filter, uint32_t number) {
    size_t width = filter.width_;
    if (states_.size() >= kMostStates) forget();
    taken_.assign(width, 0);
    for (size_t grade = 0; grade < kGrades; ++grade)
        for (size_t w = 0; w < width; ++w) taken_[w] |= filter.first_sets_[grade * width + w] & passed_[number * width + w];
    return classes_[number].start = state_behind(filter);
}

uint32_t Automaton::make_step(const Filter& filter, uint32_t state, uint32_t number) {
    size_t width = filter.width_;
    if (states_.size() >= kMostStates || step_count_ >= kMostSteps) {
        forget();
        return kForgotten;
    }
    taken_.resize(width);
    for (size_t w = 0; w < width; ++w) taken_[w] = sets_[(state - 1) * width + w] & passed_[number * width + w];
    uint32_t next = state_behind(filter);
    if (number < kRow) {
        rows_[state * kRow + number] = static_cast<uint16_t>(next + 1);
        return next;
    }
    if (steps_.size() < 2 * (step_count_ + 1)) {
        std::vector<uint64_t> old(steps_.size() * 2, kEmpty);
        old.swap(steps_);
        for (uint64_t step : old) {
            if (step == kEmpty) continue;
            size_t at = mix(step >> 20, 3) & (steps_.size() - 1);
            while (steps_[at] != kEmpty) at = (at + 1) & (steps_.size() - 1);
            steps_[at] = step;
        }
    }
    uint64_t key = uint64_t{state} << 24 | number;
    size_t at = mix(key, 3) & (steps_.size() - 1);
    while (steps_[at] != kEmpty) at = (at + 1) & (steps_.size() - 1);
    steps_[at] = key << 20 | next;
    ++step_count_;
    return next;
}

void Automaton::find_alternatives(const Filter& filter, const std::vector<uint32_t>& classes, size_t grade, std::vector<uint32_t>& alternatives) {
    size_t width = filter.width_;
    walked_.assign(classes.size() * width, 0);
    uint64_t* taken = walked_.data();
    std::copy_n(&filter.first_sets_[grade * width], width, taken);
    for (size_t i = 0;; ++i) {
        for (size_t w = 0; w < width; ++w) taken[w] &= passed_[classes[i] * width + w];
        if (i + 1 == classes.size()) break;
        uint64_t* next = taken + width;
        for (size_t w = 0; w < width; ++w)
            for (uint64_t left = taken[w]; left != 0; left &= left - 1) {
                filter.add_follow_set(static_cast<uint32_t>(w * 64) + static_cast<uint32_t>(std::countr_zero(left)), next);
            }
        taken = next;
    }
    alternatives.clear();
    for (size_t w = 0; w < width; ++w)
        for (uint64_t left = taken[w] & filter.last_sets_[grade * width + w]; left != 0; left &= left - 1)
            alternatives.push_back(filter.alternative_of_[w * 64 + static_cast<size_t>(std::countr_zero(left))]);
    std::sort(alternatives.begin(), alternatives.end());
    alternatives.erase(std::unique(alternatives.begin(), alternatives.end()), alternatives.end());
}

std::optional<TokenSpan> Automaton::find_mention(const Filter& filter, size_t grade, uint32_t alternative) {
    size_t width = filter.width_, count = walked_.size() / width;
    auto [begin, end] = filter.positions_of_[grade][alternative];
    if (!filter.exact_of_[begin]) return std::nullopt;
    // Back from where the alternative ends: of the positions that may have taken a token, those from which it gets there.
    alive_.assign(width, 0);
    TokenSpan mention{static_cast<uint32_t>(count), 0};
    for (size_t i = count; i-- > 0;) {
        scratch_.assign(width, 0);
        bool inside = false, outside = false;
        for (size_t w = begin / 64; w * 64 < end; ++w)
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

uint32_t Automaton::state_behind(const Filter& filter) {
    size_t width = filter.width_;
    uint8_t ends = 0;
    uint32_t next_shapes = 0;
    scratch_.assign(width, 0);
    for_each_bit(taken_, [&](size_t p) {
        ends |= filter.last_of_[p];
        next_shapes |= filter.follow_shapes_[p];
        filter.add_follow_set(static_cast<uint32_t>(p), scratch_.data());
    });
    if (ends == 0 && std::all_of(scratch_.begin(), scratch_.end(), [](uint64_t word) { return word == 0; })) return kDead;
    uint64_t key = hash_of(scratch_, ends);
    auto [known, last] = state_ids_.equal_range(key);
    for (; known != last; ++known)
        if (states_[known->second].ends == ends && std::equal(scratch_.begin(), scratch_.end(), &sets_[(known->second - 1) * width])) return known->second;
    auto state = static_cast<uint32_t>(states_.size());
    states_.push_back({next_shapes, ends});
    rows_.resize(states_.size() * kRow);
    sets_.insert(sets_.end(), scratch_.begin(), scratch_.end());
    state_ids_.emplace(key, state);
    return state;
}

}  // namespace nutgraf
