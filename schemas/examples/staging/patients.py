"""Examples of the rules of patients."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {"birth_date": "1955-03-02", "sex": "M", "dx_code": "C22.0", "hcc_dx_date": "2021-11-03"}
OLD = {"birth_date": None}


def changes_of_case(number: int) -> dict:
    """Draw patients who are born on one day, but not diagnosed on one day: else all of them were one person."""
    return {"hcc_dx_date": f"{dt.date(2012, 1, 1) - dt.timedelta(number)}"}


def aged(age: str, year: int) -> dict:
    """Draw a patient who was diagnosed on the day before the 67th birthday."""
    return {"birth_date": f"{year}-03-02", "hcc_dx_date": f"{year + 67}-03-01", "age_at_diagnosis_years": age}


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
        [{**OLD, "age_at_diagnosis_years": "18"}, {**OLD, "age_at_diagnosis_years": "110"}],
        [{**OLD, "age_at_diagnosis_years": "17.9"}, {**OLD, "age_at_diagnosis_years": "110.1"}],
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
    # 66 on the day before the birthday, 67 from that day on
    example(
        "patients",
        "CC-005 reject",
        "age_at_diagnosis_years birth_date hcc_dx_date",
        [
            *(aged(age, year) for year, age in enumerate(("65", "66", "67", "67.9"), start=1940)),
            {**aged("68", 1945), "hcc_dx_date": "2012-03-02"},
            {"hcc_dx_date": None, "age_at_diagnosis_years": "40"},
        ],
        [aged("64", 1946), aged("68", 1947)],
    ),
    example(
        "patients",
        "CR-011 flag",
        "birth_date sex hcc_dx_date",
        [
            {"patients": [{"hcc_dx_date": "2020-02-01"}, {"patient_id": "other 1", "hcc_dx_date": "2020-02-01", "sex": "F"}]},
            {"patients": [{"hcc_dx_date": "2020-02-02"}, {"patient_id": "other 2", "hcc_dx_date": "2020-02-03"}]},
        ],
        {"patients": [{"hcc_dx_date": "2020-02-04"}, {"patient_id": "other 3", "hcc_dx_date": "2020-02-04"}]},
    ),
    example("patients", "CP-027 flag", "hcc_dx_date", [{}, {"hcc_dx_date": None}], [{"hcc_dx_date": "2001-11"}, {"hcc_dx_date": "2001"}]),
]
