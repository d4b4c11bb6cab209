// Properties of every analysis, tried on random bytes, on articles with random changes and on pieces of articles that begin and
// end at every word. The seed is fixed; another is given as argument. Usage: fuzz_test FOLDER [SEED [ROUNDS]]
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <vector>

#include "checks.h"

using namespace nutgraf;

namespace {

/// What breaks tokenizers and rules: pieces put into articles.
const std::vector<std::string> kPieces = {
    "'s", "’s", "’", "'", "\"", "“", "”", "(", ")", "[", "]", "{", "}", "-", "--", "—", "–", "...", "…", ".", ",", ";", ":", "/", "&", "@", "#", "$", "%", "€", "U.S.", "J.", "Mr.", "No.", "Jan.", "a.m.",
    "1,", "1.", "1/2", "9:30", "10/01/2022", "2022-02-30", "99999999999999999999999999999999999999999", "0", "-0", "1990s", "31st", "½", "billion", "trillion", "dozen", "half", "percent", "US$", "Putin", "NATO",
    "New York", "Jordan", "President", "Monday", "next", "last", "ago", "and", "of", "the", "in", "to", "said", "http://", "www.", "a@b.c", "@x", "#y", "\n", "\n\n", "\r\n", "\r", "\t", " ", "\u00A0", "\u200B", "\u00AD",
    "\uFEFF", "\u0301", "\u202E", "中国", "Müller", "İ", "ß", "ﬁ", "😀", std::string(1, '\0'), "\xFF", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "Date: 2021-12-28\n", "A", "I", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};

class Generator {
public:
    Generator(uint64_t seed, std::vector<std::string> articles) : random_(seed), articles_(std::move(articles)) {}

    std::string next() {
        switch (below(4)) {
            case 0: return bytes(below(400));
            case 1: return pieces(below(120));
            default: return changed(articles_[below(articles_.size())]);
        }
    }

private:
    size_t below(size_t end) { return end == 0 ? 0 : random_() % end; }  // the same numbers with every standard library

    std::string bytes(size_t count) {
        std::string out;
        for (size_t i = 0; i < count; ++i) out += static_cast<char>(below(256));
        return out;
    }
    std::string pieces(size_t count) {
        std::string out;
        for (size_t i = 0; i < count; ++i) out += kPieces[below(kPieces.size())] + (below(2) == 0 ? " " : "");
        return out;
    }
    std::string changed(std::string text) {
        // A part of the article, so that one round is quick.
        size_t begin = below(text.size());
        text = text.substr(begin, 200 + below(2000));
        for (size_t changes = 1 + below(20); changes > 0 && !text.empty(); --changes) {
            size_t at = below(text.size()), length = std::min(below(30), text.size() - at);
            switch (below(7)) {
                case 0: text.erase(at, length); break;
                case 1: text.insert(at, kPieces[below(kPieces.size())]); break;
                case 2: text[at] = static_cast<char>(below(256)); break;
                case 3: text.insert(below(text.size()), text.substr(at, length)); break;
                case 4: text.replace(at, length, pieces(3)); break;
                case 5: std::transform(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(at + length), text.begin() + static_cast<std::ptrdiff_t>(at),
                                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
                        break;
                default: std::replace(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(at + length), ' ', '\n'); break;
            }
        }
        return text;
    }

    std::mt19937_64 random_;
    std::vector<std::string> articles_;
};

/// Calls take(piece) for every few words of a text that stand in a row, of one word to a dozen.
template <class Take>
bool for_each_piece(const std::string& text, const Take& take) {
    std::vector<size_t> begins;
    for (size_t at = 0; at < text.size(); ++at)
        if (text[at] > ' ' && (at == 0 || text[at - 1] <= ' ')) begins.push_back(at);
    for (size_t word = 0; word < begins.size(); ++word) {
        size_t end = text.find_first_of(" \n", begins[word]);
        size_t begin = begins[word - std::min(word, word % 12)];
        if (!take(text.substr(begin, end == std::string::npos ? end : end - begin))) return false;
    }
    return true;
}

std::string escaped(const std::string& bytes) {
    std::string out;
    for (char c : bytes) {
        char shown[8];
        bool plain = c >= 32 && c < 127 && c != '\\' && c != '"';
        if (plain) out += c;
        else std::snprintf(shown, sizeof shown, "\\x%02x", static_cast<unsigned char>(c)), out += shown;
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: fuzz_test FOLDER [SEED [ROUNDS]]\n";
        return 2;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(argv[1]))
        if (file.path().extension() == ".txt") files.push_back(file.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> articles;
    for (const auto& file : files) {
        std::stringstream content;
        content << std::ifstream(file, std::ios::binary).rdbuf();
        articles.push_back(content.str());
    }
    if (articles.empty()) {
        std::cerr << argv[1] << ": no articles\n";
        return 1;
    }

    Analyzer analyzer;
    Workspace used;
    Generator generator(argc > 2 ? std::stoull(argv[2]) : 20211228, articles);
    int rounds = argc > 3 ? std::stoi(argv[3]) : 3000;
    for (int round = 0; round < rounds; ++round) {
        std::string bytes = generator.next();
        std::string what = fuzz::check(analyzer, used, bytes);
        if (what.empty() && round % 16 == 0) {  // a workspace of its own costs more than an article
            Document document("fuzz", bytes);
            Workspace fresh;
            std::string first = fuzz::print(analyzer.analyze(document, fresh));
            if (first != fuzz::print(analyzer.analyze(document, used))) what = "a used workspace gives another result than a fresh one";
        }
        if (!what.empty()) {
            std::cout << "round " << round << ": " << what << ": \"" << escaped(bytes) << "\"\n";
            return 1;
        }
    }
    size_t pieces = 0;
    for (const std::string& article : articles) {
        bool right = for_each_piece(article, [&](const std::string& piece) {
            ++pieces;
            std::string what = fuzz::check(analyzer, used, piece);
            if (!what.empty()) std::cout << what << ": \"" << escaped(piece) << "\"\n";
            return what.empty();
        });
        if (!right) return 1;
    }
    std::cout << rounds << " inputs, " << pieces << " pieces of articles\n";
}
