#include "numbers.h"

namespace nutgraf {

void find_numbers(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Number, found); }
void value_numbers(const Article&, std::vector<Mention>&) {}

}  // namespace nutgraf
