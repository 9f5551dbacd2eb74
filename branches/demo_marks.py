"""The demo's second marks: enough to work agreement out, some that differ, some that still wait."""

from branches.actions.marking import draw_second_marks, give_mark
from branches.models import SecondMark, Stance, User

GIVEN = 22
DIFFERENT = {3, 11, 17}
WAITING_AT = "South Lanarkshire"  # whoever enters as its secretary's colleague or as SWIG finds some to mark
NEAR = {
    Stance.YES: Stance.PARTLY,
    Stance.PARTLY: Stance.PLANNED,
    Stance.PLANNED: Stance.NOT_KNOWN,
    Stance.NO: Stance.NOT_KNOWN,
    Stance.NOT_KNOWN: Stance.NO,
    Stance.NOT_APPLICABLE: Stance.NOT_KNOWN,
}


def load(chance):
    """Draw the share, and let the demo's member of SWIG mark most of it; nothing happens without that person."""
    draw_second_marks(chance)
    marker = User.objects.filter(email="staff@demo.example").first()
    if marker is None:
        return
    drawn = SecondMark.objects.filter(reply__simulated=True).exclude(reply__asked__council__name=WAITING_AT)
    for place, mark in enumerate(drawn.select_related("reply")[:GIVEN]):
        first = Stance(mark.reply.stance)
        give_mark(mark=mark, stance=NEAR[first] if place in DIFFERENT else first, by=marker)
