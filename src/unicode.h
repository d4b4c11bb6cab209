// UTF-8 in and out, and the folded form by which words are compared. Leftmost of the pipeline: bytes only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace nutgraf {

/// A word's identity: the hash of its folded form. Equal words have equal ids; two different words share one with a
/// probability of 2^-64, and the lexicon compiler refuses a list in which that happens. 0 is no word.
using WordId = uint64_t;

/// A code point and the number of bytes it takes; `length` 1 and `valid` false for a byte that is not UTF-8.
struct CodePoint {
    char32_t value;
    uint32_t length;
    bool valid;
};

/// The code point at `at` (at < text.size()).
CodePoint decode(std::string_view text, size_t at);

/// Appends a code point (a Unicode scalar value) as UTF-8.
void encode(char32_t value, std::string& out);

/// The form by which words are compared: lower case, without diacritics, periods, soft hyphens and zero-width
/// characters, curly apostrophes straight, compatibility forms (ligatures, full width) decomposed.
/// "U.S." and "US" both fold to "us", "Müller" to "muller", "O’Brien" to "o'brien".
std::string fold(std::string_view word);

/// "NEW YORK" as "New York".
std::string title_case(std::string_view words);

namespace hashing {
inline constexpr uint64_t kSeed = 0x9e3779b97f4a7c15;
inline constexpr uint64_t kFactor = 0xd6e8feb86659fd93;
__extension__ using Wide = unsigned __int128;
/// The two halves of a product, folded into one.
constexpr uint64_t multiply_fold(uint64_t a, uint64_t b) {
    Wide product = static_cast<Wide>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}
}  // namespace hashing

/// The id of a word: the hash of fold(word), without building the string for ASCII. "&" has the id of "and".
WordId word_id(std::string_view word);

/// The id of a form that is folded already. Of a constant the compiler knows it.
constexpr WordId hash_folded(std::string_view folded) {
    using namespace hashing;
    auto chunk_of = [](const char* at, size_t bytes) {
        uint64_t chunk = 0;
        if (std::is_constant_evaluated()) {
            for (size_t i = 0; i < bytes; ++i) chunk |= static_cast<uint64_t>(static_cast<unsigned char>(at[i])) << 8 * i;
        } else if (bytes > 0) {  // an empty view may point nowhere
            std::memcpy(&chunk, at, bytes);
        }
        return chunk;
    };
    uint64_t hash = kSeed ^ folded.size();
    const char* at = folded.data();
    size_t left = folded.size();
    for (; left > 8; at += 8, left -= 8) hash = multiply_fold(hash ^ chunk_of(at, 8), kFactor);
    hash = multiply_fold(hash ^ chunk_of(at, left), kFactor);
    hash = multiply_fold(hash, kSeed);
    return hash == 0 ? 1 : hash;
}

/// The id of a word of ASCII letters, of at most 16 bytes; up to 16 bytes from `word` on must be readable.
inline WordId letters_id(const char* word, size_t size) {
    using namespace hashing;
    constexpr uint64_t kLowerCase = 0x2020202020202020;
    auto chunk_of = [](const char* at, size_t bytes) {
        uint64_t chunk;
        std::memcpy(&chunk, at, 8);
        return (chunk | kLowerCase) & (~uint64_t{0} >> (64 - 8 * bytes));
    };
    uint64_t hash = kSeed ^ size;
    if (size > 8) {
        hash = multiply_fold(hash ^ chunk_of(word, 8), kFactor);
        word += 8;
        size -= 8;
    }
    hash = multiply_fold(hash ^ chunk_of(word, size), kFactor);
    hash = multiply_fold(hash, kSeed);
    return hash == 0 ? 1 : hash;
}

/// Mixes a second number into an id: keys of tables over (parent, word).
inline uint64_t mix(uint64_t a, uint64_t b) { return hashing::multiply_fold(a ^ hashing::kSeed, b ^ hashing::kFactor); }

/// A set of words, by their ids.
class WordSet {
public:
    WordSet(std::initializer_list<std::string_view> words) {
        for (std::string_view word : words) ids_.push_back(word_id(word));
        std::sort(ids_.begin(), ids_.end());
        for (WordId id : ids_) {
            low_bits_ |= uint64_t{1} << (id & 63);
            next_bits_ |= uint64_t{1} << (id >> 6 & 63);
        }
    }
    /// Most words are told from those of the set by their lowest bits.
    bool contains(WordId word) const { return (low_bits_ >> (word & 63) & next_bits_ >> (word >> 6 & 63) & 1) != 0 && std::binary_search(ids_.begin(), ids_.end(), word); }

private:
    std::vector<WordId> ids_;
    uint64_t low_bits_ = 0, next_bits_ = 0;
};

bool is_letter(char32_t c);
bool is_upper(char32_t c);
bool is_digit(char32_t c);
/// White space, including no-break and zero-width spaces and the byte order mark.
bool is_space(char32_t c);

}  // namespace nutgraf
