// The inputs of a run and the run itself: files, folders and standard input in, reports out, by several threads.
//
// The input is cut into batches: some files, or a stretch of lines. A worker takes the next batch, analyses its
// documents and leaves the text of their reports, which is written in the order of the input, so that the output has
// the same bytes for any number of workers. No more than a window of batches is in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer.h"
#include "report.h"

namespace nutgraf {

enum class InputForm {
    Text,       // a file is an article; a folder's articles are its *.txt
    JsonLines,  // a line is an article: {"id": ..., "text": ..., "date": "2021-12-28"}; a folder's files are its *.jsonl
};

constexpr size_t kLargestDocument = size_t{64} << 20;  // bytes

struct CorpusOptions {
    std::vector<std::string> paths;  // files, folders, "-" for standard input; none: standard input
    InputForm form = InputForm::Text;
    std::optional<Published> date;  // of publication, of all articles, whatever they say themselves
    unsigned jobs = 1;                 // at least 1
};

/// Something that the user should know. `failed`: a part of the input is not in the output.
struct Problem {
    std::string text;  // "news/a.txt: Permission denied"
    bool failed = true;
};

struct RunResult {
    uint64_t documents = 0;
    uint64_t bytes = 0;  // of the articles' texts
    bool failed = false;       // some input could not be read
    bool interrupted = false;  // by stop_at_interrupt()
};

/// Takes the next piece of the output, whole articles; false: the reader has gone, nothing more is wanted.
using Writer = std::function<bool(std::string_view)>;

/// Gives the reports on all inputs to `write`. It and `on_problem` are called in the order of the input, by one thread at
/// a time. Returns early, without an error, when the reader has gone. Throws what `write` throws. `output` is the file
/// descriptor behind `write`, if there is one: that file is not read as an input.
RunResult run_corpus(const CorpusOptions& options, const Analyzer& analyzer, const ReportOptions& report, const Writer& write, int output,
                     const std::function<void(const Problem&)>& on_problem);
/// The same to a file descriptor. Throws Error when it cannot be written.
RunResult run_corpus(const CorpusOptions& options, const Analyzer& analyzer, const ReportOptions& report, int output,
                     const std::function<void(const Problem&)>& on_problem);

/// Can there be no more than one article?
bool is_single(const CorpusOptions& options);

/// Would a file that is made in this folder be read by a run on these inputs?
bool is_input_folder(const std::string& folder, const CorpusOptions& options);

/// Is the file read by a run on these inputs?
bool is_input(const std::string& file, const CorpusOptions& options);

/// From now on the first SIGINT lets runs end after the articles in work; a second one ends the program.
void stop_at_interrupt();

/// The files of a folder and the folders below it with the extension ("txt"), in the order of their paths' bytes.
/// Hidden files and folders are left out; a folder that links lead to twice is read once. For tests; the run itself
/// reads folders as it comes to them.
std::vector<std::string> list_folder(const std::string& folder, const std::string& extension, std::vector<Problem>& problems);

/// Writes all of `text` to a file descriptor. False when the reader of a pipe has gone; throws Error on other failures.
bool write_all(int descriptor, std::string_view text);

}  // namespace nutgraf
