// brat: standoff annotations. NAME.txt is the article and NAME.ann has a line a mention, which tells its place, and a note
// with its value. Alone, the annotations are those of one article.
#include "formats.h"
#include "packing.h"
#include "quoting.h"

namespace nutgraf {
namespace {

bool ends_line(char c) { return c == '\n' || c == '\r'; }

/// A mention that runs over a line end is one of several fragments, with the words between them left in.
void put_annotations(const View& view, FormatContext& context, std::string& out) {
    OffsetCounter counter(*view.document, context.options.offsets);
    std::string_view text = view.document->text();
    uint64_t notes = 0;
    for (size_t i = 0; i < view.mentions.size(); ++i) {
        const Mention& mention = *view.mentions[i].mention;
        ByteSpan bytes = bytes_of(view.analysis->tokens, mention.tokens);
        out += 'T';
        put_number(out, i + 1);
        out += '\t';
        out += kind_name(mention.kind);
        out += ' ';
        std::string words;
        for (uint32_t at = bytes.begin; at < bytes.end;) {
            uint32_t end = at;
            while (end < bytes.end && !ends_line(text[end])) ++end;
            uint32_t next = end;
            while (next < bytes.end && ends_line(text[next])) ++next;
            if (at > bytes.begin) out += ';', words += ' ';
            put_number(out, counter.at(at));
            out += ' ';
            put_number(out, counter.at(end));
            words += text.substr(at, end - at);
            at = next;
        }
        out += '\t' + words + '\n';

        std::string note;
        if (mention.subkind != Subkind::None) note = "subkind=" + std::string(subkind_name(mention.subkind));
        auto columns = columns_of(mention.kind, mention.value, context.facts.of(mention.value), view.entities[view.mentions[i].entity], context.units);
        for (size_t column = 0; column < columns.size(); ++column) {
            if (columns[column].empty()) continue;
            if (!note.empty()) note += ' ';
            note += std::string(kValueColumns[column]) + '=' + std::string(columns[column]);
        }
        if (note.empty()) continue;
        out += '#';
        put_number(out, ++notes);
        out += "\tAnnotatorNotes T";
        put_number(out, i + 1);
        out += '\t' + note + '\n';
    }
}

}  // namespace

void write_brat(const View& view, FormatContext& context, std::string& out) {
    if (!context.options.packed) return put_annotations(view, context, out);
    std::string annotations;
    put_annotations(view, context, annotations);
    pack(out, view.document->id());
    pack(out, uint64_t{2});
    pack(out, "txt");
    pack(out, view.document->text());
    pack(out, "ann");
    pack(out, annotations);
}

}  // namespace nutgraf
