"""Lesions as sent, and as staged."""

from tests.staging_of import stage


def test_measured_zero_and_not_measured_are_two_things():
    rows = stage(
        "lesions",
        {"viable_mm": "42.5", "arterial_enhancement": "양성"},
        {"viable_mm": "0", "arterial_enhancement": "N"},
        {"viable_mm": None, "arterial_enhancement": None, "ne_reason": " motion "},
        {"viable_mm": "<5", "arterial_enhancement": "?"},
    )
    assert [(row["viable_mm"], row["viable_mm_status"], row["has_arterial_enhancement"]) for row in rows] == [
        (42.5, "ok", True),
        (0.0, "ok", False),
        (None, "missing", None),
        (None, "unreadable", None),
    ]
    assert [row["arterial_enhancement_status"] for row in rows] == ["ok", "ok", "missing", "unreadable"]
    assert rows[2]["ne_reason"] == "motion"


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
