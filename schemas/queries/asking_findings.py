"""One row per finding that still asks: without those whose query a person has settled, which are shown as such and counted no more."""

from schemas.quarantine.findings import MEANING, RULES, SCHEMA, TYPES

__all__ = ["MEANING", "RULES", "SCHEMA", "TYPES"]
