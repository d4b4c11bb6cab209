// JSON: one object an article, on one line (jsonl) or spread out as a member of an array (json). The fields are
// documented in README.md; a field once written keeps its name and meaning.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>
#include <vector>

#include "formats.h"

namespace nutgraf {
namespace {

/// What is appended to a text. Whoever writes asks for room once, writes through a pointer of his own, and says where he has
/// come to: a pointer that stands in memory would be read again behind every byte that is written.
class Buffer {
public:
    explicit Buffer(std::string& out) : out_(out) { set_end(out.size()); }
    ~Buffer() { out_.resize(size()); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    size_t size() const { return static_cast<size_t>(end_ - out_.data()); }
    /// What was written from some size on.
    std::string_view text(size_t from) const { return {out_.data() + from, size() - from}; }
    /// Where the next byte belongs, with room for `count` bytes and for kSlack more.
    char* reserve(size_t count) {
        if (static_cast<size_t>(limit_ - end_) < count + kSlack) grow(count + kSlack);
        return end_;
    }
    void written(char* end) { end_ = end; }
    /// What may be written behind the end by copies in whole blocks.
    static constexpr size_t kSlack = 16;

private:
    /// By a little more: the string fills with zeros what is written over right after.
    void grow(size_t count) {
        constexpr size_t kStep = size_t{1} << 10;
        size_t used = size();
        out_.resize(used + count + kStep);
        set_end(used);
    }
    void set_end(size_t size) {
        end_ = out_.data() + size;
        limit_ = out_.data() + out_.size();
    }
    std::string& out_;
    char* end_;
    const char* limit_;
};

/// JSON, on one line or spread out. More bytes are written here than an article has, so a member's name with all that
/// stands around it is one copy, of a length that the compiler knows.
template <bool kPretty>
class JsonText {
public:
    JsonText(Buffer& out, size_t depth) : out_(out), depth_(depth) {}

    void begin(char bracket) {
        char* at = begin_value(1);
        *at++ = bracket;
        out_.written(at);
        first_ = true;
        ++depth_;
    }
    void end(char bracket) {
        --depth_;
        char* at = out_.reserve(2 + indentation());
        if (kPretty && !first_) at = new_line(at);
        *at++ = bracket;
        out_.written(at);
        first_ = false;
    }
    /// `name` needs no escapes, here and below.
    template <size_t N>
    void key(const char (&name)[N]) {
        out_.written(begin_member(name, 0));
        after_key_ = true;
    }
    template <size_t N>
    void member(const char (&name)[N], std::string_view text) {
        out_.written(put_string(begin_member(name, kLongestEscape * text.size() + 2), text));
    }
    template <size_t N>
    void member(const char (&name)[N], uint64_t number) {
        char* at = begin_member(name, kLongestNumber);
        out_.written(put_number(at, number));
    }
    void string(std::string_view text) { out_.written(put_string(begin_value(kLongestEscape * text.size() + 2), text)); }
    /// A string that needs no escapes.
    void word(std::string_view text) {
        char* at = begin_value(text.size() + 2);
        *at++ = '"';
        at = put(at, text);
        *at++ = '"';
        out_.written(at);
    }
    void number(uint64_t value) {
        char* at = begin_value(kLongestNumber);
        out_.written(put_number(at, value));
    }
    /// Members as they stand in an object, ready made; the last may be waiting for its value.
    void members(std::string_view text) {
        char* at = out_.reserve(1 + text.size());
        if (!first_) *at++ = ',';
        out_.written(put(at, text));
        first_ = false;
        after_key_ = text.ends_with(':');
    }
    /// `text` is JSON.
    void raw(std::string_view text) { out_.written(put(begin_value(text.size()), text)); }
    /// JSON that stands in the buffer.
    void again(size_t from, size_t size) {
        char* at = begin_value(size);
        out_.written(put(at, out_.text(from).substr(0, size)));
    }

private:
    static constexpr size_t kLongestEscape = 6, kLongestNumber = 20;

    static char* put(char* at, std::string_view text) {
        std::memcpy(at, text.data(), text.size());
        return at + text.size();
    }
    size_t indentation() const { return kPretty ? 2 * depth_ : 0; }
    /// Most numbers are places in an article.
    static char* put_number(char* at, uint64_t number) {
        static constexpr auto kPairs = [] {
            std::array<char, 200> digits{};
            for (size_t i = 0; i < 100; ++i) digits[2 * i] = static_cast<char>('0' + i / 10), digits[2 * i + 1] = static_cast<char>('0' + i % 10);
            return digits;
        }();
        if (number >= 10000) return std::to_chars(at, at + kLongestNumber, number).ptr;
        uint64_t high = number / 100, low = number % 100;
        if (high >= 10) at = put(at, {&kPairs[2 * high], 2});
        else if (high > 0) *at++ = static_cast<char>('0' + high);
        if (high > 0 || low >= 10) return put(at, {&kPairs[2 * low], 2});
        *at++ = static_cast<char>('0' + low);
        return at;
    }
    /// A member up to its value, with room for `size` bytes of that.
    template <size_t N>
    char* begin_member(const char (&name)[N], size_t size) {
        char* at = out_.reserve(2 + indentation() + N + 3 + size);
        if (!first_) *at++ = ',';
        if (kPretty) at = new_line(at);
        *at++ = '"';
        at = put(at, {name, N - 1});
        at = put(at, {"\": ", 2 + kPretty});
        first_ = false;
        return at;
    }
    /// What stands before a value, with room for `size` bytes of it.
    char* begin_value(size_t size) {
        char* at = out_.reserve(2 + indentation() + size);
        if (after_key_) {
            after_key_ = false;
            return at;
        }
        if (!first_) *at++ = ',';
        if (kPretty) at = new_line(at);
        first_ = false;
        return at;
    }
    char* new_line(char* at) const {
        *at++ = '\n';
        for (size_t i = 0; i < indentation(); ++i) *at++ = ' ';
        return at;
    }
    /// Copied first, then looked through where it stands now: in whole words of memory, as behind it is room.
    static char* put_string(char* at, std::string_view text) {
        *at++ = '"';
        char* end = put(at, text);
        std::memset(end, 'x', sizeof(uint64_t));
        bool plain = true;
        for (const char* word = at; word < end; word += sizeof(uint64_t)) plain &= is_plain(word);
        if (!plain) {
            end = at;
            for (char c : text) {
                bool escapes = c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
                if (escapes) end = escape(end, c);
                else *end++ = c;
            }
        }
        *end++ = '"';
        return end;
    }
    /// Do these eight bytes stand for themselves in a string? Now and then no where they do.
    static bool is_plain(const char* bytes) {
        constexpr uint64_t kOnes = 0x0101010101010101, kHigh = 0x80 * kOnes;
        uint64_t word;
        std::memcpy(&word, bytes, sizeof word);
        // Below 0x21 are control characters, a space whose lowest bits are a quote's, and a quote whose lowest bits are a space's.
        uint64_t control_or_quote = (word ^ (('"' ^ 0x20) * kOnes)) - 0x21 * kOnes, backslash = (word ^ ('\\' * kOnes)) - kOnes;
        return ((control_or_quote | backslash) & ~word & kHigh) == 0;
    }
    static char* escape(char* at, char c) {
        switch (c) {
            case '"': return put(at, "\\\"");
            case '\\': return put(at, "\\\\");
            case '\n': return put(at, "\\n");
            case '\r': return put(at, "\\r");
            case '\t': return put(at, "\\t");
            default:
                at = put(at, "\\u00");
                *at++ = c < 16 ? '0' : '1';
                *at++ = "0123456789abcdef"[c & 15];
                return at;
        }
    }

    Buffer& out_;
    size_t depth_;
    bool first_ = true;  // in what was begun last
    bool after_key_ = false;
};

/// The members that mentions share, on one line: written once and then copied. One behind the other in one text.
class ReadyMade {
public:
    explicit ReadyMade(const Rules& rules) : rule_count_(rules.rules().size()) {
        Buffer buffer(text_);
        auto add = [&](auto print) {
            begins_.push_back(static_cast<uint32_t>(buffer.size()));
            JsonText<false> json(buffer, 0);
            print(json);
        };
        for (size_t k = 0; k < kKindCount; ++k)
            for (size_t s = 0; s < kSubkinds; ++s)
                add([&](auto& json) {
                    print_kind(json, static_cast<Kind>(k), static_cast<Subkind>(s));
                    json.key("value");
                });
        // The rules of files, the finders' own, and none.
        size_t none = rule_count_ + static_cast<size_t>(Own::kCount);
        for (size_t number = 0; number <= none; ++number) {
            size_t rule = number == none ? kNoRule : number < rule_count_ ? number : kFirstOwnRule + number - rule_count_;
            for (size_t sure = 0; sure < kSures; ++sure) add([&](auto& json) { print_rule(json, rules, static_cast<RuleId>(rule), static_cast<Sureness>(sure)); });
        }
        begins_.push_back(static_cast<uint32_t>(buffer.size()));
    }
    /// "kind" and "subkind".
    std::string_view kind(Kind kind, Subkind subkind) const {
        std::string_view members = kind_and_value(kind, subkind);
        return members.substr(0, members.rfind(','));
    }
    /// The same, and "value" without the value.
    std::string_view kind_and_value(Kind kind, Subkind subkind) const { return text(static_cast<size_t>(kind) * kSubkinds + static_cast<size_t>(subkind)); }
    /// "rule" and "sure".
    std::string_view rule(RuleId rule, Sureness sure) const {
        size_t number = rule == kNoRule ? rule_count_ + static_cast<size_t>(Own::kCount) : rule >= kFirstOwnRule ? rule_count_ + (rule - kFirstOwnRule) : rule;
        return text(kKindCount * kSubkinds + number * kSures + static_cast<size_t>(sure));
    }

    template <class Json>
    static void print_kind(Json& json, Kind kind, Subkind subkind) {
        json.key("kind");
        json.word(kind_name(kind));
        json.key("subkind");
        if (subkind == Subkind::None) json.raw("null");
        else json.word(subkind_name(subkind));
    }
    template <class Json>
    static void print_rule(Json& json, const Rules& rules, RuleId rule, Sureness sure) {
        json.key("rule");
        json.string(rule_name(rules, rule));
        json.key("sure");
        json.word(sureness_name(sure));
    }

private:
    static constexpr size_t kSubkinds = static_cast<size_t>(Subkind::Other) + 1, kSures = 3;
    std::string_view text(size_t number) const { return {text_.data() + begins_[number], begins_[number + 1] - begins_[number]}; }
    size_t rule_count_;
    std::string text_;
    std::vector<uint32_t> begins_;  // in the text: by kind and subkind, then by rule and sureness
};

/// Values that are rows of the lists, as they were written before, on one line. Direct-mapped.
class WrittenValues {
public:
    struct Row {
        EntryId entry = kNoEntry;
        Kind kind = Kind::Person;
        std::string json;
    };
    Row& of(Kind kind, EntryId entry) {
        if (rows_.empty()) rows_.resize(1 << 12);
        return rows_[(entry * kKindCount + static_cast<size_t>(kind)) % rows_.size()];
    }

private:
    std::vector<Row> rows_;  // made when it is needed: of one short text most would stay empty
};

/// Where an article's values stand in the buffer, by mention.
struct ValuePlace {
    size_t begin, size;
};

template <bool kPretty>
class Printer {
public:
    Printer(Buffer& out, FactsMemory& facts, WrittenValues& values, std::vector<ValuePlace>& places, UnitNames& units, const ReadyMade& ready, const Analyzer& analyzer, const ReportOptions& options)
        : out_(out), json_(out, kPretty ? 1 : 0), facts_(facts), values_(values), places_(places), units_(units), ready_(ready), analyzer_(analyzer), options_(options) {}

    void print(const View& view) {
        places_.clear();
        json_.begin('{');
        json_.member("id", view.document->id());
        json_.key("date");
        if (view.document->date()) json_.word(iso_date(*view.document->date()));
        else json_.raw("null");
        json_.key("mentions");
        json_.begin('[');
        for (const View::Row& row : view.mentions) print(view, row);
        json_.end(']');
        json_.key("entities");
        json_.begin('[');
        for (const View::Group& group : view.entities) print(view, group);
        json_.end(']');
        json_.end('}');
    }

private:
    void print(const View& view, const View::Row& row) {
        const Mention& mention = *row.mention;
        json_.begin('{');
        json_.member("text", view.text(mention));
        json_.member("start", row.start);
        json_.member("end", row.end);
        if constexpr (kPretty) {
            ReadyMade::print_kind(json_, mention.kind, mention.subkind);
            json_.key("value");
        } else {
            json_.members(ready_.kind_and_value(mention.kind, mention.subkind));
        }
        size_t begin = out_.size();
        print_value(mention.kind, mention.value, nullptr);
        places_.push_back({begin, out_.size() - begin});
        json_.member("entity", uint64_t{row.entity});
        if constexpr (kPretty) ReadyMade::print_rule(json_, analyzer_.rules(), mention.rule, mention.sure);
        else json_.members(ready_.rule(mention.rule, mention.sure));
        if (options_.explain) print_why(*view.analysis, mention, row.link);
        json_.end('}');
    }

    void print(const View& view, const View::Group& group) {
        const Entity& entity = *group.entity;
        json_.begin('{');
        if constexpr (kPretty) ReadyMade::print_kind(json_, entity.kind, entity.subkind);
        else json_.members(ready_.kind(entity.kind, entity.subkind));
        json_.member("name", entity.name);
        json_.member("count", uint64_t{group.mentions.size()});
        json_.key("salience");
        json_.raw(salience_text(entity.salience));
        json_.key("value");
        uint32_t first = group.mentions.front();
        bool same = !kPretty && entity.value.written != nullptr && entity.value.written == view.mentions[first].mention->value.written;
        if (same) json_.again(places_[first].begin, places_[first].size);
        else print_value(entity.kind, entity.value, &group);
        json_.key("mentions");
        json_.begin('[');
        for (uint32_t mention : group.mentions) json_.number(mention);
        json_.end(']');
        if (group.related != kNoEntity) json_.member("related", uint64_t{group.related});
        json_.end('}');
    }

    /// The value of the key "value". `group` when it is an entity's.
    void print_value(Kind kind, const Value& value, const View::Group* group) {
        bool any = false;
        auto part = [&](const auto& name, std::string_view text, bool number = false) {
            if (text.empty()) return;
            if (!any) json_.begin('{');
            any = true;
            if (number) json_.key(name), json_.raw(text);
            else json_.member(name, text);
        };
        const Figure& figure = value.figure();
        if (kind == Kind::Date) {
            part("timex", figure.text);
            part("start", figure.start);
            part("end", figure.end);
            part("mod", figure.modifier);
        } else if (kind == Kind::Number) {
            part("value", figure.text);
            if (auto range = range_of(figure)) {
                part("low", range->low);
                part("high", range->high);
            }
            part("unit", figure.unit);
            part("unit_name", units_.of(figure.unit));
            part("bound", figure.modifier);
            part("counted", figure.counted);
            part("role", figure.role);
        } else if (kind == Kind::Person) {
            if (group != nullptr) {
                part("title", group->title);
                part("role", group->role);
                part("gender", gender_name(group->entity->person.gender));
            }
        } else {
            if (value.entry == kNoEntry) {  // of a place that no list has the country and its town may be known
                const Facts& facts = facts_.of(value);
                part("country", facts.country);
                part("lat", facts.latitude, true);
                part("lon", facts.longitude, true);
                return finish_value(any);
            }
            WrittenValues::Row& written = values_.of(kind, value.entry);
            if (!kPretty && written.entry == value.entry && written.kind == kind) return json_.raw(written.json);
            size_t begin = out_.size();
            const Facts& facts = facts_.of(value);
            if (kind == Kind::Organization) part("acronym", facts.acronym);
            part("country", facts.country);
            if (kind == Kind::Place) {
                part("geonames", facts.geonames, true);
                part("lat", facts.latitude, true);
                part("lon", facts.longitude, true);
                part("population", facts.population, true);
            }
            finish_value(any);
            written = {value.entry, kind, std::string(out_.text(begin))};
            return;
        }
        finish_value(any);
    }
    void finish_value(bool any) {
        if (any) json_.end('}');
        else json_.raw("null");
    }

    void print_why(const Analysis& analysis, const Mention& mention, Link link) {
        json_.key("why");
        json_.begin('{');
        json_.member("about", rule_about(analyzer_.rules(), mention.rule));
        if (mention.rule < analyzer_.rules().rules().size()) {
            const Rule& rule = analyzer_.rules().rules()[mention.rule];
            json_.member("file", rule.file);
            json_.member("line", static_cast<uint64_t>(rule.line));
        }
        auto index = static_cast<size_t>(&mention - analysis.mentions.data());
        if (index + 1 < analysis.first_reason.size() && analysis.first_reason[index] != analysis.first_reason[index + 1]) {
            json_.key("evidence");
            json_.begin('[');
            for (uint32_t r = analysis.first_reason[index]; r < analysis.first_reason[index + 1]; ++r) {
                json_.begin('{');
                json_.member("what", analyzer_.evidence().describe(analysis.reasons[r].evidence));
                json_.key("weight");
                json_.raw(std::to_string(analysis.reasons[r].weight));
                json_.end('}');
            }
            json_.end(']');
        }
        if (mention.value.within != kNoEntry) {
            json_.key("country");
            json_.begin('{');
            json_.member("about", country_from_about(mention.value.country_from));
            json_.member("as", analyzer_.lexicon().name(mention.value.within));
            json_.end('}');
        }
        json_.member("link", link_name(link));
        json_.end('}');
    }

    Buffer& out_;
    JsonText<kPretty> json_;
    FactsMemory& facts_;
    WrittenValues& values_;
    std::vector<ValuePlace>& places_;
    UnitNames& units_;
    const ReadyMade& ready_;
    const Analyzer& analyzer_;
    const ReportOptions& options_;
};

}  // namespace

struct JsonReport::State {
    explicit State(const Analyzer& analyzer) : facts(analyzer.lexicon()), units(analyzer.lexicon()), ready(analyzer.rules()) {}
    FactsMemory facts;
    WrittenValues values;
    std::vector<ValuePlace> places;
    UnitNames units;
    ReadyMade ready;
};

JsonReport::JsonReport(const Analyzer& analyzer, const ReportOptions& options)
    : analyzer_(analyzer), options_(options), state_(std::make_unique<State>(analyzer)) {}
JsonReport::~JsonReport() = default;

void JsonReport::write(const View& view, std::string& out) {
    if (Buffer buffer(out); options_.format == Format::JsonLines) Printer<false>(buffer, state_->facts, state_->values, state_->places, state_->units, state_->ready, analyzer_, options_).print(view);
    else Printer<true>(buffer, state_->facts, state_->values, state_->places, state_->units, state_->ready, analyzer_, options_).print(view);
    if (options_.format == Format::JsonLines) out += '\n';
}

}  // namespace nutgraf
