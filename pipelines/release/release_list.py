"""The list of the releases, and what is said of one, as lines that are no longer than a terminal is wide."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.release.listed import Listed

WIDTH = 80


def lines_of_list(releases: Sequence[Listed]) -> Iterator[str]:
    """Yield two lines for each release: what it counted, then gate, changed inputs and states."""
    yield f"{'release':<25}{'made':<17}{'as of':<11}{'rows':>10}{'findings':>10}{'cohort':>7}"
    for one in releases:
        record = one.record
        rows, findings, cohort = (_number(count) for count in counts_of(record))
        yield f"{one.id:<25}{one.made:%Y-%m-%d %H:%M} {record.get('as_of', '?'):<11}{rows:>10}{findings:>10}{cohort:>7}"
        yield from _wrapped(f"gate {record.get('verdict', '?')}; {changed_in_words(one.changed)}{_states(one)}")


def lines_of_release(one: Listed, wrong: Sequence[str]) -> Iterator[str]:
    """Yield what is said of one release; `wrong` are its files whose bytes are not those of its manifest."""
    record = one.record
    yield f"{one.id}{_states(one)}"
    said = {"whole": "every file has the bytes of its manifest" if not wrong else f"no: lost or changed: {', '.join(wrong)}"}
    said |= (
        {}
        if not record
        else {
            "made": f"{one.made:%Y-%m-%d %H:%M}, as of {record['as_of']}",
            "gate": record["verdict"] + (f": {record['reason']}" if record["reason"] else ""),
            "rows": ", ".join(f"{name} {count:,}" for name, count in record["rows"].items()),
            "findings": _findings(record["findings"]),
            "cohort": _cohort(record["cohort"]),
            "compared": f"with {record.get('compared_with') or 'no release'}",
            "changed": changed_in_words(record.get("changed") or one.changed).removeprefix("changed: "),
        }
    )
    said |= {"folder": str(one.folder)}
    for name, text in said.items():
        if text:
            yield from textwrap.wrap(
                text, WIDTH, initial_indent=f"  {name:<10}", subsequent_indent=" " * 12, break_long_words=False, break_on_hyphens=False
            )


def changed_in_words(changed: Mapping[str, str] | None) -> str:
    """Return which inputs had changed, as the end of a sentence."""
    if changed is None:
        return "the first"
    told = [name if how == "changed" else f"{name} ({how})" for name, how in changed.items()]
    return f"changed: {', '.join(told)}" if told else "changed: nothing"


def counts_of(record: Mapping[str, Any]) -> tuple[int | None, int | None, int | None]:
    """Return the rows read, the findings and the patients of a record, None of what it does not say."""
    rows, findings = record.get("rows"), record.get("findings")
    return (rows or {}).get("read"), None if findings is None else sum(findings.values()), (record.get("cohort") or {}).get("n")


def _number(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def _findings(counts: Mapping[str, int]) -> str:
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{sum(counts.values()):,}" + (f": {', '.join(f'{rule} {count:,}' for rule, count in most)}" if most else "")


def _cohort(cohort: Mapping[str, Any]) -> str:
    arms = ", ".join(f"{arm} {count:,}" for arm, count in cohort.get("arms", {}).items())
    return f"{cohort['n']:,} patients" + (f" ({arms})" if arms else "") if cohort else "none"


def _states(one: Listed) -> str:
    return f"  [{', '.join(one.states)}]" if one.states else ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
