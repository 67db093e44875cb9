"""What `releases` does with the store: make a release again and compare it, and look whether every byte that is kept is right."""

import argparse
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from collections.abc import Generator

    from pipelines.release.listed import Listed
    from pipelines.run.make_again import MadeAgain
    from pipelines.settings.zones import Zones

MOST_NAMED = 5


def rebuild(options: argparse.Namespace, zones: "Zones", releases: "Sequence[Listed]") -> ExitCode:
    """Make a release again from the store, and say whether its bytes are the same; the release itself stays as it is."""
    from pipelines.release.listed import find_listed

    one = find_listed(releases, options.release or "current")
    with _again(options, zones, one.folder) as again:
        for line in _said(one.id, again):
            print(line)
        return ExitCode.DONE if again.is_same else ExitCode.DIFFERS


def fsck(options: argparse.Namespace, zones: "Zones", releases: "Sequence[Listed]") -> ExitCode:
    """Look at every byte of store and releases; with --mend put right what can be made again."""
    from pipelines.release.store import damaged_extracts, kept_extracts
    from pipelines.release.sums import strange_files, wrong_files

    damaged = damaged_extracts(zones.restricted)
    print(f"store: {sum(1 for _ in kept_extracts(zones.restricted)):,} extracts, {len(damaged)} damaged")
    for path in damaged:
        print(f"  {path.name[:12]}: its bytes are not those of its name")
        if options.mend:
            path.unlink()
            print("    removed; the next run keeps it again where the drop still has it")
    is_ill = bool(damaged) and not options.mend
    for one in releases:
        wrong = wrong_files(one.folder)
        print(f"{one.id}: {'whole' if not wrong else f'{len(wrong)} files lost or changed: {_named(wrong)}'}")
        if strange := strange_files(one.folder) if "manifest.json" not in wrong else []:
            print(f"  {len(strange)} files in it are not of it: {_named(strange)}")
        if wrong:
            is_ill |= not (options.mend and _mend(options, zones, one.folder, wrong))
    if is_ill and not options.mend:
        print(
            "`python -m pipelines releases fsck --mend` makes again what is damaged, from the store; a damaged extract is taken out of it,"
        )
        print("and the next run keeps it again where the drop still has it")
    return ExitCode.OUR_FAULT if is_ill else ExitCode.DONE


def _mend(options: argparse.Namespace, zones: "Zones", release: Path, wrong: list[str]) -> bool:
    from pipelines.release.sums import wrong_files
    from pipelines.run.make_again import mend_files
    from pipelines.settings.errors import UnusableSettings

    try:
        with _again(options, zones, release) as again:
            mend_files(release, again, wrong)
    except UnusableSettings as error:
        say(f"  {error}", ExitCode.OUR_FAULT)
        return False
    left = wrong_files(release)
    print("  made again from the store: whole" if not left else f"  made again, and still other bytes in {_named(left)}")
    return not left


@contextmanager
def _again(options: argparse.Namespace, zones: "Zones", release: Path) -> "Generator[MadeAgain]":
    from pipelines.raw.key_file import OPEN_KEY, load_key
    from pipelines.release.key_in_use import key_in_use
    from pipelines.run.make_again import made_again
    from pipelines.run.rebuild import load_settings_of_run
    from pipelines.settings.key_place import has_public_numbers, key_place

    settings = load_settings_of_run(zones.data, release.name)
    place, in_use = key_place(options.config, settings, zones.data), key_in_use(zones.registry)
    key = load_key(place, zones.restricted, is_public=has_public_numbers(settings), in_use=in_use) if in_use else OPEN_KEY
    with made_again(zones, release, key, place) as again:
        yield again


def _said(name: str, again: "MadeAgain") -> list[str]:
    if again.is_same:
        return [f"{name}: made again from the store, and all {again.files:,} files have the same bytes"]
    told = [f"{name}: made again from the store, and {len(again.different):,} of {again.files:,} files have other bytes"]
    if again.code:
        told.append(f"  the code has changed since ({', '.join(again.code)}), so that bytes may differ; check that version out to compare")
    if again.without:
        told.append(f"  {again.without}, with which it was compared, is not here any more, so that rules may have said other things")
    moved = [f"{table.layer}.{table.table}" for table in again.compared.tables if table.is_moved]
    told.append(f"  tables: {_named(moved) + ' differ' if moved else 'all are the same, row by row'}")
    results = [number.name for number in again.compared.numbers if number.is_moved]
    told.append(f"  results: {_named(results) + ' differ' if results else 'all are the same'}")
    return told


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
