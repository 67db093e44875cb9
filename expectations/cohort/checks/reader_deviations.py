"""Reader deviations: no reader measures several times what two others agree on."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="IR-009",
        name="reader_is_not_far_from_others_who_agree",
        level="flag",
        category="plausibility, atemporal",
        columns=("sum_mm", "least_other_mm", "largest_other_mm"),
        when_null="passes: fewer than three readers with a complete sum above 0",
        message="the sum is more than {times} times that of the other readers, who agree within {spread_pct} %, or less than such a part",
        action="Look at the reader's diameters: a decimal point may have slipped, or another lesion was measured.",
        citation="Choi et al., Acad Radiol 2018;25(11), Table 4: intraclass correlation of sums 0.94-0.96",
        thresholds={"times": 5, "spread_pct": 20},
        where="other_spread_pct <= {spread_pct} and ratio > {times}",
        applies="other_spread_pct <= {spread_pct}",
        shows="format('{}: {:g} mm, the others {:g} to {:g} mm on {}', reader_id, sum_mm, least_other_mm, largest_other_mm, exam_date)",
    ),
)
