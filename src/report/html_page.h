// What the pages of the HTML report share: the frame around them, and their tables.
//
// A page is plain HTML that can be read, searched and printed without a script. The script (html/page.js) reads what it
// draws from the tables and lists of the page, so that what is said is said once: rows carry data-lat, data-lon,
// data-start, data-end, data-count and data-a, data-b for it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../mentions.h"

namespace nutgraf {

/// A file that stands in every report; `hash` as a Content-Security-Policy names it. See html/embed.py.
struct PageFile {
    std::string_view text, hash;
};
PageFile page_style();
PageFile page_libraries();
PageFile page_script();

/// A report of several articles is a folder: index.html, the pages of the articles below `articles`, and beside them the
/// files that all of them load.
constexpr std::string_view kArticlesFolder = "articles/";
struct FolderFile {
    std::string_view name;
    PageFile (*file)();
};
constexpr std::array<FolderFile, 3> kFolderFiles = {{{"assets/page.css", page_style}, {"assets/libraries.js", page_libraries}, {"assets/page.js", page_script}}};

struct Frame {
    std::string_view title;
    std::string_view root;  // the way from the page to the report's folder: "../"; "." of the overview; "": the page stands alone
};
/// From the beginning of the file to <body>, and from </body> to the end.
void begin_page(std::string& out, const Frame& frame);
void end_page(std::string& out, const Frame& frame);

/// ` name="value"`
void put_attribute(std::string& out, std::string_view name, std::string_view value);
void put_attribute(std::string& out, std::string_view name, uint64_t value);

/// The kinds of which there is something, with how many.
void put_legend(std::string& out, const std::array<size_t, kKindCount>& counts);

/// One row of a kind's table.
struct EntityRow {
    size_t number;  // by which links reach it: #e3
    std::string name;
    std::string link;  // where the name leads, "" for nowhere
    std::string also;  // other names
    std::string about;
    std::string about_order;  // what sorts the column of `about` when it is not its text
    uint64_t mentions;
    uint64_t articles;         // of an overview; 0: this is an article's page, and the column is not there
    std::string article_list;  // HTML: what the number of articles opens to
    std::string_view latitude, longitude, start, end;  // "" when unknown
};
/// A heading with the kind's table; the column of `about` is left out where no row has one.
void put_entities(std::string& out, Kind kind, const std::vector<EntityRow>& rows, size_t left_out);

/// Two entities that stand in one sentence.
struct PairRow {
    size_t a, b;  // numbers of rows of entities
    std::string_view a_name, b_name;
    uint64_t count;
    std::string link;  // where `count` leads, "" for nowhere
};
void put_pairs(std::string& out, const std::vector<PairRow>& rows, std::string_view count_title, size_t left_out);

/// A heading with room for a chart that the script draws; `id` names the section, `about` says what is
/// drawn. `bare`: without a script there is nothing
/// else in it.
void begin_chart(std::string& out, std::string_view id, std::string_view title, std::string_view about = "", bool bare = false);
void end_chart(std::string& out);

}  // namespace nutgraf
