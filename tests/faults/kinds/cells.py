"""Single cells that hold what their column cannot: unreadable, unknown, missing."""

from typing import Any

from pipelines.synthetic.extract import Raw
from pipelines.synthetic.fault import Case, Kind, kind

CELLS = (
    ("a_test_has_no_name", "labs", "CV-029", {"test": ""}),
    ("a_result_has_no_day", "labs", "CV-029", {"collected_at": ""}),
    ("a_specimen_is_of_yesterday", "labs", "CV-009", {"collected_at": "어제"}),
    ("only_the_month_of_a_specimen_is_known", "labs", "CV-010", {"collected_at": "2022-05"}),
    ("a_result_belongs_to_no_patient", "labs", "CV-007", {"patient_id": ""}),
    ("a_performance_status_is_a_word", "assessments", "CV-018", {"ecog": "기동 가능"}),
    ("a_child_pugh_score_is_16", "assessments", "CV-019", {"child_pugh_score": 16}),
    ("a_child_pugh_class_is_e", "assessments", "CV-019", {"child_pugh_class": "E"}),
    ("a_bclc_stage_is_e", "assessments", "CV-020", {"bclc": "E"}),
    ("a_height_is_a_word", "assessments", "CV-016", {"height_cm": "백칠십"}),
    ("the_amount_of_ascites_is_in_no_code_book", "assessments", "CV-027", {"ascites": "많음?"}),
    ("a_cause_is_in_no_code_book", "assessments", "CV-027", {"etiology": "불명확"}),
    ("a_visit_has_no_day", "assessments", "CV-029", {"assessment_date": ""}),
    ("a_visit_belongs_to_no_patient", "assessments", "CV-007", {"patient_id": ""}),
    ("a_height_is_possible_but_unusual", "assessments", "PA-002", {"height_cm": 197.0, "weight_kg": 90.0}),
    ("a_weight_is_impossible", "assessments", "PA-003", {"weight_kg": 20.0}),
    ("a_tumour_is_impossibly_large", "assessments", "PA-017", {"largest_tumour_cm": 40.0}),
    ("a_tumour_is_unusually_large", "assessments", "PA-017", {"largest_tumour_cm": 28.0}),
    ("tumours_are_impossibly_many", "assessments", "PA-018", {"tumour_count": 60}),
    ("tumours_are_unusually_many", "assessments", "PA-018", {"tumour_count": 30}),
    ("a_route_is_in_no_code_book", "drug_administrations", "CV-027", {"route": "피하"}),
    ("an_infusion_has_no_drug", "drug_administrations", "CV-029", {"drug": ""}),
    ("an_infusion_has_no_route", "drug_administrations", "CV-029", {"route": ""}),
    ("a_cycle_number_is_a_word", "drug_administrations", "CV-016", {"cycle_no": "첫째"}),
    ("an_infusion_belongs_to_no_patient", "drug_administrations", "CV-007", {"patient_id": ""}),
    ("a_procedure_has_no_name", "procedures", "CV-029", {"procedure": ""}),
    ("a_procedure_has_no_day", "procedures", "CV-029", {"procedure_date": ""}),
    ("a_read_has_no_course", "imaging_reads", "CV-029", {"course": ""}),
    ("a_read_has_no_place_in_its_course", "imaging_reads", "CV-029", {"timepoint": ""}),
    ("the_place_of_a_read_in_its_course_is_a_word", "imaging_reads", "CV-016", {"timepoint": "처음"}),
    ("a_read_belongs_to_no_patient", "imaging_reads", "CV-007", {"patient_id": ""}),
    ("a_lesion_has_no_role", "lesions", "CV-029", {"role": ""}),
    ("an_event_belongs_to_no_patient", "adverse_events", "CV-007", {"patient_id": ""}),
)
ALONE = {"drug_administrations": "sorafenib_first"}  # whose rows may be quarantined without touching the cohort


def cell(name: str, table: str, rule: str, cells: dict[str, Any]) -> Kind:
    """Return the kind of fault that cells of a row hold something wrong."""

    def plant(case: Case) -> None:
        row = case.row("drug_administrations", drug="SORAFENIB") if table == "drug_administrations" else case.row()
        case.wrong(row, **{column: Raw(value) if isinstance(value, str) else value for column, value in cells.items()})

    plant.__name__ = name
    return kind(table, rule, journey="cohort" if table == "adverse_events" else ALONE.get(table, "tace_only"))(plant)


KINDS = tuple(cell(*slip) for slip in CELLS)
