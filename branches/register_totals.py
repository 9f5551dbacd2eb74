"""The registers' national picture: totals by kind for Scotland, and by council only whether registers are kept."""

from collections import Counter
from dataclasses import dataclass

from branches.models import CaseloadReturn, CouncilArea, OverloadConcern, UnmetNeed

FEW = 5


@dataclass(frozen=True)
class Total:
    label: str
    count: str


@dataclass(frozen=True)
class Totals:
    """One register's entries of all branches by kind, real or simulated."""

    title: str
    rows: tuple[Total, ...]
    simulated: bool


@dataclass(frozen=True)
class TeamReturns:
    """One type of team's caseload returns, the newest first."""

    team: str
    returns: tuple[CaseloadReturn, ...]


def national_totals() -> tuple[Totals, ...]:
    """Entries by kind for the whole of Scotland, simulated ones apart; a count below five is not printed."""
    real = _totals(simulated=False)
    made_up = _totals(simulated=True)
    return real + tuple(each for each in made_up if any(row.count != "0" for row in each.rows))


def _totals(simulated: bool) -> tuple[Totals, ...]:
    def by(model, field):
        return Counter(model.objects.filter(**standing).values_list(field, flat=True))

    standing = {"taken_back_at__isnull": True, "simulated": simulated}
    needs, published = by(UnmetNeed, "kind"), by(CaseloadReturn, "publisher")
    concerns = OverloadConcern.objects.filter(**standing).count()
    return (
        Totals("Unmet needs", _rows(UnmetNeed.Kind.choices, needs), simulated),
        Totals("Caseload returns", _rows(CaseloadReturn.Publisher.choices, published), simulated),
        Totals("Overload", (Total("Concerns raised outside line management", _shown(concerns)),), simulated),
    )


def _rows(choices, counts) -> tuple[Total, ...]:
    return tuple(Total(label, _shown(counts[value])) for value, label in choices)


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
