"""Lesion changes: no lesion grows faster than a tumour can, or changes unit."""

from schemas.rule import Rule

# A viable diameter may fall to little within weeks, for that is what treatment is for: only growth, or a change of all lesions, asks.
RULES = (
    Rule(
        id="MR-016",
        name="lesion_does_not_jump",
        level="flag",
        category="plausibility, temporal",
        columns=("viable_mm", "previous_viable_mm", "days_between"),
        when_null="passes: a lesion measured once has not changed",
        message=(
            "the viable diameter grew more than {growth}-fold and by more than {least_mm} mm within {days} days, changed by more than "
            "{change_mm} mm, or all lesions of the read changed tenfold"
        ),
        action="Check the diameters and their unit: millimetres, not centimetres.",
        citation="Registry protocol: a unit slip makes a false response",
        thresholds={"growth": 3, "least_mm": 10, "change_mm": 100, "days": 60},
        query=(
            "select source_row_key as row_key from {batch} where is_slipped or (days_between <= {days} and ("
            "(viable_ratio > {growth} and viable_mm - previous_viable_mm > {least_mm}) "
            "or abs(viable_mm - previous_viable_mm) > {change_mm}))"
        ),
        shows="format('{:g} mm on {}, {:g} mm on {}', previous_viable_mm, previous_exam_date, viable_mm, exam_date)",
    ),
)
