"""Examples of the dose rules: the share of the planned dose below, at and above each limit, and the body that it is held against."""

from schemas.examples.drawing import example, fine

# 170 cm and 61.2 kg are sqrt(170 x 61.2 / 3600) = 1.70 m2 by Mosteller's formula
VISIT = {"height_cm": "170", "weight_kg": "61.2"}
REASON = {"reduction_reason": "neutropenia grade 3"}
BEVACIZUMAB = {"drug": "avastin", "route": "IV", "bsa_m2": None, "cycle_no": None}


def dosed(dose: float, *visits: dict, **changes: object) -> dict:
    """Draw one dose, with the visits at which the body was measured."""
    return {"drug_administrations": [{"dose": str(dose), **changes}], "assessments": [{**VISIT, **visit} for visit in visits]}


def creatinine(value: str, day: str, **changes: object) -> dict:
    """Draw cisplatin on 1 March 2022 with one creatinine."""
    lab = {"test": "CREAT", "value": value, "unit": "mg/dL", "lower_limit": "0.5", "upper_limit": "1.2", "collected_at": day, **changes}
    return {"drug_administrations": [{"drug": "cisplatin", "dose": "102"}], "labs": [lab]}


DOSES = [
    # 100 % is 500 mg/m2 x 1.70 m2 = 850 mg: 25 % = 212.5, 50 % = 425, 90 % = 765, 110 % = 935, 150 % = 1275
    example(
        "drug_administrations",
        "TX-001 reject",
        "dose_mg bsa_m2",
        [
            dosed(765),
            dosed(2000, bsa_m2=None),  # nothing to hold it against
            dosed(1000, {"height_cm": "180", "weight_kg": "80"}, bsa_m2="1.25"),  # 160 % recorded, 100 % computed
            dosed(2000, drug="leucovorin"),  # another drug
            {"drug_administrations": [{"dose": "2400"}, {"drug": "oxaliplatin", "dose": "145"}]},  # another regimen
        ],
        [
            dosed(212.4),
            dosed(1275.1),
            dosed(8500),  # ten times too much
            dosed(0.85),  # in g, sent as mg
            dosed(1280, {}, bsa_m2=None),  # 150.6 % by the computed 1.70 m2
        ],
    ),
    example(
        "drug_administrations",
        "TX-001 flag",
        "dose_mg bsa_m2",
        [
            dosed(765),
            dosed(935),
            dosed(425, **REASON),
            dosed(764.9, **REASON),
            # the reason stands with another row of the cycle
            {"drug_administrations": [{"dose": "640"}, {"drug": "cisplatin", "dose": "76.5", **REASON}]},
            dosed(1000, {}, bsa_m2="2.00"),  # 100 % by the recorded 2.00 m2, 117.6 % by the computed 1.70
            dosed(850, {"weight_kg": "90"}, {"assessment_date": "2022-02-20"}, bsa_m2=None, administration_date="2022-02-25"),
        ],
        [
            dosed(764.9),
            dosed(935.1),
            dosed(1275),
            dosed(212.5, **REASON),
            dosed(424.9, **REASON),
            dosed(935.1, **REASON),  # a reason makes no dose higher
            dosed(1000, {}),  # by the wrong body: 117.6 % by the recorded 1.70 m2, which the computed one confirms
            dosed(1000, {}, bsa_m2=None),  # 117.6 % by the computed one
            {"drug_administrations": [{"dose": "640"}, fine(cycle_no="2", administration_date="2022-04-01", dose="640", **REASON)]},
        ],
    ),
    # 100 % is 60 mg/m2 x 1.70 m2 = 102 mg: 25 % = 25.5, 50 % = 51, 90 % = 91.8, 110 % = 112.2, 150 % = 153
    example(
        "drug_administrations",
        "TX-002 reject",
        "dose_mg bsa_m2",
        [dosed(91.8, drug="cisplatin"), dosed(850, drug="cisplatin", bsa_m2=None)],
        [dosed(25.4, drug="cisplatin"), dosed(153.1, drug="cisplatin"), dosed(850, drug="cisplatin")],  # the last is the fluorouracil's
    ),
    example(
        "drug_administrations",
        "TX-002 flag",
        "dose_mg bsa_m2",
        [dosed(91.8, drug="cisplatin"), dosed(112.2, drug="cisplatin"), dosed(51, drug="cisplatin", **REASON)],
        [dosed(91.7, drug="cisplatin"), dosed(112.3, drug="cisplatin"), dosed(50.9, drug="cisplatin", **REASON)],
    ),
    example(
        "drug_administrations",
        "TX-008 flag",
        "drug administration_date",
        [
            creatinine("1.8", "2022-02-25"),  # 1.8 / 1.2 = 1.5: at the limit
            creatinine("1.81", "2022-02-21"),  # 8 days before
            creatinine("1.81", "2022-03-02"),  # the day after
            creatinine("<1.9", "2022-02-25"),
            creatinine("159", "2022-02-25", upper_limit="106", unit="umol/L"),  # 159 / 106 = 1.5
        ],
        [creatinine("1.81", "2022-02-22"), creatinine("1.81", "2022-03-01"), creatinine(">3", "2022-02-25")],
    ),
    example(
        "drug_administrations",
        "TX-009 flag",
        "dose_mg",
        [
            dosed(1200, drug="tecentriq", route="IV", reduction_reason="bevacizumab held"),
            {"drug": "tecentriq", "route": "IV", "dose": None, "reduction_reason": "not given"},
        ],
        [dosed(dose, drug="tecentriq", route="IV", reduction_reason="bevacizumab held") for dose in (1199, 1201, 840, 120)],
    ),
    # 60 kg: 13.5 mg/kg = 810 mg, 16.5 mg/kg = 990 mg
    example(
        "drug_administrations",
        "TX-010 flag",
        "dose_mg administration_date",
        [
            dosed(810, {"weight_kg": "60"}, **BEVACIZUMAB),
            dosed(990, {"weight_kg": "60"}, **BEVACIZUMAB),
            dosed(450, **BEVACIZUMAB),  # no weight
            dosed(450, {"weight_kg": "60", "assessment_date": "2022-01-17"}, **BEVACIZUMAB),  # a weight of 43 days before
            dosed(900, {"weight_kg": "100", "assessment_date": "2022-02-01"}, {"weight_kg": "60"}, **BEVACIZUMAB),  # the nearest counts
        ],
        [
            dosed(809, {"weight_kg": "60"}, **BEVACIZUMAB),
            dosed(991, {"weight_kg": "60"}, **BEVACIZUMAB),
            dosed(450, {"weight_kg": "60"}, **BEVACIZUMAB),  # 7.5 mg/kg
            dosed(809, {"weight_kg": "60", "assessment_date": "2022-01-18"}, **BEVACIZUMAB),  # 42 days before
        ],
    ),
]
