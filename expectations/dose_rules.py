"""Doses held against the body: fluorouracil and cisplatin per m2 of body surface, bevacizumab per kg, atezolizumab flat."""

from schemas.rule import Escalation, Rule


def _by_body_surface(rule_id: str, drug: str, mg_per_m2: float, planned: str) -> tuple[Rule, Rule]:
    """What is no dose of this drug quarantines the row; what is one, but not the planned one, asks."""
    name = drug.lower()
    shared = {
        "id": rule_id,
        "category": "plausibility, atemporal",
        "columns": ("dose_mg", "bsa_m2"),
        "when_null": "passes: no dose, or no body surface is recorded or can be computed",
        "citation": f"Registry protocol: {planned}",
        "applies": f"regimen = 'HAIC' and drug = '{drug}' and dose_mg > 0",
        "shows": "dose_by_body_surface_shown(row_key, {mg_per_m2}, {bsa_tolerance_m2})",
    }
    possible = {"mg_per_m2": mg_per_m2, "bsa_tolerance_m2": 0.03, "possible_low_pct": 25, "possible_high_pct": 150}
    share = "dose_pct(h.dose_mg, h.recorded_m2, h.computed_m2, {mg_per_m2}, {bsa_tolerance_m2}) as dose_pct"
    shares = f"(select h.row_key, h.has_reason, {share} from derived.hepatic_artery_doses as h where h.drug = '{drug}')"
    doses = f"row_key in (select d.row_key from {shares} as d where "
    return (
        Rule(
            name=f"{name}_dose_is_possible",
            level="reject",
            message=(
                "the dose is below {possible_low_pct} % or above {possible_high_pct} % of {mg_per_m2} mg/m2 by this body: "
                "no dose of this drug"
            ),
            action="Check the dose, its unit and the drug in the source record.",
            where=doses + "d.dose_pct < {possible_low_pct} or d.dose_pct > {possible_high_pct})",
            thresholds=possible,
            **shared,
        ),
        Rule(
            name=f"{name}_dose_is_the_planned_one_or_reduced_with_a_reason",
            level="flag",
            message=(
                "the dose is not {low_pct} to {high_pct} % of {mg_per_m2} mg/m2 by this body, "
                "nor {reduced_pct} % or more with a reason for the reduction"
            ),
            action="Check the dose and the body surface; if the dose was lowered, send the reason with its cycle.",
            where=(
                doses + "d.dose_pct between {possible_low_pct} and {possible_high_pct} and d.dose_pct not between {low_pct} and {high_pct} "
                "and not (d.has_reason and d.dose_pct between {reduced_pct} and {low_pct}))"
            ),
            variables={f"planned_{name}_mg_per_m2": "mg_per_m2"},
            thresholds={**possible, "reduced_pct": 50, "low_pct": 90, "high_pct": 110},
            escalation=Escalation(above_pct=10),
            **shared,
        ),
    )


DOSES = (
    *_by_body_surface("TX-001", "FLUOROURACIL", 500, "fluorouracil 500 mg/m2 on days 1 to 3"),
    *_by_body_surface("TX-002", "CISPLATIN", 60, "cisplatin 60 mg/m2 on day 2"),
    Rule(
        id="TX-009",
        name="atezolizumab_dose_is_the_flat_one",
        level="flag",
        category="plausibility, atemporal",
        columns=("dose_mg",),
        when_null="passes: a missing dose is a matter of completeness",
        message="the dose of atezolizumab is not {dose_mg} mg",
        action="Check the dose; 840 and 1680 mg belong to other intervals than three weeks.",
        citation="Registry protocol: atezolizumab 1200 mg every 3 weeks",
        applies="regimen = 'ATE_BEVA' and drug = 'ATEZOLIZUMAB' and dose_mg > 0",
        where="regimen = 'ATE_BEVA' and drug = 'ATEZOLIZUMAB' and dose_mg > 0 and round(dose_mg, 6) <> {dose_mg}",
        thresholds={"dose_mg": 1200},
        shows="printf('%g mg, planned %g mg', dose_mg, {dose_mg}::double)",
    ),
    # 7.5 mg/kg and more than 20 mg/kg, of which the catalogue speaks apart, are found by the same comparison: shows says the number.
    Rule(
        id="TX-010",
        name="bevacizumab_dose_fits_the_weight",
        level="flag",
        category="plausibility, atemporal",
        columns=("dose_mg", "administration_date"),
        when_null="passes: no dose, or no weight is known of the weeks around it",
        message="the dose of bevacizumab is not {low_mg_per_kg} to {high_mg_per_kg} mg/kg by the weight of these weeks",
        action="Check the dose and the weight; 7.5 mg/kg is the dose of another regimen.",
        citation="Registry protocol: bevacizumab 15 mg/kg every 3 weeks; 10 % for rounding to vials",
        applies="regimen = 'ATE_BEVA' and drug = 'BEVACIZUMAB' and dose_mg > 0",
        where=(
            "row_key in (select d.row_key from derived.intravenous_doses as d where d.drug = 'BEVACIZUMAB' "
            "and d.weight_age_days <= {weight_days} and d.mg_per_kg not between {low_mg_per_kg} and {high_mg_per_kg})"
        ),
        thresholds={"low_mg_per_kg": 13.5, "high_mg_per_kg": 16.5, "weight_days": 42},
        shows="dose_by_weight_shown(row_key)",
    ),
)
