#include "finder.h"

#include <algorithm>
#include <array>

namespace nutgraf {

const OwnRule& own_rule(RuleId id) {
    static constexpr std::array<OwnRule, static_cast<size_t>(Own::kCount)> kRules = {{
        {"same-name", "the article has named it before"},
        {"surname", "the last part of a full name that the article gives"},
        {"short-name", "a part of a name that the article gives in full"},
        {"acronym", "the initials of a name that the article gives in full"},
        {"acronym-definition", "stands in brackets behind the name it shortens"},
        {"list-member", "stands in a list with names of this kind"},
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

void find_by_rules(const Article& article, Kind kind, std::vector<Candidate>& found) {
    thread_local std::vector<RuleMatch> matches;
    article.rules.find_matches(kind, article.workspace, matches);
    for (const RuleMatch& match : matches) {
        const Rule& rule = article.rules.rules()[match.rule];
        found.push_back({match.tokens, kind, rule.subkind, rule.sure, match.rule});
    }
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

void WordTable::clear() {
    rows_.clear();
    filter_.fill(0);
}

void WordTable::add(WordId word, uint32_t meaning) {
    rows_.push_back({word, meaning});
    filter_[word / 64 % filter_.size()] |= uint64_t{1} << (word % 64);
}

void WordTable::seal() { std::sort(rows_.begin(), rows_.end()); }

std::span<const WordTable::Row> WordTable::find(WordId word) const {
    if ((filter_[word / 64 % filter_.size()] >> (word % 64) & 1) == 0) return {};
    auto begin = std::lower_bound(rows_.begin(), rows_.end(), Row{word, 0});
    auto end = begin;
    while (end != rows_.end() && end->word == word) ++end;
    return {begin, end};
}

void find_same_names(const Article& article, Kind kind, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    thread_local WordTable table;
    table.clear();
    for (uint32_t k = 0; k < known.size(); ++k)
        if (known[k].kind == kind && known[k].sure != Sureness::Possible && is_capitalised(article.tokens[known[k].tokens.begin]))
            table.add(article.tokens[known[k].tokens.begin].word, k);
    if (table.empty()) return;
    table.seal();
    const auto& tokens = article.tokens;
    for (uint32_t i = 0; i < tokens.size(); ++i) {
        if (!is_capitalised(tokens[i])) continue;
        const Candidate* longest = nullptr;
        for (const auto& row : table.find(tokens[i].word)) {
            const Candidate& mention = known[row.meaning];
            uint32_t length = mention.tokens.end - mention.tokens.begin;
            if (i + length > tokens.size() || (longest && longest->tokens.end - longest->tokens.begin >= length)) continue;
            bool same = true;
            for (uint32_t n = 0; n < length && same; ++n) {
                const Token& there = tokens[mention.tokens.begin + n];
                same = there.word == tokens[i + n].word && (casing(there) == Casing::Lower || is_capitalised(tokens[i + n]));
                // An acronym again has to be an acronym: "US" is not "Us".
                same = same && !(there.shape == Shape::Upper && tokens[i + n].shape == Shape::Capital && there.bytes.end - there.bytes.begin <= 3);
            }
            if (same) longest = &mention;
        }
        if (longest == nullptr) continue;
        uint32_t length = longest->tokens.end - longest->tokens.begin;
        found.push_back({{i, i + length}, kind, longest->subkind, Sureness::Likely, own_rule(Own::SameName)});
        i += length - 1;
    }
}

}  // namespace nutgraf
