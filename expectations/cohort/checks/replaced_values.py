"""Values of the baseline: an older one that stands in for a row in quarantine is said to do so."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CP-023",
        name="baseline_value_stands_in_for_none_in_quarantine",
        level="flag",
        category="completeness",
        columns=("item", "value_date", "quarantined_date"),
        when_null="passes: nothing nearer to the index day is in quarantine",
        message="an older result or visit describes the patient at the index day, because a nearer one is unreadable or in quarantine",
        action="Correct the row in quarantine, which has findings of its own; or leave the older one to count.",
        citation="Registry protocol, Table 1: the last value on or before the index day",
        where="quarantined_date is not null",
        shows="item || ' of ' || quarantined_date || ' is in quarantine; that of ' || value_date || ' counts'",
    ),
)
