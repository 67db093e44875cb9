"""A treatment that makes an arm, after the index day: a later line, and no combination."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="TX-015",
        name="treatment_of_an_arm_is_not_combined_with_the_index_treatment",
        level="flag",
        category="plausibility, temporal",
        columns=("treatment_date", "index_date"),
        when_null="passes",
        message="a treatment that makes an arm was given within {days} days after the index treatment began: a combination, and no arm",
        action="Check the dates; if both were given together, say so to those who evaluate.",
        citation="Registry protocol: the arms are made of what came before the index treatment",
        query="select source_row_key as row_key from {batch} where days_since_index <= {days}",
        thresholds={"days": 21},
        shows="printf('%s - %s = %d days', treatment_date::varchar, index_date::varchar, days_since_index)",
    ),
)
