// What the formats for readers share: values in words, and words on one line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "view.h"

namespace nutgraf {

/// "People", "Places", ...: what stands above the entities of a kind.
std::string_view title_of(Kind kind);

/// "published 2021-12-28, Tuesday"
std::string published_in_words(CalendarDate date);

/// For whom values are put into words.
enum class Wording {
    Plain,  // columns and tools: "city in Switzerland, 46.20°N 6.15°E", "768,000,000,000 USD", "2021-12-27, Monday"
    Prose,  // a reader of pages: "city in Switzerland", "Monday, December 27, 2021"; numbers with what they count
};

/// What a value says in words; "" when there is nothing to say. `facts` are those of the entity's row.
std::string value_in_words(Kind kind, Subkind subkind, const Value& value, const Facts& facts, Wording wording);
inline std::string value_in_words(const Entity& entity, const Facts& facts, Wording wording = Wording::Plain) {
    return value_in_words(entity.kind, entity.subkind, entity.value, facts, wording);
}

/// "Monday, December 27, 2021", and without the weekday
std::string date_in_prose(CalendarDate date);
std::string day_in_prose(CalendarDate date, bool year = true);

/// "46.20°N 6.15°E"; "" when the coordinates are not known.
std::string coordinates_in_words(const Facts& facts);

/// With Analyzer::Options::explain, what spoke for a name or against it, the weightiest first: "first @given-name +55; before
/// in -26"; else "".
std::string reasons_in_words(const View& view, const Analyzer& analyzer, const Mention& mention);

/// The ways in which an article names an entity, each on one line and once, the entity's name first.
std::vector<std::string> forms_of(const View& view, const View::Group& group);

/// On one line and harmless to a terminal: white space becomes one space, what controls terminals or the direction of
/// writing is dropped.
std::string one_line(std::string_view text);

/// The other names that an article has for an entity, each once, without surnames and the like: those say nothing new.
std::vector<std::string> other_names_of(const View& view, const View::Group& group);

/// What is told of an entity beside its name: of people title and role as stated, of numbers what they count, else the value
/// in words; "" when there is nothing, or nothing that the name does not say.
std::string about_in_words(const View& view, const View::Group& group, const Facts& facts, Wording wording = Wording::Plain);

/// The entities of a kind, the most salient first.
std::vector<const View::Group*> most_salient(const View& view, Kind kind);

}  // namespace nutgraf
