// The rule language: text to trees. Private to rule_compiler.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules.h"

namespace nutgraf {

/// A question to one token.
struct Test {
    enum class Type : uint8_t { Any, Shape, Word, Label, Start, Dotted, Glued, AllCaps, TitleCase, Not, And, Or };
    Type type = Type::Any;
    Shape shape = Shape::Symbol;
    WordId word = 0;
    LabelId label = kNoLabel;
    bool several = false;  // of a label: only names of several words
    std::vector<Test> parts;
};

/// A pattern over tokens.
struct Pattern {
    enum class Type : uint8_t { Test, Sequence, Choice, Repeat, Mention };
    Type type = Type::Sequence;
    std::shared_ptr<const Test> test;  // a let's is the same wherever it is used
    std::vector<Pattern> parts;
    int least = 0;
    int most = 0;  // -1: no end
};

/// A sentence under a rule, with the expected mentions in brackets; `yes` ones have at least one, `no` ones none.
struct Example {
    std::string text;
    int line;
};

struct ParsedRule {
    Rule rule;
    std::vector<Example> yes, no;
    std::vector<Pattern> patterns;  // one a `match` line
};

/// Parses rule files in order; `let` names of a file whose kind is not given by its folder are known in all later files.
/// Throws Error with every bad line: file:line:column, what is wrong, the line and a caret.
std::vector<ParsedRule> parse_rules(const Lexicon& lexicon, const std::vector<RuleText>& texts);

}  // namespace nutgraf
