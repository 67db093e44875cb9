"""Examples of the rules of laboratory results."""

from tests.rule_examples import example, limits

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
)
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
        {"labs": [{}, {"specimen_id": "S2"}, {"test": "ALT"}, {"collected_at": "2022-03-01 06:11"}]},
        {"labs": [{}, {"value": "46"}]},
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
            test=test,
            unit=unit,
        )
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
]
