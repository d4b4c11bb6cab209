// An open-addressed table from keys to values of eight bytes, which may stand on one that is linked in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "unicode.h"

namespace nutgraf {

/// Keys are numbers but 0. What is added goes into a table of its own; clear() forgets it again.
template <class Value>
class KeyTable {
    static_assert(sizeof(Value) == 8);

public:
    struct Slot {
        uint64_t key;  // 0: empty
        Value value;
    };

    KeyTable() { clear(); }
    explicit KeyTable(std::span<const Slot> base) : base_(base.empty() ? std::span(kNoSlot) : base) { clear(); }

    /// Null when there is none. Good until the next is added.
    const Value* find(uint64_t key) const {
        uint64_t hash = mix(key, 3);
        const Value* known = find(base_, hash, key);
        return known != nullptr ? known : find(own_, hash, key);
    }
    /// One that find() does not find.
    void add(uint64_t key, Value value) {
        if (own_.size() < 2 * ++own_count_) {
            std::vector<Slot> old(own_.size() * 2);
            old.swap(own_);
            for (const Slot& slot : old)
                if (slot.key != 0) put(own_, slot);
        }
        put(own_, {key, value});
    }
    size_t own_count() const { return own_count_; }
    void clear() {
        own_.assign(64, Slot{});
        own_count_ = 0;
    }
    /// All there is, as a base for another.
    std::vector<Slot> slots() const {
        std::vector<Slot> all;
        for (const auto& slots : {base_, std::span<const Slot>(own_)})
            for (const Slot& slot : slots)
                if (slot.key != 0) all.push_back(slot);
        size_t size = 1;
        while (size < 2 * all.size()) size *= 2;
        std::vector<Slot> table(size);
        for (const Slot& slot : all) put(table, slot);
        return table;
    }

private:
    static const Value* find(std::span<const Slot> slots, uint64_t hash, uint64_t key) {
        size_t mask = slots.size() - 1;
        for (size_t at = hash & mask;; at = (at + 1) & mask) {
            if (slots[at].key == key) return &slots[at].value;
            if (slots[at].key == 0) return nullptr;
        }
    }
    static void put(std::vector<Slot>& slots, const Slot& slot) {
        size_t mask = slots.size() - 1, at = mix(slot.key, 3) & mask;
        while (slots[at].key != 0) at = (at + 1) & mask;
        slots[at] = slot;
    }
    static constexpr Slot kNoSlot[1] = {};
    std::span<const Slot> base_ = kNoSlot;
    std::vector<Slot> own_;
    size_t own_count_ = 0;
};

}  // namespace nutgraf
