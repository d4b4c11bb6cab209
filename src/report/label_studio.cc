// label-studio: an array of tasks, each an article with our mentions as predictions, which annotators correct. The project
// needs <Labels name="label" toName="text"> and <Text name="text" value="$text"/> (README.md has it in full).
#include "formats.h"
#include "quoting.h"
#include "wording.h"

namespace nutgraf {

void write_label_studio(const View& view, FormatContext& context, std::string& out) {
    out += "\n  {\"data\": {\"text\": ";
    put_json(out, view.document->text());
    out += ", \"document\": ";
    put_json(out, view.document->id());
    if (view.document->date()) {
        out += ", \"published\": ";
        put_json(out, iso_date(*view.document->date()));
    }
    out += "},\n   \"predictions\": [{\"model_version\": \"nutgraf\", \"result\": [";
    for (size_t i = 0; i < view.mentions.size(); ++i) {
        const View::Row& row = view.mentions[i];
        const Mention& mention = *row.mention;
        out += i == 0 ? "\n    {\"id\": \"m" : ",\n    {\"id\": \"m";
        put_number(out, i);
        out += "\", \"from_name\": \"label\", \"to_name\": \"text\", \"type\": \"labels\", \"value\": {\"start\": ";
        put_number(out, row.start);
        out += ", \"end\": ";
        put_number(out, row.end);
        out += ", \"text\": ";
        put_json(out, view.text(mention));
        out += ", \"labels\": [";
        put_json(out, kind_name(mention.kind));
        out += "]}";
        // Shown beside the marked words.
        std::string about = value_in_words(*view.entities[row.entity].entity, context.facts.of(view.entities[row.entity].entity->value));
        if (!about.empty()) {
            out += ", \"meta\": {\"text\": [";
            put_json(out, about);
            out += "]}";
        }
        out += '}';
    }
    out += "]}]}";
}

}  // namespace nutgraf
