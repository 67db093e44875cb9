"""Examples of the rules of drug administrations. The good row is 850 mg of fluorouracil for 1.70 m2: 500 mg/m2, day 1 of cycle 1."""

from schemas.examples.doses import DOSES
from schemas.examples.drawing import example, fine, limits

GOOD = {
    "administration_date": "2022-03-01",
    "drug": "5-FU",
    "route": "HA",
    "cycle_no": "1",
    "day_no": "1",
    "dose": "850",
    "dose_unit": "mg",
    "bsa_m2": "1.70",
}
CYCLE_1, CYCLE_2 = {"cycle_no": "1"}, {"cycle_no": "2", "administration_date": "2022-04-01"}
DEAD = {"follow_up": [{"vital_status": "DEAD", "last_contact_date": "2022-03-01", "death_date": "2022-03-01"}]}
TABLET = {"drug": "sorafenib", "route": "PO", "cycle_no": None, "bsa_m2": None}
BY_MOUTH = {"drug": "sorafenib", "route": "PO"}  # a drug that no body size is held against
CISPLATIN = {"drug": "cisplatin", "dose": "102"}


def cycle(number: int, *days: str) -> list[dict]:
    """Draw the infusions of a cycle."""
    return [{"cycle_no": str(number), "day_no": str(place), "administration_date": day} for place, day in enumerate(days, start=1)]


def atezolizumab(day: str, **changes: object) -> dict:
    """Draw an infusion of atezolizumab."""
    return {"drug": "tecentriq", "route": "IV", "dose": "1200", "bsa_m2": None, "cycle_no": None, "administration_date": day, **changes}


def pair(*days: str, **changes: object) -> dict:
    """Draw atezolizumab with bevacizumab on these days; the changes are those of the last atezolizumab, the other rows are fine."""
    *before, last = days
    bevacizumab = [fine(**atezolizumab(day, drug="avastin", dose="930")) for day in days]
    return {"drug_administrations": [*(fine(**atezolizumab(day)) for day in before), atezolizumab(last, **changes), *bevacizumab]}


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
    example(
        "drug_administrations",
        "CV-036 flag",
        "dose_unit_status",
        [{"dose": "500", "dose_unit": "mg/m2"}, {"dose": None, "dose_unit": "mg/m2", "bsa_m2": None}],
        [{"dose": "500", "dose_unit": "mg/m²", "bsa_m2": None}, {"dose": "15", "dose_unit": "mg/kg"}],
    ),
    example("drug_administrations", "CV-024 reject", "dose_unit_status", {"dose_unit": "g", "dose": "0.85"}, {"dose_unit": "mL"}),
    example(
        "drug_administrations",
        "CV-024 reject",
        "dose_status dose_unit_status",
        [{"dose": None, "dose_unit": None}, {"dose": None}],
        {"dose_unit": None},
    ),
    example(
        "drug_administrations",
        "TX-017 reject",
        "dose_mg",
        [{"dose": "0.1", **BY_MOUTH}, {"dose": None}],
        [{"dose": "0"}, {"dose": "-850"}],
    ),
    *limits(
        "drug_administrations",
        "PA-004",
        "bsa_m2",
        {"0.89": "reject", "0.9": "flag", "1.19": "flag", "1.2": None, "2.4": None, "2.41": "flag", "3": "flag", "3.01": "reject"},
        **BY_MOUTH,
    ),
    example(
        "drug_administrations",
        "CR-004 reject",
        "patient_id administration_date drug route",
        {"drug_administrations": [{}, CISPLATIN, {"route": "IV"}]},
        {"drug_administrations": [{}, {"dose": "425"}]},
    ),
    example(
        "drug_administrations",
        "TX-005 reject",
        "cycle_no administration_date",
        [
            {"drug_administrations": [CYCLE_1, CYCLE_2]},
            {"cycle_no": None},
            {"cycle_no": "3", **BY_MOUTH},  # counted for HAIC only
        ],
        [
            {"cycle_no": "0"},
            CYCLE_2,  # without the first
            {"drug_administrations": [CYCLE_1 | {"administration_date": "2022-05-01"}, CYCLE_2]},  # the second came before the first
            # the numbers restart, 1 2 1: the third session has the number of the first
            {
                "drug_administrations": [
                    *(fine(**row) for row in cycle(1, "2022-03-01", "2022-03-02")),
                    *(fine(**row) for row in cycle(2, "2022-04-01", "2022-04-02")),
                    *cycle(1, "2022-05-01", "2022-05-02"),
                ]
            },
        ],
    ),
    example(
        "drug_administrations",
        "TX-005 reject",
        "cycle_no day_no administration_date",
        [
            {"drug_administrations": [*cycle(1, "2022-03-01", "2022-03-02"), *cycle(2, "2022-03-03", "2022-03-04")]},
            {"drug_administrations": cycle(1, "2022-03-01", "2022-03-02")},
        ],
        [
            # the second begins on the last day of the first; a third stands apart
            {
                "drug_administrations": [
                    *cycle(1, "2022-03-01", "2022-03-02"),
                    *cycle(2, "2022-03-02", "2022-03-03"),
                    *(fine(**row) for row in cycle(3, "2022-04-01", "2022-04-02")),
                ]
            },
            # interleaved, without day numbers: 1 2 1 2
            {
                "drug_administrations": [
                    {"cycle_no": "1", "day_no": None, "administration_date": "2022-03-01"},
                    {"cycle_no": "2", "day_no": None, "administration_date": "2022-03-02"},
                    {"cycle_no": "1", "day_no": None, "administration_date": "2022-03-03"},
                    {"cycle_no": "2", "day_no": None, "administration_date": "2022-03-04"},
                ]
            },
        ],
        also="CR-004 reject",  # two rows of the first case fall on one day
    ),
    example(
        "drug_administrations",
        "TX-003 flag",
        "day_no administration_date",
        [
            {"drug_administrations": cycle(1, "2022-03-01", "2022-03-02", "2022-03-03")},
            {"drug_administrations": [{"day_no": "1"}, {"day_no": "4", "administration_date": "2022-03-04"}]},  # two days of rest
            {"day_no": None},
            {"cycle_no": None, "day_no": "7"},
        ],
        [
            # the third row, typed a month early, is one row on a wrong day and no session before the others
            {"drug_administrations": [cycle(1, "", "", "2022-02-03")[2], *(fine(**row) for row in cycle(1, "2022-03-01", "2022-03-02"))]},
            # two rows say that the cycle begins on 1 March, the third (2 April - 2 days) says 31 March
            {"drug_administrations": [*(fine(**row) for row in cycle(1, "2022-03-01", "2022-03-02")), cycle(1, "", "", "2022-04-02")[2]]},
            # one against one: the earlier first day counts
            {"drug_administrations": [fine(), {"day_no": "2", "administration_date": "2022-03-03"}]},
        ],
    ),
    *DOSES,
    example(
        "drug_administrations",
        "TX-011 reject",
        "administration_date",
        [pair("2022-03-01", "2022-03-22"), pair("2022-03-01")],
        [pair("2022-03-01", "2022-03-14"), pair("2022-03-01", "2022-03-02")],  # 13 days, 1 day
    ),
    example(
        "drug_administrations",
        "TX-011 flag",
        "administration_date",
        [
            pair("2022-03-01", "2022-03-19"),  # 18 days
            pair("2022-03-01", "2022-03-29"),  # 28 days
            pair("2022-03-01", "2022-03-30", reduction_reason="proteinuria"),
        ],
        [
            pair("2022-03-01", "2022-03-15"),  # 14 days: possible, and not every three weeks
            pair("2022-03-01", "2022-03-18"),  # 17 days
            pair("2022-03-01", "2022-03-18", reduction_reason="proteinuria"),  # a hold makes no shorter interval
            pair("2022-03-01", "2022-03-30"),  # 29 days
        ],
    ),
    example(
        "drug_administrations",
        "TX-011 flag",
        "drug administration_date",
        [pair("2022-03-01"), {"drug_administrations": [atezolizumab("2022-03-01", reduction_reason="bleeding: bevacizumab held")]}],
        {"drug_administrations": [atezolizumab("2022-03-01")]},
    ),
    example(
        "drug_administrations",
        "PT-005 reject",
        "administration_date",
        {"drug_administrations": [{}], **DEAD},  # on the day of death
        {"drug_administrations": [{"administration_date": "2022-03-02"}], **DEAD},
    ),
]
