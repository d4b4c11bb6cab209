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

uint32_t surname_of(const Article& article, TokenSpan name) {
    thread_local ListBits<1> suffixes({"name-suffix"});
    suffixes.prepare(article.lexicon);
    uint32_t last = name.end - 1;
    while (last > name.begin && (article.tokens[last].shape == Shape::Comma || suffixes.of(article.hits, last) != 0)) --last;
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
    thread_local ListBits<1> nationalities({"nationality"});
    nationalities.prepare(article.lexicon);
    const LabelId label = nationalities.label(0);
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
    // "8:02 in the first quarter", "with 5:07 left in the third quarter"
    static const WordId kThe = word_id("the"), kIn = word_id("in"), kLeft = word_id("left");
    const auto& tokens = article.tokens;
    if (at > 3 && tokens[at - 1].word == kThe && tokens[at - 2].word == kIn && !tokens[at].starts_sentence && (tokens[at - 3].shape == Shape::Clock || (tokens[at - 3].word == kLeft && tokens[at - 4].shape == Shape::Clock))) return true;
    constexpr uint32_t kReach = 60;  // tokens on either side
    int found = 0;
    for (uint32_t i = at > kReach ? at - kReach : 0; i < std::min<size_t>(at + kReach, article.tokens.size()) && found < 2; ++i)
        found += kWords.contains(article.tokens[i].word);
    return found >= 2;
}

bool is_index_level(const Article& article, uint32_t at) {
    static const WordSet kMarks = {"mark", "barrier", "points", "threshold"}, kBelow = {"below", "above", "under", "over", "past", "through", "beneath"}, kOfYear = {"level", "levels", "figure", "figures", "total", "peak", "base", "baseline", "prices", "average"};
    static const WordSet kMoves = {"closed", "fell", "rose", "dropped", "dipped", "slipped", "climbed", "traded", "finished", "ended", "slid", "plunged", "broke", "jumped", "sank", "stayed", "opened", "settled", "close", "fall", "drop", "closing", "falling", "trading", "back", "index", "tumbled"};
    const auto& tokens = article.tokens;
    if (at == 0 || tokens[at].starts_sentence) return false;
    bool goes_on = at + 1 < tokens.size() && !tokens[at + 1].starts_sentence;
    static const WordId kThe = word_id("the");
    bool the = tokens[at - 1].word == kThe && at > 1;
    // "Below the 1983 mark" is a level, "broke the 1983 mark" may be a record of that year.
    if (goes_on && kMarks.contains(tokens[at + 1].word)) return kBelow.contains(tokens[the ? at - 2 : at - 1].word) || article.text(at).ends_with("00");
    if (!kBelow.contains(tokens[at - 1].word) || (goes_on && (kOfYear.contains(tokens[at + 1].word) || tokens[at + 1].shape == Shape::Possessive))) return false;
    constexpr uint32_t kVerb = 3;  // tokens
    for (uint32_t i = at - 1, steps = 0; i > 0 && steps < kVerb && !tokens[i].starts_sentence; ++steps)
        if (kMoves.contains(tokens[--i].word)) return true;
    return false;
}

}  // namespace nutgraf
