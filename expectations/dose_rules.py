"""Doses held against the plan of the patient's regimen: by body surface, by weight, or flat."""

from collections.abc import Callable

from schemas.planned_rows import Row, dose_by_surface, dose_by_weight, flat_dose, one_day, several_days
from schemas.rule import Escalation, Protocol, Rule

FLAT, BY_WEIGHT = "p.dose_unit = 'mg'", "p.dose_unit = 'mg/kg'"
PLANS = "sql/reference/regimens.csv, and the regimens of the study"
PCT = "planned_dose_pct(p.dose_unit, p.dose_mg, p.recorded_m2, p.computed_m2, p.weight_kg, p.planned_dose, {bsa_tolerance_m2}) as dose_pct"


def _doses(which: str) -> str:
    """Return the SQL of the doses that a rule speaks of, each with its share of the plan."""
    return f"(select p.*, {PCT} from derived.planned_doses as p where {which})"


def _by_body_surface(rule_id: str, name: str, which: str, days: Callable[[Row], bool]) -> tuple[Rule, Rule]:
    """What is no dose of its drug quarantines the row; what is one, but not the planned one, asks."""
    which = f"p.dose_unit = 'mg/m2' and {which}"
    shared = {
        "id": rule_id,
        "category": "plausibility, atemporal",
        "columns": ("dose_mg", "bsa_m2"),
        "when_null": "passes: no dose, or no body surface is recorded or can be computed",
        "citation": PLANS,
        "applies": f"row_key in (select p.row_key from derived.planned_doses as p where {which})",
        "shows": "planned_dose_shown(row_key, {bsa_tolerance_m2})",
        "protocol": Protocol(
            of=(dose_by_surface, days), in_words=f"a {name.replace('_', ' ')} of a cycle by body surface", whose="both", tells="doses"
        ),
    }
    possible = {"bsa_tolerance_m2": 0.03, "possible_low_pct": 25, "possible_high_pct": 150}
    doses = f"row_key in (select d.row_key from {_doses(which)} as d where "
    return (
        Rule(
            name=f"{name}_is_possible",
            level="reject",
            message=(
                "the dose is below {possible_low_pct} % or above {possible_high_pct} % of the planned one ({plan}) by this body: "
                "no dose of this drug"
            ),
            action="Check the dose, its unit and the drug in the source record.",
            where=doses + "d.dose_pct < {possible_low_pct} or d.dose_pct > {possible_high_pct})",
            thresholds=possible,
            **shared,
        ),
        Rule(
            name=f"{name}_is_the_planned_one_or_reduced_with_a_reason",
            level="flag",
            message=(
                "the dose is not {low_pct} to {high_pct} % of the planned one ({plan}) by this body, "
                "nor {reduced_pct} % or more with a reason for the reduction"
            ),
            action="Check the dose and the body surface; if the dose was lowered, send the reason with its cycle.",
            where=(
                doses + "d.dose_pct between {possible_low_pct} and {possible_high_pct} and d.dose_pct not between {low_pct} and {high_pct} "
                "and not (d.may_be_reduced and d.has_reason and d.dose_pct between {reduced_pct} and {low_pct}))"
            ),
            explained_by=("reduction_reason", doses + "d.may_be_reduced and d.dose_pct between {reduced_pct} and {low_pct})"),
            thresholds={**possible, "reduced_pct": 50, "low_pct": 90, "high_pct": 110},
            escalation=Escalation(above_pct=10),
            **shared,
        ),
    )


DOSES = (
    *_by_body_surface("TX-001", "dose_of_several_days", "p.planned_days > 1", several_days),
    *_by_body_surface("TX-002", "dose_of_one_day", "p.planned_days = 1", one_day),
    Rule(
        id="TX-009",
        name="flat_dose_is_the_planned_one",
        level="flag",
        category="plausibility, atemporal",
        columns=("dose_mg",),
        when_null="passes: a missing dose is a matter of completeness",
        message="the flat dose is not the planned one ({plan}), nor a lower one of a drug that may be reduced, with a reason",
        action="Check the dose, and the weight where the plan depends on it; another dose may belong to another interval.",
        citation=PLANS,
        applies=f"row_key in (select p.row_key from derived.planned_doses as p where {FLAT})",
        where=(
            f"row_key in (select d.row_key from {_doses(FLAT)} as d where d.dose_pct <> 100 "
            "and not (d.may_be_reduced and d.has_reason and d.dose_pct between {reduced_pct} and 100))"
        ),
        explained_by=(
            "reduction_reason",
            f"row_key in (select d.row_key from {_doses(FLAT)} as d where d.may_be_reduced and d.dose_pct between {{reduced_pct}} and 100)",
        ),
        thresholds={"reduced_pct": 25, "bsa_tolerance_m2": 0.03},
        shows="planned_dose_shown(row_key, {bsa_tolerance_m2})",
        protocol=Protocol(of=(flat_dose,), in_words="a flat dose", whose="both", tells="doses"),
    ),
    # Half the dose and more than a third too much, of which the catalogue speaks apart, are found by the same comparison.
    Rule(
        id="TX-010",
        name="dose_by_weight_is_the_planned_one",
        level="flag",
        category="plausibility, atemporal",
        columns=("dose_mg", "administration_date"),
        when_null="passes: no dose, or no weight is known of the weeks around it",
        message="the dose is not {low_pct} to {high_pct} % of the planned one ({plan}) by the weight of these weeks",
        action="Check the dose and the weight; another dose per kg belongs to another regimen.",
        citation=f"{PLANS}; 10 % for rounding to vials",
        applies=f"row_key in (select p.row_key from derived.planned_doses as p where {BY_WEIGHT})",
        where=(
            f"row_key in (select d.row_key from {_doses(BY_WEIGHT)} as d where d.weight_age_days <= {{weight_days}} "
            "and d.dose_pct not between {low_pct} and {high_pct})"
        ),
        thresholds={"low_pct": 90, "high_pct": 110, "weight_days": 42, "bsa_tolerance_m2": 0.03},
        shows="planned_dose_shown(row_key, {bsa_tolerance_m2})",
        protocol=Protocol(of=(dose_by_weight,), in_words="a dose by weight", whose="both", tells="doses"),
    ),
)
