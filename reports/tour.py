"""The five steps from one's own answer to the figure it went into; knows where the tour's wave stands, never an answer."""

from dataclasses import dataclass

from surveys.models import Wave

TOUR_WAVE = "open"


@dataclass(frozen=True)
class Step:
    """One step of the tour; `person` is the key of the demo person to enter as, "" when no account is needed."""

    title: str
    text: str
    url: str
    link: str
    person: str = ""
    done: bool = False
    current: bool = False


def wave():
    """The wave that the tour runs through: the practice wave that is open, else the one that the demo opened."""
    practice = Wave.objects.filter(simulated=True)
    return practice.open().order_by("-id").first() or practice.filter(slug=TOUR_WAVE).first()


def steps(wave):
    """The five steps for `wave` (or None): those behind us done, the one to take current."""
    now = _stage(wave)
    texts = _texts(wave)
    return tuple(
        Step(*text, done=number < now, current=number == now) for number, text in enumerate(texts, start=1)
    )


def _stage(wave):
    """Which step comes next, 1 to 5. An open wave tells nobody who has answered, so step 2 never lights up by itself."""
    if wave is None or not wave.is_closed:
        return 1
    if wave.state != Wave.State.MIXED:
        return 2
    release = wave.releases.order_by("-number").first()
    if release is None:
        return 3
    return 5 if release.is_published else 4


def _texts(wave):
    slug = wave.slug if wave else TOUR_WAVE
    managed = f"/waves/{slug}/"
    return (
        (
            "Answer the survey, as a social worker",
            "It takes about eight minutes; every question may be skipped. What you send is sealed before it is stored.",
            f"/survey/{slug}/",
            "Answer the survey",
        ),
        (
            "Add colleagues and close the survey, as SWIG staff",
            "A survey with fewer than 20 answers is never opened. Simulated colleagues join you; closing shuffles "
            "all of you together, and nobody can tell which answer was yours.",
            managed,
            "Enter as SWIG staff",
            "staff",
        ),
        (
            "Propose the figures, as SWIG staff",
            "They are counted once, protected, rounded and audited. Groups of fewer than ten stay hidden.",
            managed,
            "Enter as SWIG staff",
            "staff",
        ),
        (
            "Approve them, as a second person",
            "Nobody publishes their own work.",
            "/releases/",
            "Enter as the approver",
            "approver",
        ),
        (
            "See the figure your answer went into",
            "Each figure says how many stand behind it, when they were asked, and how sure it is.",
            f"/national/?wave={slug}",
            "See the national picture",
        ),
    )
