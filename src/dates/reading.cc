#include "reading.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nutgraf {
namespace {

/// Words that the reader knows by themselves; those with a value stand in lexicons/dates.
enum class Word : uint8_t {
    None, A, Half, And, Of, Every, Per, Other, Times, Ago, From, Later, After, Earlier, Before,
    Early, Late, Mid, StartOf, MiddleOf, EndOf, Future, Soon, Old, Long, Past, To, Or, In, At, Quarter, Latest, Same, Oh, Term, Date, New,
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
        add(Word::Past, {"past"});
        add(Word::To, {"to"});
        add(Word::Or, {"or"});
        add(Word::In, {"in"});
        add(Word::At, {"at"});
        add(Word::Quarter, {"quarter", "quarters"});
        add(Word::Latest, {"latest"});
        add(Word::Same, {"same", "corresponding", "comparable"});
        add(Word::Oh, {"oh"});
        add(Word::Term, {"term"});
        add(Word::Date, {"date"});
        add(Word::New, {"new"});
        add(Word::Long, {"long"});
        add(Word::Old, {"old", "olds", "age"});
        std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
        return rows;
    }();
    auto found = std::lower_bound(table.begin(), table.end(), id, [](const Row& row, WordId wanted) { return row.id < wanted; });
    return found != table.end() && found->id == id ? found->word : Word::None;
}

/// What a list says of a token that stands in a date.
enum class Role : uint8_t { None, Month, Weekday, Unit, Daypart, Season, Quarter, Holiday, Pointer, Count, Ordinal, Frequency, Decade, Era, ClockWord, Zone, Relative, Long };

/// The roles of the lexicon's labels, and the entry of a token with one.
class Roles {
public:
    explicit Roles(const Lexicon& lexicon) : roles_(lexicon.label_count(), Role::None) {
        constexpr std::pair<std::string_view, Role> kNames[] = {
            {"month", Role::Month},       {"weekday", Role::Weekday},          {"date-unit", Role::Unit},        {"daypart", Role::Daypart},
            {"season", Role::Season},     {"quarter", Role::Quarter},          {"holiday", Role::Holiday},       {"date-pointer", Role::Pointer},
            {"date-count", Role::Count},  {"date-ordinal", Role::Ordinal},     {"frequency", Role::Frequency},   {"decade", Role::Decade},
            {"era", Role::Era},           {"clock-word", Role::ClockWord},     {"timezone", Role::Zone},         {"relative", Role::Relative},
            {"date-long", Role::Long},
        };
        for (auto [name, role] : kNames)
            if (LabelId label = lexicon.find_label(name); label != kNoLabel) roles_[label] = role;
    }
    Role of(LabelId label) const { return roles_[label]; }

private:
    std::vector<Role> roles_;
};

Unit parse_unit(std::string_view letters) {
    constexpr std::pair<std::string_view, Unit> kUnits[] = {
        {"PTS", Unit::Second}, {"PTM", Unit::Minute}, {"PTH", Unit::Hour}, {"PD", Unit::Day}, {"PN", Unit::Night}, {"PWE", Unit::Weekend}, {"PW", Unit::Week},
        {"PF", Unit::Fortnight}, {"PM", Unit::Month}, {"PQ", Unit::Quarter}, {"PH", Unit::Half}, {"PSE", Unit::Season}, {"PY", Unit::Year},
        {"PE", Unit::Decade}, {"PCE", Unit::Century}, {"PML", Unit::Millennium}};
    for (auto [name, unit] : kUnits)
        if (name == letters) return unit;
    return Unit::None;
}

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
        // Few words stand in dates, so each thread remembers what they are.
        struct Known {
            uint64_t key = 0;
            Role role = Role::None;
            EntryId entry = kNoEntry;
        };
        thread_local std::array<Known, 1024> memory;
        uint64_t key = mix(token(i).word + static_cast<uint64_t>(casing(token(i))), article_.lexicon.serial() << 1 | static_cast<uint64_t>(counted_));
        Known& known = memory[key % memory.size()];
        if (known.key != key) {
            known = {key, Role::None, kNoEntry};
            for (size_t image = 0; image < article_.lexicon.image_count(); ++image)
                for (LabelId label : article_.lexicon.label_set(image, article_.hits.sets[i][image]))
                    if (Role role = roles_.of(label); role != Role::None && better(role, known.role)) {
                        article_.lexicon.find_entries(article_.tokens, {i, i + 1}, label, entries_);
                        if (!entries_.empty()) known.role = role, known.entry = entries_.front();
                    }
        }
        return {known.role, known.entry, known.role == Role::None ? 0 : i + 1};
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

    uint32_t after_hyphen(uint32_t i) const { return inside(i) && (token(i).shape == Shape::Hyphen || token(i).shape == Shape::Slash || find_word(token(i).word) == Word::Of) ? i + 1 : i; }

    void item() {
        const Token& here = token(at_);
        switch (here.shape) {
            case Shape::IsoDate: return iso_date();
            case Shape::SlashDate: return slash_date();
            case Shape::Clock: return clock();
            case Shape::Decade: return decade();
            case Shape::Alphanumeric:
                if (std::string_view text = article_.text(at_); text.starts_with("FY")) {
                    reading_.year = parse_int(text) + (text.size() == 4 ? 2000 : 0);
                    ++at_;
                    return;
                }
                break;
            case Shape::Quote:
                if (inside(at_ + 1) && (token(at_ + 1).shape == Shape::Integer || token(at_ + 1).shape == Shape::Day)) {  // "the summer of '69"
                    int year = parse_int(article_.text(at_ + 1));
                    if (year < 100) reading_.year = year + (year < 40 ? 2000 : 1900);
                    ++at_;
                }
                ++at_;
                return;
            case Shape::Ordinal: return ordinal(parse_int(article_.text(at_)), at_ + 1);
            case Shape::Day: case Shape::Year: case Shape::Integer: case Shape::Decimal: case Shape::Fraction: return number();
            default: break;
        }
        Word word = find_word(here.word);
        // "this time last year", "the same time a year ago": that month of the year before
        static const WordId kTime = word_id("time"), kThis = word_id("this");
        if ((word == Word::Same || here.word == kThis) && inside(at_ + 2) && token(at_ + 1).word == kTime) {
            reading_.same = reading_.same_now = true;
            reading_.same_unit = Unit::Month;
            at_ += 2;
            return;
        }
        if (word == Word::A && (role_at(at_ + 1) != Role::Unit || counted_)) word = counted_ || role_at(at_ + 1) == Role::Count ? Word::None : word;
        switch (word) {
            case Word::A:
                if (reading_.often) break;
                reading_.count = 1;
                counted_ = true;
                ++at_;
                return;
            case Word::Half:
                if (word_at(at_ + 1) == Word::Past) return minutes_past(30);
                if (pending_ordinal_ && reading_.ordinal <= 2) {  // "the second half of 2014", "the last half"
                    reading_.half = reading_.ordinal == 1 ? 1 : 2;
                    reading_.ordinal = 0;
                    pending_ordinal_ = false;
                    break;
                }
                if (inside(at_ + 1) && token(at_ + 1).shape == Shape::Hyphen && word_at(at_ + 2) == Word::A) ++at_;  // "half-an-hour"
                if (word_at(at_ + 1) == Word::Of || (inside(at_ + 1) && word_at(at_ + 1) != Word::A && role_at(after_hyphen(at_ + 1)) != Role::Unit && !half_of_more())) break;
                reading_.count = reading_.count == kNoCount ? 0.5 : reading_.count + 0.5;
                counted_ = true;
                at_ += word_at(at_ + 1) == Word::A ? 2u : 1u;
                return;
            case Word::Every: case Word::Per: reading_.every = true; break;
            case Word::Other: reading_.other = true; break;
            case Word::Times: reading_.often = true; reading_.every = true; reading_.count = kNoCount; break;
            case Word::Ago: reading_.way = Reading::Way::Ago; break;
            case Word::From:
                reading_.way = Reading::Way::FromNow;
                if (role_at(at_ + 1) == Role::Relative && value(listed(at_ + 1).entry) == "PRESENT_REF") at_ = span_.end;  // "from now"
                else ++at_, from_day();
                return;
            case Word::Later: later_or_earlier(Reading::Way::Later, "END"); break;
            case Word::After: case Word::Before:
                // "the week after next", "the month before last"
                if ((reading_.unit != Unit::None || reading_.weekday != 0) && reading_.count == kNoCount && at_ + 2 == span_.end && (role_at(at_ + 1) == Role::Pointer || role_at(at_ + 1) == Role::Ordinal)) {
                    reading_.pointed = true;
                    reading_.steps = word == Word::After ? 2 : -2;
                    at_ = span_.end;
                    return;
                }
                reading_.way = word == Word::After ? Reading::Way::Later : Reading::Way::Earlier;
                ++at_;
                return from_day();
            case Word::Past:
                if (reading_.unit == Unit::None && counted_ && reading_.count >= 1 && reading_.count < 60 && hour_at(at_ + 1)) return minutes_from(static_cast<int>(reading_.count));  // "ten past nine"
                return list_word();
            case Word::At:
                if (role_at(at_) != Role::None) return list_word();  // "at the moment"
                if (hour_at(at_ + 1) && (reading_.weekday != 0 || reading_.shift != kOpen || reading_.day != 0 || reading_.pointed || !reading_.daypart.empty())) return hour_after_at();
                break;
            case Word::To: case Word::Or:
                if (role_at(at_) != Role::None) return list_word();  // "to date"
                if (word == Word::To && counted_ && reading_.unit == Unit::None && reading_.count >= 5 && reading_.count <= 25 && hour_at(at_ + 1) && minutes_to_hour()) return minutes_from(-static_cast<int>(reading_.count));  // "twenty to five"
                if (word == Word::Or && counted_ && reading_.unit != Unit::None && reading_.count == 1 && at_ + 2 == span_.end && role_at(at_ + 1) == Role::Count) {  // "a day or two": the least of it
                    at_ += 2;
                    return;
                }
                // "two to three weeks", "one or two days", "a 3-to-5-year term": the least of it
                if (bool to_hyphen = inside(at_ + 1) && token(at_ + 1).shape == Shape::Hyphen; counted_ && reading_.count > 0 && reading_.unit == Unit::None && reading_.year == kOpen && (role_at(at_ + 1 + to_hyphen) == Role::Count || (inside(at_ + 1 + to_hyphen) && is_number(token(at_ + 1 + to_hyphen).shape)))) {
                    at_ += to_hyphen ? 3u : 2u;
                    scale_behind();
                    while (inside(at_) && (role_at(at_) == Role::Count || (token(at_).shape == Shape::Hyphen && role_at(at_ + 1) == Role::Count))) ++at_;
                    return;
                }
                break;
            case Word::Earlier: later_or_earlier(Reading::Way::Earlier, "START"); break;
            case Word::Quarter:
                // "a quarter century", "a quarter of a century"
                for (uint32_t unit : {at_ + 1, at_ + 2, at_ + 3})
                    if (unit + 1 == span_.end && role_at(unit) == Role::Unit && parse_unit(value(listed(unit).entry)) == Unit::Century && !pending_ordinal_ && reading_.count <= 1) {
                        reading_.count = 25;
                        reading_.unit = Unit::Year;
                        at_ = span_.end;
                        return;
                    }
                // "three-quarters of an hour"
                if (word_at(at_ + 1) == Word::Of && word_at(at_ + 2) == Word::A && at_ + 4 == span_.end) {
                    reading_.count = 0.25 * std::max(reading_.count, 1.0);
                    reading_.unit = Unit::Hour;
                    at_ = span_.end;
                    return;
                }
                if (word_at(at_ + 1) == Word::Past) return minutes_past(15);
                if (word_at(at_ + 1) == Word::To) return minutes_past(-15);
                return list_word();
            case Word::Latest: ++at_; return pointer_steps(-1, false);
            case Word::Same:
                if (span_.end <= at_ + 2) return list_word();
                if (Listed hit = listed(at_ + 1); hit.role == Role::Unit) reading_.same_unit = parse_unit(value(hit.entry));
                else if (role_at(at_ + 2) == Role::None && word_at(at_ + 2) == Word::None) return list_word();
                reading_.same = true;
                at_ += 2;
                return;
            case Word::Long:
                if (reading_.plural && reading_.count == 1 && reading_.unit != Unit::None) reading_.count = kVague;  // "a months-long strike"
                return list_word();
            case Word::Early: case Word::StartOf: reading_.modifier = "START"; break;
            case Word::Mid: case Word::MiddleOf: reading_.modifier = "MID"; break;
            case Word::Late: case Word::EndOf: reading_.modifier = "END"; break;
            case Word::New:
                if (role_at(at_) != Role::None) return list_word();  // "New Year's Day"
                ++at_;
                return pointer_steps(1, false);  // "in the new year"
            case Word::Date: reading_.reference = "PRESENT_REF"; break;  // "to date"
            case Word::Future: case Word::Soon: case Word::Term: reading_.reference = "FUTURE_REF"; break;
            default: return list_word();
        }
        ++at_;
    }

    /// "three or four million years": the word that multiplies both, behind the second.
    void scale_behind() {
        for (uint32_t i = at_; inside(i) && i < at_ + 2; ++i) {
            if (role_at(i) != Role::Count) continue;
            double scale = parse_number(value(listed(i).entry));
            if (scale >= 100 && reading_.count < scale) reading_.count *= scale;
        }
    }
    /// "a year and a half later": what follows a half counts from a day.
    bool half_of_more() const {
        Word next = word_at(at_ + 1);
        return reading_.unit != Unit::None && reading_.count >= 1 && (next == Word::Later || next == Word::Earlier || next == Word::Ago);
    }

    /// Is what stands behind "to" the hour, which ends the mention or stands before its day?
    bool minutes_to_hour() {
        uint32_t next = at_ + 2;
        return !inside(next) || role_at(next) == Role::Weekday || role_at(next) == Role::Relative || token(next).shape == Shape::Comma || article_.text(next) == "on";
    }

    /// "half past three", "a quarter to six": the minutes; the hour comes.
    void minutes_past(int minutes) {
        ++at_;
        minutes_from(minutes);
    }
    /// The same from "past" or "to" on: "ten past nine", "five minutes to six".
    void minutes_from(int minutes) {
        reading_.count = kNoCount;
        reading_.unit = Unit::None;
        counted_ = false;
        past_ = minutes;
        hour_comes_ = true;
        ++at_;
    }
    /// May a token be the hour of a clock?
    bool hour_at(uint32_t i) {
        if (!inside(i)) return false;
        if (token(i).shape == Shape::Day) return parse_int(article_.text(i)) <= 24;
        if (token(i).shape == Shape::Decimal) return is_clock(article_.text(i));
        return role_at(i) == Role::Count;
    }
    /// "7.30"
    static bool is_clock(std::string_view text) {
        size_t period = text.find('.');
        return (period == 1 || period == 2) && text.size() == period + 3 && parse_int(text.substr(0, period)) < 24 && parse_int(text.substr(period + 1)) < 60;
    }
    void decimal_clock(std::string_view text) {
        size_t period = text.find('.');
        reading_.hour = parse_int(text.substr(0, period));
        reading_.minute = parse_int(text.substr(period + 1, 2));
    }
    /// "Friday at 7.30", "tonight at 8": of the small hours nobody says so without "in the morning".
    void hour_after_at() {
        ++at_;
        if (token(at_).shape == Shape::Decimal && role_at(at_ + 1) != Role::ClockWord) {
            decimal_clock(article_.text(at_++));
        } else {
            hour_comes_ = true;
            if (at_ + 1 != span_.end) return;
            if (token(at_).shape == Shape::Day) reading_.hour = parse_int(article_.text(at_++)), hour_comes_ = false;
            else item();
        }
        if (reading_.daypart.empty() && reading_.hour >= 1 && reading_.hour < 7) reading_.hour += 12;
    }
    /// Is the number before `next` an hour? "8 in the evening", "10 at night"
    bool clock_follows(uint32_t next) {
        if (role_at(next) == Role::ClockWord || hour_comes_) return true;
        if (word_at(next) == Word::At) return role_at(next + 1) == Role::Daypart || role_at(next + 1) == Role::Unit;
        if (role_at(next) == Role::Pointer) return role_at(next + 1) == Role::Daypart;  // "five this morning"
        if (role_at(next) == Role::Relative) return article_.lexicon.field(listed(next).entry, "unit") == "night" || role_at(next + 1) == Role::Daypart;  // "8 last night"
        return word_at(next) == Word::In && role_at(next + 2) == Role::Daypart;
    }

    /// What comes now is the day from which is counted: "two days after Christmas"; of "after that" it is the day last named.
    void from_day() {
        reading_.from_day = inside(at_) && !(role_at(at_) == Role::Pointer && at_ + 1 == span_.end);
    }

    /// A second count: "two years and three months".
    void next_amount() {
        if (reading_.unit == Unit::None || reading_.count == kNoCount) return;
        auto free = std::find_if(reading_.larger.begin(), reading_.larger.end(), [](const Reading::Amount& amount) { return amount.unit == Unit::None; });
        if (free == reading_.larger.end()) return;
        *free = {reading_.count, reading_.unit};
        reading_.count = kNoCount;
        reading_.unit = Unit::None;
        tens_ = 0;
    }

    /// "nineteen eighty-four", from a token that says nineteen.
    bool spoken_year(int century) {
        if (century < 16 || century > 19 || reading_.count != kNoCount) return false;
        uint32_t i = at_;
        int years = 0;
        bool any = false;
        for (int words = 0; words < 2 && inside(i); ++words) {
            uint32_t next = token(i).shape == Shape::Hyphen ? i + 1 : i;
            if (word_at(next) == Word::Oh) {
                i = next + 1;
                continue;
            }
            Listed hit = listed(next);
            if (hit.role != Role::Count) break;
            int number = parse_int(value(hit.entry));
            if (number < 1 || number > 99 || (any && (years < 20 || number > 9))) break;
            years += number;
            any = true;
            i = hit.end;
        }
        if (!any || (inside(i) && role_at(i) == Role::Unit)) return false;
        reading_.year = century * 100 + years;
        at_ = i;
        return true;
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
                if (pending_ordinal_ && reading_.ordinal_unit == Unit::None && reading_.ordinal > 0 && reading_.weekday == 0) {  // the first of March
                    reading_.day = reading_.ordinal;
                    reading_.ordinal = 0;
                }
                break;
            case Role::Weekday: {
                if (reading_.unit == Unit::Week && reading_.count == kNoCount && !reading_.pointed && reading_.way == Reading::Way::None) {  // "the week ending Friday"
                    reading_.around = Unit::Week;
                    reading_.unit = Unit::None;
                }
                if (reading_.unit == Unit::Week && reading_.pointed && reading_.count == kNoCount) {  // "next week on Tuesday"
                    reading_.week_steps = reading_.steps;
                    reading_.pointed = false;
                    reading_.unit = Unit::None;
                }
                reading_.from_day |= reading_.way == Reading::Way::Ago;  // "a week ago Tuesday"
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
                if (reading_.century != kOpen) {
                    reading_.year = value(hit.entry) == "BC" ? -1 : reading_.year;
                    break;
                }
                take_pending_year();
                if (value(hit.entry) == "BC" && reading_.year != kOpen) reading_.year = -std::abs(reading_.year);
                break;
            case Role::ClockWord: clock_word(value(hit.entry)); break;
            case Role::Zone: zone(article_.lexicon.field(hit.entry, "offset")); break;
            case Role::Relative:
                relative(hit.entry);
                reading_.from_day |= reading_.way == Reading::Way::Ago && reading_.shift != kOpen;  // "a year ago today"
                break;
            case Role::Long:  // "a weeklong truce"
                reading_.count = 1;
                reading_.unit = parse_unit(value(hit.entry));
                break;
        }
    }

    /// Is an ordinal at the last token followed by a unit and "of"? "last week of", "final quarter of"
    bool ordinal_of() {
        uint32_t i = at_;
        while (inside(i) && (role_at(i) == Role::Count || is_number(token(i).shape) || token(i).shape == Shape::Hyphen)) ++i;
        if (word_at(i) != Word::Half && role_at(i) != Role::Unit && role_at(i) != Role::Weekday) return false;
        return word_at(i + 1) == Word::Of || (role_at(i) == Role::Weekday && word_at(i + 1) == Word::In);
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
        if (found == Unit::Week && here == span_.begin && inside(at_) && token(at_).shape == Shape::Day) {  // "week 27 of 2018"
            reading_.ordinal = parse_int(article_.text(at_++));
            reading_.ordinal_unit = found;
            return;
        }
        if (found == Unit::Minute && counted_ && reading_.count >= 1 && reading_.count < 60 && (role_at(at_ + 1) == Role::ClockWord || role_at(at_ + 1) == Role::Daypart)) {  // "one minute past midnight"
            Word word = word_at(at_);
            if (word == Word::Past || word == Word::To) return minutes_from(static_cast<int>(word == Word::Past ? reading_.count : -reading_.count));
        }
        if (found == Unit::Minute && counted_ && reading_.count >= 1 && reading_.count < 60 && hour_at(at_ + 1) && reading_.day == 0) {  // "ten minutes to six"
            Word word = word_at(at_);
            bool past = word == Word::Past || word == Word::After;
            if ((past || word == Word::To || word == Word::Before) && (at_ + 2 == span_.end || role_at(at_ + 2) == Role::ClockWord || word_at(at_ + 2) == Word::In || word_at(at_ + 2) == Word::At))
                return minutes_from(static_cast<int>(past ? reading_.count : -reading_.count));
        }
        if (reading_.ordinal != 0 && reading_.ordinal_unit != Unit::None && reading_.ordinal_unit < found && !late_pointer_ && !reading_.pointed && reading_.count == kNoCount && reading_.month == 0) {
            if (found == Unit::Month) reading_.month_steps = 0;  // "the first day of the month"
            if (found == Unit::Year) reading_.year_steps = 0;
            if (found == Unit::Month || found == Unit::Year) return;
        }
        if (reading_.weekday != 0 && reading_.ordinal != 0 && found == Unit::Month && !late_pointer_) {  // "the first Monday of the month", "of each month"
            if (reading_.every) reading_.unit = found;
            else reading_.month_steps = 0;
            return;
        }
        if (pending_ordinal_ && reading_.ordinal_unit == Unit::None && !late_pointer_) {
            if (found == Unit::Century) {
                reading_.century = reading_.ordinal;
                reading_.ordinal = 0;
            } else if (found == Unit::Quarter) {
                if (reading_.count == 2) {  // "the first two quarters of 1990"
                    reading_.half = reading_.ordinal == 1 ? 1 : 2;
                    reading_.count = kNoCount;
                } else if (reading_.count == kNoCount) {
                    reading_.quarter = reading_.ordinal == -1 ? 4 : reading_.ordinal;
                } else {
                    reading_.unit = found;
                }
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
            else if (found == Unit::Month && (reading_.weekday != 0 || reading_.ordinal != 0)) reading_.month_steps = late_steps_;
            else {
                reading_.year_steps = late_steps_;
                reading_.year_from_last = late_from_last_;
            }
            return;
        }
        if (found == Unit::Year && word_at(here) == Word::None && inside(here + 1) && token(here + 1).shape == Shape::Year && reading_.count == kNoCount) return;  // "the year 2010"
        if (year_ago()) {  // "the year-ago quarter"
            reading_.way = Reading::Way::None;
            reading_.year_steps = -1;
            reading_.unit = found;
            reading_.pointed = true;
            reading_.steps = found == Unit::Quarter ? -1 : 0;
            return;
        }
        if (reading_.month != 0 || !reading_.season.empty() || reading_.quarter != 0 || reading_.half != 0) {
            if (found == Unit::Year && reading_.year_steps == kOpen) reading_.year_steps = 0;  // "the first quarter of the year"
            return;
        }
        if (reading_.way == Reading::Way::None && reading_.unit != Unit::None && reading_.count != kNoCount && reading_.pointed) return;
        if (found == Unit::Night && reading_.hour != kOpen) return daypart("NI", here);  // "10.15 at night"
        if (found == Unit::Night && (reading_.weekday != 0 || (reading_.pointed && reading_.count == kNoCount) || reading_.shift != kOpen || reading_.day != 0 || reading_.holiday != kNoEntry)) {
            reading_.daypart = "NI";
            return;
        }
        static const std::array<WordId, 2> kSmall = {word_id("small"), word_id("wee")};
        bool small = here > span_.begin && std::find(kSmall.begin(), kSmall.end(), token(here - 1).word) != kSmall.end();
        bool alone = at_ == span_.end && reading_.count == kNoCount && reading_.modifier == "START" && (here == span_.begin + 1 || !reading_.daypart.empty());  // "the early hours"
        if (found == Unit::Hour && (small || alone || word_at(here + 1) == Word::Of)) {  // "the early hours of Sunday"
            if (reading_.daypart.empty()) reading_.daypart = reading_.modifier == "END" ? "NI" : "MO";
            return;
        }
        reading_.unit = found;
        reading_.plural = text.back() == 's' && found != Unit::None && text != "hrs";
    }

    bool year_ago() const {
        return (reading_.way == Reading::Way::Ago || reading_.way == Reading::Way::Earlier) && reading_.unit == Unit::Year && reading_.count == kNoCount;
    }

    void daypart(std::string_view code, uint32_t here) {
        if (code.size() == 5) {
            reading_.hour = parse_int(code.substr(0, 2));
            reading_.minute = parse_int(code.substr(3));
            hour_comes_ = false;
            return;
        }
        if (reading_.hour != kOpen) {  // "9:30 in the evening", "2 at night"
            reading_.said_half = true;
            if (reading_.hour < 12 && (code == "AF" || code == "EV" || (code == "NI" && reading_.hour >= 6))) reading_.hour += 12;
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
        double number = parse_number(text);
        if (inside(at_) ? clock_follows(at_) : hour_comes_) {
            reading_.hour = static_cast<int>(number);
            hour_comes_ = false;
            return;
        }
        if (spoken_year(static_cast<int>(std::min(number, 100.0)))) return;
        next_amount();
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
        if (inside(next) && token(next).shape == Shape::Alphanumeric && token(next).glued && text.size() <= 2 && article_.text(next).starts_with('h') && article_.text(next).size() == 3) {  // "06h45"
            reading_.hour = parse_int(text);
            reading_.minute = parse_int(article_.text(next));
            at_ = next + 1;
            return;
        }
        if (here.shape == Shape::Day && inside(next + 1) && token(next).shape == Shape::Hyphen && role_at(next + 2) == Role::ClockWord) {  // "3-30 p.m."
            reading_.hour = parse_int(text);
            reading_.minute = parse_int(article_.text(next + 1));
            at_ = next + 2;
            return;
        }
        if (here.shape == Shape::Day && clock_follows(next)) {
            reading_.hour = parse_int(text);
            hour_comes_ = false;
            at_ = next;
            return;
        }
        if (here.shape == Shape::Decimal && (next_role == Role::ClockWord || ((next_role == Role::Zone || clock_follows(next)) && is_clock(text)))) {  // 3.30pm, 17.48 GMT
            decimal_clock(text);
            hour_comes_ = false;
            at_ = next;
            return;
        }
        if (here.shape == Shape::Decimal && next == span_.end && reading_.weekday != 0 && reading_.hour == kOpen && is_clock(text)) {  // "(Friday, 7.45)"
            decimal_clock(text);
            at_ = next;
            return;
        }
        if ((here.shape == Shape::Integer || here.shape == Shape::Year) && (text.size() == 3 || text.size() == 4) && next_role == Role::ClockWord) {  // 1140 a.m., 330 p.m.
            reading_.hour = parse_int(text) / 100;
            reading_.minute = parse_int(text) % 100;
            at_ = next;
            return;
        }
        bool joined_year = at_ == span_.begin + 2 && span_.end == next && token(at_ - 1).shape == Shape::Hyphen && token(at_ - 2).shape == Shape::Year;
        bool year_joins = at_ == span_.begin && span_.end == at_ + 3 && token(at_ + 1).shape == Shape::Hyphen && token(at_ + 2).shape == Shape::Year;
        if (here.shape == Shape::Day && reading_.month == 0 && (joined_year || year_joins)) {  // "2015-12", "12-2015"
            reading_.month = parse_int(text);
            at_ = next;
            return;
        }
        if (here.shape == Shape::Fraction && date_fraction(text)) {
            at_ = next;
            return;
        }
        if (next_role == Role::Unit && text.size() == 4 && here.shape <= Shape::Integer && parse_unit(value(listed(next).entry)) == Unit::Hour && article_.text(next) != "hour") {
            int number = parse_int(text);  // "at 0600 hours"
            if (number < 2460 && number % 100 < 60 && (text[0] == '0' || before_is_of_time(at_))) {
                reading_.hour = number / 100;
                reading_.minute = number % 100;
                at_ = next + 1;
                return;
            }
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
        if (inside(next) && token(next).glued && (article_.text(next) == "h" || article_.text(next) == "m")) {  // "2h 35m"
            next_amount();
            reading_.count = parse_number(text);
            reading_.unit = article_.text(next) == "h" ? Unit::Hour : Unit::Minute;
            counted_ = true;
            at_ = next + 1;
            return;
        }
        // "3 Aug 96", "Aug 96", "05-Jan-16"
        if (text.size() == 2 && reading_.month != 0 && reading_.year == kOpen && (reading_.day != 0 ? here.shape <= Shape::Integer : here.shape == Shape::Integer) && joined_role != Role::Unit && next_role != Role::Era && at_ > span_.begin) {
            int year = parse_int(text);
            reading_.year = year + (year < 40 ? 2000 : 1900);
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
        if (counts && here.shape != Shape::Fraction) next_amount();
        if (here.shape == Shape::Fraction && reading_.count >= 0) reading_.count += number;
        else if (joined_role == Role::Era || (!counts && reading_.month != 0)) pending_year_ = static_cast<int>(std::min(number, 9999.0));
        else if (reading_.count == kNoCount || here.shape != Shape::Fraction) reading_.count = number;
        counted_ = true;
        at_ = next;
    }

    /// "9/11" is that day; "10/25" a month and a day; "2021/22" two years.
    bool date_fraction(std::string_view text) {
        if (reading_.count != kNoCount) return false;
        if (text == "9/11") {
            reading_.year = 2001, reading_.month = 9, reading_.day = 11;
            return true;
        }
        if (auto years = years_of_fraction(text)) {
            reading_.year = years->first;
            reading_.second_year = years->second;
            return true;
        }
        if (span_.end != span_.begin + 1 && reading_.weekday == 0) return false;
        size_t slash = text.find('/');
        int first = parse_int(text.substr(0, slash)), second = parse_int(text.substr(slash + 1));
        if (auto month = month_of_fraction(text)) {
            reading_.year = month->first;
            reading_.month = month->second;
            return true;
        }
        bool day_first = first > 12 || (second <= 12 && day_first_);
        reading_.month = day_first ? second : first;
        reading_.day = day_first ? first : second;
        return true;
    }

    /// Does "at", "by", "until" stand before a token?
    bool before_is_of_time(uint32_t i) const {
        static const std::array<WordId, 8> kWords = {word_id("at"), word_id("by"), word_id("until"), word_id("till"), word_id("from"), word_id("since"), word_id("around"), word_id("to")};
        return i > 0 && !token(i).starts_sentence && std::find(kWords.begin(), kWords.end(), token(i - 1).word) != kWords.end();
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
        size_t point = text.find('.');
        if (text.size() > colon + 4 && text[colon + 3] == ':') reading_.second = parse_int(text.substr(colon + 4, 2));
        constexpr int kHours = 24;
        bool beyond = (reading_.hour > kHours || (reading_.hour == kHours && reading_.minute > 0)) && reading_.hour < 60 && reading_.minute < 60 && reading_.second == kOpen;  // "third in 36:31"
        if (point != std::string_view::npos) race_time(text.substr(point + 1));
        else if (beyond) race_time({});
    }

    /// "3:31.01": minutes and seconds that a race took, to the hundredth.
    void race_time(std::string_view places) {
        double part = parse_int(places);
        for (size_t i = 0; i < places.size(); ++i) part /= 10;
        bool hours = reading_.second != kOpen;
        reading_.larger[0] = {static_cast<double>(reading_.hour), hours ? Unit::Hour : Unit::Minute};
        if (hours) reading_.larger[1] = {static_cast<double>(reading_.minute), Unit::Minute};
        reading_.count = (hours ? reading_.second : reading_.minute) + part;
        reading_.unit = Unit::Second;
        reading_.hour = reading_.minute = reading_.second = kOpen;
    }

    /// "+05:30"; "GMT+8", "UTC-5" count from there.
    void zone(std::string_view offset) {
        if (offset.find('/') != std::string_view::npos) reading_.zone_name = offset;
        if (offset.size() != 6) return;
        reading_.zone = (parse_int(offset.substr(1, 2)) * 60 + parse_int(offset.substr(4))) * (offset[0] == '-' ? -1 : 1);
        if (!inside(at_ + 1) || token(at_ + 1).shape < Shape::Day || token(at_ + 1).shape > Shape::Clock) return;
        std::string_view sign = article_.text(at_), from = article_.text(at_ + 1);  // "2", "02", "0230", "2:30"
        bool west = token(at_).shape == Shape::Hyphen || token(at_).shape == Shape::Dash;
        if (sign != "+" && !west) return;
        size_t colon = from.find(':');
        int hours = parse_int(from.substr(0, colon)), minutes = colon != std::string_view::npos ? parse_int(from.substr(colon + 1, 2)) : from.size() == 4 ? hours % 100 : 0;
        if (colon == std::string_view::npos && from.size() == 4) hours /= 100;
        if (hours <= 14) reading_.zone += (hours * 60 + minutes) * (west ? -1 : 1);
        at_ += 2;
    }

    void clock_word(std::string_view code) {
        if (code == "pm" || code == "am") reading_.said_half = true;
        if (code == "pm") {
            if (reading_.hour >= 1 && reading_.hour < 12) reading_.hour += 12;
        } else if (code == "am") {
            if (reading_.hour == 12) reading_.hour = 0;
        } else if (code.size() == 5) {
            reading_.hour = parse_int(code.substr(0, 2));
            reading_.minute = parse_int(code.substr(3));
            hour_comes_ = false;
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
        if (text.size() == 8) {  // 20161016
            reading_.year = parse_int(text.substr(0, 4));
            reading_.month = parse_int(text.substr(4, 2));
            reading_.day = parse_int(text.substr(6, 2));
            return;
        }
        reading_.year = parse_int(text.substr(0, 4));
        reading_.month = parse_int(text.substr(5, 2));
        reading_.day = parse_int(text.substr(8, 2));
        if (text.size() < 16) return;  // 2022-01-10T09:30:15.2+02:00
        reading_.hour = parse_int(text.substr(11, 2));
        reading_.minute = parse_int(text.substr(14, 2));
        if (text.size() >= 19 && text[16] == ':') reading_.second = parse_int(text.substr(17, 2));
        size_t zone = text.find_first_of("Z+-", 16);
        if (zone == std::string_view::npos) return;
        reading_.zone = text.size() >= zone + 3 ? parse_int(text.substr(zone + 1, 2)) * 60 + parse_int(text.substr(text.size() - 2)) * (text.size() >= zone + 5) : 0;
        if (text[zone] == '-') reading_.zone = -reading_.zone;
    }

    void slash_date() {
        std::string_view text = article_.text(at_++);
        std::array<int, 3> parts{};
        size_t part = 0, digits_of_first = text.find_first_of("/.-");
        bool german = text[digits_of_first] == '.';  // 24.10.2012 has the day first wherever it can
        for (char c : text) {
            if (c < '0') ++part;
            else if (part < 3) parts[part] = parts[part] * 10 + (c - '0');
        }
        if (digits_of_first == 4) {
            reading_.year = parts[0], reading_.month = parts[1], reading_.day = parts[2];
        } else {
            bool first_is_day = parts[0] > 12 || (parts[1] <= 12 && (day_first_ || german));
            reading_.day = first_is_day ? parts[0] : parts[1];
            reading_.month = first_is_day ? parts[1] : parts[0];
            reading_.year = parts[2] >= 100 ? parts[2] : parts[2] + (parts[2] < 50 ? 2000 : 1900);
        }
        if (reading_.month < 1 || reading_.month > 12 || reading_.day < 1 || reading_.day > 31) reading_.year = kOpen, reading_.month = 0, reading_.day = 0;
    }

    void finish() {
        // "99:99", "2021-13-40": what no clock or calendar has is not said.
        if (reading_.hour != kOpen && (reading_.hour > 24 || reading_.minute > 59 || reading_.second > 60)) reading_.hour = reading_.minute = reading_.second = kOpen;
        // "There is a coach at four", "the 7.40 to Halifax"
        static const std::array<WordId, 2> kHourAt = {word_id("at"), word_id("the")};
        if (of_clock_ && span_.end == span_.begin + 1 && span_.begin > 0 && std::find(kHourAt.begin(), kHourAt.end(), token(span_.begin - 1).word) != kHourAt.end() && reading_.hour == kOpen && reading_.count > 0 && reading_.unit == Unit::None) {
            if (std::string_view text = article_.text(span_.begin); is_clock(text)) {
                decimal_clock(text);
                reading_.count = kNoCount;
            } else if (reading_.count <= 12 && reading_.count == std::floor(reading_.count)) {
                reading_.hour = static_cast<int>(reading_.count) + (reading_.count < 7 ? 12 : 0);
                reading_.count = kNoCount;
            }
        }
        // "tonight at 8 o'clock", "Tuesday evening at 7:30"
        if (reading_.hour > 0 && reading_.hour < 12 && !reading_.said_half && (reading_.daypart == "AF" || reading_.daypart == "EV" || (reading_.daypart == "NI" && reading_.hour > 5))) reading_.hour += 12;
        if (reading_.unit == Unit::Year && reading_.pointed && reading_.count == kNoCount && (reading_.quarter != 0 || reading_.half != 0)) {  // "next year's first quarter"
            reading_.year_steps = reading_.steps;
            reading_.year_from_last = reading_.from_last;
            reading_.unit = Unit::None;
            reading_.pointed = false;
        }
        if (past_ != 0 && reading_.hour != kOpen) {
            if (!reading_.said_half && reading_.hour > 0 && reading_.hour < 7) reading_.hour += 12;  // "half past three": nobody says so of the night
            reading_.minute = past_ > 0 ? past_ : 60 + past_;
            if (past_ < 0) reading_.hour = (reading_.hour + 23) % 24;
        }
        if ((reading_.unit == Unit::Week || reading_.unit == Unit::Weekend) && reading_.count == kNoCount && reading_.way == Reading::Way::None && !reading_.pointed &&
            ((reading_.month != 0 && reading_.day != 0) || reading_.holiday != kNoEntry)) {
            reading_.around = reading_.unit;
            reading_.unit = Unit::None;
        }
        if (year_ago() && reading_.quarter != 0) {  // "the year-ago third quarter"
            reading_.way = Reading::Way::None;
            reading_.unit = Unit::None;
            reading_.year_steps = -1;
        }
        if (reading_.month < 0 || reading_.month > 12) reading_.month = reading_.day = 0;
        if (reading_.day > 31) reading_.day = 0;
        if (reading_.unit == Unit::Night && reading_.count == kNoCount && !reading_.plural && (span_.end == span_.begin + 1 || !reading_.modifier.empty() || reading_.ordinal > 0 || reading_.month != 0 || reading_.weekday != 0 || reading_.shift != kOpen || reading_.pointed)) {
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
    bool of_clock_ = false;  // its rule says that it is a time of the day

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
    int past_ = 0;  // minutes from the hour
    bool hour_comes_ = false;
    int pending_year_ = kOpen;
};

/// Does the article put the day before the month? Its dates in digits say so ("13/01/2022", "01/13/2022"), else its dates
/// in words when they all do ("13 January"); the month comes first where it says nothing.
bool article_puts_day_first(const Article& article, const Roles& roles, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates) {
    if (article.day_first) return *article.day_first;
    bool any = false;
    for (uint32_t i : dates)
        for (uint32_t at = mentions[i].tokens.begin; at < mentions[i].tokens.end; ++at) {
            if (article.tokens[at].shape != Shape::SlashDate) continue;
            any = true;
            std::string_view text = article.text(at);
            size_t mark = text.find_first_of("/-");
            if (mark > 2) continue;
            if (parse_int(text.substr(0, mark)) > 12) return true;
            if (parse_int(text.substr(mark + 1, 2)) > 12) return false;
        }
    if (!any) return false;
    auto is_month = [&](uint32_t at) {
        if (article.tokens[at].shape != Shape::Capital) return false;
        for (size_t image = 0; image < article.lexicon.image_count(); ++image)
            for (LabelId label : article.lexicon.label_set(image, article.hits.sets[at][image]))
                if (roles.of(label) == Role::Month) return true;
        return false;
    };
    size_t day_first = 0, month_first = 0;
    for (uint32_t i : dates)
        for (uint32_t at = mentions[i].tokens.begin; at + 1 < mentions[i].tokens.end; ++at) {
            day_first += article.tokens[at].shape == Shape::Day && is_month(at + 1);
            month_first += is_month(at) && article.tokens[at + 1].shape == Shape::Day;
        }
    return day_first > 0 && month_first == 0;
}

}  // namespace

int parse_int(std::string_view text) {
    int value = 0;
    for (char c : text)
        if (c >= '0' && c <= '9' && value < 100000000) value = value * 10 + (c - '0');
    return value;
}

std::optional<std::pair<int, int>> years_of_fraction(std::string_view text) {
    size_t slash = text.find('/');
    if (slash != 4) return std::nullopt;
    int first = parse_int(text.substr(0, slash)), second = parse_int(text.substr(slash + 1));
    if (text.size() == 7) second += first / 100 * 100 + (second == 0 ? 100 : 0);
    if (first < 1000 || first > 2200 || second != first + 1) return std::nullopt;
    return std::pair(first, second);
}

std::optional<std::pair<int, int>> month_of_fraction(std::string_view text) {
    size_t slash = text.find('/');
    if (slash == std::string_view::npos || text.size() < 6 || text.size() > 7) return std::nullopt;
    bool year_first = slash == 4;
    int year = parse_int(year_first ? text.substr(0, 4) : text.substr(slash + 1)), month = parse_int(year_first ? text.substr(5) : text.substr(0, slash));
    if ((year_first && text.size() != 7) || (!year_first && text.size() != slash + 5)) return std::nullopt;
    if (year < 1900 || year > 2099 || month < 1 || month > 12) return std::nullopt;
    return std::pair(year, month);
}

void read_dates(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, std::vector<Reading>& readings) {
    thread_local std::vector<EntryId> entries;
    thread_local std::optional<Roles> known;  // of the lexicon with that serial number
    thread_local uint64_t serial = 0;
    if (!known || serial != article.lexicon.serial()) {
        known.emplace(article.lexicon);
        serial = article.lexicon.serial();
    }
    const Roles& roles = *known;
    bool day_first = article_puts_day_first(article, roles, mentions, dates);
    for (uint32_t i : dates) {
        Reader reader(article, roles, mentions[i].tokens, entries);
        reader.day_first_ = day_first;
        reader.of_clock_ = mentions[i].subkind == Subkind::Time;
        readings.push_back(reader.read());
    }
}

}  // namespace nutgraf
