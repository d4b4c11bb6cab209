// Build-time program: compiles a folder of lists and its words used alike into three files, and writes the source that links them and the weights in.
//   compile_lexicons LEXICONS_DIR IMAGE_OUT GAZETTEER_OUT KIN_OUT SOURCE_OUT DEPFILE
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "error.h"
#include "kin.h"
#include "lexicon.h"

int main(int argc, char** argv) {
    if (argc != 7) {
        std::fputs("usage: compile_lexicons LEXICONS_DIR IMAGE_OUT GAZETTEER_OUT KIN_OUT SOURCE_OUT DEPFILE\n", stderr);
        return 2;
    }
    try {
        auto write = [](const char* path, const std::string& bytes) {
            std::ofstream out(path, std::ios::binary);
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            if (!out.flush()) throw nutgraf::Error(std::string(path) + ": cannot be written");
        };
        auto compiled = nutgraf::compile_lexicon_folder(argv[1]);
        write(argv[2], compiled.lists);
        write(argv[3], compiled.gazetteer);
        std::string kin_path = std::string(argv[1]) + "/words.kin";
        std::ifstream in(kin_path, std::ios::binary);
        std::stringstream text;
        text << in.rdbuf();
        if (!in) throw nutgraf::Error(kin_path + ": cannot be read");
        auto kin = nutgraf::Kin::compile(kin_path, text.str());
        write(argv[4], {reinterpret_cast<const char*>(kin.data()), kin.size() * sizeof kin[0]});
        std::string source = "// Made by compile_lexicons.\n__asm__(\".pushsection .rodata\\n\"\n";
        auto include = [&](const std::string& name, const char* file) {
            std::string path = std::filesystem::absolute(file).string();
            source += "        \".balign 64\\n.global nutgraf_" + name + "_begin, nutgraf_" + name + "_end\\n\"\n";
            source += "        \"nutgraf_" + name + "_begin:\\n.incbin \\\"" + path + "\\\"\\nnutgraf_" + name + "_end:\\n.byte 0\\n\"\n";
        };
        include("lexicon", argv[2]);
        include("gazetteer", argv[3]);
        std::string weights = std::string(argv[1]) + "/evidence.weights";
        include("weights", weights.c_str());
        source += "        \".balign 64\\n.global nutgraf_kin\\nnutgraf_kin:\\n.incbin \\\"" + std::filesystem::absolute(argv[4]).string() + "\\\"\\n\"\n";
        write(argv[5], source + "        \".popsection\\n\");\n");
        // The build runs this again when a list changes, or comes or goes.
        std::string depends = std::string(argv[2]) + ": " + weights + " " + kin_path;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1]))
            if (entry.is_directory() || entry.path().extension() == ".tsv") depends += " " + entry.path().string();
        write(argv[6], depends + "\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
