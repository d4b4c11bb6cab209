// spacy: a line an article in the form of spaCy's Doc.to_json(), with the labels that spaCy's English models use, so that
// Doc(nlp.vocab).from_json(line) has tokens, sentences and entities, to look at (displaCy), to train with (DocBin), or to
// score a model against.
#include "formats.h"
#include "quoting.h"

namespace nutgraf {
namespace {

bool is_currency(std::string_view unit) {
    if (unit.size() != 3) return false;
    for (char c : unit)
        if (c < 'A' || c > 'Z') return false;
    return true;
}

/// Of OntoNotes 5.
std::string_view label_of(const Mention& mention) {
    switch (mention.kind) {
        case Kind::Person: return "PERSON";
        case Kind::Place:
            if (mention.subkind == Subkind::Facility) return "FAC";
            return mention.subkind == Subkind::Natural || mention.subkind == Subkind::Other ? "LOC" : "GPE";
        case Kind::Organization: return "ORG";
        case Kind::Group: return "NORP";
        case Kind::Number:
            if (mention.subkind == Subkind::Ordinal) return "ORDINAL";
            if (mention.value.figure().unit == "%") return "PERCENT";
            if (is_currency(mention.value.figure().unit)) return "MONEY";
            return mention.value.figure().unit.empty() ? "CARDINAL" : "QUANTITY";
        case Kind::Date: break;
    }
    // Less than a day is a time: "9:30", "two hours", but not "three days".
    return mention.value.figure().text.find('T') != std::string::npos && mention.value.figure().text.find("_REF") == std::string::npos ? "TIME" : "DATE";
}

void put_span(std::string& out, uint64_t start, uint64_t end) {
    out += "{\"start\":";
    put_number(out, start);
    out += ",\"end\":";
    put_number(out, end);
}

}  // namespace

void write_spacy(const View& view, FormatContext& context, std::string& out) {
    out += "{\"text\":";
    put_json(out, view.document->text());
    out += ",\"document\":";
    put_json(out, view.document->id());
    out += ",\"published\":";
    if (view.document->date()) put_json(out, iso_date(*view.document->date()));
    else out += "null";
    out += ",\"ents\":[";
    for (const View::Row& row : view.mentions) {
        if (out.back() != '[') out += ',';
        put_span(out, row.start, row.end);
        out += ",\"label\":\"";
        out += label_of(*row.mention);
        out += "\"}";
    }
    // What stands between two tokens is a token for spaCy, too, but for the one space that may follow a token. A sentence
    // reaches to the next, over such tokens.
    out += "],\"tokens\":[";
    OffsetCounter counter(*view.document, context.options.offsets);
    std::string sentences;
    uint64_t count = 0, sentence = 0, behind = 0;
    auto token = [&](ByteSpan bytes) {
        uint64_t start = counter.at(bytes.begin);
        behind = counter.at(bytes.end);
        out += count == 0 ? "{\"id\":" : ",{\"id\":";
        put_number(out, count++);
        out += ",\"start\":";
        put_number(out, start);
        out += ",\"end\":";
        put_number(out, behind);
        out += '}';
        return start;
    };
    auto end_sentence = [&] {
        if (!sentences.empty()) sentences += ',';
        put_span(sentences, sentence, behind);
        sentences += '}';
    };
    std::string_view text = view.document->text();
    uint32_t at = 0;
    auto gap = [&](uint32_t end) {
        if (count > 0 && at < end && text[at] == ' ') ++at;
        if (at < end) token({at, end});
        at = end;
    };
    bool first = true;
    for (const Token& one : view.analysis->tokens) {
        gap(one.bytes.begin);
        if (one.starts_sentence && !first) end_sentence();
        uint64_t start = token(one.bytes);
        if (one.starts_sentence && !first) sentence = start;
        first = false;
        at = one.bytes.end;
    }
    gap(static_cast<uint32_t>(text.size()));
    if (count > 0) end_sentence();
    out += "],\"sents\":[" + sentences + "]}\n";
}

}  // namespace nutgraf
