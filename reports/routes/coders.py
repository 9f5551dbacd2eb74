"""The address of the coders' agreement."""

from django.urls import path

from reports.views import coders

urlpatterns = [
    path("comments/<slug:slug>/agreement/", coders.comment_agreement, name="comment-agreement"),
]
