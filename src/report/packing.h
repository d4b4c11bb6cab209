// What is no stream of text goes from the workers to the one that writes as packed fields: each with its length before it.
//
//   files of a folder   id, number of files, then of each: extension, content
//   pages of a folder   the same, then what the overview adds up: title, date of publication or "", number of mentions,
//                       number of entities and of each: kind, key, name, value in words, mentions, salience, latitude, longitude, first
//                       and last day; number of pairs and of each: the positions of two entities, and
//                       in how many sentences both stand
//   rows of an overview id, date of publication or "", number of entities, their fields
//   rows of a database  id, date of publication or "", text, number of entities and of mentions, the entities' and the
//                       mentions' fields as report/rows.cc has them
#pragma once

#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace nutgraf {

inline void pack(std::string& out, std::string_view field) {
    auto size = static_cast<uint32_t>(field.size());
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += field;
}

inline void pack(std::string& out, uint64_t number) {
    char digits[20];
    pack(out, std::string_view(digits, static_cast<size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits)));
}

/// Reads what was packed, in the same order.
class Unpacker {
public:
    explicit Unpacker(std::string_view packed) : rest_(packed) {}
    bool done() const { return rest_.empty(); }
    std::string_view field() {
        uint32_t size = 0;
        std::memcpy(&size, rest_.data(), sizeof size);
        std::string_view found = rest_.substr(sizeof size, size);
        rest_.remove_prefix(sizeof size + size);
        return found;
    }
    uint64_t number() {
        uint64_t value = 0;
        std::string_view digits = field();
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }

private:
    std::string_view rest_;
};

}  // namespace nutgraf
