// A conversation with a person: what is new comes into view, and what is being written is never lost.
"use strict";
(() => {
  const log = document.getElementById("said");
  const form = document.getElementById("reply");
  const toEnd = () => { log.scrollTop = log.scrollHeight; };
  toEnd();
  // Who reads further up is left there.
  let atEnd = true;
  log.addEventListener("scroll", () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40; });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === log && atEnd) toEnd(); });
  if (!form) return;

  const field = form.querySelector("textarea");
  const says = document.getElementById("reply-says");
  const draft = `draft ${form.dataset.draft}`;
  if (!field.value) field.value = sessionStorage.getItem(draft) || "";
  field.addEventListener("input", () => sessionStorage.setItem(draft, field.value));

  let sent = "";
  form.addEventListener("htmx:beforeRequest", (event) => { if (event.target === form) sent = field.value; });
  document.body.addEventListener("said", () => {
    // Whoever writes on, or is at another field by now, is not disturbed: a note must never end up in a reply.
    if (field.value === sent) {
      field.value = "";
      sessionStorage.removeItem(draft);
    }
    field.removeAttribute("aria-invalid");
    if (form.contains(document.activeElement) || document.activeElement === document.body) field.focus();
    atEnd = true;
    toEnd();
  });
  const failed = (event) => {
    if (event.target !== form) return;
    says.textContent = "";
    says.textContent = form.dataset.failed;
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:timeout", failed);
})();
