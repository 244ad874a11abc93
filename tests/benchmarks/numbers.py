"""Numbers from measurements."""

from collections.abc import Sequence


def quantiles(seconds: Sequence[float]) -> dict[str, float]:
    """In milliseconds."""
    ordered = sorted(seconds)
    return {
        "count": len(ordered),
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 1),
        "p99_ms": round(1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 1),
    }


def ratio(ours: float, bare: float) -> float:
    """Ours as a part of the bare alternative."""
    return round(ours / bare, 3)
