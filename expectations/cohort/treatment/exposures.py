"""Exposures: as many cycles as are usual for the regimen."""

from schemas.planned_rows import most_cycles
from schemas.rule import Protocol, Rule

RULES = (
    Rule(
        id="TX-006",
        name="number_of_cycles_is_usual",
        level="flag",
        category="plausibility, atemporal",
        columns=("cycle_count", "most_cycles"),
        when_null="passes: the regimen has no usual number of cycles",
        message="the patient had more cycles of the regimen than are usual ({plan})",
        action="Check the numbers and dates of the cycles: one session may stand in several cycles.",
        citation="Korean series, median 4 cycles, 1 to 14: J Cancer Res Clin Oncol, 10.1007/s00432-010-0917-5",
        applies="most_cycles is not null",
        query="select last_cycle_row_key as row_key from {batch} where cycle_count > most_cycles",
        shows="printf('%d cycles, usual are at most %d', cycle_count, most_cycles)",
        protocol=Protocol(of=(most_cycles,), in_words="a usual number of cycles", tells="most_cycles"),
    ),
)
