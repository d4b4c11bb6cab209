// The table of --format overview: the same thing in several articles is one row, with its articles, first and last date.
//
// Rows are gathered article by article and printed at the end as CSV, by kind, those of the most articles first. What is held in memory
// grows with the number of different things, not with that of articles.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nutgraf {

class Overview {
public:
    Overview();
    ~Overview();
    /// Adds articles as packed by write_overview (report/formats.h).
    void add(std::string_view packed);
    /// The table, with its head.
    std::string table() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nutgraf
