#include "mentions.h"

#include <algorithm>
#include <array>
#include <compare>
#include <utility>

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

const Figure kNoFigure;

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

std::string_view country_from_about(CountryFrom from) {
    constexpr std::array<std::string_view, 6> kAbout = {"the lists know it", "it lies in that town, whose coordinates it has", "it is named beside that place, whose coordinates it has", "a place or nationality beside it is of there", "the article speaks of no other country", "the article speaks of it foremost"};
    return kAbout[static_cast<size_t>(from)];
}

std::string_view sureness_name(Sureness sure) {
    constexpr std::array<std::string_view, 3> kNames = {"sure", "likely", "possible"};
    return kNames[static_cast<size_t>(sure)];
}

void choose(std::vector<Candidate>& candidates) {
    // By place; candidates that overlap, directly or over others, stand together and are settled by themselves.
    thread_local std::vector<uint64_t> places;
    thread_local std::vector<Candidate> kept;
    places.clear();
    for (uint32_t i = 0; i < candidates.size(); ++i) places.push_back(uint64_t{candidates[i].tokens.begin} << 32 | i);
    std::sort(places.begin(), places.end());
    // The best has the least key.
    struct Key {
        uint64_t high, low;
        auto operator<=>(const Key&) const = default;
    };
    thread_local std::vector<Key> keys;
    kept.clear();
    for (size_t from = 0; from < places.size();) {
        size_t to = from;
        uint32_t end = 0;
        for (; to < places.size() && (to == from || places[to] >> 32 < end); ++to) end = std::max(end, candidates[static_cast<uint32_t>(places[to])].tokens.end);
        if (to == from + 1) {
            kept.push_back(candidates[static_cast<uint32_t>(places[from++])]);
            continue;
        }
        keys.clear();
        for (; from < to; ++from) {
            auto i = static_cast<uint32_t>(places[from]);
            const Candidate& c = candidates[i];
            uint32_t length = std::min(c.tokens.end - c.tokens.begin, 0xFFFFU);
            uint64_t high = static_cast<uint64_t>(c.sure) << 56 | static_cast<uint64_t>(0xFFFF - length) << 40 | static_cast<uint64_t>(c.tokens.begin) << 8 |
                            static_cast<uint64_t>(c.rule >= kFirstOwnRule) << 7 | (c.kind == Kind::Date ? 0 : static_cast<uint64_t>(c.kind) + 1);
            keys.push_back({high, static_cast<uint64_t>(c.rule) << 32 | i});
        }
        std::sort(keys.begin(), keys.end());
        // Those kept so far stand in order of place.
        size_t first = kept.size();
        for (const Key& key : keys) {
            const Candidate& candidate = candidates[static_cast<uint32_t>(key.low)];
            auto begin = kept.begin() + static_cast<std::ptrdiff_t>(first);
            auto next = std::lower_bound(begin, kept.end(), candidate.tokens.begin, [](const Candidate& other, uint32_t place) { return other.tokens.begin < place; });
            bool free = (next == kept.end() || next->tokens.begin >= candidate.tokens.end) && (next == begin || (next - 1)->tokens.end <= candidate.tokens.begin);
            if (free) kept.insert(next, candidate);
        }
    }
    candidates.swap(kept);
}

}  // namespace nutgraf
