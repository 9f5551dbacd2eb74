"""Campaigns: copying, editing, proposing and approving them, filling in their wording, ticking a branch's actions."""

from django.db import transaction

from branches.actions import refuse_future, refuse_unless, set_fields
from branches.audit import record_event
from branches.models import (
    ActionDone,
    AnswerLabel,
    Campaign,
    CampaignAction,
    ManagementQuestion,
    QuestionPart,
)

EDITABLE = (
    "title",
    "summary",
    "budget_year",
    "opens_on",
    "reply_working_days",
    "budget_after_days",
    "closes_after_days",
    "open_to_all",
)


@transaction.atomic
def copy_campaign(*, source, slug, title, budget_year, opens_on, by, state=Campaign.State.DRAFT):
    """A new campaign with the same actions, questions and parts; each question knows which one it came from."""
    refuse_unless(
        not Campaign.objects.filter(slug=slug).exists(), "There is a campaign with this short name already."
    )
    copy = Campaign.objects.create(
        slug=slug,
        title=title,
        budget_year=budget_year,
        opens_on=opens_on,
        state=state,
        copied_from=source,
        summary=source.summary,
        reply_working_days=source.reply_working_days,
        budget_after_days=source.budget_after_days,
        closes_after_days=source.closes_after_days,
        open_to_all=source.open_to_all,
    )
    copy.branches.set(source.branches.all())
    for action in source.actions.all():
        _again(CampaignAction, action, campaign=copy)
    made = {}
    for question in source.questions.prefetch_related("parts__labels"):
        _copy_question(question, copy, made)
    record_event(by=by, verb="copied another campaign into", subject=copy, detail={"from": source.slug})
    return copy


def _copy_question(question, copy, made):
    new = _again(ManagementQuestion, question, campaign=copy, came_from=question)
    for part in question.parts.all():
        made[part.pk] = _again(QuestionPart, part, question=new, depends_on=made.get(part.depends_on_id))
        made[part.pk].statements.set(part.statements.all())
        for label in part.labels.all():
            _again(AnswerLabel, label, part=made[part.pk])


def _again(model, row, **changed):
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    for name in changed:
        values.pop(f"{name}_id", None)
    return model.objects.create(**values | changed)


@transaction.atomic
def edit_campaign(*, campaign, by, branches=None, **values):
    """Change a campaign that is not closed; a change to an open one stands in its history."""
    refuse_unless(
        campaign.state != Campaign.State.CLOSED, "A closed campaign is an archive. Copy it to change it."
    )
    changed = set_fields(campaign, {name: value for name, value in values.items() if name in EDITABLE})
    if branches is not None:
        campaign.branches.set(branches)
    record_event(by=by, verb="edited the campaign", subject=campaign, detail={"fields": changed})
    return campaign


@transaction.atomic
def propose_campaign(*, campaign, by):
    refuse_unless(campaign.state == Campaign.State.DRAFT, "Only a draft can be put forward.")
    set_fields(campaign, {"state": Campaign.State.PROPOSED, "proposed_by": by})
    record_event(by=by, verb="put forward the campaign", subject=campaign)
    return campaign


@transaction.atomic
def approve_campaign(*, campaign, by):
    """A second person opens the campaign to branches."""
    refuse_unless(
        campaign.state == Campaign.State.PROPOSED, "Only a campaign that was put forward can be approved."
    )
    refuse_unless(
        campaign.proposed_by_id != by.pk, "You put this forward yourself: a second person approves it."
    )
    set_fields(campaign, {"state": Campaign.State.OPEN, "approved_by": by})
    record_event(by=by, verb="approved the campaign", subject=campaign)
    return campaign


@transaction.atomic
def close_campaign(*, campaign, by):
    refuse_unless(campaign.state == Campaign.State.OPEN, "Only an open campaign can be closed.")
    set_fields(campaign, {"state": Campaign.State.CLOSED})
    record_event(by=by, verb="closed the campaign", subject=campaign)
    return campaign


@transaction.atomic
def edit_part(*, part, by, **values):
    """Change a part's own words: label, ask, phrase, with_phrase, keywords, findings; `statements` by rows.

    `employer_kinds` belongs to the whole question.
    """
    statements, kinds = values.pop("statements", None), values.pop("employer_kinds", None)
    refuse_unless(part.question.campaign.state != Campaign.State.CLOSED, "A closed campaign is an archive.")
    changed = set_fields(part, values)
    if statements is not None:
        part.statements.set(statements)
    if kinds is not None:
        changed += set_fields(part.question, {"employer_kinds": list(kinds)})
    record_event(by=by, verb="edited the question", subject=part, detail={"fields": changed})
    return part


@transaction.atomic
def tick_action(*, action, branch, done_on, by, detail="", simulated=False):
    """A branch did one of the campaign's actions."""
    refuse_future(done_on)
    done, _ = ActionDone.objects.update_or_create(
        action=action,
        branch=branch,
        defaults={"done_on": done_on, "detail": detail, "logged_by": by, "simulated": simulated},
    )
    record_event(by=by, verb="marked as done for", subject=done)
    return done
