// What was entered survives the end of a session. A form that was touched is kept in this tab when
// its page is left; if the way leads over the sign-in page, it stands there again afterwards, for
// the same person, and is not sent. A form with `data-outbox` that was sent is the outbox's matter.
// Files need no keeping here: every form with one goes through the outbox.
"use strict";
(() => {
  const STORE = "voltbay-entered"; // sessionStorage: gone with the tab, seen by no other
  const NEVER = ["csrfmiddlewaretoken", "key"]; // of the page, not of who types
  const SEEN = ["version", "seen", "rows"]; // of the page too, and may be newer on the next one
  const staff = document.getElementById("outbox").dataset.staff;
  const touched = new Set();
  let isHandedOn = false; // to a page that has more rows, with all that is kept

  const read = () => JSON.parse(sessionStorage.getItem(STORE) || "null");
  const forget = () => sessionStorage.removeItem(STORE);
  const forms = () => [...document.querySelectorAll("main form")].filter((form) => form.method === "post");
  const address = (form) => new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
  const named = (form) => [...form.elements].filter((one) => one.name && !NEVER.includes(one.name));

  // Two forms of a page may go to one address: what they ask for, and what is hidden in them, tells
  // them apart; not how many rows they have.
  function mark(form) {
    const hidden = named(form).filter((one) => one.type === "hidden" && !SEEN.includes(one.name));
    const asked = new Set(named(form).map((one) => one.name.replace(/\d+/g, "#")));
    return JSON.stringify([address(form), [...asked].sort(), ...hidden.map((one) => [one.name, one.defaultValue])]);
  }

  function entries(form) {
    return named(form)
      .filter((one) => !["hidden", "file", "password", "submit", "button"].includes(one.type))
      .map((one) => {
        if (one.type === "checkbox" || one.type === "radio") return [one.name, one.value, one.checked];
        if (one.type === "select-multiple") return [one.name, "", [...one.selectedOptions].map((each) => each.value)];
        return [one.name, one.value, null];
      });
  }

  function put(form, [name, value, chosen]) {
    const same = [...form.elements].filter((one) => one.name === name);
    const ticked = typeof chosen === "boolean";
    const one = same.find((each) => !ticked || each.value === value);
    if (!one) return false;
    if (ticked) one.checked = chosen;
    else if (Array.isArray(chosen)) [...one.options].forEach((each) => (each.selected = chosen.includes(each.value)));
    else one.value = value;
    one.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  function fill(form, kept) {
    const missing = kept.entries.filter((entry) => !put(form, entry));
    for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    touched.add(form);
    // A table that had more rows than the page begins with: the form itself knows how to add some.
    const more = form.querySelector("button[name=action][value=more]");
    if (missing.length && more && kept.tries > 0) {
      kept.tries -= 1;
      sessionStorage.setItem(STORE, JSON.stringify({ staff, isAway: true, forms: [kept] }));
      isHandedOn = true;
      form.requestSubmit(more);
    }
  }

  function back() {
    const kept = read();
    forget();
    if (!kept || !kept.isAway || kept.staff !== staff) return;
    const found = kept.forms
      .map((each) => [forms().find((form) => mark(form) === each.mark), each])
      .filter(([form]) => form);
    if (!found.length) return;
    const words = document.getElementById("entered").content.cloneNode(true);
    found[0][0].before(words);
    found[0][0].previousElementSibling.scrollIntoView({ block: "center" });
    found.forEach(([form, each]) => fill(form, each));
  }

  if (!staff) {
    const kept = read();
    if (kept) sessionStorage.setItem(STORE, JSON.stringify({ ...kept, isAway: true }));
    return; // what is typed on the way in is kept nowhere
  }
  document.addEventListener("input", (event) => event.target.form && touched.add(event.target.form));
  document.addEventListener("submit", (event) => {
    if (event.target.closest("header")) touched.clear(); // signs out, or changes the language
    else if (event.target.matches("[data-outbox]")) touched.delete(event.target);
    else touched.add(event.target);
  });
  window.addEventListener("pagehide", () => {
    const mine = forms().filter((form) => touched.has(form));
    if (!mine.length || isHandedOn) return;
    const kept = mine.map((form) => ({ mark: mark(form), entries: entries(form), tries: 9 }));
    sessionStorage.setItem(STORE, JSON.stringify({ staff, isAway: false, forms: kept }));
  });
  back();
})();
