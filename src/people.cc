#include "people.h"

namespace nutgraf {

void find_people(const Article& article, std::vector<Mention>& found) { find_by_rules(article, Kind::Person, found); }
void find_people_again(const Article&, const std::vector<Mention>&, std::vector<Mention>&) {}

}  // namespace nutgraf
