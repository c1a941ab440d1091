// What a page does beyond plain links and forms; without this script everything but comfort works.
"use strict";

// A message on top is where reading goes on: problems of a form first, else what was just done.
const first = document.getElementById("problems") || document.getElementById("flash");
if (first) first.focus();

// On small screens the navigation begins closed.
const menu = document.querySelector(".places .menu");
if (menu && window.matchMedia("(max-width: 52rem)").matches && !location.hash) menu.open = false;

// A form is sent once, however often its button is pressed; coming back to the page it can be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Live parts: the button "pause" of the part stops fetching, and lets it go on.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pauses]");
  if (!button) return;
  const paused = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(paused));
  document.getElementById(button.dataset.pauses).toggleAttribute("data-paused", paused);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const part = event.target.closest("[data-paused]");
  if (part || (event.target.contains(document.activeElement) && event.target.hasAttribute("data-live")))
    event.preventDefault(); // nothing is replaced under somebody's hands
});

// A session that is about to end says so once, and can be made to last.
const session = document.getElementById("session");
if (session) {
  const says = document.getElementById("session-says");
  const extend = document.getElementById("session-extend");
  let over = Number(session.dataset.over) - Date.now() > 0 ? Number(session.dataset.over) : 0;
  let state = "";
  const show = (name, text, offers) => {
    if (state === name) return;
    state = name;
    says.textContent = text;
    extend.hidden = !offers;
    session.classList.toggle("soon", name === "soon" || name === "over");
  };
  const look = () => {
    if (!over) return;
    const left = over - Date.now();
    if (left <= 0) show("over", session.dataset.overText, false);
    else if (left <= Number(session.dataset.warning)) show("soon", session.dataset.soon, session.dataset.extendable === "1");
  };
  setInterval(look, 1000);
  look();
  extend.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete extend.dataset.sent;
    try {
      const answer = await fetch(extend.action, {
        method: "POST",
        headers: { "X-CSRF": session.dataset.csrf, Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      over = told.over_ms;
      session.dataset.extendable = told.extendable ? "1" : "0";
      show("extended", session.dataset.extended, false);
    } catch {
      says.textContent = session.dataset.failed;
    }
  });
}
