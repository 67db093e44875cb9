"""The audit of printed numbers: single rows drawn here, and the paper itself, whose verdicts are known."""

import pytest

from pipelines.audit.recompute import audit_numbers
from pipelines.paper.printed_and_recomputed import load_printed_numbers

PRINTED = {row["id"]: row for row in load_printed_numbers()}
SIZES = {"first": "66", "post": "34"}


def audited(kind, printed, given=""):
    return audit_numbers([{"id": "x", "kind": kind, "printed": printed, "given": given}])[0]


def verdict(kind, printed, given=""):
    return audited(kind, printed, given).verdict


@pytest.mark.parametrize(
    ("kind", "printed", "given", "expected"),
    [
        ("percent", "12 (18.2)", "66", "agrees"),  # 18.1818
        ("percent", "12 (18.1)", "66", "truncated"),
        ("percent", "12 (28.2)", "66", "differs"),
        ("percent", "67 (99.0)", "66", "differs"),  # more than all
        ("percent", "0 (0)", "34", "agrees"),
        ("percent", "6 (17.6%)", "34", "agrees"),
        ("total", "66", "57 9", "agrees"),
        ("total", "66", "57 8", "differs"),
        ("p_of_counts", "0.031", "12 12; 54 22", "differs"),  # 0.058, 0.083, 0.099
        ("p_of_counts", "0.058", "12 12; 54 22", "agrees"),
        ("p_of_counts", "0.083", "12 12; 54 22", "agrees"),  # Fisher
        ("p_of_counts", "0.099", "12 12; 54 22", "agrees"),  # Yates
        ("p_of_counts", "0.113", "57 25; 9 9", "truncated"),  # 0.11354
        ("p_of_counts", "<0.001", "0 20; 66 14", "agrees"),
        ("p_of_counts", "<0.001", "12 12; 54 22", "differs"),
        ("p_of_counts", "0.5", "12 0; 54 0", "unreadable"),  # one group is empty
        ("p_of_means", "0.151", "66 65.79 11.19; 34 62.12 13.46", "agrees"),
        ("p_of_means", "0.12", "66 1.99 3.61; 34 1.23 1.05", "agrees"),  # Welch
        ("p_of_means", "0.12", "66 1.99 3.61; 34 123 1.05", "differs"),  # the lost decimal point
        ("mean", "43.10", "66 1", "differs"),
        ("mean", "43.10", "63 1", "agrees"),  # 2715 / 63 = 43.095
        ("mean", "9.61", "66 0.1", "agrees"),
        ("hazard_ratio", "0.56 (0.295-1.065) p=0.077", "", "agrees"),
        ("hazard_ratio", "0.56 (0.295, 1.065)", "", "agrees"),
        ("hazard_ratio", "0.56 (0.295-1.065) p=0.020", "", "differs"),
        ("hazard_ratio", "0.66 (0.295-1.065) p=0.077", "", "differs"),  # the middle is 0.5605
        ("hazard_ratio", "1.20 (0.295-1.065) p=0.077", "", "differs"),  # outside its interval
        ("survival_rate", "54.0 (34.9-83.4)", "", "agrees"),
        ("survival_rate", "54.0 (34.9-63.4)", "", "differs"),
        ("at_risk", "66 40 20 12 10", "66", "agrees"),
        ("at_risk", "66 40 20 22 10", "66", "differs"),
        ("at_risk", "65 40 20", "66", "differs"),
        # as other papers and journals print them
        ("percent", "9 (0.5)", "2000", "agrees"),  # 0.45: half up …
        ("percent", "9 (0.4)", "2000", "agrees"),  # … and half even
        ("percent", "4/31 (12.9)", "31", "agrees"),
        ("percent", "4/31 (12.9)", "32", "differs"),
        ("percent", "1,234 (50.0 %)", "2,468", "agrees"),
        ("percent", "0 (0.0)", "0", "differs"),  # of nobody
        ("total", "2,468", "1234 1234", "agrees"),
        ("p_of_counts", ">0.99", "10 10; 10 10", "agrees"),
        ("p_of_counts", ">0.99", "10 12; 20 20", "differs"),  # 0.732
        ("p_of_counts", "P = .732", "10 12; 20 20", "agrees"),
        ("p_of_counts", "0·732", "10 12; 20 20", "agrees"),
        ("p_of_counts", "NS", "10 12; 20 20", "unreadable"),
        ("p_of_counts", "0.5", "1000000000000 1; 3 4", "differs"),  # too many for the exact test, not for the other
        ("p_of_counts", "0.5", "10/20 12/30", "unreadable"),  # n/N is no line of a table
        ("p_of_means", "0.9", "100 5 0.5; 100 5.1 0.5", "agrees"),  # 5 may be 5.1
        ("p_of_means", "0.5", "20 5.1 -1; 20 5.9 2", "unreadable"),
        ("p_of_means", "0.5", "20.5 5.1 1; 20 5.9 2", "unreadable"),
        ("mean", "5.18", "28.5 1", "unreadable"),
        ("hazard_ratio", "0.58 (95% CI, 0.42 to 0.79; P<0.001)", "", "agrees"),
        ("hazard_ratio", "0.69, 95 % CI 0.54–0.88; P = .003", "", "agrees"),
        ("hazard_ratio", "0.69 (90% CI 0.54-0.88)", "", "unreadable"),  # another level
        ("hazard_ratio", "1.00 (1.00-1.00) p=0.02", "", "agrees"),  # per ng/mL
        ("hazard_ratio", "0.05 (0.00-0.41)", "", "agrees"),  # 0.00 is up to 0.005
        ("survival_rate", "54.6% (95% CI 45.2 to 64.0)", "", "agrees"),
        ("survival_rate", "100 (100-100)", "", "agrees"),
        ("survival_rate", "100 (90-100)", "", "differs"),
        ("survival_rate", "5.0 (0.0-12.0)", "", "agrees"),  # plain, cut off at 0
        ("at_risk", "66 40 20", "1e400", "unreadable"),
        ("percent", "a few", "66", "unreadable"),
        ("p_of_means", "0.1", "66 1.99", "unreadable"),
        ("colour", "red", "", "unreadable"),
    ],
)
def test_a_row(kind, printed, given, expected):
    found = audited(kind, printed, given)
    assert found.verdict == expected, found
    assert found.reason.endswith(".")


def test_the_kind_of_interval_is_named():
    assert audited("survival_rate", "54.0 (34.9-83.4)").recomputed == "log"
    assert audited("survival_rate", "0.540 (0.305-0.775)").recomputed == "plain"  # 0.54 ± 1.96 · 0.12
    # log(-log 0.54) = -0.484; ± 1.96 · 0.12 / (0.54 · 0.616)
    assert audited("survival_rate", "54.0 (28.7-73.8)").recomputed == "log-log"


def test_an_empty_row_stops_nothing():
    assert [one.verdict for one in audit_numbers([{}, {"id": "x", "kind": "total", "printed": "1", "given": None}])] == ["unreadable"] * 2


# --- the paper

PERCENTS = [item for item in PRINTED if item.endswith("-pct")]


@pytest.mark.parametrize("item", PERCENTS)
def test_the_percentages_of_the_paper(item):
    row = PRINTED[item]
    if "no %" in row["printed"]:
        return
    known = {"ok": "agrees", "authors: truncated, not rounded": "truncated"}.get(row["verdict"], "differs")
    assert verdict("percent", row["printed"], SIZES[item.split("-")[-2]]) == known


COUNTS = {
    row["id"].removesuffix("-first-pct"): (row["printed"].split()[0], PRINTED[row["id"].replace("-first-", "-post-")]["printed"].split()[0])
    for row in PRINTED.values()
    if row["id"].endswith("-first-pct")
}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Sex", "truncated"),
        ("BCLC", "differs"),
        ("Etiology", "differs"),
        ("Child-Pugh", "differs"),
        ("ECOG", "agrees"),
        ("Number", "agrees"),
        ("PVI", "agrees"),
        ("Mets", "agrees"),
    ],
)
def test_the_tests_of_table_1(item, expected):
    lines = "; ".join(" ".join(pair) for name, pair in COUNTS.items() if name.startswith(f"T1-{item}-"))
    assert verdict("p_of_counts", PRINTED[f"P-{item}"]["printed"], lines) == expected


@pytest.mark.parametrize("item", [item for item in PRINTED if item.startswith("COX")])
def test_the_hazard_ratios_of_the_paper(item):
    known_errors = {  # in the third decimal
        "COX-OS-uni-mets": "truncated",  # around 1.6682, p 0.0816
        "COX-PFS-uni-mets": "differs",  # around 2.0756, printed 2.079
        "COX-PFS-uni-pvtt": "differs",  # p 0.4828 to 0.4842, printed 0.485
    }
    found = audited("hazard_ratio", PRINTED[item]["printed"].replace("=<", "<"))
    if item in known_errors or found.verdict == "differs":
        assert found.verdict == known_errors.get(item), found


@pytest.mark.parametrize("item", ["KM12-OS-first", "KM12-OS-post", "KM12-PFS-first", "KM12-PFS-post"])
def test_the_intervals_of_the_paper_are_of_the_type_log(item):
    assert audited("survival_rate", PRINTED[item]["printed"]).recomputed == "log"
