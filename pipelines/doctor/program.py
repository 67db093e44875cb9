"""Looks at the program itself: Python, the locked packages, and the settings."""

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.doctor.check import Check
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings, refuse_tables_of_no_source
from pipelines.settings.sections import Settings

OLDEST, NEWER_THAN_KNOWN = (3, 11), (3, 15)
PINNED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==(\S+)( ;[^\\\n]*)?")
NAMED = 3  # packages that are named


def look_at_python() -> Check:
    """Look at the version of Python."""
    here = sys.version_info[:2]
    said = f"Python {sys.version.split()[0]}"
    if OLDEST <= here < NEWER_THAN_KNOWN:
        return Check("Python", "well", said)
    return Check("Python", "ill", f"{said} is none that the program is held to (3.11 to 3.14)", "make clean; make PYTHON=python3.12")


def look_at_packages(lock: Path) -> Check:
    """Hold the installed packages against the lock, but for those that it has for other systems."""
    pinned = [(name, locked) for name, locked, marker in PINNED.findall(lock.read_text(encoding="utf-8")) if _is_for_us(marker)]
    absent = [name for name, _ in pinned if _installed(name) is None]
    others = [name for name, locked in pinned if _installed(name) not in (None, locked)]
    if not absent and not others:
        return Check("packages", "well", f"the {len(pinned)} packages of {lock.name} are installed as they are locked there")
    wrong = [f"{len(names)} {what} ({', '.join(names[:NAMED])}{' …' if len(names) > NAMED else ''})" for names, what in (
        (absent, "not installed"), (others, "of another version")) if names]  # fmt: skip
    return Check("packages", "ill", f"of the {len(pinned)} packages of {lock.name}: {', '.join(wrong)}", "make clean; make help")


def _is_for_us(marker: str) -> bool:
    from packaging.markers import Marker

    return not marker or Marker(marker.lstrip("; ").strip()).evaluate()


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def look_at_settings(config: Path) -> tuple[Check, Settings | None]:
    """Read the settings as a run does; return them too, where they can be used."""
    try:
        settings = load_settings(config)
        refuse_tables_of_no_source(config, settings)
    except UnusableSettings as error:
        return Check("settings", "ill", " ".join(str(error).split()), "mend what is named, or name another file with CONFIG=file"), None
    count = sum(len(source.tables) for source in settings.sources.values())
    return Check(
        "settings", "well", f"{config.name}: {settings.registry.name}, {count} tables of {len(settings.sources)} sources"
    ), settings
