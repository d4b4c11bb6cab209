// Stands in for the linked lists and rules in the program that makes its files.
extern "C" {
extern const char nutgraf_lexicon_begin[], nutgraf_lexicon_end[], nutgraf_gazetteer_begin[], nutgraf_gazetteer_end[], nutgraf_rules_begin[], nutgraf_rules_end[];
const char nutgraf_lexicon_begin[1] = {}, nutgraf_lexicon_end[1] = {}, nutgraf_gazetteer_begin[1] = {}, nutgraf_gazetteer_end[1] = {}, nutgraf_rules_begin[1] = {}, nutgraf_rules_end[1] = {};
}
