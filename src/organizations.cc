#include "organizations.h"

#include <algorithm>
#include <array>

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
    {"sports-team-weak", Subkind::Sport},      {"band", Subkind::Other},
};

/// Subkinds by the names that the column `type` of organizations/org-head uses.
Subkind subkind_of_head(std::string_view type) {
    if (type == "armed-group") return Subkind::Militant;
    if (type == "court" || type == "police") return Subkind::Government;
    return parse_subkind(Kind::Organization, type).value_or(Subkind::Other);
}

/// In a match report the countries and cities that play are teams wherever they stand, save behind "in" or "from":
/// "Sweden beat South Korea ... Korea's goalkeeper ... in Sweden".
void find_teams(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    const Lexicon& lexicon = article.lexicon;
    const auto& tokens = article.tokens;
    if (!is_match_report(article)) return;
    auto use_of = [&](uint32_t i) { return sport_use(article, i); };
    static const WordId kTo = hash_folded("to"), kWith = hash_folded("with"), kOver = hash_folded("over"), kAgainst = hash_folded("against");
    thread_local WordTable teams;
    teams.clear();
    auto key = [&](TokenSpan name) {
        WordId words_of = 0;
        for (uint32_t i = name.begin; i < name.end; ++i) words_of = static_cast<WordId>(mix(words_of, tokens[i].word));
        return words_of;
    };
    auto is_place = [](const Candidate& mention) {
        return mention.kind == Kind::Place && (mention.subkind == Subkind::Country || mention.subkind == Subkind::City || mention.subkind == Subkind::Region);
    };
    auto score_at = [&](uint32_t i) {  // "3-2", "1 – 0"
        return i + 2 < tokens.size() && (tokens[i].shape == Shape::Day || tokens[i].shape == Shape::Integer) &&
               (tokens[i + 1].shape == Shape::Hyphen || tokens[i + 1].shape == Shape::Dash) && (tokens[i + 2].shape == Shape::Day || tokens[i + 2].shape == Shape::Integer);
    };
    for (uint32_t k = 0; k < known.size(); ++k) {
        const Candidate& mention = known[k];
        uint32_t begin = mention.tokens.begin, end = mention.tokens.end;
        if (mention.kind == Kind::Organization && mention.subkind == Subkind::Sport) teams.add(key(mention.tokens), k);
        if (!is_place(mention)) continue;
        bool plays = score_at(end) || (begin >= 3 && score_at(begin - 3));
        if (end < tokens.size()) {
            uint32_t behind = tokens[end].shape == Shape::Possessive && end + 1 < tokens.size() ? end + 1 : end;
            std::string_view use = use_of(behind);
            plays |= use == "player" || ((use == "verb" || use == "before") && behind == end);
        }
        if (begin >= 2) {
            WordId before = tokens[begin - 1].word;
            plays |= use_of(begin - 1) == "before";
            plays |= (before == kTo || before == kWith || before == kOver || before == kAgainst) && !use_of(begin - 2).empty();
        }
        if (plays) teams.add(key(mention.tokens), k);
    }
    if (teams.empty()) return;
    teams.seal();
    const LabelId where = lexicon.find_label("where-preposition");
    const std::array<LabelId, 3> cities = {lexicon.find_label("city"), lexicon.find_label("small-city"), lexicon.find_label("town")};
    thread_local std::vector<Candidate> plays;
    plays.clear();
    std::erase_if(found, [&](const Candidate& candidate) {
        if (!is_place(candidate) || teams.find(key(candidate.tokens)).empty()) return false;
        uint32_t begin = candidate.tokens.begin;
        if (begin > 0 && where != kNoLabel && lexicon.carries(article.hits, begin - 1, where)) return false;
        // "Houston, Texas"
        if (begin > 1 && tokens[begin - 1].shape == Shape::Comma && candidate.subkind != Subkind::City &&
            std::any_of(cities.begin(), cities.end(), [&](LabelId label) { return label != kNoLabel && lexicon.carries(article.hits, begin - 2, label); }))
            return false;
        plays.push_back({candidate.tokens, Kind::Organization, Subkind::Sport, Sureness::Sure, own_rule(Own::Team)});
        return true;
    });
    found.insert(found.end(), plays.begin(), plays.end());
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
        entries.clear();
        if (lexicon.may_have_entries(article.tokens, article.hits, mention.tokens)) lexicon.find_entries(article.tokens, mention.tokens, kNoLabel, entries);
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
