// Stands in for the linked lists in the program that makes their files.
#include <cstdint>

extern "C" {
extern const char nutgraf_lexicon_begin[], nutgraf_lexicon_end[], nutgraf_gazetteer_begin[], nutgraf_gazetteer_end[];
const char nutgraf_lexicon_begin[1] = {}, nutgraf_lexicon_end[1] = {}, nutgraf_gazetteer_begin[1] = {}, nutgraf_gazetteer_end[1] = {};
extern const uint64_t nutgraf_kin[];
const uint64_t nutgraf_kin[3] = {};
}
