#include "place_country.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "place_sense.h"

namespace nutgraf {
namespace {

constexpr int kNamed = 2, kImplied = 1;  // what a country's name or nationality counts, and what any place in it does
constexpr uint32_t kFarthestInText = 100;  // tokens between a place without coordinates and the one whose it takes
constexpr float kNeighborhoodKilometers = 150;
constexpr int kNeighborhoodShare = 3, kNeighborhoodOf = 1;  // a third of the article's places lie in it
constexpr uint32_t kLongestAside = 10;   // words between a place and the one that an explanation behind it names

class CountryFinder {
public:
    /// What a thread keeps from article to article.
    struct Scratch {
        /// A place or nationality whose country is known.
        struct Known {
            TokenSpan tokens;
            uint16_t country;
            EntryId row;
            bool is_place;
            bool has_point = false;  // of a town or what is no larger; filled in by find_points()
            float latitude = 0, longitude = 0;
        };
        struct Count {
            uint16_t country;
            EntryId row;
            int count;
        };
        std::vector<Known> known;
        std::vector<Count> counts;
        std::vector<Mention*> told;  // places without a row, the best told first
    };

    CountryFinder(const Article& article, std::vector<Mention>& mentions, Scratch& scratch) : article_(article), lexicon_(article.lexicon), mentions_(mentions), scratch_(scratch) {
        direction_ = lexicon_.find_label("direction");
        constexpr std::array<std::string_view, 5> kLists = {"natural-feature", "natural-feature-weak", "landmark", "airport", "admin2"};
        std::transform(kLists.begin(), kLists.end(), without_points_.begin(), [&](std::string_view list) { return lexicon_.find_label(list); });
    }

    void run() {
        auto unknown = [](const Mention& mention) { return mention.kind == Kind::Place && mention.value.entry == kNoEntry && mention.subkind != Subkind::Country; };
        auto pointless = [&](const Mention& mention) { return mention.kind == Kind::Place && mention.value.entry != kNoEntry && mention.subkind != Subkind::Country && mention.subkind != Subkind::Region && may_lack_point(mention.value.entry) && !point_of(mention.value.entry) && !is_sea(mention.tokens); };
        if (std::none_of(mentions_.begin(), mentions_.end(), [&](const Mention& mention) { return unknown(mention) || pointless(mention); })) return;
        collect();
        find_points();
        for (Mention& mention : mentions_)
            if (pointless(mention)) take_point(mention, lexicon_.country(mention.value.entry));
        if (std::none_of(mentions_.begin(), mentions_.end(), unknown)) return;
        const Scratch::Count* foremost = find_foremost();
        for (Mention& mention : mentions_) {
            if (!unknown(mention) || is_sea(mention.tokens)) continue;
            auto part_of = find_whole(mention.tokens);
            if (part_of.row == kNoEntry) part_of = find_namesake_town(mention.tokens, foremost);
            if (auto [beside, around] = part_of.row != kNoEntry ? part_of : find_beside(mention.tokens); beside != kNoEntry) {
                mention.value.within = beside;
                mention.value.country_from = around && is_town(beside) ? CountryFrom::Town : CountryFrom::Beside;
            } else if (foremost != nullptr && mention.subkind != Subkind::Other) {
                mention.value.within = foremost->row;
                mention.value.country_from = scratch_.counts.size() == 1 ? CountryFrom::Only : CountryFrom::Foremost;
            }
            if (mention.value.within == kNoEntry || mention.value.country_from != CountryFrom::Town) take_point(mention, mention.value.within == kNoEntry ? uint16_t{0} : lexicon_.country(mention.value.within));
        }
        agree();
    }

private:
    /// All mentions of a name have what the best of them was told.
    void agree() {
        auto rank = [](const Mention* mention) { return mention->value.within == kNoEntry ? 0xFF : static_cast<int>(mention->value.country_from); };
        auto same_words = [&](TokenSpan a, TokenSpan b) {
            auto word_is = [](const Token& x, const Token& y) { return x.word == y.word; };
            const auto& tokens = article_.tokens;
            return std::equal(tokens.begin() + a.begin, tokens.begin() + a.end, tokens.begin() + b.begin, tokens.begin() + b.end, word_is);
        };
        scratch_.told.clear();
        for (Mention& mention : mentions_)
            if (mention.kind == Kind::Place && mention.value.entry == kNoEntry && mention.subkind != Subkind::Country) scratch_.told.push_back(&mention);
        std::stable_sort(scratch_.told.begin(), scratch_.told.end(), [&](const Mention* a, const Mention* b) { return rank(a) < rank(b); });
        for (size_t i = 1; i < scratch_.told.size(); ++i) {
            Mention& mention = *scratch_.told[i];
            auto best = std::find_if(scratch_.told.begin(), scratch_.told.begin() + static_cast<std::ptrdiff_t>(i), [&](const Mention* other) { return same_words(other->tokens, mention.tokens); });
            if (*best == &mention) continue;
            mention.value.within = (*best)->value.within;
            mention.value.country_from = (*best)->value.country_from;
        }
    }

    struct Point {
        float latitude, longitude;
    };
    /// Is it of a list of which not all rows have coordinates?
    bool may_lack_point(EntryId row) const { return std::find(without_points_.begin(), without_points_.end(), lexicon_.label(row)) != without_points_.end(); }
    std::optional<Point> point_of(EntryId row) const {
        std::optional<float> latitude, longitude;
        lexicon_.for_each_field(row, [&](std::string_view column, std::string_view field) {
            if (column != "lat" && column != "lon") return;
            float degrees = 0;
            if (std::from_chars(field.data(), field.data() + field.size(), degrees).ec == std::errc()) (column == "lat" ? latitude : longitude) = degrees;
        });
        return latitude && longitude ? std::optional(Point{*latitude, *longitude}) : std::nullopt;
    }

    /// Where the known places are that are no larger than a town.
    void find_points() {
        for (auto& one : scratch_.known) {
            std::string_view label = lexicon_.label_name(lexicon_.label(one.row));
            if (!one.is_place || label == "country" || label == "us-state" || label == "us-state-abbreviation" || label == "region" || label == "admin1" || label == "country-code") continue;
            if (auto point = point_of(one.row)) {
                one.has_point = true;
                one.latitude = point->latitude;
                one.longitude = point->longitude;
            }
        }
    }
    static bool are_near(const Scratch::Known& a, const Scratch::Known& b) {
        constexpr float kDegrees = kNeighborhoodKilometers / 111.2F, kRadians = 0.0174533F;
        float north = a.latitude - b.latitude, east = (a.longitude - b.longitude) * std::cos(a.latitude * kRadians);
        return north * north + east * east <= kDegrees * kDegrees;
    }

    /// "Floods hit Ibra and Grzmudhaibi": a place without coordinates takes those of the place nearest to it in the text, where the
    /// two are listed together, or where many places of the article lie round about that one. `country` is what is known of it, or 0.
    void take_point(Mention& mention, uint16_t country) const {
        const Scratch::Known* nearest = nullptr;
        uint32_t least = kFarthestInText + 1;
        for (const auto& one : scratch_.known) {
            if (!one.has_point || (country != 0 && one.country != country)) continue;
            uint32_t far = one.tokens.begin >= mention.tokens.end ? one.tokens.begin - mention.tokens.end : mention.tokens.begin >= one.tokens.end ? mention.tokens.begin - one.tokens.end : least;
            if (far >= least) continue;
            least = far;
            nearest = &one;
        }
        // "Trois-Rivières, Que., and Dalhousie, N.B.": a state behind it says that it lies elsewhere.
        bool told = mention.value.within != kNoEntry && mention.value.country_from == CountryFrom::Beside && !is_town(mention.value.within);
        if (nearest == nullptr || !((!told && are_listed(*nearest, mention.tokens)) || is_neighborhood(*nearest))) return;
        mention.value.within = nearest->row;
        mention.value.country_from = CountryFrom::Near;
    }
    /// Does nothing but commas, "and" and names stand between the two?
    bool are_listed(const Scratch::Known& one, TokenSpan name) const {
        static const WordId kAnd = hash_folded("and"), kOr = hash_folded("or");
        TokenSpan between = one.tokens.begin >= name.end ? TokenSpan{name.end, one.tokens.begin} : TokenSpan{one.tokens.end, name.begin};
        bool joined = false;
        for (uint32_t i = between.begin; i < between.end; ++i) {
            const Token& token = article_.tokens[i];
            bool joins = token.shape == Shape::Comma || token.word == kAnd || token.word == kOr;
            if (token.starts_sentence || !(joins || is_capitalised(token))) return false;
            joined |= joins;
        }
        return joined && !article_.tokens[between.end].starts_sentence;
    }
    /// Does a third of the places of the article lie round about this one?
    bool is_neighborhood(const Scratch::Known& here) const {
        int all = 0, near = 0;
        for (size_t k = 0; k < scratch_.known.size(); ++k) {
            const auto& one = scratch_.known[k];
            auto same_row = [&](const auto& other) { return other.row == one.row; };
            bool first = std::none_of(scratch_.known.begin(), scratch_.known.begin() + static_cast<std::ptrdiff_t>(k), same_row);
            if (!one.has_point || !first || one.row == here.row) continue;
            ++all;
            near += are_near(here, one) ? 1 : 0;
        }
        return near >= 2 && kNeighborhoodShare * near >= kNeighborhoodOf * all;
    }

    void collect() {
        scratch_.known.clear();
        scratch_.counts.clear();
        for (const Mention& mention : mentions_) {
            EntryId row = kNoEntry;
            if (mention.kind == Kind::Place) row = mention.value.entry;
            if (mention.kind == Kind::Group) row = find_nationality(article_, mention.tokens);
            uint16_t country = row == kNoEntry ? uint16_t{0} : lexicon_.country(row);
            if (country == 0) continue;
            scratch_.known.push_back({mention.tokens, country, row, mention.kind == Kind::Place});
            bool named = mention.kind == Kind::Group || mention.subkind == Subkind::Country;
            auto count = std::find_if(scratch_.counts.begin(), scratch_.counts.end(), [&](const auto& one) { return one.country == country; });
            if (count == scratch_.counts.end()) count = scratch_.counts.insert(count, {country, row, 0});
            count->count += named ? kNamed : kImplied;
        }
    }

    /// The one country of the article, or the one of which nearly all is; nullptr when there is none.
    const Scratch::Count* find_foremost() const {
        if (scratch_.counts.empty()) return nullptr;
        auto most = std::max_element(scratch_.counts.begin(), scratch_.counts.end(), [](const auto& a, const auto& b) { return a.count < b.count; });
        int all = 0;
        for (const auto& one : scratch_.counts) all += one.count;
        // One city named once is not what an article is about.
        int second = 0;
        for (const auto& one : scratch_.counts)
            if (&one != &*most) second = std::max(second, one.count);
        constexpr int kEnough = 4, kTimesTheSecond = 3;
        bool enough = (scratch_.counts.size() == 1 && most->count >= kNamed) || (most->count >= kEnough && most->count >= kTimesTheSecond * second && 2 * most->count >= all);
        return enough ? &*most : nullptr;
    }

    /// "Tasman Sea", "Sea of Okhotsk", "South Pacific".
    bool is_sea(TokenSpan name) const {
        static const std::array<WordId, 9> kSeas = {hash_folded("sea"), hash_folded("ocean"), hash_folded("gulf"), hash_folded("strait"), hash_folded("channel"),
                                                    hash_folded("pacific"), hash_folded("atlantic"), hash_folded("trench"), hash_folded("straits")};
        return std::any_of(article_.tokens.begin() + name.begin, article_.tokens.begin() + name.end, [&](const Token& token) { return std::find(kSeas.begin(), kSeas.end(), token.word) != kSeas.end(); });
    }

    bool is_direction(uint32_t token) const { return direction_ != kNoLabel && lexicon_.carries(article_.hits, token, direction_); }

    bool is_town(EntryId row) const {
        std::string_view label = lexicon_.label_name(lexicon_.label(row));
        return label == "city" || label == "small-city" || label == "town" || label == "city-weak" || label == "town-weak";
    }

    struct Beside {
        EntryId row = kNoEntry;
        bool around = false;  // the place lies in it, not near it
    };
    /// "Southern Afghanistan" is in Afghanistan, "Central London" in London: the row of the name behind its directions, as the
    /// article has it elsewhere or as a country.
    Beside find_whole(TokenSpan name) const {
        uint32_t begin = name.begin;
        while (begin < name.end && is_direction(begin)) ++begin;
        if (begin == name.begin || begin == name.end) return {};
        auto same = [&](const Scratch::Known& one) {
            auto word_is = [](const Token& a, const Token& b) { return a.word == b.word; };
            return one.is_place && std::equal(article_.tokens.begin() + begin, article_.tokens.begin() + name.end, article_.tokens.begin() + one.tokens.begin, article_.tokens.begin() + one.tokens.end, word_is);
        };
        if (auto known = std::find_if(scratch_.known.begin(), scratch_.known.end(), same); known != scratch_.known.end()) return {known->row, true};
        for (const char* list : {"country", "city"}) {
            EntryId row = lexicon_.find_entry(article_.tokens, {begin, name.end}, lexicon_.find_label(list));
            if (row != kNoEntry && lexicon_.country(row) != 0) return {row, true};
        }
        return {};
    }

    /// "Crewe station", "Boston City Hall", "Nagoya Castle": what stands in a town that it is called by. The town is one that the
    /// article names, or one of its foremost country.
    Beside find_namesake_town(TokenSpan name, const Scratch::Count* foremost) const {
        static const std::array<WordId, 44> kHeads = {
            hash_folded("station"), hash_folded("airport"), hash_folded("harbour"), hash_folded("harbor"), hash_folded("port"), hash_folded("hall"), hash_folded("hospital"), hash_folded("infirmary"),
            hash_folded("jail"), hash_folded("prison"), hash_folded("stadium"), hash_folded("zoo"), hash_folded("cathedral"), hash_folded("museum"), hash_folded("castle"), hash_folded("racecourse"),
            hash_folded("racetrack"), hash_folded("speedway"), hash_folded("docks"), hash_folded("market"), hash_folded("courthouse"), hash_folded("refinery"), hash_folded("course"), hash_folded("park"),
            hash_folded("club"), hash_folded("arena"), hash_folded("library"), hash_folded("theatre"), hash_folded("theater"), hash_folded("cemetery"), hash_folded("barracks"), hash_folded("beach"),
            hash_folded("pier"), hash_folded("university"), hash_folded("college"), hash_folded("school"), hash_folded("clinic"), hash_folded("abbey"), hash_folded("minster"), hash_folded("marina"),
            hash_folded("showground"), hash_folded("fairground"), hash_folded("fairgrounds"), hash_folded("bypass")};
        if (name.end < name.begin + 2 || std::find(kHeads.begin(), kHeads.end(), article_.tokens[name.end - 1].word) == kHeads.end()) return {};
        for (uint32_t end = name.end - 1; end > name.begin; --end) {
            auto same = [&](const Scratch::Known& one) {
                auto word_is = [](const Token& a, const Token& b) { return a.word == b.word; };
                return one.is_place && is_town(one.row) && std::equal(article_.tokens.begin() + name.begin, article_.tokens.begin() + end, article_.tokens.begin() + one.tokens.begin, article_.tokens.begin() + one.tokens.end, word_is);
            };
            if (auto known = std::find_if(scratch_.known.begin(), scratch_.known.end(), same); known != scratch_.known.end()) return {known->row, true};
            for (const char* list : {"city", "small-city", "town"}) {
                EntryId row = lexicon_.find_entry(article_.tokens, {name.begin, end}, lexicon_.find_label(list));
                if (row == kNoEntry) continue;
                uint16_t country = lexicon_.country(row);
                // "Mombasa Golf Course" where Kenya is one of the countries that an article of sport speaks of.
                bool spoken_of = std::any_of(scratch_.counts.begin(), scratch_.counts.end(), [&](const auto& one) { return one.country == country && one.count >= kNamed; });
                if (foremost != nullptr ? country == foremost->country : spoken_of) return {row, true};
            }
        }
        return {};
    }

    /// The row beside a place that tells its country.
    Beside find_beside(TokenSpan name) const {
        static const WordId kNear = hash_folded("near"), kOutside = hash_folded("outside"), kThe = hash_folded("the");
        auto next = std::find_if(scratch_.known.begin(), scratch_.known.end(), [&](const auto& one) { return one.tokens.begin >= name.end; });
        if (next != scratch_.known.end() && tells_behind(name.end, *next)) {
            uint32_t last = next->tokens.begin - 1;
            while (last > name.end && (is_direction(last) || article_.tokens[last].word == kThe)) --last;
            bool explained = article_.tokens[name.end].shape == Shape::Comma && next->tokens.begin > name.end + 1;  // ", a town in"
            if (explained && is_town(next->row)) explained = !names_part({name.end, next->tokens.begin});  // ", a crowded quarter of Lusaka"
            return {next->row, !explained && article_.tokens[last].word != kNear && article_.tokens[last].word != kOutside};
        }
        // "the Cacuaco district of Luanda", "of Angola's capital city Luanda"
        if (uint32_t noun = name.end; noun < article_.tokens.size() && names_part({noun, noun + 1}) && !article_.tokens[noun].starts_sentence)
            for (auto town = next; town != scratch_.known.end() && town->tokens.begin <= noun + kLongestAside && !starts_between(noun, town->tokens.begin); ++town)
                if (is_town(town->row) && in_between({noun + 1, town->tokens.begin})) return {town->row, true};
        // "the Nairobi slum of Kibera"
        if (next != scratch_.known.begin() && is_town((next - 1)->row) && (next - 1)->tokens.end + 2 == name.begin && names_part({(next - 1)->tokens.end, name.begin}) && !starts_between((next - 1)->tokens.end, name.begin)) return {(next - 1)->row, true};
        if (next != scratch_.known.begin() && tells_before(*(next - 1), name.begin)) return {(next - 1)->row, true};
        return {};
    }
    bool starts_between(uint32_t from, uint32_t to) const {
        return std::any_of(article_.tokens.begin() + from, article_.tokens.begin() + to + 1, [](const Token& token) { return token.starts_sentence; });
    }
    /// Is one of the words a noun for a part of a town: "suburb", "quarter"?
    bool names_part(TokenSpan words) const {
        static const std::array<WordId, 16> kParts = {hash_folded("suburb"), hash_folded("district"), hash_folded("quarter"), hash_folded("neighborhood"), hash_folded("neighbourhood"), hash_folded("slum"), hash_folded("township"), hash_folded("section"),
                                                      hash_folded("ward"), hash_folded("borough"), hash_folded("estate"), hash_folded("area"), hash_folded("square"), hash_folded("shantytown"), hash_folded("favela"), hash_folded("suburbs")};
        return std::any_of(article_.tokens.begin() + words.begin, article_.tokens.begin() + words.end, [&](const Token& token) { return std::find(kParts.begin(), kParts.end(), token.word) != kParts.end(); });
    }
    /// Do only "of", "in", "the capital", "'s" and other names stand between?
    bool in_between(TokenSpan words) const {
        static const std::array<WordId, 8> kWords = {hash_folded("of"), hash_folded("in"), hash_folded("the"), hash_folded("capital"), hash_folded("city"), hash_folded("western"), hash_folded("eastern"), hash_folded("central")};
        return words.begin < words.end && std::all_of(article_.tokens.begin() + words.begin, article_.tokens.begin() + words.end, [&](const Token& token) {
                   return token.shape == Shape::Possessive || is_capitalised(token) || std::find(kWords.begin(), kWords.end(), token.word) != kWords.end();
               });
    }

    /// ", Indonesia", " in northern Mali", ", a town of 300 people near Lima": between `at` and the known one.
    bool tells_behind(uint32_t at, const Scratch::Known& known) const {
        static const std::array<WordId, 4> kWhere = {hash_folded("in"), hash_folded("near"), hash_folded("of"), hash_folded("outside")};
        static const WordId kThe = hash_folded("the");
        const auto& tokens = article_.tokens;
        uint32_t end = known.tokens.begin;
        if (!known.is_place || at >= end || end - at > kLongestAside || tokens[at].starts_sentence) return false;
        if (tokens[at].shape == Shape::Comma && end == at + 1) return true;
        while (end > at && is_direction(end - 1)) --end;
        if (end > at && tokens[end - 1].word == kThe) --end;  // "in the Philippines"
        bool where = end > at && std::find(kWhere.begin(), kWhere.end(), tokens[end - 1].word) != kWhere.end();
        if (!where || tokens[end - 1].starts_sentence) return false;
        if (end == at + 1) return tokens[at].word != kWhere[2];
        // An explanation: "a town of 300 people near".
        if (tokens[at].shape != Shape::Comma) return false;
        return std::all_of(tokens.begin() + at + 1, tokens.begin() + end, [](const Token& token) { return !token.starts_sentence && (token.shape == Shape::Lower || token.shape == Shape::Day || token.shape == Shape::Integer || token.shape == Shape::Hyphen); });
    }

    /// "Mali's ", "the Indonesian village of ": between the known one and `begin`.
    bool tells_before(const Scratch::Known& known, uint32_t begin) const {
        static const WordId kOf = hash_folded("of");
        const auto& tokens = article_.tokens;
        uint32_t at = known.tokens.end;
        if (begin <= at || tokens[begin].starts_sentence) return begin == at && !known.is_place && !tokens[begin].starts_sentence;
        if (known.is_place) return begin == at + 1 && tokens[at].shape == Shape::Possessive;
        constexpr uint32_t kMostNouns = 3;
        bool nouns = begin - at <= kMostNouns + 1 && std::all_of(tokens.begin() + at, tokens.begin() + begin, [](const Token& token) { return token.shape == Shape::Lower && !token.starts_sentence; });
        return nouns && (tokens[begin - 1].word == kOf || begin == at + 1);
    }

    const Article& article_;
    const Lexicon& lexicon_;
    std::vector<Mention>& mentions_;
    Scratch& scratch_;
    LabelId direction_ = kNoLabel;
    std::array<LabelId, 5> without_points_{};
};

}  // namespace

void find_place_countries(const Article& article, std::vector<Mention>& mentions) {
    thread_local CountryFinder::Scratch scratch;
    CountryFinder(article, mentions, scratch).run();
}

}  // namespace nutgraf
