"""Two coders of comments: neither sees the other's themes first, and how they agree is told a theme."""

import pytest

from reports import coder_agreement
from surveys import coding, moderating
from surveys.models import CodingDone
from tests import factories
from tests.surveys.test_comments import moderator, released, wave_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded():
    """Six released comments: Ann says Time of the first four, Bea of the first three and the fifth; Staff of none."""
    wave = wave_with(*[f"Words {number}." for number in range(6)])
    ann, bea = moderator("Ann"), moderator("Bea")
    time = moderating.add_theme(name="Time", meaning="x", by=ann)
    moderating.add_theme(name="Staff", meaning="x", by=ann)
    made = [released(wave, by=ann) for _ in range(6)]
    for coder, chosen in ((ann, {0, 1, 2, 3}), (bea, {0, 1, 2, 4})):
        for number, comment in enumerate(made):
            coding.code(comment=comment, themes=[time] if number in chosen else [], by=coder)
    return wave, made, ann, bea


def test_kappa_is_told_for_each_theme(coded):
    (row,) = coder_agreement.of_wave(coded[0])
    staff, time = row["themes"]
    assert (time.both, time.one, time.neither) == (3, 2, 1)
    # By hand: agreed 4/6, by chance 4/6 × 4/6 + 2/6 × 2/6 = 20/36, so (24 − 20) / (36 − 20).
    assert time.kappa == pytest.approx(0.25)
    assert time.words == "fair"
    assert (staff.kappa, row["few"]) == (None, True)


def test_the_comments_on_which_they_differ_are_listed_with_who_said_what(coded):
    _, made, _, _ = coded
    (row,) = coder_agreement.of_wave(coded[0])
    said = {each["comment"].pk: (each["first"], each["second"]) for each in row["differences"]}
    assert said == {made[3].pk: (["Time"], []), made[4].pk: ([], ["Time"])}


def test_a_comment_that_one_person_alone_coded_counts_in_no_pair(coded):
    wave, made, _, bea = coded
    CodingDone.objects.filter(coder=bea).exclude(comment=made[0]).delete()
    (row,) = coder_agreement.of_wave(wave)
    assert row["count"] == 1


def test_no_theme_at_all_is_an_answer_too(coded):
    wave, _, ann, bea = coded
    assert coding.to_code(wave, ann) == coding.to_code(wave, bea) == []


def test_a_second_coder_sees_nothing_of_the_first_before_having_coded(client, coded):
    wave, made, _, _ = coded
    third = moderator("Cat")
    client.force_login(third)
    assert coding.themes_seen_by(third, made[0]) == []
    for page in (f"/comments/{wave.slug}/", f"/comments/{wave.slug}/code/"):
        response = client.get(page)
        rows = response.context.get("rows") or []
        assert all(row["themes"] == [] for row in rows)
    shown = client.get(f"/comments/{wave.slug}/code/")
    assert "checked" not in shown.content.decode()
    client.post(f"/comments/{wave.slug}/code/", {"comment": made[0].pk, "themes": []})
    assert coding.themes_seen_by(third, made[0]) == ["Time"]
    assert len(coding.to_code(wave, third)) == 5


def test_what_others_coded_comes_first_so_that_pairs_come_about():
    wave = wave_with("One.", "Two.", "Three.")
    ann, bea = moderator("Ann"), moderator("Bea")
    made = [released(wave, by=ann) for _ in range(3)]
    coding.code(comment=made[-1], themes=[], by=ann)
    assert coding.to_code(wave, bea)[0] == made[-1]


def test_the_page_says_both_names_and_the_figure(client, coded):
    client.force_login(moderator("Any"))
    page = client.get(f"/comments/{coded[0].slug}/agreement/").content.decode()
    assert "Ann and Bea" in page
    assert "0.25" in page
    assert "kappa jumps about" in page


@pytest.mark.parametrize("who", [factories.alice, factories.approver, factories.admin])
def test_only_moderators_see_it(client, coded, who):
    client.force_login(who())
    assert client.get(f"/comments/{coded[0].slug}/agreement/").status_code == 403
