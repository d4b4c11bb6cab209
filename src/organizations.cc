#include "organizations.h"

#include <algorithm>
#include <array>
#include <string>

namespace nutgraf {
namespace {

/// The initials of a name's capitalised words ("National Security Council": "nsc"), empty when there are fewer than
/// two. With `all`, those of its small words too.
std::string initials_of(const Article& article, TokenSpan name, bool all) {
    std::string initials;
    for (uint32_t i = name.begin; i < name.end; ++i) {
        Shape shape = article.tokens[i].shape;
        if (shape == Shape::Hyphen || shape == Shape::Ampersand || shape == Shape::Possessive) continue;
        if (shape == Shape::Capital || (all && shape == Shape::Lower)) initials += fold(article.text(i)).substr(0, 1);
    }
    return initials.size() < 2 ? std::string() : initials;
}

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

    thread_local WordTable acronyms;
    acronyms.clear();
    const auto& tokens = article.tokens;
    for (uint32_t k = 0; k < known.size(); ++k) {
        const Candidate& mention = known[k];
        if (mention.kind != Kind::Organization || mention.tokens.end - mention.tokens.begin < 2) continue;
        for (bool all : {false, true})
            if (std::string initials = initials_of(article, mention.tokens, all); initials.size() >= 3 || (initials.size() == 2 && !all)) acronyms.add(hash_folded(initials), k);
        // "the Organization for Security and Cooperation in Europe (OSCE)"
        uint32_t open = mention.tokens.end;
        if (open + 2 < tokens.size() && tokens[open].shape == Shape::Open && tokens[open + 2].shape == Shape::Close &&
            (tokens[open + 1].shape == Shape::Upper || tokens[open + 1].shape == Shape::Capital)) {
            acronyms.add(tokens[open + 1].word, k);
            found.push_back({{open + 1, open + 2}, Kind::Organization, mention.subkind, Sureness::Sure, own_rule(Own::AcronymDefinition)});
        }
    }
    if (acronyms.empty()) return;
    acronyms.seal();
    for (uint32_t i = 0; i < tokens.size(); ++i) {
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
