// Makes the tables of evidence from its weights: when the program is built, of those linked in, and when it starts, of those
// beside a user's lists.
#include <algorithm>
#include <charconv>
#include <map>
#include <span>

#include "error.h"
#include "evidence_model.h"
#include "spelling.h"

// Linked in by the sources that compile_lexicons.cc and compile_weights.cc write.
extern "C" const char nutgraf_weights_begin[];
extern "C" const char nutgraf_weights_end[];
extern "C" const uint64_t nutgraf_weights_image[];

namespace nutgraf {
namespace {

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

/// Keys by how often they were counted, the most first.
template <class Key>
std::vector<Key> most_first(const std::map<Key, size_t>& counts) {
    std::vector<Key> order;
    for (const auto& [key, count] : counts) order.push_back(key);
    std::stable_sort(order.begin(), order.end(), [&](const Key& a, const Key& b) { return counts.at(a) > counts.at(b); });
    return order;
}

}  // namespace

WeightTable::WeightTable(const Parts& parts) : seed_(parts.seed), shifts_(parts.shifts), checks_(parts.checks), slots_(parts.slots) {}

WeightTable::Parts WeightTable::build(std::vector<std::pair<EvidenceId, PackedWeights>> rows) {
    Parts parts;
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    rows.erase(std::unique(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first == b.first; }), rows.end());
    size_t size = 64;
    while (size * 3 < rows.size() * 4) size *= 2;
    for (;; size *= 2)
        for (int attempt = 0; attempt < 8; ++attempt) {
            parts.slots.assign(size + 1, {});
            parts.checks.assign(size, 0);
            parts.shifts.assign(size_t{1} << (64 - kShiftOf), 0);
            parts.seed = mix(parts.seed, size);
            if (parts.place(rows)) return parts;
        }
}

/// Gives every id its slot; false when with this seed some cannot have one.
bool WeightTable::Parts::place(const std::vector<std::pair<EvidenceId, PackedWeights>>& rows) {
    const size_t mask = checks.size() - 1;
    struct Placed {
        uint64_t hash;
        uint32_t row;
    };
    // Those that share a shift stand together.
    std::vector<uint32_t> firsts(shifts.size() + 1, 0);
    for (const auto& row : rows) ++firsts[(hash_of(row.first, seed) >> kShiftOf) + 1];
    for (size_t i = 1; i < firsts.size(); ++i) firsts[i] += firsts[i - 1];
    std::vector<Placed> sharing(rows.size());
    std::vector<uint32_t> next(firsts.begin(), firsts.end() - 1);
    for (uint32_t r = 0; r < rows.size(); ++r) {
        uint64_t hash = hash_of(rows[r].first, seed);
        sharing[next[hash >> kShiftOf]++] = {hash, r};
    }
    // Those that must fit together with many others come first.
    std::vector<uint32_t> order(shifts.size());
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
                if (((together[p].hash ^ together[q].hash) & mask) == 0) return false;
        uint32_t shift = 0;
        auto fits = [&] { return std::all_of(together.begin(), together.end(), [&](const Placed& placed) { return slots[(placed.hash + shift) & mask].id == 0; }); };
        while (!fits())
            if (++shift > 0xFFFF) return false;
        shifts[i] = static_cast<uint16_t>(shift);
        for (const Placed& placed : together) {
            size_t at = (placed.hash + shift) & mask;
            slots[at] = {rows[placed.row].first, rows[placed.row].second};
            checks[at] = check_of(placed.hash);
        }
    }
    return true;
}

/// Holds what the model's tables look into while they are made.
struct Evidence::Compiler {
    explicit Compiler(Model& of) : model(of) {}

    Model& model;
    std::vector<uint8_t> capital_class, lower_context;
    std::vector<uint16_t> lists, flags;
    StringsBuilder words;
    std::vector<Model::KnownWord> known_words;
    std::array<std::array<std::vector<Word>, 2>, static_cast<size_t>(Shape::Mixed) + 1> letters;
    std::vector<Word> marks = std::vector<Word>(kShapeCount);
    std::array<std::vector<PackedWeights>, static_cast<size_t>(Ask::kCount)> few;
    std::array<std::vector<uint16_t>, static_cast<size_t>(Ask::kCount)> grids;
    std::vector<uint16_t> brief_columns;
    std::vector<PackedWeights> weights_of_two;
    WeightTable::Parts many;
    std::array<std::vector<Model::PartWeights>, 2> by_set;
    std::array<std::array<std::vector<PackedWeights>, 2>, kKinParts> of_kin;

    void add_sets();
    void add_tokens();
    void add_words(const std::vector<std::string_view>& more);
    size_t answer_limit(Ask ask) const;
    using Rows = std::vector<std::pair<EvidenceId, PackedWeights>>;
    void add_weights_of_two(const Rows& rows);
    void add_weights(const std::vector<std::pair<EvidenceId, Weights>>& all);
    std::vector<uint64_t> image();
};

void Evidence::Compiler::add_words(const std::vector<std::string_view>& more) {
    for (std::string_view word : more) words.add(word);
    constexpr std::array<std::pair<std::string_view, Class>, 4> kJoints = {{{"of", Class::Of}, {"the", Class::The}, {"and", Class::And}, {"for", Class::For}}};
    size_t size = 64;
    while (size < 2 * (more.size() + kJoints.size())) size *= 2;
    known_words.assign(size, {});
    auto slot_of = [&](std::string_view word) -> Model::KnownWord& {
        WordId id = word_id(word);
        size_t i = id & (size - 1);
        while (known_words[i].word != 0 && known_words[i].word != id) i = (i + 1) & (size - 1);
        known_words[i].word = id;
        return known_words[i];
    };
    for (size_t w = 0; w < more.size(); ++w)
        if (Model::KnownWord& slot = slot_of(more[w]); slot.position == 0) slot.position = static_cast<uint16_t>(w + 1);
    for (const auto& [word, cls] : kJoints) slot_of(word).cls = cls;
    model.words = words.view();
    model.known_words = known_words;
}

void Evidence::Compiler::add_tokens() {
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
                word.lists = lists[set];
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
    for (size_t shape = 0; shape < letters.size(); ++shape)
        for (size_t in_capitals : {0, 1}) model.letters[shape][in_capitals] = letters[shape][in_capitals];
    model.marks = marks;
}

/// What the lists say of a word, by label set.
void Evidence::Compiler::add_sets() {
    const Lexicon& lexicon = *model.lexicon;
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
    std::vector<uint16_t> flags_of;  // by set
    std::map<uint16_t, size_t> counts;
    for (size_t set = 0; set < lexicon.set_count(0); ++set) {
        unsigned all = 0;
        uint8_t context = 0;
        bool is_particle = false;
        for (LabelId label : lexicon.label_set(0, static_cast<uint16_t>(set))) {
            all |= label_flags[label];
            is_particle |= label == particle;
            if (lower[label] != 0 && (context == 0 || lower[label] < context)) context = lower[label];
        }
        flags_of.push_back(static_cast<uint16_t>(all));
        ++counts[flags_of.back()];
        capital_class.push_back(static_cast<uint8_t>(class_of_flags(all)));
        lower_context.push_back(is_particle ? static_cast<uint8_t>(Class::Particle) : context != 0 ? context : static_cast<uint8_t>(Class::Lower));
    }
    flags = most_first(counts);
    std::map<uint16_t, uint16_t> positions;
    for (size_t i = 0; i < flags.size(); ++i) positions[flags[i]] = static_cast<uint16_t>(i);
    for (uint16_t all : flags_of) lists.push_back(positions[all]);
    model.lists = lists;
    model.flags = flags;
    model.capital_class = capital_class;
    model.lower_context = lower_context;
}

/// What no answer to a question that has few reaches: `few` has room for all, so that none is compared with its length.
size_t Evidence::Compiler::answer_limit(Ask ask) const {
    switch (kQuestions[static_cast<size_t>(ask)].answer) {
        case Answer::Number: return 16;
        case Answer::KindGrade: return 2 * kKindGrades;
        case Answer::Label: return model.lexicon->label_count();
        case Answer::Neighbour: return kFirstWord + words.ends.size() + 1;
        case Answer::KindNumber: return kNameKinds << 9;
        default: return 1;
    }
}

/// The weights of answers of two parts. What many of them have stands first, so that most of what is looked at lies together.
void Evidence::Compiler::add_weights_of_two(const Rows& rows) {
    std::map<uint64_t, size_t> briefs;
    std::map<PackedWeights, size_t> counts;
    brief_columns.assign(size_t{2} << 2 * kClassBits, 0);
    auto brief_of = [&](EvidenceId id) { return argument_of(id) & ((uint64_t{1} << second_bits(ask_of(id))) - 1); };
    auto has_brief = [](EvidenceId id) { return kQuestions[static_cast<size_t>(ask_of(id))].answer == Answer::NeighbourClasses; };
    for (const auto& [id, weights] : rows) {
        if (has_brief(id) && brief_of(id) < brief_columns.size()) ++briefs[brief_of(id)];
        ++counts[weights];
    }
    size_t columns = 1;
    for (uint64_t brief : most_first(briefs)) brief_columns[brief] = static_cast<uint16_t>(columns++);
    model.brief_columns = brief_columns;
    std::map<PackedWeights, uint16_t> positions;
    weights_of_two = {0};
    for (PackedWeights weights : most_first(counts)) {
        positions[weights] = static_cast<uint16_t>(weights_of_two.size());
        weights_of_two.push_back(weights);
    }
    model.weights_of_two = weights_of_two;
    for (size_t ask = 0; ask < grids.size(); ++ask) {
        if (second_bits(static_cast<Ask>(ask)) == 0) continue;
        size_t contexts = answer_limit(Ask::Before);
        Answer answer = kQuestions[ask].answer;
        size_t width = answer == Answer::Pair ? contexts : answer == Answer::NeighbourClasses ? columns : flags.size();
        grids[ask].assign(contexts * width, 0);
        model.grids[ask] = {grids[ask], width};
    }
    for (const auto& [id, weights] : rows) {
        if (has_brief(id) && brief_of(id) >= brief_columns.size()) continue;  // nothing has so many classes
        auto [first, second] = model.parts_of(ask_of(id), argument_of(id));
        auto ask = static_cast<size_t>(ask_of(id));
        uint16_t& cell = grids[ask][first * model.grids[ask].width + second];
        if (cell == 0) cell = positions[weights];
    }
}

void Evidence::Compiler::add_weights(const std::vector<std::pair<EvidenceId, Weights>>& all) {
    for (size_t ask = 0; ask < few.size(); ++ask)
        if (has_few_answers(static_cast<Ask>(ask))) few[ask].resize(answer_limit(static_cast<Ask>(ask)));
    Rows rows, rows_of_two;
    for (const auto& [id, weights] : all) {
        if (!has_few_answers(ask_of(id))) {
            (second_bits(ask_of(id)) != 0 ? rows_of_two : rows).emplace_back(id, pack(weights));
            continue;
        }
        auto& answers = few[static_cast<size_t>(ask_of(id))];
        if (answers.size() <= argument_of(id)) answers.resize(argument_of(id) + 1);
        answers[argument_of(id)] = pack(weights);
    }
    for (size_t ask = 0; ask < few.size(); ++ask) model.few[ask] = few[ask];
    add_weights_of_two(rows_of_two);
    many = WeightTable::build(std::move(rows));
    model.many = WeightTable(many);
    for (size_t part = 0; part < kKinParts; ++part) {
        auto& [by_group, by_like] = of_kin[part];
        by_group.assign(Kin::kGroups + 1, 0);
        by_like.assign(Kin::kLikes, 0);
        for (uint16_t group = 0; group <= Kin::kGroups; ++group)
            ask_kin(model.kin, {group, 0}, [&, &sums = by_group](uint64_t answer) { sums[group] += model.weights(kKinOf[part], answer); });
        for (uint8_t like = 1; like < Kin::kLikes; ++like) by_like[like] = model.weights(kKinOf[part], kin_answer(KinLevel::Like, like));
        model.of_kin[part] = {by_group, by_like};
    }
    for (size_t image = 0; image < model.lexicon->image_count(); ++image) {
        by_set[image].assign(model.lexicon->set_count(image), {});
        for (size_t set = 0; set < by_set[image].size(); ++set)
            for (size_t part = 0; part < kPartCount; ++part)
                model.ask_lists(static_cast<Part>(part), image, static_cast<uint16_t>(set), [&](Ask ask, uint64_t argument) { by_set[image][set][part] += model.weights(ask, argument); });
        model.by_set[image] = by_set[image];
    }
}

std::vector<uint64_t> Evidence::Compiler::image() {
    model.image_count = model.lexicon->image_count();
    model.label_count = model.lexicon->label_count();
    model.entry_count = model.lexicon->entry_count();
    model.rule_count = model.rules->rules().size();
    ArrayWriter write;
    model.for_each_array(write);
    return write.take();
}

void Evidence::Model::know(const Lexicon& of_lists, const Rules& of_rules) {
    lexicon = &of_lists;
    rules = &of_rules;
    unasked = {of_lists.find_label("team-town"), of_lists.find_label("sport-side"), of_lists.find_label("city-weak")};
    everyday = {of_lists.find_label("common"), of_lists.find_label("mixed")};
    weak = {of_lists.find_label("company-weak"), of_lists.find_label("media-weak"), of_lists.find_label("sports-team-weak")};
    city = of_lists.find_label("city");
    function = of_lists.find_label("function");
    other_head = of_lists.find_label("other-head");
    org_head = of_lists.find_label("org-head");
    org_head_of = of_lists.find_label("org-head-of");
}

namespace {
std::string_view linked_weights() { return {nutgraf_weights_begin, static_cast<size_t>(nutgraf_weights_end - nutgraf_weights_begin)}; }
}  // namespace

Evidence Evidence::built_in(const Lexicon& lexicon, const Rules& rules) {
    Evidence made;
    Model& model = *made.model_;
    model.know(lexicon, rules);
    model.use(nutgraf_weights_image);
    // The image that is linked in knows the lists and rules that are.
    if (model.image_count == lexicon.image_count() && model.label_count == lexicon.label_count() && model.entry_count == lexicon.entry_count() && model.rule_count == rules.rules().size()) return made;
    return from_text(lexicon, rules, "evidence.weights", linked_weights());
}

std::vector<uint64_t> Evidence::compile_built_in(const Lexicon& lexicon, const Rules& rules) {
    return std::move(from_text(lexicon, rules, "evidence.weights", linked_weights()).model_->own_image);
}

Evidence Evidence::from_text(const Lexicon& lexicon, const Rules& rules, const std::string& file, std::string_view text, const std::vector<std::string>& more_words) {
    Evidence made;
    Model& model = *made.model_;
    model.know(lexicon, rules);
    Compiler compiler(model);
    compiler.add_sets();
    compiler.add_tokens();

    // Words first, then the rows.
    std::map<std::string_view, size_t> words;
    for (const std::string& word : more_words) ++words[word];
    std::vector<std::pair<std::string_view, Weights>> lines;
    std::string errors;
    size_t number = 0;
    while (!text.empty()) {
        size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        auto fields = split(line, '\t');
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
        auto parts = split(fields[0], ' ');
        const Question* question = find_question(parts[0]);
        if (question == nullptr) continue;
        size_t at = question->answer == Answer::KindContext ? 3 : 1;
        bool asks_word = question->answer == Answer::Neighbour || question->answer == Answer::Pair || question->answer == Answer::NeighbourClasses || question->answer == Answer::NeighbourFlags || question->answer == Answer::KindContext;
        if (asks_word && at < parts.size() && !parts[at].empty() && parts[at][0] >= 'a' && parts[at][0] <= 'z') ++words[parts[at]];
        if (question->answer == Answer::Pair && parts.size() > 2 && !parts[2].empty() && parts[2][0] >= 'a' && parts[2][0] <= 'z') ++words[parts[2]];
    }
    compiler.add_words(most_first(words));
    std::vector<std::pair<EvidenceId, Weights>> rows;
    for (const auto& [name, weights] : lines)
        if (EvidenceId id = made.parse(name); id != 0) rows.emplace_back(id, weights);  // else a list or rule that is no more
    if (!errors.empty()) {
        errors.pop_back();
        throw Error(errors);
    }
    compiler.add_weights(rows);
    model.own_image = compiler.image();
    model.use(model.own_image.data());
    return made;
}

}  // namespace nutgraf
