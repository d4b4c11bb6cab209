// The lexicon's compiled form: one block of bytes that is used where it lies. Private to lexicon.cc and its compiler.
//
// Layout, all numbers little-endian, every section on 8 bytes:
//   ImageHeader | word slots | child slots | nodes | payloads | entries | set offsets | set labels | set bits | labels | text
// A word's slot is at word & (slots - 1) and on; a child's at mix(word, parent) & (slots - 1) and on. A word's slot holds
// all that most tokens need, so that a look-up costs one line of cache.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lexicon.h"

namespace nutgraf {

struct ImageHeader {
    char magic[8];  // "nutgraf6"
    uint32_t word_slots, child_slots;
    uint32_t node_count;
    uint32_t payload_count, entry_count;
    uint32_t set_count, set_label_count;
    uint32_t label_count;
    uint32_t labels_size, text_size;  // bytes
};
constexpr char kImageMagic[8] = {'n', 'u', 't', 'g', 'r', 'a', 'f', '6'};
constexpr uint32_t kNoNode = 0xFFFFFFFF;

struct ChildSlot {
    uint32_t check;  // upper half of the key's hash
    uint32_t node;   // kNoNode: empty
};
struct WordSlot {
    uint32_t check;
    uint32_t node;
    uint64_t next_words[2];  // see goes_on; of the names that may begin in lower case, and of all
    uint16_t set[3];         // label sets as a word of its own, by Casing
    uint16_t reserved;
};
/// A filter of words that follow a word in names: one bit for each, whichever way it is spelt (see lexicon_word).
inline uint64_t next_word_bit(WordId word) { return uint64_t{1} << (word >> 40 & 63); }
inline bool goes_on(uint64_t next_words, WordId word) { return (next_words & next_word_bit(word)) != 0; }
struct Node {
    uint32_t payload_begin;
    uint16_t payload_count;
    uint16_t has_children;
};
/// A form: which row it is of, and which of its tokens must be written with a capital or all in capitals (bit i: token i).
struct Payload {
    EntryId entry;
    LabelId label;
    uint16_t capital;
    uint16_t upper;
    uint16_t reserved;
};
struct EntryRow {
    uint32_t text;  // offset of the row's columns without aliases, tab-separated, ended by a line feed
    LabelId label;
    uint16_t country;  // see Lexicon::country
};
/// A view of an image's sections; may own the bytes.
class LexiconImage {
public:
    /// `bytes` must outlive the image, be aligned to 8 and be an image (else Error).
    explicit LexiconImage(std::string_view bytes);
    explicit LexiconImage(std::string owned);
    LexiconImage(const LexiconImage&) = delete;
    LexiconImage& operator=(const LexiconImage&) = delete;

    /// The slot of a word, or an empty one.
    const WordSlot& find_word(WordId word) const { return find(words, word); }
    uint32_t find_child(uint32_t node, WordId word) const { return find(children, mix(word, node)).node; }
    /// Sends for what find_child will ask.
    void prefetch_child(uint32_t node, WordId word) const { __builtin_prefetch(&children[static_cast<uint32_t>(mix(word, node)) & (children.size() - 1)]); }
    std::string_view row(EntryId entry) const;

    struct LabelRow {
        std::string name;
        bool single_words;
        std::vector<std::string> columns;
    };

    std::span<const WordSlot> words;
    std::span<const ChildSlot> children;
    std::span<const Node> nodes;
    std::span<const Payload> payloads;
    std::span<const EntryRow> entries;
    std::span<const uint32_t> set_offsets;  // set_count + 1
    std::span<const LabelId> set_labels;
    std::span<const uint64_t> set_bits;  // the labels of each set again, `set_width` words of 64 a set
    size_t set_width = 0;
    std::vector<LabelRow> labels;
    std::string_view text;

private:
    template <class Slot>
    static const Slot& find(std::span<const Slot> slots, uint64_t key) {
        auto mask = static_cast<uint32_t>(slots.size() - 1);
        auto check = static_cast<uint32_t>(key >> 32);
        for (auto i = static_cast<uint32_t>(key) & mask;; i = (i + 1) & mask) {
            if (slots[i].node == kNoNode || slots[i].check == check) return slots[i];
        }
    }
    void open(std::string_view bytes);
    std::vector<uint64_t> storage_;
};

/// Compiles lists into an image's bytes; `known_labels` keep their places as the first label ids. Throws Error with
/// every bad line.
std::string compile_lists(const std::vector<Lexicon::ListText>& lists, const std::vector<std::string>& known_labels = {});

/// The lists below a folder, in the order of their paths. Throws Error.
std::vector<Lexicon::ListText> read_lists(const std::string& folder);

/// "St." and "Saint" are one word to the lexicon, so are "Mt." and "Mount", "Ft." and "Fort".
WordId lexicon_word(WordId word);
/// All the words that are one to the lexicon, given that one.
std::vector<WordId> spellings(WordId lexicon_word);

}  // namespace nutgraf
