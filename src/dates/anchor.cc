#include "anchor.h"

#include <algorithm>
#include <cmath>

namespace nutgraf {
namespace {

class AnchorFinder {
public:
    AnchorFinder(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, const std::vector<Reading>& readings)
        : article_(article), mentions_(mentions), dates_(dates), readings_(readings) {
        find_reference();
        find_narrative();
    }
    Anchor anchor() const {
        bool of_publication = reference_ && article_.document.date() && Days{*article_.document.date()} == *reference_;
        return {reference_, of_publication ? article_.document.time() : std::nullopt, narrative_};
    }

private:
    /// The date of the dateline, when there is one: a line that is a date, or "GENEVA, Jan. 10 (Reuters) -".
    void find_reference() {
        if (auto date = article_.document.date()) reference_ = Days{*date};
        const auto& tokens = article_.tokens;
        size_t paragraphs = 0;
        uint32_t seen = 0;
        for (size_t i = 0; i < dates_.size() && i < 6; ++i) {
            TokenSpan span = mentions_[dates_[i]].tokens;
            for (; seen <= span.begin; ++seen) paragraphs += tokens[seen].starts_paragraph;
            if (paragraphs > 6) return;
            const Reading& reading = readings_[i];
            if (reading.month == 0 || reading.day == 0 || reading.year < 0) {
                if (reading.month == 0 || reading.day == 0 || reading.year != kOpen || !reference_) continue;
            }
            bool begins = tokens[span.begin].starts_paragraph;
            bool ends = span.end >= tokens.size() || tokens[span.end].starts_paragraph;
            bool whole_line = begins && (ends || reading.weekday != 0) && reading.year != kOpen;
            bool place_line = !begins && dateline_around(span);
            if (!whole_line && !place_line) continue;
            int year = reading.year != kOpen ? reading.year : nearest_year(*reference_, reading.month, reading.day);
            CalendarDate date = std::chrono::year{year} / reading.month / reading.day;
            if (!date.ok()) continue;
            reference_ = Days{date};
            dateline_ = true;
            return;
        }
        if (reference_) return;
        // No date is known: a full date near the top is the best guess of the day of publication when a line ends with it.
        for (size_t i = 0; i < dates_.size() && i < 3; ++i) {
            TokenSpan span = mentions_[dates_[i]].tokens;
            const Reading& reading = readings_[i];
            if (!reading.explicit_day() || reading.year < 0 || !(span.end >= tokens.size() || tokens[span.end].starts_paragraph) || span.end > 60) continue;
            CalendarDate date = std::chrono::year{reading.year} / reading.month / reading.day;
            if (date.ok()) reference_ = Days{date};
            return;
        }
    }

    /// "GENEVA, Jan. 10 (Reuters) -", "LONDON, 5 May --", "WASHINGTON — May 5, 2020 —"
    bool dateline_around(TokenSpan span) const {
        const auto& tokens = article_.tokens;
        uint32_t begin = span.begin;
        for (uint32_t steps = 0; begin > 0 && steps < 7 && !tokens[begin].starts_paragraph; ++steps) --begin;
        if (!tokens[begin].starts_paragraph) return false;
        for (uint32_t i = begin; i < span.begin; ++i) {
            Shape shape = tokens[i].shape;
            bool fits = shape == Shape::Capital || shape == Shape::Upper || shape == Shape::Initial || shape == Shape::Comma || shape == Shape::Dash || shape == Shape::Hyphen;
            if (!fits) return false;
        }
        uint32_t end = span.end;
        if (end < tokens.size() && tokens[end].shape == Shape::Comma) ++end;
        bool agency = end < tokens.size() && tokens[end].shape == Shape::Open;
        if (agency)
            for (uint32_t steps = 0; end < tokens.size() && steps < 6; ++steps)
                if (tokens[end++].shape == Shape::Close) break;
        if (agency && end < tokens.size() && tokens[end].shape == Shape::Colon) return true;  // "New York, Feb. 17 (Reuters): "
        // "NEW DELHI, May 19." and "ISLAMABAD, Oct 6:" are lines of papers of South Asia.
        bool capitals = tokens[begin].shape == Shape::Upper || tokens[begin].all_caps;
        if (end < tokens.size() && capitals && (tokens[end].shape == Shape::Colon || (tokens[end].shape == Shape::Stop && tokens[end].glued))) return true;
        return end < tokens.size() && tokens[end].shape == Shape::Dash;
    }

    /// A history: most of the years it names are far from the day of publication, or there is no such day.
    void find_narrative() {
        if (!reference_) {
            narrative_ = true;
            return;
        }
        if (dateline_) return;
        int year = static_cast<int>(calendar_date(*reference_).year());
        int far = 0, near = 0;
        bool story = false;  // was the date before this one, in its paragraph, of a far year? "On Friday, December 5, 1952, ... By Saturday"
        for (size_t i = 0; i < readings_.size(); ++i) {
            const Reading& reading = readings_[i];
            if (i > 0)
                for (uint32_t at = mentions_[dates_[i - 1]].tokens.end; at <= mentions_[dates_[i]].tokens.begin && story; ++at) story = !article_.tokens[at].starts_paragraph;
            if (reading.year != kOpen) story = reading.day != 0 && std::abs(reading.year - year) > 1;
            else if (story && reading.weekday != 0 && reading.day == 0 && !reading.pointed && reading.week_steps == kOpen) continue;
            // News names its day near the top.
            bool of_today = reading.shift != kOpen || (reading.weekday != 0 && reading.day == 0 && !reading.plural) || (reading.pointed && !reading.from_last && reading.unit >= Unit::Week);
            if (of_today && mentions_[dates_[i]].tokens.begin < kLead) return;
            // A line that says when it was published is not the story's.
            bool of_publication = reading.explicit_day() && reading.year == year && CalendarDate{std::chrono::year{year} / reading.month / reading.day} == calendar_date(*reference_);
            if (of_publication && mentions_[dates_[i]].tokens.begin < kLead) continue;
            if (reading.year != kOpen) (std::abs(reading.year - year) > 1 ? far : near) += 1;
            if (reading.shift != kOpen) near += 2;
            if (reading.weekday != 0 && reading.day == 0) near += 1;
        }
        narrative_ = (far >= 8 && far > near) || (far >= 3 && near == 0);
    }

    static constexpr uint32_t kLead = 200;  // tokens

    const Article& article_;
    const std::vector<Mention>& mentions_;
    const std::vector<uint32_t>& dates_;
    const std::vector<Reading>& readings_;
    std::optional<Days> reference_;
    bool dateline_ = false, narrative_ = false;
};

}  // namespace

int nearest_year(Days reference, int month, int day) {
    int year = static_cast<int>(calendar_date(reference).year());
    int best = year;
    int64_t least = 10000;
    for (int candidate = year - 1; candidate <= year + 1; ++candidate) {
        int64_t distance = std::abs((days_of(candidate, static_cast<unsigned>(month), static_cast<unsigned>(std::max(day, 1))) - reference).count());
        if (distance < least) least = distance, best = candidate;
    }
    return best;
}

Anchor find_anchor(const Article& article, const std::vector<Mention>& mentions, const std::vector<uint32_t>& dates, const std::vector<Reading>& readings) {
    return AnchorFinder(article, mentions, dates, readings).anchor();
}

}  // namespace nutgraf
