"""The store of extracts as they were sent: each once, under the hash of its bytes, in the restricted zone, for its owner alone."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from pipelines.drop.inventory import hash_file, open_regular
from pipelines.settings.zones import sync

BLOCK = 1 << 20


def stored_extract(restricted: Path, sha256: str) -> Path:
    """Return where an extract lies, or would."""
    return store(restricted) / sha256[:2] / sha256


def store(restricted: Path) -> Path:
    """Return the folder of the store."""
    return restricted / "store"


def has_extract(restricted: Path, sha256: str) -> bool:
    """Say whether an extract is in the store; whether its bytes are still right, `damaged_extracts` says."""
    return stored_extract(restricted, sha256).is_file()


def keep_extract(restricted: Path, source: Path, sha256: str) -> bool:
    """Copy an extract into the store if it is not there; say whether it is now: not where its bytes have changed meanwhile."""
    target = stored_extract(restricted, sha256)
    if has_extract(restricted, sha256):
        return True
    for folder in (store(restricted), target.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    partial = target.with_name(f".{target.name}-{os.getpid()}")
    digest = hashlib.sha256()
    try:
        with open_regular(source) as sent, os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
            while block := sent.read(BLOCK):
                digest.update(block)
                kept.write(block)
            kept.flush()
            os.fsync(kept.fileno())
        if digest.hexdigest() == sha256:
            partial.replace(target)
            sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return digest.hexdigest() == sha256


def kept_extracts(restricted: Path) -> Iterator[Path]:
    """Yield the extracts in the store, in the order of their hashes; what a killed process had not finished is none."""
    yield from sorted(store(restricted).glob("??/[!.]*"))


def damaged_extracts(restricted: Path) -> list[Path]:
    """Return the extracts whose bytes are not those of their name any more."""
    return [path for path in kept_extracts(restricted) if hash_file(path) != path.name]


def sweep_store(restricted: Path) -> None:
    """Remove what a killed process had not finished."""
    for partial in store(restricted).glob("??/.*"):
        partial.unlink()
