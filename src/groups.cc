#include "groups.h"

namespace nutgraf {

void find_groups(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Group, found); }

void value_groups(const Article& article, std::vector<Mention>& mentions, Figures&) {
    const Lexicon& lexicon = article.lexicon;
    const LabelId nationality = lexicon.find_label("nationality"), religion = lexicon.find_label("religion"), politics = lexicon.find_label("politics");
    for (Mention& mention : mentions) {
        if (mention.kind != Kind::Group) continue;
        LabelId list = mention.subkind == Subkind::Nationality ? nationality : mention.subkind == Subkind::Religion ? religion : mention.subkind == Subkind::Politics ? politics : kNoLabel;
        if (list == kNoLabel) continue;
        EntryId entry = list == nationality ? find_nationality(article, mention.tokens) : lexicon.find_entry(article.tokens, mention.tokens, list);
        if (list == nationality || (entry != kNoEntry && !lexicon.field(entry, "of").empty())) mention.value.entry = entry;
    }
}

}  // namespace nutgraf
