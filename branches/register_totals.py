"""The registers' national picture: totals by kind for Scotland, and by council only whether registers are kept."""

from collections import Counter
from dataclasses import dataclass

from branches.models import CaseloadReturn, CouncilArea, OverloadConcern, UnmetNeed

FEW = 5


@dataclass(frozen=True)
class Total:
    """One kind's entries across Scotland, as they may be printed; simulated ones apart."""

    label: str
    count: str
    simulated: str


@dataclass(frozen=True)
class Totals:
    """One register's entries of all branches by kind."""

    title: str
    rows: tuple[Total, ...]

    @property
    def any_simulated(self) -> bool:
        return any(row.simulated != "0" for row in self.rows)


@dataclass(frozen=True)
class TeamReturns:
    """One type of team's caseload returns, the newest first."""

    team: str
    returns: tuple[CaseloadReturn, ...]


def national_totals() -> tuple[Totals, ...]:
    """Entries by kind for the whole of Scotland; a count below five is not printed."""
    return (
        Totals("Unmet needs", _by_kind(UnmetNeed, "kind", UnmetNeed.Kind.choices)),
        Totals("Caseload returns", _by_kind(CaseloadReturn, "publisher", CaseloadReturn.Publisher.choices)),
        Totals("Overload", (_total("Concerns raised outside line management", *_counts(OverloadConcern)),)),
    )


def _by_kind(model, field, choices) -> tuple[Total, ...]:
    real, simulated = (
        Counter(_standing(model, made_up).values_list(field, flat=True)) for made_up in (False, True)
    )
    return tuple(_total(label, real[value], simulated[value]) for value, label in choices)


def _counts(model):
    return tuple(_standing(model, made_up).count() for made_up in (False, True))


def _standing(model, simulated):
    return model.objects.filter(taken_back_at__isnull=True, simulated=simulated)


def _total(label, real, simulated) -> Total:
    return Total(label, _shown(real), _shown(simulated))


def by_team(returns) -> tuple[TeamReturns, ...]:
    """A branch's own caseload returns, each type of team in the order of the alphabet."""
    teams = {}
    for each in returns:
        teams.setdefault(each.team, []).append(each)
    return tuple(TeamReturns(team, tuple(teams[team])) for team in sorted(teams, key=str.lower))


def kept_by_council():
    """All 32 council areas with what is known of the employer's own registers."""
    return [
        (council, getattr(council, "register_kept", None))
        for council in CouncilArea.objects.select_related("register_kept")
    ]


def _shown(count: int) -> str:
    return str(count) if count == 0 or count >= FEW else f"fewer than {FEW}"
