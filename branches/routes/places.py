"""Addresses of places: branches, employers, council areas, contacts."""

from django.urls import path

from branches.views import contacts, files, places, statements

urlpatterns = [
    path("branches/places/", places.places, name="places"),
    path("branches/places/branches/", places.branches, name="branches"),
    path("branches/places/branches/new/", places.branch_edit, name="branch-add"),
    path("branches/places/branches/<slug:slug>/", places.branch_edit, name="branch-edit"),
    path("branches/places/employers/", places.employers, name="employers"),
    path("branches/places/employers/new/", places.employer_edit, name="employer-add"),
    path("branches/places/employers/<slug:slug>/", places.employer_edit, name="employer-edit"),
    path("branches/places/councils/<slug:slug>/", places.council_place, name="council-place"),
    path("branches/places/councils/<slug:slug>/change/", places.runner_change, name="runner-change"),
    path("branches/places/councils/<slug:slug>/<int:pk>/", places.runner_correct, name="runner-correct"),
    path("branches/files/", files.files, name="files"),
    path("branches/files/<slug:slug>.csv", files.file_out, name="file-out"),
    path("branches/files/<slug:slug>/", files.file_in, name="file-in"),
    path("branches/statements/", statements.statements, name="statements"),
    path("branches/contacts/", contacts.contacts, name="contacts"),
    path("branches/contacts/contacts.csv", contacts.contacts_out, name="letter-contacts-out"),
    path("branches/contacts/file/", contacts.contacts_in, name="letter-contacts-in"),
    path("branches/contacts/new/<slug:slug>/", contacts.contact_add, name="letter-contact-add"),
    path("branches/contacts/<int:pk>/", contacts.contact_edit, name="letter-contact-edit"),
    path("branches/contacts/<int:pk>/end/", contacts.contact_end, name="letter-contact-end"),
]
