// What the programs that run while nutgraf is built write: files of bytes, and the assembly that links them in.
#pragma once

#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "error.h"

namespace nutgraf {

/// Throws Error when it cannot.
inline void write_file(const std::string& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw Error(path + ": cannot be written");
}
inline void write_file(const std::string& path, std::span<const uint64_t> words) { write_file(path, {reinterpret_cast<const char*>(words.data()), words.size_bytes()}); }

/// A source that holds files as they are. `parts` are those of linked_file().
inline std::string linking_source(const std::string& parts) { return "// Made while nutgraf is built.\n__asm__(\".pushsection .rodata\\n\"\n" + parts + "        \".popsection\\n\");\n"; }
/// A file under the name `symbol`; with `end` there is a symbol behind it, too.
inline std::string linked_file(const std::string& symbol, const std::string& file, const std::string& end = "") {
    std::string part = "        \".balign 64\\n.global " + symbol + "\\n" + symbol + ":\\n.incbin \\\"" + std::filesystem::absolute(file).string() + "\\\"\\n";
    if (!end.empty()) part += ".global " + end + "\\n" + end + ":\\n.byte 0\\n";
    return part + "\"\n";
}

}  // namespace nutgraf
