// Build-time program: compiles the weights of evidence that are linked in, for the lists and rules that are, and writes the source
// that links the result in.
//   compile_weights IMAGE_OUT SOURCE_OUT
#include <cstdio>

#include "build_files.h"
#include "evidence.h"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: compile_weights IMAGE_OUT SOURCE_OUT\n", stderr);
        return 2;
    }
    try {
        using namespace nutgraf;
        Lexicon lexicon = Lexicon::built_in();
        Rules rules = Rules::built_in(lexicon);
        write_file(argv[1], Evidence::compile_built_in(lexicon, rules));
        write_file(argv[2], linking_source(linked_file("nutgraf_weights_image", argv[1])));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
