#include "corpus.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define RAPIDJSON_HAS_STDSTRING 1
// Strings are searched for their ends sixteen bytes at a time where every processor of the kind can.
#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#elif defined(__ARM_NEON)
#define RAPIDJSON_NEON
#endif
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include "error.h"

namespace nutgraf {
namespace {

constexpr size_t kBatchBytes = size_t{8} << 10;  // little: it is looked through once more when its articles are read
constexpr size_t kBatchFiles = 64;
constexpr size_t kWindow = 16;  // batches in memory a worker
constexpr size_t kReadAhead = 16;  // bytes behind a line that RapidJSON may look at

/// A pipe that wakes whoever waits for input: written to once, never emptied. Shared by the interrupt and the end of
/// a run whose reader has gone.
class Alarm {
public:
    Alarm() {
        if (pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0) throw Error(std::string("cannot make a pipe: ") + std::strerror(errno));
    }
    ~Alarm() {
        close(ends_[0]);
        close(ends_[1]);
    }
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    /// May be called by a signal handler.
    void ring() const { [[maybe_unused]] auto written = ::write(ends_[1], "", 1); }
    int descriptor() const { return ends_[0]; }

private:
    int ends_[2];
};

std::atomic<bool> interrupted = false;  // a signal handler reaches nothing else
std::atomic<const Alarm*> interrupt_alarm = nullptr;
static_assert(std::atomic<const Alarm*>::is_always_lock_free);

extern "C" void on_interrupt(int) {
    int kept = errno;
    interrupted = true;
    if (const Alarm* alarm = interrupt_alarm) alarm->ring();
    errno = kept;
}

class File {
public:
    explicit File(int descriptor = -1) : descriptor_(descriptor) {}
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    File& operator=(File&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~File() {
        if (descriptor_ > STDIN_FILENO) close(descriptor_);
    }
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

/// What identifies a file or folder whatever path leads to it.
using FileIdentity = std::pair<dev_t, ino_t>;

/// What all readers of a run need to know.
struct Reading {
    const Alarm* alarm;
    std::atomic<bool> stopped = false;     // nothing more is wanted
    std::optional<FileIdentity> output{};  // a file that is being written is not read
    bool over() const { return stopped || interrupted; }
};

/// An open input, or why there is none.
struct Opened {
    File file;
    bool regular = false;
    std::string failure;
};

Opened open_input(const std::string& path, const Reading& reading) {
    bool standard = path == "-";
    // Opening a named pipe would wait for its writer, out of an interrupt's reach; poll waits for it instead.
    Opened opened{File(standard ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)), false, ""};
    struct stat status {};
    if (opened.file.get() < 0 || fstat(opened.file.get(), &status) != 0) opened.failure = std::strerror(errno);
    else if (S_ISDIR(status.st_mode)) opened.failure = "is a folder";
    else if (reading.output == FileIdentity{status.st_dev, status.st_ino}) opened.failure = "is the file that the report goes to";
    opened.regular = S_ISREG(status.st_mode);
    return opened;
}

/// Reads what there is, up to `size` bytes: their number, 0 at the end or when the run is over, -1 on failure (errno).
ssize_t read_some(const Opened& input, char* to, size_t size, const Reading& reading) {
    for (;;) {
        if (!input.regular) {
            pollfd waits[] = {{input.file.get(), POLLIN, 0}, {reading.alarm->descriptor(), POLLIN, 0}};
            if (poll(waits, 2, -1) < 0 && errno != EINTR && errno != EAGAIN) return -1;
            if (reading.over()) return 0;
        }
        ssize_t count = read(input.file.get(), to, size);
        if (count >= 0 || (errno != EINTR && errno != EAGAIN)) return count;
        if (reading.over()) return 0;
    }
}

std::string too_large() { return "is larger than 64 MiB, the largest article nutgraf takes; cut it into parts"; }

/// Reads a whole input. False with `failure` set, or with none when the run is over.
bool read_all(const std::string& path, const Reading& reading, std::string& bytes, std::string& failure) {
    Opened input = open_input(path, reading);
    failure = input.failure;
    if (!failure.empty()) return false;
    struct stat status {};
    size_t expected = fstat(input.file.get(), &status) == 0 && input.regular ? static_cast<size_t>(status.st_size) : 0;
    if (expected > kLargestDocument) {
        failure = too_large();
        return false;
    }
    bytes.resize(expected + 1);  // one more, so that the end shows without another round
    size_t size = 0;
    for (;;) {
        if (size == bytes.size()) bytes.resize(std::max(2 * size, size_t{1} << 16));
        ssize_t count = read_some(input, bytes.data() + size, bytes.size() - size, reading);
        if (count < 0) {
            failure = std::strerror(errno);
            return false;
        }
        if (count == 0) break;
        size += static_cast<size_t>(count);
        if (size > kLargestDocument) {
            failure = too_large();
            return false;
        }
    }
    bytes.resize(size);
    return input.regular || !reading.over();
}

/// Walks folders one entry at a time, in the order of the paths' bytes.
class Walk {
public:
    Walk(std::string folder, std::string extension) : extension_('.' + std::move(extension)) { enter(std::move(folder)); }

    /// The next file with the extension; std::nullopt at the end. What cannot be read goes to `problems`.
    std::optional<std::string> next(std::vector<Problem>& problems) {
        for (Problem& problem : problems_) problems.push_back(std::move(problem));
        problems_.clear();
        while (!folders_.empty()) {
            Folder& folder = folders_.back();
            if (folder.next == folder.names.size()) {
                folders_.pop_back();
                continue;
            }
            std::string name = folder.names[folder.next++];
            std::string path = folder.path + name;
            if (!name.ends_with('/')) return path;
            path.pop_back();
            enter(std::move(path));
            for (Problem& problem : problems_) problems.push_back(std::move(problem));
            problems_.clear();
        }
        return std::nullopt;
    }

    /// Files that had another extension.
    const std::set<std::string>& others() const { return others_; }

private:
    struct Folder {
        std::string path;                // ends with '/'
        std::vector<std::string> names;  // folders end with '/', which sorts them as their paths' bytes do
        size_t next = 0;
    };

    void enter(std::string path) {
        struct stat status {};
        DIR* stream = opendir(path.c_str());
        if (stream == nullptr || fstat(dirfd(stream), &status) != 0) {
            problems_.push_back({path + ": " + std::strerror(errno)});
            if (stream != nullptr) closedir(stream);
            return;
        }
        if (!seen_.emplace(status.st_dev, status.st_ino).second) {
            closedir(stream);
            return;
        }
        if (!path.ends_with('/')) path += '/';
        Folder folder{std::move(path), {}, 0};
        errno = 0;
        while (const dirent* entry = readdir(stream)) {
            std::string name = entry->d_name;
            if (name.starts_with('.')) continue;
            auto type = entry->d_type;
            if (type == DT_LNK || type == DT_UNKNOWN) {
                // A link that leads nowhere is taken for a file, so that it is reported when it is read.
                bool found = fstatat(dirfd(stream), entry->d_name, &status, 0) == 0;
                type = found && S_ISDIR(status.st_mode) ? DT_DIR : !found || S_ISREG(status.st_mode) ? DT_REG : DT_UNKNOWN;
            }
            if (type == DT_DIR) folder.names.push_back(name + '/');
            else if (type == DT_REG && name.ends_with(extension_)) folder.names.push_back(name);
            else if (type == DT_REG && name.find('.') != std::string::npos) others_.insert(name.substr(name.rfind('.')));
            errno = 0;
        }
        if (errno != 0) problems_.push_back({folder.path + ": " + std::strerror(errno)});
        closedir(stream);
        std::sort(folder.names.begin(), folder.names.end());
        folders_.push_back(std::move(folder));
    }

    std::string extension_;
    std::vector<Folder> folders_;
    std::set<FileIdentity> seen_;
    std::set<std::string> others_;
    std::vector<Problem> problems_;
};

bool is_folder(const std::string& path) {
    struct stat status {};
    return path != "-" && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string extension_of(InputForm form) { return form == InputForm::Text ? "txt" : "jsonl"; }

std::string shown(const std::string& path) { return path == "-" ? "standard input" : path; }

/// A piece of the input, as it was read.
struct Batch {
    std::vector<Problem> problems;   // met while it was put together
    std::vector<std::string> files;  // each an article; or
    std::string lines;               // whole lines of `name`, in JSON
    std::string name;
    size_t first_line = 1;
    bool ends_input = false;  // the last batch of `name`

    /// As new, but keeps its memory.
    void clear() {
        problems.clear();
        files.clear();
        lines.clear();
        name.clear();
        first_line = 1;
        ends_input = false;
    }
};

/// Cuts the inputs into batches. Not for several threads at once.
class Inputs {
public:
    Inputs(const CorpusOptions& options, const Reading& reading) : form_(options.form), reading_(reading), paths_(options.paths) {
        if (paths_.empty()) paths_.emplace_back("-");
    }

    /// False at the end of all inputs.
    bool next(Batch& batch) {
        size_t bytes = 0;
        while (!reading_.over() && bytes < kBatchBytes && batch.files.size() < kBatchFiles) {
            if (lines_) {
                if (!batch.files.empty()) break;
                if (next_lines(batch)) return true;
                continue;
            }
            std::optional<std::string> path = next_path(batch.problems);
            if (!path) break;
            if (form_ == InputForm::Text) {
                struct stat status {};
                if (stat(path->c_str(), &status) == 0 && S_ISREG(status.st_mode)) bytes += static_cast<size_t>(status.st_size);
                batch.files.push_back(std::move(*path));
            } else {
                lines_ = std::make_unique<Lines>(open_input(*path, reading_), shown(*path));
                if (!lines_->input.failure.empty()) {
                    batch.problems.push_back({lines_->name + ": " + lines_->input.failure});
                    lines_.reset();
                }
            }
        }
        return !batch.files.empty() || !batch.problems.empty();
    }

private:
    struct Lines {
        Lines(Opened&& from, std::string called) : input(std::move(from)), name(std::move(called)) {}
        Opened input;
        std::string name;
        std::string rest;          // the beginning of a line that is not complete yet
        size_t line = 1;           // number of that line
        bool passing_over = false;  // it is too long: its end is looked for
    };

    std::optional<std::string> next_path(std::vector<Problem>& problems) {
        for (;;) {
            if (walk_) {
                if (auto path = walk_->next(problems)) {
                    found_any_ = true;
                    return path;
                }
                if (!found_any_ && problems.empty()) problems.push_back({empty_folder()});
                walk_.reset();
            }
            if (at_ == paths_.size()) return std::nullopt;
            const std::string& path = paths_[at_++];
            if (!is_folder(path)) return path;
            walk_ = std::make_unique<Walk>(path, extension());
            walked_ = path;
            found_any_ = false;
        }
    }

    std::string extension() const { return extension_of(form_); }

    std::string empty_folder() const {
        std::string text = walked_ + ": no file in this folder is called *." + extension();
        std::string other = form_ == InputForm::Text ? "jsonl" : "txt";
        if (walk_->others().contains('.' + other)) text += "; for its *." + other + " say --from " + (form_ == InputForm::Text ? "jsonl" : "text");
        return text;
    }

    /// Reads some more of `lines_`; true when the batch has lines or ends the input.
    bool next_lines(Batch& batch) {
        Lines& from = *lines_;
        batch.name = from.name;
        batch.first_line = from.line;
        std::string& bytes = batch.lines;
        bytes.swap(from.rest);
        size_t size = bytes.size();
        bytes.reserve(size + kBatchBytes + kReadAhead);
        bytes.resize(size + kBatchBytes);
        ssize_t count = read_some(from.input, bytes.data() + size, kBatchBytes, reading_);
        if (count < 0) batch.problems.push_back({from.name + ": " + std::strerror(errno)});
        bytes.resize(size + static_cast<size_t>(std::max<ssize_t>(count, 0)));
        if (count <= 0) {  // what is left is the last line, without its line feed; after an interrupt it may be half a line
            if (from.passing_over || reading_.over()) bytes.clear();
            batch.ends_input = true;
            lines_.reset();
            return true;
        }
        if (from.passing_over) {
            size_t end = bytes.find('\n');
            if (end == std::string::npos) {
                bytes.clear();
                return false;
            }
            bytes.erase(0, end + 1);
            size = 0;
            from.passing_over = false;
            batch.first_line = ++from.line;
        }
        // What was left over has no line feed, so only what came is searched: a long line costs no more than its bytes.
        std::string_view came = std::string_view(bytes).substr(std::min(size, bytes.size()));
        if (size_t last = came.rfind('\n'); last == std::string_view::npos) {
            from.rest = std::move(bytes);
            bytes.clear();
        } else {
            size_t end = bytes.size() - came.size() + last + 1;
            from.rest.assign(bytes, end);
            bytes.resize(end);
        }
        for (size_t end = bytes.find('\n'); end != std::string::npos; end = bytes.find('\n', end + 1)) ++from.line;
        if (from.rest.size() > kLargestDocument) {
            batch.problems.push_back({from.name + ':' + std::to_string(from.line) + ": this line " + too_large()});
            from.rest.clear();
            from.passing_over = true;
        }
        return !bytes.empty() || !batch.problems.empty();
    }

    InputForm form_;
    const Reading& reading_;
    std::vector<std::string> paths_;
    size_t at_ = 0;
    std::unique_ptr<Walk> walk_;
    std::string walked_;
    bool found_any_ = false;
    std::unique_ptr<Lines> lines_;
};

/// One line of JSON: {"id": ..., "text": ..., "date": ...}; other members are passed over.
class LineReader : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, LineReader> {
public:
    std::string id, text;
    std::optional<Published> date;
    bool has_text = false;
    std::string bad_date;

    /// Reads the line in place and so destroys it; it ends with NUL. False with `failure` set.
    bool read(char* line, size_t length, std::string& failure) {
        id.clear();
        text.clear();
        date.reset();
        has_text = false;
        bad_date.clear();
        depth_ = 0;
        member_ = Other;
        top_is_object_ = false;
        rapidjson::InsituStringStream stream(line);
        constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
        rapidjson::ParseResult result = reader_.Parse<kFlags>(stream, *this);
        if (result.IsError() && result.Code() != rapidjson::kParseErrorTermination) {
            failure = "not JSON: " + lower_first(rapidjson::GetParseError_En(result.Code())) + " (column " + std::to_string(result.Offset() + 1) + ")";
        } else if (!top_is_object_) {
            failure = "not an object; a line is {\"id\": ..., \"text\": ..., \"date\": ...}";
        } else if (!has_text) {
            failure = "has no \"text\", or it is not a string";
        } else if (text.size() > kLargestDocument || length > kLargestDocument) {
            failure = "this line " + too_large();
        } else {
            return true;
        }
        return false;
    }

    // What RapidJSON calls.
    bool Default() { return value({}, false); }
    bool RawNumber(const char* digits, rapidjson::SizeType length, bool) { return value({digits, length}, false); }
    bool String(const char* characters, rapidjson::SizeType length, bool) { return value({characters, length}, true); }
    bool Key(const char* name, rapidjson::SizeType length, bool) {
        if (depth_ != 1) return true;
        std::string_view key(name, length);
        member_ = key == "text" ? Text : key == "id" ? Id : key == "date" ? Date : Other;
        return true;
    }
    bool StartObject() {
        if (depth_ == 0) top_is_object_ = true;
        if (depth_ == 1) value({}, false);
        ++depth_;
        return true;
    }
    bool EndObject(rapidjson::SizeType) {
        --depth_;
        return true;
    }
    bool StartArray() {
        if (depth_ == 0) return false;
        if (depth_ == 1) value({}, false);
        ++depth_;
        return true;
    }
    bool EndArray(rapidjson::SizeType) {
        --depth_;
        return true;
    }

private:
    enum Member { Id, Text, Date, Other };

    /// A value that is neither object nor array; `of_string` tells "5" from 5.
    bool value(std::string_view written, bool of_string) {
        if (depth_ != 1) return true;
        switch (member_) {
            case Id: id = written; break;
            case Text:
                has_text = of_string;
                text = written;
                break;
            case Date:
                date.reset();
                if (written.size() <= 10 || written[10] == 'T' || written[10] == ' ') date = parse_published(written);
                bad_date = date ? "" : written;
                break;
            case Other: break;
        }
        return true;
    }
    static std::string lower_first(std::string text) {
        if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
        if (text.ends_with('.')) text.pop_back();
        return text;
    }

    rapidjson::Reader reader_;
    size_t depth_ = 0;
    Member member_ = Other;
    bool top_is_object_ = false;
};

/// What became of a batch.
struct Result {
    std::string output;  // before each article stands Framing::between
    std::vector<Problem> problems;
    size_t documents = 0;
    size_t bytes = 0;
    size_t bad_bytes = 0;   // of the lines of `name`
    std::string name;
    bool ends_input = false;
    bool cut_short = false;  // by an interrupt: nothing may follow
};

std::string bad_bytes_text(const std::string& name, size_t count) {
    return name + ": " + std::to_string(count) + (count == 1 ? " byte is" : " bytes are") + " not UTF-8; each is taken as U+FFFD";
}

/// A thread's own: turns batches into results.
class Worker {
public:
    Worker(const CorpusOptions& options, const Analyzer& analyzer, const ReportOptions& report, const Reading& reading)
        : options_(options), analyzer_(analyzer), report_(analyzer, report), between_(format_record(report.format).framing.between), reading_(reading) {}

    void work(Batch& batch, Result& result) {
        result.problems = std::move(batch.problems);
        result.name = batch.name;
        result.ends_input = batch.ends_input;
        for (const std::string& file : batch.files) {
            if (interrupted) result.cut_short = true;
            if (reading_.over()) return;
            std::string bytes, failure;
            if (read_all(file, reading_, bytes, failure)) {
                if (file.ends_with(".jsonl")) result.problems.push_back({file + ": read as one text; for an article a line say --from jsonl", false});
                size_t bad = analyze(Document(printable(shown(file)), std::move(bytes), options_.date), result);
                if (bad > 0) result.problems.push_back({bad_bytes_text(shown(file), bad), false});
            } else if (!failure.empty()) {
                result.problems.push_back({shown(file) + ": " + failure});
            } else {
                result.cut_short = true;
            }
        }
        work_lines(batch, result);
    }

private:
    void work_lines(Batch& batch, Result& result) {
        std::string& lines = batch.lines;
        size_t number = batch.first_line;
        for (size_t begin = 0; begin < lines.size(); ++number) {
            if (interrupted) result.cut_short = true;
            if (reading_.over()) return;
            size_t end = std::min(lines.find('\n', begin), lines.size());
            size_t length = end - begin;
            char* line = lines.data() + begin;
            line[length] = '\0';  // over the line feed, or the string's own NUL
            begin = end + 1;
            if (number == 1 && std::string_view(line, length).starts_with("\xEF\xBB\xBF")) line += 3, length -= 3;
            if (std::string_view(line, length).find_first_not_of(" \t\r") == std::string_view::npos) continue;
            auto place = [&] { return batch.name + ':' + std::to_string(number); };
            std::string failure;
            if (!line_.read(line, length, failure)) {
                result.problems.push_back({place() + ": " + failure + "; this line is left out"});
                continue;
            }
            if (!line_.bad_date.empty() && !options_.date)
                result.problems.push_back({place() + ": \"date\" is not a date such as 2021-12-28; relative dates stay open", false});
            std::string id = line_.id.empty() ? printable(place()) : printable(std::move(line_.id));
            result.bad_bytes += analyze(Document(std::move(id), std::move(line_.text), options_.date ? options_.date : line_.date), result);
        }
    }

    /// The number of bytes of the article that are not UTF-8.
    size_t analyze(const Document& document, Result& result) {
        result.output += between_;
        report_.write(document, analyzer_.analyze(document, workspace_), result.output);
        ++result.documents;
        result.bytes += document.text().size();
        return document.bad_bytes();
    }

    /// Names of files are any bytes; an id is text.
    static std::string printable(std::string name) {
        bool ascii = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
        return ascii ? name : std::string(Document("", std::move(name)).text());
    }

    const CorpusOptions& options_;
    const Analyzer& analyzer_;
    Report report_;
    std::string_view between_;
    const Reading& reading_;
    Workspace workspace_;
    LineReader line_;
};

/// The workers' meeting place: numbers the batches and writes the results in their order.
class Run {
public:
    Run(const CorpusOptions& options, const Analyzer& analyzer, const ReportOptions& report, const Writer& write, int output,
        const std::function<void(const Problem&)>& on_problem)
        : options_(options), analyzer_(analyzer), report_(report), framing_(format_record(report.format).framing), write_(write), on_problem_(on_problem),
          inputs_(options, reading_) {
        reading_.alarm = &alarm_;
        struct stat status {};
        if (fstat(output, &status) == 0 && S_ISREG(status.st_mode)) reading_.output = {status.st_dev, status.st_ino};
        interrupt_alarm = &alarm_;
    }
    ~Run() { interrupt_alarm = nullptr; }

    RunResult run() {
        std::vector<std::thread> threads;
        for (unsigned i = 1; i < jobs(); ++i) threads.emplace_back([this] { work(); });
        work();
        for (auto& thread : threads) thread.join();
        if (failure_) std::rethrow_exception(failure_);
        if (!reader_gone_) write_(total_.documents == 0 ? framing_.none : framing_.end);
        total_.interrupted = interrupted;
        return total_;
    }

private:
    /// One article needs one worker.
    unsigned jobs() const {
        return is_single(options_) ? 1 : options_.jobs;
    }

    void work() noexcept try {
        Worker worker(options_, analyzer_, report_, reading_);
        Batch batch;
        size_t number = 0;
        while (take(batch, number)) {
            Result result;
            result.output = take_room();
            worker.work(batch, result);
            deliver(number, std::move(result));
            batch.clear();
        }
    } catch (...) {
        std::lock_guard lock(results_mutex_);
        if (!failure_) failure_ = std::current_exception();
        stop();
    }

    bool take(Batch& batch, size_t& number) {
        std::lock_guard reading(inputs_mutex_);
        {
            std::unique_lock lock(results_mutex_);
            room_.wait(lock, [&] { return reading_.stopped || taken_ < written_ + kWindow * options_.jobs; });
        }
        if (reading_.over() || !inputs_.next(batch)) return false;
        number = taken_++;
        return true;
    }

    /// An empty string that has the memory of an output that is written.
    std::string take_room() {
        std::lock_guard lock(results_mutex_);
        if (rooms_.empty()) return {};
        std::string room = std::move(rooms_.back());
        rooms_.pop_back();
        return room;
    }

    void deliver(size_t number, Result result) {
        std::unique_lock lock(results_mutex_);
        if (results_.size() <= number - written_) results_.resize(number - written_ + 1);
        results_[number - written_] = std::move(result);
        if (writing_) return;
        writing_ = true;
        while (!reading_.stopped && !results_.empty() && results_.front()) {
            Result next = std::move(*results_.front());
            lock.unlock();
            write(next);
            lock.lock();
            next.output.clear();
            rooms_.push_back(std::move(next.output));
            results_.pop_front();
            ++written_;
            room_.notify_all();
        }
        writing_ = false;
    }

    void write(Result& result) {
        for (const Problem& problem : result.problems) report_problem(problem);
        bad_bytes_ += result.bad_bytes;
        if (result.ends_input && bad_bytes_ > 0) {
            report_problem({bad_bytes_text(result.name, bad_bytes_), false});
            bad_bytes_ = 0;
        }
        if (result.documents > 0) {
            std::string_view text = result.output;
            bool open = true;
            if (total_.documents == 0) {
                // The first article has nothing before it but the beginning.
                text.remove_prefix(framing_.between.size());
                open = framing_.begin.empty() || write_(framing_.begin);
            }
            if (!any_item_ && !text.empty()) {
                text.remove_prefix(framing_.item.size());
                any_item_ = true;
            }
            if (!open || !write_(text)) {
                reader_gone_ = true;
                stop();
            }
        }
        total_.documents += result.documents;
        total_.bytes += result.bytes;
        if (result.cut_short) stop();
    }

    void report_problem(const Problem& problem) {
        total_.failed |= problem.failed;
        on_problem_(problem);
    }

    /// Nothing more is read or written.
    void stop() {
        reading_.stopped = true;
        alarm_.ring();
        room_.notify_all();
    }

    const CorpusOptions& options_;
    const Analyzer& analyzer_;
    const ReportOptions& report_;
    Framing framing_;
    const Writer& write_;
    const std::function<void(const Problem&)>& on_problem_;
    Alarm alarm_;
    Reading reading_{};

    std::mutex inputs_mutex_;
    Inputs inputs_;
    size_t taken_ = 0;  // batches

    std::mutex results_mutex_;
    std::condition_variable room_;
    std::deque<std::optional<Result>> results_;  // the first is of batch `written_`
    size_t written_ = 0;
    std::vector<std::string> rooms_;
    bool writing_ = false;  // one worker writes; the members below are its own
    std::exception_ptr failure_;
    bool reader_gone_ = false;
    bool any_item_ = false;  // of Framing::item is written
    size_t bad_bytes_ = 0;
    RunResult total_;
};

}  // namespace

RunResult run_corpus(const CorpusOptions& options, const Analyzer& analyzer, const ReportOptions& report, const Writer& write, int output,
                     const std::function<void(const Problem&)>& on_problem) {
    return Run(options, analyzer, report, write, output, on_problem).run();
}

RunResult run_corpus(const CorpusOptions& options, const Analyzer& analyzer, const ReportOptions& report, int output,
                     const std::function<void(const Problem&)>& on_problem) {
    return run_corpus(options, analyzer, report, [output](std::string_view text) { return write_all(output, text); }, output, on_problem);
}

bool is_single(const CorpusOptions& options) {
    return options.form == InputForm::Text && (options.paths.empty() || (options.paths.size() == 1 && !is_folder(options.paths[0])));
}

bool is_input_folder(const std::string& folder, const CorpusOptions& options) {
    std::error_code failed;
    auto real = std::filesystem::weakly_canonical(folder, failed);
    return !failed && std::any_of(options.paths.begin(), options.paths.end(), [&](const std::string& path) {
        auto input = std::filesystem::canonical(path, failed);
        return !failed && is_folder(path) && std::mismatch(input.begin(), input.end(), real.begin(), real.end()).first == input.end();
    });
}

bool is_input(const std::string& file, const CorpusOptions& options) {
    std::error_code missing;
    auto real = std::filesystem::canonical(file, missing);
    if (missing || !std::filesystem::is_regular_file(real, missing)) return false;
    return std::any_of(options.paths.begin(), options.paths.end(), [&](const std::string& path) {
        auto input = std::filesystem::canonical(path, missing);
        if (missing) return false;
        if (!is_folder(path)) return input == real;
        bool inside = std::mismatch(input.begin(), input.end(), real.begin(), real.end()).first == input.end();
        return inside && real.extension() == '.' + extension_of(options.form);
    });
}

void stop_at_interrupt() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    action.sa_flags = SA_RESETHAND;
    sigaction(SIGINT, &action, nullptr);
}

std::vector<std::string> list_folder(const std::string& folder, const std::string& extension, std::vector<Problem>& problems) {
    Walk walk(folder, extension);
    std::vector<std::string> paths;
    while (auto path = walk.next(problems)) paths.push_back(std::move(*path));
    return paths;
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        ssize_t count = write(descriptor, text.data(), text.size());
        if (count < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN) {  // somebody has made the terminal non-blocking
                pollfd wait{descriptor, POLLOUT, 0};
                poll(&wait, 1, -1);
                continue;
            }
            if (errno == EPIPE) return false;
            throw Error(std::string("cannot write the report: ") + std::strerror(errno));
        }
        text.remove_prefix(static_cast<size_t>(count));
    }
    return true;
}

}  // namespace nutgraf
