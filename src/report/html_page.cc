#include "html_page.h"

#include <algorithm>

#include "quoting.h"
#include "wording.h"

namespace nutgraf {
namespace {

/// What the middle column of a kind's table tells.
std::string_view about_title(Kind kind) {
    constexpr std::array<std::string_view, kKindCount> kTitles = {"Who", "What and where", "What", "What", "Value", "Date"};
    return kTitles[static_cast<size_t>(kind)];
}

void put_left_out(std::string& out, size_t count, std::string_view what) {
    if (count == 0) return;
    out += "<p class=\"left-out\">";
    put_number(out, count);
    out += " more ";
    out += what;
    out += count == 1 ? " is" : " are";
    out += " not in this table.</p>\n";
}

}  // namespace

void begin_page(std::string& out, const Frame& frame) {
    out += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           // Nothing is fetched, and no script runs but ours, whatever an article holds.
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; ";
    if (frame.root.empty()) {
        out += "style-src 'unsafe-inline'; script-src '";
        out += page_libraries().hash;
        out += "' '";
        out += page_script().hash;
        out += "'\">\n";
    } else {
        // Of a page that is a file, 'self' is not in every browser the folder that it lies in.
        out += "style-src 'self' file: 'unsafe-inline'; script-src 'self' file:\">\n";
    }
    out += "<meta name=\"generator\" content=\"nutgraf\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>";
    put_xml(out, frame.title);
    out += "</title>\n";
    if (frame.root.empty()) {
        out += "<style>\n";
        out += page_style().text;
        out += "</style>\n";
    } else {
        out += R"(<link rel="stylesheet" href=")";
        out += frame.root;
        out += "/assets/page.css\">\n";
    }
    out += "</head>\n<body>\n";
}

void end_page(std::string& out, const Frame& frame) {
    out += "<footer>Made by nutgraf, by rules and word lists: check what matters. Outlines of countries: Natural Earth.</footer>\n";
    for (const auto& [name, file] : {std::pair{"libraries.js", page_libraries()}, {"page.js", page_script()}}) {
        if (frame.root.empty()) {
            out += "<script>";
            out += file.text;
        } else {
            out += "<script src=\"";
            out += frame.root;
            out += "/assets/";
            out += name;
            out += "\">";
        }
        out += "</script>\n";
    }
    out += "</body>\n</html>\n";
}

void put_attribute(std::string& out, std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    put_xml(out, value);
    out += '"';
}

void put_attribute(std::string& out, std::string_view name, uint64_t value) {
    out += ' ';
    out += name;
    out += "=\"";
    put_number(out, value);
    out += '"';
}

void put_legend(std::string& out, const std::array<size_t, kKindCount>& counts) {
    out += "<ul class=\"legend\" aria-label=\"Kinds\">\n";
    for (size_t kind = 0; kind < kKindCount; ++kind) {
        if (counts[kind] == 0) continue;
        out += "<li data-kind=\"";
        out += kind_name(static_cast<Kind>(kind));
        out += "\"><span>";
        out += title_of(static_cast<Kind>(kind));
        out += " <b>";
        put_number(out, counts[kind]);
        out += "</b></span></li>\n";
    }
    out += "</ul>\n";
}

void put_entities(std::string& out, Kind kind, const std::vector<EntityRow>& rows, size_t left_out) {
    if (rows.empty()) return;
    bool about = std::any_of(rows.begin(), rows.end(), [](const EntityRow& row) { return !row.about.empty(); });
    bool articles = rows[0].articles > 0;
    out += R"(<section class="kind" data-kind=")";
    out += kind_name(kind);
    out += "\">\n<h3 id=\"";
    out += kind_name(kind);
    out += "\">";
    out += title_of(kind);
    out += "</h3>\n<div class=\"table\"><table aria-labelledby=\"";
    out += kind_name(kind);
    out += "\">\n<thead><tr><th scope=\"col\">Name</th>";
    if (about) {
        out += "<th scope=\"col\">";
        out += about_title(kind);
        out += "</th>";
    }
    if (articles) out += R"(<th scope="col" class="number">Articles</th>)";
    out += "<th scope=\"col\" class=\"number\">Mentions</th></tr></thead>\n<tbody>\n";
    for (const EntityRow& row : rows) {
        out += "<tr id=\"e";
        put_number(out, row.number);
        out += '"';
        put_attribute(out, "data-count", articles ? row.articles : row.mentions);
        for (auto [name, value] : {std::pair{"data-lat", row.latitude}, {"data-lon", row.longitude}, {"data-start", row.start}, {"data-end", row.end}})
            if (!value.empty()) put_attribute(out, name, value);
        out += "><th scope=\"row\">";
        if (row.link.empty()) {
            out += "<span>";
        } else {
            out += "<a";
            put_attribute(out, "href", row.link);
            out += '>';
        }
        put_xml(out, row.name);
        out += row.link.empty() ? "</span>" : "</a>";
        if (!row.also.empty()) {
            out += " <small>also ";
            put_xml(out, row.also);
            out += "</small>";
        }
        out += "</th>";
        if (about) {
            out += "<td";
            if (!row.about_order.empty()) put_attribute(out, "data-sort", row.about_order);
            out += '>';
            put_xml(out, row.about);
            out += "</td>";
        }
        if (articles) {
            out += "<td class=\"number\"";
            put_attribute(out, "data-sort", row.articles);
            out += "><details><summary>";
            put_number(out, row.articles);
            out += "</summary>" + row.article_list + "</details></td>";
        }
        out += "<td class=\"number\">";
        put_number(out, row.mentions);
        out += "</td></tr>\n";
    }
    out += "</tbody></table></div>\n";
    put_left_out(out, left_out, "of this kind");
    out += "</section>\n";
}

void put_pairs(std::string& out, const std::vector<PairRow>& rows, std::string_view count_title, size_t left_out) {
    if (rows.empty()) return;
    begin_chart(out, "together", "Who appears with whom", "People, places and organizations that are named in one sentence.");
    out += "<div class=\"table\"><table aria-label=\"Who appears with whom\">\n"
           "<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">with</th><th scope=\"col\" class=\"number\">";
    out += count_title;
    out += "</th></tr></thead>\n<tbody>\n";
    for (const PairRow& row : rows) {
        out += "<tr";
        put_attribute(out, "data-a", row.a);
        put_attribute(out, "data-b", row.b);
        put_attribute(out, "data-count", row.count);
        out += R"(><th scope="row"><a href="#e)";
        put_number(out, row.a);
        out += "\">";
        put_xml(out, row.a_name);
        out += "</a></th><td><a href=\"#e";
        put_number(out, row.b);
        out += "\">";
        put_xml(out, row.b_name);
        out += "</a></td><td class=\"number\"";
        put_attribute(out, "data-sort", row.count);
        out += '>';
        if (!row.link.empty()) {
            out += "<a";
            put_attribute(out, "href", row.link);
            out += '>';
        }
        put_number(out, row.count);
        if (!row.link.empty()) out += "</a>";
        out += "</td></tr>\n";
    }
    out += "</tbody></table></div>\n";
    put_left_out(out, left_out, left_out == 1 ? "pair" : "pairs");
    end_chart(out);
}

void begin_chart(std::string& out, std::string_view id, std::string_view title, std::string_view about, bool bare) {
    out += "<section class=\"chart\"";
    put_attribute(out, "id", id);
    out += bare ? " hidden><h2>" : "><h2>";
    out += title;
    out += "</h2>\n";
    if (!about.empty()) {
        out += "<p class=\"about\">";
        out += about;
        out += "</p>\n";
    }
    out += "<figure hidden></figure>\n";
}

void end_chart(std::string& out) { out += "</section>\n"; }

}  // namespace nutgraf
