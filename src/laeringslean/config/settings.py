"""Settings, all of them from the environment with safe defaults."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

from laeringslean import __version__
from laeringslean.foundation.database.safe_sqlite import use_safe_sqlite

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LAERINGSLEAN_DATA", ".data")).resolve()
RELEASE = __version__

DEBUG = False
DEMO = os.environ.get("LAERINGSLEAN_DEMO") == "1"


def _make_folder(folder: Path) -> None:
    """What lies in the data folder is nobody else's business; one that is there already keeps its rights."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, else one made at first use and kept in the data folder."""
    if key := os.environ.get("LAERINGSLEAN_SECRET_KEY"):
        return key
    path = DATA / "secret-key"
    if not path.exists():
        _make_folder(DATA)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("LAERINGSLEAN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("LAERINGSLEAN_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "laeringslean.config",
    "laeringslean.overview",
    "laeringslean.attention",
    "laeringslean.benefits",
    "laeringslean.improvement",
    "laeringslean.measures",
    "laeringslean.method",
    "laeringslean.organisation",
    "laeringslean.foundation",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages; the board compresses itself. Form tokens are masked and lengths padded, so that sizes tell nothing.
    "django.middleware.gzip.GZipMiddleware",
    "laeringslean.foundation.web.security.ContentSecurityPolicy",
    "laeringslean.foundation.web.tenants.TenantOfHost",
    "laeringslean.organisation.views.middleware.SignedIn",
    "laeringslean.foundation.web.languages.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "laeringslean.config.urls"
WSGI_APPLICATION = "laeringslean.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "laeringslean.foundation.web.context.page",
                "laeringslean.config.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "laeringslean.foundation.templatetags.components",
            ],
        },
    },
    {
        # For the long card list, where Django's own templates would cost ten times as much.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "laeringslean.foundation.web.jinja.environment"},
    },
]


def _postgresql(url: str) -> dict[str, object]:
    parts = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        # A server that was restarted costs nobody a failed request.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    }


def _sqlite(path: Path) -> dict[str, object]:
    use_safe_sqlite()
    _make_folder(path.parent)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA cache_size=-65536;"
            ),
        },
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "")
# Migrations run as the owner of the tables; the application itself is neither owner nor superuser.
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")


def _database(url: str) -> dict[str, object]:
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url)
    if url and not url.startswith("sqlite:///"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:/// (or be left out)")
    return _sqlite(Path(url.removeprefix("sqlite:///")) if url else DATA / "laeringslean.sqlite3")


DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = os.environ.get("LAERINGSLEAN_TIME_ZONE", "Europe/Oslo")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("LAERINGSLEAN_STATIC") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "laeringslean.foundation.web.assets.Assets"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# A year: whatever changes in a file changes its address too (see foundation/web/assets.py).
WHITENOISE_MAX_AGE = 31_536_000
MEDIA_ROOT = DATA / "files"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE = os.environ.get("LAERINGSLEAN_HTTPS") == "1"
SESSION_COOKIE = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

EMAIL_BACKEND = os.environ.get("LAERINGSLEAN_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA / "mail"
# One mail server that never answers must not keep every later letter waiting.
EMAIL_TIMEOUT = 30
EMAIL_HOST = os.environ.get("LAERINGSLEAN_EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("LAERINGSLEAN_EMAIL_FROM", "laeringslean@localhost")

# Errors and the server's own words only: no request lines, so no address and no trace of who opened what.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.csrf": {"level": "ERROR"}},
}

X_ROBOTS_TAG = "noindex"
