import pytest
from django.core.management import call_command

from branches.demo import load_people
from branches.models import RoleGrant, User
from branches.permissions import Permission, has_permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def _reference():
    call_command("load_reference", verbosity=0)


def person(name):
    return User.objects.get(email=f"{name}@demo.example")


@pytest.mark.usefixtures("_reference")
def test_the_five_demo_people_have_their_roles_seats_and_one_password():
    assert load_people("a password of the demo") == "a password of the demo"
    assert User.objects.count() == 5
    assert all(user.check_password("a password of the demo") for user in User.objects.all())
    assert has_permission(person("staff"), Permission.COMMENT_MODERATE)
    assert has_permission(person("approver"), Permission.RELEASE_APPROVE)
    assert has_permission(person("admin"), Permission.PEOPLE_EDIT)
    assert person("south-lanarkshire").memberships.get().branch.councils.get().name == "South Lanarkshire"
    assert person("glasgow").memberships.get().branch.councils.get().name == "Glasgow City"


@pytest.mark.usefixtures("_reference")
def test_loading_them_again_doubles_nobody_and_signs_nobody_out(client):
    load_people("a password of the demo")
    client.force_login(person("staff"))
    load_people("a password of the demo")
    assert (User.objects.count(), RoleGrant.objects.count()) == (5, 5)
    assert client.get("/account/me/").status_code == 200


@pytest.mark.usefixtures("_reference")
def test_without_a_password_one_is_made_and_told():
    password = load_people()
    assert len(password) >= 12
    assert person("staff").check_password(password)


@pytest.mark.usefixtures("_reference")
def test_their_names_say_that_they_are_of_the_demo():
    load_people()
    assert all(user.name.startswith("Demo ") for user in User.objects.all())
