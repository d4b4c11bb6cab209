#include "file_name.h"

#include <algorithm>

namespace nutgraf {
namespace {

constexpr size_t kLongestName = 200;  // bytes of a file's name; file systems take 255

}  // namespace

std::string file_name(std::string_view id) {
    if (id.ends_with(".txt")) id.remove_suffix(4);
    std::string name;
    for (size_t begin = 0; begin <= id.size();) {
        size_t end = std::min(id.find('/', begin), id.size());
        std::string part(id.substr(begin, std::min(end - begin, kLongestName)));
        while (!part.empty() && part.size() == kLongestName && (static_cast<unsigned char>(id[begin + part.size()]) & 0xC0) == 0x80) part.pop_back();
        begin = end + 1;
        if (part.empty() || part == "." || part == "..") continue;
        for (char& c : part)
            if (static_cast<unsigned char>(c) < 0x20 || std::string_view("\\:*?\"<>|\x7F").find(c) != std::string_view::npos) c = '_';
        name += (name.empty() ? "" : "/") + part;
    }
    return name.empty() ? "article" : name;
}

}  // namespace nutgraf
