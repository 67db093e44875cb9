"""The data folder's zones: restricted (values and keys), registry (pseudonymised releases), out (aggregates only)."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings.errors import UnusableSettings


@dataclass(frozen=True)
class Zones:
    """Where everything lies below one data folder."""

    data: Path

    @property
    def restricted(self) -> Path:
        """Raw, quarantine, findings with values, key, debug logs; only its owner may enter."""
        return self.data / "restricted"

    @property
    def registry(self) -> Path:
        """Pseudonymised releases and `current`."""
        return self.data / "registry"

    @property
    def out(self) -> Path:
        """status.json, results.json, the log: aggregates only."""
        return self.data / "out"

    @property
    def key(self) -> Path:
        """Where the key lies unless registry.toml says otherwise."""
        return self.restricted / "key" / "patient_numbers.key"


def open_zones(data: Path) -> Zones:
    """Make the zones; raise UnusableSettings where the folder cannot be written."""
    zones = Zones(data)
    try:
        str(data).encode()
    except UnicodeEncodeError:
        raise UnusableSettings(f"{data}: the name of the data folder is no UTF-8 text; name another with DATA=folder") from None
    try:
        data.mkdir(parents=True, exist_ok=True)
        for folder, mode in ((zones.restricted, 0o700), (zones.registry, 0o777), (zones.out, 0o777)):
            folder.mkdir(mode=mode, exist_ok=True)
        zones.restricted.chmod(0o700)
        for folder in (zones.restricted, zones.registry, zones.out):
            probe = folder / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
    except OSError as error:
        raise UnusableSettings(
            f"{data}: the data folder cannot be written ({error.strerror}); name another with DATA=folder, or free it"
        ) from None
    return zones


def close_to_others(folder: Path) -> None:
    """Leave a folder and all below it to its owner alone, whatever the umask of the process is: folders 0700, files 0600.

    What belongs to somebody else, such as a key that an administrator has put there, stays as it is.
    """
    with suppress(OSError):
        folder.chmod(0o700)
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                close_to_others(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    os.chmod(entry.path, 0o600)


def publish_folder(partial: Path, target: Path, current: Path, *, is_shown: bool = True) -> None:
    """Rename a finished folder to its place and make the link `current` point at it, each in one step that cannot be seen half done.

    One that is not to be shown takes its place alone. If `current` is the folder that is replaced, it points at a copy meanwhile: it
    always leads somewhere.
    """
    sync_folder(partial)
    replaced = None
    if target.exists():
        replaced = target.with_name(f".{target.name}.replaced-{os.getpid()}")
        if current.resolve() == target.resolve():
            shutil.copytree(target, replaced)
            point(current, replaced)
            shutil.rmtree(target)
        else:
            target.rename(replaced)
    partial.rename(target)
    sync(target.parent)
    if is_shown or current.resolve() == replaced:
        point(current, target)
    if replaced:
        shutil.rmtree(replaced)


def sync_folder(folder: Path) -> None:
    """Have the disk keep a folder with all below it before anything else is done."""
    for path in (*folder.rglob("*"), folder):
        if path.is_file() or (path.is_dir() and not path.is_symlink()):
            sync(path)


def sync(path: Path) -> None:
    """Have the disk keep the bytes of a file, or which names a folder has."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def point(link: Path, target: Path) -> None:
    """Make a link point at a folder, in one step."""
    new = link.with_name(f".{link.name}-{os.getpid()}")
    new.unlink(missing_ok=True)
    new.symlink_to(os.path.relpath(target, link.parent))
    new.replace(link)
    sync(link.parent)


def write_private(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file in one step that the disk keeps; nobody but its owner can read it at any moment, unless `mode` says otherwise."""
    partial = path.with_name(f".{path.name}-{os.getpid()}")
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old or the new one and nothing between; one that says the same already stays untouched."""
    if path.is_file() and path.read_bytes() == text.encode():
        return
    partial = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
