#include "options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <string_view>

#include <CLI/CLI.hpp>

#include "error.h"
#include "spelling.h"

#ifndef NUTGRAF_VERSION
#define NUTGRAF_VERSION "unknown"
#endif

namespace nutgraf {
namespace {

using Value = std::optional<std::string> Typed::*;
using Switch = bool Typed::*;

/// One flag. `choices` are words, divided by "|"; or what a shell completes: FILE, FOLDER.
struct Flag {
    char letter;  // 0: it has none
    std::string_view name;
    std::string_view metavariable;  // "": a switch
    std::string_view choices;
    std::string_view about;  // a line: --help, completions and man page
    std::string_view more;   // what the man page says besides
    Value value = nullptr;
    Switch on = nullptr;
};

struct Section {
    std::string_view title;
    std::vector<Flag> flags;
};

/// The names of the formats, divided by "|", in the order of Format.
const std::string& format_names() {
    static const std::string kNames = [] {
        std::string names;
        for (size_t i = 0; i < kFormatCount; ++i) names += (i == 0 ? "" : "|") + std::string(format_record(static_cast<Format>(i)).name);
        return names;
    }();
    return kNames;
}

const std::vector<Section>& sections() {
    static const std::vector<Section> kSections = {
        {"Input",
         {
             {0, "from", "FORM", "text|jsonl", "what the inputs are: a text each, or an article a line in JSON (default: text)",
              "With jsonl a line is an object with \"text\" and, if known, \"id\" and \"date\" (of publication, as in 2021-12-28). "
              "In folders, text reads the files called *.txt and jsonl those called *.jsonl.",
              &Typed::from},
             {0, "date", "DATE", "", "date of publication of all articles, as in 2021-12-28; resolves \"Monday\" and \"Jan. 10\"",
              "With a time of the day, as in 2021-12-28T16:30, \"three hours ago\" is a time, too. "
              "It stands above dates that the articles give themselves: a line such as \"Date: December 28, 2021\" at the head of a text, or "
              "\"date\" in JSON. Without any of them relative dates stay open.",
              &Typed::date},
             {0, "date-order", "ORDER", "dmy|mdy", "how to read 10/01/2022: dmy for 10 January, mdy for October 1",
              "Without it the article's other dates decide, and else the month comes first.", &Typed::date_order},
         }},
        {"Report",
         {
             {0, "format", "FORMAT", format_names(), "how to report; nutgraf formats says what each is for (default: text)",
              "The fields of json and jsonl are described in README.md, the others there and under FORMATS.", &Typed::format},
             {0, "kinds", "KINDS", "person,place,organization,group,number,date", "which kinds to report, with commas between them (default: all)",
              "The others are still looked for, because kinds help to tell each other apart.", &Typed::kinds},
             {0, "offsets", "UNIT", "code-points|bytes|utf-16", "what places in the text count (default: code-points; doccano: utf-16)",
              "Python counts code points, JavaScript and Java UTF-16 units. Bytes are those of the input.", &Typed::offsets},
             {'a', "all", "", "", "list every entity in text, not only the 12 of each kind that matter most", "Other formats always do; so does --explain.", nullptr, &Typed::all},
             {'e', "explain", "", "", "say of every mention which rule found it, how sure it is, and what it saw",
              "In text, json, jsonl and html, which names the rule always, as do csv, tsv and sqlite; other formats never.", nullptr, &Typed::explain},
             {0, "color", "WHEN", "auto|always|never", "when to use colors (default: auto)",
              "auto uses them on a terminal, unless the variable NO_COLOR is set.", &Typed::color},
             {'o', "output", "FILE", "FILE", "write the report to FILE instead of standard output",
              "It is made anew. For brat and timeml it names a folder: the files of an article have its name there. So it does for html when several "
              "articles are read.", &Typed::output},
         }},
        {"Knowledge",
         {
             {0, "lexicons", "FOLDER", "FOLDER", "add the word lists (*.tsv) and rules (*.rules) of FOLDER to those built in",
              "The formats are described in lexicons/README.md; nutgraf lexicon check FOLDER says what is wrong with them.", &Typed::lexicons},
         }},
        {"Score",
         {
             {0, "errors", "[N]", "", "show N errors of each cause in context, by rule (default: 20; 0 for all)",
              "The causes are: missed, spurious (nothing is marked there), wrong kind, wrong boundary, wrong value, wrong subkind.", &Typed::errors},
             {0, "save", "FILE", "FILE", "keep what was found in FILE, for --diff", "", &Typed::save},
             {0, "diff", "FILE", "FILE", "show what is won and lost since FILE was saved, in context",
              "FILE is what --save kept, or a report of earlier with --format jsonl.", &Typed::diff},
         }},
        {"General",
         {
             {'j', "jobs", "N", "", "how many threads analyse articles; 0 for as many as there are cores (default: 0)",
              "The output is the same for any number.", &Typed::jobs},
             {'q', "quiet", "", "", "say nothing of inputs that cannot be read; the exit status still tells", "", nullptr, &Typed::quiet},
             {'v', "verbose", "", "", "say at the end how much was read, and how fast", "", nullptr, &Typed::verbose},
             {0, "generate", "WHAT", "man|bash|zsh|fish", "print the man page, or the completions for a shell", "", &Typed::generate},
             {0, "version", "", "", "print the version", "", nullptr, &Typed::version},
             {'h', "help", "", "", "print this help", "", nullptr, &Typed::help},
         }},
    };
    return kSections;
}

struct CommandRecord {
    std::string_view name, words, about;
};
constexpr CommandRecord kScoreCommand = {"score", "GOLD...", "score what is found in articles with gold marks: NAME.gold, NAME.jsonl, or folders of them"};
constexpr std::array<CommandRecord, 2> kLexiconCommands = {{
    {"check", "[FOLDER]", "check word lists and rules: the form of the lists, and the rules' examples"},
    {"lookup", "WORDS", "say what the word lists know of a name"},
}};

constexpr std::string_view kWhat =
    "Reads English news articles and reports the people, places, organizations, groups, numbers and dates in them.";

std::vector<std::string> pieces(std::string_view text, char separator) {
    auto parts = split(text, separator);
    return {parts.begin(), parts.end()};
}

/// "; did you mean --format?", or `else_say` when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known, const std::string& else_say) {
    std::string best;
    size_t least = std::max<size_t>(1, word.size() / 3) + 1;
    for (const auto& candidate : known) {
        size_t far = distance(word, candidate);
        if (word.size() >= 3 && candidate.starts_with(word)) far = std::min<size_t>(far, 1);
        if (far < least) least = far, best = candidate;
    }
    return best.empty() ? else_say : "; did you mean " + best + "?";
}

std::string joined(const std::vector<std::string>& words, std::string_view last) {
    std::string text;
    for (size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? std::string(last) : std::string(", ")) + words[i];
    return text;
}

[[noreturn]] void unknown_choice(std::string_view flag, const std::string& word, const std::vector<std::string>& choices) {
    throw Error(std::string(flag) + ": \"" + word + "\" is not " + joined(choices, " or ") + did_you_mean(word, choices, ""));
}

const Flag& flag_named(std::string_view name) {
    for (const Section& section : sections())
        for (const Flag& flag : section.flags)
            if (flag.name == name) return flag;
    throw std::logic_error("no such flag");
}

/// The position of what was typed among the flag's choices, `otherwise` when nothing was.
size_t choice(const Typed& typed, std::string_view name, size_t otherwise) {
    const Flag& flag = flag_named(name);
    const auto& word = typed.*flag.value;
    if (!word) return otherwise;
    auto choices = pieces(flag.choices, '|');
    auto found = std::find(choices.begin(), choices.end(), *word);
    if (found == choices.end()) unknown_choice("--" + std::string(name), *word, choices);
    return static_cast<size_t>(found - choices.begin());
}

std::array<bool, kKindCount> kinds_of(const std::string& words) {
    std::array<bool, kKindCount> kinds{};
    for (const std::string& word : pieces(words, ',')) {
        auto kind = parse_kind(word);
        if (!kind) unknown_choice("--kinds", word, pieces(flag_named("kinds").choices, ','));
        kinds[static_cast<size_t>(*kind)] = true;
    }
    return kinds;
}

void read_lexicon_command(const Typed& typed, Options& options) {
    const auto& words = typed.words;
    const std::string choices = "say nutgraf lexicon check [FOLDER] or nutgraf lexicon lookup WORDS; a file called lexicon is ./lexicon";
    if (words.size() < 2) throw Error("lexicon: what of it? " + choices);
    if (words[1] == "check") {
        if (words.size() > 3) throw Error("lexicon check: one folder at a time");
        options.command = Options::Command::LexiconCheck;
        options.folder = words.size() == 3 ? words[2] : typed.lexicons.value_or("");
        options.analyzer.lexicons.clear();  // it is what is checked
    } else if (words[1] == "lookup") {
        if (words.size() < 3) throw Error("lexicon lookup: of what? for example: nutgraf lexicon lookup Georgia");
        options.command = Options::Command::LexiconLookup;
        for (size_t i = 2; i < words.size(); ++i) options.words += (i > 2 ? " " : "") + words[i];
    } else {
        throw Error("lexicon: there is no command \"" + words[1] + '"' + did_you_mean(words[1], {"check", "lookup"}, "; " + choices));
    }
}

/// "--errors" may stand without its number; CLI11 would take the next word for it.
std::vector<std::string> with_number_of_errors(std::vector<std::string> arguments) {
    for (size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
        if (arguments[i] != "--errors") continue;
        bool number = i + 1 < arguments.size() && !arguments[i + 1].empty() && arguments[i + 1].find_first_not_of("0123456789") == std::string::npos;
        if (!number) arguments[i] += '=' + std::to_string(kErrorsShown);
    }
    return arguments;
}

/// A number from 0 to `most`.
size_t number_of(std::string_view flag, const std::string& word, size_t most) {
    size_t number = 0;
    auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (failed != std::errc() || end != word.data() + word.size() || number > most)
        throw Error(std::string(flag) + ": \"" + word + "\" is not a number from 0 to " + std::to_string(most));
    return number;
}

void read_score_command(const Typed& typed, Options& options) {
    constexpr size_t kMostErrors = 1000000;
    if (typed.words.size() < 2) throw Error("score: on what? give gold: NAME.gold, NAME.jsonl, or a folder of them; a file called score is ./score");
    if (options.report.format != Format::Text && options.report.format != Format::Json) throw Error("--format: score prints text or json");
    for (auto [name, given] : {std::pair{"--from", typed.from.has_value()}, {"--date", typed.date.has_value()}, {"--offsets", typed.offsets.has_value()}, {"--explain", typed.explain}})
        if (given) throw Error(std::string(name) + ": score has no use for it");
    options.command = Options::Command::Score;
    ScoreOptions& score = options.score;
    score.paths.assign(typed.words.begin() + 1, typed.words.end());
    score.kinds = options.report.kinds;
    score.format = options.report.format;
    score.errors = typed.errors.has_value();
    if (typed.errors) score.most_errors = number_of("--errors", *typed.errors, kMostErrors);
    score.before = typed.diff.value_or("");
    score.save = typed.save.value_or("");
    for (auto [name, given] : {std::pair{"--diff", &typed.diff}, {"--save", &typed.save}})
        if (*given && (*given)->empty()) throw Error(std::string(name) + ": give a file");
    if (!score.save.empty() && score.save == options.output) throw Error("--save: " + score.save + " is the file that the report goes to");
    score.jobs = options.corpus.jobs;
}

}  // namespace

Typed parse_command_line(const std::vector<std::string>& typed_arguments) {
    std::vector<std::string> arguments = with_number_of_errors(typed_arguments);
    Typed typed;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    std::vector<std::string> names;
    for (const Section& section : sections())
        for (const Flag& flag : section.flags) {
            std::string both = (flag.letter ? std::string("-") + flag.letter + "," : "") + "--" + std::string(flag.name);
            names.push_back("--" + std::string(flag.name));
            if (flag.name == "kinds") both += ",--kind";  // one kind reads better so
            if (flag.on) app.add_flag(both, typed.*flag.on)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
            else app.add_option(both, typed.*flag.value)->type_name(std::string(flag.metavariable))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        }
    app.add_option("words", typed.words);
    // CLI11 takes them from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        throw Error(std::string(error.what()) + "; see nutgraf --help");
    }
    for (const std::string& word : app.remaining()) {
        if (word == "--") continue;
        std::string name = word.substr(0, word.find('='));
        throw Error("there is no flag " + name + did_you_mean(name, names, "; see nutgraf --help"));
    }
    return typed;
}

Options meaning_of(const Typed& typed, const Surroundings& surroundings) {
    Options options;
    options.quiet = typed.quiet;
    options.verbose = typed.verbose;
    if (typed.help || typed.version || typed.generate) {
        options.command = typed.help ? Options::Command::Help : typed.version ? Options::Command::Version : Options::Command::Generate;
        if (typed.help) options.text = help_text();
        else if (typed.version) options.text = "nutgraf " NUTGRAF_VERSION "\n";
        else options.text = choice(typed, "generate", 0) == 0 ? man_page() : completion(*typed.generate);
        return options;
    }

    options.corpus.form = choice(typed, "from", 0) == 0 ? InputForm::Text : InputForm::JsonLines;
    options.corpus.paths = typed.words;
    if (typed.date) {
        options.corpus.date = typed.date->size() == 10 || typed.date->find_first_of("T ") == 10 ? parse_published(*typed.date) : std::nullopt;
        if (!options.corpus.date) throw Error("--date: \"" + *typed.date + "\" is not a date; write it as 2021-12-28");
    }
    if (typed.date_order) options.analyzer.day_first = choice(typed, "date-order", 0) == 0;
    auto jobs = static_cast<unsigned>(typed.jobs ? number_of("--jobs", *typed.jobs, 1024) : 0);
    options.corpus.jobs = jobs == 0 ? std::max(1U, surroundings.cores) : jobs;

    constexpr std::array kOffsets = {Offsets::CodePoints, Offsets::Bytes, Offsets::Utf16};
    options.report.format = static_cast<Format>(choice(typed, "format", 0));
    const FormatRecord& format = format_record(options.report.format);
    options.report.offsets = typed.offsets ? kOffsets[choice(typed, "offsets", 0)] : format.offsets;
    if (typed.kinds) options.report.kinds = kinds_of(*typed.kinds);
    options.report.all = typed.all;
    options.report.explain = options.analyzer.explain = typed.explain;
    size_t color = choice(typed, "color", 0);
    options.report.color = color == 1 || (color == 0 && surroundings.terminal && !surroundings.no_color && !typed.output);
    options.report.width = surroundings.width;

    if (typed.lexicons) {
        if (typed.lexicons->empty()) throw Error("--lexicons: give a folder");
        options.analyzer.lexicons = *typed.lexicons;
    }
    options.output = typed.output.value_or("");
    if (!typed.words.empty() && typed.words[0] == "lexicon") read_lexicon_command(typed, options);
    if (!typed.words.empty() && typed.words[0] == "formats") {
        if (typed.words.size() > 1) throw Error("formats: it takes no words; a file called formats is ./formats");
        options.command = Options::Command::Formats;
        options.text = format_list();
    }
    if (!typed.words.empty() && typed.words[0] == "score") {
        read_score_command(typed, options);
        return options;
    }
    for (auto [name, given] : {std::pair{"--errors", typed.errors.has_value()}, {"--diff", typed.diff.has_value()}, {"--save", typed.save.has_value()}})
        if (given) throw Error(std::string(name) + ": goes with nutgraf score GOLD");
    if (std::count(typed.words.begin(), typed.words.end(), "-") > 1) throw Error("-: standard input can be read once");
    return options;
}

std::string format_list() {
    std::string text;
    for (size_t i = 0; i < kFormatCount; ++i) {
        const FormatRecord& format = format_record(static_cast<Format>(i));
        text += std::string(format.name) + std::string(14 - format.name.size(), ' ') + std::string(format.about) + '\n';
    }
    return text;
}

std::string help_text() {
    std::string text = "Usage: nutgraf [FLAGS] [FILES or FOLDERS]\n       nutgraf score [FLAGS] " + std::string(kScoreCommand.words) + '\n';
    for (const auto& command : kLexiconCommands) text += "       nutgraf lexicon " + std::string(command.name) + ' ' + std::string(command.words) + '\n';
    text += "       nutgraf formats\n";
    text += '\n' + std::string(kWhat) +
            "\nWithout files, or for the file -, the article is read from standard input.\n\n"
            "  nutgraf article.txt                    its report\n"
            "  nutgraf --date 2021-12-28 < story      with \"Monday\" and \"Jan. 10\" as dates\n"
            "  nutgraf --format jsonl news/ > out     of a folder, a line of JSON an article\n"
            "  nutgraf --explain article.txt          and why\n"
            "  nutgraf lexicon lookup Georgia         what is known of a name\n"
            "  nutgraf score --errors corpus/dev      how good is what is found, and what is wrong\n";
    constexpr size_t kColumn = 28, kWidth = 100;
    for (const Section& section : sections()) {
        text += '\n' + std::string(section.title) + ":\n";
        for (const Flag& flag : section.flags) {
            std::string head = flag.letter ? std::string("  -") + flag.letter + ", " : "      ";
            head += "--" + std::string(flag.name);
            if (!flag.metavariable.empty()) head += ' ' + std::string(flag.metavariable);
            text += head + std::string(head.size() < kColumn ? kColumn - head.size() : 1, ' ');
            size_t at = std::max(kColumn, head.size() + 1);
            std::string about(flag.about);
            if (!flag.choices.empty() && flag.choices.find_first_of("|,") != std::string_view::npos) {
                std::string choices(flag.choices);
                for (size_t bar = choices.find('|'); bar != std::string::npos; bar = choices.find('|', bar)) choices.replace(bar, 1, ", ");
                for (size_t comma = choices.find(','); comma != std::string::npos && flag.name == "kinds"; comma = choices.find(',', comma + 2)) choices.replace(comma, 1, ", ");
                about += ": " + choices;
            }
            for (const std::string& word : pieces(about, ' ')) {
                if (at + word.size() > kWidth) {
                    text += '\n' + std::string(kColumn, ' ');
                    at = kColumn;
                } else if (at > std::max(kColumn, head.size() + 1)) {
                    text += ' ';
                    ++at;
                }
                text += word;
                at += word.size();
            }
            text += '\n';
        }
    }
    text += "\nExit status: 0 done, 1 some input could not be read, 2 wrong use or no room, 130 interrupted.\n";
    return text;
}

namespace {

/// Text for roff: a backslash and a hyphen mean themselves, a line does not begin with a period.
std::string roff(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '\\') out += "\\e";
        else if (c == '-') out += "\\-";
        else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += std::string("\\&") + c;
        else out += c;
    }
    return out;
}

}  // namespace

std::string man_page() {
    std::string page = ".TH NUTGRAF 1 \"\" \"nutgraf " NUTGRAF_VERSION "\" \"User Commands\"\n.SH NAME\nnutgraf \\- report the people, places, organizations, "
                       "numbers and dates in news articles\n.SH SYNOPSIS\n.B nutgraf\n.RI [ FLAGS ] \" \" [ \"FILES or FOLDERS\" ]\n";
    page += ".br\n.B nutgraf score\n.RI [ FLAGS ] \" \" " + std::string(kScoreCommand.words) + '\n';
    for (const auto& command : kLexiconCommands) page += ".br\n.B nutgraf lexicon " + std::string(command.name) + "\n.I " + std::string(command.words) + '\n';
    page += ".br\n.B nutgraf formats\n";
    page += ".SH DESCRIPTION\n" + roff(kWhat) +
            "\nEach is reported with its place in the text, the rule that found it, and its value: what day \\(dqMonday\\(dq is, how much \\(dq$1.5bn\\(dq, "
            "in which country a town lies.\n.PP\nWithout files, or for the file\n.BR \\- ,\nthe article is read from standard input. Folders are read with all "
            "folders below them, in the order of their names; hidden files are left out. The same input gives the same output.\n";
    for (const Section& section : sections()) {
        std::string title(section.title);
        std::transform(title.begin(), title.end(), title.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        page += ".SH \"" + title + " FLAGS\"\n";
        for (const Flag& flag : section.flags) {
            page += ".TP\n";
            std::string name = "\\fB\\-\\-" + roff(flag.name) + "\\fR";
            if (flag.letter) name = std::string("\\fB\\-") + flag.letter + "\\fR, " + name;
            if (!flag.metavariable.empty()) name += " \\fI" + std::string(flag.metavariable) + "\\fR";
            std::string about(flag.about);
            about[0] = static_cast<char>(about[0] - (about[0] >= 'a' && about[0] <= 'z' ? 32 : 0));
            page += name + '\n' + roff(about) + ".\n";
            if (!flag.choices.empty() && flag.choices.find_first_of("|,") != std::string_view::npos)
                page += "One of " + roff(joined(pieces(flag.choices, flag.name == "kinds" ? ',' : '|'), ", ")) + ".\n";
            if (!flag.more.empty()) page += roff(flag.more) + '\n';
        }
    }
    page += ".SH FORMATS\n";
    for (size_t i = 0; i < kFormatCount; ++i) {
        const FormatRecord& format = format_record(static_cast<Format>(i));
        std::string about(format.about);
        about[0] = static_cast<char>(about[0] - 32);
        page += ".TP\n.B " + roff(format.name) + '\n' + roff(about) + ".\n";
    }
    page += ".SH COMMANDS\n.TP\n\\fBnutgraf formats\\fR\nList the formats.\n";
    auto add_command = [&](const std::string& name, const CommandRecord& command) {
        std::string about(command.about);
        about[0] = static_cast<char>(about[0] - 32);
        page += ".TP\n\\fBnutgraf " + name + "\\fR \\fI" + std::string(command.words) + "\\fR\n" + roff(about) + ".\n";
    };
    add_command("score", kScoreCommand);
    page += "Prints precision, recall and F1 by kind: strict (same place and same kind), lenient (the places overlap), and of values where gold has them; then which "
            "kinds were taken for which. Punctuation, articles, possessives, titles before persons, prepositions before dates and \\(dqabout\\(dq before numbers "
            "do not count. Of the flags above, those of the section Score and \n.BR \\-\\-kinds ,\n.BR \\-\\-format\n(text or json),\n.BR \\-\\-output ,\n.BR "
            "\\-\\-lexicons ,\n.BR \\-\\-date\\-order\nand\n.B \\-\\-jobs\napply. The marks are described in corpus/README.md; a line of JSON is an article "
            "with \\(dqid\\(dq, \\(dqtext\\(dq, \\(dqdate\\(dq and \\(dqmentions\\(dq as in a report, places counted in code points.\n";
    for (const auto& command : kLexiconCommands) add_command("lexicon " + std::string(command.name), command);
    page += ".SH \"EXIT STATUS\"\n.TP\n0\nDone. Also when the reader of a pipe wants no more.\n.TP\n1\nSome input could not be read, and is reported on "
            "standard error; all others are in the output. For\n.BR \"nutgraf lexicon\" :\nfailures were found, or nothing is known.\n.TP\n2\nWrong use, or the "
            "output could not be written.\n.TP\n130\nInterrupted. Articles that are in the output are there in full.\n"
            ".SH ENVIRONMENT\n.TP\nNO_COLOR\nWhen set and not empty, no colors, unless\n.B \\-\\-color always\nis given.\n.TP\nCOLUMNS\nThe width of the text report; "
            "without it that of the terminal, or 80.\n.SH EXAMPLES\n.TP\n.B nutgraf article.txt\nThe report of an article.\n.TP\n"
            ".B nutgraf \\-\\-format jsonl news/ > news.jsonl\nA line of JSON for every *.txt below news.\n.TP\n.B nutgraf lexicon lookup Georgia\nWhat is known of "
            "Georgia.\n";
    return page;
}

namespace {

std::string words_of(const Flag& flag) {
    std::string words(flag.choices);
    std::replace(words.begin(), words.end(), '|', ' ');
    std::replace(words.begin(), words.end(), ',', ' ');
    return words;
}

std::string bash_completion() {
    std::string flags, cases;
    for (const Section& section : sections())
        for (const Flag& flag : section.flags) {
            std::string names = "--" + std::string(flag.name);
            flags += names + ' ';
            if (flag.letter) {
                flags += std::string("-") + flag.letter + ' ';
                names = std::string("-") + flag.letter + '|' + names;
            }
            if (flag.metavariable.empty()) continue;
            cases += "        " + names + ")\n            ";
            if (flag.choices == "FILE") cases += "COMPREPLY=($(compgen -f -- \"$word\"))";
            else if (flag.choices == "FOLDER") cases += "COMPREPLY=($(compgen -d -- \"$word\"))";
            else if (flag.choices.empty()) cases += "COMPREPLY=()";
            else if (flag.name == "kinds")  // a list: what stands before the last comma stays
                cases += "local before=; [[ $word == *,* ]] && before=${word%,*},\n"
                         "            COMPREPLY=($(compgen -P \"$before\" -W \"" + words_of(flag) + "\" -- \"${word##*,}\"))";
            else cases += "COMPREPLY=($(compgen -W \"" + words_of(flag) + "\" -- \"$word\"))";
            cases += "\n            return ;;\n";
        }
    flags.pop_back();
    return "# bash completion for nutgraf\n_nutgraf() {\n    local word=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    if [[ $flag == = ]]; then flag=${COMP_WORDS[COMP_CWORD-2]}; fi    # --flag=value is three words here\n"
           "    if [[ $word == = ]]; then flag=${COMP_WORDS[COMP_CWORD-1]}; word=; [[ $flag == --* ]] || flag=${COMP_WORDS[COMP_CWORD-1]}; fi\n"
           "    case $flag in\n" + cases +
           "        lexicon)\n            COMPREPLY=($(compgen -W \"check lookup\" -- \"$word\"))\n            return ;;\n    esac\n"
           "    if [[ $word == -* ]]; then\n        COMPREPLY=($(compgen -W \"" + flags + "\" -- \"$word\"))\n    else\n"
           "        COMPREPLY=($(compgen -f -- \"$word\"))\n        if [[ $COMP_CWORD == 1 ]]; then COMPREPLY+=($(compgen -W \"formats lexicon score\" -- \"$word\")); fi\n    fi\n}\n"
           "complete -o filenames -F _nutgraf nutgraf\n";
}

/// A description for zsh and fish stands in single quotes; zsh's ends at "]" and takes ":" for a separator.
std::string quoted(std::string_view text, bool zsh) {
    std::string out;
    for (char c : text) {
        if (c == '\'') out += "'\\''";
        else if (zsh && (c == '[' || c == ']' || c == ':')) out += std::string("\\") + c;
        else out += c;
    }
    return out;
}

std::string zsh_completion() {
    std::string text = "#compdef nutgraf\n_nutgraf() {\n    if [[ ${words[2]} == lexicon && CURRENT -eq 3 ]]; then\n        _values 'command'";
    for (const auto& command : kLexiconCommands) text += " '" + std::string(command.name) + '[' + quoted(command.about, true) + "]'";
    text += "\n        return\n    fi\n    _arguments -s \\\n";
    for (const Section& section : sections())
        for (const Flag& flag : section.flags) {
            std::string name = "--" + std::string(flag.name) + (flag.metavariable.empty() ? "" : "=");
            std::string action;
            if (!flag.metavariable.empty()) {
                action = ':' + std::string(flag.metavariable) + ':';
                if (flag.choices == "FILE") action += "_files";
                else if (flag.choices == "FOLDER") action += "_files -/";
                else if (flag.name == "kinds") action += "_values -s , kind " + words_of(flag);
                else if (!flag.choices.empty()) action += '(' + words_of(flag) + ')';
            }
            std::string about = '[' + quoted(flag.about, true) + ']' + action;
            if (flag.letter) {
                std::string letter = std::string("-") + flag.letter;
                text += "        '(" + letter + " --" + std::string(flag.name) + ")'{" + letter + (flag.metavariable.empty() ? "" : "+") + ',' + name + "}'" + about + "' \\\n";
            } else {
                text += "        '" + name + about + "' \\\n";
            }
        }
    return text + "        '*:input:_files'\n}\n_nutgraf \"$@\"\n";
}

std::string fish_completion() {
    std::string text = "# fish completion for nutgraf\n";
    for (const Section& section : sections())
        for (const Flag& flag : section.flags) {
            text += "complete -c nutgraf -l " + std::string(flag.name);
            if (flag.letter) text += std::string(" -s ") + flag.letter;
            if (flag.choices == "FILE") text += " -r -F";
            else if (flag.choices == "FOLDER") text += " -x -a '(__fish_complete_directories)'";
            else if (flag.name == "kinds") text += " -x -a '(__fish_append , " + words_of(flag) + ")'";
            else if (!flag.choices.empty()) text += " -x -a '" + words_of(flag) + '\'';
            else if (!flag.metavariable.empty()) text += " -x";
            text += " -d '" + quoted(flag.about, false) + "'\n";
        }
    text += "complete -c nutgraf -n __fish_is_first_arg -a formats -d 'list the formats'\n";
    text += "complete -c nutgraf -n __fish_is_first_arg -a lexicon -d 'check or look into the word lists'\n";
    text += "complete -c nutgraf -n __fish_is_first_arg -a " + std::string(kScoreCommand.name) + " -d '" + quoted(kScoreCommand.about, false) + "'\n";
    for (const auto& command : kLexiconCommands)
        text += "complete -c nutgraf -n '__fish_seen_subcommand_from lexicon' -a " + std::string(command.name) + " -d '" + quoted(command.about, false) + "'\n";
    return text;
}

}  // namespace

std::string completion(const std::string& shell) {
    if (shell == "bash") return bash_completion();
    if (shell == "zsh") return zsh_completion();
    return fish_completion();
}

}  // namespace nutgraf
