"""The two folders of the program that can be deleted: the invented hospital, and the numbers that one paper prints."""

from pathlib import Path

PIPELINES = Path(__file__).resolve().parents[1]


def has_invented_hospital() -> bool:
    """Say whether pipelines/synthetic is there."""
    return (PIPELINES / "synthetic" / "__init__.py").is_file()


def has_printed_numbers() -> bool:
    """Say whether pipelines/paper is there."""
    return (PIPELINES / "paper" / "__init__.py").is_file()
