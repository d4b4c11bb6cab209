#include "database.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

#include "error.h"
#include "report/formats.h"
#include "report/packing.h"

namespace nutgraf {
namespace {

// A value's columns stand in kValueColumns' order. Numbers are numbers where SQLite holds them exactly, else text.
#define NUTGRAF_VALUES                                                                                                       \
    "value NUMERIC, low NUMERIC, high NUMERIC, unit TEXT, unit_name TEXT, bound TEXT, counted TEXT, role TEXT, timex TEXT, date_start TEXT, " \
    "date_end TEXT, mod TEXT, acronym TEXT, country TEXT, geonames INTEGER, lat REAL, lon REAL, population INTEGER, title TEXT, gender TEXT"

constexpr const char* kTables =
    "CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT NOT NULL, published TEXT, text TEXT NOT NULL);"
    "CREATE TABLE entities (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subkind TEXT, key TEXT NOT NULL, name TEXT NOT NULL, " NUTGRAF_VALUES
    ", UNIQUE (kind, key));"
    "CREATE TABLE links (document_id INTEGER NOT NULL REFERENCES documents (id), entity_id INTEGER NOT NULL REFERENCES entities (id), "
    "name TEXT NOT NULL, mentions INTEGER NOT NULL, salience REAL NOT NULL, PRIMARY KEY (document_id, entity_id)) WITHOUT ROWID;"
    "CREATE TABLE mentions (id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents (id), "
    "entity_id INTEGER NOT NULL REFERENCES entities (id), start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, text TEXT NOT NULL, "
    "kind TEXT NOT NULL, subkind TEXT, " NUTGRAF_VALUES ", rule TEXT NOT NULL, sure TEXT NOT NULL, link TEXT NOT NULL);"
    // With these quotes Datasette knows what it is an index of.
    "CREATE VIRTUAL TABLE documents_search USING fts5 (name, text, content=\"documents\", content_rowid=\"id\", "
    "tokenize='porter unicode61 remove_diacritics 2');"
    "CREATE VIEW overview AS SELECT entities.id, kind, subkind, entities.name, count(*) AS articles, sum(mentions) AS mentions, max(salience) AS salience, "
    "min(published) AS first_published, max(published) AS last_published FROM entities JOIN links ON links.entity_id = entities.id "
    "JOIN documents ON documents.id = links.document_id GROUP BY entities.id;";
#undef NUTGRAF_VALUES

constexpr const char* kIndexes =
    "CREATE INDEX links_entity ON links (entity_id);"
    "CREATE INDEX mentions_document ON mentions (document_id);"
    "CREATE INDEX mentions_entity ON mentions (entity_id);"
    "CREATE INDEX entities_name ON entities (name);"
    "CREATE INDEX documents_published ON documents (published);";

bool is_in_capitals(std::string_view name) {
    for (char c : name)
        if (c >= 'a' && c <= 'z') return false;
    return true;
}

}  // namespace

struct Database::State {
    explicit State(const std::string& file) : path(file) {
        // "./": SQLite takes some names for other things than files: "", ":memory:", "file:...".
        // One thread at a time uses the connection, and nobody asks how much memory it takes: no locks.
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        std::string name = path.starts_with('/') ? path : "./" + path;
        if (sqlite3_open_v2(name.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) fail();
        // The file is new and of no use before it is finished: nothing is to be rolled back or to survive a crash.
        run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-8000; PRAGMA temp_store=FILE");
        run("BEGIN");
        run(kTables);
        std::string values;
        for (size_t i = 0; i < kValueColumns.size(); ++i) values += ", ?";
        document = prepare("INSERT INTO documents (name, published, text) VALUES (?, ?, ?)");
        search = prepare("INSERT INTO documents_search (rowid, name, text) VALUES (?, ?, ?)");
        find = prepare("SELECT id, name FROM entities WHERE kind = ? AND key = ?");
        entity = prepare("INSERT INTO entities VALUES (NULL, ?, ?, ?, ?" + values + ")");
        rename = prepare("UPDATE entities SET name = ? WHERE id = ?");
        link = prepare("INSERT INTO links VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions, "
                       "salience = max(salience, excluded.salience)");
        mention = prepare("INSERT INTO mentions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?" + values + ", ?, ?, ?)");
    }
    ~State() {
        for (sqlite3_stmt* statement : {document, search, find, entity, rename, link, mention}) sqlite3_finalize(statement);
        sqlite3_close(connection);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    [[noreturn]] void fail() const {
        std::string what = connection ? sqlite3_errmsg(connection) : "out of memory";
        throw Error("--output: " + path + ": " + what);
    }
    void run(const char* sql) const {
        if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }
    sqlite3_stmt* prepare(const std::string& sql) const {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(connection, sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) fail();
        return statement;
    }

    /// Binds the parameters of a statement in their order; the views must outlive its run.
    struct Binder {
        sqlite3_stmt* statement;
        int at = 0;
        /// "" is NULL.
        Binder& text(std::string_view value) {
            if (value.empty()) sqlite3_bind_null(statement, ++at);
            else whole_text(value);
            return *this;
        }
        Binder& whole_text(std::string_view value) {
            sqlite3_bind_text(statement, ++at, value.empty() ? "" : value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
            return *this;
        }
        Binder& number(int64_t value) {
            sqlite3_bind_int64(statement, ++at, value);
            return *this;
        }
        Binder& values(Unpacker& fields) {
            for (size_t i = 0; i < kValueColumns.size(); ++i) text(fields.field());
            return *this;
        }
    };
    int64_t insert(sqlite3_stmt* statement) const {
        step(statement);
        return sqlite3_last_insert_rowid(connection);
    }

    /// The row of the entity that `find` is bound to, and whether its name is one of capitals, such as datelines have: "GENEVA".
    std::pair<int64_t, bool> find_entity() const {
        int result = sqlite3_step(find);
        if (result != SQLITE_ROW && result != SQLITE_DONE) fail();
        std::pair<int64_t, bool> found{0, false};
        if (result == SQLITE_ROW) {
            auto name = reinterpret_cast<const char*>(sqlite3_column_text(find, 1));
            found = {sqlite3_column_int64(find, 0), is_in_capitals({name, static_cast<size_t>(sqlite3_column_bytes(find, 1))})};
        }
        sqlite3_reset(find);
        return found;
    }
    void step(sqlite3_stmt* statement) const {
        if (sqlite3_step(statement) != SQLITE_DONE) fail();
        sqlite3_reset(statement);
    }

    void add(Unpacker& fields) {
        std::string_view name = fields.field(), published = fields.field(), text = fields.field();
        uint64_t entity_count = fields.number(), mention_count = fields.number();
        Binder{document}.whole_text(name).text(published).whole_text(text);
        int64_t id = insert(document);
        Binder{search}.number(id).whole_text(name).whole_text(text);
        step(search);
        entities.clear();
        for (; entity_count > 0; --entity_count) {
            std::string_view kind = fields.field(), subkind = fields.field(), key = fields.field(), entity_name = fields.field();
            auto count = static_cast<int64_t>(fields.number());
            std::string_view salience = fields.field();
            Binder{entity}.text(kind).text(subkind).whole_text(key).whole_text(entity_name).values(fields);
            Binder{find}.text(kind).whole_text(key);
            auto [found, in_capitals] = find_entity();
            if (found == 0) {
                found = insert(entity);
            } else if (in_capitals && !is_in_capitals(entity_name)) {
                Binder{rename}.whole_text(entity_name).number(found);
                step(rename);
            }
            Binder{link}.number(id).number(found).whole_text(entity_name).number(count).text(salience);
            step(link);
            entities.push_back(found);
        }
        for (; mention_count > 0; --mention_count) {
            Binder binder{mention};
            binder.number(id).number(entities[fields.number()]);
            binder.number(static_cast<int64_t>(fields.number()));
            binder.number(static_cast<int64_t>(fields.number()));
            binder.whole_text(fields.field());
            binder.text(fields.field());
            binder.text(fields.field());
            binder.values(fields);
            for (int i = 0; i < 3; ++i) binder.whole_text(fields.field());  // rule, sure, link
            step(mention);
        }
    }

    std::string path;
    sqlite3* connection = nullptr;
    sqlite3_stmt *document = nullptr, *search = nullptr, *find = nullptr, *entity = nullptr, *rename = nullptr, *link = nullptr, *mention = nullptr;
    std::vector<int64_t> entities;  // of an article: their rows
};

Database::Database(const std::string& path) {
    std::error_code none;
    auto status = std::filesystem::status(path, none);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) throw Error("--output: " + path + ": is no file that a database can be in");
    for (const char* part : {"", "-journal", "-wal", "-shm"})
        if (unlink((path + part).c_str()) != 0 && errno != ENOENT) throw Error("--output: " + path + part + ": " + std::strerror(errno));
    state_ = std::make_unique<State>(path);
}
Database::~Database() = default;

void Database::add(std::string_view packed) {
    for (Unpacker fields(packed); !fields.done();) state_->add(fields);
}

void Database::finish() {
    state_->run(kIndexes);
    state_->run("COMMIT");
}

}  // namespace nutgraf
