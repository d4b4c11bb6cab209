#include "output.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "error.h"
#include "report/file_name.h"
#include "report/html_page.h"
#include "report/packing.h"

namespace nutgraf {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path) { throw Error("--output: " + path + ": " + std::strerror(errno)); }

}  // namespace

Output::Output(const std::string& path, Format format, const CorpusOptions& inputs) : path_(path), delivery_(format_record(format).delivery) {
    const FormatRecord& record = format_record(format);
    std::string flag = "--format " + std::string(record.name);
    switch (delivery_) {
        case Delivery::Stream: break;
        case Delivery::Summary: overview_ = std::make_unique<Overview>(); break;
        case Delivery::Files:
            if (path.empty()) {
                if (!is_single(inputs)) throw Error(flag + ": it has files of its own for each article; say in which folder with --output FOLDER");
                break;
            }
            if (!record.settings.empty() && is_input_folder(path, inputs)) throw Error("--output: " + path + " lies in a folder that is read, and gets texts");
            make_folder(flag);
            if (!record.settings.empty() && !fs::exists(fs::path(path) / record.settings_name)) write_file(std::string(record.settings_name), record.settings);
            return;
        case Delivery::Pages:
            if (is_single(inputs) && !fs::is_directory(path) && !path.ends_with('/')) break;
            if (path.empty()) throw Error(flag + ": several articles have a page each; say in which folder with --output FOLDER");
            make_folder(flag);
            for (const FolderFile& file : kFolderFiles) write_file(std::string(file.name), file.file().text);
            overview_page_ = std::make_unique<OverviewPage>();
            return;
        case Delivery::Database:
            if (path.empty()) throw Error(flag + ": say in which file with --output FILE");
            if (is_input(path, inputs)) throw Error("--output: " + path + " is one of the inputs; it would be lost");
            database_ = std::make_unique<Database>(path);
            return;
    }
    if (!overview_) delivery_ = Delivery::Stream;
    descriptor_ = STDOUT_FILENO;
    if (path.empty()) return;
    if (is_input(path, inputs)) throw Error("--output: " + path + " is one of the inputs; it would be lost");
    descriptor_ = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail(path);
}

Output::~Output() {
    if (!path_.empty() && descriptor_ >= 0) close(descriptor_);
}

bool Output::write(std::string_view reports) {
    switch (delivery_) {
        case Delivery::Stream: return write_all(descriptor_, reports);
        case Delivery::Files:
        case Delivery::Pages: write_files(reports); break;
        case Delivery::Database: database_->add(reports); break;
        case Delivery::Summary: overview_->add(reports); break;
    }
    return true;
}

void Output::finish() {
    if (database_) database_->finish();
    if (overview_page_) write_file("index.html", overview_page_->page());
    if (overview_) write_all(descriptor_, overview_->table());
    if (path_.empty() || descriptor_ < 0) return;
    if (close(std::exchange(descriptor_, -1)) != 0) fail(path_);
}

void Output::make_folder(const std::string& flag) {
    if (!fs::is_directory(path_) && fs::path(path_).has_extension() && !path_.ends_with('/'))
        throw Error("--output: for " + flag + " it names a folder; to make a folder called " + path_ + " write " + path_ + '/');
    if (std::error_code failed; fs::create_directories(path_, failed), failed) throw Error("--output: " + path_ + ": " + failed.message());
}

void Output::write_files(std::string_view packed) {
    for (Unpacker fields(packed); !fields.done();) {
        const std::string wanted = (overview_page_ ? std::string(kArticlesFolder) : "") + file_name(fields.field());
        std::string name = wanted;
        for (size_t number = 2; !names_.insert(std::hash<std::string>()(name)).second; ++number) name = wanted + '-' + std::to_string(number);
        for (uint64_t files = fields.number(); files > 0; --files) {
            std::string_view extension = fields.field();
            write_file(name + '.' + std::string(extension), fields.field());
        }
        if (overview_page_) overview_page_->add(name + ".html", fields);
    }
}

void Output::write_file(const std::string& name, std::string_view content) {
    fs::path file = fs::path(path_) / name;
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) fail(file.string());
    struct Closer {
        int descriptor;
        ~Closer() {
            if (descriptor >= 0) close(descriptor);
        }
    } closer{descriptor};
    write_all(descriptor, content);
    if (close(std::exchange(closer.descriptor, -1)) != 0) fail(file.string());
}

}  // namespace nutgraf
