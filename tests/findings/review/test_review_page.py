"""The text of the review page: its data comes back as it was, no markup is left in it, and no word lacks its translation."""

import json
import re

import polars as pl

from pipelines.findings.queries.answers import ANSWERS
from pipelines.findings.review.page_data import FEW, QUERY, pack_queries
from pipelines.findings.review.review_words import WORDS
from pipelines.findings.review.write_page import PAGE, SCRIPTS, in_a_page, page_script
from pipelines.findings.spreadsheet_text import A_NUMBER, FORMULA
from schemas.role import OF_REVIEW

HOSTILE = "</script><!--<script>alert(1)</script>\u2028&amp;\u2029=1+1 \x1b[31m 한글"


def test_text_in_a_page_ends_nothing_and_is_read_back_whole():
    text = in_a_page(json.dumps({"raw": HOSTILE}, ensure_ascii=False))
    assert not any(sign in text for sign in "<>&\u2028\u2029")
    assert json.loads(text) == {"raw": HOSTILE}


def test_queries_come_back_column_by_column():
    frame = pl.DataFrame(
        {name: ["same", "same", "same", None] for name in QUERY} | {"query_no": ["Q-1", "Q-2", "Q-3", "Q-4"], "influence": [3, 2, 1, 0]}
    )
    packed = json.loads(json.dumps(pack_queries(frame)))
    assert packed["query_no"] == ["Q-1", "Q-2", "Q-3", "Q-4"], "each is another: numbers of texts would be longer"
    assert packed["influence"] == [3, 2, 1, 0]
    assert packed["rule"] == {"texts": ["same", None], "codes": [0, 0, 0, 1]} and len(packed["rule"]["texts"]) <= FEW * 4


def test_every_word_has_both_languages_and_the_same_places():
    for key, words in WORDS.items():
        assert set(words) == {"en", "ko"} and all(text.strip() for text in words.values()), key
        places = [sorted(re.findall(r"\{\d\}", text)) for text in words.values()]
        assert set(places[0]) == set(places[1]), key


def test_every_word_that_the_page_says_is_there_and_every_word_is_said():
    script = page_script()
    said = set(re.findall(r'say\("([^"]+)"', script))
    assert said - WORDS.keys() == set()
    literal = set(re.findall(r'"(\w[\w ]*)"', script)) | set(re.findall(r"(\w+):", script)) | set(ANSWERS) | said
    assert WORDS.keys() - literal == set()


def test_every_script_of_the_folder_is_in_the_page_and_makes_no_markup():
    assert sorted(f"{name}.js" for name in SCRIPTS) == sorted(path.name for path in PAGE.glob("*.js"))
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(|fetch\(|XMLHttpRequest|localStorage", page_script()
    )


def test_the_page_takes_the_same_cells_for_formulas_as_the_lists_do():
    script = page_script()
    assert f"/{FORMULA}/" in script and f"/{A_NUMBER}/" in script


def test_the_page_knows_the_columns_that_it_draws():
    script = page_script()
    for role in OF_REVIEW:
        for column in set(role.columns) - {"patient"}:
            assert re.search(rf"\.{column}\b", script), f"{role.name}: {column}"
