#include "groups.h"

namespace nutgraf {

void find_groups(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Group, found); }

void value_groups(const Article& article, std::vector<Mention>& mentions) {
    LabelId nationality = article.lexicon.find_label("nationality");
    for (Mention& mention : mentions)
        if (mention.kind == Kind::Group && mention.subkind == Subkind::Nationality)
            mention.value.entry = article.lexicon.find_entry(article.tokens, mention.tokens, nationality);
}

}  // namespace nutgraf
