"""Aliyun SMS, through its official kit.

Source: SendSms of dysmsapi 2017-05-25. A refusal comes as HTTP 200 with another `Code` than `OK`;
a wrong signature or key as HTTP 4xx, which the kit raises.
"""

import json
from functools import cache

from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_dysmsapi20170525.models import SendSmsRequest, SendSmsResponseBody
from alibabacloud_tea_openapi.exceptions import (
    ClientException,
    ServerException,
    ThrottlingException,
)
from alibabacloud_tea_openapi.utils_models import Config
from django.conf import settings
from Tea.exceptions import TeaException

from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice

ACCEPTED = "OK"
UNREACHABLE = "unreachable"
CONNECT_TIMEOUT = 3_000  # milliseconds
READ_TIMEOUT = 8_000  # milliseconds; the notice's row stays locked meanwhile

# Every other code is about our account, signature or templates, and is for a person to look at.
ADVICE = {
    "isp.SYSTEM_ERROR": Advice.RETRY_ONCE,
    "isv.BUSINESS_LIMIT_CONTROL": Advice.GIVE_UP,  # sending more to this phone makes it worse
    "isv.MOBILE_NUMBER_ILLEGAL": Advice.GIVE_UP,
}


def send(notice: Notice) -> str:
    """Send the notice's template and return the vendor's BizId. Raises NotSent."""
    body = _ask(
        SendSmsRequest(
            phone_numbers=notice.phone,
            sign_name=settings.VOLTBAY_SMS_SIGN_NAME,
            template_code=settings.VOLTBAY_SMS_TEMPLATES[notice.template],
            template_param=json.dumps(notice.params, ensure_ascii=False),
            out_id=str(notice.pk),
        )
    )
    if body.code != ACCEPTED:
        code = str(body.code)
        raise NotSent(code, advice=ADVICE.get(code, Advice.ALARM))
    return str(body.biz_id)


def _ask(request: SendSmsRequest) -> SendSmsResponseBody:
    """Send a request. The kit's errors hold URLs with phone and code, so none goes further."""
    try:
        return client().send_sms(request).body
    except (ServerException, ThrottlingException) as theirs:
        raise NotSent(str(theirs.code), advice=Advice.RETRY) from None
    except ClientException as ours:
        code = str(ours.code)
        raise NotSent(code, advice=ADVICE.get(code, Advice.ALARM)) from None
    except (TeaException, OSError, ValueError):
        raise NotSent(UNREACHABLE, advice=Advice.RETRY) from None


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
