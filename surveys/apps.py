"""Registers the app with Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from branches import navigation
        from branches.permissions import Permission

        permissions = Permission.WAVE_EDIT, Permission.QUESTIONNAIRE_EDIT
        navigation.register("All surveys", "surveys:wave-list", permissions[0], 30, "Surveys")
        navigation.register("Questionnaires", "surveys:questionnaire-list", permissions[1], 31, "Surveys")
        navigation.register("Comments", "surveys:comment-waves", Permission.COMMENT_MODERATE, 33, "Surveys")
        navigation.register("Quotes", "surveys:quotes", Permission.COMMENT_MODERATE, 34, "Surveys")
        navigation.register("Invite people", "surveys:wave-share", Permission.RECORD_VIEW, 32, "Surveys")
