"""Examples of the rules of drug administrations."""

from tests.rule_examples import example, limits

CYCLE_1, CYCLE_2 = {"cycle_no": "1"}, {"cycle_no": "2", "administration_date": "2022-04-01"}
DEAD = {"follow_up": [{"vital_status": "DEAD", "last_contact_date": "2022-03-01", "death_date": "2022-03-01"}]}
TABLET = {"drug": "sorafenib", "route": "PO", "cycle_no": None, "bsa_m2": None}
EXAMPLES = [
    example("drug_administrations", "CV-025 reject", "day_no", {"day_no": "98"}, [{"day_no": "-1"}, {"day_no": "99"}, {"day_no": "999"}]),
    example(
        "drug_administrations",
        "CV-025 reject",
        "dose_mg",
        [{**TABLET, "dose": "999"}, {**TABLET, "dose": "99"}],
        [{**TABLET, "dose": "9999"}, {**TABLET, "dose": "99999"}],
    ),
    example("drug_administrations", "CV-024 reject", "drug_status", [{"drug": "L01XC32"}, {"drug": "아바스틴"}], {"drug": "vitamin C"}),
    example("drug_administrations", "CV-024 reject", "dose_unit_status", {"dose_unit": "g", "dose": "0.85"}, {"dose_unit": "mL"}),
    example(
        "drug_administrations",
        "CV-024 reject",
        "dose_status dose_unit_status",
        [{"dose": None, "dose_unit": None}, {"dose": None}],
        {"dose_unit": None},
    ),
    example("drug_administrations", "TX-017 reject", "dose_mg", [{"dose": "0.1"}, {"dose": None}], [{"dose": "0"}, {"dose": "-850"}]),
    *limits(
        "drug_administrations",
        "PA-004",
        "bsa_m2",
        {"0.89": "reject", "0.9": "flag", "1.19": "flag", "1.2": None, "2.4": None, "2.41": "flag", "3": "flag", "3.01": "reject"},
    ),
    example(
        "drug_administrations",
        "CR-004 reject",
        "patient_id administration_date drug route",
        {"drug_administrations": [{}, {"drug": "cisplatin"}, {"route": "IV"}]},
        {"drug_administrations": [{}, {"dose": "425"}]},
    ),
    example(
        "drug_administrations",
        "TX-005 reject",
        "cycle_no administration_date",
        [
            {"drug_administrations": [CYCLE_1, CYCLE_2]},
            {"cycle_no": None},
            {"cycle_no": "3", "drug": "sorafenib", "route": "PO"},  # counted for HAIC only
        ],
        [
            {"cycle_no": "0"},
            CYCLE_2,  # without the first
            {"drug_administrations": [CYCLE_1 | {"administration_date": "2022-05-01"}, CYCLE_2]},  # the second came before the first
        ],
    ),
    example(
        "drug_administrations",
        "PT-005 reject",
        "administration_date",
        {"drug_administrations": [{}], **DEAD},  # on the day of death
        {"drug_administrations": [{"administration_date": "2022-03-02"}], **DEAD},
    ),
]
