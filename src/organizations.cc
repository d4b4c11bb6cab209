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
    {"sports-team-weak", Subkind::Sport, true}, {"team-town", Subkind::Sport, true},   {"band", Subkind::Other},
};

/// What says that an organization is of a subkind, from the weakest; the strongest of all its mentions decides.
enum class Ground : uint8_t {
    None,
    Context,     // the words around it: "Quimbal shareholders"
    Acronym,     // a list's acronym, of which there are namesakes: "BSP" is a party in India and a bank in Manila
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
    explicit Organizations(const Article& article) : article_(article), lexicon_(article.lexicon), tokens_(article.tokens) {
        for (size_t i = 0; i < labels_.size(); ++i) labels_[i] = lexicon_.find_label(kLists[i].label);
        head_ = lexicon_.find_label("org-head");
        head_of_ = lexicon_.find_label("org-head-of");
        head_before_ = lexicon_.find_label("org-head-before");
        noun_ = lexicon_.find_label("org-noun");
    }

    void value(std::vector<Mention>& mentions) {
        find_countries(mentions);
        senses_.clear();
        for (uint32_t m = 0; m < mentions.size(); ++m)
            if (mentions[m].kind == Kind::Organization) senses_.push_back({m, sense_of(mentions[m])});
        share(mentions);
        for (const auto& [m, sense] : senses_) mentions[m].subkind = sense.subkind;
    }

private:
    static constexpr uint32_t kLongestNoun = 4;  // words
    static constexpr size_t kMostSeen = 64;
    bool is(uint32_t token, LabelId label) const { return label != kNoLabel && lexicon_.carries(article_.hits, token, label); }
    std::string_view type(TokenSpan words, LabelId label) const { return lexicon_.field(lexicon_.find_entry(tokens_, words, label), "type"); }

    /// The names of several words that begin from one token up to another.
    std::span<const LexiconHit> hits_from(uint32_t begin, uint32_t end) const {
        const auto& names = article_.hits.names;
        auto before = [](const LexiconHit& hit, uint32_t token) { return hit.tokens.begin < token; };
        return {std::lower_bound(names.begin(), names.end(), begin, before), std::lower_bound(names.begin(), names.end(), end, before)};
    }

    /// The countries that the article names as places or by their peoples.
    void find_countries(const std::vector<Mention>& mentions) {
        countries_.clear();
        const LabelId nationality = lexicon_.find_label("nationality");
        seen_.clear();
        for (const Mention& mention : mentions) {
            std::string_view country;
            if (mention.kind == Kind::Place && mention.value.entry != kNoEntry) {
                if (std::find(seen_.begin(), seen_.end(), mention.value.entry) != seen_.end()) continue;
                if (seen_.size() < kMostSeen) seen_.push_back(mention.value.entry);
                country = lexicon_.field(mention.value.entry, "iso2");
                if (country.empty()) country = lexicon_.field(mention.value.entry, "country");
                if (country.empty() && lexicon_.label_name(lexicon_.label(mention.value.entry)).starts_with("us-state")) country = "US";
            } else if (mention.kind == Kind::Group && nationality != kNoLabel) {
                EntryId entry = lexicon_.find_entry(tokens_, mention.tokens, nationality);
                if (entry != kNoEntry) country = lexicon_.field(entry, "country");
            }
            if (!country.empty() && std::find(countries_.begin(), countries_.end(), country) == countries_.end()) countries_.push_back(country);
        }
    }

    bool acronym(TokenSpan name) const { return name.end == name.begin + 1 && tokens_[name.begin].shape == Shape::Upper && !tokens_[name.begin].all_caps; }

    /// Chooses the row of a mention: of the first list that has it, the one of a country that the article names. A
    /// party's acronym and a name of common words ("Labour Party", "PDP") say nothing of a country that it does not name.
    Sense find_row(Mention& mention) {
        entries_.clear();
        if (lexicon_.may_have_entries(tokens_, article_.hits, mention.tokens)) lexicon_.find_entries(tokens_, mention.tokens, kNoLabel, entries_);
        size_t best = labels_.size();
        size_t rows = 0;
        bool named = false;
        EntryId first = kNoEntry;
        for (EntryId entry : entries_) {
            auto list = static_cast<size_t>(std::find(labels_.begin(), labels_.end(), lexicon_.label(entry)) - labels_.begin());
            if (list >= labels_.size() || list > best) continue;
            std::string_view country = lexicon_.field(entry, "country");
            bool here = !country.empty() && std::find(countries_.begin(), countries_.end(), country) != countries_.end();
            if (list < best || (here && !named)) {
                first = mention.value.entry = entry;
                named = here;
            }
            rows = list < best ? 1 : rows + 1;
            best = list;
        }
        if (best == labels_.size()) return {};
        bool short_name = acronym(mention.tokens);
        std::string_view list = kLists[best].label;
        bool has_namesakes = rows > 1 || (short_name && (list == "party" || list == "company"));
        if (has_namesakes && !named && list != "company" && list != "media") mention.value.entry = kNoEntry;
        bool loose = kLists[best].loose;
        Subkind subkind = kLists[best].subkind;
        // Alliances of states are what the list says, associations may be of any kind; of a company's name all words say more
        // than its last: "Western Union", "State Bank of India".
        if (list == "international" && first != kNoEntry) {
            std::string_view type = lexicon_.field(first, "type");
            if (type == "sport") subkind = Subkind::Sport;
            if (type == "igo" || type == "sport") loose = false;
        }
        if (list == "company" && mention.tokens.end - mention.tokens.begin > 1) {
            Subkind head = find_head(mention.tokens).subkind;
            loose = head == Subkind::Sport || head == Subkind::Education;
        }
        // "RCMP" stands beside armies: police are government.
        if (list == "military" && first != kNoEntry) {
            std::string name = fold(lexicon_.name(first));
            for (const char* police : {"police", "gendarmerie", "carabinieri", "constabulary", "coast guard", "border guard"})
                if (name.find(police) != std::string::npos) subkind = Subkind::Government;
        }
        return {subkind, short_name && (loose || list == "party" || list == "military" || list == "armed-group") ? Ground::Acronym : loose ? Ground::Loose : Ground::Row};
    }

    /// By the noun that heads the name: the last, before "of", "for" and "on"; of several words before one.
    Sense find_head(TokenSpan name) const {
        if (name.end - name.begin < 2) {  // "the Senate", "the Board"
            bool body = is(name.begin, head_) && tokens_[name.begin].shape == Shape::Capital && type(name, head_) == "government";
            return body ? Sense{Subkind::Government, Ground::Context} : Sense{};
        }
        TokenSpan best{name.begin, name.begin};
        LabelId label = kNoLabel;
        auto take = [&](TokenSpan words, LabelId of) {
            if (words.end > best.end || (words.end == best.end && words.begin < best.begin) || best.end == best.begin) {
                best = words;
                label = of;
            }
        };
        uint32_t front = name.end;  // of "Vienna Academy of Music", the end of "Vienna Academy"
        static const WordId kOf = hash_folded("of"), kFor = hash_folded("for"), kOn = hash_folded("on");
        for (uint32_t i = name.begin + 1; i < name.end && front == name.end; ++i)
            if (tokens_[i].shape == Shape::Lower && (tokens_[i].word == kOf || tokens_[i].word == kFor || tokens_[i].word == kOn)) front = i;
        for (uint32_t end : {front, name.end}) {
            for (uint32_t i = name.begin; i < end; ++i) {
                if (tokens_[i].shape == Shape::Lower) continue;
                if (is(i, head_) && (i > name.begin || end != name.end)) take({i, i + 1}, head_);
                else if (end != name.end && is(i, head_of_)) take({i, i + 1}, head_of_);
            }
            for (const LexiconHit& hit : hits_from(name.begin, end))
                if ((hit.label == head_ || (hit.label == head_of_ && end != name.end)) && hit.tokens.end <= end) take(hit.tokens, hit.label);
            if (label != kNoLabel || end == name.end) break;
        }
        if (label == kNoLabel && is(name.begin, head_before_)) {
            best = {name.begin, name.begin + 1};
            label = head_before_;
        }
        if (label == kNoLabel) return {};
        static const WordId kBank = hash_folded("bank");
        // "Bank of Zambia" is the state's, "Bank of Baroda" is not.
        if (tokens_[best.end - 1].word == kBank && front < name.end)
            return {is(name.end - 1, lexicon_.find_label("country")) ? Subkind::Government : Subkind::Company, Ground::Head};
        return {parse_subkind(Kind::Organization, type(best, label)).value_or(Subkind::Other), Ground::Head};
    }

    /// By a noun right before it ("the brewer Carlsberg") or in what is said of it behind a comma ("Bruegel, a think tank").
    Sense find_definition(TokenSpan name) const {
        if (noun_ == kNoLabel) return {};
        auto noun = [&](TokenSpan words) -> Sense { return {parse_subkind(Kind::Organization, type(words, noun_)).value_or(Subkind::None), Ground::Definition}; };
        uint32_t begin = name.begin;
        if (begin > 0 && !tokens_[begin].starts_sentence && tokens_[begin - 1].shape == Shape::Lower) {
            for (const LexiconHit& hit : hits_from(begin - std::min(begin, kLongestNoun), begin))
                if (hit.label == noun_ && hit.tokens.end == begin) return noun(hit.tokens);
            if (is(begin - 1, noun_)) return noun({begin - 1, begin});
        }
        uint32_t at = name.end;
        if (at + 2 >= tokens_.size() || tokens_[at].shape != Shape::Comma) return {};
        static const std::array<WordId, 3> kArticles = {hash_folded("a"), hash_folded("an"), hash_folded("the")};
        if (std::find(kArticles.begin(), kArticles.end(), tokens_[at + 1].word) == kArticles.end()) return {};
        // The last noun before a comma, a preposition or a verb: "a Fresno law firm that".
        Sense sense;
        const LabelId function = lexicon_.find_label("function");
        constexpr uint32_t kFar = 8;
        for (uint32_t i = at + 2; i < tokens_.size() && i < at + 2 + kFar && !tokens_[i].starts_sentence; ++i) {
            Shape shape = tokens_[i].shape;
            if (shape == Shape::Comma || shape == Shape::Stop || shape == Shape::Colon || shape == Shape::Open) break;
            if (shape == Shape::Lower && is(i, function)) break;
            if (shape == Shape::Lower && is(i, noun_)) sense = noun({i, i + 1});
            for (const LexiconHit& hit : hits_from(i, i + 1))
                if (hit.label == noun_) sense = noun(hit.tokens);
        }
        return sense;
    }

    Sense sense_of(Mention& mention) {
        Sense sense;
        // What only repeats another mention says nothing of its own.
        bool repeats = mention.rule >= kFirstOwnRule && mention.rule != own_rule(Own::Team);
        if (!repeats && mention.subkind != Subkind::None) sense = {mention.subkind, mention.sure == Sureness::Sure ? Ground::Form : Ground::Context};
        strengthen(sense, find_row(mention));
        strengthen(sense, find_head(mention.tokens));
        strengthen(sense, find_definition(mention.tokens));
        return sense;
    }

    /// Mentions of one name have one subkind, acronyms that of what they shorten, and short names that of the full one:
    /// "the Korean Film Council (KOFIC)", "Brightwater Holdings ... Brightwater".
    void share(const std::vector<Mention>& mentions) {
        named_.clear();
        auto add = [&](uint64_t key, Sense sense) {
            if (sense.subkind != Subkind::None) named_.push_back({key, sense});
        };
        for (const auto& [m, sense] : senses_) {
            TokenSpan name = mentions[m].tokens;
            add(key_of(name), sense);
            if (name.end - name.begin < 2) continue;
            // Weaker than what such a name says itself, but stronger than a namesake's acronym.
            if (sense.subkind != Subkind::None) {
                Sense short_form{sense.subkind, std::min(sense.ground, Ground::Loose)};
                add(key_of({name.begin, name.end - 1}), short_form);
                if (name.end - name.begin > 2) add(key_of({name.begin, name.begin + 1}), {sense.subkind, Ground::Context});
                for_each_acronym(article_, name, [&](WordId acronym) { add(mix(1, acronym), short_form); });
                if (uint32_t defined = defined_acronym(article_, name); defined != name.end) add(key_of({defined, defined + 1}), {sense.subkind, std::max(sense.ground, Ground::Definition)});
            }
        }
        std::stable_sort(named_.begin(), named_.end(), [](const Named& a, const Named& b) { return a.key != b.key ? a.key < b.key : a.sense.ground > b.sense.ground; });
        for (auto& [m, sense] : senses_) {
            uint64_t key = key_of(mentions[m].tokens);
            auto known = std::lower_bound(named_.begin(), named_.end(), key, [](const Named& one, uint64_t other) { return one.key < other; });
            if (known != named_.end() && known->key == key) strengthen(sense, known->sense);
        }
    }

    uint64_t key_of(TokenSpan name) const {
        uint64_t key = 1;
        for (uint32_t i = name.begin; i < name.end; ++i) key = mix(key, tokens_[i].word);
        return key;
    }

    struct Of {
        uint32_t mention;
        Sense sense;
    };
    struct Named {
        uint64_t key;
        Sense sense;
    };
    const Article& article_;
    const Lexicon& lexicon_;
    const std::vector<Token>& tokens_;
    std::array<LabelId, std::size(kLists)> labels_;
    LabelId head_, head_of_, head_before_, noun_;
    std::vector<std::string_view> countries_;
    std::vector<EntryId> seen_;  // places whose country is known already, as articles repeat them; kMostSeen at most
    std::vector<EntryId> entries_;
    std::vector<Of> senses_;
    std::vector<Named> named_;
};

/// A company's name without the word that says it is one stands for it wherever it stands: "Kestrel Range" of "Kestrel Range
/// Lithium", "Lindqvist Barta" of "Lindqvist Barta Corp."; but not "American" of "American Airlines", nor "Martha Stewart".
void find_short_names(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    const Lexicon& lexicon = article.lexicon;
    const LabelId suffix = lexicon.find_label("company-suffix"), head = lexicon.find_label("org-head"), common = lexicon.find_label("common"), mixed = lexicon.find_label("mixed");
    std::array<LabelId, 14> others;
    constexpr std::array<std::string_view, 14> kOthers = {"given-name", "common", "mixed", "nationality", "country", "us-state", "city", "small-city", "region", "admin1", "function", "org-modifier", "not-name", "direction"};
    for (size_t i = 0; i < kOthers.size(); ++i) others[i] = lexicon.find_label(kOthers[i]);
    auto is = [&](uint32_t token, LabelId label) { return label != kNoLabel && lexicon.carries(article.hits, token, label); };
    thread_local std::vector<Candidate> shorter;
    thread_local std::vector<EntryId> entries;
    shorter.clear();
    for (const Candidate& name : known) {
        if (name.kind != Kind::Organization || name.tokens.end - name.tokens.begin < 2) continue;
        uint32_t last = name.tokens.end - 1;
        bool company = is(last, suffix) || (is(last, head) && lexicon.field(lexicon.find_entry(article.tokens, {last, last + 1}, head), "type") == "company");
        if (!company) continue;
        TokenSpan front{name.tokens.begin, last};
        if (article.tokens[front.end - 1].shape == Shape::Comma && --front.end == front.begin) continue;
        // "Arm Ltd. ... Arm": before a legal ending a common word is a name.
        bool alone = front.end == front.begin + 1 && is(last, suffix);
        auto speaks_against = [&](LabelId label) { return !alone || (label != common && label != mixed); };
        bool other = std::any_of(others.begin(), others.end(), [&](LabelId label) { return speaks_against(label) && is(front.begin, label); });
        if (!other && lexicon.may_have_entries(article.tokens, article.hits, front)) {
            lexicon.find_entries(article.tokens, front, kNoLabel, entries);
            other = std::any_of(entries.begin(), entries.end(), [&](EntryId entry) { return speaks_against(lexicon.label(entry)) && std::find(others.begin(), others.end(), lexicon.label(entry)) != others.end(); });
        }
        if (other) continue;
        shorter.push_back({front, Kind::Organization, Subkind::Company, Sureness::Likely, own_rule(Own::ShortName)});
        // "Fenwick" of "Fenwick Farm Stores Inc"
        if (front.end > front.begin + 1 && article.tokens[front.begin].shape == Shape::Capital)
            shorter.push_back({{front.begin, front.begin + 1}, Kind::Organization, Subkind::Company, Sureness::Likely, own_rule(Own::ShortName)});
    }
    if (!shorter.empty()) find_same_names(article, Kind::Organization, shorter, found);
}

}  // namespace

void find_organizations(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Organization, found); }

void find_organizations_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    find_same_names(article, Kind::Organization, known, found);
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

void value_organizations(const Article& article, std::vector<Mention>& mentions) {
    if (std::any_of(mentions.begin(), mentions.end(), [](const Mention& mention) { return mention.kind == Kind::Organization; })) Organizations(article).value(mentions);
}

}  // namespace nutgraf
