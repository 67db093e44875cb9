"""Finds the files of a registry that it may do without: words of its own, labels and codes, examples of its rules."""

from functools import cache
from importlib import import_module, util
from types import ModuleType


@cache
def registry_file(name: str) -> ModuleType | None:
    """Return a module of the registry by its full name, or None where the registry has no such file."""
    if not name:
        return None
    try:
        found = util.find_spec(name)
    except ModuleNotFoundError:
        return None
    return import_module(name) if found else None
