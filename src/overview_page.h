// The overview of an HTML report on several articles: what they name together, added up article by article.
//
// Texts are not kept, and what is kept has a limit: of very many names, those that few articles have are dropped.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace nutgraf {

class Unpacker;

class OverviewPage {
public:
    OverviewPage();
    ~OverviewPage();

    /// Adds an article: what the report has packed behind its page (report/packing.h). `page` is the file of the page,
    /// below the folder of the report.
    void add(std::string_view page, Unpacker& fields);
    /// The page, index.html.
    std::string page() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nutgraf
