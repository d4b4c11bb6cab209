// Organizations: companies, governments' bodies, parties, armed forces, media, teams, and their acronyms.
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Appends the mentions that the organization rules find.
void find_organizations(const Article& article, std::vector<Candidate>& found);
/// Appends acronyms that the article defines, short forms of the names in `known`, and who plays in a match report.
void find_organizations_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found);
/// Gives organizations their lexicon row and, where the rule did not, a subkind: that of the list that knows the name,
/// else that of its head ("Ministry": government).
void value_organizations(const Article& article, std::vector<Mention>& mentions, Figures& figures);

}  // namespace nutgraf
