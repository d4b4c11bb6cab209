// What the files of an article are called, in formats that make some for each.
#pragma once

#include <string>
#include <string_view>

namespace nutgraf {

/// The path below the folder for an article: that of its file, without extension and without what leads out of the folder.
/// "../news/a.txt" -> "news/a", "https://example.org/?a" -> "https_/example.org/_a"
std::string file_name(std::string_view id);

}  // namespace nutgraf
