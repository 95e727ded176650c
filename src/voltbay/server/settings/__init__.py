"""Django's settings, read from the environment.

Production names every secret itself; only `VOLTBAY_DEMO` and `VOLTBAY_TEST` may go without.
Each variable is described in docs/operations.md.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from voltbay.server.settings.back_office import unfold
from voltbay.server.settings.brand import operators_brand
from voltbay.server.settings.database import database
from voltbay.server.settings.environment import (
    DEMO,
    TEST,
    flag,
    key,
    mail_server,
    map_vendor,
    number,
    photo_storage,
    place,
    receipt_keys,
    sealing_keys,
    secret,
    table,
    words,
)

ROOT = Path(__file__).resolve().parents[4]
IS_TREE = (ROOT / "pyproject.toml").is_file()  # else a wheel was installed, with the client in it
VOLTBAY_DEMO = DEMO
VOLTBAY_TEST = TEST
ON_ONE_MACHINE = DEMO or TEST
LEAST_LOG_DAYS = 184  # six months of any length. Source: Cybersecurity Law (of 2016: art. 21)

# Secrets. Keys that seal personal data: the newest first, and all that sealed what is still here.
SECRET_KEY = secret("VOLTBAY_SECRET_KEY")
SECRET_KEY_FALLBACKS = words("VOLTBAY_SECRET_KEYS_BEFORE", "")
VOLTBAY_SEALING_KEYS, VOLTBAY_SEALING_KEYS_FILE = sealing_keys("VOLTBAY_SEALING_KEYS")
VOLTBAY_FINGERPRINT_KEY = key("VOLTBAY_FINGERPRINT_KEY")
# Signs receipts (Ed25519 seeds): the first signs, all verify, so an old one must stay in the list.
VOLTBAY_RECEIPT_KEY, VOLTBAY_RECEIPT_KEY_FILE = receipt_keys("VOLTBAY_RECEIPT_KEY")

# Whose name, logo and colours are seen.
VOLTBAY_BRAND = operators_brand()
UNFOLD = unfold(VOLTBAY_BRAND)  # the back office's; django-unfold reads it here

DEBUG = False
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "ninja",  # for its pages' scripts, which otherwise come from another host
    "voltbay.limits",
    "voltbay.erasures",
    "voltbay.heartbeats",
    "voltbay.totals",
    "voltbay.directory",
    "voltbay.prices",
    "voltbay.slots",
    "voltbay.notifications",
    "voltbay.accounts",
    "voltbay.articles",
    "voltbay.audit",
    "voltbay.recognition",
    "voltbay.callouts",
    "voltbay.company_pages",
    "voltbay.fleets",
    "voltbay.bookings",
    "voltbay.removals",
    "voltbay.traceability",
    "voltbay.staff_news",
    "voltbay.rights",
    "voltbay.retention",
    "voltbay.console",
    "voltbay.info",
]
AUTH_USER_MODEL = "accounts.StaffUser"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may ask, and how.
ALLOWED_HOSTS = words("VOLTBAY_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = words("VOLTBAY_ORIGINS", "")
ROOT_URLCONF = "voltbay.server.urls"
WSGI_APPLICATION = "voltbay.server.web.application.application"
MIDDLEWARE = [
    "voltbay.server.web.request_log.Requests",
    "voltbay.server.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "voltbay.server.web.owners_client.Client",
    "voltbay.server.web.bodies.BodyLimit",
    "voltbay.server.web.characters.NoNul",
    "voltbay.server.web.failures.WrongMethod",
    "voltbay.server.web.staff.Session",
    "voltbay.server.web.staff.Locale",
    "voltbay.server.web.machines.Common",
    "django.middleware.csrf.CsrfViewMiddleware",
    "voltbay.server.web.staff.Authentication",
    "voltbay.server.web.staff.Messages",
    "voltbay.console.access.guard.AdminAccess",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The doors that are no apps keep theirs beside them.
        "DIRS": [
            Path(__file__).parents[2] / door / "templates"
            for door in ("server", "api", "back_office")
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "voltbay.brand.context.shown",
            ]
        },
    }
]

# Cookies and transport. Behind TLS everything is https; a demo on this machine is not.
VOLTBAY_TLS = flag("VOLTBAY_TLS", default=not ON_ONE_MACHINE)
SESSION_ENGINE = "voltbay.server.web.staff_sessions"
SESSION_COOKIE_NAME = "voltbay_staff"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = VOLTBAY_TLS
SESSION_COOKIE_AGE = 12 * 3600  # seconds: one shift
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "voltbay.server.web.failures.stale_page"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if VOLTBAY_TLS else None
SECURE_SSL_REDIRECT = VOLTBAY_TLS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]  # asked from inside, in plain
SECURE_HSTS_SECONDS = 365 * 86400 if VOLTBAY_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL, LOGIN_REDIRECT_URL = "console:sign-in", "console:home"
# The authenticator's code, asked of every member of staff; whoever enrolled is asked for it anyway.
VOLTBAY_STAFF_TOTP = flag("VOLTBAY_STAFF_TOTP", default=not ON_ONE_MACHINE)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# What is sent to us. Photos stay in memory: an unsealed copy must not touch the disk.
VOLTBAY_LONGEST_FORM = 12 * 1024 * 1024  # bytes: a photo of 10 MB, and so much that we can say so
VOLTBAY_LONGEST_BODY = 1024 * 1024  # bytes of anything else
DATA_UPLOAD_MAX_MEMORY_SIZE = VOLTBAY_LONGEST_FORM
FILE_UPLOAD_MAX_MEMORY_SIZE = VOLTBAY_LONGEST_FORM
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# The database and the queue. Tests get theirs from a fixture, so that some need none.
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql:///voltbay" if TEST else "")
VOLTBAY_PREPARED_STATEMENTS = os.environ.get("VOLTBAY_PREPARED_STATEMENTS", "1") == "1"
DATABASES = {
    "default": database(
        DATABASE_URL or secret("DATABASE_URL"), prepared=VOLTBAY_PREPARED_STATEMENTS
    )
}
PROCRASTINATE_IMPORT_PATHS = ["voltbay.server.tasks"]

# Where backups go, and the age recipients that alone can open them.
VOLTBAY_BACKUPS = place("VOLTBAY_BACKUPS", "")
VOLTBAY_BACKUP_RECIPIENTS = words("VOLTBAY_BACKUP_RECIPIENTS", "")
# The folder of pg_dump and pg_restore; those of the wheel were built without TLS.
VOLTBAY_POSTGRES_PROGRAMS = os.environ.get("VOLTBAY_POSTGRES_PROGRAMS", "")

# Where the sealed photos lie: a folder, or s3://bucket/prefix.
KEPT = ROOT / "var" if IS_TREE else Path("/var/lib/voltbay")
VOLTBAY_PHOTOS = place("VOLTBAY_PHOTOS", str(KEPT / "photos"))
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "photos": photo_storage(VOLTBAY_PHOTOS),
}

# Files for browsers: the client at /, the scripts of staff pages under /static/.
STATIC_URL = "/static/"
BUILT = (
    ROOT / "client" / "dist" / "build" / "h5" if IS_TREE else Path(__file__).parents[2] / "client"
)
VOLTBAY_CLIENT = os.environ.get("VOLTBAY_CLIENT", str(BUILT))

# Recognition.
VOLTBAY_RECOGNITION_ENGINE = os.environ.get("VOLTBAY_RECOGNITION_ENGINE", "local")
VOLTBAY_RECOGNITION_RUNTIME = os.environ.get("VOLTBAY_RECOGNITION_RUNTIME", "auto")
if VOLTBAY_RECOGNITION_RUNTIME not in ("auto", "onnxruntime", "openvino"):
    raise ImproperlyConfigured(
        f"VOLTBAY_RECOGNITION_RUNTIME is {VOLTBAY_RECOGNITION_RUNTIME!r}: "
        "give auto, onnxruntime or openvino"
    )
IN_CLOUD = VOLTBAY_RECOGNITION_ENGINE in ("combined", "aliyun")
# Each costs money, so whoever chooses a cloud says how many, all workers together; 0 is none.
VOLTBAY_CLOUD_READINGS_A_MONTH = number("VOLTBAY_CLOUD_READINGS_A_MONTH", 0)
if IN_CLOUD and "VOLTBAY_CLOUD_READINGS_A_MONTH" not in os.environ:
    raise ImproperlyConfigured(
        "set VOLTBAY_CLOUD_READINGS_A_MONTH in the environment: how many photos may be sent to "
        "the cloud in a month, 0 for none"
    )
# How long a document stays that no booking asks to keep: time to fill in a form and come back.
VOLTBAY_DOCUMENT_HOURS = number("VOLTBAY_DOCUMENT_HOURS", 24)

# Messages. On one machine they are shown at /demo/inbox; elsewhere nobody would see them there.
VOLTBAY_SMS_CHANNEL = os.environ.get(
    "VOLTBAY_SMS_CHANNEL", "screen" if ON_ONE_MACHINE else "aliyun_sms"
)
if VOLTBAY_SMS_CHANNEL == "screen" and not ON_ONE_MACHINE:
    raise ImproperlyConfigured("VOLTBAY_SMS_CHANNEL may be screen only in a demo: owners see none")
ON_ALIYUN = VOLTBAY_SMS_CHANNEL == "aliyun_sms" or IN_CLOUD
VOLTBAY_ALIYUN_KEY_ID = secret("VOLTBAY_ALIYUN_KEY_ID") if ON_ALIYUN else ""
VOLTBAY_ALIYUN_KEY_SECRET = secret("VOLTBAY_ALIYUN_KEY_SECRET") if ON_ALIYUN else ""
VOLTBAY_SMS_SIGN_NAME = os.environ.get("VOLTBAY_SMS_SIGN_NAME") or VOLTBAY_BRAND.name_zh
VOLTBAY_SMS_TEMPLATES = table("VOLTBAY_SMS_TEMPLATES")
VOLTBAY_SMS_ENDPOINT = os.environ.get("VOLTBAY_SMS_ENDPOINT", "dysmsapi.aliyuncs.com")
VOLTBAY_SMS_PROTOCOL = os.environ.get("VOLTBAY_SMS_PROTOCOL", "https")
VOLTBAY_OCR_ENDPOINT = os.environ.get("VOLTBAY_OCR_ENDPOINT", "ocr-api.cn-hangzhou.aliyuncs.com")
VOLTBAY_OCR_PROTOCOL = os.environ.get("VOLTBAY_OCR_PROTOCOL", "https")

# The WeChat mini-program; without both of these it is not offered.
VOLTBAY_WECHAT_APPID = os.environ.get("VOLTBAY_WECHAT_APPID", "")
VOLTBAY_WECHAT_SECRET = os.environ.get("VOLTBAY_WECHAT_SECRET", "")
VOLTBAY_WECHAT_ENDPOINT = os.environ.get("VOLTBAY_WECHAT_ENDPOINT", "https://api.weixin.qq.com")
VOLTBAY_WECHAT_TEMPLATES = table("VOLTBAY_WECHAT_TEMPLATES")

# E-mail to staff, by TLS always; without a server there is none.
EMAIL = mail_server("VOLTBAY_EMAIL_URL")
EMAIL_HOST, EMAIL_PORT = EMAIL.host, EMAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.user, EMAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = EMAIL.is_tls, not EMAIL.is_tls
EMAIL_TIMEOUT = 15  # seconds; only a worker waits
VOLTBAY_EMAIL_FROM = EMAIL.sender
# Group robots are asked at their vendors; tests alone have a server of our own asked instead.
VOLTBAY_ROBOT_ENDPOINTS: dict[str, str] = {}

# The map in browsers; without a vendor there is a plan of the nearest outlets instead.
VOLTBAY_MAP, VOLTBAY_MAP_KEY, VOLTBAY_MAP_CODE = map_vendor()

# Sign-in. Mobile networks put thousands of phones behind one address, so an address is limited in
# how many more codes it asks for in vain than lead to a sign-in.
VOLTBAY_CODES_AN_HOUR_PER_ADDRESS = number(
    "VOLTBAY_CODES_AN_HOUR_PER_ADDRESS", 10_000 if ON_ONE_MACHINE else 200
)
VOLTBAY_CODES_A_DAY_PER_ADDRESS = number(
    "VOLTBAY_CODES_A_DAY_PER_ADDRESS", 50_000 if ON_ONE_MACHINE else 1000
)
# Each is a message to pay for, all phones together; known devices get a fifth more.
VOLTBAY_CODES_A_DAY = number("VOLTBAY_CODES_A_DAY", 10_000)
# The proof of work before a code is sent: about 0.3 s for a phone at this size.
VOLTBAY_CAPTCHA_MAX_NUMBER = number("VOLTBAY_CAPTCHA_MAX_NUMBER", 500 if TEST else 50_000)
# Days after which a phone may be another's: carriers give a number out again after 90 or more.
VOLTBAY_RECYCLED_AFTER_DAYS = number("VOLTBAY_RECYCLED_AFTER_DAYS", 90)

# The waitlist. How long a free place is kept for whoever is next in line.
VOLTBAY_OFFER_MINUTES = number("VOLTBAY_OFFER_MINUTES", 30)

# After arrival. The mass of a car's pack that nobody has weighed yet, against the store's ceiling.
VOLTBAY_EXPECTED_PACK_KG = number("VOLTBAY_EXPECTED_PACK_KG", 400)
# What is reported of batteries, to whom, and in how many days.
VOLTBAY_REPORT_PROFILES = words("VOLTBAY_REPORT_PROFILES", "car_maker,national_platform")
VOLTBAY_REPORT_DAYS = number("VOLTBAY_REPORT_DAYS", 30)
VOLTBAY_PLATFORM_REPORT_DAYS = number("VOLTBAY_PLATFORM_REPORT_DAYS", 30)
VOLTBAY_REPORT_WARN_DAYS = number("VOLTBAY_REPORT_WARN_DAYS", 7)
# How long what is personal is kept, in days: see docs/retention.md, which says from when and why.
VOLTBAY_KEEP_UNDONE_DAYS = number("VOLTBAY_KEEP_UNDONE_DAYS", 30)
VOLTBAY_KEEP_PROOFS_DAYS = number("VOLTBAY_KEEP_PROOFS_DAYS", 30)
VOLTBAY_KEEP_RECORD_DAYS = number("VOLTBAY_KEEP_RECORD_DAYS", 3 * 365)
VOLTBAY_KEEP_CALL_OUTS_DAYS = number("VOLTBAY_KEEP_CALL_OUTS_DAYS", 30)
VOLTBAY_KEEP_NOTICES_DAYS = number("VOLTBAY_KEEP_NOTICES_DAYS", 90)
VOLTBAY_KEEP_STAFF_NEWS_DAYS = number("VOLTBAY_KEEP_STAFF_NEWS_DAYS", 30)
VOLTBAY_KEEP_CONSENTS_DAYS = number("VOLTBAY_KEEP_CONSENTS_DAYS", 3 * 365)
VOLTBAY_STAFF_DORMANT_DAYS = number("VOLTBAY_STAFF_DORMANT_DAYS", 90)  # 0: nobody rests
VOLTBAY_KEEP_LOGS_DAYS = number("VOLTBAY_KEEP_LOGS_DAYS", 365)
if VOLTBAY_KEEP_LOGS_DAYS < LEAST_LOG_DAYS:
    raise ImproperlyConfigured(
        f"VOLTBAY_KEEP_LOGS_DAYS must be {LEAST_LOG_DAYS} at least: logs are kept for six months"
    )
# Where people reach us: printed on receipts and sent in messages.
VOLTBAY_PUBLIC_URL = os.environ.get(
    "VOLTBAY_PUBLIC_URL", f"{'https' if VOLTBAY_TLS else 'http'}://{ALLOWED_HOSTS[0]}"
).rstrip("/")

# Operations.
VOLTBAY_PROXIES = number("VOLTBAY_PROXIES", 0)
VOLTBAY_PROCESS_MB = number("VOLTBAY_PROCESS_MB", 350)
# The pages that describe the API to programmers; the file is in client/openapi anyway.
VOLTBAY_API_PAGES = flag("VOLTBAY_API_PAGES", default=ON_ONE_MACHINE)
VOLTBAY_METRICS_TOKEN = os.environ.get("VOLTBAY_METRICS_TOKEN", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "voltbay.server.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING" if TEST else "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # One line of ours tells of a request; Django's would add its path with every 4xx.
        "django.request": {"level": "ERROR"},
        # Anybody may send any name; who does gets a 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Its lines hold whole URLs, and WeChat wants secrets and codes in them.
        "httpx": {"level": "WARNING"},
        # Each job would be told twice, with its arguments.
        "procrastinate": {"level": "WARNING"},
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
