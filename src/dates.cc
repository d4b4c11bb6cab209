#include "dates.h"

#include <algorithm>
#include <array>

#include "dates/anchor.h"
#include "dates/ranges.h"
#include "dates/reading.h"
#include "dates/resolving.h"

namespace nutgraf {
namespace {

/// "1900 troops", "1709 schoolchildren": four digits and a plural, unless a word before them asks for a year ("the 2014
/// protests", "in 2014 protests spread").
bool counts_things(const Article& article, TokenSpan span, LabelId counted_noun) {
    const auto& tokens = article.tokens;
    if (span.end >= tokens.size() || tokens[span.end].starts_sentence || tokens[span.end].shape != Shape::Lower) return false;
    std::string_view next = article.text(span.end);
    bool plural = next.size() > 3 && next.back() == 's' && next[next.size() - 2] != 's';
    if (!plural && !article.lexicon.carries(article.hits, span.end, counted_noun) && !next.ends_with("ren") && !next.ends_with("people")) return false;
    if (span.begin == 0 || tokens[span.begin].starts_sentence) return true;
    static const std::array<WordId, 12> kAsking = {word_id("the"), word_id("in"), word_id("since"), word_id("by"), word_id("until"), word_id("during"),
                                                   word_id("its"), word_id("their"), word_id("his"), word_id("her"), word_id("'s"), word_id("from")};
    return std::find(kAsking.begin(), kAsking.end(), tokens[span.begin - 1].word) == kAsking.end() && tokens[span.begin - 1].shape != Shape::Possessive;
}

}  // namespace

void find_dates(const Article& article, std::vector<Candidate>& found) {
    size_t before = found.size();
    find_by_rules(article, Kind::Date, found);
    LabelId counted = article.lexicon.find_label("counted-noun"), holiday = article.lexicon.find_label("holiday"), function = article.lexicon.find_label("function");
    auto is_no_date = [&](const Candidate& mention) {
        TokenSpan span = mention.tokens;
        const Token& first = article.tokens[span.begin];
        if (span.end != span.begin + 1) return false;
        bool named = !first.starts_sentence && span.begin > 0;
        const Token* previous = named ? &article.tokens[span.begin - 1] : nullptr;
        // "Windows 2000", "World Cup 2018", "Ellen Christmas"
        bool after_name = previous != nullptr && !previous->starts_sentence && (previous->shape == Shape::Capital || previous->shape == Shape::Upper) &&
                          !article.lexicon.carries(article.hits, span.begin - 1, function);
        if (first.shape == Shape::Year) return after_name || counts_things(article, span, counted);
        if (!article.lexicon.carries(article.hits, span.begin, holiday) || span.begin == 0 || first.starts_sentence) return false;
        return article.tokens[span.begin - 1].shape == Shape::Capital && !article.lexicon.carries(article.hits, span.begin - 1, function);
    };
    found.erase(std::remove_if(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(), is_no_date), found.end());
}

void value_dates(const Article& article, std::vector<Mention>& mentions) {
    thread_local std::vector<uint32_t> dates;
    thread_local std::vector<Reading> readings;
    dates.clear();
    readings.clear();
    for (uint32_t i = 0; i < mentions.size(); ++i)
        if (mentions[i].kind == Kind::Date) dates.push_back(i);
    if (dates.empty()) return;
    read_dates(article, mentions, dates, readings);
    Anchor anchor = find_anchor(article, mentions, dates, readings);
    share_in_ranges(article, mentions, dates, readings);
    resolve_dates(article, anchor, mentions, dates, readings);
}

}  // namespace nutgraf
