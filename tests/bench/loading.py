"""Loads a drop of the synthetic hospital into raw tables, and does nothing else. `-m tests.bench.loading DROP`."""

import sys
from pathlib import Path

from pipelines.drop.inventory import inventory_drop
from pipelines.raw.key_file import OPEN_KEY
from pipelines.raw.load_drop import load_drop
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.table_files import ROOT


def main(drop: Path) -> None:
    """Load the drop under the settings that are shipped."""
    settings = load_settings(ROOT / "registry.toml")
    load_drop(open_warehouse(), inventory_drop(drop, settings), settings, OPEN_KEY)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
