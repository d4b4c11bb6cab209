// Build-time program: compiles a folder of lists and its words used alike into three files, and writes the source that
// links them and the weights in.
//   compile_lexicons LEXICONS_DIR IMAGE_OUT GAZETTEER_OUT KIN_OUT SOURCE_OUT DEPFILE
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "build_files.h"
#include "error.h"
#include "kin.h"
#include "lexicon.h"

int main(int argc, char** argv) {
    if (argc != 7) {
        std::fputs("usage: compile_lexicons LEXICONS_DIR IMAGE_OUT GAZETTEER_OUT KIN_OUT SOURCE_OUT DEPFILE\n", stderr);
        return 2;
    }
    try {
        auto compiled = nutgraf::compile_lexicon_folder(argv[1]);
        nutgraf::write_file(argv[2], compiled.lists);
        nutgraf::write_file(argv[3], compiled.gazetteer);
        std::string kin_path = std::string(argv[1]) + "/words.kin";
        std::ifstream in(kin_path, std::ios::binary);
        std::stringstream text;
        text << in.rdbuf();
        if (!in) throw nutgraf::Error(kin_path + ": cannot be read");
        nutgraf::write_file(argv[4], nutgraf::Kin::compile(kin_path, text.str()));
        std::string weights = std::string(argv[1]) + "/evidence.weights";
        auto linked = [](const std::string& name, const std::string& file) { return nutgraf::linked_file("nutgraf_" + name + "_begin", file, "nutgraf_" + name + "_end"); };
        nutgraf::write_file(argv[5], nutgraf::linking_source(linked("lexicon", argv[2]) + linked("gazetteer", argv[3]) + linked("weights", weights) + nutgraf::linked_file("nutgraf_kin", argv[4])));
        // The build runs this again when a list changes, or comes or goes.
        std::string depends = std::string(argv[2]) + ": " + weights + " " + kin_path;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1]))
            if (entry.is_directory() || entry.path().extension() == ".tsv") depends += " " + entry.path().string();
        nutgraf::write_file(argv[6], depends + "\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
