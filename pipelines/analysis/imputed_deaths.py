"""Deaths of which only the month is known: how many there are, and so whether the day that is taken for them matters."""

import polars as pl

IMPUTED = "is_death_date_imputed"  # in the analysis set


def count_imputed_deaths(patients: pl.DataFrame) -> int:
    """Return how many patients of the analysis set have such a death; none where the registry tells nothing of it."""
    return int(patients[IMPUTED].sum()) if IMPUTED in patients.columns else 0
