"""Faults in what was measured: laboratory results and clinic visits."""

from pipelines.synthetic.planting import Planter

# Outside the possible range of the test, in every unit that the test may have
IMPOSSIBLE = {
    "AST": ("PA-005", "25000"),
    "ALT": ("PA-005", "0.5"),
    "TBIL": ("PA-006", "2000"),
    "ALB": ("PA-007", "8.2"),
    "PLT": ("PA-008", "0.4"),
    "INR": ("PA-009", "25"),
    "CREAT": ("PA-010", "0.05"),
    "HGB": ("PA-011", "1.5"),
    "ANC": ("PA-011", "150000"),
    "WBC": ("PA-011", "0.02"),
    "AFP": ("PA-012", "20000000"),
    "PIVKA": ("PA-012", "20000000"),
}
# Possible, but unusual
UNUSUAL = {
    "AST": ("PA-005", "3000"),
    "TBIL": ("PA-006", "0.07"),
    "ALB": ("PA-007", "1.2"),
    "PLT": ("PA-008", "1500"),
    "INR": ("PA-009", "6"),
    "CREAT": ("PA-010", "7"),
    "HGB": ("PA-011", "20.5"),
    "ANC": ("PA-011", "60"),
    "WBC": ("PA-011", "0.4"),
    "AFP": ("PA-012", "300000"),
    "PIVKA": ("PA-012", "400000"),
}
WRONG_RESULTS = (
    ("CV-009", "AST", "41", {"collected_at": "2022-13-05"}),
    ("CV-009", "AST", "42", {"collected_at": "어제"}),
    ("CV-010", "AST", "43", {"collected_at": "2022-05"}),
    ("CV-013", "타액검사", "44", {}),
    ("CV-013", "9999-9", "45", {}),
    ("CV-014", "AST", "46", {"unit": "mg/dL"}),
    ("CV-014", "TBIL", "1.1", {"unit": ""}),
    ("CV-014", "PLT", "140", {"unit": "개"}),
    ("CV-016", "AST", "많음", {}),
    ("CV-016", "AST", "12.5.3", {}),
    ("CV-016", "AST", "47", {"lower_limit": "약 5"}),
    ("CV-029", "AST", "48", {"test": ""}),
    ("CV-029", "AST", "49", {"collected_at": ""}),
    ("PT-001", "AST", "50", {"collected_at": "2025-03-01 07:10"}),
    ("PT-002", "AST", "51", {"collected_at": "1901-04-04 07:10"}),
    ("PT-002", "AST", "52", {"collected_at": "1970-01-01"}),
)
# A visit on which nothing is recorded but what the fault needs
WRONG_VISITS = (
    ("CV-018", {"ecog": 5}),
    ("CV-018", {"ecog": "기동 가능"}),
    ("CV-019", {"child_pugh_score": 16}),
    ("CV-019", {"child_pugh_class": "E"}),
    ("CV-020", {"bclc": "E"}),
    ("CV-016", {"height_cm": "백칠십"}),
    ("CV-027", {"ascites": "많음?"}),
    ("CV-027", {"etiology": "불명확"}),
    ("CV-009", {"assessment_date": "2022-02-30"}),
    ("CV-029", {"assessment_date": None}),
    ("CV-007", {"patient_id": ""}),
    ("PA-002", {"height_cm": 100.0}),
    ("PA-003", {"weight_kg": 20.0}),
    ("PA-017", {"largest_tumour_cm": 40.0}),
    ("PA-018", {"tumour_count": 60}),
)
UNUSUAL_VISITS = (
    ("PA-002", {"height_cm": 197.0, "weight_kg": 90.0}),
    ("PA-003", {"height_cm": 150.0, "weight_kg": 34.0}),
    ("PA-017", {"largest_tumour_cm": 28.0}),
    ("PA-017", {"largest_tumour_cm": 0.7}),
    ("PA-018", {"tumour_count": 30}),
)


def plant_in_labs(planter: Planter) -> None:
    """Plant results that are set aside among those of the cohort, and unusual ones with a patient outside it."""
    living, dead = planter.journeys["living"], planter.journeys["dead"]
    for test, (rule, value) in IMPOSSIBLE.items():
        planter.add_result(someone_alive(planter), rule, test, value)
    for test, (rule, value) in UNUSUAL.items():
        planter.add_result(living, rule, test, value)
    for rule, test, value, cells in WRONG_RESULTS:
        planter.add_result(living if rule.startswith("PT") else someone_alive(planter), rule, test, value, **cells)
    planter.add_result(dead, "PT-005", "AST", "53", collected_at=f"{dead.date(dead.death + 5)} 07:00")
    same = {"collected_at": f"{living.date(11)} 13:00", "specimen_id": "XR1"}
    planter.add_result(living, "CR-003", "AST", "54", **same)
    planter.add_result(living, "CR-003", "AST", "55", **same)
    extract = planter.table("labs", file="labs_2022.csv.gz")
    position = extract.of_patient(living.number)[0]
    planter.copy(extract, position)


def someone_alive(planter: Planter):
    """Return a patient of the cohort who did not die within the days on which rows are planted."""
    while True:
        journey = planter.someone()
        if journey.death is None or journey.death > 90:
            return journey


def plant_in_visits(planter: Planter) -> None:
    """Plant faulty visits; an unusual one stands with a patient outside the cohort."""
    living = planter.journeys["living"]
    for rule, cells in (*WRONG_VISITS, *UNUSUAL_VISITS):
        visit = {"patient_id": living.number, "assessment_date": planter.next_day(living), "ecog": 0}
        planter.add("assessments", visit, rule, **cells)
    day = planter.next_day(living)
    for height in (164.0, 168.0):
        visit = {"patient_id": living.number, "assessment_date": day, "ecog": 0, "height_cm": height}
        planter.add("assessments", visit, "CR-012")
