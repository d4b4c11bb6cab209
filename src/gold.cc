#include "gold.h"

#include <algorithm>
#include <unordered_map>
#include <charconv>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#define RAPIDJSON_HAS_STDSTRING 1
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "error.h"
#include "report/view.h"
#include "spelling.h"

namespace nutgraf {
namespace {

namespace fs = std::filesystem;
using Json = rapidjson::Value;

// Strings of JSON may be nested deeper than the stack is: no recursion.
constexpr unsigned kJsonFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag;
constexpr size_t kMostDecimals = 15;  // of a number in JSON that is no integer, as a decimal

std::string read_file(const std::string& path) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::stringstream content;
    if (in) content << in.rdbuf();
    if (in.bad() || !in.is_open() || fs::is_directory(path)) throw Error(path + ": " + (errno != 0 ? std::strerror(errno) : "cannot be read"));
    return content.str();
}

/// Valid UTF-8, each bad byte as one U+FFFD: so are the texts that are analysed.
std::string clean(std::string bytes) {
    bool ascii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
    return ascii ? std::move(bytes) : std::string(Document("", std::move(bytes)).text());
}

uint32_t length_in_code_points(std::string_view text) {
    return static_cast<uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void sort_by_place(std::vector<Mark>& marks) {
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.at < b.at; });
}

// ---------------------------------------------------------------- marked text

/// "3.2:t" or "2021-12-27", as it stands in a mark.
MarkValue value_in_mark(Kind kind, std::string_view written) {
    MarkValue value{std::string(written), "", std::nullopt};
    if (size_t colon = written.find(':'); kind == Kind::Number && colon != std::string_view::npos) {
        value.text.resize(colon);
        value.unit = written.substr(colon + 1);
    }
    return value;
}

/// KIND/SUBKIND#ENTITY=VALUE. False when that is not what stands there.
bool read_header(std::string_view header, Mark& mark) {
    size_t equals = header.find('=');
    std::string_view name = header.substr(0, equals);
    size_t number_sign = name.find('#');
    if (number_sign != std::string_view::npos) mark.entity = name.substr(number_sign + 1);
    name = name.substr(0, number_sign);
    size_t slash = name.find('/');
    auto kind = parse_kind(name.substr(0, slash));
    if (!kind) return false;
    mark.kind = *kind;
    if (slash != std::string_view::npos) mark.subkind = name.substr(slash + 1);
    if (equals != std::string_view::npos) mark.values.push_back(value_in_mark(*kind, header.substr(equals + 1)));
    return true;
}

/// Takes the marks out of a text. Throws Error at the first that is wrong.
GoldArticle parse_marked(const std::string& file, std::string_view marked) {
    GoldArticle article;
    article.id = fs::path(file).stem().string();
    uint32_t length = 0;
    size_t opened_at = std::string_view::npos;
    Mark mark;
    auto fail = [&](size_t at, const std::string& what) {
        throw Error(file + ':' + std::to_string(std::count(marked.begin(), marked.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1) + ": " + what);
    };
    for (size_t at = 0; at < marked.size(); ++at) {
        char c = marked[at];
        if (c == '\\' && at + 1 < marked.size() && (marked[at + 1] == '[' || marked[at + 1] == ']')) {
            c = marked[++at];
        } else if (c == '[') {
            if (opened_at != std::string_view::npos) fail(at, "a mark in a mark");
            size_t space = marked.find_first_of(" \n", at);
            mark = {};
            if (space == std::string_view::npos || marked[space] != ' ' || !read_header(marked.substr(at + 1, space - at - 1), mark))
                fail(at, "\"" + std::string(marked.substr(at, std::min<size_t>(24, marked.find_first_of("\n]", at) - at))) + "\" opens no mark; a bracket is written \\[");
            mark.at.begin = length;
            opened_at = at;
            at = space;
            continue;
        } else if (c == ']') {
            if (opened_at == std::string_view::npos) fail(at, "\"]\" closes no mark; a bracket is written \\]");
            if (mark.at.begin == length) fail(opened_at, "an empty mark");
            mark.at.end = length;
            article.marks.push_back(std::move(mark));
            opened_at = std::string_view::npos;
            continue;
        }
        article.text += c;
        length += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }
    if (opened_at != std::string_view::npos) fail(opened_at, "a mark is not closed");
    return article;
}

/// The places of a folder's marked articles by their entity: the file places.tsv beside them, with the columns entity, country,
/// lat and lon, the last two empty where only the country is told. Throws Error with the first bad line.
std::unordered_map<std::string, MarkValue> read_places(const std::string& file) {
    std::unordered_map<std::string, MarkValue> places;
    std::string bytes = fs::exists(file) ? read_file(file) : "";
    size_t number = 0;
    for (size_t begin = 0; begin < bytes.size();) {
        size_t end = std::min(bytes.find('\n', begin), bytes.size());
        std::string_view line = std::string_view(bytes).substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.empty() || line.starts_with('#') || line == "entity\tcountry\tlat\tlon") continue;
        std::array<std::string_view, 4> fields;
        size_t count = 0;
        for (size_t at = 0; at <= line.size(); ++count) {
            size_t tab = std::min(line.find('\t', at), line.size());
            if (count < fields.size()) fields[count] = line.substr(at, tab - at);
            at = tab + 1;
        }
        auto degrees = [&](std::string_view text) {
            double value = 0;
            auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (failed != std::errc() || rest != text.data() + text.size()) throw Error(file + ':' + std::to_string(number) + ": \"" + std::string(text) + "\" is no latitude or longitude");
            return value;
        };
        if (count != fields.size() || fields[0].empty()) throw Error(file + ':' + std::to_string(number) + ": not entity, country, lat, lon with tabs between them");
        MarkValue value{std::string(fields[1]), "", std::nullopt};
        if (!fields[2].empty()) value.coordinates = {degrees(fields[2]), degrees(fields[3])};
        places[std::string(fields[0])] = value;
    }
    return places;
}

// ---------------------------------------------------------------- JSON

const Json* member(const Json& object, const char* name) {
    auto found = object.FindMember(name);
    return found == object.MemberEnd() || found->value.IsNull() ? nullptr : &found->value;
}

std::string text_of(const Json* value) {
    if (value == nullptr) return "";
    if (value->IsString()) return {value->GetString(), value->GetStringLength()};
    if (value->IsInt64()) return std::to_string(value->GetInt64());
    if (value->IsUint64()) return std::to_string(value->GetUint64());
    if (!value->IsNumber()) return "";
    std::ostringstream text;
    text.precision(kMostDecimals);
    text << value->GetDouble();
    return text.str();
}

std::string text_of(const Json& object, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (std::string text = text_of(member(object, name)); !text.empty()) return text;
    return "";
}

void add_value(Kind kind, const Json& json, std::vector<MarkValue>& values) {
    MarkValue value;
    if (json.IsObject()) {
        if (kind == Kind::Date) value.text = text_of(json, {"timex", "value"});
        if (kind == Kind::Number) {
            value.text = text_of(json, {"value"});
            value.unit = text_of(json, {"unit"});
        }
        if (kind == Kind::Place) {
            value.text = text_of(json, {"country"});
            const Json *latitude = member(json, "lat"), *longitude = member(json, "lon");
            if (latitude && longitude && latitude->IsNumber() && longitude->IsNumber()) value.coordinates = {latitude->GetDouble(), longitude->GetDouble()};
        }
    } else if (kind == Kind::Date || kind == Kind::Number) {
        value.text = text_of(&json);
    }
    if (!value.text.empty() || value.coordinates) values.push_back(std::move(value));
}

/// Reads a member of "mentions", or of "entities" in the other wording: type and sub. std::nullopt for a kind that nutgraf
/// does not know; throws Error when it is no mention.
std::optional<Mark> read_mark(const Json& json) {
    auto place = [&](const char* name) {
        const Json* value = json.IsObject() ? member(json, name) : nullptr;
        if (!value || !value->IsUint() || value->GetUint() > std::numeric_limits<uint32_t>::max() / 2) throw Error("a mention needs \"start\" and \"end\" in code points");
        return value->GetUint();
    };
    Mark mark;
    mark.at = {place("start"), place("end")};
    std::string type = text_of(member(json, "type")), named = text_of(member(json, "kind"));
    if (type.empty() && named.empty()) throw Error("a mention has no \"kind\"");
    auto kind = parse_kind(type.empty() ? named : type);
    if (!kind) return std::nullopt;
    mark.kind = *kind;
    mark.subkind = text_of(json, {"subkind", "sub"});
    if (!parse_subkind(*kind, mark.subkind)) mark.subkind.clear();  // another corpus has words of its own
    mark.entity = text_of(json, {"entity"});
    mark.rule = text_of(json, {"rule"});
    mark.sure = text_of(json, {"sure"});
    const Json* optional = member(json, "optional");
    // A duration that a corpus of quantities calls a number is a date to most.
    mark.optional = (optional && optional->IsTrue()) || (!type.empty() && mark.kind == Kind::Number && named == "duration");
    for (const char* name : {"value", "alts"}) {
        const Json* values = member(json, name);
        if (values && values->IsArray()) {
            for (const Json& value : values->GetArray()) add_value(*kind, value, mark.values);
        } else if (values) {
            add_value(*kind, *values, mark.values);
        }
    }
    return mark;
}

/// "alt" is another wording inside the mention that is right, too.
void read_alternative(const Json& json, std::string_view text, Mark& mark) {
    std::string alternative = text_of(member(json, "alt"));
    if (alternative.empty()) return;
    std::vector<size_t> starts;  // bytes of the code points from the mention's first to behind its last
    uint32_t count = 0;
    for (size_t at = 0; at <= text.size() && count <= mark.at.end; ++at) {
        if (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
        if (count >= mark.at.begin) starts.push_back(at);
        ++count;
    }
    size_t found = text.substr(0, starts.back()).find(alternative, starts.front());
    if (found == std::string_view::npos) return;
    uint32_t begin = mark.at.begin + length_in_code_points(text.substr(starts.front(), found - starts.front()));
    mark.also = Stretch{begin, begin + length_in_code_points(alternative)};
}

const Json* marks_member(const Json& object) {
    const Json* marks = member(object, "mentions");
    return marks ? marks : member(object, "entities");
}

/// One line, parsed. Throws Error.
rapidjson::Document parse_line(std::string_view line) {
    rapidjson::Document json;
    json.Parse<kJsonFlags>(line.data(), line.size());
    if (json.HasParseError()) throw Error("not JSON: " + std::string(rapidjson::GetParseError_En(json.GetParseError())) + " (column " + std::to_string(json.GetErrorOffset() + 1) + ')');
    if (!json.IsObject()) throw Error("not an object");
    const Json* marks = marks_member(json);
    if (!marks || !marks->IsArray()) throw Error("has no \"mentions\"");
    return json;
}

GoldArticle read_article(std::string_view line, const std::string& place) {
    rapidjson::Document json = parse_line(line);
    GoldArticle article;
    article.id = text_of(member(json, "id"));
    if (article.id.empty()) article.id = place;
    const Json* text = member(json, "text");
    if (!text || !text->IsString()) throw Error("has no \"text\"");
    article.text = clean(text_of(text));
    if (article.text.size() > kLargestDocument) throw Error("is larger than 64 MiB, the largest article nutgraf takes");
    article.date = parse_published(text_of(member(json, "date")));
    uint32_t length = length_in_code_points(article.text);
    size_t number = 0;
    for (const Json& mention : marks_member(json)->GetArray()) {
        ++number;
        auto mark = read_mark(mention);
        if (!mark) continue;
        if (mark->at.begin >= mark->at.end || mark->at.end > length) throw Error("mention " + std::to_string(number) + " lies outside the text");
        read_alternative(mention, article.text, *mark);
        mark->rule.clear();
        article.marks.push_back(std::move(*mark));
    }
    sort_by_place(article.marks);
    return article;
}

/// Calls `take(line, number)` for each line that is not empty; what it throws as Error goes to `fail`.
template <class Take, class Fail>
void for_each_line(std::string_view bytes, Take take, Fail fail) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    size_t number = 0;
    for (size_t begin = 0; begin < bytes.size();) {
        size_t end = std::min(bytes.find('\n', begin), bytes.size());
        std::string_view line = bytes.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        try {
            take(line, number);
        } catch (const Error& error) {
            fail(number, error.what());
        }
    }
}

/// What NAME.meta.json says of NAME.jsonl. False when there is none.
bool read_about(const std::string& file, GoldSet& set) {
    if (!fs::exists(file)) return false;
    rapidjson::Document json;
    std::string bytes = read_file(file);
    json.Parse<kJsonFlags>(bytes.data(), bytes.size());
    const Json* types = !json.HasParseError() && json.IsObject() ? member(json, "types") : nullptr;
    if (!types || !types->IsArray()) throw Error(file + ": has no list \"types\" of the kinds that are marked");
    for (const Json& type : types->GetArray())
        if (auto kind = parse_kind(text_of(&type))) {
            set.kinds[static_cast<size_t>(*kind)] = true;
            const Json* subkinds = member(json, (std::string(kind_name(*kind)) + "_subtypes_annotated").c_str());
            if (subkinds && subkinds->IsArray())
                for (const Json& subkind : subkinds->GetArray()) set.subkinds[static_cast<size_t>(*kind)].push_back(text_of(&subkind));
        }
    return true;
}

/// Reads the files of one call of read_gold into sets.
class GoldReader {
public:
    explicit GoldReader(Gold& gold) : gold_(gold) {}

    void read(const std::string& path) {
        std::error_code missing;
        if (fs::is_directory(path, missing)) {
            size_t problems = gold_.problems.size();
            auto files = list_folder(path, "gold", gold_.problems);
            std::vector<Problem> same;
            auto lines = list_folder(path, "jsonl", same);
            files.insert(files.end(), lines.begin(), lines.end());
            std::sort(files.begin(), files.end());
            if (files.empty() && problems == gold_.problems.size()) fail(path + ": no gold in this folder: neither NAME.gold nor NAME.jsonl");
            for (const std::string& file : files) read_one(file);
        } else if (path.ends_with(".txt")) {
            std::string beside = path.substr(0, path.size() - 3) + "gold";
            if (fs::exists(beside)) read_one(beside);
            else fail(path + ": no " + fs::path(beside).filename().string() + " with gold marks beside it");
        } else {
            read_one(path);
        }
    }

private:
    void fail(const std::string& what) { gold_.problems.push_back({what}); }

    void read_one(const std::string& file) {
        try {
            if (!fs::exists(file)) throw Error(file + ": " + std::strerror(ENOENT));
            if (file.ends_with(".gold")) read_marked(file);
            else if (file.ends_with(".jsonl")) read_lines(file);
            else throw Error(file + ": neither NAME.gold nor NAME.jsonl, nor a folder of them");
        } catch (const Error& error) {
            fail(error.what());
        }
    }

    void read_marked(const std::string& file) {
        GoldArticle article = parse_marked(file, clean(read_file(file)));
        if (article.text.size() > kLargestDocument) throw Error(file + ": is larger than 64 MiB, the largest article nutgraf takes");
        gold_.files.push_back(file);
        std::string folder = fs::absolute(file).lexically_normal().parent_path().string();
        if (gold_.sets.empty() || folder_ != folder) {
            places_ = read_places((fs::path(folder) / "places.tsv").string());
            GoldSet set;
            set.name = fs::path(folder).filename().string();
            set.kinds.fill(true);
            gold_.sets.push_back(std::move(set));
        }
        folder_ = folder;
        for (Mark& mark : article.marks) {
            auto place = mark.kind == Kind::Place && mark.values.empty() ? places_.find(mark.entity) : places_.end();
            if (place != places_.end()) mark.values.push_back(place->second);
        }
        gold_.sets.back().articles.push_back(std::move(article));
    }

    void read_lines(const std::string& file) {
        std::string bytes = read_file(file);
        gold_.files.push_back(file);
        GoldSet set;
        set.name = fs::path(file).stem().string();
        bool told = read_about(file.substr(0, file.size() - 5) + "meta.json", set);
        for_each_line(
            bytes, [&](std::string_view line, size_t number) { set.articles.push_back(read_article(line, file + ':' + std::to_string(number))); },
            [&](size_t number, const std::string& what) { fail(file + ':' + std::to_string(number) + ": " + what + "; this line is left out"); });
        if (!told)
            for (const GoldArticle& article : set.articles)
                for (const Mark& mark : article.marks) set.kinds[static_cast<size_t>(mark.kind)] = true;
        if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) throw Error(file + ": no article in this file");
        folder_.clear();
        gold_.sets.push_back(std::move(set));
    }

    Gold& gold_;
    std::string folder_;  // of the marked articles read last
    std::unordered_map<std::string, MarkValue> places_;  // of that folder
};

}  // namespace

std::string digest_of(std::string_view text) {
    uint64_t hash = 0xCBF29CE484222325;
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    std::string digest;
    for (int shift = 60; shift >= 0; shift -= 4) digest += "0123456789abcdef"[(hash >> shift) & 15];
    return digest;
}

Gold read_gold(const std::vector<std::string>& paths) {
    Gold gold;
    GoldReader reader(gold);
    for (const std::string& path : paths) reader.read(path);
    return gold;
}

std::vector<FoundBefore> read_found(const std::string& path) {
    std::vector<FoundBefore> articles;
    std::string bytes = read_file(path), failures;
    for_each_line(
        bytes,
        [&](std::string_view line, size_t) {
            rapidjson::Document json = parse_line(line);
            FoundBefore found;
            found.set = text_of(member(json, "set"));
            found.id = text_of(member(json, "id"));
            if (found.id.empty()) throw Error("has no \"id\"");
            found.digest = text_of(member(json, "digest"));
            for (const Json& mention : marks_member(json)->GetArray())
                if (auto mark = read_mark(mention)) found.marks.push_back(std::move(*mark));
            sort_by_place(found.marks);
            articles.push_back(std::move(found));
        },
        [&](size_t number, const std::string& what) { failures += (failures.empty() ? "" : "\n") + path + ':' + std::to_string(number) + ": " + what; });
    if (!failures.empty()) throw Error(failures);
    if (articles.empty()) throw Error(path + ": no article in this file");
    return articles;
}

std::string found_line(const FoundBefore& found) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
    auto field = [&](const char* name, const std::string& text) {
        if (text.empty()) return;
        json.Key(name);
        json.String(text);
    };
    json.StartObject();
    field("set", found.set);
    field("id", found.id);
    field("digest", found.digest);
    json.Key("mentions");
    json.StartArray();
    for (const Mark& mark : found.marks) {
        json.StartObject();
        json.Key("start");
        json.Uint(mark.at.begin);
        json.Key("end");
        json.Uint(mark.at.end);
        field("kind", std::string(kind_name(mark.kind)));
        field("subkind", mark.subkind);
        field("entity", mark.entity);
        field("rule", mark.rule);
        field("sure", mark.sure);
        if (!mark.values.empty()) {
            const MarkValue& value = mark.values[0];
            json.Key("value");
            json.StartObject();
            field(mark.kind == Kind::Date ? "timex" : mark.kind == Kind::Number ? "value" : "country", value.text);
            field("unit", value.unit);
            if (value.coordinates) {
                json.Key("lat");
                json.Double(value.coordinates->first);
                json.Key("lon");
                json.Double(value.coordinates->second);
            }
            json.EndObject();
        }
        json.EndObject();
    }
    json.EndArray();
    json.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize()) + '\n';
}

std::vector<Mark> marks_of(const Analyzer& analyzer, const Document& document, const Analysis& analysis) {
    std::vector<Mark> marks;
    std::string_view text = document.text();
    uint32_t byte = 0, count = 0;
    auto code_points = [&](uint32_t to) {
        count += length_in_code_points(text.substr(byte, to - byte));
        byte = to;
        return count;
    };
    for (const Mention& mention : analysis.mentions) {
        ByteSpan bytes = bytes_of(analysis.tokens, mention.tokens);
        Mark mark;
        mark.at.begin = code_points(bytes.begin);
        mark.at.end = code_points(bytes.end);
        mark.kind = mention.kind;
        mark.subkind = subkind_name(mention.subkind);
        mark.rule = rule_name(analyzer.rules(), mention.rule);
        mark.sure = sureness_name(mention.sure);
        MarkValue value;
        if (mention.kind == Kind::Date || mention.kind == Kind::Number) {
            value.text = mention.value.figure().text;
            value.unit = mention.value.figure().unit;
        } else if (mention.kind == Kind::Place) {
            Facts facts = facts_of(analyzer.lexicon(), mention.value);
            value.text = facts.country;
            auto degrees = [](std::string_view decimal) { return std::strtod(std::string(decimal).c_str(), nullptr); };
            if (!facts.latitude.empty() && !facts.longitude.empty()) value.coordinates = {degrees(facts.latitude), degrees(facts.longitude)};
        }
        if (!value.text.empty() || value.coordinates) mark.values.push_back(std::move(value));
        marks.push_back(std::move(mark));
    }
    for (size_t entity = 0; entity < analysis.entities.size(); ++entity)
        for (uint32_t mention : analysis.entities[entity].mentions) marks[mention].entity = std::to_string(entity);
    return marks;
}

}  // namespace nutgraf
