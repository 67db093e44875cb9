"""Lines of an extract that are no rows: footers that say how many rows there are, print dates, lines of dashes.

Databases and reports close an export with them. A footer's number is what the sender counted, so it proves that the
file is whole, or that it is not. Where a sum could be meant as well ("Total: 67"), it counts only below all rows.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 150  # characters; no footer is longer, and no cell that is need be looked at
NUMBER = r"(?P<rows>\d{1,3}(?:[, ]\d{3})+|\d+)"
NOUN = r"(?:rows?|records?|observations?|entries|tuples?|results?)(?:\(s\))?"
NOUN_ELSEWHERE = (
    r"(?:zeilen?|datens[äa]tze?|lignes?|enregistrements?|filas?|registros?|linhas?|righe?|rijen?|rader|rækker|wierszy|строк[аи]?)"
)
DONE_ELSEWHERE = (
    r"(?:ausgewählt|gefunden|exportiert|betroffen|sélectionné|trouvé|exporté|seleccionad|encontrad|exportad|selecionad|selezionat|trovat)"
    "[aeio]{0,2}s?"
)
DONE = r"(?:selected|affected|returned|exported|retrieved|fetched|found|printed|written|read|processed|unloaded|copied|in set|total)"
END = r"(?:(?:the\s+)?end(?:\s+of\s+(?:the\s+)?(?:report|file|data|export|list|output|table|extract|query))?|eof|done|finished|completed?)"
UNIT = r"(?:건|행|줄|개의?\s*행|개의?\s*레코드|레코드|row|rows)"
SAID = r"(?:이|가|을|를)?\s*(?:선택|영향|반환|조회|검색|출력|추출|저장|내보내기)[^\d]{0,20}"
DATE = r"(?:\d{4}\s*[-./년]|\d{1,2}[-./ ](?:\d{1,2}|[a-z]{3})[-./ ])\s*\d"
COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{NUMBER}\s*{NOUN}(?:\s+(?:is|are|was|were))?(?:\s+{DONE})*(?:\s+(?:in|to|into|from|with)\s+.{{0,60}})?(?:\s*\([\d.,]+\s*s(?:ec(?:onds?)?)?\.?\))?",
        rf"(?:total\s+)?(?:number\s+of\s+)?{NOUN}(?:\s+(?:count|{DONE}))?\s*[:=]\s*{NUMBER}",
        rf"(?:total|number\s+of)\s+{NOUN}\s+{NUMBER}",
        rf"(?:grand\s+)?total\s*[:=]?\s*{NUMBER}\s*{NOUN}",
        rf"(?:row|record)\s*_?count\s*[:=]?\s*{NUMBER}",
        rf"(?:총|전체|합계|총계)\s*:?\s*{NUMBER}\s*{UNIT}(?:{SAID})?",
        rf"{NUMBER}\s*{UNIT}\s*{SAID}",
        rf"(?:총|전체)?\s*(?:조회|검색|출력|추출|데이터|자료)?(?:된)?\s*(?:총\s*)?(?:건수|행\s*수|레코드\s*수)[는은]?\s*[:=]?\s*{NUMBER}\s*(?:건|행|개)?"
        r"(?:\s*입니다)?",
        rf"(?:es\s+wurden\s+)?{NUMBER}\s*{NOUN_ELSEWHERE}(?:\s+{DONE_ELSEWHERE})?",  # 9 Zeilen ausgewählt, 9 lignes sélectionnées
        rf"(?:anzahl|gesamt(?:zahl|anzahl)?|nombre|n[úu]mero|aantal|totale?)\s+(?:(?:der|von|de|des|di|van)\s+)?{NOUN_ELSEWHERE}\s*[:=]?\s*{NUMBER}",
        rf"(?:総|全|出力|検索)?(?:件数|行数|レコード数)\s*[:=]?\s*{NUMBER}\s*(?:件|行)?",
        rf"{END}\W+{NUMBER}\s*{NOUN}(?:\s+{DONE})?\)?",  # END OF DATA (57 rows)
        rf"(?:(?:자료|데이터|파일|목록)의?\s*)?끝\W+(?:총\s*)?{NUMBER}\s*{UNIT}\)?",
        rf"(?:trailer|trl|tlr|footer|tail)(?:\s*record)?\s*[|,;:=\t ]\s*{NUMBER}",  # of files that are handed on by programs
        rf"(?:共|全|計|合計|已选择|已選取|查询到)?\s*{NUMBER}\s*(?:行|件|条|筆|笔)(?:记录|記錄|データ)?(?:が選択されました|を選択しました|已选择)?",
    )
)
SUMS = tuple(  # a count or a sum
    re.compile(pattern)
    for pattern in (rf"(?:grand\s+)?(?:total|count|n)\s*[:=]\s*{NUMBER}", rf"(?:합계|총계|총)\s*:?\s*{NUMBER}", rf"{NUMBER}\s*건")
)
OF_ALL = r"(?P<all>\d{1,3}(?:[, ]\d{3})+|\d+)"
SHOWING, UNTIL = rf"(?:showing|displaying|viewing)?\s*(?:{NOUN}|items?)?\s*", r"(?:to|-|~|–|through)"
PARTS = tuple(  # of how many rows some are here: "Showing 1 to 10 of 57 entries", "57건 중 10건"
    re.compile(pattern)
    for pattern in (
        rf"{SHOWING}[\d,]+(?:\s*{UNTIL}\s*[\d,]+)?\s*(?:of|out of|\()\s*{OF_ALL}\s*(?:total\s*)?(?:{NOUN}|items?|total)\b.{{0,60}}",
        rf"{SHOWING}[\d,]+\s*{UNTIL}\s*[\d,]+\s*(?:of|out of|/)\s*{OF_ALL}",
        rf"(?:검색|조회)?\s*(?:결과)?\s*(?:총|전체)?\s*{OF_ALL}\s*{UNIT}\s*(?:중|가운데)\s*[\d,]+.{{0,30}}",
        rf"[\d,]+\s*[-~–]\s*[\d,]+\s*/\s*(?:총|전체)?\s*{OF_ALL}\s*{UNIT}",
        rf"{OF_ALL}\s*rows?\s*[x×]\s*\d+\s*columns?",
    )
)
CUT_SHORT = tuple(  # only a part is here, and nothing says of how many
    re.compile(pattern)
    for pattern in (
        r"(?:only\s+)?(?:showing|displaying)\s+(?:only\s+)?(?:the\s+)?(?:top|first)\s+\d.{0,40}",
        rf"only\s+(?:the\s+)?(?:top|first)\s+[\d,]+\s*{NOUN}.{{0,40}}",
        rf"(?:\.\.\.|…)?\s*\(?(?:and\s+)?[\d,]+\s+more\s+{NOUN}(?:\s+(?:not shown|omitted|hidden))?",
        r"(?:output|results?(?:\s*set)?|list|table|data)\s+(?:(?:is|was|were|are|has been)\s+)?(?:truncated|limited\s+to\s+[\d,]+)",
        r"(?:output|results?(?:\s*set)?|list|table|data)\s+(?:(?:is|was|were|are|has been)\s+)?(?:truncated|limited)\s+to\s+[\d,]+\s*\w+",
        rf"[\d,]+\s+{NOUN}.{{0,20}}(?:limit|maximum)\s*(?:was|is|has been)?\s*(?:reached|exceeded).{{0,10}}",
        rf"truncated|(?:이하|이후)\s*(?:{NUMBER}\s*{UNIT}\s*)?생략",
    )
)
GOES_ON = re.compile(  # below all rows, a part of them is missing; between rows, as on each leaf of a list, none is
    r"(?:to be )?(?:continued|continues|cont\.?|cont'd)(?:\s+(?:in|on|at|with|from|overleaf|next)\b.{0,40})?"
    r"|more (?:rows )?(?:to follow|follow)"
    r"|(?:다음|뒤|다른|별도|별첨)\s*(?:파일|페이지|쪽|장|시트|면|부분)?(?:에|로|으로)?\s*(?:계속|이어).{0,10}|(?:이하\s*)?계속(?:됨|됩니다)?"
)
OF_LEAVES = (
    r"(?:p(?:age|g)\.?|페이지|쪽)\s*:?\s*(?P<leaf>\d+)\s*(?:of|/)\s*(?P<leaves>\d+)",
    r"(?P<leaf>\d+)\s*/\s*(?P<leaves>\d+)\s*(?:페이지|쪽|p(?:age|g)s?\.?)",
)
LEAVES = tuple(re.compile(pattern) for pattern in OF_LEAVES)
NO_ROWS = re.compile(
    rf"no\s+(?:rows|records)(?:\s+{DONE})?|empty set.{{0,20}}|(?:선택|조회|검색)된\s*(?:레코드|행|데이터|자료|내역|결과)[가이]\s*없습니다"
)
REMARKS = re.compile(
    rf"(?:printed|print|report|generated|created|exported|extracted|run|completion|finished|downloaded)(?:\s+(?:on|at|date|time))*\s*:?\s*{DATE}.{{0,80}}"
    rf"|(?:출력|인쇄|조회|생성|작성|추출|발급|기준|다운로드)\s*(?:일시|일자|일|시각|시간|날짜)?\s*:?\s*{DATE}.{{0,80}}"
    rf"|{DATE}.{{0,40}}(?:출력|인쇄|조회|생성|작성|추출|기준)"
    r"|(?:elapsed|time|execution time|run time|경과|소요\s*시간)\s*:\s*[\d:.,]+\s*(?:ms|s|sec|seconds|초)?(?:\s*\([\d:.]+\))?"
    r"|(?:warning\s*:\s*)?null value is eliminated by an aggregate or other set operation"
    r"|changed (?:database context|language setting) to .{0,60}"
    r"|commands? completed successfully"
    r"|p(?:age|g)\.?\s*:?\s*\d+(?:\s*(?:of|/)\s*\d+)?|(?:페이지|쪽)\s*:?\s*\d+(?:\s*/\s*\d+)?|\d+\s*/\s*\d+\s*(?:페이지|쪽|p(?:age|g)s?\.?)"
    r"|(?:the\s+)?end(?:\s+of\s+(?:the\s+)?(?:report|file|data|export|list|output))|eof|총\s*\d+\s*명|끝|이하\s*여백|sql>.*"
)
FAILED = re.compile(
    r"(?:ora|sp2|pls|tns)-\d{4,5}\b.*|msg \d+, level \d+, state \d+.*|error:?\s+(?:at line \d+.*|\d{4} \(\w{5}\).*|canceling .*)"
    r"|sql\d{4,5}[nc]\s.*|.{0,80}\bsql(?:state|code)\s*[=:]?\s*-?\w{3,6}\b.*|(?:[a-z_]\w*\.)+\w*(?:exception|error)\b.*|memoryerror"
    r"|traceback \(most recent call last\).*|out of memory|segmentation fault.*"
    r"|(?:aborted|cancell?ed) by (?:the )?(?:user|client|server|system|administrator).{0,20}"
    r"|(?:the )?(?:query|request|connection|session|script|statement|export)\b.{0,20}\s"
    r"(?:timed out|time-?out|expired|aborted|killed|terminated).{0,80}"
    r"|(?:the )?(?:connection|statement|export)\b.{0,20}\s(?:cancell?ed|closed|lost|reset|failed).{0,80}"
    r"|.{0,80}(?:no space left on device|maximum execution time|write error|broken pipe).{0,80}"
    r"|warning\b.{0,80}\b(?:truncat|skipped|incomplete|not exported|could not|failed).{0,60}"
    r"|(?:작업|조회|쿼리|연결|세션|접속|출력|추출).{0,20}(?:취소|중단|끊|초과|실패|만료).{0,40}"
)
ORNAMENT = " \t\r\n*※。#<>[]()-=_|\"'.·:;,~"
DASHES = frozenset("-=_─—–━")
LINES = DASHES | frozenset("+|*,; \t")


HINTS = re.compile(
    "row|record|observ|entr|tuple|result|total|count|n ?[=:]|건|행|줄|레코드|총|합계|없습니다|empty|print|report|generat|creat|export"
    "|extract|run|complet|finish|download|출력|인쇄|조회|생성|작성|추출|발급|기준|다운|elapsed|time|경과|소요|페이지|쪽|end|eof|끝|여백|sql>|ora|sp2|pls|tns|msg"
    "|error|traceback|exception|sql|memory|segmentation|killed|abort|cancel|time-?d? ?out|expired|closed|lost|reset"
    "|failed|space left|broken pipe"
    "|취소|중단|끊|초과|실패|만료|zeile|datens|ligne|registr|fila|linha|righ|rij|rad|ræk|wiers|строк|행|行|件|条|筆|笔"
    "|trailer|trl|tlr|tail|footer|warning|null value|changed |command|done|continue|cont[.']|계속|이어|follow"
    "|p(?:age|g)|showing|displaying|only|limit|truncat|more|생략| 중|item"
)


@dataclass(frozen=True, order=True)
class Footer:
    """What a line below the rows says: the number of rows, where it says one, and whether the number may be a sum as well.

    Or of how many rows, or leaves of paper, some are there, and that only a part of all is.
    """

    rows: int | None = None
    may_be_sum: bool = False
    tells_failure: bool = False
    of_rows: int = 0
    leaf: int = 0  # of paper
    of_leaves: int = 0
    tells_part: bool = False
    goes_on: bool = False  # says that further rows stand elsewhere, if none stands below it


def read_footer(text: str) -> Footer | None:
    """Return what a line says if it is a footer as a whole; one that only begins like one is none."""
    if len(text) > LONGEST:
        return None
    line = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if not HINTS.search(line):  # of a million torn rows, hardly one
        return None
    if FAILED.fullmatch(line):
        return Footer(tells_failure=True)
    bare = line.strip(ORNAMENT)
    plain = bare + ")" if bare.count("(") > bare.count(")") else bare
    for patterns, may_be_sum in ((COUNTS, False), (SUMS, True)):
        found = _match(patterns, plain)
        if found:
            return Footer(int(re.sub(r"[, ]", "", found["rows"])), may_be_sum)
    if NO_ROWS.fullmatch(plain):
        return Footer(0)
    return _read_part(plain, bare) or (Footer() if REMARKS.fullmatch(bare) or REMARKS.fullmatch(line) else None)


def _read_part(plain: str, bare: str) -> Footer | None:
    """Return what a line says that tells of how many rows, or leaves, some are there."""
    if part := _match(PARTS, plain):
        return Footer(of_rows=int(re.sub(r"[, ]", "", part["all"])))
    if _match(CUT_SHORT, bare):
        return Footer(tells_part=True)
    if GOES_ON.fullmatch(bare):
        return Footer(goes_on=True)
    leaf = _match(LEAVES, bare)
    return Footer(leaf=int(leaf["leaf"]), of_leaves=int(leaf["leaves"])) if leaf else None


def _match(patterns: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)


def is_dash_line(row: Sequence[str | None]) -> bool:
    """Say whether a row is a line drawn across: its filled cells have nothing but dashes, one of them two at least."""
    filled = [frozenset(cell) for cell in row if cell and cell.strip()]
    return all(cell <= LINES and cell & DASHES for cell in filled) and any(cell and len(cell.strip()) > 1 for cell in row)
