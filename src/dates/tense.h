// What the verbs around a date say: has it passed?
#pragma once

#include "../finder.h"

namespace nutgraf {

enum class Tense : uint8_t { Unknown, Past, Future };

/// By the verb whose clause the date stands in: the one before it ("said on Monday that the deal would cost"), or, where
/// none stands before it in its clause, the next ("On Sunday, the ministry announced").
Tense tense_at(const Article& article, TokenSpan span);

}  // namespace nutgraf
