"""The last rows of files that end without a newline: whole where that is their program's habit, and quarantined where it is not.

A file that was cut inside its last cell looks whole: 2023-01-20 becomes 2023-01-2. Only the other files of its source
can tell, or the settings.
"""

from pipelines.raw.load_sheets import Extract, Loading
from pipelines.warehouse.build_tables import fill_table
from schemas.raw.drop import LAST_ROW_IS_WHOLE


def quarantine_cut_rows(loading: Loading, source_name: str) -> None:
    """Move the last rows that may be cut from a source's raw rows to those that could not be read.

    Without a word in the settings, a row is left where it is if more than half of the other text files of the source
    end without a newline too. A file that has no others is asked about.
    """
    files = [(extract, file, ending) for extract, file, ending in loading.loaded.endings if extract.source_name == source_name]
    without = sum(not ending.has_newline for _, _, ending in files)
    for extract, file, ending in files:
        if ending.doubtful_row is None:
            continue
        is_habit = 2 * (without - 1) > len(files) - 1  # of the others
        if _should_end_in_newline(extract, otherwise=not is_habit):
            place = "origin.source_file = ? and origin.source_row = ?" if extract.is_shaped else "source_file = ? and source_row = ?"
            found = loading.connection.execute(
                f"delete from {extract.target} where {place} returning 1", [file, ending.doubtful_row]
            ).fetchall()
            broken = (extract.table, LAST_ROW_IS_WHOLE.id, file, "", ending.doubtful_row, LAST_ROW_IS_WHOLE.message)
            fill_table(loading.connection, "raw.broken_rows", [broken] * len(found))


def _should_end_in_newline(extract: Extract, *, otherwise: bool) -> bool:
    said = (extract.files.ends_with_newline, extract.source.ends_with_newline)
    return next((word for word in said if word is not None), otherwise)
