// The first stage: any bytes become a Document, whose text is valid UTF-8 and never changes.
// Nothing is cut out: byte order mark, NUL, soft hyphens and the like stay where they are and are skipped by the
// tokenizer, so that every offset of the text is an offset of the input (see original_byte for the one exception).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nutgraf {

/// Bytes of Document::text(), end exclusive.
struct ByteSpan {
    uint32_t begin = 0;
    uint32_t end = 0;
    bool operator==(const ByteSpan&) const = default;
};

using CalendarDate = std::chrono::year_month_day;

/// "2021-12-28" and nothing else; std::nullopt for anything that is not a date of the calendar.
std::optional<CalendarDate> parse_iso_date(std::string_view text);

/// When an article was published: a day and, where it is known, the time of that day.
struct Published {
    // Not explicit: most callers know only the day.
    Published(CalendarDate day, std::optional<std::chrono::seconds> time_of_day = std::nullopt) : date(day), time(time_of_day) {}
    friend bool operator==(const Published&, const Published&) = default;

    CalendarDate date;
    std::optional<std::chrono::seconds> time;  // as a clock showed it there; a zone is passed over
};

/// "2021-12-28", "2021-12-28T16:30", "2021-12-28 16:30:05.2+02:00". What behind the day is no time is passed over, and so is
/// midnight, which programs write where they know the day alone. Nothing without a date of the calendar.
std::optional<Published> parse_published(std::string_view text);

class Document {
public:
    /// Takes any bytes (at most 1 GiB; callers cut or refuse more). Each byte that is not UTF-8 becomes one U+FFFD.
    /// `published` is the time of publication when the caller knows it; else a header line may give it ("Date: 2021-12-28",
    /// "date 2021-12-28", "Published: January 5, 2022" among the first lines).
    explicit Document(std::string id, std::string bytes, std::optional<Published> published = std::nullopt);

    Document(Document&&) = default;
    Document& operator=(Document&&) = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    const std::string& id() const { return id_; }
    std::string_view text() const { return text_; }
    std::string_view text(ByteSpan span) const { return std::string_view(text_).substr(span.begin, span.end - span.begin); }
    /// CalendarDate of publication, by which relative dates are resolved.
    std::optional<CalendarDate> date() const { return published_ ? std::optional(published_->date) : std::nullopt; }
    /// The time of that day, by which "three hours ago" is; mostly unknown.
    std::optional<std::chrono::seconds> time() const { return published_ ? published_->time : std::nullopt; }
    /// How many bytes of the input were not UTF-8.
    size_t bad_bytes() const { return bad_.size(); }
    /// Offset in the input of the byte at `offset` of text(): each bad byte before it took three bytes instead of one.
    uint64_t original_byte(uint32_t offset) const;

private:
    std::string id_;
    std::string text_;
    std::optional<Published> published_;
    std::vector<uint32_t> bad_;  // offsets in text_ of the replaced bytes, ascending
};

}  // namespace nutgraf
