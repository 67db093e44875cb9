"""The SQL of the example with a wide sheet: in every column that it reads, a text that it cannot read is asked about and no blank."""

import csv
import datetime as dt

import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.raw.load_drop import load_drop
from pipelines.raw.run_own_sql import columns_read
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.build_tables import build_layers, open_warehouse, table_types
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.table_files import raw_tables
from tests.path_run import ROOT

READS = [f"{reader}_{criterion}_{exam}" for reader in (1, 2, 3) for criterion in ("mRECIST", "RECIST") for exam in ("BL", "FU")]
ROW = {
    "TCIA_ID": "", "Interval_BL": "12", "Interval_FU": "8.57", "TTP": "30", "OS": "60", "Death_1_StillAliveorLostToFU_0": "1",
    "Censored_0_progressed_1": "1", "hepatitis": "HBV only", "age": "63", "Sex": "1", "PS_bclc_0_0_1-2_1_3-4_3": "0", "CPS": "A",
    "Tr_Size": "6.2", "tumor_nodul": "single", "Vascular invasion": "0", "Metastasis": "0", "Lymphnodes": "0",
    "Portal Vein Thrombosis": "0", "AFP": "45", "Okuda": "I", "BCLC": "Stage-B", "chemotherapy": "cisplatin", **dict.fromkeys(READS, "50"),
    **{f"{reader}_mRECIST": "3" for reader in (1, 2, 3)},
}  # fmt: skip
FREE_TEXT = "chemotherapy"


@pytest.mark.slow
def test_a_text_that_the_sql_cannot_read_is_never_a_blank(tmp_path):
    settings = load_settings(ROOT / "examples" / "hcc_tace_seg.toml")
    source = settings.sources["hcc_tace_seg"]
    read = sorted(column for column in ROW if column.lower() in columns_read(source) and column != FREE_TEXT)
    assert len(read) > 30
    rows = [ROW, *({**ROW, column: "unlesbar"} for column in read)]
    with (tmp_path / "sheet.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ROW)
        writer.writeheader()
        writer.writerows({**row, "TCIA_ID": f"HCC_{number:03}"} for number, row in enumerate(rows))
    table = source.tables["data_table"].model_copy(update={"files": ["sheet.csv"], "sheet": None, "headers": {}})
    ours = settings.model_copy(update={"sources": {"sheet": source.model_copy(update={"tables": {"data_table": table}})}})
    asked = set()
    with open_warehouse() as connection:
        build_reference(connection, ours, dt.date(2021, 12, 31))
        load_drop(connection, inventory_drop(tmp_path, ours), ours, bytes(32))
        build_layers(connection, "staging")
        for name in raw_tables():
            statuses = [column for column in table_types(connection, "staging", name) if column.endswith("_status")]
            unreadable = " or ".join(f"{status} = 'unreadable'" for status in statuses)
            asked |= {row for (row,) in connection.execute(f"select source_row from staging.{name} where {unreadable}").fetchall()}
    lines = dict(zip(read, range(3, len(rows) + 2), strict=True))  # the header is line 1, the row without a fault line 2
    assert [column for column, line in lines.items() if line not in asked] == []
    assert 2 not in asked
