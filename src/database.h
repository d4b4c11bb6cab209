// The database of --format sqlite: made anew, filled article by article, and indexed at the end.
//
//   documents   the articles, with their text      documents_search   an FTS5 index of it
//   entities    what is mentioned: the same thing in several articles is one row
//   links       which article names which entity, how, and how often
//   mentions    each mention with its place, rule and value
//   overview    a view: each entity with its number of articles and mentions, first and last date
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nutgraf {

class Database {
public:
    /// Throws Error when the file cannot be made.
    explicit Database(const std::string& path);
    ~Database();

    /// Adds articles as packed by the report. Throws Error when there is no room.
    void add(std::string_view packed);
    /// Makes the indexes; without it the file holds nothing.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nutgraf
