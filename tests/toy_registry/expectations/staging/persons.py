"""Persons: nothing is asked between their columns."""

RULES = ()
