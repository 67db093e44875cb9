"""The command line: `python -m pipelines` with a command (--help lists them). Every error ends here, in a sentence and a code."""

import argparse
import datetime as dt
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

interrupted = threading.Event()  # a query that is interrupted ends with DuckDB's own error and not with KeyboardInterrupt
DONE, OUR_FAULT, USAGE, STOPPED, NO_INPUT, LOCKED, INTERRUPTED = 0, 1, 2, 3, 4, 75, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    parser = _parser()
    options = parser.parse_args(arguments)
    interrupted.clear()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _as_interrupt)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipelines", description="From a hospital's extracts to a gated cohort.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, help_text, run in (
        ("ingest", "take a drop to a release: load, gate, cohort, gate, publish", _ingest),
        ("refresh", "the same, unattended: one JSON object per step", _ingest),
    ):
        command = commands.add_parser(name, help=help_text)
        command.add_argument("--drop", type=Path, help="folder of the extracts; without it the synthetic hospital's is made and taken")
        command.add_argument("--config", type=Path, default=Path("registry.toml"), help="settings (default: registry.toml)")
        command.add_argument("--data", type=Path, default=Path("data"), help="data folder (default: data)")
        command.add_argument("--as-of", type=_date, metavar="YYYY-MM-DD", help="as-of date of the extracts (default: as the settings say)")
        command.add_argument("--force", action="store_true", help="build again even if nothing changed")
        command.set_defaults(run=run, command=name)
    command = commands.add_parser("synthetic", help="write the drop of the synthetic hospital: invented patients only")
    command.add_argument("--out", type=Path, required=True, help="folder to write; must be new or empty")
    command.add_argument("--mode", choices=("clean", "dirty"), default="clean", help="dirty plants faults and writes their answer key")
    command.add_argument("--patients", type=int, default=100, help="patients of the cohort (default: 100)")
    command.add_argument("--seed", type=int, default=20240731, help="the same seed gives the same bytes")
    command.set_defaults(run=_synthetic)
    command = commands.add_parser("key", help="make the key of the pseudonyms, once")
    command.add_argument("file", type=Path, help="where to write it; keep a copy apart from the data")
    command.set_defaults(run=_key)
    command = commands.add_parser("trace", help="the patients and the rows behind a number, or behind one patient's values; restricted")
    command.add_argument("number", nargs="*", help='"Table 2" post_ate_beva PR; "Table 1" all sex F; "Figure 1" all deaths; flow has_arm')
    command.add_argument("--patient", help="pseudonym, or the hospital's patient number (P017 for the synthetic hospital)")
    command.add_argument("--key", type=Path, help="key of the pseudonyms, if it lies elsewhere than in the data folder")
    command.add_argument("--data", type=Path, default=Path("data"), help="data folder (default: data)")
    command.set_defaults(run=_trace)
    command = commands.add_parser("audit", help="whether printed numbers follow from the others beside them")
    command.add_argument("file", type=Path, help="CSV with the columns id, kind, printed, given (docs/statistician.md)")
    command.add_argument("--out", type=Path, help="write the verdicts into this CSV as well")
    command.set_defaults(run=_audit, data=Path("data"))
    command = commands.add_parser("report", help="the last good release's results in another profile, without a new run")
    command.add_argument("--profile", choices=("publish", "internal"), default="publish", help="publish suppresses small cells (default)")
    command.add_argument("--data", type=Path, default=Path("data"), help="data folder (default: data)")
    command.add_argument("--out", type=Path, required=True, help="folder to write; must be new or empty")
    command.set_defaults(run=_report)
    command = commands.add_parser("rules", help="the rule book: list it, show one rule, or see what changed settings would come to")
    command.add_argument("rule", nargs="?", help="a rule (MR-007) or a family (MR); without it the whole book")
    command.add_argument("--table", default="", help="only the rules held on this table")
    command.add_argument("--level", default="", choices=("reject", "flag", "stop"), help="only the rules of this level")
    command.add_argument("--json", action="store_true", help="for programs: one object per rule and table")
    command.add_argument(
        "--impact", action="store_true", help="what the settings of --config would open, close and move; publishes nothing"
    )
    command.add_argument("--config", type=Path, default=Path("registry.toml"), help="settings (default: registry.toml)")
    command.add_argument("--data", type=Path, default=Path("data"), help="with --impact: data folder of the last run (default: data)")
    command.add_argument("--drop", type=Path, help="with --impact: take these extracts, and not the rows that the last run kept")
    command.set_defaults(run=_rules)
    return parser


def _ingest(options: argparse.Namespace) -> int:
    from pipelines.drop.sheet import UnreadableDrop
    from pipelines.release.write_release import to_json
    from pipelines.run.ingest import STEPS, Run, ingest_drop
    from pipelines.run.lock import AnotherRun, only_run
    from pipelines.run.progress import Progress
    from pipelines.run.summary import print_summary
    from pipelines.settings.errors import UnusableSettings
    from pipelines.settings.load_settings import load_settings
    from pipelines.settings.zones import open_zones, write_text

    try:
        zones = open_zones(options.data)
    except UnusableSettings as error:
        return _say(error, USAGE)
    form = "json" if options.command == "refresh" else "bars" if sys.stderr.isatty() else "lines"
    run = Run()
    progress = None
    try:
        with only_run(zones.restricted / "lock"):
            progress = Progress(form, zones.out / f"{options.command}.log", STEPS + (options.drop is None))
            try:
                settings = load_settings(options.config)
                as_of = options.as_of or (settings.registry.as_of if settings.registry.as_of != "today" else dt.date.today())
                drop = options.drop or _synthetic_drop(zones, progress)
                key_file = options.config.parent / settings.identity.key_file if settings.identity.key_file else zones.key
                ingest_drop(drop, settings, zones, as_of, progress, run, key_file=key_file, force=options.force)
                if run.faults:
                    run.message += _keep_details(
                        "\n\n".join(f"{rule}\n{why}" for rule, why in run.faults.items()), zones.restricted / "logs"
                    )
            except UnusableSettings as error:
                run.exit_code, run.message = USAGE, str(error)
            except UnreadableDrop as error:
                run.exit_code, run.message = NO_INPUT, f"{error.rule}: {error}"
                run.findings = {error.rule: 1}
            except (Exception, KeyboardInterrupt) as error:
                stays = "the new release is published" if run.release else "the last good release is as it was"
                run.state = "failed"
                if interrupted.is_set() or isinstance(error, KeyboardInterrupt):
                    run.exit_code, run.message = INTERRUPTED, f"interrupted; {stays}"
                else:
                    run.exit_code, run.message = OUR_FAULT, _our_fault(error, zones.restricted / "logs", stays)
            progress.close()
            write_text(zones.out / "status.json", to_json(run.status(progress.seconds)))
            if not run.release:
                _write_page(zones, run.status(progress.seconds))
            print_summary(run, zones, form, progress)
    except AnotherRun as error:
        return _say(error, LOCKED)
    except OSError as error:
        stays = "the new release is published" if run.release else "the last good release is as it was"
        return _say(f"{options.data}: cannot be written ({error.strerror}); {stays}", run.exit_code or OUR_FAULT)
    finally:
        if progress:
            progress.close()
    return run.exit_code


def _synthetic(options: argparse.Namespace) -> int:
    from pipelines.synthetic.hospital import write_drop

    if options.out.exists() and (not options.out.is_dir() or any(options.out.iterdir())):
        return _say(f"{options.out}: the folder is not empty; name a new one", USAGE)
    if options.patients < 1:
        return _say("--patients: at least one patient is needed", USAGE)
    try:
        write_drop(options.out, mode=options.mode, patients=options.patients, seed=options.seed)
    except OSError as error:
        return _say(f"{options.out}: cannot be written ({error.strerror})", USAGE)
    print(f"{options.out}: the drop of a synthetic hospital; all its patients are invented", file=sys.stderr)
    return DONE


def _key(options: argparse.Namespace) -> int:
    from pipelines.raw.pseudonyms import make_key
    from pipelines.settings.errors import UnusableSettings

    try:
        make_key(options.file)
    except UnusableSettings as error:
        return _say(error, USAGE)
    except OSError as error:
        return _say(f"{options.file}: cannot be written ({error.strerror})", USAGE)
    print(
        f"{options.file}: the key is made; keep a copy of it apart from the data, without it pseudonyms cannot be made again",
        file=sys.stderr,
    )
    return DONE


def _rules(options: argparse.Namespace) -> int:
    from pipelines.commands.rules import show_rules

    return _shown(show_rules, options)


def _trace(options: argparse.Namespace) -> int:
    from pipelines.commands.trace import trace

    return _shown(trace, options)


def _audit(options: argparse.Namespace) -> int:
    from pipelines.commands.audit import audit_printed

    return _shown(audit_printed, options)


def _report(options: argparse.Namespace) -> int:
    from pipelines.commands.report import write_report

    return _shown(write_report, options)


def _shown(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command that publishes nothing; its reader may have seen enough, and a fault of ours is said like any other."""
    try:
        code = command(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return DONE
    except Exception as error:
        return _say(_our_fault(error, options.data / "restricted" / "logs", "nothing is published"), OUR_FAULT)


def _synthetic_drop(zones, progress) -> Path:
    """Write the synthetic hospital's drop, but never where a release of a hospital's own patients would make way for it."""
    import shutil

    from pipelines.release.write_release import is_of_open_key
    from pipelines.settings.errors import UnusableSettings
    from pipelines.synthetic.hospital import write_drop

    current = zones.registry / "current"
    if current.exists() and not is_of_open_key(current):
        raise UnusableSettings(
            f"{zones.data}: holds the registry of a hospital, and no drop is named; name its folder with DROP=folder (--drop), or another "
            "data folder for the synthetic hospital with DATA=folder (--data)"
        )
    progress.step("writing the drop of the synthetic hospital")
    folder = zones.restricted / "synthetic_drop"
    shutil.rmtree(folder, ignore_errors=True)
    write_drop(folder)
    return folder


def _write_page(zones, status: dict[str, object]) -> None:
    """Say in out/report.html that there are no new results; where that fails for a fault of ours, no page is better than a wrong one."""
    from pipelines.report.run_page import write_page_without_statistics

    try:
        write_page_without_statistics(zones, status)
    except OSError:  # what the run has to say goes before: a disk that is full has been told, and a page of yesterday must not stay
        (zones.out / "report.html").unlink(missing_ok=True)
    except Exception as error:
        (zones.out / "report.html").unlink(missing_ok=True)
        _say(_our_fault(error, zones.restricted / "logs", "out/report.html is removed"), OUR_FAULT)


def _our_fault(error: BaseException, logs: Path, stays: str) -> str:
    """Keep the full text of an error in the restricted zone, for it may hold values; return a sentence that holds none."""
    import errno

    from schemas.rule import BrokenRule

    unwritable = [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM]
    for number in unwritable:  # DuckDB and the workbook's writer put the system's words into errors of their own
        if getattr(error, "errno", None) == number or os.strerror(number) in str(error):
            return f"the data folder cannot be written ({os.strerror(number)}); free it and run again; {stays}"
    said = f": {error}" if isinstance(error, BrokenRule) else ""
    return f"a fault of the program ({type(error).__name__}{said}); {stays}{_keep_details(traceback.format_exc(), logs)}"


def _keep_details(text: str, logs: Path) -> str:
    """Write what may hold values of patients into the restricted log; return where, as the end of a sentence."""
    try:
        logs.mkdir(exist_ok=True)
        path = logs / f"{dt.datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return ""
    return f"; the details, which may hold values of patients, are in {path}"


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("not a date of the calendar as YYYY-MM-DD") from None


def _as_interrupt(_signal: int, _frame: object) -> None:
    interrupted.set()
    raise KeyboardInterrupt


def _say(message: object, code: int) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    try:
        code = main()
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # skips the interpreter's shutdown, where DuckDB's bindings print lines about leaked instances
