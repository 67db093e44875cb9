"""The command `report`: writes the results of the last good release once more, in another profile, into a folder of its own."""

import argparse
import json
import os
import shutil
import sys
from pathlib import Path

DONE, USAGE, NO_INPUT = 0, 2, 4


def write_report(options: argparse.Namespace) -> int:
    """Write the files of registry/current/results in the profile that is asked for; the release itself stays as it is."""
    from pipelines.release.write_release import find_release
    from pipelines.run.rebuild import load_settings_of_run
    from pipelines.settings.errors import UnusableSettings

    target = options.out
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return _say(f"{target}: the folder is not empty; name a new one", USAGE)
    registry = (options.data / "registry").resolve()
    if target.resolve().is_relative_to(registry):
        return _say(f"{target}: lies among the releases, which are never changed; name a folder outside {options.data}/registry", USAGE)
    try:
        release = find_release(options.data)
        settings = load_settings_of_run(options.data, release.name)
    except UnusableSettings as error:
        return _say(error, NO_INPUT)
    settings = settings.model_copy(update={"report": settings.report.model_copy(update={"profile": options.profile})})
    partial = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(release, settings, partial)
            if target.exists():
                target.rmdir()
            partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        return _say(f"{target}: cannot be written ({error.strerror})", USAGE)
    print(f"{target}: the {options.profile} report of release {release.name}", file=sys.stderr)
    return DONE


def _write(release: Path, settings, folder: Path) -> None:
    from pipelines.report.disclosure.publish import statistics_in_profile
    from pipelines.report.write_results import write_results
    from pipelines.warehouse.read_roles import read_released_roles
    from schemas.role import OF_STATISTICS

    cohort = read_released_roles(release, OF_STATISTICS)
    results = json.loads((release / "results.json").read_text(encoding="utf-8"))
    folder.mkdir()
    write_results(statistics_in_profile(cohort, settings), settings, results, folder)


def _say(message: object, code: int) -> int:
    print(message, file=sys.stderr)
    return code
