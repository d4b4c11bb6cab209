// doccano: a line an article for sequence labelling, imported as JSONL with the columns "text" and "label". What else
// stands in the line becomes the article's metadata.
#include "formats.h"
#include "quoting.h"

namespace nutgraf {

void write_doccano(const View& view, FormatContext&, std::string& out) {
    out += "{\"text\":";
    put_json(out, view.document->text());
    out += ",\"label\":[";
    for (const View::Row& row : view.mentions) {
        out += out.back() == '[' ? "[" : ",[";
        put_number(out, row.start);
        out += ',';
        put_number(out, row.end);
        out += ',';
        put_json(out, kind_name(row.mention->kind));
        out += ']';
    }
    out += "],\"document\":";
    put_json(out, view.document->id());
    out += ",\"published\":";
    if (view.document->date()) put_json(out, iso_date(*view.document->date()));
    else out += "null";
    out += "}\n";
}

}  // namespace nutgraf
