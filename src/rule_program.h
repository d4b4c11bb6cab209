// Compiled rules: what an image of them holds. Private to rules.cc and rule_compiler.cc.
#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "arrays.h"
#include "key_table.h"
#include "rule_codes.h"
#include "rule_filter.h"
#include "rule_parser.h"
#include "rules.h"

namespace nutgraf {

inline constexpr size_t kFlagCount = 5;
struct Flag {
    Test::Type type;
    unsigned bit;
};
inline constexpr std::array<Flag, kFlagCount> kFlags = {  // in the order of their ids
    {{Test::Type::Start, 1}, {Test::Type::Dotted, 8}, {Test::Type::Glued, 4}, {Test::Type::AllCaps, 16}, {Test::Type::TitleCase, 32}}};
inline constexpr unsigned kFlagValues = 64, kFlagMask = 1 | 4 | 8 | 16 | 32;

/// A token's flags as a number, the bits as in kFlags: the byte of TokenFlags, without starts_paragraph, which no rule asks.
inline unsigned flags_of(const Token& token) {
    static_assert(sizeof(TokenFlags) == 1 && std::endian::native == std::endian::little);
    unsigned char flags;
    std::memcpy(&flags, static_cast<const TokenFlags*>(&token), 1);
    return flags & kFlagMask;
}

/// The ids of flags that the rules of a kind ask for.
struct FlagIds {
    std::array<char, 7> bytes{};  // kFlagCount at most
    uint8_t count = 0;
};

/// The rules of one kind and sureness: an alternative for each match line.
struct GradeTexts {
    std::span<const RuleId> rules;
    Strings expressions;  // of RE2
    template <class Take>
    void for_each_array(Take&& take) {
        take(rules), expressions.for_each_array(take);
    }
};

struct KindProgram {
    Filter filter;
    std::array<GradeTexts, kGrades> grades;
    /// By image and label set, the ids of the set's labels that the rules ask for: set_ids[image] holds them all; those
    /// of set s stand from set_begin[image][2 * s], and those asked of tokens in lower case from the next on.
    std::array<std::span<const char>, 2> set_ids;
    std::array<std::span<const uint32_t>, 2> set_begin;
    std::span<const uint8_t> id_of;          // by label; 0: not asked for
    std::span<const uint8_t> asked_several;  // by label: with @@
    std::span<const FlagIds> flag_ids;       // by flags_of()
    Automaton::Warm warm;

    template <class Take>
    void for_each_array(Take&& take) {
        filter.for_each_array(take);
        for (auto& grade : grades) grade.for_each_array(take);
        for (auto& ids : set_ids) take(ids);
        for (auto& begin : set_begin) take(begin);
        take(id_of), take(asked_several), take(flag_ids);
        warm.for_each_array(take);
    }
};

/// A word that rules mention: for each kind the word's code, empty for none.
struct WordRow {
    WordId word = 0;  // 0: no row
    std::array<std::array<char, 2>, kKindCount> code{};
    std::array<uint8_t, kKindCount> size{};  // bytes of the code
    std::array<uint8_t, 6> unused{};
};

struct RuleRow {
    uint32_t line = 0;
    Kind kind{};
    Subkind subkind{};
    Sureness sure{};
    uint8_t unused = 0;
};

using Classes = std::array<uint32_t, kKindCount>;  // of a token, by kind
/// What the classes say of the tokens beside, see Automaton.
struct Beside {
    using Bits = std::array<uint32_t, kKindCount>;
    Bits opens{}, follows{};
};

/// What a rule said of classes of tokens.
struct Answer {
    RuleId rule = kNoRule;
    uint8_t begin = 0, end = 0;  // the mention, in tokens behind the first
    uint8_t context = 0;         // tokens matched
    std::array<uint8_t, 3> unused{};
};

/// What was learnt of the tokens of many articles, to be begun with.
struct WarmTokens {
    std::span<const KeyTable<uint64_t>::Slot> signatures, class_numbers;
    std::span<const Classes> classes;
    std::span<const Beside> beside;
    std::span<const KeyTable<Answer>::Slot> answers;
    template <class Take>
    void for_each_array(Take&& take) {
        take(signatures), take(class_numbers), take(classes), take(beside), take(answers);
    }
};

struct RuleProgram {
    size_t image_count = 0, label_count = 0, entry_count = 0;  // of the lexicon
    std::span<const RuleRow> rules;
    Strings rule_strings;  // of each its name, what it is about, and its file
    Strings texts;         // of each file its name and its text
    std::array<KindProgram, kKindCount> kinds;
    std::span<const WordRow> words;    // open-addressed
    std::span<const uint8_t> asking;   // by label: bit k, kind k asks for it
    WarmTokens warm;

    template <class Take>
    void for_each_array(Take&& take) {
        for (size_t* number : {&image_count, &label_count, &entry_count}) take(*number);
        take(rules), rule_strings.for_each_array(take), texts.for_each_array(take);
        for (auto& kind : kinds) kind.for_each_array(take);
        take(words), take(asking);
        warm.for_each_array(take);
    }
    /// Its arrays as an image.
    std::vector<uint64_t> image() const {
        RuleProgram views = *this;
        ArrayWriter writer;
        views.for_each_array([&](auto& array) { writer(array); });
        return writer.take();
    }

    /// The word's number among those that rules mention, which is less than 2^24; 0 for any other.
    uint32_t find(WordId word) const {
        size_t mask = words.size() - 1;
        for (size_t i = word & mask;; i = (i + 1) & mask) {
            if (words[i].word == word) return static_cast<uint32_t>(i + 1);
            if (words[i].word == 0) return 0;
        }
    }
    /// For a kind, the code of the word of a number; empty for none.
    std::string_view code(uint32_t number, size_t kind) const {
        if (number == 0) return {};
        const WordRow& row = words[number - 1];
        return {row.code[kind].data(), row.size[kind]};
    }
};

/// The image of the rules in these texts. Throws Error with every bad line.
std::vector<uint64_t> compile_rules(const Lexicon& lexicon, const std::vector<RuleText>& texts);

/// The rules of a text with their examples, and each one's match lines as alternatives of its own.
struct RuleAlone {
    Rule rule;
    std::vector<Example> yes, no;
    StringsBuilder expressions;
};
std::vector<RuleAlone> compile_alone(const Lexicon& lexicon, const std::vector<RuleText>& texts);

}  // namespace nutgraf
