"""The addresses of staff's pages about waves."""

from django.urls import path

from surveys.views import answers, manage, share

urlpatterns = [
    path("waves/", manage.wave_list, name="wave-list"),
    path("waves/new/", manage.wave_new, name="wave-new"),
    path("waves/share/", share.share, name="wave-share"),
    path("waves/practice/", manage.wave_practice, name="wave-practice"),
    path("waves/<slug:slug>/", manage.wave_detail, name="wave-detail"),
    path("waves/<slug:slug>/open/", manage.wave_open, name="wave-open"),
    path("waves/<slug:slug>/close/", manage.wave_close, name="wave-close"),
    path("waves/<slug:slug>/colleagues/", manage.wave_colleagues, name="wave-colleagues"),
    path("waves/<slug:slug>/invitations/", manage.wave_invitations, name="wave-invitations"),
    path("waves/<slug:slug>/answers/", answers.wave_answers, name="wave-answers"),
    path("waves/<slug:slug>/poster/", share.wave_poster, name="wave-poster"),
]
