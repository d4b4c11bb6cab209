#include "score_commands.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#define RAPIDJSON_HAS_STDSTRING 1
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "error.h"
#include "score.h"

namespace nutgraf {
namespace {

constexpr uint32_t kContext = 40;  // code points on either side of a mention

/// One article with what was found in it.
struct Scored {
    const GoldSet* set;
    const GoldArticle* article;
    size_t set_number;
    std::vector<Mark> found, found_before;
    ArticleScore score, score_before;
    std::vector<Change> changes;
    bool compared = false;
};

/// The sets that are scored, with the sums over their articles.
struct SetScore {
    const GoldSet* set;
    KindFlags kinds{};
    Score score;
    size_t compared = 0;              // articles that have an earlier result;
    Score score_before, score_after;  // theirs, then and now
};

std::string plural(size_t count, const std::string& one) { return std::to_string(count) + ' ' + one + (count == 1 ? "" : "s"); }

// ---------------------------------------------------------------- faults in words

std::string kind_and_subkind(const Mark& mark) { return std::string(kind_name(mark.kind)) + (mark.subkind.empty() ? "" : '/' + mark.subkind); }

std::string value_in_words(const Mark& mark) {
    if (mark.values.empty()) return "no value";
    const MarkValue& value = mark.values[0];
    std::string text = value.text;
    if (!value.unit.empty()) text += ':' + value.unit;
    if (value.coordinates) {
        std::array<char, 64> degrees{};
        std::snprintf(degrees.data(), degrees.size(), "%.2f,%.2f", value.coordinates->first, value.coordinates->second);
        text += (text.empty() ? "" : " ") + std::string(degrees.data());
    }
    return text;
}

/// An article's text by code points.
class Text {
public:
    explicit Text(std::string_view text) : text_(text) {
        for (size_t at = 0; at < text.size(); ++at)
            if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) starts_.push_back(at);
        starts_.push_back(text.size());
    }
    /// On one line.
    std::string part(size_t begin, size_t end) const {
        size_t last = starts_.size() - 1;
        std::string line;
        for (char c : text_.substr(starts_[std::min(begin, last)], starts_[std::min(end, last)] - starts_[std::min(begin, last)])) {
            if (c == '\n') line += "\u23CE";
            else if (c == '\r' || c == '\t') line += ' ';
            else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) line += c;
        }
        return line;
    }
    std::string in_context(Stretch at) const {
        return part(at.begin - std::min(at.begin, kContext), at.begin) + '[' + part(at.begin, at.end) + ']' + part(at.end, size_t{at.end} + kContext);
    }

private:
    std::string_view text_;
    std::vector<size_t> starts_;  // bytes
};

std::string by_rule(const Mark& mark) { return mark.rule.empty() ? "" : "by " + mark.rule + (mark.sure.empty() ? "" : ", " + mark.sure); }

/// What faults of one cause have in common: "organization found as place by city-near, likely".
std::string group_of(const Fault& fault, const GoldArticle& article, const std::vector<Mark>& found) {
    std::string group;
    if (fault.gold != kNoMark) group = fault.cause == Cause::Missed ? kind_and_subkind(article.marks[fault.gold]) : std::string(kind_name(article.marks[fault.gold].kind));
    if (fault.found == kNoMark) return group;
    const Mark& mark = found[fault.found];
    if (fault.cause == Cause::WrongKind) group += " found as ";
    if (fault.cause == Cause::WrongKind || fault.cause == Cause::Spurious) group += kind_name(mark.kind);
    std::string rule = by_rule(mark);
    return group + (rule.empty() ? "" : ' ' + rule);
}

/// What is wrong at this place, beyond its cause and group; "" when nothing is to be said.
std::string note_of(const Fault& fault, const GoldArticle& article, const std::vector<Mark>& found, const Text& text) {
    if (fault.gold == kNoMark || fault.found == kNoMark) return "";
    const Mark &gold = article.marks[fault.gold], &mark = found[fault.found];
    switch (fault.cause) {
        case Cause::WrongValue: return value_in_words(mark) + ", not " + value_in_words(gold);
        case Cause::WrongSubkind: return (mark.subkind.empty() ? "none" : mark.subkind) + ", not " + gold.subkind;
        default: return mark.at == gold.at ? "" : "found: " + text.part(mark.at.begin, mark.at.end);
    }
}

Stretch place_of(const Fault& fault, const GoldArticle& article, const std::vector<Mark>& found) { return fault.gold != kNoMark ? article.marks[fault.gold].at : found[fault.found].at; }

/// One fault as it is shown.
struct Shown {
    std::string set, article, group, context, note;
};

Shown shown(const Fault& fault, const Scored& scored, const std::vector<Mark>& found) {
    Text text(scored.article->text);
    return {scored.set->name, scored.article->id, group_of(fault, *scored.article, found), text.in_context(place_of(fault, *scored.article, found)),
            note_of(fault, *scored.article, found, text)};
}

struct FaultGroup {
    std::string name;
    size_t count = 0;
    std::vector<Shown> shown;
};
struct CauseGroups {
    Cause cause{};
    size_t count = 0, shown = 0;
    std::vector<FaultGroup> groups;  // the largest first
};

/// The errors by cause and by rule; of each cause at most `most`, evenly spread over its articles.
std::vector<CauseGroups> group_errors(const std::vector<Scored>& articles, size_t most) {
    std::vector<CauseGroups> causes;
    for (size_t c = 0; c < kCauseCount; ++c) {
        CauseGroups all;
        all.cause = static_cast<Cause>(c);
        std::vector<std::pair<const Scored*, const Fault*>> faults;
        for (const Scored& article : articles)
            for (const Fault& fault : article.score.faults)
                if (fault.cause == all.cause) faults.emplace_back(&article, &fault);
        all.count = faults.size();
        all.shown = most == 0 ? all.count : std::min(most, all.count);
        std::map<std::string, FaultGroup> groups;
        size_t next = 0;  // of those shown
        for (size_t i = 0; i < faults.size(); ++i) {
            const auto& [article, fault] = faults[i];
            std::string name = group_of(*fault, *article->article, article->found);
            FaultGroup& group = groups[name];
            ++group.count;
            if (next == all.shown || i < next * faults.size() / all.shown) continue;
            group.shown.push_back(shown(*fault, *article, article->found));
            ++next;
        }
        for (auto& [name, group] : groups) {
            group.name = name;
            all.groups.push_back(std::move(group));
        }
        std::stable_sort(all.groups.begin(), all.groups.end(), [](const FaultGroup& a, const FaultGroup& b) { return a.count > b.count; });
        if (all.count > 0) causes.push_back(std::move(all));
    }
    return causes;
}

struct ShownChange {
    Change::Way way;
    std::string heading;  // "missed"
    Shown fault;
    std::string right_by;  // "was right by city-near, likely"; "" when it was not or the rule is not known
};

/// Which rule found what is right at a gold mention: the found mention of its kind that is there.
std::string rule_at(const Mark& gold, const std::vector<Mark>& found) {
    for (const Mark& mark : found)
        if (mark.kind == gold.kind && mark.at.begin < gold.at.end && gold.at.begin < mark.at.end) return by_rule(mark);
    return "";
}

/// The changes in the order of the articles. Those that are lost show what is wrong now, the others what was.
std::vector<ShownChange> list_changes(const std::vector<Scored>& articles) {
    std::vector<ShownChange> all;
    for (const Scored& article : articles)
        for (const Change& change : article.changes) {
            bool now = change.way == Change::Way::Lost;
            const std::vector<Mark>& found = now ? article.found : article.found_before;
            const Fault& fault = now ? article.score.faults[change.after] : article.score_before.faults[change.before];
            ShownChange one{change.way, std::string(cause_name(fault.cause)), shown(fault, article, found), ""};
            if (fault.gold != kNoMark && (now ? change.before : change.after) == kNoFault) {
                std::string rule = rule_at(article.article->marks[fault.gold], now ? article.found_before : article.found);
                if (!rule.empty()) one.right_by = (now ? "was right " : "now right ") + rule;
            }
            if (change.way == Change::Way::Otherwise) one.heading += ", now " + std::string(cause_name(article.score.faults[change.after].cause));
            all.push_back(std::move(one));
        }
    return all;
}

// ---------------------------------------------------------------- text

std::string cell(double share) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%7.1f", 100 * share);
    return text.data();
}

std::string right_aligned(std::string_view text, size_t width) { return std::string(width - std::min(width, text.size()), ' ') + std::string(text); }
std::string left_aligned(std::string_view text, size_t width) { return std::string(text) + std::string(width - std::min(width, text.size()), ' '); }

constexpr size_t kNameWidth = 16;

std::string table_row(std::string_view name, const KindScore& score, double value_f1) {
    const std::string none = right_aligned("-", 7);
    std::string row = left_aligned(name, kNameWidth);
    for (uint64_t count : {score.strict.gold, score.strict.found, score.strict.right}) row += right_aligned(std::to_string(count), 7);
    for (const Tally* tally : {&score.strict, &score.lenient}) {
        row += ' ';
        row += tally->found == 0 ? none : cell(tally->precision());
        row += tally->gold == 0 ? none : cell(tally->recall());
        row += tally->gold + tally->found == 0 ? none : cell(tally->f1());
    }
    row += ' ' + (score.valued == 0 ? none : cell(value_f1));
    row += ' ' + (score.subkinds == 0 ? none : cell(static_cast<double>(score.subkind_right) / static_cast<double>(score.subkinds)));
    row += "  " + (score.linked == 0 ? none : cell(score.grouping_f1()));
    return row + '\n';
}

void print_table(const std::string& title, const KindFlags& kinds, const Score& score, std::string& out) {
    out += title + '\n';
    for (size_t kind = 0; kind < kKindCount; ++kind)
        if (kinds[kind]) out += table_row("  " + std::string(kind_name(static_cast<Kind>(kind))), score.kinds[kind], score.kinds[kind].value_f1());
    if (std::count(kinds.begin(), kinds.end(), true) > 1) out += table_row("  micro", micro(score), micro_value_f1(score));
}

std::string table_head() {
    std::string head = std::string(kNameWidth + 21, ' ') + ' ' + left_aligned(" strict", 21) + ' ' + left_aligned("   lenient", 21) + "   value subkind grouping\n" + std::string(kNameWidth, ' ');
    for (const char* column : {"gold", "found", "right"}) head += right_aligned(column, 7);
    for (int i = 0; i < 2; ++i)
        for (const char* column : {" P", "R", "F1"}) head += right_aligned(column, *column == ' ' ? 8 : 7);
    return head + "      F1   share       F1\n";
}

/// "251 of 264 = 95.1 %"
std::string share_in_words(const Answers& answers) {
    if (answers.asked == 0) return "-";
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%llu of %llu = %.1f %%", static_cast<unsigned long long>(answers.right), static_cast<unsigned long long>(answers.asked),
                  100 * static_cast<double>(answers.right) / static_cast<double>(answers.asked));
    return text.data();
}

/// Where places lie: coordinates and country apart.
void print_places(const std::vector<SetScore>& sets, const Score& total, std::string& out) {
    const KindScore& all = total.kinds[static_cast<size_t>(Kind::Place)];
    if (all.points.asked + all.countries.asked == 0) return;
    constexpr size_t kWidth = 29;
    out += "\nof the places found whose gold tells it\n" + std::string(kNameWidth, ' ') + right_aligned("coordinates within 161 km", kWidth) + right_aligned("country right", kWidth) + '\n';
    auto row = [&](const std::string& name, const KindScore& score) {
        if (score.points.asked + score.countries.asked > 0)
            out += left_aligned("  " + name, kNameWidth) + right_aligned(share_in_words(score.points), kWidth) + right_aligned(share_in_words(score.countries), kWidth) + '\n';
    };
    for (const SetScore& set : sets) row(set.set->name, set.score.kinds[static_cast<size_t>(Kind::Place)]);
    if (sets.size() > 1) row("all", all);
}

void print_confusion(const KindFlags& kinds, const Confusion& confusion, std::string& out) {
    // Kinds that are not scored have a column when something is found as one of them.
    std::array<bool, kKindCount> column{};
    for (size_t c = 0; c < kKindCount; ++c) {
        column[c] = kinds[c];
        for (size_t row = 0; row < kKindCount; ++row) column[c] |= confusion[row][c] > 0;
    }
    constexpr size_t kWidth = 14;
    out += "\n" + left_aligned("gold \\ found as", kNameWidth);
    for (size_t c = 0; c < kKindCount; ++c)
        if (column[c]) out += right_aligned(kind_name(static_cast<Kind>(c)), kWidth);
    out += right_aligned("missed", kWidth) + '\n';
    for (size_t row = 0; row <= kKindCount; ++row) {
        if (row < kKindCount && !kinds[row]) continue;
        out += left_aligned("  " + std::string(row < kKindCount ? kind_name(static_cast<Kind>(row)) : "spurious"), kNameWidth);
        for (size_t c = 0; c <= kKindCount; ++c)
            if (c == kKindCount ? row < kKindCount : column[c]) out += right_aligned(confusion[row][c] == 0 ? "." : std::to_string(confusion[row][c]), kWidth);
        out += '\n';
    }
}

std::string fault_line(const Shown& fault, const std::string& before = "", const std::string& behind = "") {
    std::string note;
    for (const std::string& part : {before, fault.note, behind})
        if (!part.empty()) note += (note.empty() ? "" : "; ") + part;
    return fault.set + '/' + fault.article + "  " + fault.context + (note.empty() ? "" : "  (" + note + ')') + '\n';
}

/// "Ann Berg, Berg": the wordings of the mentions, each once.
std::string wordings(const LinkFault& fault, const GoldArticle& article, bool names) {
    Text text(article.text);
    std::set<std::string> all;
    for (uint32_t gold : fault.gold) {
        const Mark& mark = article.marks[gold];
        all.insert(names ? mark.entity : text.part(mark.at.begin, mark.at.end));
    }
    std::string joined;
    for (const std::string& one : all) joined += (joined.empty() ? "" : " | ") + one;
    return joined;
}

void print_link_faults(const std::vector<Scored>& articles, size_t most, std::string& out) {
    size_t count = 0, shown = 0;
    for (const Scored& article : articles) count += article.score.link_faults.size();
    if (count == 0) return;
    out += "\nwrong grouping: " + std::to_string(count) + (most > 0 && most < count ? ", of which " + std::to_string(most) : "") + '\n';
    for (const Scored& article : articles)
        for (const LinkFault& fault : article.score.link_faults) {
            if (most > 0 && shown++ == most) return;
            out += "      " + article.set->name + '/' + article.article->id + "  " + std::string(kind_name(fault.kind)) + (fault.merged ? " merged: " : " split: ") +
                   wordings(fault, *article.article, true) + "  (" + wordings(fault, *article.article, false) + ")\n";
        }
}

void print_errors(const std::vector<Scored>& articles, size_t most, std::string& out) {
    for (const CauseGroups& cause : group_errors(articles, most)) {
        out += '\n' + std::string(cause_name(cause.cause)) + ": " + std::to_string(cause.count) + (cause.shown < cause.count ? ", of which " + std::to_string(cause.shown) : "") + '\n';
        for (const FaultGroup& group : cause.groups) {
            out += "  " + group.name + ": " + std::to_string(group.count) + '\n';
            for (const Shown& fault : group.shown) out += "      " + fault_line(fault);
        }
    }
    print_link_faults(articles, most, out);
}

void print_changes(const std::vector<SetScore>& sets, const std::vector<Scored>& articles, const std::string& before, std::string& out) {
    auto all = list_changes(articles);
    auto count = [&](Change::Way way) { return static_cast<size_t>(std::count_if(all.begin(), all.end(), [&](const ShownChange& one) { return one.way == way; })); };
    out += "\nsince " + before + ": " + std::to_string(count(Change::Way::Won)) + " won, " + std::to_string(count(Change::Way::Lost)) + " lost, " +
           std::to_string(count(Change::Way::Otherwise)) + " wrong in another way\n";
    for (const SetScore& set : sets) {
        if (set.compared == 0) {
            out += "  " + set.set->name + ": not in " + before + '\n';
            continue;
        }
        std::string line;
        for (size_t kind = 0; kind <= kKindCount; ++kind) {
            bool all_kinds = kind == kKindCount;
            if (!all_kinds && !set.kinds[kind]) continue;
            double was = all_kinds ? micro(set.score_before).strict.f1() : set.score_before.kinds[kind].strict.f1();
            double is = all_kinds ? micro(set.score_after).strict.f1() : set.score_after.kinds[kind].strict.f1();
            double value_was = all_kinds ? micro_value_f1(set.score_before) : set.score_before.kinds[kind].value_f1();
            double value_is = all_kinds ? micro_value_f1(set.score_after) : set.score_after.kinds[kind].value_f1();
            if (was == is && value_was == value_is) continue;
            auto step = [](double from, double to) {
                std::array<char, 64> text{};
                std::snprintf(text.data(), text.size(), "%.1f -> %.1f", 100 * from, 100 * to);
                return std::string(text.data());
            };
            line += (line.empty() ? "" : ", ") + std::string(all_kinds ? "micro" : kind_name(static_cast<Kind>(kind)));
            if (was != is) line += ' ' + step(was, is);
            if (value_was != value_is) line += " value " + step(value_was, value_is);
        }
        if (set.compared < set.set->articles.size()) line += (line.empty() ? "" : "; ") + plural(set.set->articles.size() - set.compared, "article") + " not in " + before;
        if (!line.empty()) out += "  " + set.set->name + ": " + line + '\n';
    }
    constexpr std::array<std::pair<Change::Way, std::string_view>, 3> kWays = {{{Change::Way::Lost, "lost"}, {Change::Way::Won, "won"}, {Change::Way::Otherwise, "wrong in another way"}}};
    for (auto [way, name] : kWays) {
        if (count(way) == 0) continue;
        out += '\n' + std::string(name) + '\n';
        for (const ShownChange& one : all)
            if (one.way == way) out += "  " + fault_line(one.fault, one.heading + ": " + one.fault.group, one.right_by);
    }
}

std::string text_report(const ScoreOptions& options, const std::vector<SetScore>& sets, const std::vector<Scored>& articles) {
    std::string out = table_head();
    SetScore total{};
    for (const SetScore& set : sets) {
        print_table(set.set->name + ", " + plural(set.set->articles.size(), "article"), set.kinds, set.score, out);
        total.score += set.score;
        for (size_t kind = 0; kind < kKindCount; ++kind) total.kinds[kind] |= set.kinds[kind];
    }
    if (sets.size() > 1) print_table("all, " + plural(articles.size(), "article"), total.kinds, total.score, out);
    print_places(sets, total.score, out);
    print_confusion(total.kinds, total.score.confusion, out);
    if (options.errors) print_errors(articles, options.most_errors, out);
    if (!options.before.empty()) print_changes(sets, articles, options.before, out);
    return out;
}

// ---------------------------------------------------------------- JSON

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

class JsonScore {
public:
    JsonScore(const ScoreOptions& options, const std::vector<SetScore>& sets, const std::vector<Scored>& articles) : options_(options), sets_(sets), articles_(articles), json_(buffer_) {
        json_.SetIndent(' ', 2);
    }

    std::string write() {
        json_.StartObject();
        json_.Key("sets");
        json_.StartArray();
        SetScore total{};
        for (const SetScore& set : sets_) {
            json_.StartObject();
            field("set", set.set->name);
            write_score(set.set->articles.size(), set.kinds, set.score);
            json_.EndObject();
            total.score += set.score;
            for (size_t kind = 0; kind < kKindCount; ++kind) total.kinds[kind] |= set.kinds[kind];
        }
        json_.EndArray();
        json_.Key("all");
        json_.StartObject();
        write_score(articles_.size(), total.kinds, total.score);
        json_.EndObject();
        if (options_.errors) write_errors();
        if (!options_.before.empty()) write_changes();
        json_.EndObject();
        return std::string(buffer_.GetString(), buffer_.GetSize()) + '\n';
    }

private:
    void field(const char* name, const std::string& text) {
        json_.Key(name);
        json_.String(text);
    }
    void field(const char* name, uint64_t number) {
        json_.Key(name);
        json_.Uint64(number);
    }
    void share(const char* name, double value) {
        json_.Key(name);
        json_.Double(std::round(value * 1e4) / 1e4);
    }

    void write_tally(const char* name, const Tally& tally) {
        json_.Key(name);
        json_.StartObject();
        field("gold", tally.gold);
        field("found", tally.found);
        field("right", tally.right);
        share("precision", tally.precision());
        share("recall", tally.recall());
        share("f1", tally.f1());
        json_.EndObject();
    }

    void write_kind(const std::string& name, const KindScore& score, double value_f1) {
        json_.Key(name);
        json_.StartObject();
        write_tally("strict", score.strict);
        write_tally("lenient", score.lenient);
        if (score.valued > 0) {
            json_.Key("value");
            json_.StartObject();
            field("compared", score.valued);
            field("right", score.value_right);
            share("f1", value_f1);
            json_.EndObject();
        }
        for (auto [question, answers] : {std::pair{"coordinates", &score.points}, std::pair{"country", &score.countries}}) {
            if (answers->asked == 0) continue;
            json_.Key(question);
            json_.StartObject();
            field("compared", answers->asked);
            field("right", answers->right);
            json_.EndObject();
        }
        if (score.subkinds > 0) {
            json_.Key("subkind");
            json_.StartObject();
            field("compared", score.subkinds);
            field("right", score.subkind_right);
            json_.EndObject();
        }
        if (score.linked > 0) {
            json_.Key("grouping");
            json_.StartObject();
            field("compared", score.linked);
            share("f1", score.grouping_f1());
            json_.EndObject();
        }
        json_.EndObject();
    }

    void write_score(size_t articles, const KindFlags& kinds, const Score& score) {
        field("articles", articles);
        json_.Key("kinds");
        json_.StartObject();
        for (size_t kind = 0; kind < kKindCount; ++kind)
            if (kinds[kind]) write_kind(std::string(kind_name(static_cast<Kind>(kind))), score.kinds[kind], score.kinds[kind].value_f1());
        write_kind("micro", micro(score), micro_value_f1(score));
        json_.EndObject();
        json_.Key("confusion");
        json_.StartObject();
        for (size_t row = 0; row <= kKindCount; ++row) {
            if (row < kKindCount && !kinds[row]) continue;
            json_.Key(row < kKindCount ? std::string(kind_name(static_cast<Kind>(row))) : "spurious");
            json_.StartObject();
            for (size_t c = 0; c <= kKindCount; ++c)
                if (score.confusion[row][c] > 0) field(c < kKindCount ? std::string(kind_name(static_cast<Kind>(c))).c_str() : "missed", score.confusion[row][c]);
            json_.EndObject();
        }
        json_.EndObject();
    }

    /// `start` and `end` are of the gold mention, or of the found one where there is no gold.
    void write_fault(const Fault& fault, const Scored& scored, const std::vector<Mark>& found) {
        field("set", scored.set->name);
        field("id", scored.article->id);
        field("cause", std::string(cause_name(fault.cause)));
        Stretch at = place_of(fault, *scored.article, found);
        field("start", at.begin);
        field("end", at.end);
        Text text(scored.article->text);
        field("context", text.in_context(at));
        if (fault.gold != kNoMark) write_mark("gold", scored.article->marks[fault.gold], text);
        if (fault.found != kNoMark) write_mark("found", found[fault.found], text);
    }

    void write_mark(const char* name, const Mark& mark, const Text& text) {
        json_.Key(name);
        json_.StartObject();
        field("text", text.part(mark.at.begin, mark.at.end));
        field("kind", std::string(kind_name(mark.kind)));
        if (!mark.subkind.empty()) field("subkind", mark.subkind);
        if (!mark.values.empty()) field("value", value_in_words(mark));
        if (!mark.rule.empty()) field("rule", mark.rule);
        if (!mark.sure.empty()) field("sure", mark.sure);
        json_.EndObject();
    }

    /// All of them: a program can choose.
    void write_errors() {
        json_.Key("errors");
        json_.StartArray();
        for (const Scored& article : articles_)
            for (const Fault& fault : article.score.faults) {
                json_.StartObject();
                write_fault(fault, article, article.found);
                json_.EndObject();
            }
        json_.EndArray();
        json_.Key("grouping_errors");
        json_.StartArray();
        for (const Scored& article : articles_)
            for (const LinkFault& fault : article.score.link_faults) {
                json_.StartObject();
                field("set", article.set->name);
                field("id", article.article->id);
                field("kind", std::string(kind_name(fault.kind)));
                field("fault", std::string(fault.merged ? "merged" : "split"));
                field("entities", wordings(fault, *article.article, true));
                field("wordings", wordings(fault, *article.article, false));
                json_.EndObject();
            }
        json_.EndArray();
    }

    void write_changes() {
        json_.Key("diff");
        json_.StartArray();
        constexpr std::array kWays = {"lost", "won", "otherwise"};
        for (const Scored& article : articles_)
            for (const Change& change : article.changes) {
                json_.StartObject();
                field("change", kWays[static_cast<size_t>(change.way)]);
                if (change.before != kNoFault) {
                    json_.Key("before");
                    json_.StartObject();
                    write_fault(article.score_before.faults[change.before], article, article.found_before);
                    json_.EndObject();
                }
                if (change.after != kNoFault) {
                    json_.Key("after");
                    json_.StartObject();
                    write_fault(article.score.faults[change.after], article, article.found);
                    json_.EndObject();
                }
                json_.EndObject();
            }
        json_.EndArray();
    }

    const ScoreOptions& options_;
    const std::vector<SetScore>& sets_;
    const std::vector<Scored>& articles_;
    rapidjson::StringBuffer buffer_;
    Writer json_;
};

// ---------------------------------------------------------------- the run

/// Analyses and scores the articles on several threads; each writes to its own article alone.
void score_all(const std::vector<SetScore>& sets, const Analyzer& analyzer, unsigned jobs, std::vector<Scored>& articles) {
    std::atomic<size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;
    auto work = [&]() noexcept {
        try {
            Workspace workspace;
            for (size_t i = next++; i < articles.size(); i = next++) {
                Scored& scored = articles[i];
                const KindFlags& kinds = sets[scored.set_number].kinds;
                Document document(scored.article->id, scored.article->text, scored.article->date);
                scored.found = marks_of(analyzer, document, analyzer.analyze(document, workspace));
                scored.score = score_article(*scored.set, kinds, *scored.article, scored.found);
                if (!scored.compared) continue;
                scored.score_before = score_article(*scored.set, kinds, *scored.article, scored.found_before);
                scored.changes = changes(*scored.article, scored.found_before, scored.score_before.faults, scored.found, scored.score.faults);
            }
        } catch (...) {
            std::lock_guard lock(mutex);
            failure = std::current_exception();
            next = articles.size();
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < jobs && i < articles.size(); ++i) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
}

/// Gives every article its earlier result: by set and id, or by id where the earlier run names no set.
void find_before(const std::string& path, std::vector<Scored>& articles, std::vector<Problem>& problems) {
    std::map<std::pair<std::string, std::string>, std::vector<FoundBefore>> by_id;
    for (FoundBefore& found : read_found(path)) {
        auto key = std::pair{found.set, found.id};
        by_id[key].push_back(std::move(found));
    }
    for (auto& [key, all] : by_id) std::reverse(all.begin(), all.end());  // taken from the back
    size_t changed = 0, any = 0;
    for (Scored& scored : articles) {
        for (const std::string& set : {scored.set->name, std::string()}) {
            auto known = by_id.find({set, scored.article->id});
            if (known == by_id.end() || known->second.empty()) continue;
            FoundBefore before = std::move(known->second.back());
            known->second.pop_back();
            ++any;
            if (!before.digest.empty() && before.digest != digest_of(scored.article->text)) {
                ++changed;
                break;
            }
            scored.found_before = std::move(before.marks);
            scored.compared = true;
            break;
        }
    }
    if (any == 0) throw Error("--diff: " + path + " has none of these articles");
    if (changed > 0) problems.push_back({path + ": " + plural(changed, "article") + " had another text then; not compared", false});
}

void keep_gold(const std::string& flag, const std::string& path, const std::vector<std::string>& files) {
    std::error_code missing;
    if (path.empty() || !std::filesystem::exists(path, missing)) return;
    for (const std::string& file : files)
        if (std::filesystem::equivalent(path, file, missing)) throw Error(flag + ": " + path + " is gold that is read; it would be lost");
}

}  // namespace

ScoreResult run_score(const ScoreOptions& options, const Analyzer& analyzer, const std::string& output) {
    ScoreResult result;
    Gold gold = read_gold(options.paths);
    result.problems = std::move(gold.problems);
    keep_gold("--output", output, gold.files);
    keep_gold("--save", options.save, gold.files);

    std::vector<SetScore> sets;
    std::vector<Scored> articles;
    for (const GoldSet& set : gold.sets) {
        SetScore one{};
        one.set = &set;
        for (size_t kind = 0; kind < kKindCount; ++kind) one.kinds[kind] = set.kinds[kind] && options.kinds[kind];
        if (std::find(one.kinds.begin(), one.kinds.end(), true) == one.kinds.end()) continue;
        for (const GoldArticle& article : set.articles) {
            Scored scored{};
            scored.set = &set;
            scored.article = &article;
            scored.set_number = sets.size();
            articles.push_back(std::move(scored));
        }
        sets.push_back(one);
    }
    if (articles.empty()) {
        std::string what = "score: nothing to score: ";
        for (const Problem& problem : result.problems) what += (problem.text == result.problems[0].text ? "" : "\n") + problem.text;
        throw Error(result.problems.empty() ? what + "no mention of these kinds is marked there" : what);
    }
    if (!options.before.empty()) find_before(options.before, articles, result.problems);
    score_all(sets, analyzer, options.jobs, articles);

    for (const Scored& scored : articles) {
        SetScore& set = sets[scored.set_number];
        set.score += scored.score.score;
        if (scored.compared) {
            ++set.compared;
            set.score_before += scored.score_before.score;
            set.score_after += scored.score.score;
        }
        if (!options.save.empty()) result.found += found_line({scored.set->name, scored.article->id, digest_of(scored.article->text), scored.found});
    }
    result.text = options.format == Format::Json ? JsonScore(options, sets, articles).write() : text_report(options, sets, articles);
    return result;
}

void keep_found(const std::string& path, const std::string& found) {
    errno = 0;
    std::ofstream file(path, std::ios::binary);
    if (file) file << found;
    file.close();
    if (!file) throw Error("--save: " + path + ": " + (errno != 0 ? std::strerror(errno) : "cannot be written"));
}

}  // namespace nutgraf
