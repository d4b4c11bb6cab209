#include <charconv>
#include <optional>
#include <span>
#include <unordered_map>

#include "error.h"
#include "evidence_model.h"

// Linked in by the source that compile_lexicons.cc writes.
extern "C" const char nutgraf_weights_begin[];
extern "C" const char nutgraf_weights_end[];

namespace nutgraf {
namespace {

/// The pieces of a row between separators, as split() gives them, without memory of their own: the program reads thousands of
/// rows when it starts. No row has more than kMost; what is behind them is left out.
class Pieces {
public:
    Pieces(std::string_view text, char separator) {
        for (bool more = true; more && count_ < kMost;) {
            size_t end = text.find(separator);
            more = end != std::string_view::npos;
            pieces_[count_++] = text.substr(0, end);
            if (more) text.remove_prefix(end + 1);
        }
    }
    size_t size() const { return count_; }
    std::string_view operator[](size_t i) const { return pieces_[i]; }
    const std::string_view* begin() const { return pieces_.data(); }
    const std::string_view* end() const { return pieces_.data() + count_; }

private:
    static constexpr size_t kMost = 16;
    std::array<std::string_view, kMost> pieces_;
    size_t count_ = 0;
};

enum Flag : uint16_t {
    kFunction = 1, kDay = 2, kTitle = 4, kPeople = 8, kCountry = 16, kCity = 32, kTown = 64, kOrgHead = 128, kPlaceHead = 256, kGiven = 512, kSurname = 1024,
    kCommon = 2048, kBody = 4096, kAny = 8192,
};
uint16_t flag_of(std::string_view label) {
    struct Known {
        std::string_view label;
        uint16_t flag;
    };
    static constexpr Known kRows[] = {
        {"function", kFunction}, {"month", kDay}, {"weekday", kDay}, {"holiday", kDay}, {"title", kTitle}, {"nationality", kPeople}, {"religion", kPeople}, {"politics", kPeople},
        {"ethnic", kPeople}, {"country", kCountry}, {"us-state", kCountry}, {"us-state-abbreviation", kCountry}, {"region", kCountry}, {"city", kCity}, {"town", kTown},
        {"small-city", kTown}, {"admin1", kTown}, {"admin2", kTown}, {"org-head", kOrgHead}, {"org-head-of", kOrgHead}, {"company-suffix", kOrgHead}, {"place-head", kPlaceHead},
        {"place-head-before", kPlaceHead}, {"place-head-of", kPlaceHead}, {"direction", kPlaceHead}, {"given-name", kGiven}, {"nickname", kGiven}, {"surname", kSurname},
        {"east-asian-surname", kSurname}, {"east-asian-given", kSurname}, {"common", kCommon}, {"mixed", kCommon}, {"not-name", kCommon}, {"company", kBody}, {"media", kBody},
        {"party", kBody}, {"government", kBody}, {"international", kBody}, {"armed-group", kBody}, {"military", kBody}, {"university", kBody}, {"sports-team", kBody},
        {"seat", kBody}, {"band", kBody},
    };
    for (const auto& row : kRows)
        if (row.label == label) return row.flag;
    return kAny;
}

Class class_of_flags(unsigned flags) {
    if (flags & kFunction) return Class::Function;
    if (flags & kDay) return Class::Day;
    if (flags & kTitle) return Class::Title;
    if (flags & kPeople) return Class::People;
    if (flags & kCountry) return Class::Country;
    bool person = (flags & (kGiven | kSurname)) != 0;
    if (flags & kCity) return person ? Class::CityPerson : Class::City;
    if (flags & kOrgHead) return Class::OrgHead;
    if (flags & kPlaceHead) return Class::PlaceHead;
    if (person && (flags & kCommon) != 0) return Class::CommonPerson;
    if (flags & kGiven) return Class::Given;
    if (flags & kBody) return Class::Body;
    if (flags & kSurname) return Class::Surname;
    if (flags & kTown) return Class::Town;
    if (flags & kCommon) return Class::Common;
    return (flags & kAny) != 0 ? Class::Listed : Class::Unlisted;
}

std::string print_classes(uint64_t classes, const std::array<std::string_view, kClassCount>& names = kClassNames, std::string_view divider = "+") {
    std::string out;
    bool shortened = (classes & kShortened) != 0;
    classes &= ~kShortened;
    int count = 0;
    while (classes >> (kClassBits * static_cast<unsigned>(count)) > 1) ++count;
    for (int i = count; i-- > 0;) {
        if (!out.empty()) out += divider;
        out += names[classes >> (kClassBits * static_cast<unsigned>(i)) & (kClassCount - 1)];
        if (shortened && i == 2) out += std::string(divider) + "...";
    }
    return out;
}

std::optional<uint64_t> parse_classes(std::string_view text) {
    uint64_t classes = 1;
    bool shortened = false;
    for (std::string_view part : Pieces(text, '+')) {
        if (part == "...") {
            shortened = true;
            continue;
        }
        auto found = std::find(kClassNames.begin(), kClassNames.end(), part);
        if (found == kClassNames.end()) return std::nullopt;
        classes = classes << kClassBits | static_cast<uint64_t>(found - kClassNames.begin());
    }
    return classes | (shortened ? kShortened : 0);
}

constexpr std::array<std::string_view, 14> kFlagNames = {"function", "day", "title", "people", "country", "city", "town", "org-head", "place-head", "given", "surname", "common", "body", "other"};

std::string print_flags(uint64_t flags) {
    std::string out;
    for (size_t i = 0; i < kFlagNames.size(); ++i)
        if (flags >> i & 1) out += (out.empty() ? "" : "+") + std::string(kFlagNames[i]);
    return out.empty() ? "none" : out;
}

std::optional<uint64_t> parse_flags(std::string_view text) {
    uint64_t flags = 0;
    if (text == "none") return flags;
    for (std::string_view part : Pieces(text, '+')) {
        auto found = std::find(kFlagNames.begin(), kFlagNames.end(), part);
        if (found == kFlagNames.end()) return std::nullopt;
        flags |= uint64_t{1} << (found - kFlagNames.begin());
    }
    return flags;
}

std::optional<uint64_t> parse_number(std::string_view text) {
    uint64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

constexpr std::array<std::string_view, 4> kKinLevels = {"group", "wider", "widest", "like"};

/// "group 449", "group none", "like organization 4".
std::string print_kin(uint64_t answer) {
    uint64_t level = answer >> kKinBits, number = answer & ((1U << kKinBits) - 1);
    std::string out(kKinLevels[level]);
    if (level < static_cast<uint64_t>(KinLevel::Like)) return out + ' ' + (number == KinOf::kNoGroup ? "none" : std::to_string(number));
    --number;
    return out + ' ' + std::string(Kin::kKinds[number / Kin::kGrades]) + ' ' + std::to_string(number % Kin::kGrades);
}

std::optional<uint64_t> parse_kin(std::string_view level_name, std::string_view what, std::string_view sureness) {
    auto level = static_cast<size_t>(std::find(kKinLevels.begin(), kKinLevels.end(), level_name) - kKinLevels.begin());
    if (level == kKinLevels.size()) return std::nullopt;
    if (level < static_cast<size_t>(KinLevel::Like)) {
        auto number = what == "none" ? KinOf::kNoGroup : parse_number(what);
        return number && *number <= Kin::kGroups ? std::optional(kin_answer(static_cast<KinLevel>(level), *number)) : std::nullopt;
    }
    auto kind = static_cast<size_t>(std::find(Kin::kKinds.begin(), Kin::kKinds.end(), what) - Kin::kKinds.begin());
    auto grade = parse_number(sureness);
    if (kind == Kin::kKinds.size() || !grade || *grade >= Kin::kGrades) return std::nullopt;
    return kin_answer(KinLevel::Like, Kin::like(kind, static_cast<unsigned>(*grade)));
}

/// For readers of explanations.
std::string describe_kin(const Kin& kin, uint64_t answer) {
    uint64_t level = answer >> kKinBits, number = answer & ((1U << kKinBits) - 1);
    if (level == static_cast<uint64_t>(KinLevel::Like)) return Kin::describe_like(static_cast<uint8_t>(number));
    return number == KinOf::kNoGroup ? "no word that is known" : kin.examples(static_cast<unsigned>(level), static_cast<uint16_t>(number));
}

// What follows is asked for each row of the weights, when the program starts.

const Question* find_question(std::string_view name) {
    static const auto questions = [] {
        std::unordered_map<std::string_view, const Question*> by_name;
        for (size_t q = 1; q < kQuestions.size(); ++q) by_name.emplace(kQuestions[q].name, &kQuestions[q]);
        return by_name;
    }();
    auto found = questions.find(name);
    return found == questions.end() ? nullptr : found->second;
}

/// The contexts that are no words of their own. Of marks the shape is told, of words with a capital the class.
const std::unordered_map<std::string_view, uint64_t>& named_contexts() {
    static const auto contexts = [] {
        std::unordered_map<std::string_view, uint64_t> by_name;  // the first of a name stays
        for (auto cls = static_cast<size_t>(Class::Initial); cls < kClassCount; ++cls) by_name.emplace(kClassNames[cls], cls);
        for (auto shape = static_cast<size_t>(Shape::Day); shape < kShapeCount; ++shape) by_name.emplace(shape_name(static_cast<Shape>(shape)), kFirstMark + shape);
        for (size_t cls = 0; cls < kClassCount; ++cls) by_name.emplace(kClassNames[cls], cls);
        for (size_t i = 0; i < kLowerNames.size(); ++i) by_name.emplace(kLowerNames[i], kFirstLower + i);
        return by_name;
    }();
    return contexts;
}

}  // namespace

void WeightTable::fill(std::vector<std::pair<EvidenceId, PackedWeights>> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    rows.erase(std::unique(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first == b.first; }), rows.end());
    size_t size = 64;
    while (size * 3 < rows.size() * 5) size *= 2;
    for (;; size *= 2)
        for (int attempt = 0; attempt < 8; ++attempt) {
            slots_.assign(size + 1, {});
            checks_.assign(size, 0);
            mask_ = size - 1;
            seed_ = mix(seed_, size);
            if (place(rows)) return;
        }
}

/// Gives every id its slot; false when with this seed some cannot have one.
bool WeightTable::place(const std::vector<std::pair<EvidenceId, PackedWeights>>& rows) {
    struct Placed {
        uint64_t hash;
        uint32_t row;
    };
    // Those that share a shift stand together.
    std::vector<uint32_t> firsts(shifts_.size() + 1, 0);
    for (const auto& row : rows) ++firsts[(hash_of(row.first) >> kShiftOf) + 1];
    for (size_t i = 1; i < firsts.size(); ++i) firsts[i] += firsts[i - 1];
    std::vector<Placed> sharing(rows.size());
    std::vector<uint32_t> next(firsts.begin(), firsts.end() - 1);
    for (uint32_t r = 0; r < rows.size(); ++r) {
        uint64_t hash = hash_of(rows[r].first);
        sharing[next[hash >> kShiftOf]++] = {hash, r};
    }
    // Those that must fit together with many others come first.
    std::vector<uint32_t> order(shifts_.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
        uint32_t many = firsts[x + 1] - firsts[x], others = firsts[y + 1] - firsts[y];
        return many != others ? many > others : x < y;
    });
    for (uint32_t i : order) {
        const std::span<const Placed> together(sharing.data() + firsts[i], firsts[i + 1] - firsts[i]);
        // Two that fall into one slot do so whatever the shift.
        for (size_t p = 0; p < together.size(); ++p)
            for (size_t q = 0; q < p; ++q)
                if (((together[p].hash ^ together[q].hash) & mask_) == 0) return false;
        uint32_t shift = 0;
        auto fits = [&] { return std::all_of(together.begin(), together.end(), [&](const Placed& placed) { return slots_[(placed.hash + shift) & mask_].id == 0; }); };
        while (!fits())
            if (++shift > 0xFFFF) return false;
        shifts_[i] = static_cast<uint16_t>(shift);
        for (const Placed& placed : together) {
            size_t at = (placed.hash + shift) & mask_;
            slots_[at] = {rows[placed.row].first, rows[placed.row].second};
            checks_[at] = check_of(placed.hash);
        }
    }
    return true;
}

void Evidence::Model::add_words(const std::vector<std::string>& more) {
    words = more;
    constexpr std::array<std::pair<std::string_view, Class>, 4> kJoints = {{{"of", Class::Of}, {"the", Class::The}, {"and", Class::And}, {"for", Class::For}}};
    size_t size = 64;
    while (size < 2 * (words.size() + kJoints.size())) size *= 2;
    known_words.assign(size, {});
    auto slot_of = [&](std::string_view word) -> KnownWord& {
        WordId id = word_id(word);
        size_t i = id & (size - 1);
        while (known_words[i].word != 0 && known_words[i].word != id) i = (i + 1) & (size - 1);
        known_words[i].word = id;
        return known_words[i];
    };
    for (size_t w = 0; w < words.size(); ++w)
        if (KnownWord& slot = slot_of(words[w]); slot.position == 0) slot.position = static_cast<uint16_t>(w + 1);
    for (const auto& [word, cls] : kJoints) slot_of(word).cls = cls;
}

void Evidence::Model::add_tokens() {
    auto joins = [](Class cls) { return (cls >= Class::Of && cls <= Class::Particle) || (cls >= Class::Hyphen && cls <= Class::Ampersand); };
    for (size_t set = 0; set < capital_class.size(); ++set)
        for (bool in_capitals : {false, true})
            for (Shape shape : {Shape::Lower, Shape::Capital, Shape::Upper, Shape::Initial, Shape::Mixed}) {
                Word word;
                auto listed = static_cast<Class>(capital_class[set]);
                // In a line of capitals an everyday word and a verb are what they are elsewhere: "REBELS ATTACKED, HUTU LEADERS SAID".
                bool verb = listed == Class::CommonPerson && lower_context[set] >= kFirstLower && lower_context[set] < kFirstLower + kLowerVerbs;
                bool plain = in_capitals && shape == Shape::Upper && (listed == Class::Common || listed == Class::Function || verb);
                if (shape == Shape::Lower || plain) {
                    word.context = lower_context[set];
                    word.cls = static_cast<Class>(word.context) == Class::Particle ? Class::Particle : Class::Lower;
                    word.look = 4;
                } else if (shape == Shape::Initial) {
                    word.context = static_cast<uint16_t>(word.cls = Class::Initial);
                    word.may_end = true;
                    word.look = 3;
                } else {
                    bool capitals = shape == Shape::Upper && !in_capitals;
                    word.cls = static_cast<Class>(capital_class[set]);
                    if (capitals && (word.cls == Class::Unlisted || word.cls == Class::Listed || word.cls == Class::Common)) word.cls = Class::Acronym;
                    word.context = static_cast<uint16_t>(word.cls);
                    word.may_end = word.cls != Class::Function || capitals;  // "the WHO"
                    word.look = shape == Shape::Capital ? 1 : shape == Shape::Upper ? 2 : 7;
                }
                word.capital = shape != Shape::Lower && !plain;
                word.joins = joins(word.cls) || word.cls == Class::Function;
                letters[static_cast<size_t>(shape)][in_capitals].push_back(word);
            }
    for (size_t s = static_cast<size_t>(Shape::Mixed) + 1; s < kShapeCount; ++s) {
        auto shape = static_cast<Shape>(s);
        Word word;
        word.cls = shape == Shape::Hyphen ? Class::Hyphen : shape == Shape::Possessive ? Class::Possessive : shape == Shape::Ampersand ? Class::Ampersand
                   : shape == Shape::Comma ? Class::Comma : (shape >= Shape::Day && shape <= Shape::Decade) || shape == Shape::Alphanumeric ? Class::Number : Class::Mark;
        word.may_end = shape == Shape::Alphanumeric;
        word.context = static_cast<uint16_t>(word.may_end ? static_cast<uint32_t>(word.cls) : kFirstMark + static_cast<uint32_t>(shape));
        word.joins = joins(word.cls);
        word.look = shape == Shape::Hyphen ? 5 : shape == Shape::Possessive ? 6 : 7;
        marks[s] = word;
    }
}

std::string Evidence::describe(EvidenceId id) const {
    Ask ask = ask_of(id);
    const Question& question = kQuestions[static_cast<size_t>(ask)];
    uint64_t argument = argument_of(id);
    auto kind = [](uint64_t value) {
        auto name = std::string(kind_name(static_cast<Kind>(value)));
        return (name.starts_with('o') ? "an " : "a ") + name;
    };
    auto context = [&](uint64_t value) -> std::string {
        if (value >= kFirstWord) return '"' + model_->words[value - kFirstWord - 1] + '"';
        if (value >= kFirstMark) return "a mark (" + std::string(shape_name(static_cast<Shape>(value - kFirstMark))) + ')';
        if (value >= kFirstLower) return std::string(kLowerPhrases[value - kFirstLower]);
        return "a " + std::string(kClassPhrases[value]);
    };
    auto classes = [](uint64_t value) { return print_classes(value, kClassPhrases, ", "); };
    std::string answer;
    switch (question.answer) {
        case Answer::Nothing: break;
        case Answer::Number:
            if (ask == Ask::Looks) {
                constexpr std::array<std::string_view, 8> kLooks = {"", "Capital", "CAPITALS", "I.", "small", "-", "'s", "other"};
                for (unsigned shift = 27; shift > 0;) {
                    shift -= 3;
                    if (argument >> shift > 1) answer += (answer.empty() ? "" : " ") + std::string(kLooks[argument >> shift & 7]);
                }
            } else if (ask == Ask::SeenElsewhere) {
                answer = (argument & 2) != 0 ? "another" : "no other";
            } else if (ask == Ask::Shortens) {
                constexpr std::array<std::string_view, 5> kWhat = {"", "small words", "a thing's name", "a body's name", "a name"};
                answer = argument < kWhat.size() ? kWhat[argument] : "";
            } else if (ask == Ask::LowerElsewhere) {
                constexpr std::array<std::string_view, 3> kWhere = {"", ", and it begins a sentence", ", each of its words"};
                answer = argument < kWhere.size() ? kWhere[argument] : "";
            } else {
                answer = std::to_string(argument);
            }
            break;
        case Answer::Classes: answer = classes(argument); break;
        case Answer::Rule: answer = std::string(rule_name(*model_->rules, static_cast<RuleId>(argument & 0xFFFF))) + " for " + kind(argument >> 16); break;
        case Answer::KindGrade:
            answer = kind(argument % kKindGrades / 3) + " (" + std::string(sureness_name(static_cast<Sureness>(argument % 3))) + (argument >= kKindGrades ? ", in the second look)" : ")");
            break;
        case Answer::Label: answer = '@' + std::string(model_->lexicon->label_name(static_cast<LabelId>(argument))); break;
        case Answer::Neighbour: answer = context(argument); break;
        case Answer::NeighbourClasses: answer = context(argument >> 20) + "; " + classes(argument & 0xFFFFF); break;
        case Answer::NeighbourFlags: answer = context(argument >> 20) + "; " + print_flags(argument & 0xFFFFF); break;
        case Answer::Letters: {
            for (uint64_t rest = argument >> 1; rest != 0; rest >>= 8) answer.insert(answer.begin(), static_cast<char>(rest & 0xFF));
            answer = ask == Ask::Opening ? '"' + answer + "-\"" : "\"-" + answer + '"';
            break;
        }
        case Answer::KindNumber: {
            constexpr std::array<std::string_view, 4> kClearly = {"", " by a little", "", " by far"};
            if (ask == Ask::Same) answer = kind(argument >> 5) + std::string(kClearly[argument >> 1 & 3]);
            else if (ask == Ask::SameAs) answer = kind(argument >> 9) + ", a " + std::string(kClassPhrases[argument >> 1 & (kClassCount - 1)]);
            else if (ask == Ask::LastOf || ask == Ask::FirstOf) answer = kind(argument >> 8);
            else answer = kind(ask == Ask::Kept ? argument >> 1 : argument);
            break;
        }
        case Answer::Pair: answer = context(argument >> kContextBits) + ", " + context(argument & ((1U << kContextBits) - 1)); break;
        case Answer::Flags: answer = print_flags(argument); break;
        case Answer::Kin: answer = describe_kin(model_->kin, argument); break;
        case Answer::KindContext:
            answer = kind(argument >> (kContextBits + 2)) + ((argument & 3) == 0 ? "" : ", between them " + context(argument >> 2 & ((1U << kContextBits) - 1)));
            break;
    }
    std::string out(question.about);
    if (size_t star = out.find('*'); star != std::string::npos) out.replace(star, 1, answer);
    return out;
}

std::string Evidence::print(EvidenceId id) const {
    const Question& question = kQuestions[static_cast<size_t>(ask_of(id))];
    uint64_t argument = argument_of(id);
    auto context = [&](uint64_t value) -> std::string {
        if (value >= kFirstWord) return model_->words[value - kFirstWord - 1];
        if (value >= kFirstMark) return std::string(shape_name(static_cast<Shape>(value - kFirstMark)));
        if (value >= kFirstLower) return std::string(kLowerNames[value - kFirstLower]);
        return std::string(kClassNames[value]);
    };
    auto kind = [](uint64_t value) { return std::string(kind_name(static_cast<Kind>(value))); };
    std::string out(question.name);
    switch (question.answer) {
        case Answer::Nothing: return out;
        case Answer::Number: return out + ' ' + std::to_string(argument);
        case Answer::Classes: return out + ' ' + print_classes(argument);
        case Answer::Rule: return out + ' ' + kind(argument >> 16) + '/' + std::string(rule_name(*model_->rules, static_cast<RuleId>(argument & 0xFFFF))) + ((argument & kFirstOwnRule) != 0 ? "/again" : "");
        case Answer::KindGrade: return out + ' ' + kind(argument % kKindGrades / 3) + '/' + std::string(sureness_name(static_cast<Sureness>(argument % 3))) + (argument >= kKindGrades ? "/again" : "");
        case Answer::Label: return out + " @" + std::string(model_->lexicon->label_name(static_cast<LabelId>(argument)));
        case Answer::Neighbour: return out + ' ' + context(argument);
        case Answer::NeighbourClasses: return out + ' ' + context(argument >> 20) + ' ' + print_classes(argument & 0xFFFFF);
        case Answer::NeighbourFlags: return out + ' ' + context(argument >> 20) + ' ' + print_flags(argument & 0xFFFFF);
        case Answer::Letters: {
            std::string letters;
            for (uint64_t rest = argument >> 1; rest != 0; rest >>= 8) letters.insert(letters.begin(), static_cast<char>(rest & 0xFF));
            return out + ((argument & 1) != 0 ? " + " : " ") + letters;
        }
        case Answer::KindNumber: return out + ' ' + std::to_string(argument);
        case Answer::Pair: return out + ' ' + context(argument >> kContextBits) + ' ' + context(argument & ((1U << kContextBits) - 1));
        case Answer::Flags: return out + ' ' + print_flags(argument);
        case Answer::Kin: return out + ' ' + print_kin(argument);
        case Answer::KindContext: return out + ' ' + kind(argument >> (kContextBits + 2)) + ' ' + std::to_string(argument & 3) + ' ' + context(argument >> 2 & ((1U << kContextBits) - 1));
    }
    return out;
}

EvidenceId Evidence::parse(std::string_view name) const {
    Pieces parts(name, ' ');
    const Question* question = find_question(parts[0]);
    if (question == nullptr) return 0;
    auto ask = static_cast<Ask>(question - kQuestions.data());
    auto argument = [&](size_t i) { return i < parts.size() ? parts[i] : std::string_view(); };
    auto context = [&](std::string_view text) -> std::optional<uint64_t> {
        if (auto named = named_contexts().find(text); named != named_contexts().end()) return named->second;
        if (uint16_t word = model_->find_word(word_id(text)).position; word != 0) return kFirstWord + word;
        return std::nullopt;
    };
    std::optional<uint64_t> value;
    switch (question->answer) {
        case Answer::Nothing: value = 0; break;
        case Answer::Number:
        case Answer::KindNumber: value = parse_number(argument(1)); break;
        case Answer::Classes: value = parse_classes(argument(1)); break;
        case Answer::Rule: {
            size_t slash = argument(1).find('/');
            auto kind = parse_kind(argument(1).substr(0, slash));
            if (!kind || slash == std::string_view::npos) break;
            std::string_view rule = argument(1).substr(slash + 1);
            bool again = rule.ends_with("/again");
            if (again) rule.remove_suffix(std::string_view("/again").size());
            for (RuleId r = 0; !again && r < model_->rules->rules().size(); ++r)
                if (model_->rules->rules()[r].kind == *kind && model_->rules->rules()[r].name == rule) value = static_cast<uint64_t>(*kind) << 16 | r;
            for (size_t own = 0; again && own < static_cast<size_t>(Own::kCount); ++own)
                if (RuleId r = own_rule(static_cast<Own>(own)); own_rule(r).name == rule) value = static_cast<uint64_t>(*kind) << 16 | r;
            break;
        }
        case Answer::KindGrade: {
            Pieces pieces(argument(1), '/');
            auto kind = parse_kind(pieces[0]);
            if (!kind || pieces.size() < 2) break;
            for (Sureness sure : {Sureness::Sure, Sureness::Likely, Sureness::Possible})
                if (sureness_name(sure) == pieces[1]) value = kind_grade(*kind, sure) + (pieces.size() > 2 ? kKindGrades : 0);
            break;
        }
        case Answer::Label:
            if (LabelId label = argument(1).empty() ? kNoLabel : model_->lexicon->find_label(argument(1).substr(1)); label != kNoLabel) value = label;
            break;
        case Answer::Neighbour: value = context(argument(1)); break;
        case Answer::NeighbourClasses: {
            auto beside = context(argument(1));
            auto classes = parse_classes(argument(2));
            if (beside && classes) value = *beside << 20 | *classes;
            break;
        }
        case Answer::Pair: {
            auto near = context(argument(1)), far = context(argument(2));
            if (near && far) value = *near << kContextBits | *far;
            break;
        }
        case Answer::Flags: value = parse_flags(argument(1)); break;
        case Answer::Kin: value = parse_kin(argument(1), argument(2), argument(3)); break;
        case Answer::NeighbourFlags: {
            auto beside = context(argument(1));
            auto flags = parse_flags(argument(2));
            if (beside && flags) value = *beside << 20 | *flags;
            break;
        }
        case Answer::Letters: {
            bool several = argument(1) == "+";
            uint64_t letters = 0;
            for (char c : argument(several ? 2 : 1)) letters = letters << 8 | static_cast<unsigned char>(c);
            value = letters << 1 | several;
            break;
        }
        case Answer::KindContext: {
            auto kind = parse_kind(argument(1));
            auto gap = parse_number(argument(2));
            auto joint = context(argument(3));
            if (kind && gap && joint) value = (static_cast<uint64_t>(*kind) << kContextBits | *joint) * 4 + *gap;
            break;
        }
    }
    return value ? evidence(ask, *value) : 0;
}

Evidence Evidence::built_in(const Lexicon& lexicon, const Rules& rules) {
    return from_text(lexicon, rules, "evidence.weights", {nutgraf_weights_begin, static_cast<size_t>(nutgraf_weights_end - nutgraf_weights_begin)});
}

Evidence Evidence::from_text(const Lexicon& lexicon, const Rules& rules, const std::string& file, std::string_view text, const std::vector<std::string>& more_words) {
    Evidence made;
    Model& model = *made.model_;
    model.lexicon = &lexicon;
    model.unasked = {lexicon.find_label("team-town"), lexicon.find_label("sport-side"), lexicon.find_label("city-weak")};
    model.everyday = {lexicon.find_label("common"), lexicon.find_label("mixed")};
    model.weak = {lexicon.find_label("company-weak"), lexicon.find_label("media-weak"), lexicon.find_label("sports-team-weak")};
    model.city = lexicon.find_label("city");
    model.rules = &rules;
    model.function = lexicon.find_label("function");
    model.other_head = lexicon.find_label("other-head");
    model.org_head = lexicon.find_label("org-head");
    model.org_head_of = lexicon.find_label("org-head-of");

    std::vector<uint16_t> label_flags(lexicon.label_count());
    std::vector<uint8_t> lower(lexicon.label_count(), 0);
    for (LabelId label = 0; label < label_flags.size(); ++label) {
        std::string_view name = lexicon.label_name(label);
        label_flags[label] = flag_of(name);
        constexpr std::array<std::string_view, 12> kLower = {"speech-verb", "person-verb", "company-verb", "motion-verb", "role", "title",
                                                             "body-noun", "spot-noun", "thing-noun", "body-part", "spot-part", "counted-noun"};
        for (size_t i = 0; i < kLower.size(); ++i)
            if (kLower[i] == name) lower[label] = static_cast<uint8_t>(kFirstLower + i);
    }
    LabelId particle = lexicon.find_label("name-particle");
    for (size_t set = 0; set < lexicon.set_count(0); ++set) {
        unsigned all = 0;
        uint8_t context = 0;
        bool is_particle = false;
        for (LabelId label : lexicon.label_set(0, static_cast<uint16_t>(set))) {
            all |= label_flags[label];
            is_particle |= label == particle;
            if (lower[label] != 0 && (context == 0 || lower[label] < context)) context = lower[label];
        }
        model.flags.push_back(static_cast<uint16_t>(all));
        model.capital_class.push_back(static_cast<uint8_t>(class_of_flags(all)));
        model.lower_context.push_back(is_particle ? static_cast<uint8_t>(Class::Particle) : context != 0 ? context : static_cast<uint8_t>(Class::Lower));
    }

    model.add_tokens();

    // Words first, then the rows.
    std::vector<std::string_view> words(more_words.begin(), more_words.end());
    std::vector<std::pair<std::string_view, Weights>> lines;
    std::string errors;
    size_t number = 0;
    while (!text.empty()) {
        size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        Pieces fields(line, '\t');
        auto fail = [&](const std::string& what) { errors += file + ':' + std::to_string(number) + ": " + what + '\n'; };
        if (fields.size() != kNameKinds + 1) {
            fail("expected a piece of evidence and its weights for person, place and organization, with tabs between");
            continue;
        }
        if (fields[0] == "evidence") continue;
        Weights weights{};
        for (size_t k = 0; k < kNameKinds; ++k) {
            auto [rest, error] = std::from_chars(fields[k + 1].data(), fields[k + 1].data() + fields[k + 1].size(), weights[k]);
            if (error != std::errc() || rest != fields[k + 1].data() + fields[k + 1].size()) fail("a weight is a whole number, not \"" + std::string(fields[k + 1]) + '"');
            else if (weights[k] < -kMostWeight || weights[k] > kMostWeight) fail("a weight is from -" + std::to_string(kMostWeight) + " to " + std::to_string(kMostWeight) + ", not " + std::to_string(weights[k]));
        }
        lines.emplace_back(fields[0], weights);
        Pieces parts(fields[0], ' ');
        const Question* question = find_question(parts[0]);
        if (question == nullptr) continue;
        size_t at = question->answer == Answer::KindContext ? 3 : 1;
        bool asks_word = question->answer == Answer::Neighbour || question->answer == Answer::Pair || question->answer == Answer::NeighbourClasses || question->answer == Answer::NeighbourFlags || question->answer == Answer::KindContext;
        if (asks_word && at < parts.size() && !parts[at].empty() && parts[at][0] >= 'a' && parts[at][0] <= 'z') words.push_back(parts[at]);
        if (question->answer == Answer::Pair && parts.size() > 2 && !parts[2].empty() && parts[2][0] >= 'a' && parts[2][0] <= 'z') words.push_back(parts[2]);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    model.add_words({words.begin(), words.end()});
    std::vector<std::pair<EvidenceId, Weights>> rows;
    for (const auto& [name, weights] : lines)
        if (EvidenceId id = made.parse(name); id != 0) rows.emplace_back(id, weights);  // else a list or rule that is no more
    model.add(rows);
    if (!errors.empty()) {
        errors.pop_back();
        throw Error(errors);
    }
    return made;
}

}  // namespace nutgraf
