#include "score.h"

#include <algorithm>
#include <cmath>
#include <charconv>
#include <map>
#include <numbers>
#include <set>
#include <tuple>
#include <unordered_set>

#include <unicode/uchar.h>

#include "spelling.h"
#include "unicode.h"

namespace nutgraf {
namespace {

// ---------------------------------------------------------------- trimming

/// Words before a person's name that are no part of it.
const std::unordered_set<std::string_view>& titles() {
    static const std::unordered_set<std::string_view> kTitles = {
        // address
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "madam", "madame", "monsieur", "mme", "mlle", "herr", "frau", "signor", "signora",
        "senor", "senora", "señor", "señora", "don", "doña", "hon", "honorable", "rt",
        // government and parliament
        "president", "vice-president", "ex-president", "pres", "vice", "deputy", "acting", "prime", "premier", "minister", "chancellor", "secretary", "undersecretary", "ambassador",
        "envoy", "consul", "attorney", "solicitor", "general", "sen", "sens", "senator", "senators", "rep", "reps", "representative", "congressman", "congresswoman", "gov", "governor",
        "govs", "lieutenant", "mayor", "councilman", "councilwoman", "councillor", "alderman", "speaker", "majority", "minority", "leader", "whip", "assemblyman", "assemblywoman",
        "commissioner", "foreign", "defense", "defence", "finance", "interior", "health", "justice", "trade", "state", "treasury",
        // forces, police and courts
        "gen", "maj", "major", "col", "colonel", "capt", "captain", "cpt", "cmdr", "commander", "adm", "admiral", "sgt", "sergeant", "cpl", "corporal", "pvt", "private", "lt", "brig",
        "brigadier", "marshal", "field", "officer", "detective", "inspector", "det", "insp", "sheriff", "constable", "trooper", "chief", "judge", "magistrate",
        // rulers
        "king", "queen", "prince", "princess", "emperor", "empress", "duke", "duchess", "earl", "count", "countess", "baron", "baroness", "sheikh", "sheik", "sultan", "emir", "shah",
        "tsar", "czar",
        // religion
        "pope", "cardinal", "archbishop", "bishop", "rev", "reverend", "father", "fr", "sister", "brother", "rabbi", "imam", "ayatollah", "pastor", "mullah", "deacon", "monsignor", "st",
        "saint",
        // companies and sport
        "chairman", "chairwoman", "chairperson", "ceo", "cfo", "coo", "director", "coach", "manager", "former", "ex"};
    return kTitles;
}

/// Of these, those that are titles before another title alone: "Foreign Minister Lavrov", but not "State Street".
bool needs_title_behind(std::string_view word) {
    constexpr std::array<std::string_view, 16> kWords = {"foreign", "defense", "defence", "finance", "interior", "health", "trade", "state", "treasury", "prime",
                                                         "vice", "attorney", "solicitor", "majority", "minority", "field"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool is_blank(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }

bool is_edge(char32_t c) {
    constexpr std::u32string_view kEdges = U" \t\r\n\u00A0\u2009\u200B\"'`\u201C\u201D\u2018\u2019\u201E\u201A\u00AB\u00BB\u2039\u203A()[]{}<>,;:!?.\u2026-\u2013\u2014*_/|\\=~\u2022\u00B7";
    return kEdges.find(c) != std::u32string_view::npos;
}

char32_t lower(char32_t c) { return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))); }

/// One trimming of one stretch.
class Trimmer {
public:
    Trimmer(std::u32string_view text, Stretch at, Kind kind) : text_(text), at_(at), kind_(kind) {}

    Stretch trim() {
        const Stretch whole = at_;
        drop_edges();
        for (Stretch before{}; at_.begin < at_.end && before != at_;) {
            before = at_;
            drop_words({U"the"});
            if (kind_ == Kind::Date) drop_words({U"on", U"in", U"at"});
            if (kind_ == Kind::Date || kind_ == Kind::Number)
                drop_words({U"about", U"around", U"nearly", U"almost", U"approximately", U"roughly", U"some", U"just", U"only", U"more than", U"less than", U"fewer than", U"at least",
                            U"at most", U"up to", U"as many as", U"as much as", U"over", U"under", U"an estimated"});
            drop_possessive();
            if (kind_ == Kind::Person) drop_titles();
            drop_edges();
        }
        return at_.begin < at_.end ? at_ : whole;
    }

private:
    void drop_edges() {
        while (at_.begin < at_.end && is_edge(text_[at_.begin]) && !begins_number()) ++at_.begin;
        while (at_.end > at_.begin && is_edge(text_[at_.end - 1])) --at_.end;
    }

    /// "-5", ".5" and "-$3": what stands before the digits is part of the number.
    bool begins_number() const {
        if (kind_ != Kind::Number || at_.begin + 1 >= at_.end) return false;
        constexpr std::u32string_view kSigns = U"-\u2013.\u2212", kBehind = U"$\u00A3\u20AC.";
        char32_t next = text_[at_.begin + 1];
        return kSigns.find(text_[at_.begin]) != std::u32string_view::npos && (u_isdigit(static_cast<UChar32>(next)) || kBehind.find(next) != std::u32string_view::npos);
    }

    /// Drops the first of the wordings that stands at the beginning, with the blanks behind it, unless nothing would be left.
    void drop_words(std::initializer_list<std::u32string_view> wordings) {
        for (std::u32string_view wording : wordings) {
            uint32_t end = behind(wording);
            if (end == 0) continue;
            if (end < at_.end) at_.begin = end;
            return;
        }
    }

    /// Where the blanks behind the wording end; 0 when it does not stand at the beginning.
    uint32_t behind(std::u32string_view wording) const {
        uint32_t i = at_.begin;
        auto blanks = [&] {
            uint32_t first = i;
            while (i < at_.end && is_blank(text_[i])) ++i;
            return i > first;
        };
        for (char32_t c : wording) {
            if (c == U' ') {
                if (!blanks()) return 0;
            } else if (i == at_.end || lower(text_[i++]) != c) {
                return 0;
            }
        }
        return blanks() ? i : 0;
    }

    void drop_possessive() {
        uint32_t end = at_.end;
        if (end - at_.begin < 3 || lower(text_[end - 1]) != U's') return;
        uint32_t mark = end - 2;
        if (is_blank(text_[mark])) --mark;
        constexpr std::u32string_view kApostrophes = U"'\u2019\u2018`";
        if (mark > at_.begin && kApostrophes.find(text_[mark]) != std::u32string_view::npos) at_.end = mark;
    }

    bool is_letter_at(uint32_t i) const { return i < at_.end && is_letter(text_[i]); }

    /// The end of the word with its inner hyphens and apostrophes that begins at `i`, or `i`.
    uint32_t word_end(uint32_t i) const {
        while (is_letter_at(i)) {
            while (is_letter_at(i)) ++i;
            if (i < at_.end && (text_[i] == U'-' || text_[i] == U'\'' || text_[i] == U'\u2019') && is_letter_at(i + 1)) ++i;
        }
        return i;
    }

    std::string lower_word(uint32_t begin, uint32_t end) const {
        std::string word;
        for (uint32_t i = begin; i < end; ++i) encode(lower(text_[i]), word);
        return word;
    }

    void drop_titles() {
        for (;;) {
            uint32_t end = word_end(at_.begin);
            if (end == at_.begin) return;
            std::string word = lower_word(at_.begin, end);
            uint32_t next = end;
            constexpr std::u32string_view kBetween = U" \u00A0\t\n-.";
            while (next < at_.end && kBetween.find(text_[next]) != std::u32string_view::npos) ++next;
            uint32_t next_end = word_end(next);
            if (!titles().contains(word) || next_end == next) return;
            if (needs_title_behind(word) && !titles().contains(lower_word(next, next_end))) return;
            at_.begin = next;
        }
    }

    std::u32string_view text_;
    Stretch at_;
    Kind kind_;
};

std::u32string code_points(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        out += c.value;
        at += c.length;
    }
    return out;
}

// ---------------------------------------------------------------- values

std::optional<double> number_of(std::string_view text) {
    std::string plain;
    for (char c : text)
        if (c != ',' && c != ' ') plain += c;
    if (plain.ends_with('%')) plain.pop_back();
    double value = 0;
    auto [end, failed] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (plain.empty() || failed != std::errc() || end != plain.data() + plain.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// The ends of "5/8", or the number twice.
std::optional<std::pair<double, double>> ends_of(std::string_view text) {
    size_t slash = text.find('/');
    auto low = number_of(text.substr(0, slash));
    auto high = slash == std::string_view::npos ? low : number_of(text.substr(slash + 1));
    if (!low || !high) return std::nullopt;
    return std::pair{*low, *high};
}

bool about_equal(double a, double b) { return std::abs(a - b) <= 1e-6 * std::max({1.0, std::abs(a), std::abs(b)}); }

/// Codes and names of one unit as one word: "USD", "$" and "dollars" are the same.
std::string unit_of(std::string_view written) {
    std::string unit;
    for (char c : written) unit += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 23> kSame = {{
        {"$", "usd"}, {"us$", "usd"}, {"dollar", "usd"}, {"dollars", "usd"}, {"united states dollar", "usd"}, {"us dollar", "usd"}, {"u.s. dollar", "usd"}, {"\u20AC", "eur"},
        {"euro", "eur"}, {"euros", "eur"}, {"\u00A3", "gbp"}, {"british pound", "gbp"}, {"pound", "gbp"}, {"pounds", "gbp"}, {"pound sterling", "gbp"}, {"\u00A5", "jpy"},
        {"yen", "jpy"}, {"japanese yen", "jpy"}, {"%", "percent"}, {"pct", "percent"}, {"percentage", "percent"}, {"per cent", "percent"}, {"none", ""},
    }};
    auto same = std::find_if(kSame.begin(), kSame.end(), [&](const auto& pair) { return pair.first == unit; });
    if (same != kSame.end()) return std::string(same->second);
    if (unit == "cardinal") return "";
    for (std::string_view british : {"metre", "litre"})
        for (size_t at = unit.find(british); at != std::string::npos; at = unit.find(british)) unit.replace(at + 3, 2, "er");
    if (unit.size() > 3 && unit.ends_with('s')) unit.pop_back();
    return unit;
}

/// TIMEX3 in one form: upper case, T between day and time, no seconds and minutes of zero, no ".0".
std::string timex_of(std::string_view written) {
    std::string timex;
    for (char c : written) timex += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    size_t first = timex.find_first_not_of(' '), last = timex.find_last_not_of(' ');
    timex = first == std::string::npos ? "" : timex.substr(first, last - first + 1);
    auto digits = [&](size_t at, size_t count) {
        if (at + count > timex.size()) return false;
        return std::all_of(timex.begin() + static_cast<std::ptrdiff_t>(at), timex.begin() + static_cast<std::ptrdiff_t>(at + count), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (timex.size() > 11 && digits(0, 4) && timex[4] == '-' && timex[7] == '-' && (timex[10] == ' ' || timex[10] == 'T')) {
        timex[10] = 'T';
        if (timex.ends_with('Z')) timex.pop_back();
    }
    if (size_t t = timex.rfind('T'); t != std::string::npos && digits(t + 1, 2)) {
        if (t + 3 == timex.size()) timex += ":00";
        else if (t + 9 == timex.size() && timex.ends_with(":00")) timex.resize(t + 6);
    }
    if (timex.starts_with('P'))
        if (size_t at = timex.find(".0"); at != std::string::npos && at + 2 < timex.size() && timex[at + 2] >= 'A' && timex[at + 2] <= 'Z') timex.erase(at, 2);
    return timex;
}

double kilometres_between(std::pair<double, double> a, std::pair<double, double> b) {
    constexpr double kRadians = std::numbers::pi / 180, kEarthRadius = 6371;
    double half_latitude = std::sin((b.first - a.first) * kRadians / 2), half_longitude = std::sin((b.second - a.second) * kRadians / 2);
    double part = half_latitude * half_latitude + std::cos(a.first * kRadians) * std::cos(b.first * kRadians) * half_longitude * half_longitude;
    return 2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(part)));
}
constexpr double kNearKilometres = 161;

std::optional<bool> same_reading(Kind kind, const std::string& gold_subkind, const MarkValue& gold, const MarkValue* found) {
    if (kind == Kind::Date) return gold.text.empty() ? std::nullopt : std::optional(found && timex_of(gold.text) == timex_of(found->text));
    if (kind == Kind::Number) {
        auto wanted = ends_of(gold.text);
        if (!wanted) return std::nullopt;
        auto ends = found ? ends_of(found->text) : std::nullopt;
        if (!ends || !about_equal(wanted->first, ends->first) || !about_equal(wanted->second, ends->second)) return false;
        std::string unit = gold_subkind == "cardinal" || gold_subkind == "ordinal" ? "" : unit_of(gold.unit);
        return unit.empty() || unit == unit_of(found->unit);
    }
    if (kind == Kind::Place) {
        if (gold.coordinates) return found && found->coordinates && kilometres_between(*gold.coordinates, *found->coordinates) <= kNearKilometres;
        return gold.text.empty() ? std::nullopt : std::optional(found && gold.text == found->text);
    }
    return std::nullopt;
}

// ---------------------------------------------------------------- matching

/// A mention as it is compared: trimmed, and where it came from.
struct Trimmed {
    Stretch at;
    uint32_t mark;
};

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;  // positions in gold and found, by gold

uint32_t overlap(Stretch a, Stretch b) {
    uint32_t begin = std::max(a.begin, b.begin), end = std::min(a.end, b.end);
    return begin < end ? end - begin : 0;
}

/// How much of both together they share.
double likeness(Stretch a, Stretch b) { return static_cast<double>(overlap(a, b)) / (std::max(a.end, b.end) - std::min(a.begin, b.begin)); }

/// Which of the found, by place, overlap a stretch.
class Overlaps {
public:
    explicit Overlaps(const std::vector<Trimmed>& found) : found_(found) {
        uint32_t furthest = 0;
        for (const Trimmed& one : found) furthest_.push_back(furthest = std::max(furthest, one.at.end));
    }
    template <class Take>
    void for_each(Stretch at, Take take) const {
        auto first = std::upper_bound(furthest_.begin(), furthest_.end(), at.begin);
        for (auto j = static_cast<uint32_t>(first - furthest_.begin()); j < found_.size() && found_[j].at.begin < at.end; ++j)
            if (overlap(at, found_[j].at) > 0) take(j);
    }

private:
    const std::vector<Trimmed>& found_;
    std::vector<uint32_t> furthest_;  // the end of any up to this one
};

/// The trimmed mentions of one kind by place, each stretch once: the first counts.
std::vector<Trimmed> trimmed_of(std::u32string_view text, const std::vector<Mark>& marks, Kind kind, const std::vector<std::string>& subkinds) {
    std::vector<Trimmed> all;
    for (uint32_t i = 0; i < marks.size(); ++i) {
        const Mark& mark = marks[i];
        if (mark.kind != kind || mark.at.begin >= mark.at.end || mark.at.end > text.size()) continue;
        if (!subkinds.empty() && !mark.subkind.empty() && std::find(subkinds.begin(), subkinds.end(), mark.subkind) == subkinds.end()) continue;
        all.push_back({trim(text, mark.at, kind), i});
    }
    std::stable_sort(all.begin(), all.end(), [](const Trimmed& a, const Trimmed& b) { return a.at < b.at; });
    all.erase(std::unique(all.begin(), all.end(), [](const Trimmed& a, const Trimmed& b) { return a.at == b.at; }), all.end());
    return all;
}

/// Pairs gold and found mentions of one kind.
class Matching {
public:
    Matching(const std::vector<Trimmed>& gold, const std::vector<Trimmed>& found, const std::vector<std::optional<Stretch>>& also)
        : gold_(gold), found_(found), also_(also), pair_of_gold_(gold.size(), kNoMark), pair_of_found_(found.size(), kNoMark) {}

    Pairs strict() {
        for (uint32_t i = 0; i < gold_.size(); ++i) take(i, gold_[i].at);
        for (uint32_t i = 0; i < gold_.size(); ++i)
            if (pair_of_gold_[i] == kNoMark && also_[i]) take(i, *also_[i]);
        return pairs();
    }

    /// After strict(): adds as many pairs that overlap as there can be, by augmenting paths, the most alike first.
    Pairs lenient() {
        Overlaps overlaps(found_);
        near_.resize(gold_.size());
        for (uint32_t i = 0; i < gold_.size(); ++i) {
            std::vector<std::pair<double, uint32_t>> candidates;
            overlaps.for_each(gold_[i].at, [&](uint32_t j) { candidates.emplace_back(-likeness(gold_[i].at, found_[j].at), j); });
            std::sort(candidates.begin(), candidates.end());
            for (const auto& candidate : candidates) near_[i].push_back(candidate.second);
        }
        std::vector<uint32_t> seen(found_.size(), kNoMark);  // by which search
        for (uint32_t i = 0; i < gold_.size(); ++i)
            if (pair_of_gold_[i] == kNoMark) augment(i, seen);
        return pairs();
    }

private:
    void take(uint32_t i, Stretch at) {
        auto same = std::lower_bound(found_.begin(), found_.end(), at, [](const Trimmed& one, Stretch stretch) { return one.at < stretch; });
        if (same == found_.end() || same->at != at) return;
        auto j = static_cast<uint32_t>(same - found_.begin());
        if (pair_of_found_[j] != kNoMark) return;
        pair_of_gold_[i] = j;
        pair_of_found_[j] = i;
    }

    /// Depth first, without recursion: a text may hold a chain of any length. A chain of n costs n squared at worst.
    void augment(uint32_t from, std::vector<uint32_t>& seen) {
        struct Step {
            uint32_t gold;
            size_t next;  // in near_[gold]
        };
        std::vector<Step> path{{from, 0}};
        while (!path.empty()) {
            Step& step = path.back();
            if (step.next == near_[step.gold].size()) {
                path.pop_back();
                continue;
            }
            uint32_t j = near_[step.gold][step.next++];
            if (seen[j] == from) continue;
            seen[j] = from;
            if (pair_of_found_[j] != kNoMark) {
                path.push_back({pair_of_found_[j], 0});
                continue;
            }
            for (const Step& taken : path) {
                uint32_t with = near_[taken.gold][taken.next - 1];
                pair_of_gold_[taken.gold] = with;
                pair_of_found_[with] = taken.gold;
            }
            return;
        }
    }

    Pairs pairs() const {
        Pairs all;
        for (uint32_t i = 0; i < gold_.size(); ++i)
            if (pair_of_gold_[i] != kNoMark) all.emplace_back(i, pair_of_gold_[i]);
        return all;
    }

    const std::vector<Trimmed>&gold_, &found_;
    const std::vector<std::optional<Stretch>>& also_;
    std::vector<uint32_t> pair_of_gold_, pair_of_found_;
    std::vector<std::vector<uint32_t>> near_;
};

/// One article, one set of kinds: the counts, and then why.
class Scoring {
public:
    Scoring(const GoldSet& set, const KindFlags& kinds, const GoldArticle& article, const std::vector<Mark>& found)
        : set_(set), kinds_(kinds), article_(article), found_(found), text_(code_points(article.text)) {}

    ArticleScore score() {
        for (size_t kind = 0; kind < kKindCount; ++kind) score_kind(kind);
        pair_the_rest();
        auto place = [&](const Fault& fault) { return fault.gold != kNoMark ? article_.marks[fault.gold].at : found_[fault.found].at; };
        std::stable_sort(result_.faults.begin(), result_.faults.end(), [&](const Fault& a, const Fault& b) { return place(a) < place(b); });
        return std::move(result_);
    }

private:
    void score_kind(size_t kind) {
        auto found = trimmed_of(text_, found_, static_cast<Kind>(kind), set_.subkinds[kind]);
        if (!kinds_[kind]) {
            for (const Trimmed& one : found) found_left_.push_back({one, false});
            return;
        }
        auto gold = trimmed_of(text_, article_.marks, static_cast<Kind>(kind), {});
        std::vector<std::optional<Stretch>> also(gold.size());
        std::vector<bool> skip_gold(gold.size());
        for (size_t i = 0; i < gold.size(); ++i) {
            const Mark& mark = article_.marks[gold[i].mark];
            skip_gold[i] = mark.optional;
            if (mark.also) also[i] = trim(text_, *mark.also, static_cast<Kind>(kind));
        }
        Matching matching(gold, found, also);
        KindScore& counts = result_.score.kinds[kind];
        for (bool lenient : {false, true}) {
            Pairs pairs = lenient ? matching.lenient() : matching.strict();
            // What is found over an optional one counts neither way.
            std::vector<bool> skip_found(found.size()), paired(found.size());
            for (auto [i, j] : pairs) (skip_gold[i] ? skip_found : paired)[j] = true;
            Overlaps overlaps(found);
            for (size_t i = 0; i < gold.size(); ++i)
                if (skip_gold[i])
                    overlaps.for_each(gold[i].at, [&](uint32_t j) {
                        if (!paired[j]) skip_found[j] = true;
                    });
            std::erase_if(pairs, [&](const auto& pair) { return skip_gold[pair.first]; });
            Tally& tally = lenient ? counts.lenient : counts.strict;
            tally.gold += static_cast<uint64_t>(std::count(skip_gold.begin(), skip_gold.end(), false));
            tally.found += static_cast<uint64_t>(std::count(skip_found.begin(), skip_found.end(), false));
            tally.right += pairs.size();
            for (auto [i, j] : pairs) (lenient ? add_lenient(counts, gold[i].mark, found[j].mark) : add_strict(counts, kind, gold[i].mark, found[j].mark));
            if (lenient) continue;
            group(counts, kind, pairs, gold, found);
            std::vector<bool> done = skip_gold;
            for (const auto& pair : pairs) done[pair.first] = true;
            for (size_t i = 0; i < gold.size(); ++i)
                if (!done[i]) gold_left_.push_back(gold[i]);
            for (size_t j = 0; j < found.size(); ++j)
                if (!skip_found[j] && !paired[j]) found_left_.push_back({found[j], true});
        }
    }

    void add_strict(KindScore& counts, size_t kind, uint32_t gold_mark, uint32_t found_mark) {
        const Mark &gold = article_.marks[gold_mark], &found = found_[found_mark];
        ++result_.score.confusion[kind][kind];
        if (same_value(gold, found) == false) result_.faults.push_back({Cause::WrongValue, gold_mark, found_mark});
        if (gold.subkind.empty()) return;
        ++counts.subkinds;
        counts.subkind_right += gold.subkind == found.subkind;
        if (gold.subkind != found.subkind) result_.faults.push_back({Cause::WrongSubkind, gold_mark, found_mark});
    }

    /// How well the pairs are linked.
    void group(KindScore& counts, size_t kind, const Pairs& pairs, const std::vector<Trimmed>& gold, const std::vector<Trimmed>& found) {
        // A gold entity or a found one, and its mentions; the found ones by the gold's, and the gold ones by the found's.
        std::map<std::string, std::vector<uint32_t>> by_gold, by_found;
        std::map<std::pair<std::string, std::string>, uint64_t> both;
        for (auto [i, j] : pairs) {
            const Mark &wanted = article_.marks[gold[i].mark], &is = found_[found[j].mark];
            if (static_cast<Kind>(kind) > Kind::Group || wanted.entity.empty() || is.entity.empty()) continue;
            by_gold[wanted.entity].push_back(gold[i].mark);
            by_found[is.entity].push_back(gold[i].mark);
            ++both[{wanted.entity, is.entity}];
        }
        std::map<std::string, size_t> parts_of_gold, parts_of_found;
        for (const auto& [entities, count] : both) {
            const auto& [wanted, is] = entities;
            auto square = static_cast<double>(count * count);
            counts.linked += count;
            counts.link_precision += square / static_cast<double>(by_found[is].size());
            counts.link_recall += square / static_cast<double>(by_gold[wanted].size());
            ++parts_of_gold[wanted];
            ++parts_of_found[is];
        }
        for (const auto& [entity, mentions] : by_gold)
            if (parts_of_gold[entity] > 1) result_.link_faults.push_back({false, static_cast<Kind>(kind), mentions});
        for (const auto& [entity, mentions] : by_found)
            if (parts_of_found[entity] > 1) result_.link_faults.push_back({true, static_cast<Kind>(kind), mentions});
    }

    void add_lenient(KindScore& counts, uint32_t gold_mark, uint32_t found_mark) const {
        auto same = same_value(article_.marks[gold_mark], found_[found_mark]);
        counts.valued += same.has_value();
        counts.value_right += same.value_or(false);
        counts.points.add(same_point(article_.marks[gold_mark], found_[found_mark]));
        counts.countries.add(same_country(article_.marks[gold_mark], found_[found_mark]));
    }

    /// What strict left unpaired, of all kinds: each with what stands there on the other side.
    void pair_the_rest() {
        auto by_place = [](const auto& a, const auto& b) { return a.at < b.at; };
        std::stable_sort(gold_left_.begin(), gold_left_.end(), by_place);
        std::stable_sort(found_left_.begin(), found_left_.end(), [&](const Left& a, const Left& b) { return by_place(a.one, b.one); });
        std::vector<Trimmed> found;
        for (const Left& left : found_left_) found.push_back(left.one);
        Overlaps overlaps(found);
        // The same kind before the same stretch before any overlap, then the most alike.
        std::vector<std::tuple<int, double, uint32_t, uint32_t>> candidates;
        for (uint32_t i = 0; i < gold_left_.size(); ++i)
            overlaps.for_each(gold_left_[i].at, [&](uint32_t j) {
                bool same_kind = article_.marks[gold_left_[i].mark].kind == found_[found[j].mark].kind;
                candidates.emplace_back(same_kind ? 0 : gold_left_[i].at == found[j].at ? 1 : 2, -likeness(gold_left_[i].at, found[j].at), i, j);
            });
        std::sort(candidates.begin(), candidates.end());
        std::vector<bool> gold_done(gold_left_.size()), found_done(found.size());
        for (const auto& [rank, unlike, i, j] : candidates) {
            if (gold_done[i] || found_done[j]) continue;
            gold_done[i] = found_done[j] = true;
            Kind gold_kind = article_.marks[gold_left_[i].mark].kind, found_kind = found_[found[j].mark].kind;
            ++result_.score.confusion[static_cast<size_t>(gold_kind)][static_cast<size_t>(found_kind)];
            result_.faults.push_back({gold_kind == found_kind ? Cause::WrongBoundary : Cause::WrongKind, gold_left_[i].mark, found[j].mark});
        }
        for (uint32_t i = 0; i < gold_left_.size(); ++i) {
            if (gold_done[i]) continue;
            ++result_.score.confusion[static_cast<size_t>(article_.marks[gold_left_[i].mark].kind)][kKindCount];
            result_.faults.push_back({Cause::Missed, gold_left_[i].mark, kNoMark});
        }
        for (uint32_t j = 0; j < found.size(); ++j) {
            if (found_done[j] || !found_left_[j].scored) continue;
            ++result_.score.confusion[kKindCount][static_cast<size_t>(found_[found[j].mark].kind)];
            result_.faults.push_back({Cause::Spurious, kNoMark, found[j].mark});
        }
    }

    struct Left {
        Trimmed one;
        bool scored;  // of a kind that is scored
    };

    const GoldSet& set_;
    const KindFlags& kinds_;
    const GoldArticle& article_;
    const std::vector<Mark>& found_;
    std::u32string text_;
    ArticleScore result_;
    std::vector<Trimmed> gold_left_;
    std::vector<Left> found_left_;
};

}  // namespace

Stretch trim(std::u32string_view text, Stretch at, Kind kind) { return Trimmer(text, at, kind).trim(); }

std::optional<bool> same_value(const Mark& gold, const Mark& found) {
    std::optional<bool> same;
    const MarkValue* value = found.values.empty() ? nullptr : &found.values[0];
    for (const MarkValue& reading : gold.values)
        if (auto one = same_reading(gold.kind, gold.subkind, reading, value)) same = same.value_or(false) || *one;
    return same;
}

namespace {
/// Does any reading of gold that `tells` agree?
template <class Tells, class Agrees>
std::optional<bool> any_reading(const Mark& gold, const Mark& found, Tells tells, Agrees agrees) {
    std::optional<bool> same;
    if (gold.kind != Kind::Place) return same;
    for (const MarkValue& reading : gold.values)
        if (tells(reading)) same = same.value_or(false) || (!found.values.empty() && agrees(reading, found.values[0]));
    return same;
}
}  // namespace

std::optional<bool> same_point(const Mark& gold, const Mark& found) {
    return any_reading(
        gold, found, [](const MarkValue& value) { return value.coordinates.has_value(); },
        [](const MarkValue& a, const MarkValue& b) { return b.coordinates && kilometres_between(*a.coordinates, *b.coordinates) <= kNearKilometres; });
}

std::optional<bool> same_country(const Mark& gold, const Mark& found) {
    return any_reading(
        gold, found, [](const MarkValue& value) { return !value.text.empty(); }, [](const MarkValue& a, const MarkValue& b) { return a.text == b.text; });
}

Answers& Answers::operator+=(const Answers& other) {
    asked += other.asked;
    right += other.right;
    return *this;
}

Tally& Tally::operator+=(const Tally& other) {
    gold += other.gold;
    found += other.found;
    right += other.right;
    return *this;
}

KindScore& KindScore::operator+=(const KindScore& other) {
    strict += other.strict;
    lenient += other.lenient;
    valued += other.valued;
    value_right += other.value_right;
    points += other.points;
    countries += other.countries;
    subkinds += other.subkinds;
    subkind_right += other.subkind_right;
    linked += other.linked;
    link_precision += other.link_precision;
    link_recall += other.link_recall;
    return *this;
}

Score& Score::operator+=(const Score& other) {
    for (size_t kind = 0; kind < kKindCount; ++kind) kinds[kind] += other.kinds[kind];
    for (size_t row = 0; row <= kKindCount; ++row)
        for (size_t column = 0; column <= kKindCount; ++column) confusion[row][column] += other.confusion[row][column];
    return *this;
}

std::string_view cause_name(Cause cause) {
    constexpr std::array<std::string_view, kCauseCount> kNames = {"missed", "spurious", "wrong kind", "wrong boundary", "wrong value", "wrong subkind"};
    return kNames[static_cast<size_t>(cause)];
}

ArticleScore score_article(const GoldSet& set, const KindFlags& kinds, const GoldArticle& article, const std::vector<Mark>& found) {
    return Scoring(set, kinds, article, found).score();
}

KindScore micro(const Score& score) {
    KindScore all;
    for (const KindScore& kind : score.kinds) all += kind;
    return all;
}

double micro_value_f1(const Score& score) {
    KindScore valued;
    for (const KindScore& kind : score.kinds)
        if (kind.valued > 0) valued += kind;
    return valued.value_f1();
}

std::vector<Change> changes(const GoldArticle& article, const std::vector<Mark>& found_before, const std::vector<Fault>& before, const std::vector<Mark>& found_after,
                            const std::vector<Fault>& after) {
    // A fault is one with that of the other run at the same gold mention, or, when spurious, at the same stretch and kind.
    using Key = std::tuple<Stretch, uint32_t, Kind>;
    auto key_of = [&](const Fault& fault, const std::vector<Mark>& found) {
        const Mark& mark = fault.gold != kNoMark ? article.marks[fault.gold] : found[fault.found];
        return Key{mark.at, fault.gold, mark.kind};
    };
    auto rank = [](Cause cause) { return cause == Cause::WrongSubkind ? 2 : cause == Cause::WrongValue ? 1 : 0; };
    // The worst fault at each place: a mention may have a wrong value and a wrong subkind.
    std::map<Key, std::array<uint32_t, 2>> places;
    auto enter = [&](const std::vector<Fault>& faults, const std::vector<Mark>& found, size_t run) {
        for (uint32_t i = 0; i < faults.size(); ++i) {
            auto& at = places.try_emplace(key_of(faults[i], found), std::array{kNoFault, kNoFault}).first->second[run];
            if (at == kNoFault || rank(faults[i].cause) < rank(faults[at].cause)) at = i;
        }
    };
    enter(before, found_before, 0);
    enter(after, found_after, 1);
    std::vector<Change> all;
    for (const auto& [key, faults] : places) {
        auto [was, is] = faults;
        int rank_before = was == kNoFault ? 3 : rank(before[was].cause), rank_after = is == kNoFault ? 3 : rank(after[is].cause);
        if (rank_before != rank_after) {
            all.push_back({rank_after < rank_before ? Change::Way::Lost : Change::Way::Won, was, is});
            continue;
        }
        const Fault &a = before[was], &b = after[is];
        bool same = a.cause == b.cause && (a.found == kNoMark) == (b.found == kNoMark);
        if (same && a.found != kNoMark) {
            const Mark &x = found_before[a.found], &y = found_after[b.found];
            same = x.at == y.at && x.kind == y.kind && (a.cause != Cause::WrongValue || x.values == y.values) && (a.cause != Cause::WrongSubkind || x.subkind == y.subkind);
        }
        if (!same) all.push_back({Change::Way::Otherwise, was, is});
    }
    return all;
}

}  // namespace nutgraf
