#include "text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <utility>

#include "unicode.h"

namespace nutgraf {
namespace {

constexpr size_t kHeaderLines = 12;

/// A reader of "28 December 2021", "December 28, 2021", "Tuesday, Dec. 28, 2021" and "2021-12-28T10:00Z".
class HeaderDate {
public:
    explicit HeaderDate(std::string_view text) : rest_(text) {}

    std::optional<Published> parse() {
        int numbers[3];
        size_t count = 0;
        int month = 0;
        while (!rest_.empty() && count < 3) {
            skip_separators();
            if (rest_.empty()) break;
            if (std::isdigit(static_cast<unsigned char>(rest_[0]))) {
                if (count == 0 && month == 0 && rest_.size() >= 10 && rest_[4] == '-') return parse_published(rest_);
                numbers[count++] = number();
            } else {
                std::string word = letters();
                if (word.empty()) return std::nullopt;
                if (int m = month_of(word); m != 0) {
                    if (month != 0) return std::nullopt;
                    month = m;
                } else if (!is_weekday(word)) {
                    return std::nullopt;
                }
            }
            if (month != 0 && count == 2) {
                CalendarDate date{std::chrono::year{numbers[1]}, std::chrono::month{static_cast<unsigned>(month)},
                          std::chrono::day{static_cast<unsigned>(numbers[0])}};
                bool plausible = numbers[1] >= 1000 && date.ok();
                return plausible ? std::optional<Published>(date) : std::nullopt;
            }
        }
        return std::nullopt;
    }

private:
    void skip_separators() {
        while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == ',' || rest_[0] == '.' || rest_[0] == '\t')) rest_.remove_prefix(1);
    }
    int number() {
        int value = 0;
        while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_[0]))) {
            if (value < 100000) value = value * 10 + (rest_[0] - '0');
            rest_.remove_prefix(1);
        }
        for (std::string_view suffix : {"st", "nd", "rd", "th"})
            if (rest_.starts_with(suffix)) {
                rest_.remove_prefix(2);
                break;
            }
        return value;
    }
    std::string letters() {
        std::string word;
        while (!rest_.empty() && std::isalpha(static_cast<unsigned char>(rest_[0]))) {
            word.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(rest_[0]))));
            rest_.remove_prefix(1);
        }
        return word;
    }
    static int month_of(std::string_view word) {
        constexpr std::array<std::string_view, 12> kMonths = {"january", "february", "march", "april", "may", "june", "july",
                                                              "august", "september", "october", "november", "december"};
        for (size_t i = 0; i < kMonths.size(); ++i)
            if (word == kMonths[i] || (word.size() >= 3 && word.size() <= 4 && kMonths[i].starts_with(word))) return static_cast<int>(i) + 1;
        return 0;
    }
    static bool is_weekday(std::string_view word) {
        return word.ends_with("day") || word == "mon" || word == "tue" || word == "tues" || word == "wed" || word == "thu" ||
               word == "thurs" || word == "fri" || word == "sat" || word == "sun";
    }
    std::string_view rest_;
};

/// A line that names a date of publication: "Date: ...", "date ...", "Published: ...", "Updated ..." is not one.
std::optional<Published> header_line_date(std::string_view line) {
    while (!line.empty() && is_space(static_cast<unsigned char>(line[0]))) line.remove_prefix(1);
    for (std::string_view name : {"date", "Date", "DATE", "Published on", "Published", "published", "PUBLISHED", "Publication date", "Pubdate"}) {
        if (!line.starts_with(name)) continue;
        std::string_view rest = line.substr(name.size());
        size_t start = rest.find_first_not_of(" \t:");
        if (start == 0 || start == std::string_view::npos) continue;
        if (auto date = HeaderDate(rest.substr(start)).parse()) return date;
    }
    return std::nullopt;
}

std::optional<Published> header_date(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (size_t line = 0; line < kHeaderLines && !text.empty(); ++line) {
        size_t end = std::min(text.find_first_of("\r\n"), text.size());
        if (auto date = header_line_date(text.substr(0, end))) return date;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

}  // namespace

std::optional<CalendarDate> parse_iso_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto number = [&](size_t from, size_t count) {
        int value = 0;
        for (size_t i = from; i < from + count; ++i) {
            if (!std::isdigit(static_cast<unsigned char>(text[i]))) return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 0 || month < 0 || day < 0) return std::nullopt;
    CalendarDate date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Published> parse_published(std::string_view text) {
    auto date = parse_iso_date(text.substr(0, 10));
    if (!date) return std::nullopt;
    if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return Published(*date);
    auto number = [&](size_t from) {
        auto digit = [&](size_t at) { return std::isdigit(static_cast<unsigned char>(text[at])) ? text[at] - '0' : 100; };
        return digit(from) * 10 + digit(from + 1);
    };
    int hour = number(11), minute = number(14), second = text.size() >= 19 && text[16] == ':' ? number(17) : 0;
    std::chrono::seconds time{(hour * 60 + minute) * 60 + second};
    if (hour > 23 || minute > 59 || second > 59 || time.count() == 0) return Published(*date);
    return Published(*date, time);
}

Document::Document(std::string id, std::string bytes, std::optional<Published> published) : id_(std::move(id)) {
    // Find the first bad byte; most texts have none and are taken as they are.
    size_t at = 0;
    auto skip_valid = [&](std::string_view text) {
        while (at < text.size()) {
            if (static_cast<unsigned char>(text[at]) < 0x80) {
                ++at;
                uint64_t word;  // eight bytes of ASCII at a time
                for (; at + sizeof word <= text.size(); at += sizeof word) {
                    std::memcpy(&word, text.data() + at, sizeof word);
                    if ((word & 0x8080808080808080) != 0) break;
                }
                continue;
            }
            CodePoint c = decode(text, at);
            if (!c.valid) return;
            at += c.length;
        }
    };
    skip_valid(bytes);
    if (at == bytes.size()) {
        text_ = std::move(bytes);
    } else {
        text_.reserve(bytes.size() + bytes.size() / 8);
        size_t copied = 0;
        while (at < bytes.size()) {
            text_.append(bytes, copied, at - copied);
            bad_.push_back(static_cast<uint32_t>(text_.size()));
            text_ += "\xEF\xBF\xBD";
            copied = ++at;
            skip_valid(bytes);
        }
        text_.append(bytes, copied, at - copied);
    }
    published_ = published ? published : header_date(text_);
}

uint64_t Document::original_byte(uint32_t offset) const {
    auto before = std::lower_bound(bad_.begin(), bad_.end(), offset) - bad_.begin();
    return offset - 2 * static_cast<uint64_t>(before);
}

}  // namespace nutgraf
