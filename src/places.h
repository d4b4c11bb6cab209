// Places: countries, regions, cities, natural features and facilities.
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Appends the mentions that the place rules find.
void find_places(const Article& article, std::vector<Candidate>& found);
/// Appends the towns that stand alone on a line.
void find_places_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found);
/// Gives places their lexicon row (country, coordinates), chosen among namesakes by the article's other places and by
/// population, and the subkind that goes with it.
void value_places(const Article& article, std::vector<Mention>& mentions, Figures& figures);

}  // namespace nutgraf
