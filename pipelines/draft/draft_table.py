"""Writes the files of a new table from the registry's own templates: schema, SQL, expectations and examples, each found by its path.

What they say is whole and runs as it stands; a person then says what a row is and what each column means.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pipelines.settings.errors import UnusableSettings
from schemas.column import Kind
from schemas.staging_schema import PROVENANCE

TEMPLATES = Path("schemas") / "draft"
FILES = {
    "schema.py.j2": "schemas/staging/{table}.py",
    "table.sql.j2": "sql/staging/{table}.sql",
    "expectations.py.j2": "expectations/staging/{table}.py",
    "examples.py.j2": "schemas/examples/staging/{table}.py",
}
KINDS: tuple[str, ...] = get_args(Kind)
EXAMPLES = {"text": "as written", "code": "Y", "number": "1.5", "integer": "3", "date": "2022-03-01", "datetime": "2022-03-01 06:10"}
TYPES = {"number": "pl.Float64", "integer": "pl.Int64", "date": "pl.Date", "datetime": 'pl.Datetime("us")'}
READ = {
    "number": "read_number({name}, decimal_mark)",
    "integer": "read_integer({name}, decimal_mark)",
    "date": "read_date({name}, date_order)",
    "datetime": "read_timestamp({name}, date_order)",
    "code": "read_code('{table}.{name}', source, {name})",
    "text": "trim({name})",
}
STATUS = {
    "number": "number_status({name}, decimal_mark)",
    "integer": "integer_status({name}, decimal_mark)",
    "date": "date_status({name}, date_order)",
    "datetime": "date_status({name}, date_order)",
    "code": "status_of(read_code('{table}.{name}', source, {name}), {name})",
}


@dataclass(frozen=True)
class DraftColumn:
    """One column of the new table."""

    name: str
    kind: str

    @property
    def words(self) -> str:
        """The name as people write it."""
        return self.name.replace("_", " ").capitalize()

    @property
    def example(self) -> str:
        """A cell as a hospital writes it."""
        return EXAMPLES[self.kind]


def draft_table(root: Path, table: str, columns: Iterable[str]) -> list[Path]:
    """Write the files of a table below `root` and return them; `columns` are written name:kind, the first of them required.

    Raises UnusableSettings for a name that is none, that is taken or that has no kind; then nothing is written.
    """
    drafted = [_column(text) for text in columns]
    _refuse(root, table, drafted)
    rendered = {root / path.format(table=table): _render(root / TEMPLATES, template, table, drafted) for template, path in FILES.items()}
    for path, text in rendered.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(rendered)


def _column(text: str) -> DraftColumn:
    name, _, kind = text.partition(":")
    if kind not in KINDS:
        raise UnusableSettings(f"{text}: a column is written name:kind; kinds are {', '.join(KINDS)}")
    return DraftColumn(name, kind)


def _refuse(root: Path, table: str, columns: Sequence[DraftColumn]) -> None:
    for name in (table, *(column.name for column in columns)):
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
            raise UnusableSettings(f"{name}: a name is made of small letters, digits and single underscores")
    if words := {table, *(column.name for column in columns)} & _reserved_words():
        raise UnusableSettings(f"{min(words)}: SQL uses this word itself; choose another name")
    for column in columns:
        if column.name in PROVENANCE or [each.name for each in columns].count(column.name) > 1:
            raise UnusableSettings(f"{column.name}: every table has this column already, or it is named twice")
    taken = [root / path.format(table=table) for path in FILES.values() if (root / path.format(table=table)).exists()]
    if taken:
        raise UnusableSettings(f"{taken[0].relative_to(root)}: is there already, so that nothing was written; choose another name")


def _reserved_words() -> set[str]:
    import duckdb

    with duckdb.connect() as connection:
        return {word for (word,) in connection.execute("select keyword_name from duckdb_keywords()").fetchall()}


def _render(folder: Path, template: str, table: str, columns: Sequence[DraftColumn]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        autoescape=False,
    )  # fmt: skip
    date_names = [column.name for column in columns if column.kind == "date"]
    return environment.get_template(template).render(
        table=table,
        words=table.replace("_", " ").capitalize(),
        columns=columns,
        kinds={column.kind for column in columns},
        types=_types(columns),
        selects=_selects(table, columns),
        dates=", ".join(f'"{name}"' for name in date_names),
        date_names=date_names,
    )


def _types(columns: Sequence[DraftColumn]) -> list[tuple[str, str]]:
    """Return the columns of the staged table after those of every table, with their types: texts, then numbers, then dates."""
    texts = []
    for column in columns:
        texts += [(column.name, "pl.String")] if column.kind in ("text", "code") else []
        texts += [(f"{column.name}_status", "STATUS")] if column.kind in STATUS else []
    return texts + [(column.name, TYPES[kind]) for kind in TYPES for column in columns if column.kind == kind]


def _selects(table: str, columns: Sequence[DraftColumn]) -> list[str]:
    """Return what is selected for each of these columns, in the same order."""
    kinds = {column.name: column.kind for column in columns}
    made = []
    for name, _ in _types(columns):
        is_status = name not in kinds
        cell = name.removesuffix("_status") if is_status else name
        select = (STATUS if is_status else READ)[kinds[cell]].format(table=table, name=cell)
        made.append(f"{select} as {name}")
    return made
