"""Lets Python's collector of garbage rest: a run leaves few cycles, and to seek them among the objects of the libraries takes long."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Generator[None]:
    """Keep the collector away until the end; then it is as it was before."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
