// Stands in for the linked lists in the program that makes their files.
extern "C" {
extern const char nutgraf_lexicon_begin[], nutgraf_lexicon_end[], nutgraf_gazetteer_begin[], nutgraf_gazetteer_end[];
const char nutgraf_lexicon_begin[1] = {}, nutgraf_lexicon_end[1] = {}, nutgraf_gazetteer_begin[1] = {}, nutgraf_gazetteer_end[1] = {};
}
