// For a person at a terminal: the article's entities by kind, the most salient first: who, where, how much, when.
//
//     People
//       Pavel Barta     3  Deputy Foreign Minister
//
//     Places
//       United States      3  country (US), 38.90°N 99.00°W; also US, U.S.
//       Geneva             2  city in Switzerland, 46.20°N 6.15°E
//
// Three columns: name, count, and all else; the first and the last are wrapped to the width. Of each kind the report has the
// first dozen, and says how many more there are, unless ReportOptions::all.
#include <algorithm>

#include <unicode/uchar.h>

#include "../unicode.h"
#include "view.h"
#include "wording.h"

namespace nutgraf {
namespace {

constexpr std::array<std::string_view, kKindCount> kColors = {"32", "34", "35", "36", "33", "31"};  // of terminals, by kind
constexpr std::string_view kBold = "1", kFaint = "2";
constexpr size_t kNarrowest = 40, kMargin = 2, kGap = 2, kCountColumn = 3;
constexpr size_t kMostOfKind = 12;

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

/// Writes one article.
class Page {
public:
    Page(const View& view, const Analyzer& analyzer, const ReportOptions& options, std::string& out)
        : view_(view), analyzer_(analyzer), options_(options), width_(std::max(options.width, kNarrowest)), out_(out) {}

    void write() {
        heading();
        std::array<std::vector<Line>, kKindCount> sections;
        std::array<size_t, kKindCount> left_out{};
        size_t widest = 0;
        for (size_t kind = 0; kind < kKindCount; ++kind) {
            auto groups = most_salient(view_, static_cast<Kind>(kind));
            // One line more is no longer than to say that there is one.
            size_t shown = options_.all || options_.explain || groups.size() <= kMostOfKind + 1 ? groups.size() : kMostOfKind;
            left_out[kind] = groups.size() - shown;
            for (size_t i = 0; i < shown; ++i) sections[kind].push_back(line(*groups[i]));
            for (const Line& one : sections[kind]) widest = std::max(widest, width_of(one.name));
        }
        name_column_ = std::min(widest, (width_ - kMargin) * 2 / 5);
        for (size_t kind = 0; kind < kKindCount; ++kind) section(kind, sections[kind], left_out[kind]);
        if (widest == 0) out_ += "\n  nothing found\n";
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
            out_ += painted(published_in_words(*date), kFaint) + '\n';
        } else if (options_.kinds[static_cast<size_t>(Kind::Date)] && !view_.mentions.empty()) {
            for (const auto& text : wrap("no date of publication is known, so relative dates stay open; give it with --date 2021-12-28", width_))
                out_ += painted(text, kFaint) + '\n';
        }
    }

    void section(size_t kind, const std::vector<Line>& lines, size_t left_out) {
        if (lines.empty()) return;
        out_ += '\n' + painted(title_of(static_cast<Kind>(kind)), std::string(kBold) + ';' + std::string(kColors[kind])) + '\n';
        for (const Line& one : lines) {
            row(one, kColors[kind]);
            if (options_.explain) reasons(*one.group);
        }
        if (left_out > 0) out_ += std::string(kMargin, ' ') + painted("and " + std::to_string(left_out) + " more (--all)", kFaint) + '\n';
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

    Line line(const View::Group& group) const {
        Line made{&group, one_line(group.entity->name), about_in_words(view_, group, facts_of(analyzer_.lexicon(), group.entity->value))};
        auto others = other_names_of(view_, group);
        for (size_t i = 0; i < others.size(); ++i) made.about += (i > 0 ? ", " : made.about.empty() ? "also " : "; also ") + others[i];
        return made;
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
            why += "); linked: " + std::string(link_about(view_.mentions[number].link));
            for (const auto& text : wrap(one_line(why), width_ - 3 * kMargin)) out_ += indent + std::string(kMargin, ' ') + text + '\n';
            std::string reasons = reasons_in_words(view_, analyzer_, mention);
            if (reasons.empty()) continue;
            for (const auto& text : wrap(reasons, width_ - 3 * kMargin)) out_ += indent + std::string(kMargin, ' ') + painted(text, kFaint) + '\n';
        }
    }

    /// "... Foreign Minister [Pavel Barta] told ..." on one line of the page.
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
