// The thing mentioned: mentions of one article that mean the same are one entity, with its fullest name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "finder.h"
#include "mentions.h"

namespace nutgraf {

struct Entity {
    Kind kind = Kind::Person;
    Subkind subkind = Subkind::None;
    std::string name;   // people, places, organizations and groups: the fullest name; numbers and dates: the first text
    Value value;        // of the best-valued mention
    std::vector<uint32_t> mentions;  // positions in Analysis::mentions, ascending
};

/// Replaces `entities`, in the order of their first mentions. Every mention is in exactly one entity:
/// people by full name and surname, places and organizations by name, lexicon row and acronym, groups by what they
/// refer to, numbers and dates by value.
void link(const Article& article, const std::vector<Mention>& mentions, std::vector<Entity>& entities);

}  // namespace nutgraf
