// conll: the form of the CoNLL-2003 shared task, four columns with a space between: word, two that we leave open ("_"), and
// the tag in IOB2. An empty line ends a sentence, a line -DOCSTART- begins an article.
#include "formats.h"

namespace nutgraf {
namespace {

/// The tags of the shared task, where nationalities are MISC, and two of our own.
std::string_view tag_of(Kind kind) {
    constexpr std::array<std::string_view, kKindCount> kTags = {"PER", "LOC", "ORG", "MISC", "NUM", "DATE"};
    return kTags[static_cast<size_t>(kind)];
}

}  // namespace

void write_conll(const View& view, FormatContext&, std::string& out) {
    out += "-DOCSTART- -X- O O\n";
    auto row = view.mentions.begin();
    const auto& tokens = view.analysis->tokens;
    for (uint32_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].starts_sentence) out += '\n';
        while (row != view.mentions.end() && row->mention->tokens.end <= i) ++row;
        bool inside = row != view.mentions.end() && row->mention->tokens.begin <= i, begins = inside && (row->mention->tokens.begin == i || tokens[i].starts_sentence);
        auto write = [&](std::string_view word) {
            out += word;
            out += " _ _ ";
            if (inside) {
                out += begins ? "B-" : "I-";
                out += tag_of(row->mention->kind);
            } else {
                out += 'O';
            }
            out += '\n';
        };
        // The hyphen of "3-1/4" is no token, but a word of the text.
        if (i > 0 && view.document->text({tokens[i - 1].bytes.end, tokens[i].bytes.begin}) == "-" && !begins) write("-");
        write(view.document->text(tokens[i].bytes));
    }
    out += '\n';
}

}  // namespace nutgraf
