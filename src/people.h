// People: "Pavel Barta" and, once the article has named him in full, "Barta".
#pragma once

#include <vector>

#include "finder.h"

namespace nutgraf {

/// Appends the mentions that the people rules find.
void find_people(const Article& article, std::vector<Candidate>& found);
/// Appends the later mentions by surname or first name of people in `known`, in any sentence.
void find_people_again(const Article& article, const std::vector<Candidate>& known, std::vector<Candidate>& found);

enum class Gender : uint8_t { Unknown, Female, Male };
std::string_view gender_name(Gender gender);  // "female", "male"; "" when unknown

/// What the words around a mention say of the person. Empty spans where they say nothing.
struct Description {
    TokenSpan title = {};  // before the name: "Foreign Minister" of "Foreign Minister Pavel Barta"
    TokenSpan role = {};   // behind it: "spokesman for the team" of "Ouma Kibet, a spokesman for the team, agreed"; or
                           // before it what is no title: "wife" of "his wife Ouma", "head coach" of "its head coach, Ouma"
    Gender gender = Gender::Unknown;  // as title or role state it: "Mrs.", "King", "spokeswoman"
    bool honorific = false;           // the title is no office: "Mr.", "Dr.", "Lady"
};

/// Reads descriptions in one article.
class PersonReader {
public:
    explicit PersonReader(const Article& article);
    Description describe(TokenSpan name) const;
    /// As a first name has it in the lists: most bearers are women or men. Not for reports, which say what is stated.
    Gender gender_of_given_name(uint32_t token) const;
    /// Do the lists know one of two first names as a short form of the other, or both as short forms of one? "Bill" and
    /// "William"; "Bob" and "Rob".
    bool is_nickname(uint32_t one, uint32_t other) const;

private:
    /// The role that a phrase before the name states: "Its finance director, Ouma Kibet, agreed".
    void take_apposition(TokenSpan name, Description& found) const;
    /// The name of one of the lists that ends right before `end`, the longest; empty when there is none.
    TokenSpan listed_before(uint32_t end, LabelId label) const;
    /// Behind the longest name of one of the lists that begins at `begin`; `begin` when there is none.
    uint32_t listed_from(uint32_t begin, LabelId label) const;
    /// What a row of people/title, people/role or people/given-name says.
    struct Sense {
        Gender gender = Gender::Unknown;
        bool honorific = false, military = false;  // its type
    };
    Sense sense_of(TokenSpan words, LabelId label) const;
    bool carries(uint32_t token, LabelId label) const { return label != kNoLabel && article_.lexicon.carries(article_.hits, token, label); }

    const Article& article_;
    LabelId title_, role_, modifier_, given_name_, nickname_, says_, function_;
};

}  // namespace nutgraf
