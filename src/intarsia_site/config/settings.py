"""Every setting of the site. docs/running/settings.md says what an administrator may change."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.conf.global_settings import LANGUAGES_BIDI as RIGHT_TO_LEFT

from intarsia_site.config.logs import LOGGING as LOGGING
from intarsia_site.config.secret import secret_key
from intarsia_site.config.single_sign_on import origin, providers
from intarsia_site.config.words import LOCALE, OWN
from intarsia_site.config.words.packs import packs, prepared
from intarsia_site.config.words.sector_names import sector_names

env = environ.Env()
SITE = Path(__file__).resolve().parents[1]
DATA = Path(env.str("INTARSIA_DATA", default="") or "intarsia-data").resolve()

SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = env.list("INTARSIA_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("INTARSIA_HTTPS", default=False)
DEMO = env.bool("INTARSIA_DEMO", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    *[f"intarsia_site.{name}" for name in ("access", "registry", "reports", "findings")],
    *[f"intarsia_site.{name}" for name in ("coordination", "programmes", "web", "api")],
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "csp",
]
MIDDLEWARE = [
    "intarsia_site.web.requests.RequestNumber",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "intarsia_site.web.readable.Readable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "intarsia_site.web.requests.KeptNowhere",
    "intarsia_site.web.requests.InTheirZone",
    "intarsia_site.web.standing.Standing",
    "intarsia_site.web.errors.SaidAsPages",
    "intarsia_site.web.requests.DemoStaysHere",
]
ROOT_URLCONF = "intarsia_site.config.urls"
WSGI_APPLICATION = "intarsia_site.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intarsia_site.web.frame.frame",
            ],
        },
    }
]

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA / 'intarsia.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers take turns and wait for each other, twenty seconds at most.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A connection that broke is found out before it is used again, and made anew.
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # Questions are long and answers short: compiling one takes many times what it saves.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "/", "account_login"
ACCOUNT_ADAPTER = "intarsia_site.web.accounts.InvitedOnly"
SOCIALACCOUNT_ADAPTER = "intarsia_site.web.accounts.KnownOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/5m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/5m/key",
}
_FORMS = "intarsia_site.web.account.forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "SignIn",
    "reset_password": _FORMS + "AskForPassword",
    "reset_password_from_key": _FORMS + "NewPassword",
    "set_password": _FORMS + "FirstPassword",
    "change_password": _FORMS + "ChangePassword",
    "reauthenticate": _FORMS + "StillMe",
}
MFA_FORMS = {
    "authenticate": _FORMS + "Code",
    "reauthenticate": _FORMS + "StillMeByCode",
    "activate_totp": _FORMS + "FirstCode",
    "add_webauthn": _FORMS + "NewKey",
    "edit_webauthn": _FORMS + "KeyName",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("INTARSIA_PROXIES", default=0)
MFA_ADAPTER = "intarsia_site.web.accounts.SecondStep"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account begins with a letter to its address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Intarsia"
MFA_TOTP_TOLERANCE = 1  # half minutes by which a telephone's clock may be wrong
USERSESSIONS_TRACK_ACTIVITY = False  # a page that is read must not wait for a writer
SOCIALACCOUNT_PROVIDERS = providers(env)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
CSRF_FAILURE_VIEW = "intarsia_site.web.errors.csrf_failed"

LANGUAGE_CODE = "en"
PACKS = packs(env.list("INTARSIA_LANGUAGE_PACKS", default=[]))
LANGUAGES = list({"en": "English", **OWN, **{pack.code: pack.name for pack in PACKS}}.items())
LANGUAGES_BIDI = [*RIGHT_TO_LEFT, *(pack.code for pack in PACKS if pack.is_right_to_left)]
LOCALE_PATHS = [*([prepared(PACKS, DATA / "languages")] if PACKS else []), LOCALE]
SECTOR_NAMES = {pack.code: sector_names(pack.folder) for pack in PACKS}
USE_TZ, TIME_ZONE = True, "UTC"
FORMAT_MODULE_PATH = "intarsia_site.config.formats"
STATIC_URL, STATIC_ROOT = "static/", DATA / "static"
STATICFILES_DIRS = [SITE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "intarsia_site.config.static.KeptStatic"},
}

SESSION_COOKIE_AGE = 14 * 86_400
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = HTTPS, True, "Lax"
LANGUAGE_COOKIE_AGE = 365 * 86_400
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *origin(env)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# What comes in waits here while its request lasts; what a killed one left is swept away.
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update({key: value for key, value in EMAIL_CONFIG.items() if key.startswith("EMAIL_")})
EMAIL_TIMEOUT = 30  # a letter is sent again after ten minutes: no try may last that long
SITE_ADDRESS = env.str("INTARSIA_ADDRESS", default="http://localhost:8000").rstrip("/")
DEFAULT_FROM_EMAIL = env.str("INTARSIA_MAIL_FROM", default="intarsia@localhost")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

#: Largest report file that people send.
REPORT_MAX_BYTES = env.int("INTARSIA_REPORT_MB", default=100) * 1024 * 1024
#: Files of boundaries and P-codes that are sent together.
PLACES_MAX_BYTES = env.int("INTARSIA_PLACES_MB", default=50) * 1024 * 1024
API_A_MINUTE = env.int("INTARSIA_API_A_MINUTE", default=600)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "intarsia_site.api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["intarsia_site.api.parsers.StrictJSON"],
    "DEFAULT_THROTTLE_CLASSES": ["intarsia_site.api.throttles.PerPerson"],
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "intarsia_site.api.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Intarsia",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "intarsia_site.api.reference.strictly",
    ],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
