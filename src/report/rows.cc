// sqlite and overview: an article's rows, packed. database.cc and overview.cc unpack them in the same order; database.cc alone
// knows SQL.
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
            if (value.entry != kNoEntry) {
                // "N.Y." is short for New York.
                std::string_view of = lexicon.label_name(lexicon.label(value.entry)) == "us-state-abbreviation" ? lexicon.field(value.entry, "of") : lexicon.name(value.entry);
                return fold(of) + ' ' + std::string(facts.country);
            }
            break;
        case Kind::Group:
            if (value.entry != kNoEntry && !lexicon.field(value.entry, "of").empty()) return fold(lexicon.field(value.entry, "of"));
            break;
        case Kind::Number:
        case Kind::Date:
            if (const Figure& figure = value.figure(); !figure.text.empty())
                return figure.text + ' ' + figure.unit + ' ' + std::string(figure.modifier) + ' ' + std::string(subkind_name(entity.subkind));
            break;
        case Kind::Person: break;
    }
    return fold(entity.name);
}

namespace {

void pack_entity(const View::Group& group, FormatContext& context, std::string& out) {
    const Entity& entity = *group.entity;
    const Facts& facts = context.facts.of(entity.value);
    pack(out, kind_name(entity.kind));
    pack(out, subkind_name(entity.subkind));
    pack(out, entity_key(entity, context.analyzer.lexicon(), facts));
    pack(out, entity.name);
    pack(out, uint64_t{group.mentions.size()});
    pack(out, salience_text(entity.salience));
    for (std::string_view column : columns_of(entity.kind, entity.value, facts, group, context.units)) pack(out, column);
}

}  // namespace

void write_overview(const View& view, FormatContext& context, std::string& out) {
    pack(out, view.document->id());
    pack(out, view.document->date() ? iso_date(*view.document->date()) : "");
    pack(out, uint64_t{view.entities.size()});
    for (size_t i = 0; i < view.entities.size(); ++i) pack_entity(view.entities[i], context, out);
}

void write_rows(const View& view, FormatContext& context, std::string& out) {
    pack(out, view.document->id());
    pack(out, view.document->date() ? iso_date(*view.document->date()) : "");
    pack(out, view.document->text());
    pack(out, uint64_t{view.entities.size()});
    pack(out, uint64_t{view.mentions.size()});
    for (size_t i = 0; i < view.entities.size(); ++i) pack_entity(view.entities[i], context, out);
    for (const View::Row& row : view.mentions) {
        const Mention& mention = *row.mention;
        pack(out, uint64_t{row.entity});
        pack(out, row.start);
        pack(out, row.end);
        pack(out, view.text(mention));
        pack(out, kind_name(mention.kind));
        pack(out, subkind_name(mention.subkind));
        for (std::string_view column : columns_of(mention.kind, mention.value, context.facts.of(mention.value), view.entities[row.entity], context.units)) pack(out, column);
        pack(out, rule_name(context.analyzer.rules(), mention.rule));
        pack(out, sureness_name(mention.sure));
        pack(out, link_name(row.link));
    }
}

}  // namespace nutgraf
