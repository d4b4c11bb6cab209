// What the formats share: the mentions and entities that are reported, renumbered, with the places the user asked for.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "../report.h"

namespace nutgraf {

/// Turns byte offsets into the units asked for. They must come in ascending order: the text is passed over once.
class OffsetCounter {
public:
    OffsetCounter(const Document& document, Offsets unit) : document_(document), text_(document.text()), unit_(unit) {}
    uint32_t at(uint32_t byte);

private:
    const Document& document_;
    std::string_view text_;
    Offsets unit_;
    uint32_t at_ = 0;
    uint32_t counted_ = 0;
};

/// One article as it is reported. Filled anew for each; its vectors keep their room.
struct View {
    struct Row {
        const Mention* mention;
        uint32_t start, end;  // in the units of ReportOptions::offsets
        uint32_t entity;      // position in `entities`
        Link link;            // why it belongs to its entity
    };
    struct Group {
        const Entity* entity;
        std::span<const uint32_t> mentions;  // positions in `mentions`
        std::string_view title, role;        // of people, as stated, on one line
        uint32_t related;                    // position in `entities`, or kNoEntity
    };
    const Document* document = nullptr;
    const Analysis* analysis = nullptr;
    std::vector<Row> mentions;
    std::vector<Group> entities;

    std::string_view text(const Mention& mention) const { return document->text(bytes_of(analysis->tokens, mention.tokens)); }
    void fill(const Document& of, const Analysis& found, const ReportOptions& options);

private:
    std::vector<uint32_t> row_of_;     // by position in Analysis::mentions: position in `mentions`
    std::vector<uint32_t> number_of_;  // by position in Analysis::entities: position in `entities`, or kNoEntity
    std::vector<uint32_t> rows_;       // of the entities, one behind the other
    std::deque<std::string> lines_;    // titles and roles that the article breaks
};

/// The two ends of a number's range "5/8"; nothing when it is one number.
struct Range {
    std::string_view low, high;
};
std::optional<Range> range_of(const Figure& figure);

/// What the lists know of a row: empty where they say nothing. Coordinates as they stand in the list.
struct Facts {
    std::string_view country;  // ISO 3166 alpha-2
    std::string_view acronym, geonames, population, latitude, longitude;
};
Facts facts_of(const Lexicon& lexicon, EntryId entry);
/// Those of the value's row; of a place that has none its country, and the point of the town that it lies in.
Facts facts_of(const Lexicon& lexicon, const Value& value);

/// Remembers the facts of rows asked for before: news name the same countries over and over.
class FactsMemory {
public:
    explicit FactsMemory(const Lexicon& lexicon) : lexicon_(lexicon), rows_(1024) {}
    const Facts& of(EntryId entry) {
        Row& row = rows_[entry % rows_.size()];
        if (row.entry != entry) row = {entry, facts_of(lexicon_, entry)};
        return row.facts;
    }
    /// Valid until the next call.
    const Facts& of(const Value& value) {
        if (value.entry != kNoEntry || value.within == kNoEntry) return of(value.entry);
        country_ = facts_of(lexicon_, value);
        return country_;
    }

private:
    struct Row {
        EntryId entry = kNoEntry;  // which has no facts
        Facts facts;
    };
    const Lexicon& lexicon_;
    std::vector<Row> rows_;
    Facts country_;
};

/// What a number's unit is called in English: "kilogram" for "kg", "US dollar" for "USD", "gram per liter" for "g/L".
class UnitNames {
public:
    explicit UnitNames(const Lexicon& lexicon) : lexicon_(lexicon) {}
    /// In the singular, as in CLDR; empty for "" and for a code that no list knows.
    std::string_view of(std::string_view code);

private:
    std::string compose(std::string_view code);

    const Lexicon& lexicon_;
    std::unordered_map<std::string, std::string> names_;  // by code; filled when the first is asked for
};

/// "2021-12-28"
std::string iso_date(CalendarDate date);

/// The formats that keep something from article to article; the others are in formats.h.
class JsonReport {
public:
    JsonReport(const Analyzer& analyzer, const ReportOptions& options);
    ~JsonReport();
    void write(const View& view, std::string& out);

private:
    struct State;  // a buffer that is reused from article to article
    const Analyzer& analyzer_;
    const ReportOptions& options_;
    std::unique_ptr<State> state_;
};

class TextReport {
public:
    TextReport(const Analyzer& analyzer, const ReportOptions& options) : analyzer_(analyzer), options_(options) {}
    void write(const View& view, std::string& out) const;

private:
    const Analyzer& analyzer_;
    const ReportOptions& options_;
};

}  // namespace nutgraf
