import io

import pytest
from django.core.management import call_command

from branches.models import (
    Branch,
    ChildrensSocialWork,
    CouncilArea,
    Employer,
    FamilyGroup,
    Foundation,
    PriorityArea,
    Statement,
    Theme,
)
from branches.reference import load_all, rows

pytestmark = pytest.mark.django_db
LOADED = [
    Branch,
    ChildrensSocialWork,
    CouncilArea,
    Employer,
    FamilyGroup,
    Foundation,
    PriorityArea,
    Statement,
    Theme,
]


@pytest.fixture
def loaded():
    call_command("load_reference", verbosity=0)


def everything():
    return {model: list(model.objects.order_by("pk").values()) for model in LOADED}


@pytest.mark.usefixtures("loaded")
def test_there_are_32_councils_31_partnerships_and_4_families_of_8():
    assert CouncilArea.objects.count() == 32
    assert Employer.objects.filter(kind="council").count() == 32
    assert Employer.objects.filter(kind="hscp").count() == 31
    assert [group.councils.count() for group in FamilyGroup.objects.all()] == [8, 8, 8, 8]


@pytest.mark.usefixtures("loaded")
def test_a_family_group_is_named_by_its_members():
    label = CouncilArea.objects.get(name="South Lanarkshire").family_group.label
    assert label.startswith("Family group 3 (Clackmannanshire, Dumfries and Galloway, Falkirk, Fife, ")


@pytest.mark.usefixtures("loaded")
def test_every_council_has_a_branch_a_council_employer_and_one_runner_of_childrens_social_work():
    for council in CouncilArea.objects.all():
        assert council.branches.filter(placeholder=True).count() == 1
        assert council.employers.filter(kind="council").count() == 1
        assert council.employers.filter(kind="hscp").count() == 1
        assert council.childrens_social_work.current().count() == 1
        assert council.childrens_social_work.get().employer in council.employers.all()


@pytest.mark.usefixtures("loaded")
def test_who_runs_the_service_is_marked_checked_only_where_a_source_confirms_it():
    checked = ChildrensSocialWork.objects.filter(checked=True).values_list("council__name", "employer__kind")
    assert set(checked) == {("Argyll and Bute", "hscp"), ("Moray", "hscp"), ("Highland", "council")}


@pytest.mark.usefixtures("loaded")
def test_clackmannanshire_and_stirling_share_a_partnership():
    shared = Employer.objects.get(code="S37000005")
    assert {council.name for council in shared.councils.all()} == {"Clackmannanshire", "Stirling"}


@pytest.mark.usefixtures("loaded")
def test_loading_twice_changes_nothing():
    before = everything()
    call_command("load_reference", verbosity=0)
    assert everything() == before


@pytest.mark.usefixtures("loaded")
def test_loading_again_keeps_what_people_edited():
    branch = Branch.objects.get(slug="falkirk")
    Branch.objects.filter(pk=branch.pk).update(name="Falkirk Council branch", placeholder=False)
    runner = ChildrensSocialWork.objects.get(council__name="Falkirk")
    ChildrensSocialWork.objects.filter(pk=runner.pk).update(checked=True, source="A letter")
    Statement.objects.filter(number=1).update(full_text="A full text")
    call_command("load_reference", verbosity=0)
    branch.refresh_from_db()
    runner.refresh_from_db()
    assert (branch.name, branch.placeholder) == ("Falkirk Council branch", False)
    assert (runner.checked, runner.source) == (True, "A letter")
    assert Statement.objects.get(number=1).full_text == "A full text"


@pytest.mark.usefixtures("loaded")
def test_there_are_91_statements_under_14_themes_on_5_foundations():
    assert (Statement.objects.count(), Theme.objects.count(), Foundation.objects.count()) == (91, 14, 5)
    assert PriorityArea.objects.count() == 5
    assert Statement.objects.filter(kind="sub_bullet", parent__number=10).count() == 7


def test_loading_tells_what_it_loaded_and_nothing_when_it_was_told_to_be_quiet():
    loud, quiet = io.StringIO(), io.StringIO()
    call_command("load_reference", stdout=loud)
    call_command("load_reference", verbosity=0, stdout=quiet)
    assert "32 council areas" in loud.getvalue()
    assert quiet.getvalue() == ""


def test_each_statements_wording_is_short():
    assert all(len(row["wording"].split()) <= 14 for row in rows("statements.csv"))


def test_a_loader_that_fails_leaves_nothing_behind():
    from branches import reference

    def breaks():
        raise ValueError("a bad row")

    reference.register(breaks)
    try:
        with pytest.raises(ValueError, match="a bad row"):
            call_command("load_reference", verbosity=0)
    finally:
        reference._LOADERS.remove(breaks)
    assert not CouncilArea.objects.exists()


def test_the_reference_data_loads_in_a_few_queries(django_assert_max_num_queries):
    """Every start and hundreds of tests wait for it: rows are written together, not one by one."""
    with django_assert_max_num_queries(110):
        load_all()
    with django_assert_max_num_queries(60):
        load_all()
