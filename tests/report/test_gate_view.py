"""The gates of a run in words: they count the findings as the workbook lists them."""

from pipelines.report.gate_view import rules_of_results, view_broken, view_families


def rule(name: str, outcome: str, findings: int) -> dict[str, object]:
    return {"rule": name, "name": "x", "level": "flag", "layer": "cohort", "table": "patients", "outcome": outcome, "rows": 53,
            "findings": findings}  # fmt: skip


RULES = [rule("PT-010", "failed", 53), rule("PT-003", "passed", 0), rule("TE-007", "failed", 1)]
LISTED = {"PT-010": 54}  # one for each of 53 patients, and one for the table, because they are so many


def test_family_has_as_many_findings_as_are_listed():
    dates, times = view_families(RULES, LISTED, [{"PT": 7}])
    assert (dates.key, dates.findings, dates.trend, dates.words) == ("PT", 54, (7, 54), "1 asks; of 2 rules")
    assert (times.key, times.findings, times.words) == ("TE", 0, "1 asks; of 1 rule")


def test_a_flag_asks_a_reject_quarantines_and_a_stop_stops():
    stop, reject, flag, idle = (
        rule(f"CP-00{number}", outcome, findings) | {"level": level}
        for number, (level, outcome, findings) in enumerate(
            [("stop", "failed", 1), ("reject", "failed", 2), ("flag", "failed", 53), ("flag", "not applicable", 0)]
        )
    )
    words = {one.id: (one.mark, one.words) for one in view_broken([flag, reject, stop, idle])}
    assert list(words.items()) == [
        ("CP-000", ("■", "stops the run: 1 of 53 rows")),
        ("CP-001", ("▲", "quarantines 2 of 53 rows")),
        ("CP-002", ("?", "asks about 53 of 53 rows")),
    ]
    (family,) = view_families([flag, flag, reject, stop, idle], {}, [])
    assert family.words == "1 stops the run, 1 quarantines, 2 ask; of 4 rules (1 not applicable)"
    assert view_broken([flag | {"rows": 0, "findings": 1}])[0].words == "asks about the table"


def test_rule_of_results_has_no_row():
    assert rules_of_results(RULES, LISTED) == ["TE-007"]
    assert rules_of_results(RULES[:2], LISTED) == []
