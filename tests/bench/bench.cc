// How fast each stage is, and the whole beside `wc -w` on the same text. Usage: bench PROGRAM [PATH] [--benchmark_...]
//
// PATH is a file or folder of articles (*.txt); they are repeated to 10 MB and cut into documents of 4 KB. Stages are
// timed inside the pipeline, one thread, so that each sees what the one before it left in the caches. All speeds are of
// processor time, so that a busy machine does not blur them; only the start of the program is by the clock on the wall.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <benchmark/benchmark.h>

#include "analyzer.h"
#include "dates.h"
#include "finder.h"
#include "groups.h"
#include "numbers.h"
#include "organizations.h"
#include "people.h"
#include "places.h"
#include "report.h"

using namespace nutgraf;

namespace {

constexpr size_t kTotal = 10'000'000;  // bytes
constexpr size_t kDocument = 4096;     // bytes
constexpr int kRuns = 5;               // of which the fastest counts
constexpr int kStarts = 21;            // of which the median counts

/// Seconds that this thread has run.
double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// ---------------------------------------------------------------- other programs

struct Ran {
    double seconds;    // on the wall
    double processor;  // seconds of all threads
    double megabytes;  // at most in memory
};

/// Runs a shell command; its output goes nowhere. The memory is the program's when the shell does `exec`, and this
/// process is smaller than it.
Ran run(const std::string& command) {
    auto start = std::chrono::steady_clock::now();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (status != 0) {
        std::cerr << "bench: failed: " << command << '\n';
        std::exit(1);
    }
    auto of = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; };
    return {seconds, of(usage.ru_utime) + of(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

// ---------------------------------------------------------------- the text

/// The articles of a file or folder, one after the other, until there are 10 MB.
std::string read_text(const std::string& path) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    if (fs::is_directory(path)) {
        for (const auto& file : fs::recursive_directory_iterator(path))
            if (file.path().extension() == ".txt") files.push_back(file.path());
        std::sort(files.begin(), files.end());
    } else {
        files.emplace_back(path);
    }
    std::string once, text;
    for (const auto& file : files) {
        std::stringstream content;
        content << std::ifstream(file, std::ios::binary).rdbuf();
        once += content.str() + "\n\n";
    }
    if (once.size() < 3) {
        std::cerr << "bench: " << path << ": no text\n";
        std::exit(1);
    }
    while (text.size() < kTotal) text += once;
    return text.substr(0, kTotal);
}

/// Cuts at the last line's end or space before 4 KB.
std::vector<std::string> cut(const std::string& text) {
    std::vector<std::string> parts;
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(at + kDocument, text.size());
        if (end < text.size())
            if (size_t space = text.find_last_of("\n ", end); space != std::string::npos && space > at) end = space;
        parts.push_back(text.substr(at, end - at));
        at = end;
    }
    return parts;
}

std::string json_lines(const std::vector<std::string>& parts) {
    std::string out;
    for (size_t i = 0; i < parts.size(); ++i) {
        out += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"";
        for (char c : parts[i]) {
            char escaped[8];
            if (static_cast<unsigned char>(c) < 32) std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned char>(c)), out += escaped;
            else if (c == '"' || c == '\\') out += {'\\', c};
            else out += c;
        }
        out += "\"}\n";
    }
    return out;
}

// ---------------------------------------------------------------- the stages

enum Stage : size_t { kTokens, kHits, kEncode, kPeople, kPlaces, kOrganizations, kGroups, kNumbers, kDates, kNames, kAgain, kNamesAgain, kValues, kEntities, kReport, kStages };
constexpr std::array<const char*, kStages> kStageNames = {"tokens", "lexicon hits", "encoding", "rules: people", "rules: places", "rules: organizations", "rules: groups", "rules: numbers", "rules: dates",
                                                          "first names", "rules: second look", "second names", "values", "entities", "report as jsonl"};

class Bench {
public:
    explicit Bench(const std::vector<std::string>& parts) : report_(analyzer_, jsonl()) {
        for (const auto& part : parts) documents_.emplace_back(std::to_string(documents_.size()), part, parse_iso_date("2021-12-28"));
        std::array<double, kStages> ignored{};
        for (const auto& document : documents_) bytes_ += document.text().size();
        run_stages(ignored);
    }

    size_t bytes() const { return bytes_; }
    size_t tokens() const { return tokens_; }
    size_t mentions() const { return mentions_; }
    size_t documents() const { return documents_.size(); }

    /// All documents through the pipeline; adds the seconds of each stage.
    void run_stages(std::array<double, kStages>& seconds) {
        tokens_ = mentions_ = 0;
        Analysis& analysis = workspace_.analysis;
        std::vector<Candidate>&found = workspace_.found, &chosen = workspace_.chosen;
        for (const Document& document : documents_) {
            double last = thread_seconds();
            auto done = [&](Stage stage) {
                double now = thread_seconds();
                seconds[stage] += now - last;
                last = now;
            };
            find_tokens(document, analysis.tokens);
            done(kTokens);
            analyzer_.lexicon().find_hits(analysis.tokens, analysis.hits);
            done(kHits);
            analyzer_.rules().encode(analysis.tokens, analysis.hits, workspace_.rules);
            done(kEncode);
            find_capitals(analysis.tokens, workspace_.capitals);
            Article article{document, analyzer_.lexicon(), analyzer_.rules(), analysis.tokens, analysis.hits, workspace_.capitals, workspace_.rules, {}};
            found.clear();
            find_people(article, found);
            done(kPeople);
            find_places(article, found);
            done(kPlaces);
            find_organizations(article, found);
            done(kOrganizations);
            find_groups(article, found);
            done(kGroups);
            find_numbers(article, found);
            done(kNumbers);
            find_dates(article, found);
            done(kDates);
            find_other_names(article, workspace_.others);
            drop_parts_of_other_names(article, workspace_.others, found);
            analyzer_.evidence().choose_names(article, Look::First, found, workspace_.evidence, chosen);
            done(kNames);
            find_same_names(article, chosen, found);
            find_people_again(article, chosen, found);
            find_places_again(article, chosen, found);
            find_organizations_again(article, chosen, found);
            drop_parts_of_other_names(article, workspace_.others, found);
            done(kAgain);
            analyzer_.evidence().choose_names(article, Look::Second, found, workspace_.evidence, chosen);
            add_others(chosen, found);
            done(kNamesAgain);
            analysis.mentions.resize(found.size());
            for (size_t i = 0; i < found.size(); ++i) {
                static_cast<Candidate&>(analysis.mentions[i]) = found[i];
                analysis.mentions[i].value = {};
            }
            analysis.figures.clear();
            value_places(article, analysis.mentions, analysis.figures);
            value_organizations(article, analysis.mentions, analysis.figures);
            value_groups(article, analysis.mentions, analysis.figures);
            value_numbers(article, analysis.mentions, analysis.figures);
            value_dates(article, analysis.mentions, analysis.figures);
            done(kValues);
            link(article, analysis.mentions, analysis.figures, analysis.entities, analysis.members);
            done(kEntities);
            out_.clear();
            report_.write(document, analysis, out_);
            done(kReport);
            tokens_ += analysis.tokens.size();
            mentions_ += analysis.mentions.size();
        }
    }

    double run_whole(bool with_report) {
        double start = thread_seconds();
        for (const Document& document : documents_) {
            const Analysis& analysis = analyzer_.analyze(document, workspace_);
            out_.clear();
            if (with_report) report_.write(document, analysis, out_);
        }
        return thread_seconds() - start;
    }

private:
    static ReportOptions jsonl() {
        ReportOptions options;
        options.format = Format::JsonLines;
        return options;
    }
    Analyzer analyzer_;
    Report report_;
    Workspace workspace_;
    std::vector<Document> documents_;
    std::string out_;
    size_t bytes_ = 0, tokens_ = 0, mentions_ = 0;
};

void register_stage(Bench& bench, const std::string& name, const std::function<double()>& pass) {
    benchmark::RegisterBenchmark(name.c_str(), [&bench, pass](benchmark::State& state) {
        for (auto _ : state) state.SetIterationTime(pass());
        auto passes = static_cast<int64_t>(state.iterations());
        state.SetBytesProcessed(passes * static_cast<int64_t>(bench.bytes()));
        state.SetItemsProcessed(passes * static_cast<int64_t>(bench.tokens()));
    })->UseManualTime()->Iterations(kRuns)->Unit(benchmark::kMillisecond);
}

template <class Measure>
double best_of(int runs, Measure measure) {
    double best = measure();
    for (int i = 1; i < runs; ++i) best = std::min(best, measure());
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (argc < 3 || argc > 3) {
        std::cerr << "usage: bench PROGRAM PATH [--benchmark_...]\n";
        return 2;
    }
    std::string program = argv[1];

    // First, while this process is small: a child's peak memory counts from its fork.
    std::vector<Ran> starts;
    for (int i = 0; i < kStarts; ++i) starts.push_back(run("echo 'Putin met Biden in Geneva.' | exec '" + program + "'"));
    std::sort(starts.begin(), starts.end(), [](const Ran& a, const Ran& b) { return a.seconds < b.seconds; });
    double shell = 0;
    {
        std::vector<double> shells;
        for (int i = 0; i < kStarts; ++i) shells.push_back(run("echo 'Putin met Biden in Geneva.' | exec cat").seconds);
        std::sort(shells.begin(), shells.end());
        shell = shells[shells.size() / 2];
    }
    auto folder = std::filesystem::temp_directory_path() / ("nutgraf-bench-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    std::string text_file = folder / "text", lines_file = folder / "lines.jsonl";
    size_t bytes;
    double program_seconds, program_megabytes = 0, wc_seconds;
    {
        std::string text = read_text(argv[2]);
        bytes = text.size();
        std::ofstream(text_file) << text;
        std::ofstream(lines_file) << json_lines(cut(text));
    }
    program_seconds = best_of(kRuns, [&] {
        Ran ran = run("exec '" + program + "' -j 1 --from jsonl --format jsonl '" + lines_file + "'");
        program_megabytes = std::max(program_megabytes, ran.megabytes);
        return ran.processor;
    });
    wc_seconds = best_of(kRuns, [&] { return run("exec wc -w '" + text_file + "'").processor; });

    {
        Bench bench(cut(read_text(argv[2])));
        std::printf("%zu documents, %.1f MB, %zu tokens, %zu mentions; one thread\n", bench.documents(), static_cast<double>(bench.bytes()) / 1e6, bench.tokens(), bench.mentions());
        for (size_t stage = 0; stage < kStages; ++stage)
            register_stage(bench, kStageNames[stage], [&bench, stage] {
                std::array<double, kStages> seconds{};
                bench.run_stages(seconds);
                return seconds[stage];
            });
        register_stage(bench, "whole analysis", [&bench] { return bench.run_whole(false); });
        register_stage(bench, "whole analysis and report", [&bench] { return bench.run_whole(true); });
        benchmark::RunSpecifiedBenchmarks();
        double whole = best_of(kRuns, [&] { return bench.run_whole(true); });

        double megabytes = static_cast<double>(bytes) / 1e6;
        const char* locale = std::getenv("LC_ALL") ? std::getenv("LC_ALL") : std::getenv("LANG") ? std::getenv("LANG") : "C";
        std::printf("\nThe fastest of %d runs, one thread:\n", kRuns);
        std::printf("  wc -w (locale %s)              %7.1f MB/s\n", locale, megabytes / wc_seconds);
        std::printf("  analysis and report in memory  %7.1f MB/s   %.2f of wc -w\n", megabytes / whole, wc_seconds / whole);
        std::printf("  nutgraf, jsonl in and out      %7.1f MB/s   %.2f of wc -w   %.0f MB of memory\n", megabytes / program_seconds, wc_seconds / program_seconds, program_megabytes);
        const Ran& median = starts[starts.size() / 2];
        std::printf("\necho \"Putin met Biden in Geneva.\" | nutgraf, median of %d runs:\n  %.1f ms (of which the shell %.1f ms), %.0f MB of memory\n", kStarts, median.seconds * 1e3, shell * 1e3,
                    std::max_element(starts.begin(), starts.end(), [](const Ran& a, const Ran& b) { return a.megabytes < b.megabytes; })->megabytes);
    }
    std::filesystem::remove_all(folder);
}
