"""What the kernel is asked, by strace: a run counted once more, to know that no call passes the library unseen."""

import os
import re
import subprocess
import sys
from collections import Counter

from tests.chaos.stage import Stage

CHANGING = (
    "open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,rename,renameat,renameat2,link,linkat,symlink,"
    "symlinkat,mkdir,mkdirat,mknod,unlink,unlinkat,rmdir,truncate,ftruncate,fallocate,chmod,fchmod,fchmodat,fsync,fdatasync,msync"
)
CALL = re.compile(r"\d+ +(\w+)\((.*)")


def calls_to_kernel(stage: Stage) -> Counter[str]:
    """Return how often a run of tonight's drop, in a process of its own, asks the kernel to change a file below the data folder."""
    stage.lay_out()
    traced = stage.folder / "strace.out"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = [sys.executable, "-m", "pipelines", *stage.registry.tonight, "--data", str(stage.data)]
    subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-y", "-e", f"trace={CHANGING}", "-o", str(traced), *run],
        cwd=stage.registry.checkout,
        env=environment,
        check=True,
        capture_output=True,
    )
    lines = traced.read_text(encoding="utf-8", errors="replace").splitlines()
    calls = [found.groups() for line in lines if (found := CALL.match(line))]
    return Counter(name for name, given in calls if str(stage.data) in given and "O_RDONLY" not in given)
