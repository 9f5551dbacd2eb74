"""Addresses of documents, reports being written and what is published."""

from django.urls import path

from reports.views import cards, documents, letter_packs, open_data, packs, published, reports, tokens

urlpatterns = [
    path("documents/", documents.document_choose, name="document-choose"),
    path("documents/<slug:slug>.<slug:kind>", documents.document_file, name="document-file"),
    path("national/cards/<slug:slug>.png", cards.finding_card, name="finding-card"),
    path("documents/letters/", letter_packs.letter_packs_page, name="letter-packs"),
    path("documents/letters/letters.zip", letter_packs.letter_packs_file, name="letter-packs-file"),
    path("documents/packs/", packs.pack_list, name="pack-list"),
    path("documents/packs/<int:pk>/", packs.pack, name="pack"),
    path("documents/packs/<int:pk>/briefings.zip", packs.pack_file, name="pack-file"),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/new/", reports.report_new, name="report-new"),
    path("reports/tokens/", tokens.token_list, name="token-list"),
    path("reports/tokens/<int:pk>/end/", tokens.token_end, name="token-end"),
    path("reports/<slug:slug>/", reports.report_edit, name="report-edit"),
    path("reports/<slug:slug>/change/", reports.block_change, name="block-change"),
    path("reports/<slug:slug>/blocks/<int:number>/", reports.block_edit, name="block-edit"),
    path("reports/<slug:slug>/propose/", reports.edition_propose, name="edition-propose"),
    path("reports/<slug:slug>/editions/<int:number>/", reports.edition_detail, name="edition"),
    path(
        "reports/<slug:slug>/editions/<int:number>/approve/", reports.edition_approve, name="edition-approve"
    ),
    path(
        "reports/<slug:slug>/editions/<int:number>/send-back/",
        reports.edition_send_back,
        name="edition-send-back",
    ),
    path(
        "reports/<slug:slug>/editions/<int:number>/withdraw/",
        reports.edition_withdraw,
        name="edition-withdraw",
    ),
    path(
        "reports/<slug:slug>/editions/<int:number>/correct/", reports.edition_correct, name="edition-correct"
    ),
    path("published/", published.published_index, name="published-index"),
    path("published/open-data.zip", open_data.open_data_file, name="open-data"),
    path("published/<slug:slug>/", published.published_report, name="published-report"),
    path("published/<slug:slug>/<int:number>/", published.published_edition, name="published-edition"),
    path("published/<slug:slug>/<int:number>/<str:name>", published.published_file, name="published-file"),
    path("published/<str:name>", published.published_top_file, name="published-top-file"),
]
