// Stands in for the linked image of the weights in the program that makes it.
#include <cstdint>

extern "C" {
extern const uint64_t nutgraf_weights_image[];
const uint64_t nutgraf_weights_image[1] = {};
}
