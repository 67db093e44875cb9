"""Examples of the rules of baseline characteristics."""

from schemas.examples.drawing import example

GOOD = {"is_bclc_consistent": True}
BESIDE = {"eligibility": [{"is_eligible": True}]}


def _result(test: str, value: float) -> dict:
    return {"test": test, "value_std": value}


def _serology(etiology: str, **results: float) -> dict:
    rows = [_result(test, value) for test, value in results.items()]
    return {"baseline_characteristics": [{"etiology": etiology}], "accepted.labs": rows}


EXAMPLES = [
    example(
        "baseline_characteristics",
        "PA-019 flag",
        "bclc ecog_band has_portal_vein_invasion has_metastasis child_pugh_class largest_tumour_cm",
        [{"is_bclc_consistent": True}, {"is_bclc_consistent": None}],
        {"is_bclc_consistent": False},
    ),
    example(
        "baseline_characteristics",
        "PA-020 flag",
        "etiology",
        [
            _serology("HBV", HBSAG=1.0),
            _serology("HBV"),  # never sent
            _serology("alcohol", HBSAG=0.0, ANTI_HCV=0.0),
            _serology("HCV", HBSAG=0.0, ANTI_HCV=1.0),
            {"baseline_characteristics": [{"etiology": "HBV"}], "accepted.labs": [_result("HBSAG", 0.0), _result("HBSAG", 1.0)]},
        ],
        [_serology("HBV", HBSAG=0.0), _serology("HCV", ANTI_HCV=0.0), _serology("HBV+HCV", HBSAG=1.0, ANTI_HCV=0.0)],
    ),
]
