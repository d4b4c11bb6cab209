// For a person at a terminal: the article's entities by kind.
#include "view.h"

namespace nutgraf {

void TextReport::write(const View& view, std::string& out) const {
    out += view.document->id();
    out += '\n';
    for (size_t i = 0; i < view.entity_count; ++i) {
        const Entity& entity = *view.entities[i].entity;
        out += "  ";
        out += kind_name(entity.kind);
        out += "  ";
        out += entity.name;
        out += '\n';
    }
    (void)analyzer_;
    (void)options_;
}

}  // namespace nutgraf
