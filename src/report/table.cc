// csv and tsv: a row a mention, in the columns of kTableHead. Spreadsheets sort and count them; values keep their digits.
#include "formats.h"
#include "quoting.h"

namespace nutgraf {
namespace {

/// A field of tsv has no tabs and line ends: each becomes a space.
void put_tsv(std::string& out, std::string_view text) {
    for (char c : text) out += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

}  // namespace

void write_table(const View& view, FormatContext& context, std::string& out) {
    bool commas = context.options.format == Format::Csv;
    char divider = commas ? ',' : '\t';
    auto put = [&](std::string_view text) {
        if (commas) put_csv(out, text);
        else put_tsv(out, text);
        out += divider;
    };
    auto number = [&](uint64_t value) {
        put_number(out, value);
        out += divider;
    };
    std::string published = view.document->date() ? iso_date(*view.document->date()) : "";
    for (const View::Row& row : view.mentions) {
        const Mention& mention = *row.mention;
        put(view.document->id());
        put(published);
        number(row.start);
        number(row.end);
        put(view.text(mention));
        put(kind_name(mention.kind));
        put(subkind_name(mention.subkind));
        number(row.entity);
        put(view.entities[row.entity].entity->name);
        put(salience_text(view.entities[row.entity].entity->salience));
        for (std::string_view part : columns_of(mention.kind, mention.value, context.facts.of(mention.value), view.entities[row.entity], context.units)) put(part);
        put(rule_name(context.analyzer.rules(), mention.rule));
        put(sureness_name(mention.sure));
        put(link_name(row.link));
        out.back() = '\n';
    }
}

std::string_view salience_text(uint32_t salience) {
    // "0.00" to "1.00", ready made.
    static constexpr auto kTexts = [] {
        std::array<std::array<char, 4>, kMostSalient + 1> texts{};
        for (uint32_t i = 0; i <= kMostSalient; ++i) texts[i] = {static_cast<char>('0' + i / 100), '.', static_cast<char>('0' + i / 10 % 10), static_cast<char>('0' + i % 10)};
        return texts;
    }();
    const auto& text = kTexts[salience];
    return {text.data(), text.size()};
}

ValueColumns columns_of(Kind kind, const Value& value, const Facts& facts, const View::Group& group, UnitNames& units) {
    const Figure& figure = value.figure();
    if (kind == Kind::Number) {
        // The two ends of a range stand in columns of their own; "5/8" would become a date in a spreadsheet.
        if (auto range = range_of(figure)) return {"", range->low, range->high, figure.unit, units.of(figure.unit), figure.modifier, figure.counted, figure.role};
        return {figure.text, "", "", figure.unit, units.of(figure.unit), figure.modifier, figure.counted, figure.role};
    }
    if (kind == Kind::Date) return {"", "", "", "", "", "", "", "", figure.text, figure.start, figure.end, figure.modifier};
    if (kind == Kind::Person) return {"", "", "", "", "", "", "", group.role, "", "", "", "", "", "", "", "", "", "", group.title, gender_name(group.entity->person.gender)};
    bool place = kind == Kind::Place;
    return {"", "", "", "", "", "", "", "", "", "", "", "", kind == Kind::Organization ? facts.acronym : "", facts.country,
            place ? facts.geonames : "", place ? facts.latitude : "", place ? facts.longitude : "", place ? facts.population : ""};
}

}  // namespace nutgraf
