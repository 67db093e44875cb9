"""Recorded progressions: the site's own days of progression, and free of it, belong to the time since the index day."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="PT-013",
        name="recorded_progression_is_not_before_the_index_date",
        level="flag",
        category="plausibility, temporal",
        columns=("progression_date", "index_date"),
        when_null="passes: no progression recorded",
        message="the recorded progression lies before the index day; it counts for no endpoint, as if there had been none",
        action="Correct the day, or send the progression after the index day; one before it belongs to an earlier treatment.",
        citation="Registry protocol: times are counted from the index day",
        where="progression_day < 0",
        applies="progression_day is not null",
        shows="format('{} days before the index day', -progression_day)",
    ),
    Rule(
        id="PT-013",
        name="day_free_of_progression_is_not_before_the_index_date",
        level="flag",
        category="plausibility, temporal",
        columns=("progression_free_date", "index_date"),
        when_null="passes: no such day recorded",
        message="the last day known to be free of progression lies before the index day; it tells nothing of the time after it",
        action="Correct the day, or leave it blank.",
        citation="Registry protocol: times are counted from the index day",
        where="progression_free_day < 0",
        applies="progression_free_day is not null",
        shows="format('{} days before the index day', -progression_free_day)",
    ),
)
