"""One release of the synthetic hospital, made once for all tests that only read it."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.path_run import Outputs, run_path


@cache
def one_release() -> Outputs:
    """Return the outputs of one run; tests leave them as they are."""
    data = Path(tempfile.mkdtemp()) / "data"
    atexit.register(shutil.rmtree, data.parent, ignore_errors=True)
    outputs = run_path(data)
    assert outputs.exit_code == 0
    return outputs
