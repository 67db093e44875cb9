"""What a checkout may lack: the folders of the invented hospital and of the numbers that one paper prints, and the tests."""

from pathlib import Path

PIPELINES = Path(__file__).resolve().parents[1]
NO_HOSPITAL = "the folder of the invented hospital (pipelines/synthetic) is not there"


def has_invented_hospital() -> bool:
    """Say whether pipelines/synthetic is there."""
    return (PIPELINES / "synthetic" / "__init__.py").is_file()


def has_printed_numbers() -> bool:
    """Say whether pipelines/paper is there."""
    return (PIPELINES / "paper" / "__init__.py").is_file()


def has_kinds_of_fault() -> bool:
    """Say whether the kinds of fault that a dirty drop holds are there, beside the tests."""
    return (PIPELINES.parent / "tests" / "faults" / "all_kinds.py").is_file()
