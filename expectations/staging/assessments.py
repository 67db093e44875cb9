"""Assessments: one visit a day, within the patient's life, a body whose height and weight fit, a class that fits its score."""

from expectations.date_rules import not_after_death, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from schemas.rule import Rule
from schemas.shared_rules import FACTS_RANGES
from schemas.staging.assessments import HEIGHT_CM, KEY, WEIGHT_KG

BODY = (
    f"height_cm between {HEIGHT_CM[0]} and {HEIGHT_CM[1]} and weight_kg between {WEIGHT_KG[0]} and {WEIGHT_KG[1]} "
    "and body_mass_index(height_cm, weight_kg)"
)
BODY_IS_POSSIBLE = Rule(
    id="PA-004",
    name="body_mass_index_is_possible",
    level="reject",
    category="plausibility, atemporal",
    columns=("height_cm", "weight_kg"),
    when_null="passes: height or weight is missing, or has its own finding",
    message="the body mass index of this height and weight is outside 10 to 70",
    action="Check both in the source record; they may have been swapped, or be in other units.",
    citation=FACTS_RANGES,
    where=f"{BODY} not between 10 and 70",
)
RULES = (
    Rule(
        id="PA-023",
        name="number_and_size_of_tumours_agree_that_there_are_some",
        level="flag",
        category="plausibility, atemporal",
        columns=("tumour_count", "largest_tumour_cm"),
        when_null="passes: the number or the size is not sent",
        message="the visit has tumours without a size, or a size without tumours: one of them is 0 and the other is not",
        action="Correct the number or the size; after resection or complete response both are 0.",
        citation="Registry protocol: tumour burden at the visit",
        where="(tumour_count = 0) <> (largest_tumour_cm = 0)",
        applies="tumour_count is not null and largest_tumour_cm is not null",
    ),
    # One finding for a source: which words it has is a matter of its scale, and of no patient.
    Rule(
        id="PA-026",
        name="ascites_has_the_three_steps_of_the_score",
        level="flag",
        category="plausibility, atemporal",
        columns=("ascites",),
        when_null="passes",
        message=(
            "the source writes ascites as moderate and as severe: in a scale with both, moderate may be the middle step of Child-Pugh (2 "
            "points); here both are the last one (3 points)"
        ),
        action='Say what moderate is: codes.ascites."moderate" = "mild" in the table\'s block of registry.toml, or leave it.',
        citation="Child-Pugh as tabulated: Cleveland Clinic Journal of Medicine (moderate: 3), patientresource.com (moderate: 2)",
        query=(
            "select min(s.row_key) filter (where fold(r.ascites) in ('moderate', '중등도')) as row_key "
            "from (select * from {batch}) as s join raw.assessments as r on r.row_key = s.row_key "
            "where s.ascites = 'moderate' group by s.source "
            "having bool_or(fold(r.ascites) in ('moderate', '중등도')) and bool_or(fold(r.ascites) in ('severe', '중증', 'refractory'))"
        ),
        applies="ascites = 'moderate'",
    ),
    one_row_per(
        KEY,
        "CR-012",
        "visit_day_has_one_assessment",
        "flag",
        "two assessments of one day differ; the baseline would take the one that sorts first",
        "Keep the assessment that holds and send the rows again.",
        "RECIST-QC timepoint uniqueness",
    ),
    BODY_IS_POSSIBLE,
    BODY_IS_POSSIBLE.on(
        "height_cm",
        "weight_kg",
        name="body_mass_index_is_usual",
        level="flag",
        criterion="is_adult",
        is_of_those_listed=True,
        message="the body mass index of this height and weight is possible but unusual (outside 15 to 40)",
        action="Confirm height and weight in the source record.",
        where=f"{BODY} between 10 and 70 and body_mass_index(height_cm, weight_kg) not between 15 and 40",
    ),
    Rule(
        id="CC-003",
        name="child_pugh_class_follows_from_its_score",
        level="reject",
        category="conformance, computational",
        columns=("child_pugh_class", "child_pugh_score"),
        when_null="passes: score or class is not recorded, or has its own finding",
        message="the Child-Pugh class is not that of the recorded score (5-6 A, 7-9 B, 10-15 C)",
        action="Correct the score or the class.",
        citation="Child-Pugh tables (PMC3017746)",
        applies="child_pugh_class is not null and child_pugh_score is not null",
        where="child_pugh_class <> child_pugh_class(child_pugh_score)",
        shows="child_pugh_score || ' points are class ' || child_pugh_class(child_pugh_score) || ', recorded ' || child_pugh_class",
    ),
    *not_in_the_future("assessment_date"),
    *not_before_birth("assessment_date"),
    not_after_death("assessment_date"),
)
