#include "dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "calendar.h"

namespace nutgraf {
namespace {

using std::chrono::days;

// ---------------------------------------------------------------- words

/// Words that the reader knows by themselves; those with a value stand in lexicons/dates.
enum class Word : uint8_t {
    None, A, Half, And, Of, Every, Per, Other, Times, Ago, From, Later, After, Earlier, Before,
    Early, Late, Mid, StartOf, MiddleOf, EndOf, Future, Soon, Old, Long,
};

Word find_word(WordId id) {
    struct Row {
        WordId id;
        Word word;
    };
    static const auto table = [] {
        std::vector<Row> rows;
        auto add = [&](Word word, std::initializer_list<const char*> list) {
            for (const char* text : list) rows.push_back({word_id(text), word});
        };
        add(Word::A, {"a", "an", "another"});
        add(Word::Half, {"half"});
        add(Word::And, {"and"});
        add(Word::Of, {"of"});
        add(Word::Every, {"every", "each"});
        add(Word::Per, {"per"});
        add(Word::Other, {"other"});
        add(Word::Times, {"once", "twice", "times"});
        add(Word::Ago, {"ago"});
        add(Word::From, {"from"});
        add(Word::Later, {"later"});
        add(Word::After, {"after"});
        add(Word::Earlier, {"earlier"});
        add(Word::Before, {"before"});
        add(Word::Early, {"early"});
        add(Word::Late, {"late"});
        add(Word::Mid, {"mid"});
        add(Word::StartOf, {"start", "beginning"});
        add(Word::MiddleOf, {"middle"});
        add(Word::EndOf, {"end", "close"});
        add(Word::Future, {"future"});
        add(Word::Soon, {"soon"});
        add(Word::Long, {"long"});
        add(Word::Old, {"old", "age"});
        std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
        return rows;
    }();
    auto found = std::lower_bound(table.begin(), table.end(), id, [](const Row& row, WordId wanted) { return row.id < wanted; });
    return found != table.end() && found->id == id ? found->word : Word::None;
}

/// What a list says of a token that stands in a date.
enum class Role : uint8_t { None, Month, Weekday, Unit, Daypart, Season, Quarter, Holiday, Pointer, Count, Ordinal, Frequency, Decade, Era, ClockWord, Zone, Relative };

/// The roles of the lexicon's labels, and the entry of a token with one.
class Roles {
public:
    explicit Roles(const Lexicon& lexicon) : roles_(lexicon.label_count(), Role::None) {
        constexpr std::pair<std::string_view, Role> kNames[] = {
            {"month", Role::Month},       {"weekday", Role::Weekday},          {"date-unit", Role::Unit},        {"daypart", Role::Daypart},
            {"season", Role::Season},     {"quarter", Role::Quarter},          {"holiday", Role::Holiday},       {"date-pointer", Role::Pointer},
            {"date-count", Role::Count},  {"date-ordinal", Role::Ordinal},     {"frequency", Role::Frequency},   {"decade", Role::Decade},
            {"era", Role::Era},           {"clock-word", Role::ClockWord},     {"timezone", Role::Zone},         {"relative", Role::Relative},
        };
        for (auto [name, role] : kNames)
            if (LabelId label = lexicon.find_label(name); label != kNoLabel) roles_[label] = role;
    }
    Role of(LabelId label) const { return roles_[label]; }

private:
    std::vector<Role> roles_;
};

int parse_int(std::string_view text) {
    int value = 0;
    for (char c : text)
        if (c >= '0' && c <= '9' && value < 100000000) value = value * 10 + (c - '0');
    return value;
}

// ---------------------------------------------------------------- reading

/// One unit of time by its TIMEX3 letters, as in date-unit.tsv.
enum class Unit : uint8_t { None, Second, Minute, Hour, Day, Night, Weekend, Week, Fortnight, Month, Quarter, Half, Season, Year, Decade, Century, Millennium };

Unit parse_unit(std::string_view letters) {
    constexpr std::pair<std::string_view, Unit> kUnits[] = {
        {"PTS", Unit::Second}, {"PTM", Unit::Minute}, {"PTH", Unit::Hour}, {"PD", Unit::Day}, {"PN", Unit::Night}, {"PWE", Unit::Weekend}, {"PW", Unit::Week},
        {"PF", Unit::Fortnight}, {"PM", Unit::Month}, {"PQ", Unit::Quarter}, {"PH", Unit::Half}, {"PSE", Unit::Season}, {"PY", Unit::Year},
        {"PE", Unit::Decade}, {"PCE", Unit::Century}, {"PML", Unit::Millennium}};
    for (auto [name, unit] : kUnits)
        if (name == letters) return unit;
    return Unit::None;
}

constexpr int kOpen = -100000;  // a year, month, day, ... that is not said
constexpr double kNoCount = -1;
constexpr double kVague = -2;  // "several"

/// What the words of one mention say, before it is known which day they mean.
struct Reading {
    int year = kOpen;  // negative: B.C.
    int month = 0, day = 0, weekday = 0;
    int hour = kOpen, minute = kOpen, second = kOpen;
    int decade = kOpen;   // 199: the 1990s
    int century = kOpen;  // 20: the 20th
    int quarter = 0;      // 1-4
    int half = 0;         // 1-2
    std::string_view season, daypart;
    EntryId holiday = kNoEntry;
    EntryId frequency = kNoEntry;
    double count = kNoCount;
    Unit unit = Unit::None;
    bool plural = false;     // the unit or weekday is: "months", "Tuesdays"
    bool pointed = false;    // this, last, next, ...
    int steps = 0;
    bool from_last = false;  // "that year": steps count from the date last named
    int year_steps = kOpen;  // "of next year"; the year's own pointer
    bool year_from_last = false;
    int week_steps = kOpen;  // "Tuesday of next week"
    int ordinal = 0;         // "third week of"; -1 the last
    Unit ordinal_unit = Unit::None;
    enum class Way : uint8_t { None, Ago, FromNow, Later, Earlier } way = Way::None;
    std::string_view reference;  // PRESENT_REF, PAST_REF, FUTURE_REF
    int shift = kOpen;           // today, yesterday: days from the reference
    bool every = false, other = false, often = false;
    std::string_view modifier;

    bool has_time() const { return hour != kOpen || !daypart.empty(); }
    bool explicit_day() const { return year != kOpen && month != 0 && day != 0; }
};

class Reader {
public:
    /// `entries` is scratch, kept from one reader to the next.
    Reader(const Article& article, const Roles& roles, TokenSpan span, std::vector<EntryId>& entries)
        : article_(article), roles_(roles), entries_(entries), span_(span), at_(span.begin) {
        const auto& names = article.hits.names;
        name_ = static_cast<size_t>(std::lower_bound(names.begin(), names.end(), span.begin, [](const LexiconHit& hit, uint32_t begin) { return hit.tokens.begin < begin; }) - names.begin());
    }

    Reading read() {
        while (at_ < span_.end) item();
        finish();
        return reading_;
    }

private:
    const Token& token(uint32_t i) const { return article_.tokens[i]; }
    bool inside(uint32_t i) const { return i < span_.end; }
    Word word_at(uint32_t i) const { return inside(i) ? find_word(token(i).word) : Word::None; }

    struct Listed {
        Role role = Role::None;
        EntryId entry = kNoEntry;
        uint32_t end = 0;
    };
    /// The longest name of a date list at a token.
    Listed listed(uint32_t i) {
        Listed best;
        const auto& names = article_.hits.names;
        while (name_ < names.size() && names[name_].tokens.begin < i) ++name_;
        for (size_t n = name_; n < names.size() && names[n].tokens.begin == i; ++n)
            if (Role role = roles_.of(names[n].label); role != Role::None && names[n].tokens.end <= span_.end && names[n].tokens.end > best.end) best = {role, names[n].entry, names[n].tokens.end};
        if (best.role != Role::None) return best;
        for (size_t image = 0; image < article_.lexicon.image_count(); ++image)
            for (LabelId label : article_.lexicon.label_set(image, article_.hits.sets[i][image]))
                if (Role role = roles_.of(label); role != Role::None && better(role, best.role)) {
                    article_.lexicon.find_entries(article_.tokens, {i, i + 1}, label, entries_);
                    if (!entries_.empty()) best = {role, entries_.front(), i + 1};
                }
        return best;
    }
    /// Of two roles of one word: "second" counts before it is a unit, "noon" is a clock word before it is a part of the day.
    bool better(Role role, Role than) const {
        if (than == Role::None) return true;
        auto rank = [&](Role r) {
            if (r == Role::Ordinal && !counted_) return 2;  // "the second quarter", "one second"
            return r == Role::ClockWord ? 0 : r == Role::Zone ? 1 : r == Role::Unit ? 3 : r == Role::Pointer ? 4 : 5;
        };
        return rank(role) < rank(than);
    }
    Role role_at(uint32_t i) { return inside(i) ? listed(i).role : Role::None; }
    std::string_view value(EntryId entry) const { return article_.lexicon.field(entry, "value"); }
    static bool is_number(Shape shape) { return shape >= Shape::Day && shape <= Shape::Fraction; }

    uint32_t after_hyphen(uint32_t i) const { return inside(i) && (token(i).shape == Shape::Hyphen || find_word(token(i).word) == Word::Of) ? i + 1 : i; }

    void item() {
        const Token& here = token(at_);
        switch (here.shape) {
            case Shape::IsoDate: return iso_date();
            case Shape::SlashDate: return slash_date();
            case Shape::Clock: return clock();
            case Shape::Decade: return decade();
            case Shape::Ordinal: return ordinal(parse_int(article_.text(at_)), at_ + 1);
            case Shape::Day: case Shape::Year: case Shape::Integer: case Shape::Decimal: case Shape::Fraction: return number();
            default: break;
        }
        Word word = find_word(here.word);
        if (word == Word::A && (role_at(at_ + 1) != Role::Unit || counted_)) word = counted_ || role_at(at_ + 1) == Role::Count ? Word::None : word;
        switch (word) {
            case Word::A:
                if (reading_.often) break;
                reading_.count = 1;
                counted_ = true;
                ++at_;
                return;
            case Word::Half:
                if (pending_ordinal_ && (reading_.ordinal == 1 || reading_.ordinal == 2)) {  // "the second half of 2014"
                    reading_.half = reading_.ordinal;
                    reading_.ordinal = 0;
                    pending_ordinal_ = false;
                    break;
                }
                if (word_at(at_ + 1) == Word::Of || (inside(at_ + 1) && word_at(at_ + 1) != Word::A && role_at(after_hyphen(at_ + 1)) != Role::Unit)) break;
                reading_.count = reading_.count == kNoCount ? 0.5 : reading_.count + 0.5;
                counted_ = true;
                at_ += word_at(at_ + 1) == Word::A ? 2u : 1u;
                return;
            case Word::Every: case Word::Per: reading_.every = true; break;
            case Word::Other: reading_.other = true; break;
            case Word::Times: reading_.often = true; reading_.every = true; reading_.count = kNoCount; break;
            case Word::Ago: reading_.way = Reading::Way::Ago; break;
            case Word::From: reading_.way = Reading::Way::FromNow; at_ = span_.end; return;
            case Word::Later: later_or_earlier(Reading::Way::Later, "END"); break;
            case Word::After: reading_.way = Reading::Way::Later; break;
            case Word::Earlier: later_or_earlier(Reading::Way::Earlier, "START"); break;
            case Word::Before: reading_.way = Reading::Way::Earlier; break;
            case Word::Early: case Word::StartOf: reading_.modifier = "START"; break;
            case Word::Mid: case Word::MiddleOf: reading_.modifier = "MID"; break;
            case Word::Late: case Word::EndOf: reading_.modifier = "END"; break;
            case Word::Future: case Word::Soon: reading_.reference = "FUTURE_REF"; break;
            default: return list_word();
        }
        ++at_;
    }

    /// "Two days later" counts; "later this month" only bounds.
    void later_or_earlier(Reading::Way way, std::string_view modifier) {
        if (reading_.unit != Unit::None && !reading_.pointed) reading_.way = way;
        else reading_.modifier = modifier;
    }

    void list_word() {
        Listed hit = listed(at_);
        uint32_t here = at_;
        at_ = hit.role == Role::None ? at_ + 1 : hit.end;
        switch (hit.role) {
            case Role::None: break;
            case Role::Month:
                reading_.month = parse_int(value(hit.entry));
                if (pending_ordinal_ && reading_.ordinal_unit == Unit::None && reading_.ordinal > 0) {  // the first of March
                    reading_.day = reading_.ordinal;
                    reading_.ordinal = 0;
                }
                break;
            case Role::Weekday: {
                reading_.weekday = parse_int(value(hit.entry));
                std::string_view text = article_.text(here);
                reading_.plural = text.back() == 's' && text.ends_with("days");
                break;
            }
            case Role::Unit: unit(parse_unit(value(hit.entry)), here); break;
            case Role::Daypart: daypart(value(hit.entry), here); break;
            case Role::Season: reading_.season = value(hit.entry); break;
            case Role::Quarter: {
                std::string_view code = value(hit.entry);
                (code[0] == 'Q' ? reading_.quarter : reading_.half) = code[1] - '0';
                break;
            }
            case Role::Holiday: reading_.holiday = hit.entry; break;
            case Role::Pointer: pointer(hit.entry); break;
            case Role::Count: count_word(hit.entry); break;
            case Role::Ordinal: {
                int number = value(hit.entry) == "-1" ? -1 : parse_int(value(hit.entry));
                at_ = hit.end;
                // "the last two weeks", "last Tuesday": a pointer; "the last week of March": an ordinal.
                if (number == -1 && !ordinal_of()) return pointer_steps(-1, false);
                if (tens_ != 0) {
                    number += tens_;
                    reading_.count = kNoCount;
                    counted_ = false;
                }
                return ordinal(number, hit.end);
            }
            case Role::Frequency: reading_.frequency = hit.entry; break;
            case Role::Decade: reading_.decade = parse_int(value(hit.entry)); break;
            case Role::Era:
                take_pending_year();
                if (value(hit.entry) == "BC" && reading_.year != kOpen) reading_.year = -std::abs(reading_.year);
                break;
            case Role::ClockWord: clock_word(value(hit.entry)); break;
            case Role::Zone: break;
            case Role::Relative: relative(hit.entry); break;
        }
    }

    /// Is an ordinal at the last token followed by a unit and "of"? "last week of", "final quarter of"
    bool ordinal_of() {
        uint32_t i = at_;
        while (inside(i) && (role_at(i) == Role::Count || is_number(token(i).shape) || token(i).shape == Shape::Hyphen)) ++i;
        return role_at(i) == Role::Unit && word_at(i + 1) == Word::Of;
    }

    void relative(EntryId entry) {
        std::string_view steps = value(entry);
        if (steps.ends_with("REF")) {
            reading_.reference = steps;
            return;
        }
        reading_.shift = steps[0] == '-' ? -parse_int(steps) : parse_int(steps);
        if (article_.lexicon.field(entry, "unit") == "night") reading_.daypart = "NI";
    }

    void pointer(EntryId entry) {
        std::string_view steps = value(entry);
        int number = steps[0] == '-' ? -parse_int(steps) : parse_int(steps);
        pointer_steps(number, article_.lexicon.field(entry, "base") == "last");
    }
    void pointer_steps(int number, bool from_last) {
        // "this past week": the second word decides; "that same day": the first does not add.
        if (reading_.pointed && pointer_open_) {
            reading_.steps += number;
            reading_.from_last |= from_last;
            return;
        }
        pointer_open_ = true;
        if (reading_.month != 0 || reading_.weekday != 0 || !reading_.season.empty() || reading_.holiday != kNoEntry || reading_.quarter != 0 || reading_.half != 0 ||
            reading_.ordinal != 0 || reading_.unit != Unit::None) {
            late_pointer_ = true;  // "August of that year", "Tuesday of next week"
            late_steps_ = number;
            late_from_last_ = from_last;
            return;
        }
        reading_.pointed = true;
        reading_.steps = number;
        reading_.from_last = from_last;
    }

    void unit(Unit found, uint32_t here) {
        pointer_open_ = false;
        std::string_view text = article_.text(here);
        if (pending_ordinal_ && reading_.ordinal_unit == Unit::None && !late_pointer_) {
            if (found == Unit::Century) {
                reading_.century = reading_.ordinal;
                reading_.ordinal = 0;
            } else if (found == Unit::Quarter) {
                reading_.quarter = reading_.ordinal == -1 ? 4 : reading_.ordinal;
                reading_.ordinal = 0;
            } else {
                reading_.ordinal_unit = found;
                if (reading_.count != kNoCount) {  // "the first ten months of": a length
                    reading_.unit = found;
                }
            }
            pending_ordinal_ = false;
            return;
        }
        if (late_pointer_) {
            late_pointer_ = false;
            if (found == Unit::Week) reading_.week_steps = late_steps_;
            else {
                reading_.year_steps = late_steps_;
                reading_.year_from_last = late_from_last_;
            }
            return;
        }
        if (found == Unit::Year && word_at(here) == Word::None && inside(here + 1) && token(here + 1).shape == Shape::Year && reading_.count == kNoCount) return;  // "the year 2010"
        if (reading_.month != 0 || !reading_.season.empty() || reading_.quarter != 0 || reading_.half != 0) {
            if (found == Unit::Year && reading_.year_steps == kOpen) reading_.year_steps = 0;  // "the first quarter of the year"
            return;
        }
        if (reading_.way == Reading::Way::None && reading_.unit != Unit::None && reading_.count != kNoCount && reading_.pointed) return;
        if (found == Unit::Night && (reading_.weekday != 0 || (reading_.pointed && reading_.count == kNoCount) || reading_.shift != kOpen || reading_.day != 0)) {
            reading_.daypart = "NI";
            return;
        }
        reading_.unit = found;
        reading_.plural = text.back() == 's' && found != Unit::None && text != "hrs";
    }

    void daypart(std::string_view code, uint32_t here) {
        if (code.size() == 5) {
            reading_.hour = parse_int(code.substr(0, 2));
            reading_.minute = parse_int(code.substr(3));
            return;
        }
        reading_.daypart = code;
        pointer_open_ = false;
        std::string_view text = article_.text(here);
        if (text.back() == 's') reading_.plural = true;
    }

    void count_word(EntryId entry) {
        std::string_view text = value(entry);
        if (text == "X") {
            reading_.count = kVague;
            counted_ = true;
            return;
        }
        double number = parse_int(text);
        if (inside(at_) && role_at(at_) == Role::ClockWord) {
            reading_.hour = static_cast<int>(number);
            return;
        }
        tens_ = number >= 20 && number <= 90 ? static_cast<int>(number) : 0;
        if (reading_.count == kVague) return;
        if (reading_.count == kNoCount) reading_.count = number;
        else if (number >= 100 || number == 12) reading_.count *= number;
        else reading_.count += number;
        counted_ = true;
    }

    void ordinal(int number, uint32_t end) {
        at_ = end;
        if (number == 0 || number < -1) return;
        uint32_t next = after_hyphen(at_);
        if (role_at(next) == Role::Month || reading_.month != 0 || (reading_.weekday != 0 && number > 0)) {
            if (reading_.day == 0 && number > 0 && number <= 31) reading_.day = number;
            return;
        }
        reading_.ordinal = number;
        pending_ordinal_ = true;
    }

    void number() {
        const Token& here = token(at_);
        std::string_view text = article_.text(at_);
        uint32_t next = at_ + 1;
        uint32_t joined = after_hyphen(next);
        Role joined_role = role_at(joined);
        Role next_role = role_at(next);
        if (next_role == Role::ClockWord && here.shape == Shape::Day) {
            reading_.hour = parse_int(text);
            at_ = next;
            return;
        }
        if (next_role == Role::Zone && (here.shape == Shape::Integer || here.shape == Shape::Year)) {
            int number = parse_int(text);
            reading_.hour = number / 100;
            reading_.minute = number % 100;
            at_ = next;
            return;
        }
        if (here.shape == Shape::Day && reading_.day == 0 && (reading_.month != 0 || joined_role == Role::Month)) {
            reading_.day = parse_int(text);
            at_ = next;
            return;
        }
        bool counts = joined_role == Role::Unit || joined_role == Role::Count || (inside(next) && token(next).shape == Shape::Fraction);
        if (here.shape == Shape::Year && !counts && reading_.year == kOpen) {
            reading_.year = parse_int(text);
            at_ = next;
            return;
        }
        double number = parse_number(text);
        if (here.shape == Shape::Fraction && reading_.count >= 0) reading_.count += number;
        else if (joined_role == Role::Era || (!counts && reading_.month != 0)) pending_year_ = static_cast<int>(std::min(number, 9999.0));
        else if (reading_.count == kNoCount || here.shape != Shape::Fraction) reading_.count = number;
        counted_ = true;
        at_ = next;
    }

    static double parse_number(std::string_view text) {
        double whole = 0, numerator = -1, scale = 1;
        bool decimals = false;
        for (size_t i = 0; i < text.size(); ++i) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                if (decimals) whole += (c - '0') * (scale /= 10);
                else whole = whole * 10 + (c - '0');
            } else if (c == '.') {
                decimals = true;
            } else if (c == '/') {
                numerator = whole;
                whole = 0;
            } else if (c != ',') {  // a vulgar fraction
                CodePoint point = decode(text, i);
                return whole + (point.value == 0xBC ? 0.25 : point.value == 0xBE ? 0.75 : 0.5);
            }
        }
        return std::min(numerator >= 0 && whole > 0 ? numerator / whole : whole, kMost);
    }
    static constexpr double kMost = 1e15;  // counts beyond mean no date

    void take_pending_year() {
        if (reading_.year != kOpen) return;
        if (pending_year_ != kOpen) reading_.year = pending_year_;
        else if (reading_.day != 0 && reading_.month == 0) reading_.year = reading_.day, reading_.day = 0;
        else if (reading_.count > 0) reading_.year = static_cast<int>(std::min(reading_.count, 9999.0)), reading_.count = kNoCount;
    }

    void clock() {
        std::string_view text = article_.text(at_++);
        size_t colon = text.find(':');
        reading_.hour = parse_int(text.substr(0, colon));
        reading_.minute = parse_int(text.substr(colon + 1, 2));
        if (text.size() > colon + 4) reading_.second = parse_int(text.substr(colon + 4));
    }

    void clock_word(std::string_view code) {
        if (code == "pm") {
            if (reading_.hour >= 1 && reading_.hour < 12) reading_.hour += 12;
        } else if (code == "am") {
            if (reading_.hour == 12) reading_.hour = 0;
        } else if (code.size() == 5) {
            reading_.hour = parse_int(code.substr(0, 2));
            reading_.minute = parse_int(code.substr(3));
        }
    }

    void decade() {
        std::string_view text = article_.text(at_++);
        std::string_view digits = text.substr(std::min(text.find_first_of("0123456789"), text.size()));
        int number = 0, count = 0;
        for (char c : digits)
            if (c >= '0' && c <= '9') number = number * 10 + (c - '0'), ++count;
        if (count == 2) number += 1900;
        if (number % 100 == 0 && number < 1900) reading_.century = number / 100 + 1;  // "the 1800s"
        else reading_.decade = number / 10;
    }

    void iso_date() {
        std::string_view text = article_.text(at_++);
        reading_.year = parse_int(text.substr(0, 4));
        reading_.month = parse_int(text.substr(5, 2));
        reading_.day = parse_int(text.substr(8, 2));
    }

    void slash_date() {
        std::string_view text = article_.text(at_++);
        std::array<int, 3> parts{};
        size_t part = 0, digits_of_first = text.find('/');
        for (char c : text) {
            if (c == '/') ++part;
            else if (part < 3) parts[part] = parts[part] * 10 + (c - '0');
        }
        if (digits_of_first == 4) {
            reading_.year = parts[0], reading_.month = parts[1], reading_.day = parts[2];
        } else {
            bool first_is_day = parts[0] > 12 || (parts[1] <= 12 && day_first_);
            reading_.day = first_is_day ? parts[0] : parts[1];
            reading_.month = first_is_day ? parts[1] : parts[0];
            reading_.year = parts[2] >= 100 ? parts[2] : parts[2] + (parts[2] < 50 ? 2000 : 1900);
        }
        if (reading_.month < 1 || reading_.month > 12 || reading_.day < 1 || reading_.day > 31) reading_.year = kOpen, reading_.month = 0, reading_.day = 0;
    }

    void finish() {
        // "99:99", "2021-13-40": what no clock or calendar has is not said.
        if (reading_.hour != kOpen && (reading_.hour > 24 || reading_.minute > 59 || reading_.second > 60)) reading_.hour = reading_.minute = reading_.second = kOpen;
        if (reading_.month < 0 || reading_.month > 12) reading_.month = reading_.day = 0;
        if (reading_.day > 31) reading_.day = 0;
        if (reading_.unit == Unit::Night && reading_.count == kNoCount && !reading_.plural && (reading_.month != 0 || reading_.weekday != 0 || reading_.shift != kOpen || reading_.pointed)) {
            reading_.unit = Unit::None;  // "the night of 3 May"
            reading_.daypart = "NI";
        }
        if (span_.end == span_.begin + 1 && reading_.pointed && reading_.steps < 0) reading_.reference = "PAST_REF";  // "recent", "the past"
        if (late_pointer_) {  // nothing followed: "Tuesday last"
            reading_.pointed = true;
            reading_.steps = late_steps_;
            reading_.from_last = late_from_last_;
        }
    }

public:
    bool day_first_ = false;

private:
    const Article& article_;
    const Roles& roles_;
    std::vector<EntryId>& entries_;
    TokenSpan span_;
    uint32_t at_;
    size_t name_ = 0;
    Reading reading_;
    bool counted_ = false, pending_ordinal_ = false, pointer_open_ = false;
    bool late_pointer_ = false, late_from_last_ = false;
    int late_steps_ = 0, tens_ = 0;
    int pending_year_ = kOpen;
};

// ---------------------------------------------------------------- tense

/// What the verbs around a date say: has it passed?
enum class Tense : uint8_t { Unknown, Past, Future };

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

// ---------------------------------------------------------------- writing

/// A date as far as it is known.
struct Moment {
    enum class Grain : uint8_t { None, Day, Week, Month, Year } grain = Grain::None;
    int year = 0;
    int month = 0;
    Days day{};  // when grain is Day
};

void append_number(std::string& out, int value, int digits) {
    char buffer[16];
    char* end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(std::max<std::ptrdiff_t>(0, digits - (end - buffer)), '0');
    out.append(buffer, end);
}

void append_year(std::string& out, int year) {
    if (year < 0) out += "BC";
    append_number(out, std::abs(year), 4);
}

void append_day(std::string& out, CalendarDate date) {
    append_number(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_number(out, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    out += '-';
    append_number(out, static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

void append_time(std::string& out, const Reading& reading) {
    if (reading.hour == kOpen) {
        if (!reading.daypart.empty()) {
            out += 'T';
            out += reading.daypart;
        }
        return;
    }
    out += 'T';
    append_number(out, reading.hour, 2);
    if (reading.minute != kOpen || reading.second == kOpen) {
        out += ':';
        append_number(out, reading.minute == kOpen ? 0 : reading.minute, 2);
    }
    if (reading.second != kOpen) {
        out += ':';
        append_number(out, reading.second, 2);
    }
}

/// "P3D", "PT30M", "PXY", "P2.5Y"
void append_duration(std::string& out, double count, Unit unit) {
    if (unit == Unit::Hour && count > 1 && count != std::floor(count)) {  // PT13H30M
        char buffer[48];
        int length = std::snprintf(buffer, sizeof buffer, "PT%.0fH%.0fM", std::floor(count), (count - std::floor(count)) * 60);
        out.append(buffer, std::min(static_cast<size_t>(length), sizeof buffer - 1));
        return;
    }
    if (unit == Unit::Second || unit == Unit::Minute || unit == Unit::Hour) out += "PT";
    else out += 'P';
    // Halves of the units whose smaller unit divides them: half an hour is PT30M, a fortnight P2W.
    if (unit == Unit::Hour && count == 0.5) count = 30, unit = Unit::Minute;
    if (unit == Unit::Year && count == 0.5) count = 6, unit = Unit::Month;
    if (unit == Unit::Minute && count == 0.5) count = 30, unit = Unit::Second;
    if (unit == Unit::Day && count == 0.5) {
        out = "PT";
        count = 12, unit = Unit::Hour;
    }
    if (unit == Unit::Century && count == 0.5) count = 5, unit = Unit::Decade;
    if (unit == Unit::Decade && count == 0.5) count = 5, unit = Unit::Year;
    if (unit == Unit::Fortnight && count > 0) count *= 2;
    if (unit == Unit::Half && count > 0) count *= 6;
    if (count == kVague || count == kNoCount) {
        out += 'X';
    } else if (count == std::floor(count)) {
        char buffer[32];
        int length = std::snprintf(buffer, sizeof buffer, "%.0f", count);
        out.append(buffer, std::min(static_cast<size_t>(length), sizeof buffer - 1));
    } else {
        char buffer[32];
        auto end = std::to_chars(buffer, buffer + sizeof buffer, std::round(count * 100) / 100).ptr;
        out.append(buffer, static_cast<size_t>(end - buffer));
    }
    switch (unit) {
        case Unit::Second: out += 'S'; break;
        case Unit::Minute: out += 'M'; break;
        case Unit::Hour: out += 'H'; break;
        case Unit::Week: case Unit::Fortnight: out += 'W'; break;
        case Unit::Weekend: out += "WE"; break;
        case Unit::Month: case Unit::Half: out += 'M'; break;
        case Unit::Quarter: out += 'Q'; break;
        case Unit::Season: out += "SE"; break;
        case Unit::Year: out += 'Y'; break;
        case Unit::Decade: out += 'E'; break;
        case Unit::Century: out += "CE"; break;
        case Unit::Millennium: out += "ML"; break;
        default: out += 'D'; break;
    }
}

// ---------------------------------------------------------------- resolving

/// Turns readings into values, in the order of the text: it remembers the date last named.
class Resolver {
public:
    Resolver(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings)
        : article_(article), mentions_(mentions), dates_(dates), readings_(readings) {
        find_reference();
        find_narrative();
    }

    void resolve(size_t i, Mention& mention) {
        Reading reading = readings_[i];
        inherit(i, reading);
        Value& value = mention.value;
        value.text.clear();
        value.modifier = reading.modifier;
        Moment moment = write(reading, mention.tokens, value);
        if (moment.grain != Moment::Grain::None) remember(moment, mention.tokens);
        if (value.modifier.empty()) value.modifier = bound_before(mention.tokens.begin);
        subkind(reading, mention);
    }

private:
    // ---- what is known before

    /// The date of the dateline, when there is one: a line that is a date, or "GENEVA, Jan. 10 (Reuters) -".
    void find_reference() {
        if (auto date = article_.document.date()) reference_ = Days{*date};
        const auto& tokens = article_.tokens;
        size_t paragraphs = 0;
        uint32_t seen = 0;
        for (size_t i = 0; i < dates_.size() && i < 6; ++i) {
            TokenSpan span = mentions_[dates_[i]].tokens;
            for (; seen <= span.begin; ++seen) paragraphs += tokens[seen].starts_paragraph;
            if (paragraphs > 6) return;
            const Reading& reading = readings_[i];
            if (reading.month == 0 || reading.day == 0 || reading.year < 0) {
                if (reading.month == 0 || reading.day == 0 || reading.year != kOpen || !reference_) continue;
            }
            bool begins = tokens[span.begin].starts_paragraph;
            bool ends = span.end >= tokens.size() || tokens[span.end].starts_paragraph;
            bool whole_line = begins && (ends || reading.weekday != 0) && reading.year != kOpen;
            bool place_line = !begins && dateline_around(span);
            if (!whole_line && !place_line) continue;
            int year = reading.year != kOpen ? reading.year : nearest_year(reading.month, reading.day);
            CalendarDate date = std::chrono::year{year} / reading.month / reading.day;
            if (!date.ok()) continue;
            reference_ = Days{date};
            dateline_ = true;
            return;
        }
        if (reference_) return;
        // No date is known: a full date near the top is the best guess of the day of publication when a line ends with it.
        for (size_t i = 0; i < dates_.size() && i < 3; ++i) {
            TokenSpan span = mentions_[dates_[i]].tokens;
            const Reading& reading = readings_[i];
            if (!reading.explicit_day() || reading.year < 0 || !(span.end >= tokens.size() || tokens[span.end].starts_paragraph) || span.end > 60) continue;
            CalendarDate date = std::chrono::year{reading.year} / reading.month / reading.day;
            if (date.ok()) reference_ = Days{date};
            return;
        }
    }

    /// "GENEVA, Jan. 10 (Reuters) -", "LONDON, 5 May --", "WASHINGTON — May 5, 2020 —"
    bool dateline_around(TokenSpan span) const {
        const auto& tokens = article_.tokens;
        uint32_t begin = span.begin;
        for (uint32_t steps = 0; begin > 0 && steps < 7 && !tokens[begin].starts_paragraph; ++steps) --begin;
        if (!tokens[begin].starts_paragraph) return false;
        for (uint32_t i = begin; i < span.begin; ++i) {
            Shape shape = tokens[i].shape;
            bool fits = shape == Shape::Capital || shape == Shape::Upper || shape == Shape::Initial || shape == Shape::Comma || shape == Shape::Dash || shape == Shape::Hyphen;
            if (!fits) return false;
        }
        uint32_t end = span.end;
        if (end < tokens.size() && tokens[end].shape == Shape::Comma) ++end;
        if (end < tokens.size() && tokens[end].shape == Shape::Open)
            for (uint32_t steps = 0; end < tokens.size() && steps < 6; ++steps)
                if (tokens[end++].shape == Shape::Close) break;
        return end < tokens.size() && tokens[end].shape == Shape::Dash;
    }

    int nearest_year(int month, int day) const {
        int year = static_cast<int>(calendar_date(*reference_).year());
        int best = year;
        int64_t least = 10000;
        for (int candidate = year - 1; candidate <= year + 1; ++candidate) {
            int64_t distance = std::abs((days_of(candidate, static_cast<unsigned>(month), static_cast<unsigned>(std::max(day, 1))) - *reference_).count());
            if (distance < least) least = distance, best = candidate;
        }
        return best;
    }

    /// A history: most of the years it names are far from the day of publication, or there is no such day.
    void find_narrative() {
        if (!reference_) {
            narrative_ = true;
            return;
        }
        if (dateline_) return;
        int year = static_cast<int>(calendar_date(*reference_).year());
        int far = 0, near = 0;
        for (size_t i = 0; i < readings_.size(); ++i) {
            const Reading& reading = readings_[i];
            // News names its day near the top.
            bool of_today = reading.shift != kOpen || (reading.weekday != 0 && reading.day == 0 && !reading.plural) || (reading.pointed && !reading.from_last && reading.unit >= Unit::Week);
            if (of_today && mentions_[dates_[i]].tokens.begin < kLead) return;
            if (reading.year != kOpen) (std::abs(reading.year - year) > 1 ? far : near) += 1;
            if (reading.shift != kOpen) near += 2;
            if (reading.weekday != 0 && reading.day == 0) near += 1;
        }
        narrative_ = far >= 8 && far > near;
    }

    static constexpr uint32_t kLead = 200;  // tokens

    // ---- neighbours in a range

    /// Do only range words stand between two mentions?
    bool joined(uint32_t end, uint32_t begin) const {
        if (begin < end || begin - end > 3) return false;
        static const std::array<WordId, 9> kWords = {word_id("to"), word_id("through"), word_id("and"), word_id("until"), word_id("or"), word_id("till"), word_id("the"), word_id("thru"), word_id("-")};
        bool any = false;
        for (uint32_t i = end; i < begin; ++i) {
            const Token& token = article_.tokens[i];
            bool fits = token.shape == Shape::Hyphen || token.shape == Shape::Dash || token.shape == Shape::Comma || std::find(kWords.begin(), kWords.end(), token.word) != kWords.end();
            if (!fits || token.starts_sentence) return false;
            any = true;
        }
        return any;
    }

    /// "10 to 12 March 2015", "23 March - 16 July 1953", "1915-16", "499-493 BC", "March 5-9, 1918"
    void inherit(size_t i, Reading& reading) {
        TokenSpan span = mentions_[dates_[i]].tokens;
        if (bare_number(i)) {
            int number = number_of(i);
            bool has_next = i + 1 < dates_.size() && joined(span.end, mentions_[dates_[i + 1]].tokens.begin);
            bool has_before = i > 0 && joined(mentions_[dates_[i - 1]].tokens.end, span.begin);
            const Reading* before = has_before ? &readings_[i - 1] : nullptr;
            if (before != nullptr && before->month != 0 && before->day != 0 && number >= 1 && number <= 31) {
                reading.count = kNoCount, reading.ordinal = 0;
                reading.day = number;
                reading.month = before->month;
                if (reading.year == kOpen) reading.year = before->year;
            } else if (before != nullptr && before->year != kOpen && before->month == 0 && number < 100 && !has_next) {
                reading.count = kNoCount, reading.ordinal = 0;
                reading.year = before->year - before->year % 100 + number;
            } else if (has_next) {
                const Reading& next = readings_[i + 1];
                if (next.month != 0 && next.day != 0 && number >= 1 && number <= 31) {
                    reading.count = kNoCount, reading.ordinal = 0;
                    reading.day = number;
                    reading.month = next.month;
                    reading.year = next.year;
                    reading.year_steps = next.year_steps;
                } else if (next.year < 0 && next.year != kOpen) {
                    reading.count = kNoCount;
                    reading.year = -number;
                } else if (next.unit != Unit::None && next.count != kNoCount && number > 0) {
                    reading.unit = next.unit;  // "8-10 years"
                }
            }
            readings_[i] = reading;
            return;
        }
        if (reading.year != kOpen && reading.year > 0 && reading.month == 0 && i + 1 < dates_.size() && readings_[i + 1].year < 0 && readings_[i + 1].year != kOpen &&
            joined(span.end, mentions_[dates_[i + 1]].tokens.begin))
            reading.year = -reading.year;
        if ((reading.month != 0 || !reading.season.empty()) && reading.year == kOpen && reading.year_steps == kOpen && !reading.pointed && i + 1 < dates_.size() &&
            joined(span.end, mentions_[dates_[i + 1]].tokens.begin)) {
            const Reading& next = readings_[i + 1];
            if ((next.month != 0 || !next.season.empty()) && next.year != kOpen) {
                // "November to March 1951" began the year before.
                bool turns = next.month != 0 && reading.month > next.month;
                reading.year = next.year - (turns ? 1 : 0);
            } else if (next.month != 0 && next.year_steps != kOpen) {
                reading.year_steps = next.year_steps;
            }
            readings_[i] = reading;
        }
    }

    bool bare_number(size_t i) const {
        TokenSpan span = mentions_[dates_[i]].tokens;
        Shape shape = article_.tokens[span.begin].shape;
        const Reading& reading = readings_[i];
        if (reading.month != 0 || reading.unit != Unit::None) return false;
        return shape == Shape::Day || shape == Shape::Integer || shape == Shape::Ordinal;
    }
    int number_of(size_t i) const { return parse_int(article_.text(mentions_[dates_[i]].tokens.begin)); }

    // ---- resolving one

    std::optional<Days> base_day(bool from_last) const {
        if (from_last || (narrative_ && last_day_)) {
            if (last_day_ || narrative_) return last_day_;
        }
        return reference_;
    }
    /// The year and month that "this year" or "that month" means.
    std::optional<int> base_year(bool from_last) const {
        if ((from_last || narrative_) && last_year_ != kOpen) return last_year_;
        if (reference_) return static_cast<int>(calendar_date(*reference_).year());
        if (last_year_ != kOpen) return last_year_;
        return std::nullopt;
    }
    struct YearMonth {
        int year, month;
    };
    std::optional<YearMonth> base_month(bool from_last) const {
        if ((from_last || narrative_) && last_month_ != 0) return YearMonth{last_year_, last_month_};
        if (reference_) {
            CalendarDate date = calendar_date(*reference_);
            return YearMonth{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
        }
        return std::nullopt;
    }

    Moment day_moment(Days day) const {
        CalendarDate date = calendar_date(day);
        return {Moment::Grain::Day, static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), day};
    }

    Moment write_day(Days day, const Reading& reading, Value& value) const {
        if (auto year = static_cast<int>(calendar_date(day).year()); year < 1 || year > 9999) return {};
        append_day(value.text, calendar_date(day));
        append_time(value.text, reading);
        append_day(value.start, calendar_date(day));
        append_day(value.end, calendar_date(day));
        if (reading.hour != kOpen) {
            append_time(value.start, reading);
            append_time(value.end, reading);
        }
        return day_moment(day);
    }
    static void bounds(Value& value, Days first, Days last) {
        append_day(value.start, calendar_date(first));
        append_day(value.end, calendar_date(last));
    }
    Moment write_week(Days day, bool weekend, Value& value) const {
        IsoWeek week = iso_week(day);
        if (week.year < 1 || week.year > 9999) return {};
        append_number(value.text, week.year, 4);
        value.text += "-W";
        append_number(value.text, week.week, 2);
        if (weekend) value.text += "-WE";
        Days monday = monday_of(week);
        bounds(value, weekend ? monday + days{5} : monday, monday + days{6});
        CalendarDate date = calendar_date(day);
        return {Moment::Grain::Week, static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), day};
    }
    Moment write_month(int year, int month, Value& value) const {
        append_year(value.text, year);
        value.text += '-';
        append_number(value.text, month, 2);
        if (year > 0) bounds(value, days_of(year, static_cast<unsigned>(month), 1), days_of(year, static_cast<unsigned>(month), last_day(year, static_cast<unsigned>(month))));
        return {Moment::Grain::Month, year, month, {}};
    }
    Moment write_year(int year, Value& value) const {
        if (std::abs(year) > 9999 || year == 0) return {};
        append_year(value.text, year);
        if (year > 0) bounds(value, days_of(year, 1, 1), days_of(year, 12, 31));
        return {Moment::Grain::Year, year, 0, {}};
    }
    Moment write_quarter(int year, int quarter, Value& value) const {
        append_year(value.text, year);
        value.text += "-Q";
        append_number(value.text, quarter, 1);
        auto last = static_cast<unsigned>(quarter * 3);
        if (year > 0) bounds(value, days_of(year, last - 2, 1), days_of(year, last, last_day(year, last)));
        return {Moment::Grain::Year, year, 0, {}};
    }
    Moment write_decade(int decade, Value& value) const {
        append_number(value.text, decade, 3);
        bounds(value, days_of(decade * 10, 1, 1), days_of(decade * 10 + 9, 12, 31));
        return {};
    }

    Moment write(Reading& reading, TokenSpan span, Value& value) {
        if (reading.every || reading.frequency != kNoEntry || (reading.weekday != 0 && reading.plural) || (reading.unit == Unit::Weekend && reading.plural && !reading.pointed && reading.count == kNoCount))
            return write_set(reading, value);
        if (!reading.reference.empty()) {
            value.text = reading.reference;
            return {};
        }
        if (reading.way != Reading::Way::None) return write_counted(reading, value);
        if (reading.shift != kOpen) {
            if (!reference_) return open(reading, value);
            return write_day(*reference_ + days{reading.shift}, reading, value);
        }
        if (reading.decade != kOpen) return write_decade(reading.decade, value);
        if (reading.century != kOpen) {
            if (reading.year < 0 && reading.year != kOpen) value.text = "BC";
            append_number(value.text, reading.century - 1, 2);
            if (value.text.size() == 2) bounds(value, days_of((reading.century - 1) * 100, 1, 1), days_of((reading.century - 1) * 100 + 99, 12, 31));
            return {};
        }
        // "the first ten months of 1915" is a length, as is "the past two weeks".
        if (reading.unit != Unit::None && reading.count != kNoCount && reading.month == 0 && reading.weekday == 0) return write_duration(reading, value);
        if (reading.month != 0) return write_calendar(reading, span, value);
        if (reading.holiday != kNoEntry) return write_holiday(reading, span, value);
        if (!reading.season.empty()) return write_season(reading, span, value);
        if (reading.quarter != 0 || reading.half != 0) return write_part(reading, span, value);
        if (reading.weekday != 0) return write_weekday(reading, span, value);
        if (reading.year_steps != kOpen && reading.unit == Unit::None) {
            if (auto base = base_year(reading.year_from_last)) reading.year = *base + reading.year_steps;
        }
        if (reading.year != kOpen) {
            if (reading.ordinal > 0 && reading.ordinal_unit == Unit::None) return write_day(days_of(reading.year, 1, 1) + days{reading.ordinal - 1}, reading, value);
            if (reading.ordinal != 0 && reading.ordinal_unit == Unit::Week && reading.year > 0) {
                if (reading.ordinal < 0) return write_week(days_of(reading.year, 12, 28), false, value);
                return write_week(monday_of({reading.year, reading.ordinal}), false, value);
            }
            if (reading.ordinal != 0 && reading.ordinal_unit == Unit::Month) return write_month(reading.year, reading.ordinal < 0 ? 12 : std::min(reading.ordinal, 12), value);
            if (reading.ordinal != 0 && reading.ordinal_unit == Unit::Day) return write_day(reading.ordinal < 0 ? days_of(reading.year, 12, 31) : days_of(reading.year, 1, 1) + days{reading.ordinal - 1}, reading, value);
            return write_year(reading.year, value);
        }
        if (reading.unit != Unit::None && !reading.pointed && (reading.ordinal == 0 || reading.ordinal_unit == Unit::None)) return write_unit(reading, span, value);
        if (reading.pointed && (reading.unit != Unit::None || reading.has_time())) return write_pointed(reading, span, value);
        if (reading.has_time()) return write_time(reading, span, value);
        if (reading.count != kNoCount) {  // an age
            append_duration(value.text, reading.count, Unit::Year);
            return {};
        }
        return {};
    }

    Moment open(const Reading& reading, Value& value) const {
        if (reading.weekday != 0) {
            value.text = "XXXX-WXX-";
            append_number(value.text, reading.weekday, 1);
        } else if (reading.has_time()) {
            value.text = "XXXX-XX-XX";
        }
        if (!value.text.empty()) append_time(value.text, reading);
        return {};
    }

    Moment write_set(const Reading& reading, Value& value) const {
        if (reading.frequency != kNoEntry) {
            value.text = article_.lexicon.field(reading.frequency, "value");
        } else if (reading.weekday != 0) {
            value.text = "XXXX-WXX-";
            append_number(value.text, reading.weekday, 1);
            append_time(value.text, reading);
        } else if (reading.unit == Unit::Weekend) {
            value.text = "XXXX-WXX-WE";
        } else if (reading.month != 0) {
            value.text = "XXXX-";
            append_number(value.text, reading.month, 2);
        } else if (!reading.season.empty()) {
            value.text = "XXXX-";
            value.text += reading.season;
        } else if (reading.has_time()) {
            value.text = "XXXX-XX-XX";
            append_time(value.text, reading);
        } else {
            double count = reading.other ? 2 : reading.count == kNoCount || reading.often ? 1 : reading.count;
            append_duration(value.text, count, reading.unit == Unit::None ? reading.ordinal_unit : reading.unit);
        }
        return {};
    }

    Moment write_duration(const Reading& reading, Value& value) const {
        append_duration(value.text, reading.count, reading.unit);
        return {};
    }

    /// "Two years ago", "three days later", "the day before"
    Moment write_counted(const Reading& reading, Value& value) const {
        bool from_now = reading.way == Reading::Way::Ago || reading.way == Reading::Way::FromNow;
        int sign = reading.way == Reading::Way::Ago || reading.way == Reading::Way::Earlier ? -1 : 1;
        double count = reading.count == kNoCount ? (reading.plural ? kVague : 1) : reading.count;
        // Nor can the calendar of years say when "65 million years ago" was.
        double years = count * (reading.unit == Unit::Millennium ? 1000 : reading.unit == Unit::Century ? 100 : reading.unit == Unit::Decade ? 10 : reading.unit >= Unit::Year ? 1
                                : reading.unit >= Unit::Month ? 0.25 : reading.unit >= Unit::Week ? 0.04 : 0.003);
        if (count == kVague || years > 7000) {
            value.text = sign < 0 ? "PAST_REF" : "FUTURE_REF";
            return {};
        }
        auto whole = static_cast<int>(count);
        auto year = from_now && reference_ ? std::optional<int>(static_cast<int>(calendar_date(*reference_).year())) : base_year(true);
        std::optional<Days> day = from_now ? reference_ : base_day(true);
        std::optional<YearMonth> month = from_now && reference_ ? YearMonth{static_cast<int>(calendar_date(*reference_).year()), static_cast<int>(static_cast<unsigned>(calendar_date(*reference_).month()))} : base_month(true);
        if (count != whole && reading.unit == Unit::Year && month) {
            int months = month->year * 12 + month->month - 1 + sign * static_cast<int>(count * 12);
            if (months >= 12) return write_month(months / 12, months % 12 + 1, value);
        }
        switch (reading.unit) {
            case Unit::Year: case Unit::Decade: case Unit::Century: {
                int scale = reading.unit == Unit::Year ? 1 : reading.unit == Unit::Decade ? 10 : 100;
                if (year) return write_year(*year + sign * static_cast<int>(count * scale), value);
                break;
            }
            case Unit::Month: case Unit::Quarter: {
                if (!month) break;
                int months = month->year * 12 + month->month - 1 + sign * whole * (reading.unit == Unit::Quarter ? 3 : 1);
                if (months >= 12) return write_month(months / 12, months % 12 + 1, value);
                break;
            }
            case Unit::Week: case Unit::Fortnight:
                if (day && from_now) return write_week(*day + days{sign * whole * (reading.unit == Unit::Week ? 7 : 14)}, false, value);
                if (day) return write_day(*day + days{sign * whole * (reading.unit == Unit::Week ? 7 : 14)}, reading, value);
                break;
            case Unit::Day: case Unit::Night:
                if (day) return write_day(*day + days{sign * whole}, reading, value);
                break;
            case Unit::Hour:
                if (day) return write_day(*day + days{sign * (whole / 24)}, reading, value);
                break;
            case Unit::Minute: case Unit::Second:
                if (day) return write_day(*day, reading, value);
                break;
            default: break;
        }
        append_duration(value.text, count, reading.unit);
        return {};
    }

    /// The year of a month without one.
    std::optional<int> infer_year(const Reading& reading, TokenSpan span) const {
        if (reading.year_steps != kOpen) {
            if (auto base = base_year(reading.year_from_last)) return *base + reading.year_steps;
            return std::nullopt;
        }
        if (reading.pointed && !narrative_ && reference_ && !reading.from_last) {
            CalendarDate date = calendar_date(*reference_);
            int year = static_cast<int>(date.year());
            auto month = static_cast<int>(static_cast<unsigned>(date.month()));
            if (reading.steps < 0) return reading.month < month ? year : year - 1;
            if (reading.steps > 0) return reading.month > month ? year : year + 1;
            return year;
        }
        if (narrative_ || !reference_ || (in_story(span) && tense_at(article_, span) != Tense::Future)) {
            if (last_year_ == kOpen) return reference_ ? std::optional<int>(static_cast<int>(calendar_date(*reference_).year())) : std::nullopt;
            if (reading.pointed && reading.steps > 0 && last_month_ != 0 && reading.month <= last_month_) return last_year_ + 1;
            if (reading.pointed && reading.steps < 0 && last_month_ != 0 && reading.month >= last_month_) return last_year_ - 1;
            return last_year_;
        }
        Tense tense = tense_at(article_, span);
        CalendarDate date = calendar_date(*reference_);
        int year = static_cast<int>(date.year());
        if (reading.day == 0) {
            auto month = static_cast<int>(static_cast<unsigned>(date.month()));
            if (tense == Tense::Future) return reading.month >= month ? year : year + 1;
            if (tense == Tense::Past) return reading.month <= month ? year : year - 1;
            return reading.month <= month + 2 ? year : year - 1;
        }
        if (tense == Tense::Unknown) return nearest_year(reading.month, reading.day);
        // Tense decides only where the other reading is not much nearer: "the deal signed Dec. 31" on Jan. 2.
        Days here = days_of(year, static_cast<unsigned>(reading.month), static_cast<unsigned>(reading.day));
        if (tense == Tense::Future) return here >= *reference_ - days{kSlack} ? year : year + 1;
        return here <= *reference_ + days{kSlack} ? year : year - 1;
    }
    /// Days by which a month and day may contradict the tense of its sentence.
    static constexpr int kSlack = 45;

    /// Was the last date of this sentence or the one before a year of its own? "In 1981 ... On April 12".
    bool in_story(TokenSpan span) const {
        if (!reference_ || last_year_ == kOpen || last_year_ == static_cast<int>(calendar_date(*reference_).year())) return false;
        if (std::abs(last_year_ - static_cast<int>(calendar_date(*reference_).year())) < 2 || !last_explicit_) return false;
        uint32_t breaks = 0;
        for (uint32_t i = last_token_; i <= span.begin && breaks < 3; ++i) {
            breaks += article_.tokens[i].starts_sentence;
            if (article_.tokens[i].starts_paragraph) return false;
        }
        return breaks < 2;
    }

    Moment write_calendar(Reading& reading, TokenSpan span, Value& value) {
        int year = reading.year;
        if (year == kOpen) {
            if (auto inferred = infer_year(reading, span)) year = *inferred;
        }
        explicit_ = reading.year != kOpen;
        auto month = static_cast<unsigned>(reading.month);
        if (year == kOpen) {
            value.text = "XXXX-";
            append_number(value.text, reading.month, 2);
            if (reading.day != 0) {
                value.text += '-';
                append_number(value.text, reading.day, 2);
                append_time(value.text, reading);
            }
            return {};
        }
        if (reading.day == 0 && reading.ordinal != 0 && year > 0) {
            unsigned last = last_day(year, month);
            if (reading.ordinal_unit == Unit::Week)
                return write_week(reading.ordinal < 0 ? days_of(year, month, last - 3) : days_of(year, month, static_cast<unsigned>(std::min(7 * reading.ordinal - 3, 28))), false, value);
            if (reading.ordinal_unit == Unit::Weekend) {
                Days first = days_of(year, month, 1);
                int to_saturday = (6 - weekday_number(first) + 7) % 7;
                Days saturday = first + days{to_saturday + 7 * (std::max(reading.ordinal, 1) - 1)};
                if (reading.ordinal < 0) {
                    Days end = days_of(year, month, last);
                    saturday = end - days{(weekday_number(end) + 1) % 7};
                }
                return write_week(saturday, true, value);
            }
            if (reading.ordinal_unit == Unit::Day) return write_day(reading.ordinal < 0 ? days_of(year, month, last) : days_of(year, month, 1) + days{reading.ordinal - 1}, reading, value);
        }
        if (reading.day == 0) return write_month(year, reading.month, value);
        if (year < 0) {
            append_year(value.text, year);
            value.text += '-';
            append_number(value.text, reading.month, 2);
            value.text += '-';
            append_number(value.text, reading.day, 2);
            return {Moment::Grain::Month, year, reading.month, {}};
        }
        if (static_cast<unsigned>(reading.day) > last_day(year, month)) return {};  // "Feb. 30"
        return write_day(days_of(year, month, static_cast<unsigned>(reading.day)), reading, value);
    }

    Moment write_holiday(Reading& reading, TokenSpan span, Value& value) {
        std::string_view rule = article_.lexicon.field(reading.holiday, "rule");
        std::optional<int> year;
        if (reading.year != kOpen) year = reading.year;
        else if (reading.year_steps != kOpen || !reference_ || narrative_) year = infer_year(reading, span);
        if (year) {
            if (*year > 0)
                if (auto day = feast_day(rule, *year)) return write_day(*day, reading, value);
            return write_year(*year, value);
        }
        if (!reference_) return {};
        int now = static_cast<int>(calendar_date(*reference_).year());
        Tense tense = reading.pointed ? (reading.steps < 0 ? Tense::Past : reading.steps > 0 ? Tense::Future : Tense::Unknown) : tense_at(article_, span);
        std::optional<Days> best;
        int64_t least = 100000;
        for (int candidate = now - 1; candidate <= now + 1; ++candidate) {
            auto day = feast_day(rule, candidate);
            if (!day) continue;
            int64_t distance = (*day - *reference_).count();
            if (tense == Tense::Past && distance > 0) continue;
            if (tense == Tense::Future && distance < 0) continue;
            if (reading.pointed && reading.steps == 0 && candidate != now) continue;
            if (std::abs(distance) < least) least = std::abs(distance), best = day;
        }
        if (best) return write_day(*best, reading, value);
        return {};
    }

    Moment write_season(Reading& reading, TokenSpan span, Value& value) {
        int year = reading.year;
        if (year == kOpen && reading.year_steps != kOpen) {
            if (auto base = base_year(reading.year_from_last)) year = *base + reading.year_steps;
        } else if (year == kOpen && (narrative_ || !reference_)) {
            if (last_year_ != kOpen) year = last_year_ + (reading.pointed && reading.steps > 0 ? 1 : 0);
        } else if (year == kOpen) {
            CalendarDate date = calendar_date(*reference_);
            auto month = static_cast<int>(static_cast<unsigned>(date.month()));
            int first = reading.season == "SP" ? 3 : reading.season == "SU" ? 6 : reading.season == "FA" ? 9 : 12;
            year = static_cast<int>(date.year());
            Tense tense = reading.pointed ? (reading.steps < 0 ? Tense::Past : reading.steps > 0 ? Tense::Future : Tense::Unknown) : tense_at(article_, span);
            if (reading.pointed && reading.steps < 0 && month < first + 3 && !(first == 12)) --year;
            else if (reading.pointed && reading.steps < 0 && first == 12) --year;
            else if (reading.pointed && reading.steps > 0 && month >= first) ++year;
            else if (!reading.pointed && tense == Tense::Past && month < first && first != 12) --year;
        }
        explicit_ = reading.year != kOpen;
        if (year == kOpen) value.text = "XXXX";
        else append_year(value.text, year);
        value.text += '-';
        value.text += reading.season;
        if (year == kOpen) return {};
        return {Moment::Grain::Year, year, 0, {}};
    }

    Moment write_part(Reading& reading, TokenSpan span, Value& value) {
        int year = reading.year;
        int part_month = reading.quarter != 0 ? reading.quarter * 3 - 2 : reading.half * 6 - 5;
        if (year == kOpen && reading.year_steps != kOpen) {
            if (auto base = base_year(reading.year_from_last)) year = *base + reading.year_steps;
        } else if (year == kOpen && narrative_ && last_year_ != kOpen) {
            year = last_year_;
        } else if (year == kOpen && reference_) {
            CalendarDate date = calendar_date(*reference_);
            year = static_cast<int>(date.year());
            if (part_month > static_cast<int>(static_cast<unsigned>(date.month())) && tense_at(article_, span) != Tense::Future) --year;
        }
        explicit_ = reading.year != kOpen;
        if (year == kOpen) {
            value.text = reading.quarter != 0 ? "XXXX-Q" : "XXXX-H";
            append_number(value.text, reading.quarter + reading.half, 1);
            return {};
        }
        if (reading.quarter != 0) return write_quarter(year, std::clamp(reading.quarter, 1, 4), value);
        append_year(value.text, year);
        value.text += "-H";
        append_number(value.text, reading.half, 1);
        if (year > 0) bounds(value, days_of(year, static_cast<unsigned>(part_month), 1), days_of(year, static_cast<unsigned>(part_month + 5), part_month == 1 ? 30 : 31));
        return {Moment::Grain::Year, year, 0, {}};
    }

    Moment write_weekday(Reading& reading, TokenSpan span, Value& value) {
        auto base = base_day(reading.from_last);
        if (!base) return open(reading, value);
        if (reading.day != 0) {  // "Tuesday the 19th"
            CalendarDate date = calendar_date(*base);
            for (int step : {0, 1, -1, 2, -2}) {
                CalendarDate other = add_months(date.year() / date.month() / 1, step);
                CalendarDate candidate = other.year() / other.month() / reading.day;
                if (candidate.ok() && weekday_number(Days{candidate}) == reading.weekday) return write_day(Days{candidate}, reading, value);
            }
        }
        int today = weekday_number(*base);
        if (reading.unit == Unit::Week && !reading.pointed) return write_day(*base + days{(reading.weekday - today + 7) % 7 + 7}, reading, value);  // "Monday week"
        if (reading.week_steps != kOpen) return write_day(*base + days{reading.weekday - today + 7 * reading.week_steps}, reading, value);
        int back = (today - reading.weekday + 7) % 7;
        int ahead = (reading.weekday - today + 7) % 7;
        Days day = *base - days{back};
        if (reading.pointed) {
            if (reading.steps < 0) day = *base - days{back == 0 ? 7 : back};
            else if (reading.steps > 0) day = *base + days{ahead == 0 ? 7 : ahead};
            else if (reading.from_last) day = *base + days{ahead};
            else if (tense_at(article_, span) != Tense::Past) day = *base + days{ahead};
        } else if (narrative_ && last_day_) {
            day = *base + days{ahead};
        } else if (tense_at(article_, span) == Tense::Future) {
            day = *base + days{ahead};
        }
        return write_day(day, reading, value);
    }

    /// "last week", "this weekend", "the next day", "that night"
    Moment write_pointed(Reading& reading, TokenSpan span, Value& value) {
        int steps = reading.steps;
        if (reading.count == kNoCount && reading.plural && reading.unit != Unit::None && reading.unit != Unit::Weekend && steps != 0) {
            append_duration(value.text, kVague, reading.unit);
            return {};
        }
        switch (reading.unit) {
            case Unit::Year:
                if (auto base = base_year(reading.from_last)) return write_year(*base + steps, value);
                return {};
            case Unit::Month: {
                auto base = base_month(reading.from_last);
                if (!base) return {};
                int months = base->year * 12 + base->month - 1 + steps;
                return write_month(months / 12, months % 12 + 1, value);
            }
            case Unit::Week: {
                auto base = base_day(reading.from_last);
                if (!base) return {};
                return write_week(*base + days{7 * steps}, false, value);
            }
            case Unit::Weekend: {
                auto base = base_day(reading.from_last);
                if (!base) return {};
                int today = weekday_number(*base);
                if (steps == 0 && today <= 3 && tense_at(article_, span) != Tense::Future) steps = -1;
                return write_week(*base + days{7 * steps}, true, value);
            }
            case Unit::Quarter: {
                auto base = base_month(reading.from_last);
                if (!base) return {};
                int quarters = base->year * 4 + (base->month - 1) / 3 + steps;
                return write_quarter(quarters / 4, quarters % 4 + 1, value);
            }
            case Unit::Decade: {
                auto base = base_year(reading.from_last);
                if (!base || *base < 0) return {};
                return write_decade(*base / 10 + steps, value);
            }
            case Unit::Century: {
                auto base = base_year(reading.from_last);
                if (!base || *base < 0) return {};
                append_number(value.text, *base / 100 + steps, 2);
                return {};
            }
            case Unit::Day: case Unit::Night: case Unit::None: {
                // "The next day" counts from the day last named; "next day delivery" too.
                bool from_last = reading.from_last || (reading.unit == Unit::Day && steps != 0) || (reading.unit == Unit::None && steps > 0);
                auto base = base_day(from_last);
                if (!base) return open(reading, value);
                return write_day(*base + days{steps}, reading, value);
            }
            case Unit::Season: case Unit::Half: case Unit::Millennium: case Unit::Fortnight: return {};
            default: append_duration(value.text, 1, reading.unit); return {};
        }
    }

    /// "the end of the year", "the day", and units without a number: "for months"
    Moment write_unit(Reading& reading, TokenSpan span, Value& value) {
        bool bounded = !reading.modifier.empty() || (!reading.plural && reading.unit >= Unit::Day);
        if (!bounded || reading.plural) {
            append_duration(value.text, kVague, reading.unit);
            return {};
        }
        if (ends_long(span)) {
            append_duration(value.text, 1, reading.unit);
            return {};
        }
        reading.pointed = true;
        reading.steps = 0;
        if (reading.unit == Unit::Day) reading.from_last = true;
        if (reading.unit == Unit::Weekend) {
            auto base = base_day(false);
            if (!base) return {};
            return write_week(weekday_number(*base) <= 3 ? *base - days{7} : *base, true, value);
        }
        return write_pointed(reading, span, value);
    }
    bool ends_long(TokenSpan span) const { return find_word(article_.tokens[span.end - 1].word) == Word::Long; }

    Moment write_time(Reading& reading, TokenSpan, Value& value) {
        std::optional<Days> day = base_day(true);
        // In news a clock time is of the day last named only while that is a day of the news.
        if (!narrative_ && day && reference_ && std::abs((*day - *reference_).count()) > 10) day = reference_;
        if (!day) {
            append_time(value.text, reading);
            return {};
        }
        return write_day(*day, reading, value);
    }

    // ---- what is known after

    void remember(const Moment& moment, TokenSpan span) {
        last_year_ = moment.year;
        if (moment.grain != Moment::Grain::Year) last_month_ = moment.month;
        else last_month_ = 0;
        if (moment.grain == Moment::Grain::Day) last_day_ = moment.day;
        else if (moment.grain == Moment::Grain::Month && moment.year > 0 && narrative_) last_day_ = days_of(moment.year, static_cast<unsigned>(moment.month), 1);
        last_token_ = span.end;
        last_explicit_ = explicit_ || moment.grain == Moment::Grain::Year;
        explicit_ = false;
    }

    /// "about", "more than", "at least" before a date: TIMEX3 mod.
    std::string_view bound_before(uint32_t begin) const {
        static const auto table = [] {
            std::vector<std::pair<WordId, std::string_view>> rows;
            for (const char* word : {"about", "around", "nearly", "almost", "approximately", "roughly", "circa", "some"}) rows.emplace_back(word_id(word), "APPROX");
            for (const char* word : {"over"}) rows.emplace_back(word_id(word), "MORE_THAN");
            for (const char* word : {"under"}) rows.emplace_back(word_id(word), "LESS_THAN");
            return rows;
        }();
        const auto& tokens = article_.tokens;
        if (begin == 0 || tokens[begin].starts_sentence) return {};
        static const WordId kThe = word_id("the"), kThan = word_id("than"), kMore = word_id("more"), kLess = word_id("less"), kFewer = word_id("fewer"), kAt = word_id("at"), kLeast = word_id("least"), kMost = word_id("most");
        uint32_t i = begin - 1;
        if (tokens[i].word == kThe && i > 0 && !tokens[i].starts_sentence) --i;
        for (auto [word, modifier] : table)
            if (tokens[i].word == word) return modifier;
        if (i == 0 || tokens[i].starts_sentence) return {};
        WordId before = tokens[i - 1].word;
        if (tokens[i].word == kThan) return before == kMore ? "MORE_THAN" : before == kLess || before == kFewer ? "LESS_THAN" : std::string_view{};
        if (before == kAt) return tokens[i].word == kLeast ? "EQUAL_OR_MORE" : tokens[i].word == kMost ? "EQUAL_OR_LESS" : std::string_view{};
        return {};
    }

    /// "28 million barrels a day", "$5 a year"
    bool after_amount(TokenSpan span) const {
        if (find_word(article_.tokens[span.begin].word) != Word::A || span.begin == 0 || article_.tokens[span.begin].starts_sentence) return false;
        const Token& before = article_.tokens[span.begin - 1];
        if (before.shape >= Shape::Day && before.shape <= Shape::Fraction) return true;
        std::string_view text = article_.text(span.begin - 1);
        return before.shape == Shape::Lower && text.size() > 3 && (text.ends_with("illion") || (text.back() == 's' && !text.ends_with("ss") && !text.ends_with("as")));
    }

    void subkind(const Reading& reading, Mention& mention) const {
        const std::string& text = mention.value.text;
        if (reading.every || reading.frequency != kNoEntry || (reading.weekday != 0 && reading.plural) || text == "XXXX-WXX-WE") mention.subkind = Subkind::Set;
        else if (text.starts_with("P1") && after_amount(mention.tokens)) mention.subkind = Subkind::Set;
        else if (text.starts_with('P') && !text.ends_with("REF")) mention.subkind = Subkind::Duration;
        else if (reading.has_time() && text.find('T') != std::string::npos) mention.subkind = Subkind::Time;
        else if (!text.empty()) mention.subkind = Subkind::Day;
    }

    const Article& article_;
    const std::vector<Mention>& mentions_;
    const std::vector<uint32_t>& dates_;
    std::vector<Reading>& readings_;
    std::optional<Days> reference_;
    bool dateline_ = false, narrative_ = false;
    int last_year_ = kOpen, last_month_ = 0;
    std::optional<Days> last_day_;
    uint32_t last_token_ = 0;
    bool last_explicit_ = false, explicit_ = false;
};

/// "13/01/2022" says that the article puts the day first.
bool article_puts_day_first(const Article& article) {
    if (article.day_first) return *article.day_first;
    for (const Token& token : article.tokens)
        if (token.shape == Shape::SlashDate) {
            std::string_view text = article.document.text(token.bytes);
            if (size_t slash = text.find('/'); slash <= 2 && parse_int(text.substr(0, slash)) > 12) return true;
        }
    return false;
}

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
    thread_local std::vector<EntryId> entries;
    dates.clear();
    readings.clear();
    for (uint32_t i = 0; i < mentions.size(); ++i)
        if (mentions[i].kind == Kind::Date) dates.push_back(i);
    if (dates.empty()) return;
    Roles roles(article.lexicon);
    bool day_first = article_puts_day_first(article);
    for (uint32_t i : dates) {
        Reader reader(article, roles, mentions[i].tokens, entries);
        reader.day_first_ = day_first;
        readings.push_back(reader.read());
    }
    Resolver resolver(article, mentions, dates, readings);
    for (size_t i = 0; i < dates.size(); ++i) resolver.resolve(i, mentions[dates[i]]);
}

}  // namespace nutgraf
