// The parts of the formats that no program sees alone: the table, packing, quoting.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "report/file_name.h"
#include "report/formats.h"
#include "report/html_page.h"
#include "report/packing.h"
#include "report/quoting.h"

using namespace nutgraf;

namespace {

std::string iri(std::string_view id) {
    std::string out;
    put_iri(out, id);
    return out;
}
std::string xml(std::string_view text) {
    std::string out;
    put_xml(out, text);
    return out;
}
std::string json(std::string_view text) {
    std::string out;
    put_json(out, text);
    return out;
}

}  // namespace

TEST_CASE("each format has its own row of the table") {
    CHECK(format_record(Format::Text).name == "text");
    CHECK(format_record(Format::Markdown).name == "markdown");
    CHECK(format_record(Format::Html).name == "html");
    CHECK(format_record(Format::Csv).name == "csv");
    CHECK(format_record(Format::Tsv).name == "tsv");
    CHECK(format_record(Format::Json).name == "json");
    CHECK(format_record(Format::JsonLines).name == "jsonl");
    CHECK(format_record(Format::LabelStudio).name == "label-studio");
    CHECK(format_record(Format::WebAnnotation).name == "webanno");
    CHECK(format_record(Format::GeoJson).name == "geojson");
    CHECK(format_record(Format::Brat).name == "brat");
    CHECK(format_record(Format::TimeMl).name == "timeml");
    CHECK(format_record(Format::Sqlite).name == "sqlite");
    std::set<std::string_view> names;
    for (size_t i = 0; i < kFormatCount; ++i) {
        const FormatRecord& record = format_record(static_cast<Format>(i));
        CHECK(names.insert(record.name).second);
        CHECK_FALSE(record.about.empty());
        CHECK(record.name.size() <= 12);
        CHECK((record.delivery == Delivery::Stream || record.framing.begin.empty()));
    }
}

TEST_CASE("the columns of csv have a head each") {
    CHECK(kCsvHead.starts_with("document,published,start,end,text,kind,subkind,entity,name,salience,value,low,"));
    CHECK(kCsvHead.ends_with(",lat,lon,population,title,gender,rule,sure,link\n"));
    CHECK(kTsvHead.size() == kCsvHead.size());
    CHECK(kTsvHead.starts_with("document\tpublished\t"));
}

TEST_CASE("what is packed is unpacked") {
    std::string packed;
    pack(packed, "a\n\0b");
    pack(packed, "");
    pack(packed, uint64_t{18446744073709551615U});
    Unpacker fields(packed);
    CHECK(fields.field() == "a\n\0b");
    CHECK(fields.field().empty());
    CHECK_FALSE(fields.done());
    CHECK(fields.number() == 18446744073709551615U);
    CHECK(fields.done());
}

TEST_CASE("references to documents") {
    CHECK(iri("news/a.txt") == "news/a.txt");
    CHECK(iri("standard input") == "standard%20input");
    CHECK(iri("news.jsonl:3") == "news.jsonl%3A3");
    CHECK(iri("50%?#") == "50%25%3F%23");
    CHECK(iri("caf\xC3\xA9 <\">") == "caf%C3%A9%20%3C%22%3E");
    CHECK(iri("https://example.org/a?b=c%20d#e f") == "https://example.org/a?b=c%20d#e%20f");
    CHECK(iri("urn:isbn:0") == "urn:isbn:0");
}

TEST_CASE("text in XML and JSON") {
    CHECK(xml("a<b> & \"c\"\r\n\t") == "a&lt;b&gt; &amp; &quot;c&quot;&#13;\n\t");
    CHECK(xml("\x01\xEF\xBF\xBF\xF0\x9F\x98\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x98\x80");
    CHECK(json("\"\\\n\x01\x7F\xC3\xA9") == "\"\\\"\\\\\\n\\u0001\x7F\xC3\xA9\"");
}

TEST_CASE("files of articles stay below their folder") {
    CHECK(file_name("news/a.txt") == "news/a");
    CHECK(file_name("../news/./a.txt") == "news/a");
    CHECK(file_name("/etc/passwd") == "etc/passwd");
    CHECK(file_name("https://example.org/?a") == "https_/example.org/_a");
    CHECK(file_name("..") == "article");
    CHECK(file_name("") == "article");
    CHECK(file_name(std::string(300, 'a')).size() == 200);
    CHECK(file_name(std::string(199, 'a') + "\xC3\xA9") == std::string(199, 'a'));
}

TEST_CASE("a page alone holds what it needs, and only that may run") {
    std::string alone, one_of_many;
    begin_page(alone, {"<a> & \"b\"", ""});
    end_page(alone, {"", ""});
    CHECK(alone.find("<title>&lt;a&gt; &amp; &quot;b&quot;</title>") != std::string::npos);
    for (PageFile file : {page_libraries(), page_script()}) {
        CHECK(alone.find("<script>" + std::string(file.text) + "</script>") != std::string::npos);
        CHECK(file.hash.starts_with("sha256-"));
        CHECK(alone.find("'" + std::string(file.hash) + "'") != std::string::npos);
    }
    CHECK(page_libraries().text.find("Permission to use, copy, modify") != std::string::npos);
    begin_page(one_of_many, {"a", "../.."});
    end_page(one_of_many, {"a", "../.."});
    CHECK(one_of_many.size() < 2000);
    for (const FolderFile& file : kFolderFiles) CHECK(one_of_many.find("\"../../" + std::string(file.name) + "\"") != std::string::npos);
}
