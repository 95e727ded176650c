"""Django's settings, read from the environment.

Production names every secret itself; only `VOLTBAY_DEMO` and `VOLTBAY_TEST` may go without.
"""

import base64
import json
import os
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from voltbay.server.database import database

ROOT = Path(__file__).resolve().parents[3]
VOLTBAY_DEMO = os.environ.get("VOLTBAY_DEMO") == "1"
VOLTBAY_TEST = os.environ.get("VOLTBAY_TEST") == "1"


def secret(name: str) -> str:
    """Return a secret from the environment. Raises ImproperlyConfigured with its name."""
    value = os.environ.get(name)
    if value:
        return value
    if VOLTBAY_TEST:
        return base64.b64encode(name.encode().ljust(32, b".")[:32]).decode()
    raise ImproperlyConfigured(f"set {name} in the environment: Voltbay does not start without it")


SECRET_KEY = secret("VOLTBAY_SECRET_KEY")
VOLTBAY_SEALING_KEYS = os.environ.get("VOLTBAY_SEALING_KEYS") or (
    f"test:{secret('VOLTBAY_SEALING_KEYS')}" if VOLTBAY_TEST else secret("VOLTBAY_SEALING_KEYS")
)
VOLTBAY_FINGERPRINT_KEY = secret("VOLTBAY_FINGERPRINT_KEY")

DEBUG = False
ALLOWED_HOSTS = os.environ.get("VOLTBAY_HOSTS", "127.0.0.1,localhost").split(",")
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "voltbay.directory",
    "voltbay.slots",
    "voltbay.notifications",
    "voltbay.accounts",
    "voltbay.recognition",
    "voltbay.bookings",
]
# Until every package stands.
PENDING = not find_spec("voltbay.accounts.models")
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("voltbay")
    or (find_spec(f"{app}.models") and not (PENDING and app.endswith(("recognition", "bookings"))))
]
# Tests get theirs from a fixture, so that a run without a database starts none.
DATABASES = {"default": database("postgresql://" if VOLTBAY_TEST else secret("DATABASE_URL"))}
if find_spec("voltbay.accounts.models"):
    AUTH_USER_MODEL = "accounts.StaffUser"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "voltbay.server.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
# Where the sealed photos lie; another of Django's storages may stand here, such as S3.
VOLTBAY_PHOTOS = os.environ.get("VOLTBAY_PHOTOS", str(ROOT / "var" / "photos"))
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "photos": {
        "BACKEND": "voltbay.recognition.storage.AtomicFolder",
        "OPTIONS": {"location": VOLTBAY_PHOTOS},
    },
}
VOLTBAY_RECOGNITION_ENGINE = os.environ.get("VOLTBAY_RECOGNITION_ENGINE", "local")
# How long a document stays that no booking asks to keep: time to fill in a form and come back.
VOLTBAY_DOCUMENT_HOURS = int(os.environ.get("VOLTBAY_DOCUMENT_HOURS", "24"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"

# Messages: `screen` shows them at /demo/inbox, for demo and tests; `aliyun_sms` sends them.
VOLTBAY_SMS_CHANNEL = os.environ.get(
    "VOLTBAY_SMS_CHANNEL", "screen" if VOLTBAY_DEMO or VOLTBAY_TEST else "aliyun_sms"
)
if VOLTBAY_SMS_CHANNEL == "screen" and not (VOLTBAY_DEMO or VOLTBAY_TEST):
    raise ImproperlyConfigured("VOLTBAY_SMS_CHANNEL=screen shows codes to everyone: demo only")
SMS_IS_REAL = VOLTBAY_SMS_CHANNEL == "aliyun_sms"
VOLTBAY_ALIYUN_KEY_ID = secret("VOLTBAY_ALIYUN_KEY_ID") if SMS_IS_REAL else ""
VOLTBAY_ALIYUN_KEY_SECRET = secret("VOLTBAY_ALIYUN_KEY_SECRET") if SMS_IS_REAL else ""
VOLTBAY_SMS_SIGN_NAME = secret("VOLTBAY_SMS_SIGN_NAME") if SMS_IS_REAL else ""
# The vendor's template code of each kind of message, as a JSON object.
VOLTBAY_SMS_TEMPLATES = json.loads(secret("VOLTBAY_SMS_TEMPLATES")) if SMS_IS_REAL else {}
VOLTBAY_SMS_ENDPOINT = os.environ.get("VOLTBAY_SMS_ENDPOINT", "dysmsapi.aliyuncs.com")
VOLTBAY_SMS_PROTOCOL = os.environ.get("VOLTBAY_SMS_PROTOCOL", "HTTPS")

# Signing in. The limits of an address are wide, as a mobile carrier puts thousands behind one;
# the proof of work is what makes each send cost something.
VOLTBAY_CODES_AN_HOUR_PER_ADDRESS = int(
    os.environ.get("VOLTBAY_CODES_AN_HOUR_PER_ADDRESS", "10000" if VOLTBAY_DEMO else "500")
)
VOLTBAY_CODES_A_DAY_PER_ADDRESS = int(
    os.environ.get("VOLTBAY_CODES_A_DAY_PER_ADDRESS", "50000" if VOLTBAY_DEMO else "2000")
)
VOLTBAY_CAPTCHA_MAX_NUMBER = int(os.environ.get("VOLTBAY_CAPTCHA_MAX_NUMBER", "50000"))
VOLTBAY_PROXIES = int(os.environ.get("VOLTBAY_PROXIES", "0"))  # in front of us, whose word counts
