"""Examples of the rules of patients."""

from tests.rule_examples import example

OLD = {"birth_date": None}
EXAMPLES = [
    example("patients", "CV-008 reject", "sex_status", [{"sex": "1"}, {"sex": "여"}], [{"sex": "3"}, {"sex": "1", "source": "radiology"}]),
    example("patients", "CP-001 reject", "sex_status", {}, {"sex": None}),
    example(
        "patients",
        "CV-012 flag",
        "dx_code",
        [{"dx_code": "C220"}, {"dx_code": "AC22.0"}, {"dx_code": "c22.0"}],
        [{"dx_code": "C22.1"}, {"dx_code": "C22.9"}, {"dx_code": None}],
    ),
    example(
        "patients",
        "PA-001 reject",
        "age_at_diagnosis_years",
        [{"age_at_diagnosis_years": "18"}, {"age_at_diagnosis_years": "110"}],
        [{"age_at_diagnosis_years": "17.9"}, {"age_at_diagnosis_years": "110.1"}],
    ),
    example("patients", "CR-001 reject", "patient_id", {}, {"patients": [{}, {"sex": "F"}]}),
    example(
        "patients",
        "CP-001 reject",
        "birth_date age_at_diagnosis_years",
        [{**OLD, "age_at_diagnosis_years": "67"}, {"birth_date": "1955-03", "age_at_diagnosis_years": "67"}],
        [OLD, {"birth_date": "1955-03"}, {"birth_date": "1955"}],
    ),
    example(
        "patients",
        "PT-002 reject",
        "birth_date",
        [{"birth_date": "1970-01-02"}, {"birth_date": "1900-01-02"}],
        [{"birth_date": "1970-01-01"}, {"birth_date": "1900-01-01"}, {"birth_date": "1899-12-30"}],
    ),
]
