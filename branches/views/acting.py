"""How a view acts: an action's refusal becomes the form's own error, or a message after a button."""

from django.contrib import messages

from branches.actions import ActionRefused
from branches.once import act_once


def acted(form, action, /, **values):
    """What the action returns, or None with its sentence in the form's error summary, at its box if it names one."""
    try:
        if form.acts_once:
            return act_once(form.data, values["by"], action, **values)
        return action(**values)
    except ActionRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def pressed(request, action, done, /, **values):
    """For a page's one button: says what was done or why it was not."""
    try:
        result = action(**values)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result
