"""The style of SQL is checked once per text: what changed is checked again, and what was found bad is never taken for good."""

import pytest

from tests.sql_style import ROOT, hashes, main

GOOD, BAD = "select\n    a,\n    b,\nfrom x\n", "SELECT a,b from x\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "sql").mkdir()
    (tmp_path / ".sqlfluff").write_bytes((ROOT / ".sqlfluff").read_bytes())
    return tmp_path


@pytest.fixture
def checked(project, monkeypatch):
    """Return the files that each call hands to sqlfluff, which finds bad what BAD is."""
    calls = []

    class Done:
        def __init__(self, command, cwd):
            files = command[command.index("0") + 1 :]
            calls.append(files)
            self.returncode = int(any((cwd / name).read_text() == BAD for name in files))

    monkeypatch.setattr("tests.sql_style.subprocess.run", Done)
    return calls


def test_only_what_changed_is_checked_again(project, checked):
    for name in "ab":
        (project / "sql" / f"{name}.sql").write_text(GOOD)
    assert [main(project), main(project)] == [0, 0]
    assert checked == [["sql/a.sql", "sql/b.sql"]]
    (project / "sql" / "b.sql").write_text(GOOD.replace("b", "c"))
    assert main(project) == 0
    assert checked[1:] == [["sql/b.sql"]]


def test_what_was_found_bad_is_checked_again_and_again(project, checked):
    (project / "sql" / "a.sql").write_text(BAD)
    assert [main(project), main(project)] == [1, 1]
    assert checked == [["sql/a.sql"]] * 2


def test_other_settings_of_any_folder_check_all_again(project, checked):
    (project / "sql" / "a.sql").write_text(GOOD)
    main(project)
    (project / "sql" / ".sqlfluff").write_text("[sqlfluff]\nexclude_rules = LT01\n")
    main(project)
    (project / ".sqlfluff").write_text("[sqlfluff]\ndialect = duckdb\n")
    main(project)
    assert checked == [["sql/a.sql"]] * 3


@pytest.mark.slow
def test_sqlfluff_itself_finds_bad_style(project, capfd):
    (project / "sql" / "a.sql").write_text(BAD)
    assert main(project) == 1
    assert "CP01" in capfd.readouterr().out
    (project / "sql" / "a.sql").write_text(GOOD)
    assert main(project) == 0


def test_the_files_of_this_project_are_all_looked_at():
    assert hashes(ROOT).keys() == {
        path.relative_to(ROOT).as_posix() for folder in ("sql", "examples") for path in (ROOT / folder).rglob("*.sql")
    }
