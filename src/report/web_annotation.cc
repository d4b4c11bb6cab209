// webanno: the W3C Web Annotation Data Model in JSON-LD, an annotation a mention: what is tagged, its value, and where it
// stands, by position and by the words around it, so that it is found again when the page has changed.
#include "formats.h"
#include "quoting.h"

namespace nutgraf {
namespace {

constexpr size_t kContext = 32;  // code points of the text before and behind the mention

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string_view before(std::string_view text, size_t at) {
    size_t begin = at;
    for (size_t i = 0; i < kContext && begin > 0; ++i)
        do --begin;
        while (begin > 0 && continues(text[begin]));
    return text.substr(begin, at - begin);
}

std::string_view behind(std::string_view text, size_t at) {
    size_t end = at;
    for (size_t i = 0; i < kContext && end < text.size(); ++i)
        do ++end;
        while (end < text.size() && continues(text[end]));
    return text.substr(at, end - at);
}

/// What the value says as one word or two: "2022-01-10", "768000000000 USD".
std::string value_of(const Mention& mention) {
    std::string text = mention.value.figure().text;
    if (!text.empty() && !mention.value.figure().unit.empty()) text += ' ' + mention.value.figure().unit;
    return text;
}

void put_body(std::string& out, std::string_view purpose, std::string_view value) {
    out += R"({"type": "TextualBody", "purpose": ")";
    out += purpose;
    out += R"(", "value": )";
    put_json(out, value);
    out += '}';
}

}  // namespace

void write_web_annotation(const View& view, FormatContext& context, std::string& out) {
    std::string source;
    put_iri(source, view.document->id());
    std::string_view text = view.document->text();
    for (size_t i = 0; i < view.mentions.size(); ++i) {
        const View::Row& row = view.mentions[i];
        const Mention& mention = *row.mention;
        ByteSpan bytes = bytes_of(view.analysis->tokens, mention.tokens);
        out += ",\n";
        out += R"({"id": ")" + source.substr(0, source.find('#')) + "#mention-";
        put_number(out, i);
        out += R"(", "type": "Annotation", "body": [)";
        put_body(out, "tagging", kind_name(mention.kind));
        if (mention.subkind != Subkind::None) {
            out += ", ";
            put_body(out, "classifying", subkind_name(mention.subkind));
        }
        if (std::string value = value_of(mention); !value.empty()) {
            out += ", ";
            put_body(out, "describing", value);
        }
        if (mention.kind == Kind::Place) {
            const Facts& facts = context.facts.of(mention.value);
            if (!facts.geonames.empty()) {
                out += R"(, {"type": "SpecificResource", "purpose": "identifying", "source": "https://sws.geonames.org/)";
                out += facts.geonames;
                out += R"(/"})";
            }
        }
        out += R"(], "target": {"source": ")" + source + R"(", "selector": [{"type": "TextPositionSelector", "start": )";
        put_number(out, row.start);
        out += R"(, "end": )";
        put_number(out, row.end);
        out += R"(}, {"type": "TextQuoteSelector", "exact": )";
        put_json(out, view.text(mention));
        out += R"(, "prefix": )";
        put_json(out, before(text, bytes.begin));
        out += R"(, "suffix": )";
        put_json(out, behind(text, bytes.end));
        out += "}]}}";
    }
}

}  // namespace nutgraf
