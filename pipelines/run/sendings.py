"""What each source has sent, and is kept: what a source that sends changes goes on from, whatever its last run came to.

A run that was stopped has taken in what was sent, and so has one that is held back or failed once all was read: the source does not send it
again. Only a drop that could not be read counts as not sent.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.drop.inventory import Drop
from pipelines.drop.sendings import SentBefore, path_in, patterns_of
from pipelines.drop.sheet import UnreadableDrop
from pipelines.release.store import has_extract, stored_extract
from pipelines.settings.sections import Settings
from pipelines.settings.zones import Zones, write_private

SENDINGS = "sendings.json"
Listed = Mapping[str, list[dict[str, Any]]]  # by source: path in the drop, sha256, number of the sending


def sent_before(zones: Zones, settings: Settings) -> dict[str, list[SentBefore]]:
    """Return what the sources that send changes have sent; raise UnreadableDrop where not all of it is in the store any more.

    Where there is no release yet, what comes first is the whole extract.
    """
    restricted, before = zones.restricted, {}
    listed = read_sendings(restricted)
    for name, source in settings.sources.items():
        if source.sends == "changes":
            files = listed.get(name, [])
            remedy = f'let it send its whole extract, with sends = "all" under [sources.{name}] for that run, and changes from then on'
            if not files and (zones.registry / "current").exists():
                wrong = "it sends changes, and nothing is written down of what it has sent before"
                raise UnreadableDrop(f"the extracts of source {name}", wrong, remedy)
            if missing := [one for one in files if not has_extract(restricted, one["sha256"])]:
                raise UnreadableDrop(
                    f"the extracts of source {name}",
                    f"{len(missing)} of the {len(files)} files that it has sent before are not in the store any more, "
                    "and changes alone do not make a registry",
                    remedy,
                )
            before[name] = [
                SentBefore(one["path"], one["sha256"], one["number"], stored_extract(restricted, one["sha256"])) for one in files
            ]
    return before


def read_sendings(restricted: Path) -> Listed:
    """Return what is written down of what each source has sent."""
    try:
        return json.loads((restricted / SENDINGS).read_bytes())
    except FileNotFoundError:
        return {}


def write_sendings(restricted: Path, listed: Listed) -> None:
    """Write down what each source has sent, in one step."""
    write_private(restricted / SENDINGS, (json.dumps(listed, indent=1) + "\n").encode())


def sendings_of(drop: Drop, settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Return what each source has sent by now; one that sends all begins anew each time."""
    listed: dict[str, list[dict[str, Any]]] = {}
    for name, source in settings.sources.items():
        patterns = patterns_of(source)
        is_of_changes = source.sends == "changes"
        stored = {
            file.stored.name: file.stored
            for file in drop.claimed
            if (file.source == name if is_of_changes else not file.source and any(pattern.matches(file.name) for pattern in patterns))
        }
        listed[name] = [{"path": path_in(drop, one), "sha256": one.sha256, "number": one.sending or 1} for _, one in sorted(stored.items())]
    return listed
