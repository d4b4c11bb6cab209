// What the finders of the six kinds share: what they see of an article, and how they hand over what they find.
//
// Each kind has three functions, listed in analyzer.cc's table. find_* is the first look: rules over the tokens.
// find_*_again is the second: with the article's own names known, the short forms and repetitions. value_* fills in
// the values of the mentions that choose() kept, in the order of the text. A kind leaves out what it does not need.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "lexicon.h"
#include "mentions.h"
#include "rules.h"
#include "text.h"
#include "tokens.h"

namespace nutgraf {

struct OtherNames;
class NumberReadings;

/// One article up to the stage of rules. References live as long as the analysis of the article.
struct Article {
    const Document& document;
    const Lexicon& lexicon;
    const Rules& rules;
    const std::vector<Token>& tokens;
    const Hits& hits;
    /// The tokens that are written as a name may be, ascending: see find_capitals.
    const std::vector<uint32_t>& capitals;
    Rules::Workspace& workspace;
    /// Day-first reading of "10/01/2022" (see --date-order); unset: by the article's own evidence.
    std::optional<bool> day_first;
    /// What is no name of a person, place or organization, once it was looked for: see other_names.h.
    const OtherNames* other_names = nullptr;
    /// What find_numbers has read, for value_numbers: emptied by the former. Without it each reads for itself.
    NumberReadings* number_readings = nullptr;

    std::string_view text(TokenSpan span) const { return document.text(bytes_of(tokens, span)); }
    std::string_view text(uint32_t token) const { return document.text(tokens[token].bytes); }
};

/// The rules that are code and not patterns: those of the second look. Their ids follow kFirstOwnRule.
struct OwnRule {
    std::string_view name;
    std::string_view about;  // for --explain
};
enum class Own : RuleId { SameName, Surname, ShortName, Acronym, AcronymDefinition, Team, Heading, Speaker, LineUp, Namesake, Evidence, kCount };
constexpr RuleId own_rule(Own rule) { return static_cast<RuleId>(kFirstOwnRule + static_cast<RuleId>(rule)); }
const OwnRule& own_rule(RuleId id);

/// The name of any rule of a mention: a rule of a file, or one of the finders' own.
std::string_view rule_name(const Rules& rules, RuleId id);
std::string_view rule_about(const Rules& rules, RuleId id);

/// Appends a mention for every match of the kind's rules.
void find_by_rules(const Article& article, Kind kind, std::vector<Candidate>& found);

/// Appends a mention of its kind wherever the words of a known mention stand with capitals, also at its own place: what the
/// article has named once it names again. Guesses (Sureness::Possible) are not taken up.
void find_same_names(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found);

/// Do the words around a token tell of a match? There "the third quarter" and "the second half" are played, not booked.
bool tells_of_match(const Article& article, uint32_t at);

/// Are four digits the level of an index? "Below the 1100 mark", "closed below 1900 on Friday"; not "40 percent below 1990", "above
/// 2019 levels".
bool is_index_level(const Article& article, uint32_t at);

/// Is the token written as a name may be: with a capital?
inline bool is_capitalised(const Token& token) { return token.shape == Shape::Capital || token.shape == Shape::Upper || token.shape == Shape::Initial; }

/// Replaces `capitals` by the positions of the tokens that are capitalised.
void find_capitals(const std::vector<Token>& tokens, std::vector<uint32_t>& capitals);

/// The token of a person's name by which later sentences call them: the last, before "Jr." or "III".
uint32_t surname_of(const Article& article, TokenSpan name);

/// Calls add(word id) for the acronyms that a name of several words may have: its initials without and with those of its
/// small words ("nsc" of "National Security Council"), and what stands in brackets behind it.
void for_each_acronym(const Article& article, TokenSpan name, const std::function<void(WordId)>& add);

/// The token in brackets right behind a name ("... Europe (OSCE)"), or the name's end when there is none.
uint32_t defined_acronym(const Article& article, TokenSpan name);

/// What lists say of single words, remembered by the words' numbers in the vocabulary: news repeats its words, and a list is
/// asked once for each. For one question; a thread's own.
template <class Answer>
class WordMemory {
public:
    /// What ask() says of a token, or has said of its word in this shape.
    template <class Ask>
    Answer of(const Hits& hits, uint32_t token, const Ask& ask) {
        uint32_t number = hits.words[token];
        if (number == Vocabulary::kUnnumbered) return ask();
        if (epoch_ != hits.vocabulary.epoch()) known_.clear();
        epoch_ = hits.vocabulary.epoch();
        if (number >= known_.size()) known_.resize(hits.vocabulary.size());
        if (!known_[number]) known_[number] = ask();
        return *known_[number];
    }

private:
    std::vector<std::optional<Answer>> known_;
    uint64_t epoch_ = 0;  // of the vocabulary
};

/// Which of some lists a word is on, as bits in the order of the lists: worked out for each set of labels, once for each lexicon.
/// A thread's own.
template <size_t kCount>
class ListBits {
    static_assert(kCount <= 32);

public:
    using Bits = std::conditional_t<kCount <= 16, uint16_t, uint32_t>;
    explicit ListBits(const std::array<std::string_view, kCount>& names) : names_(names) {}
    void prepare(const Lexicon& lexicon) {
        if (lexicon_ == lexicon.serial()) return;
        lexicon_ = lexicon.serial();
        std::vector<Bits> of_label(lexicon.label_count());
        for (size_t list = 0; list < kCount; ++list) {
            labels_[list] = lexicon.find_label(names_[list]);
            if (labels_[list] != kNoLabel) of_label[labels_[list]] |= static_cast<Bits>(1U << list);
        }
        for (size_t image = 0; image < bits_.size(); ++image) {
            // A lexicon without a second image has one set of that, the empty one.
            bits_[image].assign(image < lexicon.image_count() ? lexicon.set_count(image) : 1, 0);
            for (size_t set = 0; set < bits_[image].size() && image < lexicon.image_count(); ++set)
                for (LabelId label : lexicon.label_set(image, static_cast<uint16_t>(set))) bits_[image][set] |= of_label[label];
        }
    }
    unsigned of(const std::array<uint16_t, 2>& sets) const { return bits_[0][sets[0]] | bits_[1][sets[1]]; }
    unsigned of(const Hits& hits, uint32_t token) const { return of(hits.sets[token]); }
    /// Is it on one of them?
    template <class... Lists>
    bool has(const Hits& hits, uint32_t token, Lists... lists) const {
        return (of(hits, token) & ((1U << lists) | ...)) != 0;
    }
    /// kNoLabel when there is no such list.
    LabelId label(size_t list) const { return labels_[list]; }
    /// The first list with the label; kCount when there is none.
    size_t find(LabelId label) const { return static_cast<size_t>(std::find(labels_.begin(), labels_.end(), label) - labels_.begin()); }

private:
    std::array<std::string_view, kCount> names_;
    std::array<LabelId, kCount> labels_{};
    std::array<std::vector<Bits>, 2> bits_;  // by image and set
    uint64_t lexicon_ = 0;                   // that they are about
};

/// The row of groups/nationality for a name, or kNoEntry.
EntryId find_nationality(const Article& article, TokenSpan name);

/// A set of words that is asked for every token of an article: a filter in front of a sorted table of words and what
/// they stand for. Filled, then sealed, then asked; keeps its memory.
class WordTable {
public:
    void clear();
    void add(WordId word, uint32_t meaning);
    void seal();
    struct Row {
        WordId word;
        uint32_t meaning;
        auto operator<=>(const Row&) const = default;
    };
    bool empty() const { return rows_.empty(); }
    /// The rows of a word, in order of their meanings.
    std::span<const Row> find(WordId word) const {
        if ((filter_[word / 64 % filter_.size()] >> (word % 64) & 1) == 0) return {};
        return find_rows(word);
    }

private:
    std::span<const Row> find_rows(WordId word) const;
    std::vector<Row> rows_;
    std::array<uint64_t, 16> filter_{};
};

/// A table from keys, which are hashes, to numbers. Keeps its memory. What it holds stands close together, and keys that it does
/// not hold are mostly told by its slots alone: little memory is touched.
class NumberTable {
public:
    /// Empties it and makes room for as many keys; with more it grows.
    void clear(size_t expected);
    size_t size() const { return rows_.size(); }
    /// The number of the key: the given one when the key is new. Good until the next is added.
    uint32_t& emplace(uint64_t key, uint32_t number) {
        size_t slot = find_slot(key);
        if (slots_[slot] != 0) return rows_[slots_[slot] - 1].number;
        if (2 * (rows_.size() + 1) > mask_ + 1) {
            grow();
            slot = find_slot(key);
        }
        rows_.push_back({static_cast<uint32_t>(key), static_cast<uint32_t>(key >> 32), number});
        slots_[slot] = static_cast<uint32_t>(rows_.size());
        return rows_.back().number;
    }
    /// The number of the key, `otherwise` when it is not known.
    uint32_t find(uint64_t key, uint32_t otherwise) const {
        uint32_t row = slots_[find_slot(key)];
        return row == 0 ? otherwise : rows_[row - 1].number;
    }

private:
    struct Row {
        uint32_t key_low, key_high;
        uint32_t number;
        uint64_t key() const { return key_low | uint64_t{key_high} << 32; }
    };
    size_t find_slot(uint64_t key) const {
        for (size_t at = key & mask_;; at = (at + 1) & mask_)
            if (slots_[at] == 0 || rows_[slots_[at] - 1].key() == key) return at;
    }
    void make_slots(size_t keys);
    void grow();
    std::vector<uint32_t> slots_ = std::vector<uint32_t>(1);  // by key, up to `mask_`: a position in the rows, and 1; 0 when there is none
    std::vector<Row> rows_;
    size_t mask_ = 0;
};

}  // namespace nutgraf
