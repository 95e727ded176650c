// The board follows the time: it opens at now, stays where somebody pushed it when the live part is
// sent anew, and says so when no answer comes. A wall, which nobody pushes, goes on to now by itself.
"use strict";
(() => {
  const SEEN_BEFORE = 0.3; // of the height: the cars that are in their bays begin before now
  const lanes = () => document.getElementById("lanes");
  const isWall = document.documentElement.classList.contains("on-the-wall");
  let kept = null;

  function toNow() {
    const line = lanes()?.querySelector("tr.now");
    if (!line) return;
    const head = lanes().querySelector("thead").offsetHeight;
    lanes().scrollTop = line.offsetTop - head - SEEN_BEFORE * lanes().clientHeight;
  }

  function stale() {
    const age = document.getElementById("board-age");
    if (!age || age.classList.contains("stale")) return;
    age.classList.add("stale");
    age.textContent += ` · ${document.getElementById("board").dataset.stale}`;
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "board") kept = lanes() && { top: lanes().scrollTop, left: lanes().scrollLeft };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (isWall || !kept) toNow();
    else if (lanes()) [lanes().scrollTop, lanes().scrollLeft] = [kept.top, kept.left];
  });
  document.addEventListener("htmx:sendError", stale);
  document.addEventListener("htmx:responseError", stale);
  toNow();
})();
