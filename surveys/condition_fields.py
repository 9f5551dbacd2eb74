"""The boxes of a condition on a form: nobody needs to write an expression, and those who can still may."""

from crispy_forms.layout import HTML, Layout
from django import forms

from surveys import conditions

RULES = (
    ("always", "Everyone"),
    ("is", "Only those who chose …"),
    ("not", "Only those who did not choose …"),
    ("written", "By a condition written in XLSForm’s way"),
)


def folded(summary, *fields, shown="form.errors"):
    """Return the parts of a layout that fold fields away, open while `shown` is true in the template."""
    opening = f'<details class="pt-details"{{% if {shown} %}} open{{% endif %}}><summary>{summary}</summary>'
    return HTML(opening), *fields, HTML("</details>")


class ConditionFields(forms.Form):
    """Three boxes, of which `clean` makes `relevant`, an expression."""

    rule = forms.ChoiceField(
        label="Who is shown this?", choices=RULES, required=False, widget=forms.RadioSelect, initial="always"
    )
    when = forms.ChoiceField(label="… this answer", required=False)
    relevant = forms.CharField(
        label="Condition",
        required=False,
        max_length=2000,
        help_text="For example ${role} = 'social_worker' and ${caseload} > 20",
    )

    def set_conditions(self, definition, name, source, before, after):
        """Fill the boxes for something called `name` whose condition now is `source`, and lay the form out."""
        self.definition = definition
        self.fields["when"].choices = [("", "Choose an answer"), *conditions.askable(definition, name)]
        found = conditions.simple(definition, source)
        rule = "written" if source else "always"
        if found:
            rule = "is" if found.chosen else "not"
            self.initial["when"] = f"{found.question}|{found.choice}"
        self.initial |= {"rule": rule, "relevant": source}
        fold = folded("A condition written in XLSForm’s way", "relevant", shown="form.is_written")
        self.helper.layout = Layout(*before, "rule", "when", *fold, *after)

    @property
    def is_written(self):
        return (self.data.get("rule") if self.is_bound else self.initial.get("rule")) == "written"

    def clean(self):
        values = super().clean()
        rule = values.get("rule") or "written"
        question, _, choice = (values.get("when") or "").partition("|")
        if rule in ("is", "not") and not question:
            self.add_error("when", "Choose the answer that decides who is shown this")
        elif rule in ("is", "not"):
            found = conditions.Condition(question, choice, rule == "is")
            values["relevant"] = conditions.expression(self.definition, found)
        elif rule == "always":
            values["relevant"] = ""
        return values
