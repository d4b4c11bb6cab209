#include "finder.h"

#include <array>

namespace nutgraf {

const OwnRule& own_rule(RuleId id) {
    static constexpr std::array<OwnRule, static_cast<size_t>(Own::kCount)> kRules = {{
        {"same-name", "the article has named it before"},
        {"surname", "the last part of a full name that the article gives"},
        {"short-name", "a part of a name that the article gives in full"},
        {"acronym", "the initials of a name that the article gives in full"},
        {"acronym-definition", "stands in brackets behind the name it shortens"},
        {"list-member", "stands in a list with names of this kind"},
    }};
    return kRules[id - kFirstOwnRule];
}

std::string_view rule_name(const Rules& rules, RuleId id) {
    if (id == kNoRule) return "";
    return id >= kFirstOwnRule ? own_rule(id).name : std::string_view(rules.rules()[id].name);
}

std::string_view rule_about(const Rules& rules, RuleId id) {
    if (id == kNoRule) return "";
    return id >= kFirstOwnRule ? own_rule(id).about : std::string_view(rules.rules()[id].about);
}

void find_by_rules(const Article& article, Kind kind, std::vector<Mention>& mentions) {
    thread_local std::vector<RuleMatch> matches;
    article.rules.find_matches(kind, article.workspace, matches);
    for (const RuleMatch& match : matches) {
        const Rule& rule = article.rules.rules()[match.rule];
        mentions.push_back({match.tokens, kind, rule.subkind, rule.sure, match.rule, {}});
    }
}

}  // namespace nutgraf
