"""What a person sees at the end of a run: one row per table, then the cohort, then where the outputs are."""

import sys

from pipelines.book.outcome_words import say_levels
from pipelines.run.ending import Ending
from pipelines.run.progress import Progress
from pipelines.run.state import Summary
from pipelines.settings.zones import Zones
from pipelines.warehouse.table_files import table_of
from schemas.role import ANALYSIS_SET

WORDS = {
    "published": "a new release is published",
    "unchanged": "nothing changed since the last release, which stays",
    "held": "a release is made and kept, and not shown",
    "stopped": "stopped by the gate; the last good release stays",
    "failed": "failed; the last good release stays",
}
MOST_LISTED = 20  # files on a terminal; status.json has all


def print_summary(run: Summary, zones: Zones, progress: Progress) -> None:
    """Print the summary for people, or one JSON step for a scheduler."""
    said = WORDS[run.ending.state]
    if not (zones.registry / "current").exists():
        said = said.split(";")[0]  # no release was made yet
    told = {"state": run.ending.state, "exit_code": int(run.ending.exit_code), "release": run.release, "message": run.message}
    if progress.form == "json":
        progress.step(said, **told)
        return
    progress.write_log(said, **told)
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pipelines.run.layers import COUNTED

    console = Console(stderr=False, highlight=False, markup=False, soft_wrap=not sys.stdout.isatty())
    if run.tables:
        table = Table(box=None, pad_edge=False, title=None)
        table.add_column("table")
        counted = [name for name in COUNTED if any(name in counts for counts in run.tables.values())]
        for title in counted:
            table.add_column(title, justify="right")
        table.add_column("most findings")
        for name, counts in run.tables.items():
            table.add_row(
                name,
                *(f"{counts.get(key, 0):,}" for key in counted),
                run.worst.get(name, "–"),
            )
        console.print()
        console.print(table)
        console.print()
    if run.cohort:
        arms = ", ".join(f"{arm} {n}" for arm, n in run.cohort["arms"].items())
        size = run.cohort["n"]
        console.print(f"Cohort: {size} {'patient' if size == 1 else 'patients'}" + (f" ({arms})." if arms else "."))
    if run.cohort or run.release:
        most = sorted(run.findings.items(), key=lambda item: (-item[1], item[0]))
        listed = ", ".join(f"{rule} {count:,}" for rule, count in most[:5]) + (", …" if len(most) > 5 else "")
        console.print(f"Findings: {say_levels(run.levels)}" + (f" ({listed})." if most else "."))
    for sentence in run.changes.get("words", ()):
        console.print(Text(f"{sentence}."))
    if run.not_taken:
        console.print(f"Not taken (names: {zones.restricted / 'files.csv'}):")
        for left in run.not_taken[:MOST_LISTED]:
            console.print(Text(f"  {left['file']}: {left['why']}"))
        if len(run.not_taken) > MOST_LISTED:
            console.print(f"  and {len(run.not_taken) - MOST_LISTED:,} more")
    if run.differs:
        console.print("Differs from the book:")
        for difference in run.differs:
            console.print(Text(f"  {difference}"))
    console.print(f"{said.capitalize()} ({progress.seconds:.1f} s).")
    if run.message:
        errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=not sys.stderr.isatty())
        is_sentence = run.ending is Ending.STOPPED  # others begin with the name of a file
        errors.print(Text(run.message[:1].upper() + run.message[1:] if is_sentence else run.message))
    release, kept = zones.registry / "current", zones.restricted / "current"
    if run.is_held_back and run.run_id:
        release, kept = zones.registry / "releases" / run.run_id, zones.restricted / "runs" / run.run_id
    if run.release:
        console.print(f"  release    {release}" + (f"  ({run.release})" if not run.is_held_back else ""))
    if (zones.out / "report.html").is_file() and not run.is_held_back:
        console.print(f"  report     {zones.out / 'report.html'}")
    if run.release and run.cohort:
        console.print(f"  cohort     {release / 'cohort' / f'{table_of(ANALYSIS_SET)}.csv'}")
    if run.tables:
        console.print(f"  findings   {kept / 'findings.xlsx'}")
        console.print(f"  review     {kept / 'review.html'}")
    if (zones.out / "rules" / "index.html").is_file():
        console.print(f"  rule book  {zones.out / 'rules' / 'index.html'}")
    console.print(f"  status     {zones.out / 'status.json'}")
