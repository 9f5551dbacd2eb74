"""The 2021 pack loads in our own words; the user's file puts the full wording in, or is refused whole."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from branches import demo_commitments, demo_record, rows
from branches.actions.campaigns import copy_campaign
from branches.actions.letters import letter_due
from branches.demo import load_people
from branches.faults import FileRefused
from branches.loading_campaigns import load_campaign_wording
from branches.models import (
    Asked,
    AuditEvent,
    Campaign,
    Commitment,
    CouncilArea,
    Letter,
    ManagementQuestion,
    Paper,
    QuestionPart,
    Reply,
)
from branches.reference import load_all
from tests import factories

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "branches" / "reference"
HEADING = "ref,kind,text,atomic_part\n"


@pytest.fixture
def pack():
    load_all()
    return Campaign.objects.get(slug="keeping-the-promise-2021")


def full(pack, **changed):
    lines = [HEADING]
    for item in [*pack.actions.all(), *pack.questions.all()]:
        kind = "question" if isinstance(item, ManagementQuestion) else "campaign_action"
        lines.append(f'{item.ref},{kind},"{changed.get(item.ref, "Full words of " + item.ref)}",whole\n')
    return "".join(lines).encode()


def test_the_pack_has_three_actions_and_seven_questions_in_single_parts(pack):
    assert {action.ref for action in pack.actions.all()} == {"A1", "A2", "F1"}
    assert pack.questions.count() == 7
    assert pack.parts().count() == 11
    assert pack.state == "closed"


def test_each_part_has_labels_statements_and_a_phrase(pack):
    for part in pack.parts():
        assert part.labels.count() >= 2, part
        assert part.statements.exists(), part
        assert part.phrase
    assert list(pack.parts().get(question__ref="Q4b", letter="b").labels.values_list("label", "stance")) == [
        ("Granted", "yes"),
        ("Promised", "planned"),
        ("Refused", "no"),
    ]
    assert pack.parts().get(question__ref="Q3d").asks_amount


def test_loading_again_changes_nothing(pack):
    before = QuestionPart.history.count(), ManagementQuestion.history.count(), Campaign.history.count()
    load_all()
    assert (
        QuestionPart.history.count(),
        ManagementQuestion.history.count(),
        Campaign.history.count(),
    ) == before


def test_the_full_wording_goes_into_every_copy_and_stays_at_the_next_load(pack):
    copy_campaign(
        source=pack, slug="copy", title="Copy", budget_year="2027/28", opens_on=timezone.localdate(), by=None
    )
    assert len(load_campaign_wording(content=full(pack))) == 2
    load_all()
    assert ManagementQuestion.objects.get(campaign__slug="copy", ref="Q4a").wording == "Full words of Q4a"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a,b\n1,2\n", "Columns are missing: ref, kind, atomic_part, text"),
        (HEADING.encode(), "no rows"),
        (HEADING.encode() + b"Q1,question,,whole\n", "Row 2: The text is missing."),
        (HEADING.encode() + b"Q1,song,la,whole\n", "Row 2: The kind must be"),
        (HEADING.encode() + b"Q1,question,a,x\nQ1,question,b,y\n", "Row 3: Q1 has another text"),
        (HEADING.encode() + b"Q1,question,a\n", "more or fewer columns"),
        (HEADING.encode() + b"Z9,question,a,whole\n", "No campaign has these numbers"),
    ],
)
def test_a_faulty_file_is_refused_whole_with_its_row(pack, content, words):
    with pytest.raises(FileRefused, match=words.replace("(", r"\(")):
        load_campaign_wording(content=content)
    assert not ManagementQuestion.objects.exclude(full_text="").exists()


def test_the_command_and_the_page_load_the_same(client, pack, tmp_path):
    file = tmp_path / "pack.csv"
    file.write_bytes(full(pack))
    call_command("load_campaign", file)
    assert ManagementQuestion.objects.get(ref="Q3a").full_text == "Full words of Q3a"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_campaign", tmp_path / "none.csv")
    client.force_login(factories.staff())
    upload = SimpleUploadedFile("pack.csv", full(pack, Q3a="Newer words"))
    client.post("/branches/documents/load/", {"what": "campaign", "file": upload})
    assert "Newer words" in client.get("/branches/campaigns/keeping-the-promise-2021/").content.decode()
    bad = SimpleUploadedFile("pack.csv", b"nonsense")
    assert (
        "Columns are missing"
        in client.post("/branches/documents/load/", {"what": "campaign", "file": bad}).content.decode()
    )


def test_only_those_who_may_load_documents_do(client):
    client.force_login(factories.alice())
    assert client.get("/branches/documents/load/").status_code == 403


def test_the_real_paper_bears_on_questions_not_yet_put_and_answers_none(pack):
    paper = demo_record.load_real()
    assert (paper.dated.isoformat(), paper.simulated, paper.audience) == ("2021-01-20", False, "public")
    assert {"4.4", "4.6", "5.1", "6.1"} <= {p.ref for p in paper.paragraphs.filter(bearings__isnull=False)}
    assert not Reply.objects.exists()
    assert not Asked.objects.exists()
    record = rows.council_record(paper.council, AnonymousUser(), timezone.localdate())
    assert record.papers[0].bears_on
    assert demo_record.load_real() == paper


def test_the_simulated_record_is_full_and_says_so_everywhere(pack):
    demo_record.load_real()
    today = timezone.localdate()
    campaign = demo_record.load_simulated(today)
    assert demo_record.load_simulated(today) == campaign
    assert CouncilArea.objects.filter(asked__replies__isnull=False).distinct().count() == 20
    assert not Asked.objects.filter(simulated=False).exists()
    assert Letter.objects.filter(send_by=today, state="draft").count() == 1
    sentence = next(
        each.sentence for each in rows.tally(campaign, AnonymousUser(), today) if each.part.ref == "Q4a"
    )
    assert sentence.startswith("Simulated: 9 of 32 have a working group, 4 with a union seat; ")
    assert sentence.endswith("8 not asked")


def test_the_simulated_promises_come_from_twenty_areas_and_stand_at_every_stage(pack):
    load_people()
    today = timezone.localdate()
    demo_record.load_simulated(today)
    made = Commitment.objects.all()
    answered = CouncilArea.objects.filter(asked__replies__isnull=False).distinct()
    assert set(answered) == {one.council for one in made}
    assert all(one.simulated and one.sentence.startswith("Simulated: ") for one in made)
    assert made.past_due(today).count() >= 4
    assert made.filter(verdict="", due_on__gt=today).values("due_on").distinct().count() >= 12
    assert {"kept", "partly", "not_kept"} <= set(made.values_list("verdict", flat=True))
    assert all(one.verdict_paper.council == one.council for one in made.exclude(verdict=""))
    assert made.filter(checked_by__isnull=False).count() >= 4
    # The demo's two secretaries find no more to do than they did.
    assert made.filter(council__name="South Lanarkshire").count() == 2
    assert made.filter(council__name="Glasgow City").count() == 1


def test_a_simulated_promise_follows_the_answer_that_made_it_and_is_in_the_audit(pack):
    demo_record.load_simulated(timezone.localdate())
    for one in Commitment.objects.exclude(reply=None).select_related("reply__asked"):
        assert (one.part, one.council) == (one.reply.asked.part, one.reply.asked.council)
        assert (one.made_on, one.reply.stance in {"planned", "partly"}) == (one.reply.said_on, True)
    logged = AuditEvent.objects.filter(verb="logged the commitment").count()
    assert logged == Commitment.objects.count() == Commitment.history.filter(history_type="+").count()
    assert set(demo_commitments.PROMISES) == {part.ref for part in pack.parts()}


def test_the_demos_letters_tell_the_records_days_and_remind_of_what_waits(pack):
    demo_record.load_real()
    demo_record.load_simulated(timezone.localdate())
    sent, draft = Letter.objects.get(state="sent"), Letter.objects.get(state="draft")
    asks = Asked.objects.filter(council=sent.council, part__question__campaign=sent.campaign)
    assert {ask.asked_on for ask in asks} == {sent.sent_on}
    assert {ask.due.on for ask in asks} == {letter_due(sent).on}
    assert f"On {sent.sent_on.day} {sent.sent_on:%B %Y} we asked" in draft.body
    waiting = {
        each.part.question_text
        for each in rows.council_record(sent.council, None, timezone.localdate(), sent.campaign).parts
        if each.state in rows.UNANSWERED
    }
    assert waiting == {ask.part.question_text for ask in asks if ask.part.question_text in draft.body}


def test_nothing_simulated_stands_on_the_real_paper(pack):
    real = demo_record.load_real()
    demo_record.load_simulated(timezone.localdate())
    assert not real.replies.exists()
    assert not real.verdicts.exists()
    assert not Paper.objects.filter(simulated=False).exclude(pk=real.pk).exists()
