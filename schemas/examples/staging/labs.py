"""Examples of the rules of laboratory results."""

from schemas.examples.drawing import example, fine, limits

GOOD = {
    "test": "AST",
    "value": "45",
    "unit": "U/L",
    "lower_limit": "0",
    "upper_limit": "40",
    "collected_at": "2022-03-01 06:10",
    "specimen_id": "S1",
}
DEAD = {"follow_up": [{"vital_status": "DEAD", "last_contact_date": "2022-03-01", "death_date": "2022-03-01"}]}
OUTCOMES = ("reject", "flag", "flag", None, None, "flag", "flag", "reject")
RANGES = (  # rule, test, unit, and what lies below, at and above the hard and the soft limits
    ("PA-005", "AST", "U/L", "0.9 1 4.9 5 2000 2000.1 20000 20000.1"),
    ("PA-005", "ALT", "IU/L", "0.9 1 4.9 5 2000 2000.1 20000 20000.1"),
    ("PA-006", "TBIL", "mg/dL", "0.04 0.05 0.09 0.1 30 30.1 80 80.1"),
    ("PA-007", "ALB", "g/dL", "0.4 0.5 1.4 1.5 5.5 5.6 7 7.1"),
    ("PA-007", "ALB", "g/L", "4.9 5 14.9 15 55 55.1 70 70.1"),
    ("PA-008", "PLT", "×10³/㎕", "0.9 1 9 10 1000 1001 3000 3001"),
    ("PA-008", "PLT", "/uL", "999 1000 9999 10000 1000000 1000001 3000000 3000001"),
    ("PA-009", "INR", None, "0.49 0.5 0.79 0.8 5 5.1 20 20.1"),
    ("PA-010", "CREAT", "mg/dL", "0.09 0.1 0.29 0.3 5 5.1 30 30.1"),
    ("PA-011", "HGB", "g/dL", "1.9 2 4.9 5 19 19.1 25 25.1"),
    ("PA-011", "ANC", "10^3/uL", "-0.1 0 0.19 0.2 50 50.1 200 200.1"),
    ("PA-011", "WBC", "10^3/uL", "0.04 0.05 0.49 0.5 100 100.1 1000 1000.1"),
    ("PA-012", "AFP", "ng/mL", "-0.1 0 0.4 0.5 200000 200001 10000000 10000001"),
    ("PA-012", "PIVKA", "mAU/mL", "-0.1 0 4.9 5 300000 300001 10000000 10000001"),
    ("PA-012", "NA", "mmol/L", "79 80 114 115 165 166 200 201"),
    ("PA-012", "PT", "sec", "4.9 5 7.9 8 60 60.1 150 151"),
    ("PA-012", "ALP", "U/L", "0.9 1 9 10 3000 3001 20000 20001"),
    ("PA-012", "GGT", "U/L", "0 1 2 3 5000 5001 20000 20001"),
)
PANEL = {"AST": "45", "ALT": "38", "TBIL": "1.2", "ALB": "3.8", "CREAT": "0.9", "PLT": "140"}
UNITS = {"AST": "U/L", "ALT": "U/L", "TBIL": "mg/dL", "ALB": "g/dL", "CREAT": "mg/dL", "PLT": "10^3/uL"}


def lab(test: str, value: str, unit: str | None, **more: str) -> dict:
    """Draw a result."""
    return {"test": test, "value": value, "unit": unit, **more}


def panel(day: str, hour: str = "06:10", **changes: str) -> list[dict]:
    """Draw six results of one specimen."""
    return [
        lab(test, value, UNITS[test], collected_at=f"{day} {hour}", specimen_id=f"S{day}{hour}")
        for test, value in {**PANEL, **changes}.items()
    ]


EXAMPLES = [
    example("labs", "CV-013 reject", "test_status", [{"test": "SGOT"}, {"test": "1920-8"}], {"test": "XYZ"}),
    example(
        "labs",
        "CV-014 reject",
        "unit_status",
        [{"test": "INR", "unit": None, "value": "1.1"}, {"value": "검체부족", "unit": None}],
        [{"unit": "mg/dL"}, {"unit": None}, {"value": "45 mg/dL"}],
    ),
    example(
        "labs",
        "CR-003 flag",
        "patient_id collected_at test specimen_id",
        [
            {"labs": [{}, {"specimen_id": "S2"}, {"test": "ALT"}, {"collected_at": "2022-03-01 06:11"}]},
            {"labs": [{"result_status": "P"}, {"value": "46", "result_status": "F"}]},  # the final one counts
            {"labs": [{"reported_at": "2022-03-01 08:00"}, {"value": "46", "reported_at": "2022-03-01 09:00"}]},  # the later one
        ],
        [{"labs": [{}, {"value": "46"}]}, {"labs": [{"result_status": "F"}, {"value": "46", "result_status": "F"}]}],
    ),
    example(
        "labs",
        "CV-017 flag",
        "value",
        [{"value": "<60"}, {"value": "60 미만"}],
        [{"value": written, "staged": {"value_operator": "="}} for written in ("<60", "60 미만", "〉60")],  # a reading that lost the sign
    ),
    example(  # of all AST drawn here far fewer than 20 % are without their limit
        "labs",
        "CP-011 flag",
        "test lower_limit_status upper_limit_status",
        [
            {"lower_limit": None},  # no grade of AST needs it
            {"test": "PLT", "unit": "10^3/uL", "value": "150", "upper_limit": None},
            {"test": "AFP", "unit": "ng/mL", "value": "150", "lower_limit": None, "upper_limit": None},
            {"value": "검체부족", "upper_limit": None},
        ],
        [{"upper_limit": None}, {"test": "PLT", "unit": "10^3/uL", "value": "150", "lower_limit": None}],
    ),
    *(
        drawn
        for number, test, unit, values in RANGES
        for drawn in limits(
            "labs",
            number,
            "value",
            dict(zip(values.split(), OUTCOMES, strict=True)),
            columns="test value unit",
            also="PA-014 flag",  # 30.1 mg/dL of bilirubin would be usual in µmol/L
            test=test,
            unit=unit,
        )
    ),
    # direct bilirubin may be none
    *limits(
        "labs",
        "PA-012",
        "value",
        {"-0.1": "reject", "0.0": None, "25": None, "25.1": "flag", "80": "flag", "80.1": "reject"},
        columns="test value unit",
        also="PA-014 flag",
        test="DBIL",
        unit="mg/dL",
    ),
    # a censored result is judged by its limit
    *limits(
        "labs",
        "PA-012",
        "value",
        {">10000001": "reject", ">60500": None, "<0.6": None, "<0.4": "flag"},
        columns="test value unit",
        test="AFP",
        unit="ng/mL",
    ),
    example(
        "labs",
        "PT-005 reject",
        "collected_date",
        {"labs": [{"collected_at": "2022-03-02 23:59"}], **DEAD},  # reported a day late
        {"labs": [{"collected_at": "2022-03-03 00:00"}], **DEAD},
    ),
    # 45 U/L are 45 in the standard unit, up to one in a million
    example(
        "labs",
        "CC-007 stop",
        "test value unit",
        [{"test": "TBIL", "value": "34.2", "unit": "umol/L"}, {"staged": {"value_std": 45.00004}}, {"value": "검체부족"}],
        [{"staged": {"value_std": 45.00005}}, {"staged": {"value_std": None}}],
    ),
    example(
        "labs",
        "CV-025 reject",
        "test value unit",
        [
            *(lab(test, value, unit) for test, value, unit in (("AST", "999", "U/L"), ("AFP", "999", "ng/mL"), ("AFP", ">9999", "ng/mL"))),
            *(lab(test, value, unit) for test, value, unit in (("CREAT", "99", "umol/L"), ("HGB", "99", "g/L"), ("WBC", "999", "/uL"))),
        ],
        [
            *(lab("AFP", value, "ng/mL") for value in ("9999", "99999")),
            lab("NA", "99", "mmol/L"),
            lab("GGT", "9999", "U/L"),
            lab("ALP", "9999", "U/L"),
            lab("PLT", "999", "10^3/uL"),
            lab("ANC", "99", "10^3/uL"),
            lab("WBC", "999", "10^3/uL"),
            lab("AST", "9999", "U/L"),
        ],
        also="PA-005 flag PA-011 flag PA-012 flag PA-014 flag",
    ),
    # 1.02 x 5 = 5.1
    example(
        "labs",
        "PA-011 flag",
        "test value specimen_id",
        [
            {"labs": [lab("ANC", "5.1", "10^3/uL"), lab("WBC", "5", "10^3/uL")]},
            {"labs": [lab("ANC", "6", "10^3/uL"), {**lab("WBC", "5", "10^3/uL"), "specimen_id": "S2"}]},
        ],
        [
            {"labs": [lab("ANC", "5.11", "10^3/uL"), fine(**lab("WBC", "5", "10^3/uL"))]},
            {"labs": [lab("ANC", "5200", "/uL"), fine(**lab("WBC", "5", "10^3/uL"))]},
        ],
    ),
    example(
        "labs",
        "PA-013 flag",
        "test value unit",
        [lab("AFP", ">60500", "ng/mL"), lab("AFP", "60499", "ng/mL"), lab("AFP", "1000.1", "ng/mL"), lab("AST", "1000", "U/L")],
        [*(lab("AFP", value, "ng/mL") for value in ("60500", "54000", "20000", "1000")), lab("AFP", "50000", "IU/mL")],
    ),
    # what is usual as it stands is never asked about, nor what is usual in no unit
    example(
        "labs",
        "PA-014 flag",
        "test value unit",
        [lab("TBIL", "30", "mg/dL"), lab("CREAT", "5", "mg/dL"), lab("PLT", "10", "10^3/uL"), lab("ALB", "15", "g/L")],
        [
            lab("TBIL", "30.1", "mg/dL"),  # 1.8 mg/dL if it were µmol/L
            lab("TBIL", "171", "mg/dL"),
            lab("TBIL", "1.0", "umol/L"),
            lab("CREAT", "88.4", "mg/dL"),
            lab("CREAT", "1", "umol/L"),
            lab("ALB", "40", "g/dL"),
            lab("ALB", "4.1", "g/L"),
            lab("HGB", "140", "g/dL"),
            lab("PLT", "250000", "10^3/uL"),
            lab("PLT", "200", "/uL"),
        ],
        also="PA-006 flag PA-006 reject PA-007 reject PA-008 reject PA-010 reject PA-011 reject",
    ),
    example(
        "labs",
        "PA-015 flag",
        "test value specimen_id",
        {"labs": [lab("DBIL", "1.1", "mg/dL"), lab("TBIL", "1.0", "mg/dL")]},
        {"labs": [lab("DBIL", "1.11", "mg/dL"), fine(**lab("TBIL", "1.0", "mg/dL"))]},
    ),
    example(
        "labs",
        "PA-016 flag",
        "test value unit",
        [lab("HBSAG", "0.0", None), lab("HBSAG", "음성", None), lab("ANTI_HCV", "0.1", None), lab("DBIL", "0.0", "mg/dL")],
        [lab("HBSAG", "-0.1", None), lab("ANTI_HCV", "-1", None)],
    ),
    example(
        "labs",
        "PA-021 flag",
        "test value collected_at",
        [
            {"labs": [*panel("2022-03-09"), *panel("2022-03-02", AST="46")]},
            {"labs": [*panel("2022-03-09")[1:], *panel("2022-03-02")[1:]]},  # five tests may be equal by chance
            {"labs": [*panel("2022-03-09"), *panel("2022-03-09", hour="18:00")]},  # one day, two specimens
        ],
        {"labs": [panel("2022-03-09")[0], *(fine(**row) for row in [*panel("2022-03-09")[1:], *panel("2022-03-02")])]},
    ),
]
