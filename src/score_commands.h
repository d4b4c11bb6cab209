// `nutgraf score`: what a change of rules or lists does to the scores, and to which mentions.
#pragma once

#include <string>
#include <vector>

#include "analyzer.h"
#include "gold.h"
#include "report.h"

namespace nutgraf {

constexpr size_t kErrorsShown = 20;  // of each cause, when --errors says no number

struct ScoreOptions {
    std::vector<std::string> paths;  // gold: files and folders
    KindFlags kinds = {true, true, true, true, true, true};  // which are scored
    Format format = Format::Text;    // Text or Json
    bool errors = false;             // show them,
    size_t most_errors = kErrorsShown;  // so many of each cause, spread over the articles; 0: all
    std::string before;              // --diff: a file of found mentions to compare with; "": none
    std::string save;                // a file for the found mentions; "": none
    unsigned jobs = 1;
};

struct ScoreResult {
    std::string text;   // what is printed
    std::string found;  // what --save keeps, in JSON Lines
    std::vector<Problem> problems;
};

/// Analyses the gold's articles and scores what is found. The same for any number of jobs. Throws Error when there is
/// nothing to score, when the earlier result cannot be read, or when `output` or `save` would overwrite gold.
ScoreResult run_score(const ScoreOptions& options, const Analyzer& analyzer, const std::string& output);

/// Writes what --save keeps. Throws Error.
void keep_found(const std::string& path, const std::string& found);

}  // namespace nutgraf
