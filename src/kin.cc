#include "kin.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>
#include <vector>

#include "arrays.h"
#include "error.h"
#include "spelling.h"

// Linked in by the source that compile_lexicons.cc writes.
extern "C" const uint64_t nutgraf_kin[];

namespace nutgraf {
namespace {

constexpr size_t kExamples = 3;

bool is_number(std::string_view text, uint16_t limit, uint16_t& number) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number < limit;
}

}  // namespace

Kin Kin::built_in() { return of_image(nutgraf_kin); }

Kin Kin::of_image(const uint64_t* image) {
    Kin kin;
    ArrayReader read(image);
    kin.for_each_array(read);
    return kin;
}

std::vector<uint64_t> Kin::compile(const std::string& file, std::string_view text) {
    struct Row {
        WordId word;
        KinOf kin;
    };
    std::vector<Row> rows;
    std::vector<Group> groups(kGroups, Group{});
    std::vector<std::vector<std::string_view>> examples(kGroups);
    std::string errors;
    size_t number = 0;
    bool header = false;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        auto fail = [&](const std::string& what) { errors += file + ':' + std::to_string(number) + ": " + what + '\n'; };
        auto fields = split(line, '\t');
        if (!std::exchange(header, true)) {
            if (line != "group\twider\twidest\tlike\tsureness\twords") fail("expected the columns group, wider, widest, like, sureness and words");
            continue;
        }
        if (fields.size() != 6) {
            fail("expected 6 columns, found " + std::to_string(fields.size()) + "; separate them by tabs");
            continue;
        }
        uint16_t group = 0, wider = 0, widest = 0, grade = 0;
        auto kind = std::find(kKinds.begin(), kKinds.end(), fields[3]);
        if (!is_number(fields[0], kGroups, group) || !is_number(fields[1], kGroups, wider) || !is_number(fields[2], kGroups, widest)) {
            fail("a group is a number from 0 to " + std::to_string(kGroups - 1));
            continue;
        }
        if (kind == kKinds.end() || !is_number(fields[4], kGrades, grade)) {
            fail("words are used like a group, an organization, a person or a place, with a sureness from 0 to 4");
            continue;
        }
        Group& known = groups[group];
        if (!examples[group].empty() && (known.wider != wider || known.widest != widest)) fail("group " + std::to_string(group) + " has another wider or widest group above");
        known.wider = wider;
        known.widest = widest;
        KinOf kin{group, like(static_cast<size_t>(kind - kKinds.begin()), grade)};
        auto words = split(fields[5], ' ');
        if (std::find(words.begin(), words.end(), "") != words.end()) fail("words stand with one space between");
        for (std::string_view word : words) rows.push_back({word_id(word), kin});
        if (words.size() > examples[group].size()) examples[group] = std::move(words);
    }
    if (!header) errors += file + ": no header line\n";
    if (!errors.empty()) {
        errors.pop_back();
        throw Error(errors);
    }
    std::vector<Slot> slots(std::bit_ceil(std::max<size_t>(16, rows.size() + rows.size() / 2)), Slot{});
    for (const Row& row : rows) {
        size_t at = row.word & (slots.size() - 1);
        auto check = static_cast<uint32_t>(row.word >> 32);
        while (slots[at].like != 0 && slots[at].check != check) at = (at + 1) & (slots.size() - 1);
        if (slots[at].like == 0) slots[at] = {check, row.kin.group, row.kin.like, 0};  // of two spellings the first counts
    }
    std::string words;
    for (size_t group = 0; group < kGroups; ++group) {
        groups[group].text = static_cast<uint32_t>(words.size());
        for (size_t i = 0; i < std::min(kExamples, examples[group].size()); ++i) words += (i == 0 ? "" : ", ") + std::string(examples[group][i]);
        groups[group].size = static_cast<uint32_t>(words.size()) - groups[group].text;
        groups[group].words = static_cast<uint32_t>(examples[group].size());
    }
    Kin made;
    made.slots_ = slots;
    made.groups_ = groups;
    made.text_ = words;
    ArrayWriter write;
    made.for_each_array(write);
    return write.take();
}

std::string Kin::describe_like(uint8_t like) {
    constexpr std::array<std::string_view, kGrades> kSurely = {", perhaps", ", sometimes", ", often", ", mostly", ", nearly always"};
    return "names of " + std::string(kKinds[(like - 1U) / kGrades]) + "s" + std::string(kSurely[(like - 1U) % kGrades]);
}

KinOf Kin::find(WordId word) const {
    if (slots_.empty()) return {};
    auto check = static_cast<uint32_t>(word >> 32);
    for (size_t at = word & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
        const Slot& slot = slots_[at];
        if (slot.like == 0) return {};
        if (slot.check == check) return {slot.group, slot.like};
    }
}

std::string Kin::examples(unsigned level, uint16_t number) const {
    const Group* most = nullptr;
    for (const Group& group : groups_) {
        uint16_t of_group = level == 0 ? static_cast<uint16_t>(&group - groups_.data()) : level == 1 ? group.wider : group.widest;
        if (of_group == number && group.words != 0 && (most == nullptr || group.words > most->words)) most = &group;
    }
    return most == nullptr ? "" : std::string(text_.data() + most->text, most->size);
}

}  // namespace nutgraf
