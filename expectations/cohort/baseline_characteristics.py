"""Baseline characteristics: the stage fits the patient."""

from schemas.rule import Rule

RULES = (
    # The paper's own Table 1 breaks it (two D without a cause, three Child-Pugh C that are not D): asked, never rejected.
    Rule(
        id="PA-019",
        name="bclc_stage_fits_ecog_vessels_spread_and_child_pugh",
        level="flag",
        category="plausibility, atemporal",
        columns=("bclc", "ecog_band", "has_portal_vein_invasion", "has_metastasis", "child_pugh_class"),
        when_null="passes where what is missing could decide",
        message=(
            "the BCLC stage contradicts the visit: D needs ECOG 3-4 or Child-Pugh C, C needs vessels, spread or ECOG 1-2, 0 to B have none "
            "of these, and no stage before D has a cause of D"
        ),
        action="Check the stage, the performance status, the Child-Pugh class, vessels and spread at this visit.",
        citation="BCLC strategy, 2022 update",
        query="select assessment_row_key as row_key from {batch} where not is_bclc_consistent",
    ),
)
