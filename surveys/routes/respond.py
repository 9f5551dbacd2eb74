"""The addresses of a respondent's pages."""

from django.urls import path

from surveys.views import respond

urlpatterns = [
    path("survey/<slug:slug>/", respond.start, name="survey-start"),
    path("survey/<slug:slug>/page/<slug:name>/", respond.page, name="survey-page"),
    path("survey/<slug:slug>/look/", respond.look, name="survey-look"),
    path("survey/<slug:slug>/send/", respond.send, name="survey-send"),
    path("survey/<slug:slug>/thanks/", respond.thanks, name="survey-thanks"),
    path("survey/<slug:slug>/resume/", respond.resume, name="survey-resume"),
    path("survey/<slug:slug>/delete/", respond.withdraw, name="survey-withdraw"),
    path("survey/<slug:slug>/what-we-keep/", respond.keep, name="survey-keep"),
    path("survey/<slug:slug>/clear/", respond.clear, name="survey-clear"),
]
