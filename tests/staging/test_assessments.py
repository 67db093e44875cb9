"""Assessments as sent, and as staged."""

from tests.staging_of import stage


def test_ecog_and_its_band():
    written = ["0", "1", "2", "3", "4", "1-2", "3-4", "1–2", "1.5", "PS1", None]
    rows = stage("assessments", *({"ecog": ecog} for ecog in written))
    assert [(row["ecog"], row["ecog_band"], row["ecog_status"]) for row in rows] == [
        (0, "0", "ok"),
        (1, "1-2", "ok"),
        (2, "1-2", "ok"),
        (3, "3-4", "ok"),
        (4, "3-4", "ok"),
        (None, "1-2", "ok"),  # a source that knows the band only
        (None, "3-4", "ok"),
        (None, "1-2", "ok"),
        (None, None, "unreadable"),
        (None, None, "unreadable"),
        (None, None, "missing"),
    ]


def test_tumour_count_and_number():
    written = ["1", "2", "20", "single", "다발", "Innumerable", "0", "many", ">3", ">= 2", ">=1", None]
    rows = stage("assessments", *({"tumour_count": count} for count in written))
    assert [(row["tumour_count"], row["tumour_number"], row["tumour_count_status"]) for row in rows] == [
        (1, "single", "ok"),
        (2, "multiple", "ok"),
        (20, "multiple", "ok"),
        (None, "single", "ok"),
        (None, "multiple", "ok"),
        (None, "multiple", "ok"),
        (0, None, "ok"),  # no tumour: neither single nor multiple
        (None, None, "unreadable"),
        (None, "multiple", "partial"),  # more than 3: the number itself is asked about
        (None, "multiple", "partial"),
        (None, None, "unreadable"),  # one, or more than one
        (None, None, "missing"),
    ]


CODES = [
    ("ascites", "ascites", {"없음": "none", "slight": "mild", "다량": "moderate"}),
    ("encephalopathy", "encephalopathy", {"0": "none", "Grade 2": "1-2", "4": "3-4"}),
    ("child_pugh_class", "child_pugh_class", {"a": "A", "CP-B": "B"}),
    ("bclc", "bclc", {"O": "0", "a1": "A", "Stage C": "C"}),
    ("okuda", "okuda", {"I": "I", "2": "II", "Stage III": "III", "Stage-I": "I"}),
    ("etiology", "etiology", {"B형간염": "HBV", "b+c": "HBV+HCV", "None": "Others"}),
    ("portal_vein_invasion", "has_portal_vein_invasion", {"Vp0": False, "Vp4": True, "유": True, "무": False}),
    ("portal_vein_invasion", "vp_grade", {"Vp0": 0, "vp1": 1, "VP4": 4, "유": None, "무": 0, "N": 0}),
    ("metastasis", "has_metastasis", {"y": True, "없음": False}),
]


def test_codes():
    staged_rows = iter(stage("assessments", *({column: word} for column, _, words in CODES for word in [*words, "?!", None])))
    for column, staged, words in CODES:
        rows = [next(staged_rows) for _ in [*words, "?!", None]]
        assert [row[staged] for row in rows] == [*words.values(), None, None], column
        assert [row[f"{column}_status"] for row in rows] == ["ok"] * len(words) + ["unreadable", "missing"], column


def test_sizes_with_a_decimal_comma():
    (row,) = stage("assessments", {"height_cm": "168,5", "weight_kg": "62,4", "largest_tumour_cm": "9,6", "decimal_mark": ","})
    assert (row["height_cm"], row["weight_kg"], row["largest_tumour_cm"], row["child_pugh_score"]) == (168.5, 62.4, 9.6, 5)
