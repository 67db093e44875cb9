"""What a number is changed to: the next ones of its last written digit, so that a limit is missed by as little as it can be."""

from decimal import Decimal


def neighbours(written: str) -> list[str]:
    """Return the numbers one below and one above: of 42 41 and 43, of 0.5 0.4 and 0.6, of 0x10 15 and 17."""
    if written.lower().startswith(("0x", "0o", "0b")):
        number = int(written, 0)
        return [str(number - 1), str(number + 1)]
    exact = Decimal(written.replace("_", ""))
    step = Decimal((0, (1,), exact.as_tuple().exponent))
    return [f"{each:f}" for each in (exact - step, exact + step)]
