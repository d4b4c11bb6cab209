#include "mentions.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace nutgraf {
namespace {

constexpr std::array<std::string_view, kKindCount> kKindNames = {"person", "place", "organization", "group", "number", "date"};

struct SubkindName {
    Subkind subkind;
    Kind kind;
    std::string_view name;
};
constexpr SubkindName kSubkinds[] = {
    {Subkind::Country, Kind::Place, "country"},
    {Subkind::Region, Kind::Place, "region"},
    {Subkind::City, Kind::Place, "city"},
    {Subkind::Natural, Kind::Place, "natural"},
    {Subkind::Facility, Kind::Place, "facility"},
    {Subkind::Company, Kind::Organization, "company"},
    {Subkind::Government, Kind::Organization, "government"},
    {Subkind::Media, Kind::Organization, "media"},
    {Subkind::Military, Kind::Organization, "military"},
    {Subkind::Party, Kind::Organization, "party"},
    {Subkind::Sport, Kind::Organization, "sport"},
    {Subkind::Education, Kind::Organization, "education"},
    {Subkind::International, Kind::Organization, "international"},
    {Subkind::Militant, Kind::Organization, "militant"},
    {Subkind::Religious, Kind::Organization, "religious"},
    {Subkind::Nationality, Kind::Group, "nationality"},
    {Subkind::Religion, Kind::Group, "religion"},
    {Subkind::Politics, Kind::Group, "politics"},
    {Subkind::Ethnic, Kind::Group, "ethnic"},
    {Subkind::Cardinal, Kind::Number, "cardinal"},
    {Subkind::Ordinal, Kind::Number, "ordinal"},
    {Subkind::Percent, Kind::Number, "percent"},
    {Subkind::Money, Kind::Number, "money"},
    {Subkind::Quantity, Kind::Number, "quantity"},
    {Subkind::NumberRange, Kind::Number, "range"},
    {Subkind::Day, Kind::Date, "date"},
    {Subkind::Time, Kind::Date, "time"},
    {Subkind::Duration, Kind::Date, "duration"},
    {Subkind::Set, Kind::Date, "set"},
    {Subkind::DateRange, Kind::Date, "range"},
};

}  // namespace

std::string_view kind_name(Kind kind) { return kKindNames[static_cast<size_t>(kind)]; }

std::optional<Kind> parse_kind(std::string_view name) {
    for (size_t i = 0; i < kKindCount; ++i)
        if (kKindNames[i] == name) return static_cast<Kind>(i);
    return std::nullopt;
}

std::string_view subkind_name(Subkind subkind) {
    if (subkind == Subkind::Other) return "other";
    for (const auto& row : kSubkinds)
        if (row.subkind == subkind) return row.name;
    return "";
}

std::optional<Subkind> parse_subkind(Kind kind, std::string_view name) {
    if (name == "other") return Subkind::Other;
    for (const auto& row : kSubkinds)
        if (row.kind == kind && row.name == name) return row.subkind;
    return std::nullopt;
}

std::string_view sureness_name(Sureness sure) {
    constexpr std::array<std::string_view, 3> kNames = {"sure", "likely", "possible"};
    return kNames[static_cast<size_t>(sure)];
}

void choose(std::vector<Mention>& mentions) {
    auto better = [](const Mention& a, const Mention& b) {
        auto key = [](const Mention& m) { return std::tuple(m.sure, ~(m.tokens.end - m.tokens.begin), m.tokens.begin, m.rule >= kFirstOwnRule, m.kind, m.rule); };
        return key(a) < key(b);
    };
    std::sort(mentions.begin(), mentions.end(), better);
    uint32_t tokens = 0;
    for (const Mention& mention : mentions) tokens = std::max(tokens, mention.tokens.end);
    std::vector<bool> taken(tokens, false);
    std::erase_if(mentions, [&](const Mention& mention) {
        for (uint32_t i = mention.tokens.begin; i < mention.tokens.end; ++i)
            if (taken[i]) return true;
        std::fill(taken.begin() + mention.tokens.begin, taken.begin() + mention.tokens.end, true);
        return false;
    });
    std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) { return a.tokens.begin < b.tokens.begin; });
}

}  // namespace nutgraf
