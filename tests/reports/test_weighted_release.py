"""A weighted release from the imported totals to the published tables, its method and the finding that staff add."""

import datetime

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse

from branches.models import AuditEvent, Role
from reports import freezing, releasing
from reports import tables as counting
from reports.draft_rows import rounded_base
from reports.models import Finding
from reports.rounding import half_up
from reports.statistics import kish
from reports.weighting import rake
from reports.workforce import import_workforce
from surveys.simulate import add_simulated
from tests import factories
from tests.surveys import making

pytestmark = pytest.mark.django_db

TOTALS = {"social_worker": 3000, "senior": 2200, "assistant": 800}


@pytest.fixture
def people():
    return {
        "proposed_by": factories.user("staff@example.org", roles=[Role.SWIG_EDITOR]),
        "approved_by": factories.user("approver@example.org", roles=[Role.SWIG_APPROVER]),
    }


@pytest.fixture(autouse=True)
def finding():
    return Finding.objects.create(
        slug="staffing",
        title="Enough staff",
        sentence="agree",
        question="staffing",
        counting_choices=["agree"],
        wording="?",
    )


def wave(slug="spring", count=600, **terms):
    factories.council("Glasgow City", gss_code="S12900001", family_group=factories.family_group(4))
    draft = making.draft(
        slug=slug,
        simulated=True,
        opens_at=datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC),
        closes_at=datetime.datetime(2026, 3, 30, 17, tzinfo=datetime.UTC),
        **terms,
    )
    return add_simulated(wave=draft, count=count, seed=3, by=None)


def import_totals(by, groups=(3500, 2500)):
    rows = [f"role,{role},{total}" for role, total in TOTALS.items()]
    rows += [f"named_group,{number},{total}" for number, total in zip((3, 4), groups, strict=True)]
    import_workforce(
        content="\n".join(["column,category,total", *rows]).encode(),
        source="Staff census",
        as_of=datetime.date(2025, 9, 1),
        by=by,
    )


@pytest.fixture
def weighted(people):
    answered = wave()
    import_totals(people["proposed_by"])
    return releasing.whole_life(wave=answered, **people)


def test_weighted_figures_stand_beside_unweighted_ones_where_they_may(weighted):
    assert {data["question"] for data in weighted.tables if data["weighted"]} >= {"staffing", "caseload"}
    for by in ((), ("named_group",), ("role",)):
        plain, beside = (releasing.table(weighted, "staffing", by, weighted=one) for one in (False, True))
        assert len(plain.rows) == len(beside.rows)
        assert all(row.hidden or row.base >= 100 for row in beside.rows)
        assert all(row.hidden or row.effective_base for row in beside.rows)
    assert not releasing.table(weighted, "staffing", (), weighted=True).row().hidden


def test_councils_and_groups_by_role_are_never_weighted(weighted):
    assert {tuple(data["by"]) for data in weighted.tables if data["weighted"]} == {
        (),
        ("named_group",),
        ("role",),
    }


def test_the_weighted_share_is_the_one_that_raking_by_hand_gives(weighted):
    cube = counting.counted(weighted.wave)
    frame = counting.atoms(cube, counting.geography_of(weighted.wave))
    counts = next(one for one in counting.questions(weighted.wave, cube, {}) if one.question == "staffing")
    sizes = counting.sizes(cube)
    known = (sizes > 0) & frame["role"].ne("").to_numpy() & frame["council"].ne("").to_numpy()
    margins = {"role": TOTALS, "named_group": {"3": 3500, "4": 2500}}
    raked = rake(frame.loc[known, ["role", "named_group"]], margins, counts=sizes[known])
    weights = np.ones(len(sizes))
    weights[known] = raked / (6000 / sizes[known].sum())
    answered, yes = counts.people, counts.counts[:, 0]
    row = releasing.table(weighted, "staffing", (), weighted=True).row()
    assert row.shares["finding_yes"] == half_up(100 * (weights @ yes) / (weights @ answered))
    assert row.effective_base == rounded_base(kish(weights, answered))


def test_the_method_says_source_efficiency_and_trimmed_share(weighted):
    words = dict(weighted.method)["Weights"]
    assert "family group and role" in words or "role and family group" in words
    assert "Staff census, 1 September 2025" in words
    assert "0.3 and 3 times the mean" in words
    assert "of people were trimmed" in words
    assert "the effective sample is" in words
    assert "councils are never weighted" in words


def test_without_totals_the_release_is_unweighted_and_says_why(people):
    release = releasing.whole_life(wave=wave(), **people)
    assert not any(data["weighted"] for data in release.tables)
    assert "no workforce figures" in dict(release.method)["Weights"]
    assert "no workforce figures" in releasing.table(release, "staffing").weight_note


def test_totals_that_do_not_fit_leave_the_release_unweighted_with_the_reason(people):
    answered = wave()
    import_workforce(
        content=b"column,category,total\nrole,social_worker,100\nrole,other_role,20\n",
        source="Half a census",
        as_of=datetime.date(2025, 9, 1),
        by=people["proposed_by"],
    )
    release = releasing.whole_life(wave=answered, **people)
    assert not any(data["weighted"] for data in release.tables)
    assert "no margin is given for" in dict(release.method)["Weights"]


def test_the_method_tells_all_that_a_reader_must_know(weighted, settings):
    settings.ORG_NAME = "The union"
    words = dict(freezing_again(weighted))
    everything = " ".join(words.values())
    for said in (
        "about 600 people",
        "opt-in survey",
        "2 March to 30 March 2026",
        "open link",
        "exact wording",
        "everyone who gave an answer",
        "nearest 10",
        "base under 10",
        "fewer than 10 people follows",
        "Wilson's 95 %",
        "those who answered are like those who did not",
        "The union ran and paid",
        "Benjamini–Hochberg",
        "simulated",
    ):
        assert said in everything, said
    assert "margin of error" not in everything
    assert list(words)[0] == "Simulated"


def freezing_again(release):
    from reports.method import method_statement

    content = freezing.make_content(release, freezing.provenance_of(release, datetime.date(2026, 5, 1)))
    return method_statement(release, content)


def test_each_wave_that_follows_is_compared_weighted_and_unweighted(weighted, people):
    definition = weighted.wave.questionnaire_version
    later = making.waves.new_wave(
        by=None,
        slug="autumn",
        title="Autumn",
        version=definition,
        mode="open",
        simulated=True,
        opens_at=datetime.datetime(2026, 9, 1, 9, tzinfo=datetime.UTC),
        closes_at=datetime.datetime(2026, 9, 30, 17, tzinfo=datetime.UTC),
    )
    release = releasing.whole_life(wave=add_simulated(wave=later, count=600, seed=9, by=None), **people)
    staffing = [entry for entry in release.changes if entry["question"] == "staffing" and not entry["by"]]
    assert {entry["weighted"] for entry in staffing} == {False, True}
    assert all(entry["note"] == "" and entry["changed"] in (True, False) for entry in staffing)


def wave_with_pairs(*pairs):
    """A wave that asks one more question, and declares these pairs."""
    factories.council("Glasgow City", gss_code="S12900001", family_group=factories.family_group(4))
    factories.council("South Lanarkshire", gss_code="S12900002")
    asked = making.definition()
    choices = [{"name": name, "label": name.title()} for name in ("often", "sometimes", "never")]
    for name in ("late", "breaks"):
        question = {"name": name, "type": "select_one", "label": f"{name}?", "choices": choices}
        asked["pages"][1]["questions"].append(question)
    loaded = making.load(asked)
    version = making.QuestionnaireVersion.objects.create(
        questionnaire=making.Questionnaire.objects.create(slug="pairs", title="Pairs"),
        number=1,
        definition=making.dump(loaded),
        definition_hash=loaded.hash,
    )
    draft = making.waves.new_wave(
        by=None,
        slug="pairs",
        title="Pairs",
        version=version,
        mode="open",
        simulated=True,
        declared_pairs=[list(pair) for pair in pairs],
    )
    return add_simulated(wave=draft, count=300, seed=3, by=None)


def test_declared_pairs_get_their_table_and_pass_the_audit(people, capsys):
    answered = wave_with_pairs(("late", "staffing"), ("breaks", "staffing"))
    release = releasing.whole_life(wave=answered, **people)
    for first in ("late", "breaks"):
        table = releasing.table(release, "staffing", by=(first,))
        assert {row.group[first] for row in table.rows} == {"often", "sometimes", "never"}
        assert any(not row.hidden for row in table.rows)
    call_command("audit_release", str(release))
    assert "no figure of fewer than 10 people" in capsys.readouterr().out


def test_staff_add_a_finding_in_the_browser_and_the_next_release_counts_it(client, people, finding):
    finding.delete()
    client.force_login(people["proposed_by"])
    values = {
        "title": "Too few staff",
        "slug": "too-few",
        "sentence": "say there are too few",
        "question": "staffing",
        "counting": "disagree\nneither",
        "no_label": "Enough",
        "wording": "Enough staff?",
        "base_rule": "Everyone who gave an answer.",
        "order": 5,
    }
    page = client.post(reverse("reports:finding-add"), values, follow=True)
    assert "Saved. The next release counts it." in page.content.decode()
    assert AuditEvent.objects.filter(verb="added the finding").exists()
    release = releasing.whole_life(wave=wave(), **people)
    table = releasing.table(release, "staffing")
    assert dict(table.headline)["finding_yes"] == "Too few staff"
    assert table.counting_choices == ("disagree", "neither")


def test_a_finding_without_choices_or_with_anothers_question_is_sent_back_with_words(client, people):
    client.force_login(people["proposed_by"])
    values = {
        "title": "X",
        "slug": "x",
        "sentence": "x",
        "question": "staffing",
        "wording": "?",
        "counting": "",
    }
    page = client.post(reverse("reports:finding-add"), values)
    assert page.status_code == 200
    assert not Finding.objects.filter(slug="x").exists()
    assert "Error" in page.content.decode()
    assert (
        "one finding"
        in client.post(
            reverse("reports:finding-add"), values | {"counting": "agree", "base_rule": "All", "order": 1}
        )
        .content.decode()
        .lower()
        or not Finding.objects.filter(slug="x").exists()
    )


def test_branches_do_not_edit_findings(client):
    client.force_login(factories.alice())
    assert client.get(reverse("reports:finding-list")).status_code in (403, 404)
    assert client.post(reverse("reports:finding-add"), {}).status_code in (403, 404)
