// People: "Sergei Ryabkov" and, once the article has named him in full, "Ryabkov".
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Appends the mentions that the people rules find.
void find_people(const Article& article, std::vector<Candidate>& found);
/// Appends the later mentions by surname or by the whole name of people in `known`, in any sentence.
void find_people_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found);

}  // namespace nutgraf
