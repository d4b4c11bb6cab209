// The command line. One record a flag (options.cc) feeds the parser, --help, the man page and the completions.
// Two steps: what was typed (Typed, words only), then what it means (Options), where every word is checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer.h"
#include "corpus.h"
#include "report.h"
#include "score_commands.h"

namespace nutgraf {

/// The words of a command line, as they stand; a flag that was not given is unset.
struct Typed {
    std::vector<std::string> words;  // files and folders, or a command and its words
    std::optional<std::string> from, format, date, date_order, offsets, kinds, lexicons, jobs, color, output, errors, diff, save, generate;
    bool all = false, explain = false, quiet = false, verbose = false, version = false, help = false;
};

/// Throws Error on a flag that there is not, or one without its value.
Typed parse_command_line(const std::vector<std::string>& arguments);

struct Options {
    enum class Command { Report, Score, LexiconCheck, LexiconLookup, Formats, Generate, Version, Help };
    Command command = Command::Report;
    CorpusOptions corpus;
    ReportOptions report;
    Analyzer::Options analyzer;
    std::string output;    // the file or folder the report goes to; "": standard output
    bool quiet = false;    // errors only
    bool verbose = false;  // how much was read, and how fast
    ScoreOptions score;    // Score
    std::string folder;    // LexiconCheck: what is checked; "": what is linked in
    std::string words;     // LexiconLookup
    std::string text;      // Formats, Generate, Version, Help: what is printed
};

/// What options mean where the program runs.
struct Surroundings {
    bool terminal = false;  // the report goes to one
    size_t width = 80;      // its columns
    bool no_color = false;  // NO_COLOR is set
    unsigned cores = 1;
};

/// Throws Error on a word that means nothing.
Options meaning_of(const Typed& typed, const Surroundings& surroundings);

/// What is printed for nutgraf formats, --help, and for --generate man, bash, zsh and fish.
std::string format_list();
std::string help_text();
std::string man_page();
std::string completion(const std::string& shell);

}  // namespace nutgraf
