"""Signing in through allauth: by invitation only, mail through our own queue, second factor for staff.

Owns the two adapters and the middleware; what a signed-in person may do is decided by `branches.permissions`.
"""

import hashlib
import ipaddress
import uuid

import nacl.exceptions
import nacl.secret
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse

from branches.mail import enqueue, send_soon
from branches.navigation import items_for
from branches.permissions import PUBLIC

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account here: accounts are made by accepting an invitation."""

    # Each says what to do next.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask an administrator if it should be open.",
        "email_password_mismatch": "The email address or the password is wrong. Try again, or have a code sent.",
        "incorrect_code": "This is not the code we sent. Type it exactly as it appears in the email, or ask for a new one.",
        "incorrect_password": "This is not your password. Try again.",
        "too_many_login_attempts": "Too many wrong attempts. Wait five minutes, or have a code sent to your email address.",
        "rate_limited": "Too many attempts in a short time. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        return start_page(request.user)

    def send_mail(self, template_prefix, email, context):
        """Codes leave at once, and again from the queue if the mail server was away.

        Beside the answer, not before it: how long the mail server takes would tell who has an account.
        """
        message = self.render_mail(
            template_prefix, email, {"email": email, "request": self.request, **context}
        )
        with transaction.atomic():
            mail = enqueue(
                to=email,
                subject=message.subject,
                template="emails/plain.txt",
                context={"body": message.body},
                effect_key=f"account:{uuid.uuid4()}",
                confidential=True,
            )
        send_soon(mail.pk)

    def format_email_subject(self, subject):
        return str(subject)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner what changed, without the address and browser it came from, which we never keep."""
        self.send_mail(template_prefix, email or user.email, {"user": user, **(context or {})})


class MFAAdapter(DefaultMFAAdapter):
    """Second factors' secrets are encrypted with a key made from SECRET_KEY, so that a dump alone opens none."""

    def encrypt(self, text):
        return nacl.secret.SecretBox(_key(settings.SECRET_KEY)).encrypt(text.encode()).hex()

    def decrypt(self, encrypted_text):
        sealed = bytes.fromhex(encrypted_text)
        for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
            try:
                return nacl.secret.SecretBox(_key(secret)).decrypt(sealed).decode()
            except nacl.exceptions.CryptoError:
                continue
        raise ImproperlyConfigured("A second factor was stored under another SECRET_KEY.")

    def get_totp_issuer(self):
        return settings.ORG_NAME


def require_second_factor(get_response):
    """Middleware: staff without a second factor are led to the page that activates one."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if needs_second_factor(request, view):
            return redirect("mfa_activate_totp")
        return None

    middleware.process_view = process_view
    return middleware


def needs_second_factor(request, view):
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    if getattr(view, "permission", None) == PUBLIC or _belongs_to_account(request):
        return False
    return is_staff(request.user) and not has_second_factor(request.user)


def has_second_factor(user):
    """An app's codes or a passkey; recovery codes alone are none."""
    return is_mfa_enabled(user, types=SECOND_FACTORS)


def is_staff(user):
    """Whoever holds a role of SWIG or the administrator's; secretaries of branches are not staff."""
    return user.role_grants.current().exists()


def sign_in_options(request):
    """Context processor: `passkeys_offered` is False on an IP address, where browsers refuse passkeys."""
    return {"passkeys_offered": not _is_ip_address(request.get_host())}


def start_page(user):
    """The first page of this person's own navigation, so that nobody begins at a closed door."""
    items = items_for(user, "")
    return items[0].url if items else reverse("branches:account")


def _belongs_to_account(request):
    return request.path.startswith("/account/")


def _is_ip_address(host):
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _key(secret):
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"second factor").digest()
