#include "unicode.h"

#include <array>
#include <cstring>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace nutgraf {
using namespace hashing;
namespace {

/// What an ASCII byte folds to; 0: dropped.
constexpr std::array<char, 128> make_ascii_fold() {
    std::array<char, 128> table{};
    for (int c = 0; c < 128; ++c) {
        char folded = static_cast<char>(c);
        if (c >= 'A' && c <= 'Z') folded = static_cast<char>(c + 32);
        if (c == '.') folded = 0;
        table[static_cast<size_t>(c)] = folded;
    }
    return table;
}
constexpr std::array<char, 128> kAsciiFold = make_ascii_fold();

/// Letters that have no decomposition but a customary plain spelling.
const char* plain_spelling(char32_t c) {
    switch (c) {
        case U'ø': case U'Ø': return "o";
        case U'ł': case U'Ł': return "l";
        case U'đ': case U'Đ': case U'ð': case U'Ð': return "d";
        case U'ħ': case U'Ħ': return "h";
        case U'ı': return "i";
        case U'æ': case U'Æ': return "ae";
        case U'œ': case U'Œ': return "oe";
        case U'þ': case U'Þ': return "th";
        case U'’': case U'‘': case U'ʼ': case U'ʻ': case U'`': return "'";
        case 0xAD: case 0x200B: case 0x200C: case 0x200D: case 0x2060: case 0xFEFF: return "";
        default: return nullptr;
    }
}

}  // namespace

CodePoint decode(std::string_view text, size_t at) {
    auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char first = byte(at);
    if (first < 0x80) return {first, 1, true};
    uint32_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return {0xFFFD, 1, false};
    char32_t value = first & (0xFF >> (length + 1));
    for (uint32_t i = 1; i < length; ++i) {
        unsigned char next = byte(at + i);
        if ((next & 0xC0) != 0x80) return {0xFFFD, 1, false};
        value = (value << 6) | (next & 0x3F);
    }
    constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
    if (value < kSmallest[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {0xFFFD, 1, false};
    return {value, length, true};
}

void encode(char32_t value, std::string& out) {
    auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0 | (value >> 6));
        put(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        put(0xE0 | (value >> 12));
        put(0x80 | ((value >> 6) & 0x3F));
        put(0x80 | (value & 0x3F));
    } else {
        put(0xF0 | (value >> 18));
        put(0x80 | ((value >> 12) & 0x3F));
        put(0x80 | ((value >> 6) & 0x3F));
        put(0x80 | (value & 0x3F));
    }
}

std::string title_case(std::string_view words) {
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(icu::StringPiece(words.data(), static_cast<int32_t>(words.size())));
    std::string out;
    text.toTitle(nullptr, icu::Locale::getRoot()).toUTF8String(out);
    return out;
}

std::string fold(std::string_view word) {
    std::string out;
    bool ascii = true;
    for (char c : word) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            ascii = false;
            break;
        }
        if (char folded = kAsciiFold[static_cast<size_t>(c)]; folded != 0) out.push_back(folded);
    }
    if (ascii) return out == "&" ? "and" : out;
    out.clear();
    // Mapped before and after decomposing: "Ǿ" decomposes to "Ø" and a mark.
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* decomposer = icu::Normalizer2::getNFKDInstance(status);
    icu::UnicodeString source = icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
    icu::UnicodeString decomposed = decomposer ? decomposer->normalize(source, status) : source;
    decomposed.foldCase();
    for (int32_t i = 0; i < decomposed.length();) {
        UChar32 c = decomposed.char32At(i);
        i += U16_LENGTH(c);
        if (u_charType(c) == U_NON_SPACING_MARK || c == '.') continue;
        if (const char* plain = plain_spelling(static_cast<char32_t>(c))) out += plain;
        else encode(static_cast<char32_t>(c), out);
    }
    return out;
}

WordId word_id(std::string_view word) {
    std::array<char, 64> folded;
    size_t size = 0;
    if (word.size() <= folded.size()) {
        for (char c : word) {
            if (static_cast<unsigned char>(c) >= 0x80) return hash_folded(fold(word));
            char lower = kAsciiFold[static_cast<size_t>(c)];
            folded[size] = lower;
            size += lower != 0;
        }
        if (size == 1 && folded[0] == '&') return hash_folded("and");
        return hash_folded({folded.data(), size});
    }
    return hash_folded(fold(word));
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return u_isalpha(static_cast<UChar32>(c)) || u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}
bool is_upper(char32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c)); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_space(char32_t c) {
    if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13) || c < 32 || c == 127;
    return u_isUWhiteSpace(static_cast<UChar32>(c)) || c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x85;
}

}  // namespace nutgraf
