// `nutgraf lexicon check` and `nutgraf lexicon lookup`: for people who write word lists and rules.
#pragma once

#include <string>
#include <vector>

#include "kin.h"
#include "lexicon.h"

namespace nutgraf {

/// What is wrong with one list: "file:line: what", in the order of the lines. The canonical form is that of
/// lexicons/README.md: comments with a source, a header, rows sorted by bytes, NFC, no double forms.
std::vector<std::string> check_list(const std::string& file, const std::string& bytes);

struct CheckResult {
    std::vector<std::string> failures;  // "file:line: what"
    size_t lists = 0, rows = 0, rules = 0;
};

/// Checks the lists and rules of a folder, and runs the rules' examples. A folder that has rule files of the built-in
/// names stands for itself; any other is checked as an addition to what is built in. "": what is built in, of which
/// only the rules' examples can be checked. Throws Error when there is nothing to check.
CheckResult check_lexicons(const std::string& folder);

/// What the lists know of the words, a line a row: "@city  Tbilisi  country: GE, ..."; and what a single word is used like. Empty
/// when nothing.
std::string look_up(const Lexicon& lexicon, const Kin& kin, const std::string& words);

}  // namespace nutgraf
