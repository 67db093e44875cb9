"""Drug administrations as sent, and as staged."""

from datetime import date

from tests.staging_of import stage


def test_drugs_and_routes_are_read_in_the_words_of_hospitals():
    rows = stage(
        "drug_administrations",
        *(
            {"drug": drug, "route": route}
            for drug, route in (
                ("5-FU", "간동맥"),
                ("L01FF05", "정맥"),
                ("아바스틴", "IV"),
                ("bevacizumab", "ha"),
                ("넥사바", "PO"),
                ("5-FU", None),
                ("vitamin C", "IV"),
            )
        ),
    )
    assert [(row["drug"], row["route"]) for row in rows] == [
        ("FLUOROURACIL", "HEPATIC_ARTERY"),
        ("ATEZOLIZUMAB", "IV"),
        ("BEVACIZUMAB", "IV"),
        ("BEVACIZUMAB", "HEPATIC_ARTERY"),
        ("SORAFENIB", "ORAL"),
        ("FLUOROURACIL", None),
        (None, "IV"),
    ]


def test_doses_are_in_mg():
    rows = stage(
        "drug_administrations",
        {"dose": "850", "dose_unit": "mg"},
        {"dose": "1.2", "dose_unit": "g"},
        {"dose": "1.200,5", "dose_unit": "밀리그램", "decimal_mark": ","},
        {"dose": "850", "dose_unit": None},
        {"dose": "850", "dose_unit": "mL"},
        {"dose": "많이", "dose_unit": "mg"},
        {"dose": None, "dose_unit": "mg"},
    )
    assert [(row["dose_mg"], row["dose_status"], row["dose_unit_status"]) for row in rows] == [
        (850.0, "ok", "ok"),
        (1200.0, "ok", "ok"),
        (1200.5, "ok", "ok"),
        (None, "ok", "missing"),
        (None, "ok", "unreadable"),
        (None, "unreadable", "ok"),
        (None, "missing", "ok"),
    ]


def test_doses_by_body_surface_are_in_mg_where_the_row_has_the_surface():
    rows = stage(
        "drug_administrations",
        {"dose": "85", "dose_unit": "mg/m2", "bsa_m2": "1.7"},
        {"dose": "85", "dose_unit": "㎎/㎡", "bsa_m2": "1.7"},
        {"dose": "85", "dose_unit": "mg/m2", "bsa_m2": None},
        {"dose": "15", "dose_unit": "mg/kg", "bsa_m2": "1.7"},
        {"dose": None, "dose_unit": "mg/m2", "bsa_m2": None},
    )
    assert [(row["dose_mg"], row["dose_unit_status"]) for row in rows] == [
        (144.5, "ok"),  # 85 x 1.7
        (144.5, "ok"),
        (None, "partial"),  # an order: how much was given is asked about
        (None, "partial"),
        (None, "ok"),  # no dose
    ]


def test_days_first_where_declared():
    rows = stage("drug_administrations", {"administration_date": "01/03/2022", "date_order": "dmy"}, {"administration_date": "01/03/2022"})
    assert [(row["administration_date"], row["administration_date_status"]) for row in rows] == [
        (date(2022, 3, 1), "ok"),
        (None, "unreadable"),
    ]
