"""Finds texts with named parts: which of the forms of sql/reference/text_forms.csv the cells of a column are written in."""

from collections.abc import Sequence

from pipelines.draft.settings.match_headers import LEAST, NUMBERS, likeness, short_headers
from pipelines.draft.settings.readings import Readings
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.settings.text_template import BRACES, Template, read_template
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import table_columns
from schemas.column import Column

DAYS = ("date", "datetime")
LEAST_SHARE, LEAST_KNOWN = 0.8, 0.5
LEAST_LETTERS = 3  # of the words between the parts: HAIC, Stage; fewer stand before numbers of any kind


def match_forms(one: SheetColumn, table: str, readings: Readings) -> tuple[list[str], list[str]]:
    """Return the forms in which a column's texts are written, in the order of the list, and the texts of none; no form if few texts fit."""
    columns = {column.name: column for column in table_columns(table)}
    kinds = {name: column.kind for name, column in columns.items()}
    left, taken = list(one.texts), []
    forms = [row["form"] for row in listed_rows("text_forms") if row["table"] == table]
    for is_known_only in (True, False):  # "OXA 85 mg, LV 400 mg" is no dose in the unit "mg, LV 400 mg", where another form reads two drugs
        for form in forms:
            template = read_template(form, kinds)
            if form in taken or (not taken and form == f"{{{''.join(template.columns)}}}"):
                continue  # a value alone is a form beside others only
            fits = _fitting(template, left, table, columns, readings)
            fits = _with_known_words(template, fits, table, columns, readings) if is_known_only else fits
            if fits and len(fits) >= 0.02 * len(one.texts):
                rivals = [place for place, other in enumerate(taken) if any(read_template(other, kinds).read(text) for text in fits)]
                taken.insert(min(rivals, default=len(taken)), form)  # of several the first that fits is taken
                left = [text for text in left if text not in fits]
        left = [text for text in left if not any(read_template(form, kinds).read(text) for form in taken)]
    if not one.texts or len(left) > (1 - LEAST_SHARE) * len(one.texts):
        return [], list(one.texts)
    return taken, left


def is_said(one: SheetColumn, table: str, forms: Sequence[str]) -> bool:
    """Say whether a header or the words of the forms tell that its texts are of these columns.

    120/80 has the form of a height and a weight, E1 that of an ECOG: where nothing else speaks for it, it is asked about.
    """
    columns = {column.name: column for column in table_columns(table)}
    kinds = {name: column.kind for name, column in columns.items()}
    names = {name for form in forms for name in read_template(form, kinds).columns}
    letters = max(sum(map(str.isalpha, BRACES.sub("", form))) for form in forms)
    is_bare = not letters and len(names) > 1 and all(kinds[name] in NUMBERS for name in names)
    is_like = any(
        name in short_headers(table).get(one.folded, ()) or any(likeness(part, word) >= LEAST for part in (one.plain, *one.parts))
        for name in names
        for word in (name, *columns[name].headers)
    )
    return not is_bare and (is_like or letters >= LEAST_LETTERS)


def _with_known_words(template: Template, texts: set[str], table: str, columns: dict[str, Column], readings: Readings) -> set[str]:
    """Return the texts of a form all of whose words that stand for codes or units are some."""
    read = {text: template.read(text) or [] for text in texts}
    for name in template.names:
        words = sorted({row[name] for rows in read.values() for row in rows})
        if columns[name].kind == "code":
            known = readings.known_words(words, table, columns[name]) if columns[name].codes else readings.known_units(words, table)
            read = {text: rows for text, rows in read.items() if all(row[name] in known for row in rows)}
    return set(read)


def _fitting(template: Template, texts: Sequence[str], table: str, columns: dict[str, Column], readings: Readings) -> set[str]:
    """Return the texts of a form; none where the words that stand for codes are mostly none."""
    read = {text: rows for text in texts if (rows := template.read(text))}
    for name in template.names:
        words = sorted({row[name] for rows in read.values() for row in rows})
        if words and columns[name].kind in DAYS and readings.as_column(words, table, columns[name]).share < LEAST_SHARE:
            return set()
        is_of_units = columns[name].kind == "code" and not columns[name].codes
        if is_of_units and len(readings.known_units(words, table)) < LEAST_KNOWN * len(words):
            return set()
        if columns[name].codes and len(readings.known_words(words, table, columns[name])) < LEAST_KNOWN * len(words):
            return set()
    return set(read)
