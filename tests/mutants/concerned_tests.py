"""Which tests concern a file: for a table those that build it, as the tests before any change show; for others a stated list."""

from collections.abc import Iterable, Mapping
from pathlib import Path

# What can be changed, and where its tests are; the first folder that a file is in counts.
CONCERNS = {
    "sql/macros/formulas": ("tests/macros", "tests/cohort"),
    "sql/macros/reading": ("tests/macros", "tests/staging"),
    "sql/macros/reference": ("tests/macros", "tests/cohort"),
    "sql/macros/spelling": ("tests/macros", "tests/staging", "tests/cohort"),
    "sql/macros": ("tests/macros", "tests/staging", "tests/gate", "tests/warehouse"),
    "sql/reference": ("tests/warehouse", "tests/staging", "tests/macros", "tests/cohort"),
    "sql/trace": ("tests/trace", "tests/commands"),
    "sql/cohort": ("tests/cohort", "tests/laws"),
    "sql": ("tests/staging", "tests/gate", "tests/findings", "tests/warehouse"),
    "pipelines/gate": ("tests/gate", "tests/findings", "tests/warehouse"),
    "pipelines/raw": ("tests/raw", "tests/drop", "tests/gate"),
}
BUILT = ("sql/cohort/", "sql/derived/", "sql/staging/")  # read anew by every test that builds them
CHANGED = ("sql/cohort", "sql/derived", "sql/quarantine", "sql/gate", "sql/macros", "pipelines/gate", "pipelines/raw")


def folders_of(file: str) -> tuple[str, ...]:
    """Return the folders of tests that concern a file."""
    return next((folders for prefix, folders in CONCERNS.items() if file.startswith(f"{prefix}/")), ("tests",))


def concerned_by(root: Path, file: str, built_by: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the test files that concern a file, those first that speak of it most.

    `built_by` names for each table's SQL the test files that read it. Macros are read once in a process, whoever uses them, and Python is
    imported: for them every test file of the stated folders counts.
    """
    files = built_by.get(file, ()) if file.startswith(BUILT) else files_of_tests(root, folders_of(file))
    words = names_in(root / file) | {Path(file).stem}
    return sorted(set(files), key=lambda name: (-_mentions(root / name, words), name))


def files_of_tests(root: Path, folders: Iterable[str]) -> list[str]:
    """Return the test files below these folders."""
    return [path.relative_to(root).as_posix() for folder in folders for path in (root / folder).rglob("test_*.py")]


def names_in(path: Path) -> set[str]:
    """Return the names of the macros, or of the functions and constants, that a file defines."""
    lines = [line.split("(")[0].split("=")[0].split() for line in path.read_text(encoding="utf-8").splitlines()]
    return {words[-1] for words in lines if len(words) > 1 and words[0] in ("create", "def", "class")} | {
        words[0] for words in lines if len(words) == 1 and words[0].isupper()
    }


def _mentions(path: Path, words: set[str]) -> int:
    text = path.read_text(encoding="utf-8")
    return sum(text.count(word) for word in words)
