// The weekly hours as a week to draw on. The table below stays what is sent: drawing only fills in
// its rows, and whoever has no script, or prefers to type, types there.
"use strict";
(() => {
  const board = document.getElementById("draw-week");
  const form = board.closest("form");
  const words = board.dataset;
  const STEP = 30; // minutes that a stretch begins and ends on when it is drawn
  const EDGE = 8; // pixels at a stretch's ends that stretch it
  const USUAL = [9 * 60, 17 * 60];
  const short = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", timeZone: "UTC" }); // 1 January 2024 was a Monday
  let from = 6 * 60;
  let until = 22 * 60;

  const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  const clock = (value) => `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(value % 60).padStart(2, "0")}`;
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const rows = () => [...form.querySelectorAll("table.entries tbody tr")];
  const isOpen = (row) => part(row, "opens").value && part(row, "closes").value && !part(row, "drop").checked;
  const stretch = (row) => [minutes(part(row, "opens").value), minutes(part(row, "closes").value)];

  function put(row, [opens, closes]) {
    part(row, "opens").value = clock(opens);
    part(row, "closes").value = clock(closes === 24 * 60 ? closes - 1 : closes);
    part(row, "drop").checked = false;
    part(row, "opens").dispatchEvent(new Event("input", { bubbles: true }));
  }

  function anotherRow() {
    const free = rows().find((row) => !part(row, "opens").value && !part(row, "closes").value);
    if (free) return free;
    const all = rows();
    const row = all[0].cloneNode(true);
    row.querySelectorAll("[name]").forEach((one) => (one.name = one.name.replace(/\d+/, all.length)));
    part(row, "bays").value = 1;
    all[all.length - 1].after(row);
    form.elements.rows.value = all.length + 1;
    return row;
  }

  function add(weekday, times) {
    const row = anotherRow();
    part(row, "weekday").value = weekday;
    put(row, times);
    draw(row);
  }

  function drop(row) {
    part(row, "opens").value = part(row, "closes").value = "";
    part(row, "opens").dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  }

  // Within the day, at least a step long, and over no other stretch of the day.
  function change(row, [opens, closes]) {
    const others = rows().filter((other) => other !== row && isOpen(other) && part(other, "weekday").value === part(row, "weekday").value);
    const meets = others.map(stretch).some(([first, last]) => opens < last && first < closes);
    if (opens < 0 || closes > 24 * 60 || closes - opens < STEP || meets) return;
    put(row, [opens, closes]);
    draw(row);
  }

  function place(element, [opens, closes]) {
    element.style.top = `${((opens - from) / (until - from)) * 100}%`;
    element.style.height = `${((closes - opens) / (until - from)) * 100}%`;
  }

  function at(column, event) {
    const box = column.getBoundingClientRect();
    const value = from + ((event.clientY - box.top) / box.height) * (until - from);
    return Math.max(from, Math.min(until, Math.round(value / STEP) * STEP));
  }

  function follow(element, moved, ended) {
    const stop = () => {
      element.removeEventListener("pointermove", moved);
      element.removeEventListener("pointerup", stop);
      element.removeEventListener("pointercancel", stop);
      ended();
    };
    element.addEventListener("pointermove", moved);
    element.addEventListener("pointerup", stop);
    element.addEventListener("pointercancel", stop);
  }

  // A mouse or a pen draws a stretch; a finger, which also scrolls, taps one of two hours.
  function drawOn(column, weekday, down) {
    if (down.target !== column || down.button) return;
    const first = at(column, down);
    if (down.pointerType === "touch") return;
    const ghost = column.appendChild(document.createElement("div"));
    ghost.className = "ghost";
    let times = [first, first];
    column.setPointerCapture(down.pointerId);
    follow(
      column,
      (event) => place(ghost, (times = [first, at(column, event)].sort((one, other) => one - other))),
      () => {
        ghost.remove();
        if (times[1] > times[0]) add(weekday, times);
      },
    );
  }

  function drag(button, row, column, down) {
    down.stopPropagation();
    const box = button.getBoundingClientRect();
    const [opens, closes] = stretch(row);
    const start = at(column, down);
    const end = down.clientY - box.top < EDGE ? "top" : box.bottom - down.clientY < EDGE ? "bottom" : "";
    let times = [opens, closes];
    button.setPointerCapture(down.pointerId);
    follow(
      button,
      (event) => {
        const by = at(column, event) - start;
        times = end === "top" ? [opens + by, closes] : end === "bottom" ? [opens, closes + by] : [opens + by, closes + by];
        if (times[1] > times[0]) place(button, times);
      },
      () => (times[0] === opens && times[1] === closes ? null : (change(row, times), draw(row))),
    );
  }

  function press(row, event) {
    const [opens, closes] = stretch(row);
    const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
    if (by) change(row, event.shiftKey ? [opens + by, closes] : [opens, closes + by]);
    else if (event.key === "Delete" || event.key === "Backspace") drop(row);
    else if (event.key === "+" || event.key === "-") {
      const bays = part(row, "bays");
      bays.value = Math.max(1, Number(bays.value) + (event.key === "+" ? 1 : -1));
      draw(row);
    } else return;
    event.preventDefault();
  }

  function block(row, column, name) {
    const [opens, closes] = stretch(row);
    const button = column.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "open";
    const times = `${clock(opens)}–${clock(closes)}`;
    const bays = `${part(row, "bays").value} ${words.bays}`;
    button.append(times, document.createElement("br"), bays);
    button.setAttribute("aria-label", `${name} ${times}, ${bays}`);
    button.setAttribute("aria-describedby", "draw-week-how");
    place(button, [opens, closes]);
    button.addEventListener("pointerdown", (event) => drag(button, row, column, event));
    button.addEventListener("keydown", (event) => press(row, event));
    return button;
  }

  function free(weekday) {
    const taken = rows().filter((row) => isOpen(row) && part(row, "weekday").value === weekday).map(stretch);
    const last = Math.max(0, ...taken.map(([, closes]) => closes));
    if (!taken.length) return USUAL;
    return last + 120 <= 24 * 60 ? [last + 60, last + 120] : null;
  }

  function element(name, text = "") {
    const made = board.appendChild(document.createElement("div"));
    made.className = name;
    made.textContent = text;
    return made;
  }

  function draw(focused) {
    const open = rows().filter(isOpen);
    from = Math.min(from, ...open.map((row) => Math.floor(stretch(row)[0] / 60) * 60));
    until = Math.max(until, ...open.map((row) => Math.ceil(stretch(row)[1] / 60) * 60));
    board.replaceChildren();
    board.style.setProperty("--hours", (until - from) / 60);
    const days = [...part(rows()[0], "weekday").options].map((option) => [option.value, option.text]);
    element("head");
    days.forEach(([weekday, name]) => {
      const head = element("head", short.format(new Date(Date.UTC(2024, 0, 1 + Number(weekday)))));
      const button = head.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = "second";
      button.textContent = "+";
      button.setAttribute("aria-label", `${words.add} ${name}`);
      button.addEventListener("click", () => free(weekday) && add(weekday, free(weekday)));
    });
    const hours = element("hours");
    for (let hour = from / 60; hour <= until / 60; hour += 2) {
      const mark = hours.appendChild(document.createElement("span"));
      mark.textContent = clock(hour * 60);
      mark.style.top = `${((hour * 60 - from) / (until - from)) * 100}%`;
    }
    days.forEach(([weekday, name]) => {
      const column = element("day");
      column.addEventListener("pointerdown", (event) => drawOn(column, weekday, event));
      column.addEventListener("click", (event) => {
        if (event.target !== column || event.pointerType !== "touch") return;
        const start = Math.min(at(column, event), 22 * 60);
        add(weekday, [start, start + 120]);
      });
      open.filter((row) => part(row, "weekday").value === weekday).forEach((row) => {
        const button = block(row, column, name);
        if (row === focused) button.focus();
      });
    });
  }

  if (!rows().length) return;
  document.getElementById("draw-week-part").hidden = false;
  form.addEventListener("change", (event) => event.target.closest("table.entries") && draw());
  draw();
})();
