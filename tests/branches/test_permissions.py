"""Who may do what, role by role, as the visibility table says."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from branches.models import Membership, Role, RoleGrant
from branches.permissions import (
    PUBLIC,
    ROLES,
    SIGNED_IN,
    Permission,
    has_permission,
    permissions_of,
    public,
    require,
    signed_in,
)
from tests import factories

pytestmark = pytest.mark.django_db
P = Permission
EVERYBODY = ["anonymous", "alice", "staff", "approver", "admin", "leaver", "moderator"]

# One line a permission: exactly these hold it, all others do not.
HOLDERS = {
    P.RECORD_VIEW: {"alice", "staff", "approver"},
    P.RECORD_EDIT: {"alice"},
    P.VERDICT_CHECK: {"alice", "staff", "approver"},
    P.QUEUE_VIEW: {"alice", "staff", "approver", "moderator"},
    P.MARK_SETTLE: {"staff", "moderator"},
    P.SEAT_HAND_OVER: {"alice"},
    P.CAMPAIGN_EDIT: {"staff", "approver"},
    P.CAMPAIGN_APPROVE: {"approver"},
    P.QUESTIONNAIRE_EDIT: {"staff", "approver"},
    P.WAVE_EDIT: {"staff", "approver"},
    P.RELEASE_VIEW: {"staff", "approver", "moderator"},
    P.RELEASE_PROPOSE: {"staff", "approver"},
    P.RELEASE_APPROVE: {"approver"},
    P.COMMENT_MODERATE: {"staff", "moderator"},
    P.REPORT_EDIT: {"staff", "approver"},
    P.REPORT_APPROVE: {"approver"},
    P.DOCUMENT_LOAD: {"staff", "approver"},
    P.FINDING_EDIT: {"staff", "approver"},
    P.PEOPLE_VIEW: {"staff", "approver", "admin"},
    P.PEOPLE_EDIT: {"admin"},
}


def person(name):
    if name == "anonymous":
        return AnonymousUser()
    if name == "leaver":
        return factories.user(name="Leaver")
    if name == "moderator":
        return factories.user(roles=[Role.MODERATOR])
    return getattr(factories, name)()


def test_the_table_names_every_permission():
    assert set(HOLDERS) == set(Permission)
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_person_holds_exactly_what_the_table_says(name):
    assert permissions_of(person(name)) == {permission for permission, who in HOLDERS.items() if name in who}


def test_a_seat_that_ended_today_carries_nothing_any_more():
    alice = factories.alice()
    assert has_permission(alice, P.RECORD_EDIT)
    Membership.objects.filter(user=alice).update(until=timezone.localdate())
    assert permissions_of(alice) == set()


def test_a_role_that_begins_tomorrow_carries_nothing_yet():
    user = factories.user()
    RoleGrant.objects.create(
        user=user, role=Role.ADMINISTRATOR, since=timezone.localdate() + timedelta(days=1)
    )
    assert permissions_of(user) == set()


def test_an_account_that_was_closed_carries_nothing():
    staff = factories.staff()
    staff.is_active = False
    assert permissions_of(staff) == set()


@require(Permission.PEOPLE_EDIT)
def guarded(request):
    return HttpResponse("inside")


def test_a_guarded_view_sends_strangers_to_sign_in_and_comes_back(rf):
    request = rf.get("/branches/people/?find=a")
    request.user = AnonymousUser()
    response = guarded(request)
    assert response.status_code == 302
    assert response.url == "/account/login/?next=/branches/people/%3Ffind%3Da"


def test_a_guarded_view_refuses_who_lacks_the_permission(rf):
    request = rf.get("/")
    request.user = factories.staff()
    with pytest.raises(PermissionDenied):
        guarded(request)


def test_a_guarded_view_lets_in_who_holds_the_permission(rf):
    request = rf.get("/")
    request.user = factories.admin()
    assert guarded(request).content == b"inside"


def test_every_decorator_declares_what_it_asks_for():
    def view(request):
        return HttpResponse()

    assert guarded.permission == P.PEOPLE_EDIT
    assert public(view).permission == PUBLIC
    assert public(view).login_required is False
    assert signed_in(view).permission == SIGNED_IN
    assert getattr(signed_in(view), "login_required", True)


def test_an_unknown_permission_is_an_error_not_a_no():
    with pytest.raises(ValueError, match="may-fly"):
        has_permission(factories.admin(), "may-fly")
