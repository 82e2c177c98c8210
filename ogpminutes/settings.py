"""The settings of the portal: one file, changed by the environment (README, "Settings")."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from ogpminutes import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(environment.text("VAR_DIR") or BASE_DIR / "var")

DEBUG = environment.boolean("DEBUG")
HTTPS = environment.boolean("HTTPS")
SECRET_KEY = environment.kept_secret("SECRET_KEY", VAR / "secret-key")
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS", "")
PORTAL_ADDRESS = environment.root("PORTAL_ADDRESS", f"http://127.0.0.1:{environment.number('PORT', 8000)}")
TAG_AUTHORITY = environment.text("TAG_AUTHORITY")

INSTALLED_APPS = [
    "ogpminutes",
    "decisions",
    "attendees",
    "meetings",
    "django_filters",
    "corsheaders",
    "django_htmx",
    "ogpminutes.apps.PortalAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ogpminutes.middleware.ResponseHeaders",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "ogpminutes.portions.Portions",
    "ogpminutes.middleware.Conditional",
    "ogpminutes.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ogpminutes.middleware.Keeping",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "ogpminutes.urls"
WSGI_APPLICATION = "ogpminutes.wsgi.application"
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
                "ogpminutes.responding.due",
            ],
            "builtins": ["meetings.templatetags.addresses"],
        },
    },
    {
        "NAME": "text",  # mail as plain text, where an apostrophe stays one
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"autoescape": False},
    },
]

DATABASES = {"default": environment.database("DATABASE_URL", VAR / "portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

CACHES = {"default": environment.cache("CACHE_URL")}

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "media"
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if DEBUG:
    _STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["ogpminutes.accounts.Backend"]
ACCOUNT_ADAPTER = "ogpminutes.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the Support Unit gives the addresses, and an invitation proves them
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # mail that is held up on its way still arrives in time
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"login": "ogpminutes.accounts.SignInForm", "request_login_code": "ogpminutes.accounts.CodeByMailForm"}
ACCOUNT_RATE_LIMITS = {"follow": "10/h/ip"}  # beside those of signing in: asking for alerts by mail
MFA_ADAPTER = "ogpminutes.accounts.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the Support Unit gave the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
REQUIRE_MFA = environment.boolean("REQUIRE_MFA", HTTPS)
INVITATION_DAYS = 14
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# The prefix makes browsers refuse a cookie that another host or a plain connection set.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ogpminutes.views.form_expired"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
PROXIES = 0
if HTTPS and environment.boolean("BEHIND_PROXY"):
    # Only where the proxy sets this header itself and strips the client's.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES = 1  # whose X-Forwarded-For tells the rate limits who asks
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
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

ALERT_LETTERS_AN_HOUR = environment.number("ALERT_LETTERS_AN_HOUR", 1000)

# The API and the open data: for anybody, from any page, without a session.
API_RATE = environment.number("API_RATE", 300)
DATA_LICENCE = environment.text("DATA_LICENCE", "CC BY 4.0")
DATA_LICENCE_URL = environment.address("DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/")
OPEN_DATA_AFTER_APPROVAL = environment.boolean("OPEN_DATA_AFTER_APPROVAL", True)
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api|open-data|feeds)/|^/calendar"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match", "if-modified-since"]
CORS_EXPOSE_HEADERS = ["etag", "last-modified", "link", "retry-after", "content-length"]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["ogpminutes.api.limits.PerClient"],
    "DEFAULT_SCHEMA_CLASS": "ogpminutes.api.description.Description",
    "EXCEPTION_HANDLER": "ogpminutes.api.problems.answer",
    "NUM_PROXIES": PROXIES,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Minutes of the OGP Steering Committee",
    "VERSION": "1",
    "DESCRIPTION": "The approved record, read-only: meetings, minutes, decisions, people. Every id is an address.",
    "LICENSE": {"name": DATA_LICENCE, "url": DATA_LICENCE_URL},
    "SERVERS": [{"url": PORTAL_ADDRESS}],
    "SCHEMA_PATH_PREFIX": "/api",
    "PREPROCESSING_HOOKS": [],
}

EMAIL_HOST = environment.text("EMAIL_HOST")
_MAIL = "smtp" if EMAIL_HOST else "console"
EMAIL_BACKEND = environment.text("EMAIL_BACKEND", f"django.core.mail.backends.{_MAIL}.EmailBackend")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD")
EMAIL_USE_TLS, EMAIL_USE_SSL = environment.at_most_one("EMAIL_TLS", "EMAIL_SSL")
EMAIL_TIMEOUT = 20
REMIND_BEFORE = environment.number("REMIND_BEFORE", 14)  # days before and after the day that an action item is due
REMIND_AFTER = environment.number("REMIND_AFTER", 7)
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", f"minutes@{urlsplit(PORTAL_ADDRESS).hostname}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "ogpminutes.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
