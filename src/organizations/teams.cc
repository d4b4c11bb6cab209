#include "teams.h"

#include <algorithm>
#include <array>

namespace nutgraf {
namespace {

/// What a word of organizations/sport-word and sport-side does beside a team's name; their column `use`.
enum class Use : uint8_t { None, Context, Player, Role, Verb, Lead, Plural, Before, Lifts, Both, Move };

Use parse_use(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Use>, 10> kUses = {{{"context", Use::Context}, {"player", Use::Player}, {"role", Use::Role}, {"verb", Use::Verb},
        {"lead", Use::Lead}, {"plural", Use::Plural}, {"before", Use::Before}, {"lifts", Use::Lifts}, {"both", Use::Both}, {"move", Use::Move}}};
    for (const auto& [text, use] : kUses)
        if (text == name) return use;
    return Use::None;
}

/// The lists that are asked for every token or every capital, as bits.
constexpr std::array<std::string_view, 13> kLists = {"sport-word", "sport-side", "country", "city", "small-city", "town", "us-state", "region", "admin1", "admin2", "sports-team", "sports-team-weak", "team-town"};
constexpr size_t kFirstPlace = 2, kFirstTeam = 10, kNicknames = 11;
constexpr unsigned kSportBits = (1U << kFirstPlace) - 1, kPlaceBits = (1U << kFirstTeam) - 1 - kSportBits, kTeamBits = (1U << kLists.size()) - (1U << kFirstTeam);

using TeamLists = ListBits<kLists.size()>;

/// The words of sport of an article.
struct SportWords {
    std::vector<Use> from, to;  // by token, behind place(): the use of a word of the list that begins there, and of one that ends there
    size_t context = 0;         // different words that say what the article is about; counted up to 8
    bool player = false;        // a word for players
    size_t all = 0;             // words that stand in match reports and hardly elsewhere

    void read(const Article& article, const TeamLists& lists) {
        const Lexicon& lexicon = article.lexicon;
        const auto& tokens = article.tokens;
        words_.clear();
        context = all = 0;
        player = false;
        std::array<WordId, 8> seen{};
        auto add = [&](TokenSpan words, size_t list) {
            auto ask = [&] { return parse_use(lexicon.field(lexicon.find_entry(tokens, words, lists.label(list)), "use")); };
            Use use = words.end - words.begin == 1 ? uses_[list].of(article.hits, words.begin, ask) : ask();
            words_.push_back({words, use});
            if (use == Use::Context || use == Use::Player || use == Use::Verb || use == Use::Before) ++all;
            player |= use == Use::Player;
            if (use != Use::Context || context == seen.size()) return;
            WordId word = tokens[words.begin].word;
            if (std::find(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(context), word) == seen.begin() + static_cast<std::ptrdiff_t>(context)) seen[context++] = word;
        };
        uint32_t i = 0;
        for (const auto& sets : article.hits.sets) {
            uint32_t token = i++;
            unsigned carried = lists.of(sets) & kSportBits;
            if (carried == 0 || tokens[token].shape != Shape::Lower) continue;
            for (size_t list = 0; list < kFirstPlace; ++list)
                if ((carried >> list & 1) != 0) add({token, token + 1}, list);
        }
        for (const LexiconHit& hit : article.hits.names)
            for (size_t list = 0; list < kFirstPlace; ++list)
                if (hit.label == lists.label(list)) add(hit.tokens, list);
    }
    /// Fills `from` and `to`, which few articles need.
    void place(size_t token_count) {
        from.assign(token_count, Use::None);
        to.assign(token_count, Use::None);
        for (const auto& [tokens, use] : words_) from[tokens.begin] = to[tokens.end - 1] = use;
    }

private:
    struct Word {
        TokenSpan tokens;
        Use use;
    };
    std::vector<Word> words_;
    std::array<WordMemory<Use>, kFirstPlace> uses_;  // by list
};

/// Words with a capital that a number follows; there are few but in lists of results.
size_t count_numbered(const Article& article) {
    const auto& tokens = article.tokens;
    return static_cast<size_t>(std::count_if(article.capitals.begin(), article.capitals.end(), [&](uint32_t i) {
        if (i + 1 == tokens.size() || tokens[i].shape == Shape::Initial) return false;
        return tokens[i + 1].shape == Shape::Day || tokens[i + 1].shape == Shape::Integer;
    }));
}

/// Finds who plays in one article.
class Teams {
public:
    Teams(const Article& article, const TeamLists& lists, const SportWords& words) : article_(article), lexicon_(article.lexicon), tokens_(article.tokens), lists_(lists), words_(words) {
        for (size_t i = 0; i < places_.size(); ++i) places_[i] = lists.label(kFirstPlace + i);
        for (size_t i = 0; i < teams_.size(); ++i) teams_[i] = lists.label(kFirstTeam + i);
        where_ = lexicon_.find_label("where-preposition");
        function_ = lexicon_.find_label("function");
        nationality_ = lexicon_.find_label("nationality");
        weekday_ = lexicon_.find_label("weekday");
        month_ = lexicon_.find_label("month");
        given_name_ = lexicon_.find_label("given-name");
        common_ = lexicon_.find_label("common");
        org_head_ = lexicon_.find_label("org-head");
        place_head_ = lexicon_.find_label("place-head");
        title_ = lexicon_.find_label("title");
        other_head_ = lexicon_.find_label("other-head");
        spot_part_ = lexicon_.find_label("spot-part");
        spot_noun_ = lexicon_.find_label("spot-noun");
    }

    void find(const std::vector<Candidate>& known, std::vector<Candidate>& found) {
        find_names(known);
        find_table();
        playing_.clear();
        homes_.clear();
        // "the winners will meet Norwich or Luton": what "or" and "and" join to one who plays does, too; and "Byes: Swans, Power".
        static const WordId kOr = hash_folded("or"), kAnd = hash_folded("and"), kBye = hash_folded("bye"), kByes = hash_folded("byes");
        beside_.assign(tokens_.size() + 1, false);
        for (const Name& name : names_) {
            uint32_t begin = name.tokens.begin, end = name.tokens.end;
            bool bye = begin >= 2 && tokens_[begin - 1].shape == Shape::Colon && (tokens_[begin - 2].word == kBye || tokens_[begin - 2].word == kByes);
            if ((!bye && !beside_[begin] && !plays(name) && !stands_bare(name)) || player_of(name)) continue;
            add_playing(name.tokens);
            bool joint = end + 1 < tokens_.size() && (tokens_[end].word == kOr || tokens_[end].word == kAnd || ((bye || beside_[begin]) && tokens_[end].shape == Shape::Comma));
            if (joint && begins_name(end + 1) && (tokens_[end].word == kOr || bye || beside_[begin] || !tokens_[begin].starts_sentence)) beside_[end + 1] = true;
        }
        // "Chandigarh, Meghalaya and Sikkim won", "Tottenham, West Ham and Derby": those that "and" joins to one that plays.
        std::sort(playing_.begin(), playing_.end());
        for (size_t n = names_.size(); n-- > 1;) {
            const Name &name = names_[n - 1], &next = names_[n];
            uint32_t end = name.tokens.end;
            if (next.tokens.begin != end + 1 || tokens_[end].starts_sentence || tokens_[end + 1].starts_sentence || name.unlisted || where_stands(name) || player_of(name)) continue;
            bool club_first = is_team_alone(name) && !name.nickname && is(next.tokens.begin, teams_[2]) && !is(next.tokens.begin, given_name_);
            bool joined_to = tokens_[end].word == kAnd && (subject_plays(next) || club_first);
            bool clubs = is_team_alone(next) && !next.nickname && is(name.tokens.begin, teams_[2]) && !is(name.tokens.begin, given_name_);
            bool listed_with = tokens_[end].shape == Shape::Comma && (beside_[next.tokens.begin] || clubs);
            beside_[name.tokens.begin] = joined_to || listed_with;
            if (beside_[name.tokens.begin]) add_playing(name.tokens), add_playing(next.tokens);
        }
        // "Leeds United": "Leeds" and "United" alone are the same club.
        for (const Candidate& team : known) {
            bool nicknamed = team.tokens.end > team.tokens.begin + 1 && is(team.tokens.end - 1, teams_[1]);  // "Buffalo Sabres", however it was found
            if (team.kind != Kind::Organization || (team.subkind != Subkind::Sport && !nicknamed) || player_of({team.tokens, false, !is(team.tokens.begin, places_[0])})) continue;
            add_playing(team.tokens);
            uint32_t length = team.tokens.end - team.tokens.begin;
            if (length < 2) continue;
            add_playing({team.tokens.begin, team.tokens.end - 1});
            if (is(team.tokens.end - 1, teams_[1])) add_playing({team.tokens.end - 1, team.tokens.end});
        }
        for (const Name& name : names_)
            if (name.listed && !is_any(name.tokens.begin, places_) && !is(name.tokens.begin, teams_[2])) add_home(name);
        // But "Texas high school football" beside "the Longhorns".
        for (const Name& name : names_)
            if (!is(name.tokens.begin, places_[4]) && std::find(homes_.begin(), homes_.end(), key(name.tokens)) != homes_.end()) add_playing(name.tokens);
        std::sort(playing_.begin(), playing_.end());
        thread_local std::vector<Candidate> teams;
        teams.clear();
        for (const Name& name : names_) {
            if (where_stands(name)) continue;
            bool known_team = std::binary_search(playing_.begin(), playing_.end(), key(name.tokens));
            if (!known_team && !(name.nickname && nickname_stands(name))) continue;
            teams.push_back({name.tokens, Kind::Organization, Subkind::Sport, known_team ? Sureness::Sure : Sureness::Likely, own_rule(Own::Team)});
        }
        add_unlisted(teams);
        std::erase_if(found, [&](const Candidate& candidate) {
            if (candidate.kind != Kind::Place && candidate.kind != Kind::Person) return false;
            auto team = std::lower_bound(teams.begin(), teams.end(), candidate.tokens.begin, [](const Candidate& one, uint32_t begin) { return one.tokens.begin < begin; });
            return team != teams.end() && team->tokens == candidate.tokens;
        });
        found.insert(found.end(), teams.begin(), teams.end());
    }

    /// "BVSC, second in the table": a name on no list that plays in a result is that team elsewhere, too.
    void add_unlisted(std::vector<Candidate>& teams) const {
        thread_local std::vector<uint64_t> keys;
        keys.clear();
        for (const Name& name : names_)
            if (name.unlisted && name.tokens.end == name.tokens.begin + 1 && std::binary_search(playing_.begin(), playing_.end(), key(name.tokens))) keys.push_back(key(name.tokens));
        if (keys.empty()) return;
        std::sort(keys.begin(), keys.end());
        for (uint32_t i : article_.capitals) {
            if (!std::binary_search(keys.begin(), keys.end(), key({i, i + 1})) || name_at(i) != nullptr) continue;
            bool longer = (i > 0 && !tokens_[i].starts_sentence && name_like(i - 1)) || (i + 1 < tokens_.size() && !tokens_[i + 1].starts_sentence && name_like(i + 1));
            if (!longer) teams.push_back({{i, i + 1}, Kind::Organization, Subkind::Sport, Sureness::Likely, own_rule(Own::Team)});
        }
        std::sort(teams.begin(), teams.end(), [](const Candidate& a, const Candidate& b) { return a.tokens.begin < b.tokens.begin; });
    }

    /// Has it a table of teams?
    bool has_table(const std::vector<Candidate>& known) {
        find_names(known);
        find_table();
        return table_;
    }

    /// How many pairs of names with their scores it holds: "Leeds 3 Hull 1", "BRISBANE 22 (Hobday 2) bt ROOSTERS 12".
    size_t count_results(const std::vector<Candidate>& known) {
        find_names(known);
        return static_cast<size_t>(std::count_if(names_.begin(), names_.end(), [&](const Name& name) { return !name.unlisted && scores_beside(name); }));
    }

private:
    static constexpr uint32_t kFewestColumns = 3;  // of a table, and its fewest rows
    struct Name {
        TokenSpan tokens;
        bool nickname;  // on the list of nicknames
        bool listed;    // on a list of teams or towns of teams
        bool unlisted = false;  // on no list: only its points or its row of a table say that it plays
    };

    bool is(uint32_t token, LabelId label) const { return label != kNoLabel && lexicon_.carries(article_.hits, token, label); }
    template <size_t kCount>
    bool is_any(uint32_t token, const std::array<LabelId, kCount>& labels) const {
        return std::any_of(labels.begin(), labels.end(), [&](LabelId label) { return is(token, label); });
    }
    uint64_t key(TokenSpan name) const {
        uint64_t words = 1;
        for (uint32_t i = name.begin; i < name.end; ++i) words = mix(words, tokens_[i].word);
        return words;
    }
    void add_playing(TokenSpan name) { playing_.push_back(key(name)); }

    /// "New York kept scoring" beside "the Yankees": the town that the full name of a nickname's only team begins with.
    void add_home(const Name& name) {
        thread_local std::vector<EntryId> rows;
        std::string_view full;
        for (LabelId label : {teams_[0], teams_[1]}) {
            rows.clear();
            lexicon_.find_entries(tokens_, name.tokens, label, rows);
            for (EntryId row : rows) {
                std::string_view of = lexicon_.field(row, "of"), team = of.empty() ? lexicon_.name(row) : of;
                if (!full.empty() && full != team) return;
                full = team;
            }
        }
        if (full.find(' ') == full.npos || word_id(full.substr(0, full.find(' '))) == tokens_[name.tokens.begin].word) return;
        uint64_t words = 1;
        for (size_t begin = 0, end = full.find(' '); end != full.npos; begin = end + 1, end = full.find(' ', begin)) {
            words = mix(words, word_id(full.substr(begin, end - begin)));
            homes_.push_back(words);
        }
    }

    bool number(uint32_t i) const {
        return i < tokens_.size() && (tokens_[i].shape == Shape::Day || (tokens_[i].shape == Shape::Integer && tokens_[i].bytes.end - tokens_[i].bytes.begin <= 3));
    }
    bool dash(uint32_t i) const { return i < tokens_.size() && (tokens_[i].shape == Shape::Hyphen || tokens_[i].shape == Shape::Dash); }
    bool score(uint32_t i) const { return number(i) && dash(i + 1) && number(i + 2); }  // "3-2", "1 – 0"
    /// Is there a capital that would make a name longer?
    bool name_like(uint32_t i) const {
        Shape shape = tokens_[i].shape;
        return (shape == Shape::Capital || shape == Shape::Upper || shape == Shape::Mixed) && !is(i, function_) && !is(i, nationality_) && !is(i, weekday_) && !is(i, month_);
    }
    bool in_title(uint32_t i) const { return tokens_[i].title_case || tokens_[i].all_caps; }
    bool starts_line(uint32_t i) const { return i == 0 || tokens_[i].starts_paragraph; }
    bool ends_line(uint32_t i) const { return i + 1 >= tokens_.size() || tokens_[i + 1].starts_paragraph; }

    /// Where a team ends that begins a line of results or stands behind another's points, whether a list knows it or not:
    /// "Forfar 0 Inverness Thistle 2". `begin` when none does.
    uint32_t unlisted_end(uint32_t begin) const {
        constexpr uint32_t kMostWords = 4;
        bool first = starts_line(begin) || tokens_[begin].starts_sentence;
        bool led = first || number(begin - 1) || dash(begin - 1);
        if (!led && tokens_[begin - 1].shape != Shape::Close && tokens_[begin - 1].shape != Shape::Colon && tokens_[begin - 1].shape != Shape::Comma) return begin;
        uint32_t end = begin;
        while (end < tokens_.size() && end < begin + kMostWords && (end == begin || !tokens_[end].starts_sentence) && name_like(end) && tokens_[end].shape != Shape::Initial) ++end;
        if (end == begin || !number(end) || tokens_[end].starts_sentence) return begin;
        // "Griffey 34", "Total 263" and "Sunday 12" are no teams.
        bool word = first && end == begin + 1 && is(begin, common_);
        bool person = end > begin + 1 && is(begin, given_name_) && !is_any(begin, places_) && !is_any(begin, teams_);
        return word || person || is(begin, title_) || is(end - 1, other_head_) ? begin : end;
    }

    /// All names that may be a team's: listed places and teams, the longest at each token, and places found otherwise.
    void find_names(const std::vector<Candidate>& known) {
        names_.clear();
        // "Wilson finished with 452" beside "Russell Wilson": a player's surname is no town that plays.
        surnames_.clear();
        for (const Candidate& mention : known) {
            if (mention.kind != Kind::Person || mention.sure == Sureness::Possible || mention.tokens.end - mention.tokens.begin < 2) continue;
            if (uint32_t last = surname_of(article_, mention.tokens); is(mention.tokens.begin, given_name_) && is_any(last, places_)) surnames_.push_back(tokens_[last].word);
        }
        std::sort(surnames_.begin(), surnames_.end());
        surnames_.erase(std::unique(surnames_.begin(), surnames_.end()), surnames_.end());
        const auto& hits = article_.hits.names;
        size_t hit = 0, other = 0;
        uint32_t reach = 0;
        for (uint32_t i : article_.capitals) {
            while (hit < hits.size() && hits[hit].tokens.begin < i) ++hit;
            while (other < known.size() && known[other].tokens.begin < i) ++other;
            if (i < reach || tokens_[i].shape == Shape::Initial) continue;
            Name name{{i, i}, false, false};
            unsigned lists = lists_.of(article_.hits.sets[i]);
            if ((lists & kPlaceBits) != 0) name.tokens.end = i + 1;
            if ((lists & kTeamBits) != 0) name = {{i, i + 1}, (lists >> kNicknames & 1) != 0, true};
            for (size_t h = hit; h < hits.size() && hits[h].tokens.begin == i; ++h) {
                bool team = std::find(teams_.begin(), teams_.end(), hits[h].label) != teams_.end();
                bool place = std::find(places_.begin(), places_.end(), hits[h].label) != places_.end();
                if ((team || place) && hits[h].tokens.end > name.tokens.end) name = {hits[h].tokens, team && hits[h].label == teams_[1], team};
            }
            for (size_t k = other; k < known.size() && known[k].tokens.begin == i; ++k)
                if (known[k].kind == Kind::Place && known[k].tokens.end > name.tokens.end && known[k].subkind != Subkind::Facility && known[k].subkind != Subkind::Natural)
                    name = {known[k].tokens, false, false};
            uint32_t unlisted = unlisted_end(i);
            if (unlisted > name.tokens.end) name = {{i, unlisted}, false, false, true};
            if (name.tokens.end == i) continue;
            if (name.tokens.end == i + 1 && !name.nickname && std::binary_search(surnames_.begin(), surnames_.end(), tokens_[i].word)) continue;
            // Not a part of a longer name: "Hunter Stadium", "Mary Manly".
            uint32_t end = name.tokens.end;
            bool goes_on = end < tokens_.size() && !tokens_[end].starts_sentence && name_like(end) && !in_title(end) && words_.from[end] == Use::None;
            bool began = i > 0 && !tokens_[i].starts_sentence && name_like(i - 1) && !in_title(i) && !(tokens_[i - 1].starts_sentence && is(i - 1, common_));
            if ((goes_on && tokens_[end].shape != Shape::Initial) || (began && !(name.listed && end > i + 1))) continue;
            names_.push_back(name);
            reach = end;
        }
    }

    bool begins_name(uint32_t i) const {
        const Name* name = name_at(i);
        return name != nullptr && !name->unlisted;
    }
    bool ends_name(uint32_t i) const {
        const Name* name = name_to(i);
        return name != nullptr && !name->unlisted;
    }

    const Name* name_at(uint32_t i) const {
        auto name = std::lower_bound(names_.begin(), names_.end(), i, [](const Name& one, uint32_t begin) { return one.tokens.begin < begin; });
        return name != names_.end() && name->tokens.begin == i ? &*name : nullptr;
    }
    const Name* name_to(uint32_t i) const {  // the one that ends with token i
        auto name = std::upper_bound(names_.begin(), names_.end(), i, [](uint32_t place, const Name& one) { return place < one.tokens.begin; });
        return name != names_.begin() && (name - 1)->tokens.end == i + 1 ? &*(name - 1) : nullptr;
    }

    /// An unlisted name and its points right beside another and its, as in results: "Forfar 0 Inverness Thistle 2".
    bool result_beside(const Name& name) const {
        uint32_t end = name.tokens.end, begin = name.tokens.begin;
        if (!number(end) || number(end + 1)) return false;
        uint32_t behind = end + 1;  // "Auxerre 2 (Guivarc'h 8, 61) Bastia 0"
        constexpr uint32_t kScorers = 60;
        if (behind < tokens_.size() && tokens_[behind].shape == Shape::Open) {
            while (behind < tokens_.size() && behind < end + kScorers && tokens_[behind].shape != Shape::Close) ++behind;
            ++behind;
        }
        if (const Name* next = name_at(behind); next != nullptr && number(next->tokens.end) && !number(next->tokens.end + 1) && !starts_line(behind)) return true;
        if (begin < 2 || starts_line(begin)) return false;
        uint32_t before = begin - 1;
        if (tokens_[before].shape == Shape::Close) {
            while (before > 1 && before + kScorers > begin && tokens_[before].shape != Shape::Open) --before;
            --before;
        }
        return before > 0 && number(before) && name_to(before - 1) != nullptr;
    }

    /// How many numbers a row of a table has behind its name: "Atlanta 27 13 .675 -", "Roma 18 13 3 2 38 14 42".
    uint32_t columns(const Name& name) const {
        if (!starts_line(name.tokens.begin) && tokens_[name.tokens.begin - 1].shape != Shape::Colon) return 0;
        uint32_t count = 0;
        for (uint32_t i = name.tokens.end; i < tokens_.size() && !starts_line(i); ++i) {
            Shape shape = tokens_[i].shape;
            if (shape == Shape::Day || shape == Shape::Integer || shape == Shape::Decimal || shape == Shape::Fraction) ++count;
            else if (!dash(i)) break;
        }
        return count;
    }

    /// A table is rows of names and their numbers, most of them names that the lists know. Countries that won medals are in no
    /// league.
    void find_table() {
        static const WordId kMedals = hash_folded("medals"), kMedal = hash_folded("medal");
        size_t rows = 0, known = 0;
        for (const Name& name : names_)
            if (columns(name) >= kFewestColumns) {
                ++rows;
                known += !name.unlisted;
            }
        bool medals = rows >= kFewestColumns && std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) { return token.word == kMedals || token.word == kMedal; });
        table_ = rows >= kFewestColumns && known * 2 >= rows && !medals;
    }
    bool stands_in_table(const Name& name) const { return table_ && columns(name) >= (name.unlisted ? 5U : kFewestColumns); }

    /// A line of a programme: "Kansas City at Detroit", "New Jersey at Orlando, ppd".
    bool scheduled(const Name& name) const {
        static const WordId kAt = hash_folded("at");
        auto fixture = [&](const Name& guest, const Name& host) {
            uint32_t begin = guest.tokens.begin, end = host.tokens.end;
            bool begins = starts_line(begin) || tokens_[begin - 1].shape == Shape::Colon;
            bool ends = end == tokens_.size() || starts_line(end) || tokens_[end].shape == Shape::Comma || tokens_[end].shape == Shape::Colon || tokens_[end].shape == Shape::Open;
            return begins && ends && !guest.unlisted && !host.unlisted;
        };
        uint32_t begin = name.tokens.begin, end = name.tokens.end;
        if (end < tokens_.size() && tokens_[end].word == kAt)
            if (const Name* host = name_at(end + 1); host != nullptr) return fixture(name, *host);
        if (begin >= 2 && tokens_[begin - 1].word == kAt)
            if (const Name* guest = name_to(begin - 2); guest != nullptr) return fixture(*guest, name);
        return false;
    }

    /// A line of points by inning or quarter, with their sum: "Baltimore 000 200 001 — 3", "Lakers 33 29 24 17 — 103".
    bool line_score(const Name& name) const {
        if (!starts_line(name.tokens.begin)) return false;
        uint32_t end = name.tokens.end;
        auto part = [&](uint32_t i) { return number(i) || (i < tokens_.size() && tokens_[i].shape == Shape::Alphanumeric); };  // "30x"
        while (part(end) && !starts_line(end)) ++end;
        return end >= name.tokens.end + kFewestColumns && dash(end) && number(end + 1) && ends_line(end + 1);
    }

    /// A name and its points beside another and its: "Canberra 24 St George Illawarra 22", "Bulldogs 20 points, Manly 18".
    bool scores_beside(const Name& name) const {
        static const WordId kAt = hash_folded("at");  // "Dallas 10 at Washington 13"
        uint32_t end = name.tokens.end, begin = name.tokens.begin;
        if (!number(end)) return false;
        for (uint32_t next = end + 1; next < tokens_.size() && next <= end + 4; ++next) {
            if (begins_name(next)) {
                if (number(name_at(next)->tokens.end)) return true;
                break;
            }
            Shape shape = tokens_[next].shape;
            bool joint = shape == Shape::Comma || shape == Shape::Dash || shape == Shape::Hyphen || shape == Shape::Colon || words_.from[next] != Use::None || tokens_[next].word == kAt;
            if (!joint) break;
        }
        for (uint32_t back = 1; back <= 3 && begin >= back + 1; ++back) {
            if (number(begin - back) && ends_name(begin - back - 1)) return true;
            Shape shape = tokens_[begin - back].shape;
            if (shape != Shape::Comma && shape != Shape::Dash && words_.to[begin - back] == Use::None && tokens_[begin - back].word != kAt) break;
        }
        return false;
    }

    /// Does what stands beside it say that it plays?
    bool plays(const Name& name) const {
        uint32_t begin = name.tokens.begin, end = name.tokens.end;
        if (name.unlisted) return result_beside(name) || stands_in_table(name);
        if (stands_in_table(name) || line_score(name) || scheduled(name) || plays_in_club(name)) return true;
        if (score(end) || (begin >= 3 && score(begin - 3)) || scores_beside(name) || result_beside(name)) return true;
        // "BRISBANE 22 (C Hobday 2, ...", "Yorkshire 310 and 45-2", "England 312 all out"
        // and in Australia "Collingwood 14.9 (93)"
        if (end < tokens_.size() && tokens_[end].shape == Shape::Decimal && end + 1 < tokens_.size() && tokens_[end + 1].shape == Shape::Open) return true;
        if (end < tokens_.size() && tokens_[end].shape == Shape::Fraction && !tokens_[end].starts_sentence) return true;  // "India 310/6"
        if (number(end) && end + 1 < tokens_.size() && (tokens_[end + 1].shape == Shape::Open || words_.from[end + 1] == Use::Before || words_.from[end + 1] == Use::Verb)) return true;
        if (end < tokens_.size() && !tokens_[end].starts_sentence) {
            if (plays_by_noun(name)) return true;
            static const WordId kV = hash_folded("v"), kVs = hash_folded("vs"), kVersus = hash_folded("versus"), kWill = hash_folded("will"), kBe = hash_folded("be"),
                                kWithout = hash_folded("without"), kWho = hash_folded("who"), kOver = hash_folded("over");
            bool possessive = tokens_[end].shape == Shape::Possessive && end + 1 < tokens_.size();
            Use use = words_.from[possessive ? end + 1 : end];
            if (use == Use::Role && !(begin > 0 && preposition(begin - 1))) return true;
            if (possessive && !is(begin, places_[0]) && (scores_by_player(end + 1) || names_player(end + 1))) return true;
            static const WordId kThe = hash_folded("the");
            bool belongs = begin > 1 && tokens_[begin - 1].word == kThe && preposition(begin - 2);  // "a leak in the roof of the Metrodome"
            bool subject = !possessive && !belongs && !(begin > 0 && (preposition(begin - 1) || joined(begin - 1)));
            if (subject && (use == Use::Verb || use == Use::Before || use == Use::Lead || use == Use::Plural || use == Use::Both)) return true;
            static const WordId kHad = hash_folded("had"), kHas = hash_folded("has"), kHave = hash_folded("have");
            bool perfect = end + 1 < tokens_.size() && (tokens_[end].word == kHad || tokens_[end].word == kHas || tokens_[end].word == kHave);
            if (subject && perfect && (words_.from[end + 1] == Use::Verb || words_.from[end + 1] == Use::Both)) return true;  // "Toronto had won"
            WordId behind = tokens_[end].word;
            if ((behind == kV || behind == kVs || behind == kVersus) && end + 1 < tokens_.size() && begins_name(end + 1)) return true;
            if (subject && behind == kWill && end + 2 < tokens_.size() && tokens_[end + 1].word == kBe && tokens_[end + 2].word == kWithout) return true;
            // "Indiana over Dallas, 95-88"
            if (subject && behind == kOver && end + 1 < tokens_.size())
                if (const Name* loser = name_at(end + 1); loser != nullptr && (score(loser->tokens.end) || score(loser->tokens.end + 1))) return true;
            // "Pakistan, beaten by Sri Lanka,"
            if (subject && tokens_[end].shape == Shape::Comma && end + 1 < tokens_.size() && words_.from[end + 1] == Use::Both) return true;
            // "England, chasing 329 for victory,"
            static const std::array<WordId, 6> kPlaying = {hash_folded("chasing"), hash_folded("needing"), hash_folded("replying"), hash_folded("resuming"), hash_folded("seeking"), hash_folded("trailing")};
            if (subject && tokens_[end].shape == Shape::Comma && end + 1 < tokens_.size() && std::find(kPlaying.begin(), kPlaying.end(), tokens_[end + 1].word) != kPlaying.end()) return true;
            // "New York, which has won six straight"
            static const WordId kWhich = hash_folded("which");
            bool which = subject && tokens_[end].shape == Shape::Comma && end + 3 < tokens_.size() && tokens_[end + 1].word == kWhich;
            uint32_t verb = which && (tokens_[end + 2].word == kHad || tokens_[end + 2].word == kHas) ? end + 3 : end + 2;
            if (which && (words_.from[verb] == Use::Verb || words_.from[verb] == Use::Both || words_.from[verb] == Use::Lead || words_.from[verb] == Use::Before)) return true;
            // "Swansea, who play on Saturday"
            if (subject && tokens_[end].shape == Shape::Comma && end + 2 < tokens_.size() && tokens_[end + 1].word == kWho &&
                (words_.from[end + 2] == Use::Plural || words_.from[end + 2] == Use::Both || words_.from[end + 2] == Use::Verb || words_.from[end + 2] == Use::Lead)) return true;
        }
        // "Ben Stokes' England"
        if (begin >= 3 && tokens_[begin - 1].shape == Shape::Possessive && !tokens_[begin].starts_sentence && name_like(begin - 2) && name_like(begin - 3) && is(begin - 3, given_name_) && !ends_name(begin - 2)) return true;
        // "defeat Spain's Roberto Bautista Agut", "Belgium's 16th seed": players of their own.
        bool of_country = is(begin, places_[0]) && end + 1 < tokens_.size() && tokens_[end].shape == Shape::Possessive && !tokens_[end + 1].starts_sentence && (name_like(end + 1) || tokens_[end + 1].shape == Shape::Ordinal);
        if (begin >= 1 && !tokens_[begin].starts_sentence && !of_country) {
            uint32_t before = begin - 1;
            // "the match between Durham and Somerset"
            static const WordId kThe = hash_folded("the"), kBetween = hash_folded("between");
            if (is_guest(begin) || (tokens_[before].word == kBetween && before > 0 && (words_.to[before - 1] == Use::Context || words_.to[before - 1] == Use::Move))) return true;
            if (tokens_[before].word == kThe && before > 0) --before;
            Use use = words_.to[before];
            if (use == Use::Before || use == Use::Lifts || use == Use::Both) return true;
            static const WordId kTo = hash_folded("to"), kWith = hash_folded("with"), kOver = hash_folded("over"), kAgainst = hash_folded("against"), kFrom = hash_folded("from"),
                                kFor = hash_folded("for"), kBehind = hash_folded("behind");
            WordId word = tokens_[before].word;
            if (before >= 1 && (word == kTo || word == kWith || word == kOver || word == kAgainst || word == kBehind) && ((words_.to[before - 1] != Use::None && words_.to[before - 1] != Use::Plural) || (before >= 3 && score(before - 3)))) return true;
            // "scored for Buffalo", "Indiana over Dallas, 95-88"
            for (uint32_t back = 1; word == kFor && back <= 2 && before >= back; ++back)  // "scored twice for"
                if (words_.to[before - back] == Use::Verb) return true;
            if (before >= 1 && word == kOver && (score(name.tokens.end) || score(name.tokens.end + 1)) && name_to(before - 1) != nullptr) return true;
            // "Mario Leduc, Pittsburgh, 39 goals"
            bool tallied = tokens_[before].shape == Shape::Comma && before >= 2 && name_like(before - 1) && name_like(before - 2) && name_to(before - 1) == nullptr;
            if (tallied && !is(begin, places_[0]) && end + 1 < tokens_.size() && tokens_[end].shape == Shape::Comma && (number(end + 1) || tokens_[end + 1].shape == Shape::Decimal)) return true;
            // "have signed midfielder Owen Price from Utrecht"
            if (before >= 1 && (word == kFrom || word == kFor))
                for (uint32_t back = 1; back <= 6 && before >= back && tokens_[before - back].shape != Shape::Comma && !tokens_[before - back + 1].starts_sentence; ++back)
                    if (words_.to[before - back] == Use::Move) return true;
        }
        return false;
    }

    /// "Manly coach", "England's goalkeeper"
    bool plays_by_noun(const Name& name) const {
        uint32_t behind = name.tokens.end;
        if (behind + 1 < tokens_.size() && tokens_[behind].shape == Shape::Possessive) ++behind;
        static const WordId kTeam = hash_folded("team");
        return behind < tokens_.size() && !tokens_[behind].starts_sentence && (words_.from[behind] == Use::Player || (tokens_[behind].word == kTeam && !is(name.tokens.begin, places_[0])));  // "the US team Cloud9"
    }

    /// "Newcastle's Nick Hobday scored"; a country's runner runs for himself.
    bool scores_by_player(uint32_t i) const {
        uint32_t first = i;
        while (i < tokens_.size() && i < first + 3 && !tokens_[i].starts_sentence && name_like(i)) ++i;
        return i > first && i < tokens_.size() && !tokens_[i].starts_sentence && words_.from[i] == Use::Verb;
    }

    /// In a match report a town of teams is its team where nothing says that something happens there: "reducing Hampshire to 90
    /// for five", "Derbyshire kept up the hunt"; but "in Leeds", "Leeds residents", "Preston, Lancashire".
    bool stands_bare(const Name& name) const {
        uint32_t begin = name.tokens.begin, end = name.tokens.end;
        if (name.unlisted || !is(begin, teams_[2]) || in_title(begin) || is(begin, given_name_) || end >= tokens_.size()) return false;
        static const std::array<WordId, 14> kEvents = {hash_folded("title"), hash_folded("titles"), hash_folded("champion"), hash_folded("champions"), hash_folded("championship"), hash_folded("championships"), hash_folded("crown"), hash_folded("final"), hash_folded("semi-finals"), hash_folded("semifinals"), hash_folded("quarter-finals"), hash_folded("quarterfinals"), hash_folded("officials"), hash_folded("last")};
        if (std::find(kEvents.begin(), kEvents.end(), tokens_[end].word) != kEvents.end()) return false;  // "a ninth Wimbledon title"
        if (begin > 0 && !tokens_[begin].starts_sentence) {
            const Token& before = tokens_[begin - 1];
            if (preposition(begin - 1) || joined(begin - 1) || before.shape == Shape::Comma || before.shape == Shape::Hyphen || before.shape == Shape::Slash || before.shape == Shape::Open || name_like(begin - 1)) return false;
        }
        if (tokens_[end].starts_sentence) return true;
        Shape shape = tokens_[end].shape;
        if (shape == Shape::Lower) return !is(end, spot_part_) && !is(end, spot_noun_);
        if (shape == Shape::Comma) return end + 1 < tokens_.size() && tokens_[end + 1].shape == Shape::Lower && !is(end + 1, spot_noun_);
        return shape == Shape::Stop || shape == Shape::Colon;
    }

    /// "and Sikkim won": the last of several that play.
    bool subject_plays(const Name& name) const {
        uint32_t end = name.tokens.end;
        if (end + 1 >= tokens_.size() || tokens_[end].starts_sentence) return false;
        static const std::array<WordId, 3> kBetween = {hash_folded("also"), hash_folded("all"), hash_folded("both")};
        if (std::find(kBetween.begin(), kBetween.end(), tokens_[end].word) != kBetween.end()) ++end;
        Use use = words_.from[end];
        return use == Use::Verb || use == Use::Before || use == Use::Lead;
    }

    /// "Denver's John Elway"
    bool names_player(uint32_t i) const {
        return i + 1 < tokens_.size() && is(i, given_name_) && name_like(i) && name_like(i + 1) && !tokens_[i].starts_sentence && !tokens_[i + 1].starts_sentence && !is(i + 1, org_head_) && !is(i + 1, place_head_);
    }

    bool preposition(uint32_t i) const {
        static const std::array<WordId, 4> kOthers = {hash_folded("of"), hash_folded("to"), hash_folded("for"), hash_folded("with")};
        return is(i, where_) || std::find(kOthers.begin(), kOthers.end(), tokens_[i].word) != kOthers.end();
    }
    /// "London and Paris are": many, though each is one.
    bool joined(uint32_t i) const {
        static const WordId kAnd = hash_folded("and");
        return tokens_[i].word == kAnd && i > 0 && ends_name(i - 1) && !tokens_[i].starts_sentence;
    }

    /// A dateline: "NEW YORK 2003-05-14", "LEEDS, May 3 - Hull", "PERTH - Tasmania won", but not "PERTH - 22".
    bool leads_report(const Name& name) const {
        uint32_t begin = name.tokens.begin, end = name.tokens.end;
        if (!starts_line(begin) || end + 1 >= tokens_.size() || tokens_[end].starts_paragraph) return false;
        bool capitals = true;
        for (uint32_t i = begin; i < end; ++i) capitals &= tokens_[i].shape == Shape::Upper;
        if (!capitals) return false;
        Shape shape = tokens_[end].shape;
        if (shape == Shape::Dash && name_like(end + 1) && score(end + 2)) return false;  // "SACRAMENTO — Simmons 5-12 2-2 12"
        return shape == Shape::IsoDate || (shape == Shape::Comma && !number(end + 1)) || (shape == Shape::Dash && !number(end + 1)) || shape == Shape::Open || (shape == Shape::Colon && tokens_[end + 1].shape != Shape::Upper);
    }

    /// "against visiting Carolina", but "is visiting Carolina"
    bool is_guest(uint32_t begin) const {
        static const WordId kVisiting = hash_folded("visiting"), kPast = hash_folded("past"), kBy = hash_folded("by");
        if (begin < 2 || tokens_[begin - 1].word != kVisiting || tokens_[begin - 1].starts_sentence) return false;
        Use use = words_.to[begin - 2];
        return use == Use::Before || use == Use::Lifts || use == Use::Both || tokens_[begin - 2].word == kPast || tokens_[begin - 2].word == kBy;
    }

    /// The head of a report in a round-up: "Detroit" on a line of its own.
    bool stands_alone(const Name& name) const {
        return starts_line(name.tokens.begin) && ends_line(name.tokens.end - 1) && !name.nickname && is_any(name.tokens.begin, places_);
    }

    /// Is it the place where they play? "in Sweden", "Houston, Texas"; but "signed from Utrecht", "at home to Reading".
    bool where_stands(const Name& name) const {
        uint32_t begin = name.tokens.begin;
        if (leads_report(name) || stands_alone(name)) return true;
        if (begin == 0 || tokens_[begin].starts_sentence) return false;
        if (player_of(name)) return true;
        // "BUFFALO, New York - Three goals"
        if (tokens_[begin - 1].shape == Shape::Comma && begin >= 2)
            if (const Name* city = name_to(begin - 2); city != nullptr && leads_report(*city)) return true;
        // "Younes El Aynaoui (Morocco)": where a player comes from.
        bool bracketed = tokens_[begin - 1].shape == Shape::Open && name.tokens.end < tokens_.size() && tokens_[name.tokens.end].shape == Shape::Close;
        if (bracketed && begin >= 3 && name_like(begin - 2) && name_like(begin - 3) && !name.listed && (is(begin, places_[0]) || is(begin, places_[5]))) return true;
        bool nickname = name.nickname || is_team_alone(name);
        if (is(begin - 1, where_) && !scores_beside(name) && !scheduled(name)) {
            static const WordId kFrom = hash_folded("from");
            if (is_guest(begin)) return false;
            return !nickname && !plays_by_noun(name) && !(tokens_[begin - 1].word == kFrom && plays(name));
        }
        if (begin > 1 && tokens_[begin - 1].shape == Shape::Comma && !name.listed && ends_name(begin - 2) && !number(name.tokens.end)) {
            // "Houston, Texas": a state or country behind its city.
            std::array<LabelId, 3> cities = {places_[1], places_[2], places_[3]};
            return is_any(begin - 2, cities) && (is(begin, places_[0]) || is(begin, places_[4])) && !subject_plays(name);  // but "In Houston, Utah beat Dallas"
        }
        return false;
    }
    /// "Jean Rouvier of France": players of their own come from a country; those of "Faustino Castro of Newcastle" play for a club.
    bool player_of(const Name& name) const { return !plays_in_club(name) && named_before_of(name.tokens.begin); }
    bool plays_in_club(const Name& name) const { return name.listed && !is(name.tokens.begin, places_[0]) && !is(name.tokens.begin, places_[5]) && named_before_of(name.tokens.begin); }
    bool named_before_of(uint32_t begin) const {
        static const WordId kOf = hash_folded("of");
        return begin >= 3 && tokens_[begin - 1].word == kOf && name_like(begin - 2) && name_like(begin - 3) && !tokens_[begin - 1].starts_sentence && !tokens_[begin - 2].starts_sentence;
    }
    bool is_team_alone(const Name& name) const { return name.listed && !is_any(name.tokens.begin, places_) && !is(name.tokens.begin, teams_[2]); }

    /// "the Knights", "Storm forward Jordan Reed"; but a word that begins a sentence may be only that.
    bool nickname_stands(const Name& name) const {
        uint32_t begin = name.tokens.begin;
        if (is(begin, given_name_)) return false;
        return in_title(begin) ? !is(begin, org_head_) && !is(begin, place_head_) : !tokens_[begin].starts_sentence;
    }

    const Article& article_;
    const Lexicon& lexicon_;
    const std::vector<Token>& tokens_;
    const TeamLists& lists_;
    const SportWords& words_;
    std::array<LabelId, kFirstTeam - kFirstPlace> places_;
    std::array<LabelId, kLists.size() - kFirstTeam> teams_;
    LabelId where_, function_, nationality_, weekday_, month_, given_name_, common_, org_head_, place_head_, title_, other_head_, spot_part_, spot_noun_;
    std::vector<Name> names_;
    std::vector<WordId> surnames_;  // of people with a first name, that are places, too
    std::vector<uint64_t> playing_;
    std::vector<uint64_t> homes_;  // what may be the towns of the nicknames
    bool table_ = false;        // the article has a table of teams
    std::vector<bool> beside_;  // by token: a name that begins there is joined to one that plays
};

}  // namespace

void find_teams(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    thread_local TeamLists lists(kLists);
    lists.prepare(article.lexicon);
    if (lists.label(0) == kNoLabel || lists.label(1) == kNoLabel) return;
    thread_local SportWords words;
    words.read(article, lists);
    // A match report has three different words that say so, or two and a word for players or a club, and one in fifty
    // tokens is of sport; with more of these one such word, players and a club will do. A list of results has few words and
    // many scores.
    size_t clubs = static_cast<size_t>(std::count_if(known.begin(), known.end(), [](const Candidate& name) { return name.kind == Kind::Organization && name.subkind == Subkind::Sport; }));
    size_t signs = words.context + (words.player ? 1 : 0) + std::min<size_t>(clubs, 2);
    bool report = words.context >= 2 && signs >= 3 && (words.all + clubs) * 50 >= article.tokens.size();
    report |= words.context == 1 && words.player && clubs > 0 && words.all * 35 >= article.tokens.size();
    bool numbered = !report && count_numbered(article) >= 4;
    if (!report && !numbered) return;
    words.place(article.tokens.size());
    Teams teams(article, lists, words);
    if (numbered) {
        size_t results = teams.count_results(known);
        report = results >= 4 || (results >= 2 && (words.context >= 1 || clubs > 0)) || (words.context >= 1 && teams.has_table(known));
    }
    if (report) teams.find(known, found);
}

}  // namespace nutgraf
