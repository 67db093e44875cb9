"""Options that several commands have, so that they are called and explained alike."""

import argparse
from pathlib import Path

REGISTRY = Path("registry.toml")


def add_config(parser: argparse.ArgumentParser) -> None:
    """Add --config."""
    parser.add_argument("--config", type=Path, default=REGISTRY, help="settings (default: registry.toml)")


def add_data(parser: argparse.ArgumentParser, what: str = "data folder") -> None:
    """Add --data."""
    parser.add_argument("--data", type=Path, default=Path("data"), help=f"{what} (default: data)")


def is_taken(folder: Path) -> bool:
    """Say whether something stands where a command is to write a new folder."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
