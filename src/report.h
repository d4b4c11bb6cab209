// The last stage before the program: an article's mentions and entities as text for a person or JSON for a program.
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

enum class Format { Text, Json, JsonLines };

/// What `start` and `end` count. Bytes are those of the input, before bad UTF-8 was replaced.
enum class Offsets { CodePoints, Bytes, Utf16 };

struct ReportOptions {
    Format format = Format::Text;
    Offsets offsets = Offsets::CodePoints;
    std::array<bool, kKindCount> kinds = {true, true, true, true, true, true};  // by Kind: which are reported
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
};
Framing framing(Format format);

/// Writes reports; a thread has one of its own, because its buffers are reused. `analyzer` must outlive it.
class Report {
public:
    Report(const Analyzer& analyzer, const ReportOptions& options);
    ~Report();
    Report(Report&&) noexcept;

    /// Appends the report of one article. `analysis` is the analyzer's result for `document`.
    void write(const Document& document, const Analysis& analysis, std::string& out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nutgraf
