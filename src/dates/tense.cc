#include "tense.h"

#include <algorithm>
#include <array>

namespace nutgraf {
namespace {

class TenseWords {
public:
    /// Of one token: 'f' future, 'p' past, 'b' be or have, ' ' nothing.
    static char of(const Article& article, uint32_t i) {
        static const auto table = [] {
            std::vector<std::pair<WordId, char>> rows;
            auto add = [&](char kind, std::initializer_list<const char*> list) {
                for (const char* text : list) rows.emplace_back(word_id(text), kind);
            };
            add('f', {"will", "shall", "would", "'ll", "won't", "scheduled", "slated", "expected", "due", "upcoming", "plans", "plan", "planned", "planning",
                      "expects", "expect", "hopes", "hope", "intends", "going", "likely", "tentatively", "ahead", "until", "deadline", "ends", "expire", "goes", "go", "meet", "meets",
                      "resumes", "closes", "returns", "travels", "arrives", "leaves", "visits", "hosts",
                      "launches", "expires", "runs", "can", "may", "might", "could", "should", "must"});
            add('t', {"to"});
            add('b', {"be", "is", "are", "been", "being", "not", "also"});
            add('p', {"was", "were", "had", "did", "said", "told", "took", "went", "came", "began", "made", "held", "won", "lost", "fell", "rose", "sent", "left",
                      "found", "gave", "got", "saw", "ran", "led", "spoke", "struck", "hit", "shot", "grew", "kept", "became", "wrote", "broke", "brought", "met",
                      "has", "have", "says", "after", "since", "died", "sold", "paid", "put", "cut", "built", "bought", "caught", "drew", "drove", "fought", "knew", "since"});
            std::sort(rows.begin(), rows.end());
            return rows;
        }();
        const Token& token = article.tokens[i];
        auto found = std::lower_bound(table.begin(), table.end(), std::pair<WordId, char>(token.word, 0));
        if (found != table.end() && found->first == token.word) {
            if (token.shape != Shape::Lower && !token.starts_sentence) return ' ';
            return found->second;
        }
        if (token.shape != Shape::Lower) return ' ';
        std::string_view text = article.text(i);
        return text.size() >= 5 && text.ends_with("ed") && !text.ends_with("eed") ? 'p' : ' ';
    }
};

}  // namespace

Tense tense_at(const Article& article, TokenSpan span) {
    const auto& tokens = article.tokens;
    // "to hand it over by Friday"; but "by Friday he had left", "used by Friday".
    static const WordId kBy = word_id("by");
    bool by = span.begin > 0 && !tokens[span.begin].starts_sentence && tokens[span.begin - 1].word == kBy;
    auto judge = [&](uint32_t i) {
        char kind = TenseWords::of(article, i);
        if (kind == 'f') return Tense::Future;
        if (kind == 't') {  // "are to travel", "set to begin"
            if (by) return Tense::Future;
            if (i == 0 || tokens[i].starts_sentence) return Tense::Unknown;
            WordId before = tokens[i - 1].word;
            static const std::array<WordId, 5> kBe = {word_id("is"), word_id("are"), word_id("set"), word_id("ready"), word_id("due")};
            return std::find(kBe.begin(), kBe.end(), before) != kBe.end() ? Tense::Future : Tense::Unknown;
        }
        if (kind != 'p') return Tense::Unknown;
        // "to be held", "will have met"; of "is sentenced" nothing is known
        for (uint32_t j = i, steps = 0; steps < 4 && j > 0 && !tokens[j].starts_sentence; ++steps) {
            char before = TenseWords::of(article, --j);
            if (before == 'f' || before == 't') return Tense::Future;
            if (before != 'b') break;
            static const std::array<WordId, 2> kIs = {word_id("is"), word_id("are")};
            if (tokens[j].word == kIs[0] || tokens[j].word == kIs[1]) return Tense::Unknown;
        }
        return Tense::Past;
    };
    // The nearest verb decides, on either side; of two as near the one before.
    constexpr uint32_t kReach = 12;
    uint32_t left = span.begin, right = span.end;
    bool left_open = !tokens[span.begin].starts_sentence, right_open = true;
    for (uint32_t step = 0; step < kReach; ++step) {
        if (left_open && left > 0) {
            --left;
            if (Tense tense = judge(left); tense != Tense::Unknown) return tense;
            left_open = !tokens[left].starts_sentence;
        }
        right_open = right_open && right < tokens.size() && !tokens[right].starts_sentence;
        if (right_open) {
            if (Tense tense = judge(right); tense != Tense::Unknown) return tense;
            ++right;
        }
    }
    return Tense::Unknown;
}

}  // namespace nutgraf
