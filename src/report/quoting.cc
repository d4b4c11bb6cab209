#include "quoting.h"

#include <charconv>

#include "../unicode.h"

namespace nutgraf {
namespace {

constexpr std::string_view kHexadecimal = "0123456789ABCDEF";

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// "https://example.org/a", "urn:isbn:0", but not "C:/news" or "news.jsonl:3".
bool is_address(std::string_view id) {
    size_t colon = id.find(':');
    if (colon == std::string_view::npos || colon < 2) return false;
    for (char c : id.substr(0, colon))
        if (c < 'a' || c > 'z') return false;
    return id.substr(colon).starts_with("://") || id.starts_with("urn:") || id.starts_with("tag:");
}

}  // namespace

void put_number(std::string& out, uint64_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void put_csv(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void put_json(std::string& out, std::string_view text) {
    out += '"';
    for (char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) >= 0x20) {
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else {
            out += "\\u00";
            out += kHexadecimal[static_cast<unsigned char>(c) >> 4];
            out += kHexadecimal[c & 15];
        }
    }
    out += '"';
}

void put_xml(std::string& out, std::string_view text) {
    for (size_t at = 0; at < text.size();) {
        CodePoint c = decode(text, at);
        switch (c.value) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\r': out += "&#13;"; break;  // else a parser reads a line feed
            default:
                if ((c.value < 0x20 && c.value != '\n' && c.value != '\t') || c.value == 0xFFFE || c.value == 0xFFFF) out += "\xEF\xBF\xBD";
                else out += text.substr(at, c.length);
        }
        at += c.length;
    }
}

void put_iri(std::string& out, std::string_view id) {
    bool address = is_address(id);
    std::string_view kept = address ? "-._~:/?#[]@!$&'()*+,;=%" : "-._~/@!$&'()*+,;=";
    for (char c : id) {
        if (is_letter_or_digit(c) || kept.find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += '%';
            out += kHexadecimal[static_cast<unsigned char>(c) >> 4];
            out += kHexadecimal[c & 15];
        }
    }
}

}  // namespace nutgraf
