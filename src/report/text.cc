// For a person at a terminal: the article's entities by kind, the most mentioned first.
//
//     Places
//       Geneva             2  city in Switzerland, 46.20°N 6.15°E
//       United States      3  country (US), also US, U.S.
//
// Three columns: name, count, and all else; the first and the last are wrapped to the width.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include <unicode/uchar.h>
#include <unicode/uloc.h>

#include "../unicode.h"
#include "view.h"

namespace nutgraf {
namespace {

constexpr std::array<std::string_view, kKindCount> kTitles = {"People", "Places", "Organizations", "Groups", "Numbers", "Dates"};
constexpr std::array<std::string_view, kKindCount> kColors = {"32", "34", "35", "36", "33", "31"};  // of terminals, by kind
constexpr std::string_view kBold = "1", kFaint = "2";
constexpr size_t kNarrowest = 40, kMargin = 2, kGap = 2, kCountColumn = 3;

/// How many columns of a terminal a code point takes.
size_t width_of(char32_t c) {
    if (c < 0x300) return 1;
    auto point = static_cast<UChar32>(c);
    int8_t type = u_charType(point);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
    int wide = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

size_t width_of(std::string_view text) {
    size_t width = 0;
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        width += width_of(c.value);
        at += c.length;
    }
    return width;
}

/// On one line and harmless to a terminal: white space becomes one space, what controls terminals or the direction of
/// writing is dropped.
std::string one_line(std::string_view text) {
    std::string line;
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        bool directs = (c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069);
        if (is_space(c.value)) {
            if (!line.empty() && line.back() != ' ') line += ' ';
        } else if (c.value >= 0x20 && (c.value < 0x7F || c.value > 0x9F) && !directs) {
            line += text.substr(at, c.length);
        }
        at += c.length;
    }
    if (line.ends_with(' ')) line.pop_back();
    return line;
}

/// Breaks at spaces; a word longer than the width stays whole.
std::vector<std::string> wrap(const std::string& text, size_t width) {
    std::vector<std::string> lines(1);
    size_t used = 0;
    for (size_t begin = 0; begin < text.size();) {
        size_t end = std::min(text.find(' ', begin), text.size());
        std::string word = text.substr(begin, end - begin);
        size_t wide = width_of(word);
        if (used > 0 && used + 1 + wide > width) {
            lines.emplace_back();
            used = 0;
        }
        if (used > 0) lines.back() += ' ';
        lines.back() += word;
        used += wide + (used > 0 ? 1 : 0);
        begin = end + 1;
    }
    return lines;
}

/// "CH" -> "Switzerland"
std::string country_name(std::string_view code) {
    std::string locale = "und_" + std::string(code);
    UChar name[100];
    UErrorCode failed = U_ZERO_ERROR;
    int32_t length = uloc_getDisplayCountry(locale.c_str(), "en", name, 100, &failed);
    if (U_FAILURE(failed) || length <= 0 || length >= 100) return std::string(code);
    std::string text;
    for (int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U16_NEXT(name, i, length, c);
        encode(static_cast<char32_t>(c), text);
    }
    return text;
}

/// "46.20222" -> "46.20°N"
std::string degrees(std::string_view number, std::string_view positive, std::string_view negative) {
    double value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, std::abs(value), std::chars_format::fixed, 2).ptr;
    return std::string(digits, end) + "°" + std::string(value < 0 ? negative : positive);
}

/// "768000000" -> "768,000,000"
std::string grouped(std::string_view number, bool measured) {
    std::string text(number);
    measured |= text.find('.') != std::string::npos;
    size_t first = text.starts_with('-') ? 1 : 0;
    size_t point = std::min(text.find('.'), text.size());
    if (text.find_first_not_of("0123456789.", first) != std::string::npos || point < first + (measured ? 4 : 5)) return text;  // "1492" stays
    for (size_t at = point; at > first + 3;) text.insert(at -= 3, ",");
    return text;
}

std::string unit_name(std::string_view unit) {
    // UCUM codes that are no abbreviations a reader knows.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kNames = {{
        {"%", "%"}, {"Cel", " °C"}, {"[degF]", " °F"}, {"[in_i]", " inches"}, {"[ft_i]", " feet"}, {"[yd_i]", " yards"}, {"[mi_i]", " miles"},
        {"[nmi_i]", " nautical miles"}, {"[mi_i]/h", " miles an hour"}, {"[lb_av]", " pounds"}, {"[oz_av]", " ounces"}, {"[gal_us]", " gallons"},
        {"[bbl_us]", " barrels"}, {"[acr_us]", " acres"}, {"har", " hectares"},
    }};
    for (const auto& [code, name] : kNames)
        if (unit == code) return std::string(name);
    return unit.empty() ? "" : ' ' + std::string(unit);
}

std::string number_text(const Value& value) {
    if (value.text.empty()) return "";
    std::string text = value.modifier.empty() ? "" : (value.modifier == "approx" ? "about" : value.modifier) + ' ';
    bool measured = !value.unit.empty();
    if (auto range = range_of(value)) text += grouped(range->low, measured) + " to " + grouped(range->high, measured);
    else text += grouped(value.text, measured);
    return text + unit_name(value.unit);
}

/// "P3D" -> "3 days", "PT2H30M" -> "2 hours 30 minutes"; as it stands when it is more than that.
std::string duration_text(std::string_view timex) {
    std::string text;
    bool time = false;
    for (size_t at = 1; at < timex.size();) {
        if (timex[at] == 'T' && !time) {
            time = true;
            ++at;
            continue;
        }
        size_t end = timex.find_first_not_of("0123456789.", at);
        if (end == at || end == std::string_view::npos) return std::string(timex);
        std::string_view unit;
        switch (timex[end]) {
            case 'Y': unit = "year"; break;
            case 'M': unit = time ? "minute" : "month"; break;
            case 'W': unit = "week"; break;
            case 'D': unit = "day"; break;
            case 'H': unit = "hour"; break;
            case 'S': unit = "second"; break;
            default: return std::string(timex);
        }
        std::string_view count = timex.substr(at, end - at);
        text += (text.empty() ? "" : " ") + std::string(count) + ' ' + std::string(unit) + (count == "1" ? "" : "s");
        at = end + 1;
    }
    return text;
}

constexpr std::array<std::string_view, 7> kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
std::string_view weekday(CalendarDate date) {
    return kDays[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()];
}

/// "P1M" -> "every month", "XXXX-WXX-1" -> "every Monday"
std::string set_text(const std::string& timex) {
    constexpr std::string_view kEveryWeek = "XXXX-WXX-";
    if (timex.size() == kEveryWeek.size() + 1 && timex.starts_with(kEveryWeek) && timex.back() >= '1' && timex.back() <= '7')
        return "every " + std::string(kDays[static_cast<size_t>(timex.back() - '0') % 7]);
    if (!timex.starts_with('P')) return "repeated: " + timex;
    std::string length = duration_text(timex);
    if (length.starts_with("1 ") && length.find(' ', 2) == std::string::npos) length.erase(0, 2);
    return "every " + length;
}

std::string date_text(const Value& value, Subkind subkind) {
    std::string text = value.text;
    if (text.empty()) return "open";
    if (text == "PRESENT_REF") return "now";
    if (text == "PAST_REF") return "in the past";
    if (text == "FUTURE_REF") return "in the future";
    if (subkind == Subkind::Duration && text.starts_with('P')) {
        text = duration_text(text);
    } else if (subkind == Subkind::Set) {
        text = set_text(text);
    } else if (auto day = parse_iso_date(text)) {
        text += ", " + std::string(weekday(*day));
    } else if (text.size() > 10 && text[10] == 'T' && parse_iso_date(text.substr(0, 10))) {
        text[10] = ' ';
    } else if (text.find_first_not_of("0123456789-") != std::string::npos && !value.start.empty() && !value.end.empty() && value.start != value.end) {
        if (text.find('/') == std::string::npos) text += ", ";
        else text.clear();
        text += value.start + " to " + value.end;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kModifiers = {{
        {"APPROX", "about "}, {"START", "early in "}, {"MID", "the middle of "}, {"END", "late in "}, {"BEFORE", "before "},
        {"AFTER", "after "}, {"ON_OR_BEFORE", "until "}, {"ON_OR_AFTER", "since "}, {"LESS_THAN", "less than "}, {"MORE_THAN", "more than "},
    }};
    for (const auto& [modifier, words] : kModifiers)
        if (value.modifier == modifier) return std::string(words) + text;
    return text;
}

std::string place_text(const Facts& facts, Subkind subkind) {
    std::string text(subkind_name(subkind));
    if (!facts.country.empty()) {
        if (subkind == Subkind::Country) text += " (" + std::string(facts.country) + ')';
        else text += (text.empty() ? "" : " in ") + country_name(facts.country);
    }
    if (!facts.latitude.empty() && !facts.longitude.empty())
        text += (text.empty() ? "" : ", ") + degrees(facts.latitude, "N", "S") + ' ' + degrees(facts.longitude, "E", "W");
    return text;
}

constexpr uint32_t kMostReasons = 6;  // pieces of evidence that are told of a mention

/// Writes one article.
class Page {
public:
    Page(const View& view, const Analyzer& analyzer, const ReportOptions& options, std::string& out)
        : view_(view), analyzer_(analyzer), options_(options), width_(std::max(options.width, kNarrowest)), out_(out) {}

    void write() {
        heading();
        std::vector<Line> lines;
        for (size_t i = 0; i < view_.entity_count; ++i) lines.push_back(line(view_.entities[i]));
        size_t widest = 0;
        for (const Line& one : lines) widest = std::max(widest, width_of(one.name));
        name_column_ = std::min(widest, (width_ - kMargin) * 2 / 5);
        for (size_t kind = 0; kind < kKindCount; ++kind) section(static_cast<Kind>(kind), lines);
        if (lines.empty()) out_ += "\n  nothing found\n";
    }

private:
    struct Line {
        const View::Group* group;
        std::string name;
        std::string about;  // value and other forms
    };

    void heading() const {
        out_ += painted(one_line(view_.document->id()), kBold) + '\n';
        if (auto date = view_.document->date()) {
            out_ += painted("published " + iso_date(*date) + ", " + std::string(weekday(*date)), kFaint) + '\n';
        } else if (options_.kinds[static_cast<size_t>(Kind::Date)] && !view_.mentions.empty()) {
            for (const auto& text : wrap("no date of publication is known, so relative dates stay open; give it with --date 2021-12-28", width_))
                out_ += painted(text, kFaint) + '\n';
        }
    }

    void section(Kind kind, std::vector<Line>& all) {
        std::vector<const Line*> lines;
        for (const Line& one : all)
            if (one.group->entity->kind == kind && !one.group->mentions.empty()) lines.push_back(&one);
        if (lines.empty()) return;
        std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) { return a->group->mentions.size() > b->group->mentions.size(); });
        auto index = static_cast<size_t>(kind);
        out_ += '\n' + painted(kTitles[index], std::string(kBold) + ';' + std::string(kColors[index])) + '\n';
        for (const Line* one : lines) {
            row(*one, kColors[index]);
            if (options_.explain) reasons(*one->group);
        }
    }

    void row(const Line& line, std::string_view color) {
        size_t about_column = kMargin + name_column_ + kGap + kCountColumn + kGap;
        auto names = wrap(line.name, name_column_);
        auto abouts = wrap(line.about, width_ - about_column);
        std::string count = std::to_string(line.group->mentions.size());
        for (size_t i = 0; i < std::max(names.size(), abouts.size()); ++i) {
            std::string name = i < names.size() ? names[i] : "";
            std::string about = i < abouts.size() ? abouts[i] : "";
            size_t used = kMargin + width_of(name);
            out_ += std::string(kMargin, ' ') + painted(name, color);
            if (i == 0) {
                size_t column = kMargin + name_column_ + kGap + kCountColumn;
                out_ += std::string(used + count.size() + kGap > column ? kGap : column - used - count.size(), ' ') + count;
                used = std::max(column, used + kGap + count.size());
            }
            if (!about.empty()) out_ += std::string(used + 1 > about_column ? 1 : about_column - used, ' ') + about;
            out_ += '\n';
        }
    }

    Line line(const View::Group& group) {
        const Entity& entity = *group.entity;
        Line made{&group, one_line(entity.name), value_text(entity)};
        if (made.about == made.name) made.about.clear();  // "2,000" says what it means
        std::vector<std::string> forms{made.name};
        for (uint32_t mention : group.mentions) {
            std::string form = one_line(view_.text(*view_.mentions[mention].mention));
            if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(form);
        }
        for (size_t i = 1; i < forms.size(); ++i) made.about += (i > 1 ? ", " : made.about.empty() ? "also " : "; also ") + forms[i];
        return made;
    }

    std::string value_text(const Entity& entity) {
        switch (entity.kind) {
            case Kind::Person: return "";
            case Kind::Place: return place_text(facts_of(analyzer_.lexicon(), entity.value.entry), entity.subkind);
            case Kind::Number: return number_text(entity.value);
            case Kind::Date: return date_text(entity.value, entity.subkind);
            case Kind::Organization:
            case Kind::Group: break;
        }
        std::string text(subkind_name(entity.subkind));
        Facts facts = facts_of(analyzer_.lexicon(), entity.value.entry);
        if (!facts.country.empty()) text += (text.empty() ? "" : ", ") + country_name(facts.country);
        return text;
    }

    /// Each mention in the words around it, and why it was taken for what it is.
    void reasons(const View::Group& group) {
        const std::string indent(2 * kMargin, ' ');
        for (uint32_t number : group.mentions) {
            const Mention& mention = *view_.mentions[number].mention;
            out_ += indent + painted(quotation(mention), kFaint) + '\n';
            std::string_view about = rule_about(analyzer_.rules(), mention.rule);
            std::string why = std::string(sureness_name(mention.sure)) + (about.empty() ? "" : ": " + std::string(about)) + " (rule " +
                              std::string(rule_name(analyzer_.rules(), mention.rule));
            if (mention.rule < analyzer_.rules().rules().size()) {
                const Rule& rule = analyzer_.rules().rules()[mention.rule];
                why += ", " + rule.file + ':' + std::to_string(rule.line);
            }
            for (const auto& text : wrap(one_line(why + ')'), width_ - 3 * kMargin)) out_ += indent + std::string(kMargin, ' ') + text + '\n';
            const Analysis& analysis = *view_.analysis;
            auto index = static_cast<size_t>(&mention - analysis.mentions.data());
            if (index + 1 >= analysis.first_reason.size() || analysis.first_reason[index] == analysis.first_reason[index + 1]) continue;
            std::string reasons;
            uint32_t last = std::min(analysis.first_reason[index + 1], analysis.first_reason[index] + kMostReasons);
            for (uint32_t r = analysis.first_reason[index]; r < last; ++r) {
                const Reason& reason = analysis.reasons[r];
                reasons += (reasons.empty() ? "" : "; ") + analyzer_.evidence().describe(reason.evidence) + (reason.weight > 0 ? " +" : " ") + std::to_string(reason.weight);
            }
            for (const auto& text : wrap(reasons, width_ - 3 * kMargin)) out_ += indent + std::string(kMargin, ' ') + painted(text, kFaint) + '\n';
        }
    }

    /// "... Foreign Minister [Sergei Ryabkov] told ..." on one line of the page.
    std::string quotation(const Mention& mention) const {
        const auto& tokens = view_.analysis->tokens;
        std::string inside = '[' + one_line(view_.text(mention)) + ']';
        size_t room = width_ - std::min(width_, 2 * kMargin + width_of(inside) + 8);
        std::string before, behind;
        uint32_t begin = mention.tokens.begin, end = mention.tokens.end;
        auto between = [&](uint32_t from, uint32_t to) { return one_line(view_.document->text({from, to})); };
        while (begin > 0 && !tokens[begin].starts_sentence) {
            std::string more = between(tokens[begin - 1].bytes.begin, tokens[mention.tokens.begin].bytes.begin);
            if (width_of(more) > room / 2) break;
            --begin;
            before = std::move(more);
        }
        room -= std::min(room, width_of(before));
        while (end < tokens.size() && !tokens[end].starts_sentence) {
            std::string more = between(tokens[mention.tokens.end - 1].bytes.end, tokens[end].bytes.end);
            if (width_of(more) > room) break;
            ++end;
            behind = std::move(more);
        }
        // What the cut has left at an end without the words it belongs to is cut, too: ", and Foreign Minister [...]".
        if (begin > 0 && !tokens[begin].starts_sentence)
            while (!before.empty() && std::string_view(",;:.-)'\" ").find(before.front()) != std::string_view::npos) before.erase(0, 1);
        bool spaced_before = mention.tokens.begin > 0 && !tokens[mention.tokens.begin].glued;
        bool spaced_behind = mention.tokens.end < tokens.size() && !tokens[mention.tokens.end].glued;
        std::string text = begin > 0 && !tokens[begin].starts_sentence ? "... " : "";
        text += before + (before.empty() || !spaced_before ? "" : " ") + inside + (behind.empty() || !spaced_behind ? "" : " ") + behind;
        return text + (end < tokens.size() && !tokens[end].starts_sentence ? " ..." : "");
    }

    std::string painted(std::string_view text, std::string_view color) const {
        if (!options_.color || text.empty()) return std::string(text);
        return "\033[" + std::string(color) + 'm' + std::string(text) + "\033[0m";
    }

    const View& view_;
    const Analyzer& analyzer_;
    const ReportOptions& options_;
    size_t width_;
    std::string& out_;
    size_t name_column_ = 0;
};

}  // namespace

void TextReport::write(const View& view, std::string& out) const { Page(view, analyzer_, options_, out).write(); }

}  // namespace nutgraf
