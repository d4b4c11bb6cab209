// JSON: one object an article, on one line (jsonl) or spread out as a member of an array (json). The fields are
// documented in README.md; a field once written keeps its name and meaning.
#define RAPIDJSON_HAS_STDSTRING 1
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "view.h"

namespace nutgraf {
namespace {

template <class Writer>
class Printer {
public:
    Printer(Writer& writer, const Analyzer& analyzer, const ReportOptions& options) : writer_(writer), analyzer_(analyzer), options_(options) {}

    void print(const View& view) {
        writer_.StartObject();
        field("id", view.document->id());
        key("date");
        if (view.document->date()) string(iso_date(*view.document->date()));
        else writer_.Null();
        key("mentions");
        writer_.StartArray();
        for (const View::Row& row : view.mentions) print(view, row);
        writer_.EndArray();
        key("entities");
        writer_.StartArray();
        for (size_t i = 0; i < view.entity_count; ++i) print(view.entities[i]);
        writer_.EndArray();
        writer_.EndObject();
    }

private:
    void print(const View& view, const View::Row& row) {
        const Mention& mention = *row.mention;
        writer_.StartObject();
        field("text", view.text(mention));
        field("start", row.start);
        field("end", row.end);
        print_kind(mention.kind, mention.subkind);
        print_value(mention.kind, mention.value);
        field("entity", uint64_t{row.entity});
        field("rule", rule_name(analyzer_.rules(), mention.rule));
        field("sure", sureness_name(mention.sure));
        if (options_.explain) print_why(mention);
        writer_.EndObject();
    }

    void print(const View::Group& group) {
        const Entity& entity = *group.entity;
        writer_.StartObject();
        print_kind(entity.kind, entity.subkind);
        field("name", entity.name);
        field("count", uint64_t{group.mentions.size()});
        print_value(entity.kind, entity.value);
        key("mentions");
        writer_.StartArray();
        for (uint32_t mention : group.mentions) writer_.Uint(mention);
        writer_.EndArray();
        writer_.EndObject();
    }

    void print_kind(Kind kind, Subkind subkind) {
        field("kind", kind_name(kind));
        key("subkind");
        if (subkind == Subkind::None) writer_.Null();
        else string(subkind_name(subkind));
    }

    void print_value(Kind kind, const Value& value) {
        key("value");
        bool any = false;
        auto part = [&](std::string_view name, std::string_view text, bool number = false) {
            if (text.empty()) return;
            if (!any) writer_.StartObject();
            any = true;
            key(name);
            if (number) writer_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
            else string(text);
        };
        if (kind == Kind::Date) {
            part("timex", value.text);
            part("start", value.start);
            part("end", value.end);
            part("mod", value.modifier);
        } else if (kind == Kind::Number) {
            part("value", value.text);
            if (auto range = range_of(value)) {
                part("low", range->low);
                part("high", range->high);
            }
            part("unit", value.unit);
            part("bound", value.modifier);
        } else {
            Facts facts = facts_of(analyzer_.lexicon(), value.entry);
            if (kind == Kind::Organization) part("acronym", facts.acronym);
            part("country", facts.country);
            if (kind == Kind::Place) {
                part("geonames", facts.geonames, true);
                part("lat", facts.latitude, true);
                part("lon", facts.longitude, true);
            }
        }
        if (any) writer_.EndObject();
        else writer_.Null();
    }

    void print_why(const Mention& mention) {
        key("why");
        writer_.StartObject();
        field("about", rule_about(analyzer_.rules(), mention.rule));
        if (mention.rule < analyzer_.rules().rules().size()) {
            const Rule& rule = analyzer_.rules().rules()[mention.rule];
            field("file", rule.file);
            field("line", static_cast<uint64_t>(rule.line));
        }
        writer_.EndObject();
    }

    void key(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
    void string(std::string_view text) { writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
    void field(std::string_view name, std::string_view text) {
        key(name);
        string(text);
    }
    void field(std::string_view name, uint64_t number) {
        key(name);
        writer_.Uint64(number);
    }

    Writer& writer_;
    const Analyzer& analyzer_;
    const ReportOptions& options_;
};

}  // namespace

struct JsonReport::State {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> line{buffer};
    rapidjson::PrettyWriter<rapidjson::StringBuffer> pretty{buffer};
};

JsonReport::JsonReport(const Analyzer& analyzer, const ReportOptions& options)
    : analyzer_(analyzer), options_(options), state_(std::make_unique<State>()) {}
JsonReport::~JsonReport() = default;

void JsonReport::write(const View& view, std::string& out) {
    rapidjson::StringBuffer& buffer = state_->buffer;
    buffer.Clear();
    if (options_.format == Format::JsonLines) {
        state_->line.Reset(buffer);
        Printer(state_->line, analyzer_, options_).print(view);
        buffer.Put('\n');
    } else {
        // The array's bracket is the framing's; it is opened here only to indent what stands in it.
        state_->pretty.SetIndent(' ', 2);
        state_->pretty.Reset(buffer);
        state_->pretty.StartArray();
        buffer.Clear();
        Printer(state_->pretty, analyzer_, options_).print(view);
    }
    out.append(buffer.GetString(), buffer.GetSize());
}

}  // namespace nutgraf
