"""How figures are rounded before anyone sees them. Pure; `disclosure` and its audit use it, nothing else rounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor

from reports.statistics import wilson


def half_up(value: float, places: int = 0) -> float:
    """Rounded as readers expect: halves away from zero (Python's own `round` goes to the even neighbour)."""
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))


def rounded_base(people: float) -> int:
    return int(half_up(people / 10)) * 10


def percent(count: float, base: float) -> int:
    return int(half_up(100 * count / base))


def rounded_range(share: int, base: int) -> tuple[int, int]:
    """Wilson's 95 % range of a printed share on a printed base, rounded outward to whole percent."""
    low, high = wilson(share * base / 100, base)
    return floor(100 * low + 1e-9), ceil(100 * high - 1e-9)
