"""Lesions as sent, and as staged."""

from dataclasses import replace

from pipelines.gate.self_test.example_settings import STUDY
from pipelines.warehouse.study_tables import fill_study_tables
from pipelines.warehouse.table_files import table_rules
from schemas.examples.shared import NO_RESPONSE
from tests.staging_of import open_raw, stage


def test_measured_zero_and_not_measured_are_two_things():
    rows = stage(
        "lesions",
        {"viable_mm": "42.5", "arterial_enhancement": "양성"},
        {"viable_mm": "0", "arterial_enhancement": "N"},
        {"viable_mm": None, "arterial_enhancement": None, "ne_reason": " motion "},
        {"viable_mm": "~5", "arterial_enhancement": "?"},
    )
    assert [(row["viable_mm"], row["viable_mm_status"], row["has_arterial_enhancement"]) for row in rows] == [
        (42.5, "ok", True),
        (0.0, "ok", False),
        (None, "missing", None),
        (None, "unreadable", None),
    ]
    assert [row["arterial_enhancement_status"] for row in rows] == ["ok", "ok", "missing", "unreadable"]
    assert rows[2]["ne_reason"] == "motion"


def test_a_small_new_nodule_is_asked_about_where_the_site_records_by_a_criterion_with_a_least_size():
    """RECIST 1.1 has no least size of a new lesion: a reader who calls one of 7 mm progression by it is right."""
    read = {"timepoint": "1", **NO_RESPONSE, "new_lesion": "Y", "overall_response": "PD"}
    connection = open_raw({"imaging_reads": [read], "lesions": [{"role": "NEW", "organ": "LIVER", "viable_mm": "7"}]})
    (rule,) = (one for one in table_rules("staging", "lesions") if one.id == "MR-010")
    query = rule.filled(rule.query).replace("{batch}", "staging.lesions")
    for criterion, found in (("mRECIST", 1), ("RECIST 1.1", 0)):
        fill_study_tables(connection, STUDY.model_copy(update={"criterion": criterion}))
        assert len(connection.execute(query).fetchall()) == found, criterion
    connection.close()


def test_metastases_that_are_measured_whole_are_kept_where_the_settings_say_so():
    """A metastasis need not enhance: whether its size may stand as viable, no source says; the setting does."""
    whole = {"viable_mm": "20", "arterial_enhancement": "N", "role": "NEW"}
    (rule,) = (rule for rule in table_rules("staging", "lesions") if rule.id == "MR-006")
    found = []
    with open_raw({"lesions": [{**whole, "organ": organ} for organ in ("LIVER", "LUNG", "LYMPH_NODE_OTHER")]}) as connection:
        for in_force in (rule, replace(rule, thresholds={"outside_liver": 0})):
            query = f"select organ from staging.lesions where {in_force.filled(in_force.where)} order by organ"
            found.append([organ for (organ,) in connection.execute(query).fetchall()])
    assert found == [["LIVER", "LUNG"], ["LIVER"]]


TOO_SMALL = [  # RECIST 1.1, 4.3.2; CDISC writes TOO SMALL TO MEASURE. The text; the size below which the lesion is, 0 where none is named
    ("too small to measure", 0.0, "ok"),
    ("TOO SMALL TO MEASURE", 0.0, "ok"),
    ("Too Small", 0.0, "ok"),
    ("tstm", 0.0, "ok"),
    ("너무 작음", 0.0, "ok"),
    ("<5", 5.0, "ok"),
    ("< 5 mm", 5.0, "ok"),
    ("＜5", 5.0, "ok"),
    ("<10", 10.0, "ok"),  # no criterion takes that for too small to measure: the lesion is not measured
    ("3", None, "ok"),
    ("<", None, "unreadable"),
    ("small", None, "unreadable"),
    (None, None, "missing"),
]


def test_a_lesion_that_is_too_small_to_measure_is_seen():
    rows = stage("lesions", *({"viable_mm": text, "total_mm": text, "short_axis_mm": text} for text, *_ in TOO_SMALL))
    for name in ("viable", "total", "short_axis"):
        found = [(row[f"{name}_below_mm"], row[f"{name}_mm_status"]) for row in rows]
        assert found == [(below, status) for _, below, status in TOO_SMALL], name
    assert [row["viable_mm"] for row in rows] == [3.0 if text == "3" else None for text, *_ in TOO_SMALL]


def test_names_and_codes():
    rows = stage(
        "lesions",
        {"lesion_id": " t1 ", "role": "표적", "organ": "간"},
        {"lesion_id": "N1", "role": "n", "organ": "hilar node"},
        {"lesion_id": "N1", "role": "n", "organ": "Lung", "source": "busan"},  # where n is a non-target
        {"lesion_id": "X", "role": "maybe", "organ": "spleen"},
    )
    assert [(row["lesion_id"], row["role"], row["organ"]) for row in rows] == [
        ("T1", "TARGET", "LIVER"),
        ("N1", "NEW", "LYMPH_NODE_PORTA"),
        ("N1", "NONTARGET", "LUNG"),
        ("X", None, None),
    ]
    assert (rows[3]["role_status"], rows[3]["organ_status"]) == ("unreadable", "unreadable")


def test_a_liver_target_must_enhance_where_the_site_records_by_viable_tumour():
    target = {"role": "TARGET", "organ": "LIVER", "viable_mm": "0", "total_mm": "40", "arterial_enhancement": "N"}
    connection = open_raw({"imaging_reads": [{"timepoint": "0", **NO_RESPONSE}], "lesions": [target]})
    (rule,) = (one for one in table_rules("staging", "lesions") if one.id == "MR-003")
    query = rule.filled(rule.query).replace("{batch}", "staging.lesions")
    for criterion, found in (("mRECIST", 1), ("RECIST 1.1", 0)):
        fill_study_tables(connection, STUDY.model_copy(update={"criterion": criterion}))
        assert len(connection.execute(query).fetchall()) == found, criterion
    connection.close()
