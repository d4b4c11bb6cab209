// The compiled lists and rules, linked in as they are. NUTGRAF_IMAGE and NUTGRAF_RULES are the files' paths.

__asm__(
    ".pushsection .rodata\n"
    ".global nutgraf_lexicon_begin, nutgraf_lexicon_end, nutgraf_rules_begin, nutgraf_rules_end\n"
    ".balign 4096\n"
    "nutgraf_lexicon_begin:\n"
    ".incbin \"" NUTGRAF_IMAGE "\"\n"
    "nutgraf_lexicon_end:\n"
    ".balign 64\n"
    "nutgraf_rules_begin:\n"
    ".incbin \"" NUTGRAF_RULES "\"\n"
    "nutgraf_rules_end:\n"
    ".popsection\n");
