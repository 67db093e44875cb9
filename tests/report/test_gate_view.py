"""The gates of a run in words: they count the findings as the workbook lists them."""

from pipelines.report.gate_view import rules_of_results, view_families


def rule(name: str, outcome: str, findings: int) -> dict[str, object]:
    return {"rule": name, "name": "x", "level": "flag", "layer": "cohort", "table": "patients", "outcome": outcome, "rows": 53,
            "findings": findings}  # fmt: skip


RULES = [rule("PT-010", "failed", 53), rule("PT-003", "passed", 0), rule("TE-007", "failed", 1)]
LISTED = {"PT-010": 54}  # one for each of 53 patients, and one for the table, because they are so many


def test_family_has_as_many_findings_as_are_listed():
    dates, times = view_families(RULES, LISTED, [{"PT": 7}])
    assert (dates.key, dates.findings, dates.trend, dates.words) == ("PT", 54, (7, 54), "failed: 1 of 2 rules")
    assert (times.key, times.findings, times.words) == ("TE", 0, "failed: 1 of 1 rules")


def test_rule_of_results_has_no_row():
    assert rules_of_results(RULES, LISTED) == ["TE-007"]
    assert rules_of_results(RULES[:2], LISTED) == []
