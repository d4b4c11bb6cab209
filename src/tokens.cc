#include "tokens.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include <unicode/ucurr.h>
#include <unicode/ustring.h>

namespace nutgraf {
namespace {

// ---------------------------------------------------------------- characters

enum class Class : uint8_t { Space, Lower, Upper, Digit, Punctuation, Wide };

constexpr std::array<Class, 256> make_classes() {
    std::array<Class, 256> table{};
    for (size_t c = 0; c < 256; ++c) {
        if (c >= 0x80) table[c] = Class::Wide;
        else if (c <= 32 || c == 127) table[c] = Class::Space;
        else if (c >= 'a' && c <= 'z') table[c] = Class::Lower;
        else if (c >= 'A' && c <= 'Z') table[c] = Class::Upper;
        else if (c >= '0' && c <= '9') table[c] = Class::Digit;
        else table[c] = Class::Punctuation;
    }
    return table;
}
constexpr std::array<Class, 256> kClass = make_classes();

/// The ids of words of one ASCII character.
const std::array<WordId, 128>& ascii_ids() {
    static const auto table = [] {
        std::array<WordId, 128> ids;
        for (size_t c = 0; c < ids.size(); ++c) {
            char character = static_cast<char>(c);
            ids[c] = word_id({&character, 1});
        }
        return ids;
    }();
    return table;
}

/// Characters that join a word without being letters of it: soft hyphen, zero-width joiners.
bool is_joiner(char32_t c) { return c == 0xAD || c == 0x200C || c == 0x200D; }
bool is_apostrophe(char32_t c) { return c == '\'' || c == U'’' || c == U'ʼ'; }

// ---------------------------------------------------------------- abbreviations

/// When a word and a period behind it are one token; the words are in lexicons/words/abbreviation.tsv.
enum class Abbreviation : uint8_t {
    Title,         // "Gen.": a name follows, it never ends a sentence
    Always,        // "Corp.", "Jan."
    Capitalised,   // "Mass." but not "mass."
    BeforeNumber,  // "No. 10"
};

/// Open-addressed: it is asked of every word before a period.
class AbbreviationTable {
public:
    void add(WordId word, Abbreviation when) { slots_[place_of(word)] = {word, when}; }
    std::optional<Abbreviation> find(WordId word) const {
        const Slot& slot = slots_[place_of(word)];
        return slot.word == 0 ? std::nullopt : std::optional(slot.when);
    }

private:
    static constexpr size_t kSlots = 1024;  // several times as many as abbreviations
    struct Slot {
        WordId word = 0;  // 0: empty
        Abbreviation when{};
    };
    size_t place_of(WordId word) const {
        size_t at = word % kSlots;
        while (slots_[at].word != 0 && slots_[at].word != word) at = (at + 1) % kSlots;
        return at;
    }
    std::array<Slot, kSlots> slots_{};
};

constexpr std::pair<WordId, Abbreviation> kAbbreviations[] = {
#include "abbreviations.inc"
};

const AbbreviationTable& abbreviations() {
    static const auto table = [] {
        AbbreviationTable words;
        for (auto [word, when] : kAbbreviations) words.add(word, when);
        return words;
    }();
    return table;
}

/// Capitalised words that plainly begin a sentence, so that an abbreviation before them ended one: "in the U.S. The ...".
bool opens_sentence(WordId word) {
    static const WordSet table = {"the", "a",    "an",   "he",    "she",     "it",       "they",     "we",     "i",    "you",  "his",
        "her", "its",  "their", "this", "that",    "these",    "those",    "in",     "on",   "at",   "but",
        "and", "if",   "when", "while", "after",   "before",   "according", "as",    "for",  "with", "there",
        "what", "who", "why",  "how",   "however", "meanwhile", "some",    "many",   "most", "both", "since",
        "our", "my",   "no",   "not",   "by",      "from",     "under",    "although", "though", "yet", "so"};
    return table.contains(word);
}

bool is_host_ending(std::string_view text) {
    for (std::string_view ending : {"com", "org", "net", "gov", "edu", "info", "co.uk", "io", "tv"})
        if (text.starts_with(ending) && (text.size() == ending.size() || kClass[static_cast<unsigned char>(text[ending.size()])] == Class::Space ||
                                         kClass[static_cast<unsigned char>(text[ending.size()])] >= Class::Punctuation))
            return true;
    return false;
}

// ---------------------------------------------------------------- line wraps

/// Tells which single line ends are wraps inside a paragraph. A text is taken as wrapped when its longest line fits a
/// column (kWidest bytes); then a line end is a wrap unless the next line's first word would still have fitted.
class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {
        size_t begin = 0, count = 0;
        while (begin < text.size()) {
            const void* found = std::memchr(text.data() + begin, '\n', text.size() - begin);
            size_t end = found ? static_cast<size_t>(static_cast<const char*>(found) - text.data()) : text.size();
            widest_ = std::max(widest_, end - begin);
            if (widest_ > kWidest) break;
            ++count;
            begin = end + 1;
        }
        wrapped_ = widest_ <= kWidest && widest_ >= kNarrowest && count >= 3;
    }
    /// Does a paragraph begin after the white space [from, to) that holds line ends?
    bool breaks(size_t from, size_t to) const {
        size_t newlines = 0;
        for (size_t i = from; i < to; ++i) newlines += text_[i] == '\n' || (text_[i] == '\r' && (i + 1 >= text_.size() || text_[i + 1] != '\n'));
        if (newlines == 0) return false;
        if (newlines > 1 || !wrapped_) return true;
        size_t line_begin = text_.rfind('\n', from == 0 ? 0 : from - 1);
        line_begin = line_begin == std::string_view::npos || from == 0 ? 0 : line_begin + 1;
        size_t next_word_end = text_.find_first_of(" \t\r\n", to);
        if (next_word_end == std::string_view::npos) next_word_end = text_.size();
        return (from - line_begin) + 1 + (next_word_end - to) <= widest_ - kRagged;
    }

private:
    static constexpr size_t kWidest = 100;
    static constexpr size_t kNarrowest = 40;
    static constexpr size_t kRagged = 4;  // columns by which a wrapped line may fall short
    std::string_view text_;
    size_t widest_ = 0;
    bool wrapped_ = false;
};

// ---------------------------------------------------------------- the tokenizer

class Tokenizer {
public:
    Tokenizer(std::string_view text, std::vector<Token>& tokens) : text_(text), tokens_(tokens), lines_(text) {}

    void run() {
        tokens_.clear();
        while (at_ < text_.size()) {
            switch (kClass[byte(at_)]) {
                case Class::Space: skip_space(); break;
                case Class::Lower:
                case Class::Upper: word(); break;
                case Class::Digit: number(); break;
                case Class::Punctuation: punctuation(); break;
                case Class::Wide: wide(); break;
            }
        }
        end_sentence();
    }

private:
    unsigned char byte(size_t i) const { return static_cast<unsigned char>(text_[i]); }
    char ascii(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
    bool digit_at(size_t i) const { return i < text_.size() && kClass[byte(i)] == Class::Digit; }
    CodePoint point(size_t i) const { return i < text_.size() ? decode(text_, i) : CodePoint{0, 1, true}; }
    bool letter_at(size_t i) const { return i < text_.size() && (byte(i) < 0x80 ? kClass[byte(i)] == Class::Lower || kClass[byte(i)] == Class::Upper : is_letter(point(i).value)); }
    bool space_at(size_t i) const { return i >= text_.size() || is_space(point(i).value); }

    void skip_space() {
        size_t from = at_;
        bool newline = false;
        while (at_ < text_.size()) {
            unsigned char c = byte(at_);
            if (kClass[c] == Class::Space) {
                newline |= c == '\n' || c == '\r';
                ++at_;
            } else if (c >= 0x80) {
                CodePoint wide = point(at_);
                if (!is_space(wide.value)) break;
                newline |= wide.value == 0x2028 || wide.value == 0x2029;
                at_ += wide.length;
            } else {
                break;
            }
        }
        space_before_ = true;
        if (newline && lines_.breaks(from, at_)) paragraph_ = true;
    }

    void emit(size_t end, Shape shape, bool dotted = false) {
        bool single = end == at_ + 1 && byte(at_) < 0x80;
        emit(end, shape, dotted, single ? ascii_ids_[byte(at_)] : word_id(text_.substr(at_, end - at_)));
    }

    void emit(size_t end, Shape shape, bool dotted, WordId word) {
        bool glued = !space_before_ && !tokens_.empty();
        bool starts_sentence = paragraph_ || (!plain_before_ && begins_sentence(shape, glued, word));
        if (starts_sentence) end_sentence();
        if (paragraph_) single_quote_open_ = false;
        append(end, shape, dotted, word, starts_sentence);
        paragraph_ = false;
    }

    void append(size_t end, Shape shape, bool dotted, WordId word, bool starts_sentence) {
        bool glued = !space_before_ && !tokens_.empty();
        // Written in place: a token put together first and then copied waits for its bits to reach memory.
        Token& token = tokens_.emplace_back();
        token.bytes = {static_cast<uint32_t>(at_), static_cast<uint32_t>(end)};
        token.word = word;
        token.shape = shape;
        TokenFlags flags;
        flags.dotted = dotted;
        flags.glued = glued;
        flags.starts_paragraph = paragraph_;
        flags.starts_sentence = starts_sentence;
        static_cast<TokenFlags&>(token) = flags;
        plain_before_ = shape <= Shape::Alphanumeric && !dotted;
        space_before_ = false;
        at_ = end;
    }

    /// Does a sentence begin with this token, after the tokens so far?
    bool begins_sentence(Shape shape, bool glued, WordId word) const {
        if (tokens_.empty()) return true;
        // Closing quotes and brackets glued to the end belong to the sentence they close.
        if (glued && (shape == Shape::Quote || shape == Shape::Close || shape == Shape::Possessive || shape == Shape::Comma ||
                            shape == Shape::Stop))
            return false;
        size_t last = tokens_.size();
        while (last > 0 && (tokens_[last - 1].shape == Shape::Quote || tokens_[last - 1].shape == Shape::Close) && tokens_[last - 1].glued) --last;
        if (last == 0) return false;
        const Token& before = tokens_[last - 1];
        bool lower = shape == Shape::Lower || shape == Shape::Mixed;
        if (before.shape == Shape::Stop) return !lower && shape != Shape::Comma && shape != Shape::Hyphen && shape != Shape::Dash;
        // "in the U.S. The ...", "at 10 a.m. He ..."
        if (before.dotted && last == tokens_.size() && shape == Shape::Capital && opens_sentence(word)) {
            auto found = abbreviations().find(before.word);
            bool title = before.shape == Shape::Initial || found == Abbreviation::Title;
            return !title;
        }
        if (before.dotted && last < tokens_.size()) return shape == Shape::Capital && opens_sentence(word);
        return false;
    }

    /// Marks the sentence that ends before the next token when it is all in capitals or in title case.
    void end_sentence() {
        size_t words = 0, upper = 0, long_words = 0, long_capital = 0;
        const size_t most = tokens_.size() - sentence_;  // words
        for (size_t i = sentence_; i < tokens_.size(); ++i) {
            Shape shape = tokens_[i].shape;
            if (shape > Shape::Mixed) continue;
            uint32_t length = tokens_[i].bytes.end - tokens_[i].bytes.begin;
            ++words;
            upper += shape == Shape::Upper || shape == Shape::Initial || (shape == Shape::Capital && length == 1);
            if (length >= 4) {
                ++long_words;
                long_capital += shape != Shape::Lower;
                // Mostly its first words say that it is neither, whatever the others are.
                if (shape == Shape::Lower && (long_words - long_capital) * 20 > most * 3 && (words - upper) * 10 > most * 2) break;
            }
        }
        bool all_caps = words >= 3 && upper * 10 >= words * 8;
        bool title_case = !all_caps && words >= 4 && long_words >= 3 && long_capital * 20 >= long_words * 17 && tokens_.back().shape != Shape::Stop;
        if (all_caps || title_case)
            for (size_t i = sentence_; i < tokens_.size(); ++i) {
                tokens_[i].all_caps = all_caps;
                tokens_[i].title_case = title_case;
            }
        sentence_ = tokens_.size();
    }

    // ---- words

    /// How many small ASCII letters stand at the begin of these eight bytes.
    static size_t count_lower(const char* bytes) {
        constexpr uint64_t kOnes = 0x0101010101010101, kHigh = 0x80 * kOnes;
        uint64_t chunk;
        std::memcpy(&chunk, bytes, 8);
        uint64_t low = chunk & ~kHigh;
        uint64_t lower = (low + (0x80 - 'a') * kOnes) & ~(low + (0x7F - 'z') * kOnes) & ~chunk & kHigh;
        return static_cast<size_t>(std::countr_one(lower | ~kHigh)) / 8;
    }

    static constexpr size_t kLongestPlain = 16;  // bytes of a word for letters_id
    bool ascii_letter_at(size_t i) const { return kClass[byte(i)] == Class::Lower || kClass[byte(i)] == Class::Upper; }

    /// Words of ASCII letters, all small or with a capital first, each before a space, comma or line end: three tokens of four.
    /// Goes as far as one stands behind the other.
    void plain_words() {
        while (at_ + kLongestPlain + 1 <= text_.size() && ascii_letter_at(at_)) {
            size_t lower = count_lower(text_.data() + at_ + 1);
            if (lower == 8) lower += count_lower(text_.data() + at_ + 9);
            size_t end = at_ + 1 + lower;
            if (lower == kLongestPlain || (text_[end] != ' ' && text_[end] != ',' && text_[end] != '\n')) return;
            bool capital = kClass[byte(at_)] == Class::Upper;
            Shape shape = !capital ? Shape::Lower : lower > 0 || text_[at_] == 'A' || text_[at_] == 'I' ? Shape::Capital : Shape::Initial;
            WordId id = letters_id(text_.data() + at_, end - at_);
            // Behind a word or number without a period no sentence begins, unless a paragraph does.
            if (plain_before_ && !paragraph_) append(end, shape, false, id, false);
            else emit(end, shape, false, id);
            // Mostly one space follows.
            if (text_[end] != ' ' || end + 1 >= text_.size() || kClass[byte(end + 1)] == Class::Space || kClass[byte(end + 1)] == Class::Wide) return;
            at_ = end + 1;
            space_before_ = true;
        }
    }

    void word() {
        size_t begin = at_;
        plain_words();
        if (at_ == begin || (at_ < text_.size() && ascii_letter_at(at_))) word_of_any_kind();
    }

    void word_of_any_kind() {
        size_t end = at_;
        uint32_t upper = 0, lower = 0, digits = 0, letters = 0;
        bool first_upper = false;
        auto scan = [&] {  // letters, digits behind letters, joiners
            while (end < text_.size()) {
                switch (kClass[byte(end)]) {
                    case Class::Lower: ++lower, ++letters, ++end; continue;
                    case Class::Upper:
                        first_upper |= letters == 0;
                        ++upper, ++letters, ++end;
                        continue;
                    case Class::Digit:
                        if (letters == 0) return;
                        ++digits, ++end;
                        continue;
                    case Class::Wide: {
                        CodePoint c = point(end);
                        if (is_letter(c.value)) {
                            bool up = is_upper(c.value);
                            first_upper |= up && letters == 0;
                            (up ? upper : lower) += 1;
                            ++letters;
                        } else if ((c.value == U'²' || c.value == U'³') && letters != 0) {  // "km²" is "km2"
                            ++digits;
                        } else if (!is_joiner(c.value)) {
                            return;
                        }
                        end += c.length;
                        continue;
                    }
                    default: return;
                }
            }
        };
        scan();
        if (letters == 0) {  // joiners that join nothing
            at_ = end;
            return;
        }
        if (digits != 0)
            if (size_t sign = currency_end(); sign != 0) {
                bool capitals = std::all_of(text_.begin() + static_cast<ptrdiff_t>(at_), text_.begin() + static_cast<ptrdiff_t>(sign), [](char c) { return c >= 'A' && c <= 'Z'; });
                return emit(sign, !first_upper ? Shape::Lower : !capitals ? Shape::Capital : sign == at_ + 1 ? Shape::Initial : Shape::Upper);
            }
        if (url()) return;

        // Apostrophes inside: "O'Brien", "don't"; but "Moscow's" ends before the apostrophe.
        while (end < text_.size()) {
            CodePoint c = point(end);
            if (!is_apostrophe(c.value) || !letter_at(end + c.length) || digits != 0) break;
            size_t after = end + c.length;
            bool possessive = (text_[after] == 's' || text_[after] == 'S') && !letter_at(after + 1);
            if (possessive) break;
            end = after;
            scan();
        }

        // "AT&T", "S&P", "R&D"
        while (lower == 0 && upper > 0 && ascii(end) == '&' && end + 1 < text_.size() && kClass[byte(end + 1)] == Class::Upper) {
            ++end;
            scan();
        }

        // "US$", "A$", "HK$"
        if (ascii(end) == '$' && lower == 0 && upper >= 1 && upper <= 3 && digits == 0) return emit(end + 1, Shape::Currency);

        bool dotted = false;
        if (ascii(end) == '.') {
            if (letters <= 2 && digits == 0 && dotted_letters(end)) {
                // "U.S.", "a.m.", "Ph.D.", "J.K."
                dotted = ascii(end - 1) == '.';
                lower = upper = letters = 0;
                for (size_t i = at_; i < end; ++i) {
                    Class k = kClass[byte(i)];
                    upper += k == Class::Upper;
                    lower += k == Class::Lower;
                    letters += k == Class::Upper || k == Class::Lower;
                }
            } else if (letter_at(end + 1) && is_host_ending(text_.substr(end + 1))) {
                while (end < text_.size() && (kClass[byte(end)] == Class::Lower || kClass[byte(end)] == Class::Upper || (text_[end] == '.' && letter_at(end + 1)))) ++end;
                return emit(end, first_upper ? Shape::Capital : Shape::Link);
            } else if (letters == 1 && upper == 1 && digits == 0 && !(ascii(end + 1) == '.')) {
                dotted = (text_[at_] != 'I' || space_at(end + 1)) && !ends_sentence_alone();  // "J."
                if (dotted) ++end;
            } else if (digits == 0 && abbreviates(end, first_upper)) {
                dotted = true;
                ++end;
            }
        }

        Shape shape = Shape::Lower;
        if (digits != 0) shape = Shape::Alphanumeric;
        else if (letters == 1 && upper == 1) shape = dotted || (text_[at_] != 'A' && text_[at_] != 'I') ? Shape::Initial : Shape::Capital;
        else if (upper != 0 && lower == 0) shape = Shape::Upper;
        else if (first_upper) shape = Shape::Capital;
        else if (upper != 0) shape = Shape::Mixed;
        bool ascii_letters = letters == end - at_ && letters <= kLongestPlain && at_ + kLongestPlain <= text_.size();
        if (ascii_letters && letters > 1) emit(end, shape, dotted, letters_id(text_.data() + at_, letters));
        else emit(end, shape, dotted);
    }

    /// Is the letter no initial but the last word of a sentence: "so do I. Then", "posted on X. Then"?
    bool ends_sentence_alone() const {
        static const std::array<WordId, 13> kBeforeI = {word_id("do"), word_id("did"), word_id("am"), word_id("was"), word_id("can"), word_id("could"), word_id("have"), word_id("will"), word_id("would"), word_id("should"), word_id("than"), word_id("may"), word_id("must")};
        static const WordId kOn = word_id("on");
        if (at_ > 0 && digit_at(at_ - 1)) return true;  // "for $40M. Then"
        if (at_ > 1 && text_.substr(at_ - 2, 2) == "°") return true;  // "35°C. Then"
        if (at_ > 2 && text_[at_ - 1] == '-' && kClass[byte(at_ - 2)] == Class::Upper && kClass[byte(at_ - 3)] == Class::Upper) return true;  // "the PML-N. Then"
        if (tokens_.empty() || (text_[at_] != 'I' && text_[at_] != 'X')) return false;
        if (ascii(at_ + 2) != ' ' && ascii(at_ + 2) != '\n') return false;
        if (ascii(at_ + 4) == '.') return false;  // "did I. M. Pei"
        const Token& before = tokens_.back();
        if (text_[at_] == 'X') return before.word == kOn && before.shape == Shape::Lower;
        return before.shape == Shape::Lower && std::find(kBeforeI.begin(), kBeforeI.end(), before.word) != kBeforeI.end();
    }

    /// The end of a currency's code or sign glued to an amount: of "Rs" in "Rs500", "USD" in "USD115m", "R" in "R2.5bn"; else 0.
    size_t currency_end() const {
        size_t end = at_;
        bool upper = true;
        while (end < text_.size() && end < at_ + 4 && (kClass[byte(end)] == Class::Lower || kClass[byte(end)] == Class::Upper)) upper &= kClass[byte(end++)] == Class::Upper;
        std::string_view sign = text_.substr(at_, end - at_);
        if (!digit_at(end) || sign.size() > 3) return 0;
        // "$ US44.59"
        if (!tokens_.empty() && tokens_.back().shape == Shape::Currency && (sign == "US" || sign == "NZ" || sign == "HK" || sign == "A" || sign == "C")) return end;
        // "the dollar was at US78.9c" in Wellington
        if (sign == "US" || sign == "NZ") {
            size_t behind = digits_end(end);
            if (ascii(behind) == '.' && digit_at(behind + 1)) behind = digits_end(behind + 1);
            if (ascii(behind) == 'c' && !letter_at(behind + 1) && !digit_at(behind + 1)) return end;
        }
        // Rand, naira, kwacha, pesos, and the riyals and dinars of the Gulf; "R2D2", "R101", "N95", "K2" and "SR20" are names.
        bool gulf = sign == "SR" || sign == "QR" || sign == "KD" || sign == "BD" || sign == "RO" || sign == "JD";
        if (gulf || sign == "R" || sign == "N" || sign == "K" || sign == "P" || sign == "PHP") {
            size_t behind = digits_end(end);
            if (sign == "PHP" && behind >= end + 3) return end;  // "PHP 5" and "PHP8" are a language
            bool group = ascii(behind) == ',' && digits_end(behind + 1) == behind + 4;
            bool decimal = ascii(behind) == '.' && digit_at(behind + 1);
            if (group || (decimal && sign == "R")) return end;
            // "R12,50", "R1,2-million"
            if (size_t places = sign == "R" && ascii(behind) == ',' ? digits_end(behind + 1) - (behind + 1) : 0; places == 1 || places == 2) {
                size_t last = behind + 1 + places;
                if (places == 2 && !letter_at(last) && ascii(last) != '-' && !(ascii(last) == ',' && digit_at(last + 1))) return end;
                behind = last;
            }
            if (decimal) {
                size_t places = digits_end(behind + 1) - (behind + 1);
                behind = digits_end(behind + 1);
                if (places == 2 && !letter_at(behind) && ascii(behind) != '-') return end;  // "P54.26"
            }
            std::string_view rest = text_.substr(behind, 10);
            for (std::string_view scale : {" million", " billion", " trillion", "-million", "-billion", "-trillion", "million", "billion", "trillion", "bn", "trn", "tr", "tn"})
                if (rest.starts_with(scale)) return end;
            for (std::string_view scale : {"m ", "m,", "m."})
                if (rest.starts_with(scale)) return end;
            for (std::string_view scale : {"M ", "M,", "M.", "B ", "B,", "B.", "-M ", "-B "})
                if (sign == "P" && rest.starts_with(scale)) return end;  // "P350M" in Manila
            return 0;
        }
        for (std::string_view known : {"Rs", "RM", "Rp", "Tk", "Sh", "Shs", "KSh", "Ksh", "TSh", "USh", "Ush", "NIS", "RMB", "kr", "Dh", "Dhs", "Bt", "FRw", "Frw", "GHc"})
            if (sign == known) return end;
        if (!upper || sign.size() != 3 || sign == "ALL" || sign == "TOP") return 0;
        UChar code[4];
        u_charsToUChars(sign.data(), code, 3);
        code[3] = 0;
        return ucurr_getNumericCode(code) != 0 ? end : 0;
    }

    /// With `end` at the first period of letters separated by periods: moves it behind the last. False: they are not.
    bool dotted_letters(size_t& end) const {
        size_t i = end;
        size_t groups = 1;
        while (ascii(i) == '.') {
            size_t j = i + 1;
            while (j < text_.size() && (kClass[byte(j)] == Class::Lower || kClass[byte(j)] == Class::Upper)) ++j;
            size_t group = j - (i + 1);
            if (group == 0 || group > 2 || digit_at(j)) break;
            if (group == 2 && ascii(j) != '.') break;
            ++groups;
            i = j;
        }
        if (groups == 1) return false;
        if (ascii(i) == '.' && ascii(i + 1) != '.') ++i;
        end = i;
        return true;
    }

    bool abbreviates(size_t end, bool capital) const {
        if (end - at_ > 8) return false;
        auto found = abbreviations().find(word_id(text_.substr(at_, end - at_)));
        if (!found) return false;
        switch (*found) {
            case Abbreviation::Title:
            case Abbreviation::Always: return capital || *found == Abbreviation::Always || !space_at(end + 1) || next_is_name(end + 1);
            case Abbreviation::Capitalised: return capital;
            case Abbreviation::BeforeNumber: {
                size_t i = end + 1;
                while (i < text_.size() && text_[i] == ' ') ++i;
                return digit_at(i);
            }
        }
        return false;
    }
    bool next_is_name(size_t i) const {
        while (i < text_.size() && text_[i] == ' ') ++i;
        return i < text_.size() && kClass[byte(i)] == Class::Upper;
    }

    /// A URL from at_. True when one was emitted.
    bool url() {
        char first = text_[at_];
        if (first != 'h' && first != 'w') return false;
        std::string_view rest = text_.substr(at_, 8);
        if (!rest.starts_with("http://") && !rest.starts_with("https://") && !rest.starts_with("www.")) return false;
        size_t end = at_;
        while (end < text_.size() && byte(end) > 32 && byte(end) < 0x80 && text_[end] != '"' && text_[end] != '<' && text_[end] != '>') ++end;
        while (end > at_ && std::strchr(".,;:!?)]'", text_[end - 1]) != nullptr) --end;
        emit(end, Shape::Link);
        return true;
    }

    static bool in_address(unsigned char c) {
        return kClass[c] == Class::Lower || kClass[c] == Class::Upper || kClass[c] == Class::Digit || c == '.' || c == '_' || c == '-';
    }

    /// An e-mail address whose "@" is at at_: takes back the tokens of its name. True when one was emitted.
    bool address() {
        constexpr size_t kLongestName = 64;
        if (!letter_at(at_ + 1)) return false;
        size_t begin = at_;
        while (begin > 0 && at_ - begin < kLongestName && in_address(byte(begin - 1))) --begin;
        size_t end = at_ + 1;
        while (end < text_.size() && in_address(byte(end))) ++end;
        while (text_[end - 1] == '.' || text_[end - 1] == '-') --end;
        auto first = std::lower_bound(tokens_.begin(), tokens_.end(), begin, [](const Token& token, size_t at) { return token.bytes.begin < at; });
        if (begin == at_ || first == tokens_.end() || first->bytes.begin != begin) return false;
        while (!tokens_.empty() && tokens_.back().bytes.begin > begin) tokens_.pop_back();
        Token& whole = tokens_.back();
        whole.bytes.end = static_cast<uint32_t>(end);
        whole.shape = Shape::Link;
        whole.dotted = false;
        whole.word = word_id(text_.substr(begin, end - begin));
        sentence_ = std::min(sentence_, tokens_.size() - 1);
        plain_before_ = false;
        at_ = end;
        return true;
    }

    // ---- numbers

    size_t digits_end(size_t i) const {
        while (digit_at(i)) ++i;
        return i;
    }

    bool digits_at(size_t i, size_t count) const { return digits_end(i) == i + count; }
    int value_of(size_t begin, size_t end) const {
        int value = 0;
        for (size_t i = begin; i < end; ++i) value = value * 10 + (text_[i] - '0');
        return value;
    }

    /// The end of an ISO 8601 time, its seconds and zone included, from the T at i on; 0 when there is none.
    size_t iso_time_end(size_t i) const {
        if (ascii(i) != 'T' || !digits_at(i + 1, 2) || ascii(i + 3) != ':' || !digits_at(i + 4, 2)) return 0;
        size_t end = i + 6;
        if (ascii(end) == ':' && digits_at(end + 1, 2)) end += 3;
        if (ascii(end) == '.' && digit_at(end + 1)) end = digits_end(end + 1);
        if (ascii(end) == 'Z') ++end;
        else if ((ascii(end) == '+' || ascii(end) == '-') && digits_at(end + 1, 2) && ascii(end + 3) == ':' && digits_at(end + 4, 2)) end += 6;
        return letter_at(end) || digit_at(end) ? 0 : end;
    }

    /// The end of a day, month and year of four digits between periods or hyphens, with the first number up to `end`; 0
    /// when the numbers are no date.
    size_t date_in_digits(size_t end) const {
        char mark = ascii(end);
        size_t first = end - at_;
        if ((mark != '.' && mark != '-') || (first != 1 && first != 2 && first != 4)) return 0;
        size_t second_end = digits_end(end + 1), second = second_end - (end + 1);
        if (second < 1 || second > 2 || ascii(second_end) != mark) return 0;
        size_t third_end = digits_end(second_end + 1), third = third_end - (second_end + 1);
        bool year_first = first == 4 && third >= 1 && third <= 2;
        if (!year_first && !(first <= 2 && third == 4)) return 0;
        if (letter_at(third_end) || (ascii(third_end) == mark && digit_at(third_end + 1))) return 0;
        int a = value_of(at_, end), b = value_of(end + 1, second_end), c = value_of(second_end + 1, third_end);
        int year = year_first ? a : c, other = year_first ? c : a;
        bool fits = year >= 1000 && year < 2200 && b >= 1 && other >= 1 && b <= 31 && other <= 31 && (b <= 12 || (other <= 12 && !year_first));
        return fits ? third_end : 0;
    }

    /// Of eight digits, which number many things, only those that are a day of these two centuries are one.
    static bool is_day(int year, int month, int day) {
        return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
    }

    void number() {
        size_t end = digits_end(at_);
        size_t whole = end - at_;

        // 2022-01-10, 2022-01-10T09:30:15Z
        if (whole == 4 && ascii(end) == '-' && digits_end(end + 1) == end + 3 && ascii(end + 3) == '-' && digits_end(end + 4) == end + 6) {
            if (!letter_at(end + 6)) return emit(end + 6, Shape::IsoDate);
            if (size_t time = iso_time_end(end + 6)) return emit(time, Shape::IsoDate);
        }

        // 20220110
        if (whole == 8 && !letter_at(end) && is_day(value_of(at_, at_ + 4), value_of(at_ + 4, at_ + 6), value_of(at_ + 6, end))) return emit(end, Shape::IsoDate);

        // 10-01-2022, 10.01.2022, 2022.01.10
        if (size_t date = date_in_digits(end)) return emit(date, Shape::SlashDate);

        // 9:30, 10:30:15
        if (whole <= 2 && ascii(end) == ':' && digits_end(end + 1) == end + 3) {
            end += 3;
            if (ascii(end) == ':' && digits_end(end + 1) == end + 3) end += 3;
            if (ascii(end) == '.' && digit_at(end + 1) && digits_end(end + 1) <= end + 4) end = digits_end(end + 1);  // "3:31.01", a race's
            return emit(end, Shape::Clock);
        }

        // 1/2, 10/01/2022
        if (ascii(end) == '/' && digit_at(end + 1) && whole <= 4) {
            size_t second = digits_end(end + 1);
            size_t second_length = second - (end + 1);
            if (ascii(second) == '/' && digit_at(second + 1) && second_length <= 2) {
                size_t third = digits_end(second + 1);
                return emit(third, third - (second + 1) <= 4 ? Shape::SlashDate : Shape::Alphanumeric);
            }
            if (second_length <= 4 && !letter_at(second)) return emit(second, Shape::Fraction);
        }

        // 175,000; 1,00,000
        bool grouped = false;
        size_t last_group = end;  // "22,24,26" are three numbers: the last group has three digits
        for (size_t i = end; whole <= 3 && ascii(i) == ',';) {
            size_t group = digits_end(i + 1) - (i + 1);
            if (group != 3 && !(group == 2 && ascii(i + 3) == ',' && digit_at(i + 4))) break;
            i += 1 + group;
            if (group == 3) last_group = i, grouped = true;
        }
        end = last_group;

        // 3.5; 1.2.3.4
        bool decimal = false;
        if (ascii(end) == '.' && digit_at(end + 1)) {
            end = digits_end(end + 1);
            decimal = true;
            bool dotted_numbers = false;
            while (ascii(end) == '.' && digit_at(end + 1)) {
                end = digits_end(end + 1);
                dotted_numbers = true;
            }
            if (dotted_numbers) return emit(end, Shape::Alphanumeric);
        }
        if (vulgar_fraction(point(end).value) && !decimal) return emit(end + point(end).length, Shape::Fraction);

        if (!decimal && !grouped) {
            // 21st, 1990s
            std::string_view suffix = text_.substr(end, 2);
            auto is = [&](const char* a, const char* b) { return suffix == a || suffix == b; };
            // "12st" are twelve stone, "11st", too; "21st" is an ordinal.
            bool first = text_[end - 1] == '1' && !(whole >= 2 && text_[end - 2] == '1');
            if (!letter_at(end + 2) && ((first && is("st", "ST")) || is("nd", "ND") || is("rd", "RD") || is("th", "TH"))) return emit(end + 2, Shape::Ordinal);
            size_t s = end;
            if (is_apostrophe(point(s).value)) s += point(s).length;
            bool round = text_[end - 1] == '0' && (whole == 4 || whole == 2);
            if (round && ascii(s) == 's' && !letter_at(s + 1) && !digit_at(s + 1)) return emit(s + 1, Shape::Decade);
        }
        if (decimal) return emit(end, Shape::Decimal);
        Shape shape = Shape::Integer;
        if (!grouped && whole <= 4) {
            int value = 0;
            for (size_t i = at_; i < end; ++i) value = value * 10 + (text_[i] - '0');
            if (whole <= 2 && value >= 1 && value <= 31) shape = Shape::Day;
            if (whole == 4 && value >= 1000 && value < 2200) shape = Shape::Year;
        }
        emit(end, shape);
        // "19-1/4 cents" is read as "19 1/4 cents": the hyphen is no token.
        if (!grouped && ascii(end) == '-' && part_of_one(end + 1)) {
            at_ = end + 1;
            space_before_ = true;
        }
    }

    /// Does a fraction as prices and measures have it begin here: "1/4", "15/16"?
    bool part_of_one(size_t at) const {
        size_t slash = digits_end(at), end = digits_end(slash + 1);
        if (slash == at || slash > at + 2 || ascii(slash) != '/' || end == slash + 1 || end > slash + 3 || letter_at(end) || ascii(end) == '/') return false;
        int below = value_of(slash + 1, end);
        return value_of(at, slash) < below && (below <= 4 || below == 8 || below == 16 || below == 32 || below == 64);
    }

    static bool vulgar_fraction(char32_t c) { return (c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215E); }

    // ---- punctuation

    bool decade_after_apostrophe(size_t i) const {  // '60s
        return digit_at(i) && ascii(i + 1) == '0' && ascii(i + 2) == 's' && !letter_at(i + 3);
    }

    void apostrophe(size_t length) {
        size_t after = at_ + length;
        bool glued = !space_before_ && !tokens_.empty();
        if (!glued || tokens_.back().shape == Shape::Open || tokens_.back().shape == Shape::Quote) {
            if (decade_after_apostrophe(after)) return emit(after + 3, Shape::Decade);
        } else if (tokens_.back().shape <= Shape::Alphanumeric || tokens_.back().shape == Shape::Close) {
            // ’s
            if ((ascii(after) == 's' || ascii(after) == 'S') && !letter_at(after + 1) && !digit_at(after + 1)) return emit(after + 1, Shape::Possessive);
            // diplomats’
            char last = text_[at_ - 1];
            if ((last == 's' || last == 'S') && !single_quote_open_ && !letter_at(after)) return emit(after, Shape::Possessive);
        }
        bool opens = !glued && letter_at(after);
        emit(after, Shape::Quote);
        single_quote_open_ = opens;
    }

    void punctuation() {
        char c = text_[at_];
        size_t next = at_ + 1;
        bool glued = !space_before_ && !tokens_.empty();
        switch (c) {
            case '\'': return apostrophe(1);
            case '"': case '`': return emit(next, Shape::Quote);
            case ',': return emit(next, Shape::Comma);
            case ':': case ';': return emit(next, Shape::Colon);
            case '!': case '?': {
                while (ascii(next) == '!' || ascii(next) == '?') ++next;
                return emit(next, Shape::Stop);
            }
            case '.': {
                if (digit_at(next) && !(glued && tokens_.back().shape <= Shape::Alphanumeric)) return emit(digits_end(next), Shape::Decimal);
                while (ascii(next) == '.') ++next;
                return emit(next, Shape::Stop);
            }
            case '-': {
                while (ascii(next) == '-') ++next;
                bool hyphen = next == at_ + 1 && glued && next < text_.size() && (letter_at(next) || digit_at(next) || text_[next] == '$');
                return emit(next, hyphen ? Shape::Hyphen : Shape::Dash);
            }
            case '/': return emit(next, Shape::Slash);
            case '&': return emit(next, Shape::Ampersand);
            case '%': return emit(next, Shape::Percent);
            case '$': {
                // "$US10.6 billion", "$A45,000": Australian papers put the country behind the sign.
                size_t end = next;
                while (end < text_.size() && end < next + 2 && kClass[byte(end)] == Class::Upper) ++end;
                return emit(end > next && (digit_at(end) || end == text_.size()) ? end : next, Shape::Currency);
            }
            case '(': case '[': case '{': return emit(next, Shape::Open);
            case ')': case ']': case '}': return emit(next, Shape::Close);
            case '@': case '#': {
                if (c == '@' && glued && address()) return;
                bool inside_word = glued && tokens_.back().shape <= Shape::Alphanumeric;
                if (inside_word || !letter_at(next)) return emit(next, Shape::Symbol);
                size_t end = next;
                while (end < text_.size() && (letter_at(end) || digit_at(end) || text_[end] == '_')) end += point(end).length;
                return emit(end, Shape::Tag);
            }
            default: return emit(next, Shape::Symbol);
        }
    }

    void wide() {
        CodePoint c = point(at_);
        size_t next = at_ + c.length;
        if (is_letter(c.value) || is_joiner(c.value)) return word();
        if (is_space(c.value)) return skip_space();
        switch (c.value) {
            case U'’': case U'ʼ': return apostrophe(c.length);
            case U'‘':
                emit(next, Shape::Quote);
                single_quote_open_ = true;
                return;
            case U'“': case U'”': case U'„': case U'‟': case U'«': case U'»': case U'‹': case U'›': case U'‚': case U'″': return emit(next, Shape::Quote);
            case U'–': case U'‐': case U'‑': case U'−': {
                bool hyphen = !space_before_ && !tokens_.empty() && !space_at(next);
                return emit(next, hyphen ? Shape::Hyphen : Shape::Dash, false, word_id("-"));
            }
            case U'—': case U'―': return emit(next, Shape::Dash);
            case U'…': return emit(next, Shape::Stop);
            case U'£': case U'¥': case U'¢': case U'֏': case U'৳': case U'฿': case U'៛': return emit(next, Shape::Currency);
            case U'％': return emit(next, Shape::Percent);
            default: break;
        }
        if (c.value >= 0x20A0 && c.value <= 0x20C0) return emit(next, Shape::Currency);
        if (vulgar_fraction(c.value)) return emit(next, Shape::Fraction);
        emit(next, Shape::Symbol);
    }

    std::string_view text_;
    std::vector<Token>& tokens_;
    Lines lines_;
    size_t at_ = 0;
    size_t sentence_ = 0;  // first token of the sentence under way
    const std::array<WordId, 128>& ascii_ids_ = ascii_ids();
    bool space_before_ = true;
    bool paragraph_ = true;
    bool plain_before_ = false;  // the last token is a word or number without a period
    bool single_quote_open_ = false;
};

}  // namespace

std::string_view shape_name(Shape shape) {
    constexpr std::array<std::string_view, kShapeCount> kNames = {
        "Lower",        "Capital",  "Upper",   "Initial",    "Mixed",  "Day",  "Year",  "Integer", "Decimal", "Fraction", "Clock",
        "SlashDate",    "IsoDate",  "Ordinal", "Decade",     "Alphanumeric", "Currency", "Percent", "Possessive", "Hyphen", "Dash",
        "Slash",        "Comma",    "Stop",    "Colon",      "Quote",  "Open", "Close", "Ampersand", "Link", "Tag", "Symbol"};
    return kNames[static_cast<size_t>(shape)];
}

void find_tokens(const Document& document, std::vector<Token>& tokens) { Tokenizer(document.text(), tokens).run(); }

std::string print_tokens(const Document& document, const std::vector<Token>& tokens) {
    std::string out;
    for (const Token& token : tokens) {
        if (!out.empty()) out += ' ';
        if (token.starts_paragraph) out += "¶ ";
        else if (token.starts_sentence) out += "| ";
        out += document.text(token.bytes);
    }
    return out;
}

}  // namespace nutgraf
