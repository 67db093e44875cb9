"""`python -m tests.mutants [FILES …]`: changes operators, limits and boolean words one at a time; prints which change no test noticed."""

import argparse
import random
import sys
from collections import Counter

from tests.mutants.concerned_tests import CHANGED
from tests.mutants.mutant import Mutant, files_below, mutants_of
from tests.mutants.survivors import ROOT, copy_of_project, name_of, read_accepted


def main(arguments: list[str] | None = None) -> int:
    """Return 1 if a change survives that is not accepted with a reason."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.split(": ", 1)[1])
    parser.add_argument("files", nargs="*", default=CHANGED, metavar="FILE", help=f"files or folders (default: {' '.join(CHANGED)})")
    parser.add_argument("--sample", type=int, help="try so many changes, drawn from all")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draw (default: 1)")
    parser.add_argument("--list", action="store_true", help="print the changes and try none")
    options = parser.parse_args(arguments)
    chosen = choose(options.files, options.sample, options.seed)
    if options.list:
        print("\n".join(map(str, chosen)))
        return 0
    return report(*try_all(chosen))


def choose(files: list[str], sample: int | None, seed: int) -> list[Mutant]:
    """Return all changes of the files, or a sample of them, in the order of files and lines; those accepted are not tried."""
    accepted = read_accepted()
    all_ = [mutant for file in files_below(ROOT, files) for mutant in mutants_of(ROOT, file) if name_of(mutant) not in accepted]
    drawn = random.Random(seed).sample(all_, min(sample, len(all_))) if sample else all_
    return sorted(drawn, key=lambda mutant: (mutant.file, mutant.start, mutant.after))


def try_all(mutants: list[Mutant]) -> tuple[Counter, list[Mutant]]:
    """Return how many changes were tried by folder, and those that no test noticed, each told as it is found."""
    tried: Counter = Counter()
    survived: list[Mutant] = []
    with copy_of_project(sorted({mutant.file for mutant in mutants})) as copy:
        for number, mutant in enumerate(mutants, start=1):
            is_noticed = copy.notices(mutant, number=number)
            tried[mutant.file.rpartition("/")[0]] += 1
            survived += [] if is_noticed else [mutant]
            print(f"{number}/{len(mutants)} {'noticed' if is_noticed else 'SURVIVED'} {mutant}", file=sys.stderr, flush=True)
    return tried, survived


def report(tried: Counter, survived: list[Mutant]) -> int:
    """Print the survivors by file and line, and the totals by folder; return 1 if there are any."""
    print("\n".join(map(str, survived)))
    lived = Counter(mutant.file.rpartition("/")[0] for mutant in survived)
    for folder, count in sorted(tried.items()):
        print(f"{folder}: {count} tried, {count - lived[folder]} killed, {lived[folder]} survived")
    print(f"{tried.total()} tried, {tried.total() - len(survived)} killed, {len(survived)} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
