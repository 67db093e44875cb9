"""What the report says of deaths of which only the month is known."""

import polars as pl

from pipelines.analysis.imputed_deaths import count_imputed_deaths
from pipelines.report.in_print import SUPPRESSED
from pipelines.report.survival_tables import say_imputed_deaths


def test_they_are_counted_where_the_registry_tells_of_them():
    assert count_imputed_deaths(pl.DataFrame({"is_death_date_imputed": [True, False, None, True]})) == 2
    assert count_imputed_deaths(pl.DataFrame({"patient_id": ["P1"]})) == 0


def test_the_day_that_was_taken_is_said_with_their_number():
    said = {choice: say_imputed_deaths(3, choice)[0].text for choice in ("first", "middle", "last")}
    assert said["middle"].startswith("Of 3 patients only the month of death is known: the 15th was taken, but no day before")
    assert "the first day of the month was taken" in said["first"] and "the last day of the month was taken" in said["last"]
    assert say_imputed_deaths(1, "middle")[0].text.startswith("Of 1 patient only")
    assert say_imputed_deaths(0, "middle") == ()


def test_in_print_neither_their_number_nor_runs_that_are_not_printed_are_named():
    (said,) = say_imputed_deaths(SUPPRESSED, "middle")
    assert said.text.startswith("Of some patients only") and "sensitivity" not in said.text
