"""Examples of the rules of cohort patients."""

import datetime as dt

from schemas.examples.drawing import example, fine

GOOD = {
    "arm": "first_line",
    "sex": "M",
    "bclc": "C",
    "bclc_group": "C",
    "etiology": "HBV",
    "child_pugh_class": "A",
    "ecog_band": "0",
    "tumour_number": "multiple",
    "largest_tumour_cm": 9.6,
    "has_portal_vein_invasion": True,
    "has_metastasis": False,
    "vital_status": "ALIVE",
    "os_event": False,
    "is_baseline_exam_in_window": True,
    "index_date": dt.date(2023, 1, 10),
    "assessment_date": dt.date(2023, 1, 9),
    "last_known_alive_date": dt.date(2024, 7, 1),
    "age_years": 62,
    "baseline_exam_date": dt.date(2023, 1, 5),
    "os_days": 200,
    "pfs_days": 100,
    "ttp_days": 100,
    "pfs_event": False,
    "ttp_event": False,
    "has_progressed": False,
    "best_response": "PR",
    "confirmed_best_response": "PR",
    "has_response": True,
    "has_confirmed_response": True,
    "has_disease_control": True,
}
COVARIATES = (
    "ecog_band",
    "child_pugh_class",
    "bclc",
    "has_portal_vein_invasion",
    "has_metastasis",
    "tumour_number",
    "largest_tumour_cm",
)
BESIDE = {
    "response_sets": [
        fine(response_set=name, response=response)
        for name, counted in (("ORR", ("CR", "PR")), ("DCR", ("CR", "PR", "SD")))
        for response in counted
    ]
}
NO_VISIT = {"assessment_date": None, **dict.fromkeys(COVARIATES)}


def cohort(blank: int, of: int, column: str) -> dict:
    """Draw a cohort of which so many patients lack a value."""
    lacking = [{"patient_id": f"lacking {place}", "row_key": f"lacking {place}", column: None} for place in range(blank)]
    return {"patients": [*lacking, *(fine(patient_id=f"has {place}", row_key=f"has {place}") for place in range(of - blank))]}


def _patient(**changes):
    return {"patients": [changes]}


EXAMPLES = [
    example(
        "patients",
        "CP-005 flag",
        "assessment_date",
        {},
        {"patients": [NO_VISIT, fine(patient_id="other", row_key="other")]},
    ),
    *(
        example(
            "patients",
            "CP-005 flag",
            column,
            [{}, {column: None}, cohort(6, 12, column)],  # nobody has it, or few: one finding of cohort.category_counts
            [cohort(1, 2, column), cohort(5, 12, column), cohort(6, 24, column)],  # 25 %
            alone=True,
        )
        for column in COVARIATES
    ),
    # The settings of the tests say that the extracts are of 2024-07-31; 180 days before is 2024-02-02.
    example(
        "patients",
        "PT-010 flag",
        "vital_status last_known_alive_date",
        [
            {"last_known_alive_date": dt.date(2024, 2, 2)},
            {"last_known_alive_date": dt.date(2023, 2, 1), "os_event": True, "pfs_event": True, "pfs_days": 200},
        ],
        {"last_known_alive_date": dt.date(2024, 2, 1)},
    ),
    example(  # of a study that ends earlier: 180 days before its cut-off is 2023-07-05
        "patients",
        "PT-010 flag",
        "vital_status last_known_alive_date",
        {"last_known_alive_date": dt.date(2023, 7, 5)},
        {"last_known_alive_date": dt.date(2023, 7, 4)},
        data_cutoff=dt.date(2024, 1, 1),
    ),
    example("patients", "CC-014 stop", "patient_id", _patient(), {"patients": []}, alone=True),
    example(
        "patients",
        "CP-019 flag",
        "patient_id",
        {**_patient(), "quarantine.labs": [{}]},  # another result of the day stands, or CP-004 speaks
        {**_patient(), "quarantine.drug_administrations": [{}]},
    ),
    example(
        "patients",
        "CR-010 stop",
        "patient_id arm index_date",
        _patient(),
        [{"patients": [{}, {}]}, _patient(index_date=None)],
    ),
    example("patients", "CR-010 stop", "arm", [_patient(), _patient(arm="post_ate_beva")], _patient(arm="neither")),
    example(
        "patients",
        "TE-001 stop",
        "os_days pfs_days ttp_days",
        _patient(),
        [_patient(ttp_days=None), _patient(ttp_event=None)],
    ),
    example(
        "patients",
        "TE-004 stop",
        "pfs_days os_days pfs_event os_event progression_date",
        [_patient(pfs_days=200, pfs_event=True, os_event=True), _patient(os_event=True, has_progressed=True, pfs_event=True)],
        [_patient(pfs_days=201), _patient(os_event=True), _patient(os_event=True, pfs_event=True)],
    ),
    example(
        "patients",
        "TE-004 stop",
        "ttp_days os_days os_event",
        [
            _patient(ttp_days=200, os_event=True, pfs_event=True, has_progressed=True),
            _patient(ttp_days=201),  # alive: censored by the last assessment or contact
        ],
        _patient(ttp_days=201, os_event=True, pfs_event=True, has_progressed=True),
    ),
    example(
        "patients",
        "MR-019 stop",
        "best_response confirmed_best_response has_response has_confirmed_response has_disease_control",
        _patient(),
        [
            _patient(has_response=False),
            _patient(has_confirmed_response=False),
            _patient(has_disease_control=None),
            _patient(confirmed_best_response=None),
        ],
    ),
    example(
        "patients",
        "CP-006 flag",
        "baseline_exam_date index_date",
        _patient(),
        [_patient(is_baseline_exam_in_window=False)],
    ),
    example("patients", "PA-001 stop", "age_years", [_patient(age_years=25)], [_patient(age_years=17), _patient(age_years=111)]),
    example(
        "patients",
        "PA-001 flag",
        "age_years",
        [_patient(age_years=25), _patient(age_years=90)],
        [_patient(age_years=24), _patient(age_years=91)],
    ),
    # Results of the statistics: events for each covariate of a model, and verdicts on printed numbers.
    example("patients", "TE-007 flag", "os_event pfs_event", {"results": [{"events": 10.0}]}, {"results": [{"events": 9.9}]}),
    example(
        "patients",
        "TE-009 flag",
        "arm os_days pfs_days",
        {"results": [{"verdict": "equal"}, {"verdict": "corrected"}, {"verdict": "near"}]},
        {"results": [{"verdict": "different"}]},
    ),
]
