"""Baseline targets: large enough, measurable, and not too many of them."""

from schemas.rule import Escalation, Rule

IS_MASS_OR_NOT = "(organ in ('BONE', 'PERITONEUM') or coalesce(lesion_kind = 'INFILTRATIVE', false))"

RULES = (
    Rule(
        id="MR-001",
        name="baseline_target_is_large_enough",
        level="flag",
        category="plausibility, atemporal",
        columns=("organ", "diameter_mm"),
        when_null="fails: a target that was not measured at baseline cannot be followed, and no response can be derived",
        message="a target is not measured at baseline, or is smaller than the criterion by which the site records asks for",
        action="Correct the diameter, or make the lesion a non-target and correct the sum of the targets at every exam.",
        citation="RECIST 1.1 (PMC3980664); mRECIST: PMC8252278, table 2",
        query=f"select source_row_key as row_key from {{batch}} where not is_shared and not {IS_MASS_OR_NOT} and hindrance is not null",
        applies=f"not is_shared and not {IS_MASS_OR_NOT}",
        shows=(
            "concat_ws(': ', lesion_id || ', ' || organ, hindrance, "
            "format('{:g} mm on {}, at least {:g} mm are asked for', diameter_mm, exam_date, least_mm))"
        ),
        escalation=Escalation(above_pct=5),
    ),
    # The largest targets stand; the first one too many of an organ, or of all, is the finding.
    Rule(
        id="MR-002",
        name="targets_are_not_too_many",
        level="flag",
        category="conformance, value",
        columns=("organ", "organ_target_count", "target_count"),
        when_null="passes: CP-018 speaks of a missing organ",
        message="the reader has more than {per_organ} targets in an organ, or more than {in_all} in all",
        action="Keep the largest ones that can be measured repeatedly as targets and make the others non-targets; correct the sums.",
        citation="RECIST 1.1 as tabulated in PMC3980664",
        thresholds={"per_organ": 2, "in_all": 5},
        variables={"most_targets": "in_all"},
        query=(
            "select source_row_key as row_key from {batch} "
            "where not is_shared and (place_in_organ = {per_organ} + 1 or (place = {in_all} + 1 and organ_target_count <= {per_organ}))"
        ),
        applies="not is_shared",
        shows="format('{} targets in {}, {} in all', organ_target_count, organ_counted, target_count)",
    ),
    # The catalogue rejects; a mass in bone or a peritoneal nodule can be measured, which no column tells, so the finding asks.
    Rule(
        id="MR-004",
        name="target_is_measurable_disease",
        level="flag",
        category="plausibility, atemporal",
        columns=("organ", "lesion_kind"),
        when_null="passes: CP-018 speaks of a missing organ; the kind need not be sent",
        message="a lesion of bone or peritoneum, or infiltrative tumour, is a target: without a well-delineated mass it is not measurable",
        action="Confirm the mass, or make the lesion a non-target and correct the sum of the targets at every exam.",
        citation="RECIST 1.1 as tabulated in PMC3980664; mRECIST: PMC8252278, table 2",
        query=f"select source_row_key as row_key from {{batch}} where not is_shared and {IS_MASS_OR_NOT}",
        applies="not is_shared",
        shows="lesion_id || ', ' || organ",
    ),
    Rule(
        id="MR-028",
        name="target_was_not_treated_locally_before",
        level="flag",
        category="plausibility, atemporal",
        columns=("treated_before",),
        when_null="passes: what was treated before is not sent",
        message="a target lies in an area that was treated locally before, and no progression of the lesion since is said",
        action="Say that the lesion progressed since (PROGRESSED), or make it a non-target and correct the sum at every exam.",
        citation="RECIST 1.1 as tabulated in PMC3980664, table 2: measurable only after progression in the lesion",
        query="select source_row_key as row_key from {batch} where not is_shared and treated_before = 'Y'",
        applies="not is_shared and treated_before is not null",
        shows="lesion_id || ', ' || organ",
    ),
)
