#include "people.h"

namespace nutgraf {
void find_people(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Person, found); }

void find_people_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    find_same_names(article, Kind::Person, known, found);

    const Lexicon& lexicon = article.lexicon;
    const LabelId function = lexicon.find_label("function"), given_name = lexicon.find_label("given-name"), common = lexicon.find_label("common");
    const LabelId title = lexicon.find_label("title"), role = lexicon.find_label("role"), not_name = lexicon.find_label("not-name");
    const LabelId other_head = lexicon.find_label("other-head-before");
    auto is = [&](uint32_t token, LabelId label) { return label != kNoLabel && lexicon.carries(article.hits, token, label); };
    thread_local WordTable surnames, given_names;
    surnames.clear();
    given_names.clear();
    const auto& tokens = article.tokens;
    for (uint32_t k = 0; k < known.size(); ++k) {
        const Candidate& mention = known[k];
        if (mention.kind != Kind::Person || mention.sure == Sureness::Possible || mention.tokens.end - mention.tokens.begin < 2) continue;
        uint32_t last = surname_of(article, mention.tokens);
        if (tokens[last].shape == Shape::Capital || tokens[last].all_caps) surnames.add(tokens[last].word, k);
        uint32_t first = mention.tokens.begin;
        if (first != last && tokens[first].shape == Shape::Capital) given_names.add(tokens[first].word, k);
    }
    if (surnames.empty()) return;
    surnames.seal();
    given_names.seal();
    thread_local std::vector<bool> taken;
    taken.assign(tokens.size(), false);
    for (const Candidate& mention : known)
        for (uint32_t i = mention.kind == Kind::Person && mention.sure == Sureness::Possible ? mention.tokens.end : mention.tokens.begin; i < mention.tokens.end; ++i) taken[i] = true;
    // A part of a longer name: "Archive" of "Apollo Archive".
    auto goes_on = [&](uint32_t i) {
        return i + 1 < tokens.size() && !tokens[i + 1].starts_sentence && is_capitalised(tokens[i + 1]) && !is(i + 1, function) && !is(i + 1, not_name);
    };
    for (uint32_t i : article.capitals) {
        bool surname = !surnames.find(tokens[i].word).empty();
        if (!surname && given_names.find(tokens[i].word).empty()) continue;  // most
        if (tokens[i].shape == Shape::Initial || is(i, function)) continue;
        if (surname) {
            bool behind_name = i > 0 && !tokens[i].starts_sentence && is_capitalised(tokens[i - 1]) && !tokens[i - 1].starts_sentence && !is(i - 1, title) &&
                               !is(i - 1, role) && !is(i - 1, function) && !is(i - 1, not_name);
            // "World War" beside "Edward War", "the Concept Car" beside "Ann Car": an everyday word.
            if (is(i, common) && !tokens[i].all_caps && (behind_name || goes_on(i))) continue;
            // "Myuran Sukumaran" beside "Anita Sukumaran": an unknown word before a known surname is a first name.
            bool first_name = behind_name && !taken[i - 1] && tokens[i - 1].shape == Shape::Capital && !tokens[i].all_caps && !is(i - 1, common) && !is(i - 1, other_head);
            found.push_back({{i - (first_name ? 1 : 0), i + 1}, Kind::Person, Subkind::None, Sureness::Likely, own_rule(Own::Surname)});
        } else if (is(i, given_name) && !is(i, common) && !goes_on(i)) {
            found.push_back({{i, i + 1}, Kind::Person, Subkind::None, Sureness::Possible, own_rule(Own::ShortName)});
        }
    }
}

}  // namespace nutgraf
