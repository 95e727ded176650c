// What was typed survives a lost network: a form with `data-outbox` is sent from here, kept in this
// tab until somebody answers, and sent again with the same key, which the server does once.
// A form with a file is kept in the page, as a tab's store is too small for photos; on the way over
// the sign-in page it lies in the browser's own database, and nowhere after that.
"use strict";
(() => {
  const STORE = "voltbay-outbox"; // sessionStorage: gone with the tab, seen by no other
  const AGAIN = 4000; // milliseconds between tries
  const SHELF = "voltbay-shelf"; // which entry with a file this tab left behind
  const KEPT = 12 * 3600 * 1000; // milliseconds; whoever has not signed in by then does not come back
  const PATIENCE = 20000; // milliseconds; a network that is half dead never answers
  const banner = document.getElementById("outbox");
  const words = document.getElementById("outbox-words");
  let held = null; // an entry with a file
  let sending = false;
  let wasSent = false;
  let timer = 0;

  const waiting = () => held || JSON.parse(sessionStorage.getItem(STORE) || "null");

  function forget() {
    held = null;
    sessionStorage.removeItem(STORE);
  }

  function shelf(act) {
    return new Promise((done, failed) => {
      const open = indexedDB.open("voltbay", 1);
      open.onupgradeneeded = () => open.result.createObjectStore("entries");
      open.onerror = () => failed(open.error);
      open.onsuccess = () => {
        const asked = act(open.result.transaction("entries", "readwrite").objectStore("entries"));
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      };
    });
  }

  async function layDown() {
    const name = `${Date.now()}-${Math.random()}`;
    await shelf((entries) => entries.put({ ...held, body: [...held.body] }, name));
    sessionStorage.setItem(SHELF, name);
    held = null;
  }

  async function takeUp() {
    const name = sessionStorage.getItem(SHELF);
    if (!name || !banner.dataset.staff) return;
    sessionStorage.removeItem(SHELF);
    const kept = await shelf((entries) => entries.get(name));
    await shelf((entries) => entries.delete(name));
    if (kept?.staff !== banner.dataset.staff) return; // a colleague's photo is not shown, nor sent
    const body = new FormData();
    kept.body.forEach(([field, value]) => body.append(field, value));
    held = { ...kept, body };
  }

  const sweep = () => shelf((entries) => entries.delete(IDBKeyRange.upperBound(`${Date.now() - KEPT}`)));

  function show(what) {
    words.textContent = what ? banner.dataset[what] : "";
    banner.hidden = !what;
  }

  function idle() {
    document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  }

  function arrived(html) {
    const main = new DOMParser().parseFromString(html, "text/html").getElementById("main");
    if (!main) {
      show("failed"); // not one of our pages: the entry stays
      return;
    }
    // A refusal comes as the page with what was typed in it.
    forget();
    show("");
    document.getElementById("main").replaceWith(main);
    nameCells();
    (main.querySelector("[role=alert]") || main).scrollIntoView();
    main.focus();
  }

  async function heard(answer) {
    // A gateway that cannot reach us is a lost network too; what we say ourselves has a number.
    const isOurs = answer.headers.has("X-Request-ID");
    if (!isOurs && [502, 503, 504].includes(answer.status)) throw new TypeError("unreachable");
    if (!(answer.headers.get("Content-Type") || "").includes("json")) {
      arrived(await answer.text());
      return;
    }
    const { to } = await answer.json();
    if (answer.status === 401) {
      // The shift's session is over: the entry stays, and is sent after signing in again.
      if (held) await layDown();
      location.assign(`${to.split("?")[0]}?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    forget();
    wasSent = true;
    location.assign(to);
  }

  function token() {
    return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] || "";
  }

  function post(entry) {
    return fetch(entry.url, {
      method: "POST",
      body: entry.body || new URLSearchParams(entry.fields),
      credentials: "same-origin",
      headers: {
        "X-Outbox": "1",
        "X-CSRFToken": token(),
        "Accept-Language": document.documentElement.lang, // what it tells is read on such a page
      },
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async function send() {
    clearTimeout(timer);
    const entry = waiting();
    if (!entry || sending || !banner.dataset.staff) return;
    if (entry.staff !== banner.dataset.staff) {
      show("others"); // whoever signed in meanwhile must not do it in their own name
      return;
    }
    sending = true;
    try {
      await heard(await post(entry));
    } catch {
      show("waiting");
      timer = setTimeout(send, AGAIN);
    } finally {
      sending = false;
      idle();
    }
  }

  function keep(form, submitter) {
    const url = submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
    const entry = { url, staff: banner.dataset.staff };
    const body = new FormData(form, submitter);
    body.delete("csrfmiddlewaretoken"); // the cookie's is the newest
    if (form.enctype === "multipart/form-data") {
      held = { ...entry, body };
      return;
    }
    sessionStorage.setItem(STORE, JSON.stringify({ ...entry, fields: [...body] }));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-outbox]")) return;
    event.preventDefault();
    if (waiting()) {
      banner.scrollIntoView(); // one entry at a time; the banner says so
      return;
    }
    keep(form, event.submitter);
    form.setAttribute("aria-busy", "true");
    send();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("#outbox-again")) send();
    if (event.target.closest("#outbox-drop") && confirm(banner.dataset.sure)) {
      forget();
      show("");
    }
  });
  window.addEventListener("online", send);
  // On a phone a table's rows are cards, each cell with the name of its column before it.
  function nameCells() {
    for (const table of document.querySelectorAll("main table:not(.folds)")) {
      const heads = [...(table.tHead?.rows[0]?.cells || [])].map((head) => head.textContent.trim());
      if (!heads.length || table.closest(".grid-of-day, .week, .entries")) continue;
      for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
        if (row.cells.length !== heads.length) continue;
        [...row.cells].forEach((cell, n) => (cell.dataset.label ??= heads[n]));
      }
      table.classList.add("folds");
    }
  }
  document.addEventListener("htmx:afterSettle", nameCells);
  window.addEventListener("beforeunload", (event) => held && event.preventDefault());
  // Back to a page whose form was sent: as it is now, not as it was then.
  window.addEventListener("pageshow", (event) => event.persisted && wasSent && location.reload());
  nameCells();
  takeUp().catch(() => {}).then(send); // a browser that keeps nothing loses a photo, not the page
  sweep().catch(() => {});
})();
