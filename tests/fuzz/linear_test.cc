// Inputs that make a careless program slow: twice the input may take about twice the time, and no input of a megabyte
// more than seconds.
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "checks.h"

using namespace nutgraf;

namespace {

constexpr double kMostTimes = 3.5;      // of 2n against n: 2 when linear, 4 when quadratic
constexpr double kMostSeconds = 20;
constexpr double kLeastSeconds = 0.05;  // below, the clock and the machine's other work say more than the program

struct Input {
    std::string name;
    std::function<std::string(size_t bytes)> make;
    size_t bytes = 300'000;
};

std::function<std::string(size_t)> repeat(const std::string& piece) {
    return [piece](size_t bytes) {
        std::string out;
        out.reserve(bytes + piece.size());
        while (out.size() < bytes) out += piece;
        return out;
    };
}

const std::vector<Input>& inputs() {
    static const std::vector<Input> kInputs = [] {
        std::vector<Input> list;
        for (const char* piece :
             {"A ", "a ", "(", ")", "1,", "1, ", "1.", "1/", "1:", "1-", "'s", " 's", "\"", "' ", "''", "-", "- ", ".", ". ", "!", "&", "@", "a@", "@a", "#a", "$", "$1 ", "U.S.", "U.S. ", "J. ", "a.", "A.B", "http://", "\n", "\n\n", "A\n",
              "\xFF", "\xE2\x82", "\u00AD", "\u0301", "中", "é", "😀", "½", "the ", "of the ", "and ", "President ", "Foreign Minister ", "Mr. ", "one hundred and ", "one ", "1 million ", "5 percent ", "from 1 to ", "between 5 and ", "Monday ",
              "Jan. 1, ", "last Monday ", "two days ago ", "Vladimir Putin ", "Putin said. ", "Angela Merkel met. ", "New York ", "New ", "in New York, ", "France, ", "NATO ", "World Health Organization (WHO) ",
              "University of ", "Bank of ", "Ministry of Health and ", "Smith & ", "Johnson, 42, ", "Salt Lake ", "France, Springfield, ", "Anna Lee, ", "IMF ", "North ", "Chicago beat Detroit 3-2. ", "Republicans and ", "Russian "})
            list.push_back({piece, repeat(piece)});
        for (Input& input : list)
            for (const char* piece : {"A ", "(", "1,", "'s"})
                if (input.name == piece) input.bytes = 1'000'000;
        list.push_back({"one word", repeat("a"), 1'000'000});
        list.push_back({"one word in capitals", repeat("A")});
        list.push_back({"one number", repeat("1")});
        list.push_back({"capitalised words without spaces", repeat("Putin")});
        // Many different names, each named again.
        list.push_back({"different people", [](size_t bytes) {
                            std::string out;
                            for (size_t i = 0; out.size() < bytes; ++i) {
                                std::string name = "B";
                                for (size_t n = i % (bytes / 40) + 1; n > 0; n /= 26) name += static_cast<char>('a' + n % 26);
                                out += "President John " + name + " met " + name + ". ";
                            }
                            return out;
                        }});
        list.push_back({"different organizations", [](size_t bytes) {
                            std::string out;
                            for (size_t i = 0; out.size() < bytes; ++i) {
                                std::string name = "C";
                                for (size_t n = i + 1; n > 0; n /= 26) name += static_cast<char>('a' + n % 26);
                                out += "The " + name + " Holdings Corp. sold " + name + " Holdings. ";
                            }
                            return out;
                        }});
        list.push_back({"200,000 initials", repeat("J. K. L. M. "), 600'000});
        return list;
    }();
    return kInputs;
}

/// The program's own time so far, without what the system takes to hand out memory, which is not linear.
double own_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) * 1e-6;
}

double seconds(const Analyzer& analyzer, const std::string& bytes, std::string& what) {
    Document document("", bytes);
    Workspace workspace;
    double start = own_seconds();
    const Analysis& analysis = analyzer.analyze(document, workspace);
    double took = own_seconds() - start;
    what = fuzz::fault(document, analysis);
    return took;
}

}  // namespace

int main(int argc, char** argv) {
    Analyzer analyzer;
    bool good = true;
    double slowest = 0;
    std::string slowest_name;
    for (const Input& input : inputs()) {
        if (argc > 1 && input.name != argv[1]) continue;
        // Half the size, the whole, and once more when another program may have been in the way.
        double half = 0, whole = 0;
        bool slow = true;
        std::string what;
        for (int tries = 0; tries < 3 && slow && what.empty(); ++tries) {
            half = seconds(analyzer, input.make(input.bytes / 2), what);
            if (what.empty()) whole = seconds(analyzer, input.make(input.bytes), what);
            slow = whole > kLeastSeconds && (whole > kMostTimes * half || whole > kMostSeconds);
        }
        if (whole / static_cast<double>(input.bytes) > slowest) {
            slowest = whole / static_cast<double>(input.bytes);
            slowest_name = input.name;
        }
        if (slow || !what.empty() || argc > 1) {
            std::cout << '"' << input.name << "\": " << std::fixed << std::setprecision(3) << half << " s for half, " << whole << " s for the whole" << (slow ? ": more than linear, or too long" : "")
                      << (what.empty() ? "" : ": " + what) << std::endl;
            good &= !slow && what.empty();
        }
    }
    std::cout << inputs().size() << " inputs; the slowest takes " << std::setprecision(2) << slowest * 1e6 << " s a megabyte: \"" << slowest_name << "\"\n";
    return good ? 0 : 1;
}
