// The lexicon's compiled form: one block of bytes that is used where it lies. Private to lexicon.cc and its compiler.
//
// Layout, all numbers little-endian, every section on 8 bytes:
//   ImageHeader | word slots | child slots | nodes | root sets | payloads | entries | set offsets | set labels | labels | text
// A word's slot is at word & (slots - 1) and on; a child's at mix(word, parent) & (slots - 1) and on. Nodes below
// root_count are single words and have three label sets, one for each way of writing (see Casing).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lexicon.h"

namespace nutgraf {

struct ImageHeader {
    char magic[8];  // "nutgraf1"
    uint32_t word_slots, child_slots;
    uint32_t node_count, root_count;
    uint32_t payload_count, entry_count;
    uint32_t set_count, set_label_count;
    uint32_t labels_size, text_size;  // bytes
};
constexpr char kImageMagic[8] = {'n', 'u', 't', 'g', 'r', 'a', 'f', '1'};
constexpr uint32_t kNoNode = 0xFFFFFFFF;

struct Slot {
    uint32_t check;  // upper half of the key's hash
    uint32_t node;   // kNoNode: empty
};
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
    uint16_t reserved;
};
struct RootSets {
    uint16_t set[3];  // by Casing
    uint16_t reserved;
};

/// A view of an image's sections; may own the bytes.
class LexiconImage {
public:
    /// `bytes` must outlive the image, be aligned to 8 and be an image (else Error).
    explicit LexiconImage(std::string_view bytes);
    explicit LexiconImage(std::string owned);
    LexiconImage(const LexiconImage&) = delete;
    LexiconImage& operator=(const LexiconImage&) = delete;

    uint32_t find_word(WordId word) const { return find(words, word); }
    uint32_t find_child(uint32_t node, WordId word) const { return find(children, mix(word, node)); }
    std::string_view row(EntryId entry) const;

    struct LabelRow {
        std::string name;
        bool single_words;
        std::vector<std::string> columns;
    };

    std::span<const Slot> words, children;
    std::span<const Node> nodes;
    std::span<const RootSets> root_sets;
    std::span<const Payload> payloads;
    std::span<const EntryRow> entries;
    std::span<const uint32_t> set_offsets;  // set_count + 1
    std::span<const LabelId> set_labels;
    std::vector<LabelRow> labels;
    std::string_view text;

private:
    static uint32_t find(std::span<const Slot> slots, uint64_t key) {
        auto mask = static_cast<uint32_t>(slots.size() - 1);
        auto check = static_cast<uint32_t>(key >> 32);
        for (auto i = static_cast<uint32_t>(key) & mask;; i = (i + 1) & mask) {
            if (slots[i].node == kNoNode || slots[i].check == check) return slots[i].node;
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

}  // namespace nutgraf
