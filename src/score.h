// How good what was found is: found mentions against gold ones, by kind, with every fault and its cause.
//
// Both sides are trimmed first by the same conventions (trim), so that these do not decide. Then
//   strict    same stretch and same kind
//   lenient   the stretches overlap and the kind is the same; one gold mention is paired with one found at most, and as
//             many are paired as can be
//   value     of the pairs by lenient whose gold has a value, those with the same value (same_value)
// Mentions of kinds that the gold does not mark are not scored; they only explain faults ("found as a group").
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gold.h"

namespace nutgraf {

/// The stretch without punctuation and quotes at its ends, a leading "the", a possessive; before persons without titles
/// ("President Biden"), before dates without "on", "in" and "at", before dates and numbers without "about", "more than" and the
/// like. Never empty.
Stretch trim(std::u32string_view text, Stretch at, Kind kind);

/// Dates: the same TIMEX3 value, "T15" and "T15:00" being the same. Numbers: the same number within a millionth (both ends of
/// a range), and the same unit where gold names one; counts and ordinals have none. Places: within 161 km (100 miles) where
/// gold has coordinates, else the same country. std::nullopt when gold has no value that can be compared.
std::optional<bool> same_value(const Mark& gold, const Mark& found);

/// Two questions about a place: is it within 161 km of gold's coordinates, is it in gold's country? std::nullopt where gold does
/// not tell them. Gold that tells both asks both.
std::optional<bool> same_point(const Mark& gold, const Mark& found);
std::optional<bool> same_country(const Mark& gold, const Mark& found);

struct Tally {
    uint64_t gold = 0, found = 0, right = 0;
    double precision() const { return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found); }
    double recall() const { return gold == 0 ? 0 : static_cast<double>(right) / static_cast<double>(gold); }
    double f1() const { return right == 0 ? 0 : 2 * static_cast<double>(right) / static_cast<double>(gold + found); }
    Tally& operator+=(const Tally& other);
};

/// How many answers there are to one question, and how many are right.
struct Answers {
    uint64_t asked = 0, right = 0;
    void add(std::optional<bool> answer) {
        asked += answer.has_value();
        right += answer.value_or(false);
    }
    Answers& operator+=(const Answers& other);
};

struct KindScore {
    Tally strict, lenient;
    uint64_t valued = 0, value_right = 0;      // of the pairs by lenient
    Answers points, countries;                 // of the pairs by lenient: same_point and same_country
    uint64_t subkinds = 0, subkind_right = 0;  // of the pairs by strict whose gold tells a subkind
    /// Of the pairs by strict whose gold names an entity: their number, and for each how many of those that are linked to it are of
    /// its entity, and how many of its entity are linked to it, as shares and summed (B-cubed).
    uint64_t linked = 0;
    double link_precision = 0, link_recall = 0;
    double grouping_f1() const { return linked == 0 ? 0 : 2 * link_precision * link_recall / ((link_precision + link_recall) * static_cast<double>(linked)); }
    /// The F1 by lenient, times the share of values that are right.
    double value_f1() const { return valued == 0 ? 0 : lenient.f1() * static_cast<double>(value_right) / static_cast<double>(valued); }
    KindScore& operator+=(const KindScore& other);
};

enum class Cause : uint8_t { Missed, Spurious, WrongKind, WrongBoundary, WrongValue, WrongSubkind };
constexpr size_t kCauseCount = 6;
std::string_view cause_name(Cause cause);  // "missed"

constexpr uint32_t kNoMark = 0xFFFFFFFF;

struct Fault {
    Cause cause;
    uint32_t gold = kNoMark;   // position in GoldArticle::marks; none: spurious
    uint32_t found = kNoMark;  // position among the found marks; none: missed
};

/// Gold kind by found kind. The last row is what is spurious, the last column what is missed; kinds that are not scored have a
/// column and no row.
using Confusion = std::array<std::array<uint64_t, kKindCount + 1>, kKindCount + 1>;

struct Score {
    std::array<KindScore, kKindCount> kinds{};
    Confusion confusion{};
    Score& operator+=(const Score& other);
};

/// Mentions that are right and not linked as gold links them: one entity split in several, or several merged in one.
struct LinkFault {
    bool merged;
    Kind kind;
    std::vector<uint32_t> gold;  // positions in GoldArticle::marks
};

struct ArticleScore {
    Score score;
    std::vector<Fault> faults;  // by place
    std::vector<LinkFault> link_faults;
};

/// Scores what was found in an article of the set. `kinds` says which are scored: some of the set's.
ArticleScore score_article(const GoldSet& set, const KindFlags& kinds, const GoldArticle& article, const std::vector<Mark>& found);

/// All kinds together.
KindScore micro(const Score& score);
/// The F1 of values over the kinds that have values in gold.
double micro_value_f1(const Score& score);

/// What changed from one run to another: `before` or `after` is kNoFault where there is none.
struct Change {
    enum class Way : uint8_t { Lost, Won, Otherwise };  // otherwise: still wrong, but not in the same way
    Way way;
    uint32_t before, after;  // positions in the faults of the two
};
constexpr uint32_t kNoFault = 0xFFFFFFFF;

/// Compares the faults of two runs on one article, by place. A wrong value or subkind is better than no mention.
std::vector<Change> changes(const GoldArticle& article, const std::vector<Mark>& found_before, const std::vector<Fault>& before, const std::vector<Mark>& found_after,
                            const std::vector<Fault>& after);

}  // namespace nutgraf
