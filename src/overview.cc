#include "overview.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "report/formats.h"
#include "report/packing.h"
#include "report/quoting.h"

namespace nutgraf {
namespace {

/// "GENEVA": as datelines write a name.
bool is_in_capitals(std::string_view name) {
    return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

struct Row {
    std::string kind, subkind, name;
    std::vector<std::string> values;  // in kValueColumns' order, of the first article
    uint64_t articles = 0, mentions = 0;
    std::string salience;             // the highest; they are as long as each other
    std::string first_published, last_published, first_article, last_article;
    uint64_t last_seen = 0;           // number of the article
};

}  // namespace

struct Overview::State {
    std::unordered_map<std::string, Row> rows;  // by kind and key
    std::string key;

    void add(Unpacker& fields) {
        std::string_view article = fields.field(), published = fields.field();
        for (uint64_t entities = fields.number(); entities > 0; --entities) {
            std::string_view kind = fields.field(), subkind = fields.field();
            key = kind;
            key += ' ';
            key += fields.field();
            std::string_view name = fields.field();
            uint64_t mentions = fields.number();
            std::string_view salience = fields.field();
            Row& row = rows[key];
            bool is_new = row.articles == 0;
            if (is_new) {
                row.kind = kind;
                row.subkind = subkind;
            }
            if (is_new || (is_in_capitals(row.name) && !is_in_capitals(name))) row.name = name;
            for (size_t i = 0; i < kValueColumns.size(); ++i) {
                std::string_view value = fields.field();
                if (is_new) row.values.emplace_back(value);
                else if (row.values[i].empty()) row.values[i] = value;
            }
            // A thing may stand in one article as two entities: those that nothing in the article links.
            if (is_new || row.last_seen != article_number) ++row.articles;
            row.last_seen = article_number;
            row.mentions += mentions;
            if (salience > row.salience) row.salience = salience;
            if (is_new) row.first_article = row.last_article = article;
            if (!published.empty()) {
                if (row.first_published.empty() || published < row.first_published) {
                    row.first_published = published;
                    row.first_article = article;
                }
                if (row.last_published.empty() || published >= row.last_published) {
                    row.last_published = published;
                    row.last_article = article;
                }
            } else if (row.first_published.empty()) {
                row.last_article = article;
            }
        }
        ++article_number;
    }
    uint64_t article_number = 0;
};

Overview::Overview() : state_(std::make_unique<State>()) {}
Overview::~Overview() = default;

void Overview::add(std::string_view packed) {
    for (Unpacker fields(packed); !fields.done();) state_->add(fields);
}

std::string Overview::table() const {
    std::vector<const Row*> rows;
    for (const auto& [key, row] : state_->rows) rows.push_back(&row);
    std::sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) {
        if (a->kind != b->kind) return *parse_kind(a->kind) < *parse_kind(b->kind);
        if (a->articles != b->articles) return a->articles > b->articles;
        if (a->mentions != b->mentions) return a->mentions > b->mentions;
        if (a->name != b->name) return a->name < b->name;
        return a->values < b->values;
    });
    std::string out = "kind,subkind,name,articles,mentions,salience,first_published,last_published,first_article,last_article";
    for (std::string_view column : kValueColumns) out += ',' + std::string(column);
    out += '\n';
    for (const Row* row : rows) {
        for (std::string_view field : {std::string_view(row->kind), std::string_view(row->subkind), std::string_view(row->name)}) {
            put_csv(out, field);
            out += ',';
        }
        out += std::to_string(row->articles) + ',' + std::to_string(row->mentions) + ',' + row->salience + ',' + row->first_published + ',' + row->last_published;
        for (std::string_view field : {std::string_view(row->first_article), std::string_view(row->last_article)}) {
            out += ',';
            put_csv(out, field);
        }
        for (const std::string& value : row->values) {
            out += ',';
            put_csv(out, value);
        }
        out += '\n';
    }
    return out;
}

}  // namespace nutgraf
