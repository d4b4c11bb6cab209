// Arrays in the bytes of an image that is linked in: one behind the other, each with its length before it, in steps of
// eight bytes. What holds the arrays names them in one order, for writing and for reading: for_each_array(take).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace nutgraf {

class ArrayWriter {
public:
    template <class T>
    void operator()(std::span<const T> array) {
        // Bytes between a struct's members would differ from build to build.
        static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
        words_.push_back(array.size());
        size_t at = words_.size();
        words_.resize(at + (array.size_bytes() + 7) / 8);
        if (!array.empty()) std::memcpy(&words_[at], array.data(), array.size_bytes());
    }
    void operator()(size_t number) { words_.push_back(number); }
    std::vector<uint64_t> take() { return std::move(words_); }

private:
    std::vector<uint64_t> words_;
};

/// Gives views into the words it reads, which it does not check.
class ArrayReader {
public:
    explicit ArrayReader(const uint64_t* words) : at_(words) {}
    template <class T>
    void operator()(std::span<const T>& array) {
        auto size = static_cast<size_t>(*at_++);
        array = {reinterpret_cast<const T*>(at_), size};
        at_ += (array.size_bytes() + 7) / 8;
    }
    void operator()(size_t& number) { number = static_cast<size_t>(*at_++); }

private:
    const uint64_t* at_;
};

/// Strings one behind the other, and where each ends.
struct Strings {
    std::span<const char> bytes;
    std::span<const uint32_t> ends;
    std::string_view operator[](size_t i) const {
        size_t begin = i == 0 ? 0 : ends[i - 1];
        return {bytes.data() + begin, ends[i] - begin};
    }
    template <class Take>
    void for_each_array(Take&& take) {
        take(bytes), take(ends);
    }
};

/// Gathers what Strings look into.
struct StringsBuilder {
    std::string bytes;
    std::vector<uint32_t> ends;
    void add(std::string_view string) {
        bytes += string;
        ends.push_back(static_cast<uint32_t>(bytes.size()));
    }
    Strings view() const { return {bytes, ends}; }
};

}  // namespace nutgraf
