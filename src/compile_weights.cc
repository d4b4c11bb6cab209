// Build-time program: compiles the weights of evidence that are linked in, for the lists and rules that are, and writes the source
// that links the result in.
//   compile_weights IMAGE_OUT SOURCE_OUT
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "error.h"
#include "evidence.h"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: compile_weights IMAGE_OUT SOURCE_OUT\n", stderr);
        return 2;
    }
    try {
        using namespace nutgraf;
        auto write = [](const std::string& path, std::string_view bytes) {
            std::ofstream out(path, std::ios::binary);
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            if (!out.flush()) throw Error(path + ": cannot be written");
        };
        Lexicon lexicon = Lexicon::built_in();
        Rules rules = Rules::built_in(lexicon);
        std::vector<uint64_t> image = Evidence::compile_built_in(lexicon, rules);
        write(argv[1], {reinterpret_cast<const char*>(image.data()), image.size() * sizeof image[0]});
        write(argv[2], "// Made by compile_weights.\n__asm__(\".pushsection .rodata\\n.balign 64\\n.global nutgraf_weights_image\\n\"\n        \"nutgraf_weights_image:\\n.incbin \\\"" +
                           std::filesystem::absolute(argv[1]).string() + "\\\"\\n.popsection\\n\");\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
