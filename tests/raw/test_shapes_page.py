"""docs/shapes.md is true: its settings, applied to the sheets that it draws, make the sheets that it draws below them."""

import re
import tomllib

import pytest

from pipelines.raw.headers import known_headers
from pipelines.raw.load_table import with_unit
from pipelines.raw.reshape.join import join_sheets
from pipelines.raw.reshape.reshape import reshape_sheet
from pipelines.settings.sections import Table
from pipelines.settings.table_names import wrong_names_of_table
from tests.path_run import ROOT
from tests.raw.test_reshape import sheet

EXAMPLE = re.compile(r"    table: (\w+)\n((?:    .+\n)+)\n((?:(?:    .+\n)+\n?)+)")
PAGE = (ROOT / "docs" / "shapes.md").read_text(encoding="utf-8") + "\n"
EXAMPLES = EXAMPLE.findall(PAGE)


@pytest.mark.parametrize(("table", "said", "sheets"), EXAMPLES, ids=[said.split("=")[0].strip() for _, said, _ in EXAMPLES])
def test_the_settings_make_of_the_sheet_what_the_page_shows(table, said, sheets):
    files = Table.model_validate({"files": ["x.csv"], **tomllib.loads(said)})
    assert list(wrong_names_of_table("here", table, files)) == []
    *sent, becomes = [sheet(block) for block in sheets.strip("\n").split("\n\n")]
    shaped = sent[0]
    for other in sent[1:]:
        shaped, alone = join_sheets([shaped], other, known_headers(table, files), "patient_id")
        assert alone.rows.is_empty()
    shaped = reshape_sheet(shaped, table, files)
    rows = shaped.rows.with_columns(with_unit(f"c{shaped.header.index(name)}", unit) for name, unit in files.unit_of.items())
    assert (shaped.header, [row[:-1] for row in rows.rows()]) == (becomes.header, [row[:-1] for row in becomes.rows.rows()])


def test_the_page_shows_every_key_that_changes_a_shape():
    assert {"joined", "wide", "parts", "given", "unit_of"} <= {key for _, said, _ in EXAMPLES for key in tomllib.loads(said)}
