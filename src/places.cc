#include "places.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "place_country.h"
#include "place_sense.h"

namespace nutgraf {
namespace {

/// Towns that stand alone on a line: as the headings of a digest ("WADSWORTH", then its reports) and under a letter
/// ("Dinesh V. Gaitonde,", then "Thane"). Of headings there are two at least, or it may be the article's own.
void find_headings(const Article& article, std::vector<Candidate>& found) {
    const auto& tokens = article.tokens;
    const Lexicon& lexicon = article.lexicon;
    const std::array<LabelId, 4> towns = {lexicon.find_label("city"), lexicon.find_label("small-city"), lexicon.find_label("town"), lexicon.find_label("admin2")};
    // The line ends before a token.
    auto breaks = [&](uint32_t i) {
        if (i == 0 || i == tokens.size()) return true;
        if (tokens[i].glued) return false;
        std::string_view between = article.document.text({tokens[i - 1].bytes.end, tokens[i].bytes.begin});
        return between.size() == 1 ? between[0] == '\n' : between.find('\n') != std::string_view::npos;
    };
    thread_local std::vector<Candidate> headings;
    headings.clear();
    auto is_town = [&](TokenSpan name) {
        return std::any_of(towns.begin(), towns.end(), [&](LabelId label) { return label != kNoLabel && lexicon.find_entry(tokens, name, label) != kNoEntry; });
    };
    size_t reach = 0;
    for (uint32_t i : article.capitals) {
        if (i < reach || !breaks(i)) continue;
        constexpr uint32_t kLongest = 4;
        uint32_t end = i + 1;
        while (end < tokens.size() && end < i + kLongest && is_capitalised(tokens[end]) && !breaks(end)) ++end;
        reach = end;
        if (!breaks(end) || !is_town({i, end})) continue;
        Candidate town{{i, end}, Kind::Place, Subkind::City, Sureness::Sure, own_rule(Own::Heading)};
        bool signature = i > 0 && tokens[i - 1].shape == Shape::Comma;
        if (signature) found.push_back(town);
        else if (i > 0 && (tokens[i].shape == Shape::Upper || tokens[i].all_caps)) headings.push_back(town);
    }
    if (headings.size() >= 2) found.insert(found.end(), headings.begin(), headings.end());
}

/// What a noun in lower case says of the place before it ("the Wujek mine", "Storkyrkan, the medieval cathedral,") or behind
/// it ("the rivers Nyando and Sondu").
struct NounOfPlace {
    std::string_view words;  // with blanks between them
    Subkind subkind;
};
constexpr NounOfPlace kNounsOfPlaces[] = {
    {"mine mines hospital infirmary clinic sanatorium field oilfield gasfield farm yard shipyard terminal station refinery smelter pipeline prison jail hotel resort restaurant bridge museum gallery tower arena "
     "stadium ground racecourse racetrack dam canal barrage weir plant factory works mill mills brewery distillery centre center airport airfield airstrip airbase base barracks market school college theatre "
     "theater cinema church cathedral mosque temple synagogue monastery abbey convent shrine cemetery road highway motorway expressway street avenue boulevard line railway tunnel port harbour harbor dock docks reactor "
     "quarry colliery pit club pub bar nightclub cafe bakery shop store warehouse depot stop house palace castle fort fortress residence villa mansion estate hall laboratory observatory lighthouse post building "
     "garage ranch plantation winery pool zoo mall complex landfill dump",
     Subkind::Facility},
    {"river rivers stream streams creek lake lakes lagoon reservoir valley valleys mountain mountains hill hills peak volcano glacier ridge plateau peninsula island islands islet isle isles archipelago atoll reef strait bay gulf "
     "fjord cape desert forest jungle swamp marsh moor heath beach waterfall falls gorge canyon cave basin delta estuary headland slopes banks moon park reserve",
     Subkind::Natural},
    {"suburb suburbs neighbourhood neighbourhoods neighborhood neighborhoods quarter quarters slum shantytown favela ward barrio camp", Subkind::Other},
    {"village villages town towns townlet city cities hamlet hamlets settlement settlements municipality", Subkind::City},
    {"district districts constituency county counties province region state electorate parish seat division upazila tehsil taluk taluka mandal regency governorate department prefecture oblast raion canton "
     "voivodeship emirate boundary",
     Subkind::Region},
};

/// What a word that ends or begins a name says of it, where the lists of heads do not.
constexpr std::string_view kHeadsOfFacilities =
    "hospital infirmary clinic mine mines colliery pit studio studios market pool oval bar lounge arms inn tavern school academy college connector line metro hotel restaurant cafe sanatorium light lighthouse works mill mills "
    "brewery dome centre center general memorial";
constexpr std::string_view kFirstsOfFacilities =
    "rue ruelle quai avenue avenida calle calzada rua via viale piazza plaza praca vulytsia ulitsa ulica triq bothar jalan lorong akti odos camino carrera paseo boulevard parque museu museo musee iglesia igreja mercado estadio "
    "campo casa palacio palazzo cafe hotel teatro torre puente pont schloss hopital clinica estacion gare";
constexpr std::string_view kEndsOfStreets[] = {"strasse", "straße", "gasse", "allee", "platz", "gatan", "vägen", "vej", "torv", "torget", "torg", "straat", "laan", "gracht", "plein", "prospekt", "dome", "plex"};
constexpr std::string_view kEndsOfStreetsAfterOn = "gade";

using NounTable = std::unordered_map<WordId, Subkind>;

void add_words(NounTable& table, std::string_view words, Subkind subkind) {
    for (size_t at = 0; at < words.size();) {
        size_t end = std::min(words.find(' ', at), words.size());
        table.emplace(hash_folded(words.substr(at, end - at)), subkind);
        at = end + 1;
    }
}

/// What kind of place a name is that no list knows, by its words and what stands around it. The surer, the higher.
class KindGuesser {
public:
    explicit KindGuesser(const Article& article) : article_(article), tokens_(article.tokens) {}

    struct Guess {
        Subkind subkind;
        int strength;
    };

    Guess guess(const std::vector<Mention>& mentions, size_t m) const {
        TokenSpan name = mentions[m].tokens;
        if (Subkind own = of_name(name); own != Subkind::None) return {own, 5};
        if (Subkind said = beside(name); said != Subkind::None) return {said, 4};
        if (Subkind own = of_direction(name); own != Subkind::None) return {own, 4};
        if (m + 1 < mentions.size() && lies_in_town(name, mentions[m + 1])) return {Subkind::Other, 3};
        return by_article_and_preposition(name);
    }

    /// "Wadsworth-Rittman Hospital", "Quai de Montebello", "Sveavägen".
    Subkind of_name(TokenSpan name) const {
        static const NounTable kHeads = [] { NounTable table; add_words(table, kHeadsOfFacilities, Subkind::Facility); return table; }();
        static const NounTable kFirsts = [] { NounTable table; add_words(table, kFirstsOfFacilities, Subkind::Facility); return table; }();
        bool several = name.end > name.begin + 1;
        if (several && (find(kHeads, tokens_[name.end - 1].word) != Subkind::None || find(kFirsts, tokens_[name.begin].word) != Subkind::None)) return Subkind::Facility;
        std::string_view last = article_.text(name.end - 1);
        auto ends = [&](std::string_view end) { return last.size() > end.size() + 2 && last.ends_with(end); };
        if (std::any_of(std::begin(kEndsOfStreets), std::end(kEndsOfStreets), ends)) return Subkind::Facility;
        bool on = name.begin > 0 && is_word(name.begin - 1, on_());
        return on && ends(kEndsOfStreetsAfterOn) ? Subkind::Facility : Subkind::None;
    }

private:
    static Subkind find(const NounTable& table, WordId word) {
        auto known = table.find(word);
        return known == table.end() ? Subkind::None : known->second;
    }
    static const NounTable& nouns() {
        static const NounTable kNouns = [] {
            NounTable table;
            for (const auto& row : kNounsOfPlaces) add_words(table, row.words, row.subkind);
            return table;
        }();
        return kNouns;
    }
    /// Who sits for the place before them in a parliament.
    static const NounTable& members() {
        static const NounTable kMembers = [] {
            NounTable table;
            add_words(table, "mp mps mla mlas mpa mna", Subkind::Region);
            return table;
        }();
        return kMembers;
    }
    bool is_lower(uint32_t token) const { return token < tokens_.size() && tokens_[token].shape == Shape::Lower && !tokens_[token].starts_sentence; }
    bool is_word(uint32_t token, WordId word) const { return token < tokens_.size() && tokens_[token].word == word; }

    /// "Dublin South-West" and "Dudley North" are constituencies, "East Kent" and "Radnorshire" regions, "East Atlanta" is a quarter.
    Subkind of_direction(TokenSpan name) const {
        static const NounTable kDirections = [] {
            NounTable table;
            add_words(table, "north south east west northeast northwest southeast southwest mid upper lower central", Subkind::Region);
            return table;
        }();
        auto is_direction = [](const Token& token) { return token.shape == Shape::Hyphen || kDirections.contains(token.word); };
        if (std::all_of(tokens_.begin() + name.begin, tokens_.begin() + name.end, is_direction)) return Subkind::Region;
        if (article_.text(name.end - 1).ends_with("shire") && article_.text(name.end - 1).size() > 8) return Subkind::Region;
        if (is_direction(tokens_[name.end - 1])) return Subkind::Region;
        if (name.end == name.begin + 1 || !is_direction(tokens_[name.begin])) return Subkind::None;
        bool of_city = article_.lexicon.find_entry(article_.tokens, {name.begin + 1, name.end}, article_.lexicon.find_label("city")) != kNoEntry;
        return of_city ? Subkind::Other : Subkind::Region;
    }

    /// "Wujek mine", "Storkyrkan, the medieval cathedral", "the rivers Nyando", "the island of Agutaya".
    Subkind beside(TokenSpan name) const {
        static const WordId kThe = hash_folded("the"), kA = hash_folded("a"), kAn = hash_folded("an"), kHis = hash_folded("his"), kHer = hash_folded("her"), kOf = hash_folded("of");
        uint32_t end = name.end;
        if (is_lower(end))
            if (Subkind said = find(nouns(), tokens_[end].word); said != Subkind::None) return said;
        if (end < tokens_.size() && !tokens_[end].starts_sentence && find(members(), tokens_[end].word) != Subkind::None) return Subkind::Region;  // "Kira MP"
        if (name.begin > 0 && is_lower(name.begin - 1)) {
            uint32_t noun = name.begin - 1;
            if (is_word(noun, kOf) && noun > 0) --noun;
            // "The mines of the Lubin", "a seat of power": nouns of parts and plurals that come before a name by chance are not asked.
            if (Subkind said = is_lower(noun) || tokens_[noun].starts_sentence ? find(nouns(), tokens_[noun].word) : Subkind::None; said == Subkind::Natural || said == Subkind::City || said == Subkind::Other) return said;
        }
        if (end + 1 >= tokens_.size() || tokens_[end].starts_sentence) return Subkind::None;
        if (Subkind said = noun_behind_enumeration(article_, end); said != Subkind::None) return said;
        if (tokens_[end].shape != Shape::Comma) return Subkind::None;
        const WordId article = tokens_[end + 1].word;
        if (article != kThe && article != kA && article != kAn && article != kHis && article != kHer) return Subkind::None;
        Subkind said = Subkind::None;
        constexpr uint32_t kLongest = 6;
        for (uint32_t i = end + 2; i < std::min<uint32_t>(end + 2 + kLongest, static_cast<uint32_t>(tokens_.size())) && is_lower(i); ++i) {
            if (is_small(tokens_[i].word)) break;
            if (Subkind found = find(nouns(), tokens_[i].word); found != Subkind::None) said = found;
        }
        return said;
    }
    /// A word behind which an explanation's noun is over: "a village of 300 people", "the hotel that he bought".
    static bool is_small(WordId word) {
        static const NounTable kSmall = [] { NounTable table; add_words(table, "of in with that which where near on at from for to who and by across off above below under between outside", Subkind::Other); return table; }();
        return kSmall.contains(word);
    }

    /// "Bodija, Ibadan; and Tanke, Ilorin": a part of the large town behind it, of which only one is named.
    bool lies_in_town(TokenSpan name, const Mention& next) const {
        if (next.kind != Kind::Place || next.subkind != Subkind::City || next.value.entry == kNoEntry || next.tokens.begin != name.end + 1 || tokens_[name.end].shape != Shape::Comma) return false;
        uint32_t behind = next.tokens.end;
        static const WordId kAnd = hash_folded("and");
        bool goes_on = behind + 1 < tokens_.size() && !tokens_[behind].starts_sentence && ((tokens_[behind].shape == Shape::Comma && is_capitalised(tokens_[behind + 1])) || tokens_[behind].word == kAnd);
        bool list_before = name.begin > 0 && (tokens_[name.begin - 1].shape == Shape::Comma || tokens_[name.begin - 1].word == kAnd);
        return !goes_on && !list_before && article_.lexicon.label(next.value.entry) == article_.lexicon.find_label("city");
    }

    static WordId on_() {
        static const WordId kOn = hash_folded("on");
        return kOn;
    }

    /// "On the Potaro" and "along the Kinabatangan" are rivers, "at the Bessborough" is a house; "on Tresco" is an island. All
    /// else is a town or village.
    Guess by_article_and_preposition(TokenSpan name) const {
        static const WordId kThe = hash_folded("the"), kIn = hash_folded("in");
        static const NounTable kWater = [] { NounTable table; add_words(table, "on into along across up down over beside upstream downstream banks through off", Subkind::Natural); return table; }();
        static const NounTable kHouses = [] { NounTable table; add_words(table, "at outside to from inside near behind opposite visited", Subkind::Facility); return table; }();
        bool one_word = name.end == name.begin + 1;
        if (name.begin == 0 || tokens_[name.begin].starts_sentence) return {Subkind::City, 0};
        uint32_t before = name.begin - 1;
        if (tokens_[before].word == kThe) {
            const Token& last = tokens_[name.end - 1];
            if (last.shape == Shape::Upper || last.shape == Shape::Mixed || last.shape == Shape::Alphanumeric) return {Subkind::Facility, 2};
            bool plural = one_word && article_.text(name.begin).ends_with('s') && !article_.text(name.begin).ends_with("ss");
            if (before == 0 || tokens_[before].starts_sentence) return {one_word ? plural ? Subkind::Region : Subkind::Natural : Subkind::Facility, 1};
            WordId preposition = tokens_[before - 1].word;
            if (kWater.contains(preposition)) return {Subkind::Natural, 2};
            if (preposition == kIn) return {Subkind::Region, 1};
            if (kHouses.contains(preposition)) return {plural ? Subkind::Region : Subkind::Facility, 2};
            return {one_word ? plural ? Subkind::Region : Subkind::Natural : Subkind::Facility, 1};
        }
        if (tokens_[before].word == on_()) return {one_word ? Subkind::Natural : Subkind::Facility, 1};
        return {Subkind::City, tokens_[before].word == kIn ? 1 : 0};
    }

    const Article& article_;
    const std::vector<Token>& tokens_;
};

/// Tells the subkind of places that have none yet: all mentions of a name have what the surest says.
void guess_subkinds(const Article& article, std::vector<Mention>& mentions) {
    struct Guessed {
        size_t mention;
        KindGuesser::Guess guess;
    };
    thread_local std::vector<Guessed> guessed;
    guessed.clear();
    for (size_t m = 0; m < mentions.size(); ++m)
        if (mentions[m].kind == Kind::Place && mentions[m].subkind == Subkind::None) guessed.push_back({m, KindGuesser(article).guess(mentions, m)});
    auto same_words = [&](TokenSpan a, TokenSpan b) {
        const auto& tokens = article.tokens;
        return std::equal(tokens.begin() + a.begin, tokens.begin() + a.end, tokens.begin() + b.begin, tokens.begin() + b.end, [](const Token& x, const Token& y) { return x.word == y.word; });
    };
    for (const Guessed& one : guessed) {
        const Guessed* best = &one;
        for (const Guessed& other : guessed)
            if (other.guess.strength > best->guess.strength && same_words(mentions[other.mention].tokens, mentions[one.mention].tokens)) best = &other;
        mentions[one.mention].subkind = best->guess.subkind;
    }
}

}  // namespace

void find_places(const Article& article, std::vector<Candidate>& found) { find_by_rules(article, Kind::Place, found); }

void find_places_again(const Article& article, const std::vector<Candidate>&, std::vector<Candidate>& found) { find_headings(article, found); }

void value_places(const Article& article, std::vector<Mention>& mentions, Figures&) {
    choose_place_senses(article, mentions);
    for (Mention& mention : mentions)
        if (mention.kind == Kind::Place && mention.subkind == Subkind::None) {
            // "Cape Breton Regional Hospital" and "West Coast Main Line" are no cape and no coast.
            mention.subkind = KindGuesser(article).of_name(mention.tokens);
            if (mention.subkind == Subkind::None) mention.subkind = subkind_of_head(article, mention.tokens);
        }
    guess_subkinds(article, mentions);
    find_place_countries(article, mentions);
}

}  // namespace nutgraf
