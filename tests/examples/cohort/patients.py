"""Examples of the rules of cohort patients."""

from tests.rule_examples import example


def _patient(**changes):
    return {"patients": [changes]}


EXAMPLES = [
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
]
