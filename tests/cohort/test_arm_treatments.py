"""Treatments before the index day, counted once more for whoever is in an arm: none that it excludes, all that it asks for."""

from tests.warehouse_of import INDEX, build, day, findings_of, open_drawn, put, rows_of

STUDY = {
    "index_treatment": "HAIC",
    "regimens": ["FP"],
    "arms": [
        {"name": "untreated", "label": "No systemic drug before", "none_before": ["SYSTEMIC"]},
        {"name": "treated", "label": "TACE, and ate-beva last", "any_before": ["TACE"], "last_before": "ATE_BEVA"},
    ],
}
GIVEN = {  # the arm, what was given and when; whether the arm excludes it, and whether something is lacking
    "nothing": ("untreated", [], False, False),
    "sorafenib the day before": ("untreated", [("SORAFENIB", -1)], True, False),
    "sorafenib on the index day": ("untreated", [("SORAFENIB", 0)], False, False),
    "sorafenib the day after": ("untreated", [("SORAFENIB", 1)], False, False),
    "both the day before": ("treated", [("TACE", -1), ("ATEZOLIZUMAB", -1)], False, False),
    "TACE on the index day": ("treated", [("TACE", 0), ("ATEZOLIZUMAB", -1)], False, True),
    "ate-beva on the index day": ("treated", [("TACE", -1), ("ATEZOLIZUMAB", 0)], False, True),
    "TACE alone": ("treated", [("TACE", -1)], False, True),
    "ate-beva alone": ("treated", [("ATEZOLIZUMAB", -1)], False, True),
    "neither": ("treated", [], False, True),
}


def test_an_arm_is_held_against_each_of_its_conditions():
    given = [{"patient_id": name, "given": what, "on": day(offset)} for name, (_, rows, *_) in GIVEN.items() for what, offset in rows]
    connection = open_drawn(
        study=STUDY,
        procedures=[
            {"patient_id": row["patient_id"], "procedure": "TACE", "procedure_date": row["on"]} for row in given if row["given"] == "TACE"
        ],
        drug_administrations=[
            {"patient_id": row["patient_id"], "route": "IV", "drug": row["given"], "administration_date": row["on"]}
            for row in given
            if row["given"] != "TACE"
        ],
    )
    put(connection, "arms", [{"patient_id": name, "arm": arm, "has_arm": True, "index_date": INDEX} for name, (arm, *_) in GIVEN.items()])
    build(connection, "arm_treatments")
    found = {
        name: answers
        for name, *answers in rows_of(connection, "arm_treatments", "patient_id", "has_excluded_before", "lacks_needed_before")
    }
    assert found == {name: answers for name, (_, _, *answers) in GIVEN.items()}
    assert findings_of(connection, "arm_treatments", "TX-012") == sorted(name for name, (_, _, *answers) in GIVEN.items() if any(answers))
