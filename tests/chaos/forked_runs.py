"""A process of a checkout that has everything imported: for each line that it is sent it forks a run, and says what came of it.

It is started with the library of file_calls.c loaded before all others, in the folder of the checkout; the imports of a run take
longer than the run itself on a registry of two small tables.
"""

import importlib
import json
import mmap
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Timer

sys.path.insert(0, str(Path.cwd()))  # the engine of the checkout
sys.path.append(str(Path(__file__).parent))

import variants
from preload import Fault, Told, arm, turn_clock

LONGEST = 180  # seconds; a run that hangs is ended


def serve() -> None:
    """Answer each line of the standard input with one of the standard output."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # nothing but answers goes there
    _keep_templates()
    memory = mmap.mmap(-1, 2 * mmap.PAGESIZE)
    for line in sys.stdin:
        asked = json.loads(line)
        if modules := asked.get("imports"):
            answer = {"imported": sum(map(_import, modules))}
        elif command := asked.get("mount"):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            answer = {"code": done.returncode, "said": done.stderr}
        else:
            answer = _fork(asked, memory)
        print(json.dumps(answer), file=answers, flush=True)
    os._exit(0)  # skips the interpreter's shutdown, where DuckDB's bindings print lines about leaked instances


def _fork(asked: dict, memory: mmap.mmap) -> dict:
    memory[:] = bytes(len(memory))
    told = Told.from_buffer(memory)
    said = Path(asked["said"])
    begun = time.monotonic()
    process = os.fork()
    if process == 0:
        _run(asked, told, said)
    ends = Timer(asked.get("killed_after") or LONGEST, os.kill, (process, signal.SIGKILL))
    ends.start()
    _, status, used = os.wait4(process, 0)
    ends.cancel()
    seconds = time.monotonic() - begun
    return {
        "code": os.waitstatus_to_exitcode(status),
        "pid": process,
        "calls": told.calls,
        "struck": bool(told.struck),
        "call": told.call.decode(),
        "path": told.path.decode(errors="replace"),
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "hung": seconds >= LONGEST,
        "said": said.read_text(errors="replace")[-2000:],
    }


def _run(asked: dict, told: Told, said: Path) -> None:
    code = 70
    try:
        handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        variants.VARIANTS[asked.get("variant", "")]()
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup would have it passed over
        turn_clock(asked.get("clock", 0))
        arm(Path(asked["data"]), Fault(asked.get("fault", 0)), asked.get("at", 0), told)
        code = variants.start(asked["data"]) if asked["words"] == ["start"] else _command(asked)
        if modules := asked.get("modules"):
            Path(modules).write_text(json.dumps(sorted(sys.modules)))
    finally:
        os._exit(code)


def _command(asked: dict) -> int:
    from pipelines.__main__ import main

    return main([*asked["words"], "--data", asked["data"]])


def _keep_templates() -> None:
    """Have what Jinja makes of a template made once, and not by each run."""
    from jinja2 import Environment, FileSystemBytecodeCache

    made, kept = Environment.__init__, FileSystemBytecodeCache(tempfile.mkdtemp(dir=os.environ["STAGE"]))

    def make(self: Environment, *given: object, **named: object) -> None:
        made(self, *given, **named)
        self.bytecode_cache = kept

    Environment.__init__ = make


def _import(name: str) -> bool:
    try:
        importlib.import_module(name)
    except Exception:  # some modules can only be imported by their own
        return False
    return True


if __name__ == "__main__":
    serve()
