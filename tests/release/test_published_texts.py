"""A publication that would name a patient is refused, in whatever form the name stands, and the refusal does not say it."""

import base64
import io
import json
import struct
import zipfile
import zlib

import polars as pl
import pytest

from pipelines.drop.sheet import UnreadableDrop
from pipelines.raw.identifiers import Identifiers
from pipelines.release.published_texts import PNG, refuse_naming

NUMBER, NAME = "90817263", "홍카나리"
KNOWN = Identifiers(frozenset({NUMBER}), frozenset({NAME}), "[0-9]{8}")


def parquet(**columns):
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


def described_parquet():
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}).replace_schema_metadata({"label": NAME}), buffer)
    return buffer.getvalue()


def zipped(member, text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, text)
    return buffer.getvalue()


def png(kind, content):
    chunk = struct.pack(">I4s", len(content), kind) + content + b"\0\0\0\0"
    return PNG + struct.pack(">I4s", 0, b"IDAT") + b"\0\0\0\0" + chunk


PICTURE = base64.b64encode(png(b"tEXt", f"Title\0{NUMBER}".encode())).decode()
TELLING = {
    "a cell of a table": ("accepted/labs.parquet", parquet(unit=["U/L", f"x{NUMBER}"]), "accepted/labs.parquet, column unit"),
    "the metadata of a table": ("cohort/a.parquet", described_parquet(), "cohort/a.parquet, metadata"),
    "a column": ("cohort/a.parquet", parquet(**{NAME: [1]}), "cohort/a.parquet, column (what"),
    "a cell of a csv": ("cohort/patients.csv", f"a,b\n1,port of {NUMBER}\n".encode(), "cohort/patients.csv, column 2"),
    "a word of the results": ("results.json", json.dumps({"registry": {"name": NAME}}).encode(), "results.json, registry.name"),
    "a page": ("results/report.html", f"<p title='x'>{NAME}</p>".encode(), "results/report.html"),
    "an attribute": ("results/report.html", f"<p title='{NUMBER}'>x</p>".encode(), "results/report.html"),
    "a name cut by markup": ("results/report.html", f"<p>{NUMBER[:4]}<b>{NUMBER[4:]}</b></p>".encode(), "results/report.html"),
    "an embedded picture": ("results/report.html", f'<img src="data:image/png;base64,{PICTURE}">'.encode(), "results/report.html"),
    "a picture": ("results/figures/os.png", png(b"zTXt", b"Title\0\0" + zlib.compress(NUMBER.encode())), "results/figures/os.png"),
    "Word": ("results/report.docx", zipped("word/document.xml", f"<w:t>{NAME}</w:t>"), "results/report.docx, word/document.xml"),
    "Word's properties": ("results/report.docx", zipped("docProps/core.xml", f"<a>{NUMBER}</a>"), "results/report.docx, docProps/core.xml"),
    "a picture's other text": ("results/report.docx", zipped("word/document.xml", f'<wp:docPr descr="{NAME}"/>'), "word/document.xml"),
    "a script": ("read_cohort.R", f"# {NUMBER}".encode(), "read_cohort.R"),
    "the name of a file": (f"results/{NUMBER}.txt", b"x", "the name of a file in results"),
    "a resident number": ("a.txt", b"9001011234567", "a.txt"),
}  # fmt: skip


@pytest.mark.parametrize("what", TELLING)
def test_what_would_name_a_patient_is_not_published(tmp_path, what):
    name, data, where = TELLING[what]
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    with pytest.raises(UnreadableDrop, match="would be published") as caught:
        refuse_naming(tmp_path, KNOWN)
    assert caught.value.rule == "CV-004" and NUMBER not in str(caught.value) and NAME not in str(caught.value)
    assert where in str(caught.value)


def test_what_names_nobody_is_published(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet(row_key=["a" * 32], n=[int(NUMBER)], day=["2024-01-31"]))
    (tmp_path / "b.csv").write_text(f"n,x\n{NUMBER},0.5\n1,{NUMBER}.5\n")
    (tmp_path / "c.json").write_text(json.dumps({"n": int(NUMBER), "hash": f"{NUMBER}ab" * 6}))
    refuse_naming(tmp_path, KNOWN)
