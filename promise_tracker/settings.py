"""Every setting, read from the environment; a missing or contradictory one stops the start with a sentence."""

import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from promise_tracker.branding import checked_colour
from promise_tracker.database import database_settings, replica_settings
from promise_tracker.kept_secrets import kept, random_key, readable_password

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").absolute()

# --- Which of three modes this is: test, demo or production ---
TESTING = env.bool("TESTING", default="pytest" in sys.modules)
# The embedded database is never production, so without DATABASE_URL this is a demo.
DEMO_MODE = env.bool("DEMO_MODE", default=not TESTING and not env.str("DATABASE_URL", default=""))
PRODUCTION = not (TESTING or DEMO_MODE)
DEBUG = env.bool("DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured(
        "DEBUG shows stack traces to everybody: it can only be on with DEMO_MODE=true."
    )


def needed(name, why, instead=""):
    """A setting that production must be given; a demo or a test goes on with `instead`."""
    value = env.str(name, default="")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"{name} is not set: {why} (For a demo set DEMO_MODE=true.)")
    return value or instead


# --- Secrets ---
SECRET_KEY = needed("SECRET_KEY", "at least 50 random characters, kept out of backups of the database.")
if not SECRET_KEY:
    SECRET_KEY = "only for tests " * 4 if TESTING else kept(VAR_DIR / "secret", random_key)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
LOAD_DEMO = env.bool("LOAD_DEMO", default=DEMO_MODE)  # by script/server, once
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
if DEMO_MODE and not DEMO_PASSWORD:
    DEMO_PASSWORD = kept(VAR_DIR / "demo-password", readable_password)
# Folders that each hold a copy of every wave's private key: two in production, under another user, in no backup.
KEY_FOLDERS = [Path(folder) for folder in env.list("KEY_FOLDERS", default=[])]
if PRODUCTION and len(set(KEY_FOLDERS)) < 2:
    raise ImproperlyConfigured("KEY_FOLDERS must name two folders, on two disks, separated by a comma.")
KEY_FOLDERS = KEY_FOLDERS or [VAR_DIR / "keys"]
# Backups are sealed to this public key; the private one is kept off the server.
BACKUP_PUBLIC_KEY = env.str("BACKUP_PUBLIC_KEY", default="")
BACKUP_FOLDER = env.str("BACKUP_FOLDER", default="")

# --- Who runs it ---
ORG_NAME = env.str("ORG_NAME", default="Social Work Issues Group")
ORG_LOGO = env.str("ORG_LOGO", default="")  # path of an image below /static/
BRAND_COLOUR = checked_colour(env.str("BRAND_COLOUR", default="#3c1053"))
SWIG_EMAIL = needed(
    "SWIG_EMAIL", "the address that respondents and branches can write to.", "swig@demo.example"
)
PRESS_CONTACT = env.str("PRESS_CONTACT", default=SWIG_EMAIL)
LICENCE_TEXT = env.str(
    "LICENCE_TEXT",
    default="You may copy, publish and adapt this free of charge if you name the source and keep each figure's "
    "base, range and wording beside it.",
)

# --- Where it stands ---
SITE_URL = needed("SITE_URL", "the address people type, https://…", "http://localhost:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
if PRODUCTION and not HTTPS:
    raise ImproperlyConfigured("SITE_URL must begin with https:// outside a demo.")
SITE_HOST = SITE_URL.split("//", 1)[-1].split("/")[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST])
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

# --- Applications ---
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",  # allauth's page of passkeys asks for it
    "crispy_forms",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "promise_tracker",
    "branches",
    "surveys",
    "reports",
]
MIDDLEWARE = [
    "promise_tracker.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "promise_tracker.middleware.respondents_apart",  # what follows is not for them
    "django.contrib.sessions.middleware.SessionMiddleware",
    "promise_tracker.middleware.no_store",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "branches.sign_in.require_second_factor",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "promise_tracker.urls"
WSGI_APPLICATION = "promise_tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Pages ---
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "branches.navigation.navigation",
                "branches.sign_in.sign_in_options",
                "branches.branding.branding",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["promise"]
CRISPY_TEMPLATE_PACK = "promise"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]  # the respondents' texts, to be translated; made by `makemessages`

# --- Static and stored files ---
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
# Names with a hash need collectstatic first, which `script/server` and every deployment run.
STATIC_HASHED = env.bool("STATIC_HASHED", default=PRODUCTION)
WHITENOISE_USE_FINDERS = not STATIC_HASHED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# In production web server and worker are two users of one group, and both read and write stored files.
FILE_UPLOAD_PERMISSIONS = 0o660 if PRODUCTION else 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o2770 if PRODUCTION else 0o700
# Hidden marks in a file's name reach the code that refuses them.
FILE_UPLOAD_HANDLERS = ["branches.upload_names.NameKeepingHandler"]
# Large enough that a page with a megabyte in one box is told so, with what was typed kept.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# --- Database and background work ---
DATABASES = {"default": database_settings(env, VAR_DIR, TESTING)}
# A streaming replica for strangers' reading of published pages; without one everything reads from the primary.
if env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = replica_settings(env)
    DATABASE_ROUTERS = ["promise_tracker.replicas.Router"]
    MIDDLEWARE.insert(0, "promise_tracker.replicas.prefer_replica")
EMBEDDED_DATABASE = not env.str("DATABASE_URL", default="")
# The worker's duties: a function, and how many seconds a period lasts; each runs once a period.
SCHEDULE = [
    ("surveys.duties.open_and_close", 15),
    ("surveys.handing_over.take_and_give", 15),
    ("branches.mail.send_due_mails", 15),
    ("reports.duties.audit_proposals", 15),
    ("reports.publishing.publish_due", 60),
    ("reports.packs.make_waiting", 15),
    ("branches.actions.reading.read_waiting_papers", 5),
    ("branches.actions.marking.draw_second_marks", 5 * 60),
    ("branches.digest.enqueue_digests", 60 * 60),
    ("surveys.duties.check_keys", 15 * 60),
    ("surveys.duties.refresh_bands", 24 * 60 * 60),
    ("surveys.duties.destroy_past_retention", 24 * 60 * 60),
    ("branches.worker.prune_runs", 24 * 60 * 60),
    ("branches.once.forget_old_forms", 24 * 60 * 60),
]
# Called with the wave after its mix and before its inbox key is destroyed; raises when no backup was made.
BACKUP_AFTER_MIX = "promise_tracker.backups.after_mix" if BACKUP_FOLDER else ""
# Caches live in each process's memory: what they hold (rate limits) is never written down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# What /healthz asks: a name and the function that raises when something is wrong.
HEALTH_CHECKS = {
    "database": "promise_tracker.health.database",
    "room on its disk": "promise_tracker.health.room",
    "survey keys": "surveys.health.keys",
}
# How many responses one address may send within an hour to each web process; 0 is no limit. An office shares one.
SENDINGS_AN_HOUR = env.int("SENDINGS_AN_HOUR", default=600 if PRODUCTION else 0)
if 0 < SENDINGS_AN_HOUR < 60:
    raise ImproperlyConfigured("SENDINGS_AN_HOUR must be at least 60: a council's office shares one address.")

# Of a hundred answers with something to read, how many a second person marks without seeing the first mark.
SECOND_MARK_SHARE = env.int("SECOND_MARK_SHARE", default=20)

# --- Cookies, sessions, transport ---
SESSION_COOKIE_AGE = 12 * 60 * 60  # an evening's work, on a device that may be the employer's
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "promise_tracker.errors.form_expired"
CSRF_COOKIE_AGE = None  # gone with the browser, so that a shared device remembers nobody
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Signing in ---
AUTH_USER_MODEL = "branches.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/branches/"
ACCOUNT_ADAPTER = "branches.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # signing up is closed; allauth asks for the setting
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False  # gone with the browser
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Rate limits live in each process's memory; an office shares one address, so the address's share is generous.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "request_login_code": "60/m/ip,3/5m/key",
    "reset_password": "60/m/ip,3/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
MFA_ADAPTER = "branches.sign_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "branches.forms.passkeys.AddPasskeyForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation proved it
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Staff without a second factor are led to the page that activates one; a demo only offers it.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
if PRODUCTION and not SECOND_FACTOR_REQUIRED:
    raise ImproperlyConfigured("SECOND_FACTOR_REQUIRED can only be off in a demo or a test.")

# --- Mail ---
EMAIL_HOST = needed("EMAIL_HOST", "the server that takes our mail.", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
MAIL_BESIDE_THE_ANSWER = not TESTING  # codes leave in a thread of their own, after the page
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=SWIG_EMAIL)
# A demo never sends: its mails are kept as rows and shown on a page.
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if PRODUCTION else 'locmem' if TESTING else 'dummy'}.EmailBackend"
)

# --- Logs, without anything about a person ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "promise_tracker.logs.WithoutPeople"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
    },
}
