#include "lexicon_image.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <unordered_map>

#include "error.h"
#include "spelling.h"

namespace nutgraf {
namespace {

constexpr size_t kMaxFormTokens = 16;  // bits of Payload::capital

uint32_t slots_for(size_t count) { return static_cast<uint32_t>(std::bit_ceil(std::max<size_t>(16, count + count / 2))); }

template <class T>
void put(std::string& out, const std::vector<T>& section) {
    out.append(reinterpret_cast<const char*>(section.data()), section.size() * sizeof(T));
    out.resize((out.size() + 7) & ~size_t{7}, '\0');
}

/// Gathers the lists' forms in a trie of words and writes the image.
class Compiler {
public:
    /// `known_labels` get the first ids, so that an image compiled beside another shares its label ids.
    explicit Compiler(const std::vector<std::string>& known_labels) {
        for (const auto& name : known_labels) labels_.push_back({name, true, {}});
    }

    void add(const Lexicon::ListText& list) {
        auto found = std::find_if(labels_.begin(), labels_.end(), [&](const auto& known) { return known.name == list.label; });
        auto label = static_cast<LabelId>(found - labels_.begin());
        if (found == labels_.end()) labels_.push_back({list.label, true, {}});
        if (!labels_[label].columns.empty()) {
            errors_ += list.file + ": there is another list @" + list.label + "; rename one of the files\n";
            return;
        }
        std::string_view rest = list.text;
        size_t number = 0;
        size_t aliases = std::string::npos, weight = std::string::npos, country_column = std::string::npos;
        bool weight_falls = false;
        std::vector<std::string> columns;
        while (!rest.empty()) {
            size_t end = std::min(rest.find('\n'), rest.size());
            std::string_view line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            ++number;
            if (line.starts_with('#') && columns.empty()) continue;
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (line.empty()) continue;
            auto fields = split(line, '\t');
            if (columns.empty()) {  // the header
                if (fields[0] != "name") {
                    fail(list, number, "the first column of a list is called \"name\", not \"" + std::string(fields[0]) + "\"; add a header line");
                    return;
                }
                for (size_t i = 0; i < fields.size(); ++i) {
                    columns.emplace_back(fields[i]);
                    if (fields[i] == "aliases") aliases = i;
                    if (fields[i] == "country" || (fields[i] == "iso2" && country_column == std::string::npos)) country_column = i;
                    if (fields[i] == "weight" || fields[i] == "population" || fields[i] == "prominence") {
                        weight = i;
                        weight_falls = fields[i] == "prominence";
                    }
                }
                for (const auto& column : columns)
                    if (column != "aliases") labels_[label].columns.push_back(column);
                continue;
            }
            if (fields.size() != columns.size()) {
                fail(list, number, "expected " + std::to_string(columns.size()) + " columns, found " + std::to_string(fields.size()) + "; separate them by tabs");
                continue;
            }
            if (fields[0].empty()) {
                fail(list, number, "the name is empty");
                continue;
            }
            auto entry = static_cast<EntryId>(entries_.size());
            uint16_t country = country_column == std::string::npos ? uint16_t{0} : country_code(fields[country_column]);
            entries_.push_back({static_cast<uint32_t>(text_.size()), label, country});
            for (size_t i = 0; i < fields.size(); ++i) {
                if (i == aliases) continue;
                if (i != 0) text_ += '\t';
                text_ += fields[i];
            }
            text_ += '\n';
            double rank = 0;
            if (weight != std::string::npos) std::from_chars(fields[weight].data(), fields[weight].data() + fields[weight].size(), rank);
            ranks_.push_back(static_cast<float>(weight_falls ? -rank : rank));
            add_form(fields[0], label, entry);
            if (aliases != std::string::npos && !fields[aliases].empty())
                for (std::string_view form : split(fields[aliases], '|')) add_form(form, label, entry);
        }
    }

    std::string finish() {
        if (!errors_.empty()) {
            errors_.pop_back();
            throw Error(errors_);
        }
        // Payloads by node; within a node by label, then the weightiest row first.
        std::vector<uint32_t> order(forms_.size());
        for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
            if (forms_[a].node != forms_[b].node) return forms_[a].node < forms_[b].node;
            if (forms_[a].payload.label != forms_[b].payload.label) return forms_[a].payload.label < forms_[b].payload.label;
            return ranks_[forms_[a].payload.entry] > ranks_[forms_[b].payload.entry];
        });
        // Root nodes first, so that their label sets are one dense array.
        std::vector<uint32_t> renumbered(node_count_, 0);
        uint32_t next = 0;
        for (const auto& [word, node] : words_in_order_) renumbered[node] = next++;
        uint32_t root_count = next;
        for (const auto& child : children_in_order_) renumbered[child.node] = next++;

        std::vector<Node> nodes(node_count_, Node{0, 0, 0});
        std::vector<Payload> payloads;
        payloads.reserve(order.size());
        for (size_t i = 0; i < order.size();) {
            uint32_t node = forms_[order[i]].node;
            auto begin = static_cast<uint32_t>(payloads.size());
            for (; i < order.size() && forms_[order[i]].node == node; ++i) {
                const Payload& payload = forms_[order[i]].payload;
                bool seen = false;
                for (size_t j = begin; j < payloads.size(); ++j)
                    seen |= payloads[j].entry == payload.entry && payloads[j].capital == payload.capital && payloads[j].upper == payload.upper;
                if (!seen && payloads.size() - begin < 0xFFFF) payloads.push_back(payload);
            }
            nodes[renumbered[node]] = {begin, static_cast<uint16_t>(payloads.size() - begin), 0};
        }
        // The nodes that a name passes whose first word may be written in lower case.
        std::vector<uint32_t> parents(node_count_, kNoNode);
        for (const auto& child : children_in_order_) parents[renumbered[child.node]] = renumbered[child.parent];
        std::vector<bool> lower(node_count_, false);
        for (const Form& form : forms_)
            if (((form.payload.capital | form.payload.upper) & 1) == 0)
                for (uint32_t node = renumbered[form.node]; node != kNoNode && !lower[node]; node = parents[node]) lower[node] = true;
        std::vector<std::array<uint64_t, 2>> next_words(root_count);
        std::vector<ChildSlot> children(slots_for(children_in_order_.size()), ChildSlot{0, kNoNode});
        for (const auto& child : children_in_order_) {
            place(children, mix(child.word, renumbered[child.parent])).node = renumbered[child.node];
            nodes[renumbered[child.parent]].has_children = 1;
            if (renumbered[child.parent] >= root_count) continue;
            auto& filters = next_words[renumbered[child.parent]];
            for (WordId word : spellings(child.word)) {
                filters[1] |= next_word_bit(word);
                if (lower[renumbered[child.node]]) filters[0] |= next_word_bit(word);
            }
        }

        // Label sets of single words, by casing.
        std::map<std::vector<LabelId>, uint16_t> set_ids{{{}, 0}};
        std::vector<uint32_t> set_offsets{0, 0};
        std::vector<LabelId> set_labels;
        std::vector<WordSlot> words(slots_for(words_in_order_.size()), WordSlot{0, kNoNode, {0, 0}, {0, 0, 0}, 0});
        for (uint32_t node = 0; node < root_count; ++node) {
            WordSlot& slot = place(words, words_in_order_[node].first);
            slot.node = node;
            std::copy(next_words[node].begin(), next_words[node].end(), slot.next_words);
            for (size_t casing = 0; casing < 3; ++casing) {
                std::vector<LabelId> set;
                for (uint32_t p = 0; p < nodes[node].payload_count; ++p) {
                    const Payload& payload = payloads[nodes[node].payload_begin + p];
                    bool written_so = (payload.capital == 0 || casing >= 1) && (payload.upper == 0 || casing == 2);
                    if (written_so && (set.empty() || set.back() != payload.label)) set.push_back(payload.label);
                }
                auto [found, fresh] = set_ids.emplace(set, static_cast<uint16_t>(set_ids.size()));
                if (fresh) {
                    if (set_ids.size() > 0xFFFF) throw Error("the lists have more than 65535 different combinations of labels on one word; merge some lists");
                    set_labels.insert(set_labels.end(), set.begin(), set.end());
                    set_offsets.push_back(static_cast<uint32_t>(set_labels.size()));
                }
                slot.set[casing] = found->second;
            }
        }

        std::string labels;
        for (const auto& label : labels_) {
            labels += label.name + '\t' + (label.single_words ? '1' : '0');
            for (const auto& column : label.columns) labels += '\t' + column;
            labels += '\n';
        }

        ImageHeader header{};
        std::memcpy(header.magic, kImageMagic, sizeof header.magic);
        header.word_slots = static_cast<uint32_t>(words.size());
        header.child_slots = static_cast<uint32_t>(children.size());
        header.node_count = node_count_;
        header.payload_count = static_cast<uint32_t>(payloads.size());
        header.entry_count = static_cast<uint32_t>(entries_.size());
        header.set_count = static_cast<uint32_t>(set_ids.size());
        header.set_label_count = static_cast<uint32_t>(set_labels.size());
        header.label_count = static_cast<uint32_t>(labels_.size());
        header.labels_size = static_cast<uint32_t>(labels.size());
        header.text_size = static_cast<uint32_t>(text_.size());

        std::string out(reinterpret_cast<const char*>(&header), sizeof header);
        put(out, std::vector<char>());
        put(out, words);
        put(out, children);
        put(out, nodes);
        put(out, payloads);
        put(out, entries_);
        put(out, set_offsets);
        put(out, set_labels);
        size_t width = (labels_.size() + 63) / 64;
        std::vector<uint64_t> set_bits(set_ids.size() * width, 0);
        for (size_t set = 0; set + 1 < set_offsets.size(); ++set)
            for (uint32_t l = set_offsets[set]; l < set_offsets[set + 1]; ++l) set_bits[set * width + set_labels[l] / 64] |= uint64_t{1} << set_labels[l] % 64;
        put(out, set_bits);
        put(out, std::vector<char>(labels.begin(), labels.end()));
        put(out, std::vector<char>(text_.begin(), text_.end()));
        return out;
    }

private:
    struct Form {
        uint32_t node;
        Payload payload;
    };
    struct Child {
        WordId word;
        uint32_t parent, node;
    };

    void fail(const Lexicon::ListText& list, size_t line, const std::string& what) { errors_ += list.file + ':' + std::to_string(line) + ": " + what + '\n'; }

    void add_form(std::string_view form, LabelId label, EntryId entry) {
        find_tokens(Document("", std::string(form)), tokens_);
        std::erase_if(tokens_, [](const Token& token) { return token.shape == Shape::Hyphen; });
        static const WordId kThe = word_id("the");
        size_t first = tokens_.size() > 1 && tokens_[0].word == kThe ? 1 : 0;
        size_t count = tokens_.size() - first;
        if (count == 0 || count > kMaxFormTokens) return;
        Payload payload{entry, label, 0, 0, 0};
        uint32_t node = kNoNode;
        for (size_t i = 0; i < count; ++i) {
            const Token& token = tokens_[first + i];
            WordId word = lexicon_word(token.word);
            node = i == 0 ? root(word) : child(node, word);
            auto bit = static_cast<uint16_t>(1U << i);
            std::string_view text = form.substr(token.bytes.begin, token.bytes.end - token.bytes.begin);
            auto letters = static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c != '.'; }));
            if (token.shape == Shape::Capital) payload.capital |= bit;
            // A long acronym may be written as a word ("Nato"), a short one is told from words by its capitals ("US").
            if (token.shape == Shape::Upper || token.shape == Shape::Initial) (letters <= 3 ? payload.upper : payload.capital) |= bit;
        }
        if (count > 1) labels_[label].single_words = false;
        forms_.push_back({node, payload});
    }

    uint32_t root(WordId word) {
        auto [found, fresh] = words_.emplace(word, node_count_);
        if (fresh) words_in_order_.emplace_back(word, node_count_++);
        return found->second;
    }
    uint32_t child(uint32_t parent, WordId word) {
        auto [found, fresh] = children_.emplace(mix(word, parent), node_count_);
        if (fresh) children_in_order_.push_back({word, parent, node_count_++});
        return found->second;
    }
    /// A new slot for a key.
    template <class Slot>
    static Slot& place(std::vector<Slot>& slots, uint64_t key) {
        auto mask = static_cast<uint32_t>(slots.size() - 1);
        auto i = static_cast<uint32_t>(key) & mask;
        auto check = static_cast<uint32_t>(key >> 32);
        for (; slots[i].node != kNoNode; i = (i + 1) & mask)
            if (slots[i].check == check) throw Error("two words of the lists share a hash; change kSeed in unicode.cc");
        slots[i].check = check;
        return slots[i];
    }

    std::vector<LexiconImage::LabelRow> labels_;
    std::vector<EntryRow> entries_;
    std::vector<float> ranks_;
    std::vector<Form> forms_;
    std::string text_;
    std::string errors_;
    std::vector<Token> tokens_;
    uint32_t node_count_ = 0;
    std::unordered_map<WordId, uint32_t> words_;
    std::vector<std::pair<WordId, uint32_t>> words_in_order_;
    std::unordered_map<uint64_t, uint32_t> children_;
    std::vector<Child> children_in_order_;
};

}  // namespace

LexiconImage::LexiconImage(std::string_view bytes) { open(bytes); }

LexiconImage::LexiconImage(std::string owned) : storage_((owned.size() + 7) / 8) {
    std::memcpy(storage_.data(), owned.data(), owned.size());
    open({reinterpret_cast<const char*>(storage_.data()), owned.size()});
}

void LexiconImage::open(std::string_view bytes) {
    ImageHeader header;
    if (bytes.size() < sizeof header) throw Error("the lexicon image is cut off; build it again");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (std::memcmp(header.magic, kImageMagic, sizeof header.magic) != 0) throw Error("the lexicon image has another format; build it again");
    size_t at = (sizeof header + 7) & ~size_t{7};
    auto section = [&]<class T>(std::span<const T>& view, size_t count) {
        if (at + count * sizeof(T) > bytes.size()) throw Error("the lexicon image is cut off; build it again");
        view = {reinterpret_cast<const T*>(bytes.data() + at), count};
        at = (at + count * sizeof(T) + 7) & ~size_t{7};
    };
    section(words, header.word_slots);
    section(children, header.child_slots);
    section(nodes, header.node_count);
    section(payloads, header.payload_count);
    section(entries, header.entry_count);
    section(set_offsets, header.set_count + size_t{1});
    section(set_labels, header.set_label_count);
    set_width = (header.label_count + size_t{63}) / 64;
    section(set_bits, header.set_count * set_width);
    std::span<const char> labels_text, all_text;
    section(labels_text, header.labels_size);
    section(all_text, header.text_size);
    text = {all_text.data(), all_text.size()};
    std::string_view rest{labels_text.data(), labels_text.size()};
    while (!rest.empty()) {
        size_t end = rest.find('\n');
        auto fields = split(rest.substr(0, end), '\t');
        LabelRow row{std::string(fields[0]), fields[1] == "1", {}};
        for (size_t i = 2; i < fields.size(); ++i) row.columns.emplace_back(fields[i]);
        labels.push_back(std::move(row));
        rest.remove_prefix(end + 1);
    }
}

std::string_view LexiconImage::row(EntryId entry) const {
    std::string_view from = text.substr(entries[entry].text);
    return from.substr(0, from.find('\n'));
}

namespace {
struct Spelling {
    WordId word, lexicon_word;
};
const std::array<Spelling, 3>& other_spellings() {
    static const std::array<Spelling, 3> spellings = {{{word_id("saint"), word_id("st")}, {word_id("mount"), word_id("mt")}, {word_id("fort"), word_id("ft")}}};
    return spellings;
}
}  // namespace

WordId lexicon_word(WordId word) {
    for (const Spelling& spelling : other_spellings())
        if (word == spelling.word) return spelling.lexicon_word;
    return word;
}

std::vector<WordId> spellings(WordId lexicon_word) {
    std::vector<WordId> words{lexicon_word};
    for (const Spelling& spelling : other_spellings())
        if (lexicon_word == spelling.lexicon_word) words.push_back(spelling.word);
    return words;
}

std::string compile_lists(const std::vector<Lexicon::ListText>& lists, const std::vector<std::string>& known_labels) {
    Compiler compiler(known_labels);
    for (const auto& list : lists) compiler.add(list);
    return compiler.finish();
}

std::vector<Lexicon::ListText> read_lists(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code failed;
    if (!fs::is_directory(folder, failed)) throw Error(folder + ": is not a folder; give a folder of lists (*.tsv) and rules (*.rules)");
    std::vector<fs::path> paths;
    for (auto it = fs::recursive_directory_iterator(folder, failed); !failed && it != fs::recursive_directory_iterator(); it.increment(failed))
        if (it->path().extension() == ".tsv") paths.push_back(it->path());
    if (failed) throw Error(folder + ": " + failed.message());
    std::sort(paths.begin(), paths.end());
    std::vector<Lexicon::ListText> lists;
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        std::stringstream content;
        content << in.rdbuf();
        if (!in) throw Error(path.string() + ": cannot be read");
        lists.push_back({path.stem().string(), path.string(), content.str()});
    }
    return lists;
}

CompiledLexicon compile_lexicon_folder(const std::string& folder) {
    auto lists = read_lists(folder);
    auto gazetteer = std::stable_partition(lists.begin(), lists.end(), [&](const auto& list) { return std::filesystem::path(list.file).parent_path() != std::filesystem::path(folder) / "gazetteer"; });
    std::vector<Lexicon::ListText> places(gazetteer, lists.end());
    lists.erase(gazetteer, lists.end());
    std::vector<std::string> labels;
    for (const auto& list : lists) labels.push_back(list.label);
    return {compile_lists(lists), compile_lists(places, labels)};
}

}  // namespace nutgraf
