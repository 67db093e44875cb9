"""What holds for all tests: a process catches its canaries once, for every run plants the same ones; and pictures are coarse.

The tests that are about canaries, and those of the pictures, have the real ones back.
"""

import functools
import gc
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from pipelines.gate.self_test import canaries
from pipelines.report import figure_style
from pipelines.warehouse.table_files import ROOT
from tests.longest_modules import LONGEST

PLANT, FIND = canaries.plant_canaries, canaries.find_canaries
FINE, FORMS = figure_style.PNG_DPI, dict(figure_style.METADATA)


def pytest_configure():
    """Let the collector of garbage come by less often: importing and collecting make much, and nothing of it is garbage.

    An example of a law has no time limit: how long it takes says how busy the machine is.
    """
    gc.set_threshold(50_000, 20, 50)
    if settings.get_current_profile_name() == "default":
        settings.register_profile("without time limit", deadline=None)
        settings.load_profile("without time limit")


def pytest_collection_modifyitems(items):
    """Let a test be slow that asks for a fixture which is slow to make; the longest modules come first, then those with many of them.

    A module is one worker's; if a long one came last, the other workers would wait for it.
    """
    for item in items:
        fixtures = getattr(item, "_fixtureinfo", None)
        definitions = [each[-1] for each in fixtures.name2fixturedefs.values()] if fixtures else []
        if any(getattr(definition.func, "slow_to_make", False) for definition in definitions):
            item.add_marker(pytest.mark.slow)
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    longest = {ROOT / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (longest.get(item.path, len(longest)), -slow[item.path]))


def pytest_collection_finish():
    """Let the collector of garbage pass over all that was imported and collected: it stays until the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Say whether the test that begins is a slow one: no other may take a drop down the whole path."""
    os.environ["TEST_IS_SLOW"] = "yes" if item.get_closest_marker("slow") else "no"


def pytest_unconfigure(config):
    """Remove what the workers of this session shared."""
    if session := getattr(config.pluginmanager.getplugin("dsession"), "nodemanager", None):
        shutil.rmtree(Path(tempfile.gettempdir()) / f"haic-registry-{session.testrunuid}", ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def canaries_are_caught_once():
    caught = []

    def plant_once(sample, settings):
        return None if caught else PLANT(sample, settings)

    def find_once(planted):
        if not caught:
            caught.append(FIND(planted))
        return caught[0]

    canaries.plant_canaries, canaries.find_canaries = plant_once, find_once
    yield
    canaries.plant_canaries, canaries.find_canaries = PLANT, FIND


@pytest.fixture(scope="session", autouse=True)
def duckdb_works_in_one_thread():
    """A handful of drawn rows costs more to share out than to compute; commands in processes of their own take all cores."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", functools.partial(connect_in_one_thread, duckdb.connect))
        yield


def connect_in_one_thread(connect, *arguments, config=None, **options):
    return connect(*arguments, config={"threads": 1, **(config or {})}, **options)


@pytest.fixture(scope="session", autouse=True)
def pictures_are_coarse():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figure_style, "PNG_DPI", 40)
        patch.delitem(figure_style.METADATA, "pdf")
        yield


@pytest.fixture(scope="module")
def pictures_are_fine():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figure_style, "PNG_DPI", FINE)
        patch.setattr(figure_style, "METADATA", FORMS)
        yield
