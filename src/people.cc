#include "people.h"

namespace nutgraf {
void find_people(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Person, found); }

void find_people_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found) {
    find_same_names(article, Kind::Person, known, found);

    LabelId function = article.lexicon.find_label("function");
    thread_local WordTable surnames, given_names;
    surnames.clear();
    given_names.clear();
    const auto& tokens = article.tokens;
    for (uint32_t k = 0; k < known.size(); ++k) {
        const Candidate& mention = known[k];
        if (mention.kind != Kind::Person || mention.tokens.end - mention.tokens.begin < 2) continue;
        uint32_t last = surname_of(article, mention.tokens);
        if (tokens[last].shape == Shape::Capital || tokens[last].all_caps) surnames.add(tokens[last].word, k);
        uint32_t first = mention.tokens.begin;
        if (first != last && tokens[first].shape == Shape::Capital) given_names.add(tokens[first].word, k);
    }
    if (surnames.empty()) return;
    surnames.seal();
    given_names.seal();
    for (uint32_t i = 0; i < tokens.size(); ++i) {
        if (!is_capitalised(tokens[i]) || tokens[i].shape == Shape::Initial || article.lexicon.carries(article.hits, i, function)) continue;
        if (!surnames.find(tokens[i].word).empty()) found.push_back({{i, i + 1}, Kind::Person, Subkind::None, Sureness::Likely, own_rule(Own::Surname)});
        else if (!given_names.find(tokens[i].word).empty())
            found.push_back({{i, i + 1}, Kind::Person, Subkind::None, Sureness::Possible, own_rule(Own::ShortName)});
    }
}

}  // namespace nutgraf
