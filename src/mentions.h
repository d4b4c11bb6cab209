// What the finders find: mentions, each with its kind, the rule that found it and its value; and choose(), the one
// place where overlaps between them are settled.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lexicon.h"
#include "tokens.h"

namespace nutgraf {

enum class Kind : uint8_t { Person, Place, Organization, Group, Number, Date };
constexpr size_t kKindCount = 6;
std::string_view kind_name(Kind kind);                       // "person"
std::optional<Kind> parse_kind(std::string_view name);

enum class Subkind : uint8_t {
    None,
    Country, Region, City, Natural, Facility,                                    // place
    Company, Government, Media, Military, Party, Sport, Education,               // organization
    Nationality, Religion, Politics, Ethnic,                                     // group
    Cardinal, Ordinal, Percent, Money, Quantity, NumberRange,                    // number
    Day, Time, Duration, Set, DateRange,                                         // date; Day is printed "date"
    Other,
};
std::string_view subkind_name(Subkind subkind);              // "city"; "" for None, "range" for both ranges, "date" for Day
std::optional<Subkind> parse_subkind(Kind kind, std::string_view name);

/// How sure a rule is. Sure: the name itself or its definition says it; likely: the words around it do; possible: a guess.
enum class Sureness : uint8_t { Sure, Likely, Possible };
std::string_view sureness_name(Sureness sure);

using RuleId = uint16_t;  // position in Rules::rules(), or from kFirstOwnRule on a finder's own rule of the second look
constexpr RuleId kFirstOwnRule = 0x8000;
constexpr RuleId kNoRule = 0xFFFF;

/// What told the country of a place that no list knows, the best first: the town that it is said to lie in, which also tells
/// where it is; the place nearest to it in the text, which does, too, where they are listed together or the article speaks of
/// one neighbourhood; another place or a nationality beside it; or that the article speaks of this country only, or of it
/// foremost.
enum class CountryFrom : uint8_t { List, Town, Near, Beside, Only, Foremost };
std::string_view country_from_about(CountryFrom from);       // for --explain

/// What a number or date comes to, in normal form; which fields are set depends on the kind.
///   date:   text TIMEX3 value ("2022-01-10", "P3D", "PAST_REF"; "" when it stays open), start and end ISO 8601 dates
///           or times (end inclusive, "" when open), modifier TIMEX3 mod ("APPROX", "START", "MID", "END", ...)
///   number: text decimal string ("768000000000"; "low/high" for a range), unit UCUM code, "%" or ISO 4217 code,
///           modifier "approx", "at least", "at most", "more than", "less than" or ""; counted the noun that a number
///           without unit counts ("troops"), role what it is to a change: "rise", "fall" or "level" ("up 3% to $5")
struct Figure {
    std::string text;
    std::string unit;
    std::string start;
    std::string end;
    // These live as long as the article and the lexicon.
    std::string_view modifier = {};
    std::string_view counted = {};
    std::string_view role = {};
    /// As new, but keeps its memory.
    void clear() {
        for (std::string* part : {&text, &unit, &start, &end}) part->clear();
        for (std::string_view* part : {&modifier, &counted, &role}) *part = {};
    }
};

extern const Figure kNoFigure;

/// The figures of an article. Most mentions are names and have none.
class Figures {
public:
    void clear() { used_ = 0; }
    /// An empty one, which stays where it is.
    Figure& add() {
        if (used_ == all_.size()) all_.emplace_back();
        Figure& figure = all_[used_++];
        figure.clear();
        return figure;
    }

private:
    std::deque<Figure> all_;  // the first `used_` are of this article
    size_t used_ = 0;
};

/// What a mention stands for, as far as it is known; which fields are set depends on the kind.
///   date, number: the figure
///   place: entry, the lexicon's row with country and coordinates; where there is none, or none with coordinates, within, the
///          row of a place or nationality in the same country, and country_from, what told that
///   organization, group: entry
struct Value {
    EntryId entry = kNoEntry;
    EntryId within = kNoEntry;
    Figure* written = nullptr;  // in Analysis::figures
    CountryFrom country_from = CountryFrom::List;
    /// An empty one where there is none.
    const Figure& figure() const { return written != nullptr ? *written : kNoFigure; }
};

/// What a rule says: these tokens are a mention of this kind.
struct Candidate {
    TokenSpan tokens;
    Kind kind;
    Subkind subkind = Subkind::None;
    Sureness sure = Sureness::Likely;
    RuleId rule = kNoRule;
};

/// A candidate that was chosen, with its value.
struct Mention : Candidate {
    Value value;
};

/// Keeps a set of candidates without overlaps, in order of place: of two that overlap the surer stays, then the longer,
/// then the earlier, then the one of the first look, then the one whose kind comes first. The order of `candidates` does
/// not matter.
void choose(std::vector<Candidate>& candidates);

}  // namespace nutgraf
