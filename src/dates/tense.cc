#include "tense.h"

#include <algorithm>
#include <array>

namespace nutgraf {
namespace {

/// What a word by itself says of its clause.
enum class Sort : uint8_t {
    None,
    Modal,      // will, would, could, 'll: what follows is ahead
    Ahead,      // scheduled, slated, deadline: itself ahead
    Due,        // due, forecast: ahead behind a form of "be"; "due to rain" is a cause
    Present,    // begins, meets, go: of a day on the calendar ahead
    Past,       // said, went, and what ends in -ed
    Has,        // has, have, had
    Is,         // is, are
    Was,        // was, were
    Be,         // be, been, being, not, also: stand inside a verb
    To,         // to
    Border,     // which, that, while, but: another clause begins
};

class Words {
    /// Open-addressed: around every date it is asked for each word of the sentence.
    class Table {
    public:
        /// Of a word that is added twice the first sort of the two counts.
        void add(WordId word, Sort sort) {
            Row& row = rows_[place_of(word)];
            row = {word, row.word == 0 ? sort : std::min(row.sort, sort)};
        }
        /// None of a word that is not in it.
        Sort find(WordId word) const { return rows_[place_of(word)].sort; }

    private:
        struct Row {
            WordId word = 0;
            Sort sort = Sort::None;
        };
        size_t place_of(WordId word) const {
            for (size_t at = word % rows_.size();; at = (at + 1) % rows_.size())
                if (rows_[at].word == word || rows_[at].word == 0) return at;
        }
        std::array<Row, 1024> rows_;  // a third of them filled
    };

public:
    static Sort of(const Article& article, uint32_t i) {
        static const auto kTable = [] {
            Table table;
            auto add = [&](Sort sort, std::initializer_list<const char*> list) {
                for (const char* text : list) table.add(word_id(text), sort);
            };
            add(Sort::Modal, {"will", "shall", "would", "'ll", "won't", "wouldn't", "can", "may", "might", "could", "should", "must", "cannot", "can't", "let's"});
            add(Sort::Ahead, {"scheduled", "slated", "upcoming", "plans", "plan", "planning", "expects", "expect", "hopes", "hope", "intends", "intend", "going", "likely", "tentatively", "until", "till", "deadline",
                              "wants", "want", "needs", "need", "aims", "aim", "vows", "poised", "pencilled", "set", "expected", "planned", "wait", "waiting", "looming"});
            add(Sort::Due, {"due", "forecast", "billed", "tipped", "booked"});
            add(Sort::Present, {"ends", "expire", "goes", "go", "meet", "meets", "resumes", "reopen", "closes", "returns", "travels", "arrives", "leaves", "visits", "hosts", "launches", "expires", "runs", "begins", "begin",
                                "starts", "opens", "takes", "take", "appears", "appear", "plays", "play", "faces", "face", "heads", "head", "host", "visit", "kicks", "throws", "votes", "vote", "reports", "retires", "convenes",
                                "reopens", "flies", "fly", "joins", "holds", "turns", "falls", "end", "start", "open", "close", "resume", "return", "leave", "arrive", "travel", "entertain", "tackle", "comes", "come"});
            add(Sort::Has, {"has", "have", "had", "hasn't", "haven't", "hadn't", "having"});
            add(Sort::Is, {"is", "are", "isn't", "aren't"});
            add(Sort::Was, {"was", "were", "wasn't", "weren't"});
            add(Sort::Be, {"be", "been", "being", "not", "also", "now", "then", "still", "never", "already", "just", "only", "all", "both", "later", "yet", "to"});
            add(Sort::Past, {"did", "didn't", "couldn't", "said", "told", "took", "went", "came", "began", "made", "held", "won", "lost", "fell", "rose", "sent", "left", "found", "gave", "got", "saw", "ran", "led", "spoke",
                             "struck", "hit", "shot", "grew", "kept", "became", "wrote", "broke", "brought", "met", "says", "died", "sold", "paid", "put", "cut", "built", "bought", "caught", "drew", "drove",
                             "fought", "knew", "beat", "beaten", "agreed", "freed", "shut", "quit", "known", "shown", "seen", "taken", "given", "driven", "broken", "written", "chosen", "stolen", "fallen", "risen", "grown", "thrown", "flown",
                             "flew", "threw", "stood", "sat", "swore", "sworn", "rode", "sank", "sunk", "sought", "taught", "thought", "heard", "felt", "slept", "spent", "lent", "bent", "swept", "wept", "crept",
                             "dealt", "meant", "woke", "wore", "tore", "torn", "bore", "born", "chose", "froze", "spread", "split", "burst", "hurt", "bid", "shook", "stuck", "stole", "withdrew", "withdrawn", "overthrew", "undertook",
                             "underwent", "resold", "rebuilt", "done", "gone", "hung", "dug", "fled", "bled", "fed", "laid", "lay", "lit", "read", "sang", "swam", "understood", "won't've", "killed", "tied", "died", "lied"});
            add(Sort::Border, {"that", "which", "who", "whom", "whose", "whether", "if", "when", "while", "because", "although", "though", "but", "where", "after", "as", "than", "since", "unless", "so"});
            return table;
        }();
        static const WordId kTo = word_id("to");
        const Token& token = article.tokens[i];
        if (token.word == kTo) return Sort::To;
        if (Sort sort = kTable.find(token.word); sort != Sort::None) return token.shape == Shape::Lower || token.starts_sentence ? sort : Sort::None;
        std::string_view text = article.text(i);
        if (text.ends_with("ll") && text.size() > 3 && (text[text.size() - 3] == '\'' || text.ends_with("\u2019ll"))) return Sort::Modal;  // "we'll"
        if (token.shape != Shape::Lower || text.size() < 4 || !text.ends_with("ed") || text.ends_with("eed") || text == "hundred") return Sort::None;
        return Sort::Past;
    }
};

class Clause {
public:
    Clause(const Article& article, TokenSpan span) : article_(article), tokens_(article.tokens), span_(span) {
        begin_ = span.begin;
        while (begin_ > 0 && !tokens_[begin_].starts_sentence && span.begin - begin_ < kReach) --begin_;
        // Not in the middle of a verb: "will be held".
        auto of_verb = [&](Sort sort) { return sort == Sort::Past || sort == Sort::Be || sort == Sort::Has; };
        while (begin_ > 0 && !tokens_[begin_].starts_sentence && of_verb(sort(begin_))) --begin_;
        end_ = span.end;
        while (end_ < tokens_.size() && !tokens_[end_].starts_sentence && end_ - span.end < kReach) ++end_;
    }

    Tense tense() const {
        if (Tense tense = by_preposition(); tense != Tense::Unknown) return tense;
        // The verb that the day stands behind: "told reporters on Sunday the ministers would meet".
        static const WordId kAfter = word_id("after");
        bool bordered = false, holds = false;
        WordId border{};
        Tense second = Tense::Unknown;
        for (uint32_t i = before_aside(); i > begin_;) {
            --i;
            if (i + 1 < span_.begin && is_border(i + 1)) {
                bordered = true;
                border = tokens_[i + 1].word;
                break;
            }
            Tense tense = judge(i);
            holds |= sort(i) == Sort::Is;
            if (tense == Tense::Unknown) continue;
            // "The chancellor will, her office said Monday, travel to Ankara Thursday": what is said between commas.
            if (tense == Tense::Past && is_speech(i) && comma_between(i, span_.begin)) {
                if (second == Tense::Unknown) second = tense;
                continue;
            }
            return tense;
        }
        if (second != Tense::Unknown && !bordered) return second;
        // "Inflation, at 3.2 per cent in January, may reach 3.4": what stands between commas has no part in the verb behind it.
        // "Bradford, 11th in December and now third, will be at home to Reading"
        constexpr uint32_t kAside = 6;  // tokens
        if (!bordered && span_.begin > begin_ + 1 && comma_between(begin_ + 1, span_.begin) && tokens_[span_.begin - 1].shape != Shape::Comma)
            for (uint32_t i = span_.end; i < std::min(end_, span_.end + kAside) && !is_border(i) && (i == span_.end || judge(i) == Tense::Unknown); ++i)
                if (tokens_[i].shape == Shape::Comma) return Tense::Unknown;
        // The day stands before its verb: "On Sunday, the ministry announced", "Police on Monday arrested".
        for (uint32_t i = span_.end; i < end_; ++i) {
            if (is_border(i)) break;
            // "On Friday the court begins"; but "the approval Thursday comes", "troops Sunday take" tell of what has been.
            if (sort(i) == Sort::Present && span_.begin > begin_ + 1) break;
            Tense tense = judge(i);
            // "Will be decided after results on Aug. 22, he added": who said it, not what was on the day.
            if (bordered && tense == Tense::Past && is_speech(i) && comma_between(span_.end, i)) break;
            // "As for launching by the end of July, he noted: ...", but "By Friday, police said, ten had been freed"
            if (tense == Tense::Past && by() && is_speech(i) && comma_between(span_.end, i)) continue;
            if (tense != Tense::Unknown) return tense;
        }
        // A list of matches: "Tuesday: AmaZulu v Maritzburg United"
        static const std::array<WordId, 3> kAgainst = {word_id("v"), word_id("vs"), word_id("vs.")};
        constexpr uint32_t kTeam = 8;  // tokens
        if (span_.end < end_ && tokens_[span_.end].shape == Shape::Colon)
            for (uint32_t i = span_.end; i < std::min(end_, span_.end + kTeam); ++i)
                if (std::find(kAgainst.begin(), kAgainst.end(), tokens_[i].word) != kAgainst.end()) return Tense::Future;
        if (border == kAfter) {  // "agreed to stop after meeting late Thursday"; of "will be taken after results on Aug. 22" nothing is known
            for (uint32_t i = span_.begin; i > begin_;)
                if (sort(--i) == Sort::Modal) return Tense::Unknown;
            return Tense::Past;
        }
        static const WordId kBy = word_id("by");
        if (bordered && span_.begin > begin_ && is(span_.begin - 1, kBy)) return Tense::Future;  // "he asked for one thing: be out by Wednesday"
        // "Fined two men who are candidates in the May elections": of what is now, the verb of another clause says nothing.
        if (holds && bordered && article_.lexicon.carries(article_.hits, span_.begin, article_.lexicon.find_label("month"))) return Tense::Unknown;
        for (uint32_t i = span_.begin; i > begin_;)
            if (Tense tense = judge(--i); tense != Tense::Unknown) return tense;
        if (by()) return Tense::Future;
        // A fixture: "Canberra v Melbourne, Friday 7.45pm"
        for (uint32_t i = span_.begin; i > begin_;)
            if (std::find(kAgainst.begin(), kAgainst.end(), tokens_[--i].word) != kAgainst.end()) return Tense::Future;
        return Tense::Unknown;
    }

    bool habit() const {
        // What is held once, mostly on a day named elsewhere.
        static const WordSet kOnce = {"polls", "polling", "voting", "play", "kickoff", "kick-off", "match", "game", "race", "final", "hearing", "meeting", "funeral", "service", "event", "concert", "ceremony", "session", "rally",
            "march", "vigil", "parade", "auction", "debate", "party", "talks", "trial", "wake", "reception", "bout", "fight", "tie", "clash", "inquest", "conference", "curfew", "deadline", "ultimatum", "truce", "ceasefire"};
        static const WordSet kVerbs = {"opens", "open", "closes", "close", "shuts", "starts", "start", "begins", "begin", "ends", "end", "finishes", "leaves", "leave", "departs", "depart", "arrives", "arrive", "sails", "runs", "run",
            "operates", "operate", "rings", "ring", "gets", "get", "wakes", "wake", "rises", "works", "work", "worked", "working", "sells", "sell", "serves", "serve", "airs"};
        // "The last train leaves at 11:40 p.m."; but "the minister leaves at 4 p.m."
        static const WordSet kMoves = {"leaves", "leave", "departs", "depart", "arrives", "arrive", "sails"};
        static const WordSet kTransport = {"train", "trains", "bus", "buses", "ferry", "ferries", "flight", "flights", "boat", "boats", "tram", "trams", "service", "services", "coach", "plane", "sailing"};
        static const WordSet kState = {"open", "closed", "shut", "served", "locked", "manned", "staffed", "broadcast"};
        static const WordSet kRing = {"ring", "call", "phone", "telephone", "visit", "contact", "apply", "register", "book"};
        static const WordSet kFrom = {"from", "between"};
        static const WordSet kWorked = {"worked", "working", "work"};
        static const WordId kThat = word_id("that"), kWhich = word_id("which");
        auto one_of = [&](const WordSet& words, uint32_t i) { return words.contains(tokens_[i].word); };
        bool range = span_.begin > begin_ && (one_of(kFrom, span_.begin - 1) || (span_.begin > begin_ + 2 && one_of(kFrom, span_.begin - 3)));
        for (uint32_t i = span_.begin; i > begin_;) {
            --i;
            if (tokens_[i].shape == Shape::Colon || tokens_[i].shape == Shape::Quote) return false;
            if (tokens_[i].shape != Shape::Lower && !(i == begin_ && tokens_[i].shape == Shape::Capital)) continue;
            if (i > begin_ && one_of(kVerbs, i)) {
                if (one_of(kMoves, i) && !once(kTransport, i)) return false;
                if (one_of(kWorked, i)) return range;  // "was working from 6:00am to midnight"
                Sort before = sort(i - 1);
                if (before == Sort::Ahead && i > begin_ + 1 && sort(i - 2) == Sort::Modal) return false;  // "would likely end at about 8:30 p.m."
                if (before == Sort::Be && i > begin_ + 1 && sort(i - 2) != Sort::None) return false;  // "did not end until"
                if (before == Sort::Modal && one_of(kRing, i)) return range;
                if (before == Sort::Modal) {
                    static const WordId kWould = word_id("would");
                    return range && is(i - 1, kWould) && is_open(i);  // "the office would open from 7 a.m. to 9 p.m."
                }
                if (before == Sort::Is) return is_open(i) && !once(kOnce, i);
                if (before == Sort::To || before == Sort::Was || before == Sort::Has || is_determiner(i - 1)) return false;
                return !once(kOnce, i);
            }
            if (sort(i) == Sort::Is && i + 1 < end_ && one_of(kState, i + 1)) return !once(kOnce, i);
            if (sort(i) == Sort::Modal) return range && i + 1 < end_ && (one_of(kRing, i + 1) || (i + 2 < end_ && one_of(kRing, i + 2)));  // "witnesses may ring the station from 8 a.m."
            if (sort(i) == Sort::Past) {  // "lectures that began at 8.45am"
                if (i < begin_ + 2 || (!is(i - 1, kThat) && !is(i - 1, kWhich))) return false;
                std::string_view noun = article_.text(i - 2);
                return tokens_[i - 2].shape == Shape::Lower && noun.size() > 3 && noun.back() == 's' && !noun.ends_with("ss") && !is_determiner_before(i - 2);
            }
            if (sort(i) == Sort::Was || sort(i) == Sort::Has) return false;
        }
        return false;
    }

private:
    static constexpr uint32_t kReach = 30;  // tokens on either side

    bool is_open(uint32_t i) const {
        static const WordSet kOpen = {"open", "close"};
        return kOpen.contains(tokens_[i].word);
    }
    bool once(const WordSet& words, uint32_t verb) const {
        constexpr uint32_t kSubject = 8;  // tokens before the verb
        for (uint32_t i = verb, steps = 0; i > begin_ && steps < kSubject; ++steps)
            if (words.contains(tokens_[--i].word)) return true;
            else if (tokens_[i].shape == Shape::Colon) return false;
        return false;
    }
    /// "the lectures that began" are those of one day.
    bool is_determiner_before(uint32_t noun) const {
        static const WordId kThe = word_id("the"), kThese = word_id("these"), kThose = word_id("those");
        for (uint32_t i = noun, steps = 0; i > begin_ && steps < 2; ++steps) {
            --i;
            if (is(i, kThe) || is(i, kThese) || is(i, kThose)) return true;
        }
        return false;
    }

    /// Where the search for the verb begins: "will be unveiled at a theatre, where it was stopped, on Monday" has a clause between
    /// commas before the day that says nothing of it.
    uint32_t before_aside() const {
        static const WordSet kRelative = {"who", "which", "where", "whose"};
        uint32_t at = span_.begin;
        if (at > begin_ + 1 && tokens_[at - 1].shape == Shape::Lower) --at;  // "on"
        if (at <= begin_ + 3 || tokens_[at - 1].shape != Shape::Comma) return span_.begin;
        for (uint32_t i = at - 1; i > begin_ + 1; --i)
            if (kRelative.contains(tokens_[i].word) && tokens_[i - 1].shape == Shape::Comma) return i - 1;
        return span_.begin;
    }

    /// "by Friday", "by the end of July"
    bool by() const {
        static const WordId kBy = word_id("by"), kThe = word_id("the");
        uint32_t before = span_.begin > begin_ ? span_.begin - 1 : begin_;
        if (is(before, kThe) && before > begin_) --before;
        return is(before, kBy);
    }

    Sort sort(uint32_t i) const { return Words::of(article_, i); }
    bool inside(uint32_t i) const { return i >= begin_ && i < end_; }
    bool is(uint32_t i, WordId word) const { return tokens_[i].word == word; }

    /// "since Monday", "ahead of Monday's vote", "before Saturday's final"
    Tense by_preposition() const {
        if (is_contract()) return Tense::Future;
        if (span_.begin <= begin_) return Tense::Unknown;
        uint32_t before = span_.begin - 1;
        auto one_of = [&](const WordSet& words, uint32_t i) { return i < end_ && words.contains(tokens_[i].word); };
        // "declared Wednesday a day of mourning"
        static const WordSet kDeclared = {"declared", "proclaimed", "declares"};
        static const WordSet kAsWhat = {"a", "an", "as"};
        if (one_of(kDeclared, before) && one_of(kAsWhat, span_.end)) return Tense::Future;
        static const WordId kThe = word_id("the"), kSince = word_id("since"), kOf = word_id("of"), kAhead = word_id("ahead"), kBefore = word_id("before"), kAfter = word_id("after"), kDeadline = word_id("deadline");
        static const std::array<WordId, 4> kOfWhatWas = {word_id("from"), word_id("of"), word_id("following"), word_id("over")};
        // "an August 15 deadline", "oil for July delivery"
        static const std::array<WordId, 5> kAheadNouns = {kDeadline, word_id("delivery"), word_id("futures"), word_id("contract"), word_id("contracts")};
        if (span_.end < end_ && std::find(kAheadNouns.begin(), kAheadNouns.end(), tokens_[span_.end].word) != kAheadNouns.end()) return Tense::Future;
        // "ahead of Monday's vote", "ahead of the country's March 19 election"
        for (uint32_t i = before, steps = 0; i > begin_ && steps < 5; --i, ++steps)
            if (is(i, kOf) && is(i - 1, kAhead)) return Tense::Future;
        if (is(before, kThe) && before > begin_) --before;
        if (is(before, kSince)) return Tense::Past;
        // "effective Monday", "a strike starting Monday", "a bond maturing in March"
        static const std::array<WordId, 6> kOpening = {word_id("effective"), word_id("starting"), word_id("beginning"), word_id("commencing"), word_id("shipping"), word_id("maturing")};
        static const std::array<WordId, 4> kOn = {word_id("on"), word_id("in"), word_id("from"), word_id("at")};
        uint32_t opening = before > begin_ && std::find(kOn.begin(), kOn.end(), tokens_[before].word) != kOn.end() ? before - 1 : before;
        if (std::find(kOpening.begin(), kOpening.end(), tokens_[opening].word) != kOpening.end()) return Tense::Future;
        // "results for the year to December 31 are due", "the quarter ended June 30": a time that reports tell of
        static const WordSet kPeriods = {"year", "quarter", "half", "months", "weeks"}, kEnd = {"to", "ended"};
        if (before > begin_ && one_of(kEnd, before) && kPeriods.contains(tokens_[before - 1].word)) return Tense::Past;
        // "From Monday, fares rise by a tenth."
        static const WordId kFrom = word_id("from");
        if (is(before, kFrom) && before == begin_ && before + 1 == span_.begin) {
            static const WordSet kThere = {"that", "which", "who"};
            for (uint32_t i = span_.end; i < end_ && !one_of(kThere, i); ++i)
                if (Tense tense = judge(i); tense == Tense::Past) return Tense::Unknown;
            return Tense::Future;
        }
        // "wheat for September was up": what markets deliver then
        static const WordId kFor = word_id("for");
        if (is(before, kFor) && before > begin_ && is_traded(before - 1)) return Tense::Future;
        static const WordId kIn = word_id("in"), kDelivery = word_id("delivery");
        if (is(before, kIn) && before > begin_ + 1 && is(before - 1, kDelivery) && is(before - 2, kFor)) return Tense::Future;
        // "canceled 200 flights for Thursday", "rain is forecast for Friday"
        if (is(before, kFor) && span_.end <= span_.begin + 2 && is_weekday(article_.text(span_.begin))) return Tense::Future;
        // "put off to the first week of January", "adjourned to Friday"
        static const WordId kTo = word_id("to");
        static const std::array<WordId, 11> kMoved = {word_id("put"), word_id("postponed"), word_id("adjourned"), word_id("deferred"), word_id("extended"), word_id("delayed"), word_id("pushed"), word_id("moved"), word_id("rescheduled"), word_id("shifted"), word_id("brought")};
        if (is(before, kTo))
            for (uint32_t i = before, steps = 0; i > begin_ && steps < 5; ++steps)
                if (std::find(kMoved.begin(), kMoved.end(), tokens_[--i].word) != kMoved.end()) return Tense::Future;
        bool possessive = span_.end < end_ && tokens_[span_.end].shape == Shape::Possessive;
        if (!possessive) return Tense::Unknown;
        if (is(before, kBefore)) return Tense::Future;
        if (std::find(kOfWhatWas.begin(), kOfWhatWas.end(), tokens_[before].word) != kOfWhatWas.end()) return Tense::Past;  // "the cause of Tuesday's fire"
        if (is(before, kAfter) && !modal_before(before)) return Tense::Past;
        return Tense::Unknown;
    }
    bool is_traded(uint32_t i) const {
        static const WordSet kTraded = {"wheat", "corn", "soybeans", "soybean", "soyoil", "soymeal", "meal", "canola", "rapeseed", "oats", "crude", "oil", "brent", "gasoline", "gasoil", "naphtha", "gold", "silver", "copper", "platinum", "cotton", "sugar", "coffee", "robusta", "arabica", "cocoa", "rubber", "palm", "cattle", "hogs", "bellies", "lumber", "bunds", "gilts", "eurodollars", "cif", "fob", "futures"};
        return i < end_ && kTraded.contains(tokens_[i].word);
    }
    /// "November soybeans were up 6 cents", "December ended 2 cents lower": what markets deliver in that month.
    bool is_contract() const {
        static const WordSet kTrades = {"was", "were", "is", "rose", "fell", "gained", "lost", "ended", "closed", "settled", "traded", "finished", "slid", "jumped", "added", "shed", "dropped", "climbed", "advanced", "declined", "eased", "opened", "stood", "touched", "hit", "at", "for"};
        static const WordSet kMeasures = {"cents", "cent", "lb", "pound", "bushel", "tonne", "ton", "ounce", "barrel"};
        if (span_.end != span_.begin + 1 || !article_.lexicon.carries(article_.hits, span_.begin, article_.lexicon.find_label("month"))) return false;
        auto one_of = [&](const WordSet& words, uint32_t i) { return i < end_ && words.contains(tokens_[i].word); };
        // "You had May corn at $5.13"
        static const WordSet kPassed = {"had", "saw", "sold", "bought"};
        if (span_.begin > begin_ && kPassed.contains(tokens_[span_.begin - 1].word)) return false;
        static const WordSet kContracts = {"futures", "contract", "contracts", "beans", "crude", "oil"};
        if (is_traded(span_.end) && (one_of(kTrades, span_.end + 1) || (one_of(kContracts, span_.end + 1) && one_of(kTrades, span_.end + 2)))) return true;
        // "December corn on the Board of Trade closed lower", "NEW YORK - December arabica coffee climbed"
        bool first = tokens_[span_.begin].starts_sentence || tokens_[span_.begin - 1].shape == Shape::Dash;
        uint32_t goods = is_traded(span_.end) ? span_.end : span_.end + 1;
        if (first && is_traded(goods)) {
            static const WordSet kAt = {"on", "in", "at", "futures", "contracts"};
            constexpr uint32_t kVerb = 12;  // tokens
            if (one_of(kTrades, goods + 1)) return true;
            for (uint32_t i = goods + 2; one_of(kAt, goods + 1) && i < std::min(end_, goods + kVerb); ++i)
                if (one_of(kTrades, i)) return true;
        }
        if (!tokens_[span_.begin].starts_sentence || !one_of(kTrades, span_.end)) return false;
        for (uint32_t i = span_.end; i < end_; ++i)
            if (one_of(kMeasures, i)) return true;
        return false;
    }
    static bool is_weekday(std::string_view text) { return text.size() > 5 && text.ends_with("day") && text[0] < 'a'; }
    bool modal_before(uint32_t at) const {
        for (uint32_t i = at; i > begin_;)
            if (sort(--i) == Sort::Modal) return true;
        return false;
    }

    /// Does another clause begin at a token? Not at "the man who", whose verb has been read on the way, but before it.
    bool is_border(uint32_t i) const {
        static const WordId kAs = word_id("as"), kAnd = word_id("and");
        static const std::array<WordId, 9> kEarly = {word_id("early"), word_id("soon"), word_id("late"), word_id("recently"), word_id("of"), word_id("much"), word_id("many"), word_id("little"), word_id("few")};
        if (is(i, kAs)) {  // "could be freed as early as Friday"
            bool measure = (i + 1 < end_ && std::find(kEarly.begin(), kEarly.end(), tokens_[i + 1].word) != kEarly.end()) || (i > begin_ && std::find(kEarly.begin(), kEarly.end(), tokens_[i - 1].word) != kEarly.end());
            return !measure;
        }
        if (sort(i) == Sort::Border) return true;
        const Token& token = tokens_[i];
        if (token.shape == Shape::Colon || token.shape == Shape::Dash || token.shape == Shape::Quote) return true;
        return token.word == kAnd && i > begin_ && tokens_[i - 1].shape == Shape::Comma;
    }
    bool comma_between(uint32_t from, uint32_t to) const {
        for (uint32_t i = from; i < to; ++i)
            if (tokens_[i].shape == Shape::Comma) return true;
        return false;
    }
    bool is_speech(uint32_t i) const {
        static const std::array<WordId, 9> kWords = {word_id("said"), word_id("says"), word_id("told"), word_id("added"), word_id("announced"), word_id("reported"), word_id("noted"), word_id("acknowledged"), word_id("explained")};
        return std::find(kWords.begin(), kWords.end(), tokens_[i].word) != kWords.end();
    }
    bool is_determiner(uint32_t i) const {
        static const std::array<WordId, 21> kWords = {word_id("the"), word_id("a"), word_id("an"), word_id("his"), word_id("her"), word_id("its"), word_id("their"), word_id("our"), word_id("my"), word_id("this"), word_id("of"),
                                                      word_id("in"), word_id("for"), word_id("no"), word_id("first"), word_id("second"), word_id("on"), word_id("at"), word_id("from"), word_id("next"), word_id("last")};
        return tokens_[i].shape == Shape::Possessive || std::find(kWords.begin(), kWords.end(), tokens_[i].word) != kWords.end();
    }

    /// "four", "several"
    bool is_count(uint32_t i) const { return article_.lexicon.carries(article_.hits, i, article_.lexicon.find_label("date-count")); }

    /// "the vote", "a five-day visit", "the Dresden vote was", "two starts", "drove in four runs"; but "forty go home"
    bool is_noun(uint32_t i) const {
        if (i == begin_) return false;
        static const WordSet kKinds = {"more", "other", "such", "some", "these", "those", "final", "early", "new", "key", "many", "few", "further", "crucial", "recent"};  // "two more votes"
        if (kKinds.contains(tokens_[i - 1].word) && article_.text(i).back() == 's') return true;
        if (is_determiner(i - 1) || (is_count(i - 1) && article_.text(i).back() == 's') || tokens_[i - 1].shape == Shape::Hyphen || sort(i - 1) == Sort::Past || (tokens_[i - 1].shape >= Shape::Day && tokens_[i - 1].shape <= Shape::Fraction)) return true;
        if (i + 1 < end_) {
            Sort next = sort(i + 1);
            if (next == Sort::Was || next == Sort::Is || next == Sort::Modal || next == Sort::Has || next == Sort::Past) return true;
        }
        // "they meet", "voters go", "India play"; "a trade visit"
        std::string_view text = article_.text(i), before = article_.text(i - 1);
        static const std::array<WordId, 7> kPronouns = {word_id("they"), word_id("we"), word_id("you"), word_id("i"), word_id("who"), word_id("that"), word_id("which")};
        bool after_pronoun = std::find(kPronouns.begin(), kPronouns.end(), tokens_[i - 1].word) != kPronouns.end();
        // "Hawks head Godfrey Lebeya", "Liberals head Ann Lee"; but "Leeds head to Kent"
        static const WordId kHead = word_id("head");
        if (is(i, kHead) && i + 1 < end_ && tokens_[i + 1].shape == Shape::Capital && is_capitalised(tokens_[i - 1])) return true;
        static const WordId kReports = word_id("reports");
        if (is(i, kReports)) return !after_pronoun;  // "other reports Tuesday show"
        if (text.back() == 's' || tokens_[i - 1].shape != Shape::Lower || is_count(i - 1)) return false;
        return !after_pronoun && before.back() != 's' && !before.ends_with("men") && !before.ends_with("people");
    }

    /// What the verb that ends at a token says of the day; Unknown when there is none.
    Tense judge(uint32_t i) const {
        switch (sort(i)) {
            case Sort::Modal: return modal(i);
            case Sort::Ahead: {
                static const std::array<WordId, 2> kCompared = {word_id("than"), word_id("as")};
                if (i > begin_ && std::find(kCompared.begin(), kCompared.end(), tokens_[i - 1].word) != kCompared.end()) return Tense::Unknown;  // "less than expected"
                static const WordId kSet = word_id("set");
                static const WordId kFor = word_id("for");
                if (is(i, kSet) && (i + 1 >= end_ || (sort(i + 1) != Sort::To && !is(i + 1, kFor)))) return Tense::Unknown;  // "set fire to", but "is set for Monday"
                // "met until Tuesday", but "is shut until Tuesday"; behind the day it says nothing: "On Thursday, 110 days until the start"
                static const std::array<WordId, 2> kUntil = {word_id("until"), word_id("till")};
                if (i >= span_.end && std::find(kUntil.begin(), kUntil.end(), tokens_[i].word) != kUntil.end()) return Tense::Unknown;
                static const std::array<WordId, 14> kLasting = {word_id("met"), word_id("stayed"), word_id("worked"), word_id("waited"), word_id("lived"), word_id("ran"), word_id("lasted"), word_id("continued"), word_id("served"), word_id("remained"), word_id("fought"), word_id("talked"), word_id("spoke"), word_id("stood")};
                static const WordSet kNotYet = {"did", "didn't", "weren't", "wasn't", "hadn't"};  // "did not arrive until Tuesday"
                if (std::find(kUntil.begin(), kUntil.end(), tokens_[i].word) != kUntil.end())
                    for (uint32_t j = i, steps = 0; j > begin_ && steps < 8; ++steps) {
                        if (std::find(kLasting.begin(), kLasting.end(), tokens_[--j].word) != kLasting.end()) return participle(j);
                        if (kNotYet.contains(tokens_[j].word)) return Tense::Past;
                        if (sort(j) == Sort::Was && j + 1 < i && article_.text(j + 1).ends_with("ing")) return Tense::Past;  // "was stacking shelves until April"
                    }
                static const WordId kGoing = word_id("going"), kNeed = word_id("need"), kWant = word_id("want");
                if (is(i, kGoing) && i > begin_ && sort(i - 1) == Sort::Was) return Tense::Past;
                if ((is(i, kNeed) || is(i, kWant)) && i > begin_ && is_determiner(i - 1)) return Tense::Unknown;
                // "hopes to meet", "hopes that"; but "kept its hopes alive"
                static const std::array<WordId, 2> kHope = {word_id("hopes"), word_id("hope")};
                static const std::array<WordId, 7> kHoped = {word_id("that"), word_id("for"), word_id("he"), word_id("she"), word_id("it"), word_id("they"), word_id("we")};
                if (std::find(kHope.begin(), kHope.end(), tokens_[i].word) != kHope.end() &&
                    (i + 1 >= end_ || (sort(i + 1) != Sort::To && std::find(kHoped.begin(), kHoped.end(), tokens_[i + 1].word) == kHoped.end())))
                    return Tense::Unknown;
                return Tense::Future;
            }
            case Sort::Due: return i > begin_ && (sort(i - 1) == Sort::Is || sort(i - 1) == Sort::Was || sort(i - 1) == Sort::Be) ? Tense::Future : Tense::Unknown;
            case Sort::Present:
                if (i > begin_ && sort(i - 1) == Sort::To) return infinitive(i - 1);
                // "comes into force in January"; of "the news comes after Monday's raid" nothing is said
                static const std::array<WordId, 2> kCome = {word_id("comes"), word_id("come")};
                static const WordId kInto = word_id("into");
                if (std::find(kCome.begin(), kCome.end(), tokens_[i].word) != kCome.end() && (i + 1 >= end_ || !is(i + 1, kInto))) return Tense::Unknown;
                return is_noun(i) ? Tense::Unknown : Tense::Future;
            case Sort::Past: {
                // "A hearing was fixed for June 21", "the case is listed for Monday"
                static const std::array<WordId, 7> kFixed = {word_id("fixed"), word_id("listed"), word_id("lined"), word_id("earmarked"), word_id("penciled"), word_id("reserved"), word_id("adjourned")};
                static const WordId kFor = word_id("for"), kUp = word_id("up");
                if (i < span_.begin && i + 1 < end_ && std::find(kFixed.begin(), kFixed.end(), tokens_[i].word) != kFixed.end() &&
                    (is(i + 1, kFor) || (is(i + 1, kUp) && i + 2 < end_ && is(i + 2, kFor)))) return Tense::Future;
                return participle(i);
            }
            case Sort::Has: {
                static const WordId kHad = word_id("had");
                if (i + 1 < end_ && sort(i + 1) == Sort::To) return is(i, kHad) ? Tense::Past : Tense::Future;  // "has to"
                if (i > begin_ && (sort(i - 1) == Sort::To || sort(i - 1) == Sort::Modal)) return Tense::Unknown;
                return is(i, kHad) ? Tense::Past : Tense::Unknown;
            }
            case Sort::Was:
                return i + 1 < end_ && sort(i + 1) == Sort::To ? Tense::Future : Tense::Past;  // "was to have faced"
            case Sort::Is: {
                if (i + 1 >= end_) return Tense::Unknown;
                if (sort(i + 1) == Sort::To) return Tense::Future;  // "are to travel"
                static const std::array<WordId, 37> kPlanned = {word_id("out"), word_id("open"), word_id("closed"), word_id("shut"), word_id("back"), word_id("meeting"), word_id("holding"), word_id("visiting"), word_id("travelling"), word_id("traveling"), word_id("heading"), word_id("leaving"), word_id("arriving"), word_id("flying"), word_id("returning"),
                                                                word_id("hosting"), word_id("playing"), word_id("opening"), word_id("closing"), word_id("starting"), word_id("beginning"), word_id("launching"), word_id("coming"), word_id("taking"), word_id("facing"),
                                                                word_id("getting"), word_id("marrying"), word_id("moving"), word_id("speaking"), word_id("giving"), word_id("performing"), word_id("staging"), word_id("joining"), word_id("voting"), word_id("racing"), word_id("sailing"), word_id("releasing")};
                if (i < span_.begin && std::find(kPlanned.begin(), kPlanned.end(), tokens_[i + 1].word) != kPlanned.end()) return Tense::Future;  // "is meeting on Wednesday", "are open Friday"
                // "Kick-off on Saturday in Freetown is at 1600 GMT"
                static const WordId kAtTime = word_id("at");
                static const WordSet kPm = {"pm", "am", "p.m", "a.m", "gmt", "noon"};
                if (i >= span_.end && i + 2 < end_ && tokens_[i + 1].shape >= Shape::Day && tokens_[i + 1].shape <= Shape::Clock && kPm.contains(tokens_[i + 2].word)) return Tense::Future;  // "Kick-off on Sunday is 3pm"
                if (i >= span_.end && is(i + 1, kAtTime) && i + 2 < end_ && tokens_[i + 2].shape >= Shape::Day && tokens_[i + 2].shape <= Shape::Clock) return Tense::Future;
                // "The funeral is on Saturday"
                static const std::array<WordId, 4> kAt = {word_id("on"), word_id("in"), word_id("at"), word_id("by")};
                bool the = i + 3 == span_.begin && is(i + 2, word_id("the"));  // "my flight is on the 30th"
                bool at = (i + 2 == span_.begin || the) && std::find(kAt.begin(), kAt.end(), tokens_[i + 1].word) != kAt.end();
                return i + 1 == span_.begin || at ? Tense::Future : Tense::Unknown;
            }
            case Sort::To: return i + 1 < span_.begin && is_infinitive(i) ? infinitive(i) : Tense::Unknown;
            default: return Tense::Unknown;
        }
    }

    /// "to hold", not "to the", "to Rome", "to destinations", "to 1,200"
    bool is_infinitive(uint32_t to) const {
        if (to + 1 >= end_ || tokens_[to + 1].shape != Shape::Lower) return false;
        if (is_determiner(to + 1)) return false;
        std::string_view verb = article_.text(to + 1);
        return verb.size() > 1 && !verb.ends_with("ing") && (verb.back() != 's' || verb.ends_with("ss") || verb.ends_with("us"));
    }

    /// Of "to hold" the word that governs it decides: "agreed to hold", "refused to say", "used gas to disperse".
    Tense infinitive(uint32_t to) const {
        static const WordSet kAheadWords = {"promised", "promise", "planned", "agreed", "agree", "vowed", "pledged", "expected", "due", "set", "scheduled", "slated", "likely", "ready", "wanted", "wants", "want", "hoped",
            "hopes", "hope", "decided", "threatened", "prepared", "preparing", "required", "summoned", "bound", "poised", "about", "is", "are", "whether", "how", "deadline", "expects", "expect",
            "intends", "intend", "intended", "unlikely", "forecast", "projected", "predicted", "tipped", "offered", "offer", "needs", "need", "needed", "aims", "aim", "supposed", "has", "have", "going", "proposed", "seeks", "seeking"};
        // Of these the day may be either's: "asked him to appear on Friday", "asked him to appear Friday".
        static const std::array<WordId, 10> kAsked = {word_id("asked"), word_id("told"), word_id("ordered"), word_id("urged"), word_id("directed"), word_id("invited"), word_id("called"), word_id("instructed"), word_id("authorised"), word_id("authorized")};
        static const std::array<WordId, 6> kPrepositions = {word_id("on"), word_id("by"), word_id("in"), word_id("before"), word_id("until"), word_id("from")};
        static const WordId kHad = word_id("had"), kPlans = word_id("plans"), kPlan = word_id("plan");
        // "voted on Tuesday to ask voters for a levy in November"; of a day it may be either's.
        static const WordSet kDecided = {"voted", "moved", "ruled", "resolved", "chose", "elected", "approved"};
        bool month = article_.lexicon.carries(article_.hits, span_.begin, article_.lexicon.find_label("month"));
        bool preposition = std::find(kPrepositions.begin(), kPrepositions.end(), tokens_[span_.begin - 1].word) != kPrepositions.end();
        constexpr uint32_t kGovernor = 20;  // tokens: "shot a first-round 67, four under par, to lead"
        for (uint32_t i = to, steps = 0; i > begin_ && steps < kGovernor; ++steps) {
            --i;
            if (kAheadWords.contains(tokens_[i].word)) return i > begin_ && is(i - 1, kHad) ? Tense::Past : Tense::Future;
            if (steps < 6 && std::find(kAsked.begin(), kAsked.end(), tokens_[i].word) != kAsked.end()) return preposition ? Tense::Future : Tense::Past;
            if (month && preposition && kDecided.contains(tokens_[i].word)) return Tense::Future;
            Sort found = sort(i);
            // "backed a plan to revive the line on Friday", "was able to say"
            if (found == Sort::Past) return participle(i) == Tense::Future ? Tense::Future : Tense::Past;  // "will be allowed to return"
            if (found == Sort::Was) return i + 1 == to ? Tense::Future : Tense::Past;
            if (found == Sort::Has && is(i, kHad)) return Tense::Past;
            if (found == Sort::Ahead && (is(i, kPlans) || is(i, kPlan))) {  // "has said it plans to", but "announced plans to"
                if (!is_noun(i)) return Tense::Future;
                continue;
            }
            if (found == Sort::Modal || found == Sort::Present) return Tense::Future;
        }
        return Tense::Future;
    }

    /// "could not be reached on Monday" and "could have won" tell of what was.
    Tense modal(uint32_t i) const {
        static const WordId kCould = word_id("could"), kNot = word_id("not"), kHave = word_id("have");
        return is(i, kCould) && i + 1 < end_ && (is(i + 1, kNot) || is(i + 1, kHave)) ? Tense::Past : Tense::Future;
    }

    /// "was held", "will be held", "to be held", "is said to have bought"; of "is held" nothing is known.
    Tense participle(uint32_t i) const {
        // "the proposed merger", "the left": no verb
        if (i > begin_ && is_determiner(i - 1) && i + 1 < end_ && i + 1 != span_.begin) {
            static const std::array<WordId, 4> kThe = {word_id("the"), word_id("a"), word_id("an"), word_id("of")};
            if (std::find(kThe.begin(), kThe.end(), tokens_[i - 1].word) != kThe.end() || tokens_[i - 1].shape == Shape::Possessive) return Tense::Unknown;
        }
        // "ordered all state offices closed on Friday"
        static const WordId kOrdered = word_id("ordered");
        constexpr uint32_t kObject = 7;  // tokens
        if (i + 1 == span_.begin || i + 2 == span_.begin)
            for (uint32_t j = i, steps = 0; j > begin_ && steps < kObject; ++steps) {
                if (is(--j, kOrdered)) return j + 1 < i && participle(j) == Tense::Past ? Tense::Future : Tense::Unknown;
                if (tokens_[j].shape != Shape::Capital && ((sort(j) != Sort::None && sort(j) != Sort::Be) || tokens_[j].shape == Shape::Comma)) break;
            }
        bool have = false;
        for (uint32_t j = i, steps = 0; j > begin_ && steps < 5; ++steps) {
            --j;
            Sort before = sort(j);
            if (before == Sort::Modal) return modal(j);
            if (before == Sort::To) return have ? perfect_infinitive(j) : infinitive(j);
            if (before == Sort::Has) {
                have = true;
                static const WordId kHave = word_id("have");
                if (!is(j, kHave)) return Tense::Past;
                continue;
            }
            if (before == Sort::Was) return Tense::Past;
            if (before == Sort::Is) return have ? Tense::Past : Tense::Unknown;
            std::string_view text = article_.text(j);
            if (before != Sort::Be && text != "getting" && !(text.size() > 4 && text.ends_with("ly"))) break;
        }
        return Tense::Past;
    }
    /// "is said to have bought" is past; "was to have faced" and "expects to have finished" lie ahead.
    Tense perfect_infinitive(uint32_t to) const {
        if (to == begin_) return Tense::Past;
        Sort governor = sort(to - 1);
        return governor == Sort::Was || governor == Sort::Is || governor == Sort::Ahead ? Tense::Future : Tense::Past;
    }

    const Article& article_;
    const std::vector<Token>& tokens_;
    TokenSpan span_;
    uint32_t begin_, end_;  // of the sentence, as far as it is read
};

}  // namespace

Tense tense_at(const Article& article, TokenSpan span) { return Clause(article, span).tense(); }
bool is_habit(const Article& article, TokenSpan span) { return Clause(article, span).habit(); }

}  // namespace nutgraf
