"""Writes the results of a release into one folder: numbers, tables, curves, figures, the page and the Word file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.analysis.run_statistics import Statistics
from pipelines.report.build_document import build_document
from pipelines.report.csv_files import write_curves, write_numbers, write_tables_as_csv
from pipelines.report.document import Document, Figure
from pipelines.report.figure_style import figure_style, write_figure
from pipelines.report.html_page import render_report
from pipelines.report.language import words_of
from pipelines.report.numbers import numbers_of
from pipelines.report.word_file import word_bytes
from pipelines.settings.sections import Settings

DIGITS_IN_PRINT = 4  # from ten digits of a p-value or a rate the counts behind it could be searched out


def write_results(statistics: Statistics, settings: Settings, results: Mapping[str, Any], folder: Path) -> Document:
    """Write everything into `folder`, which must be new, and return the document; the same input gives the same bytes."""
    document = build_document(statistics, settings, results)
    for name in ("tables", "curves", "figures"):
        (folder / name).mkdir(parents=True)
    is_published = settings.report.profile == "publish"
    numbers = [number.plain(DIGITS_IN_PRINT if is_published else 10) for number in numbers_of(statistics)]
    content = {
        "run_id": document.run_id,
        "as_of": document.as_of,
        "registry": document.registry,
        "profile": document.profile,
        "settings": settings_in_results(settings),
        "numbers": numbers,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    (folder / "statistics.json").write_text(text + "\n", encoding="utf-8")
    write_numbers(numbers, folder / "statistics.csv")
    write_tables_as_csv(document, folder / "tables")
    write_curves(statistics, folder / "curves", by_month=is_published)
    drawn = draw_figures(document, folder / "figures")
    svgs, pictures = ({name: forms[form] for name, forms in drawn.items()} for form in ("svg", "png"))
    words = words_of(settings)
    titled = words.document(document)
    (folder / "report.html").write_text(render_report(titled, results, svgs, words), encoding="utf-8")
    (folder / "report.docx").write_bytes(word_bytes(titled, pictures))
    return document


def draw_figures(document: Document, folder: Path) -> dict[str, dict[str, bytes]]:
    """Draw and write all figures and return their bytes by name and form."""
    with figure_style():
        return {figure.name: write_figure(figure.draw(), folder, figure.name) for figure in document.blocks(Figure)}


def settings_in_results(settings: Settings) -> dict[str, Any]:
    """Return the settings on which the numbers depend."""
    names = ("registry", "study", "readers", "response", "survival", "windows", "scores", "gate", "analysis", "report")
    return {name: part for name, part in settings.model_dump(mode="json").items() if name in names}
