"""Target sums: the sum that a reader wrote is that of the reader's diameters."""

from schemas.rule import Escalation, Rule

IS_COMPARED = (
    "is_recorded_criterion and missing_target_count = 0 and not has_quarantined_lesion "
    "and recorded_sum_mm is not null and derived_sum_mm is not null"
)

RULES = (
    Rule(
        id="CC-006",
        name="recorded_sum_equals_the_sum_of_viable_diameters",
        level="flag",
        category="conformance, computational",
        columns=("recorded_sum_mm", "derived_sum_mm"),
        when_null="passes: no sum recorded, no targets measured, or a target missing or quarantined",
        message="the recorded sum differs by more than {tolerance_mm} mm from the sum of the target diameters; the latter is used",
        action="Correct the sum or the diameter.",
        citation="RECIST-QC recist_calc, with a tolerance for rounding",
        thresholds={"tolerance_mm": 0.5},
        where=f"{IS_COMPARED} and round(abs(recorded_sum_mm - derived_sum_mm), 6) > {{tolerance_mm}}",
        applies=IS_COMPARED,
        shows="format('recorded {:g} mm, derived {:g} mm: {}', recorded_sum_mm, derived_sum_mm, measured_targets)",
        escalation=Escalation(above_pct=5),
    ),
)
