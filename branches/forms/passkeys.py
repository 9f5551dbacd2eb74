"""The form that adds a passkey, in our words: a key here always signs in by itself, unless the box is emptied."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What do you call this device?"
        self.fields["name"].initial = self.initial["name"] = ""
        box = self.fields.get("passwordless")
        if box:
            box.initial, box.label = True, "Sign in with this passkey alone"
            box.help_text = (
                "It asks for your finger, face or PIN. Untick it for a key that has none of these."
            )
