"""Doses as sent, beside the plan of the patient's regimen: by body surface, by weight, flat; and infusions beside the interval planned."""

from pipelines.settings.study import Study
from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.study_tables import fill_study_tables
from tests.staging_of import staged

# 170 cm and 61.2 kg are 1.70 m2: FOLFOX plans 85 x 1.70 = 144.5 mg of oxaliplatin and 1400 x 1.70 = 2380 mg of fluorouracil a day
EVERYBODY = [{"name": "everybody", "label": "All patients"}]
AFTER_ATE_BEVA = [{"name": "after", "label": "After ate-beva", "last_before": "ATE_BEVA"}]


def dose(patient, drug, mg, **more):
    day = {"administration_date": "2022-03-01", "route": "HEPATIC_ARTERY", "bsa_m2": "1.70", "cycle_no": None, "day_no": None}
    return {**day, "row_key": f"{patient} {drug}", "patient_id": patient, "drug": drug, "dose": str(mg), "dose_unit": "mg", **more}


def weighs(patient, kg):
    return {"row_key": f"visit of {patient}", "patient_id": patient, "assessment_date": "2022-02-28", "height_cm": "170", "weight_kg": kg}


def derive(study, doses, visits, select):
    """Return what a select finds in the tables that are derived from doses and visits under a study."""
    connection = staged({"drug_administrations": list(doses), "assessments": list(visits)})
    fill_study_tables(connection, Study.model_validate(study))
    for table in ("body_sizes", "planned_doses", "infusion_intervals"):
        build_table(connection, SQL / "derived" / f"{table}.sql", "derived")
    return connection.sql(select).fetchall()


def planned(study, doses, visits=()):
    """Return (row, regimen, planned dose, share of it in percent) of the doses that a study has a plan for."""
    share = "planned_dose_pct(dose_unit, dose_mg, recorded_m2, computed_m2, weight_kg, planned_dose, 0.03)"
    return derive(study, doses, visits, f"select row_key, regimen, planned_dose, {share} from derived.planned_doses order by row_key")


def test_the_body_on_the_day_of_a_dose():
    connection = staged({"drug_administrations": [dose("P1", "5-FU", 850)], "assessments": [weighs("P1", "61.2")]})
    build_table(connection, SQL / "derived" / "body_sizes.sql", "derived")
    assert connection.sql("select height_cm, weight_kg, weight_age_days from derived.body_sizes").fetchall() == [(170.0, 61.2, 1)]


def test_the_creatinine_before_a_dose_is_one_that_can_be():
    written = {"possible": "1.5", "impossible": "250"}  # of at most 1.2 mg/dL
    labs = [{"row_key": key, "test": "CREAT", "value": value, "unit": "mg/dL", "upper_limit": "1.2"} for key, value in written.items()]
    connection = staged({"labs": labs})
    build_table(connection, SQL / "derived" / "creatinine_ratios.sql", "derived")
    assert connection.sql("select row_key, ratio from derived.creatinine_ratios").fetchall() == [("possible", 1.25)]


def test_each_patient_is_held_against_the_regimen_of_his_drugs():
    doses = [
        dose("P1", "5-FU", 850),
        dose("P1", "cisplatin", 51),  # half of 60 x 1.70 = 102 mg
        dose("P2", "5-FU", 2380),
        dose("P2", "oxaliplatin", 144.5),
        dose("P3", "5-FU", 850),  # both plans in one patient: held against neither
        dose("P3", "cisplatin", 102),
        dose("P3", "oxaliplatin", 144.5),
        dose("P4", "cisplatin", 102),  # alone: as far as the study counts, the fluorouracil is missing
        dose("P5", "oxaliplatin", 144.5, route="IV"),  # not into the hepatic artery
    ]
    assert planned({"index_treatment": "HAIC", "regimens": ["FP", "FOLFOX"], "arms": EVERYBODY}, doses) == [
        ("P1 5-FU", "FP", 500, 100),
        ("P1 cisplatin", "FP", 60, 50),
        ("P2 5-FU", "FOLFOX", 1400, 100),
        ("P2 oxaliplatin", "FOLFOX", 85, 100),
        ("P4 cisplatin", "FP", 60, 100),
    ]


def test_cisplatin_alone_is_a_regimen_where_the_study_counts_it():
    study = {"index_treatment": "HAIC", "regimens": ["FP", "CISPLATIN_ALONE"], "arms": EVERYBODY}
    rows = planned(study, [dose("P1", "cisplatin", 102), dose("P2", "cisplatin", 102), dose("P2", "5-FU", 850)])
    assert [row[:2] for row in rows] == [("P1 cisplatin", "CISPLATIN_ALONE"), ("P2 5-FU", "FP"), ("P2 cisplatin", "FP")]


def test_a_dose_that_depends_on_the_weight():
    kg = {"P1": "59.9", "P2": "60", "P3": "75", "P4": None}
    doses = [dose(patient, "lenvatinib", 12, route="PO", bsa_m2=None) for patient in kg]
    visits = [weighs(patient, weight) for patient, weight in kg.items()]
    assert planned({"index_treatment": "LENVATINIB", "arms": EVERYBODY}, doses, visits) == [
        ("P1 lenvatinib", "LENVATINIB", 8, 150),
        ("P2 lenvatinib", "LENVATINIB", 12, 100),
        ("P3 lenvatinib", "LENVATINIB", 12, 100),
    ]  # the weight of P4 is not known, and so neither is the plan


def test_the_plan_of_a_treatment_is_in_force_where_an_arm_asks_about_it():
    doses = [dose("P1", "tecentriq", 1200, route="IV"), dose("P1", "avastin", 459, route="IV")]  # 15 x 61.2 kg = 918 mg
    study = {"index_treatment": "HAIC", "regimens": ["FP"]}
    assert planned({**study, "arms": AFTER_ATE_BEVA}, doses, [weighs("P1", "61.2")]) == [
        ("P1 avastin", "ATE_BEVA", 15, 50),
        ("P1 tecentriq", "ATE_BEVA", 1200, 100),
    ]
    assert planned({**study, "arms": EVERYBODY}, doses, [weighs("P1", "61.2")]) == []


def test_a_reason_with_any_drug_of_the_day_explains_a_hold():
    doses = [dose("P1", "tecentriq", 1200, route="IV"), dose("P1", "avastin", 900, route="IV", reduction_reason="proteinuria")]
    study = {"index_treatment": "HAIC", "regimens": ["FP"], "arms": AFTER_ATE_BEVA}
    assert derive(study, doses, (), "select row_key, has_reason from derived.infusion_intervals") == [("P1 tecentriq", True)]


def test_a_reason_with_any_drug_of_the_day_explains_a_dose():
    study = {"index_treatment": "HAIC", "regimens": ["FP"], "arms": EVERYBODY}
    doses = [dose("P1", "5-FU", 700), dose("P1", "cisplatin", 51, reduction_reason="creatinine"), dose("P2", "5-FU", 700)]
    doses += [dose("P2", "cisplatin", 51)]
    assert derive(study, doses, (), "select row_key, has_reason from derived.planned_doses order by row_key") == [
        ("P1 5-FU", True),
        ("P1 cisplatin", True),
        ("P2 5-FU", False),
        ("P2 cisplatin", False),
    ]


def test_the_others_of_an_infusion_are_of_its_own_regimen():
    other = [{"name": "other", "label": "After tremelimumab and durvalumab", "last_before": "TREME_DURVA"}]
    study = {"index_treatment": "HAIC", "regimens": ["FP"], "arms": [*AFTER_ATE_BEVA, *other]}
    doses = [dose("P1", drug, 900, route="IV") for drug in ("tecentriq", "avastin")]
    assert derive(study, doses, (), "select row_key, has_the_others from derived.infusion_intervals") == [("P1 tecentriq", True)]


def test_infusions_of_a_pair_before_the_index_treatment():
    doses = [
        dose("P1", "tecentriq", 1200, route="IV"),
        dose("P1", "avastin", 900, route="IV"),
        dose("P1", "tecentriq", 1200, route="IV", administration_date="2022-03-22", row_key="later"),
    ]
    select = "select row_key, interval_days, cycle_days, has_the_others from derived.infusion_intervals order by administration_date"
    study = {"index_treatment": "HAIC", "regimens": ["FP"], "arms": AFTER_ATE_BEVA}
    assert derive(study, doses, (), select) == [("P1 tecentriq", None, 21, True), ("later", 21, 21, False)]
    # where the pair is the index treatment its cycles are held in the cohort
    assert derive({"index_treatment": "ATE_BEVA"}, doses, (), select) == []
