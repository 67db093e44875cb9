"""Tells how far a run is: bars on a terminal, a timestamped line per step in its log; for a scheduler a JSON object per step in both."""

import datetime as dt
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

Form = Literal["bars", "lines", "json"]


class Progress:
    """Reports steps, by name and with counts only; a value of a patient never enters a step's text."""

    def __init__(self, form: Form, log: Path | None = None, steps: int = 0) -> None:
        """`form` is bars, lines or json; `log` also receives the lines."""
        self.form, self.log, self.started = form, log, time.monotonic()
        self._bar: tuple[Bars, TaskID] | None = None
        self._begun = 0
        if form == "bars":
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            bars = Progress(
                TextColumn("{task.description:<34}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                transient=True,
            )
            bars.start()
            self._bar = (bars, bars.add_task("starting", total=steps))

    def step(self, text: str, **counts: object) -> None:
        """Say that a step begins, with what the last one counted."""
        now, line = self.write_log(text, **counts)
        if self._bar:
            bars, task = self._bar
            bars.update(task, description=text, completed=self._begun)  # the steps that are done: this one is not
            self._begun += 1
        elif self.form == "json":
            print(_as_json(now, text, counts), flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def write_log(self, text: str, **counts: object) -> tuple[str, str]:
        """Write one line into the log, for a scheduler as JSON, and return its time and the line for people."""
        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        line = " ".join(f"{now} {text}{''.join(f' {name}={value}' for name, value in counts.items())}".splitlines())
        if self.log:
            kept = _as_json(now, text, counts) if self.form == "json" else line
            with self.log.open("a", encoding="utf-8") as file:
                file.write(kept + "\n")
        return now, line

    def detail(self, text: str) -> None:
        """Show what the step is at, on a terminal only."""
        if self._bar:
            bars, task = self._bar
            bars.update(task, description=text)

    def close(self) -> None:
        """Take the bar off the terminal."""
        if self._bar:
            self._bar[0].stop()
            self._bar = None

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return round(time.monotonic() - self.started, 1)


def _as_json(now: str, text: str, counts: Mapping[str, object]) -> str:
    return json.dumps({"time": now, "step": text, **counts}, ensure_ascii=False)
