
"use strict";
(() => {
  const all = [...document.querySelectorAll(".scenario")].map((el) => ({
    el,
    status: el.dataset.status,
    tags: new Set([...el.querySelectorAll(".tag")].map((tag) => tag.textContent)),
    text: el.textContent.toLowerCase(),
  }));
  const byId = (id) => document.getElementById(id);
  const find = byId("find");
  const pressed = (key) => new Set([...document.querySelectorAll(`.chip[data-${key}][aria-pressed="true"]`)].map((chip) => chip.dataset[key]));

  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = pressed("status"), tags = pressed("tag");
    let shown = 0;
    for (const s of all) {
      const fits = (!statuses.size || statuses.has(s.status)) && (!tags.size || [...tags].some((tag) => s.tags.has(tag))) &&
        words.every((word) => s.text.includes(word));
      s.el.hidden = !fits;
      shown += fits;
    }
    for (const group of document.querySelectorAll(".group")) {
      const left = group.querySelectorAll(".scenario:not([hidden])").length;
      group.hidden = !left;
      group.querySelector(".count").textContent = left;
    }
    byId("shown").textContent = shown === all.length ? `${shown} scenarios` : `${shown} of ${all.length} scenarios`;
    byId("nothing").hidden = shown > 0 || !all.length;
  }

  function reset() {
    find.value = "";
    for (const chip of document.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", "false");
    filter();
  }

  const visible = () => all.filter((s) => !s.el.hidden).map((s) => s.el);

  function move(by) {
    const list = visible();
    if (!list.length) return;
    const now = list.findIndex((el) => el.contains(document.activeElement));
    const next = list[now < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(now + by, 0), list.length - 1)];
    next.querySelector("summary").focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  function follow() {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* an address that nobody here made: taken as it is */ }
    const el = id && byId(id);
    if (!el || !el.classList.contains("scenario")) return;
    if (el.hidden) reset();
    el.open = true;
    el.querySelector("summary").focus({ preventScroll: true });
    el.scrollIntoView({ block: "start" });
  }

  document.querySelector(".tools").addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (!chip) return;
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    filter();
  });
  document.querySelector(".tools").addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", filter);
  byId("reset").addEventListener("click", reset);
  byId("all").addEventListener("click", () => visible().forEach((el) => { el.open = true; }));
  byId("none").addEventListener("click", () => visible().forEach((el) => { el.open = false; }));
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === find) {
      if (event.key === "Escape") { find.value = ""; find.blur(); filter(); }
      return;
    }
    switch (event.key) {
      case "/": find.focus(); find.select(); break;
      case "j": move(1); break;
      case "k": move(-1); break;
      default: return;
    }
    event.preventDefault();
  });
  document.querySelector(".tools").hidden = false;
  follow();
})();
