#include "rule_filter.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "unicode.h"

namespace nutgraf {
namespace {

constexpr size_t kLookAhead = 4;  // tokens that may_match looks at

void set_bit(uint64_t* set, size_t bit) { set[bit / 64] |= uint64_t{1} << (bit % 64); }

}  // namespace

void Filter::add(const Pattern& pattern, size_t grade, Writer& writer) {
    Part part = add(pattern, writer);
    first_[grade].insert(first_[grade].end(), part.first.begin(), part.first.end());
    last_.insert(last_.end(), part.last.begin(), part.last.end());
}

Filter::Part Filter::add(const Pattern& pattern, Writer& writer) {
    Part whole;
    switch (pattern.type) {
        case Pattern::Type::Test: {
            const Writer::Written& test = writer.written(pattern.test);
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
        case Pattern::Type::Repeat:
            // A bounded repetition is taken as any: the filter may say yes too often, never no.
            whole = add(pattern.parts[0], writer);
            if (pattern.most != 1) link(whole.last, whole.first);
            whole.empty |= pattern.least == 0;
            return whole;
        case Pattern::Type::Mention: return add(pattern.parts[0], writer);
    }
    return whole;
}

uint32_t Filter::add_position(const std::vector<Cube>* cubes) {
    auto test = tests_.try_emplace(cubes, static_cast<uint32_t>(tests_.size())).first->second;
    test_of_.push_back(test);
    follow_.emplace_back();
    return static_cast<uint32_t>(test_of_.size() - 1);
}

void Filter::link(const Positions& from, const Positions& to) {
    for (uint32_t position : from) follow_[position].insert(follow_[position].end(), to.begin(), to.end());
}

void Filter::finish(const Layout& layout) {
    width_ = 1 + test_of_.size() / 64;
    follow_sets_.assign(test_of_.size() * width_, 0);
    last_set_.assign(width_, 0);
    first_sets_.assign(kGrades * width_, 0);
    for (size_t p = 0; p < follow_.size(); ++p)
        for (uint32_t next : follow_[p]) set_bit(&follow_sets_[p * width_], next);
    for (uint32_t p : last_) set_bit(last_set_.data(), p);
    for (size_t grade = 0; grade < kGrades; ++grade)
        for (uint32_t p : first_[grade]) set_bit(&first_sets_[grade * width_], p);
    conditions_.resize(tests_.size());
    for (const auto& [cubes, test] : tests_) {
        auto& conditions = conditions_[test];
        for (const Cube& cube : *cubes) {
            Condition condition{cube.shapes, cube.with, cube.without, {}, {}};
            for (WordId word : cube.words) condition.words.push_back(layout.words.at(word));
            for (WordId word : cube.other_than) condition.other_than.push_back(layout.words.at(word));
            std::sort(condition.words.begin(), condition.words.end());
            std::sort(condition.other_than.begin(), condition.other_than.end());
            conditions.push_back(std::move(condition));
        }
    }
    tests_.clear();
}

uint32_t Filter::Answers::find(const Filter& filter, std::string_view code) {
    if (code.size() == 1) {
        uint32_t& number = single_[static_cast<unsigned char>(code[0]) - kFirstShape];
        if (number == 0) number = compute(filter, code) + 1;
        return number - 1;
    }
    uint64_t key = 0;
    if (code.size() <= 8) std::memcpy(&key, code.data(), code.size());
    else key = hash_folded(code);
    if (keys_.size() < 2 * (starts_.size() + 1)) {
        // Grow: place the known ones anew.
        std::vector<uint64_t> old_keys(std::max<size_t>(1024, keys_.size() * 2), 0);
        std::vector<uint32_t> old_numbers(old_keys.size(), 0);
        old_keys.swap(keys_);
        old_numbers.swap(numbers_);
        for (size_t i = 0; i < old_keys.size(); ++i) {
            if (old_keys[i] == 0) continue;
            size_t at = mix(old_keys[i], 1) & (keys_.size() - 1);
            while (keys_[at] != 0) at = (at + 1) & (keys_.size() - 1);
            keys_[at] = old_keys[i];
            numbers_[at] = old_numbers[i];
        }
    }
    size_t at = mix(key, 1) & (keys_.size() - 1);
    while (keys_[at] != 0 && keys_[at] != key) at = (at + 1) & (keys_.size() - 1);
    if (keys_[at] == 0) {
        keys_[at] = key;
        numbers_[at] = compute(filter, code);
    }
    return numbers_[at];
}

uint32_t Filter::Answers::compute(const Filter& filter, std::string_view code) {
    Ids ids;
    std::string word;
    size_t shape = static_cast<unsigned char>(code.back()) - kFirstShape;
    for (char c : code.substr(0, code.size() - 1)) {
        auto byte = static_cast<unsigned char>(c);
        if (byte <= kLastId) ids.set(byte);
        else word += c;
    }
    size_t width = filter.width_;
    stride_ = (1 + kGrades) * width;
    auto answer = static_cast<uint32_t>(starts_.size());
    sets_.resize(sets_.size() + stride_, 0);
    uint64_t* passed = &sets_[answer * stride_];
    std::vector<bool> passes(filter.conditions_.size());
    for (size_t test = 0; test < passes.size(); ++test)
        passes[test] = std::any_of(filter.conditions_[test].begin(), filter.conditions_[test].end(), [&](const Condition& condition) {
            return condition.shapes[shape] && (condition.with & ~ids).none() && (condition.without & ids).none() &&
                   (condition.words.empty() || std::binary_search(condition.words.begin(), condition.words.end(), word)) &&
                   !std::binary_search(condition.other_than.begin(), condition.other_than.end(), word);
        });
    for (size_t p = 0; p < filter.test_of_.size(); ++p)
        if (passes[filter.test_of_[p]]) set_bit(passed, p);
    uint8_t starts = 0, alone = 0;
    for (size_t grade = 0; grade < kGrades; ++grade) {
        uint64_t* follow = passed + (1 + grade) * width;
        for (size_t w = 0; w < width; ++w) {
            uint64_t begun = passed[w] & filter.first_sets_[grade * width + w];
            if (begun != 0) starts |= static_cast<uint8_t>(1U << grade);
            if ((begun & filter.last_set_[w]) != 0) alone |= static_cast<uint8_t>(1U << grade);
            for (; begun != 0; begun &= begun - 1) {
                size_t p = w * 64 + static_cast<size_t>(std::countr_zero(begun));
                for (size_t i = 0; i < width; ++i) follow[i] |= filter.follow_sets_[p * width + i];
            }
        }
    }
    starts_.push_back(starts);
    alone_.push_back(alone);
    return answer;
}

bool Filter::may_match(const Answers& answers, const uint32_t* tokens, size_t count, size_t grade) const {
    if ((answers.alone(tokens[0]) >> grade & 1) != 0) return true;
    constexpr size_t kMostWidth = 32;
    if (width_ > kMostWidth) return true;
    std::array<uint64_t, kMostWidth> now, next;
    std::memcpy(now.data(), answers.follow(tokens[0], grade), width_ * sizeof(uint64_t));
    for (size_t i = 1; i < count; ++i) {
        const uint64_t* passed = answers.passed(tokens[i]);
        uint64_t any = 0, ended = 0;
        for (size_t w = 0; w < width_; ++w) {
            now[w] &= passed[w];
            any |= now[w];
            ended |= now[w] & last_set_[w];
        }
        if (any == 0) return false;
        if (ended != 0 || i + 1 == kLookAhead) return true;
        std::fill_n(next.begin(), width_, 0);
        for (size_t w = 0; w < width_; ++w)
            for (uint64_t left = now[w]; left != 0; left &= left - 1) {
                size_t p = w * 64 + static_cast<size_t>(std::countr_zero(left));
                for (size_t j = 0; j < width_; ++j) next[j] |= follow_sets_[p * width_ + j];
            }
        now = next;
    }
    return false;
}

}  // namespace nutgraf
