#include "organizations.h"

#include <algorithm>
#include <array>

#include "organizations/teams.h"

namespace nutgraf {
namespace {

/// The lists that hold organizations, with the subkind of their rows, the surest first.
struct OrganizationList {
    std::string_view label;
    Subkind subkind;
};
constexpr OrganizationList kLists[] = {
    {"international", Subkind::International}, {"government", Subkind::Government}, {"media", Subkind::Media},      {"military", Subkind::Military},
    {"armed-group", Subkind::Militant},        {"party", Subkind::Party},           {"company", Subkind::Company},  {"university", Subkind::Education},
    {"sports-team", Subkind::Sport},           {"seat", Subkind::Government},       {"company-weak", Subkind::Company}, {"media-weak", Subkind::Media},
    {"sports-team-weak", Subkind::Sport},
};

/// Subkinds by the names that the column `type` of organizations/org-head uses.
Subkind subkind_of_head(std::string_view type) {
    if (type == "armed-group") return Subkind::Militant;
    if (type == "court" || type == "police") return Subkind::Government;
    return parse_subkind(Kind::Organization, type).value_or(Subkind::Other);
}

}  // namespace

void find_organizations(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Organization, found); }

void find_organizations_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    find_same_names(article, Kind::Organization, known, found);
    find_teams(article, known, found);

    thread_local WordTable acronyms;
    acronyms.clear();
    const auto& tokens = article.tokens;
    for (uint32_t k = 0; k < known.size(); ++k) {
        const Candidate& mention = known[k];
        if (mention.kind != Kind::Organization || mention.tokens.end - mention.tokens.begin < 2) continue;
        for_each_acronym(article, mention.tokens, [&](WordId acronym) { acronyms.add(acronym, k); });
        // "the Organization for Security and Cooperation in Europe (OSCE)"
        if (uint32_t acronym = defined_acronym(article, mention.tokens); acronym != mention.tokens.end)
            found.push_back({{acronym, acronym + 1}, Kind::Organization, mention.subkind, Sureness::Sure, own_rule(Own::AcronymDefinition)});
    }
    if (acronyms.empty()) return;
    acronyms.seal();
    for (uint32_t i : article.capitals) {
        if (tokens[i].shape != Shape::Upper || tokens[i].all_caps) continue;
        auto rows = acronyms.find(tokens[i].word);
        if (!rows.empty()) found.push_back({{i, i + 1}, Kind::Organization, known[rows.front().meaning].subkind, Sureness::Likely, own_rule(Own::Acronym)});
    }
}

void value_organizations(const Article& article, std::vector<Mention>& mentions) {
    const Lexicon& lexicon = article.lexicon;
    std::array<LabelId, std::size(kLists)> labels;
    for (size_t i = 0; i < labels.size(); ++i) labels[i] = lexicon.find_label(kLists[i].label);
    LabelId head = lexicon.find_label("org-head"), head_of = lexicon.find_label("org-head-of");
    thread_local std::vector<EntryId> entries;
    for (Mention& mention : mentions) {
        if (mention.kind != Kind::Organization) continue;
        lexicon.find_entries(article.tokens, mention.tokens, kNoLabel, entries);
        size_t best = labels.size();
        for (EntryId entry : entries) {
            auto list = static_cast<size_t>(std::find(labels.begin(), labels.end(), lexicon.label(entry)) - labels.begin());
            if (list < best) {
                best = list;
                mention.value.entry = entry;
            }
        }
        if (mention.subkind != Subkind::None) continue;
        if (best < labels.size()) {
            mention.subkind = kLists[best].subkind;
            continue;
        }
        for (uint32_t i = mention.tokens.end; i-- > mention.tokens.begin && mention.subkind == Subkind::None;)
            for (LabelId label : {head, head_of})
                if (mention.subkind == Subkind::None && article.tokens[i].shape != Shape::Lower && lexicon.carries(article.hits, i, label))
                    mention.subkind = subkind_of_head(lexicon.field(lexicon.find_entry(article.tokens, {i, i + 1}, label), "type"));
    }
}

}  // namespace nutgraf
