#include "people.h"

#include <algorithm>
#include <array>

namespace nutgraf {
namespace {

/// Who speaks in an interview, by the initials: "KH: I was born there." beside "Kristin Holm".
void find_speakers(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    auto speaks = [&](uint32_t i) { return tokens[i].shape == Shape::Upper && tokens[i].starts_sentence && i + 1 < tokens.size() && tokens[i + 1].shape == Shape::Colon; };
    if (std::none_of(article.capitals.begin(), article.capitals.end(), speaks)) return;  // mostly
    thread_local WordTable initials;
    initials.clear();
    for (uint32_t k = 0; k < known.size(); ++k)
        if (known[k].kind == Kind::Person && known[k].tokens.end - known[k].tokens.begin > 1)
            for_each_acronym(article, known[k].tokens, [&](WordId acronym) { initials.add(acronym, k); });
    initials.seal();
    for (uint32_t i : article.capitals)
        if (speaks(i) && !initials.find(tokens[i].word).empty()) found.push_back({{i, i + 1}, Kind::Person, Subkind::None, Sureness::Sure, own_rule(Own::Speaker)});
}

/// Who plays, behind a colon: "DERBY: Poom; Laursen, Carbonari, Elliott; Fuertes (Beck 70), Burton". A list of so many names
/// that are no places is a team's.
void find_line_ups(const Article& article, std::vector<Candidate>& found) {
    constexpr size_t kFewest = 8;
    constexpr uint32_t kMostWords = 4, kSubstitutes = 12;
    const auto& tokens = article.tokens;
    enum List : unsigned { kParticle, kCommon, kSurname, kGivenName, kFirstOther, kLists = kFirstOther + 10 };
    thread_local ListBits<kLists> lists({"name-particle", "common", "surname", "given-name", "city", "country", "small-city", "town", "admin1", "admin2", "us-state", "company", "nationality", "sports-team"});
    lists.prepare(article.lexicon);
    auto is = [&](uint32_t token, List list) { return lists.has(article.hits, token, list); };
    thread_local std::vector<TokenSpan> names;
    uint32_t reach = 0;
    for (uint32_t capital : article.capitals) {
        if (capital < reach || capital < 2 || tokens[capital - 1].shape != Shape::Colon || tokens[capital].starts_paragraph) continue;
        // Not "counties that were warned: Oslo, Hedmark": a team stands before the colon, or its coach, score or order in brackets.
        if (!is_capitalised(tokens[capital - 2]) && tokens[capital - 2].shape != Shape::Close && !(tokens[capital - 2].shape >= Shape::Day && tokens[capital - 2].shape <= Shape::Integer)) continue;
        names.clear();
        size_t people = 0, no_people = 0;
        uint32_t i = capital;
        auto inside = [&](uint32_t token) { return token < tokens.size() && !tokens[token].starts_paragraph; };
        while (inside(i)) {
            uint32_t begin = i, words = 0;
            while (inside(i) && words <= kMostWords && (is_capitalised(tokens[i]) || (tokens[i].shape == Shape::Lower && is(i, kParticle)) || (tokens[i].shape == Shape::Hyphen && i > begin))) words += tokens[i++].shape != Shape::Hyphen;
            if (words == 0 || words > kMostWords || !is_capitalised(tokens[i - 1]) || tokens[i - 1].shape == Shape::Initial) break;
            names.push_back({begin, i});
            bool person = is(i - 1, kSurname) || is(i - 1, kGivenName), other = lists.of(article.hits, i - 1) >> kFirstOther != 0;
            people += person && !other;
            no_people += !person && (other || is(i - 1, kCommon));
            if (inside(i) && tokens[i].shape == Shape::Open) {
                uint32_t close = i + 1;
                while (inside(close) && close < i + kSubstitutes && tokens[close].shape != Shape::Close) ++close;
                if (!inside(close) || tokens[close].shape != Shape::Close) break;
                i = close + 1;
            }
            bool goes_on = inside(i) && (tokens[i].shape == Shape::Comma || tokens[i].shape == Shape::Colon);
            if (!goes_on) break;
            ++i;
        }
        reach = i;
        if (names.size() < kFewest || 3 * no_people > people || 3 * people < names.size()) continue;
        for (TokenSpan name : names) found.push_back({name, Kind::Person, Subkind::None, Sureness::Sure, own_rule(Own::LineUp)});
    }
}

/// Whether a name is a place or body where it stands, though a person's full name ends with it: "Davao said he was well" beside
/// "Ramon Davao Jr.". It is the person's beside what people do, if the article has nothing "in Davao" and no "Davao Airport".
class Namesakes {
public:
    Namesakes(const Article& article, const std::vector<Candidate>& known) : article_(article), known_(known) {
        const Lexicon& lexicon = article.lexicon;
        constexpr std::array<std::string_view, kVerbs> kLists = {"speech-verb", "person-verb", "motion-verb"};
        for (size_t i = 0; i < kVerbs; ++i) verbs_[i] = lexicon.find_label(kLists[i]);
        where_ = lexicon.find_label("where-preposition");
        given_name_ = lexicon.find_label("given-name");
        company_ = lexicon.find_label("company");
    }

    bool is_person(uint32_t i, const Candidate& full) const {
        const auto& tokens = article_.tokens;
        if (tokens[i].shape != Shape::Capital || tokens[i].all_caps || tokens[i].title_case || !carries(full.tokens.begin, given_name_)) return false;
        if (carries(i, company_)) return false;  // "Ford" beside "Henry Ford"
        auto mention = std::lower_bound(known_.begin(), known_.end(), i, [](const Candidate& one, uint32_t begin) { return one.tokens.begin < begin; });
        bool other = mention != known_.end() && mention->tokens == TokenSpan{i, i + 1} && (mention->kind == Kind::Place || (mention->kind == Kind::Organization && mention->rule >= kFirstOwnRule));
        return other && acts(i) && !is_elsewhere(tokens[i].word);
    }

private:
    static constexpr size_t kVerbs = 3;
    bool carries(uint32_t token, LabelId label) const { return label != kNoLabel && article_.lexicon.carries(article_.hits, token, label); }

    /// "Davao said", "told Davao", "Davao, of Cebu,", "Davao, 34,"
    bool acts(uint32_t i) const {
        static const std::array<WordId, 24> kActs = {word_id("was"), word_id("is"), word_id("has"), word_id("had"), word_id("will"), word_id("would"), word_id("could"), word_id("did"), word_id("who"), word_id("came"), word_id("went"), word_id("took"), word_id("got"), word_id("ran"), word_id("shot"), word_id("broke"), word_id("made"), word_id("left"), word_id("began"), word_id("became"), word_id("drove"), word_id("gave"), word_id("then"), word_id("also")};
        static const WordId kTold = word_id("told"), kAsked = word_id("asked"), kOf = word_id("of"), kWho = word_id("who");
        const auto& tokens = article_.tokens;
        uint32_t next = i + 1;
        if (i > 0 && !tokens[i].starts_sentence && (tokens[i - 1].word == kTold || tokens[i - 1].word == kAsked)) return true;
        if (i > 0 && !tokens[i].starts_sentence && tokens[i - 1].shape == Shape::Lower && carries(i - 1, where_)) return false;
        if (next + 1 >= tokens.size() || tokens[next].starts_sentence) return false;
        if (tokens[next].shape == Shape::Comma) return tokens[next + 1].word == kWho || tokens[next + 1].word == kOf || tokens[next + 1].shape == Shape::Day || tokens[next + 1].shape == Shape::Integer;
        if (tokens[next].shape != Shape::Lower) return false;
        return std::find(kActs.begin(), kActs.end(), tokens[next].word) != kActs.end() || article_.text(next).ends_with("ed") || std::any_of(verbs_.begin(), verbs_.end(), [&](LabelId verb) { return carries(next, verb); });
    }

    /// Does the article speak of a place or body of the name, too?
    bool is_elsewhere(WordId word) const {
        static const std::array<WordId, 3> kMore = {word_id("of"), word_id("to"), word_id("between")};
        const auto& tokens = article_.tokens;
        for (uint32_t i : article_.capitals) {
            if (tokens[i].word != word) continue;
            if (tokens[i].all_caps && tokens[i].starts_paragraph) return true;  // a dateline
            if (i > 0 && !tokens[i].starts_sentence && tokens[i - 1].shape == Shape::Lower && (carries(i - 1, where_) || std::find(kMore.begin(), kMore.end(), tokens[i - 1].word) != kMore.end())) return true;
            bool goes_on = i + 1 < tokens.size() && !tokens[i + 1].starts_sentence && (is_capitalised(tokens[i + 1]) || tokens[i + 1].shape == Shape::Hyphen);
            bool begins = i == 0 || tokens[i].starts_sentence || !is_capitalised(tokens[i - 1]);
            if (goes_on && begins) return true;
        }
        return false;
    }

    const Article& article_;
    const std::vector<Candidate>& known_;
    std::array<LabelId, kVerbs> verbs_;
    LabelId where_, given_name_, company_;
};

}  // namespace

void find_people(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Person, found); }

void find_people_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    find_speakers(article, known, found);
    find_line_ups(article, found);

    enum List : unsigned { kFunction, kGivenName, kCommon, kTitle, kRole, kNotName, kOtherHead, kParticle, kLists };
    thread_local ListBits<kLists> lists({"function", "given-name", "common", "title", "role", "not-name", "other-head-before", "name-particle"});
    lists.prepare(article.lexicon);
    auto is = [&](uint32_t token, auto... of) { return lists.has(article.hits, token, of...); };
    thread_local WordTable surnames, given_names;
    surnames.clear();
    given_names.clear();
    const auto& tokens = article.tokens;
    for (uint32_t k = 0; k < known.size(); ++k) {
        const Candidate& mention = known[k];
        if (mention.kind != Kind::Person || mention.sure == Sureness::Possible || mention.tokens.end - mention.tokens.begin < 2) continue;
        uint32_t last = surname_of(article, mention.tokens);
        if (tokens[last].shape == Shape::Capital || tokens[last].all_caps) surnames.add(tokens[last].word, k);
        uint32_t first = mention.tokens.begin;
        if (first != last && tokens[first].shape == Shape::Capital) given_names.add(tokens[first].word, k);
    }
    if (surnames.empty()) return;
    surnames.seal();
    given_names.seal();
    thread_local std::vector<bool> taken;
    taken.assign(tokens.size(), false);
    for (const Candidate& mention : known)
        for (uint32_t i = mention.kind == Kind::Person && mention.sure == Sureness::Possible ? mention.tokens.end : mention.tokens.begin; i < mention.tokens.end; ++i) taken[i] = true;
    // A part of a longer name: "Archive" of "Apollo Archive".
    auto goes_on = [&](uint32_t i) {
        return i + 1 < tokens.size() && !tokens[i + 1].starts_sentence && is_capitalised(tokens[i + 1]) && !is(i + 1, kFunction, kNotName);
    };
    // The particles of the known name that stand before its surname again, and what a hyphen joins to it: "bin Laden" beside
    // "Osama bin Laden", "Van der Hoek" beside "Ruud van der Hoek", "Aasen-Holt" beside "Ingrid Aasen-Holt".
    auto particles_before = [&](uint32_t i, const Candidate& mention) {
        uint32_t last = surname_of(article, mention.tokens), count = 0;
        auto belongs = [&](uint32_t token) { return is(token, kParticle) || tokens[token].shape == Shape::Hyphen; };
        while (i > count && !tokens[i - count].starts_sentence && last - count > mention.tokens.begin + 1 &&
               (belongs(last - count - 1) || (count > 0 && tokens[last - count].shape == Shape::Hyphen)) &&
               tokens[i - count - 1].word == tokens[last - count - 1].word)
            ++count;
        return count > 0 && tokens[i - count].shape != Shape::Hyphen ? count : 0;
    };
    static const WordId kThe = word_id("the"), kMay = word_id("may");
    const Namesakes namesakes(article, known);
    for (uint32_t i : article.capitals) {
        bool surname = !surnames.find(tokens[i].word).empty();
        // "The Rosens" beside "Mike Rosen", "the Joneses" beside "Ann Jones".
        if (!surname && i > 0 && tokens[i - 1].word == kThe && !tokens[i].all_caps && !goes_on(i)) {
            std::string_view text = article.text(i);
            auto is_family = [&](std::string_view ending) {
                return text.size() > ending.size() + 2 && text.ends_with(ending) && !surnames.find(word_id(text.substr(0, text.size() - ending.size()))).empty();
            };
            if (is_family("s") || is_family("es")) {
                found.push_back({{i, i + 1}, Kind::Person, Subkind::None, Sureness::Likely, own_rule(Own::Surname)});
                continue;
            }
        }
        if (!surname && given_names.find(tokens[i].word).empty()) continue;  // most
        // "May said no" beside "Theresa May": a rule of the first look says where May is no month.
        if (tokens[i].shape == Shape::Initial || (is(i, kFunction) && !(surname && tokens[i].word == kMay))) continue;
        if (surname) {
            bool behind_name = i > 0 && !tokens[i].starts_sentence && is_capitalised(tokens[i - 1]) && !tokens[i - 1].starts_sentence &&
                               !is(i - 1, kTitle, kRole, kFunction, kNotName);
            // "World War" beside "Edward War", "the Concept Car" beside "Ann Car": an everyday word.
            if (is(i, kCommon) && !tokens[i].all_caps && (behind_name || goes_on(i))) continue;
            // "Myuran Sukumaran" beside "Anita Sukumaran": an unknown word before a known surname is a first name.
            bool first_name = behind_name && !taken[i - 1] && tokens[i - 1].shape == Shape::Capital && !tokens[i].all_caps && !is(i - 1, kCommon, kOtherHead);
            uint32_t begin = i - (first_name ? 1 : 0);
            const Candidate& full = known[surnames.find(tokens[i].word).front().meaning];
            if (!first_name) begin -= particles_before(i, full);
            Own rule = begin == i && !behind_name && !goes_on(i) && namesakes.is_person(i, full) ? Own::Namesake : Own::Surname;
            found.push_back({{begin, i + 1}, Kind::Person, Subkind::None, Sureness::Likely, own_rule(rule)});
        } else if (is(i, kGivenName) && !is(i, kCommon) && !goes_on(i)) {
            found.push_back({{i, i + 1}, Kind::Person, Subkind::None, Sureness::Possible, own_rule(Own::ShortName)});
        }
    }
}

std::string_view gender_name(Gender gender) { return gender == Gender::Female ? "female" : gender == Gender::Male ? "male" : ""; }

PersonReader::PersonReader(const Article& article)
    : article_(article),
      title_(article.lexicon.find_label("title")),
      role_(article.lexicon.find_label("role")),
      modifier_(article.lexicon.find_label("title-modifier")),
      given_name_(article.lexicon.find_label("given-name")),
      nickname_(article.lexicon.find_label("nickname")),
      says_(article.lexicon.find_label("speech-verb")),
      function_(article.lexicon.find_label("function")) {}

TokenSpan PersonReader::listed_before(uint32_t end, LabelId label) const {
    TokenSpan longest{end, end};
    if (end == 0 || label == kNoLabel) return longest;
    if (carries(end - 1, label)) longest.begin = end - 1;
    constexpr uint32_t kMostWords = 6;
    const auto& names = article_.hits.names;
    auto from = std::partition_point(names.begin(), names.end(), [&](const LexiconHit& hit) { return hit.tokens.begin + kMostWords < end; });
    for (; from != names.end() && from->tokens.begin < end; ++from)
        if (from->label == label && from->tokens.end == end) longest.begin = std::min(longest.begin, from->tokens.begin);
    return longest;
}

uint32_t PersonReader::listed_from(uint32_t begin, LabelId label) const {
    uint32_t end = carries(begin, label) ? begin + 1 : begin;
    const auto& names = article_.hits.names;
    auto from = std::partition_point(names.begin(), names.end(), [&](const LexiconHit& hit) { return hit.tokens.begin < begin; });
    for (; from != names.end() && from->tokens.begin == begin; ++from)
        if (from->label == label) end = std::max(end, from->tokens.end);
    return end;
}

namespace {
Gender parse_gender(std::string_view letter) { return letter == "F" ? Gender::Female : letter == "M" ? Gender::Male : Gender::Unknown; }
}  // namespace

PersonReader::Sense PersonReader::sense_of(TokenSpan words, LabelId label) const {
    auto ask = [&] {
        EntryId entry = article_.lexicon.find_entry(article_.tokens, words, label);
        if (entry == kNoEntry) return Sense();
        std::string_view type = article_.lexicon.field(entry, "type");
        return Sense{parse_gender(article_.lexicon.field(entry, "gender")), type == "honorific", type == "military"};
    };
    thread_local std::array<WordMemory<Sense>, 3> memory;
    return words.end - words.begin == 1 ? memory[label == title_ ? 0 : label == role_ ? 1 : 2].of(article_.hits, words.begin, ask) : ask();
}

Description PersonReader::describe(TokenSpan name) const {
    const auto& tokens = article_.tokens;
    Description found;
    auto in_sentence = [&](uint32_t token) { return token < tokens.size() && !tokens[token].starts_sentence; };

    // Ranks have a capital: "a major Warhol exhibition" has none.
    auto is_rank_in_lower_case = [&](TokenSpan words, Sense sense) { return sense.military && tokens[words.begin].shape == Shape::Lower && words.begin + 1 == words.end; };

    // Before the name: "Russian Deputy Foreign Minister", "former President", "Prof. Dr."
    uint32_t begin = name.begin;
    bool all_honorific = true;
    constexpr int kMostTitles = 4;
    for (int titles = 0; titles < kMostTitles && begin > 0 && in_sentence(begin); ++titles) {
        TokenSpan title = listed_before(begin, title_);
        if (title.begin == begin) {
            // "then-President", "former President"
            bool hyphen = tokens[begin - 1].shape == Shape::Hyphen && begin >= 2;
            uint32_t word = begin - (hyphen ? 2 : 1);
            if (begin == name.begin || !carries(word, modifier_) || !in_sentence(begin - (hyphen ? 1 : 0))) break;
            begin = word;
            continue;
        }
        Sense sense = sense_of(title, title_);
        if (is_rank_in_lower_case(title, sense)) break;
        if (found.gender == Gender::Unknown) found.gender = sense.gender;
        all_honorific &= sense.honorific;
        begin = title.begin;
    }
    if (begin != name.begin) {
        found.title = {begin, name.begin};
        found.honorific = all_honorific;
    } else if (TokenSpan role = listed_before(name.begin, role_); role.begin != role.end && in_sentence(name.begin) && !is_rank_in_lower_case(role, sense_of(role, role_))) {
        found.role = role;
        found.gender = sense_of(role, role_).gender;
    }

    if (found.title.begin == found.title.end && found.role.begin == found.role.end) take_apposition(name, found);

    // Behind it: "Jane Doe, 42, a spokeswoman for the ferry company, agreed".
    uint32_t at = name.end;
    if (!in_sentence(at) || tokens[at].shape != Shape::Comma) return found;
    ++at;
    if (in_sentence(at + 1) && (tokens[at].shape == Shape::Day || tokens[at].shape == Shape::Integer) && tokens[at + 1].shape == Shape::Comma) at += 2;
    static const WordId kArticles[] = {hash_folded("a"), hash_folded("an"), hash_folded("the")};
    if (in_sentence(at) && std::find(std::begin(kArticles), std::end(kArticles), tokens[at].word) != std::end(kArticles)) ++at;
    // The noun of the phrase, then what belongs to it up to a mark or a verb. No small word stands before the noun: in
    // "Doe, citing an official, left" and "Doe, Roe and President Poe met" there is none.
    static const WordId kVerbs[] = {hash_folded("who"), hash_folded("was"), hash_folded("is"), hash_folded("has"), hash_folded("had")};
    static const WordId kLinks[] = {hash_folded("of"), hash_folded("for"), hash_folded("at"), hash_folded("in"), hash_folded("on"), hash_folded("with"), hash_folded("from"), hash_folded("to")};
    auto is_one_of = [&](uint32_t token, const auto& words) { return std::find(std::begin(words), std::end(words), tokens[token].word) != std::end(words); };
    constexpr uint32_t kMostBefore = 5, kMostTokens = 14;
    uint32_t head = at;
    auto noun_end = [&](uint32_t token) { return std::max(listed_from(token, role_), listed_from(token, title_)); };
    while (in_sentence(head) && head < at + kMostBefore && noun_end(head) == head) {
        Shape shape = tokens[head].shape;
        bool word = shape == Shape::Lower || shape == Shape::Capital || shape == Shape::Upper || shape == Shape::Hyphen || shape == Shape::Possessive;
        if (!word || carries(head, function_) || carries(head, says_) || article_.text(head).ends_with("ing")) return found;
        ++head;
    }
    if (!in_sentence(head) || head == at + kMostBefore || (tokens[head].shape != Shape::Lower && head != at)) return found;
    // The last of a run of nouns is its noun: "team spokesman", "police officer".
    uint32_t behind = noun_end(head);
    while (in_sentence(behind) && tokens[behind].shape == Shape::Lower && noun_end(behind) != behind) behind = noun_end(behind);
    head = behind - 1;
    uint32_t end = head + 1;
    if (in_sentence(end) && is_one_of(end, kLinks))
        while (in_sentence(end) && end < at + kMostTokens) {
            Shape shape = tokens[end].shape;
            bool breaks = shape == Shape::Comma || shape == Shape::Stop || shape == Shape::Colon || shape == Shape::Dash || shape == Shape::Open || shape == Shape::Close || shape == Shape::Quote;
            if (breaks || is_one_of(end, kVerbs) || (shape == Shape::Lower && carries(end, says_))) break;
            ++end;
        }
    TokenSpan role{at, end};
    found.role = role;
    if (found.gender == Gender::Unknown) {
        TokenSpan words = listed_before(head + 1, role_);
        found.gender = words.begin != words.end ? sense_of(words, role_).gender : sense_of(listed_before(head + 1, title_), title_).gender;
    }
    return found;
}

void PersonReader::take_apposition(TokenSpan name, Description& found) const {
    const auto& tokens = article_.tokens;
    if (name.begin < 3 || tokens[name.begin].starts_sentence || tokens[name.begin - 1].shape != Shape::Comma) return;
    // "She met the mayor, Jane Doe and Richard Roe": a list.
    static const WordId kAnd = hash_folded("and");
    if (name.end < tokens.size() && tokens[name.end].word == kAnd) return;
    uint32_t end = name.begin - 1;
    TokenSpan role = listed_before(end, role_);
    LabelId list = role_;
    if (role.begin == role.end || tokens[end - 1].shape != Shape::Lower) {
        role = listed_before(end, title_);
        list = title_;
    }
    if (role.begin == role.end || tokens[end - 1].shape != Shape::Lower) return;
    // Other nouns stand between whose it is and what: "the company's group finance director".
    static const WordId kWhose[] = {hash_folded("the"), hash_folded("its"), hash_folded("his"), hash_folded("her"), hash_folded("their"), hash_folded("our"), hash_folded("my")};
    constexpr uint32_t kMostBefore = 4;
    uint32_t begin = role.begin;
    for (uint32_t steps = 0; begin > 0 && !tokens[begin].starts_sentence && steps <= kMostBefore; ++steps, --begin) {
        const Token& before = tokens[begin - 1];
        if (before.shape == Shape::Possessive || std::find(std::begin(kWhose), std::end(kWhose), before.word) != std::end(kWhose)) {
            // "Acme's finance director", as behind a name; "the company's" says no more than "its".
            constexpr uint32_t kMostNames = 5;
            uint32_t owner = begin - 1;
            while (owner > 0 && begin - owner <= kMostNames && !tokens[owner].starts_sentence && is_capitalised(tokens[owner - 1]) && !carries(owner - 1, function_)) --owner;
            found.role = {owner == begin - 1 ? begin : owner, end};
            if (found.gender == Gender::Unknown) found.gender = sense_of(role, list).gender;
            return;
        }
        if ((before.shape != Shape::Lower && before.shape != Shape::Hyphen) || carries(begin - 1, function_)) return;
    }
}

Gender PersonReader::gender_of_given_name(uint32_t token) const {
    if (!carries(token, given_name_)) return Gender::Unknown;
    return sense_of({token, token + 1}, given_name_).gender;
}

bool PersonReader::is_nickname(uint32_t one, uint32_t other) const {
    if (nickname_ == kNoLabel) return false;
    const Lexicon& lexicon = article_.lexicon;
    thread_local std::vector<EntryId> rows, others;
    auto find = [&](uint32_t token, std::vector<EntryId>& found) {
        found.clear();
        if (carries(token, nickname_)) lexicon.find_entries(article_.tokens, {token, token + 1}, nickname_, found);
    };
    find(one, rows);
    find(other, others);
    auto full = [&](EntryId row) { return hash_folded(fold(lexicon.field(row, "of"))); };
    auto shortens = [&](const std::vector<EntryId>& short_rows, uint32_t name) {
        return std::any_of(short_rows.begin(), short_rows.end(), [&](EntryId row) { return full(row) == article_.tokens[name].word; });
    };
    if (shortens(rows, other) || shortens(others, one)) return true;
    return std::any_of(rows.begin(), rows.end(), [&](EntryId row) { return std::any_of(others.begin(), others.end(), [&](EntryId there) { return full(row) == full(there); }); });
}

}  // namespace nutgraf
