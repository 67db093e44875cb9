"""Last visits: progression and death come soon after an assessment."""

from schemas.rule import Rule

RULES = (
    # A progression that the site recorded (progression = 'recorded') rests on scans that were not sent: nobody knows its visits.
    Rule(
        id="TE-006",
        name="no_visits_are_missed_before_progression_or_death",
        level="flag",
        category="plausibility, temporal",
        columns=("days_without_visit", "event_date", "visit_date"),
        when_null="passes: no progression and no death",
        message=(
            "progression or death comes more than two planned visit intervals and two weeks after the last evaluable assessment: "
            "progression may have been earlier"
        ),
        action='Send the reads between, if there are any; missed_visits = "censor" in registry.toml shows what the gap means for survival.',
        citation="FDA endpoints guidance, appendix 3, table A",
        query=(
            "select v.row_key from (select * from {batch}) as v semi join cohort.outcomes as o on o.patient_id = v.patient_id "
            "where v.has_missed_visits and getvariable('progression') = 'reads'"
        ),
        applies="getvariable('progression') = 'reads'",
        shows="format('{} days from {} to {}', days_without_visit, visit_date, event_date)",
    ),
)
