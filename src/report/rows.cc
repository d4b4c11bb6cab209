// sqlite: an article's rows, packed. database.cc unpacks them in the same order; it alone knows SQL.
#include "../unicode.h"
#include "formats.h"
#include "packing.h"

namespace nutgraf {

std::string entity_key(const Entity& entity, const Lexicon& lexicon, const Facts& facts) {
    const Value& value = entity.value;
    switch (entity.kind) {
        case Kind::Place:
        case Kind::Organization:
            if (!facts.geonames.empty()) return "geonames " + std::string(facts.geonames);
            if (value.entry != kNoEntry) return fold(lexicon.name(value.entry)) + ' ' + std::string(facts.country);
            break;
        case Kind::Group:
            if (value.entry != kNoEntry && !lexicon.field(value.entry, "of").empty()) return fold(lexicon.field(value.entry, "of"));
            break;
        case Kind::Number:
        case Kind::Date:
            if (!value.text.empty()) return value.text + ' ' + value.unit + ' ' + value.modifier + ' ' + std::string(subkind_name(entity.subkind));
            break;
        case Kind::Person: break;
    }
    return fold(entity.name);
}

void write_rows(const View& view, FormatContext& context, std::string& out) {
    pack(out, view.document->id());
    pack(out, view.document->date() ? iso_date(*view.document->date()) : "");
    pack(out, view.document->text());
    pack(out, uint64_t{view.entity_count});
    pack(out, uint64_t{view.mentions.size()});
    for (size_t i = 0; i < view.entity_count; ++i) {
        const Entity& entity = *view.entities[i].entity;
        const Facts& facts = context.facts.of(entity.value.entry);
        pack(out, kind_name(entity.kind));
        pack(out, subkind_name(entity.subkind));
        pack(out, entity_key(entity, context.analyzer.lexicon(), facts));
        pack(out, entity.name);
        pack(out, uint64_t{view.entities[i].mentions.size()});
        for (std::string_view column : columns_of(entity.kind, entity.value, facts, context.units)) pack(out, column);
    }
    for (const View::Row& row : view.mentions) {
        const Mention& mention = *row.mention;
        pack(out, uint64_t{row.entity});
        pack(out, row.start);
        pack(out, row.end);
        pack(out, view.text(mention));
        pack(out, kind_name(mention.kind));
        pack(out, subkind_name(mention.subkind));
        for (std::string_view column : columns_of(mention.kind, mention.value, context.facts.of(mention.value.entry), context.units)) pack(out, column);
        pack(out, rule_name(context.analyzer.rules(), mention.rule));
        pack(out, sureness_name(mention.sure));
    }
}

}  // namespace nutgraf
