"""Examples of the rules of row counts: more than five rows, and more than the share that the settings allow."""

from schemas.examples.drawing import example

GOOD = {"read_count": 20, "accepted_count": 20, "quarantined_count": 0, "duplicate_count": 0, "last_row_count": 20, "lost_count": 0}
EXAMPLES = [
    example(
        "row_counts",
        "CP-020 stop",
        "read_count quarantined_count last_quarantined_count",
        # five of 20; 25 % of 24; five more than in the last release
        [{"quarantined_count": 5}, {"read_count": 24, "quarantined_count": 6}, {"quarantined_count": 15, "last_quarantined_count": 10}],
        [{"read_count": 23, "quarantined_count": 6}, {"quarantined_count": 16, "last_quarantined_count": 10}],  # 26.1 %; six more
    ),
    example(
        "row_counts",
        "CP-014 stop",
        "last_row_count lost_count",
        [{"lost_count": 5}, {"lost_count": 6, "last_row_count": 120}, {"last_row_count": 0}],  # five; 5 % of 120
        [{"lost_count": 6}, {"lost_count": 7, "last_row_count": 120}],
    ),
    example(
        "row_counts",
        "CP-021 flag",
        "read_count",
        {"registry": [{"tables_not_sent": "", "read_count": 20}]},
        {"registry": [{"tables_not_sent": "labs", "read_count": 0}]},
    ),
]
