"""Dose intensities: as many cycles as a liver bears."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="TX-006",
        name="number_of_cycles_is_usual",
        level="flag",
        category="plausibility, atemporal",
        columns=("cycle_count",),
        when_null="passes",
        message="the patient had more than {cycles} cycles of HAIC",
        action="Check the numbers and dates of the cycles: one session may stand in several cycles.",
        citation="Korean series, median 4 cycles, 1 to 14: J Cancer Res Clin Oncol, 10.1007/s00432-010-0917-5",
        query="select last_cycle_row_key as row_key from {batch} where cycle_count > {cycles}",
        thresholds={"cycles": 14},
        shows="printf('%d cycles', cycle_count)",
    ),
)
