"""The base of every form: crispy helper, no browser validation, errors that say what to do."""

from crispy_forms.helper import FormHelper
from django import forms

from branches import once

CHOOSE = "Choose an answer for “{label}”"
FILL_IN = "Fill in “{label}”"
TICK = "Tick “{label}” to go on"
NOT_A_NUMBER = "Write “{label}” in figures, such as 12"
NOT_A_DATE = "Give “{label}” a real date, such as 27/3/2026"
INVALID = {
    forms.DateField: NOT_A_DATE,
    forms.IntegerField: NOT_A_NUMBER,
    forms.FloatField: NOT_A_NUMBER,
    forms.DecimalField: NOT_A_NUMBER,
}


class PromiseFormMixin:
    """The page's template writes the `<form>` tag, the token and the button; `{% crispy form %}` writes the rest."""

    use_required_attribute = False
    acts_once = False  # for forms that make a record: sent twice, they make one

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.include_media = False
        for field in self.fields.values():
            _word_errors(field)
            _use_native_date(field)
            _use_text_for_numbers(field)
            _lower_textarea(field)

    @property
    def sent_as(self):
        """The key that this page's sending goes by; the same when the form comes back with errors."""
        return (self.data.get(once.FIELD) if self.is_bound else "") or once.new_key()


class PromiseForm(PromiseFormMixin, forms.Form):
    """A plain form."""


class PromiseModelForm(PromiseFormMixin, forms.ModelForm):
    """A form that edits one model; actions save it, not the form."""


def _word_errors(field):
    """Django's "This field is required" names no field, which an error summary needs; own wordings are kept."""
    label = field.label or "this"
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _missing(field).format(label=label)
    invalid = field.error_messages.get("invalid")
    for kind, wording in INVALID.items():
        if isinstance(field, kind) and invalid == kind.default_error_messages["invalid"]:
            field.error_messages["invalid"] = wording.format(label=label)


def _missing(field):
    if isinstance(field, forms.BooleanField):
        return TICK
    return CHOOSE if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else FILL_IN


def _use_native_date(field):
    """One native date box, ISO inside, so that each browser shows its person's own order of day and month."""
    if isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
        field.widget.input_type = "date"
        field.widget.format = "%Y-%m-%d"


def _use_text_for_numbers(field):
    """A text box with the number keys: a browser's number box drops what it can't read and counts at each scroll."""
    if type(field.widget) is forms.NumberInput:
        attrs = {key: value for key, value in field.widget.attrs.items() if key not in ("min", "max", "step")}
        whole = type(field) is forms.IntegerField
        field.widget = forms.TextInput(attrs={**attrs, "inputmode": "numeric" if whole else "decimal"})


def _lower_textarea(field):
    """Ten rows, Django's default, push the button off a phone's screen; a box can be pulled larger."""
    if isinstance(field.widget, forms.Textarea) and str(field.widget.attrs.get("rows")) == "10":
        field.widget.attrs["rows"] = "4"
