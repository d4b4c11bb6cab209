// The last stage before the program: an article's mentions and entities as text for a person, JSON for a program, or in
// the format of a tool. report/ has a file a format.
//
// Inside, places are bytes; here they become what the user asked for. A Report appends to a string and never prints.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer.h"

namespace nutgraf {

enum class Format {
    Text, Markdown, Html, Csv, Tsv, Overview, Json, JsonLines, Spacy, Doccano, LabelStudio, WebAnnotation, GeoJson, Conll, Brat, TimeMl, Sqlite,
};
constexpr size_t kFormatCount = 17;

/// What `start` and `end` count. Bytes are those of the input, before bad UTF-8 was replaced.
enum class Offsets { CodePoints, Bytes, Utf16 };

struct ReportOptions {
    Format format = Format::Text;
    Offsets offsets = Offsets::CodePoints;
    std::array<bool, kKindCount> kinds = {true, true, true, true, true, true};  // by Kind: which are reported
    bool packed = false;   // Delivery::Files and Pages: packed for a folder, instead of one article as it is
    bool all = false;      // the text report: every entity, not only the most salient of each kind
    bool explain = false;  // say of each mention which rule found it and what the rule sees
    bool color = false;    // of the text report
    size_t width = 80;     // columns of the text report
};

/// What stands around the articles of one run.
struct Framing {
    std::string_view begin;    // before the first
    std::string_view between;  // between two
    std::string_view end;      // behind the last
    std::string_view none;     // instead of all, when there is no article
    std::string_view item;     // of a list to which an article adds any number of items: stands before each but the run's first
};

/// How the reports of a run are delivered.
enum class Delivery {
    Stream,    // one article after the other
    Files,     // each article in files of its own
    Pages,     // one article as a page; of several a page each, and an overview
    Database,  // rows
    Summary,   // of all articles one table, at the end
};

/// What is known of a format besides how an article is written.
struct FormatRecord {
    std::string_view name;
    std::string_view about;  // a line
    Delivery delivery;
    Offsets offsets;  // what those count that read it, unless the user says otherwise
    Framing framing;
    std::string_view settings_name = {}, settings = {};  // Files: a file that the folder needs once, and what is in it
};
const FormatRecord& format_record(Format format);

/// Writes reports; a thread has one of its own, because its buffers are reused. `analyzer` must outlive it.
class Report {
public:
    Report(const Analyzer& analyzer, const ReportOptions& options);
    ~Report();
    Report(Report&&) noexcept;

    /// Appends the report of one article. `analysis` is the analyzer's result for `document`. What does not go to a
    /// stream is packed (report/packing.h).
    void write(const Document& document, const Analysis& analysis, std::string& out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nutgraf
