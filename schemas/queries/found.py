"""One row per query that is there tonight: those that the findings make, and those whose correction no longer applies."""

from schemas.queries.failing import MEANING, RULES, SCHEMA, TYPES

__all__ = ["MEANING", "RULES", "SCHEMA", "TYPES"]
