"""Writes the review page: every query and the patients whom they concern, as one file that needs nothing besides itself.

The policy in its head lets no request leave it, and lets only the script and the style run that were written with it, by their digests:
whatever stands in a cell is text. Data stands in blocks of JSON in which no sign of markup is left.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import duckdb
import polars as pl

from pipelines.findings.queries.answers import ANSWERS, BLANK, VALUE
from pipelines.findings.queries.last_queries import in_hospital_words
from pipelines.findings.queries.query_log import RIGHT
from pipelines.findings.queries.query_words import COLUMNS, Language, say_influence
from pipelines.findings.queries.rule_sentences import in_language
from pipelines.findings.review.build_review import build_review
from pipelines.findings.review.page_data import ROW, fields_of, files_of, pack_patients, pack_queries
from pipelines.findings.review.review_words import WORDS
from pipelines.settings.rules_in_force import AS_WRITTEN, RuleBook
from pipelines.warehouse.table_files import table_of
from schemas.role import Role

PAGE = Path(__file__).resolve().parent / "page"
SCRIPTS = (  # in the order in which they stand in the page
    "data",
    "elements",
    "answers",
    "answers_file",
    "filters",
    "query_list",
    "axes",
    "marks",
    "timeline",
    "sums",
    "results",
    "query_card",
    "answer_form",
    "patient_view",
    "print_page",
    "keyboard",
    "start",
)
SAVED = ("query", "answer", "field", "new_value", "comment", "by", "date", "until", "fingerprint")  # columns of the file of answers
NOT_IN_A_PAGE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class ReviewedRun:
    """The run whose queries the page shows; `is_answerable` says whether their numbers stay, so that answers can be taken."""

    run_id: str
    as_of: str
    registry: str
    language: Language
    is_answerable: bool
    patient_numbers: Mapping[str, str]  # the hospital's own, by pseudonym; {} where it wants none here
    other_numbers: Mapping[str, str]  # of exams, lesions and specimens
    book: RuleBook = AS_WRITTEN  # the rules in force, whose thresholds stand in their sentences


def write_review_page(connection: duckdb.DuckDBPyConnection, run: ReviewedRun, path: Path) -> None:
    """Build the tables of the page from the queries and the staged rows, and write it; the same run gives the same bytes."""
    drawn = build_review(connection)
    patients = pack_patients(connection, drawn, run.other_numbers)
    path.write_text(page_of(run, _queries(connection, run), patients, drawn, files_of(connection)), encoding="utf-8")


def _queries(connection: duckdb.DuckDBPyConnection, run: ReviewedRun) -> pl.DataFrame:
    """Return the queries in the order of their influence, in the hospital's own numbers."""
    queries = connection.sql("from queries.queries").pl()
    named = [in_hospital_words(query, run.other_numbers) for query in queries.to_dicts()]
    in_korean = [in_language(query, run.book, "ko") for query in named]
    sentences = {f"{name}_ko": [query[name] for query in in_korean] for name in ("message", "action")}
    changes = {f"could_change_{language}": [say_influence(query, language) for query in named] for language in get_args(Language)}
    number = pl.col("patient").replace_strict(run.patient_numbers, default=None, return_dtype=pl.String).alias("patient_number")
    return pl.DataFrame(named, schema=queries.schema).with_columns(
        number, **{name: pl.Series(said, dtype=pl.String) for name, said in (sentences | changes).items()}
    )


def page_of(
    run: ReviewedRun, queries: pl.DataFrame, patients: Mapping[str, str], drawn: Iterable[Role], files: list[list[str | None]]
) -> str:
    """Return the page: all queries, and of each patient the text of what is drawn, by pseudonym (`pack_patients`)."""
    columns = {table_of(role): list(role.columns[1:]) for role in drawn}
    content = {
        "run": {name: getattr(run, name) for name in ("run_id", "as_of", "registry", "language", "is_answerable")},
        "queries": pack_queries(queries),
        "columns": columns | {"rows": list(ROW)},
        "drawings": list(columns),
        "patients": list(patients),
        "files": files,
        "fields": fields_of(),
        "answers": list(ANSWERS),
        "value": VALUE,
        "right": RIGHT,
        "blank": BLANK,
        "saved": {column.name: column.title["en"] for column in COLUMNS if column.name in SAVED},
        "words": WORDS,
    }
    return _filled_in(content, list(patients.values()))


def _filled_in(content: Mapping[str, Any], patients: list[str]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined)
    script, style = page_script(), (PAGE / "review.css").read_text(encoding="utf-8")
    return environment.get_template("review.html.j2").render(
        language=content["run"]["language"],
        title=content["run"]["registry"],
        script=Markup(script),
        style=Markup(style),
        script_digest=_digest(script),
        style_digest=_digest(style),
        content=Markup(in_a_page(json.dumps(content, ensure_ascii=False))),
        patients=[Markup(in_a_page(text)) for text in patients],
    )


def page_script() -> str:
    """Return the one script of the page: its files in their order, in one scope of their own."""
    parts = [(PAGE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def in_a_page(text: str) -> str:
    """Return JSON in which nothing can end its block, begin a comment or be taken for markup; read back it says the same."""
    return text.translate(NOT_IN_A_PAGE) if any(map(text.__contains__, map(chr, NOT_IN_A_PAGE))) else text


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
