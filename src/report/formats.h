// The formats that are a function: each appends one article. A file a format, of the same name.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "view.h"

namespace nutgraf {

/// What a format may ask for besides the article.
struct FormatContext {
    const Analyzer& analyzer;
    const ReportOptions& options;
    FactsMemory facts;
    UnitNames units;
};

void write_markdown(const View& view, FormatContext& context, std::string& out);
void write_html(const View& view, FormatContext& context, std::string& out);
void write_table(const View& view, FormatContext& context, std::string& out);  // csv and tsv
void write_overview(const View& view, FormatContext& context, std::string& out);  // for overview.cc, packed
void write_spacy(const View& view, FormatContext& context, std::string& out);
void write_doccano(const View& view, FormatContext& context, std::string& out);
void write_label_studio(const View& view, FormatContext& context, std::string& out);
void write_web_annotation(const View& view, FormatContext& context, std::string& out);
void write_geojson(const View& view, FormatContext& context, std::string& out);
void write_conll(const View& view, FormatContext& context, std::string& out);
void write_brat(const View& view, FormatContext& context, std::string& out);
void write_timeml(const View& view, FormatContext& context, std::string& out);
void write_rows(const View& view, FormatContext& context, std::string& out);  // of the database, packed

/// By which the same entity is known in other articles: its row in the lists, its value, else its name.
std::string entity_key(const Entity& entity, const Lexicon& lexicon, const Facts& facts);

/// "0.65"
std::string_view salience_text(uint32_t salience);  // at most kMostSalient

/// A value in columns: those that its kind does not have are empty. `group` is the entity that it is of.
constexpr std::array<std::string_view, 20> kValueColumns = {"value",    "low", "high",    "unit", "unit_name", "bound",    "counted", "role", "timex",      "date_start", "date_end",
                                                            "mod", "acronym", "country", "geonames", "lat", "lon", "population", "title", "gender"};
using ValueColumns = std::array<std::string_view, kValueColumns.size()>;
ValueColumns columns_of(Kind kind, const Value& value, const Facts& facts, const View::Group& group, UnitNames& units);

/// The first line of csv and tsv: what a mention is, its value, and why.
constexpr std::array<std::string_view, 10> kMentionColumns = {"document", "published", "start", "end", "text", "kind", "subkind", "entity", "name", "salience"};
constexpr std::array<std::string_view, 3> kReasonColumns = {"rule", "sure", "link"};
template <char kDivider>
constexpr auto kTableHead = [] {
    constexpr size_t kSize = [] {
        size_t size = 0;
        for (std::string_view name : kMentionColumns) size += name.size() + 1;
        for (std::string_view name : kValueColumns) size += name.size() + 1;
        for (std::string_view name : kReasonColumns) size += name.size() + 1;
        return size;
    }();
    std::array<char, kSize> line{};
    size_t at = 0;
    auto put = [&](const auto& names) {
        for (std::string_view name : names) {
            for (char c : name) line[at++] = c;
            line[at++] = kDivider;
        }
    };
    put(kMentionColumns);
    put(kValueColumns);
    put(kReasonColumns);
    line[at - 1] = '\n';
    return line;
}();
constexpr std::string_view kCsvHead{kTableHead<','>.data(), kTableHead<','>.size()};
constexpr std::string_view kTsvHead{kTableHead<'\t'>.data(), kTableHead<'\t'>.size()};

/// What stands around the articles of a run.
constexpr std::string_view kWebAnnotationHead = R"({"@context": "http://www.w3.org/ns/anno.jsonld", "id": "#annotations", "type": "AnnotationPage", "items": [)";
constexpr std::string_view kNoWebAnnotations =
    R"({"@context": "http://www.w3.org/ns/anno.jsonld", "id": "#annotations", "type": "AnnotationPage", "items": []})" "\n";
constexpr std::string_view kGeoJsonHead = R"({"type": "FeatureCollection", "features": [)";
constexpr std::string_view kNoGeoJson = R"({"type": "FeatureCollection", "features": []})" "\n";
constexpr std::string_view kBratSettings =
    "[entities]\nperson\nplace\norganization\ngroup\nnumber\ndate\n\n[relations]\n\n[events]\n\n[attributes]\n";

}  // namespace nutgraf
