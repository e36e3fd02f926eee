"use strict";
// The pages work without this file: forms are sent as usual, and pages are loaded anew from time to time.

const byId = (id) => document.getElementById(id);

// A link with a token in it, which no server sees, fills in the form.
function enterByLink() {
  const form = byId("login"), token = location.hash.slice(1);
  if (!form || !token) return;
  history.replaceState(null, "", location.pathname);
  byId("token").value = decodeURIComponent(token);
  form.requestSubmit();
}

function complain(sentence) {
  const problem = byId("problem");
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

// Work is handed in without leaving the page.
function checkInPlace() {
  const form = byId("check"), press = byId("press");
  if (!form) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complain("");
    press.disabled = true;
    let answer;
    try {
      answer = await fetch(form.action, {method: "POST", body: new FormData(form), headers: {Accept: "text/plain"}});
    } catch {
      complain(byId("connection").dataset.lost);
      press.disabled = false;
      return;
    }
    if (answer.ok) return; // the stream of events says how it goes on
    complain((await answer.text()).trim());
    press.disabled = false;
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !press.disabled) form.requestSubmit();
  });
}

// What changes comes as a stream of events; each has the whole, escaped by the server.
function follow() {
  const live = byId("live"), press = byId("press"), aloud = byId("aloud"), connection = byId("connection");
  if (!live) return;
  const source = new EventSource(live.dataset.events);
  source.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    const open = live.querySelector(".scroll")?.scrollLeft;
    live.innerHTML = state.html;
    if (open) live.querySelector(".scroll").scrollLeft = open;
    connection.hidden = true;
    if (press) press.disabled = state.busy;
    if (aloud && aloud.textContent !== state.line) aloud.textContent = state.line;
  });
  source.addEventListener("error", () => {
    connection.textContent = connection.dataset.lost;
    connection.hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(() => { source.close(); follow(); }, 5000);
  });
}

enterByLink();
checkInPlace();
follow();
