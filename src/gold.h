// Articles with gold marks, and what was found in them before: what `nutgraf score` reads and keeps.
//
// Two forms of gold. Marked text (corpus/README.md): NAME.gold holds an article with its marks; those of one folder are a
// set. JSON Lines: a line is an article with its "mentions", a file is a set, and NAME.meta.json beside NAME.jsonl may say
// in "types" which kinds are marked. Places in the text are code points here, as in both forms.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer.h"
#include "corpus.h"
#include "mentions.h"

namespace nutgraf {

/// Code points of an article's text, end exclusive.
struct Stretch {
    uint32_t begin = 0, end = 0;
    auto operator<=>(const Stretch&) const = default;
};

/// A value, as far as it is compared.
struct MarkValue {
    std::string text;  // of a date TIMEX3; of a number a decimal, or "low/high" of a range; of a place its ISO country
    std::string unit;  // of a number; "" when none is told
    std::optional<std::pair<double, double>> coordinates;  // of a place: latitude and longitude in degrees
    bool operator==(const MarkValue&) const = default;
};

/// A mention, marked by hand or found.
struct Mark {
    Stretch at;
    Kind kind = Kind::Person;
    std::string subkind;            // "" when none is told
    std::vector<MarkValue> values;  // gold: any of them is right; none: nothing is told
    std::string entity;             // mentions of one thing in an article have the same; "" when it is not known
    bool optional = false;          // gold: counts neither way
    std::optional<Stretch> also;    // gold: another stretch that is right
    std::string rule, sure;         // found: by which rule, and how sure it is; "" when not known
};

struct GoldArticle {
    std::string id;
    std::string text;  // valid UTF-8
    std::optional<Published> date;
    std::vector<Mark> marks;  // by place
};

using KindFlags = std::array<bool, kKindCount>;

struct GoldSet {
    std::string name;   // of the folder, or of the file without .jsonl
    KindFlags kinds{};  // which are marked; mentions of others are not scored
    /// By kind, the subkinds that are marked; none: all. Found mentions of another subkind are not scored.
    std::array<std::vector<std::string>, kKindCount> subkinds;
    std::vector<GoldArticle> articles;
};

struct Gold {
    std::vector<GoldSet> sets;       // in the order of the paths given, in folders of the files' paths
    std::vector<std::string> files;  // all that was read
    std::vector<Problem> problems;
};

/// Reads files and folders. What cannot be read is a problem; the rest is there.
Gold read_gold(const std::vector<std::string>& paths);

/// What was found in an article in an earlier run.
struct FoundBefore {
    std::string set;  // "" when not known
    std::string id;
    std::string digest;  // of the article's text; "" when not known
    std::vector<Mark> marks;
};

/// Reads JSON Lines: what found_line() wrote, or nutgraf's own `--format jsonl`. Throws Error with every bad line.
std::vector<FoundBefore> read_found(const std::string& path);

/// A line of JSON, with its line feed.
std::string found_line(const FoundBefore& found);

/// The marks that an analysis comes to.
std::vector<Mark> marks_of(const Analyzer& analyzer, const Document& document, const Analysis& analysis);

/// By which a text is known again: FNV-1a of its bytes, 16 hexadecimal digits.
std::string digest_of(std::string_view text);

}  // namespace nutgraf
