"""Writes the report as one page that needs nothing besides itself: style and figures inside, no script, no address to load from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.report.document import Contents, Document, Figure, Flow, Paragraph, Reference, Table, runs_of
from pipelines.report.gate_view import rules_of_results, view_broken, view_families, view_off
from pipelines.report.in_print import unbroken
from pipelines.report.inline_svg import inline_svg
from pipelines.report.language import ENGLISH, ReportWords
from pipelines.report.query_view import view_queries

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).resolve().parent / "templates"
MARK, END_MARK = "<!-- gates -->", "<!-- end of gates -->"
KINDS = {Table: "table", Figure: "figure", Flow: "flow", Paragraph: "paragraph", Reference: "reference", Contents: "contents"}


def render_report(document: Document, results: Mapping[str, Any], svgs: Mapping[str, bytes], words: ReportWords = ENGLISH) -> str:
    """Return the page of a release; `results` is the content of its results.json, `svgs` its figures by name."""
    figures = {
        figure.name: inline_svg(svgs[figure.name], figure.name, f"{figure.number}. {figure.title}", figure.alt)
        for figure in document.blocks(Figure)
    }
    return _environment(words).get_template("report.html.j2").render(
        document=document, figures=figures, kind_of=lambda block: KINDS[type(block)], **_gates(results, ())
    )  # fmt: skip


def with_trend(page: str, results: Mapping[str, Any], past: Sequence[Mapping[str, Any]], words: ReportWords = ENGLISH) -> str:
    """Return the page of a release with what the last runs found beside its own findings; `past` are these runs, this one last."""
    if MARK not in page:  # the publish profile has no gates
        return page
    before, opening, rest = page.partition(MARK)
    _, end, after = rest.partition(END_MARK)
    gates = _environment(words).get_template("gates.html.j2").render(**_gates(results, past))
    return before + opening + "\n" + gates + end + after


def render_no_statistics(
    run: Mapping[str, Any],
    results: Mapping[str, Any] | None,
    last: Mapping[str, Any] | None,
    past: Sequence[Mapping[str, Any]],
    words: ReportWords = ENGLISH,
) -> str:
    """Return the page of a run without statistics: why, what to do, and of which day the last good results are.

    `run` is the content of status.json; `results` that of results.json, None if the run did not come so far; `last` that of the last
    good release, None if there is none.
    """
    gates = _gates(results or {"rules": [], "findings": {}, "tables": {}}, past if results else ())
    return _environment(words).get_template("no_statistics.html.j2").render(run=run, last=last, **gates)


def render_no_cohort(profile: str, results: Mapping[str, Any], why: str, words: ReportWords = ENGLISH) -> str:
    """Return the page of a release without statistics, which are not made of this registry: why, and what the gates came to."""
    return _environment(words).get_template("no_cohort.html.j2").render(profile=profile, why=why, **_gates(results, ()))


def render_page(template: str, **said: Any) -> str:
    """Return a page of another kind, in the same style."""
    return _environment(ENGLISH).get_template(template).render(**said)


def _gates(results: Mapping[str, Any], past: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    before = [run["findings"] for run in past][:-1]
    return {
        "results": results,
        "families": view_families(results["rules"], results["findings"], before),
        "without_rows": rules_of_results(results["rules"], results["findings"]),
        "broken": view_broken(results["rules"]),
        "trend_runs": len(past),
        "changed_rules": results.get("changed_rules") or [],
        "off_rules": view_off(results.get("off_rules") or []),
        "queries": view_queries(results),
    }


def _environment(words: ReportWords) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"runs": runs_of, "unbroken": unbroken, "said": words.said}
    shared: dict[str, Any] = environment.globals
    shared |= {"language": words.language, "what_rules_say": words.what_rules_say, "sentence_of": words.sentence_of}
    shared["style"] = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return environment
