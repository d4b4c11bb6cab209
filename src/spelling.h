// Lines cut in pieces, and how far a misspelt word is from what was meant: for lists, rules and options.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace nutgraf {

/// The pieces of a text between separators: one more than there are separators. They point into `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

/// How many letters must be added, dropped, changed or swapped to make one word the other.
size_t distance(std::string_view a, std::string_view b);

}  // namespace nutgraf
