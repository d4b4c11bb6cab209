#include <iostream>

#include <nlohmann/json.hpp>

#include "analyzer.h"
#include "error.h"
using namespace nutgraf;
int main() try {
    Analyzer analyzer; Workspace w; std::string line;
    while (std::getline(std::cin, line)) {
        auto in = nlohmann::json::parse(line);
        std::optional<CalendarDate> date; if (in.contains("date") && in["date"].is_string()) date = parse_iso_date(in["date"].get<std::string>());
        Document d(in["id"].is_string()?in["id"].get<std::string>():in["id"].dump(), in["text"].get<std::string>(), date);
        const auto& a = analyzer.analyze(d, w);
        nlohmann::json out; out["id"]=d.id(); out["mentions"]=nlohmann::json::array();
        size_t at=0; uint32_t cp=0; auto to=[&](uint32_t b){ while(at<b){ cp += (static_cast<unsigned char>(d.text()[at])&0xC0)!=0x80; ++at;} return cp; };
        for (auto& m : a.mentions) { auto s=bytes_of(a.tokens,m.tokens); nlohmann::json j; j["start"]=to(s.begin); j["end"]=to(s.end); j["kind"]=kind_name(m.kind); j["subkind"]=subkind_name(m.subkind); j["text"]=d.text(s); j["rule"]=rule_name(analyzer.rules(), m.rule); if(m.kind==Kind::Date) j["value"]={{"timex",m.value.text}}; else if(m.kind==Kind::Number) j["value"]={{"value",m.value.text},{"unit",m.value.unit}}; else j["value"]=nullptr; out["mentions"].push_back(j);}
        std::cout << out.dump() << "\n";
    }
} catch (const std::exception& e) { std::cerr << e.what() << "\n"; return 2; }
