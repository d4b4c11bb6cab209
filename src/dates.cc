#include "dates.h"

namespace nutgraf {

void find_dates(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Date, found); }
void value_dates(const Article&, std::vector<Mention>&) {}

}  // namespace nutgraf
