// Runs files of cases: marked sentences that a person can judge, one a line. Usage: cases_test [--accept] FILE.cases...
//
//   # Comments begin so.
//   # date: 2021-12-28
//   He will meet [person Pavel Barta] on [date=2022-01-10 Jan. 10].
//   Nobody was named here.
//   ? [person Reading] was late.
//
// The file's name says which kind is compared (people.cases, dates.cases, ...): every mention of that kind has to be
// found, with its subkind and value where the mark gives them, and no other; marks of other kinds are read as plain
// text. A mark is [KIND/SUBKIND#ENTITY=VALUE text]; its header ends at the first space, ENTITY is for readers. The value
// of a number is 3.2:t, of a date its TIMEX3 value, of a place or group its ISO country. "\[", "\]", "\\" and "\n" stand
// for a bracket, a backslash and a line end. "# date:" gives the articles below it their date of publication ("none":
// not known). A case behind "? " is known to fail, and has to; --accept takes
// the "? " away where it does not.
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "analyzer.h"

using namespace nutgraf;

namespace {

struct Mark {
    ByteSpan bytes;
    Kind kind;
    std::string subkind, value;  // "" when they do not matter
};

struct Case {
    std::string text;
    std::vector<Mark> marks;
};

/// A line without its marks; on a bad mark nothing, with `error` set.
std::optional<Case> parse_case(std::string_view line, std::string& error) {
    Case parsed;
    bool open = false;
    auto fail = [&](const std::string& what) {
        error = what;
        return std::nullopt;
    };
    for (size_t at = 0; at < line.size(); ++at) {
        char c = line[at];
        if (c == '\\' && at + 1 < line.size() && std::string_view("[]\\n").find(line[at + 1]) != std::string_view::npos) {
            ++at;
            parsed.text += line[at] == 'n' ? '\n' : line[at];
        } else if (c == '[') {
            if (open) return fail("a mark in a mark");
            size_t end = line.find(' ', at);
            if (end == std::string_view::npos) return fail("a mark without text");
            std::string_view header = line.substr(at + 1, end - at - 1);
            Mark mark{};
            if (size_t value = header.find('='); value != std::string_view::npos) {
                mark.value = header.substr(value + 1);
                header = header.substr(0, value);
            }
            header = header.substr(0, header.find('#'));
            if (size_t slash = header.find('/'); slash != std::string_view::npos) {
                mark.subkind = header.substr(slash + 1);
                header = header.substr(0, slash);
            }
            auto kind = parse_kind(header);
            if (!kind) return fail("no kind is called \"" + std::string(header) + "\"; write \\[ for a bracket");
            if (!mark.subkind.empty() && !parse_subkind(*kind, mark.subkind)) return fail("no subkind of " + std::string(header) + " is called \"" + mark.subkind + '"');
            mark.kind = *kind;
            mark.bytes.begin = static_cast<uint32_t>(parsed.text.size());
            parsed.marks.push_back(mark);
            open = true;
            at = end;
        } else if (c == ']') {
            if (!open) return fail("a bracket that closes nothing; write \\]");
            parsed.marks.back().bytes.end = static_cast<uint32_t>(parsed.text.size());
            open = false;
        } else {
            parsed.text += c;
        }
    }
    if (open) return fail("a mark is not closed");
    return parsed;
}

std::string value_of(const Lexicon& lexicon, const Mention& mention) {
    const Value& value = mention.value;
    const Figure& figure = value.figure();
    if (mention.kind == Kind::Number) return figure.unit.empty() ? figure.text : figure.text + ':' + figure.unit;
    if (mention.kind == Kind::Date) return figure.text;
    EntryId row = value.entry == kNoEntry ? value.within : value.entry;
    if (row == kNoEntry) return {};
    for (std::string_view column : {"iso2", "country"})
        if (std::string_view country = lexicon.field(row, column); !country.empty()) return std::string(country);
    return {};
}

/// A text with marks, as a case is written.
std::string print(std::string_view text, const std::vector<Mark>& marks) {
    std::string out;
    auto plain = [&](size_t begin, size_t end) {
        for (char c : text.substr(begin, end - begin)) out += c == '\n' ? "\\n" : std::string_view("[]\\").find(c) != std::string_view::npos ? std::string{'\\', c} : std::string(1, c);
    };
    size_t at = 0;
    for (const Mark& mark : marks) {
        plain(at, mark.bytes.begin);
        out += '[' + std::string(kind_name(mark.kind));
        if (!mark.subkind.empty()) out += '/' + mark.subkind;
        if (!mark.value.empty()) out += '=' + mark.value;
        out += ' ';
        plain(mark.bytes.begin, mark.bytes.end);
        out += ']';
        at = mark.bytes.end;
    }
    plain(at, text.size());
    return out;
}

class Runner {
public:
    explicit Runner(bool accept) : accept_(accept) {}

    /// Prints what differs; false when something did.
    bool run(const std::string& path) {
        size_t slash = path.rfind('/');
        std::string stem = path.substr(slash == std::string::npos ? 0 : slash + 1);
        auto kind = kind_of_folder(stem.substr(0, stem.find('.')) + "/");
        std::ifstream in(path);
        if (!kind || !in) {
            std::cout << path << (kind ? ": cannot be read\n" : ": a file of cases is named after a kind: people.cases\n");
            return false;
        }
        std::optional<Published> date;
        size_t passed = 0, failed = 0, known = 0, number = 0;
        std::string rewritten;
        for (std::string line; std::getline(in, line); rewritten += line + '\n') {
            ++number;
            auto complain = [&](const std::string& what) {
                std::cout << path << ':' << number << ": " << what << '\n';
                ++failed;
            };
            if (line.starts_with("# date:")) {
                std::string_view text = std::string_view(line).substr(std::string_view("# date:").size());
                while (text.starts_with(' ')) text.remove_prefix(1);
                date = parse_published(text);
                if (!date && text != "none") complain("a date is written 2021-12-28 or 2021-12-28T16:30, or none");
                continue;
            }
            if (line.empty() || line.starts_with('#')) continue;
            bool fails = line.starts_with("? ");
            std::string error;
            auto expected = parse_case(std::string_view(line).substr(fails ? 2 : 0), error);
            if (!expected) {
                complain(error);
                continue;
            }
            std::string found = differs(*expected, *kind, date);
            if (found.empty() && fails && accept_) {
                line.erase(0, 2);
                ++passed;
            } else if (found.empty() && fails) {
                complain("this case passes now: take away the \"? \" before it");
            } else if (!found.empty() && !fails) {
                complain("expected " + line + "\n" + std::string(path.size() + std::to_string(number).size() + 3, ' ') + "found    " + found);
            } else {
                ++(fails ? known : passed);
            }
        }
        in.close();
        if (accept_ && !(std::ofstream(path) << rewritten)) std::cout << path << ": cannot be written\n";
        std::cout << path << ": " << passed << " passed, " << failed << " failed, " << known << " known to fail\n";
        if (passed + known + failed == 0) std::cout << path << ": there is no case in it\n";
        return failed == 0 && passed + known > 0;
    }

private:
    /// The text with the marks that were found, when they are not those expected; else "".
    std::string differs(const Case& expected, Kind kind, std::optional<Published> date) {
        Document document("", expected.text, date);
        const Analysis& analysis = analyzer_.analyze(document, workspace_);
        std::vector<Mark> wanted, found;
        for (const Mark& mark : expected.marks)
            if (mark.kind == kind) wanted.push_back(mark);
        for (const Mention& mention : analysis.mentions)
            if (mention.kind == kind)
                found.push_back({bytes_of(analysis.tokens, mention.tokens), kind, std::string(subkind_name(mention.subkind)), value_of(analyzer_.lexicon(), mention)});
        bool same = wanted.size() == found.size();
        for (size_t i = 0; i < wanted.size() && same; ++i) {
            same = wanted[i].bytes == found[i].bytes && (wanted[i].subkind.empty() || wanted[i].subkind == found[i].subkind) &&
                   (wanted[i].value.empty() || wanted[i].value == found[i].value);
        }
        return same ? "" : print(expected.text, found);
    }

    bool accept_;
    Analyzer analyzer_;
    Workspace workspace_;
};

}  // namespace

int main(int argc, char** argv) {
    bool accept = argc > 1 && std::string_view(argv[1]) == "--accept";
    int first = accept ? 2 : 1;
    Runner runner(accept);
    bool good = first < argc;
    for (int i = first; i < argc; ++i) good &= runner.run(argv[i]);
    return good ? 0 : 1;
}
