"""The form that takes a file of answers from another tool; it reads the file, and its view decides what happens to it."""

from django import forms

from branches.forms.base import PromiseForm
from surveys import carried_file
from surveys.answer_files import UnreadableFile

TOO_LARGE = f"Choose a file of at most {carried_file.MOST_BYTES // 1024 // 1024} MB, CSV or Excel."


class AnswerFileForm(PromiseForm):
    """A file of answers; `file` is the `CarriedFile` once the form is valid."""

    answers = forms.FileField(
        label="File of answers (.csv or .xlsx)",
        help_text="As LimeSurvey, SurveyMonkey, Microsoft Forms or Kobo exports it. One row per person.",
        error_messages={"required": TOO_LARGE, "empty": "The file is empty. Choose it again."},
    )

    def clean_answers(self):
        upload = self.cleaned_data["answers"]
        try:
            self.file = carried_file.take(upload.read())
        except UnreadableFile as error:
            raise forms.ValidationError(f"The file {error}.") from None
        finally:
            upload.close()
        return upload
