"""Checks the style of the SQL files that changed since they were last found good. `python -m tests.sql_style`.

sqlfluff takes a quarter of a second and more for a file, and a file that it found good stays good as long as file, settings and sqlfluff
are the same: the hashes of these are kept in `.sqlfluff_cache`, outside of git.
"""

import hashlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(root: Path = ROOT) -> int:
    """Return 0 if every file is good; what sqlfluff says of the others is printed."""
    cache = root / ".sqlfluff_cache"
    known = set(cache.read_text(encoding="utf-8").split()) if cache.exists() else set()
    found = hashes(root)
    changed = [path for path, hash_ in found.items() if hash_ not in known]
    if changed and (code := subprocess.run([sys.executable, "-m", "sqlfluff", "lint", "--processes", "0", *changed], cwd=root).returncode):
        return code
    cache.write_text("".join(f"{hash_}\n" for hash_ in sorted(found.values())), encoding="utf-8")
    print(f"SQL: {len(changed)} of {len(found)} files checked, the others are as they were when they were found good")
    return 0


def hashes(root: Path) -> dict[str, str]:
    """Return for each SQL file the hash of its place and text, of all settings of sqlfluff, and of its version."""
    settings = [
        path.read_bytes()
        for path in [root / ".sqlfluff", *sorted((root / "sql").rglob(".sqlfluff")), *sorted((root / "examples").rglob(".sqlfluff"))]
    ]
    return {
        (name := path.relative_to(root).as_posix()): hashlib.sha256(
            b"\0".join([name.encode(), path.read_bytes(), *settings, version("sqlfluff").encode()])
        ).hexdigest()
        for path in sorted([*(root / "sql").rglob("*.sql"), *(root / "examples").rglob("*.sql")])
    }


if __name__ == "__main__":
    sys.exit(main())
