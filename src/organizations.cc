#include "organizations.h"

#include <algorithm>
#include <array>
#include <span>

#include "organizations/teams.h"

namespace nutgraf {
namespace {

/// The lists that hold organizations, with the subkind of their rows, the surest first. Rows of a loose list hold much
/// that a head noun or a definition knows better: unions under "international", clubs under "company".
struct OrganizationList {
    std::string_view label;
    Subkind subkind;
    bool loose = false;
};
constexpr OrganizationList kLists[] = {
    {"government", Subkind::Government}, {"media", Subkind::Media},          {"sports-team", Subkind::Sport},            {"military", Subkind::Military},
    {"armed-group", Subkind::Military},  {"university", Subkind::Education}, {"international", Subkind::Other, true},    {"company", Subkind::Company, true},
    {"party", Subkind::Party},           {"seat", Subkind::Government},      {"company-weak", Subkind::Company, true},   {"media-weak", Subkind::Media},
    {"sports-team-weak", Subkind::Sport, true}, {"team-town", Subkind::Sport, true},   {"band", Subkind::Other}, {"campus", Subkind::Education},
};

/// The lists that say of a word what it does in a name, behind those of organizations.
enum List : unsigned { kHead = std::size(kLists), kHeadOf, kHeadBefore, kNoun, kFunction, kCountry, kLegalEnding, kListCount };
constexpr auto kListNames = [] {
    std::array<std::string_view, kListCount> names{};
    for (size_t i = 0; i < std::size(kLists); ++i) names[i] = kLists[i].label;
    names[kHead] = "org-head", names[kHeadOf] = "org-head-of", names[kHeadBefore] = "org-head-before", names[kNoun] = "org-noun";
    names[kFunction] = "function", names[kCountry] = "country", names[kLegalEnding] = "company-suffix";
    return names;
}();
using NameLists = ListBits<kListCount>;

/// A row of these lists.
struct Row {
    EntryId entry;
    uint16_t country;  // see Lexicon::country
    uint8_t list;
    Subkind subkind;
    bool loose;
};

/// The rows of each name asked for before, of any lexicon: news name the same organizations over and over.
class NameMemory {
public:
    /// Valid until the next call.
    std::span<const Row> of(const Article& article, const NameLists& lists, TokenSpan words) {
        uint64_t key = article.lexicon.written_key(article.tokens, words);
        Name& name = names_[key >> 40 & (names_.size() - 1)];
        if (name.key != key) {
            if (rows_.size() > kMostRows) {
                std::fill(names_.begin(), names_.end(), Name());
                rows_.clear();
            }
            name = {key, static_cast<uint32_t>(rows_.size()), 0};
            article.lexicon.find_entries(article.tokens, words, kNoLabel, entries_);
            for (EntryId entry : entries_)
                if (size_t list = lists.find(article.lexicon.label(entry)); list < std::size(kLists)) rows_.push_back(read(article.lexicon, static_cast<uint8_t>(list), entry));
            name.count = static_cast<uint32_t>(rows_.size()) - name.begin;
        }
        return std::span(rows_).subspan(name.begin, name.count);
    }

private:
    struct Name {
        uint64_t key = 0;  // of the name as it is written, and of the lexicon; 0: empty
        uint32_t begin = 0, count = 0;  // in the rows
    };
    static constexpr size_t kMostRows = 1 << 15;

    static Row read(const Lexicon& lexicon, uint8_t list, EntryId entry) {
        Row row{entry, lexicon.country(entry), list, kLists[list].subkind, kLists[list].loose};
        // Alliances of states are what the list says, associations may be of any kind.
        if (kLists[list].label == "international") {
            std::string_view type = lexicon.field(entry, "type");
            if (type == "sport") row.subkind = Subkind::Sport;
            if (type == "igo" || type == "sport") row.loose = false;
        }
        // "RCMP" stands beside armies: police are government.
        if (kLists[list].label == "military") {
            std::string name = fold(lexicon.name(entry));
            for (const char* police : {"police", "gendarmerie", "carabinieri", "constabulary", "coast guard", "border guard"})
                if (name.find(police) != std::string::npos) row.subkind = Subkind::Government;
        }
        return row;
    }

    std::vector<Name> names_ = std::vector<Name>(1 << 12);  // direct-mapped
    std::vector<Row> rows_;
    std::vector<EntryId> entries_;
};

/// What says that an organization is of a subkind, from the weakest; the strongest of all its mentions decides.
enum class Ground : uint8_t {
    None,
    Context,     // the words around it: "Quimbal shareholders"
    Acronym,     // a list's acronym or weak form, of which there are namesakes: "BSP" is a party in India and a bank in Manila
    Loose,       // a loose list's row
    Head,        // the noun that heads its name: "Canara Bank"
    Definition,  // a noun beside it: "the think tank Bruegel", "Lincoln Trust, a bank in Lincoln"
    Row,         // a list's row for the whole name
    Form,        // the form of the name: "Brightwater Holdings Ltd."
};
struct Sense {
    Subkind subkind = Subkind::None;
    Ground ground = Ground::None;
};
void strengthen(Sense& sense, Sense other) {
    if (other.subkind != Subkind::None && other.ground > sense.ground) sense = other;
}

/// Tells subkinds, and which of the rows of a name is meant.
class Organizations {
public:
    /// What a thread keeps from article to article.
    struct Scratch {
        struct Of {
            uint32_t mention;
            Sense sense;
        };
        std::vector<uint16_t> countries;  // see Lexicon::country
        NameLists lists{kListNames};
        NameMemory names;
        std::vector<Of> senses;
        NumberTable by_key;        // where what mentions say of a name stands in `named`
        std::vector<Sense> named;
        std::array<WordMemory<Subkind>, 4> subkinds;  // see subkind_in
    };

    Organizations(const Article& article, Scratch& scratch) : article_(article), lexicon_(article.lexicon), tokens_(article.tokens), scratch_(scratch) {
        scratch_.lists.prepare(lexicon_);
    }

    void value(std::vector<Mention>& mentions) {
        find_countries(mentions);
        scratch_.senses.clear();
        for (uint32_t m = 0; m < mentions.size(); ++m)
            if (mentions[m].kind == Kind::Organization) scratch_.senses.push_back({m, sense_of(mentions[m])});
        share(mentions);
        for (const auto& [m, sense] : scratch_.senses) mentions[m].subkind = sense.subkind;
    }

private:
    static constexpr uint32_t kLongestNoun = 4;  // words
    bool is(uint32_t token, List list) const { return scratch_.lists.has(article_.hits, token, list); }
    bool is(const LexiconHit& hit, List list) const { return hit.label == scratch_.lists.label(list); }
    /// What a row of a list of nouns that head or define names says; None when it does not.
    Subkind subkind_in(TokenSpan words, List list) const {
        auto ask = [&] { return parse_subkind(Kind::Organization, lexicon_.field(lexicon_.find_entry(tokens_, words, scratch_.lists.label(list)), "type")).value_or(Subkind::None); };
        return words.end - words.begin == 1 ? scratch_.subkinds[list - kHead].of(article_.hits, words.begin, ask) : ask();
    }
    static Subkind or_other(Subkind subkind) { return subkind == Subkind::None ? Subkind::Other : subkind; }

    /// The names of several words that begin from one token up to another.
    std::span<const LexiconHit> hits_from(uint32_t begin, uint32_t end) const {
        const auto& names = article_.hits.names;
        auto before = [](const LexiconHit& hit, uint32_t token) { return hit.tokens.begin < token; };
        return {std::lower_bound(names.begin(), names.end(), begin, before), std::lower_bound(names.begin(), names.end(), end, before)};
    }

    /// The countries that the article names as places or by their peoples.
    void find_countries(const std::vector<Mention>& mentions) {
        auto& countries = scratch_.countries;
        countries.clear();
        for (const Mention& mention : mentions) {
            EntryId entry = mention.kind == Kind::Place ? mention.value.entry : mention.kind == Kind::Group ? find_nationality(article_, mention.tokens) : kNoEntry;
            uint16_t country = entry == kNoEntry ? uint16_t{0} : lexicon_.country(entry);
            if (country != 0 && std::find(countries.begin(), countries.end(), country) == countries.end()) countries.push_back(country);
        }
    }

    bool acronym(TokenSpan name) const { return name.end == name.begin + 1 && tokens_[name.begin].shape == Shape::Upper && !tokens_[name.begin].all_caps; }

    /// Chooses the row of a mention: of the first list that has it, the one of a country that the article names. A
    /// party's acronym and a name of common words ("Labour Party", "PDP") say nothing of a country that it does not name.
    Sense find_row(Mention& mention) {
        if (!lexicon_.may_have_entries(tokens_, article_.hits, mention.tokens)) return {};
        const auto& countries = scratch_.countries;
        const Row* best = nullptr;
        size_t rows = 0;
        bool named = false;
        bool short_name = acronym(mention.tokens);
        for (const Row& row : scratch_.names.of(article_, scratch_.lists, mention.tokens)) {
            bool here = row.country != 0 && std::find(countries.begin(), countries.end(), row.country) != countries.end();
            // "Saints" of a British report: nicknames of teams stand in two lists.
            bool nickname = best != nullptr && row.list != best->list && row.subkind == Subkind::Sport && best->subkind == Subkind::Sport;
            if (nickname && (here || named)) {
                if (!named) best = &row;
                named = true;
                continue;
            }
            // "PTI" is an agency in India; in an article on Pakistan it is the party.
            bool ousts = short_name && best != nullptr && here && !named && best->country != 0;
            if (best != nullptr && row.list > best->list && !ousts) continue;
            if (best != nullptr && row.list < best->list && short_name && named && !here && row.country != 0) continue;
            bool surer = best == nullptr || row.list < best->list || ousts;
            rows = surer ? 1 : rows + 1;
            if (surer || (here && !named)) {
                best = &row;
                named = here;
            }
        }
        if (best == nullptr) return {};
        mention.value.entry = best->entry;
        std::string_view list = kLists[best->list].label;
        bool has_namesakes = rows > 1 || (short_name && (list == "party" || list == "company"));
        if (has_namesakes && !named && list != "company" && list != "media") mention.value.entry = kNoEntry;
        bool loose = best->loose;
        // Of a company's name all words say more than its last: "Western Union", "State Bank of India".
        if (list == "company" && mention.tokens.end - mention.tokens.begin > 1) {
            Subkind head = find_head(mention.tokens).subkind;
            loose = head == Subkind::Sport || head == Subkind::Education;
        }
        // A weak form is many things' name: "Punch" of Punch Taverns is no paper.
        bool of_many = list.ends_with("-weak") || (short_name && (loose || list == "party" || list == "military" || list == "armed-group"));
        return {best->subkind, of_many ? Ground::Acronym : loose ? Ground::Loose : Ground::Row};
    }

    /// By the noun that heads the name: the last, before "of", "for" and "on"; of several words before one.
    Sense find_head(TokenSpan name) const {
        if (name.end - name.begin < 2) {  // "the Senate", "the Board"
            bool body = is(name.begin, kHead) && tokens_[name.begin].shape == Shape::Capital && subkind_in(name, kHead) == Subkind::Government;
            return body ? Sense{Subkind::Government, Ground::Context} : Sense{};
        }
        if (is(name.end - 1, kLegalEnding) && tokens_[name.end - 1].shape != Shape::Lower) return {Subkind::Company, Ground::Form};  // "Banc One Corp."
        TokenSpan best{name.begin, name.begin};
        List list = kListCount;
        auto take = [&](TokenSpan words, List of) {
            if (words.end > best.end || (words.end == best.end && words.begin < best.begin) || best.end == best.begin) {
                best = words;
                list = of;
            }
        };
        uint32_t front = name.end;  // of "Vienna Academy of Music", the end of "Vienna Academy"
        static const WordId kOf = hash_folded("of"), kFor = hash_folded("for"), kOn = hash_folded("on");
        for (uint32_t i = name.begin + 1; i < name.end && front == name.end; ++i)
            if (tokens_[i].shape == Shape::Lower && (tokens_[i].word == kOf || tokens_[i].word == kFor || tokens_[i].word == kOn)) front = i;
        for (uint32_t end : {front, name.end}) {
            for (uint32_t i = name.begin; i < end; ++i) {
                if (tokens_[i].shape == Shape::Lower) continue;
                if (is(i, kHead) && (i > name.begin || end != name.end)) take({i, i + 1}, kHead);
                else if (end != name.end && is(i, kHeadOf)) take({i, i + 1}, kHeadOf);
            }
            for (const LexiconHit& hit : hits_from(name.begin, end))
                if ((is(hit, kHead) || (is(hit, kHeadOf) && end != name.end)) && hit.tokens.end <= end) take(hit.tokens, is(hit, kHead) ? kHead : kHeadOf);
            if (list != kListCount || end == name.end) break;
        }
        if (list == kListCount && is(name.begin, kHeadBefore)) {
            best = {name.begin, name.begin + 1};
            list = kHeadBefore;
        }
        if (list == kListCount) return {};
        static const WordId kBank = hash_folded("bank");
        // "Bank of Zambia" is the state's, "Bank of Baroda" is not.
        if (tokens_[best.end - 1].word == kBank && front < name.end)
            return {is(name.end - 1, kCountry) ? Subkind::Government : Subkind::Company, Ground::Head};
        return {or_other(subkind_in(best, list)), Ground::Head};
    }

    /// By a noun right before it ("the brewer Carlsberg") or in what is said of it behind a comma ("Bruegel, a think tank").
    Sense find_definition(TokenSpan name) const {
        if (scratch_.lists.label(kNoun) == kNoLabel) return {};
        auto noun = [&](TokenSpan words) -> Sense { return {subkind_in(words, kNoun), Ground::Definition}; };
        uint32_t begin = name.begin;
        if (begin > 0 && !tokens_[begin].starts_sentence && tokens_[begin - 1].shape == Shape::Lower) {
            for (const LexiconHit& hit : hits_from(begin - std::min(begin, kLongestNoun), begin))
                if (is(hit, kNoun) && hit.tokens.end == begin) return noun(hit.tokens);
            if (is(begin - 1, kNoun)) return noun({begin - 1, begin});
        }
        uint32_t at = name.end;
        if (at + 2 >= tokens_.size() || tokens_[at].shape != Shape::Comma) return {};
        static const std::array<WordId, 3> kArticles = {hash_folded("a"), hash_folded("an"), hash_folded("the")};
        if (std::find(kArticles.begin(), kArticles.end(), tokens_[at + 1].word) == kArticles.end()) return {};
        // The last noun before a comma, a preposition or a verb: "a Fresno law firm that".
        Sense sense;
        constexpr uint32_t kFar = 8;
        for (uint32_t i = at + 2; i < tokens_.size() && i < at + 2 + kFar && !tokens_[i].starts_sentence; ++i) {
            Shape shape = tokens_[i].shape;
            if (shape == Shape::Comma || shape == Shape::Stop || shape == Shape::Colon || shape == Shape::Open) break;
            if (shape == Shape::Lower && is(i, kFunction)) break;
            if (shape == Shape::Lower && is(i, kNoun)) sense = noun({i, i + 1});
            for (const LexiconHit& hit : hits_from(i, i + 1))
                if (is(hit, kNoun)) sense = noun(hit.tokens);
        }
        return sense;
    }

    Sense sense_of(Mention& mention) {
        Sense sense;
        // What only repeats another mention says nothing of its own.
        bool repeats = mention.rule >= kFirstOwnRule && mention.rule != own_rule(Own::Team);
        // Letters are those of many bodies: the rule that has found them has asked one list.
        Ground form = acronym(mention.tokens) ? Ground::Acronym : Ground::Form;
        if (!repeats && mention.subkind != Subkind::None) sense = {mention.subkind, mention.sure == Sureness::Sure ? form : Ground::Context};
        strengthen(sense, find_row(mention));
        strengthen(sense, find_head(mention.tokens));
        strengthen(sense, find_definition(mention.tokens));
        return sense;
    }

    /// Mentions of one name have one subkind, acronyms that of what they shorten, and short names that of the full one:
    /// "the Korean Film Council (KOFIC)", "Brightwater Holdings ... Brightwater".
    void share(const std::vector<Mention>& mentions) {
        // A mention speaks for its name, for two shorter ones and for three acronyms at most.
        scratch_.by_key.clear(6 * scratch_.senses.size());
        scratch_.named.clear();
        auto add = [&](uint64_t key, Sense sense) {
            if (sense.subkind == Subkind::None) return;
            auto number = static_cast<uint32_t>(scratch_.named.size());
            if (uint32_t known = scratch_.by_key.emplace(key, number); known == number) scratch_.named.push_back(sense);
            else strengthen(scratch_.named[known], sense);
        };
        for (const auto& [m, sense] : scratch_.senses) {
            TokenSpan name = mentions[m].tokens;
            add(key_of(name), sense);
            if (name.end - name.begin < 2) continue;
            // Weaker than what such a name says itself, but stronger than a namesake's acronym.
            if (sense.subkind != Subkind::None) {
                Sense short_form{sense.subkind, std::min(sense.ground, Ground::Loose)};
                add(key_of({name.begin, name.end - 1}), short_form);
                if (name.end - name.begin > 2) add(key_of({name.begin, name.begin + 1}), {sense.subkind, Ground::Context});
                for_each_acronym(article_, name, [&](WordId acronym) { add(mix(1, acronym), short_form); });
                if (uint32_t defined = defined_acronym(article_, name); defined != name.end) add(key_of({defined, defined + 1}), {sense.subkind, Ground::Form});  // whatever lists have under it
            }
        }
        for (auto& [m, sense] : scratch_.senses) {
            auto none = static_cast<uint32_t>(scratch_.named.size());
            if (uint32_t known = scratch_.by_key.find(key_of(mentions[m].tokens), none); known != none) strengthen(sense, scratch_.named[known]);
        }
    }

    uint64_t key_of(TokenSpan name) const {
        uint64_t key = 1;
        for (uint32_t i = name.begin; i < name.end; ++i) key = mix(key, tokens_[i].word);
        return key;
    }

    const Article& article_;
    const Lexicon& lexicon_;
    const std::vector<Token>& tokens_;
    Scratch& scratch_;
};

/// A company's name without the word that says it is one stands for it wherever it stands: "Kestrel Range" of "Kestrel Range
/// Lithium", "Lindqvist Barta" of "Lindqvist Barta Corp."; but not "American" of "American Airlines", nor "Martha Stewart".
void find_short_names(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    const Lexicon& lexicon = article.lexicon;
    enum Word : unsigned { kSuffix, kHeads, kCommon, kMixed, kWords = kMixed + 13 };  // from kCommon on what speaks against a short name
    thread_local ListBits<kWords> lists({"company-suffix", "org-head", "common", "mixed", "given-name", "nationality", "country", "us-state", "city", "small-city", "region", "admin1", "function", "org-modifier", "not-name", "direction"});
    lists.prepare(lexicon);
    auto is = [&](uint32_t token, Word list) { return lists.has(article.hits, token, list); };
    thread_local std::vector<Candidate> shorter;
    thread_local std::vector<EntryId> entries;
    shorter.clear();
    for (const Candidate& name : known) {
        if (name.kind != Kind::Organization || name.tokens.end - name.tokens.begin < 2) continue;
        uint32_t last = name.tokens.end - 1;
        bool company = is(last, kSuffix) || (is(last, kHeads) && lexicon.field(lexicon.find_entry(article.tokens, {last, last + 1}, lists.label(kHeads)), "type") == "company");
        if (!company) continue;
        TokenSpan front{name.tokens.begin, last};
        if (article.tokens[front.end - 1].shape == Shape::Comma && --front.end == front.begin) continue;
        // "Arm Ltd. ... Arm": before a legal ending a common word is a name.
        const unsigned first_against = front.end == front.begin + 1 && is(last, kSuffix) ? kMixed + 1 : kCommon;
        bool other = lists.of(article.hits, front.begin) >> first_against != 0;
        if (!other && lexicon.may_have_entries(article.tokens, article.hits, front)) {
            lexicon.find_entries(article.tokens, front, kNoLabel, entries);
            for (EntryId entry : entries) {
                size_t list = lists.find(lexicon.label(entry));
                other |= list >= first_against && list < kWords;
            }
        }
        if (other) continue;
        shorter.push_back({front, Kind::Organization, Subkind::Company, Sureness::Likely, own_rule(Own::ShortName)});
        // "Fenwick" of "Fenwick Farm Stores Inc"
        if (front.end > front.begin + 1 && article.tokens[front.begin].shape == Shape::Capital)
            shorter.push_back({{front.begin, front.begin + 1}, Kind::Organization, Subkind::Company, Sureness::Likely, own_rule(Own::ShortName)});
    }
    if (!shorter.empty()) find_same_names(article, shorter, found);
}

}  // namespace

void find_organizations(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Organization, found); }

void find_organizations_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    find_short_names(article, known, found);
    find_teams(article, known, found);

    thread_local WordTable acronyms;
    acronyms.clear();
    const auto& tokens = article.tokens;
    for (uint32_t k = 0; k < known.size(); ++k) {
        const Candidate& mention = known[k];
        if (mention.kind != Kind::Organization || mention.tokens.end - mention.tokens.begin < 2) continue;
        for_each_acronym(article, mention.tokens, [&](WordId acronym) { acronyms.add(acronym, k); });
        // "the Organization for Security and Cooperation in Europe (OSCE)"
        if (uint32_t acronym = defined_acronym(article, mention.tokens); acronym != mention.tokens.end)
            found.push_back({{acronym, acronym + 1}, Kind::Organization, mention.subkind, Sureness::Sure, own_rule(Own::AcronymDefinition)});
    }
    if (acronyms.empty()) return;
    acronyms.seal();
    for (uint32_t i : article.capitals) {
        if (tokens[i].shape != Shape::Upper || tokens[i].all_caps) continue;
        auto rows = acronyms.find(tokens[i].word);
        if (!rows.empty()) found.push_back({{i, i + 1}, Kind::Organization, known[rows.front().meaning].subkind, Sureness::Likely, own_rule(Own::Acronym)});
    }
}

void value_organizations(const Article& article, std::vector<Mention>& mentions, Figures&) {
    if (std::none_of(mentions.begin(), mentions.end(), [](const Mention& mention) { return mention.kind == Kind::Organization; })) return;
    thread_local Organizations::Scratch scratch;
    Organizations(article, scratch).value(mentions);
}

}  // namespace nutgraf
