// Which words are used alike. lexicons/words.kin parts the words of news into groups by the company they keep ("microsoft ibm
// intel"), and says like names of which kind each is used, and how surely. It speaks of words that no list has: a "Glencore" is
// used as companies are.
//
// Like the lists it is compiled when the program is built, linked in and used in place.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "unicode.h"

namespace nutgraf {

/// Like what a word is used. Alike words share a group; groups that are near share a wider one, and these a widest one.
struct KinOf {
    static constexpr uint16_t kNoGroup = 1024;
    uint16_t group = kNoGroup;
    uint8_t like = 0;  // kind of name and sureness: see Kin::like
    bool operator==(const KinOf&) const = default;
};

class Kin {
public:
    static constexpr size_t kGroups = KinOf::kNoGroup;
    /// The kinds that words are used like, and how surely each, from 0 to 4.
    static constexpr std::array<std::string_view, 4> kKinds = {"group", "organization", "person", "place"};
    static constexpr uint8_t kGrades = 5;
    static constexpr uint8_t kLikes = kKinds.size() * kGrades + 1;  // 0: none
    static uint8_t like(size_t kind, unsigned grade) { return static_cast<uint8_t>(kind * kGrades + grade + 1); }

    /// Knows no word.
    Kin() = default;
    /// The groups linked into the program.
    static Kin built_in();
    /// A view of what compile() made, which must outlive it.
    static Kin of_image(const uint64_t* image);
    /// Compiles a file of groups (lexicons/README.md says its form). Throws Error with every bad line.
    static std::vector<uint64_t> compile(const std::string& file, std::string_view text);

    KinOf find(WordId word) const;
    uint16_t wider(uint16_t group) const { return groups_[group].wider; }
    uint16_t widest(uint16_t group) const { return groups_[group].widest; }
    /// Words of a group, wider or widest group (level 0, 1, 2), with ", " between; empty for what is none.
    std::string examples(unsigned level, uint16_t number) const;
    /// What `like` says, for readers: "names of organizations, nearly always".
    static std::string describe_like(uint8_t like);

private:
    struct Slot {
        uint32_t check;  // upper half of the word's id
        uint16_t group;
        uint8_t like;  // 0: empty
        uint8_t reserved;
    };
    struct Group {
        uint16_t wider, widest;
        uint32_t text, size;  // its examples
        uint32_t words;       // in the row that they are of, its longest
    };
    /// The arrays of the image, in its order.
    template <class Take>
    void for_each_array(Take& take) {
        take(slots_);
        take(groups_);
        take(text_);
    }
    std::span<const Slot> slots_;  // a word's is at its id & (slots - 1) and on
    std::span<const Group> groups_;
    std::span<const char> text_;
};

}  // namespace nutgraf
