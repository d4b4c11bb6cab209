// Stands in for the linked image of the rules in the programs that are needed to make it.
#include <cstdint>

extern "C" {
extern const uint64_t nutgraf_rules_image[];
const uint64_t nutgraf_rules_image[1] = {};
}
