"""The registers' national picture: totals by kind for Scotland, and by council only whether registers are kept."""

from collections import Counter
from dataclasses import dataclass

from branches.models import CaseloadReturn, CouncilArea, OverloadConcern, UnmetNeed

FEW = 5


@dataclass(frozen=True)
class Total:
    label: str
    count: str


def national_totals() -> tuple[Total, ...]:
    """Entries by kind for the whole of Scotland; a count below five is not printed, nor what it could be worked out from."""
    needs = UnmetNeed.objects.filter(taken_back_at__isnull=True, simulated=False)
    counts = Counter(needs.values_list("kind", flat=True))
    totals = [Total(label, _shown(counts[kind])) for kind, label in UnmetNeed.Kind.choices]
    for label, model in (("Caseload returns", CaseloadReturn), ("Overload concerns", OverloadConcern)):
        totals.append(
            Total(label, _shown(model.objects.filter(taken_back_at__isnull=True, simulated=False).count()))
        )
    return tuple(totals)


def kept_by_council():
    """All 32 council areas with what is known of the employer's own registers."""
    return [
        (council, getattr(council, "register_kept", None))
        for council in CouncilArea.objects.select_related("register_kept")
    ]


def _shown(count: int) -> str:
    return str(count) if count == 0 or count >= FEW else f"fewer than {FEW}"
