#include "lexicon.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <utility>

#include "error.h"
#include "lexicon_image.h"

// Linked in by the source that compile_lexicons.cc writes.
extern "C" const char nutgraf_lexicon_begin[];
extern "C" const char nutgraf_lexicon_end[];
extern "C" const char nutgraf_gazetteer_begin[];
extern "C" const char nutgraf_gazetteer_end[];

namespace nutgraf {
namespace {

/// Is the token written as the form's token `position` asks?
bool written_as(const Payload& payload, size_t position, Casing casing) {
    auto bit = 1U << position;
    return ((payload.capital & bit) == 0 || casing >= Casing::Capital) && ((payload.upper & bit) == 0 || casing == Casing::Upper);
}

/// Walks the tokens from `at`, behind those that lead to `node`, down the image's trie and calls found(node, end) at every
/// node that ends a form; step(node, word) is the trie's next node. Hyphens between words are passed over; a walk ends at a
/// sentence's end.
template <class Step, class Found>
void walk(const LexiconImage& image, uint32_t node, const std::vector<Token>& tokens, uint32_t at, uint32_t limit, Step step, Found found) {
    while (node != kNoNode) {
        if (image.nodes[node].payload_count != 0) found(node, at);
        if (image.nodes[node].has_children == 0) return;
        if (at < limit && tokens[at].shape == Shape::Hyphen) ++at;
        if (at >= limit || tokens[at].starts_sentence) return;
        node = step(node, tokens[at++].word);
    }
}

bool written_as(const Payload& payload, const std::vector<Token>& tokens, TokenSpan span) {
    size_t position = 0;
    for (uint32_t i = span.begin; i < span.end; ++i) {
        if (i > span.begin && tokens[i].shape == Shape::Hyphen) continue;
        if (!written_as(payload, position++, casing(tokens[i]))) return false;
    }
    return true;
}

}  // namespace

uint32_t Vocabulary::add(const Token& token, const Word& word) {
    if (words_.size() >= kMost) return kUnnumbered;
    auto place = [&](size_t number) {
        uint64_t key = known_[number].key;
        size_t at = place_of(key);
        while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = check_of(key) | static_cast<uint32_t>(number + 1);
    };
    auto number = static_cast<uint32_t>(words_.size());
    words_.push_back(word);
    known_.push_back({key_of(token), word.sets, (word.next_words[0] | word.next_words[1]) != 0, {}});
    if (slots_.size() < 2 * words_.size()) {
        slots_.assign(2 * slots_.size(), 0);
        for (size_t n = 0; n < known_.size(); ++n) place(n);
    } else {
        place(number);
    }
    return number;
}

Vocabulary::Notes Vocabulary::notes(Note note, uint64_t owner) const {
    auto which = static_cast<size_t>(note);
    if (owners_[which] != owner)
        for (Known& known : known_) known.notes[which] = 0;
    owners_[which] = owner;
    return {known_.data(), note};
}

bool Vocabulary::prepare(uint64_t lexicon) {
    static std::atomic<uint64_t> next_epoch = 1;
    if (lexicon == lexicon_ && words_.size() < kMost) return false;
    lexicon_ = lexicon;
    epoch_ = next_epoch++;
    words_.clear();
    known_.clear();
    std::fill(slots_.begin(), slots_.end(), 0);
    return true;
}

Lexicon::Lexicon() {
    static std::atomic<uint64_t> next_serial = 1;
    serial_ = next_serial++;
}
Lexicon::Lexicon(Lexicon&&) noexcept = default;
Lexicon& Lexicon::operator=(Lexicon&&) noexcept = default;
Lexicon::~Lexicon() = default;

void Lexicon::add_labels(const LexiconImage& image) {
    // A label that an earlier image has too keeps that id.
    for (const auto& row : image.labels) {
        LabelId known = find_label(row.name);
        if (known != kNoLabel) {
            labels_[known].single_words &= row.single_words;
            continue;
        }
        auto place = [&](const LabelSlot& slot) {
            size_t at = slot.hash & (label_slots_.size() - 1);
            while (label_slots_[at].hash != 0) at = (at + 1) & (label_slots_.size() - 1);
            label_slots_[at] = slot;
        };
        if (label_slots_.size() < 2 * (labels_.size() + 1)) {
            std::vector<LabelSlot> old(std::max<size_t>(64, 2 * label_slots_.size()));
            old.swap(label_slots_);
            for (const LabelSlot& slot : old)
                if (slot.hash != 0) place(slot);
        }
        place({hash_folded(row.name), static_cast<LabelId>(labels_.size())});
        labels_.push_back({row.name, row.single_words});
    }
}

void Lexicon::add_image(std::unique_ptr<LexiconImage> image) {
    add_labels(*image);
    set_bits_[images_.size()] = {image->set_bits.data(), image->set_width, image->set_offsets.size() - 1, image->set_width * 64};
    images_.push_back(std::move(image));
}

Lexicon Lexicon::built_in() {
    Lexicon lexicon;
    auto image = [](const char* begin, const char* end) { return std::make_unique<LexiconImage>(std::string_view(begin, static_cast<size_t>(end - begin))); };
    lexicon.add_image(image(nutgraf_lexicon_begin, nutgraf_lexicon_end));
    lexicon.gazetteer_ = image(nutgraf_gazetteer_begin, nutgraf_gazetteer_end);
    lexicon.add_labels(*lexicon.gazetteer_);
    return lexicon;
}

Lexicon Lexicon::with_folder(const std::string& folder) {
    Lexicon lexicon = built_in();
    std::vector<std::string> known;
    for (const auto& label : lexicon.labels_) known.push_back(label.name);
    lexicon.add_image(std::make_unique<LexiconImage>(compile_lists(read_lists(folder), known)));
    lexicon.switch_off();
    return lexicon;
}

Lexicon Lexicon::from_folder(const std::string& folder) { return from_lists(read_lists(folder)); }

Lexicon Lexicon::from_lists(const std::vector<ListText>& lists) {
    Lexicon lexicon;
    lexicon.add_image(std::make_unique<LexiconImage>(compile_lists(lists)));
    return lexicon;
}

size_t Lexicon::entry_count() const {
    size_t count = 0;
    for (const auto& image : images_) count += image->entries.size();
    return count + (gazetteer_ ? gazetteer_->entries.size() : 0);
}

LabelId Lexicon::find_label(uint64_t hash) const {
    if (label_slots_.empty()) return kNoLabel;
    size_t at = hash & (label_slots_.size() - 1);
    while (label_slots_[at].hash != 0 && label_slots_[at].hash != hash) at = (at + 1) & (label_slots_.size() - 1);
    return label_slots_[at].label;  // kNoLabel of an empty slot
}

std::pair<const LexiconImage*, EntryId> Lexicon::locate(EntryId entry) const {
    for (const auto& image : images_) {
        if (entry < image->entries.size()) return {image.get(), entry};
        entry -= static_cast<EntryId>(image->entries.size());
    }
    return {gazetteer_.get(), entry};
}

std::string_view Lexicon::row(EntryId entry) const {
    auto [image, local] = locate(entry);
    return image->row(local);
}

std::string_view Lexicon::name(EntryId entry) const {
    std::string_view fields = row(entry);
    return fields.substr(0, fields.find('\t'));
}

std::string_view Lexicon::field(EntryId entry, std::string_view column, uint64_t hash) const {
    // News ask for the same fields over and over. What a thread got before, of any lexicon; direct-mapped.
    struct Known {
        uint64_t key = 0;
        std::string_view field;
    };
    thread_local std::vector<Known> memory(1 << 12);
    uint64_t key = mix(mix(serial_, entry), hash);
    Known& known = memory[key >> 32 & (memory.size() - 1)];
    if (known.key == key) return known.field;
    auto [image, local] = locate(entry);
    const auto& columns = image->labels[image->entries[local].label].columns;
    std::string_view row = image->row(local), field;
    for (const auto& name : columns) {
        size_t end = std::min(row.find('\t'), row.size());
        if (name == column) {
            field = row.substr(0, end);
            break;
        }
        row.remove_prefix(std::min(end + 1, row.size()));
    }
    known = {key, field};
    return field;
}

double Lexicon::number(EntryId entry, std::string_view column) const {
    std::string_view text = field(entry, column);
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

LabelId Lexicon::label(EntryId entry) const {
    auto [image, local] = locate(entry);
    return image->entries[local].label;
}

uint16_t Lexicon::country(EntryId entry) const {
    auto [image, local] = locate(entry);
    return image->entries[local].country;
}

std::vector<EntryId> Lexicon::rows_of(LabelId label) const {
    std::vector<EntryId> rows;
    EntryId first = 0;
    auto add = [&](const LexiconImage& image, bool in_order) {
        auto begin = image.entries.begin();
        if (in_order) begin = std::partition_point(begin, image.entries.end(), [&](const EntryRow& row) { return row.label < label; });
        for (auto row = begin; row != image.entries.end(); ++row) {
            if (row->label == label) rows.push_back(first + static_cast<EntryId>(row - image.entries.begin()));
            else if (in_order) break;
        }
        first += static_cast<EntryId>(image.entries.size());
    };
    // Our images number their labels list by list, so that their rows are in their order; a user's has few rows.
    for (const auto& image : images_) add(*image, image == images_.front());
    if (gazetteer_) add(*gazetteer_, true);
    return rows;
}

std::span<const std::string> Lexicon::columns(EntryId entry) const {
    auto [image, local] = locate(entry);
    return image->labels[image->entries[local].label].columns;
}

namespace {
/// A hash of the words of a span and a label; hyphens do not count.
uint64_t form_key(const std::vector<Token>& tokens, TokenSpan span, LabelId label) {
    uint64_t key = mix(label, 1);
    for (uint32_t i = span.begin; i < span.end; ++i)
        if (tokens[i].shape != Shape::Hyphen) key = mix(key, lexicon_word(tokens[i].word));
    return key;
}
}  // namespace

bool Lexicon::is_off(const std::vector<Token>& tokens, TokenSpan span, LabelId label) const {
    return !off_.empty() && off_.contains(form_key(tokens, span, label));
}

void Lexicon::switch_off() {
    const LexiconImage& image = *images_.back();
    LabelId off = find_label("off");
    if (off == kNoLabel) return;
    auto base = static_cast<EntryId>(images_.front()->entries.size());
    std::vector<Token> tokens;
    std::string errors;
    for (EntryId local = 0; local < image.entries.size(); ++local) {
        if (image.entries[local].label != off) continue;
        EntryId entry = base + local;
        std::string_view wanted = field(entry, "label");
        LabelId label = find_label(wanted);
        if (label == kNoLabel) {
            errors += "off.tsv: \"" + std::string(name(entry)) + "\": there is no list @" + std::string(wanted) + "; the column label names the list that the row is taken out of\n";
            continue;
        }
        find_tokens(Document("", std::string(name(entry))), tokens);
        TokenSpan span{0, static_cast<uint32_t>(tokens.size())};
        off_.insert(form_key(tokens, span, label));
        if (tokens.size() != 1) continue;
        WordId word = lexicon_word(tokens[0].word);
        const WordSlot& slot = images_.front()->find_word(word);
        auto [left, fresh] = sets_left_.try_emplace(word, std::array<uint16_t, 3>{slot.set[0], slot.set[1], slot.set[2]});
        for (uint16_t& set : left->second) {
            auto labels = label_set(0, set);
            std::vector<LabelId> rest(labels.begin(), labels.end());
            std::erase(rest, label);
            more_sets_.push_back(std::move(rest));
            set = static_cast<uint16_t>(images_.front()->set_offsets.size() - 1 + more_sets_.size() - 1);
        }
    }
    if (!errors.empty()) {
        errors.pop_back();
        throw Error(errors);
    }
}

Vocabulary::Word Lexicon::look_up(const Token& token) const {
    Vocabulary::Word result;
    WordId word = lexicon_word(token.word);
    auto written = static_cast<size_t>(casing(token));
    for (size_t number = 0; number < images_.size(); ++number) {
        const WordSlot& slot = images_[number]->find_word(word);
        result.nodes[number] = slot.node;
        result.next_words[number] = slot.next_words[written > 0];
        result.sets[number] = slot.set[written];
    }
    if (auto left = sets_left_.find(word); left != sets_left_.end()) result.sets[0] = left->second[written];
    return result;
}

namespace {
/// A step of the trie of the image `number` as a hash.
uint64_t step_key(size_t number, uint32_t node, WordId next_word) { return mix(next_word, uint64_t{node} << 8 | number << 1 | 1); }
/// Where it is remembered, and how it is told from others there.
size_t step_place(const Hits& hits, uint64_t key) { return key & (hits.steps.size() - 1); }
uint32_t step_check(uint64_t key) { return static_cast<uint32_t>(key >> 32) | 1; }
}  // namespace

/// Notes the token when a name of several words may begin with it. What the names' second words are is far away in memory:
/// it is sent for here, and there when find_names comes to it.
inline void Lexicon::add_begins(const std::vector<Token>& tokens, uint32_t token, const Vocabulary::Word& word, Hits& hits) const {
    auto count = static_cast<uint32_t>(tokens.size());
    if (token + 1 >= count) return;
    uint32_t next = tokens[token + 1].shape == Shape::Hyphen && token + 2 < count ? token + 2 : token + 1;
    if (tokens[next].starts_sentence) return;
    for (size_t number = 0; number < images_.size(); ++number) {
        if (!goes_on(word.next_words[number], tokens[next].word)) continue;
        hits.begins[number].push_back({token, next, word.nodes[number]});
        uint64_t key = step_key(number, word.nodes[number], tokens[next].word);
        if (hits.steps[step_place(hits, key)].check != step_check(key)) images_[number]->prefetch_child(word.nodes[number], lexicon_word(tokens[next].word));
    }
}

void Lexicon::find_hits(const std::vector<Token>& tokens, Hits& hits) const {
    auto count = static_cast<uint32_t>(tokens.size());
    if (hits.vocabulary.prepare(serial_)) std::fill(hits.steps.begin(), hits.steps.end(), Hits::Step());
    hits.sets.resize(count);
    hits.words.resize(count);
    hits.names.clear();
    for (auto& begins : hits.begins) begins.clear();
    hits.starts.resize(count);
    uint32_t* start = hits.starts.data();
    Vocabulary& vocabulary = hits.vocabulary;
    constexpr uint32_t kAhead = 8;  // tokens
    for (uint32_t i = 0; i < count; ++i) {
        if (i + 2 * kAhead < count) vocabulary.prefetch_slot(tokens[i + 2 * kAhead]);
        if (i + kAhead < count) vocabulary.prefetch_word(tokens[i + kAhead]);
        uint32_t number = vocabulary.find(tokens[i]);
        if (number == Vocabulary::kUnnumbered) {
            Vocabulary::Word word = look_up(tokens[i]);
            number = vocabulary.add(tokens[i], word);
            if (number == Vocabulary::kUnnumbered) {
                hits.words[i] = number;
                hits.sets[i] = word.sets;
                *start++ = i;
                continue;
            }
        }
        const Vocabulary::Known& known = vocabulary[number];
        hits.words[i] = number;
        hits.sets[i] = known.sets;
        *start = i;
        start += known.begins_names;
    }
    hits.starts.resize(static_cast<size_t>(start - hits.starts.data()));
    for (size_t s = 0; s < hits.starts.size(); ++s) {
        if (s + kAhead < hits.starts.size())
            if (uint32_t number = hits.words[hits.starts[s + kAhead]]; number != Vocabulary::kUnnumbered) __builtin_prefetch(&vocabulary.word(number));
        uint32_t i = hits.starts[s];
        if (hits.words[i] != Vocabulary::kUnnumbered) add_begins(tokens, i, vocabulary.word(hits.words[i]), hits);
        else add_begins(tokens, i, look_up(tokens[i]), hits);
    }
    for (size_t number = 0; number < images_.size(); ++number) find_names(number, tokens, hits);
    if (images_.size() > 1)
        std::stable_sort(hits.names.begin(), hits.names.end(), [](const LexiconHit& a, const LexiconHit& b) { return a.tokens.begin < b.tokens.begin; });
}

/// The second image starts afresh: a user's list may name what ours covers.
void Lexicon::find_names(size_t number, const std::vector<Token>& tokens, Hits& hits) const {
    const LexiconImage& image = *images_[number];
    EntryId first_entry = number == 0 ? 0 : static_cast<EntryId>(images_[0]->entries.size());
    auto count = static_cast<uint32_t>(tokens.size());
    hits.covered.assign(labels_.size(), 0);
    auto step = [&](uint32_t node, WordId next_word) {
        uint64_t key = step_key(number, node, next_word);
        Hits::Step& known = hits.steps[step_place(hits, key)];
        if (known.check != step_check(key)) known = {step_check(key), image.find_child(node, lexicon_word(next_word))};
        return known.node;
    };
    for (const Hits::Begin& begin : hits.begins[number]) {
        uint32_t i = begin.token;
        size_t first_name = hits.names.size();
        walk(image, step(begin.node, tokens[begin.next].word), tokens, begin.next + 1, count, step, [&](uint32_t found, uint32_t end) {
            const Node& form = image.nodes[found];
            for (uint32_t p = form.payload_begin; p < form.payload_begin + form.payload_count; ++p) {
                const Payload& payload = image.payloads[p];
                if (i < hits.covered[payload.label] || !written_as(payload, tokens, {i, end})) continue;
                if (number == 0 && is_off(tokens, {i, end}, payload.label)) continue;
                // The longest name of a label from here replaces the shorter.
                LexiconHit hit{{i, end}, payload.label, first_entry + payload.entry};
                auto shorter = std::find_if(hits.names.begin() + static_cast<std::ptrdiff_t>(first_name), hits.names.end(),
                                            [&](const LexiconHit& other) { return other.label == payload.label; });
                if (shorter == hits.names.end()) hits.names.push_back(hit);
                else if (shorter->tokens.end < end) *shorter = hit;
            }
        });
        for (size_t n = first_name; n < hits.names.size(); ++n) hits.covered[hits.names[n].label] = hits.names[n].tokens.end;
    }
}

size_t Lexicon::set_count(size_t image) const { return images_[image]->set_offsets.size() - 1 + (image == 0 ? more_sets_.size() : 0); }

std::span<const LabelId> Lexicon::label_set(size_t image, uint16_t set) const {
    const auto& offsets = images_[image]->set_offsets;
    if (set + size_t{1} >= offsets.size()) return more_sets_[set + size_t{1} - offsets.size()];
    return images_[image]->set_labels.subspan(offsets[set], offsets[set + 1] - offsets[set]);
}

namespace {
/// The answers of find_entries that a thread got before, of any lexicon. Direct-mapped.
struct EntryMemory {
    struct Slot {
        uint64_t key = 0;
        uint32_t begin = 0, count = 0;  // in entries
    };
    std::vector<Slot> slots = std::vector<Slot>(1 << 14);
    std::vector<EntryId> entries;
    static constexpr size_t kMost = 1 << 17;
    void add(Slot& slot, uint64_t key, const std::vector<EntryId>& found) {
        if (entries.size() + found.size() > kMost) {
            std::fill(slots.begin(), slots.end(), Slot());
            entries.clear();
        }
        slot = {key, static_cast<uint32_t>(entries.size()), static_cast<uint32_t>(found.size())};
        entries.insert(entries.end(), found.begin(), found.end());
    }
};

/// What find_entries looks at, as a hash that goes on from `key`.
uint64_t span_key(const std::vector<Token>& tokens, TokenSpan span, uint64_t key) {
    for (uint32_t i = span.begin; i < span.end; ++i) {
        const Token& token = tokens[i];
        bool ends_form = i > span.begin && token.starts_sentence;
        key = mix(key, token.word + (static_cast<uint64_t>(casing(token)) << 2 | static_cast<uint64_t>(token.shape == Shape::Hyphen) << 1 | static_cast<uint64_t>(ends_form)));
    }
    return key;
}

/// Calls take(payload) for every form of the image that the span is, written as the form asks.
template <class Take>
void for_each_payload(const LexiconImage& image, const std::vector<Token>& tokens, TokenSpan span, Take take) {
    auto step = [&](uint32_t node, WordId word) { return image.find_child(node, lexicon_word(word)); };
    walk(image, image.find_word(lexicon_word(tokens[span.begin].word)).node, tokens, span.begin + 1, span.end, step, [&](uint32_t found, uint32_t end) {
        if (end != span.end) return;
        const Node& form = image.nodes[found];
        for (uint32_t p = form.payload_begin; p < form.payload_begin + form.payload_count; ++p)
            if (written_as(image.payloads[p], tokens, {span.begin, end})) take(image.payloads[p]);
    });
}
}  // namespace

uint64_t Lexicon::written_key(const std::vector<Token>& tokens, TokenSpan span) const { return span_key(tokens, span, mix(serial_, span.end - span.begin)); }

void Lexicon::find_entries(const std::vector<Token>& tokens, TokenSpan span, LabelId label, std::vector<EntryId>& entries) const {
    thread_local EntryMemory memory;
    uint64_t key = span_key(tokens, span, mix(serial_, uint64_t{label} << 32 | (span.end - span.begin)));
    EntryMemory::Slot& known = memory.slots[key >> 32 & (memory.slots.size() - 1)];
    if (known.key == key) {
        auto begin = memory.entries.begin() + known.begin;
        entries.assign(begin, begin + known.count);
        return;
    }
    entries.clear();
    EntryId first_entry = 0;
    for (const auto& image : images_) {
        for_each_payload(*image, tokens, span, [&](const Payload& payload) {
            bool asked = label == kNoLabel || payload.label == label;
            if (asked && !(first_entry == 0 && is_off(tokens, span, payload.label))) entries.push_back(first_entry + payload.entry);
        });
        first_entry += static_cast<EntryId>(image->entries.size());
    }
    memory.add(known, key, entries);
}

void Lexicon::find_in_gazetteer(const std::vector<Token>& tokens, TokenSpan span, std::vector<EntryId>& entries) const {
    if (!gazetteer_) return;
    thread_local EntryMemory memory;
    uint64_t key = written_key(tokens, span);
    EntryMemory::Slot& known = memory.slots[key >> 32 & (memory.slots.size() - 1)];
    if (known.key != key) {
        EntryId first_entry = 0;
        for (const auto& image : images_) first_entry += static_cast<EntryId>(image->entries.size());
        std::vector<EntryId> rows;
        for_each_payload(*gazetteer_, tokens, span, [&](const Payload& payload) {
            if (!is_off(tokens, span, payload.label)) rows.push_back(first_entry + payload.entry);
        });
        memory.add(known, key, rows);
    }
    auto begin = memory.entries.begin() + known.begin;
    entries.insert(entries.end(), begin, begin + known.count);
}

bool Lexicon::may_have_entries(const std::vector<Token>& tokens, const Hits& hits, TokenSpan span) const {
    const auto& sets = hits.sets[span.begin];
    if (span.end - span.begin == 1) return (sets[0] | sets[1]) != 0;
    if (hits.words[span.begin] == Vocabulary::kUnnumbered) return true;
    uint32_t next = tokens[span.begin + 1].shape == Shape::Hyphen && span.begin + 2 < span.end ? span.begin + 2 : span.begin + 1;
    const auto& next_words = hits.vocabulary.word(hits.words[span.begin]).next_words;
    return goes_on(next_words[0] | next_words[1], tokens[next].word);
}

EntryId Lexicon::find_entry(const std::vector<Token>& tokens, TokenSpan span, LabelId label) const {
    thread_local std::vector<EntryId> entries;
    find_entries(tokens, span, label, entries);
    return entries.empty() ? kNoEntry : entries.front();
}

bool Lexicon::is_left(uint16_t set, LabelId label) const {
    auto rest = label_set(0, set);  // of a word of which something is switched off
    return std::binary_search(rest.begin(), rest.end(), label);
}

}  // namespace nutgraf
