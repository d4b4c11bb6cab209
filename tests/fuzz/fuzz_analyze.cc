// Entry point of libFuzzer: CC=clang CXX=clang++ meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined
// -Db_lundef=false && ninja -C build-fuzz && build-fuzz/tests/fuzz_analyze corpus/dev
#include <cstdio>
#include <cstdlib>

#include "checks.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const nutgraf::Analyzer analyzer;
    static nutgraf::Workspace used;
    std::string what = nutgraf::fuzz::check(analyzer, used, std::string(reinterpret_cast<const char*>(data), size));
    if (!what.empty()) {
        std::fprintf(stderr, "%s\n", what.c_str());
        std::abort();
    }
    return 0;
}
