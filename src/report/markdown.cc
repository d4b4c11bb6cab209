// markdown: a heading an article, a table a kind (GitHub's tables, which most readers know), the most mentioned first.
#include <algorithm>

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
        std::vector<const View::Group*> groups;
        for (size_t i = 0; i < view.entity_count; ++i)
            if (view.entities[i].entity->kind == static_cast<Kind>(kind)) groups.push_back(&view.entities[i]);
        if (groups.empty()) continue;
        std::stable_sort(groups.begin(), groups.end(), [](const auto* a, const auto* b) { return a->mentions.size() > b->mentions.size(); });
        out += "\n## ";
        out += title_of(static_cast<Kind>(kind));
        out += "\n\n| name | mentions | value | also |\n| --- | ---: | --- | --- |\n";
        for (const View::Group* group : groups) {
            auto forms = forms_of(view, *group);
            out += "| ";
            put_markdown(out, forms[0]);
            out += " | ";
            put_number(out, group->mentions.size());
            out += " | ";
            put_markdown(out, value_in_words(*group->entity, context.facts.of(group->entity->value.entry)));
            out += " | ";
            for (size_t i = 1; i < forms.size(); ++i) {
                if (i > 1) out += ", ";
                put_markdown(out, forms[i]);
            }
            out += " |\n";
        }
    }
    if (view.mentions.empty()) out += "\nnothing found\n";
}

}  // namespace nutgraf
