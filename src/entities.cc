#include "entities.h"

#include <algorithm>

namespace nutgraf {
namespace {

constexpr uint32_t kNone = 0xFFFFFFFF;

/// Groups mentions by keys; equal keys of one kind are one entity.
class Linker {
public:
    /// What a thread keeps from article to article.
    struct Scratch {
        NumberTable by_key;
        NumberTable people, acronyms;  // short forms, by word
        NumberTable inner;             // words inside the names of people, by word: "Quiñones" of "María Quiñones Rueda"
        NumberTable pairs, joined;     // by first name and surname: people named by these alone, and the first fuller name
        std::vector<uint32_t> group_of, entity_of_group;
    };

    Linker(const Article& article, const std::vector<Mention>& mentions, Scratch& scratch) : article_(article), mentions_(mentions), scratch_(scratch) {
        // A name gives three acronyms at most, and two short forms.
        for (NumberTable* table : {&scratch_.by_key, &scratch_.people, &scratch_.acronyms, &scratch_.pairs, &scratch_.joined}) table->clear(3 * mentions.size());
        size_t words = 0;
        for (const Mention& mention : mentions)
            if (mention.kind == Kind::Person) words += mention.tokens.end - mention.tokens.begin;
        scratch_.inner.clear(words);
    }

    void run(std::vector<Entity>& entities) {
        auto& group_of = scratch_.group_of;
        group_of.assign(mentions_.size(), kNone);
        // Full names of people and of organizations first, so that short forms find them wherever they stand.
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            const Mention& mention = mentions_[i];
            uint32_t length = mention.tokens.end - mention.tokens.begin;
            if (mention.kind == Kind::Person && length < 2) continue;
            if (mention.kind == Kind::Organization && length == 1 && article_.tokens[mention.tokens.begin].shape == Shape::Upper) continue;
            if (mention.kind == Kind::Person) {
                group_of[i] = find_person(mention.tokens);
                // The surname, and failing another owner the first name, stand for the person.
                uint32_t surname = surname_of(article_, mention.tokens);
                scratch_.people.emplace(article_.tokens[surname].word, group_of[i]);
                scratch_.people.emplace(article_.tokens[mention.tokens.begin].word, group_of[i]);
                for (uint32_t k = mention.tokens.begin + 1; k < surname; ++k)
                    if (article_.tokens[k].shape == Shape::Capital) scratch_.inner.emplace(article_.tokens[k].word, group_of[i]);
                continue;
            }
            group_of[i] = find_or_add(key_of(mention));
            if (mention.kind == Kind::Organization && length > 1)
                for_each_acronym(article_, mention.tokens, [&](WordId acronym) { scratch_.acronyms.emplace(acronym, group_of[i]); });
        }
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            if (group_of[i] != kNone) continue;
            const Mention& mention = mentions_[i];
            auto& short_forms = mention.kind == Kind::Person ? scratch_.people : scratch_.acronyms;
            WordId word = article_.tokens[mention.tokens.end - 1].word;
            uint32_t found = short_forms.find(word, kNone);
            if (found == kNone && mention.kind == Kind::Person) found = scratch_.inner.find(word, kNone);
            group_of[i] = found != kNone ? found : find_or_add(key_of(mention));
        }
        // Entities in the order of their first mentions, in the objects of the last article.
        auto& entity_of_group = scratch_.entity_of_group;
        entity_of_group.assign(scratch_.by_key.size(), kNone);
        size_t count = 0;
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            uint32_t& entity = entity_of_group[group_of[i]];
            if (entity == kNone) {
                entity = static_cast<uint32_t>(count++);
                if (entities.size() < count) entities.emplace_back();
                entities[entity].mentions.clear();
            }
            entities[entity].mentions.push_back(i);
        }
        entities.resize(count);
        for (Entity& entity : entities) describe(entity);
    }

private:
    uint64_t words_key(TokenSpan span) const {
        uint64_t key = 1;
        for (uint32_t i = span.begin; i < span.end; ++i)
            if (article_.tokens[i].shape != Shape::Hyphen) key = mix(key, article_.tokens[i].word);
        return key;
    }

    uint64_t key_of(const Mention& mention) const {
        uint64_t kind = static_cast<uint64_t>(mention.kind) + 1;
        switch (mention.kind) {
            case Kind::Place:
                if (mention.subkind == Subkind::Region && mention.value.entry != kNoEntry) return mix(kind, region_key(mention.value.entry));
                [[fallthrough]];
            case Kind::Organization:
                if (mention.value.entry != kNoEntry) return mix(kind, mention.value.entry);
                break;
            case Kind::Group:
                if (mention.value.entry == kNoEntry) return mix(kind, singular_key(mention.tokens));
                return mix(kind, hash_folded(article_.lexicon.field(mention.value.entry, "of")));
                break;
            case Kind::Number:
            case Kind::Date:
                if (!mention.value.text.empty()) return mix(mix(kind, hash_folded(mention.value.text)), mix(hash_folded(mention.value.unit), static_cast<uint64_t>(mention.subkind)));
                break;
            case Kind::Person: break;
        }
        return mix(kind, words_key(mention.tokens));
    }

    /// Of the words without the plural's "s": "Muslim", "Muslims".
    uint64_t singular_key(TokenSpan span) const {
        std::string last = fold(article_.text(span.end - 1));
        if (last.size() > 3 && last.ends_with('s') && !last.ends_with("ss")) last.pop_back();
        return mix(words_key({span.begin, span.end - 1}), hash_folded(last));
    }

    /// Several lists have rows for a region, under its name or an abbreviation: "Nebraska", "Neb.".
    uint64_t region_key(EntryId entry) const {
        const Lexicon& lexicon = article_.lexicon;
        std::string_view label = lexicon.label_name(lexicon.label(entry));
        std::string_view country = label == "us-state" ? "US" : lexicon.field(entry, "country");
        std::string name = label == "us-state-abbreviation" ? fold(lexicon.field(entry, "of")) : fold(lexicon.name(entry));
        return mix(hash_folded(name), hash_folded(country));
    }

    /// The group of a person's full name. "Ilse Brandauer" is who "Ilse Rahel Brandauer" is, but of two fuller names
    /// ("George W. Bush", "George H. W. Bush") only the first.
    uint32_t find_person(TokenSpan name) {
        uint64_t key = mix(static_cast<uint64_t>(Kind::Person) + 1, words_key(name));
        uint32_t known = scratch_.by_key.find(key, kNone);
        if (known != kNone) return known;
        uint32_t last = name.end - 1;
        if (surname_of(article_, name) != last) return find_or_add(key);  // "Jr." tells apart
        uint64_t ends = mix(article_.tokens[name.begin].word, article_.tokens[last].word);
        bool pair = name.end - name.begin == 2;
        NumberTable& others = pair ? scratch_.joined : scratch_.pairs;
        uint32_t other = others.find(ends, kNone);
        if (!pair && scratch_.joined.find(ends, kNone) != kNone) other = kNone;
        uint32_t group = other == kNone ? find_or_add(key) : scratch_.by_key.emplace(key, other);
        (pair ? scratch_.pairs : scratch_.joined).emplace(ends, group);
        return group;
    }

    uint32_t find_or_add(uint64_t key) { return scratch_.by_key.emplace(key, static_cast<uint32_t>(scratch_.by_key.size())); }

    /// Gives an entity its kind, fullest name and value.
    void describe(Entity& entity) const {
        const Mention* fullest = &mentions_[entity.mentions.front()];
        entity.kind = fullest->kind;
        entity.subkind = Subkind::None;
        entity.value.clear();
        bool valued = false;
        for (uint32_t m : entity.mentions) {
            const Mention& mention = mentions_[m];
            auto size = [&](const Mention& one) {
                ByteSpan bytes = bytes_of(article_.tokens, one.tokens);
                return bytes.end - bytes.begin;
            };
            bool in_capitals = article_.tokens[mention.tokens.begin].all_caps;
            bool fullest_in_capitals = article_.tokens[fullest->tokens.begin].all_caps;
            if (fullest_in_capitals != in_capitals ? fullest_in_capitals : (entity.kind <= Kind::Group && size(mention) > size(*fullest))) fullest = &mention;
            if (!valued && (mention.value.entry != kNoEntry || !mention.value.text.empty())) {
                entity.value = mention.value;
                // "two goals" and "two cards", "up 3%" and "to 3%" are one number.
                entity.value.counted.clear();
                entity.value.role.clear();
                valued = true;
            }
            if (entity.subkind == Subkind::None) entity.subkind = mention.subkind;
        }
        bool country = entity.kind == Kind::Place && entity.subkind == Subkind::Country && entity.value.entry != kNoEntry;
        entity.name = country ? article_.lexicon.name(entity.value.entry) : article_.text(fullest->tokens);
        std::replace(entity.name.begin(), entity.name.end(), '\n', ' ');
    }

    const Article& article_;
    const std::vector<Mention>& mentions_;
    Scratch& scratch_;
};

}  // namespace

void link(const Article& article, const std::vector<Mention>& mentions, std::vector<Entity>& entities) {
    thread_local Linker::Scratch scratch;
    Linker(article, mentions, scratch).run(entities);
}

}  // namespace nutgraf
