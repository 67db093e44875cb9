"""All that a release depends on, and the name that follows from it."""

import datetime as dt
import hashlib
import json
from typing import Any

from pipelines.drop.inventory import Drop, hash_file
from pipelines.raw.key_file import SYNTHETIC_MARKER, fingerprint
from pipelines.raw.pseudonyms import digest_of
from pipelines.settings.sections import OF_NO_RESULT, Settings
from pipelines.warehouse.table_files import ROOT

CODE = {"program": ("pipelines", "sql"), "rules": ("schemas", "expectations")}
CODE_FILES = (".py", ".sql", ".csv", ".j2", ".html", ".css", ".R")


def describe_inputs(drop: Drop, settings: Settings, as_of: dt.date, key: bytes) -> dict[str, Any]:
    """Return all that a release depends on: the extracts' bytes, the code, the locked packages, the settings, as-of date and key.

    The names of the files are in it too, as a keyed digest: findings speak of them, and they may be those of patients.
    """
    return {
        "as_of": as_of.isoformat(),
        "extracts": _hashes_as_shown(drop) | _marker(drop),
        "names": digest_of("\n".join(drop.hashes), key),
        "settings": hashlib.sha256(settings.model_dump_json(exclude=OF_NO_RESULT).encode()).hexdigest(),
        "code": digest_of_code(*CODE),
        "packages": hash_file(ROOT / "requirements.lock"),
        "key": fingerprint(key),
    }


def digest_of_code(*parts: str) -> str:
    """Return a digest of the files of these parts of the code: the program, the rules as they are shipped, or both."""
    code = hashlib.sha256()
    folders = [ROOT / folder for part in parts for folder in CODE[part]]
    for path in sorted(path for folder in folders for path in (folder, *folder.rglob("*")) if path.suffix in CODE_FILES):
        code.update(f"{path.relative_to(ROOT).as_posix()}\n{hash_file(path)}\n".encode())
    return code.hexdigest()


def name_run(inputs: dict[str, Any]) -> str:
    """Return the id of the run and of its release: the as-of date and a digest of everything it depends on."""
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return f"{inputs['as_of']}-{digest[:12]}"


def _hashes_as_shown(drop: Drop) -> dict[str, str]:
    """Return the hash of each file on the disk by how it, or the first of its members, is called outside the restricted zone."""
    called: dict[str, str] = {}
    for file in drop.claimed:
        called.setdefault(file.stored.name, file.shown)
    return {called[name]: sha256 for name, sha256 in drop.hashes.items()}


def _marker(drop: Drop) -> dict[str, str]:
    """Return the mark of the synthetic hospital with its hash, if the drop bears it."""
    marks = [file for file in drop.files if file.name == SYNTHETIC_MARKER and not file.fault]
    return {file.name: hash_file(file.stored.path) for file in marks}
