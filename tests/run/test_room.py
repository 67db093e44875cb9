"""A run begins only where there is room for it: so much as the settings ask for, or three times what the last one has kept."""

import pytest

from pipelines.run.room import NoRoom, kept_mb, refuse_without_room
from pipelines.settings.zones import open_zones
from tests.small_drop import small_drop  # noqa: F401


@pytest.fixture
def zones(tmp_path):
    return open_zones(tmp_path / "data")


def with_free(monkeypatch, megabytes):
    monkeypatch.setattr("pipelines.run.room.shutil.disk_usage", lambda folder: type("Usage", (), {"free": megabytes * 1e6}))


@pytest.mark.parametrize(
    ("free", "least", "kept", "new", "is_enough"),
    [
        (500, 500, 0, 0, True),
        (499, 500, 0, 0, False),
        (900, 500, 300, 0, True),  # three times 300
        (899, 500, 300, 0, False),
        (549, 500, 0, 50, False),  # 500 and the new extracts
        (550, 500, 0, 50, True),
        (0, 0, 0, 0, True),
    ],
)
def test_below_at_and_above_what_a_run_may_need(zones, monkeypatch, free, least, kept, new, is_enough):
    with_free(monkeypatch, free)
    (zones.registry / "current").mkdir()
    with (zones.registry / "current" / "labs.parquet").open("wb") as file:
        file.truncate(kept * 1_000_000)
    assert kept_mb(zones) == kept
    if is_enough:
        refuse_without_room(zones, least, new * 1_000_000)
    else:
        with pytest.raises(NoRoom, match="MB are free on the disk, and a run may need"):
            refuse_without_room(zones, least, new * 1_000_000)


def test_a_run_without_room_ends_with_1_says_how_much_to_free_and_makes_nothing(small_drop, monkeypatch):  # noqa: F811
    with_free(monkeypatch, 120)
    code, _, err = small_drop.listen()
    assert code == 1 and "120 MB are free on the disk, and a run may need 500; free 380 MB" in err
    assert (small_drop.status["state"], small_drop.status["exit_code"]) == ("failed", 1)
    assert not (small_drop.data / "registry" / "current").exists() and not (small_drop.data / "registry" / "releases").exists()
