// Build-time program: compiles a folder's rules for the lists linked in, reads marked articles with them, and writes them with
// what they have learnt there as an image, and the source that links it in.
//   compile_rules LEXICONS_DIR IMAGE_OUT SOURCE_OUT DEPFILE ARTICLES_DIR...
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>

#include "build_files.h"
#include "error.h"
#include "lexicon.h"
#include "rules.h"
#include "text.h"

namespace {

namespace fs = std::filesystem;

/// An article without its marks, "[place/city Rye]": nearly as it would be printed, which is enough here.
std::string unmarked(const std::string& marked) {
    std::string text;
    for (size_t at = 0; at < marked.size(); ++at) {
        if (marked[at] == '[') at = std::min(marked.find(' ', at), marked.size());
        else if (marked[at] != ']') text += marked[at];
    }
    return text;
}

void run(const std::string& lexicons, const std::string& image_path, const std::string& source_path, const std::string& depfile, std::span<char*> folders) {
    using namespace nutgraf;
    Lexicon lexicon = Lexicon::built_in();
    Rules rules = Rules::from_texts(lexicon, read_rules_folder(lexicons));
    Rules::Workspace workspace;
    // The build runs this again when a rule or article changes, or comes or goes.
    std::string depends = image_path + ":";
    for (const auto& entry : fs::recursive_directory_iterator(lexicons))
        if (entry.is_directory() || entry.path().extension() == ".rules") depends += " " + entry.path().string();
    std::vector<fs::path> paths;
    for (const char* folder : folders) {
        depends += std::string(" ") + folder;
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".gold") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<Token> tokens;
    Hits hits;
    std::vector<RuleMatch> matches;
    for (const fs::path& path : paths) {
        depends += " " + path.string();
        std::ifstream in(path, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        if (!in) throw Error(path.string() + ": cannot be read");
        Document document(path.string(), unmarked(bytes.str()));
        find_tokens(document, tokens);
        lexicon.find_hits(tokens, hits);
        rules.encode(tokens, hits, workspace);
        rules.count(workspace);
        for (size_t kind = 0; kind < kKindCount; ++kind) rules.find_matches(static_cast<Kind>(kind), workspace, matches);
    }
    std::vector<uint64_t> image = rules.image(workspace);
    write_file(image_path, image);
    write_file(source_path, linking_source(linked_file("nutgraf_rules_image", image_path)));
    write_file(depfile, depends + "\n");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 6) {
        std::fputs("usage: compile_rules LEXICONS_DIR IMAGE_OUT SOURCE_OUT DEPFILE ARTICLES_DIR...\n", stderr);
        return 2;
    }
    try {
        run(argv[1], argv[2], argv[3], argv[4], std::span(argv, static_cast<size_t>(argc)).subspan(5));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
