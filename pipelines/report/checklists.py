"""The checklists of STROBE (cohort studies) and RECORD, filled as far as the run knows, with what is open; and what was said of many tests.

The items are rows of checklist_items.csv, shortened; the wording that binds is that of von Elm et al., PLoS Med 2007;4:e296, and of
Benchimol et al., PLoS Med 2015;12:e1001885.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.analysis.covariate_definitions import load_covariates
from pipelines.analysis.run_statistics import Statistics
from pipelines.report.document import Block, Line, Paragraph, Table, cells_of
from pipelines.report.number import Number
from pipelines.report.numbers import FIRST_COX_TABLE
from pipelines.report.survival_methods import in_a_sentence
from pipelines.report.survival_tables import follow_up_in_words
from pipelines.settings.sections import Settings
from pipelines.warehouse.table_files import table_of
from schemas.role import PATIENTS

ITEMS = Path(__file__).with_name("checklist_items.csv")
TITLES = {"STROBE": "STROBE checklist for cohort studies", "RECORD": "RECORD checklist, what it asks beside STROBE"}
LEVEL = 0.05
OPEN = "Open: {}."


@cache
def load_items() -> tuple[Mapping[str, str], ...]:
    """Return the items of both checklists, in order."""
    with ITEMS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def print_checklists(
    statistics: Statistics, settings: Settings, results: Mapping[str, Any], numbers: list[Number], titles: Mapping[str, str]
) -> Iterator[Block]:
    """Yield both checklists and the statement on multiplicity; `numbers` are all numbers of the report."""
    known = _known(statistics, settings, results, titles)
    yield Paragraph(say_multiplicity(statistics, numbers), "Multiplicity")
    for checklist, title in TITLES.items():
        lines = tuple(
            Line(f"{row['item']} {row['topic']}", cells_of(row["asks"], filled(row, known)))
            for row in load_items()
            if row["checklist"] == checklist
        )
        yield Table(
            name=f"checklist_{checklist.lower()}",
            number="Table S",
            title=title,
            columns=("Item", "What it asks (shortened)", "Where, and what the run knows"),
            lines=lines,
            notes=("“Open” is what no run can know; it is for the authors to fill in.",),
            role="sensitivity",
            has_long_texts=True,
        )


def filled(row: Mapping[str, str], known: Mapping[str, str]) -> str:
    """Return what is known of an item, and what is open."""
    said = row["known"].format_map(known)
    return " ".join(filter(None, (said, OPEN.format(row["open"]) if row["open"] else "")))


def say_multiplicity(statistics: Statistics, numbers: list[Number]) -> str:
    """Return how many tests stand in the primary tables, and what that means for a single small p."""
    tests = [one.value for one in numbers if one.role == "primary" and _is_p(one) and isinstance(one.value, float)]
    below = sum(value < LEVEL for value in tests)
    first = statistics.endpoints[0].label.lower() if statistics.endpoints else "the first endpoint"
    return (
        f"The primary tables hold {len(tests)} p-values, {below} of them below {LEVEL:g}; if nothing differed, about "
        f"{LEVEL * len(tests):.0f} would be, by chance alone. None is corrected for their number. The first endpoint is {first}; all else "
        "is secondary, and sensitivity analyses are no further tests of it."
    )


def _is_p(number: Number) -> bool:
    return number.unit == "p" or number.name.rpartition(".")[2] in ("p", "p_value")


def _known(statistics: Statistics, settings: Settings, results: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    """Return what the run knows, by the word that stands for it in the items; a publish profile says no count that it suppresses."""
    study, analysis, paper = settings.study, settings.analysis, statistics.paper
    is_published = settings.report.profile == "publish"
    covariates = [load_covariates()[name].label for name in study.covariates]
    begun = f"Index treatments from {study.window[0]} to {study.window[1]}" if study.window else "Index treatments at any time"
    beside = [
        *(["arms adjusted for confounders"] if statistics.adjusted else []),
        *(["responses counted from a landmark"] if statistics.landmarks else []),
        *(["a best and a worst case of quarantined records"] if statistics.bounds else []),
        "readers apart" if statistics.readers else "the data rules of the gates",
    ]
    models = [f"Table {place}" for place, _ in enumerate(paper.coxes, FIRST_COX_TABLE)]
    patients = results["tables"].get(table_of(PATIENTS), {})
    rules = f"{len(results['rules'])} rules were asked"
    return {
        "registry": settings.registry.name,
        "window": begun,
        "as_of": str(results["as_of"]),
        "run_id": str(results["run_id"]),
        "flow": "Cohort flow",
        "patients": str(statistics.patients),
        "pairs": "Pairs by propensity score: Adjusted comparison." if statistics.adjusted else "No matching in this report.",
        "endpoints": in_a_sentence(titles.values()),
        "confounders": in_a_sentence(load_covariates()[name].label for name in study.confounders) or "none named",
        "criterion": statistics.criterion.label if statistics.criterion else "the settings",
        "bias": in_a_sentence(beside).capitalize(),
        "detectable": " Detectable hazard ratios: Checks of the multivariate models." if statistics.checks else "",
        "covariates": in_a_sentence(covariates) or "the arm alone",
        "subgroups": "Interaction by likelihood ratio: Methods, Subgroups." if statistics.subgroups else "No subgroups in this report.",
        "missing": _missing(statistics),
        "censorings": "; ".join(dict.fromkeys(one.lower() for each in statistics.endpoints for one in each.censorings)) or "as recorded",
        "sensitivity": "Appendix; one choice changed at a time." if statistics.sensitivity else "Appendix.",
        "follow_up": follow_up_in_words(paper.survivals[0]) if paper.survivals else "No endpoint.",
        "figures": ", ".join(f"Figure {place}" for place, _ in enumerate(paper.survivals, 1)),
        "cox_tables": f"{', '.join(models)}: alone and together; entered by {paper.coxes[0].entered_by}" if models else "No model",
        "months": in_a_sentence(f"{month:g}" for month in analysis.rate_months),
        "limits": "What the analyses take for granted stands in Methods.",
        "cleaning": f"{rules}; {sum(results['findings'].values()):,} findings (Gates)." if not is_published else f"{rules}.",
        "quarantined": f"Of {patients.get('read', 0):,} patient records {patients.get('quarantined', 0):,} were quarantined; Cohort flow."
        if not is_published
        else "Quarantined records are not in the cohort; Cohort flow.",
    }


def _missing(statistics: Statistics) -> str:
    said = "Complete cases, counted in each table"
    return f"{said}; imputed as a sensitivity analysis." if statistics.requested.imputed else f"{said}; nothing was imputed."
