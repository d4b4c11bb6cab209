#include "wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include <unicode/uloc.h>
#include <unicode/utf16.h>

#include "../unicode.h"

namespace nutgraf {
namespace {

/// "CH" -> "Switzerland"
std::string country_name(std::string_view code) {
    std::string locale = "und_" + std::string(code);
    UChar name[100];
    UErrorCode failed = U_ZERO_ERROR;
    int32_t length = uloc_getDisplayCountry(locale.c_str(), "en", name, 100, &failed);
    if (U_FAILURE(failed) || length <= 0 || length >= 100) return std::string(code);
    std::string text;
    for (int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U16_NEXT(name, i, length, c);
        encode(static_cast<char32_t>(c), text);
    }
    return text;
}

/// "46.20222" -> "46.20°N"
std::string degrees(std::string_view number, std::string_view positive, std::string_view negative) {
    double value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, std::abs(value), std::chars_format::fixed, 2).ptr;
    return std::string(digits, end) + "°" + std::string(value < 0 ? negative : positive);
}

/// "768000000" -> "768,000,000"
std::string grouped(std::string_view number, bool measured) {
    std::string text(number);
    measured |= text.find('.') != std::string::npos;
    size_t first = text.starts_with('-') ? 1 : 0;
    size_t point = std::min(text.find('.'), text.size());
    if (text.find_first_not_of("0123456789.", first) != std::string::npos || point < first + (measured ? 4 : 5)) return text;  // "1492" stays
    for (size_t at = point; at > first + 3;) text.insert(at -= 3, ",");
    return text;
}

std::string unit_name(std::string_view unit) {
    // UCUM codes that are no abbreviations a reader knows.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kNames = {{
        {"%", "%"}, {"Cel", " °C"}, {"[degF]", " °F"}, {"[in_i]", " inches"}, {"[ft_i]", " feet"}, {"[yd_i]", " yards"}, {"[mi_i]", " miles"},
        {"[nmi_i]", " nautical miles"}, {"[mi_i]/h", " miles an hour"}, {"[lb_av]", " pounds"}, {"[oz_av]", " ounces"}, {"[gal_us]", " gallons"},
        {"[bbl_us]", " barrels"}, {"[acr_us]", " acres"}, {"har", " hectares"},
    }};
    for (const auto& [code, name] : kNames)
        if (unit == code) return std::string(name);
    return unit.empty() ? "" : ' ' + std::string(unit);
}

std::string number_text(const Figure& figure) {
    if (figure.text.empty()) return "";
    std::string text = figure.modifier.empty() ? "" : std::string(figure.modifier == "approx" ? "about" : figure.modifier) + ' ';
    bool measured = !figure.unit.empty();
    if (auto range = range_of(figure)) text += grouped(range->low, measured) + " to " + grouped(range->high, measured);
    else text += grouped(figure.text, measured);
    return text + unit_name(figure.unit);
}

/// "P3D" -> "3 days", "PT2H30M" -> "2 hours 30 minutes"; as it stands when it is more than that.
std::string duration_text(std::string_view timex) {
    std::string text;
    bool time = false;
    for (size_t at = 1; at < timex.size();) {
        if (timex[at] == 'T' && !time) {
            time = true;
            ++at;
            continue;
        }
        size_t end = timex.find_first_not_of("0123456789.", at);
        if (end == at || end == std::string_view::npos) return std::string(timex);
        std::string_view unit;
        switch (timex[end]) {
            case 'Y': unit = "year"; break;
            case 'M': unit = time ? "minute" : "month"; break;
            case 'W': unit = "week"; break;
            case 'D': unit = "day"; break;
            case 'H': unit = "hour"; break;
            case 'S': unit = "second"; break;
            default: return std::string(timex);
        }
        std::string_view count = timex.substr(at, end - at);
        text += (text.empty() ? "" : " ") + std::string(count) + ' ' + std::string(unit) + (count == "1" ? "" : "s");
        at = end + 1;
    }
    return text;
}

constexpr std::array<std::string_view, 7> kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
std::string_view weekday(CalendarDate date) {
    return kDays[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()];
}

/// "P1M" -> "every month", "XXXX-WXX-1" -> "every Monday"
std::string set_text(const std::string& timex) {
    constexpr std::string_view kEveryWeek = "XXXX-WXX-";
    if (timex.size() == kEveryWeek.size() + 1 && timex.starts_with(kEveryWeek) && timex.back() >= '1' && timex.back() <= '7')
        return "every " + std::string(kDays[static_cast<size_t>(timex.back() - '0') % 7]);
    if (!timex.starts_with('P')) return "repeated: " + timex;
    std::string length = duration_text(timex);
    if (length.starts_with("1 ") && length.find(' ', 2) == std::string::npos) length.erase(0, 2);
    return "every " + length;
}

constexpr std::array<std::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};

/// "2021-12" -> "December 2021"; "" for anything else.
std::string month_in_prose(std::string_view text) {
    auto first = text.size() == 7 ? parse_iso_date(std::string(text) + "-01") : std::nullopt;
    if (!first) return "";
    return std::string(kMonths[static_cast<unsigned>(first->month()) - 1]) + ' ' + std::to_string(static_cast<int>(first->year()));
}

/// "2021-12-27T09:30" -> "Monday, December 27, 2021, 09:30", "2021-12-27TNI" -> "..., night"; as it stands when no day is told.
std::string moment_in_prose(const std::string& text) {
    auto day = parse_iso_date(text.substr(0, 10));
    if (!day) return text;
    if (text.size() <= 11 || text[10] != 'T') return date_in_prose(*day);
    std::string time = text.substr(11);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kParts = {
        {{"MO", "morning"}, {"MI", "midday"}, {"AF", "afternoon"}, {"EV", "evening"}, {"NI", "night"}, {"DT", "daytime"}}};
    for (const auto& [part, words] : kParts)
        if (time == part) time = words;
    return date_in_prose(*day) + ", " + time;
}

/// "197" -> "1970s", "2022-W03" -> "January 17 to January 23, 2022"
std::string span_in_prose(std::string_view text, const Figure& figure) {
    if (text.size() == 3 && text.find_first_not_of("0123456789") == std::string_view::npos) return std::string(text) + "0s";
    auto first = parse_iso_date(figure.start), last = parse_iso_date(figure.end);
    if (!first || !last) return moment_in_prose(figure.start) + " to " + moment_in_prose(figure.end);
    return day_in_prose(*first, first->year() != last->year()) + " to " + day_in_prose(*last);
}

std::string date_text(const Figure& figure, Subkind subkind, Wording wording) {
    bool prose = wording == Wording::Prose;
    std::string text = figure.text;
    if (text.empty()) return "open";
    if (prose && subkind != Subkind::Set && text.find("XX") != std::string::npos) return "open";
    if (text == "PRESENT_REF") return "now";
    if (text == "PAST_REF") return "in the past";
    if (text == "FUTURE_REF") return "in the future";
    if (subkind == Subkind::Duration && text.starts_with('P')) {
        text = duration_text(text);
    } else if (subkind == Subkind::Set) {
        text = set_text(text);
    } else if (std::string month = prose ? month_in_prose(text) : ""; !month.empty()) {
        text = month;
    } else if (auto day = parse_iso_date(text)) {
        if (prose) text = date_in_prose(*day);
        else text += ", " + std::string(weekday(*day));
    } else if (text.size() > 10 && text[10] == 'T' && parse_iso_date(text.substr(0, 10))) {
        if (prose) text = moment_in_prose(text);
        else text[10] = ' ';
    } else if ((text.find_first_not_of("0123456789-") != std::string::npos || (prose && text.size() == 3)) && !figure.start.empty() && !figure.end.empty() && figure.start != figure.end) {
        if (prose) {
            text = span_in_prose(text, figure);
        } else {
            if (text.find('/') == std::string::npos) text += ", ";
            else text.clear();
            text += figure.start + " to " + figure.end;
        }
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kModifiers = {{
        {"APPROX", "about "}, {"START", "early in "}, {"MID", "the middle of "}, {"END", "late in "}, {"BEFORE", "before "},
        {"AFTER", "after "}, {"ON_OR_BEFORE", "until "}, {"ON_OR_AFTER", "since "}, {"LESS_THAN", "less than "}, {"MORE_THAN", "more than "},
    }};
    for (const auto& [modifier, words] : kModifiers)
        if (figure.modifier == modifier) return std::string(words) + text;
    return text;
}

std::string place_text(const Facts& facts, Subkind subkind, Wording wording) {
    std::string text(subkind_name(subkind));
    if (!facts.country.empty()) {
        if (subkind != Subkind::Country) text += (text.empty() ? "" : " in ") + country_name(facts.country);
        else if (wording == Wording::Plain) text += " (" + std::string(facts.country) + ')';
    }
    std::string coordinates = wording == Wording::Plain ? coordinates_in_words(facts) : "";
    return text + (text.empty() || coordinates.empty() ? "" : ", ") + coordinates;
}

}  // namespace

std::string_view title_of(Kind kind) {
    constexpr std::array<std::string_view, kKindCount> kTitles = {"People", "Places", "Organizations", "Groups", "Numbers", "Dates"};
    return kTitles[static_cast<size_t>(kind)];
}

std::string one_line(std::string_view text) {
    std::string line;
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        bool directs = (c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069);
        if (is_space(c.value)) {
            if (!line.empty() && line.back() != ' ') line += ' ';
        } else if (c.value >= 0x20 && (c.value < 0x7F || c.value > 0x9F) && !directs) {
            line += text.substr(at, c.length);
        }
        at += c.length;
    }
    if (line.ends_with(' ')) line.pop_back();
    return line;
}

std::string published_in_words(CalendarDate date) { return "published " + iso_date(date) + ", " + std::string(weekday(date)); }

std::string day_in_prose(CalendarDate date, bool year) {
    return std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + ' ' + std::to_string(static_cast<unsigned>(date.day())) +
           (year ? ", " + std::to_string(static_cast<int>(date.year())) : "");
}

std::string date_in_prose(CalendarDate date) {
    return std::string(weekday(date)) + ", " + day_in_prose(date);
}

std::string coordinates_in_words(const Facts& facts) {
    if (facts.latitude.empty() || facts.longitude.empty()) return "";
    return degrees(facts.latitude, "N", "S") + ' ' + degrees(facts.longitude, "E", "W");
}

std::string value_in_words(Kind kind, Subkind subkind, const Value& value, const Facts& facts, Wording wording) {
    switch (kind) {
        case Kind::Person: return "";
        case Kind::Place: return place_text(facts, subkind, wording);
        case Kind::Number: {
            std::string text = number_text(value.figure());
            if (wording == Wording::Prose && !text.empty() && !value.figure().counted.empty()) (text += ' ') += value.figure().counted;
            return text;
        }
        case Kind::Date: return date_text(value.figure(), subkind, wording);
        case Kind::Organization:
        case Kind::Group: break;
    }
    std::string text(subkind_name(subkind));
    if (!facts.country.empty()) text += (text.empty() ? "" : ", ") + country_name(facts.country);
    return text;
}

std::string reasons_in_words(const View& view, const Analyzer& analyzer, const Mention& mention) {
    constexpr uint32_t kMostReasons = 6;
    const Analysis& analysis = *view.analysis;
    auto index = static_cast<size_t>(&mention - analysis.mentions.data());
    if (index + 1 >= analysis.first_reason.size()) return "";
    std::string text;
    uint32_t last = std::min(analysis.first_reason[index + 1], analysis.first_reason[index] + kMostReasons);
    for (uint32_t r = analysis.first_reason[index]; r < last; ++r) {
        const Reason& reason = analysis.reasons[r];
        text += (text.empty() ? "" : "; ") + analyzer.evidence().describe(reason.evidence) + (reason.weight > 0 ? " +" : " ") + std::to_string(reason.weight);
    }
    return text;
}

std::vector<std::string> forms_of(const View& view, const View::Group& group) {
    std::vector<std::string> forms{one_line(group.entity->name)};
    for (uint32_t mention : group.mentions) {
        std::string form = one_line(view.text(*view.mentions[mention].mention));
        if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(form);
    }
    return forms;
}

namespace {
/// "197" -> "1970s", "2014-10-07 NI" -> "2014-10-07, night", and of a date that is named by its digits the weekday alone.
std::string date_for_readers(std::string text, const std::string& name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kDayParts = {{{" MO", ", morning"}, {" MI", ", midday"}, {" AF", ", afternoon"}, {" EV", ", evening"}, {" NI", ", night"}}};
    for (const auto& [part, words] : kDayParts)
        if (text.ends_with(part)) return text.substr(0, text.size() - part.size()) + std::string(words);
    if (text.size() == 3 && text.find_first_not_of("0123456789") == std::string::npos) return text + "0s";
    if (text.starts_with(name + ", ")) text.erase(0, name.size() + 2);
    return text;
}
}  // namespace

std::vector<std::string> other_names_of(const View& view, const View::Group& group) {
    std::vector<std::string> names{one_line(group.entity->name)};
    for (uint32_t number : group.mentions) {
        const View::Row& row = view.mentions[number];
        if (row.link == Link::Surname || row.link == Link::GivenName || row.link == Link::PartOfName || row.link == Link::Title) continue;
        std::string name = one_line(view.text(*row.mention));
        auto same = [&](const std::string& known) { return fold(known) == fold(name); };
        // A surname that the headline has before the full name is one all the same.
        bool part = group.entity->kind == Kind::Person && row.link == Link::First && names[0].find(name) != std::string::npos;
        if (!part && std::none_of(names.begin(), names.end(), same)) names.push_back(std::move(name));
    }
    names.erase(names.begin());
    return names;
}

std::string about_in_words(const View& view, const View::Group& group, const Facts& facts, Wording wording) {
    const Entity& entity = *group.entity;
    std::string name = one_line(entity.name), text = value_in_words(entity, facts, wording);
    if (entity.kind == Kind::Person) {
        text = one_line(group.title);
        if (!group.role.empty()) text += (text.empty() ? "" : ", ") + one_line(group.role);
    } else if (entity.kind == Kind::Number) {
        if (entity.subkind == Subkind::Ordinal) text.clear();  // "third" says what it means
        std::string_view counted;
        for (uint32_t number : group.mentions) {
            std::string_view noun = view.mentions[number].mention->value.figure().counted;
            if (noun.empty()) continue;
            if (!counted.empty() && counted != noun) return text == name ? "" : text;
            counted = noun;
        }
        if (!counted.empty()) (text += ' ') += counted;
    } else if (entity.kind == Kind::Date) {
        text = date_for_readers(text, name);
    } else if (entity.kind == Kind::Place && entity.subkind == Subkind::Region && !facts.country.empty() && country_name(facts.country).starts_with(name)) {
        text.erase(0, std::min(text.find(", "), text.size()));  // Hong Kong does not lie in Hong Kong
        text.insert(0, "territory (" + std::string(facts.country) + ')');
    }
    return text == name ? "" : text;
}

std::vector<const View::Group*> most_salient(const View& view, Kind kind) {
    std::vector<const View::Group*> groups;
    for (size_t i = 0; i < view.entities.size(); ++i)
        if (view.entities[i].entity->kind == kind && !view.entities[i].mentions.empty()) groups.push_back(&view.entities[i]);
    // Of numbers that matter as much amounts go before counts and those before ranks.
    auto rank = [](const Entity& entity) {
        if (entity.kind != Kind::Number) return 0;
        return entity.subkind == Subkind::Ordinal ? 2 : entity.subkind == Subkind::Cardinal ? 1 : 0;
    };
    std::stable_sort(groups.begin(), groups.end(), [&](const auto* a, const auto* b) {
        return a->entity->salience != b->entity->salience ? a->entity->salience > b->entity->salience : rank(*a->entity) < rank(*b->entity);
    });
    return groups;
}

}  // namespace nutgraf
