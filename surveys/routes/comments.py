"""The addresses of reading comments and of the quote bank."""

from django.urls import path

from surveys.views import comments, quotes

urlpatterns = [
    path("comments/", comments.comment_waves, name="comment-waves"),
    path("comments/codebook/", comments.codebook, name="comment-codebook"),
    path("comments/<slug:slug>/", comments.comment_list, name="comments"),
    path("comments/<slug:slug>/open/", comments.comment_open, name="comment-open"),
    path("comments/<slug:slug>/shut/", comments.comment_shut, name="comment-shut"),
    path("comments/<slug:slug>/code/", comments.comment_code, name="comment-code"),
    path("comments/<slug:slug>/next/", comments.comment_next, name="comment-next"),
    path("comments/<slug:slug>/<int:pk>/", comments.comment_detail, name="comment"),
    path("comments/<slug:slug>/<int:pk>/take-back/", comments.comment_take_back, name="comment-take-back"),
    path("comments/<slug:slug>/<int:pk>/quote/", quotes.quote_propose, name="quote-propose"),
    path("quotes/", quotes.quotes, name="quotes"),
    path("quotes/<int:pk>/agree/", quotes.quote_approve, name="quote-approve"),
    path("quotes/<int:pk>/withdraw/", quotes.quote_withdraw, name="quote-withdraw"),
]
