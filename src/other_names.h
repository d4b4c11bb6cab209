// What has a name and is no person, place or organization: events, laws, works, ships, storms, products, indexes.
#pragma once

#include <algorithm>
#include <vector>

#include "finder.h"

namespace nutgraf {

/// The names of an article that are none of people, places and organizations: "Stanley Cup", "Madagascar Plan", "Hurricane
/// Katrina". They are those of words/other-name, and what a noun of words/other-head ends or one of words/other-head-before
/// begins.
struct OtherName {
    TokenSpan tokens;
    bool listed;  // in words/other-name
    uint32_t reach = 0;  // the furthest end of this one and those before it
};
struct OtherNames {
    std::vector<OtherName> names;  // by first token
    std::vector<WordId> lone_words;  // by which a storm or ship is called, ascending: "Katrina", "Atlantis"
    std::vector<TokenSpan> closed;  // by first token; no name is inside or goes into it: "USS Cole", the ferry
                                    // "Estonia", "Battle of the Somme", U.S. "Treasury Secretary"
    std::vector<TokenSpan> sealed;  // by first token; no name is one or inside one: "Wannsee Conference", "Mein Kampf"
    bool has_lone_word(WordId word) const { return std::binary_search(lone_words.begin(), lone_words.end(), word); }
};
/// Replaces `others`; of an article they are the same in both looks.
void find_other_names(const Article& article, OtherNames& others);

/// Takes out the people, places and organizations inside other names: "Stanley" of "Stanley Cup", "Madagascar" of "Madagascar
/// Plan", "Katrina" of "Hurricane Katrina". Groups go from listed names: "French Open". Those before `first` stay.
void drop_parts_of_other_names(const Article& article, const OtherNames& others, std::vector<Candidate>& found, size_t first = 0);

}  // namespace nutgraf
