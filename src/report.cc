#include "report.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "report/formats.h"
#include "report/view.h"

namespace nutgraf {
namespace {

/// "-8.396": what JSON takes as a number, without an exponent. A user's list may hold anything.
bool is_plain_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    auto digits = [&] {
        size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        bool padded = count > 1 && text[0] == '0';
        text.remove_prefix(count);
        return count > 0 && !padded;
    };
    if (!digits()) return false;
    if (text.empty()) return true;
    return text[0] == '.' && text.size() > 1 && text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// How many of the lowest `count` bytes, from one to eight, continue a code point: they begin with the bits 1 and 0. Mostly none.
uint32_t continuing_bytes(const char* bytes, uint32_t count) {
    constexpr uint64_t kOnes = 0x0101010101010101;
    uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    uint64_t high = word >> 7 & kOnes >> (64 - 8 * count);
    return high == 0 ? 0 : static_cast<uint32_t>((high & ~word >> 6) * kOnes >> 56);
}

}  // namespace

uint32_t OffsetCounter::at(uint32_t byte) {
    if (unit_ == Offsets::Bytes) return static_cast<uint32_t>(document_.original_byte(byte));
    uint32_t count = 0;
    if (unit_ == Offsets::CodePoints) {
        count = byte - at_;
        for (; at_ + 8 <= byte; at_ += 8) count -= continuing_bytes(text_.data() + at_, 8);
        if (at_ < byte && at_ + 8 <= text_.size()) {
            count -= continuing_bytes(text_.data() + at_, byte - at_);
            at_ = byte;
        }
        for (; at_ < byte; ++at_) count -= (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80;
    } else {  // a code point of four bytes takes two units
        for (; at_ < byte; ++at_) {
            auto c = static_cast<unsigned char>(text_[at_]);
            count += ((c & 0xC0) != 0x80) + (c >= 0xF0);
        }
    }
    return counted_ += count;
}

void View::fill(const Document& of, const Analysis& found, const ReportOptions& options) {
    document = &of;
    analysis = &found;
    auto reported = [&](Kind kind) { return options.kinds[static_cast<size_t>(kind)]; };

    mentions.clear();
    row_of_.resize(found.mentions.size());
    OffsetCounter counter(of, options.offsets);
    for (size_t i = 0; i < found.mentions.size(); ++i) {
        const Mention& mention = found.mentions[i];
        if (!reported(mention.kind)) continue;
        ByteSpan bytes = bytes_of(found.tokens, mention.tokens);
        uint32_t start = counter.at(bytes.begin), end = counter.at(bytes.end);
        row_of_[i] = static_cast<uint32_t>(mentions.size());
        mentions.push_back({&mention, start, end, 0, Link::First});
    }

    lines_.clear();
    auto line = [&](TokenSpan span) -> std::string_view {
        if (span.begin == span.end) return {};
        std::string_view text = of.text(bytes_of(found.tokens, span));
        if (text.find('\n') == std::string_view::npos) return text;
        std::string& copy = lines_.emplace_back(text);
        std::replace(copy.begin(), copy.end(), '\n', ' ');
        return copy;
    };
    entities.clear();
    number_of_.resize(found.entities.size());
    rows_.resize(found.mentions.size());
    size_t begin = 0;
    for (size_t i = 0; i < found.entities.size(); ++i) {
        const Entity& entity = found.entities[i];
        number_of_[i] = kNoEntity;
        if (!reported(entity.kind)) continue;
        auto number = number_of_[i] = static_cast<uint32_t>(entities.size());
        size_t count = entity.mentions.size();
        for (size_t k = 0; k < count; ++k) {
            uint32_t row = rows_[begin + k] = row_of_[entity.mentions[k]];
            mentions[row].entity = number;
            mentions[row].link = entity.links[k];
        }
        entities.push_back({&entity, std::span(rows_).subspan(begin, count), line(entity.person.title), line(entity.person.role), kNoEntity});
        begin += count;
    }
    for (Group& group : entities)
        if (group.entity->related != kNoEntity) group.related = number_of_[group.entity->related];
}

std::optional<Range> range_of(const Figure& figure) {
    std::string_view text = figure.text;
    size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    return Range{text.substr(0, slash), text.substr(slash + 1)};
}

Facts facts_of(const Lexicon& lexicon, EntryId entry) {
    if (entry == kNoEntry) return {};
    Facts facts;
    std::string_view iso2;
    auto number = [](std::string_view field) { return is_plain_number(field) ? field : std::string_view{}; };
    lexicon.for_each_field(entry, [&](std::string_view column, std::string_view field) {
        if (column == "country") facts.country = field;
        else if (column == "iso2") iso2 = field;
        else if (column == "acronym") facts.acronym = field;
        else if (column == "geonames_id") facts.geonames = number(field);
        else if (column == "population") facts.population = number(field);
        else if (column == "lat") facts.latitude = number(field);
        else if (column == "lon") facts.longitude = number(field);
    });
    if (facts.country.empty()) facts.country = iso2;
    return facts;
}

Facts facts_of(const Lexicon& lexicon, const Value& value) {
    Facts facts = facts_of(lexicon, value.entry);
    if (value.within == kNoEntry || !facts.latitude.empty()) return facts;
    Facts around = facts_of(lexicon, value.within);
    if (facts.country.empty()) facts.country = around.country;
    if (value.country_from == CountryFrom::Town || value.country_from == CountryFrom::Near) {
        facts.latitude = around.latitude;
        facts.longitude = around.longitude;
    }
    return facts;
}

std::string_view UnitNames::of(std::string_view code) {
    if (code.empty()) return {};
    if (names_.empty()) {
        // Of two rows with one code the shorter name is the plain one: "tonne", not "deadweight ton".
        auto read = [&](std::string_view list, std::string_view column) {
            LabelId label = lexicon_.find_label(list);
            if (label == kNoLabel) return;
            for (EntryId row : lexicon_.rows_of(label)) {
                std::string& name = names_[std::string(lexicon_.field(row, column))];
                if (name.empty() || lexicon_.name(row).size() < name.size()) name = lexicon_.name(row);
            }
        };
        read("unit", "ucum");
        read("currency", "code");
        names_["%"] = "percent";
        constexpr std::array<std::array<std::string_view, 2>, 7> kTimes = {
            {{"s", "second"}, {"s2", "second squared"}, {"ms", "millisecond"}, {"min", "minute"}, {"h", "hour"}, {"d", "day"}, {"a", "year"}}};
        for (const auto& [time, name] : kTimes) names_[std::string(time)] = name;
    }
    auto found = names_.find(std::string(code));
    if (found == names_.end()) found = names_.emplace(code, compose(code)).first;
    return found->second;
}

/// "g/L" is "gram per liter", "km3" a "cubic kilometer".
std::string UnitNames::compose(std::string_view code) {
    auto name = [&](std::string_view part) -> std::string {
        if (auto found = names_.find(std::string(part)); found != names_.end()) return found->second;
        bool power = part.ends_with('2') || part.ends_with('3');
        auto base = power ? names_.find(std::string(part.substr(0, part.size() - 1))) : names_.end();
        if (base == names_.end() || base->second.empty()) return "";
        return (part.ends_with('2') ? "square " : "cubic ") + base->second;
    };
    size_t slash = code.rfind('/');
    if (slash == std::string_view::npos) return name(code);
    std::string above = name(code.substr(0, slash)), below = name(code.substr(slash + 1));
    return above.empty() || below.empty() ? "" : above + " per " + below;
}

std::string iso_date(CalendarDate date) {
    int numbers[] = {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                     static_cast<int>(static_cast<unsigned>(date.day()))};
    std::string text = "0000-00-00";
    auto put = [&](size_t last, int number) {
        for (; number > 0; number /= 10) text[last--] = static_cast<char>('0' + number % 10);
    };
    put(3, numbers[0]);
    put(6, numbers[1]);
    put(9, numbers[2]);
    return text;
}

namespace {

using enum Delivery;
constexpr Offsets kPoints = Offsets::CodePoints;

/// By Format.
constexpr std::array<FormatRecord, kFormatCount> kFormats = {{
    {"text", "for reading at a terminal: the entities by kind, with their values", Stream, kPoints, {"", "\n", "", "", ""}},
    {"markdown", "for notes and wikis: the same as tables", Stream, kPoints, {"", "\n", "", "", ""}},
    {"html", "for reading in a browser: a page; of several articles an overview and a page each below --output FOLDER", Pages, kPoints, {}},
    {"csv", "for spreadsheets: a row a mention, fields with commas between them", Stream, kPoints, {kCsvHead, "", "", kCsvHead, ""}},
    {"tsv", "for spreadsheets and Unix tools: the same with tabs", Stream, kPoints, {kTsvHead, "", "", kTsvHead, ""}},
    {"overview", "for spreadsheets: of all articles one table, a row for each person, place, ... with its articles and dates", Summary, kPoints, {}},
    {"json", "for programs: an array of articles, spread out", Stream, kPoints, {"[", ",", "\n]\n", "[]\n", ""}},
    {"jsonl", "for programs: the same, a line an article", Stream, kPoints, {}},
    {"spacy", "for spaCy: a line of JSON an article, for Doc.from_json, with tokens and sentences", Stream, kPoints, {}},
    {"doccano", "for doccano: a line of JSON an article, to import as JSONL", Stream, Offsets::Utf16, {}},
    {"label-studio", "for Label Studio: an array of tasks with predictions", Stream, kPoints, {"[", ",", "\n]\n", "[]\n", ""}},
    {"webanno", "for archives: W3C Web Annotations in JSON-LD, one a mention", Stream, kPoints, {kWebAnnotationHead, "", "\n]}\n", kNoWebAnnotations, ","}},
    {"geojson", "for maps: the places with coordinates, one a feature", Stream, kPoints, {kGeoJsonHead, "", "\n]}\n", kNoGeoJson, ","}},
    {"conll", "for taggers and scorers: a word a line with its IOB2 tag", Stream, kPoints, {}},
    {"brat", "for brat: standoff annotations, two files an article below --output FOLDER", Files, kPoints, {}, "annotation.conf", kBratSettings},
    {"timeml", "for tools of time: TimeML 1.2.1 with the dates, a file an article below --output FOLDER", Files, kPoints, {}},
    {"sqlite", "for queries: a database in --output FILE, with full-text search", Database, kPoints, {}},
}};

}  // namespace

const FormatRecord& format_record(Format format) { return kFormats[static_cast<size_t>(format)]; }

struct Report::State {
    State(const Analyzer& analyzer, const ReportOptions& asked)
        : options(asked), common{analyzer, options, FactsMemory(analyzer.lexicon()), UnitNames(analyzer.lexicon())}, json(analyzer, options), text(analyzer, options) {}

    void write(std::string& out) {
        switch (options.format) {
            case Format::Text: return text.write(view, out);
            case Format::Markdown: return write_markdown(view, common, out);
            case Format::Html: return write_html(view, common, out);
            case Format::Csv:
            case Format::Tsv: return write_table(view, common, out);
            case Format::Overview: return write_overview(view, common, out);
            case Format::Json:
            case Format::JsonLines: return json.write(view, out);
            case Format::Spacy: return write_spacy(view, common, out);
            case Format::Doccano: return write_doccano(view, common, out);
            case Format::LabelStudio: return write_label_studio(view, common, out);
            case Format::WebAnnotation: return write_web_annotation(view, common, out);
            case Format::GeoJson: return write_geojson(view, common, out);
            case Format::Conll: return write_conll(view, common, out);
            case Format::Brat: return write_brat(view, common, out);
            case Format::TimeMl: return write_timeml(view, common, out);
            case Format::Sqlite: return write_rows(view, common, out);
        }
    }

    ReportOptions options;
    View view;
    FormatContext common;
    JsonReport json;
    TextReport text;
};

Report::Report(const Analyzer& analyzer, const ReportOptions& options) : state_(std::make_unique<State>(analyzer, options)) {}
Report::~Report() = default;
Report::Report(Report&&) noexcept = default;

void Report::write(const Document& document, const Analysis& analysis, std::string& out) {
    state_->view.fill(document, analysis, state_->options);
    state_->write(out);
}

}  // namespace nutgraf
