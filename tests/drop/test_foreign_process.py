"""Foreign files are read by a process of its own: the same sheets come of it, and its bad end is one sentence."""

import io
import sys

import polars as pl
import pytest

from pipelines.drop import foreign_process
from pipelines.drop.content import Content
from pipelines.drop.foreign_child import answer_next
from pipelines.drop.foreign_process import ForeignProcess
from pipelines.drop.read_foreign import read_foreign
from pipelines.drop.sheet import ReadOptions, UnreadableDrop
from pipelines.drop.sheet_messages import receive, send, send_refusal, send_sheets, sheets_of

RECORDS = '{"id": "007", "value": 1.50}\n[]\n\n{"id": "가", "note": null}\n'.encode()
WORDS = frozenset({"id", "value"})


def said_by(command, seconds=30, data=RECORDS):
    """Return what is said of a file that is read by this command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foreign_process, "COMMAND", command)
        with ForeignProcess(1, seconds) as process, pytest.raises(UnreadableDrop) as caught:
            process.read(data, "a.xlsx", Content.XLSX, ReadOptions(), WORDS)
    return str(caught.value)


def test_sheets_and_refusals_pass_whole():
    stream = io.BytesIO()
    sheets = read_foreign(RECORDS, "a.json", Content.JSON, ReadOptions(), WORDS)
    refusal = UnreadableDrop("a.json", "it is damaged", "send it again", rule="CV-002", line=3)
    send_sheets(stream, sheets)
    send_refusal(stream, refusal)
    stream.seek(0)
    (again,) = sheets_of(*receive(stream))
    assert again.rows.equals(sheets[0].rows)
    assert [getattr(again, name) for name in ("file", "name", "header", "broken", "counted_out", "encoding")] == [
        getattr(sheets[0], name) for name in ("file", "name", "header", "broken", "counted_out", "encoding")
    ]
    with pytest.raises(UnreadableDrop, match=r"a\.json, line 3: it is damaged; send it again\.") as caught:
        sheets_of(*receive(stream))
    assert caught.value.rule == "CV-002"
    assert receive(stream) is None


def test_a_message_that_is_cut_off_is_none():
    stream = io.BytesIO()
    send(stream, {"file": "a"}, b"12345")
    for end in (5, -1):
        assert receive(io.BytesIO(stream.getvalue()[:end])) is None


def test_a_file_after_the_other_is_answered():
    words = {"file": "a", "content": "JSON", "options": {"sheet": None}, "header_words": ["id"]}
    questions, answers = io.BytesIO(), io.BytesIO()
    for data, content in ((RECORDS, "JSON"), (b"", "JSON"), (b"id,v", "TEXT")):
        send(questions, words | {"content": content}, data)
    questions.seek(0)
    assert [answer_next(questions, answers, 0) for _ in range(4)] == [True, True, True, False]
    answers.seek(0)
    told = [words.keys() - {"sizes"} for words, _ in (receive(answers), receive(answers), receive(answers))]
    assert told == [{"sheets"}, {"refused", "rule", "line"}, {"refused", "rule", "line"}]


@pytest.mark.slow
def test_another_process_reads_as_this_one_does():
    parquet = io.BytesIO()
    pl.DataFrame({"id": ["1", None], "day": [None, 0.5]}).write_parquet(parquet)
    files = [(RECORDS, Content.JSON), (parquet.getvalue(), Content.PARQUET), (RECORDS, Content.JSON)]
    with ForeignProcess(2, 60) as process:
        for data, content in files:
            (there,) = process.read(data, "a", content, ReadOptions(), WORDS)
            (here,) = read_foreign(data, "a", content, ReadOptions(), WORDS)
            assert (there.rows.to_dict(as_series=False), there.broken) == (here.rows.to_dict(as_series=False), here.broken)
        with pytest.raises(UnreadableDrop, match="it is no whole Parquet file"):
            process.read(b"PAR1", "a", Content.PARQUET, ReadOptions(), WORDS)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")
def test_too_much_memory_is_a_sentence_and_the_next_file_is_read():
    many = b'[{"a": [' + b"0.5," * 5_000_000 + b"0]}]"  # some 400 MB as objects
    with ForeignProcess(0.25, 60) as process:
        with pytest.raises(UnreadableDrop, match=r"reading it takes more memory than 0\.25 GB; .*raise memory_gb under \[limits\]"):
            process.read(many, "a", Content.JSON, ReadOptions(), WORDS)
        assert process.read(RECORDS, "a", Content.JSON, ReadOptions(), WORDS)[0].rows.height == 2


@pytest.mark.slow
def test_an_end_of_the_process_is_a_sentence():
    assert "what reads it gave up (signal 6)" in said_by((sys.executable, "-c", "import os; os.abort()"))
    assert "what reads it gave up (code 3)" in said_by((sys.executable, "-c", "raise SystemExit(3)"))
    allocation = "import sys, os; print('memory allocation of 9 bytes failed', file=sys.stderr, flush=True); os.abort()"
    assert "takes more memory than 1 GB" in said_by((sys.executable, "-c", allocation))
    assert "gave up" in said_by((sys.executable, "-c", "import os; os.abort()"), data=b"x" * 10_000_000)  # while it is sent


@pytest.mark.slow
def test_too_long_is_a_sentence():
    waiting = (sys.executable, "-c", "import time; time.sleep(60)")
    assert "reading it takes longer than 0.02 seconds of the processor; save the table as text" in said_by(waiting, seconds=0.02)
    working = "import sys, pipelines.drop.foreign_child as child; child.limit_time(float(sys.argv[2]))\nwhile True: pass"
    assert "reading it takes longer than 0.5 seconds of the processor" in said_by((sys.executable, "-c", working), seconds=0.5)
