// Sends messages without loading the page anew. If this file does not run, the forms of the page do the same work.
(function () {
  "use strict";
  const words = document.body.dataset;
  const list = document.querySelector("#log ol");
  const composer = document.getElementById("composer");
  const field = document.getElementById("text");
  const failure = document.getElementById("failure");
  const waiting = document.getElementById("waiting");
  const TIMEOUT = 30000; // milliseconds
  const ECHOED = 500; // characters of a message shown again
  const LOOK = 5000; // milliseconds between two looks for what staff have written
  const known = new Set(Array.from(list.querySelectorAll("[data-notice]"), (item) => item.dataset.notice));
  let busy = false;
  let looking = null;
  let greeting = composer.elements.greeting !== undefined;

  function element(tag, attributes, text) {
    const made = document.createElement(tag);
    Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function message(kind, who, text) {
    const item = element("li", { class: "message " + kind });
    item.append(element("span", { class: "who" }, who), element("p", {}, text));
    return item;
  }

  function choicesOf(reply) {
    const choices = element("ul", { class: "choices", role: "list", "aria-label": words.choices });
    reply.choices.forEach((choice) => {
      const attributes = { type: "button", name: "choice", value: choice.value, "data-label": choice.label };
      choices.appendChild(element("li", {})).append(element("button", attributes, choice.shown));
    });
    return choices;
  }

  function linksOf(reply) {
    const links = element("ul", { class: "choices", role: "list", "aria-label": words.files });
    reply.links.forEach((link) => {
      links.appendChild(element("li", {})).append(element("a", { href: link.address, download: "" }, link.text));
    });
    return links;
  }

  function showMode(easy) {
    const button = document.getElementById("easy");
    button.value = easy ? "cmd:easy_off" : "cmd:easy_on";
    button.textContent = easy ? words.easyOff : words.easyOn;
  }

  // What was on its way twice, with an answer and with a look, is shown once.
  function itemsOf(messages) {
    const items = document.createDocumentFragment();
    messages.forEach((reply) => {
      const notice = reply.notice === null ? null : String(reply.notice);
      if (notice !== null && known.has(notice)) return;
      const item = message("bot", words.bot, reply.text);
      if (notice !== null) {
        known.add(notice);
        item.dataset.notice = notice;
      }
      if (reply.links.length) item.append(linksOf(reply));
      if (reply.choices.length) item.append(choicesOf(reply));
      items.append(item);
    });
    return items;
  }

  // While staff have the conversation, their words appear without anything being sent.
  function expect(expecting) {
    clearTimeout(looking);
    looking = expecting ? setTimeout(look, LOOK) : null;
  }

  async function look() {
    let expecting = true;
    if (!busy && document.visibilityState === "visible") {
      try {
        const found = await ask("/chat/waiting", {});
        list.append(itemsOf(found.messages));
        expecting = found.expecting;
      } catch (error) {} // the next look may succeed
    }
    expect(expecting);
  }

  // Choices of earlier answers would act on the latest one, and their numbers would be others: they go.
  function show(said, exchange) {
    document.querySelectorAll("#log .choices").forEach((old) => old.remove());
    const fresh = document.createDocumentFragment();
    const mine = message("you", words.you, said);
    fresh.append(mine);
    fresh.append(itemsOf(exchange.messages));
    list.append(fresh);
    expect(exchange.expecting);
    document.getElementById("region").textContent = exchange.region;
    if (exchange.easy !== null) showMode(exchange.easy);
    return mine;
  }

  // Raises an `Error` with a sentence to show; anything else raised is the network.
  async function ask(address, payload) {
    const abort = window.AbortController ? new AbortController() : null;
    const timer = abort && setTimeout(() => abort.abort(), TIMEOUT);
    const shown = Array.from(list.querySelectorAll("[data-notice]"));
    const noticed = shown.map((item) => Number(item.dataset.notice));
    try {
      const response = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(Object.assign({ greeting: greeting, noticed: noticed }, payload)),
        signal: abort ? abort.signal : undefined,
      });
      const answer = await response.json();
      if (response.ok) {
        shown.forEach((item) => item.removeAttribute("data-notice")); // confirmed
        return answer;
      }
      throw new Error(answer.error || words.failed);
    } finally {
      clearTimeout(timer);
    }
  }

  function setBusy(now) {
    busy = now;
    // Not `disabled`: that would drop the focus.
    document.getElementById("send").setAttribute("aria-disabled", String(now));
    waiting.textContent = now ? words.waiting : "";
  }

  async function send(payload, said, focusField) {
    if (busy) return;
    failure.textContent = "";
    setBusy(true);
    const typed = field.value;
    try {
      const answer = await ask("/chat", payload);
      setBusy(false);
      greeting = false;
      const mine = show(said, answer);
      if (payload.text !== undefined && field.value === typed) field.value = "";
      (focusField ? field : document.getElementById("log")).focus({ preventScroll: true });
      const edge = Math.min(composer.getBoundingClientRect().top, window.innerHeight);
      if (list.getBoundingClientRect().bottom > edge) mine.scrollIntoView({ block: "start" });
    } catch (error) {
      setBusy(false);
      failure.textContent = error.name === "Error" ? error.message : words.failed;
    }
  }

  function sendTyped(event) {
    event.preventDefault();
    const text = field.value;
    const shown = text.length > ECHOED ? text.slice(0, ECHOED) + "……" : text;
    send({ text: text }, text.trim() ? shown : words.nothing, true);
  }

  expect(document.getElementById("log").dataset.expecting !== undefined);
  composer.addEventListener("submit", sendTyped);
  field.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229; // Enter that only ends pinyin input
    if (event.key === "Enter" && !event.shiftKey && !composing) sendTyped(event);
  });
  // A finger's tap must not open the keyboard over the answer; everyone else goes on in the field.
  document.addEventListener("click", (event) => {
    const button = event.target.closest ? event.target.closest('button[name="choice"]') : null;
    if (!button) return;
    event.preventDefault();
    const touch = event.detail > 0 && window.matchMedia("(pointer: coarse)").matches;
    send({ choice: button.value }, button.dataset.label || button.textContent, !touch);
  });

  const sizeButton = document.getElementById("size");
  const names = sizeButton.dataset.names.split(" ");
  function setSize(size) {
    document.documentElement.dataset.size = String(size);
    sizeButton.textContent = sizeButton.dataset.pattern.replace("*", names[size]);
  }
  function storedSize() {
    try {
      return Number(window.localStorage.getItem("tongxing-size")) % names.length || 0;
    } catch (error) {
      return 0; // storage is switched off
    }
  }
  sizeButton.addEventListener("click", () => {
    setSize((Number(document.documentElement.dataset.size) + 1) % names.length);
    try {
      window.localStorage.setItem("tongxing-size", document.documentElement.dataset.size);
    } catch (error) {} // it then lasts as long as the page
  });
  setSize(storedSize());
  sizeButton.hidden = false;
})();
