#include "overview_page.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "report/html_page.h"
#include "report/packing.h"
#include "report/quoting.h"
#include "report/wording.h"
#include "unicode.h"

namespace nutgraf {
namespace {

constexpr size_t kMostArticles = 5000;      // rows of the table
constexpr size_t kMostOfKind = 200;         // rows of a kind's table
constexpr size_t kMostPairs = 100;          // rows of the table
constexpr size_t kMostLinks = 20;           // articles that an entity's row links to
constexpr size_t kMostNamed = 3;            // entities told of an article
constexpr size_t kMostKept = size_t{1} << 16;  // entities, and pairs, before those of few articles are dropped

struct Listed {
    std::string page, title;
    std::string published;  // "" when unknown
    uint64_t mentions;
    std::string named;      // the entities that matter most in it
};

struct Shared {
    Kind kind;
    std::string name, about, latitude, longitude, start, end;
    uint64_t mentions = 0;
    uint64_t articles = 0;
    uint64_t order = 0;              // of the first article that names it, and the place there
    std::vector<uint32_t> first{};   // the first articles that name it
};

struct Pair {
    uint64_t a, b;  // keys of entities
    uint64_t articles = 0;
    uint64_t mentions = 0;  // sentences with both
    uint64_t order = 0;
};

bool is_in_capitals(std::string_view name) {
    for (char c : name)
        if (c >= 'a' && c <= 'z') return false;
    return true;
}

/// Drops what the fewest articles have until half the room is free; what many have has been met again and again by then.
template <class Table>
void make_room(Table& table) {
    for (uint64_t least = 2; table.size() > kMostKept / 2; ++least)
        for (auto at = table.begin(); at != table.end();) at = at->second.articles < least ? table.erase(at) : std::next(at);
}

/// What the most articles have first, then what is named most; of those alike, the one met first.
template <class Row>
void rank(std::vector<const Row*>& rows) {
    auto key = [](const Row* row) { return std::tuple(row->articles, row->mentions, ~row->order); };
    std::sort(rows.begin(), rows.end(), [&](const Row* a, const Row* b) { return key(a) > key(b); });
}

}  // namespace

struct OverviewPage::State {
    std::vector<Listed> articles;  // the first ones
    uint64_t count = 0;             // of all
    uint64_t order = 0;
    bool dropped = false;  // there were more entities or pairs than are kept
    std::string first_published, last_published;
    std::unordered_map<uint64_t, Shared> entities;  // by a hash of kind and key
    std::unordered_map<uint64_t, Pair> pairs;       // by both hashes

    void add(std::string_view page, Unpacker& fields);
    void write(std::string& out) const;
    void write_articles(std::string& out) const;
    std::string links(const Shared& entity) const;
};

void OverviewPage::State::add(std::string_view page, Unpacker& fields) {
    Listed article{std::string(page), std::string(fields.field()), std::string(fields.field()), fields.number(), ""};
    if (!article.published.empty()) {
        if (first_published.empty() || article.published < first_published) first_published = article.published;
        last_published = std::max(last_published, article.published);
    }
    struct Named {
        uint64_t key, mentions, salience;
        std::string_view name;
        Kind kind;
    };
    std::vector<Named> named(fields.number());
    for (Named& one : named) {
        one.kind = static_cast<Kind>(fields.number());
        one.key = mix(static_cast<uint64_t>(one.kind) + 1, hash_folded(fields.field()));
        one.name = fields.field();
        std::string_view about = fields.field();
        one.mentions = fields.number();
        one.salience = fields.number();
        std::array<std::string_view, 4> more;
        for (std::string_view& field : more) field = fields.field();
        // A number says nothing without its article, nor does a date that is none of the calendar: "two", "every day".
        if (one.kind == Kind::Number || (one.kind == Kind::Date && more[2].empty())) continue;
        // "Monday" is another day in another article.
        if (one.kind == Kind::Date && !about.empty()) std::swap(one.name, about);
        auto [found, is_new] = entities.try_emplace(one.key);
        Shared& entity = found->second;
        if (one.kind == Kind::Date) about = {};
        if (is_new) entity = {one.kind, std::string(one.name), std::string(about), std::string(more[0]), std::string(more[1]), std::string(more[2]), std::string(more[3]), 0, 0, ++order};
        else if (is_in_capitals(entity.name) && !is_in_capitals(one.name)) entity.name = one.name;
        entity.mentions += one.mentions;
        ++entity.articles;
        if (entity.first.size() < kMostLinks && count < kMostArticles) entity.first.push_back(static_cast<uint32_t>(count));
    }
    for (uint64_t left = fields.number(); left > 0; --left) {
        uint64_t a = named[fields.number()].key, b = named[fields.number()].key;
        if (a > b) std::swap(a, b);
        auto [found, is_new] = pairs.try_emplace(mix(a, b));
        if (is_new) found->second = {a, b, 0, 0, ++order};
        ++found->second.articles;
        found->second.mentions += fields.number();
    }
    if (count < kMostArticles) {
        std::erase_if(named, [](const Named& one) { return one.kind > Kind::Organization; });
        std::stable_sort(named.begin(), named.end(), [](const Named& a, const Named& b) { return a.salience > b.salience; });
        for (size_t i = 0; i < std::min(named.size(), kMostNamed); ++i) article.named += (i > 0 ? ", " : "") + std::string(named[i].name);
        articles.push_back(std::move(article));
    }
    ++count;
    dropped |= entities.size() > kMostKept || pairs.size() > kMostKept;
    if (entities.size() > kMostKept) make_room(entities);
    if (pairs.size() > kMostKept) make_room(pairs);
}

/// How many articles name the entity, which opens to the first of them.
std::string OverviewPage::State::links(const Shared& entity) const {
    std::string html = "<ul>";
    for (uint32_t number : entity.first) {
        html += "<li><a";
        std::string address;
        put_iri(address, articles[number].page);
        put_attribute(html, "href", address);
        html += '>';
        put_xml(html, articles[number].title);
        html += "</a></li>";
    }
    if (entity.articles > entity.first.size()) html += "<li>and " + std::to_string(entity.articles - entity.first.size()) + " more</li>";
    return html + "</ul>";
}

void OverviewPage::State::write_articles(std::string& out) const {
    out += "<section id=\"articles\" class=\"kind\">\n<h2 id=\"articles-title\">Articles</h2>\n<div class=\"table\"><table aria-labelledby=\"articles-title\">\n"
           "<thead><tr><th scope=\"col\">Article</th><th scope=\"col\">Published</th><th scope=\"col\">About</th>"
           "<th scope=\"col\" class=\"number\">Mentions</th></tr></thead>\n<tbody>\n";
    for (const Listed& article : articles) {
        out += "<tr";
        if (!article.published.empty()) put_attribute(out, "data-published", article.published);
        out += "><th scope=\"row\"><a";
        std::string address;
        put_iri(address, article.page);
        put_attribute(out, "href", address);
        out += '>';
        put_xml(out, article.title);
        out += "</a></th><td class=\"day\"";
        put_attribute(out, "data-sort", article.published.empty() ? "9999" : article.published);
        out += '>';
        if (auto date = parse_iso_date(article.published)) out += day_in_prose(*date);
        out += "</td><td>";
        put_xml(out, article.named);
        out += "</td><td class=\"number\">";
        put_number(out, article.mentions);
        out += "</td></tr>\n";
    }
    out += "</tbody></table></div>\n";
    if (count > articles.size()) out += "<p class=\"left-out\">" + std::to_string(count - articles.size()) + " more have their pages, but no row here.</p>\n";
    out += "</section>\n";
}

void OverviewPage::State::write(std::string& out) const {
    std::string title = std::to_string(count) + (count == 1 ? " article" : " articles");
    Frame frame{title, "."};
    begin_page(out, frame);
    out += "<a class=\"skip\" href=\"#entities\">Skip to the entities</a>\n<header>\n<h1>" + title + "</h1>\n";
    if (auto first = parse_iso_date(first_published), last = parse_iso_date(last_published); first && last) {
        out += "<p class=\"source\">Published " + day_in_prose(*first);
        if (first_published != last_published) out += " to " + day_in_prose(*last);
        out += "</p>\n";
    }
    out += "</header>\n<main class=\"overview\">\n";

    std::array<std::vector<const Shared*>, kKindCount> kinds;
    for (const auto& [key, entity] : entities) kinds[static_cast<size_t>(entity.kind)].push_back(&entity);
    std::array<size_t, kKindCount> counts{};
    std::unordered_map<const Shared*, size_t> number_of;  // of those that have a row
    bool places = false, dates = false;
    for (size_t kind = 0; kind < kKindCount; ++kind) {
        counts[kind] = kinds[kind].size();
        rank(kinds[kind]);
        if (kinds[kind].size() > kMostOfKind) kinds[kind].resize(kMostOfKind);
        for (const Shared* entity : kinds[kind]) {
            number_of.emplace(entity, number_of.size());
            places |= !entity->latitude.empty() && !entity->longitude.empty();
            dates |= !entity->start.empty();
        }
    }
    if (dropped) out += "<p class=\"left-out\">There are so many names that those of few articles were not counted.</p>\n";
    put_legend(out, counts);
    write_articles(out);
    out += "<div class=\"charts\">\n";
    if (counts[0] + counts[1] + counts[2] + counts[3] > 0) {
        begin_chart(out, "most", "Named most", "", true);
        end_chart(out);
    }
    if (places) {
        begin_chart(out, "map", "Places", "", true);
        end_chart(out);
    }
    out += "</div>\n";
    out += "<section id=\"entities\" tabindex=\"-1\" aria-labelledby=\"entities-title\">\n<h2 id=\"entities-title\">Entities</h2>\n";
    for (size_t kind = 0; kind < kKindCount; ++kind) {
        std::vector<EntityRow> rows;
        for (const Shared* entity : kinds[kind]) {
            EntityRow row{};
            row.number = number_of.at(entity);
            row.name = entity->name;
            row.about = entity->about == entity->name ? "" : entity->about;
            if (static_cast<Kind>(kind) == Kind::Date) row.about_order = entity->start.empty() ? "9999" : entity->start;
            row.mentions = entity->mentions;
            row.articles = entity->articles;
            row.article_list = links(*entity);
            row.latitude = entity->latitude;
            row.longitude = entity->longitude;
            row.start = entity->start;
            row.end = entity->end;
            rows.push_back(std::move(row));
        }
        put_entities(out, static_cast<Kind>(kind), rows, counts[kind] - rows.size());
    }
    out += "</section>\n<div class=\"charts\">\n";
    if (dates || !first_published.empty()) {
        begin_chart(out, "timeline", "Timeline", "", true);
        end_chart(out);
    }
    std::vector<const Pair*> ranked;
    ranked.reserve(pairs.size());
    for (const auto& [key, pair] : pairs) ranked.push_back(&pair);
    rank(ranked);
    std::vector<PairRow> rows;
    for (const Pair* pair : ranked) {
        if (rows.size() == kMostPairs) break;
        auto a = entities.find(pair->a), b = entities.find(pair->b);
        if (a == entities.end() || b == entities.end()) continue;
        auto a_row = number_of.find(&a->second), b_row = number_of.find(&b->second);
        if (a_row == number_of.end() || b_row == number_of.end()) continue;
        rows.push_back({a_row->second, b_row->second, a->second.name, b->second.name, pair->articles, ""});
    }
    put_pairs(out, rows, "Articles", pairs.size() - rows.size());
    out += "</div>\n</main>\n";
    end_page(out, frame);
}

OverviewPage::OverviewPage() : state_(std::make_unique<State>()) {}
OverviewPage::~OverviewPage() = default;
void OverviewPage::add(std::string_view page, Unpacker& fields) { state_->add(page, fields); }
std::string OverviewPage::page() const {
    std::string out;
    state_->write(out);
    return out;
}

}  // namespace nutgraf
