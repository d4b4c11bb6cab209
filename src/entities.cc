#include "entities.h"

namespace nutgraf {

void link(const Article& article, const std::vector<Mention>& mentions, std::vector<Entity>& entities) {
    entities.clear();
    for (uint32_t i = 0; i < mentions.size(); ++i)
        entities.push_back({mentions[i].kind, mentions[i].subkind, std::string(article.text(mentions[i].tokens)), mentions[i].value, {i}});
}

}  // namespace nutgraf
