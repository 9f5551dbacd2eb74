"""Addresses of people: joining, one's own account, and the administration of people."""

from django.urls import path

from branches.views import account, people

urlpatterns = [
    path("branches/join/<str:token>/", account.join, name="join"),
    path("branches/hand-over/<slug:slug>/", account.hand_over, name="hand-over"),
    path("account/me/", account.account, name="account"),
    path("account/email/", account.email_stays, name="account-email"),
    path("branches/people/", people.people, name="people"),
    path("branches/people/roles/", people.roles, name="roles"),
    path("branches/people/invite/", people.invite, name="person-invite"),
    path("branches/people/invitations/<int:pk>/renew/", people.invitation_renew, name="invitation-renew"),
    path(
        "branches/people/invitations/<int:pk>/withdraw/",
        people.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("branches/people/seats/<int:pk>/end/", people.seat_end, name="seat-end"),
    path("branches/people/granted-roles/<int:pk>/end/", people.role_end, name="role-end"),
    path("branches/people/<int:pk>/", people.person, name="person"),
    path("branches/people/<int:pk>/rename/", people.person_rename, name="person-rename"),
    path("branches/people/<int:pk>/give/", people.person_give, name="person-give"),
]
