"""What the screen channel shows. Mounted in demo and tests only."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine
from django.urls import path
from django.views.decorators.http import require_safe

from voltbay.core.local_time import local
from voltbay.notifications.inbox import shown

PAGE = Engine().from_string("""<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>演示短信 · Demo inbox</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 1rem;
       background: #f3f5f7; color: #17212b; }
article { background: #fff; border-radius: 12px; padding: .75rem 1rem; margin: .75rem 0; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
.about { color: #51606f; font-size: .875rem; }
strong { font-size: 1.5rem; letter-spacing: .15em; }
</style>
</head>
<body>
<h1>演示短信 <small lang="en">Demo inbox</small></h1>
<p class="about">演示环境不发送短信，内容显示在这里。
<span lang="en">Nothing is sent in a demo.</span></p>
<main>
{% for item in items %}<article>
<p class="about"><time>{{ item.at }}</time> · {{ item.phone }}</p>
<p>{{ item.text }}</p>
{% if item.code %}<p><strong>{{ item.code }}</strong></p>{% endif %}
</article>
{% empty %}<p>还没有短信。<span lang="en">No message yet.</span></p>
{% endfor %}</main>
</body>
</html>
""")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the newest messages on a page that reloads itself."""
    items = [
        {
            "at": f"{local(message.at):%m-%d %H:%M:%S}",
            "phone": message.phone,
            "text": message.text,
            "code": message.code,
        }
        for message in shown(request.GET.get("phone", ""))
    ]
    return HttpResponse(PAGE.render(Context({"items": items})))


@require_safe
def inbox_json(request: HttpRequest) -> JsonResponse:
    """List the newest messages, of one phone if `?phone=` names it; newest first."""
    items = [
        {"at": message.at.isoformat(), "phone": message.phone, "text": message.text}
        | ({"code": message.code} if message.code else {})
        for message in shown(request.GET.get("phone", ""))
    ]
    return JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False})


urlpatterns = [path("demo/inbox", inbox), path("demo/inbox.json", inbox_json)]
