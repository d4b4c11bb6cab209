// What looks like a time and is none: years that count ("1900 troops"), the fall in prices, Wednesday the club, quarters of a game.
#pragma once

#include <vector>

#include "../finder.h"

namespace nutgraf {

/// Takes them out of what was found from `before` on.
void drop_lookalikes(const Article& article, size_t before, std::vector<Candidate>& found);

/// "2015-12" and "12-2015" as a month; not years ("2015-17"), nor parts of longer numbers ("82-2100-15").
bool is_joined_month(const Article& article, TokenSpan span);

/// Does no noun follow: the text's or the sentence's end, a mark, or a word that begins something else?
bool ends_phrase(const Article& article, uint32_t at);

}  // namespace nutgraf
