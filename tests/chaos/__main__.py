"""`python -m tests.chaos`: strikes a run at every call by which it changes a file, in every way, and at random moments; prints a table."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.preload import AT_CALLS, IN_WORDS, Fault, why_no_disk, why_no_library
from tests.chaos.stage import Stage, laid_stage
from tests.chaos.strike import Striker, Struck

HEAD = ("kind of fault", "calls", "points tried", "states left", "behind, written down", "mixed", "untrue status", "reruns not identical")
RULED = tuple("-" * len(name) for name in HEAD)


def main(arguments: list[str] | None = None) -> int:
    """Return 1 if anything is mixed, untrue or not identical."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__.split(": ", 1)[1])
    parser.add_argument("--every", type=int, default=1, help="strike at every so-manieth call (default: 1)")
    parser.add_argument("--moments", type=int, default=200, help="so many random moments (default: 200)")
    parser.add_argument("--sizes", type=int, default=20, help="so many sizes of a disk that is too small (default: 20)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the moments and of where a sample begins (default: 1)")
    parser.add_argument("--kinds", nargs="*", default=[fault.name for fault in AT_CALLS], metavar="KIND", help="of faults (default: all)")
    options = parser.parse_args(arguments)
    if why := why_no_library():
        print(why, file=sys.stderr)
        return 2
    print(f"seed {options.seed}, {'every call' if options.every == 1 else f'one call of {options.every}'}\n{_line(HEAD)}\n{_line(RULED)}")
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder, laid_stage(Path(folder)) as stage:
        striker, draw = Striker(stage), random.Random(options.seed)
        for fault in (Fault[name] for name in options.kinds):
            calls = stage.count(fault)
            points = range(1 + draw.randrange(options.every), calls + 1, options.every)
            wrong += _tell(calls, _told(len(points), (striker.strike(fault, at) for at in points)))
        if options.moments:
            longest = _milliseconds(stage)
            moments = sorted(draw.randrange(longest) for _ in range(options.moments))
            wrong += _tell(None, _told(len(moments), map(striker.kill_after, moments)))
        if options.sizes and not why_no_disk():
            with stage.on_disk():
                wrong += _tell(None, _told(options.sizes, map(striker.fill, striker.sizes(options.sizes))))
    print(*wrong, sep="\n")
    return 1 if wrong else 0


def _tell(calls: int | None, struck: list[Struck]) -> list[str]:
    """Print the line of a kind of fault; return what is wrong."""
    judged = [(one.is_behind, one.mixed, one.untrue, one.unlike) for one in struck]
    counts = [calls or "", len(struck), len({one.state for one in struck}), *(sum(map(bool, each)) for each in zip(*judged, strict=True))]
    print(_line((IN_WORDS[struck[0].fault], *map(str, counts))), flush=True)
    return [said for one in struck for said in one.wrong]


def _line(cells: tuple[str, ...]) -> str:
    widths = (max(map(len, IN_WORDS.values())), *map(len, HEAD[1:]))
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def _told(count: int, each: Iterator[Struck]) -> list[Struck]:
    struck = []
    for number, one in enumerate(each, 1):
        struck.append(one)
        for said in one.wrong:
            print(f"  {said}", file=sys.stderr)
        if number % 50 == 0 or number == count:
            print(f"{IN_WORDS[one.fault]}: {number}/{count}", file=sys.stderr, flush=True)
    return struck


def _milliseconds(stage: Stage) -> int:
    """Return how long a run takes."""
    stage.lay_out()
    begun = time.monotonic()
    stage.run()
    return round((time.monotonic() - begun) * 1000)


if __name__ == "__main__":
    sys.exit(main())
