"""Copies of this checkout in a temporary folder, in which a test does what a page says, and the engine with another registry."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipelines.warehouse.table_files import ROOT

LEFT = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis")
WHOLE = ("pipelines", "schemas", "expectations", "sql", "tests", "docs", "examples")
FILES = ("registry.toml", "requirements.lock", "pyproject.toml", "CONTRIBUTING.md", "README.md", "LICENSE", "Makefile", ".sqlfluff")
OPTIONAL = ("pipelines/synthetic", "pipelines/paper")  # folders of the engine that can be deleted
# What the engine says in the folders of the registry: its vocabulary, its macros and the tables that it fills or makes for each table.
ENGINE = (
    "schemas/rule.py",
    "schemas/role.py",
    "schemas/column.py",
    "schemas/column_check.py",
    "schemas/staging_schema.py",
    "schemas/raw/drop.py",
    "schemas/examples/drawing.py",
    "schemas/examples/raw/drop.py",
    "sql/macros/spelling",
    "sql/macros/reading/codes.sql",
    "sql/macros/reading/dates.sql",
    "sql/macros/reading/numbers.sql",
    "sql/macros/reading/possible_ranges.sql",
    "sql/accepted/each_table.sql",
    "sql/gate",
    "sql/quarantine/broken_rows.sql",
    "sql/quarantine/each_table.sql",
    "sql/quarantine/findings.sql",
    "sql/queries",
    "sql/raw",
    "sql/reference/codes.sql",
    "sql/reference/last_files.sql",
    "sql/reference/last_quarantined_counts.sql",
    "sql/reference/last_releases.sql",
    "sql/reference/possible_ranges.sql",
    "sql/reference/readers.sql",
    "sql/reference/study_arm_conditions.sql",
    "sql/reference/study_arms.sql",
    "sql/reference/study_criteria.sql",
    "sql/reference/study_eligibility_criteria.sql",
    "sql/reference/study_endpoints.sql",
    "sql/reference/study_index_treatments.sql",
    "sql/reference/study_plans.sql",
    "sql/reference/study_regimens.sql",
    "sql/reference/withdrawn_patients.sql",
)


def copy_checkout(folder: Path, *, without: tuple[str, ...] = ()) -> Path:
    """Copy the checkout into a new folder, and leave some of its folders out."""
    for name in WHOLE:
        if name not in without:
            shutil.copytree(ROOT / name, folder / name, ignore=LEFT)
    for name in FILES:
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)
    for name in without:
        shutil.rmtree(folder / name, ignore_errors=True)
    return folder


def copy_engine(folder: Path, registry: Path) -> Path:
    """Put the engine, without the folders that can be deleted, together with a registry of its own."""
    shutil.copytree(ROOT / "pipelines", folder / "pipelines", ignore=LEFT)
    for name in OPTIONAL:
        shutil.rmtree(folder / name)
    for name in ENGINE:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    shutil.copytree(registry, folder, dirs_exist_ok=True, ignore=LEFT)
    shutil.copy(ROOT / "requirements.lock", folder / "requirements.lock")
    return folder


def run_in(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m …` in a checkout, as a person does, with nothing of this checkout on its path."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_CURRENT_TEST")}
    return subprocess.run([sys.executable, "-m", *words], cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def said_by(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command printed, for the message of a test that fails."""
    return f"{done.stdout}\n{done.stderr[-4000:]}"
