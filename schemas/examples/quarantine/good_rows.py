"""The columns of the tables of the quarantine layer; their good rows stand with those of the cohort, which they are compared with."""

import polars as pl

COUNTED = ("read_count", "accepted_count", "quarantined_count", "duplicate_count", "last_read_count")
TYPES = {  # made by pipelines/gate/quarantine.py and pipelines/gate/last_release.py, which no schema describes
    "row_counts": dict.fromkeys(COUNTED, pl.Int64),
    "null_rates": {
        **dict.fromkeys(("row_count", "null_count", "last_row_count", "last_null_count"), pl.Int64),
        **dict.fromkeys(("null_pct", "last_null_pct"), pl.Float64),
    },
    "patient_changes": {
        **dict.fromkeys(("is_sent", "was_accepted", "has_quarantined_contact", "was_dead", "is_dead"), pl.Boolean),
        **dict.fromkeys(("earlier_last_contact_date", "last_contact_date"), pl.Date),
    },
    "median_changes": dict.fromkeys(("event_count", "median_days", "last_event_count", "last_median_days"), pl.Int64),
    "newest_events": {"newest_date": pl.Date},
}
TYPES = {table: {"row_key": pl.String, "patient_id": pl.String, **types} for table, types in TYPES.items()}
