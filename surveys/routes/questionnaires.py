"""The addresses of the questionnaires and of trying one."""

from django.urls import path

from surveys.views import building, questionnaire_files, questionnaires, try_out

urlpatterns = [
    path("questionnaires/", questionnaires.questionnaire_list, name="questionnaire-list"),
    path("questionnaires/new/", building.questionnaire_new, name="questionnaire-new"),
    path("questionnaires/<slug:slug>/", questionnaires.questionnaire_detail, name="questionnaire-detail"),
    path(
        "questionnaires/<slug:slug>/export/", questionnaires.questionnaire_export, name="questionnaire-export"
    ),
    path(
        "questionnaires/<slug:slug>/codebook.<slug:form>",
        questionnaire_files.questionnaire_codebook,
        name="questionnaire-codebook",
    ),
    path(
        "questionnaires/<slug:slug>/versions/<int:number>/restore/",
        questionnaire_files.version_restore,
        name="version-restore",
    ),
    path(
        "questionnaires/<slug:slug>/changes/",
        questionnaire_files.questionnaire_changes,
        name="questionnaire-changes",
    ),
    path(
        "questionnaires/<slug:slug>/pages/<slug:name>/", questionnaire_files.page_change, name="page-change"
    ),
    path("questionnaires/<slug:slug>/pages/<slug:name>/edit/", building.page_edit, name="page-edit"),
    path("questionnaires/<slug:slug>/pages/<slug:name>/grow/", building.page_grow, name="page-grow"),
    path("questionnaires/<slug:slug>/bank/", building.question_bank, name="question-bank"),
    path(
        "questionnaires/<slug:slug>/questions/<slug:name>/",
        questionnaires.question_edit,
        name="question-edit",
    ),
    path(
        "questionnaires/<slug:slug>/questions/<slug:name>/change/",
        questionnaires.question_change,
        name="question-change",
    ),
    path(
        "questionnaires/<slug:slug>/translations/<slug:language>/check/",
        questionnaires.translation_check,
        name="translation-check",
    ),
    path("questionnaires/<slug:slug>/phone/", try_out.phone, name="try-phone"),
    path("questionnaires/<slug:slug>/try/", try_out.start, name="try-start"),
    path("questionnaires/<slug:slug>/try/page/<slug:name>/", try_out.page, name="try-page"),
    path("questionnaires/<slug:slug>/try/look/", try_out.look, name="try-look"),
    path("questionnaires/<slug:slug>/try/send/", try_out.send, name="try-send"),
    path("questionnaires/<slug:slug>/try/thanks/", try_out.thanks, name="try-thanks"),
    path("questionnaires/<slug:slug>/try/clear/", try_out.clear, name="try-clear"),
]
