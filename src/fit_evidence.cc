// Build-time program: fits the weights of evidence.h from gold articles. tools/fit prepares its input and says what it prints.
//   fit_evidence GOLD_JSONL WORDS OUT [OPTION...]
//
// The model is a semi-Markov conditional random field: the probability of a way to choose names without overlaps is
// proportional to exp of the sum of their scores. The likelihood of the gold is maximised region by region with AdaGrad in
// its dual-averaging form, whose L1 term leaves most weights at zero. The second look is fitted on top of the first, whose
// scores it takes as they come out for articles that the first was not fitted on.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <unordered_map>

#include <rapidjson/document.h>

#include "dates.h"
#include "error.h"
#include "evidence.h"
#include "groups.h"
#include "numbers.h"
#include "organizations.h"
#include "other_names.h"
#include "people.h"
#include "places.h"

using namespace nutgraf;

namespace {

struct Gold {
    ByteSpan bytes;
    uint8_t kind;
};

struct Article0 {
    std::string set;
    double weight = 1;
    Document document;
    unsigned kinds;  // which are annotated, bit by bit
    std::vector<Gold> gold;
    std::vector<ByteSpan> ignored;
    unsigned fold = 0;  // by which it is taken when the articles are parted; see Settings::folds
};

/// One span of an article: its evidence as columns, and what the gold says.
struct Row {
    uint32_t begin, end;  // tokens
    uint32_t next;        // the first row that begins behind it
    uint32_t first, count;  // in Data::columns
    uint8_t allowed;      // kinds that the gold allows, bit by bit
    uint8_t gold;         // kNameKinds: none
    std::array<float, kNameKinds> offset{};
};

struct Region {
    uint32_t article, begin, end;  // rows
};

struct Data {
    std::vector<uint32_t> columns;
    std::vector<Row> rows;
    std::vector<std::pair<uint32_t, uint32_t>> of_article;  // rows
    std::vector<Region> regions;
    std::vector<uint32_t> missed;  // by article: gold that no span is
};

struct Dictionary {
    std::unordered_map<EvidenceId, uint32_t> columns;
    std::vector<EvidenceId> ids;
    std::vector<uint32_t> articles, sets, last_article, last_set;
    uint32_t column(EvidenceId id) {
        auto [found, fresh] = columns.emplace(id, static_cast<uint32_t>(ids.size()));
        if (fresh) {
            ids.push_back(id);
            articles.push_back(0);
            sets.push_back(0);
            last_article.push_back(0xFFFFFFFF);
            last_set.push_back(0);
        }
        return found->second;
    }
};

struct Settings {
    double l1 = 5e-6, l2 = 5e-5, rate = 0.3;
    int epochs = 8;
    uint32_t least_articles = 4;
    unsigned orders = 4;  // in which the regions are gone through; the weights are the mean of those of each
    bool leave_out = false;
    bool first_alone = false;  // without the second look: what is asked in the first is tried in a fourth of the time
    unsigned folds = 0;  // with more than one: parts of the articles, each scored by weights that were fitted on the others
    std::string show;
};

struct Weighing {
    std::vector<float> sum, square;
    std::vector<float> weight;
};

/// Finds what analysis finds before names are weighed.
struct Reader {
    Lexicon lexicon = Lexicon::built_in();
    Rules rules = Rules::built_in(lexicon);
    std::vector<Token> tokens;
    Hits hits;
    std::vector<uint32_t> capitals;
    Rules::Workspace rule_workspace;
    Evidence::Workspace workspace;
    std::vector<Candidate> found, chosen;
    OtherNames others;

    template <class Then>
    void read(const Document& document, const Then& then) {
        find_tokens(document, tokens);
        lexicon.find_hits(tokens, hits);
        rules.encode(tokens, hits, rule_workspace);
        find_capitals(tokens, capitals);
        Article article{document, lexicon, rules, tokens, hits, capitals, rule_workspace, std::nullopt};
        found.clear();
        find_people(article, found);
        find_places(article, found);
        find_organizations(article, found);
        find_groups(article, found);
        find_numbers(article, found);
        find_dates(article, found);
        find_other_names(article, others);
        article.other_names = &others;
        drop_parts_of_other_names(article, others, found);
        then(article);
    }
};

void add_rows(const Article0& one, uint32_t number, const Article& article, const Evidence& evidence, Look look, Reader& reader, Dictionary& dictionary, uint32_t set, Data& data) {
    auto first = static_cast<uint32_t>(data.rows.size());
    const auto& spans = reader.workspace.spans();
    std::vector<EvidenceId> ids;
    std::vector<bool> reached(one.gold.size(), false);
    auto overlap = [](ByteSpan a, ByteSpan b) { return a.begin < b.end && b.begin < a.end; };
    for (const auto& span : spans) {
        Row row{};
        row.begin = span.tokens.begin;
        row.end = span.tokens.end;
        row.gold = kNameKinds;
        ByteSpan bytes = bytes_of(article.tokens, span.tokens);
        if (article.tokens[span.tokens.end - 1].dotted) --bytes.end;  // gold stands without it
        // What is not annotated is allowed where no gold stands.
        row.allowed = static_cast<uint8_t>(~one.kinds & 7U);
        for (size_t g = 0; g < one.gold.size(); ++g) {
            const Gold& gold = one.gold[g];
            if (!overlap(gold.bytes, bytes)) continue;
            row.allowed = 0;
            if (gold.bytes == bytes) {
                reached[g] = true;
                row.gold = gold.kind;
            }
        }
        if (row.gold < kNameKinds) row.allowed = static_cast<uint8_t>(1U << row.gold);
        ids.clear();
        evidence.list(article, look, span, reader.workspace, ids);
        row.first = static_cast<uint32_t>(data.columns.size());
        for (EvidenceId id : ids) {
            uint32_t column = dictionary.column(id);
            if (dictionary.last_article[column] != number) {
                dictionary.last_article[column] = number;
                ++dictionary.articles[column];
            }
            if (!(dictionary.last_set[column] >> set & 1)) {
                dictionary.last_set[column] |= 1U << set;
                ++dictionary.sets[column];
            }
            data.columns.push_back(column);
        }
        row.count = static_cast<uint32_t>(data.columns.size()) - row.first;
        data.rows.push_back(row);
    }
    auto end = static_cast<uint32_t>(data.rows.size());
    for (size_t g = 0; g < one.gold.size(); ++g)
        if (!reached[g])
            for (uint32_t r = first; r < end; ++r)
                if (data.rows[r].gold == kNameKinds && overlap(bytes_of(article.tokens, {data.rows[r].begin, data.rows[r].end}), one.gold[g].bytes)) data.rows[r].allowed |= static_cast<uint8_t>(1U << one.gold[g].kind);
    for (ByteSpan ignored : one.ignored)
        for (uint32_t r = first; r < end; ++r)
            if (overlap(bytes_of(article.tokens, {data.rows[r].begin, data.rows[r].end}), ignored) && data.rows[r].gold == kNameKinds) data.rows[r].allowed = 7;
    data.missed.push_back(static_cast<uint32_t>(std::count(reached.begin(), reached.end(), false)));
    data.of_article.emplace_back(first, end);
    uint32_t begin = first, reach = 0;
    for (uint32_t r = first; r < end; ++r) {
        if (r > begin && data.rows[r].begin >= reach) {
            data.regions.push_back({number, begin, r});
            begin = r;
        }
        reach = std::max(reach, data.rows[r].end);
        uint32_t next = r + 1;
        while (next < end && data.rows[next].begin < data.rows[r].end) ++next;
        data.rows[r].next = next;
    }
    if (begin < end) data.regions.push_back({number, begin, end});
}

double log_add(double a, double b) {
    if (a < b) std::swap(a, b);
    return b < -1e29 ? a : a + std::log1p(std::exp(b - a));
}

class Trainer {
public:
    Trainer(const Data& data, const std::vector<Article0>& articles, const Settings& settings, const std::vector<bool>& used, size_t columns)
        : data_(data), articles_(articles), settings_(settings), used_(used) {
        w_.sum.assign(columns * kNameKinds, 0);
        w_.square.assign(columns * kNameKinds, 0);
        w_.weight.assign(columns * kNameKinds, 0);
    }

    void scores(const Row& row, double* out) const {
        std::array<float, kNameKinds> sum = row.offset;
        for (uint32_t c = row.first; c < row.first + row.count; ++c) {
            const float* w = &w_.weight[data_.columns[c] * kNameKinds];
            for (size_t k = 0; k < kNameKinds; ++k) sum[k] += w[k];
        }
        for (size_t k = 0; k < kNameKinds; ++k) out[k] = sum[k];
    }

    template <class Use>
    void train(const Use& use) {
        std::vector<uint32_t> in_place;
        for (uint32_t r = 0; r < data_.regions.size(); ++r)
            if (use(data_.regions[r].article)) in_place.push_back(r);
        std::vector<float> mean(w_.weight.size(), 0);
        for (unsigned number = 0; number < settings_.orders; ++number) {
            for (auto* numbers : {&w_.sum, &w_.square, &w_.weight}) std::fill(numbers->begin(), numbers->end(), 0.0F);
            t_ = 0;
            std::vector<uint32_t> order = in_place;
            std::mt19937 random(7 + number);
            for (int epoch = 0; epoch < settings_.epochs; ++epoch) {
                for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
                for (uint32_t r : order) step(data_.regions[r]);
            }
            for (size_t i = 0; i < w_.weight.size(); ++i) {
                renew(i);
                mean[i] += w_.weight[i] / static_cast<float>(settings_.orders);
            }
        }
        w_.weight = std::move(mean);
    }

    const std::vector<float>& weights() const { return w_.weight; }

private:
    void renew(size_t i) {
        double sum = std::abs(w_.sum[i]) - settings_.l1 * t_;
        w_.weight[i] = sum <= 0 ? 0 : static_cast<float>((w_.sum[i] > 0 ? -1 : 1) * sum / (settings_.l2 * t_ + std::sqrt(1e-3 + w_.square[i]) / settings_.rate));
    }

    void step(const Region& region) {
        size_t n = region.end - region.begin;
        s_.resize(n * kNameKinds);
        grad_.assign(n * kNameKinds, 0);
        for (size_t i = 0; i < n; ++i) scores(data_.rows[region.begin + i], &s_[i * kNameKinds]);
        marginals(region, n, false, 1);
        marginals(region, n, true, -1);
        double weight = articles_[region.article].weight;
        t_ += weight;
        for (size_t i = 0; i < n; ++i) {
            const Row& row = data_.rows[region.begin + i];
            for (size_t k = 0; k < kNameKinds; ++k) {
                double g = grad_[i * kNameKinds + k] * weight;
                if (std::abs(g) < 1e-4) continue;
                for (uint32_t c = row.first; c < row.first + row.count; ++c) {
                    uint32_t column = data_.columns[c];
                    if (!used_[column]) continue;
                    size_t at = column * kNameKinds + k;
                    w_.sum[at] += static_cast<float>(g);
                    w_.square[at] += static_cast<float>(g * g);
                    renew(at);
                }
            }
        }
    }

    void marginals(const Region& region, size_t n, bool only_gold, double sign) {
        constexpr double kNever = -1e30;
        alpha_.assign(n + 1, kNever);
        beta_.assign(n + 1, kNever);
        beta_[n] = 0;
        auto next = [&](size_t i) { return std::min<size_t>(data_.rows[region.begin + i].next - region.begin, n); };
        auto may = [&](size_t i, size_t k) { return !only_gold || (data_.rows[region.begin + i].allowed >> k & 1) != 0; };
        auto may_skip = [&](size_t i) { return !only_gold || data_.rows[region.begin + i].gold == kNameKinds; };
        for (size_t i = n; i-- > 0;) {
            double sum = may_skip(i) ? beta_[i + 1] : kNever;
            for (size_t k = 0; k < kNameKinds; ++k)
                if (may(i, k)) sum = log_add(sum, s_[i * kNameKinds + k] + beta_[next(i)]);
            beta_[i] = sum;
        }
        if (beta_[0] < -1e29) return;
        alpha_[0] = 0;
        for (size_t i = 0; i < n; ++i) {
            if (alpha_[i] < -1e29) continue;
            if (may_skip(i)) alpha_[i + 1] = log_add(alpha_[i + 1], alpha_[i]);
            for (size_t k = 0; k < kNameKinds; ++k)
                if (may(i, k)) {
                    double s = s_[i * kNameKinds + k];
                    double p = std::exp(alpha_[i] + s + beta_[next(i)] - beta_[0]);
                    grad_[i * kNameKinds + k] += sign * p;
                    alpha_[next(i)] = log_add(alpha_[next(i)], alpha_[i] + s);
                }
        }
    }

    const Data& data_;
    const std::vector<Article0>& articles_;
    const Settings& settings_;
    const std::vector<bool>& used_;
    Weighing w_;
    double t_ = 0;
    std::vector<double> s_, grad_, alpha_, beta_;
};

struct Count {
    double right = 0, found = 0, gold = 0;
    double f() const { return right == 0 ? 0 : 200 * right / (found + gold); }
};

/// The chosen kind of each row, in hundredths rounded as the program does.
std::vector<uint8_t> choose_rows(const Data& data, uint32_t article, const Trainer& trainer) {
    auto [first, end] = data.of_article[article];
    std::vector<NameSpan> spans;
    for (uint32_t r = first; r < end; ++r) {
        double s[kNameKinds];
        trainer.scores(data.rows[r], s);
        NameSpan span{{data.rows[r].begin, data.rows[r].end}, {}, kNameKinds};
        for (size_t k = 0; k < kNameKinds; ++k) span.score[k] = static_cast<int32_t>(std::lround(s[k] * 100));
        spans.push_back(span);
    }
    choose_spans(spans);
    std::vector<uint8_t> kinds;
    for (const auto& span : spans) kinds.push_back(span.kind);
    return kinds;
}

void count(const Article0& one, const Data& data, uint32_t article, const std::vector<uint8_t>& kinds, std::array<Count, kNameKinds>& counts) {
    auto [first, end] = data.of_article[article];
    for (uint32_t r = first; r < end; ++r) {
        uint8_t kind = kinds[r - first];
        const Row& row = data.rows[r];
        if (kind < kNameKinds && (one.kinds >> kind & 1) && row.allowed != 7) {
            counts[kind].found += 1;
            counts[kind].right += row.gold == kind;
        }
    }
    for (const auto& gold : one.gold) counts[gold.kind].gold += 1;
}

void print_counts(const std::string& name, const std::array<Count, kNameKinds>& counts) {
    Count all;
    for (const auto& c : counts) {
        all.right += c.right;
        all.found += c.found;
        all.gold += c.gold;
    }
    std::printf("%-26s person %5.1f  place %5.1f  organization %5.1f   all %5.1f  (P %.1f R %.1f)\n", name.c_str(), counts[0].f(), counts[1].f(), counts[2].f(), all.f(),
                100 * all.right / std::max(1.0, all.found), 100 * all.right / std::max(1.0, all.gold));
    std::fflush(stdout);
}

std::vector<Article0> read_gold(const std::string& path) {
    std::vector<Article0> articles;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        rapidjson::Document json;
        json.Parse(line.c_str());
        if (json.HasParseError()) throw Error(path + ": not JSON");
        Article0 one{json["set"].GetString(), json["weight"].GetDouble(), Document("", json["text"].GetString()), json["kinds"].GetUint(), {}, {}, 0};
        for (const auto& g : json["gold"].GetArray()) one.gold.push_back({{g[0].GetUint(), g[1].GetUint()}, static_cast<uint8_t>(g[2].GetUint())});
        for (const auto& g : json["ignored"].GetArray()) one.ignored.push_back({g[0].GetUint(), g[1].GetUint()});
        // The copy in capitals goes with the article that it copies: it stands right behind it.
        if (!articles.empty()) one.fold = articles.back().fold + (one.set == "shouted" ? 0 : 1);
        articles.push_back(std::move(one));
    }
    return articles;
}

class Fit {
public:
    Fit(std::vector<Article0> articles, const std::vector<std::string>& words, const Settings& settings)
        : articles_(std::move(articles)), settings_(settings), evidence_(Evidence::from_text(reader_.lexicon, reader_.rules, "", "", words)) {
        for (uint32_t a = 0; a < articles_.size(); ++a) {
            auto entry = sets_.emplace(articles_[a].set, static_cast<uint32_t>(sets_.size()));
            const uint32_t set = entry.first->second;  // a lambda of clang 14 takes no structured binding
            reader_.read(articles_[a].document, [&](const Article& article) {
                evidence_.prepare(article, Look::First, reader_.found, reader_.workspace);
                add_rows(articles_[a], a, article, evidence_, Look::First, reader_, dictionary_, set, data_);
            });
        }
        used_ = used(dictionary_);
        std::fprintf(stderr, "%zu articles, %zu spans, %zu regions, %zu columns, %zu used, %.1f pieces a span\n", articles_.size(), data_.rows.size(), data_.regions.size(),
                     dictionary_.ids.size(), static_cast<size_t>(std::count(used_.begin(), used_.end(), true)), double(data_.columns.size()) / double(data_.rows.size()));
        std::map<std::string, std::pair<double, double>> missed;
        for (uint32_t a = 0; a < articles_.size(); ++a) {
            missed[articles_[a].set].first += data_.missed[a];
            missed[articles_[a].set].second += double(articles_[a].gold.size());
        }
        for (const auto& [set, m] : missed) std::fprintf(stderr, "  no span for %.1f%% of %s\n", 100 * m.first / std::max(1.0, m.second), set.c_str());
    }

    /// Fits both looks on the articles of `use`; gives what was chosen for all articles, and keeps the weights.
    template <class Use>
    std::vector<std::vector<uint8_t>> run(const Use& use, int folds, bool second, std::map<EvidenceId, std::array<float, kNameKinds>>* out, std::vector<std::vector<uint8_t>>* first_choice = nullptr) {
        Trainer first(data_, articles_, settings_, used_, dictionary_.ids.size());
        first.train(use);
        std::vector<std::vector<uint8_t>> chosen(articles_.size());
        for (uint32_t a = 0; a < articles_.size(); ++a) chosen[a] = choose_rows(data_, a, first);
        if (out) keep(first.weights(), dictionary_, *out);
        if (first_choice) *first_choice = chosen;
        if (!second) return chosen;
        // The first look's scores for articles it was not fitted on.
        std::vector<std::array<float, kNameKinds>> offsets(data_.rows.size());
        auto score = [&](uint32_t a, const Trainer& by) {
            for (uint32_t r = data_.of_article[a].first; r < data_.of_article[a].second; ++r) {
                double s[kNameKinds];
                by.scores(data_.rows[r], s);
                for (size_t k = 0; k < kNameKinds; ++k) offsets[r][k] = static_cast<float>(s[k]);
            }
        };
        for (uint32_t a = 0; a < articles_.size(); ++a)
            if (!use(a)) score(a, first);
        for (int fold = 0; fold < folds; ++fold) {
            Trainer other(data_, articles_, settings_, used_, dictionary_.ids.size());
            other.train([&](uint32_t a) { return use(a) && static_cast<int>(a % static_cast<uint32_t>(folds)) != fold; });
            for (uint32_t a = 0; a < articles_.size(); ++a)
                if (use(a) && static_cast<int>(a % static_cast<uint32_t>(folds)) == fold) {
                    score(a, other);
                    chosen[a] = choose_rows(data_, a, other);
                }
        }
        Data data;
        Dictionary dictionary;
        std::vector<Candidate> known;
        std::vector<uint32_t> decided;  // rows
        for (uint32_t a = 0; a < articles_.size(); ++a) {
            reader_.read(articles_[a].document, [&](const Article& article) {
                evidence_.prepare(article, Look::First, reader_.found, reader_.workspace);
                auto& spans = reader_.workspace.spans();
                for (size_t i = 0; i < spans.size(); ++i) {
                    spans[i].kind = chosen[a][i];
                    for (size_t k = 0; k < kNameKinds; ++k) spans[i].score[k] = static_cast<int32_t>(std::lround(offsets[data_.of_article[a].first + i][k] * 100));
                }
                evidence_.take(reader_.workspace, known);
                find_same_names(article, known, reader_.found);
                find_people_again(article, known, reader_.found);
                find_places_again(article, known, reader_.found);
                find_organizations_again(article, known, reader_.found);
                drop_parts_of_other_names(article, reader_.others, reader_.found);
                evidence_.prepare(article, Look::Second, reader_.found, reader_.workspace);
                add_rows(articles_[a], a, article, evidence_, Look::Second, reader_, dictionary, sets_[articles_[a].set], data);
                // What the finder of teams decides is no weight's to explain.
                auto [begin, end] = data.of_article.back();
                for (const Candidate& team : reader_.found)
                    for (uint32_t r = begin; r < end && team.rule == own_rule(Own::Team); ++r)
                        if (data.rows[r].begin == team.tokens.begin && data.rows[r].end == team.tokens.end) decided.push_back(r);
            });
        }
        for (size_t r = 0; r < data.rows.size(); ++r) data.rows[r].offset = offsets[r];
        for (uint32_t r : decided) data.rows[r].offset[static_cast<size_t>(Kind::Organization)] += static_cast<float>(kDecided) / 100;
        std::vector<bool> used_second = used(dictionary);
        Trainer again(data, articles_, settings_, used_second, dictionary.ids.size());
        again.train(use);
        if (out) keep(again.weights(), dictionary, *out);
        for (uint32_t a = 0; a < articles_.size(); ++a) chosen[a] = choose_rows(data, a, again);
        return chosen;
    }

    template <class Which>
    void report(const std::vector<std::vector<uint8_t>>& chosen, const Which& which, const std::string& note) {
        std::map<std::string, std::array<Count, kNameKinds>> counts;
        for (uint32_t a = 0; a < articles_.size(); ++a)
            if (which(a)) count(articles_[a], data_, a, chosen[a], counts[articles_[a].set]);
        for (const auto& [set, c] : counts) print_counts(note + set, c);
    }

    void leave_out() {
        for (const auto& [set, number] : sets_) {
            if (!settings_.show.empty() && settings_.show != "all" && settings_.show != set) continue;
            auto use = [&, &name = set](uint32_t a) { return articles_[a].set != name; };
            std::vector<std::vector<uint8_t>> first;
            auto chosen = run(use, 2, !settings_.first_alone, nullptr, &first);
            report(first, [&](uint32_t a) { return !use(a); }, "1 ");
            if (!settings_.first_alone) report(chosen, [&](uint32_t a) { return !use(a); }, "2 ");
            if (!settings_.show.empty()) errors(chosen, set);
        }
    }

    /// Scores every article by weights that were fitted on the articles of other folds.
    void cross_validate(unsigned folds) {
        std::vector<std::vector<uint8_t>> first_of_all(articles_.size()), of_all(articles_.size());
        for (unsigned fold = 0; fold < folds; ++fold) {
            auto use = [&](uint32_t a) { return articles_[a].fold % folds != fold; };
            std::vector<std::vector<uint8_t>> first;
            auto chosen = run(use, 2, !settings_.first_alone, nullptr, &first);
            for (uint32_t a = 0; a < articles_.size(); ++a) {
                if (use(a)) continue;
                first_of_all[a] = first[a];
                of_all[a] = chosen[a];
            }
        }
        auto all = [](uint32_t) { return true; };
        report(first_of_all, all, "1 ");
        if (!settings_.first_alone) report(of_all, all, "2 ");
        if (!settings_.show.empty())
            for (const auto& entry : sets_)
                if (settings_.show == "all" || settings_.show == entry.first) errors(of_all, entry.first);
    }

    /// Prints what was chosen and is wrong, and what was missed.
    void errors(const std::vector<std::vector<uint8_t>>& chosen, const std::string& set) {
        for (uint32_t a = 0; a < articles_.size(); ++a) {
            if (articles_[a].set != set) continue;
            const Article0& one = articles_[a];
            reader_.read(one.document, [&](const Article& article) {
                auto show = [&](const char* what, uint8_t kind, ByteSpan bytes, const char* as) {
                    std::string_view text = one.document.text();
                    uint32_t from = bytes.begin > 45 ? bytes.begin - 45 : 0, to = std::min<uint32_t>(bytes.end + 45, static_cast<uint32_t>(text.size()));
                    std::string line = std::string(text.substr(from, bytes.begin - from)) + '[' + std::string(text.substr(bytes.begin, bytes.end - bytes.begin)) + ']' + std::string(text.substr(bytes.end, to - bytes.end));
                    std::replace(line.begin(), line.end(), '\n', ' ');
                    std::printf("%s %s%s  %s\n", what, std::string(kind_name(static_cast<Kind>(kind))).c_str(), as, line.c_str());
                };
                auto [first, end] = data_.of_article[a];
                for (uint32_t r = first; r < end; ++r) {
                    uint8_t kind = chosen[a][r - first];
                    const Row& row = data_.rows[r];
                    ByteSpan bytes = bytes_of(article.tokens, {row.begin, row.end});
                    if (kind < kNameKinds && (one.kinds >> kind & 1) && row.allowed != 7 && row.gold != kind)
                        show("wrong", kind, bytes, row.gold < kNameKinds ? (" is " + std::string(kind_name(static_cast<Kind>(row.gold)))).c_str() : "");
                    if (row.gold < kNameKinds && kind == kNameKinds) show("missed", row.gold, bytes, "");
                }
            });
        }
    }

    const Evidence& evidence() const { return evidence_; }
    const std::vector<Article0>& articles() const { return articles_; }

private:
    std::vector<bool> used(const Dictionary& dictionary) const {
        std::vector<bool> out(dictionary.ids.size());
        for (size_t i = 0; i < out.size(); ++i) out[i] = dictionary.articles[i] >= settings_.least_articles && dictionary.sets[i] >= 2;
        return out;
    }
    void keep(const std::vector<float>& weights, const Dictionary& dictionary, std::map<EvidenceId, std::array<float, kNameKinds>>& out) const {
        for (size_t i = 0; i < dictionary.ids.size(); ++i) {
            auto& row = out[dictionary.ids[i]];
            for (size_t k = 0; k < kNameKinds; ++k) row[k] = weights[i * kNameKinds + k];
        }
    }

    std::vector<Article0> articles_;
    const Settings& settings_;
    Reader reader_;
    Evidence evidence_;
    std::map<std::string, uint32_t> sets_;
    Dictionary dictionary_;
    Data data_;
    std::vector<bool> used_;
};

int run(int argc, char** argv) {
    if (argc < 4) {
        std::fputs("usage: fit_evidence GOLD_JSONL WORDS OUT [leave-out|folds=N] [looks=1] [epochs=N] [l1=X] [l2=X] [rate=X] [orders=N] [least=N] [show=SET]\n", stderr);
        return 2;
    }
    Settings settings;
    for (int i = 4; i < argc; ++i) {
        std::string option = argv[i], value = option.substr(option.find('=') + 1);
        if (option == "leave-out") settings.leave_out = true;
        else if (option.starts_with("folds=")) settings.folds = static_cast<unsigned>(std::stoi(value));
        else if (option == "looks=1") settings.first_alone = true;
        else if (option.starts_with("epochs=")) settings.epochs = std::stoi(value);
        else if (option.starts_with("l1=")) settings.l1 = std::stod(value);
        else if (option.starts_with("l2=")) settings.l2 = std::stod(value);
        else if (option.starts_with("rate=")) settings.rate = std::stod(value);
        else if (option.starts_with("least=")) settings.least_articles = static_cast<uint32_t>(std::stoi(value));
        else if (option.starts_with("orders=")) settings.orders = static_cast<unsigned>(std::stoi(value));
        else if (option.starts_with("show=")) settings.show = value;
        else throw Error("unknown option " + option);
    }
    std::vector<std::string> words;
    std::ifstream in(argv[2]);
    for (std::string word; std::getline(in, word);) words.push_back(word);
    Fit fit(read_gold(argv[1]), words, settings);
    if (settings.folds > 1) {
        fit.cross_validate(settings.folds);
        return 0;
    }
    if (settings.leave_out) {
        fit.leave_out();
        return 0;
    }
    std::map<EvidenceId, std::array<float, kNameKinds>> weights;
    auto chosen = fit.run([](uint32_t) { return true; }, 4, true, &weights);
    fit.report(chosen, [](uint32_t) { return true; }, "fitted ");
    std::vector<std::string> lines;
    for (const auto& [id, row] : weights) {
        std::array<long, kNameKinds> rounded;
        bool any = false;
        for (size_t k = 0; k < kNameKinds; ++k) {
            rounded[k] = std::lround(row[k] * 100);
            any |= rounded[k] != 0;
        }
        if (!any) continue;
        std::string line = fit.evidence().print(id);
        if (fit.evidence().parse(line) != id) throw Error(line + ": is printed but not read");
        for (long weight : rounded) line += '\t' + std::to_string(weight);
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    std::ofstream out(argv[3]);
    out << "# What speaks for a name and against it, in hundredths. Made by tools/fit; see lexicons/README.md.\nevidence\tperson\tplace\torganization\n";
    for (const auto& line : lines) out << line << '\n';
    std::fprintf(stderr, "%zu rows\n", lines.size());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
