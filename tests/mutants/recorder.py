"""A plugin of pytest for runs on mutants: notes which test file reads which SQL file, and lets Hypothesis draw the same, without haste."""

import json
import os
import sys
from collections import defaultdict
from pathlib import Path

from hypothesis import settings

settings.register_profile("mutants", deadline=None, derandomize=True, database=None)
settings.load_profile("mutants")
READ: dict[str, set[str]] = defaultdict(set)
NOW = [""]


def _note(event: str, arguments: tuple) -> None:
    if event == "open" and NOW[0] and isinstance(arguments[0], str) and arguments[0].endswith(".sql"):
        READ[arguments[0]].add(NOW[0])


def pytest_configure(config):
    """Begin to note, where the environment names a file for it."""
    if os.environ.get("MUTANTS_RECORD"):
        sys.addaudithook(_note)


def pytest_runtest_logstart(nodeid, location):
    """Let what is read from here on belong to this test's file."""
    NOW[0] = nodeid.split("::")[0]


def pytest_sessionfinish(session):
    """Write {SQL file: test files} to the file that the environment names."""
    if path := os.environ.get("MUTANTS_RECORD"):
        root = Path.cwd()
        found = {Path(name).relative_to(root).as_posix(): sorted(tests) for name, tests in READ.items() if Path(name).is_relative_to(root)}
        Path(path).write_text(json.dumps(found), encoding="utf-8")
