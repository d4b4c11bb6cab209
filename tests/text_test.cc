#include "text.h"

#include <doctest/doctest.h>

using namespace nutgraf;

namespace {

/// A text as the document has it, with U+FFFD shown as "?".
std::string repaired(const std::string& bytes) {
    Document document("", bytes);
    std::string out(document.text());
    for (size_t at; (at = out.find("\uFFFD")) != std::string::npos;) out.replace(at, 3, "?");
    return out;
}

std::string date_of(const std::string& text) {
    auto date = Document("", text).date();
    if (!date) return "none";
    char shown[16];
    std::snprintf(shown, sizeof shown, "%04d-%02u-%02u", static_cast<int>(date->year()), static_cast<unsigned>(date->month()), static_cast<unsigned>(date->day()));
    return shown;
}

}  // namespace

TEST_CASE("a time of publication") {
    auto time_of = [](std::string_view text) {
        auto published = parse_published(text);
        return !published ? std::string("none") : published->time ? std::to_string(published->time->count()) : std::string("a day");
    };
    CHECK(time_of("2021-12-28") == "a day");
    CHECK(time_of("2021-12-28T16:30") == "59400");
    CHECK(time_of("2021-12-28 16:30:05.25+02:00") == "59405");
    CHECK(time_of("2021-12-28T00:00:00Z") == "a day");  // where only the day is known
    CHECK(time_of("2021-12-28T25:00") == "a day");
    CHECK(time_of("2021-12-28Tea") == "a day");
    CHECK(time_of("2021-13-28T10:00") == "none");
    CHECK(Document("", "Date: 2021-12-28T16:30\n").time() == std::chrono::seconds{59400});
    CHECK(!Document("", "Date: 2021-12-28\n").time());
    CHECK(!Document("", "It rained.").time());
}

TEST_CASE("valid UTF-8 is taken as it is") {
    for (std::string text : {std::string(), std::string("plain"), std::string("naïve café €5 😀"), std::string("\xEF\xBB\xBFmark"), std::string("a\0b", 3), std::string("a\r\nb\rc")}) {
        Document document("id", text);
        CHECK(document.id() == "id");
        CHECK(document.text() == text);
        CHECK(document.bad_bytes() == 0);
        CHECK(document.original_byte(static_cast<uint32_t>(text.size())) == text.size());
    }
}

TEST_CASE("each bad byte becomes one U+FFFD") {
    CHECK(repaired("caf\xE9 noir") == "caf? noir");
    CHECK(repaired("\xFF\xFE") == "??");
    CHECK(repaired("\xE2\x82") == "??");
    CHECK(repaired("\xE2\x82z") == "??z");
    CHECK(repaired("a\xED\xA0\x80z") == "a???z");
    CHECK(repaired("\xC3") == "?");
    CHECK(repaired("é\x80é") == "é?é");
    // One that stands in the input is no bad byte.
    Document document("", "a\uFFFDb");
    CHECK(document.bad_bytes() == 0);
}

TEST_CASE("an offset leads back to the input's byte") {
    std::string bytes = "A\xE9 \xFF\xFEZ é!";
    Document document("", bytes);
    CHECK(document.bad_bytes() == 3);
    for (const char* mark : {"A", "Z", "é", "!"}) CHECK(document.original_byte(static_cast<uint32_t>(document.text().find(mark))) == bytes.find(mark));
    CHECK(document.original_byte(1) == 1);  // the first bad byte itself
    CHECK(document.original_byte(static_cast<uint32_t>(document.text().size())) == bytes.size());
}

TEST_CASE("spans of the text") {
    Document document("", "Putin met Biden.");
    CHECK(document.text(ByteSpan{0, 5}) == "Putin");
    CHECK(document.text(ByteSpan{10, 15}) == "Biden");
    CHECK(document.text(ByteSpan{3, 3}) == "");
}

TEST_CASE("ISO dates") {
    CHECK(parse_iso_date("2021-12-28") == CalendarDate{std::chrono::year{2021}, std::chrono::month{12}, std::chrono::day{28}});
    CHECK(parse_iso_date("2020-02-29"));
    for (const char* wrong : {"", "2021-02-29", "2021-13-01", "2021-00-10", "2021-1-05", "2021-12-28T", " 2021-12-28", "2021/12/28", "21-12-2028", "abcd-ef-gh", "2021-12-2x"})
        CHECK_MESSAGE(!parse_iso_date(wrong), wrong);
}

TEST_CASE("a header line gives the date of publication") {
    CHECK(date_of("Title\nDate: 2021-12-28\n\nText.") == "2021-12-28");
    CHECK(date_of("title A bridge\ndate 2021-12-28\n") == "2021-12-28");
    CHECK(date_of("DATE: 28 December 2021") == "2021-12-28");
    CHECK(date_of("Published: January 5, 2022\n") == "2022-01-05");
    CHECK(date_of("Published on Tuesday, Dec. 28, 2021") == "2021-12-28");
    CHECK(date_of("Date: Tue, 28 Dec 2021") == "2021-12-28");
    CHECK(date_of("Date: 2021-12-28T10:00:00Z\n") == "2021-12-28");
    CHECK(date_of("\xEF\xBB\xBF""Date: 2021-12-28") == "2021-12-28");
    CHECK(date_of("Title\r\nDate: 2021-12-28\r\n\r\nText.") == "2021-12-28");
    CHECK(date_of("  Date: 1st May 1999") == "1999-05-01");
    CHECK(date_of(std::string(11, '\n') + "Date: 2021-12-28") == "2021-12-28");
}

TEST_CASE("what is no header line gives none") {
    CHECK(date_of("") == "none");
    CHECK(date_of("He was born on 2021-12-28.") == "none");
    CHECK(date_of("Date: soon") == "none");
    CHECK(date_of("Date: 2021-02-30") == "none");
    CHECK(date_of("Date: 30 February 2021") == "none");
    CHECK(date_of("Dates: 2021-12-28") == "none");
    CHECK(date_of("Updated: 2021-12-28") == "none");
    CHECK(date_of("Date:") == "none");
    CHECK(date_of("date 10/01/2022") == "none");  // day or month first: nobody knows
    CHECK(date_of(std::string(12, '\n') + "Date: 2021-12-28") == "none");
}

TEST_CASE("the caller's date stands above the header's") {
    Document document("", "Date: 2021-12-28\n", parse_iso_date("2000-01-01"));
    CHECK(document.date() == parse_iso_date("2000-01-01"));
}
