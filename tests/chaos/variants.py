"""What a forked run does besides the engine's own: the start of a command and no more, and a change-over that is careless on purpose."""

from pathlib import Path


def start(data: str) -> int:
    """Do what each command does first: carry on what was cut off."""
    from pipelines.run.changeover import at_work
    from pipelines.settings.zones import open_zones

    with at_work(open_zones(Path(data))):
        return 0


def _careless() -> None:
    """Show a run part by part, and write nothing down before."""
    from pipelines.findings.queries.query_log import append_moves, log_path
    from pipelines.release.ledger import append_line, next_number
    from pipelines.run import publish
    from pipelines.run.changeover import hidden_folder
    from pipelines.settings.zones import publish_folder, write_text

    def change_over(zones, change):
        for home in (zones.restricted / "runs", zones.registry / "releases"):
            if hidden_folder(home, change.run_id).is_dir():
                publish_folder(hidden_folder(home, change.run_id), home / change.run_id, home.parent / "current")
        append_moves(log_path(zones.restricted), change.moves)
        append_line(zones.registry, change.line, next_number(zones.registry))
        for name, text in change.pages.items():
            (zones.out / name).parent.mkdir(exist_ok=True)
            write_text(zones.out / name, text)

    publish.change_over = change_over


def _heedless() -> None:
    """Begin a run without asking how much room there is."""
    from pipelines.run import whole_path

    whole_path.refuse_without_room = lambda *_: None


VARIANTS = {"": lambda: None, "careless": _careless, "heedless": _heedless}
