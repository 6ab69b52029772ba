"""Configuration, from the environment alone. Everything is production unless DEBUG or DEMO is set."""

from base64 import b64decode
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- What kind of installation -----------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
PRODUCTION = not (DEBUG or DEMO)


def _needed(name: str, why: str) -> str:
    """The variable, or a sentence that says what is missing and why."""
    value: str = env.str(name, default="")
    if not value:
        message = f"Set {name}: {why} (or set DEMO=1 to look around without it)."
        raise ImproperlyConfigured(message)
    return value


def _number(name: str, default: int) -> int:
    """The variable as a whole number, or a sentence that says that it is none."""
    try:
        return int(env.str(name, default=str(default)))
    except ValueError:
        message = f"Set {name} to a whole number, such as {default}."
        raise ImproperlyConfigured(message) from None


SECRET_KEY = (
    _needed("SECRET_KEY", "a long random text that signs sessions and links")
    if PRODUCTION
    else env.str("SECRET_KEY", default="not-secret-for-looking-around-only")
)
ALLOWED_HOSTS = (
    [
        host.strip()
        for host in _needed("ALLOWED_HOSTS", "the host names this installation answers to, separated by commas").split(
            ","
        )
    ]
    if PRODUCTION
    else env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Database ----------------------------------------------------------------------------------
DATABASE_URL = (
    _needed(
        "DATABASE_URL",
        "where the data is kept, such as postgres://user:password@host/name or sqlite:////path",
    )
    if PRODUCTION
    else env.str("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'tacit.sqlite3'}")
)
if not DATABASE_URL.startswith(("postgres://", "postgresql://", "sqlite:///")):
    # SECURITY: the value is not repeated, because it holds a password.
    message = "Set DATABASE_URL to an address that begins with postgres:// or sqlite:///."
    raise ImproperlyConfigured(message)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = _number("DATABASE_CONNECTION_SECONDS", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # One writer at a time takes its turn instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Applications ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "assessment",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Secrets in a page are masked anew for each answer, and the length is padded at random.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "assessment.access.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assessment.views.refusals.RefusedMiddleware",
]
ROOT_URLCONF = "assessment.urls"
WSGI_APPLICATION = "assessment.wsgi.application"
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
                "assessment.views.context.installation",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- Snapshots of other installations ------------------------------------------------------------


def _key(name: str, value: str) -> str:
    """An Ed25519 key, or a sentence that says that it is none."""
    try:
        is_key = len(b64decode(value, validate=True)) == 32
    except ValueError:
        is_key = False
    if not is_key:
        # SECURITY: the value is not repeated, because it may be a private key.
        message = f"Set {name} to keys as manage.py make_snapshot_key prints them."
        raise ImproperlyConfigured(message)
    return value


def _trusted(pairs: list[str]) -> dict[str, str]:
    """Public keys by the name under which they are trusted, from NAME=KEY."""
    named = [pair.strip().partition("=") for pair in pairs if pair.strip()]
    return {name.strip(): _key("TRUSTED_SNAPSHOT_KEYS", key.strip()) for name, _sign, key in named}


SNAPSHOT_SIGNING_KEY = env.str("SNAPSHOT_SIGNING_KEY", default="")
if SNAPSHOT_SIGNING_KEY:
    _key("SNAPSHOT_SIGNING_KEY", SNAPSHOT_SIGNING_KEY)
TRUSTED_SNAPSHOT_KEYS = _trusted(env.list("TRUSTED_SNAPSHOT_KEYS", default=[]))

# --- Accounts ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "assessment.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organizations"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "assessment.forms.signing_in.SignInForm",
    "signup": "assessment.forms.signing_in.CreateAccountForm",
    "reset_password": "assessment.forms.signing_in.ForgottenPasswordForm",
    "reset_password_from_key": "assessment.forms.signing_in.NewPasswordForm",
    "change_password": "assessment.forms.signing_in.OtherPasswordForm",
    "add_email": "assessment.forms.signing_in.AddAddressForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "assessment.forms.accounts.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True

# --- E-mail ------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
vars().update(env.email_url_config(EMAIL_URL or "consolemail://"))
# A silent mail server must not hold a request.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Tacit <tacit@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where no mail can be sent nobody could follow a verification link.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "none"

# --- Caches ------------------------------------------------------------------------------------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Pages of the comparison, in each process. They are large, so only a few; and none for longer than five minutes.
    "comparisons": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "comparisons",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 60},
    },
}

# --- Languages and time ------------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", "English")]
FORMAT_MODULE_PATH = ["assessment.formats"]
LOCALE_PATHS = [BASE_DIR / "assessment" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# --- Static files ------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# --- Security ----------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = _number("HSTS_SECONDS", 31536000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# A container's own health check speaks plain HTTP to the process itself.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if env.bool("BEHIND_PROXY", default=False):
    # SECURITY: only behind a proxy that sets this header itself and drops a client's own.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Mail that no page asked for, such as reminders, has no request to take the address of its links from.
_HOSTS = [host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"]
_ADDRESS = f"{'https' if HTTPS else 'http'}://{(_HOSTS or ['localhost'])[0]}{'' if PRODUCTION else ':8000'}"
SITE_URL = (env.str("SITE_URL", default="") or _ADDRESS).rstrip("/")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # data: the Bootstrap icons inside the style sheet; blob: a chart saved as a picture.
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# --- Logs --------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "assessment.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    # Django's own handlers would write the same lines with the secrets in them.
    "loggers": {"django": {"handlers": []}, "django.server": {"handlers": [], "propagate": True}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
