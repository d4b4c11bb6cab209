#include "organizations.h"

namespace nutgraf {

void find_organizations(const Article& article, std::vector<Mention>& found) { find_by_rules(article, Kind::Organization, found); }
void find_organizations_again(const Article&, const std::vector<Mention>&, std::vector<Mention>&) {}

}  // namespace nutgraf
