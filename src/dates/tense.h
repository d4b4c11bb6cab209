// What the verbs around a date say: has it passed?
#pragma once

#include "../finder.h"

namespace nutgraf {

enum class Tense : uint8_t { Unknown, Past, Future };

/// By the verb whose clause the date stands in: the one before it ("said on Monday that the deal would cost"), or, where
/// none stands before it in its clause, the next ("On Sunday, the ministry announced").
Tense tense_at(const Article& article, TokenSpan span);
/// Does the clause of a clock time tell what is so on any day: "the market opens at 3 a.m.", "we get power from 6 a.m.", "lectures
/// that began at 8.45am"? Not what is played or held: "the match starts at 3 p.m.", "polls close at 8".
bool is_habit(const Article& article, TokenSpan span);

}  // namespace nutgraf
