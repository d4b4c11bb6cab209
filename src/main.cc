// The program: reads the command line, runs what it asks for, and turns what went wrong into an exit status.
//   0 done · 1 some input could not be read · 2 wrong use or resources · 130 interrupted

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "analyzer.h"
#include "corpus.h"
#include "error.h"
#include "lexicon_commands.h"
#include "options.h"
#include "output.h"
#include "score_commands.h"

namespace {

using namespace nutgraf;

constexpr int kSomeInputFailed = 1, kWrongUse = 2, kInterrupted = 130;

void set_up_log() {
    auto log = spdlog::stderr_logger_st("nutgraf");
    log->set_pattern("nutgraf: %l: %v");
    spdlog::set_default_logger(log);
}

/// A closed standard stream would give its number to the first file that is opened, and the report would go there.
void keep_standard_streams() {
    for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (fcntl(stream, F_GETFD) < 0 && open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream) std::_Exit(kWrongUse);
}

Surroundings look_around() {
    Surroundings found;
    found.terminal = isatty(STDOUT_FILENO) != 0;
    winsize size{};
    const char* columns = std::getenv("COLUMNS");
    int width = columns ? std::atoi(columns) : 0;
    if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) width = size.ws_col;
    if (width > 0) found.width = static_cast<size_t>(width);
    const char* no_color = std::getenv("NO_COLOR");
    found.no_color = no_color && *no_color;
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) == 0) found.cores = static_cast<unsigned>(CPU_COUNT(&cores));
    return found;
}

int report(const Options& options) {
    if (options.corpus.paths.empty() && isatty(STDIN_FILENO)) spdlog::warn("reading an article from the terminal; Ctrl-D ends it, nutgraf --help helps");
    auto start = std::chrono::steady_clock::now();
    stop_at_interrupt();
    // Never destroyed: the process ends behind it, and giving its memory back piece by piece would take a millisecond.
    static const Analyzer& analyzer = *new Analyzer(options.analyzer);
    Output output(options.output, options.report.format, options.corpus);
    auto write = [&](std::string_view reports) { return output.write(reports); };
    ReportOptions form = options.report;
    form.packed = output.packed();
    RunResult result = run_corpus(options.corpus, analyzer, form, write, output.descriptor(), [](const Problem& problem) { spdlog::warn("{}", problem.text); });
    output.finish();
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    spdlog::info("{} {}, {:.1f} MB in {:.2f} s, {:.1f} MB/s", result.documents, result.documents == 1 ? "article" : "articles", static_cast<double>(result.bytes) / 1e6, seconds,
                 static_cast<double>(result.bytes) / 1e6 / seconds);
    if (result.interrupted) return kInterrupted;
    return result.failed ? kSomeInputFailed : 0;
}

int check(const Options& options) {
    CheckResult result = check_lexicons(options.folder);
    std::string text;
    for (const std::string& failure : result.failures) text += failure + '\n';
    text += fmt::format("{} lists, {} rows, {} rules: {}\n", result.lists, result.rows, result.rules,
                        result.failures.empty() ? "all in order" : fmt::format("{} failures", result.failures.size()));
    write_all(STDOUT_FILENO, text);
    return result.failures.empty() ? 0 : kSomeInputFailed;
}

int score(const Options& options) {
    Analyzer analyzer(options.analyzer);
    ScoreResult result = run_score(options.score, analyzer, options.output);
    bool failed = false;
    for (const Problem& problem : result.problems) {
        spdlog::warn("{}", problem.text);
        failed |= problem.failed;
    }
    if (!options.score.save.empty()) keep_found(options.score.save, result.found);
    Output output(options.output, Format::Text, {});
    output.write(result.text);
    output.finish();
    return failed ? kSomeInputFailed : 0;
}

int look_up(const Options& options) {
    Analyzer analyzer(options.analyzer);
    std::string text = look_up(analyzer.lexicon(), Kin::built_in(), options.words);
    if (text.empty()) spdlog::warn("the word lists know nothing of \"{}\"", options.words);
    write_all(STDOUT_FILENO, text);
    return text.empty() ? kSomeInputFailed : 0;
}

int run(const std::vector<std::string>& arguments) {
    Options options = meaning_of(parse_command_line(arguments), look_around());
    if (options.quiet) spdlog::set_level(spdlog::level::err);
    else spdlog::set_level(options.verbose ? spdlog::level::info : spdlog::level::warn);

    switch (options.command) {
        case Options::Command::Report: return report(options);
        case Options::Command::Score: return score(options);
        case Options::Command::LexiconCheck: return check(options);
        case Options::Command::LexiconLookup: return look_up(options);
        case Options::Command::Formats:
        case Options::Command::Generate:
        case Options::Command::Version:
        case Options::Command::Help: write_all(STDOUT_FILENO, options.text); return 0;
    }
    return 0;
}

/// The heap grows at once by what rules and weights take, and its pages are sent for in one go: a fault for each of them is a
/// fifth of a start. Where the kernel cannot, nothing is lost.
void grow_heap() {
    constexpr size_t kHeap = size_t{6} << 20, kPage = 4096;
    mallopt(M_TOP_PAD, 16 << 20);
    void* first = std::malloc(size_t{64} << 10);
    auto begin = (reinterpret_cast<uintptr_t>(first) + kPage - 1) & ~(kPage - 1);
#ifdef MADV_POPULATE_WRITE
    if (first != nullptr) madvise(reinterpret_cast<void*>(begin), kHeap, MADV_POPULATE_WRITE);
#endif
    std::free(first);
}

}  // namespace

int main(int argc, char** argv) {
    grow_heap();
    keep_standard_streams();
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe shows as EPIPE
    set_up_log();
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        spdlog::error("{}", error.what());
        return kWrongUse;
    }
}
