"""Signs a folder of a release: `manifest.json` names the hash of every file, and `SHA256SUMS` says the same as `sha256sum -c` reads it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.drop.inventory import hash_file
from pipelines.settings.zones import write_text

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


def sign(folder: Path, said: Mapping[str, Any]) -> None:
    """Write the manifest, with what is `said` of the folder and the hashes of its files, and the sums of these and of the manifest."""
    files = {name: hash_file(folder / name) for name in files_below(folder) if name not in (MANIFEST, SUMS)}
    write_text(folder / MANIFEST, to_json({**said, "files": files}))
    write_text(folder / SUMS, _sums(folder, files))


def wrong_files(folder: Path) -> list[str]:
    """Return the files of a release that are lost or have other bytes than its manifest names, by their paths in it.

    A release that was made before there were sums has its manifest alone.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        named = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return [MANIFEST]
    wrong = [name for name, digest in named.items() if _hash(folder / name) != digest]
    has_other_sums = (folder / SUMS).is_file() and (folder / SUMS).read_bytes() != _sums(folder, named).encode()
    return [*wrong, *([SUMS] if has_other_sums else [])]


def strange_files(folder: Path) -> list[str]:
    """Return the files in a release that its manifest does not name."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return sorted(set(files_below(folder)) - {*manifest["files"], MANIFEST, SUMS})


def files_below(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, in order."""
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def to_json(content: object) -> str:
    """Return content as JSON that is read by people and compared by machines."""
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"


def _sums(folder: Path, files: Mapping[str, str]) -> str:
    listed = {**files, MANIFEST: hash_file(folder / MANIFEST)}
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items()))


def _hash(path: Path) -> str:
    try:
        return hash_file(path)
    except OSError:
        return ""
