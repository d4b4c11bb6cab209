#include "rule_parser.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "error.h"
#include "spelling.h"

namespace nutgraf {
namespace {

using Lets = std::map<std::string, Pattern, std::less<>>;

struct Problem {
    size_t column;
    std::string what;
};

std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& known) {
    std::string best;
    size_t least = 1 + wrong.size() / 3;
    for (const auto& name : known)
        if (size_t d = distance(wrong, name); d < least + 1 && (best.empty() || d < distance(wrong, best))) best = name;
    return best.empty() ? "" : "; did you mean " + best + "?";
}

/// One match expression.
///   expression = sequence ("|" sequence)*        sequence = (atom ("*" | "+" | "?" | "{m,n}")?)*
///   atom = "(" expression ")" | "[" expression "]" | test ("&" test)*
///   test = "!" test | "(" expression ")" | @label | @@label | Shape | Start | Let | word | "several words"
class ExpressionParser {
public:
    ExpressionParser(const Lexicon& lexicon, const Lets& lets, std::string_view text) : lexicon_(lexicon), lets_(lets), text_(text) {}

    Pattern parse() {
        Pattern pattern = expression();
        if (at_ < text_.size()) fail("unexpected '" + std::string(1, text_[at_]) + "'");
        return pattern;
    }

private:
    [[noreturn]] void fail(const std::string& what) const { throw Problem{at_, what}; }
    void space() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }
    bool peek(char c) {
        space();
        return at_ < text_.size() && text_[at_] == c;
    }
    bool take(char c) {
        if (!peek(c)) return false;
        ++at_;
        return true;
    }
    static Pattern of(Test test) {
        Pattern pattern;
        pattern.type = Pattern::Type::Test;
        pattern.test = std::make_shared<const Test>(std::move(test));
        return pattern;
    }

    Pattern expression() {
        Pattern first = sequence();
        if (!peek('|')) return first;
        Pattern choice;
        choice.type = Pattern::Type::Choice;
        choice.parts.push_back(std::move(first));
        while (take('|')) choice.parts.push_back(sequence());
        return choice;
    }

    Pattern sequence() {
        auto ends = [&] {
            space();
            return at_ >= text_.size() || text_[at_] == '|' || text_[at_] == ')' || text_[at_] == ']';
        };
        if (ends()) fail("a pattern is missing here");
        Pattern first = repeat();
        if (ends()) return first;
        Pattern sequence;
        sequence.type = Pattern::Type::Sequence;
        sequence.parts.push_back(std::move(first));
        do sequence.parts.push_back(repeat());
        while (!ends());
        return sequence;
    }

    Pattern repeat() {
        Pattern atom = conjunction();
        for (;;) {
            int least, most;
            if (at_ < text_.size() && text_[at_] == '*') least = 0, most = -1, ++at_;
            else if (at_ < text_.size() && text_[at_] == '+') least = 1, most = -1, ++at_;
            else if (at_ < text_.size() && text_[at_] == '?') least = 0, most = 1, ++at_;
            else if (at_ < text_.size() && text_[at_] == '{') bounds(least, most);
            else return atom;
            Pattern repeated;
            repeated.type = Pattern::Type::Repeat;
            repeated.least = least;
            repeated.most = most;
            repeated.parts.push_back(std::move(atom));
            atom = std::move(repeated);
        }
    }

    void bounds(int& least, int& most) {
        ++at_;
        least = number();
        most = take(',') ? number() : least;
        if (!take('}') || most < least || most > 20) fail("a repetition is written {1,3}, at most 20");
    }
    int number() {
        space();
        int value = 0;
        if (at_ >= text_.size() || !std::isdigit(static_cast<unsigned char>(text_[at_]))) fail("a number is missing here");
        while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) && value < 1000) value = value * 10 + (text_[at_++] - '0');
        return value;
    }

    Pattern conjunction() {
        Pattern first = atom();
        if (!peek('&')) return first;
        Test both;
        both.type = Test::Type::And;
        both.parts.push_back(test_of(first));
        while (take('&')) both.parts.push_back(test_of(atom()));
        return of(std::move(both));
    }

    /// A pattern used where one token is asked: a test, or a choice of tests.
    Test test_of(const Pattern& pattern) const {
        if (pattern.type == Pattern::Type::Test) return *pattern.test;
        if (pattern.type == Pattern::Type::Choice) {
            Test either;
            either.type = Test::Type::Or;
            for (const auto& part : pattern.parts) either.parts.push_back(test_of(part));
            return either;
        }
        fail("'&' and '!' take tests of one token, not sequences");
    }

    Pattern atom() {
        space();
        if (at_ >= text_.size()) fail("a pattern is missing here");
        char c = text_[at_];
        if (c == '!') {
            ++at_;
            Test negated;
            negated.type = Test::Type::Not;
            negated.parts.push_back(test_of(atom()));
            return of(std::move(negated));
        }
        if (c == '(') {
            ++at_;
            Pattern inner = expression();
            if (!take(')')) fail("')' is missing");
            return inner;
        }
        if (c == '[') {
            ++at_;
            Pattern mention;
            mention.type = Pattern::Type::Mention;
            mention.parts.push_back(expression());
            if (!take(']')) fail("']' is missing");
            return mention;
        }
        if (c == '@') return label();
        if (c == '"') return quoted();
        return named();
    }

    std::string_view name() {
        size_t begin = at_;
        while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '-' || text_[at_] == '\'' || static_cast<unsigned char>(text_[at_]) >= 0x80)) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    Pattern label() {
        size_t begin = at_++;
        Test test;
        test.type = Test::Type::Label;
        test.several = at_ < text_.size() && text_[at_] == '@';
        if (test.several) ++at_;
        std::string_view wanted = name();
        test.label = lexicon_.find_label(wanted);
        if (test.label == kNoLabel) {
            std::vector<std::string> known;
            for (LabelId id = 0; id < lexicon_.label_count(); ++id) known.push_back("@" + std::string(lexicon_.label_name(id)));
            at_ = begin;
            std::string whole = "@" + std::string(wanted);
            fail("unknown label " + whole + did_you_mean(whole, known));
        }
        return of(std::move(test));
    }

    /// The words of a text, as the tokenizer cuts them.
    Pattern words(std::string_view text) {
        std::vector<Token> tokens;
        find_tokens(Document("", std::string(text)), tokens);
        Pattern sequence;
        sequence.type = Pattern::Type::Sequence;
        for (const Token& token : tokens) {
            Test test;
            test.type = Test::Type::Word;
            test.word = token.word;
            sequence.parts.push_back(of(std::move(test)));
        }
        if (sequence.parts.empty()) fail("there is no word between the quotes");
        return sequence.parts.size() == 1 ? sequence.parts[0] : sequence;
    }

    Pattern quoted() {
        size_t end = text_.find('"', at_ + 1);
        if (end == std::string_view::npos) fail("the closing quote is missing");
        Pattern pattern = words(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return pattern;
    }

    Pattern named() {
        size_t begin = at_;
        std::string_view word = name();
        if (word.empty()) fail("unexpected '" + std::string(1, text_[at_]) + "'");
        if (std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
            Test test;
            test.type = Test::Type::Word;
            test.word = word_id(word);
            return of(std::move(test));
        }
        if (!std::isupper(static_cast<unsigned char>(word[0]))) return words(word);
        if (auto let = lets_.find(word); let != lets_.end()) return let->second;
        static const std::map<std::string_view, Test::Type> kFlags = {{"Any", Test::Type::Any},         {"Start", Test::Type::Start},
                                                                      {"Dotted", Test::Type::Dotted},   {"Glued", Test::Type::Glued},
                                                                      {"AllCaps", Test::Type::AllCaps}, {"TitleCase", Test::Type::TitleCase}};
        Test test;
        if (auto flag = kFlags.find(word); flag != kFlags.end()) {
            test.type = flag->second;
            return of(std::move(test));
        }
        test.type = Test::Type::Shape;
        for (size_t i = 0; i < kShapeCount; ++i) {
            test.shape = static_cast<Shape>(i);
            if (shape_name(test.shape) == word) return of(std::move(test));
        }
        std::vector<std::string> known;
        for (size_t i = 0; i < kShapeCount; ++i) known.emplace_back(shape_name(static_cast<Shape>(i)));
        for (const auto& [flag, type] : kFlags) known.emplace_back(flag);
        for (const auto& [let, pattern] : lets_) known.push_back(let);
        at_ = begin;
        fail("unknown shape or let " + std::string(word) + did_you_mean(word, known));
    }

    const Lexicon& lexicon_;
    const Lets& lets_;
    std::string_view text_;
    size_t at_ = 0;
};

/// What the bounds of repetitions inside one another multiply to. An expression grows with it.
constexpr int kMostRepetitions = 400;
int repetitions(const Pattern& pattern) {
    int most = 1;
    for (const auto& part : pattern.parts) most = std::max(most, repetitions(part));
    if (pattern.type == Pattern::Type::Repeat) most *= std::max({1, pattern.least, pattern.most});
    return std::min(most, 2 * kMostRepetitions);
}

/// How many mentions a match of the pattern has: at least and at most, where 2 is many.
struct MentionCount {
    int least = 0, most = 0;
};
MentionCount mentions_in(const Pattern& pattern) {
    auto sum = [](int a, int b) { return std::min(a + b, 2); };
    MentionCount count;
    for (size_t i = 0; i < pattern.parts.size(); ++i) {
        MentionCount part = mentions_in(pattern.parts[i]);
        if (pattern.type != Pattern::Type::Choice) count = {sum(count.least, part.least), sum(count.most, part.most)};
        else if (i == 0) count = part;
        else count = {std::min(count.least, part.least), std::max(count.most, part.most)};
    }
    if (pattern.type == Pattern::Type::Repeat) {
        if (pattern.least == 0) count.least = 0;
        if (pattern.most != 1) count.most = sum(count.most, count.most);
    }
    if (pattern.type == Pattern::Type::Mention) count = {sum(count.least, 1), sum(count.most, 1)};
    return count;
}

bool may_be_empty(const Pattern& pattern) {
    switch (pattern.type) {
        case Pattern::Type::Test: return false;
        case Pattern::Type::Sequence: return std::all_of(pattern.parts.begin(), pattern.parts.end(), may_be_empty);
        case Pattern::Type::Choice: return std::any_of(pattern.parts.begin(), pattern.parts.end(), may_be_empty);
        case Pattern::Type::Repeat: return pattern.least == 0 || may_be_empty(pattern.parts[0]);
        case Pattern::Type::Mention: return may_be_empty(pattern.parts[0]);
    }
    return false;
}

/// Is some mention of the pattern possibly empty?
bool empty_mention(const Pattern& pattern) {
    if (pattern.type == Pattern::Type::Mention) return may_be_empty(pattern);
    return std::any_of(pattern.parts.begin(), pattern.parts.end(), empty_mention);
}

class FileParser {
public:
    FileParser(const Lexicon& lexicon, const RuleText& source, Lets& lets, std::vector<ParsedRule>& rules, std::string& errors)
        : lexicon_(lexicon), source_(source), lets_(lets), rules_(rules), errors_(errors) {}

    void run() {
        std::optional<Kind> kind = kind_of_folder(source_.file);
        std::string_view rest = source_.text;
        for (int number = 1; !rest.empty(); ++number) {
            size_t end = std::min(rest.find('\n'), rest.size());
            std::string_view line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) line.remove_suffix(1);
            line_ = line;
            number_ = number;
            size_t begin = line.find_first_not_of(" \t");
            if (begin == std::string_view::npos || line[begin] == '#') continue;
            try {
                statement(kind, begin);
            } catch (const Problem& problem) {
                report(problem);
            }
        }
        finish_rule();
    }

private:
    void report(const Problem& problem) {
        errors_ += source_.file + ':' + std::to_string(number_) + ':' + std::to_string(problem.column + 1) + ": " + problem.what + "\n    " +
                   std::string(line_) + "\n    " + std::string(problem.column, ' ') + "^\n";
    }

    std::string_view word(size_t& at) const {
        size_t begin = std::min(line_.find_first_not_of(" \t", at), line_.size());
        at = std::min(line_.find_first_of(" \t", begin), line_.size());
        return line_.substr(begin, at - begin);
    }

    Pattern pattern(size_t from) {
        from = line_.find_first_not_of(" \t", from);
        if (from == std::string_view::npos) throw Problem{line_.size(), "a pattern is missing here"};
        try {
            return ExpressionParser(lexicon_, lets_, line_.substr(from)).parse();
        } catch (Problem& problem) {
            problem.column += from;
            throw problem;
        }
    }

    void statement(std::optional<Kind> kind, size_t begin) {
        size_t at = begin;
        std::string_view keyword = word(at);
        auto rest = [&] {
            size_t from = std::min(line_.find_first_not_of(" \t", at), line_.size());
            return std::string(line_.substr(from));
        };
        if (keyword == "let") {
            std::string name(word(at));
            if (name.empty() || !std::isupper(static_cast<unsigned char>(name[0]))) throw Problem{begin, "a let is written: let Name = pattern, the name with a capital"};
            if (word(at) != "=") throw Problem{at, "'=' is missing"};
            lets_[name] = pattern(at);
        } else if (keyword == "rule") {
            finish_rule();
            if (!kind) throw Problem{begin, "rules stand in a folder named people, places, organizations, groups, numbers or dates; move the file there"};
            Rule rule;
            rule.kind = *kind;
            rule.name = word(at);
            std::string_view sure = word(at);
            if (sure == "sure") rule.sure = Sureness::Sure;
            else if (sure == "likely") rule.sure = Sureness::Likely;
            else if (sure == "possible") rule.sure = Sureness::Possible;
            else throw Problem{at, "a rule is written: rule NAME sure|likely|possible"};
            rule.file = source_.file;
            rule.line = number_;
            for (const auto& other : rules_)
                if (other.rule.kind == rule.kind && other.rule.name == rule.name)
                    throw Problem{begin, "there is another rule " + rule.name + " in " + other.rule.file + ":" + std::to_string(other.rule.line) + "; give it another name"};
            open_.emplace();
            open_->rule = rule;
            has_match_ = false;
        } else if (!open_) {
            throw Problem{begin, "expected 'rule' or 'let' before '" + std::string(keyword) + "'"};
        } else if (keyword == "match") {
            has_match_ = true;
            Pattern parsed = pattern(at);
            if (MentionCount count = mentions_in(parsed); count.most == 0 || count.most > 1) throw Problem{begin, "a match has one mention in brackets: match @title+ [ Capital+ ]"};
            else if (count.least == 0) throw Problem{begin, "a match can be without a mention in brackets; give every branch one, and let it not be optional"};
            if (repetitions(parsed) > kMostRepetitions) throw Problem{begin, "repetitions inside one another come to more than " + std::to_string(kMostRepetitions) + "; use * or smaller bounds"};
            if (empty_mention(parsed)) throw Problem{begin, "the mention in brackets can be empty; let it hold at least one token"};
            open_->patterns.push_back(std::move(parsed));
        } else if (keyword == "subkind") {
            auto subkind = parse_subkind(open_->rule.kind, rest());
            if (!subkind) throw Problem{begin, "a " + std::string(kind_name(open_->rule.kind)) + " has no subkind " + rest()};
            open_->rule.subkind = *subkind;
        } else if (keyword == "about") {
            open_->rule.about = rest();
        } else if (keyword == "yes") {
            open_->yes.push_back({rest(), number_});
        } else if (keyword == "no") {
            open_->no.push_back({rest(), number_});
        } else {
            throw Problem{begin, "unknown statement '" + std::string(keyword) + "'; expected rule, let, match, subkind, about, yes or no"};
        }
    }

    void finish_rule() {
        if (!open_) return;
        auto complain = [&](const std::string& what) { errors_ += source_.file + ':' + std::to_string(open_->rule.line) + ": rule " + open_->rule.name + ' ' + what + '\n'; };
        if (!has_match_) complain("has no match line");
        if (open_->yes.empty()) complain("has no yes line; give a sentence it finds, with the mention in brackets");
        if (open_->no.empty()) complain("has no no line; give a near miss it must not find");
        rules_.push_back(std::move(*open_));
        open_.reset();
    }

    const Lexicon& lexicon_;
    const RuleText& source_;
    Lets& lets_;
    std::vector<ParsedRule>& rules_;
    std::string& errors_;
    std::optional<ParsedRule> open_;
    bool has_match_ = false;  // the open rule has a match line, right or wrong
    std::string_view line_;
    int number_ = 0;
};

}  // namespace

std::optional<Kind> kind_of_folder(std::string_view path) {
    size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    path = path.substr(0, slash);
    slash = path.rfind('/');
    std::string_view folder = slash == std::string_view::npos ? path : path.substr(slash + 1);
    constexpr std::array<std::string_view, kKindCount> kFolders = {"people", "places", "organizations", "groups", "numbers", "dates"};
    for (size_t i = 0; i < kFolders.size(); ++i)
        if (folder == kFolders[i]) return static_cast<Kind>(i);
    return std::nullopt;
}

std::vector<ParsedRule> parse_rules(const Lexicon& lexicon, const std::vector<RuleText>& texts) {
    std::vector<ParsedRule> rules;
    std::string errors;
    Lets shared;
    for (const auto& text : texts) {
        Lets local = shared;
        FileParser(lexicon, text, local, rules, errors).run();
        if (!kind_of_folder(text.file)) shared = std::move(local);
    }
    if (!errors.empty()) {
        errors.pop_back();
        throw Error(errors);
    }
    return rules;
}

}  // namespace nutgraf
