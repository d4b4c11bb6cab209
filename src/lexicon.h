// The third stage: what word lists say of the tokens.
//
// A list is a file lexicons/<folder>/<label>.tsv (format: lexicons/README.md). All lists but the gazetteer's are
// compiled into one image: a hash table from words to nodes, one from (node, word) to nodes for names of several words, and the
// rows' text. The built-in image is made at build time, linked into the program and used in place: start-up parses
// nothing. A user's lists are compiled when the program starts into a second image beside it. The lists of
// lexicons/gazetteer are an image of their own that is asked of single names alone (find_in_gazetteer): they give no hits,
// so that their size costs nothing.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tokens.h"

namespace nutgraf {

using LabelId = uint16_t;  // a list: @given-name
using EntryId = uint32_t;  // a row of a list
constexpr LabelId kNoLabel = 0xFFFF;
constexpr EntryId kNoEntry = 0xFFFFFFFF;

/// "These tokens are a city: row 5." Of two hits of one label on overlapping tokens the earlier, then the longer counts.
struct LexiconHit {
    TokenSpan tokens;
    LabelId label;
    EntryId entry;
};

/// How a token is written, for lists whose forms ask for capitals.
enum class Casing : uint8_t { Lower, Capital, Upper };
inline Casing casing(const Token& token) {
    if (token.shape == Shape::Upper || token.shape == Shape::Initial) return Casing::Upper;
    return token.shape == Shape::Capital ? Casing::Capital : Casing::Lower;
}

/// The words that a thread has met, each in its shape, with what the lists say of them: news repeats its words, so that
/// few need the lexicon itself.
class Vocabulary {
public:
    struct Word {
        std::array<uint64_t, 2> next_words{};  // by image: a filter of the words with which a name goes on, see goes_on
        std::array<uint32_t, 2> nodes{};       // by image: where names that begin with it stand
        std::array<uint16_t, 2> sets{};        // by image: as Hits::sets
    };
    static constexpr size_t kMost = 0xFFFF;
    /// Stands for every word beyond them.
    static constexpr uint32_t kUnnumbered = 0xFFFFFFFF;

    /// What later stages remember of a word, beside what the lists say, so that all that most tokens need lies together.
    enum class Note : uint8_t { Rules, Evidence };
    static constexpr size_t kNotes = 2;

    /// What most tokens need of their word. Frequent words are met early, so that theirs lie together.
    struct Known {
        uint64_t key;  // of word and shape
        std::array<uint16_t, 2> sets;
        bool begins_names;  // of several words
        std::array<uint64_t, kNotes> notes;  // 0: none
    };
    /// The number of a token's word in its shape; kUnnumbered when it is not known.
    uint32_t find(const Token& token) const {
        uint64_t key = key_of(token);
        for (size_t at = place_of(key);; at = (at + 1) & (slots_.size() - 1)) {
            uint32_t slot = slots_[at];
            if (slot == 0) return kUnnumbered;
            uint32_t number = (slot & kNumber) - 1;
            if ((slot ^ check_of(key)) <= kNumber && known_[number].key == key) return number;
        }
    }
    /// Sends for what find will look at, and, once that has come, for what it compares it with: the words of news do not
    /// fit into a core's nearest memory.
    void prefetch_slot(const Token& token) const { __builtin_prefetch(&slots_[place_of(key_of(token))]); }
    void prefetch_word(const Token& token) const {
        if (uint32_t number = slots_[place_of(key_of(token))] & kNumber; number != 0) __builtin_prefetch(&known_[number - 1]);
    }
    /// Its number, kUnnumbered when there are too many.
    uint32_t add(const Token& token, const Word& word);
    const Known& operator[](uint32_t number) const { return known_[number]; }
    const Word& word(uint32_t number) const { return words_[number]; }
    /// A stage's notes, by number. `owner` says what they hold good for; those of another are forgotten. Good until a word is added.
    class Notes {
    public:
        uint64_t& operator[](uint32_t number) const { return known_[number].notes[note_]; }

    private:
        friend Vocabulary;
        Notes(Known* known, Note note) : known_(known), note_(static_cast<size_t>(note)) {}
        Known* known_;
        size_t note_;
    };
    Notes notes(Note note, uint64_t owner) const;
    size_t size() const { return words_.size(); }
    /// Changes whenever numbers lose their meaning; no two vocabularies have the same.
    uint64_t epoch() const { return epoch_; }
    /// Forgets all when there are too many words, or when they were another lexicon's; true if it did.
    bool prepare(uint64_t lexicon);

private:
    static uint64_t key_of(const Token& token) { return token.word + static_cast<uint64_t>(token.shape) * 0x9e3779b97f4a7c15; }
    size_t place_of(uint64_t key) const { return key & (slots_.size() - 1); }
    static uint32_t check_of(uint64_t key) { return static_cast<uint32_t>(key >> 32) & ~kNumber; }
    static constexpr uint32_t kNumber = kMost;
    /// Open-addressed: in the upper half a part of the key, in the lower the word's number and 1; 0: empty.
    std::vector<uint32_t> slots_ = std::vector<uint32_t>(1024);
    mutable std::vector<Known> known_;  // of which notes() hands out the notes
    std::vector<Word> words_;
    mutable std::array<uint64_t, kNotes> owners_{};
    uint64_t lexicon_ = 0;
    uint64_t epoch_ = 0;
};

/// What the lists say of one article.
struct Hits {
    /// For each token, by image: which labels it carries as a word of its own, as an index of label_set(). 0: none.
    std::vector<std::array<uint16_t, 2>> sets;
    /// Hits of two tokens and more, by first token.
    std::vector<LexiconHit> names;
    /// For each token, its number in the vocabulary.
    std::vector<uint32_t> words;
    Vocabulary vocabulary;
    /// Scratch of find_names: what followed a word's node before. Direct-mapped.
    struct Step {
        uint32_t check = 0;
        uint32_t node = 0;
    };
    std::vector<Step> steps = std::vector<Step>(1 << 15);
    /// Scratch of find_hits: the tokens whose words begin names of several words.
    std::vector<uint32_t> starts;
    /// Where one may begin, by image.
    struct Begin {
        uint32_t token, next;  // its first two words
        uint32_t node;         // of the first
    };
    std::array<std::vector<Begin>, 2> begins;
    /// By label, the end of its last name.
    std::vector<uint32_t> covered;
};

/// A country's ISO 3166 code of two letters as a number; 0 for what is none.
constexpr uint16_t country_code(std::string_view code) { return code.size() == 2 ? static_cast<uint16_t>(code[0] << 8 | code[1]) : uint16_t{0}; }

class LexiconImage;

class Lexicon {
public:
    /// The lists linked into the program.
    static Lexicon built_in();
    /// The built-in lists and those of a folder (every *.tsv below it). A list off.tsv with the columns `name` and
    /// `label` switches rows of the built-in lists off: that form no longer has that label. Throws Error with every bad
    /// line.
    static Lexicon with_folder(const std::string& folder);
    /// The lists of a folder alone.
    static Lexicon from_folder(const std::string& folder);
    /// Only the given lists: for tests. `text` is a TSV file's content.
    struct ListText {
        std::string label;
        std::string file;  // for errors
        std::string text;
    };
    static Lexicon from_lists(const std::vector<ListText>& lists);

    Lexicon(Lexicon&&) noexcept;
    Lexicon& operator=(Lexicon&&) noexcept;
    ~Lexicon();

    /// No two lexicons have the same: for memories of what a row says.
    uint64_t serial() const { return serial_; }
    size_t label_count() const { return labels_.size(); }
    size_t entry_count() const;
    /// kNoLabel when no list has that name.
    LabelId find_label(std::string_view name) const { return find_label(hash_folded(name)); }
    std::string_view label_name(LabelId label) const { return labels_[label].name; }
    /// True when no form of the list has more than one word.
    bool single_words(LabelId label) const { return labels_[label].single_words; }

    /// The row's first column, and any other by its column's name; empty when the list has no such column.
    std::string_view name(EntryId entry) const;
    std::string_view field(EntryId entry, std::string_view column) const { return field(entry, column, hash_folded(column)); }
    /// All fields of a row in one go: take(column, field), but for the aliases.
    template <class Take>
    void for_each_field(EntryId entry, Take take) const {
        std::string_view rest = row(entry);
        for (const std::string& column : columns(entry)) {
            size_t end = std::min(rest.find('\t'), rest.size());
            take(std::string_view(column), rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    /// A field as a number; 0 when empty.
    double number(EntryId entry, std::string_view column) const;
    LabelId label(EntryId entry) const;
    /// The code of the country that a row is of (column iso2) or lies in (column country), 0 when its list does not say.
    uint16_t country(EntryId entry) const;
    /// The rows of a list, in its order.
    std::vector<EntryId> rows_of(LabelId label) const;
    /// The columns of the row's list but for the aliases.
    std::span<const std::string> columns(EntryId entry) const;

    /// Replaces `hits`. Allocates only to grow its vectors.
    void find_hits(const std::vector<Token>& tokens, Hits& hits) const;

    /// The labels of a set of Hits::sets, ascending.
    size_t set_count(size_t image) const;
    std::span<const LabelId> label_set(size_t image, uint16_t set) const;
    size_t image_count() const { return images_.size(); }

    /// A hash of what the next two look at, how the tokens are written, and of the lexicon: for memories of what they found.
    uint64_t written_key(const std::vector<Token>& tokens, TokenSpan span) const;
    /// The rows that have exactly these tokens as a form, with the label (kNoLabel: any), best first as the list
    /// compiler put them (by weight or population, then by order).
    void find_entries(const std::vector<Token>& tokens, TokenSpan span, LabelId label, std::vector<EntryId>& entries) const;
    /// Appends the rows of the gazetteer that have exactly these tokens as a form.
    void find_in_gazetteer(const std::vector<Token>& tokens, TokenSpan span, std::vector<EntryId>& entries) const;
    /// False when find_entries, with any label, finds nothing: known from the hits, without asking the lists, of nearly all
    /// spans of which it is so.
    bool may_have_entries(const std::vector<Token>& tokens, const Hits& hits, TokenSpan span) const;
    /// The first of find_entries, or kNoEntry.
    EntryId find_entry(const std::vector<Token>& tokens, TokenSpan span, LabelId label) const;
    /// Does the token, as a word of its own, carry the label?
    bool carries(const Hits& hits, uint32_t token, LabelId label) const {
        for (size_t number = 0; number < images_.size(); ++number) {
            const SetBits& bits = set_bits_[number];
            uint16_t set = hits.sets[token][number];
            if (set >= bits.count) {
                if (is_left(set, label)) return true;
            } else if (label < bits.labels && (bits.words[set * bits.width + label / 64] >> label % 64 & 1) != 0) {
                return true;
            }
        }
        return false;
    }

private:
    struct Label {
        std::string name;
        bool single_words = true;
    };
    Lexicon();
    // By the name's hash, so that the compiler makes it where the name is a constant.
    LabelId find_label(uint64_t hash) const;
    std::string_view field(EntryId entry, std::string_view column, uint64_t hash) const;
    std::string_view row(EntryId entry) const;  // its fields, tab-separated
    void add_labels(const LexiconImage& image);
    void add_image(std::unique_ptr<LexiconImage> image);
    /// The image that holds an entry, and the entry's number in it.
    std::pair<const LexiconImage*, EntryId> locate(EntryId entry) const;
    /// Reads the list @off of the last image.
    void switch_off();
    bool is_off(const std::vector<Token>& tokens, TokenSpan span, LabelId label) const;
    /// Is the label in one of more_sets_, numbered as in Hits::sets?
    bool is_left(uint16_t set, LabelId label) const;
    /// What the lists say of a token's word.
    Vocabulary::Word look_up(const Token& token) const;
    /// Adds one image's names of several words, given where they may begin.
    void find_names(size_t number, const std::vector<Token>& tokens, Hits& hits) const;
    void add_begins(const std::vector<Token>& tokens, uint32_t token, const Vocabulary::Word& word, Hits& hits) const;
    uint64_t serial_;  // no two lexicons have the same
    std::vector<Label> labels_;
    struct LabelSlot {
        uint64_t hash = 0;  // of the name; 0: empty
        LabelId label = kNoLabel;
    };
    std::vector<LabelSlot> label_slots_;  // open-addressed
    std::vector<std::unique_ptr<LexiconImage>> images_;
    std::unique_ptr<LexiconImage> gazetteer_;  // none of lists given; its rows are numbered behind those of the images
    /// By image, the labels of its sets as bits: `width` words of 64 a set, `count` sets.
    struct SetBits {
        const uint64_t* words = nullptr;
        size_t width = 0, count = 0, labels = 0;
    };
    std::array<SetBits, 2> set_bits_;

    /// What a user has switched off in the first image: forms with their labels by a hash of both, and for words what
    /// is left of their label sets, numbered behind the image's own.
    std::unordered_set<uint64_t> off_;
    std::unordered_map<WordId, std::array<uint16_t, 3>> sets_left_;
    std::vector<std::vector<LabelId>> more_sets_;
};

/// The bytes of the images of a folder: of every *.tsv below it, and of those in its folder gazetteer; files in the order of
/// their paths. Throws Error.
struct CompiledLexicon {
    std::string lists, gazetteer;
};
CompiledLexicon compile_lexicon_folder(const std::string& folder);

}  // namespace nutgraf
