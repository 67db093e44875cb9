"""A sample of `make chaos`: whatever strikes a run, at whichever call, one run is shown, whole, and the same run then ends as ever.

The calls are those of Python, DuckDB, Arrow and Polars alike: a small library in C sees them all (file_calls.c).
"""

import random
import shutil

import pytest

from tests.chaos.kernel import calls_to_kernel
from tests.chaos.preload import Fault, why_no_library
from tests.chaos.shown import AFTER, BEFORE, look
from tests.chaos.stage import laid_stage
from tests.chaos.strike import Striker

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_no_library()), reason=why_no_library())]
POINTS = {Fault.KILL: 8, Fault.TORN: 3, Fault.FULL: 3, Fault.FULL_ONCE: 3, Fault.TERM: 2, Fault.HUP: 2}


@pytest.fixture(scope="module")
def striker(tmp_path_factory):
    with laid_stage(tmp_path_factory.mktemp("chaos")) as stage:
        yield Striker(stage)


@pytest.fixture(scope="module")
def calls(striker):
    """How many calls of a run change a file."""
    return striker.stage.count(Fault.KILL)


def test_a_run_changes_files_at_hundreds_of_calls_and_what_it_shows_is_known(striker, calls):
    assert calls > 300
    stage = striker.stage
    assert look(stage.data, stage.known).of == {AFTER}
    stage.lay_out()
    assert look(stage.data, stage.known).of == {BEFORE}


@pytest.mark.parametrize("fault", POINTS, ids=lambda fault: fault.name.lower())
def test_struck_at_a_call_one_run_is_shown_whole_and_the_same_run_then_ends_as_ever(striker, fault):
    count, points = striker.stage.count(fault), POINTS[fault]
    within = random.Random(fault).randint(1, count // points)  # of each of so many stretches of the run
    struck = [striker.strike(fault, count * stretch // points + within) for stretch in range(points)]
    assert [said for one in struck for said in one.wrong] == []
    assert all(one.has_struck for one in struck)
    if fault in (Fault.KILL, Fault.TORN):
        assert {one.code for one in struck} == {-9}


def test_a_change_over_that_is_careless_is_caught(striker):
    """The same judgement finds what it is there for: shown part by part, with nothing written down, a kill leaves parts of two runs."""
    stage = striker.stage
    stage.lay_out()
    calls = stage.run(fault=Fault.KILL, variant="careless")["calls"]
    struck = [striker.strike(Fault.KILL, calls - before_its_end, "careless") for before_its_end in (80, 100, 120)]
    assert [bool(one.mixed) for one in struck] == [True, True, True], "while the pages are put in their places"


@pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace; install it with `apt-get install strace`")
def test_no_call_that_changes_a_file_passes_unseen(striker, calls):
    """What the kernel is asked is what the library has counted: nobody reaches the kernel past it."""
    assert calls_to_kernel(striker.stage).total() == calls
