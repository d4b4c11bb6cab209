// The thing mentioned: mentions of one article that mean the same are one entity, with its fullest name.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "finder.h"
#include "mentions.h"
#include "people.h"

namespace nutgraf {

/// Why a mention belongs to its entity.
enum class Link : uint8_t {
    First,        // its first mention
    SameName,     // named so before, but for case, accents or a plural
    Surname,      // "Barta", of "Pavel Barta"
    GivenName,    // "Sergei"
    PartOfName,   // "Quiñones", of "María Quiñones Rueda"
    FullerName,   // "Ilse Rahel Brandauer", of "Ilse Brandauer", and the other way round
    Initials,     // "J. K. Rowling", of "Joanne Kathleen Rowling"
    Nickname,     // "Bill Clinton", of "William Clinton"
    Title,        // "Mrs. Clinton": of several Clintons the one whose title or first name fits
    Spelling,     // "Kristin Wilkins", of "Kristen Wilkins"
    Acronym,      // "NRGA", of "National Rice Growers Association"
    ShortForm,    // "Home Office", of "United Kingdom Home Office"; "Treasury", of "Treasury Department"
    List,         // the lists know both as names of one thing: "Kiev" and "Kyiv"
    Value,        // a number or date of the same value
};
constexpr size_t kLinkCount = 14;
std::string_view link_name(Link link);   // "same-name"
std::string_view link_about(Link link);  // for --explain: "named so before"

constexpr uint32_t kNoEntity = 0xFFFFFFFF;
constexpr uint32_t kMostSalient = 100;

struct Entity {
    Kind kind = Kind::Person;
    Subkind subkind = Subkind::None;
    std::string_view name;  // people, places, organizations and groups: the fullest name; numbers and dates: the first text
    Value value;        // of the best-valued mention
    std::span<const uint32_t> mentions;  // positions in Analysis::mentions, ascending
    std::span<const Link> links;         // why each of them belongs here
    Description person;              // of people: the first office and role that the article states
    uint32_t related = kNoEntity;    // of a nationality: the entity of its country, where the article names it
    /// How much the article is about it, in hundredths: 30 for the headline (not of dates), 15 for the first paragraph, 5 for each mention
    /// up to nine, 10 for a first mention in the first quarter of the text or 5 in the second.
    uint32_t salience = 0;
};

/// What the spans of an article's entities show, and names. Moved, not copied: a copy's entities would show the original's.
struct Members {
    Members() = default;
    Members(Members&&) = default;
    Members& operator=(Members&&) = default;
    std::vector<uint32_t> mentions;  // those of the first entity, then those of the second, ...
    std::vector<Link> links;
    std::deque<std::string> names;   // those that stand neither in the article nor in the lists
};

/// Replaces `entities` and `members`, in the order of their first mentions. Every mention is in exactly one entity:
/// people by full name and surname, places and organizations by name, lexicon row and acronym, groups by what they
/// refer to, numbers and dates by value. `figures` are those of the mentions.
void link(const Article& article, const std::vector<Mention>& mentions, Figures& figures, std::vector<Entity>& entities, Members& members);

}  // namespace nutgraf
