// geojson: RFC 7946, a point for each of an article's places whose coordinates the lists know. Properties are flat, as
// QGIS and others want them for their attribute tables.
#include "formats.h"
#include "quoting.h"

namespace nutgraf {

void write_geojson(const View& view, FormatContext& context, std::string& out) {
    for (size_t i = 0; i < view.entities.size(); ++i) {
        const Entity& entity = *view.entities[i].entity;
        const Facts& facts = context.facts.of(entity.value);
        if (entity.kind != Kind::Place || facts.latitude.empty() || facts.longitude.empty()) continue;
        out += ",\n{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [";
        out += facts.longitude;  // first, as RFC 7946 has it
        out += ", ";
        out += facts.latitude;
        out += "]}, \"properties\": {\"name\": ";
        put_json(out, entity.name);
        auto property = [&](std::string_view name, std::string_view value) {
            out += ", \"";
            out += name;
            out += "\": ";
            if (value.empty()) out += "null";
            else put_json(out, value);
        };
        property("subkind", subkind_name(entity.subkind));
        property("country", facts.country);
        out += ", \"geonames\": ";
        out += facts.geonames.empty() ? "null" : facts.geonames;
        out += ", \"mentions\": ";
        put_number(out, view.entities[i].mentions.size());
        property("document", view.document->id());
        property("published", view.document->date() ? iso_date(*view.document->date()) : "");
        out += "}}";
    }
}

}  // namespace nutgraf
