"""How well two people agree who mark the same answer unseen: the sentence for pages and method notes."""

from dataclasses import dataclass
from math import isnan

from branches import marking
from reports.statistics import cohen_kappa

LEAST = 10  # below this the figure would swing with every mark


@dataclass(frozen=True)
class Agreement:
    """Second marks given so far: how many, how many the same as the first, Cohen's kappa (None where it says nothing)."""

    marks: int
    same: int
    kappa: float | None
    simulated: bool

    @property
    def sentence(self) -> str:
        mark = "Simulated: " if self.simulated else ""
        if self.marks < LEAST:
            return (
                f"{mark}{_answers(self.marks)} marked twice so far; agreement is worked out from {LEAST} on."
            )
        told = f"{mark}{_answers(self.marks)} marked twice, {self.same} of them the same both times"
        if self.kappa is None:
            return f"{told}. All marks are the same, so agreement beyond chance cannot be worked out."
        return f"{told}; agreement beyond chance (Cohen's kappa) is {self.kappa:.2f}."


def of_pairs(pairs: list[tuple[str, str]], simulated: bool = False) -> Agreement:
    """The agreement of (first, second) marks, as they were given, whatever was settled afterwards."""
    kappa = cohen_kappa([first for first, _ in pairs], [second for _, second in pairs])
    same = sum(first == second for first, second in pairs)
    return Agreement(len(pairs), same, None if isnan(kappa) else kappa, simulated)


def told() -> list[Agreement]:
    """What a method note tells: real marks always, simulated ones where there are any."""
    real, simulated = of_pairs(marking.pairs(False)), of_pairs(marking.pairs(True), True)
    return [real, simulated] if simulated.marks else [real]


def _answers(number: int) -> str:
    return "One answer has been" if number == 1 else f"{number or 'No'} answers have been"
