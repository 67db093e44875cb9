"""Unread columns: where most cells of a column cannot be read, the settings are wrong, and not the cells.

Each row of quarantine.unread_columns is a column. Its rows are quarantined one by one, and may be few of the table: a decimal comma that is
not said loses the results with decimals, and every other result stays.
"""

from schemas.rule import Rule

RULES = (
    Rule(
        id="CV-037",
        name="most_cells_of_a_column_can_be_read",
        level="stop",
        category="conformance, value",
        columns=("unread_count", "filled_count"),
        when_null="passes: nothing is filled",
        message="more than {most} cells of a column, and more than {share_pct} % of those that are filled, cannot be read",
        action=(
            "Look at the cells in findings.xlsx: most likely decimal_mark, date_order, codes or unit_of of this table is not said. Where "
            "nothing can be done, let the rule ask: level = flag under [rules.most_cells_of_a_column_can_be_read], with the reason."
        ),
        citation="OHDSI DataQualityDashboard: thresholds as a percentage of rows",
        thresholds={"share_pct": 50, "most": 5},  # five cells never stop a run
        where="unread_count > {most} and unread_pct > {share_pct}",
        shows="format('{}: {} of {} cannot be read', row_key, unread_count, filled_count)",
    ),
)
