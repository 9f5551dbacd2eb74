"""Registers the app with Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from branches import navigation
        from branches.permissions import Permission

        navigation.register("Surveys", "surveys:wave-list", Permission.WAVE_EDIT, 30)
        navigation.register("Questionnaires", "surveys:questionnaire-list", Permission.QUESTIONNAIRE_EDIT, 31)
