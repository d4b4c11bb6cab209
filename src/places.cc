#include "places.h"

namespace nutgraf {

void find_places(const Article& article, std::vector<Mention>& found) { find_by_rules(article, Kind::Place, found); }
void find_places_again(const Article&, const std::vector<Mention>&, std::vector<Mention>&) {}

void value_places(const Article&, std::vector<Mention>&) {}

}  // namespace nutgraf
