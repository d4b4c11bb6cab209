// How the formats write text that may hold anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nutgraf {

void put_number(std::string& out, uint64_t number);

/// In double quotes.
void put_json(std::string& out, std::string_view text);

/// A field of CSV (RFC 4180): with commas, quotes or line ends it stands in quotes, and quotes in it are doubled.
void put_csv(std::string& out, std::string_view text);

/// For text and attributes of XML 1.0. Characters that it cannot hold become U+FFFD.
void put_xml(std::string& out, std::string_view text);

/// A reference to a document by an IRI: an address ("https://...") as it is, a path or any other name as a relative one.
/// What may not stand in an IRI is percent-encoded.
void put_iri(std::string& out, std::string_view id);

}  // namespace nutgraf
