// Where the reports of a run go: standard output, a file, files of a folder, a database, or a table of all.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "corpus.h"
#include "database.h"
#include "overview.h"
#include "overview_page.h"

namespace nutgraf {

class Output {
public:
    /// `path`: a file that is made anew (a stream, a database), or a folder in which files are; "" for standard output.
    /// Throws Error when it cannot be made, when it is one of the inputs, and when the format needs one and there is none.
    Output(const std::string& path, Format format, const CorpusOptions& inputs);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// False when the reader of a pipe has gone; throws Error on other failures.
    bool write(std::string_view reports);
    /// To be called last: some failures show only now. Throws Error.
    void finish();
    /// Does it take packed files (ReportOptions::packed)?
    bool packed() const { return delivery_ == Delivery::Files || delivery_ == Delivery::Pages; }
    /// -1: it is no stream.
    int descriptor() const { return descriptor_; }

private:
    void write_files(std::string_view packed);
    void make_folder(const std::string& flag);
    void write_file(const std::string& name, std::string_view content);

    std::string path_;
    Delivery delivery_;
    int descriptor_ = -1;
    std::unordered_set<uint64_t> names_;  // of files written: hashes
    std::unique_ptr<Database> database_;
    std::unique_ptr<Overview> overview_;            // of Delivery::Summary
    std::unique_ptr<OverviewPage> overview_page_;  // of Delivery::Pages
};

}  // namespace nutgraf
