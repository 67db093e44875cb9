"""What a command prints may lead to a closed pipe, a full device or nowhere: the run ends as it would, and its code says so."""

import os
import subprocess
import sys

import pytest

from pipelines.run.exit_code import ExitCode
from pipelines.run.failure import printable
from pipelines.warehouse.table_files import ROOT
from tests.small_drop import SmallDrop

pytestmark = pytest.mark.slow  # processes of their own
COMMAND = f"{sys.executable} -m pipelines"


def in_shell(line, *arguments):
    """Run a line of bash, "$@" being the arguments; return exit code, stdout and stderr."""
    done = subprocess.run(["bash", "-c", line, "bash", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr and "Error" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (f"{COMMAND} tables > /dev/full", ExitCode.OUR_FAULT, "what the command prints cannot be written (No space left on device)\n"),
        (f"{COMMAND} --help > /dev/full", ExitCode.OUR_FAULT, "what the command prints cannot be written (No space left on device)\n"),
        (f"set -o pipefail; {COMMAND} tables | head -1 > /dev/null", ExitCode.DONE, ""),
        (f"set -o pipefail; {COMMAND} --help | true", ExitCode.DONE, ""),
        (f"{COMMAND} tables >&-", ExitCode.DONE, ""),
        (f"{COMMAND} nonsense 2>&-", ExitCode.USAGE, ""),
        (f"{COMMAND} nonsense 2> /dev/full", ExitCode.USAGE, ""),
        (f"{COMMAND} tables <&- >&- 2>&-", ExitCode.DONE, ""),
    ],
)
def test_a_command_whose_output_leads_nowhere(line, code, said):
    assert in_shell(line) == (code, "", said)


@pytest.mark.parametrize("streams", ["> /dev/full 2>&1", ">&- 2>&-", "2>&1 | head -1"])
def test_a_run_goes_on_to_its_end_whoever_listens(tmp_path, streams):
    drop = SmallDrop(tmp_path / "hospital", labs="")
    code, _, _ = in_shell(f'set -o pipefail; {COMMAND} "$@" {streams}', *drop.arguments())
    assert code == ExitCode.NO_INPUT == drop.status["exit_code"]
    assert "it is empty (0 bytes)" in drop.status["message"]


@pytest.mark.parametrize("name", [b"\xb0\xcb", b"line\nbreak", b"\x1b[31m", b"\xe2\x80\xae", b"%s {0}"], ids=repr)
@pytest.mark.parametrize("option", ["--drop", "--config", "--data"])
def test_an_argument_of_any_name_is_told(tmp_path, option, name):
    """No folder of that name is there; where it is the data folder, it is made, and the missing extract is said."""
    drop = SmallDrop(tmp_path / "hospital", labs="")
    arguments = drop.arguments()
    arguments[arguments.index(option) + 1] = str(tmp_path / os.fsdecode(name))
    code, out, err = in_shell(f'{COMMAND} "$@"', *arguments)
    expected = {"--drop": {ExitCode.NO_INPUT}, "--config": {ExitCode.USAGE}, "--data": {ExitCode.NO_INPUT, ExitCode.USAGE}}
    assert code in expected[option], err
    assert "\x1b" not in (out + err if option != "--data" else err)


def test_what_cannot_be_seen_is_written_out():
    assert printable("a\nb\x1b[31m\u202e\udcff검사") == "a\nb\\x1b[31m\\u202e\\udcff검사"
