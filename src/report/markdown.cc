// markdown: a heading an article, a table a kind (GitHub's tables, which most readers know), the most salient first.
#include "formats.h"
#include "quoting.h"
#include "wording.h"

namespace nutgraf {
namespace {

/// On one line, with a backslash before what would mark something up.
void put_markdown(std::string& out, std::string_view text) {
    for (char c : one_line(text)) {
        if (std::string_view("\\`*_[]<>|&~$#").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
}

}  // namespace

void write_markdown(const View& view, FormatContext& context, std::string& out) {
    out += "# ";
    put_markdown(out, view.document->id());
    out += '\n';
    if (auto date = view.document->date()) out += '\n' + published_in_words(*date) + '\n';
    for (size_t kind = 0; kind < kKindCount; ++kind) {
        auto groups = most_salient(view, static_cast<Kind>(kind));
        if (groups.empty()) continue;
        out += "\n## ";
        out += title_of(static_cast<Kind>(kind));
        out += "\n\n| name | mentions | about | also |\n| --- | ---: | --- | --- |\n";
        for (const View::Group* group : groups) {
            auto others = other_names_of(view, *group);
            out += "| ";
            put_markdown(out, group->entity->name);
            out += " | ";
            put_number(out, group->mentions.size());
            out += " | ";
            put_markdown(out, about_in_words(view, *group, context.facts.of(group->entity->value)));
            out += " | ";
            for (size_t i = 0; i < others.size(); ++i) {
                if (i > 0) out += ", ";
                put_markdown(out, others[i]);
            }
            out += " |\n";
        }
    }
    if (view.mentions.empty()) out += "\nnothing found\n";
}

}  // namespace nutgraf
