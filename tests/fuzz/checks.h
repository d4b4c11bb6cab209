// What holds of every analysis, whatever the input's bytes were.
#pragma once

#include <string>

#include "analyzer.h"

namespace nutgraf::fuzz {

/// All of an analysis in one string; equal strings, equal results.
inline std::string print(const Analysis& analysis) {
    std::string out;
    auto put = [&](auto number) { out += std::to_string(number) + ' '; };
    auto put_value = [&](const Value& value) {
        const Figure& figure = value.figure();
        for (std::string_view part : {std::string_view(figure.text), std::string_view(figure.unit), figure.modifier, std::string_view(figure.start), std::string_view(figure.end)}) (out += part) += '|';
        put(value.entry);
    };
    for (const Token& token : analysis.tokens) {
        put(token.bytes.begin);
        put(token.bytes.end);
        put(static_cast<int>(token.shape));
        put(token.starts_sentence | token.starts_paragraph << 1 | token.glued << 2 | token.dotted << 3 | token.all_caps << 4 | token.title_case << 5);
    }
    for (const Mention& mention : analysis.mentions) {
        put(mention.tokens.begin);
        put(mention.tokens.end);
        put(static_cast<int>(mention.kind));
        put(static_cast<int>(mention.subkind));
        put(static_cast<int>(mention.sure));
        put(mention.rule);
        put_value(mention.value);
    }
    for (const Entity& entity : analysis.entities) {
        put(static_cast<int>(entity.kind));
        put(static_cast<int>(entity.subkind));
        (out += entity.name) += '|';
        put_value(entity.value);
        for (uint32_t mention : entity.mentions) put(mention);
    }
    return out;
}

/// What is wrong with an analysis, or "".
inline std::string fault(const Document& document, const Analysis& analysis) {
    uint32_t at = 0;
    for (const Token& token : analysis.tokens) {
        if (token.bytes.begin < at || token.bytes.end <= token.bytes.begin || token.bytes.end > document.text().size()) return "a token is out of order or range";
        // Tokens begin and end between characters.
        auto inside = [&](uint32_t byte) { return byte < document.text().size() && (static_cast<unsigned char>(document.text()[byte]) & 0xC0) == 0x80; };
        if (inside(token.bytes.begin) || inside(token.bytes.end)) return "a token cuts a character";
        if (token.starts_paragraph && !token.starts_sentence) return "a paragraph begins without a sentence";
        at = token.bytes.end;
    }
    at = 0;
    for (const Mention& mention : analysis.mentions) {
        if (mention.tokens.begin < at || mention.tokens.end <= mention.tokens.begin || mention.tokens.end > analysis.tokens.size()) return "a mention is out of order or range";
        at = mention.tokens.end;
    }
    std::vector<bool> linked(analysis.mentions.size(), false);
    uint32_t first = 0;
    for (const Entity& entity : analysis.entities) {
        if (entity.mentions.empty()) return "an entity has no mention";
        if (entity.mentions.front() < first) return "entities are out of order";
        first = entity.mentions.front();
        uint32_t least = 0;
        for (uint32_t mention : entity.mentions) {
            if (mention >= analysis.mentions.size() || mention < least || linked[mention]) return "a mention of an entity is out of order or range, or of another";
            if (analysis.mentions[mention].kind != entity.kind) return "a mention is of another kind than its entity";
            linked[mention] = true;
            least = mention + 1;
        }
    }
    for (bool one : linked)
        if (!one) return "a mention is of no entity";
    return "";
}

/// Analyses the bytes with a used workspace; what is wrong, or "".
inline std::string check(const Analyzer& analyzer, Workspace& used, const std::string& bytes) {
    Document document("fuzz", bytes);
    size_t repaired = document.bad_bytes();
    if (document.text().size() != bytes.size() + 2 * repaired) return "the text has another length than the input";
    if (document.original_byte(static_cast<uint32_t>(document.text().size())) != bytes.size()) return "the text's end is not the input's";
    const Analysis& analysis = analyzer.analyze(document, used);
    if (std::string what = fault(document, analysis); !what.empty()) return what;
    std::string first = print(analysis);
    if (print(analyzer.analyze(document, used)) != first) return "a second analysis differs";
    return "";
}

}  // namespace nutgraf::fuzz
