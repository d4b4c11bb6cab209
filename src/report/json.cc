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

/// Bytes that grow and keep their room. Room is asked for once before several small writes, which then are plain copies.
class Buffer {
public:
    void clear() { at_ = bytes_.data(); }
    std::string_view text() const { return {bytes_.data(), static_cast<size_t>(at_ - bytes_.data())}; }
    void reserve(size_t count) {
        if (static_cast<size_t>(bytes_.data() + bytes_.size() - at_) >= count) return;
        auto used = static_cast<size_t>(at_ - bytes_.data());
        bytes_.resize(std::max(2 * bytes_.size(), used + count));
        at_ = bytes_.data() + used;
    }
    void put(char c) { *at_++ = c; }
    void put(const char* text, size_t size) {
        std::memcpy(at_, text, size);
        at_ += size;
    }

private:
    std::vector<char> bytes_ = std::vector<char>(size_t{1} << 16);
    char* at_ = bytes_.data();
};

/// JSON, on one line or spread out. More bytes are written here than an article has, so a member's name with all that
/// stands around it is one copy, of a length that the compiler knows.
template <bool kPretty>
class JsonText {
public:
    JsonText(Buffer& out, size_t depth) : out_(out), depth_(depth) {}

    void begin(char bracket) {
        separate(1);
        out_.put(bracket);
        first_ = true;
        ++depth_;
    }
    void end(char bracket) {
        --depth_;
        out_.reserve(2 + 2 * depth_);
        if (kPretty && !first_) new_line();
        out_.put(bracket);
        first_ = false;
    }
    /// `name` needs no escapes.
    template <size_t N>
    void key(const char (&name)[N]) {
        out_.reserve(2 + 2 * depth_ + N + 3);
        if (!first_) out_.put(',');
        if (kPretty) new_line();
        out_.put('"');
        out_.put(name, N - 1);
        out_.put("\": ", 2 + kPretty);
        first_ = false;
        after_key_ = true;
    }
    void string(std::string_view text) {
        separate(6 * text.size() + 2);
        out_.put('"');
        for (char c : text) {
            if (kPlain[static_cast<unsigned char>(c)]) out_.put(c);
            else escape(c);
        }
        out_.put('"');
    }
    /// A string that needs no escapes.
    void word(std::string_view text) {
        separate(text.size() + 2);
        out_.put('"');
        out_.put(text.data(), text.size());
        out_.put('"');
    }
    void number(uint64_t value) {
        char digits[20];
        raw({digits, static_cast<size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
    }
    /// Members as they stand in an object, ready made; the last may be waiting for its value.
    void members(std::string_view text) {
        out_.reserve(1 + text.size());
        if (!first_) out_.put(',');
        out_.put(text.data(), text.size());
        first_ = false;
        after_key_ = text.ends_with(':');
    }
    /// `text` is JSON.
    void raw(std::string_view text) {
        separate(text.size());
        out_.put(text.data(), text.size());
    }

private:
    /// Writes what stands before a value, and makes room for `size` bytes of it.
    void separate(size_t size) {
        out_.reserve(2 + 2 * depth_ + size);
        if (after_key_) {
            after_key_ = false;
            return;
        }
        if (!first_) out_.put(',');
        if (kPretty) new_line();
        first_ = false;
    }
    void new_line() {
        out_.put('\n');
        for (size_t i = 0; i < 2 * depth_; ++i) out_.put(' ');
    }
    void escape(char c) {
        switch (c) {
            case '"': out_.put("\\\"", 2); break;
            case '\\': out_.put("\\\\", 2); break;
            case '\n': out_.put("\\n", 2); break;
            case '\r': out_.put("\\r", 2); break;
            case '\t': out_.put("\\t", 2); break;
            default:
                out_.put("\\u00", 4);
                out_.put(c < 16 ? '0' : '1');
                out_.put("0123456789abcdef"[c & 15]);
        }
    }
    /// Bytes that stand for themselves in a string.
    static constexpr std::array<bool, 256> kPlain = [] {
        std::array<bool, 256> plain{};
        for (size_t c = 32; c < 256; ++c) plain[c] = c != '"' && c != '\\';
        return plain;
    }();

    Buffer& out_;
    size_t depth_;
    bool first_ = true;  // in what was begun last
    bool after_key_ = false;
};

/// The members that mentions share, on one line: written once and then copied.
class ReadyMade {
public:
    explicit ReadyMade(const Rules& rules) : rule_count_(rules.rules().size()), rules_(kSures * (rule_count_ + static_cast<size_t>(Own::kCount) + 1)) {
        Buffer buffer;
        for (size_t k = 0; k < kKindCount; ++k)
            for (size_t s = 0; s < kSubkinds; ++s) {
                buffer.clear();
                JsonText<false> json(buffer, 0);
                print_kind(json, static_cast<Kind>(k), static_cast<Subkind>(s));
                json.key("value");
                kinds_[k * kSubkinds + s] = buffer.text();
            }
        for (size_t r = 0; r < rules_.size(); ++r) {
            // The rules of files, the finders' own, and none.
            size_t number = r / kSures;
            auto rule = static_cast<RuleId>(number < rule_count_ ? number : kFirstOwnRule + number - rule_count_);
            buffer.clear();
            JsonText<false> json(buffer, 0);
            print_rule(json, rules, r + kSures < rules_.size() ? rule : kNoRule, static_cast<Sureness>(r % kSures));
            rules_[r] = buffer.text();
        }
    }
    /// "kind", "subkind", and "value" without the value.
    std::string_view kind(Kind kind, Subkind subkind) const { return kinds_[static_cast<size_t>(kind) * kSubkinds + static_cast<size_t>(subkind)]; }
    /// "rule" and "sure".
    std::string_view rule(RuleId rule, Sureness sure) const {
        size_t last = rules_.size() / kSures - 1;
        size_t number = rule == kNoRule ? last : rule >= kFirstOwnRule ? rule_count_ + (rule - kFirstOwnRule) : rule;
        return rules_[number * kSures + static_cast<size_t>(sure)];
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
    std::array<std::string, kKindCount * kSubkinds> kinds_;
    size_t rule_count_;
    std::vector<std::string> rules_;
};

template <bool kPretty>
class Printer {
public:
    Printer(Buffer& out, FactsMemory& facts, const ReadyMade& ready, const Analyzer& analyzer, const ReportOptions& options)
        : json_(out, kPretty ? 1 : 0), facts_(facts), ready_(ready), analyzer_(analyzer), options_(options) {}

    void print(const View& view) {
        json_.begin('{');
        field("id", view.document->id());
        json_.key("date");
        if (view.document->date()) json_.word(iso_date(*view.document->date()));
        else json_.raw("null");
        json_.key("mentions");
        json_.begin('[');
        for (const View::Row& row : view.mentions) print(view, row);
        json_.end(']');
        json_.key("entities");
        json_.begin('[');
        for (size_t i = 0; i < view.entity_count; ++i) print(view.entities[i]);
        json_.end(']');
        json_.end('}');
    }

private:
    void print(const View& view, const View::Row& row) {
        const Mention& mention = *row.mention;
        json_.begin('{');
        field("text", view.text(mention));
        field("start", row.start);
        field("end", row.end);
        if constexpr (kPretty) {
            ReadyMade::print_kind(json_, mention.kind, mention.subkind);
            json_.key("value");
        } else {
            json_.members(ready_.kind(mention.kind, mention.subkind));
        }
        print_value(mention.kind, mention.value, nullptr);
        field("entity", uint64_t{row.entity});
        if constexpr (kPretty) ReadyMade::print_rule(json_, analyzer_.rules(), mention.rule, mention.sure);
        else json_.members(ready_.rule(mention.rule, mention.sure));
        if (options_.explain) print_why(*view.analysis, mention, row.link);
        json_.end('}');
    }

    void print(const View::Group& group) {
        const Entity& entity = *group.entity;
        json_.begin('{');
        ReadyMade::print_kind(json_, entity.kind, entity.subkind);
        field("name", entity.name);
        field("count", uint64_t{group.mentions.size()});
        json_.key("salience");
        json_.raw(salience_text(entity.salience));
        json_.key("value");
        print_value(entity.kind, entity.value, &group);
        json_.key("mentions");
        json_.begin('[');
        for (uint32_t mention : group.mentions) json_.number(mention);
        json_.end(']');
        if (group.related != kNoEntity) field("related", uint64_t{group.related});
        json_.end('}');
    }

    /// The value of the key "value". `group` when it is an entity's.
    void print_value(Kind kind, const Value& value, const View::Group* group) {
        bool any = false;
        auto part = [&](const auto& name, std::string_view text, bool number = false) {
            if (text.empty()) return;
            if (!any) json_.begin('{');
            any = true;
            json_.key(name);
            if (number) json_.raw(text);
            else json_.string(text);
        };
        if (kind == Kind::Date) {
            part("timex", value.text);
            part("start", value.start);
            part("end", value.end);
            part("mod", value.modifier);
        } else if (kind == Kind::Number) {
            part("value", value.text);
            if (auto range = range_of(value)) {
                part("low", range->low);
                part("high", range->high);
            }
            part("unit", value.unit);
            part("bound", value.modifier);
            part("counted", value.counted);
            part("role", value.role);
        } else if (kind == Kind::Person) {
            if (group != nullptr) {
                part("title", group->title);
                part("role", group->role);
                part("gender", gender_name(group->entity->person.gender));
            }
        } else {
            const Facts& facts = facts_.of(value.entry);
            if (kind == Kind::Organization) part("acronym", facts.acronym);
            part("country", facts.country);
            if (kind == Kind::Place) {
                part("geonames", facts.geonames, true);
                part("lat", facts.latitude, true);
                part("lon", facts.longitude, true);
                part("population", facts.population, true);
            }
        }
        if (any) json_.end('}');
        else json_.raw("null");
    }

    void print_why(const Analysis& analysis, const Mention& mention, Link link) {
        json_.key("why");
        json_.begin('{');
        field("about", rule_about(analyzer_.rules(), mention.rule));
        if (mention.rule < analyzer_.rules().rules().size()) {
            const Rule& rule = analyzer_.rules().rules()[mention.rule];
            field("file", rule.file);
            field("line", static_cast<uint64_t>(rule.line));
        }
        auto index = static_cast<size_t>(&mention - analysis.mentions.data());
        if (index + 1 < analysis.first_reason.size() && analysis.first_reason[index] != analysis.first_reason[index + 1]) {
            json_.key("evidence");
            json_.begin('[');
            for (uint32_t r = analysis.first_reason[index]; r < analysis.first_reason[index + 1]; ++r) {
                json_.begin('{');
                field("what", analyzer_.evidence().describe(analysis.reasons[r].evidence));
                json_.key("weight");
                json_.raw(std::to_string(analysis.reasons[r].weight));
                json_.end('}');
            }
            json_.end(']');
        }
        field("link", link_name(link));
        json_.end('}');
    }

    template <size_t N>
    void field(const char (&name)[N], std::string_view text) {
        json_.key(name);
        json_.string(text);
    }
    template <size_t N>
    void field(const char (&name)[N], uint64_t number) {
        json_.key(name);
        json_.number(number);
    }

    JsonText<kPretty> json_;
    FactsMemory& facts_;
    const ReadyMade& ready_;
    const Analyzer& analyzer_;
    const ReportOptions& options_;
};

}  // namespace

struct JsonReport::State {
    explicit State(const Analyzer& analyzer) : facts(analyzer.lexicon()), ready(analyzer.rules()) {}
    Buffer buffer;
    FactsMemory facts;
    ReadyMade ready;
};

JsonReport::JsonReport(const Analyzer& analyzer, const ReportOptions& options)
    : analyzer_(analyzer), options_(options), state_(std::make_unique<State>(analyzer)) {}
JsonReport::~JsonReport() = default;

void JsonReport::write(const View& view, std::string& out) {
    Buffer& buffer = state_->buffer;
    buffer.clear();
    if (options_.format == Format::JsonLines) Printer<false>(buffer, state_->facts, state_->ready, analyzer_, options_).print(view);
    else Printer<true>(buffer, state_->facts, state_->ready, analyzer_, options_).print(view);
    out += buffer.text();
    if (options_.format == Format::JsonLines) out += '\n';
}

}  // namespace nutgraf
