"""What a criterion of eligibility is compared with as the registry lists it: a rule that asks about the same has no values of its own."""

from schemas.code_book import listed_rows


def values_of(criterion: str) -> tuple[str, ...]:
    """Return what a criterion of sql/reference/eligibility_criteria.csv is compared with."""
    row = next(row for row in listed_rows("eligibility_criteria") if row["criterion"] == criterion)
    return tuple(row["compared_with"].split(";"))


def limits_of(criterion: str) -> dict[str, float]:
    """Return the lowest and the highest number that a criterion lets pass."""
    return dict(zip(("low", "high"), map(float, values_of(criterion)), strict=True))
