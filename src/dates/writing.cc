#include "writing.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace nutgraf {

namespace {

/// Writes a number with leading zeros before `end`; gives its begin.
char* write_before(char* end, int value, int digits) {
    char* begin = end;
    auto rest = static_cast<unsigned>(std::abs(value));
    do *--begin = static_cast<char>('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0) *--begin = '-';
    while (end - begin < digits) *--begin = '0';
    return begin;
}

}  // namespace

void append_number(std::string& out, int value, int digits) {
    char buffer[16];
    char* end = buffer + sizeof buffer;
    char* begin = write_before(end, value, digits);
    out.append(begin, end);
}

void append_year(std::string& out, int year) {
    if (year < 0) out += "BC";
    append_number(out, std::abs(year), 4);
}

void append_day(std::string& out, CalendarDate date) {
    char buffer[16];
    char* end = buffer + sizeof buffer;
    char* begin = write_before(end, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    *--begin = '-';
    begin = write_before(begin, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    *--begin = '-';
    begin = write_before(begin, static_cast<int>(date.year()), 4);
    out.append(begin, end);
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

void append_duration(std::string& out, double count, Unit unit) {
    if ((unit == Unit::Hour || unit == Unit::Minute) && count > 1 && count != std::floor(count)) {  // PT13H30M
        char buffer[48];
        const char* form = unit == Unit::Hour ? "PT%.0fH%.0fM" : "PT%.0fM%.0fS";
        int length = std::snprintf(buffer, sizeof buffer, form, std::floor(count), (count - std::floor(count)) * 60);
        out.append(buffer, std::min(static_cast<size_t>(length), sizeof buffer - 1));
        return;
    }
    if (unit == Unit::Second || unit == Unit::Minute || unit == Unit::Hour) out += "PT";
    else out += 'P';
    // Halves of the units whose smaller unit divides them: half an hour is PT30M, a fortnight P2W.
    if (unit == Unit::Hour && count < 1 && count > 0) count *= 60, unit = Unit::Minute;
    if (unit == Unit::Year && count == 0.5) count = 6, unit = Unit::Month;
    if (unit == Unit::Minute && count == 0.5) count = 30, unit = Unit::Second;
    if (unit == Unit::Day && count == 0.5) {
        out = "PT";
        count = 12, unit = Unit::Hour;
    }
    if (unit == Unit::Century) count = count > 0 ? count * 100 : count, unit = Unit::Year;  // P250Y: two and a half centuries
    if (unit == Unit::Decade && count == 0.5) count = 5, unit = Unit::Year;
    if (unit == Unit::Fortnight && count > 0) count *= 2;
    if (unit == Unit::Half && count > 0) count *= 6;
    if (count == kVague || count == kNoCount) {
        out += 'X';
    } else if (count == std::floor(count)) {
        char buffer[320];  // the largest number has 309 digits
        auto end = std::to_chars(buffer, buffer + sizeof buffer, count, std::chars_format::fixed, 0).ptr;
        out.append(buffer, static_cast<size_t>(end - buffer));
    } else {
        char buffer[32];
        auto end = std::to_chars(buffer, buffer + sizeof buffer, std::round(count * 1000) / 1000).ptr;
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
        case Unit::Millennium: out += "ML"; break;
        default: out += 'D'; break;
    }
}

void append_duration(std::string& out, const Reading& reading) {
    bool in_day = false;  // behind the T
    auto add = [&](double count, Unit unit) {
        size_t begin = out.size();
        append_duration(out, count, unit);
        bool time = out.compare(begin, 2, "PT") == 0;
        if (begin != 0) out.erase(begin, time && in_day ? 2 : 1);
        in_day |= time;
    };
    for (const Reading::Amount& amount : reading.larger)
        if (amount.unit != Unit::None) add(amount.count, amount.unit);
    add(reading.count, reading.unit);
}

void append_zone(std::string& out, const Reading& reading) {
    if (reading.zone == kOpen) return;
    if (reading.zone == 0) {
        out += 'Z';
        return;
    }
    out += reading.zone < 0 ? '-' : '+';
    append_number(out, std::abs(reading.zone) / 60, 2);
    out += ':';
    append_number(out, std::abs(reading.zone) % 60, 2);
}

}  // namespace nutgraf
