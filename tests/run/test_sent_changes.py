"""A source that sends changes: each night's release is what a whole extract of the same state would give."""

import pytest

from tests.path_run import main
from tests.small_drop import SmallDrop, signals_kept, text_of

pytestmark = pytest.mark.slow
HEADERS = {table: text_of(table).splitlines()[0] for table in ("patients", "labs", "lesions", "follow_up", "adverse_events")}
FOURTH = {
    "patients": "00000004,1962-02-02,M,C22.0,2023-01-05",
    "follow_up": "00000004,2024-03-01,ALIVE,,",
}
# What changes in each night: table, the row as it was (None: new), and as it is (None: gone).
NIGHTS = [
    [],
    [
        ("labs", "00000001,AST,45,U/L,2023-01-09", "00000001,AST,54,U/L,2023-01-09"),  # corrected
        ("patients", None, FOURTH["patients"]),
        ("follow_up", None, FOURTH["follow_up"]),
    ],
    [
        ("labs", "00000001,AST,54,U/L,2023-01-09", "00000001,AST,45,U/L,2023-01-09"),  # it was right: the row of the first night again
        ("lesions", "00000001,E1,2023-02-20,R2,T1,TARGET,LIVER,30,60,Y", "00000001,E1,2023-02-20,R2,T1,TARGET,LIVER,32,60,Y"),
        ("labs", "00000002,NA,139,mmol/L,2023-01-16", None),  # belonged to somebody else
    ],
]


def changes_of(night: int) -> dict[str, list[str]]:
    """Return the lines that a source sends of a night, by table, with the word for what is gone."""
    sent: dict[str, list[str]] = {}
    for table, was, is_now in NIGHTS[night]:
        sent.setdefault(table, []).append(f"{is_now}," if is_now else f"{was},gone")
    return sent


def whole(drop: SmallDrop, night: int) -> None:
    """Write the whole state of the hospital as of a night."""
    for table in HEADERS:
        lines = text_of(table).splitlines()
        for changes in NIGHTS[: night + 1]:
            for of, was, is_now in changes:
                if of == table:
                    lines = [is_now if line == was else line for line in lines if line != was or is_now]
                    lines += [is_now] if was is None else []
        drop.write(table, "\n".join(lines) + "\n")


def send_changes(drop: SmallDrop, night: int) -> None:
    """Let the drop hold the changes of a night alone."""
    for path in drop.drop.iterdir():
        path.unlink()
    for table, lines in changes_of(night).items():
        (drop.drop / f"{table}_{night}.csv").write_text("\n".join([f"{HEADERS[table]},changed", *lines]) + "\n", encoding="utf-8")


def sending_changes(drop: SmallDrop) -> SmallDrop:
    drop.set("[sources.emr]\n", '[analysis]\nfurther = []\n\n[operations]\nkeep_extracts = true\n\n[sources.emr]\nsends = "changes"\n')
    for table in HEADERS:
        drop.set(f'files = ["{table}*"]\n', f'files = ["{table}*"]\ndeletes = {{ "changed" = "gone" }}\n')
    return drop


def values(drop: SmallDrop) -> dict[str, list[dict]]:
    """Return the accepted rows and the patients of the cohort, without where they stood."""
    tables = [f"accepted/{path.stem}" for path in sorted((drop.current / "accepted").glob("*.parquet"))]
    where = ("source_file", "sheet", "source_row")
    rows = {table: [{name: row[name] for name in row if name not in where} for row in drop.rows(table)] for table in tables}
    return rows | {"cohort/patients": drop.rows("cohort/patients")}


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Live all nights twice: by changes, and by whole extracts; after each, what was released, and what the run said."""
    folder = tmp_path_factory.mktemp("changes")
    with signals_kept():
        by_changes, by_whole = sending_changes(SmallDrop(folder / "changes")), SmallDrop(folder / "whole")
        lived = []
        for night in range(len(NIGHTS)):
            if night:
                send_changes(by_changes, night)
            whole(by_whole, night)
            said = by_changes.listen(), by_whole.listen()
            assert [code for code, *_ in said] == [0, 0], said
            lived.append((by_changes.status, values(by_changes), values(by_whole)))
        yield by_changes, lived


def test_each_night_is_that_of_a_whole_extract(nights):
    for night, (_, changes, whole_) in enumerate(nights[1]):
        assert changes == whole_, night


def test_every_row_is_somewhere(nights):
    labs = [status["tables"]["labs"] for status, *_ in nights[1]]
    assert labs[0] == {"read": 6, "accepted": 6, "quarantined": 0, "duplicates": 0}
    assert labs[1] == {"read": 7, "accepted": 6, "quarantined": 0, "duplicates": 0, "replaced": 1}
    # of AST both that of the first and of the second night; NA, and the row that says that it is gone
    assert labs[2] == {"read": 9, "accepted": 5, "quarantined": 0, "duplicates": 0, "replaced": 4}


def test_what_came_and_changed_is_said(nights):
    status = nights[1][1][0]
    assert status["changes"] == ["Since the release of 2024-12-31 2 rows came, 0 went, 1 changed, and 0 of before are quarantined now"]


def test_the_same_drop_again_and_one_without_anything_new_change_nothing(nights):
    drop, lived = nights
    with signals_kept():
        release = drop.status["release"]
        assert drop.run() == 0 and drop.status["state"] == "unchanged" and drop.status["release"] == release
        for path in drop.drop.iterdir():
            path.unlink()
        assert drop.run() == 0 and drop.status["state"] == "unchanged" and drop.status["release"] == release
        assert values(drop) == lived[-1][1]


def test_a_release_is_made_again_and_its_extracts_are_not_pruned(nights):
    drop, _ = nights
    more = ["--config", str(drop.config), "--data", str(drop.data)]
    with signals_kept():
        releases = sorted(path.name for path in (drop.data / "registry" / "releases").iterdir())
        for release in releases[:2]:
            assert main(["releases", "rebuild", release, *more]) == 0, release
        assert main(["releases", "fsck", *more]) == 0
        assert main(["releases", "diff", releases[0], releases[1], *more]) == 0
        assert main(["releases", "prune", "--keep-days", "0", "--data", str(drop.data)]) == 0
        assert drop.run() == 0 and drop.status["state"] == "unchanged"


def test_without_what_was_sent_before_nothing_is_made(nights):
    drop, _ = nights
    send_changes(drop, 1)
    store = drop.data / "restricted" / "store"
    kept = store.rename(store.with_name("elsewhere"))
    with signals_kept():
        code, _, err = drop.listen()
    assert code == 4
    assert "the extracts of source emr: 14 of the 14 files that it has sent before are not in the store any more" in err
    assert 'with sends = "all" under [sources.emr] for that run' in err
    kept.rename(store)
    listed = drop.data / "restricted" / "sendings.json"
    text = listed.read_bytes()
    listed.unlink()
    with signals_kept():
        code, _, err = drop.listen()
    assert code == 4 and "nothing is written down of what it has sent before" in err
    listed.write_bytes(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("keep_extracts = true", "keep_extracts = false", "changes need what was sent before; set keep_extracts = true under [operations]"),
        ('sends = "changes"', 'sends = "all"', 'only a source with sends = "changes" says that a row is gone'),
    ],
)
def test_settings_that_do_not_go_together_are_refused(tmp_path, old, new, said):
    drop = sending_changes(SmallDrop(tmp_path / "hospital"))
    drop.set(old, new)
    with signals_kept():
        code, _, err = drop.listen()
    assert code == 2 and said in err
