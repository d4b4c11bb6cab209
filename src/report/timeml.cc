// timeml: TimeML 1.2.1 as the TempEval-3 corpora have it: DOCID, DCT and TEXT, with the dates of the text in TIMEX3.
#include "formats.h"
#include "packing.h"
#include "quoting.h"

namespace nutgraf {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    for (std::string_view one : words)
        if (one == word) return true;
    return false;
}

class Printer {
public:
    Printer(const View& view, std::string& out) : view_(view), out_(out) {}

    void print() {
        out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<TimeML xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                "xsi:noNamespaceSchemaLocation=\"http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd\">\n<DOCID>";
        put_xml(out_, view_.document->id());
        out_ += "</DOCID>\n";
        if (auto date = view_.document->date()) {
            std::string day = iso_date(*date);
            out_ += "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"" + day +
                    "\" temporalFunction=\"false\" functionInDocument=\"CREATION_TIME\">" + day + "</TIMEX3></DCT>\n";
        }
        out_ += "<TEXT>";
        uint32_t at = 0;
        for (const View::Row& row : view_.mentions) {
            if (row.mention->kind != Kind::Date) continue;
            ByteSpan bytes = bytes_of(view_.analysis->tokens, row.mention->tokens);
            put_xml(out_, view_.document->text({at, bytes.begin}));
            print(*row.mention);
            at = bytes.end;
        }
        put_xml(out_, view_.document->text({at, static_cast<uint32_t>(view_.document->text().size())}));
        out_ += "</TEXT>\n</TimeML>\n";
    }

private:
    void print(const Mention& mention) {
        const Figure& figure = mention.value.figure();
        uint64_t id = ++last_;
        auto range = range_of(figure);
        begin(id);
        if (range) {
            // A stretch of time is a duration between two points, which have no words of their own.
            attribute("type", "DURATION");
            attribute("value", range->low.size() <= 4 ? "PXY" : range->low.size() <= 7 ? "PXM" : range->low.find('T') == std::string_view::npos ? "PXD" : "PTXH");
            attribute("beginPoint", "t" + std::to_string(id + 1));
            attribute("endPoint", "t" + std::to_string(id + 2));
        } else {
            attribute("type", type_of(mention));
            attribute("value", figure.text.empty() ? "XXXX-XX-XX" : std::string_view(figure.text));
        }
        if (is_one_of(figure.modifier, {"BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS",
                                       "EQUAL_OR_MORE", "START", "MID", "END", "APPROX"}))
            attribute("mod", figure.modifier);
        out_ += '>';
        put_xml(out_, view_.text(mention));
        out_ += "</TIMEX3>";
        if (!range) return;
        for (std::string_view point : {range->low, range->high}) {
            begin(++last_);
            attribute("type", point.find('T') == std::string_view::npos ? "DATE" : "TIME");
            attribute("value", point);
            out_ += "/>";
        }
    }

    static std::string_view type_of(const Mention& mention) {
        switch (mention.subkind) {
            case Subkind::Time: return "TIME";
            case Subkind::Duration: return mention.value.figure().text.starts_with('P') && !mention.value.figure().text.ends_with("_REF") ? "DURATION" : "DATE";
            case Subkind::Set: return "SET";
            default: return "DATE";
        }
    }

    void begin(uint64_t id) {
        out_ += "<TIMEX3 tid=\"t";
        put_number(out_, id);
        out_ += '"';
    }
    void attribute(std::string_view name, std::string_view value) {
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        put_xml(out_, value);
        out_ += '"';
    }

    const View& view_;
    std::string& out_;
    uint64_t last_ = 0;  // id
};

}  // namespace

void write_timeml(const View& view, FormatContext& context, std::string& out) {
    if (!context.options.packed) return Printer(view, out).print();
    std::string file;
    Printer(view, file).print();
    pack(out, view.document->id());
    pack(out, uint64_t{1});
    pack(out, "tml");
    pack(out, file);
}

}  // namespace nutgraf
