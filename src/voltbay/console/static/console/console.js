// What was typed survives a lost network: a form with `data-outbox` is sent from here, kept in this
// tab until somebody answers, and sent again with the same key, which the server does once.
"use strict";
(() => {
  const STORE = "voltbay-outbox"; // sessionStorage: gone with the tab, seen by no other
  const AGAIN = 4000; // milliseconds between tries
  const banner = document.getElementById("outbox");
  const waiting = () => JSON.parse(sessionStorage.getItem(STORE) || "null");
  let sending = false;

  function show(text) {
    banner.textContent = text;
    banner.hidden = !text;
  }

  function arrived(html) {
    sessionStorage.removeItem(STORE);
    // A refusal comes as the page with what was typed in it.
    const page = new DOMParser().parseFromString(html, "text/html");
    document.getElementById("main").replaceWith(page.getElementById("main"));
    document.getElementById("main").focus();
    show("");
  }

  async function heard(answer) {
    // A gateway that cannot reach us is a lost network too.
    if ([502, 503, 504].includes(answer.status)) throw new TypeError("unreachable");
    if (!(answer.headers.get("Content-Type") || "").includes("json")) {
      arrived(await answer.text());
      return;
    }
    const { to } = await answer.json();
    if (answer.status === 401) {
      // The shift's session is over: the entry stays, and is sent after signing in again.
      location.assign(`${to.split("?")[0]}?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    sessionStorage.removeItem(STORE);
    location.assign(to);
  }

  function token() {
    return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] || "";
  }

  async function send() {
    const entry = waiting();
    if (!entry || sending || !("staff" in banner.dataset)) return;
    sending = true;
    try {
      const answer = await fetch(entry.url, {
        method: "POST",
        body: new URLSearchParams(entry.fields),
        credentials: "same-origin",
        headers: { "X-Outbox": "1", "X-CSRFToken": token() },
      });
      await heard(answer);
    } catch {
      show(banner.dataset.waiting);
      setTimeout(send, AGAIN);
    } finally {
      sending = false;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-outbox]")) return;
    event.preventDefault();
    if (waiting()) return; // one entry at a time; the banner says so
    const fields = [...new FormData(form, event.submitter)].filter(
      ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
    );
    const url = event.submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
    sessionStorage.setItem(STORE, JSON.stringify({ url, fields }));
    send();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  window.addEventListener("online", send);
  send();
})();
