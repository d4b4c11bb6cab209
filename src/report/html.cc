// html: a page an article, for a reader: the text with its mentions marked, the entities in tables, the dates in order,
// who stands with whom; html/page.js draws charts and a map from these. One article is one file that needs no other.
// Of several, each page stands in a folder with the overview (overview_page.cc), and what that needs is packed behind the page.
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "file_name.h"
#include "formats.h"
#include "html_page.h"
#include "packing.h"
#include "quoting.h"
#include "wording.h"

namespace nutgraf {
namespace {

constexpr size_t kLongestHeadline = 200;    // bytes
constexpr size_t kLongestContext = 140;     // bytes of a sentence on either side of a date
constexpr size_t kMostQuotes = 3;           // sentences told for a date
constexpr size_t kMostPairs = 100;          // in the table
constexpr size_t kMostInSentence = 40;      // entities of one sentence that are paired: more are a list, not company
constexpr std::array<Kind, 3> kCompany = {Kind::Person, Kind::Place, Kind::Organization};  // kinds that appear with each other

struct Pair {
    uint32_t a, b;      // positions in View::entities
    uint32_t mention;   // where they first stand together
    uint64_t sentences;
};

/// Who stands in one sentence with whom, the most often first.
std::vector<Pair> find_pairs(const View& view) {
    std::vector<Pair> pairs;
    std::unordered_map<uint64_t, size_t> known;
    const auto& tokens = view.analysis->tokens;
    std::vector<uint32_t> sentence;
    auto end_sentence = [&](uint32_t mention) {
        std::sort(sentence.begin(), sentence.end());
        for (size_t i = 0; i < sentence.size(); ++i)
            for (size_t k = i + 1; k < sentence.size(); ++k) {
                auto [found, is_new] = known.emplace(uint64_t{sentence[i]} << 32 | sentence[k], pairs.size());
                if (is_new) pairs.push_back({sentence[i], sentence[k], mention, 1});
                else ++pairs[found->second].sentences;
            }
        sentence.clear();
    };
    uint32_t token = 0, first = 0;
    for (uint32_t i = 0; i < view.mentions.size(); ++i) {
        const Mention& mention = *view.mentions[i].mention;
        for (; token <= mention.tokens.begin; ++token)
            if (tokens[token].starts_sentence) end_sentence(first);
        if (std::find(kCompany.begin(), kCompany.end(), mention.kind) == kCompany.end()) continue;
        if (sentence.empty()) first = i;
        uint32_t entity = view.mentions[i].entity;
        if (sentence.size() < kMostInSentence && std::find(sentence.begin(), sentence.end(), entity) == sentence.end()) sentence.push_back(entity);
    }
    end_sentence(first);
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.sentences > b.sentences; });
    return pairs;
}

/// The first line when it is a headline: short, with more text behind it, and neither a sentence nor a date's header.
std::string headline_of(const View& view) {
    std::string_view text = view.document->text();
    const auto& tokens = view.analysis->tokens;
    if (tokens.empty()) return "";
    uint32_t begin = tokens[0].bytes.begin;
    size_t end = text.find_first_of("\r\n", begin);
    if (end == std::string_view::npos || end - begin > kLongestHeadline) return "";
    auto next = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) { return token.bytes.begin > end; });
    if (next == tokens.end() || !next->starts_sentence) return "";
    const Token& last = *(next - 1);
    if (view.document->text(last.bytes) == ".") return "";
    std::string_view first = view.document->text(tokens[0].bytes);
    for (std::string_view header : {"date", "Date", "DATE", "Published", "PUBLISHED", "published"})
        if (first == header) return "";
    return one_line(text.substr(begin, end - begin));
}

/// "1114" says no more than "1,114".
bool says_the_same(std::string value, std::string name) {
    std::erase(value, ',');
    std::erase(name, ',');
    return value == name;
}

class Page {
public:
    Page(const View& view, FormatContext& context, std::string_view root, std::string& out)
        : view_(view), context_(context), root_(root), out_(out), headline_(headline_of(view)), pairs_(find_pairs(view)) {}

    void write() {
        std::string_view id = view_.document->id();
        std::string name = one_line(id.substr(id.find_last_of('/') == std::string_view::npos ? 0 : id.find_last_of('/') + 1));
        title_ = !headline_.empty() ? headline_ : !name.empty() ? name : "Article";
        Frame frame{title_, root_};
        begin_page(out_, frame);
        out_ += "<a class=\"skip\" href=\"#entities\">Skip to the entities</a>\n<header>\n";
        if (!root_.empty()) {
            out_ += "<nav><a href=\"";
            out_ += root_;
            out_ += "/index.html\">All articles</a></nav>\n";
        }
        out_ += "<p class=\"source\"><span>";
        put_xml(out_, one_line(id));
        out_ += "</span>";
        if (auto date = view_.document->date()) {
            out_ += R"( <time id="published" datetime=")" + iso_date(*date) + R"(">published )" + date_in_prose(*date) + "</time>";
        } else {
            out_ += " <span>No date of publication is known, so relative dates stay open.</span>";
        }
        out_ += "</p>\n</header>\n<main>\n";
        std::array<size_t, kKindCount> counts{};
        for (size_t i = 0; i < view_.entities.size(); ++i) ++counts[static_cast<size_t>(view_.entities[i].entity->kind)];
        put_legend(out_, counts);
        out_ += "<div class=\"reader\">\n<article>\n";
        if (headline_.empty()) {
            out_ += "<h1>";
            put_xml(out_, title_);
            out_ += "</h1>\n";
        }
        out_ += "<div id=\"text\">";
        text();
        out_ += "</div>\n</article>\n<section id=\"entities\" tabindex=\"-1\" aria-labelledby=\"entities-title\">\n<h2 id=\"entities-title\">Entities</h2>\n";
        if (view_.mentions.empty()) out_ += "<p>Nothing was found.</p>\n";
        for (size_t kind = 0; kind < kKindCount; ++kind) entities(static_cast<Kind>(kind));
        out_ += "</section>\n</div>\n<div class=\"charts\">\n";
        if (counts[0] + counts[1] + counts[2] + counts[3] > 0) {
            begin_chart(out_, "most", "Named most", "", true);
            end_chart(out_);
        }
        if (std::any_of(view_.entities.begin(), view_.entities.end(), [&](const View::Group& group) { return on_map(group); })) {
            begin_chart(out_, "map", "Places", "", true);
            end_chart(out_);
        }
        timeline();
        pairs();
        out_ += "</div>\n</main>\n";
        end_page(out_, frame);
    }

    const std::string& title() const { return title_; }
    const std::vector<Pair>& company() const { return pairs_; }

private:
    bool on_map(const View::Group& group) const {
        const Facts& facts = context_.facts.of(group.entity->value);
        return group.entity->kind == Kind::Place && !facts.latitude.empty() && !facts.longitude.empty();
    }

    /// The whole text, every byte in its place: the headline, paragraphs, and in them the mentions.
    void text() {
        std::string_view text = view_.document->text();
        const auto& tokens = view_.analysis->tokens;
        bool in_headline = !headline_.empty();
        size_t headline_end = in_headline ? text.find_first_of("\r\n", tokens[0].bytes.begin) : 0;
        out_ += in_headline ? "<h1>" : "<p>";
        size_t at = 0, mention = 0;
        for (const Token& token : tokens) {
            size_t begin = token.bytes.begin;
            if (in_headline && begin > headline_end) {
                put_xml(out_, text.substr(at, begin - at));
                out_ += "</h1>\n<p>";
                at = begin;
                in_headline = false;
            } else if (token.starts_paragraph && begin > 0 && &token != tokens.data()) {
                put_xml(out_, text.substr(at, begin - at));
                out_ += "</p>\n<p>";
                at = begin;
            }
            if (mention == view_.mentions.size()) continue;
            ByteSpan bytes = bytes_of(tokens, view_.mentions[mention].mention->tokens);
            if (bytes.begin != begin) continue;
            put_xml(out_, text.substr(at, begin - at));
            mark(mention, text.substr(bytes.begin, bytes.end - bytes.begin));
            at = bytes.end;
            ++mention;
        }
        put_xml(out_, text.substr(at));
        out_ += in_headline ? "</h1>" : "</p>";
    }

    void mark(size_t number, std::string_view words) {
        const View::Row& row = view_.mentions[number];
        out_ += "<mark class=\"";
        out_ += kind_name(row.mention->kind);
        out_ += "\"><a id=\"m";
        put_number(out_, number);
        out_ += "\" href=\"#e";
        put_number(out_, row.entity);
        out_ += '"';
        put_attribute(out_, "title", told_of(row));
        out_ += '>';
        put_xml(out_, words);
        out_ += "</a></mark>";
    }

    /// What is known of a mention, a line each: what it is, its value, why.
    std::string told_of(const View::Row& row) const {
        const Mention& mention = *row.mention;
        const Entity& entity = *view_.entities[row.entity].entity;
        constexpr std::array<std::string_view, kKindCount> kNames = {"Person", "Place", "Organization", "Group", "Number", "Date"};
        std::string text(kNames[static_cast<size_t>(mention.kind)]);
        std::string name = one_line(mention.kind <= Kind::Group ? entity.name : view_.text(mention));
        text += ": " + name;
        const Facts& facts = context_.facts.of(mention.value);
        std::string value = value_in_words(mention.kind, mention.subkind, mention.value, facts, Wording::Prose);
        if (mention.kind == Kind::Person) value = about_in_words(view_, view_.entities[row.entity], facts, Wording::Prose);
        if (mention.kind == Kind::Place && !coordinates_in_words(facts).empty()) value += (value.empty() ? "" : ", ") + coordinates_in_words(facts);
        if (!value.empty() && !says_the_same(value, name)) text += '\n' + value;
        if (std::string role(mention.value.figure().role); !role.empty()) text += role == "level" ? " (the level)" : " (a " + role + ')';
        std::string_view about = rule_about(context_.analyzer.rules(), mention.rule), rule = rule_name(context_.analyzer.rules(), mention.rule);
        text += '\n' + std::string(sureness_name(mention.sure)) + (about.empty() ? "" : ": " + one_line(about));
        if (!rule.empty()) text += " (rule " + one_line(rule) + ')';
        // What a first mention, the same name and the same value are linked by shows.
        if (row.link != Link::First && row.link != Link::SameName && row.link != Link::Value) text += "\nlinked: " + std::string(link_about(row.link));
        if (std::string reasons = reasons_in_words(view_, context_.analyzer, mention); !reasons.empty()) text += '\n' + reasons;
        return text;
    }

    void entities(Kind kind) {
        std::vector<EntityRow> rows;
        for (const View::Group* group : most_salient(view_, kind)) {
            const Entity& entity = *group->entity;
            const Facts& facts = context_.facts.of(entity.value);
            EntityRow row{};
            row.number = static_cast<size_t>(group - view_.entities.data());
            row.name = one_line(entity.name);
            row.link = "#m" + std::to_string(group->mentions[0]);
            row.about = about_in_words(view_, *group, facts, Wording::Prose);
            if (says_the_same(row.about, row.name)) row.about.clear();
            row.mentions = group->mentions.size();
            for (const std::string& name : other_names_of(view_, *group)) row.also += (row.also.empty() ? "" : ", ") + name;
            if (on_map(*group)) row.latitude = facts.latitude, row.longitude = facts.longitude;
            const Figure& figure = entity.value.figure();
            if (kind == Kind::Date) row.about_order = figure.start.empty() ? "9999" : figure.start;
            if (kind == Kind::Number) row.about_order = figure.text.substr(0, figure.text.find('/'));
            rows.push_back(std::move(row));
        }
        put_entities(out_, kind, rows, 0);
    }

    /// The dates that are days of a calendar, in their order, each with the sentences that name it.
    void timeline() {
        struct Moment {
            const Mention* first;
            std::vector<uint32_t> mentions;
        };
        std::map<std::pair<std::string_view, std::string_view>, Moment> moments;
        for (uint32_t i = 0; i < view_.mentions.size(); ++i) {
            const Mention& mention = *view_.mentions[i].mention;
            if (mention.kind != Kind::Date || !parse_iso_date(std::string_view(mention.value.figure().start).substr(0, 10))) continue;
            Moment& moment = moments[{mention.value.figure().start, mention.value.figure().end}];
            if (moment.mentions.empty()) moment.first = &mention;
            moment.mentions.push_back(i);
        }
        if (moments.empty()) return;
        begin_chart(out_, "timeline", "Timeline");
        out_ += "<ol>\n";
        for (const auto& [span, moment] : moments) {
            const Value& value = moment.first->value;
            out_ += "<li";
            put_attribute(out_, "data-start", span.first.substr(0, 10));
            put_attribute(out_, "data-end", (span.second.empty() ? span.first : span.second).substr(0, 10));
            put_attribute(out_, "data-entity", uint64_t{view_.mentions[moment.mentions[0]].entity});
            put_attribute(out_, "data-count", uint64_t{moment.mentions.size()});
            out_ += "><b>";
            bool day = parse_iso_date(value.figure().text).has_value();
            if (day) out_ += "<time datetime=\"" + value.figure().text + "\">";
            put_xml(out_, value_in_words(Kind::Date, moment.first->subkind, value, {}, Wording::Prose));
            out_ += day ? "</time></b>\n<ul>" : "</b>\n<ul>";
            size_t quotes = 0;
            for (size_t i = 0; i < moment.mentions.size() && quotes < kMostQuotes; ++i) {
                if (i > 0 && !new_sentence(moment.mentions[i - 1], moment.mentions[i])) continue;
                quotation(moment.mentions[i]);
                ++quotes;
            }
            out_ += "</ul></li>\n";
        }
        out_ += "</ol>\n";
        end_chart(out_);
    }

    bool new_sentence(uint32_t before, uint32_t number) const {
        const auto& tokens = view_.analysis->tokens;
        for (uint32_t i = view_.mentions[before].mention->tokens.begin + 1; i <= view_.mentions[number].mention->tokens.begin; ++i)
            if (tokens[i].starts_sentence) return true;
        return false;
    }

    /// The sentence of a mention, which leads to its place; long ones are cut between words.
    void quotation(uint32_t number) {
        const auto& tokens = view_.analysis->tokens;
        TokenSpan span = view_.mentions[number].mention->tokens;
        ByteSpan words = bytes_of(tokens, span);
        uint32_t begin = span.begin, end = span.end;
        while (begin > 0 && !tokens[begin].starts_sentence && words.begin - tokens[begin - 1].bytes.begin < kLongestContext) --begin;
        while (end < tokens.size() && !tokens[end].starts_sentence && tokens[end].bytes.end - words.end < kLongestContext) ++end;
        while (begin < span.begin && !tokens[begin].starts_sentence && tokens[begin].glued) ++begin;  // "-old", "." of what is cut off
        bool cut_before = !tokens[begin].starts_sentence && begin > 0, cut_behind = end < tokens.size() && !tokens[end].starts_sentence;
        auto put = [&](uint32_t from, uint32_t to) { put_xml(out_, spaced_line(view_.document->text({from, to}))); };
        out_ += cut_before ? "<li>… " : "<li>";
        put(tokens[begin].bytes.begin, words.begin);
        out_ += "<a href=\"#m";
        put_number(out_, number);
        out_ += "\">";
        put(words.begin, words.end);
        out_ += "</a>";
        put(words.end, tokens[end - 1].bytes.end);
        out_ += cut_behind ? " …</li>" : "</li>";
    }

    /// As one_line, but a space at an end stays: what stands before and behind belongs to it.
    static std::string spaced_line(std::string_view text) {
        if (text.empty()) return "";
        constexpr std::string_view kSpaces = " \t\r\n";
        std::string line = one_line(text);
        if (line.empty()) return " ";
        return (kSpaces.find(text.front()) != std::string_view::npos ? " " : "") + line + (kSpaces.find(text.back()) != std::string_view::npos ? " " : "");
    }

    void pairs() {
        std::vector<PairRow> rows;
        std::vector<std::string> names(view_.entities.size());
        auto name = [&](uint32_t entity) -> std::string_view {
            if (names[entity].empty()) names[entity] = one_line(view_.entities[entity].entity->name);
            return names[entity];
        };
        for (const Pair& pair : pairs_) {
            if (rows.size() == kMostPairs) break;
            rows.push_back({pair.a, pair.b, name(pair.a), name(pair.b), pair.sentences, "#m" + std::to_string(pair.mention)});
        }
        put_pairs(out_, rows, "Sentences", pairs_.size() - rows.size());
    }

    const View& view_;
    FormatContext& context_;
    std::string_view root_;
    std::string& out_;
    std::string headline_, title_;
    std::vector<Pair> pairs_;
};

/// What the overview adds up, behind the page: see packing.h.
void pack_summary(const View& view, FormatContext& context, const std::vector<Pair>& pairs, std::string& out) {
    pack(out, view.document->date() ? iso_date(*view.document->date()) : "");
    pack(out, uint64_t{view.mentions.size()});
    pack(out, uint64_t{view.entities.size()});
    for (size_t i = 0; i < view.entities.size(); ++i) {
        const Entity& entity = *view.entities[i].entity;
        const Facts& facts = context.facts.of(entity.value);
        pack(out, static_cast<uint64_t>(entity.kind));
        pack(out, entity_key(entity, context.analyzer.lexicon(), facts));
        pack(out, one_line(entity.name));
        pack(out, about_in_words(view, view.entities[i], facts, Wording::Prose));
        pack(out, uint64_t{view.entities[i].mentions.size()});
        pack(out, uint64_t{entity.salience});
        bool place = entity.kind == Kind::Place, date = entity.kind == Kind::Date;
        pack(out, place ? facts.latitude : "");
        pack(out, place ? facts.longitude : "");
        pack(out, date ? std::string_view(entity.value.figure().start).substr(0, 10) : "");
        pack(out, date ? std::string_view(entity.value.figure().end).substr(0, 10) : "");
    }
    pack(out, uint64_t{pairs.size()});
    for (const Pair& pair : pairs) {
        pack(out, uint64_t{pair.a});
        pack(out, uint64_t{pair.b});
        pack(out, pair.sentences);
    }
}

}  // namespace

void write_html(const View& view, FormatContext& context, std::string& out) {
    if (!context.options.packed) return Page(view, context, "", out).write();
    std::string name = file_name(view.document->id());
    std::string root = "..";
    for (char c : name)
        if (c == '/') root += "/..";
    std::string file;
    Page page(view, context, root, file);
    page.write();
    pack(out, view.document->id());
    pack(out, uint64_t{1});
    pack(out, "html");
    pack(out, file);
    pack(out, page.title());
    pack_summary(view, context, page.company(), out);
}

}  // namespace nutgraf
