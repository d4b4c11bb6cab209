#include "output.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "error.h"
#include "report/packing.h"

namespace nutgraf {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path) { throw Error("--output: " + path + ": " + std::strerror(errno)); }

constexpr size_t kLongestName = 200;  // bytes of a file's name; file systems take 255

/// The path below the folder for an article: that of its file, without extension and without what leads out of the folder.
/// "../news/a.txt" -> "news/a", "https://example.org/?a" -> "https_/example.org/_a"
std::string file_name(std::string_view id) {
    if (id.ends_with(".txt")) id.remove_suffix(4);
    std::string name;
    for (size_t begin = 0; begin <= id.size();) {
        size_t end = std::min(id.find('/', begin), id.size());
        std::string part(id.substr(begin, std::min(end - begin, kLongestName)));
        while (!part.empty() && part.size() == kLongestName && (static_cast<unsigned char>(id[begin + part.size()]) & 0xC0) == 0x80) part.pop_back();
        begin = end + 1;
        if (part.empty() || part == "." || part == "..") continue;
        for (char& c : part)
            if (static_cast<unsigned char>(c) < 0x20 || std::string_view("\\:*?\"<>|\x7F").find(c) != std::string_view::npos) c = '_';
        name += (name.empty() ? "" : "/") + part;
    }
    return name.empty() ? "article" : name;
}

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
            if (!fs::is_directory(path) && fs::path(path).has_extension() && !path.ends_with('/'))
                throw Error("--output: for " + flag + " it names a folder; to make a folder called " + path + " write " + path + '/');
            if (std::error_code failed; fs::create_directories(path, failed), failed) throw Error("--output: " + path + ": " + failed.message());
            if (!record.settings.empty() && !fs::exists(fs::path(path) / record.settings_name)) write_file(std::string(record.settings_name), record.settings);
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
        case Delivery::Files: write_files(reports); break;
        case Delivery::Database: database_->add(reports); break;
        case Delivery::Summary: overview_->add(reports); break;
    }
    return true;
}

void Output::finish() {
    if (database_) database_->finish();
    if (overview_) write_all(descriptor_, overview_->table());
    if (path_.empty() || descriptor_ < 0) return;
    if (close(std::exchange(descriptor_, -1)) != 0) fail(path_);
}

void Output::write_files(std::string_view packed) {
    for (Unpacker fields(packed); !fields.done();) {
        const std::string wanted = file_name(fields.field());
        std::string name = wanted;
        for (size_t number = 2; !names_.insert(std::hash<std::string>()(name)).second; ++number) name = wanted + '-' + std::to_string(number);
        for (uint64_t files = fields.number(); files > 0; --files) {
            std::string_view extension = fields.field();
            write_file(name + '.' + std::string(extension), fields.field());
        }
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
