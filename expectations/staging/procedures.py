"""Procedures: not before birth, not after death, not in the future."""

from expectations.date_rules import not_after_death, not_before_birth, not_in_the_future

RULES = (
    *not_in_the_future("procedure_date"),
    *not_before_birth("procedure_date"),
    not_after_death("procedure_date"),
)
