"""Body size of each cycle: the recorded surface is that of the height and weight, which are known and do not jump."""

from schemas.planned_rows import body_size
from schemas.rule import Escalation, Protocol, Rule

RULES = (
    Rule(
        id="CC-001",
        name="recorded_body_surface_is_that_of_a_formula",
        level="flag",
        category="conformance, computational",
        columns=("recorded_bsa_m2", "mosteller_m2", "dubois_m2"),
        when_null="passes: no body surface is recorded, or height or weight is unknown",
        message=(
            "the recorded body surface differs by more than {tolerance_m2} m2 from both formulas of height and weight "
            "(by more than {old_tolerance_m2} m2, where the weight is older than {weight_days} days)"
        ),
        action="Check height, weight and the body surface by which the dose was ordered.",
        citation="Mosteller, N Engl J Med 1987;317:1098; Du Bois and Du Bois, Arch Intern Med 1916;17:863",
        applies="bsa_difference_m2 is not null",
        query=(
            "select bsa_row_key as row_key from {batch} where bsa_difference_m2 > "
            "case when weight_age_days <= {weight_days} then {tolerance_m2} else {old_tolerance_m2} end"
        ),
        thresholds={"tolerance_m2": 0.03, "old_tolerance_m2": 0.15, "weight_days": 14},
        shows=(
            "printf('%.2f m2 recorded; sqrt(%g cm x %g kg / 3600) = %.2f m2, Du Bois %.2f m2', "
            "recorded_bsa_m2, height_cm, weight_kg, mosteller_m2, dubois_m2)"
        ),
        escalation=Escalation(above_pct=5),
    ),
    # With a recorded body surface the hospital knew the body: the question would change nothing. One finding per patient.
    Rule(
        id="CP-012",
        name="dose_has_a_body_size_to_be_held_against",
        level="flag",
        category="completeness",
        columns=("recorded_bsa_m2", "height_cm", "weight_kg", "weight_age_days"),
        when_null="fails: without body surface, height and weight no dose can be judged",
        message="a cycle has no recorded body surface, and no height or no weight of the {weight_days} days around it is known",
        action="Send the body surface with the dose, or the height once and a weight at each cycle.",
        citation="Registry protocol: doses by body surface",
        query=(
            "select source_row_key as row_key from {batch} where recorded_bsa_m2 is null "
            "and (height_cm is null or weight_kg is null or weight_age_days > {weight_days}) "
            "qualify row_number() over (partition by patient_id order by cycle_start_date, cycle_no) = 1"
        ),
        thresholds={"weight_days": 14},
        protocol=Protocol(of=(body_size,), in_words="a dose by the size of the body"),
    ),
    Rule(
        id="PA-022",
        name="weight_does_not_jump_between_cycles",
        level="flag",
        category="plausibility, temporal",
        columns=("weight_kg", "weight_before_kg", "weight_change_pct"),
        when_null="passes: no weight is known at one of the cycles",
        message="the weight differs by more than {change_pct} % from that at the cycle before, and is no return to the one before that",
        action="Check the weight at this cycle; a slipped digit is the usual cause, ascites or wasting may be real.",
        citation="Registry protocol: doses by body surface",
        applies="weight_change_pct is not null",
        query=(
            "select weight_row_key as row_key from {batch} where abs(weight_change_pct) > {change_pct} "
            "and coalesce(abs(weight_change_from_two_before_pct) > {change_pct}, true)"
        ),
        thresholds={"change_pct": 15},
        shows=(
            "case when abs(weight_change_pct) > {change_pct} "
            "then printf('%g kg against %g kg = %+.1f %%', weight_kg, weight_before_kg, weight_change_pct) end"
        ),
    ),
)
