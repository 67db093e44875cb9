"""What stands beside every case of the toy: the person."""

BESIDE = {"persons": [{}]}


def shared_example(table: str, rule: object) -> None:
    """Draw nothing: every example of the toy is drawn by hand."""
