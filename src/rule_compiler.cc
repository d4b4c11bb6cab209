#include <algorithm>
#include <map>

#include "rule_parser.h"
#include "rule_program.h"

namespace nutgraf {
namespace {

/// What a KindProgram looks into.
struct KindBuilder {
    Layout layout;
    std::vector<RuleId> rule_ids;
    FilterBuilder filter;
    std::array<std::vector<RuleId>, kGrades> grade_rules;
    std::array<StringsBuilder, kGrades> expressions;
    std::array<std::string, 2> set_ids;
    std::array<std::vector<uint32_t>, 2> set_begin;
    std::vector<uint8_t> id_of, asked_several;
    std::array<FlagIds, kFlagValues> flag_ids;

    KindProgram build(const Lexicon& lexicon, const std::vector<ParsedRule>& rules);
};

KindProgram KindBuilder::build(const Lexicon& lexicon, const std::vector<ParsedRule>& rules) {
    Writer writer(layout);
    for (RuleId id : rule_ids) {
        auto sure = static_cast<size_t>(rules[id].rule.sure);
        for (const auto& pattern : rules[id].patterns) {
            filter.add(pattern, sure, grade_rules[sure].size(), writer);
            grade_rules[sure].push_back(id);
            expressions[sure].add(writer.write(pattern));
        }
    }
    const Ids& asked_of_lower = writer.asked_of_lower();
    id_of.assign(lexicon.label_count(), 0);
    for (const auto& [label, id] : layout.labels) id_of[label] = static_cast<uint8_t>(id);
    asked_several.assign(lexicon.label_count(), 0);
    for (LabelId label : layout.asked_several) asked_several[label] = layout.several.contains(label) ? 1 : 0;
    for (unsigned flags = 0; flags < flag_ids.size(); ++flags)
        for (const Flag& flag : kFlags)
            if (auto found = layout.flags.find(flag.type); found != layout.flags.end() && (flags & flag.bit) != 0) {
                auto& row = flag_ids[flags];
                row.bytes[row.count++] = static_cast<char>(found->second);
            }
    for (size_t image = 0; image < lexicon.image_count(); ++image) {
        auto& begin = set_begin[image];
        begin.reserve(2 * lexicon.set_count(image) + 1);
        for (size_t set = 0, count = lexicon.set_count(image); set < count; ++set)
            for (auto labels = lexicon.label_set(image, static_cast<uint16_t>(set)); bool lower : {false, true}) {
                begin.push_back(static_cast<uint32_t>(set_ids[image].size()));
                for (LabelId label : labels)  // ascending, as are their ids
                    if (unsigned id = id_of[label]; id != 0 && (!lower || asked_of_lower[id])) set_ids[image] += static_cast<char>(id);
            }
        begin.push_back(static_cast<uint32_t>(set_ids[image].size()));
    }

    KindProgram program;
    program.filter = filter.finish(layout);
    for (size_t g = 0; g < kGrades; ++g) program.grades[g] = {grade_rules[g], expressions[g].view()};
    std::copy(set_ids.begin(), set_ids.end(), program.set_ids.begin());
    std::copy(set_begin.begin(), set_begin.end(), program.set_begin.begin());
    program.id_of = id_of, program.asked_several = asked_several, program.flag_ids = flag_ids;
    return program;
}

/// The words that the rules of any kind mention, open-addressed.
std::vector<WordRow> arrange_words(const std::array<KindBuilder, kKindCount>& kinds) {
    std::map<WordId, WordRow> words;
    for (size_t k = 0; k < kKindCount; ++k)
        for (const auto& [word, code] : kinds[k].layout.words) {
            auto& row = words[word];
            row.word = word;
            std::copy(code.begin(), code.end(), row.code[k].begin());
            row.size[k] = static_cast<uint8_t>(code.size());
        }
    size_t slots = 64;
    while (slots < words.size() * 4) slots *= 2;
    std::vector<WordRow> table(slots);
    for (const auto& [word, row] : words) {
        size_t i = word & (slots - 1);
        while (table[i].word != 0) i = (i + 1) & (slots - 1);
        table[i] = row;
    }
    return table;
}

/// Parses the rules and gives each question of each kind its code.
std::vector<ParsedRule> parse_and_arrange(const Lexicon& lexicon, const std::vector<RuleText>& texts, std::array<KindBuilder, kKindCount>& kinds) {
    std::vector<ParsedRule> parsed = parse_rules(lexicon, texts);
    for (size_t id = 0; id < parsed.size(); ++id) {
        auto& kind = kinds[static_cast<size_t>(parsed[id].rule.kind)];
        for (const auto& pattern : parsed[id].patterns) kind.layout.gather(pattern);
        kind.rule_ids.push_back(static_cast<RuleId>(id));
    }
    for (size_t k = 0; k < kKindCount; ++k) kinds[k].layout.arrange(lexicon, static_cast<Kind>(k));
    return parsed;
}

}  // namespace

std::vector<uint64_t> compile_rules(const Lexicon& lexicon, const std::vector<RuleText>& texts) {
    std::array<KindBuilder, kKindCount> kinds;
    std::vector<ParsedRule> parsed = parse_and_arrange(lexicon, texts, kinds);

    RuleProgram program;
    program.image_count = lexicon.image_count(), program.label_count = lexicon.label_count(), program.entry_count = lexicon.entry_count();
    std::vector<RuleRow> rules;
    StringsBuilder strings;
    for (const auto& one : parsed) {
        rules.push_back({static_cast<uint32_t>(one.rule.line), one.rule.kind, one.rule.subkind, one.rule.sure});
        for (const std::string* string : {&one.rule.name, &one.rule.about, &one.rule.file}) strings.add(*string);
    }
    program.rules = rules, program.rule_strings = strings.view();
    StringsBuilder files;
    for (const RuleText& text : texts) files.add(text.file), files.add(text.text);
    program.texts = files.view();
    for (size_t k = 0; k < kKindCount; ++k) program.kinds[k] = kinds[k].build(lexicon, parsed);
    std::vector<WordRow> words = arrange_words(kinds);
    program.words = words;
    std::vector<uint8_t> asking(lexicon.label_count());
    for (size_t k = 0; k < kKindCount; ++k)
        for (const auto& [label, id] : kinds[k].layout.labels) asking[label] |= static_cast<uint8_t>(1U << k);
    program.asking = asking;
    return program.image();
}

std::vector<RuleAlone> compile_alone(const Lexicon& lexicon, const std::vector<RuleText>& texts) {
    std::array<KindBuilder, kKindCount> kinds;
    std::vector<RuleAlone> all;
    std::vector<ParsedRule> parsed = parse_and_arrange(lexicon, texts, kinds);
    std::vector<Writer> writers;
    for (const auto& kind : kinds) writers.emplace_back(kind.layout);
    for (auto& one : parsed) {
        auto& alone = all.emplace_back();
        for (const auto& pattern : one.patterns) alone.expressions.add(writers[static_cast<size_t>(one.rule.kind)].write(pattern));
        alone.rule = std::move(one.rule), alone.yes = std::move(one.yes), alone.no = std::move(one.no);
    }
    return all;
}

}  // namespace nutgraf
