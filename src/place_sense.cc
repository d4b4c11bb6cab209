#include "place_sense.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <iterator>
#include <numbers>
#include <span>

namespace nutgraf {
namespace {

/// The lists that hold places. `prior` stands for a population where the list has none.
struct PlaceList {
    std::string_view label;
    Subkind subkind;
    int prior;
};
constexpr PlaceList kLists[] = {
    {"country", Subkind::Country, 900},         {"us-state", Subkind::Region, 730},         {"us-state-abbreviation", Subkind::Region, 720},
    {"region", Subkind::Region, 680},           {"admin1", Subkind::Region, 630},           {"city", Subkind::City, 500},
    {"small-city", Subkind::City, 420},         {"town", Subkind::City, 300},               {"landmark", Subkind::Facility, 560},
    {"natural-feature", Subkind::Natural, 650}, {"airport", Subkind::Facility, 520},        {"natural-feature-weak", Subkind::Natural, 300},
    {"admin2", Subkind::Region, 450},           {"city-weak", Subkind::City, 300},          {"country-code", Subkind::Country, 600},
    {"suburb", Subkind::Other, 430},
    {"town-weak", Subkind::City, 270},
    {"district-weak", Subkind::Other, 380},     {"village-weak", Subkind::City, 300},
    {"division-weak", Subkind::Region, 350},    {"feature-weak", Subkind::Natural, 350},    {"facility-weak", Subkind::Facility, 400},
};
constexpr size_t kListCount = std::size(kLists);
constexpr size_t kCountries = 0, kStates = 1, kStateAbbreviations = 2, kAdmin1 = 4, kTowns = 7, kWeakFeatures = 11, kWeakCities = 13, kFirstOfGazetteer = 16;
static_assert(kLists[kAdmin1].label == "admin1");
static_assert(kLists[kTowns].label == "town");
static_assert(kLists[kWeakFeatures].label == "natural-feature-weak");
static_assert(kLists[kWeakCities].label == "city-weak");
static_assert(kLists[kFirstOfGazetteer].label == "town-weak");

// What evidence is worth, in hundredths of a power of ten.
constexpr int kBehind = 500;           // its state or country stands behind it
constexpr int kContains = 150;         // it stands behind a place and a comma
constexpr int kBesideNoun = 350;       // "the state of"
constexpr int kRuleSays = 150;         // the rule that found it looked at its surroundings
constexpr int kCountryNamed = 110, kCountryForemost = 50, kCountryImplied = 60;
constexpr int kStateNamed = 110;
constexpr int kLettersLess = 5;
constexpr int kStateAmongStates = 80;  // for a state that a country is called like: another state is named; up to two
constexpr int kStateAmongCountries = 60, kMostCountries = 3;  // and against it, each other country
constexpr int kIncluded = 250;         // "stores in Washington, including Tacoma"
constexpr int kMostHints = 2;          // that the names of bodies and the money of an article give for a country
constexpr size_t kMostBodies = 16;     // that are asked
constexpr int kElsewhere = 120;        // against a town of a country that is not named, where the foremost has one, too
constexpr int kSameSort = 70;          // of an enumeration
constexpr int kAmongDivisions = 220;   // of one in which the neighbour can be nothing but a state or province
constexpr int kNear = 30, kVeryNear = 80;  // for each other place within these, up to three
constexpr int kJoinedNear = 70;        // one of these is its neighbour in an enumeration: "Rittman and Seville"
constexpr double kNearKilometers = 600, kVeryNearKilometers = 100;
constexpr auto kNearDegrees = static_cast<float>(kNearKilometers / 111.2), kVeryNearDegrees = static_cast<float>(kVeryNearKilometers / 111.2);
constexpr int kNoPoint = -45;          // of two rows for one place the one with coordinates is of more use
constexpr int kOfGazetteer = -60;      // a namesake that no list has which is asked when names are found
constexpr int kWellKnown = 460;        // a place of this size may be meant wherever it lies
constexpr int kDivisionLess = 40, kLargestDivision = 720;  // a division of many people, against a city of as many
constexpr int kSmallDivision = 500, kSmallDivisionLess = 70;  // one of fewer people is as large as so much less than the others
constexpr int kSeatLess = 30;          // a city with half of the people of its division, or more, is meant by their name
constexpr int kTwinLess = 50;          // and the division is so much less
constexpr int kSeatOfState = 550, kStateLess = 20;  // a state against a city so large that is called like it
constexpr int kOutshone = 50;          // a city of the world has this much more people than a town that is hardly meant beside it
constexpr int kFamous = 600;           // so large that the gazetteer is asked only where more stands behind
constexpr int kNoEvidence = -1000000;
constexpr size_t kLongestEnumeration = 12;
constexpr size_t kMostLookedAt = 64;   // names of an article; a list of all towns has many

/// What is asked of a row of the lists.
struct Row {
    EntryId entry = kNoEntry;
    int prior = 0;
    int people = 0;        // of a division: in hundredths of a power of ten; 0: unknown
    WordId region = 0;     // of the state or province that it lies in, by the hash of its folded name
    WordId name = 0;       // of a state or province: its own,
    WordId code = 0;       // and its code, by which rows of towns tell where they lie
    float latitude = 0, longitude = 0, shrink = 0;  // degrees; how much narrower a degree of longitude is there than at the equator
    uint16_t country = 0;  // two letters; 0: unknown
    uint8_t list = kListCount;
    Subkind subkind = Subkind::None;
    bool has_point = false;
};

/// Those lists, and the one of cities that are meant wherever news is written.
constexpr size_t kWorldCity = kListCount;
constexpr auto kListNames = [] {
    std::array<std::string_view, kListCount + 1> names{};
    for (size_t i = 0; i < kListCount; ++i) names[i] = kLists[i].label;
    names[kWorldCity] = "world-city";
    return names;
}();
using Labels = ListBits<kListNames.size()>;

/// What find_hints() and compose() ask of words.
constexpr std::array<std::string_view, 10> kHintNames = {"country", "nationality", "country-cue", "government", "party", "university", "currency-symbol", "currency", "currency-part", "direction"};
constexpr size_t kCue = 2, kFirstBody = 3, kFirstCurrency = 6, kDirection = 9;
constexpr unsigned kCueBits = 0b111, kBodyBits = 0b111 << kFirstBody, kCurrencyBits = 0b111 << kFirstCurrency;
using HintLists = ListBits<kHintNames.size()>;

/// The places of each name asked for before, of any lexicon: news name the same places over and over.
class NameMemory {
public:
    struct Name {
        uint64_t key = 0;          // of the name as it is written, and of the lexicon; 0: empty
        uint32_t begin = 0;        // in the rows: of the lists that are asked when names are found,
        uint32_t gazetteer = 0;    // and behind them those of the gazetteer
        uint32_t end = 0;
        bool listed = false;       // by any of these lists, whether it is one of places or not
        bool famous = false;       // one of the places is, see kFamous
        bool of_the_world = false; // one is a city that is meant wherever news is written: "Paris"
    };
    /// Valid until the next call, as its rows are.
    const Name& of(const Article& article, const Labels& labels, TokenSpan words) {
        const Lexicon& lexicon = article.lexicon;
        uint64_t key = lexicon.written_key(article.tokens, words);
        Name& name = names_[key >> 40 & (names_.size() - 1)];
        if (name.key == key) return name;
        if (rows_.size() > kMostRows) {
            std::fill(names_.begin(), names_.end(), Name());
            rows_.clear();
        }
        name = {key, static_cast<uint32_t>(rows_.size())};
        if (lexicon.may_have_entries(article.tokens, article.hits, words)) {
            lexicon.find_entries(article.tokens, words, kNoLabel, entries_);
            name.listed = !entries_.empty();
            add_rows(lexicon, labels);
        }
        name.gazetteer = static_cast<uint32_t>(rows_.size());
        name.famous = std::any_of(rows_.begin() + name.begin, rows_.end(), [](const Row& row) { return row.prior >= kFamous && (row.list != kAdmin1 || row.people != 0); });
        entries_.clear();
        lexicon.find_in_gazetteer(article.tokens, words, entries_);
        add_rows(lexicon, labels);
        name.end = static_cast<uint32_t>(rows_.size());
        // Washington and New York, whatever counties and towns are called so.
        auto has = [&](auto is) { return std::any_of(rows_.begin() + name.begin, rows_.begin() + name.gazetteer, is); };
        bool seat = has([](const Row& row) { return row.list == kStates; }) && has([](const Row& row) { return kLists[row.list].subkind == Subkind::City && row.prior >= kSeatOfState; });
        if (LabelId world_city = labels.label(kWorldCity); world_city != kNoLabel) {
            bool one_word = words.end - words.begin == 1;
            name.of_the_world = one_word ? labels.has(article.hits, words.begin, kWorldCity) : lexicon.find_entry(article.tokens, words, world_city) != kNoEntry;
        }
        name.of_the_world |= seat;
        return name;
    }
    /// Adds the rows of a name that is not written so: "Lincoln Tunnel" of "the Lincoln and Holland Tunnels".
    void add_composed(const Lexicon& lexicon, const Labels& labels, const std::vector<Token>& name, std::vector<Row>& rows) {
        TokenSpan all{0, static_cast<uint32_t>(name.size())};
        auto begin = static_cast<std::ptrdiff_t>(rows_.size());
        lexicon.find_entries(name, all, kNoLabel, entries_);
        add_rows(lexicon, labels);
        entries_.clear();
        lexicon.find_in_gazetteer(name, all, entries_);
        add_rows(lexicon, labels);
        rows.insert(rows.end(), rows_.begin() + begin, rows_.end());
        rows_.resize(static_cast<size_t>(begin));
    }
    std::span<const Row> rows(uint32_t begin, uint32_t end) const { return std::span(rows_).subspan(begin, end - begin); }

private:
    static constexpr size_t kMostRows = 1 << 15;
    void add_rows(const Lexicon& lexicon, const Labels& labels) {
        for (EntryId entry : entries_)
            if (size_t list = labels.find(lexicon.label(entry)); list < kListCount) rows_.push_back(read(lexicon, static_cast<uint8_t>(list), entry));
    }
    struct Fields {
        std::string_view type, population, iso2, country, admin1, people, admin1_code, code, of, latitude, longitude;
    };
    static Fields read_fields(const Lexicon& lexicon, EntryId entry) {
        Fields fields;
        lexicon.for_each_field(entry, [&](std::string_view column, std::string_view field) {
            if (column == "type") fields.type = field;
            else if (column == "population") fields.population = field;
            else if (column == "people") fields.people = field;
            else if (column == "iso2") fields.iso2 = field;
            else if (column == "country") fields.country = field;
            else if (column == "admin1") fields.admin1 = field;
            else if (column == "admin1_code") fields.admin1_code = field;
            else if (column == "code" || column == "postal") fields.code = field;
            else if (column == "of") fields.of = field;
            else if (column == "lat") fields.latitude = field;
            else if (column == "lon") fields.longitude = field;
        });
        return fields;
    }
    static double number(std::string_view text) {
        double value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
    static Row read(const Lexicon& lexicon, uint8_t list, EntryId entry) {
        Row row;
        row.entry = entry;
        row.list = list;
        row.prior = kLists[row.list].prior;
        row.subkind = kLists[row.list].subkind;
        Fields fields = read_fields(lexicon, entry);
        // A type may be the subkind itself: of the buildings and sites Mayfair is a quarter, of the regions Funen an island.
        bool may_differ = kLists[row.list].subkind == Subkind::Facility || kLists[row.list].label == "region";
        if (auto own = may_differ ? parse_subkind(Kind::Place, fields.type) : std::nullopt) row.subkind = *own;
        // Hong Kong and Svalbard are parts of other countries.
        if (row.list == kCountries && fields.type == "territory") row.subkind = Subkind::Region;
        if (double population = number(fields.population); population >= 1) row.prior = static_cast<int>(std::lround(100 * std::log10(population)));
        // Where nothing else tells, letters are those of an American state.
        static const uint16_t kUnitedStates = country_code("US");
        if (row.list == kStateAbbreviations && country_code(fields.country) != kUnitedStates) row.prior -= kLettersLess;
        // Ontario the province is more than a city of a state that the article names.
        if (double people = number(fields.people); people >= 1) {
            row.people = static_cast<int>(std::lround(100 * std::log10(people)));
            int least = row.people < kSmallDivision ? row.prior - kSmallDivisionLess : row.prior;
            row.prior = std::clamp(row.people - kDivisionLess, least, kLargestDivision);
        }
        row.country = country_code(row.list == kCountries ? fields.iso2 : fields.country);
        std::string_view region = fields.admin1.empty() ? fields.admin1_code : fields.admin1;  // in the US the postal code
        if (!region.empty()) row.region = hash_folded(fold(region));
        bool states = row.list == kStates || row.list == kStateAbbreviations || kLists[row.list].label == "admin1" || kLists[row.list].label == "region";
        if (row.list == kStateAbbreviations) fields.code = lexicon.name(entry);
        if (states && !fields.code.empty()) row.code = hash_folded(fold(fields.code));
        if (states) row.name = hash_folded(fold(row.list == kStateAbbreviations ? fields.of : lexicon.name(entry)));
        if (!fields.latitude.empty() && !fields.longitude.empty()) {
            row.has_point = true;
            row.latitude = static_cast<float>(number(fields.latitude));
            row.longitude = static_cast<float>(number(fields.longitude));
            row.shrink = static_cast<float>(std::cos(row.latitude * std::numbers::pi / 180));
        }
        return row;
    }
    std::vector<Name> names_ = std::vector<Name>(1 << 13);  // direct-mapped
    std::vector<Row> rows_;
    std::vector<EntryId> entries_;
};

/// What the noun at a token, before a place or behind it, says that it is.
Subkind place_noun_at(const Article& article, uint32_t token, bool before) {
    const Lexicon& lexicon = article.lexicon;
    thread_local ListBits<1> nouns({"place-noun"});
    nouns.prepare(lexicon);
    if (!nouns.has(article.hits, token, 0)) return Subkind::None;
    struct Noun {
        Subkind before = Subkind::None, behind = Subkind::None;
    };
    thread_local WordMemory<Noun> memory;
    Noun noun = memory.of(article.hits, token, [&] {
        EntryId entry = lexicon.find_entry(article.tokens, {token, token + 1}, nouns.label(0));
        if (entry == kNoEntry) return Noun();
        std::string_view side = lexicon.field(entry, "side");
        Subkind type = parse_subkind(Kind::Place, lexicon.field(entry, "type")).value_or(Subkind::None);
        return Noun{side == "behind" ? Subkind::None : type, side == "before" ? Subkind::None : type};
    });
    return before ? noun.before : noun.behind;
}

class Chooser {
public:
    /// What a thread keeps from article to article.
    struct Scratch {
        struct Place {
            Mention* mention;
            uint32_t name;  // position in `names`
        };
        struct Name {
            uint32_t begin, end;  // in `rows`
            const Row* chosen;    // nullptr: none
            bool sure;            // its rows are all of one place, or no other comes near
            uint32_t count;       // of mentions
            bool of_two;          // see is_state_or_country()
            bool composed;        // see compose()
            bool headless;        // no list has it; its rows are those of the name without its head
            uint64_t words;       // its words, however they are written
            bool capitals;        // in capitals: "SEVILLE"
            bool of_the_world;    // of a city that is meant wherever news is written: "Paris"
        };
        struct Named {
            uint16_t country;
            int count;
        };
        Labels labels{kListNames};
        HintLists hint_lists{kHintNames};
        NameMemory memory;
        struct Anchor {
            uint32_t name;
            float latitude, longitude;
        };
        std::vector<Anchor> anchors;  // see near()
        std::vector<std::pair<uint32_t, uint32_t>> joined;  // names of places that stand joined
        NumberTable by_key;  // where a name stands in `names`
        std::vector<Place> places;
        std::vector<Name> names;
        std::vector<Row> rows;  // of the names
        std::vector<Named> countries;
        std::vector<EntryId> entries;
        std::vector<size_t> including;  // places before "including" and another, in order
        std::vector<Named> hints;  // countries that bodies and money tell
        struct Region {
            WordId name, code;
            uint16_t country;
        };
        std::vector<Region> regions;
        std::vector<Token> composed;  // see compose()
        std::vector<int> own;  // by row of the names: what each mention's surroundings say, summed
    };

    Chooser(const Article& article, std::vector<Mention>& mentions, Scratch& scratch) : article_(article), lexicon_(article.lexicon), mentions_(mentions), scratch_(scratch) {
        scratch_.labels.prepare(lexicon_);
        scratch_.hint_lists.prepare(lexicon_);
    }

    void run() {
        collect();
        if (scratch_.places.empty()) return;
        find_hints();
        // The first round knows the countries and states that are named; the second also where the places of the first are.
        for (bool first : {true, false}) {
            gather(first);
            if (!first) find_anchors();
            for (auto& name : scratch_.names) choose(name, first);
        }
        for (auto& name : scratch_.names)
            if (name.capitals) take_sense_of_twin(name);
        for (size_t p = 0; p < scratch_.places.size(); ++p) {
            Mention& mention = *scratch_.places[p].mention;
            const auto& name = scratch_.names[scratch_.places[p].name];
            const Row* sense = told(p, own_sense(p, name));
            if (sense == nullptr || lies_elsewhere(p, *sense)) continue;
            const Row& chosen = *sense;
            mention.value.entry = chosen.entry;
            // What the lists know under two heads: "the island of Sulawesi" takes its point and country from the region.
            if (!chosen.has_point) {
                auto same = [&](const Row& row) { return row.has_point && row.list > kStateAbbreviations && (chosen.country == 0 || row.country == chosen.country) && kLists[row.list].subkind != Subkind::City; };
                auto rows = rows_of(name);
                if (auto other = std::find_if(rows.begin(), rows.end(), same); other != rows.end()) mention.value.entry = other->entry;
            }
            if (chosen.list == kCountries && is_dateline(mention) && is_called_like_capital(chosen.entry)) {
                mention.subkind = Subkind::City;
                auto rows = rows_of(name);
                auto capital = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return kLists[row.list].subkind == Subkind::City && row.country == chosen.country; });
                if (capital != rows.end()) mention.value.entry = capital->entry;
                continue;
            }
            bool says_kind = kind_beside(mention) != Subkind::None;
            if (name.composed) mention.subkind = chosen.subkind;  // "North and South Korea"
            if (name.headless) continue;  // the head tells the subkind
            // "Sirajganj district", of which the lists have the town alone.
            if ((kLists[chosen.list].subkind == Subkind::City || chosen.subkind == Subkind::Region) && is_division_beside(p)) {
                mention.subkind = Subkind::Region;
                continue;
            }
            bool untold = mention.subkind == Subkind::None || mention.subkind == Subkind::Other;
            // "MP for Barking" is a rule's region, but "at home in Tooting" the quarter that it is.
            if (chosen.list >= kWeakCities && !untold && !(chosen.subkind == Subkind::Other && mention.subkind == Subkind::City)) continue;
            if (untold || says_kind || name.sure || mention.sure != Sureness::Sure || (chosen.list == kStates && mention.subkind == Subkind::Country))
                mention.subkind = chosen.subkind;
        }
    }

private:
    /// The names of places, each once, with the rows that bear it.
    void collect() {
        scratch_.places.clear();
        scratch_.names.clear();
        scratch_.rows.clear();
        scratch_.by_key.clear(mentions_.size());
        for (size_t m = 0; m < mentions_.size(); ++m) {
            Mention& mention = mentions_[m];
            if (mention.kind != Kind::Place || mention.value.entry != kNoEntry) continue;
            uint64_t key = 1, words = 1;
            for (uint32_t i = mention.tokens.begin; i < mention.tokens.end; ++i) {
                words = mix(words, article_.tokens[i].word);
                key = mix(mix(key, article_.tokens[i].word), static_cast<uint64_t>(casing(article_.tokens[i])));
            }
            const bool composed = compose(m);
            if (composed) key = mix(key, mix(scratch_.composed.front().word, scratch_.composed.back().word));
            auto number = static_cast<uint32_t>(scratch_.names.size());
            uint32_t known = scratch_.by_key.emplace(key, number);
            if (known == number) {
                auto begin = static_cast<uint32_t>(scratch_.rows.size());
                const NameMemory::Name& remembered = scratch_.memory.of(article_, scratch_.labels, mention.tokens);
                bool of_the_world = remembered.of_the_world;
                if (composed) scratch_.memory.add_composed(lexicon_, scratch_.labels, scratch_.composed, scratch_.rows);
                // "Lincoln" of two tunnels that no list has is no town, but "Anhui" of two counties is what it is alone.
                bool found = begin != scratch_.rows.size() || (composed && (mention.subkind == Subkind::Facility || mention.subkind == Subkind::Natural || is_direction(mention.tokens.begin)));
                bool headless = found || !add_rows(mention, remembered);
                if (headless && !found) add_rows_without_head(mention.tokens);
                // The North of a country is no North River.
                if (mention.subkind != Subkind::None && mention.subkind != Subkind::Natural)
                    scratch_.rows.erase(std::remove_if(scratch_.rows.begin() + begin, scratch_.rows.end(), [](const Row& row) { return row.list == kWeakFeatures; }), scratch_.rows.end());
                scratch_.names.push_back({begin, static_cast<uint32_t>(scratch_.rows.size()), nullptr, false, 0, is_state_or_country(std::span(scratch_.rows).subspan(begin)), composed, headless, words, casing(article_.tokens[mention.tokens.begin]) == Casing::Upper, of_the_world});
            }
            auto& name = scratch_.names[known];
            ++name.count;
            if (name.begin != name.end) scratch_.places.push_back({&mention, known});
        }
        scratch_.joined.clear();
        for (size_t p = 0; p + 1 < scratch_.places.size(); ++p)
            if (joined(p, p + 1)) scratch_.joined.emplace_back(scratch_.places[p].name, scratch_.places[p + 1].name);
        scratch_.including.clear();
        for (size_t p = 0; p + 1 < scratch_.places.size(); ++p)
            if (includes(p)) scratch_.including.push_back(p);
        scratch_.own.assign(scratch_.rows.size(), 0);
        for (size_t p = 0; p < scratch_.places.size(); ++p) {
            const auto& name = scratch_.names[scratch_.places[p].name];
            if (name.end - name.begin < 2) continue;
            for (uint32_t e = name.begin; e < name.end; ++e) scratch_.own[e] = std::max(scratch_.own[e], surroundings(p, scratch_.rows[e]));
        }
    }

    /// The one of several heads: "Tunnels".
    static WordId singular_head(WordId word) {
        static const std::array<std::pair<WordId, WordId>, 16> kHeads = {{
            {hash_folded("tunnels"), hash_folded("tunnel")}, {hash_folded("bridges"), hash_folded("bridge")}, {hash_folded("airports"), hash_folded("airport")}, {hash_folded("rivers"), hash_folded("river")},
            {hash_folded("streets"), hash_folded("street")}, {hash_folded("avenues"), hash_folded("avenue")}, {hash_folded("roads"), hash_folded("road")}, {hash_folded("highways"), hash_folded("highway")},
            {hash_folded("canals"), hash_folded("canal")}, {hash_folded("stations"), hash_folded("station")}, {hash_folded("parkways"), hash_folded("parkway")}, {hash_folded("expressways"), hash_folded("expressway")},
            {hash_folded("counties"), hash_folded("county")}, {hash_folded("valleys"), hash_folded("valley")}, {hash_folded("dams"), hash_folded("dam")},
            {hash_folded("squares"), hash_folded("square")},
        }};
        auto head = std::find_if(kHeads.begin(), kHeads.end(), [&](const auto& one) { return one.first == word; });
        return head == kHeads.end() ? WordId{0} : head->second;
    }
    /// Does nothing but a comma, "and" and "the" stand between a mention and the next, which is a place?
    bool shares_with_next(size_t m) const {
        static const WordId kAnd = hash_folded("and"), kOr = hash_folded("or"), kThe = hash_folded("the");
        if (m + 1 >= mentions_.size() || mentions_[m + 1].kind != Kind::Place) return false;
        uint32_t at = mentions_[m].tokens.end, end = mentions_[m + 1].tokens.begin;
        constexpr uint32_t kLongest = 3;
        if (at >= end || end - at > kLongest || article_.tokens[at].word == kThe) return false;
        return std::all_of(article_.tokens.begin() + at, article_.tokens.begin() + end, [&](const Token& token) { return token.shape == Shape::Comma || token.word == kAnd || token.word == kOr || token.word == kThe; });
    }
    /// What a name is in full that shares its head with the ones behind it, "Lincoln and Holland Tunnels", "North and South Carolina",
    /// and the last of them in the singular. False where it shares none.
    bool compose(size_t m) {
        TokenSpan name = mentions_[m].tokens;
        auto& composed = scratch_.composed;
        auto take = [&](TokenSpan words) { composed.insert(composed.end(), article_.tokens.begin() + words.begin, article_.tokens.begin() + words.end); };
        composed.clear();
        const Token& own = article_.tokens[name.end - 1];
        if (WordId head = name.end - name.begin > 1 && m > 0 && article_.text(name.end - 1).ends_with('s') && is_capitalised(own) && shares_with_next(m - 1) ? singular_head(own.word) : WordId{0}; head != 0) {
            take(name);
            composed.back().word = head;
            return true;
        }
        static const WordId kAnd = hash_folded("and"), kOr = hash_folded("or");
        uint32_t end = name.end;
        bool joins = end < article_.tokens.size() && (article_.tokens[end].shape == Shape::Comma || article_.tokens[end].word == kAnd || article_.tokens[end].word == kOr);
        if (!joins || !shares_with_next(m)) return false;
        if (name.end - name.begin == 1 && is_direction(name.begin)) {
            TokenSpan next = mentions_[m + 1].tokens;
            if (next.end - next.begin < 2 || !is_direction(next.begin)) return false;
            take(name);
            take({next.begin + 1, next.end});
            return true;
        }
        size_t last = m;
        while (last - m < kLongestEnumeration && shares_with_next(last)) ++last;
        TokenSpan words = mentions_[last].tokens;
        const Token& head = article_.tokens[words.end - 1];
        WordId one = words.end - words.begin > 1 && is_capitalised(head) ? singular_head(head.word) : WordId{0};
        if (one == 0) return false;
        take(name);
        composed.push_back(head);
        composed.back().word = one;
        return true;
    }
    bool is_direction(uint32_t token) const { return scratch_.hint_lists.has(article_.hits, token, kDirection); }

    /// Adds the rows of a name. Those of the gazetteer are of no towns where the name says that it is a building or a way: "Fifth
    /// Street"; "Oak Brook" is often one. False when no list has the name.
    bool add_rows(const Mention& mention, const NameMemory::Name& name) {
        auto add = [&](std::span<const Row> rows, auto wanted) { std::copy_if(rows.begin(), rows.end(), std::back_inserter(scratch_.rows), wanted); };
        auto all = [](const Row&) { return true; };
        add(scratch_.memory.rows(name.begin, name.gazetteer), all);
        // What all know is meant, whatever villages are called so, unless more stands behind it: "London, Kentucky".
        static const WordId kIn = hash_folded("in");
        uint32_t end = mention.tokens.end;
        bool more_behind = end < article_.tokens.size() && (article_.tokens[end].shape == Shape::Comma || article_.tokens[end].word == kIn);
        auto rows = scratch_.memory.rows(name.gazetteer, name.end);
        if (rows.empty() || (name.famous && !more_behind)) return name.listed;
        bool no_town = mention.tokens.end - mention.tokens.begin > 1 && subkind_of_head(article_, mention.tokens) == Subkind::Facility;
        if (!no_town) return add(rows, all), true;
        auto is_no_town = [](const Row& row) { return kLists[row.list].subkind != Subkind::City; };
        add(rows, is_no_town);
        return name.listed || std::any_of(rows.begin(), rows.end(), is_no_town);
    }

    /// "Akita Prefecture" is the division that the lists call Akita, "State of Texas" the state.
    void add_rows_without_head(TokenSpan name) {
        static const WordId kOf = hash_folded("of");
        TokenSpan bare = name;
        Subkind head = Subkind::None;
        if (name.end - name.begin >= 3 && article_.tokens[name.begin + 1].word == kOf) {
            head = noun_at(name.begin, true);
            bare.begin += 2;
        } else if (name.end - name.begin >= 2) {
            // A township is no town.
            head = noun_at(name.end - 1, false) == Subkind::Region ? Subkind::Region : Subkind::None;
            --bare.end;
        }
        if (head == Subkind::None) return;
        const NameMemory::Name& remembered = scratch_.memory.of(article_, scratch_.labels, bare);
        for (const Row& row : scratch_.memory.rows(remembered.begin, remembered.end))
            if (kLists[row.list].subkind == head) scratch_.rows.push_back(row);
    }

    void name_country(uint16_t country, int count) {
        if (country == 0) return;
        auto known = std::find_if(scratch_.countries.begin(), scratch_.countries.end(), [&](const auto& named) { return named.country == country; });
        if (known == scratch_.countries.end()) scratch_.countries.push_back({country, count});
        else known->count += count;
    }

    void name_region(const Row& region) {
        auto known = [&](const auto& one) { return one.name == region.name && one.country == region.country; };
        if (region.name == 0 || scratch_.regions.size() >= kMostLookedAt || std::any_of(scratch_.regions.begin(), scratch_.regions.end(), known)) return;
        scratch_.regions.push_back({region.name, region.code, region.country});
    }

    /// Does the row lie in a state or province that the article names?
    bool region_named(const Row& found) const {
        return found.region != 0 && std::any_of(scratch_.regions.begin(), scratch_.regions.end(), [&](const auto& one) {
            return (one.country == found.country || one.country == 0) && (one.name == found.region || (one.country != 0 && one.code == found.region));
        });
    }

    /// What names of bodies tell of an article's country, "Bangladesh Bank", "Teesside Crown Court" and "the Lok Sabha", and its money.
    void find_hints() {
        scratch_.hints.clear();
        if (std::none_of(scratch_.names.begin(), scratch_.names.end(), [](const auto& name) { return name.end - name.begin > 1; })) return;
        size_t looked_at = 0;
        auto hint = [&](uint16_t country) {
            if (country == 0) return;
            auto known = std::find_if(scratch_.hints.begin(), scratch_.hints.end(), [&](const auto& one) { return one.country == country; });
            if (known == scratch_.hints.end()) scratch_.hints.push_back({country, 1});
            else known->count = std::min(known->count + 1, kMostHints);
        };
        for (const Mention& mention : mentions_) {
            if (mention.kind == Kind::Organization && mention.subkind != Subkind::Sport && ++looked_at <= kMostBodies) hint(country_of_body(mention.tokens));
            if (mention.kind == Kind::Number && mention.subkind == Subkind::Money) hint(country_of_money(mention.tokens));
        }
    }
    uint16_t country_of_body(TokenSpan name) {
        const HintLists& lists = scratch_.hint_lists;
        if (name.end - name.begin == 1) {
            // "The Assembly" is of any country.
            unsigned bits = lists.of(article_.hits, name.begin) & (kBodyBits | 1U << kCue);
            if (bits == 0 || (bits >> kCue & 1) + (article_.tokens[name.begin].shape == Shape::Upper ? 1 : 0) == 0) return 0;
            lexicon_.find_entries(article_.tokens, name, lists.label(static_cast<size_t>(std::countr_zero(bits))), scratch_.entries);
            auto same = [&](EntryId row) { return lexicon_.country(row) == lexicon_.country(scratch_.entries.front()); };
            return std::all_of(scratch_.entries.begin(), scratch_.entries.end(), same) && !scratch_.entries.empty() ? lexicon_.country(scratch_.entries.front()) : uint16_t{0};
        }
        auto hit = std::lower_bound(article_.hits.names.begin(), article_.hits.names.end(), name.begin, [](const LexiconHit& one, uint32_t begin) { return one.tokens.begin < begin; });
        for (; hit != article_.hits.names.end() && hit->tokens.begin < name.end; ++hit) {
            size_t list = lists.find(hit->label);
            if (list == kCue || (list >= kFirstBody && list < kFirstCurrency && hit->tokens == name))
                if (uint16_t country = lexicon_.country(hit->entry); country != 0) return country;
        }
        for (uint32_t i = name.begin; i < name.end; ++i)
            if (unsigned bits = lists.of(article_.hits, i) & kCueBits; bits != 0) {
                EntryId row = lexicon_.find_entry(article_.tokens, {i, i + 1}, lists.label(static_cast<size_t>(std::countr_zero(bits))));
                if (row != kNoEntry) return lexicon_.country(row);
            }
        return 0;
    }
    /// Of a currency that one country has: "£", "naira".
    uint16_t country_of_money(TokenSpan amount) const {
        static const std::array<uint16_t, 4> kMany = {country_code("US"), country_code("EU"), country_code("IN"), country_code("XA")};
        for (uint32_t i : {amount.begin, amount.end - 1})
            if (unsigned bits = scratch_.hint_lists.of(article_.hits, i) & kCurrencyBits; bits != 0) {
                EntryId row = lexicon_.find_entry(article_.tokens, {i, i + 1}, scratch_.hint_lists.label(static_cast<size_t>(std::countr_zero(bits))));
                std::string_view code = row == kNoEntry ? std::string_view{} : lexicon_.field(row, "code");
                uint16_t country = code.size() == 3 ? country_code(code.substr(0, 2)) : uint16_t{0};
                if (std::find(kMany.begin(), kMany.end(), country) == kMany.end()) return country;
            }
        return 0;
    }

    /// Countries and states that the article names.
    void gather(bool first) {
        scratch_.countries.clear();
        scratch_.regions.clear();
        for (const auto& place : scratch_.places) {
            const auto& name = scratch_.names[place.name];
            auto rows = rows_of(name);
            if (first) {
                // Only what is nothing else: "Georgia" says nothing yet.
                bool one = true;
                for (const Row& row : rows.subspan(1)) one &= row.country == rows.front().country || row.list >= kFirstOfGazetteer;
                auto country_row = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.list <= kStateAbbreviations; });
                if (country_row == rows.end() || name.of_two || is_of_several_countries(rows)) continue;
                if (one || country_row->list == kCountries || place.mention->subkind == Subkind::Country) name_country(one ? rows.front().country : country_row->country, 2);
                else if (country_row->list == kStates || country_row->list == kStateAbbreviations) name_country(country_row->country, 1);
                name_region(*country_row);
            } else if (name.chosen != nullptr) {
                const Row& chosen = *name.chosen;
                if (chosen.list <= kStateAbbreviations) name_country(chosen.country, 2);
                else if (name.sure) name_country(chosen.country, 1);
                name_region(chosen);
            }
        }
        for (const auto& hint : scratch_.hints) name_country(hint.country, hint.count);
        for (const Mention& mention : mentions_) {
            if (mention.kind != Kind::Group) continue;
            EntryId entry = find_nationality(article_, mention.tokens);
            if (entry != kNoEntry) name_country(lexicon_.country(entry), 2);
        }
    }

    /// A state and a country of one name: "Georgia".
    static bool is_state_or_country(std::span<const Row> rows) {
        bool country = false, state = false;
        for (const Row& row : rows) {
            country |= row.list == kCountries && row.subkind == Subkind::Country;
            state |= row.list == kStates;
        }
        return country && state;
    }
    /// Letters of states of several countries: "TN" is Tennessee and Tamil Nadu.
    static bool is_of_several_countries(std::span<const Row> rows) {
        auto other = [&](const Row& row) { return row.list == kStateAbbreviations && row.country != rows.front().country; };
        return rows.front().list == kStateAbbreviations && std::any_of(rows.begin(), rows.end(), other);
    }
    /// What speaks for the state of the two: other states that are named, and against it other countries.
    int among_states(const Row& state) const {
        auto states = std::count_if(scratch_.regions.begin(), scratch_.regions.end(), [&](const auto& one) { return one.country == state.country && one.name != state.name; });
        auto countries = std::count_if(scratch_.countries.begin(), scratch_.countries.end(), [&](const auto& one) { return one.country != state.country; });
        return static_cast<int>(std::min<std::ptrdiff_t>(states, 2)) * kStateAmongStates - static_cast<int>(std::min<std::ptrdiff_t>(countries, kMostCountries)) * kStateAmongCountries;
    }

    void choose(Scratch::Name& name, bool first) {
        if (name.begin == name.end) return;
        int best = kNoEvidence, second = kNoEvidence;
        const Row* chosen = &scratch_.rows[name.begin];
        if (name.end - name.begin == 1) {
            name.chosen = chosen;
            name.sure = true;
            if (!first) drop_far_namesake(name, static_cast<int>(name.count));
            return;
        }
        int most = 0;
        for (const auto& named : scratch_.countries) most = std::max(most, named.count);
        uint16_t foremost = foremost_country();
        bool has_foremost = foremost != 0 && std::any_of(scratch_.rows.begin() + name.begin, scratch_.rows.begin() + name.end, [&](const Row& row) { return row.country == foremost; });
        const Row* city = name.of_the_world ? largest_city(name) : nullptr;
        const bool state_or_country = name.of_two;
        for (uint32_t e = name.begin; e < name.end; ++e) {
            const Row& found = scratch_.rows[e];
            // That an article is about the United States does not make Paris the one of Texas; towns round about it do.
            bool outshone = city != nullptr && &found != city && found.prior <= city->prior - kOutshone && kLists[found.list].subkind == Subkind::City && (first || !is_joined_near(name, found));
            int score = prior_of(name, found) + scratch_.own[e] + (found.has_point ? 0 : kNoPoint);
            auto named = std::find_if(scratch_.countries.begin(), scratch_.countries.end(), [&](const auto& one) { return one.country == found.country; });
            // A country does not speak for itself: "Jordan" is no evidence for Jordan.
            bool itself = first ? false : name.chosen != nullptr && name.chosen->country == found.country && named != scratch_.countries.end() && named->count <= own_count(name);
            if (state_or_country && found.list == kStates) score += among_states(found);
            if ((found.list != kCountries || state_or_country) && named != scratch_.countries.end() && !itself && !outshone)
                score += (named->count >= 2 ? kCountryNamed : kCountryImplied) + (named->count == most && most > 2 ? kCountryForemost : 0);
            if (!outshone && region_named(found)) score += kStateNamed;
            // A town of a country that the article does not name, where it speaks of one country foremost in which is one called so.
            if (has_foremost && found.country != foremost && (itself || named == scratch_.countries.end()) && found.list > kStateAbbreviations && found.prior < kFamous) score -= kElsewhere;
            if (found.list >= kFirstOfGazetteer && scratch_.rows[name.begin].list < kFirstOfGazetteer) score += kOfGazetteer;
            if (!first) score += near(name, found, outshone);
            if (score > best) {
                second = chosen->country == found.country ? second : best;
                best = score;
                chosen = &found;
            } else if (found.country != chosen->country) {
                second = std::max(second, score);
            }
        }
        int counted = !first && name.chosen != nullptr && name.chosen->country == chosen->country ? own_count(name) : 0;
        name.chosen = chosen;
        name.sure = best - second >= 100;
        if (!first) drop_far_namesake(name, counted);
    }

    /// The country that the article speaks of foremost, or 0.
    uint16_t foremost_country() const {
        int all = 0;
        const Scratch::Named* most = nullptr;
        for (const auto& one : scratch_.countries) {
            all += one.count;
            if (most == nullptr || one.count > most->count) most = &one;
        }
        return most != nullptr && is_foremost(most->count, all) ? most->country : uint16_t{0};
    }

    /// The largest city of a name's rows.
    const Row* largest_city(const Scratch::Name& name) const {
        const Row* largest = nullptr;
        for (const Row& row : rows_of(name))
            if (kLists[row.list].subkind == Subkind::City && (largest == nullptr || row.prior > largest->prior)) largest = &row;
        return largest;
    }

    /// A division called like the city in it: the bare name means the city where most of its people live in it or nobody has
    /// counted them ("Dublin", "Gao"), and the division where it is much more ("Oaxaca").
    int prior_of(const Scratch::Name& name, const Row& found) const {
        int seat = seat_of(rows_of(name), found);
        if (seat == kNoEvidence) return found.prior;
        // News means the cities Washington and New York, but Oklahoma the state.
        if (is_state(found)) return seat >= kSeatOfState ? std::min(found.prior, seat - kStateLess) : found.prior;
        if (found.people != 0 && seat < found.people - kSeatLess) return found.prior;
        return std::min(found.prior, seat - kRuleSays - kTwinLess);
    }
    static bool is_state(const Row& found) {
        static const uint16_t kUnitedStates = country_code("US");
        return found.list == kStates || (found.list == kAdmin1 && found.country == kUnitedStates);
    }
    /// The prior of the largest city that lies in the division and is called like it; kNoEvidence where there is none.
    static int seat_of(std::span<const Row> rows, const Row& found) {
        int seat = kNoEvidence;
        if (found.list != kAdmin1 && found.list != kStates) return seat;
        // Lewisham is a quarter of London first.
        auto may_be = [](const Row& row) { return kLists[row.list].subkind == Subkind::City ? row.list < kFirstOfGazetteer : kLists[row.list].subkind == Subkind::Other; };
        auto is_seat = [&](const Row& row) { return may_be(row) && row.country == found.country && (is_state(found) || row.region == found.name || row.region == found.code || is_near(row, found)); };
        for (const Row& row : rows)
            if (is_seat(row)) seat = std::max(seat, row.prior);
        return seat;
    }
    static bool is_near(const Row& a, const Row& b) {
        if (!a.has_point || !b.has_point) return false;
        float north = a.latitude - b.latitude, east = (a.longitude - b.longitude) * b.shrink;
        return north * north + east * east <= kVeryNearDegrees * kVeryNearDegrees;
    }

    /// A town that few know, in a country that the article does not speak of, is a namesake of the one that is meant where the
    /// article speaks of hardly more than one country: "Stroud" in an article about Ontario.
    void drop_far_namesake(Scratch::Name& name, int counted) {
        const Row& chosen = *name.chosen;
        bool town = kLists[chosen.list].subkind == Subkind::City && chosen.prior < kWellKnown;
        if (!town) return;
        // What the name itself has added does not count.
        int all = 0, most = 0;
        for (const auto& one : scratch_.countries) {
            int count = one.count - (one.country == chosen.country ? counted : 0);
            if (count > 0 && one.country == chosen.country) return;
            all += count;
            most = std::max(most, count);
        }
        if (!is_foremost(most, all)) return;
        if (own_of(chosen) >= kBehind / 2 || near(name, chosen) > 0) return;
        name.chosen = nullptr;
        name.sure = false;
    }

    /// A heading's "SEVILLE" is what the text calls Seville.
    void take_sense_of_twin(Scratch::Name& name) const {
        for (const auto& twin : scratch_.names) {
            if (twin.capitals || twin.words != name.words || twin.chosen == nullptr) continue;
            name.chosen = twin.chosen;
            return;
        }
    }

    /// How much a name has added to the count of its country.
    int own_count(const Scratch::Name& name) {
        int each = name.chosen->list <= kStateAbbreviations ? 2 : name.sure ? 1 : 0;
        return each * static_cast<int>(name.count);
    }

    /// Other places of the article that are not far, those that are very near first. Distances are those of a map, right enough
    /// where places are near.
    int near(const Scratch::Name& name, const Row& found, bool only_very_near = false) {
        if (!found.has_point) return 0;
        constexpr int kMost = 3;
        int near = 0, very_near = 0;
        bool neighbor = false;
        auto self = static_cast<uint32_t>(&name - scratch_.names.data());
        for (const auto& anchor : scratch_.anchors) {
            float north = anchor.latitude - found.latitude;
            if (std::abs(north) > kNearDegrees || anchor.name == self) continue;
            float east = (anchor.longitude - found.longitude) * found.shrink, square = north * north + east * east;
            if (square > kNearDegrees * kNearDegrees) continue;
            ++near;
            if (square > kVeryNearDegrees * kVeryNearDegrees) continue;
            if (very_near < kMost) ++very_near;
            neighbor |= stand_joined(self, anchor.name);
            if (very_near == kMost && (neighbor || scratch_.joined.empty())) break;
        }
        return (neighbor ? kJoinedNear : 0) + very_near * kVeryNear + (only_very_near ? 0 : std::min(std::max(0, near - very_near), kMost - very_near) * kNear);
    }

    bool stand_joined(uint32_t name, uint32_t other) const {
        return std::any_of(scratch_.joined.begin(), scratch_.joined.end(), [&](const auto& pair) { return pair == std::pair{name, other} || pair == std::pair{other, name}; });
    }

    /// Is a place very near that stands joined to it: "Rittman and Seville"?
    bool is_joined_near(const Scratch::Name& name, const Row& found) const {
        auto self = static_cast<uint32_t>(&name - scratch_.names.data());
        return found.has_point && std::any_of(scratch_.anchors.begin(), scratch_.anchors.end(), [&](const auto& anchor) {
            if (!stand_joined(self, anchor.name)) return false;
            float north = anchor.latitude - found.latitude, east = (anchor.longitude - found.longitude) * found.shrink;
            return north * north + east * east <= kVeryNearDegrees * kVeryNearDegrees;
        });
    }

    /// The places that near() looks at: those that are sure.
    void find_anchors() {
        scratch_.anchors.clear();
        auto most = std::min(kMostLookedAt, scratch_.names.size());
        for (uint32_t n = 0; n < most; ++n) {
            const auto& name = scratch_.names[n];
            if (name.chosen == nullptr || !name.sure) continue;
            const Row& there = *name.chosen;
            if (there.list != kCountries && there.has_point) scratch_.anchors.push_back({n, there.latitude, there.longitude});
        }
    }

    std::span<const Row> rows_of(const Scratch::Name& name) const { return std::span(scratch_.rows).subspan(name.begin, name.end - name.begin); }
    /// The rows of a place's name.
    std::span<const Row> rows_of(size_t place) const { return rows_of(scratch_.names[scratch_.places[place].name]); }
    /// What the surroundings of a name's mentions say for one of its rows.
    int own_of(const Row& row) const { return scratch_.own[static_cast<size_t>(&row - scratch_.rows.data())]; }

    /// Does another place stand right behind: "Alabama" behind "Birmingham, ", "Oregon" behind "Portland in "? It is the next.
    bool place_follows(size_t place) const {
        if (place + 1 == scratch_.places.size()) return false;
        uint32_t end = scratch_.places[place].mention->tokens.end;
        if (scratch_.places[place + 1].mention->tokens.begin != end + 1) return false;
        static const WordId kIn = hash_folded("in");
        if (article_.tokens[end].shape == Shape::Open) {  // "Magadi (Kenya)"
            uint32_t close = scratch_.places[place + 1].mention->tokens.end;
            return close < article_.tokens.size() && article_.tokens[close].shape == Shape::Close;
        }
        return article_.tokens[end].shape == Shape::Comma || article_.tokens[end].word == kIn;
    }

    /// What the place behind says of a row: it lies there, it does not, or nothing.
    int says_behind(size_t place, const Row& found) {
        if (!place_follows(place)) return 0;
        for (const Row& there : rows_of(place + 1)) {
            if (there.list > kAdmin1 || is_beside(place, found, there)) continue;
            if (there.list == kCountries) {
                if (there.country == found.country && found.list != kCountries) return kBehind;
                continue;
            }
            if (found.list <= kStateAbbreviations || found.country != there.country) continue;
            if (found.region != 0 && (found.region == there.name || found.region == there.code)) return kBehind;
            if (found.region == 0) return kBehind / 2;
        }
        return 0;
    }

    /// Is the one a country, state or province in which the other lies?
    static bool contains(const Row& there, const Row& found) {
        if (there.list > kAdmin1 || there.country != found.country) return false;
        return there.list == kCountries ? found.list != kCountries : found.region != 0 && (found.region == there.name || found.region == there.code);
    }

    /// "Stroud, Ontario" when the lists know a Stroud in England alone: is the row of a town not where the place behind says?
    bool lies_elsewhere(size_t place, const Row& found) {
        if (kLists[found.list].subkind != Subkind::City || found.prior >= kFamous || !place_follows(place) || says_behind(place, found) == kBehind) return false;
        const Row* chosen = scratch_.names[scratch_.places[place + 1].name].chosen;
        if (chosen == nullptr || possessive_follows(place + 1)) return false;
        // What is shortened is in no enumeration: "at Trois-Rivières, Que., and Dalhousie, N.B.".
        if (chosen->list != kStateAbbreviations && (joined(place + 1, place + 2) || (place > 0 && joined(place - 1, place)))) return false;
        const Row& there = *chosen;
        if (there.list > kAdmin1 || there.country == 0) return false;
        if (there.country != found.country) return true;
        static const uint16_t kUnitedStates = country_code("US");
        return there.list != kCountries && there.country == kUnitedStates && found.region != 0 && found.region != there.name && found.region != there.code;
    }

    /// "Atlanta, Georgia": does the place before, that this one follows as what it lies in, lie in this row?
    int says_before(size_t place, const Row& found) {
        if (place == 0 || found.list == kCountries || found.list > kAdmin1 || !place_follows(place - 1)) return 0;
        // "Bradford, Ontario": in whatever Bradford, what stands there is no town.
        bool alone = !joined(place, place + 1) && !(place > 1 && joined(place - 2, place - 1)) && article_.tokens[scratch_.places[place - 1].mention->tokens.end].shape == Shape::Comma;
        int score = alone && !possessive_follows(place) ? kContains + (found.list == kStates ? kContains / 2 : 0) : 0;
        for (const Row& there : rows_of(place - 1)) {
            bool inside = there.list < kFirstOfGazetteer && there.country == found.country && there.region != 0 && (there.region == found.name || there.region == found.code);
            if (inside && there.prior >= kWellKnown) return score + kBehind / 2;
        }
        return score;
    }
    bool possessive_follows(size_t place) const {
        uint32_t end = scratch_.places[place].mention->tokens.end;
        return end < article_.tokens.size() && article_.tokens[end].shape == Shape::Possessive;
    }

    /// Are the two places behind one another with nothing but a comma or "and" between them?
    bool joined(size_t place, size_t next) const {
        if (next >= scratch_.places.size()) return false;
        uint32_t from = scratch_.places[place].mention->tokens.end, to = scratch_.places[next].mention->tokens.begin;
        constexpr uint32_t kLongest = 5;
        if (from >= to || to - from > kLongest) return false;
        static const WordId kAnd = hash_folded("and"), kOr = hash_folded("or");
        auto joins = [&](const Token& token) { return token.shape == Shape::Comma || token.word == kAnd || token.word == kOr; };
        // "Latakia (5), Idlib (3) and Hama (2)"
        if (to - from > 2 && article_.tokens[from].shape == Shape::Open && article_.tokens[from + 2].shape == Shape::Close && (article_.tokens[from + 1].shape == Shape::Day || article_.tokens[from + 1].shape == Shape::Integer)) from += 3;
        return from < to && to - from <= 2 && std::all_of(article_.tokens.begin() + from, article_.tokens.begin() + to, joins);
    }

    /// "Niger, Nigeria and Togo", "Oklahoma, Pennsylvania": what could be of one sort with the place behind is beside it, and no
    /// state or village in it. `found` is a row of the first, `there` one of the place behind.
    bool is_beside(size_t place, const Row& found, const Row& there) {
        if (there.list == kStateAbbreviations) return false;
        auto is_sort = [&](const Row& one) {
            return there.list == kCountries ? one.list == kCountries : one.country == there.country && (one.list == kStates || (one.list == kAdmin1 && there.list == kAdmin1));
        };
        auto rows = rows_of(place);
        if (std::none_of(rows.begin(), rows.end(), is_sort)) return false;
        return found.list >= kFirstOfGazetteer || (place > 0 && joined(place - 1, place)) || joined(place + 1, place + 2);
    }

    Subkind noun_at(uint32_t token, bool before) const { return place_noun_at(article_, token, before); }

    /// What a noun beside a place says that it is: "the state of", "Washington state".
    Subkind kind_beside(const Mention& mention) const {
        static const WordId kOf = hash_folded("of");
        uint32_t begin = mention.tokens.begin, end = mention.tokens.end;
        if (begin >= 2 && article_.tokens[begin - 1].word == kOf && !article_.tokens[begin].starts_sentence)
            if (Subkind said = noun_at(begin - 2, true); said != Subkind::None) return said;
        if (end >= article_.tokens.size() || article_.tokens[end].starts_sentence) return Subkind::None;
        if (Subkind said = noun_at(end, false); said != Subkind::None) return said;
        // "Georgia the country," but not "in Georgia the state legislature".
        static const WordId kThe = hash_folded("the");
        if (article_.tokens[end].word != kThe || end + 1 >= article_.tokens.size()) return Subkind::None;
        bool alone = end + 2 == article_.tokens.size() || article_.tokens[end + 2].starts_sentence || (article_.tokens[end + 2].shape >= Shape::Comma && article_.tokens[end + 2].shape <= Shape::Close);
        return alone ? noun_at(end + 1, false) : Subkind::None;
    }

    /// What a noun beside an enumeration says of all in it: "the states of Texas and Georgia", "Manicaland and Midlands provinces".
    Subkind kind_beside_all(size_t place) const {
        size_t first = place, last = place;
        while (first > 0 && place - first < kLongestEnumeration && joined(first - 1, first)) --first;
        while (last - place < kLongestEnumeration && joined(last, last + 1)) ++last;
        uint32_t here = scratch_.places[place].mention->tokens.end;
        if (first == last)
            if (Subkind said = noun_before_examples(scratch_.places[place].mention->tokens.begin); said != Subkind::None) return said;
        if (first == last) return here < article_.tokens.size() && article_.tokens[here].shape == Shape::Comma ? noun_behind_enumeration(article_, here) : Subkind::None;
        static const WordId kOf = hash_folded("of");
        uint32_t begin = scratch_.places[first].mention->tokens.begin, end = scratch_.places[last].mention->tokens.end;
        if (begin >= 2 && article_.tokens[begin - 1].word == kOf && is_plural(begin - 2))
            if (Subkind said = noun_at(begin - 2, true); said != Subkind::None) return said;
        if (Subkind said = noun_before_examples(begin); said != Subkind::None) return said;
        return noun_behind_enumeration(article_, end);
    }
    /// "Nine of 32 districts, among them Ungheni", "provinces such as Punjab and Sindh".
    Subkind noun_before_examples(uint32_t begin) const {
        static const WordId kAmong = hash_folded("among"), kThem = hash_folded("them"), kSuch = hash_folded("such"), kAs = hash_folded("as"), kIncluding = hash_folded("including"), kLike = hash_folded("like");
        auto is = [&](uint32_t back, WordId word) { return begin >= back && article_.tokens[begin - back].word == word; };
        uint32_t noun = begin;
        if ((is(1, kThem) && is(2, kAmong)) || (is(1, kAs) && is(2, kSuch))) noun -= 2;
        else if (is(1, kIncluding) || is(1, kLike)) noun -= 1;
        else return Subkind::None;
        if (noun > 0 && article_.tokens[noun - 1].shape == Shape::Comma) --noun;
        return noun > 0 && !starts_between(noun, begin) && is_plural(noun - 1) ? noun_at(noun - 1, true) : Subkind::None;
    }
    bool starts_between(uint32_t from, uint32_t to) const {
        return std::any_of(article_.tokens.begin() + from, article_.tokens.begin() + to, [](const Token& token) { return token.starts_sentence; });
    }
    /// Is the noun at this token a plural: "states"?
    bool is_plural(uint32_t token) const { return article_.text(token).ends_with('s'); }

    /// What the surroundings of one mention say for a row.
    int surroundings(size_t place, const Row& found) {
        const Mention& mention = *scratch_.places[place].mention;
        int score = says_behind(place, found) + says_before(place, found);
        Subkind kind = kLists[found.list].subkind;
        Subkind said = kind_beside(mention);
        if (said == Subkind::None) said = kind_beside_all(place);
        if (said != Subkind::None) {
            // "In the Aileu district" says nothing of "Aileu" elsewhere, see told().
            bool twin = found.list == kAdmin1 && !is_state(found) && seat_of(rows_of(place), found) != kNoEvidence;
            if (said == kind && !twin) score += kBesideNoun;
        } else if ((mention.subkind == kind || (mention.subkind == Subkind::City && kind == Subkind::Other)) && mention.sure != Sureness::Possible) {  // "in Tooting"
            // That "Georgia" is a country's name is no evidence that it is not the state's.
            if (found.list == kCountries && scratch_.names[scratch_.places[place].name].of_two) return score + beside(place, found);
            score += kRuleSays;
        }
        return score + beside(place, found);
    }
    /// What the places before and behind say for a row of one.
    int beside(size_t place, const Row& found) {
        int score = included(place, found);
        if (place > 0) score += same_sort(place - 1, place, found, place - 1);
        if (place + 1 < scratch_.places.size()) score += same_sort(place, place + 1, found, place + 1);
        return score;
    }

    /// Does "including", with hardly more, stand between a place and the next: "in Washington, including one in Tacoma"?
    bool includes(size_t place) const {
        static const std::array<WordId, 5> kIncluding = {hash_folded("including"), hash_folded("notably"), hash_folded("especially"), hash_folded("particularly"), hash_folded("mainly")};
        constexpr uint32_t kLongest = 5;
        if (place + 1 >= scratch_.places.size()) return false;
        uint32_t at = scratch_.places[place].mention->tokens.end, end = scratch_.places[place + 1].mention->tokens.begin;
        if (at < end && article_.tokens[at].shape == Shape::Comma) ++at;
        if (at >= end || end - at > kLongest || std::find(kIncluding.begin(), kIncluding.end(), article_.tokens[at].word) == kIncluding.end()) return false;
        return std::all_of(article_.tokens.begin() + at, article_.tokens.begin() + end, [](const Token& token) { return token.shape == Shape::Lower && !token.starts_sentence; });
    }
    /// "Stores in Washington, including Federal Way and Vancouver": the state is meant in which a town of the enumeration lies, and the
    /// towns that lie in it.
    int included(size_t place, const Row& found) const {
        if (scratch_.including.empty()) return 0;
        if (found.list == kStates || found.list == kAdmin1) {
            if (!std::binary_search(scratch_.including.begin(), scratch_.including.end(), place)) return 0;
            for (size_t p = place + 1; p < scratch_.places.size() && p - place <= kLongestEnumeration && (p == place + 1 || joined(p - 1, p)); ++p) {
                auto rows = rows_of(p);
                if (std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.list < kFirstOfGazetteer && contains(found, row); })) return kIncluded;
            }
            return 0;
        }
        if (found.region == 0) return 0;
        size_t first = place;
        while (first > 0 && place - first < kLongestEnumeration && joined(first - 1, first)) --first;
        if (first == 0 || !std::binary_search(scratch_.including.begin(), scratch_.including.end(), first - 1)) return 0;
        auto rows = rows_of(first - 1);
        return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.list != kCountries && contains(row, found); }) ? kIncluded : 0;
    }

    /// "Utah, Washington and Wisconsin": of two places in a row, is one, `other`, of one sort with a row of the other? What can
    /// be nothing else, "Adamawa" beside "Gombe", says the more.
    int same_sort(size_t place, size_t next, const Row& found, size_t other) {
        if (!joined(place, next)) return 0;
        auto rows = rows_of(other);
        auto is_sort = [&](const Row& there) { return kLists[there.list].subkind == kLists[found.list].subkind && (there.country == found.country || found.list == kCountries); };
        if (std::none_of(rows.begin(), rows.end(), is_sort)) return 0;
        auto is_city = [](const Row& there) { return kLists[there.list].subkind == Subkind::City && there.list < kFirstOfGazetteer; };
        bool division = found.list == kAdmin1 || found.list == kStates;
        return division && std::none_of(rows.begin(), rows.end(), is_city) ? kAmongDivisions : kSameSort;
    }

    /// "SINGAPORE (AP) —", "KUWAIT: Sheikh ...": is it where a report comes from?
    bool is_dateline(const Mention& mention) const {
        uint32_t begin = mention.tokens.begin, end = mention.tokens.end;
        if (article_.tokens[begin].shape != Shape::Upper || end == article_.tokens.size() || article_.tokens[begin].all_caps) return false;
        uint32_t at = article_.tokens[begin].bytes.begin;
        if (at != 0 && article_.document.text()[at - 1] != '\n') return false;
        Shape next = article_.tokens[end].shape;
        if (next == Shape::Comma) return end + 1 < article_.tokens.size() && is_capitalised(article_.tokens[end + 1]);
        return next == Shape::Colon || next == Shape::Open || next == Shape::Dash || next == Shape::Hyphen;
    }
    /// Is the country's capital called like it: Singapore, Kuwait City?
    bool is_called_like_capital(EntryId country) const {
        std::string_view name = lexicon_.name(country), capital = lexicon_.field(country, "capital");
        return !name.empty() && capital.starts_with(name) && (capital.size() == name.size() || capital.substr(name.size()) == " City");
    }

    /// Does a noun beside a place, or beside the enumeration that it stands in, say that it is a division?
    bool is_division_beside(size_t place) const {
        Subkind said = kind_beside(*scratch_.places[place].mention);
        return (said == Subkind::None ? kind_beside_all(place) : said) == Subkind::Region;
    }

    /// "Yobe, Adamawa, Gombe, Bauchi and Taraba": does a place stand among two of its country at least that can be nothing but a state
    /// or province?
    bool is_among_divisions(size_t place, uint16_t country) const {
        size_t first = place, last = place;
        while (first > 0 && place - first < kLongestEnumeration && joined(first - 1, first)) --first;
        while (last - place < kLongestEnumeration && joined(last, last + 1)) ++last;
        int divisions = 0;
        for (size_t p = first; p <= last && first != last; ++p) {
            auto rows = rows_of(p);
            bool division = std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.list == kAdmin1 && row.country == country; });
            bool city = std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return kLists[row.list].subkind == Subkind::City && row.country == country; });
            divisions += division && !city ? 1 : 0;
        }
        return divisions >= 2;
    }

    /// The division called like the city that was chosen, where a noun beside the mention says so: "in the Aileu district".
    const Row* told(size_t place, const Row* chosen) const {
        if (chosen == nullptr || kLists[chosen->list].subkind != Subkind::City || !(is_division_beside(place) || is_among_divisions(place, chosen->country))) return chosen;
        auto is_division = [&](const Row& row) { return row.subkind == Subkind::Region && row.country == chosen->country && (row.region == chosen->region || row.name == chosen->region || is_near(row, *chosen)); };
        auto rows = rows_of(place);
        auto division = std::find_if(rows.begin(), rows.end(), is_division);
        return division == rows.end() ? chosen : &*division;
    }

    /// The sense of one mention: its name's, unless the place behind it or a noun beside it says that another is meant.
    const Row* own_sense(size_t place, const Scratch::Name& name) {
        if (name.end - name.begin < 2) return name.chosen;
        const Row* best = name.chosen;
        int highest = kNoEvidence;
        auto take = [&](auto is_meant) {
            if (name.chosen != nullptr && is_meant(*name.chosen)) return;
            for (const Row& found : rows_of(name)) {
                if (found.prior > highest && is_meant(found)) {
                    highest = found.prior;
                    best = &found;
                }
            }
        };
        if (place_follows(place)) take([&](const Row& found) { return says_behind(place, found) == kBehind; });
        // "Tbilisi, Georgia" in an article about Atlanta, Georgia.
        if (highest == kNoEvidence && place > 0 && place_follows(place - 1)) {
            auto before = rows_of(place - 1);
            auto there = std::find_if(before.begin(), before.end(), [&](const Row& row) { return row.entry == scratch_.places[place - 1].mention->value.entry; });
            if (there != before.end() && there->prior >= kWellKnown && !(place > 1 && joined(place - 2, place - 1))) take([&](const Row& found) { return contains(found, *there); });
        }
        // "Georgia the country, not Georgia the state": the name's sense is the one of the two that a noun asks for elsewhere.
        if (highest != kNoEvidence || name.chosen == nullptr || own_of(*name.chosen) < kBesideNoun) return best;
        Subkind said = kind_beside(*scratch_.places[place].mention);
        if (said != Subkind::None) take([&](const Row& found) { return kLists[found.list].subkind == said && found.list < kFirstOfGazetteer; });
        return best;
    }

    const Article& article_;
    const Lexicon& lexicon_;
    std::vector<Mention>& mentions_;
    Scratch& scratch_;
};

}  // namespace

Subkind subkind_of_head(const Article& article, TokenSpan name) {
    if (name.end == name.begin + 1 && article.tokens[name.begin].shape == Shape::Alphanumeric) return Subkind::Facility;  // "the M25"
    thread_local ListBits<2> heads({"place-head", "place-head-before"});
    heads.prepare(article.lexicon);
    for (size_t list = 0; list < 2; ++list) {
        LabelId label = heads.label(list);
        auto type = [&](TokenSpan head) { return parse_subkind(Kind::Place, article.lexicon.field(article.lexicon.find_entry(article.tokens, head, label), "type")).value_or(Subkind::Other); };
        // "Community Center" is no "Center".
        auto hit = std::lower_bound(article.hits.names.begin(), article.hits.names.end(), name.begin, [](const LexiconHit& one, uint32_t begin) { return one.tokens.begin < begin; });
        for (; hit != article.hits.names.end() && hit->tokens.begin < name.end; ++hit)
            if (hit->label == label && hit->tokens.end == name.end) return type(hit->tokens);
        for (uint32_t i = name.end; i-- > name.begin;)
            if (heads.has(article.hits, i, list)) return type({i, i + 1});
    }
    return Subkind::None;
}

Subkind noun_behind_enumeration(const Article& article, uint32_t end) {
    static const WordId kAnd = hash_folded("and"), kOr = hash_folded("or");
    constexpr uint32_t kLongest = 30;
    auto joins = [&](const Token& token) { return token.shape == Shape::Comma || token.word == kAnd || token.word == kOr; };
    const auto& tokens = article.tokens;
    bool name = true;  // what stands before `i` is one, and no comma or "and"
    uint32_t i = end;
    for (; i < std::min(end + kLongest, static_cast<uint32_t>(tokens.size())) && !tokens[i].starts_sentence; ++i) {
        bool joined = joins(tokens[i]);
        if (!joined && !is_capitalised(tokens[i]) && tokens[i].shape != Shape::Hyphen) break;
        name = !joined;
    }
    if (i == tokens.size() || tokens[i].starts_sentence || !name || !article.text(i).ends_with('s')) return Subkind::None;
    return place_noun_at(article, i, false);
}

void choose_place_senses(const Article& article, std::vector<Mention>& mentions) {
    thread_local Chooser::Scratch scratch;
    Chooser(article, mentions, scratch).run();
}

}  // namespace nutgraf
