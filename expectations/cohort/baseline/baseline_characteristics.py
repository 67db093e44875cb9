"""Baseline characteristics: the stage fits the patient, and the cause of the liver disease its serology."""

from schemas.rule import Rule

# Patients outside the cohort are described, too, for criteria of eligibility ask about them; they are no matter of these rules.
OF_THE_COHORT = "join cohort.eligibility as e on e.patient_id = b.patient_id and e.is_eligible"
RULES = (
    # The paper's own Table 1 breaks it (two D without a cause, three Child-Pugh C that are not D): asked, never rejected.
    Rule(
        id="PA-019",
        name="bclc_stage_fits_ecog_vessels_spread_and_child_pugh",
        level="flag",
        category="plausibility, atemporal",
        columns=("bclc", "ecog_band", "has_portal_vein_invasion", "has_metastasis", "child_pugh_class", "largest_tumour_cm"),
        when_null="passes where what is missing could decide",
        message=(
            "the BCLC stage contradicts the visit: D needs ECOG 3-4 or Child-Pugh C, C needs vessels, spread or ECOG 1-2, 0 to B have none "
            "of these, and no stage before D has a cause of D (Child-Pugh C has, but where the liver could be transplanted)"
        ),
        action="Check the stage, the performance status, the Child-Pugh class, vessels and spread at this visit.",
        citation="BCLC strategy, 2022 update; Milan criteria (PMC6558441, table 1)",
        query=(
            f"select b.assessment_row_key as row_key from (select * from {{batch}}) as b {OF_THE_COHORT} where not b.is_bclc_consistent"
        ),
    ),
    # One positive result at any time is enough: HBsAg may be lost under treatment. Portal vein invasion and its Vp grade are one column.
    Rule(
        id="PA-020",
        name="viral_cause_has_a_positive_marker",
        level="flag",
        category="plausibility, atemporal",
        columns=("etiology",),
        when_null="passes: no cause is recorded, or its marker was never sent for this patient",
        message="the recorded cause is hepatitis B or C, but every HBsAg, or every anti-HCV, of the patient is negative",
        action="Check the cause; if the marker was lost before the first result, nothing is to be done.",
        citation="LOINC 5196-1 and 13955-0, as mapped in MIMIC-IV",
        thresholds={"positive_from": 1},
        query=(
            f"select b.assessment_row_key as row_key from (select * from {{batch}}) as b {OF_THE_COHORT} join ("
            "select patient_id, max(value_std) filter (where test = 'HBSAG') as hbsag, "
            "max(value_std) filter (where test = 'ANTI_HCV') as hcv from accepted.labs where is_superseded is not true group by patient_id"
            ") as m on m.patient_id = b.patient_id "
            "where (contains(b.etiology, 'HBV') and m.hbsag < {positive_from}) or (contains(b.etiology, 'HCV') and m.hcv < {positive_from})"
        ),
    ),
)
