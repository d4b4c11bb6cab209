#include "entities.h"

#include <algorithm>
#include <unordered_map>

namespace nutgraf {
namespace {

/// Names an entity to be by a key; equal keys of one kind are one entity.
class Linker {
public:
    Linker(const Article& article, const std::vector<Mention>& mentions, std::vector<Entity>& entities)
        : article_(article), mentions_(mentions), entities_(entities) {
        entities_.clear();
        suffix_ = article_.lexicon.find_label("name-suffix");
    }

    void run() {
        std::vector<uint32_t> entity_of(mentions_.size(), kNone);
        // Full names of people and of organizations first, so that short forms find them wherever they stand.
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            const Mention& mention = mentions_[i];
            uint32_t length = mention.tokens.end - mention.tokens.begin;
            if (mention.kind == Kind::Person && length < 2) continue;
            if (mention.kind == Kind::Organization && length == 1 && article_.tokens[mention.tokens.begin].shape == Shape::Upper) continue;
            entity_of[i] = find_or_add(key_of(mention), mention);
            if (mention.kind == Kind::Person) name_person(mention.tokens, entity_of[i]);
            if (mention.kind == Kind::Organization) name_organization(mention.tokens, entity_of[i]);
        }
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            if (entity_of[i] != kNone) continue;
            const Mention& mention = mentions_[i];
            WordId word = article_.tokens[mention.tokens.end - 1].word;
            const auto& short_forms = mention.kind == Kind::Person ? people_ : acronyms_;
            auto found = short_forms.find(word);
            entity_of[i] = found != short_forms.end() ? found->second : find_or_add(key_of(mention), mention);
        }
        for (uint32_t i = 0; i < mentions_.size(); ++i) entities_[entity_of[i]].mentions.push_back(i);
        finish();
    }

private:
    static constexpr uint32_t kNone = 0xFFFFFFFF;

    uint64_t words_key(TokenSpan span) const {
        uint64_t key = 1;
        for (uint32_t i = span.begin; i < span.end; ++i)
            if (article_.tokens[i].shape != Shape::Hyphen) key = mix(key, article_.tokens[i].word);
        return key;
    }

    uint64_t key_of(const Mention& mention) const {
        uint64_t kind = static_cast<uint64_t>(mention.kind) + 1;
        const Lexicon& lexicon = article_.lexicon;
        switch (mention.kind) {
            case Kind::Place:
            case Kind::Organization:
                if (mention.value.entry != kNoEntry) return mix(kind, mention.value.entry);
                break;
            case Kind::Group:
                if (mention.value.entry != kNoEntry) return mix(kind, hash_folded(lexicon.field(mention.value.entry, "of")));
                break;
            case Kind::Number:
            case Kind::Date:
                if (!mention.value.text.empty()) return mix(mix(kind, hash_folded(mention.value.text)), mix(hash_folded(mention.value.unit), static_cast<uint64_t>(mention.subkind)));
                break;
            case Kind::Person: break;
        }
        return mix(kind, words_key(mention.tokens));
    }

    uint32_t find_or_add(uint64_t key, const Mention& mention) {
        auto [found, fresh] = by_key_.emplace(key, static_cast<uint32_t>(entities_.size()));
        if (fresh) entities_.push_back({mention.kind, mention.subkind, {}, {}, {}});
        return found->second;
    }

    /// The surname, and failing another owner the first name, stand for the person.
    void name_person(TokenSpan name, uint32_t entity) {
        uint32_t last = name.end - 1;
        while (last > name.begin && (article_.tokens[last].shape == Shape::Comma || (suffix_ != kNoLabel && article_.lexicon.carries(article_.hits, last, suffix_)))) --last;
        people_.emplace(article_.tokens[last].word, entity);
        people_.emplace(article_.tokens[name.begin].word, entity);
    }

    void name_organization(TokenSpan name, uint32_t entity) {
        std::string capitals, all;
        for (uint32_t i = name.begin; i < name.end; ++i) {
            Shape shape = article_.tokens[i].shape;
            if (shape != Shape::Capital && shape != Shape::Lower) continue;
            std::string first = fold(article_.text(i)).substr(0, 1);
            all += first;
            if (shape == Shape::Capital) capitals += first;
        }
        if (capitals.size() >= 2) acronyms_.emplace(hash_folded(capitals), entity);
        if (all.size() >= 3) acronyms_.emplace(hash_folded(all), entity);
        // "... (OSCE)"
        const auto& tokens = article_.tokens;
        if (name.end + 2 < tokens.size() && tokens[name.end].shape == Shape::Open && tokens[name.end + 2].shape == Shape::Close)
            acronyms_.emplace(tokens[name.end + 1].word, entity);
    }

    /// Puts the entities in order of their first mentions and gives them names and values.
    void finish() {
        std::erase_if(entities_, [](const Entity& entity) { return entity.mentions.empty(); });
        std::sort(entities_.begin(), entities_.end(), [](const Entity& a, const Entity& b) { return a.mentions.front() < b.mentions.front(); });
        for (Entity& entity : entities_) {
            const Mention* fullest = &mentions_[entity.mentions.front()];
            for (uint32_t m : entity.mentions) {
                const Mention& mention = mentions_[m];
                auto size = [&](const Mention& one) { return article_.text(one.tokens).size(); };
                bool in_capitals = article_.tokens[mention.tokens.begin].all_caps;
                bool fullest_in_capitals = article_.tokens[fullest->tokens.begin].all_caps;
                if (fullest_in_capitals != in_capitals ? fullest_in_capitals : (entity.kind <= Kind::Group && size(mention) > size(*fullest))) fullest = &mention;
                if (entity.value == Value{}) entity.value = mention.value;
                if (entity.subkind == Subkind::None) entity.subkind = mention.subkind;
            }
            entity.name = article_.text(fullest->tokens);
            std::replace(entity.name.begin(), entity.name.end(), '\n', ' ');
            if (entity.kind == Kind::Place && entity.value.entry != kNoEntry && entity.subkind == Subkind::Country) entity.name = article_.lexicon.name(entity.value.entry);
        }
    }

    const Article& article_;
    const std::vector<Mention>& mentions_;
    std::vector<Entity>& entities_;
    LabelId suffix_ = kNoLabel;
    std::unordered_map<uint64_t, uint32_t> by_key_;
    std::unordered_map<WordId, uint32_t> people_, acronyms_;  // short forms
};

}  // namespace

void link(const Article& article, const std::vector<Mention>& mentions, std::vector<Entity>& entities) { Linker(article, mentions, entities).run(); }

}  // namespace nutgraf
