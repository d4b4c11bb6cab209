// Pieces of evidence as text: for the file of weights, and for readers of explanations.
#include <charconv>
#include <optional>
#include <unordered_map>

#include "evidence_model.h"
#include "spelling.h"

namespace nutgraf {
namespace {

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
    for (std::string_view part : split(text, '+')) {
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
    for (std::string_view part : split(text, '+')) {
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

const Question* find_question(std::string_view name) {
    static const auto questions = [] {
        std::unordered_map<std::string_view, const Question*> by_name;
        for (size_t q = 1; q < kQuestions.size(); ++q) by_name.emplace(kQuestions[q].name, &kQuestions[q]);
        return by_name;
    }();
    auto found = questions.find(name);
    return found == questions.end() ? nullptr : found->second;
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
        if (value >= kFirstWord) return '"' + std::string(model_->words[value - kFirstWord - 1]) + '"';
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
        case Answer::NeighbourFlags: answer = context(argument >> 20) + "; " + print_flags(model_->flags[argument & 0xFFFFF]); break;
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
        case Answer::Flags: answer = print_flags(model_->flags[argument]); break;
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
        if (value >= kFirstWord) return std::string(model_->words[value - kFirstWord - 1]);
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
        case Answer::NeighbourFlags: return out + ' ' + context(argument >> 20) + ' ' + print_flags(model_->flags[argument & 0xFFFFF]);
        case Answer::Letters: {
            std::string letters;
            for (uint64_t rest = argument >> 1; rest != 0; rest >>= 8) letters.insert(letters.begin(), static_cast<char>(rest & 0xFF));
            return out + ((argument & 1) != 0 ? " + " : " ") + letters;
        }
        case Answer::KindNumber: return out + ' ' + std::to_string(argument);
        case Answer::Pair: return out + ' ' + context(argument >> kContextBits) + ' ' + context(argument & ((1U << kContextBits) - 1));
        case Answer::Flags: return out + ' ' + print_flags(model_->flags[argument]);
        case Answer::Kin: return out + ' ' + print_kin(argument);
        case Answer::KindContext: return out + ' ' + kind(argument >> (kContextBits + 2)) + ' ' + std::to_string(argument & 3) + ' ' + context(argument >> 2 & ((1U << kContextBits) - 1));
    }
    return out;
}

EvidenceId Evidence::parse(std::string_view name) const {
    auto parts = split(name, ' ');
    const Question* question = find_question(parts[0]);
    if (question == nullptr) return 0;
    auto ask = static_cast<Ask>(question - kQuestions.data());
    auto argument = [&](size_t i) { return i < parts.size() ? parts[i] : std::string_view(); };
    auto context = [&](std::string_view text) -> std::optional<uint64_t> {
        if (auto named = named_contexts().find(text); named != named_contexts().end()) return named->second;
        if (uint16_t word = model_->find_word(word_id(text)).position; word != 0) return kFirstWord + word;
        return std::nullopt;
    };
    auto lists = [&](std::string_view text) -> std::optional<uint64_t> {
        auto flags = parse_flags(text);
        auto found = std::find(model_->flags.begin(), model_->flags.end(), flags);
        if (!flags || found == model_->flags.end()) return std::nullopt;  // no word is on such lists
        return found - model_->flags.begin();
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
            auto pieces = split(argument(1), '/');
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
        case Answer::Flags: value = lists(argument(1)); break;
        case Answer::Kin: value = parse_kin(argument(1), argument(2), argument(3)); break;
        case Answer::NeighbourFlags: {
            auto beside = context(argument(1));
            auto on = lists(argument(2));
            if (beside && on) value = *beside << 20 | *on;
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

}  // namespace nutgraf
