"""How far two coders agree on the themes of comments: counts and Cohen's kappa per theme. Reads codings, writes nothing."""

from dataclasses import dataclass
from math import isnan

from reports.statistics import cohen_kappa
from surveys import coding

FEW = 20
WORDS = (
    (0.8, "almost perfect"),
    (0.6, "substantial"),
    (0.4, "moderate"),
    (0.2, "fair"),
    (0.0, "slight"),
)


@dataclass(frozen=True)
class ThemeAgreement:
    """One theme: how many comments both, only one, or neither coded with it; `kappa` is None when it can't be said."""

    name: str
    both: int
    one: int
    neither: int
    kappa: float | None

    @property
    def words(self) -> str:
        """Landis and Koch's words (1977, Biometrics 33:159-174), a convention and no more."""
        if self.kappa is None:
            return "can’t be said: both said the same of every comment"
        return next((words for least, words in WORDS if self.kappa >= least), "worse than chance")


def agreement(pair) -> list[ThemeAgreement]:
    """Return the agreement of a `coding.Pair`, a theme each."""
    return [_theme(name, first, second) for name, (first, second) in pair.themes.items()]


def _theme(name, first, second) -> ThemeAgreement:
    both = sum(a and b for a, b in zip(first, second, strict=True))
    one = sum(a != b for a, b in zip(first, second, strict=True))
    kappa = cohen_kappa(first, second)
    return ThemeAgreement(name, both, one, len(first) - both - one, None if isnan(kappa) else kappa)


def differences(pair) -> list[dict]:
    """Return the comments on which the two differ, with the themes that only one of them gave."""
    rows = []
    for place, comment in enumerate(pair.comments):
        only = {
            who: [
                name
                for name, votes in pair.themes.items()
                if votes[side][place] and not votes[1 - side][place]
            ]
            for side, who in enumerate(("first", "second"))
        }
        if any(only.values()):
            rows.append({"comment": comment, **only})
    return rows


def of_wave(wave) -> list[dict]:
    """Return what the page shows of each two coders of a wave."""
    return [
        {
            "pair": pair,
            "count": len(pair.comments),
            "few": len(pair.comments) < FEW,
            "themes": agreement(pair),
            "differences": differences(pair),
        }
        for pair in coding.pairs(wave)
    ]
