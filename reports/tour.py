"""The five steps from one's own answer to the figure it went into; knows where the tour's wave stands, never an answer."""

from dataclasses import dataclass

from branches.models import User
from reports import demo
from surveys.models import Wave
from surveys.practice import make_practice_wave


@dataclass(frozen=True)
class Step:
    """One step of the tour. `way`: "begin" opens a practice wave, "enter" signs in as `person`, "read" is a link."""

    title: str
    text: str
    url: str
    link: str
    way: str = "enter"
    person: str = ""
    done: bool = False
    current: bool = False


def wave():
    """The practice wave that the tour runs through: the newest, still open or on its way to a figure; None before."""
    return _practice().first()


def begin():
    """The practice wave to answer now: the open one, else a new one that the demo's staff open."""
    staff = User.objects.get(email=demo.person("staff").email)
    return _practice().open().first() or make_practice_wave(by=staff)


def _practice():
    return Wave.objects.filter(simulated=True, slug__startswith="practice-").order_by("-id")


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
    release = _release(wave)
    if release is None:
        return 3
    return 5 if release.is_published else 4


def _release(wave):
    return wave.releases.order_by("-number").first() if wave else None


def _texts(wave):
    managed = f"/waves/{wave.slug}/" if wave else "/waves/"
    release = _release(wave)
    proposed = release.get_absolute_url() if release else "/releases/"
    return (
        (
            "Answer the survey, as a social worker",
            "It takes about eight minutes; every question may be skipped. What you send is sealed before it is stored.",
            "",
            "Answer a practice survey",
            "begin",
        ),
        (
            "Add colleagues and close the survey, as SWIG staff",
            "A survey with fewer than 20 answers is never opened. Simulated colleagues join you; closing shuffles "
            "all of you together, and nobody can tell which answer was yours.",
            managed,
            "Enter as SWIG staff",
            "enter",
            "staff",
        ),
        (
            "Propose the figures, as SWIG staff",
            "They are counted once, protected, rounded and audited. Groups of fewer than ten stay hidden.",
            managed,
            "Propose as SWIG staff",
            "enter",
            "staff",
        ),
        (
            "Approve them, as a second person",
            "Nobody publishes their own work.",
            proposed,
            "Enter as the approver",
            "enter",
            "approver",
        ),
        (
            "See the figure your answer went into",
            "Each figure says how many stand behind it, when they were asked, and how sure it is.",
            f"/national/?wave={wave.slug}" if release and release.is_published else "/national/",
            "See the national picture",
            "read",
        ),
    )
