"""Aliyun SMS, through its official kit.

Source: SendSms and QuerySendDetails of dysmsapi 2017-05-25. A refusal comes as HTTP 200 with
another `Code` than `OK`; a wrong signature or key as HTTP 4xx, which the kit raises.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from http import HTTPStatus
from typing import TypeVar

import requests
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_dysmsapi20170525.models import (
    QuerySendDetailsRequest,
    QuerySendDetailsResponseBody,
    SendSmsRequest,
    SendSmsResponseBody,
)
from alibabacloud_tea_openapi.exceptions import (
    ClientException,
    ServerException,
    ThrottlingException,
)
from alibabacloud_tea_openapi.utils_models import Config
from django.conf import settings
from Tea.exceptions import TeaException
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from voltbay.core.local_time import local_date
from voltbay.notifications.channels.aliyun_codes import advice_on, has_no_right, is_known
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice

ACCEPTED = "OK"
UNREACHABLE, NO_ANSWER = "unreachable", "no_answer"
NO_CODE = (None, "", "None")  # the kit writes the last into an error of its own
CONNECT_TIMEOUT = 3_000  # milliseconds
READ_TIMEOUT = 5_000  # milliseconds; the notice's row stays locked meanwhile
A_PAGE = 50  # the most that the vendor lists at once
A_MINUTE = timedelta(minutes=1)
MOST_PAGES = 3  # a phone gets far fewer messages of us in a day
NOT_CONNECTED = (NewConnectionError, ConnectTimeoutError)
Answer = TypeVar("Answer")
Body = TypeVar("Body", SendSmsResponseBody, QuerySendDetailsResponseBody)


def send(notice: Notice) -> str:
    """Send the notice's template and return the vendor's BizId. Raises NotSent."""
    request = SendSmsRequest(
        phone_numbers=notice.phone,
        sign_name=settings.VOLTBAY_SMS_SIGN_NAME,
        template_code=settings.VOLTBAY_SMS_TEMPLATES[notice.template],
        template_param=json.dumps(notice.params, ensure_ascii=False),
        out_id=out_id(notice),
    )
    return str(_taken(_ask(partial(client().send_sms, request)).body).biz_id)


def find(notice: Notice, asked_at: datetime) -> str | None:
    """Return our number if the vendor has the notice, asked at that time. Raises NotSent.

    That our key may not ask is of this message alone: sending goes on.
    """
    try:
        return _find(notice, asked_at)
    except NotSent as refusal:
        if has_no_right(refusal.code):
            refusal.advice = Advice.TEXT
        raise


def _find(notice: Notice, asked_at: datetime) -> str | None:
    mine = out_id(notice)
    # The vendor lists by its calendar day, and may have taken it after midnight.
    for day in sorted({f"{local_date(at):%Y%m%d}" for at in (asked_at, asked_at + A_MINUTE)}):
        if mine in _out_ids(notice.phone, day):
            return mine
    return None


def out_id(notice: Notice) -> str:
    """Return our number for a notice, which no other installation on the account has given.

    >>> from datetime import UTC
    >>> out_id(Notice(pk=7, created_at=datetime(2026, 4, 7, 1, 30, tzinfo=UTC)))
    '7-1775525400000'
    """
    return f"{notice.pk}-{int(notice.created_at.timestamp() * 1000)}"


def _out_ids(phone: str, day: str) -> Iterator[str]:
    for page in range(1, MOST_PAGES + 1):
        request = QuerySendDetailsRequest(
            phone_number=phone, send_date=day, page_size=A_PAGE, current_page=page
        )
        body = _taken(_ask(partial(client().query_send_details, request)).body)
        listed = body.sms_send_detail_dtos
        found = (listed and listed.sms_send_detail_dto) or []
        yield from (str(each.out_id) for each in found)
        if len(found) < A_PAGE:
            return


def _taken(body: Body) -> Body:
    """Return the vendor's answer if it says that it did as asked."""
    code = body.code if body is not None else None
    if code != ACCEPTED:
        raise _refusal(code)
    return body


def _refusal(code: object) -> NotSent:
    """Return what a vendor's code says. An answer without one is of somebody else on the way."""
    if code in NO_CODE:
        return NotSent(NO_ANSWER, advice=Advice.RETRY, maybe=True)
    return NotSent(str(code), advice=advice_on(str(code)), maybe=not is_known(str(code)))


def _ask(call: Callable[[], Answer]) -> Answer:
    """Ask the vendor. The kit's errors hold URLs with phone and code, so none goes further."""
    try:
        return call()
    except ThrottlingException as theirs:
        raise NotSent(str(theirs.code), advice=Advice.RETRY) from None
    except ServerException as theirs:  # whoever answers so may have done it before
        refusal = _refusal(theirs.code)
        refusal.advice = Advice.RETRY
        refusal.maybe |= theirs.status_code != HTTPStatus.SERVICE_UNAVAILABLE
        raise refusal from None
    except ClientException as ours:
        raise _refusal(ours.code) from None
    except (TeaException, OSError, ValueError) as lost:
        reached = not _never_connected(lost)
        code = NO_ANSWER if reached else UNREACHABLE
        raise NotSent(code, advice=Advice.RETRY, maybe=reached) from None


def _never_connected(lost: Exception) -> bool:
    """Tell whether nothing can have been sent; the kit keeps the cause in the error's context."""
    cause = getattr(lost, "inner_exception", lost).__context__
    if isinstance(cause, requests.ConnectTimeout):
        return True
    why = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(why, MaxRetryError) and isinstance(why.reason, NOT_CONNECTED)


@cache
def client() -> Client:
    """Return the process's client, which keeps its connections."""
    return Client(
        Config(
            access_key_id=settings.VOLTBAY_ALIYUN_KEY_ID,
            access_key_secret=settings.VOLTBAY_ALIYUN_KEY_SECRET,
            endpoint=settings.VOLTBAY_SMS_ENDPOINT,
            protocol=settings.VOLTBAY_SMS_PROTOCOL,
            connect_timeout=CONNECT_TIMEOUT,
            read_timeout=READ_TIMEOUT,
        )
    )
