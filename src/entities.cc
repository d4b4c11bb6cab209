#include "entities.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nutgraf {
namespace {

constexpr uint32_t kNone = 0xFFFFFFFF;
/// Names that share a word are looked through one by one; a text that repeats a word without end has many.
constexpr uint32_t kMostNamesakes = 16;
constexpr uint32_t kMostOffices = 6;  // words of a title and a role

struct LinkRecord {
    std::string_view name, about;
};
constexpr std::array<LinkRecord, kLinkCount> kLinks = {{
    {"first", "the first mention"},
    {"same-name", "named so before"},
    {"surname", "a surname of someone named in full"},
    {"given-name", "a first name of someone named in full"},
    {"part-of-name", "a part of a full name"},
    {"fuller-name", "the same name with more or fewer first names"},
    {"initials", "the same name with initials"},
    {"nickname", "a short form of the first name"},
    {"title", "of several of this name the one whom the title fits"},
    {"spelling", "nearly the same name"},
    {"acronym", "the initials of a name"},
    {"short-form", "a part of a longer name"},
    {"list", "the word lists know both names"},
    {"value", "the same value"},
}};

/// What keys are made of: remembered of a row of the lists, of any lexicon. News name the same over and over.
class KeyMemory {
public:
    struct Row {
        uint64_t key = 0;     // of the row and its lexicon; 0: empty
        WordId name = 0;      // the folded name; of a short form that of the whole: "Neb." is Nebraska, "Sky Blues" Coventry City
        WordId of = 0;        // what a group is of
        WordId country = 0;
    };
    const Row& of(const Lexicon& lexicon, EntryId entry) {
        uint64_t key = mix(lexicon.serial(), entry) | 1;
        Row& row = rows_[key >> 40 & (rows_.size() - 1)];
        if (row.key == key) return row;
        std::string_view of = lexicon.field(entry, "of");
        std::string_view list = lexicon.label_name(lexicon.label(entry));
        bool short_form = list == "us-state-abbreviation" || (list == "sports-team-weak" && !of.empty());
        row = {key, hash_folded(fold(short_form ? of : lexicon.name(entry))), hash_folded(fold(of)), hash_folded(lexicon.field(entry, "country"))};
        return row;
    }

private:
    std::vector<Row> rows_ = std::vector<Row>(1 << 12);
};

/// Groups mentions by keys; equal keys of one kind are one entity.
class Linker {
public:
    /// A name, each once. Those that share a word are chained.
    struct Name {
        TokenSpan tokens;
        uint32_t group;
        uint32_t next = kNone;  // the next with the same surname; of organizations with the same first word
        uint32_t next_last = kNone;  // of organizations: the next with the same last word
        Subkind subkind = Subkind::None;
        EntryId entry = kNoEntry;
    };
    /// What is asked of keys. One table has the answers to all: each of its own would touch more memory.
    enum class Question : uint64_t {
        Group,           // of a name, row or value
        Acronym,         // by word, of organizations and of places: groups
        Person,          // by word: first names and surnames, and the group of who was named so first
        Inner,           // by word: those inside the names of people: "Quiñones" of "María Quiñones Rueda"
        Surname,         // by word: the first of a chain in `persons`
        FirstWord, LastWord,  // by word: chains in `organizations`
        Office,          // by group and word: which offices full names come with
        Place,           // by name in the lists: entities
        Name,            // by words: where a name stands in `persons` or `organizations`
    };
    /// What a thread keeps from article to article.
    struct Scratch {
        KeyMemory rows;
        NumberTable numbers;  // the answers to all of `Question`
        std::vector<Name> persons, organizations;
        std::vector<uint32_t> short_forms;  // mentions that may be of a fuller name
        std::vector<uint32_t> group_of, entity_of_group, next_member, same_as;  // same_as: by group, the group it belongs to
        std::vector<Link> link_of;
        std::vector<uint64_t> first_key;   // by group: the words of its first mention
        std::vector<Gender> gender_of;     // by group: as titles state it
        std::vector<Description> described;  // by mention; of people alone
    };

    Linker(const Article& article, const std::vector<Mention>& mentions, Figures& figures, Scratch& scratch)
        : article_(article), mentions_(mentions), figures_(figures), scratch_(scratch), reader_(article), particle_(article.lexicon.find_label("name-particle")), east_asian_(article.lexicon.find_label("east-asian-surname")) {
        constexpr size_t kEach = 3;  // answers that a mention adds, one with another
        scratch_.numbers.clear(kEach * mentions.size());
        scratch_.persons.clear();
        scratch_.organizations.clear();
        scratch_.same_as.clear();
        scratch_.first_key.clear();
        scratch_.gender_of.clear();
    }

    void run(std::vector<Entity>& entities, Members& members) {
        auto& group_of = scratch_.group_of;
        group_of.assign(mentions_.size(), kNone);
        scratch_.link_of.assign(mentions_.size(), Link::SameName);
        scratch_.described.resize(mentions_.size());
        // Full names of people and of organizations first, so that short forms find them wherever they stand.
        auto& short_forms = scratch_.short_forms;
        short_forms.clear();
        std::array<bool, kKindCount> has_acronyms{};
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            const Mention& mention = mentions_[i];
            bool person = mention.kind == Kind::Person;
            if (person) scratch_.described[i] = reader_.describe(mention.tokens);
            if (person ? length(mention) == 1 || may_be_surname(mention.tokens) : is_acronym(mention)) {
                short_forms.push_back(i);
                has_acronyms[static_cast<size_t>(mention.kind)] |= !person;
            } else if (person) {
                take_person(i);
            } else {
                take_other(i);
            }
        }
        // Acronyms are derived only where there are such words.
        if (has_acronyms != std::array<bool, kKindCount>{})
            for (uint32_t i = 0; i < mentions_.size(); ++i) {
                const Mention& mention = mentions_[i];
                bool named = mention.kind == Kind::Organization || (mention.kind == Kind::Place && mention.value.entry != kNoEntry);
                if (named && has_acronyms[static_cast<size_t>(mention.kind)] && length(mention) > 1) add_acronyms(i, group_of[i]);
            }
        for (uint32_t i : short_forms)
            if (mentions_[i].kind == Kind::Person && length(mentions_[i]) > 1) take_long_surname(i);
        for (uint32_t i : short_forms) {
            if (group_of[i] != kNone) continue;
            if (mentions_[i].kind == Kind::Person) take_short_person(i);
            else take_acronym(i);
        }
        join_short_forms();
        gather(entities, members);
    }

private:
    static uint32_t length(const Mention& mention) { return mention.tokens.end - mention.tokens.begin; }

    /// May the mention be the acronym of another name?
    bool is_acronym(const Mention& mention) const {
        if (length(mention) != 1) return false;
        const Token& token = article_.tokens[mention.tokens.begin];
        // Longer ones are also written as names are: "Unesco", "Knut".
        constexpr uint32_t kLongAcronym = 4;
        bool as_name = token.shape == Shape::Capital && token.bytes.end - token.bytes.begin >= kLongAcronym && mention.value.entry == kNoEntry;
        if (token.shape != Shape::Upper && !as_name) return false;
        return mention.kind == Kind::Organization || (mention.kind == Kind::Place && mention.value.entry == kNoEntry);
    }

    WordId word(uint32_t token) const { return article_.tokens[token].word; }

    uint64_t words_key(TokenSpan span) const {
        uint64_t key = 1;
        for (uint32_t i = span.begin; i < span.end; ++i)
            if (article_.tokens[i].shape != Shape::Hyphen) key = mix(key, word(i));
        return key;
    }

    static uint64_t key_for(Question question, uint64_t key) { return key ^ static_cast<uint64_t>(question) * 0x9E3779B97F4A7C15; }
    /// kNone when nothing is known.
    uint32_t find(Question question, uint64_t key) const { return scratch_.numbers.find(key_for(question, key), kNone); }
    /// What is known already, else `number`, which is from now on. Good until the next is noted.
    uint32_t& note(Question question, uint64_t key, uint32_t number) { return scratch_.numbers.emplace(key_for(question, key), number); }

    static uint64_t kind_key(Kind kind) { return static_cast<uint64_t>(kind) + 1; }

    uint64_t key_of(const Mention& mention) const {
        uint64_t kind = kind_key(mention.kind);
        switch (mention.kind) {
            case Kind::Place:
                if (mention.subkind == Subkind::Region && mention.value.entry != kNoEntry) return mix(kind, region_key(mention.value.entry));
                [[fallthrough]];
            case Kind::Organization:
                if (mention.subkind == Subkind::Sport && mention.value.entry != kNoEntry) return mix(kind, row(mention.value.entry).name);  // "Coventry City", "Sky Blues"
                if (mention.value.entry != kNoEntry) return mix(kind, mention.value.entry);
                break;
            case Kind::Group:
                if (mention.value.entry == kNoEntry) return mix(kind, singular_key(mention.tokens));
                return mix(kind, row(mention.value.entry).of);
            case Kind::Number:
            case Kind::Date:
                if (const Figure& figure = mention.value.figure(); !figure.text.empty())
                    return mix(mix(kind, hash_folded(figure.text)), mix(hash_folded(figure.unit), static_cast<uint64_t>(mention.subkind)));
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
    uint64_t region_key(EntryId entry) const { return mix(row(entry).name, row(entry).country); }

    const KeyMemory::Row& row(EntryId entry) const { return scratch_.rows.of(article_.lexicon, entry); }

    uint32_t find_or_add(uint64_t key) {
        uint32_t group = note(Question::Group, key, static_cast<uint32_t>(scratch_.same_as.size()));
        if (group == scratch_.same_as.size()) {
            scratch_.same_as.push_back(group);
            scratch_.first_key.push_back(0);
            scratch_.gender_of.push_back(Gender::Unknown);
        }
        return group;
    }

    /// Notes that a mention is of a group, and why if it is not the group's first or named as the first is.
    void take(uint32_t i, uint32_t group, Link why) {
        scratch_.group_of[i] = group;
        scratch_.link_of[i] = why;
        if (mentions_[i].kind == Kind::Person && scratch_.gender_of[group] == Gender::Unknown) scratch_.gender_of[group] = scratch_.described[i].gender;
    }

    // People

    /// A full name: known, or of someone who is named more or less fully elsewhere, or of someone new.
    void take_person(uint32_t i) {
        TokenSpan name = mentions_[i].tokens;
        uint64_t key = mix(kind_key(Kind::Person), words_key(name));
        if (uint32_t known = find(Question::Name, key); known != kNone) {
            take(i, scratch_.persons[known].group, scratch_.persons[known].tokens.end - scratch_.persons[known].tokens.begin == length(mentions_[i]) ? Link::SameName : Link::FullerName);
            return add_offices(i, scratch_.group_of[i]);
        }
        auto number = static_cast<uint32_t>(scratch_.persons.size());
        note(Question::Name, key, number);
        uint32_t surname = surname_of(article_, name);
        uint32_t group = kNone;
        Link why = Link::SameName;
        uint32_t last = note(Question::Surname, word(surname), number), looked = 0;
        if (last != number) {
            for (uint32_t other = last; other != kNone && looked < kMostNamesakes; other = scratch_.persons[other].next, ++looked) {
                last = other;
                if (group == kNone && are_one(name, scratch_.persons[other].tokens, why)) group = scratch_.persons[other].group;
            }
            if (looked < kMostNamesakes) scratch_.persons[last].next = number;
        }
        // "María Quiñones" of "María Quiñones Rueda", and the other way round.
        if (name.end - name.begin > 2 && article_.tokens[name.begin + 1].shape == Shape::Capital) {
            uint64_t shorter = mix(kind_key(Kind::Person), words_key({name.begin, name.begin + 2}));
            uint32_t known = find(Question::Name, shorter);
            if (known == kNone) note(Question::Name, shorter, number);
            else if (group == kNone && scratch_.persons[known].tokens.end - scratch_.persons[known].tokens.begin == 2) {
                group = scratch_.persons[known].group;
                why = Link::FullerName;
            }
        }
        if (group == kNone) group = find_or_add(key);
        scratch_.persons.push_back({name, group});
        take(i, group, why);
        add_offices(i, group);
        // The surname, and failing another owner the first name, stand for the person.
        note(Question::Person, word(surname), group);
        note(Question::Person, word(name.begin), group);
        for (uint32_t k = name.begin + 1; k < surname; ++k)
            if (article_.tokens[k].shape == Shape::Capital) note(Question::Inner, word(k), group);
    }

    /// A name of several words that may be a surname: "Aasen-Holt", "van der Hoek".
    bool may_be_surname(TokenSpan name) const {
        if (particle_ != kNoLabel && article_.lexicon.carries(article_.hits, name.begin, particle_)) return true;
        for (uint32_t i = name.begin + 1; i < name.end; i += 2)
            if (article_.tokens[i].shape != Shape::Hyphen) return false;
        return true;
    }

    /// Of someone whose full name ends so; else it is a full name: "Van Morrison".
    void take_long_surname(uint32_t i) {
        TokenSpan name = mentions_[i].tokens;
        uint32_t looked = 0;
        for (uint32_t person = find(Question::Surname, word(name.end - 1)); person != kNone && looked < kMostNamesakes; person = scratch_.persons[person].next, ++looked) {
            const Name& full = scratch_.persons[person];
            uint32_t size = name.end - name.begin;
            if (full.tokens.end - full.tokens.begin <= size) continue;
            bool same = true;
            for (uint32_t k = 0; k < size && same; ++k) same = word(full.tokens.end - size + k) == word(name.begin + k);
            if (same) return take(i, full.group, Link::Surname);
        }
        take_person(i);
    }

    /// Are two names with one surname of one person? "Ilse Brandauer" is who "Ilse Rahel Brandauer" is, "J. K. Rowling" is
    /// Joanne Kathleen, "Bill" William; "George W. Bush" is not "George H. W. Bush".
    bool are_one(TokenSpan one, TokenSpan other, Link& why) const {
        uint32_t end = surname_of(article_, one), other_end = surname_of(article_, other);
        if (end + 1 != one.end || other_end + 1 != other.end) return false;  // "Jr." tells apart
        if (end == one.begin || other_end == other.begin) return false;
        Link found = end - one.begin == other_end - other.begin ? Link::SameName : Link::FullerName;
        // The first names pair in their order; of a name with one alone the other's further ones are left.
        for (uint32_t i = one.begin, k = other.begin; i < end && k < other_end; ++i, ++k) {
            while (i < end && article_.tokens[i].shape == Shape::Hyphen) ++i;
            while (k < other_end && article_.tokens[k].shape == Shape::Hyphen) ++k;
            if (i == end || k == other_end) break;
            if (!pair_up(i, k, found)) return false;
        }
        why = found;
        return true;
    }

    bool pair_up(uint32_t one, uint32_t other, Link& why) const {
        if (word(one) == word(other)) return true;
        bool initial = article_.tokens[one].shape == Shape::Initial, other_initial = article_.tokens[other].shape == Shape::Initial;
        if (initial || other_initial) {
            if ((article_.text(one)[0] | 0x20) != (article_.text(other)[0] | 0x20)) return false;
            why = Link::Initials;
            return !(initial && other_initial);
        }
        if (reader_.is_nickname(one, other)) {
            why = Link::Nickname;
            return true;
        }
        if (is_misspelt(one, other)) {
            why = Link::Spelling;
            return true;
        }
        return false;
    }

    /// Do two words of five letters and more differ by one letter, or by two that changed places, and begin alike?
    bool is_misspelt(uint32_t one, uint32_t other) const {
        constexpr size_t kShortest = 5;
        std::string_view a = article_.text(one), b = article_.text(other);
        if (a.size() > b.size()) std::swap(a, b);
        if (a.size() < kShortest || b.size() - a.size() > 1 || a[0] != b[0]) return false;
        auto same = [](char x, char y) { return x == y || ((x ^ y) == 0x20 && ((x | 0x20) >= 'a' && (x | 0x20) <= 'z')); };
        size_t begin = 0, end = 0;
        while (begin < a.size() && same(a[begin], b[begin])) ++begin;
        while (end < a.size() - begin && same(a[a.size() - 1 - end], b[b.size() - 1 - end])) ++end;
        size_t left = a.size() - begin - end, other_left = b.size() - begin - end;
        if (left <= 1 && other_left <= 1) return left + other_left > 0;
        if (left != 2 || other_left != 2) return false;
        // "Müller" and "Mueller"
        std::string_view middle = a.substr(begin, 2), other_middle = b.substr(begin, 2);
        constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWrittenOut = {{{"ü", "ue"}, {"ö", "oe"}, {"ä", "ae"}, {"ø", "oe"}, {"å", "aa"}, {"ß", "ss"}}};
        for (const auto& [letter, letters] : kWrittenOut)
            if ((middle == letter && other_middle == letters) || (middle == letters && other_middle == letter)) return true;
        return same(a[begin], b[begin + 1]) && same(a[begin + 1], b[begin]);
    }

    /// What is known of a person's gender: what titles state, else what most bearers of the first name are.
    Gender gender_of(const Name& person) const {
        Gender stated = scratch_.gender_of[person.group];
        return stated != Gender::Unknown ? stated : reader_.gender_of_given_name(person.tokens.begin);
    }

    /// A person by one name: whose surname it is, of several the one whom the title fits, else the first named.
    void take_short_person(uint32_t i) {
        const Mention& mention = mentions_[i];
        uint32_t token = mention.tokens.end - 1;
        Gender gender = scratch_.described[i].gender;
        uint32_t first = find(Question::Surname, word(token));
        if (first != kNone) {
            bool several = false, conflict = false;
            uint32_t fits = kNone, looked = 0;
            for (uint32_t person = first; person != kNone && looked < kMostNamesakes; person = scratch_.persons[person].next, ++looked) {
                const Name& name = scratch_.persons[person];
                several |= name.group != scratch_.persons[first].group;
                Gender theirs = gender_of(name);
                if (gender != Gender::Unknown && theirs != Gender::Unknown && gender != theirs) {
                    conflict = true;
                    continue;
                }
                if (fits == kNone || (same_title(i, name.group) && !same_title(i, scratch_.persons[fits].group))) fits = person;
            }
            if (fits != kNone) {
                bool told_apart = several && (conflict || same_title(i, scratch_.persons[fits].group));
                return take(i, scratch_.persons[fits].group, told_apart ? Link::Title : Link::Surname);
            }
            // "Mrs. Clinton" where only Bill is named is someone else, whatever he is called later.
            return take(i, find_or_add(mix(mix(kind_key(Kind::Person), words_key(mention.tokens)), static_cast<uint64_t>(gender))), Link::SameName);
        }
        // "Queen Elizabeth" is not Elizabeth Warren.
        const Description& described = scratch_.described[i];
        if (described.title.begin == described.title.end || described.honorific) {
            if (uint32_t found = find(Question::Person, word(token)); found != kNone) {
                // "Kim", of "Kim Jong Un"
                bool family_name = east_asian_ != kNoLabel && article_.lexicon.carries(article_.hits, token, east_asian_);
                return take(i, found, family_name ? Link::Surname : Link::GivenName);
            }
            if (uint32_t found = find(Question::Inner, word(token)); found != kNone) return take(i, found, Link::PartOfName);
        }
        // A surname that is no one's and nearly someone's: "Mauer", of "K. C. Maurer".
        uint32_t near = kNone;
        for (uint32_t person = 0; person < std::min<size_t>(scratch_.persons.size(), 4 * kMostNamesakes); ++person) {
            const Name& name = scratch_.persons[person];
            if (!is_misspelt(token, surname_of(article_, name.tokens))) continue;
            if (near != kNone && near != name.group) return take(i, find_or_add(key_of(mention)), Link::SameName);
            near = name.group;
        }
        if (near != kNone) return take(i, near, Link::Spelling);
        take(i, find_or_add(key_of(mention)), Link::SameName);
    }

    /// The last word of a title, and the first words of a role: "chairman" of "vice chairman", "secretary" of "secretary of state".
    void add_offices(uint32_t i, uint32_t group) {
        const Description& described = scratch_.described[i];
        if (described.title.begin != described.title.end) note(Question::Office, mix(group, word(described.title.end - 1)), 0);
        for (uint32_t k = described.role.begin; k < described.role.end && k + 1 < described.role.begin + kMostOffices; ++k) note(Question::Office, mix(group, word(k)), 0);
    }

    /// Has a full name of the person the office that a mention states? "President Clinton"
    bool same_title(uint32_t i, uint32_t group) const {
        TokenSpan title = scratch_.described[i].title;
        return title.begin != title.end && !scratch_.described[i].honorific && find(Question::Office, mix(group, word(title.end - 1))) != kNone;
    }

    // Places, organizations, groups, numbers and dates

    void take_other(uint32_t i) {
        const Mention& mention = mentions_[i];
        uint32_t group = find_or_add(key_of(mention));
        if (mention.kind == Kind::Number || mention.kind == Kind::Date) return take(i, group, Link::Value);
        uint64_t words = words_key(mention.tokens);
        if (scratch_.first_key[group] == 0) scratch_.first_key[group] = words;
        bool named_so = scratch_.first_key[group] == words || (mention.kind == Kind::Group && mention.value.entry == kNoEntry);
        take(i, group, named_so ? Link::SameName : Link::List);
        if (mention.kind == Kind::Place && length(mention) > 1) add_name(i, group);
        if (mention.kind == Kind::Organization) add_name(i, group);
    }

    void add_acronyms(uint32_t i, uint32_t group) {
        uint64_t kind = kind_key(mentions_[i].kind);
        for_each_acronym(article_, mentions_[i].tokens, [&](WordId acronym) { note(Question::Acronym, mix(kind, acronym), group); });
    }

    void take_acronym(uint32_t i) {
        const Mention& mention = mentions_[i];
        uint32_t found = find(Question::Acronym, mix(kind_key(mention.kind), word(mention.tokens.begin)));
        if (found != kNone) return take(i, found, Link::Acronym);
        take_other(i);
    }

    /// Chains a name of an organization or place with those that have its first or its last word.
    void add_name(uint32_t i, uint32_t group) {
        TokenSpan tokens = mentions_[i].tokens;
        uint64_t kind = kind_key(mentions_[i].kind);
        auto number = static_cast<uint32_t>(scratch_.organizations.size());
        if (note(Question::Name, mix(mix(kind, words_key(tokens)), group), number) != number) return;
        scratch_.organizations.push_back({tokens, group, kNone, kNone, mentions_[i].subkind, mentions_[i].value.entry});
        for (bool first : {true, false}) {
            Question heads = first ? Question::FirstWord : Question::LastWord;
            auto next = first ? &Name::next : &Name::next_last;
            uint64_t key = mix(kind, word(first ? tokens.begin : tokens.end - 1));
            uint32_t head = find(heads, key);
            scratch_.organizations[number].*next = head;
            note(heads, key, number) = number;
        }
    }

    bool begins_with(TokenSpan name, TokenSpan part) const {
        if (name.end - name.begin < part.end - part.begin) return false;
        for (uint32_t k = 0; k < part.end - part.begin; ++k)
            if (word(name.begin + k) != word(part.begin + k)) return false;
        return true;
    }

    /// Short forms of longer names: an organization's first words ("Warhol Foundation" of "Warhol Foundation for the Arts",
    /// "Barclays" of "Barclays Bank") or its last ("Home Office" of "UK Home Office"); "the South" of "South Korea".
    void join_short_forms() {
        enum List : unsigned { kHead, kSuffix, kNoun, kFunction, kDirection, kLists };
        thread_local ListBits<kLists> lists({"org-head", "company-suffix", "company-noun", "function", "direction"});
        lists.prepare(article_.lexicon);
        auto is = [&](uint32_t token, auto... of) { return lists.has(article_.hits, token, of...); };
        bool joined = false;
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            const Mention& mention = mentions_[i];
            if (mention.kind != Kind::Organization && mention.kind != Kind::Place) continue;
            uint32_t group = scratch_.group_of[i];
            if (scratch_.same_as[group] != group || scratch_.link_of[i] == Link::Acronym) continue;
            TokenSpan name = mention.tokens;
            uint32_t size = name.end - name.begin;
            bool place = mention.kind == Kind::Place;
            if (place && (size != 1 || mention.value.entry != kNoEntry || !is(name.begin, kDirection))) continue;
            uint64_t kind = kind_key(mention.kind);
            uint32_t longer = kNone, looked = 0;
            TokenSpan longest{};
            bool several = false;
            auto fits = [&](uint32_t other, bool as_first) {
                const Name& candidate = scratch_.organizations[other];
                TokenSpan full = candidate.tokens;
                if (full.end - full.begin <= size || candidate.group == group || scratch_.same_as[candidate.group] == group) return;
                uint32_t from = as_first ? full.begin : full.end - size;
                for (uint32_t k = 0; k < size; ++k)
                    if (word(from + k) != word(name.begin + k)) return;
                bool one_word = size == 1, only_heads = false;
                if (place) {
                    if (!as_first || full.end - full.begin != 2 || candidate.subkind != Subkind::Country) return;
                } else if (as_first) {
                    // What follows is an addition, not another name: "for the Arts", "Bank", "Inc."
                    uint32_t rest = full.begin + size;
                    bool linked = is(rest, kFunction) && article_.tokens[rest].shape == Shape::Lower;
                    only_heads = true;
                    for (uint32_t k = rest; k < full.end; ++k) only_heads &= is(k, kHead, kSuffix, kNoun);
                    if (!linked && !only_heads && !(one_word && mention.subkind == Subkind::Sport)) return;
                    if (linked && one_word && !is(name.begin, kHead)) return;  // "Friends of the Earth" are not friends
                } else {
                    // "UK Home Office"; of one word only what heads organizations ("the Foundation"), teams and papers.
                    if (is(full.end - size - 1, kFunction)) return;
                    if (one_word && !is(name.begin, kHead) && candidate.subkind != Subkind::Sport && candidate.subkind != Subkind::Media) return;
                }
                // Two that the lists know as different stay so, save for a bare noun behind: "Treasury Department".
                bool same_sort = only_heads && mention.subkind == candidate.subkind;
                if (mention.value.entry != kNoEntry && candidate.entry != kNoEntry && mention.value.entry != candidate.entry && !same_sort) return;
                uint32_t theirs = scratch_.same_as[candidate.group];
                if (longer != kNone && longer != theirs) {
                    // Of "Church of Roses" and "Church of Roses International" the shorter.
                    if (begins_with(full, longest)) return;
                    several |= !begins_with(longest, full);
                }
                longer = theirs;
                longest = full;
            };
            for (uint32_t other = find(Question::FirstWord, mix(kind, word(name.begin))); other != kNone && looked < kMostNamesakes; other = scratch_.organizations[other].next, ++looked)
                fits(other, true);
            looked = 0;
            for (uint32_t other = find(Question::LastWord, mix(kind, word(name.end - 1))); other != kNone && looked < kMostNamesakes; other = scratch_.organizations[other].next_last, ++looked)
                fits(other, false);
            if (longer == kNone || several) continue;
            scratch_.same_as[group] = longer;
            joined = true;
        }
        if (!joined) return;
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            uint32_t& group = scratch_.group_of[i];
            uint32_t whole = scratch_.same_as[group];
            while (whole != scratch_.same_as[whole]) whole = scratch_.same_as[whole];
            if (whole == group) continue;
            group = whole;
            scratch_.link_of[i] = Link::ShortForm;
        }
    }

    /// Entities in the order of their first mentions, in the objects of the last article.
    void gather(std::vector<Entity>& entities, Members& members) {
        auto& entity_of_group = scratch_.entity_of_group;
        auto& next = scratch_.next_member;  // by entity: how many mentions it has, then where in the members the next belongs
        entity_of_group.assign(scratch_.same_as.size(), kNone);
        next.clear();
        for (uint32_t group : scratch_.group_of) {
            uint32_t& number = entity_of_group[group];
            if (number == kNone) {
                number = static_cast<uint32_t>(next.size());
                next.push_back(0);
            }
            ++next[number];
        }
        entities.resize(next.size());
        members.mentions.resize(mentions_.size());
        members.links.resize(mentions_.size());
        uint32_t begin = 0;
        for (size_t e = 0; e < entities.size(); ++e) {
            entities[e].mentions = std::span(members.mentions).subspan(begin, next[e]);
            entities[e].links = std::span(members.links).subspan(begin, next[e]);
            begin += std::exchange(next[e], begin);
        }
        for (uint32_t i = 0; i < mentions_.size(); ++i) {
            uint32_t number = entity_of_group[scratch_.group_of[i]], at = next[number]++;
            bool first = &members.mentions[at] == entities[number].mentions.data();
            members.mentions[at] = i;
            members.links[at] = first ? Link::First : scratch_.link_of[i];
        }
        members.names.clear();
        find_parts();
        bool groups = false;
        for (Entity& entity : entities) {
            describe(entity, members.names);
            entity.salience = salience(entity);
            entity.related = kNoEntity;
            groups |= entity.kind == Kind::Group && entity.value.entry != kNoEntry;
        }
        if (groups) relate(entities);
    }

    /// Is a mention a better name of an entity than another? Not in capitals, and of two names the longer.
    bool is_fuller(const Mention& mention, const Mention& other) const {
        bool in_capitals = article_.tokens[mention.tokens.begin].all_caps, other_in_capitals = article_.tokens[other.tokens.begin].all_caps;
        if (in_capitals != other_in_capitals) return other_in_capitals;
        auto size = [&](const Mention& one) {
            ByteSpan bytes = bytes_of(article_.tokens, one.tokens);
            return bytes.end - bytes.begin;
        };
        return mention.kind <= Kind::Group && size(mention) > size(other);
    }

    /// Gives an entity its kind, fullest name and value.
    void describe(Entity& entity, std::deque<std::string>& names) {
        const Mention* fullest = &mentions_[entity.mentions.front()];
        entity.kind = fullest->kind;
        entity.subkind = Subkind::None;
        entity.value = {};
        entity.person = {};
        bool valued = false;
        for (uint32_t m : entity.mentions) {
            const Mention& mention = mentions_[m];
            if (&mention != fullest && is_fuller(mention, *fullest)) fullest = &mention;
            bool only_within = mention.value.within != kNoEntry && entity.value.within == kNoEntry;  // a country alone: a later row says more
            if (!valued && (mention.value.entry != kNoEntry || !mention.value.figure().text.empty() || only_within)) {
                entity.value = mention.value;
                entity.value.written = figure_of(mention);
                valued = !only_within;
            }
            if (entity.subkind == Subkind::None) entity.subkind = mention.subkind;
            if (entity.kind == Kind::Person) add_description(scratch_.described[m], entity.person);
        }
        bool country = entity.kind == Kind::Place && entity.subkind == Subkind::Country && entity.value.entry != kNoEntry;
        entity.name = country ? article_.lexicon.name(entity.value.entry) : article_.text(fullest->tokens);
        if (entity.name.find('\n') != std::string_view::npos) {
            std::string& line = names.emplace_back(entity.name);
            std::replace(line.begin(), line.end(), '\n', ' ');
            entity.name = line;
        }
        if (entity.kind == Kind::Place && !country && entity.value.entry != kNoEntry) write_small(entity, names);
    }

    /// All but what is counted and its role: "two goals" and "two cards", "up 3%" and "to 3%" are one number.
    Figure* figure_of(const Mention& mention) {
        Figure* written = mention.value.written;
        if (written == nullptr || (written->counted.empty() && written->role.empty())) return written;
        Figure& figure = figures_.add();
        figure = *written;
        figure.counted = figure.role = {};
        return &figure;
    }

    /// "GENEVA" of a dateline is Geneva, as the list writes it or any place of several letters; "NYC" is written so.
    void write_small(Entity& entity, std::deque<std::string>& names) const {
        if (std::any_of(entity.name.begin(), entity.name.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return;
        constexpr size_t kLongestAcronym = 4;
        std::string_view listed = article_.lexicon.name(entity.value.entry);
        if (fold(listed) == fold(entity.name)) entity.name = listed;
        else if (entity.name.size() > kLongestAcronym && entity.name.find('.') == std::string_view::npos) entity.name = names.emplace_back(title_case(entity.name));
    }

    /// The first office stands, before any "Mr.", unless it is told more fully: "Deputy Foreign Minister" after the headline's
    /// "Minister". So do the first role, and the first gender that is stated.
    void add_description(const Description& found, Description& known) const {
        bool titled = found.title.begin != found.title.end, known_titled = known.title.begin != known.title.end;
        bool fuller = titled && known_titled && found.title.end - found.title.begin > known.title.end - known.title.begin && word(found.title.end - 1) == word(known.title.end - 1);
        if (titled && (!known_titled || (known.honorific && !found.honorific) || (fuller && known.honorific == found.honorific))) {
            known.title = found.title;
            known.honorific = found.honorific;
        }
        if (known.role.begin == known.role.end) known.role = found.role;
        if (known.gender == Gender::Unknown) known.gender = found.gender;
    }

    /// A nationality is related to its country, where the article names it.
    void relate(std::vector<Entity>& entities) {
        for (uint32_t i = 0; i < entities.size(); ++i)
            if (entities[i].kind == Kind::Place && entities[i].value.entry != kNoEntry)
                note(Question::Place, row(entities[i].value.entry).name, i);
        for (Entity& entity : entities) {
            if (entity.kind != Kind::Group || entity.value.entry == kNoEntry) continue;
            uint32_t found = find(Question::Place, row(entity.value.entry).of);
            if (found != kNone) entity.related = found;
        }
    }

    /// The lead is the first paragraph of some length that ends as a sentence does; what stands before it is the headline, with
    /// what else heads an article.
    void find_parts() {
        constexpr uint32_t kShortestLead = 12;
        const auto& tokens = article_.tokens;
        auto count = static_cast<uint32_t>(tokens.size());
        headline_end_ = lead_end_ = 0;
        for (uint32_t begin = 0; begin < count;) {
            uint32_t end = begin + 1;
            while (end < count && !tokens[end].starts_paragraph) ++end;
            uint32_t last = end;
            while (last > begin + 1 && (tokens[last - 1].shape == Shape::Quote || tokens[last - 1].shape == Shape::Close)) --last;
            bool sentence = tokens[last - 1].shape == Shape::Stop || tokens[last - 1].dotted;
            if (end == count || (sentence && end - begin >= kShortestLead)) {
                headline_end_ = begin;
                lead_end_ = end;
                return;
            }
            begin = end;
        }
    }

    uint32_t salience(const Entity& entity) const {
        bool headline = false, lead = false;
        for (uint32_t m : entity.mentions) {
            uint32_t at = mentions_[m].tokens.begin;
            headline |= at < headline_end_ && entity.kind != Kind::Date;  // the date of publication stands there
            lead |= at >= headline_end_ && at < lead_end_;
            if (at >= lead_end_) break;
        }
        uint64_t first = mentions_[entity.mentions.front()].tokens.begin, all = article_.tokens.size();
        uint32_t early = 4 * first < all ? 10 : 2 * first < all ? 5 : 0;
        return (headline ? 30 : 0) + (lead ? 15 : 0) + 5 * static_cast<uint32_t>(std::min<size_t>(entity.mentions.size(), 9)) + early;
    }

    const Article& article_;
    const std::vector<Mention>& mentions_;
    Figures& figures_;
    Scratch& scratch_;
    PersonReader reader_;
    LabelId particle_, east_asian_;
    uint32_t headline_end_ = 0, lead_end_ = 0;  // positions of tokens
};

}  // namespace

std::string_view link_name(Link link) { return kLinks[static_cast<size_t>(link)].name; }
std::string_view link_about(Link link) { return kLinks[static_cast<size_t>(link)].about; }

void link(const Article& article, const std::vector<Mention>& mentions, Figures& figures, std::vector<Entity>& entities, Members& members) {
    thread_local Linker::Scratch scratch;
    Linker(article, mentions, figures, scratch).run(entities, members);
}

}  // namespace nutgraf
