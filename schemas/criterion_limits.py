"""The limits of a criterion of eligibility as the registry lists them: a rule that asks about the same number has no others."""

from schemas.code_book import listed_rows


def limits_of(criterion: str) -> dict[str, float]:
    """Return the lowest and the highest number that a criterion of sql/reference/eligibility_criteria.csv lets pass."""
    row = next(row for row in listed_rows("eligibility_criteria") if row["criterion"] == criterion)
    return dict(zip(("low", "high"), map(float, row["compared_with"].split(";")), strict=True))
