"""Atezolizumab and bevacizumab after the index day: a later line, and no combination."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="TX-015",
        name="ate_beva_is_not_combined_with_the_index_treatment",
        level="flag",
        category="plausibility, temporal",
        columns=("infusion_date", "index_date"),
        when_null="passes",
        message="ate-beva was given within {days} days after the index treatment began: a combination, and neither arm of the comparison",
        action="Check the dates; if both were given together, say so to those who evaluate.",
        citation="Registry protocol: first line, or after failure of ate-beva",
        query="select source_row_key as row_key from {batch} where days_since_index <= {days}",
        thresholds={"days": 21},
        shows="printf('%s - %s = %d days', infusion_date::varchar, index_date::varchar, days_since_index)",
    ),
)
