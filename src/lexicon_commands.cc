#include "lexicon_commands.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string_view>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "error.h"
#include "rules.h"
#include "text.h"
#include "tokens.h"
#include "unicode.h"
#include "spelling.h"

namespace nutgraf {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostWords = 12;
constexpr std::array<std::string_view, 10> kNumericColumns = {"weight", "lat", "lon", "population", "cap_share", "factor", "geonames_id", "from", "to", "prominence"};

bool made_of(std::string_view text, std::string_view ranges) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        for (size_t i = 0; i + 1 < ranges.size(); i += 2)
            if (c >= ranges[i] && c <= ranges[i + 1]) return true;
        return false;
    });
}
constexpr std::string_view kDigits = "09", kUpper = "AZ", kUpperDigits = "AZ09", kCode = "AZ09..", kLowerDigits = "az09", kColumn = "az09__";

/// "-8.396", "0", "12": no exponent, no padding.
bool is_plain_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    auto parts = split(text, '.');
    if (parts.size() > 2 || parts[0].empty() || !made_of(parts[0], kDigits) || (parts[0].size() > 1 && parts[0][0] == '0')) return false;
    return parts.size() == 1 || (!parts[1].empty() && made_of(parts[1], kDigits));
}

bool is_label(std::string_view name) {
    for (std::string_view part : split(name, '-'))
        if (part.empty() || !made_of(part, kLowerDigits)) return false;
    return true;
}

bool is_word_letter(char32_t c) {
    auto point = static_cast<UChar32>(c);
    return c == '_' || (U_GET_GC_MASK(point) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/// Words and signs, as the matcher will see about that many tokens.
size_t word_count(std::string_view form) {
    size_t count = 0;
    bool in_word = false;
    for (size_t at = 0; at < form.size();) {
        CodePoint c = decode(form, at);
        at += c.length;
        bool letter = is_word_letter(c.value) || c.value == '\'' || c.value == '.';
        if (letter ? !in_word : !is_space(c.value)) ++count;
        in_word = letter;
    }
    return count;
}

/// What of a form the matcher does not tell apart: diacritics, hyphen or space, "&" or "and", "St." or "Saint",
/// periods of abbreviations. Letter case stays.
std::string form_key(std::string_view form) {
    static const icu::Normalizer2* const kDecompose = [] {
        UErrorCode failed = U_ZERO_ERROR;
        return icu::Normalizer2::getNFKDInstance(failed);
    }();
    UErrorCode failed = U_ZERO_ERROR;
    icu::UnicodeString decomposed = kDecompose->normalize(icu::UnicodeString::fromUTF8({form.data(), static_cast<int32_t>(form.size())}), failed);
    icu::UnicodeString kept;
    for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
        UChar32 c = decomposed.char32At(i);
        if (u_getCombiningClass(c) != 0) continue;
        constexpr std::array<std::pair<UChar32, const char*>, 19> kLetters = {{
            {0xF8, "o"}, {0xD8, "O"}, {0x142, "l"}, {0x141, "L"}, {0x111, "d"}, {0x110, "D"}, {0xF0, "d"}, {0xD0, "D"}, {0xFE, "th"}, {0xDE, "Th"},
            {0xDF, "ss"}, {0xE6, "ae"}, {0xC6, "Ae"}, {0x153, "oe"}, {0x152, "Oe"}, {0x131, "i"}, {0x259, "a"}, {0x18F, "A"}, {'&', " and "},
        }};
        auto known = std::find_if(kLetters.begin(), kLetters.end(), [&](const auto& letter) { return letter.first == c; });
        if (known != kLetters.end()) kept.append(icu::UnicodeString::fromUTF8(known->second));
        else kept.append(c == '-' ? UChar32{' '} : c);
    }
    std::string text, key;
    kept.toUTF8String(text);
    for (std::string_view word : split(text, ' ')) {
        if (word.empty()) continue;
        std::string bare(word);
        bool lettered = std::any_of(bare.begin(), bare.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<signed char>(c) < 0; });
        if (lettered) std::erase(bare, '.');
        key += (key.empty() ? "" : " ") + (bare == "Saint" ? "St" : bare);
    }
    return key;
}

bool is_nfc(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; })) return true;
    UErrorCode failed = U_ZERO_ERROR;
    const icu::Normalizer2* composed = icu::Normalizer2::getNFCInstance(failed);
    return composed->isNormalizedUTF8({text.data(), static_cast<int32_t>(text.size())}, failed) != 0;
}

bool has_invisible(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        at += c.length;
        if (c.value < 0x20 || c.value == 0x7F || c.value == 0xA0 || c.value == 0xAD || (c.value >= 0x200B && c.value <= 0x200F) || c.value == 0x2028 ||
            c.value == 0x2029 || c.value == 0xFEFF || c.value == 0xFFFD)
            return true;
    }
    return false;
}

bool is_code(std::string_view column, std::string_view field) {
    if (column == "country" || column == "iso2" || column == "postal") return field.size() == 2 && made_of(field, kUpper);
    if (column == "iso3") return field.size() == 3 && made_of(field, kUpper);
    if (column == "iata") return field.size() == 3 && made_of(field, kUpperDigits);
    if (column == "code") return made_of(field, kCode);
    return true;
}

using Fail = std::function<void(size_t line, const std::string& what)>;

void check_field(std::string_view column, std::string_view field, size_t line, const Fail& fail) {
    std::string name(column);
    if (field.starts_with(' ') || field.ends_with(' ')) fail(line, name + ": space at an end");
    if (!is_nfc(field)) fail(line, name + ": not NFC");
    if (has_invisible(field)) fail(line, name + ": control or invisible character");
    if (field.find("  ") != std::string_view::npos) fail(line, name + ": two spaces");
    if ((column == "name" || column == "aliases") && field.size() > 1 && field.front() == '"' && field.back() == '"') fail(line, name + ": quoted");
    if (field.empty()) return;
    bool numeric = std::find(kNumericColumns.begin(), kNumericColumns.end(), column) != kNumericColumns.end();
    if (numeric && !is_plain_decimal(field)) {
        fail(line, name + ": \"" + std::string(field) + "\" is not a plain decimal");
    } else if (column == "lat" || column == "lon") {
        double value = 0;
        std::from_chars(field.data(), field.data() + field.size(), value);
        if (std::abs(value) > (column == "lat" ? 90 : 180)) fail(line, name + ": " + std::string(field) + " is out of range");
    }
    if (!is_code(column, field)) fail(line, name + ": \"" + std::string(field) + "\" is not a code");
}

void check_aliases(std::string_view name, std::string_view field, size_t line, const Fail& fail) {
    if (field.empty()) return;
    auto aliases = split(field, '|');
    if (!std::is_sorted(aliases.begin(), aliases.end())) fail(line, "aliases: not sorted");
    std::set<std::string> seen{form_key(name)};
    for (std::string_view alias : aliases) {
        if (alias.empty()) {
            fail(line, "aliases: an empty one");
            continue;
        }
        if (alias.starts_with(' ') || alias.ends_with(' ')) fail(line, "aliases: space at an end");
        if (!seen.insert(form_key(alias)).second) fail(line, "aliases: \"" + std::string(alias) + "\" is no new form");
        if (word_count(alias) > kMostWords) fail(line, "aliases: more than " + std::to_string(kMostWords) + " words");
    }
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    if (!in) throw Error(path.string() + ": cannot be read");
    return content.str();
}

std::vector<fs::path> files_below(const std::string& folder, std::string_view extension) {
    std::error_code failed;
    std::vector<fs::path> paths;
    for (auto it = fs::recursive_directory_iterator(folder, failed); !failed && it != fs::recursive_directory_iterator(); it.increment(failed))
        if (it->path().extension() == extension) paths.push_back(it->path());
    if (failed) throw Error(folder + ": " + failed.message());
    std::sort(paths.begin(), paths.end());
    return paths;
}

void append_lines(const std::string& text, std::vector<std::string>& lines) {
    for (std::string_view line : split(text, '\n')) lines.emplace_back(line);
}

}  // namespace

std::vector<std::string> check_list(const std::string& file, const std::string& bytes) {
    std::vector<std::string> failures;
    Fail fail = [&](size_t line, const std::string& what) { failures.push_back(file + ':' + std::to_string(line) + ": " + what); };
    auto line_of = [&](size_t at) { return static_cast<size_t>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1; };

    for (size_t at = 0; at < bytes.size();) {
        CodePoint c = decode(bytes, at);
        if (!c.valid) {
            fail(line_of(at), "not UTF-8");
            return failures;
        }
        at += c.length;
    }
    if (!is_label(fs::path(file).stem().string())) fail(1, "the file's name is not a label: lower-case letters, digits and hyphens");
    if (bytes.starts_with("\xEF\xBB\xBF")) fail(1, "byte order mark");
    if (size_t at = bytes.find('\r'); at != std::string::npos) fail(line_of(at), "carriage return");
    if (!bytes.ends_with('\n') || bytes.ends_with("\n\n")) fail(line_of(bytes.size()), "the file must end with one line feed");

    std::string_view text = bytes;
    while (text.ends_with('\n')) text.remove_suffix(1);
    auto lines = split(text, '\n');
    size_t head = 0;
    bool sourced = false;
    for (; head < lines.size() && lines[head].starts_with('#'); ++head) {
        auto says = [&](std::string_view what) { return lines[head].starts_with(what) && lines[head].size() > what.size() && lines[head][what.size()] != ' '; };
        sourced |= lines[head].starts_with("# source: ");
        if (!says("# source: ") && !says("# about: ") && !says("# note: ")) fail(head + 1, "a leading line is \"# source: ...\", \"# about: ...\" or \"# note: ...\"");
    }
    if (!sourced) fail(1, "no \"# source:\" line");
    if (head == lines.size() || lines[head].empty()) {
        fail(head + 1, "no header line");
        return failures;
    }
    auto columns = split(lines[head], '\t');
    bool named = std::all_of(columns.begin(), columns.end(), [](std::string_view c) { return !c.empty() && c[0] >= 'a' && c[0] <= 'z' && made_of(c, kColumn); });
    if (columns[0] != "name" || !named || std::set<std::string_view>(columns.begin(), columns.end()).size() != columns.size())
        fail(head + 1, "the header must name each column once, \"name\" first");
    if (head + 1 == lines.size()) fail(head + 1, "no rows");

    std::string_view previous;
    for (size_t i = head + 1; i < lines.size(); ++i) {
        size_t number = i + 1;
        if (lines[i] == previous) fail(number, "double row");
        else if (lines[i] < previous) fail(number, "rows are not sorted by bytes");
        previous = lines[i];
        auto fields = split(lines[i], '\t');
        if (fields.size() != columns.size()) {
            fail(number, std::to_string(fields.size()) + " fields under " + std::to_string(columns.size()) + " columns");
            continue;
        }
        for (size_t f = 0; f < fields.size(); ++f) check_field(columns[f], fields[f], number, fail);
        if (fields[0].empty()) fail(number, "name: empty");
        else if (fields[0].find('|') != std::string_view::npos) fail(number, "name: holds \"|\"");
        else if (word_count(fields[0]) > kMostWords) fail(number, "name: more than " + std::to_string(kMostWords) + " words");
        auto aliases = std::find(columns.begin(), columns.end(), "aliases");
        if (aliases != columns.end()) check_aliases(fields[0], fields[static_cast<size_t>(aliases - columns.begin())], number, fail);
    }
    return failures;
}

CheckResult check_lexicons(const std::string& folder) {
    CheckResult result;
    auto run_examples = [&](const Lexicon& lexicon, const Rules& rules) {
        for (auto& failure : rules.check_examples(lexicon)) result.failures.push_back(std::move(failure));
    };
    if (folder.empty()) {
        Lexicon lexicon = Lexicon::built_in();
        Rules rules = Rules::built_in(lexicon);
        result.lists = lexicon.label_count();
        result.rows = lexicon.entry_count();
        result.rules = rules.rules().size();
        run_examples(lexicon, rules);
        return result;
    }
    if (!fs::is_directory(folder)) throw Error("lexicon check: " + folder + " is not a folder; give a folder of lists (*.tsv) and rules (*.rules)");
    auto lists = files_below(folder, ".tsv");
    if (lists.empty() && files_below(folder, ".rules").empty()) throw Error("lexicon check: " + folder + ": no list (*.tsv) and no rules (*.rules) in this folder");
    for (const auto& path : files_below(folder, ".kin")) {
        try {
            (void)Kin::compile(path.string(), read_file(path));
        } catch (const Error& error) {
            append_lines(error.what(), result.failures);
        }
    }
    for (const auto& path : lists) {
        std::string bytes = read_file(path);
        for (auto& failure : check_list(path.string(), bytes)) result.failures.push_back(std::move(failure));
        auto lines = static_cast<size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
        auto notes = static_cast<size_t>(std::count(bytes.begin(), bytes.end(), '#'));
        result.rows += lines - std::min(lines, notes + 1);
        ++result.lists;
    }
    try {
        Lexicon built_in = Lexicon::built_in();
        Rules built_in_rules = Rules::built_in(built_in);
        bool whole = std::any_of(built_in_rules.rules().begin(), built_in_rules.rules().end(), [&](const Rule& rule) { return fs::exists(fs::path(folder) / rule.file); });
        Lexicon lexicon = whole ? Lexicon::from_folder(folder) : Lexicon::with_folder(folder);
        Rules rules = whole ? Rules::from_folder(lexicon, folder) : Rules::built_in(lexicon, folder);
        for (const Rule& rule : rules.rules()) result.rules += rule.file.starts_with(folder);
        run_examples(lexicon, rules);
    } catch (const Error& error) {
        append_lines(error.what(), result.failures);
    }
    return result;
}

std::string look_up(const Lexicon& lexicon, const Kin& kin, const std::string& words) {
    auto rows_of = [&](const std::string& form) {
        Document document("", form);
        std::vector<Token> tokens;
        std::vector<EntryId> entries;
        find_tokens(document, tokens);
        if (!tokens.empty()) lexicon.find_entries(tokens, {0, static_cast<uint32_t>(tokens.size())}, kNoLabel, entries);
        if (!tokens.empty()) lexicon.find_in_gazetteer(tokens, {0, static_cast<uint32_t>(tokens.size())}, entries);
        return entries;
    };
    std::string form = words;
    auto entries = rows_of(form);
    if (entries.empty()) {  // "georgia": names are written with capitals
        bool begins = true;
        for (char& c : form) {
            if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
            begins = c == ' ' || c == '-';
        }
        entries = rows_of(form);
    }
    size_t label_column = 0;
    std::set<EntryId> seen;
    for (EntryId entry : entries) label_column = std::max(label_column, lexicon.label_name(lexicon.label(entry)).size());
    std::string text;
    for (EntryId entry : entries) {
        if (!seen.insert(entry).second) continue;
        std::string_view label = lexicon.label_name(lexicon.label(entry));
        text += '@' + std::string(label) + std::string(label_column - label.size() + 2, ' ') + std::string(lexicon.name(entry));
        std::string_view before = "  ";
        for (const std::string& column : lexicon.columns(entry)) {
            std::string_view field = lexicon.field(entry, column);
            if (column == "name" || field.empty()) continue;
            text += std::string(before) + column + ": " + std::string(field);
            before = ", ";
        }
        text += '\n';
    }
    if (KinOf of = kin.find(word_id(words)); of.group != KinOf::kNoGroup) text += "used like " + kin.examples(0, of.group) + "; like " + Kin::describe_like(of.like) + '\n';
    return text;
}

}  // namespace nutgraf
