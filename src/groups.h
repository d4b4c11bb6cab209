// Groups: nationalities, religions, parties' adherents, peoples ("Russian", "Sunni", "Republicans", "Kurds").
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Appends the mentions that the group rules find.
void find_groups(const Article& article, std::vector<Candidate>& found);
/// Gives nationalities the row of groups/nationality that says their country, believers and adherents the row that says of
/// what: "Islamic" and "Muslim" of Islam.
void value_groups(const Article& article, std::vector<Mention>& mentions, Figures& figures);

}  // namespace nutgraf
