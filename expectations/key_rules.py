"""One row per key: rows that share a key and differ in content contradict each other (exact copies are dropped before)."""

from schemas.rule import Escalation, Level, Rule


def one_row_per(
    key: tuple[str, ...],
    rule_id: str,
    name: str,
    level: Level,
    message: str,
    action: str,
    citation: str,
    escalation: Escalation | None = None,
) -> Rule:
    """Return the rule that finds every row whose key is also another row's; only specimen_id may be blank in it."""
    columns = ", ".join(key)
    same = " and ".join(f"repeated.{column} is not distinct from sent.{column}" for column in key)
    filled = " and ".join(f"{column} is not null" for column in key if column != "specimen_id")
    return Rule(
        id=rule_id,
        name=name,
        level=level,
        category="conformance, relational",
        columns=key,
        when_null="passes: a row without its key has its own finding",
        message=message,
        action=action,
        citation=citation,
        query=(
            f"with sent as (select row_key, {columns} from {{batch}} where {filled} and not is_copy(row_key)) "
            f"select sent.row_key from sent join (select {columns} from sent group by all having count(*) > 1) as repeated on {same}"
        ),
        escalation=escalation,
    )
