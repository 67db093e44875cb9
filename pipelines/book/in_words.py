"""Says in words what a rule is made of: its level, its check, its denominator, its escalation."""

import inspect
from typing import Any

from schemas.rule import Escalation, Rule


def number(value: object) -> str:
    """Return a number as people write it, and any other value as text."""
    if isinstance(value, bool) or value is None:
        return {None: "none", True: "yes", False: "no"}[value]
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


def what_it_finds(rule: Rule, layer: str, table: str) -> tuple[str, str, str]:
    """Return how a rule is held (in words), its text and the language of the text: words, sql."""
    if rule.check is not None or rule.not_null:
        return "held by the schema: every other value is found", check_in_words(rule), "words"
    if rule.expectation:
        name, arguments = rule.expectation
        limits = {key: rule.filled(limit) for key, limit in rule.limits.items()}
        said = ", ".join(f"{key} = {_argument(value)}" for key, value in sorted((arguments | limits).items()))
        by_row = "held on each row of the table, which says within which limits"
        return by_row if limits and not rule.whole else "held on the whole table", f"{name}({said})", "sql" if limits else "words"
    if rule.parent_table:
        key = ", ".join(rule.parent_key)
        return "held when the rows are parted", f"a row whose {key} is not among the accepted rows of {rule.parent_table}", "words"
    if rule.is_held_by_tests:
        return "held by the tests of the program, before any run", f"by {rule.held_by.replace('.', '/')}.py", "words"
    if rule.held_by:
        return "held before there are tables", f"by the function {rule.held_by}", "words"
    if rule.query:
        return "the rows that this query selects are found", rule.filled(rule.query).replace("{batch}", f"{layer}.{table}"), "sql"
    return "the rows for which this is true are found", rule.filled(rule.where), "sql"


def _argument(value: object) -> str:
    return " and ".join(f"{column} is {number(held)}" for column, held in value.items()) if isinstance(value, dict) else number(value)


def check_in_words(rule: Rule) -> str:
    """Return what the schema asks of the column."""
    (column,) = rule.columns
    if rule.not_null:
        return f"{column} is filled"
    check = rule.made_check()
    said = check.statistics or {}
    status = STATUS.get((str(check.name), str(said.get("value"))), "") if column.endswith("_status") else ""
    if status:
        return f"{column.removesuffix('_status')} {status}"
    if check.description:
        return f"{column} {check.description}"
    if check.name == "equal_to":
        return f"{column} is {_value(said['value'])}"
    if check.name == "not_equal_to":
        return f"{column} is not {_value(said['value'])}"
    if check.name == "isin":
        return f"{column} is one of {', '.join(_value(value) for value in said['allowed_values'])}"
    if check.name == "notin":
        return f"{column} is none of {', '.join(_value(value) for value in said['forbidden_values'])}"
    if check.name == "in_range":
        low, high = _bound(said["min_value"], said["include_min"]), _bound(said["max_value"], said["include_max"])
        return f"{column} lies from {low} to {high}"
    if check.name in BOUNDS:
        return f"{column} {BOUNDS[check.name]} {number(next(iter(said.values())))}"
    if check.name == "str_matches":
        return f"{column} has the pattern {said['pattern']}"
    if SOFT.keys() <= (made_of := _made_of(rule, check._check_fn)).keys():
        soft_low, soft_high, low, high = (number(made_of[name]) for name in SOFT)
        return f"{column} lies from {soft_low} to {soft_high} (of what is outside {low} to {high}, the rule of what is possible speaks)"
    return f"{column}: {source_of(check._check_fn)}"


BOUNDS = {
    "greater_than": "is above",
    "greater_than_or_equal_to": "is at least",
    "less_than": "is below",
    "less_than_or_equal_to": "is at most",
}
SOFT = dict.fromkeys(("soft_low", "soft_high", "low", "high"))
STATUS = {  # what staging says of a parsed cell
    ("equal_to", "ok"): "is there and can be read",
    ("not_equal_to", "unreadable"): "can be read, or is blank",
    ("not_equal_to", "missing"): "is filled",
    ("not_equal_to", "partial"): "is complete to the day, or is blank",
}


def _made_of(rule: Rule, function: Any) -> dict[str, Any]:
    """Return the numbers that a check was made of: the thresholds, or else those that its function was made with."""
    return dict(rule.thresholds) or dict(inspect.getclosurevars(function).nonlocals)


def source_of(function: Any) -> str:
    """Return a check of its own as it stands in the schema, with the numbers that it was made of."""
    try:
        text = " ".join(inspect.getsource(function).split())
    except (OSError, TypeError):
        return "a check of its own"
    text = text[text.find("lambda") :] if "lambda" in text else text
    bound = inspect.getclosurevars(function).nonlocals
    numbers = {name: value for name, value in bound.items() if isinstance(value, int | float)}
    numbers |= {f'{name}["{key}"]': value for name, held in bound.items() if isinstance(held, dict) for key, value in held.items()}
    known = ", ".join(f"{name} = {number(value)}" for name, value in sorted(numbers.items()))
    return f"{_balanced(text)}" + (f" with {known}" if known else "")


def escalation_in_words(escalation: Escalation | None) -> str:
    """Return when the findings of a rule say something of the whole drop."""
    if escalation is None:
        return "none: every finding is about its own row"
    then = "the run stops" if escalation.level == "stop" else "the whole table is asked about"
    above = number(escalation.above_pct)
    return f"more than {escalation.min_count} findings and more than {above} % of the {escalation.of} it speaks of: {then}"


def applies_in_words(rule: Rule) -> str:
    """Return which rows the rule can speak of."""
    return rule.filled(rule.applies) if rule.applies else "all rows of the table (exact copies left out)"


def difference_in_words(difference: tuple[str, object, object, str]) -> str:
    """Return one thing that the settings hold otherwise than the book."""
    what, written, held, _ = difference
    if what == "escalate_above_pct":
        return f"escalates above {number(held)} % instead of " + ("never" if written is None else f"{number(written)} %")
    if what == "only_new":
        return "stops on findings that the last release did not have"
    return f"{what.removeprefix('thresholds.')} {number(held)} instead of {number(written)}"


def _value(value: object) -> str:
    return number(value) if isinstance(value, bool) else repr(value) if isinstance(value, str) else number(value)


def _bound(value: object, included: bool) -> str:
    return number(value) + ("" if included else " (itself not)")


def _balanced(text: str) -> str:
    """Return a lambda without what stands behind it in the call that holds it."""
    depth = 0
    for place, letter in enumerate(text):
        depth += letter in "([{"
        depth -= letter in ")]}"
        if depth < 0 or (depth == 0 and letter == "," and place > text.find(":")):
            return text[:place].rstrip()
    return text
