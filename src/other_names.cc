#include "other_names.h"

#include <array>
#include <string_view>

namespace nutgraf {
namespace {

/// The lists that are asked for words; without the first ones nothing is looked for.
enum List : unsigned {
    kName, kHead, kHeadBefore, kFunction, kNotName, kTitle, kGivenName, kSurname, kCity, kCountry, kNationality, kWeekday, kMonth, kRole, kCommon, kCompany,
    kLastNeeded = kCompany, kSuffix, kOrgHead, kCompanyWeak, kTown, kSpeechVerb, kCompanyVerb, kPersonVerb, kLists,
};
constexpr std::array<std::string_view, kLists> kListNames = {
    "other-name", "other-head", "other-head-before", "function", "not-name", "title", "given-name", "surname", "city", "country", "nationality", "weekday", "month", "role", "common", "company",
    "company-suffix", "org-head", "company-weak", "town", "speech-verb", "company-verb", "person-verb"};

template <class... Lists>
constexpr unsigned any_of(Lists... lists) {
    return ((1U << lists) | ...);
}

/// Finds them in one article.
class OtherNameFinder {
public:
    OtherNameFinder(const Article& article, const ListBits<kLists>& lists, OtherNames& others)
        : article_(article), tokens_(article.tokens), lexicon_(article.lexicon), lists_(lists), others_(others) {}

    void run() {
        for (const LexiconHit& hit : article_.hits.names) look_at(hit);
        for (uint32_t i : article_.capitals) look_at(i);
        auto first = [](TokenSpan a, TokenSpan b) { return a.begin < b.begin; };
        std::sort(others_.lone_words.begin(), others_.lone_words.end());
        std::sort(others_.closed.begin(), others_.closed.end(), first);
        std::sort(others_.sealed.begin(), others_.sealed.end(), first);
        std::sort(others_.names.begin(), others_.names.end(), [](const OtherName& a, const OtherName& b) { return a.tokens.begin < b.tokens.begin; });
        uint32_t reach = 0;
        for (OtherName& other : others_.names) other.reach = reach = std::max(reach, other.tokens.end);
    }

private:
    static constexpr uint32_t kLongest = 12;  // words

    template <class... Lists>
    bool is_on(uint32_t token, Lists... lists) const {
        return lists_.has(article_.hits, token, lists...);
    }
    std::string_view type_of(uint32_t token, List list) const { return lexicon_.field(lexicon_.find_entry(tokens_, {token, token + 1}, lists_.label(list)), "type"); }
    bool in_title(uint32_t token) const { return tokens_[token].title_case || tokens_[token].all_caps; }
    /// May the token stand in a name?
    bool belongs(uint32_t token) const {
        Shape shape = tokens_[token].shape;
        return (is_capitalised(tokens_[token]) && !is_on(token, kFunction, kNotName)) || shape == Shape::Hyphen || shape == Shape::Alphanumeric;
    }
    /// Where the words of a name that begin at `begin` end, at most kLongest behind `first`.
    uint32_t name_end(uint32_t begin, uint32_t first) const {
        uint32_t end = begin;
        while (end < tokens_.size() && end < first + kLongest && !tokens_[end].starts_sentence && belongs(end)) ++end;
        return end;
    }
    bool is_listed(TokenSpan words) const {
        return std::any_of(article_.hits.names.begin(), article_.hits.names.end(), [&](const LexiconHit& hit) { return hit.tokens == words; });
    }
    void close(uint32_t begin, uint32_t end) { others_.closed.push_back({begin, end}); }

    /// A name of several words on the lists.
    void look_at(const LexiconHit& hit) {
        static const WordId kParliament = word_id("parliament"), kSecretary = word_id("secretary");
        if (hit.label == lists_.label(kName)) {
            others_.names.push_back({hit.tokens, true, 0});
            std::string_view type = lexicon_.field(hit.entry, "type");
            if (type == "event" || type == "law" || type == "work" || type == "war" || type == "index") others_.sealed.push_back(hit.tokens);
            if (type == "model") others_.closed.push_back(hit.tokens);
        }
        bool ship = hit.label == lists_.label(kHeadBefore) && hit.tokens.end < tokens_.size() && lexicon_.field(hit.entry, "type") == "vessel";
        if (ship) close_ships(hit.tokens.end);  // "the cruise ship Genoa"
        if (hit.label != lists_.label(kTitle)) return;
        WordId last = tokens_[hit.tokens.end - 1].word;
        // "U.S. Treasury Secretary": of a country's secretary and not of the Treasury.
        bool secretary = last == kSecretary && hit.tokens.begin > 0 && is_on(hit.tokens.begin - 1, kCountry, kNationality);
        if (last == kParliament || secretary) others_.closed.push_back(hit.tokens);  // "Member of Parliament"
    }

    /// A word with a capital.
    void look_at(uint32_t i) {
        static const WordId kBill = word_id("bill"), kMinister = word_id("minister"), kSecretary = word_id("secretary");
        // Most of what stands before a name is shorter than "yacht".
        const Token& before = tokens_[i - (i > 0)];
        if (before.shape == Shape::Lower && before.bytes.end - before.bytes.begin >= 5 && is_on(i - 1, kHeadBefore)) close_ships(i);
        if (tokens_[i].word == kBill) close_bill(i);
        if (tokens_[i].word == kMinister || tokens_[i].word == kSecretary) close_field(i);
        const unsigned on = lists_.of(article_.hits, i);
        if ((on & any_of(kName, kHead, kHeadBefore, kCompanyWeak)) == 0) return;  // most
        if ((on & any_of(kHeadBefore)) != 0) begin_at(i);
        if ((on & any_of(kName)) != 0) look_at_listed(i);
        if ((on & any_of(kCompanyWeak)) != 0 && tokens_[i].starts_sentence) close_adjective(i);
        if ((on & any_of(kHead)) != 0 && !in_title(i)) end_at(i);
    }

    /// A name of one word on the lists.
    void look_at_listed(uint32_t i) {
        static const WordId kThe = word_id("the");
        auto beside = [&](uint32_t other, uint32_t later) { return other < tokens_.size() && !tokens_[later].starts_sentence && tokens_[other].shape != Shape::Hyphen && belongs(other); };
        std::string_view type = type_of(i, kName);
        // Of a car its maker alone is named: "a 1992 Ford Crown Victoria", "a white Toyota Corolla".
        if (type == "model" && i > 0 && is_on(i - 1, kCompany)) close(i, i + 1);
        if ((i > 0 && beside(i - 1, i)) || beside(i + 1, i + 1)) return;
        bool index = type == "index" && i > 0 && tokens_[i - 1].word == kThe;  // "the Dow", but "shares of Dow"
        bool event = type == "event" && !is_on(i, kGivenName, kSurname, kCity, kTown);
        if (index || event) others_.sealed.push_back({i, i + 1});
    }

    /// What begins with a noun: "Hurricane Katrina", "USS Cole", "Battle of the Somme".
    void begin_at(uint32_t i) {
        uint32_t end = name_end(i + 1, i);
        std::string_view type = type_of(i, kHeadBefore);
        bool event = type == "event" || type == "law";
        if (event && !in_title(i)) close_event(i, type == "law");
        if (end != i + 1 && type != "ship" && type != "vessel" && !event) others_.names.push_back({{i, end}, false, 0});
        if (end == i + 2 && type == "storm") {
            others_.lone_words.push_back(tokens_[i + 1].word);
            bool alone = i == 0 || tokens_[i].starts_sentence || !is_capitalised(tokens_[i - 1]);  // "National Storm Center" is a body
            if (alone && !is_on(i + 1, kOrgHead) && !is_listed({i, end})) close(i, end);  // Hurricane Mills is a town
        }
        if (type != "ship") return;
        // Up to a title: "Aboard the USS Abraham Lincoln President Holm spoke". MV Agusta is a firm.
        uint32_t ship_end = i + 1;
        while (ship_end < end && !is_on(ship_end, kTitle)) ++ship_end;
        if (is_on(end - 1, kSuffix, kOrgHead) || is_listed({i, end})) return;
        if (ship_end > i + 1) close(i, ship_end);
        if (ship_end == i + 2) others_.lone_words.push_back(tokens_[i + 1].word);
    }

    /// What ends with a noun: "Stanley Cup"; but "Nathan Law" is no law.
    void end_at(uint32_t i) {
        uint32_t begin = i;
        while (begin > 0 && i - begin < kLongest && !tokens_[begin].starts_sentence && belongs(begin - 1)) --begin;
        bool person = begin + 1 == i && is_on(begin, kGivenName) && !is_on(begin, kCity) && is_on(i, kSurname);
        if (begin != i && !person) others_.names.push_back({{begin, i + 1}, false, 0});
    }

    /// "The cruiser Emden", "the ferries Baldur and Estonia", "Space Shuttle Atlantis", behind the noun.
    void close_ships(uint32_t first) {
        static const WordId kAnd = word_id("and");
        if (is_on(first, kTitle, kNationality, kWeekday, kMonth, kRole)) return;
        bool several = article_.text(first - 1).back() == 's';
        for (uint32_t begin = first, end = name_end(first, first); end != begin; end = name_end(begin, begin)) {
            close(begin, end);
            if (end == begin + 1) others_.lone_words.push_back(tokens_[begin].word);
            bool joined = end + 1 < tokens_.size() && !tokens_[end].starts_sentence && (tokens_[end].shape == Shape::Comma || tokens_[end].word == kAnd);
            if (!several || !joined) return;
            begin = end + 1;
        }
    }

    /// "The Battle of the Somme" and "the Second Battle of Ypres", but "the Battle of Britain Museum" is one, and Kathleen Battle a
    /// singer; of laws all that they are about: "the Convention on the Rights of the Child".
    void close_event(uint32_t i, bool law) {
        static const WordSet kBodies = {"museum", "memorial", "society", "flight", "park", "road", "street", "trust"};
        static const WordSet kMayStandBefore = {"the", "first", "second", "third"};
        static const WordId kThe = word_id("the"), kOf = word_id("of"), kOn = word_id("on"), kFor = word_id("for"), kAnd = word_id("and"), kTreaty = word_id("treaty");
        if (i > 0 && !tokens_[i].starts_sentence && is_capitalised(tokens_[i - 1]) && !kMayStandBefore.contains(tokens_[i - 1].word)) return;
        // "Agreement on NHS pay is near", "Battle on Capitol Hill": a word with its sentence's capital.
        bool start = tokens_[i].starts_sentence;
        if (start && law) return;
        uint32_t end = i + 1;
        while (end + 1 < tokens_.size() && !tokens_[end].starts_sentence && !tokens_[end + 1].starts_sentence) {
            bool first = end == i + 1;
            WordId joint = tokens_[end].word;
            if ((joint != kOn || (start && first)) && joint != (first && law ? kFor : kOf) && (first || (joint != kFor && joint != kAnd))) break;
            uint32_t begin = tokens_[end + 1].word == kThe ? end + 2 : end + 1, next = name_end(begin, i);
            if (next == begin || is_on(begin, kWeekday)) break;
            end = next;
            if (!law && tokens_[i].word != kTreaty) break;
        }
        if (end > i + 1 && !kBodies.contains(tokens_[end - 1].word)) close(i, end);
    }

    /// "The Bill was read", but "the Bill Clinton years" and "the Bill & Melinda Gates Foundation".
    void close_bill(uint32_t i) {
        static const WordSet kBefore = {"the", "this", "draft", "that"};
        static const WordId kAnd = word_id("and");
        bool joined = i + 1 < tokens_.size() && (tokens_[i + 1].shape == Shape::Ampersand || tokens_[i + 1].word == kAnd);
        if (i > 0 && !tokens_[i].starts_sentence && kBefore.contains(tokens_[i - 1].word) && !joined && name_end(i, i) == i + 1) close(i, i + 1);
    }

    /// What a minister is of: "Minister of Northern Development", "Secretary of State for Trade and Industry"; but a country,
    /// "Secretary of State for Scotland", is a place, and "the Secretary of Northern Trust" its officer.
    void close_field(uint32_t i) {
        static const WordId kThe = word_id("the"), kOf = word_id("of"), kFor = word_id("for"), kAnd = word_id("and"), kSecretary = word_id("secretary"), kState = word_id("state");
        uint32_t of = i + 1;
        if (of + 2 < tokens_.size() && tokens_[of].word == kOf && tokens_[of + 1].word == kState) of += 2;
        else if (tokens_[i].word == kSecretary && (of >= tokens_.size() || tokens_[of].word != kFor)) return;
        if (of + 1 >= tokens_.size() || tokens_[of].starts_sentence || (tokens_[of].word != kOf && tokens_[of].word != kFor)) return;
        // Its words are everyday ones: whoever stands right behind them is the minister.
        auto words_end = [&](uint32_t word) {
            uint32_t limit = name_end(word, word);
            while (word < limit && is_on(word, kCommon) && !is_on(word, kCountry, kGivenName)) ++word;
            return word;
        };
        uint32_t begin = tokens_[of + 1].word == kThe ? of + 2 : of + 1, end = words_end(begin);
        if (end == begin) return;
        bool joined = end + 1 < tokens_.size() && (tokens_[end].word == kAnd || tokens_[end].shape == Shape::Ampersand);
        if (uint32_t next = joined ? words_end(end + 1) : end; next > end + 1) end = next;
        close(begin, end);
    }

    /// "Total production fell", "Southern states agreed": a company's name that is an adjective, at a sentence's begin before a noun.
    void close_adjective(uint32_t i) {
        static const WordSet kOfCompanies = {"chief", "chairman", "executives", "executive", "shares", "stock", "employees", "workers", "spokesman", "spokeswoman", "customers"};
        if (i + 1 >= tokens_.size() || tokens_[i + 1].starts_sentence || tokens_[i + 1].shape != Shape::Lower || in_title(i)) return;
        if (is_on(i + 1, kFunction, kSpeechVerb, kCompanyVerb, kPersonVerb, kRole) || kOfCompanies.contains(tokens_[i + 1].word)) return;
        EntryId word = is_on(i, kCommon) ? lexicon_.find_entry(tokens_, {i, i + 1}, lists_.label(kCommon)) : kNoEntry;
        if (word != kNoEntry && lexicon_.field(word, "pos").starts_with('a')) close(i, i + 1);
    }

    const Article& article_;
    const std::vector<Token>& tokens_;
    const Lexicon& lexicon_;
    const ListBits<kLists>& lists_;
    OtherNames& others_;
};

}  // namespace

void find_other_names(const Article& article, OtherNames& others) {
    others.names.clear();
    others.lone_words.clear();
    others.closed.clear();
    others.sealed.clear();
    thread_local ListBits<kLists> lists(kListNames);
    lists.prepare(article.lexicon);
    for (size_t needed = 0; needed <= kLastNeeded; ++needed)
        if (lists.label(needed) == kNoLabel) return;
    OtherNameFinder(article, lists, others).run();
}

void drop_parts_of_other_names(const Article& article, const OtherNames& others, std::vector<Candidate>& found, size_t first) {
    const auto& tokens = article.tokens;
    const auto& names = others.names;
    if (names.empty()) return;
    thread_local std::vector<uint8_t> inside;  // by token, up to the last name's: is it a name's?
    inside.assign(names.back().reach, false);
    for (const OtherName& other : names) std::fill(inside.begin() + other.tokens.begin, inside.begin() + other.tokens.end, true);
    auto is_part = [&](const Candidate& candidate) {
        if (candidate.kind > Kind::Group) return false;
        // "Ms. Sandy", and "Florence, Italy", stay what they are beside Hurricane Sandy and Hurricane Florence.
        if (candidate.sure != Sureness::Sure && candidate.tokens.end == candidate.tokens.begin + 1 && others.has_lone_word(tokens[candidate.tokens.begin].word)) return true;
        if (candidate.tokens.begin >= inside.size() || !inside[candidate.tokens.begin]) return false;  // most
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

}  // namespace nutgraf
