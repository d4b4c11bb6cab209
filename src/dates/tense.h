// What the verbs around a date say: has it passed?
#pragma once

#include "../finder.h"

namespace nutgraf {

enum class Tense : uint8_t { Unknown, Past, Future };

/// By the nearest verb of the sentence, at most 12 words away on either side.
Tense tense_at(const Article& article, TokenSpan span);

}  // namespace nutgraf
