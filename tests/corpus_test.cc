#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "corpus.h"
#include "error.h"

using namespace nutgraf;
namespace fs = std::filesystem;

namespace {

/// A folder that is gone when the test ends.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "nutgraf-test-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(const std::string& name) const { return path_ / name; }
    std::string string() const { return path_.string(); }
    void write(const std::string& name, const std::string& bytes) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << bytes;
    }

private:
    fs::path path_;
};

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    return content.str();
}

struct Outcome {
    RunResult result;
    std::string output;
    std::vector<std::string> problems;
};

Outcome run(const Folder& folder, const CorpusOptions& options, Format format = Format::JsonLines) {
    static const Analyzer kAnalyzer;
    Outcome outcome;
    ReportOptions report;
    report.format = format;
    fs::path file = folder / "output";
    int output = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    outcome.result = run_corpus(options, kAnalyzer, report, output, [&](const Problem& problem) { outcome.problems.push_back(problem.text); });
    close(output);
    outcome.output = read(file);
    return outcome;
}

}  // namespace

TEST_CASE("folders are read in the order of their paths' bytes") {
    Folder folder;
    for (const char* name : {"b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "a-b.txt", "a0.txt", "B.txt", ".hidden/x.txt", "a/.x.txt", "a/x.jsonl", "\xC3\xA9.txt"}) folder.write(name, "");
    fs::create_directory_symlink(folder.string(), folder / "a/loop");
    fs::create_symlink("b.txt", folder / "link.txt");
    std::vector<Problem> problems;
    std::string shown;
    for (const auto& path : list_folder(folder.string(), "txt", problems)) shown += path.substr(folder.string().size() + 1) + ' ';
    CHECK(shown == "B.txt a-b.txt a.txt a/b/c.txt a/z.txt a0.txt b.txt link.txt \xC3\xA9.txt ");
    CHECK(problems.empty());
}

TEST_CASE("lines: whole ones only, any number of jobs, the same bytes") {
    Folder folder;
    std::string lines;
    for (int i = 0; i < 5000; ++i) lines += "{\"id\":" + std::to_string(i) + ",\"text\":\"It rained" + std::string(static_cast<size_t>(i % 700), '.') + "\"}\n";
    lines.pop_back();
    folder.write("in.jsonl", lines);
    CorpusOptions options{{(folder / "in.jsonl").string()}, InputForm::JsonLines, {}, 1};
    Outcome one = run(folder, options);
    CHECK(one.result.documents == 5000);
    CHECK(std::count(one.output.begin(), one.output.end(), '\n') == 5000);
    CHECK(one.output.starts_with("{\"id\":\"0\""));
    options.jobs = 5;
    CHECK(run(folder, options).output == one.output);
}

TEST_CASE("what cannot be read is reported, the others go on") {
    Folder folder;
    folder.write("a.txt", "It rained.");
    folder.write("bad.txt", "caf\xFF\xFE");
    std::string a = (folder / "a.txt").string(), bad = (folder / "bad.txt").string();
    Outcome outcome = run(folder, {{a, "/nowhere/x", bad}, InputForm::Text, {}, 2}, Format::Json);
    CHECK(outcome.result.failed);
    CHECK(outcome.result.documents == 2);
    CHECK(outcome.problems == std::vector<std::string>{"/nowhere/x: No such file or directory", bad + ": 2 bytes are not UTF-8; each is taken as U+FFFD"});
    CHECK(outcome.output.starts_with("[\n  {\n    \"id\": \"" + a));
    CHECK(outcome.output.ends_with("}\n]\n"));
}

TEST_CASE("the date given stands above those of the articles") {
    Folder folder;
    folder.write("in.jsonl", "{\"text\":\"Date: 2020-01-01\\n\\nIt rained.\",\"date\":\"2021-01-01\"}\n{\"text\":\"Date: 2020-01-01\\n\\nIt rained.\"}");
    CorpusOptions options{{(folder / "in.jsonl").string()}, InputForm::JsonLines, {}, 1};
    std::string output = run(folder, options).output;
    CHECK(output.find("\"date\":\"2021-01-01\"") != std::string::npos);
    CHECK(output.find("\"date\":\"2020-01-01\"") != std::string::npos);
    options.date = parse_iso_date("2022-02-02");
    output = run(folder, options).output;
    CHECK(output.find("\"date\":\"202") == output.find("\"date\":\"2022-02-02\""));
    CHECK(output.find("\"date\":\"2020") == std::string::npos);
}

TEST_CASE("bad bytes of lines are counted once a file") {
    Folder folder;
    folder.write("in.jsonl", "{\"id\":\"a\",\"text\":\"\xFF\"}\n{\"id\":\"b\",\"text\":\"\xFF\xFE\"}\n");
    std::string path = (folder / "in.jsonl").string();
    Outcome outcome = run(folder, {{path}, InputForm::JsonLines, {}, 1});
    CHECK(!outcome.result.failed);
    CHECK(outcome.problems == std::vector<std::string>{path + ": 3 bytes are not UTF-8; each is taken as U+FFFD"});
}

TEST_CASE("an input is recognised whatever path leads to it") {
    Folder folder;
    folder.write("a.txt", "");
    folder.write("out.json", "");
    CorpusOptions options{{folder.string()}, InputForm::Text, {}, 1};
    CHECK(is_input((folder / "../").string() + folder.string().substr(folder.string().rfind('/') + 1) + "/a.txt", options));
    CHECK(!is_input((folder / "out.json").string(), options));
    CHECK(!is_input((folder / "new.txt").string(), options));
}

TEST_CASE("an output that cannot be written is an error") {
    static const Analyzer kAnalyzer;
    Folder folder;
    folder.write("a.txt", "It rained.");
    int full = open("/dev/full", O_WRONLY);
    CHECK_THROWS_AS(run_corpus({{(folder / "a.txt").string()}, InputForm::Text, {}, 3}, kAnalyzer, {}, full, [](const Problem&) {}), Error);
    close(full);
}
