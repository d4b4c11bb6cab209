// A part of the finder of organizations: the teams of match reports, round-ups, previews and lists of results.
//
// There the countries, cities and suburbs that play are organizations, and everyday words are nicknames: "Manly coach
// Geoff Toovey", "Canberra v Melbourne", "the Knights". In all other news they are what they are elsewhere.
#pragma once

#include <vector>

#include "../finder.h"

namespace nutgraf {

/// Adds the teams of an article about sport and takes out the places and people that they would be elsewhere. `known` are
/// the names chosen by the first look.
void find_teams(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found);

}  // namespace nutgraf
