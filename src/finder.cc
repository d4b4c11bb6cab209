#include "finder.h"

#include <algorithm>
#include <array>
#include <bit>

namespace nutgraf {

const OwnRule& own_rule(RuleId id) {
    static constexpr std::array<OwnRule, static_cast<size_t>(Own::kCount)> kRules = {{
        {"same-name", "the article has named it before"},
        {"surname", "the last part of a full name that the article gives"},
        {"short-name", "a part of a name that the article gives in full"},
        {"acronym", "the initials of a name that the article gives in full"},
        {"acronym-definition", "stands in brackets behind the name it shortens"},
        {"team", "a country or city that plays in this match report"},
        {"heading", "a town alone on its line"},
        {"speaker", "the initials of a person that the article names, before what is said"},
        {"line-up", "stands in a list of those who play, behind a colon"},
        {"namesake", "the surname of a full name that the article gives, beside what people do; it is nowhere a place there"},
        {"evidence", "the words and what stands around them look like one"},
    }};
    return kRules[id - kFirstOwnRule];
}

std::string_view rule_name(const Rules& rules, RuleId id) {
    if (id == kNoRule) return "";
    return id >= kFirstOwnRule ? own_rule(id).name : std::string_view(rules.rules()[id].name);
}

std::string_view rule_about(const Rules& rules, RuleId id) {
    if (id == kNoRule) return "";
    return id >= kFirstOwnRule ? own_rule(id).about : std::string_view(rules.rules()[id].about);
}

void find_capitals(const std::vector<Token>& tokens, std::vector<uint32_t>& capitals) {
    // Room for all tokens, of which little is touched.
    thread_local std::vector<uint32_t> room;
    if (room.size() < tokens.size()) room.resize(tokens.size());
    size_t count = 0;
    for (uint32_t i = 0; i < tokens.size(); ++i) {
        room[count] = i;
        count += is_capitalised(tokens[i]);
    }
    capitals.assign(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count));
}

void find_by_rules(const Article& article, Kind kind, std::vector<Candidate>& found) {
    thread_local std::vector<RuleMatch> matches;
    article.rules.find_matches(kind, article.workspace, matches);
    for (const RuleMatch& match : matches) {
        const Rule& rule = article.rules.rules()[match.rule];
        found.push_back({match.tokens, kind, rule.subkind, rule.sure, match.rule});
    }
}

void find_other_names(const Article& article, OtherNames& others) {
    others.names.clear();
    others.lone_words.clear();
    others.closed.clear();
    others.sealed.clear();
    const auto& tokens = article.tokens;
    const Lexicon& lexicon = article.lexicon;
    enum List : unsigned { kName, kHead, kHeadBefore, kFunction, kNotName, kTitle, kGivenName, kSurname, kCity, kCountry, kNationality, kWeekday, kMonth, kRole, kCommon, kCompany, kSuffix, kOrgHead, kLists };
    static constexpr std::array<std::string_view, kLists> kListNames = {"other-name", "other-head", "other-head-before", "function", "not-name", "title", "given-name", "surname", "city",
        "country", "nationality", "weekday", "month", "role", "common", "company", "company-suffix", "org-head"};
    thread_local ListBits<kLists> lists(kListNames);
    lists.prepare(lexicon);
    for (size_t needed = 0; needed <= kCompany; ++needed)
        if (lists.label(needed) == kNoLabel) return;
    auto any_of = [](auto... of) { return ((1U << of) | ...); };
    auto is_on = [&](uint32_t token, auto... of) { return (lists.of(article.hits, token) & any_of(of...)) != 0; };
    const LabelId name = lists.label(kName), head_before = lists.label(kHeadBefore), title = lists.label(kTitle);
    constexpr uint32_t kLongest = 12;
    // "U.S. Treasury Secretary": of a country's secretary and not of the Treasury.
    static const WordId kSecretary = word_id("secretary");
    auto is_secretary = [&](const LexiconHit& hit) {
        return hit.label == title && tokens[hit.tokens.end - 1].word == kSecretary && hit.tokens.begin > 0 &&
               is_on(hit.tokens.begin - 1, kCountry, kNationality);
    };
    // Of a car its maker alone is named: "a 1992 Ford Crown Victoria", "a white Toyota Corolla".
    auto is_model = [&](TokenSpan words) { return lexicon.field(lexicon.find_entry(tokens, words, name), "type") == "model"; };
    auto belongs = [&](uint32_t token) {
        Shape shape = tokens[token].shape;
        return (is_capitalised(tokens[token]) && !is_on(token, kFunction, kNotName)) || shape == Shape::Hyphen || shape == Shape::Alphanumeric;
    };
    auto name_end = [&](uint32_t begin, uint32_t first) {
        uint32_t end = begin;
        while (end < tokens.size() && end < first + kLongest && !tokens[end].starts_sentence && belongs(end)) ++end;
        return end;
    };
    static const WordId kThe = word_id("the"), kOf = word_id("of"), kOn = word_id("on"), kFor = word_id("for"), kAnd = word_id("and");
    static const WordId kBill = word_id("bill"), kTreaty = word_id("treaty"), kParliament = word_id("parliament");
    // "The cruiser Emden", "the ferries Baldur and Estonia", "Space Shuttle Atlantis", behind the noun.
    auto close_ships = [&](uint32_t first) {
        if (is_on(first, kTitle, kNationality, kWeekday, kMonth, kRole)) return;
        bool several = article.text(first - 1).back() == 's';
        for (uint32_t begin = first, end = name_end(first, first); end != begin; end = name_end(begin, begin)) {
            others.closed.push_back({begin, end});
            if (end == begin + 1) others.lone_words.push_back(tokens[begin].word);
            bool joined = end + 1 < tokens.size() && !tokens[end].starts_sentence && (tokens[end].shape == Shape::Comma || tokens[end].word == kAnd);
            if (!several || !joined) return;
            begin = end + 1;
        }
    };
    // "The Battle of the Somme" and "the Second Battle of Ypres", but "the Battle of Britain Museum" is one, and Kathleen Battle a
    // singer; of laws all that they are about: "the Convention on the Rights of the Child".
    auto close_event = [&](uint32_t i, bool law) {
        static const WordSet kBodies = {"museum", "memorial", "society", "flight", "park", "road", "street", "trust"};
        static const WordSet kMayStandBefore = {"the", "first", "second", "third"};
        if (i > 0 && !tokens[i].starts_sentence && is_capitalised(tokens[i - 1]) && !kMayStandBefore.contains(tokens[i - 1].word)) return;
        // "Agreement on NHS pay is near", "Battle on Capitol Hill": a word with its sentence's capital.
        bool start = tokens[i].starts_sentence;
        if (start && law) return;
        uint32_t end = i + 1;
        while (end + 1 < tokens.size() && !tokens[end].starts_sentence && !tokens[end + 1].starts_sentence) {
            bool first = end == i + 1;
            WordId joint = tokens[end].word;
            if ((joint != kOn || (start && first)) && joint != (first && law ? kFor : kOf) && (first || (joint != kFor && joint != kAnd))) break;
            uint32_t begin = tokens[end + 1].word == kThe ? end + 2 : end + 1, next = name_end(begin, i);
            if (next == begin || is_on(begin, kWeekday)) break;
            end = next;
            if (!law && tokens[i].word != kTreaty) break;
        }
        if (end > i + 1 && !kBodies.contains(tokens[end - 1].word)) others.closed.push_back({i, end});
    };
    // "The Bill was read", but "the Bill Clinton years" and "the Bill & Melinda Gates Foundation".
    auto close_bill = [&](uint32_t i) {
        static const WordSet kBefore = {"the", "this", "draft", "that"};
        bool joined = i + 1 < tokens.size() && (tokens[i + 1].shape == Shape::Ampersand || tokens[i + 1].word == kAnd);
        if (i > 0 && !tokens[i].starts_sentence && kBefore.contains(tokens[i - 1].word) && !joined && name_end(i, i) == i + 1)
            others.closed.push_back({i, i + 1});
    };
    // What a minister is of: "Minister of Northern Development", "Secretary of State for Trade and Industry"; but a country,
    // "Secretary of State for Scotland", is a place, and "the Secretary of Northern Trust" its officer.
    static const WordId kMinister = word_id("minister"), kState = word_id("state");
    auto close_field = [&](uint32_t i) {
        uint32_t of = i + 1;
        bool secretary = tokens[i].word == kSecretary;
        if (of + 2 < tokens.size() && tokens[of].word == kOf && tokens[of + 1].word == kState) of += 2;
        else if (secretary && (of >= tokens.size() || tokens[of].word != kFor)) return;
        if (of + 1 >= tokens.size() || tokens[of].starts_sentence || (tokens[of].word != kOf && tokens[of].word != kFor)) return;
        // Its words are everyday ones: whoever stands right behind them is the minister.
        auto words_end = [&](uint32_t word) {
            uint32_t limit = name_end(word, word);
            while (word < limit && is_on(word, kCommon) && !is_on(word, kCountry, kGivenName)) ++word;
            return word;
        };
        uint32_t begin = tokens[of + 1].word == kThe ? of + 2 : of + 1, end = words_end(begin);
        if (end == begin) return;
        bool joined = end + 1 < tokens.size() && (tokens[end].word == kAnd || tokens[end].shape == Shape::Ampersand);
        if (uint32_t next = joined ? words_end(end + 1) : end; next > end + 1) end = next;
        others.closed.push_back({begin, end});
    };
    auto in_title = [&](uint32_t token) { return tokens[token].title_case || tokens[token].all_caps; };
    for (const LexiconHit& hit : article.hits.names) {
        if (hit.label == name) {
            others.names.push_back({hit.tokens, true, 0});
            std::string_view type = lexicon.field(hit.entry, "type");
            if (type == "event" || type == "law" || type == "work" || type == "war") others.sealed.push_back(hit.tokens);
            if (type == "model" && hit.tokens.end - hit.tokens.begin > 1) others.closed.push_back(hit.tokens);
        }
        bool ship = hit.label == head_before && lexicon.field(hit.entry, "type") == "vessel" && hit.tokens.end < tokens.size();
        if (ship) close_ships(hit.tokens.end);  // "the cruise ship Genoa"
        bool member = hit.label == title && tokens[hit.tokens.end - 1].word == kParliament;  // "Member of Parliament"
        if (member || is_secretary(hit)) others.closed.push_back(hit.tokens);
    }
    for (uint32_t i : article.capitals) {
        // Most of what stands before a name is shorter than "yacht".
        const Token& before = tokens[i - (i > 0)];
        if (before.shape == Shape::Lower && before.bytes.end - before.bytes.begin >= 5 && is_on(i - 1, kHeadBefore)) close_ships(i);
        if (tokens[i].word == kBill) close_bill(i);
        if (tokens[i].word == kMinister || tokens[i].word == kSecretary) close_field(i);
        const unsigned on = lists.of(article.hits, i);
        if ((on & any_of(kName, kHead, kHeadBefore)) == 0) continue;  // most
        if ((on & any_of(kHeadBefore)) != 0) {
            uint32_t end = name_end(i + 1, i);
            std::string_view type = lexicon.field(lexicon.find_entry(tokens, {i, i + 1}, head_before), "type");
            bool event = type == "event" || type == "law";
            if (event && !in_title(i)) close_event(i, type == "law");
            if (end != i + 1 && type != "ship" && type != "vessel" && !event) others.names.push_back({{i, end}, false, 0});
            auto listed = [&](const LexiconHit& hit) { return hit.tokens == TokenSpan{i, end}; };  // MV Agusta, Hurricane Mills
            if (end == i + 2 && type == "storm") {
                others.lone_words.push_back(tokens[i + 1].word);
                bool alone = i == 0 || tokens[i].starts_sentence || !is_capitalised(tokens[i - 1]);  // "National Storm Center" is a body
                if (alone && !is_on(i + 1, kOrgHead) && std::none_of(article.hits.names.begin(), article.hits.names.end(), listed)) others.closed.push_back({i, end});
            }
            if (type == "ship") {  // up to a title: "Aboard the USS Abraham Lincoln President Holm spoke"
                uint32_t ship_end = i + 1;
                while (ship_end < end && !is_on(ship_end, kTitle)) ++ship_end;
                bool firm = is_on(end - 1, kSuffix, kOrgHead) || std::any_of(article.hits.names.begin(), article.hits.names.end(), listed);
                if (ship_end > i + 1 && !firm) others.closed.push_back({i, ship_end});
                if (ship_end == i + 2 && !firm) others.lone_words.push_back(tokens[i + 1].word);
            }
        }
        if (i > 0 && (on & any_of(kName)) != 0 && is_on(i - 1, kCompany) && is_model({i, i + 1})) others.closed.push_back({i, i + 1});
        if (in_title(i) || (on & any_of(kHead)) == 0) continue;
        uint32_t begin = i;
        while (begin > 0 && i - begin < kLongest && !tokens[begin].starts_sentence && belongs(begin - 1)) --begin;
        // "Nathan Law" is no law.
        bool person = begin + 1 == i && is_on(begin, kGivenName) && !is_on(begin, kCity) && is_on(i, kSurname);
        if (begin != i && !person) others.names.push_back({{begin, i + 1}, false, 0});
    }
    std::sort(others.lone_words.begin(), others.lone_words.end());
    std::sort(others.closed.begin(), others.closed.end(), [](TokenSpan a, TokenSpan b) { return a.begin < b.begin; });
    std::sort(others.names.begin(), others.names.end(), [](const OtherName& a, const OtherName& b) { return a.tokens.begin < b.tokens.begin; });
    uint32_t reach = 0;
    for (OtherName& other : others.names) other.reach = reach = std::max(reach, other.tokens.end);
}

void drop_parts_of_other_names(const Article& article, const OtherNames& others, std::vector<Candidate>& found, size_t first) {
    const auto& tokens = article.tokens;
    const auto& names = others.names;
    if (names.empty()) return;
    auto is_part = [&](const Candidate& candidate) {
        if (candidate.kind > Kind::Group) return false;
        // "Ms. Sandy", and "Florence, Italy", stay what they are beside Hurricane Sandy and Hurricane Florence.
        if (candidate.sure != Sureness::Sure && candidate.tokens.end == candidate.tokens.begin + 1 && others.has_lone_word(tokens[candidate.tokens.begin].word)) return true;
        auto from = std::upper_bound(names.begin(), names.end(), candidate.tokens.begin, [](uint32_t begin, const OtherName& other) { return begin < other.tokens.begin; });
        while (from != names.begin() && (from - 1)->reach >= candidate.tokens.end) {
            --from;
            if (candidate.tokens.end > from->tokens.end || (candidate.kind == Kind::Group && !from->listed)) continue;
            if (!(from->tokens == candidate.tokens) || candidate.kind == Kind::Person) return true;
        }
        return false;
    };
    found.erase(std::remove_if(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(), is_part), found.end());
}

uint32_t surname_of(const Article& article, TokenSpan name) {
    LabelId suffix = article.lexicon.find_label("name-suffix");
    uint32_t last = name.end - 1;
    while (last > name.begin && (article.tokens[last].shape == Shape::Comma || (suffix != kNoLabel && article.lexicon.carries(article.hits, last, suffix)))) --last;
    return last;
}

uint32_t defined_acronym(const Article& article, TokenSpan name) {
    const auto& tokens = article.tokens;
    uint32_t open = name.end;
    bool in_brackets = open + 2 < tokens.size() && tokens[open].shape == Shape::Open && tokens[open + 2].shape == Shape::Close &&
                       (tokens[open + 1].shape == Shape::Upper || tokens[open + 1].shape == Shape::Capital);
    return in_brackets ? open + 1 : name.end;
}

void for_each_acronym(const Article& article, TokenSpan name, const std::function<void(WordId)>& add) {
    constexpr size_t kMost = 12;
    std::array<char, kMost> capitals, all;
    size_t capital_count = 0, count = 0;
    for (uint32_t i = name.begin; i < name.end; ++i) {
        Shape shape = article.tokens[i].shape;
        if (shape != Shape::Capital && shape != Shape::Lower) continue;
        auto first = static_cast<unsigned char>(article.text(i)[0]);
        char initial = first < 0x80 ? static_cast<char>(first | 0x20) : fold(article.text(i))[0];
        if (shape == Shape::Capital && capital_count < kMost) capitals[capital_count++] = initial;
        if (count < kMost) all[count++] = initial;
    }
    if (capital_count >= 2) add(hash_folded({capitals.data(), capital_count}));
    if (count >= 3 && count != capital_count) add(hash_folded({all.data(), count}));
    if (uint32_t acronym = defined_acronym(article, name); acronym != name.end) add(article.tokens[acronym].word);
}

EntryId find_nationality(const Article& article, TokenSpan name) {
    const LabelId label = article.lexicon.find_label("nationality");
    if (label == kNoLabel) return kNoEntry;
    auto ask = [&] { return article.lexicon.find_entry(article.tokens, name, label); };
    thread_local WordMemory<EntryId> memory;
    return name.end - name.begin == 1 ? memory.of(article.hits, name.begin, ask) : ask();
}

void WordTable::clear() {
    rows_.clear();
    filter_.fill(0);
}

void WordTable::add(WordId word, uint32_t meaning) {
    rows_.push_back({word, meaning});
    filter_[word / 64 % filter_.size()] |= uint64_t{1} << (word % 64);
}

void WordTable::seal() {
    std::sort(rows_.begin(), rows_.end());
    rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
}

std::span<const WordTable::Row> WordTable::find_rows(WordId word) const {
    auto begin = std::lower_bound(rows_.begin(), rows_.end(), Row{word, 0});
    auto end = begin;
    // Mostly one; a text that repeats a word without end has many.
    while (end != rows_.end() && end->word == word && end - begin < 8) ++end;
    if (end != rows_.end() && end->word == word) end = std::upper_bound(end, rows_.end(), Row{word, 0xFFFFFFFF});
    return {begin, end};
}

void NumberTable::make_slots(size_t keys) {
    size_t size = 64;
    while (size < 2 * keys) size *= 2;
    if (size > slots_.size()) slots_.resize(size);
    std::fill_n(slots_.begin(), size, 0);
    mask_ = size - 1;
}

void NumberTable::clear(size_t expected) {
    rows_.clear();
    make_slots(expected);
}

void NumberTable::grow() {
    make_slots(2 * (rows_.size() + 1));
    for (uint32_t row = 0; row < rows_.size(); ++row) slots_[find_slot(rows_[row].key())] = row + 1;
}

void find_same_names(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    // What the words of a name ask of those that repeat it: a capital, or all capitals ("US" is not "Us").
    auto asks = [&](const Token& token) {
        bool short_acronym = token.shape == Shape::Upper && token.bytes.end - token.bytes.begin <= 3;
        return short_acronym ? Casing::Upper : casing(token) == Casing::Lower ? Casing::Lower : Casing::Capital;
    };
    // Each way to write a name once, chained by its words, and the lengths of names by their first words: a text that repeats a
    // name a thousand times costs no more than a thousand texts.
    constexpr uint32_t kNone = 0xFFFFFFFF;
    struct Way {
        uint32_t name;      // in `known`: the first that is written so
        uint32_t previous;  // of the same words
    };
    // What is known of keys, in one table: of how a name is written and of its words the way, of a first word the lengths: bit i
    // for i + 1 words; nobody repeats a longer name.
    thread_local NumberTable numbers;
    constexpr uint64_t kOfWords = 0x9E3779B97F4A7C15, kOfFirstWord = 2 * kOfWords;
    thread_local std::vector<Way> ways;
    constexpr uint32_t kLongest = 32;
    numbers.clear(2 * known.size());
    ways.clear();
    for (uint32_t k = 0; k < known.size(); ++k) {
        TokenSpan name = known[k].tokens;
        uint32_t length = name.end - name.begin;
        if (known[k].sure == Sureness::Possible || length > kLongest || !is_capitalised(tokens[name.begin])) continue;
        uint64_t words = 0, way = static_cast<uint64_t>(known[k].kind);
        for (uint32_t i = name.begin; i < name.end; ++i) {
            words = mix(words, tokens[i].word);
            way = mix(mix(way, tokens[i].word), static_cast<uint64_t>(asks(tokens[i])));
        }
        auto number = static_cast<uint32_t>(ways.size());
        if (numbers.emplace(way, number) != number) continue;
        uint32_t& last = numbers.emplace(words ^ kOfWords, kNone);
        ways.push_back({k, last});
        last = number;
        numbers.emplace(tokens[name.begin].word ^ kOfFirstWord, 0) |= 1U << (length - 1);
    }
    if (ways.empty()) return;
    std::array<uint32_t, kKindCount> next{};  // behind the last name found
    for (uint32_t i : article.capitals) {
        std::array<const Candidate*, kKindCount> longest{};
        uint64_t words = 0;
        uint32_t end = i;
        for (uint32_t rest = numbers.find(tokens[i].word ^ kOfFirstWord, 0); rest != 0; rest &= rest - 1) {  // ascending
            auto length = static_cast<uint32_t>(std::countr_zero(rest)) + 1;
            if (length > tokens.size() - i) break;
            while (end < i + length) words = mix(words, tokens[end++].word);
            for (uint32_t way = numbers.find(words ^ kOfWords, kNone); way != kNone; way = ways[way].previous) {
                const Candidate& one = known[ways[way].name];
                TokenSpan name = one.tokens;
                bool same = name.end - name.begin == length;
                for (uint32_t n = 0; n < length && same; ++n) {
                    const Token& there = tokens[name.begin + n];
                    const Token& here = tokens[i + n];
                    same = there.word == here.word && (asks(there) == Casing::Lower || is_capitalised(here)) && !(asks(there) == Casing::Upper && here.shape == Shape::Capital);
                }
                if (same) longest[static_cast<size_t>(one.kind)] = &one;
            }
        }
        if (end == i) continue;  // most
        for (size_t kind = 0; kind < longest.size(); ++kind) {
            if (longest[kind] == nullptr || i < next[kind]) continue;
            uint32_t length = longest[kind]->tokens.end - longest[kind]->tokens.begin;
            found.push_back({{i, i + length}, longest[kind]->kind, longest[kind]->subkind, Sureness::Likely, own_rule(Own::SameName)});
            next[kind] = i + length;
        }
    }
}

bool tells_of_match(const Article& article, uint32_t at) {
    static const WordSet kWords = {"touchdown",  "touchdowns", "yard",         "yards",   "yarder",   "quarterback", "rebounds",  "halftime", "half-time", "trailed",   "trailing",   "scored",      "scorer",
        "scoring",    "kickoff",    "goal",         "goals",   "basket",   "baskets",     "dunk",      "jumper",   "overtime",  "tries",     "possession", "goalkeeper",  "interception",
        "fumble",     "penalty",    "midfielder",   "striker", "winger",   "header",      "layup",     "pointer",  "coach",     "playoff",   "playoffs",   "equaliser",   "interceptions",
        "equalised",  "substitute", "referee",      "assists", "receiver", "punt",        "fullback",  "teammate", "teammates", "linebacker"};
    constexpr uint32_t kReach = 60;  // tokens on either side
    int found = 0;
    for (uint32_t i = at > kReach ? at - kReach : 0; i < std::min<size_t>(at + kReach, article.tokens.size()) && found < 2; ++i)
        found += kWords.contains(article.tokens[i].word);
    return found >= 2;
}

}  // namespace nutgraf
