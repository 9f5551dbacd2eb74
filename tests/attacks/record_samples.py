"""An object for each address of a branch's record, all of alice's branch of South Lanarkshire."""

import io
from datetime import date, timedelta

from django.utils import timezone
from PIL import Image

from branches import sample_paper
from branches.actions import (
    answering,
    calendar,
    campaign_files,
    commitments,
    letters,
    marking,
    papers,
    registers,
)
from branches.actions.meetings import write_note
from branches.calendar_feed import token_for
from branches.models import Campaign, CampaignAction, ChaseStep, Meeting, Paper, SecondMark, UnmetNeed
from tests import factories
from tests.branches import records


def _campaign():
    return Campaign.objects.filter(slug="spring").first() or records.campaign()


def _reply():
    return records.reply(records.ask(_campaign()))


def reply():
    return {"pk": _reply().pk, "kind": "reply"}


def reply_by_link():
    right = answering.open_right(
        record=_reply(), closes_on=timezone.localdate() + timedelta(days=5), by=factories.alice()
    )
    return {"token": answering.token_for(right)}


def second_mark():
    """Of an answer that alice logged, so that she is not the one who marks it again."""
    reply = records.reply(records.ask(_campaign()), said="They said so.")
    return {"pk": SecondMark.objects.create(reply=reply).pk}


def two_marks():
    """Bob marked what alice logged, and differently."""
    mark = SecondMark.objects.get(pk=second_mark()["pk"])
    return {"pk": marking.give_mark(mark=mark, stance="no", by=factories.bob()).pk}


def asked():
    return {"pk": records.ask(_campaign()).pk}


def part():
    return {"pk": records.part(_campaign(), "Q1").pk}


def part_to_answer():
    factories.employer()
    return {"council": factories.branch().councils.first().slug, "part": part()["pk"]}


def paper():
    branch = factories.branch()
    made = papers.store_paper(
        branch=branch,
        council=branch.councils.first(),
        name="paper.docx",
        title="Ours",
        kind="published",
        dated=date(2026, 3, 3),
        data=sample_paper.as_docx(sample_paper.sample_text()),
        by=factories.alice(),
    )
    first = records.part(_campaign(), "Q1")
    return {"pk": made.pk, "paragraph": made.paragraphs.first().pk, "part": first.pk}


def picture():
    """A paper whose words are typed in by hand."""
    branch, out = factories.branch(), io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    made = papers.store_paper(
        branch=branch,
        council=branch.councils.first(),
        name="page.png",
        title="Page",
        kind="minute",
        dated=date(2026, 3, 3),
        data=out.getvalue(),
        by=factories.alice(),
    )
    return {"pk": made.pk}


def public_paper():
    made = paper()
    Paper.objects.update(audience="public")
    return made


def commitment():
    branch = factories.branch()
    made = commitments.record_commitment(
        branch=branch,
        council=branch.councils.first(),
        employer=factories.employer(),
        what="A seat",
        who="Head",
        made_on=date(2026, 3, 1),
        how_we_know="A minute",
        by=factories.alice(),
    )
    return {"pk": made.pk}


def meeting():
    branch = factories.branch()
    made = Meeting.objects.create(
        branch=branch,
        council=branch.councils.first(),
        employer=factories.employer(),
        campaign=_campaign(),
        held_on=date(2026, 3, 1),
        logged_by=factories.alice(),
    )
    return {"pk": made.pk}


def note():
    branch = factories.branch()
    return {
        "pk": write_note(
            branch=branch, council=branch.councils.first(), text="Ours", by=factories.alice()
        ).pk,
        "kind": "note",
    }


def letter():
    branch = factories.branch()
    made = letters.draft_letter(
        branch=branch,
        campaign=_campaign(),
        council=branch.councils.first(),
        employer=factories.employer(),
        step=ChaseStep.ASK,
        by=factories.alice(),
    )
    return {"pk": made.pk}


def running_campaign():
    return {"slug": _campaign().slug}


def campaign():
    """For addresses that show the running campaign without naming it."""
    _campaign()
    return {}


def draft_campaign():
    made = _campaign()
    Campaign.objects.update(state="draft")
    return {"slug": made.slug}


def _pack_file():
    return campaign_files.add_campaign_file(
        campaign=_campaign(),
        title="Leaflet",
        name="leaflet.docx",
        data=sample_paper.as_docx(sample_paper.sample_text()),
        by=factories.staff(),
    )


def file_in_a_pack():
    made = _pack_file()
    return {"slug": made.campaign.slug, "pk": made.pk}


def file_for_others():
    """Of a campaign that is open to chosen branches, and no branch here is among them."""
    values = file_in_a_pack()
    Campaign.objects.update(open_to_all=False)
    return values


def file_taken_out():
    made = campaign_files.take_out_campaign_file(pack_file=_pack_file(), by=factories.staff())
    return {"slug": made.campaign.slug, "pk": made.pk}


def silent_branch():
    factories.alice()
    return {"campaign": _campaign().slug, "branch": factories.branch().slug}


def action_to_do():
    made = CampaignAction.objects.create(
        campaign=_campaign(), ref="A1", order=1, label="Send it", ask_of="managers", done_when="The day"
    )
    return {"pk": made.pk, "slug": factories.branch().slug}


def own_council():
    factories.employer()
    return {"slug": factories.branch().councils.first().slug}


def register():
    return {"register": "unmet-need"}


def entry():
    branch = factories.branch()
    made = registers.add_entry(
        model=UnmetNeed,
        branch=branch,
        council=branch.councils.first(),
        happened_on=date(2026, 3, 1),
        kind="time",
        needed="Time",
        consequence="None",
        by=factories.alice(),
    )
    return {"register": "unmet-need", "pk": made.pk}


def calendar_address():
    return {"token": token_for(calendar.renew_feed(by=factories.alice()))}


SAMPLES = {
    function.__name__.replace("_", " "): function
    for function in (
        reply,
        reply_by_link,
        second_mark,
        two_marks,
        asked,
        part,
        part_to_answer,
        paper,
        picture,
        public_paper,
        commitment,
        meeting,
        note,
        letter,
        running_campaign,
        campaign,
        draft_campaign,
        file_in_a_pack,
        file_for_others,
        file_taken_out,
        silent_branch,
        action_to_do,
        own_council,
        register,
        entry,
        calendar_address,
    )
}
