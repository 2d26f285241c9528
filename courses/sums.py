"""How is a sum of marks told? Amounts that the database added in whole hundredths, as people read them."""

from decimal import Decimal


def amount(hundredths: int | None) -> Decimal | None:
    """Back from hundredths; nothing stays nothing and is not 0."""
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def short(points: Decimal | None) -> str:
    """What something is worth, without needless zeros: 16, 1.5."""
    return "" if points is None else f"{points.normalize():f}"
