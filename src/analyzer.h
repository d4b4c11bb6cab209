// The pipeline in one function: text -> tokens -> lexicon hits -> mentions -> entities. The only stage that knows all.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "entities.h"
#include "evidence.h"
#include "finder.h"
#include "lexicon.h"
#include "mentions.h"
#include "number_reader.h"
#include "other_names.h"
#include "rules.h"
#include "text.h"
#include "tokens.h"

namespace nutgraf {

/// One field a stage.
struct Analysis {
    std::vector<Token> tokens;
    Hits hits;
    std::vector<Mention> mentions;  // in order of place, without overlaps
    Figures figures;                // of the mentions and entities that are numbers and dates
    std::vector<Entity> entities;   // in order of first mention
    Members members;                // of the entities
    /// With Options::explain: why names were chosen, those of mention i from first_reason[i] to first_reason[i + 1].
    std::vector<Reason> reasons;
    std::vector<uint32_t> first_reason;
};

/// What one thread needs; reused from article to article, so that a long run allocates nothing per token.
struct Workspace {
    Analysis analysis;
    Rules::Workspace rules;
    std::vector<uint32_t> capitals;
    Evidence::Workspace evidence;
    std::vector<Candidate> found, chosen;
    OtherNames others;
    NumberReadings number_readings;
};

/// Leaves in `found` the names that were chosen and, beside them, what else was found.
void add_others(const std::vector<Candidate>& names, std::vector<Candidate>& found);

class Analyzer {
public:
    struct Options {
        std::string lexicons;           // a folder of the user's lists and rules, or ""
        std::optional<bool> day_first;  // how to read "10/01/2022"; unset: as the article does elsewhere, else month first
        bool explain = false;           // gives Analysis::reasons
    };
    /// Throws Error when the user's folder has a bad list or rule.
    explicit Analyzer(const Options& options);
    Analyzer();
    Analyzer(const Analyzer&) = delete;  // its stages refer to each other
    Analyzer& operator=(const Analyzer&) = delete;

    /// Never fails. The result stands in `workspace` until its next use.
    const Analysis& analyze(const Document& document, Workspace& workspace) const;

    const Lexicon& lexicon() const { return lexicon_; }
    const Rules& rules() const { return rules_; }
    const Evidence& evidence() const { return evidence_; }

private:
    Options options_;
    Lexicon lexicon_;
    Rules rules_;
    Evidence evidence_;
};

}  // namespace nutgraf
