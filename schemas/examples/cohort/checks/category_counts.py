"""Examples of the rules of category counts."""

from schemas.examples.drawing import example

GOOD = {"variable": "sex", "arm": "all", "category": "M", "patient_count": 100, "arm_count": 100}


def missing(variable: str, patients: int, of: int) -> dict:
    """Draw how many patients of the cohort lack a variable, and the others, so that the counts add up."""
    lacking = {
        "row_key": f"{variable}:all:Missing",
        "variable": variable,
        "category": "Missing",
        "patient_count": patients,
        "arm_count": of,
    }
    return {"category_counts": [lacking, *others(variable, of - patients, of)]}


def others(variable: str, patients: int, of: int) -> list[dict]:
    """Draw the patients who have the variable."""
    known = {"row_key": f"{variable}:all:known", "variable": variable, "category": "known", "patient_count": patients, "arm_count": of}
    return [{**known, "is_fine": True}] if patients else []


EXAMPLES = [
    example(
        "category_counts",
        "CC-011 stop",
        "variable arm patient_count arm_count",
        [{}, {"category_counts": [{"row_key": "a", "patient_count": 60}, {"row_key": "b", "category": "F", "patient_count": 40}]}],
        [{"patient_count": 99}, {"patient_count": 101}, {"arm_count": None}],
        alone=True,
    ),
    # 10 %, and never five patients
    example(
        "category_counts",
        "CP-004 flag",
        "variable patient_count arm_count",
        [missing("ast_u_l", 10, 100), missing("ast_u_l", 5, 12), missing("ast_u_l", 100, 100), missing("etiology", 11, 100)],
        [missing("ast_u_l", 11, 100), missing("afp_ng_ml", 6, 12)],
        alone=True,
    ),
    # 25 %, and never five patients; of one that nobody has it is said once
    example(
        "category_counts",
        "CP-005 flag",
        "variable patient_count arm_count",
        [missing("bclc", 25, 100), missing("bclc", 5, 12), missing("etiology", 100, 100)],
        [missing("bclc", 26, 100), missing("ecog_band", 6, 12), missing("tumour_number", 3, 3)],
        alone=True,
    ),
]
