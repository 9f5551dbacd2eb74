"""What the start should warn of before a document goes out of the door."""

from django.conf import settings
from django.core.checks import Warning, register


@register()
def contacts_are_set(app_configs, **kwargs):
    """Press notices name a contact of their own; without one they print the address for everybody."""
    if settings.DEMO_MODE or settings.PRESS_CONTACT != settings.SWIG_EMAIL:
        return []
    text = f"PRESS_CONTACT is not set: press notices print {settings.SWIG_EMAIL} (SWIG_EMAIL)."
    return [Warning(text, id="promise.W010")]
