"""E-mail to a member of staff, by the server that the settings name."""

import smtplib
from email.errors import MessageError

from django.conf import settings
from django.core.mail import EmailMessage

from voltbay.staff_news.channels.refusals import NotSent

FINAL = 500  # and above: an SMTP server's word for "do not try again"


def is_on() -> bool:
    """Tell whether this installation sends e-mail."""
    return bool(settings.VOLTBAY_EMAIL_FROM)


def send(*, to: str, subject: str, text: str) -> None:
    """Send one. Raises NotSent."""
    if not is_on():
        raise NotSent("email_off", is_final=True)
    try:
        EmailMessage(subject, text, settings.VOLTBAY_EMAIL_FROM, [to]).send()
    except smtplib.SMTPRecipientsRefused as refused:
        code = min((code for code, _ in refused.recipients.values()), default=FINAL)
        raise NotSent(f"smtp {code}", is_final=code >= FINAL) from None
    except smtplib.SMTPAuthenticationError:
        raise NotSent("smtp_login") from None
    except smtplib.SMTPResponseException as refused:
        raise NotSent(f"smtp {refused.smtp_code}") from None
    except (smtplib.SMTPException, OSError):
        raise NotSent("unreachable") from None
    except (MessageError, ValueError):  # an address that no header takes
        raise NotSent("address", is_final=True) from None
