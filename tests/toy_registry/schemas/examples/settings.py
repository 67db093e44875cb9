"""The settings for which the toy's examples are drawn."""

import datetime as dt

AS_OF = dt.date(2024, 12, 31)
STAGING = {
    "registry": {"name": "Drawn by hand", "as_of": AS_OF},
    "sources": {"clinic": {"tables": {"persons": {"files": ["*.csv"]}, "pressures": {"files": ["*.csv"]}}}},
}
WRITTEN = {
    "patient_id": "P1",
    "patient_id_status": "ok",
    "source": "clinic",
    "source_file": "drawn.csv",
    "source_row": 2,
    "has_identifier": False,
    "date_order": "ymd",
    "decimal_mark": ".",
}
