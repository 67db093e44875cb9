"""The collector of garbage rests during a run, however it ends, and is afterwards as it was."""

import gc

import pytest

from pipelines.run.collector import collector_at_rest


@pytest.fixture(autouse=True)
def collector_is_as_it_was():
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


@pytest.mark.parametrize("switch", [gc.enable, gc.disable])
def test_it_rests_and_is_as_it_was_afterwards(switch):
    switch()
    before = gc.isenabled()
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled() is before


def test_it_is_as_it_was_after_an_error():
    gc.enable()
    with pytest.raises(KeyboardInterrupt), collector_at_rest():
        raise KeyboardInterrupt
    assert gc.isenabled()
