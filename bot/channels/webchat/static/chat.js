// Sends messages without loading the page anew. If this file does not run, the forms of the page do the same work.
// Only what browsers of 2016 understand; one that lacks something below keeps the forms.
(function () {
  "use strict";
  if (!window.JSON || !window.XMLHttpRequest || !document.addEventListener || !("dataset" in document.body)) return;
  var words = document.body.dataset;
  var log = document.getElementById("log");
  var list = log.querySelector("ol");
  var composer = document.getElementById("composer");
  var field = document.getElementById("text");
  var failure = document.getElementById("failure");
  var again = document.getElementById("again");
  var waiting = document.getElementById("waiting");
  var TIMEOUT = 30000; // milliseconds
  var ECHOED = 500; // characters of a message shown again
  var LOOK = 5000; // milliseconds between two looks for what staff have written
  var DRAFT = "tongxing-draft";
  var known = {};
  var busy = false;
  var looking = null;
  var unsent = null; // the last message if no answer came: it keeps its id, so that it is never taken twice
  var greeting = composer.elements.greeting !== undefined;

  function each(items, action) {
    Array.prototype.forEach.call(items, action);
  }

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function message(kind, who, text) {
    var item = element("li", { "class": "message " + kind });
    item.appendChild(element("span", { "class": "who" }, who));
    item.appendChild(element("p", {}, text));
    if (kind === "bot") item.appendChild(element("span", { "class": "aloud", "aria-live": "off" }));
    return item;
  }

  function listOf(name, items, makeEntry) {
    var made = element("ul", { "class": "choices", role: "list", "aria-label": name });
    items.forEach(function (item) { made.appendChild(element("li", {})).appendChild(makeEntry(item)); });
    return made;
  }

  function buttonOf(choice) {
    var attributes = { type: "button", name: "choice", value: choice.value, "data-label": choice.label };
    return element("button", attributes, choice.shown);
  }

  function linkOf(link) {
    return element("a", { href: link.address, download: "" }, link.text);
  }

  function showMode(easy) {
    var button = document.getElementById("easy");
    button.value = easy ? "cmd:easy_off" : "cmd:easy_on";
    button.textContent = easy ? words.easyOff : words.easyOn;
  }

  // What was on its way twice, with an answer and with a look, is shown once.
  function itemsOf(messages) {
    var items = document.createDocumentFragment();
    messages.forEach(function (reply) {
      if (reply.notice !== null && known[reply.notice]) return;
      var item = message("bot", words.bot, reply.text);
      if (reply.notice !== null) {
        known[reply.notice] = true;
        item.setAttribute("data-notice", reply.notice);
      }
      if (reply.links.length) item.appendChild(listOf(words.files, reply.links, linkOf));
      if (reply.choices.length) item.appendChild(listOf(words.choices, reply.choices, buttonOf));
      items.appendChild(item);
    });
    return items;
  }

  // While staff have the conversation, their words appear without anything being sent.
  function expect(expecting) {
    clearTimeout(looking);
    looking = expecting ? setTimeout(look, LOOK) : null;
  }

  function look() {
    if (busy || document.visibilityState === "hidden") return expect(true);
    ask("/chat/waiting", {}, function (found) {
      list.appendChild(itemsOf(found.messages));
      expect(found.expecting);
    }, function (sentence, left) {
      if (left) fail(sentence);
      else expect(true); // the next look may succeed
    });
  }

  // Choices of earlier answers would act on the latest one, and their numbers would be others: they go.
  function show(said, exchange) {
    each(log.querySelectorAll(".choices"), function (old) { old.parentNode.removeChild(old); });
    var fresh = document.createDocumentFragment();
    var mine = message("you", words.you, said);
    fresh.appendChild(mine);
    fresh.appendChild(itemsOf(exchange.messages));
    list.appendChild(fresh);
    expect(exchange.expecting);
    document.getElementById("region").textContent = exchange.region;
    if (exchange.easy !== null) showMode(exchange.easy);
    return mine;
  }

  // `done` gets the answer; `failed` a sentence if the server said one, and whether the conversation is elsewhere.
  function ask(address, payload, done, failed) {
    var shown = list.querySelectorAll("[data-notice]");
    var request = new XMLHttpRequest();
    payload.greeting = greeting;
    payload.noticed = Array.prototype.map.call(shown, function (item) { return Number(item.dataset.notice); });
    request.open("POST", address);
    request.timeout = TIMEOUT;
    request.setRequestHeader("Content-Type", "application/json");
    request.onload = function () {
      var answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch (error) {} // not from our server: as good as no answer
      if (request.status !== 200 || !answer) return failed(answer && answer.error, request.status === 409);
      each(shown, function (item) { item.removeAttribute("data-notice"); }); // confirmed
      done(answer);
    };
    request.onerror = request.ontimeout = function () { failed(null, false); };
    request.send(JSON.stringify(payload));
  }

  function setBusy(now) {
    busy = now;
    // Not `disabled`: that would drop the focus.
    document.getElementById("send").setAttribute("aria-disabled", String(now));
    waiting.textContent = now ? words.waiting : "";
  }

  function fail(sentence) {
    failure.textContent = sentence || words.failed;
    again.hidden = unsent === null;
  }

  function newId() {
    var id = "";
    var random = window.crypto && window.crypto.getRandomValues && window.crypto.getRandomValues(new Uint8Array(16));
    for (var i = 0; i < 16; i++) {
      var octet = random ? random[i] : Math.floor(Math.random() * 256);
      id += (octet < 16 ? "0" : "") + octet.toString(16);
    }
    return id;
  }

  // What is being written stays in this tab only, until it is sent.
  function keepDraft(text, id) {
    try {
      if (text) window.sessionStorage.setItem(DRAFT, JSON.stringify({ text: text, id: id }));
      else window.sessionStorage.removeItem(DRAFT);
    } catch (error) {} // storage is switched off
  }

  function restoreDraft() {
    try {
      var draft = JSON.parse(window.sessionStorage.getItem(DRAFT));
      if (!draft || field.value) return;
      field.value = draft.text;
      if (draft.id) unsent = { payload: { text: draft.text, id: draft.id }, said: shownAs(draft.text), typed: true };
    } catch (error) {} // storage is switched off, or holds something else
  }

  function shownAs(text) {
    if (!text.trim()) return words.nothing;
    return text.length > ECHOED ? text.slice(0, ECHOED) + "……" : text;
  }

  function isSame(one, other) {
    return one.payload.text === other.payload.text && one.payload.choice === other.payload.choice;
  }

  function send(sent) {
    if (busy) return;
    sent.payload.id = unsent && isSame(unsent, sent) ? unsent.payload.id : newId();
    unsent = sent;
    failure.textContent = "";
    setBusy(true);
    if (sent.payload.text !== undefined) keepDraft(field.value, sent.payload.id);
    ask("/chat", sent.payload, function (answer) {
      setBusy(false);
      unsent = null;
      greeting = false;
      var mine = show(sent.said, answer);
      if (field.value === sent.payload.text) field.value = "";
      keepDraft(field.value);
      (sent.typed ? field : log).focus({ preventScroll: true });
      again.hidden = true;
      var edge = Math.min(composer.getBoundingClientRect().top, window.innerHeight);
      if (list.getBoundingClientRect().bottom > edge) mine.scrollIntoView(true);
    }, function (sentence) {
      setBusy(false);
      fail(sentence);
    });
  }

  function sendTyped(event) {
    event.preventDefault();
    send({ payload: { text: field.value }, said: shownAs(field.value), typed: true });
  }

  function buttonAround(target) {
    while (target && target !== document.body && target.name !== "choice") target = target.parentNode;
    return target && target.tagName === "BUTTON" ? target : null;
  }

  each(list.querySelectorAll("[data-notice]"), function (item) { known[item.dataset.notice] = true; });
  expect(log.dataset.expecting !== undefined);
  restoreDraft();
  composer.addEventListener("submit", sendTyped);
  field.addEventListener("input", function () { keepDraft(field.value); });
  field.addEventListener("keydown", function (event) {
    var composing = event.isComposing || event.keyCode === 229; // Enter that only ends pinyin input
    if (event.keyCode === 13 && !event.shiftKey && !composing) sendTyped(event);
  });
  // A finger's tap must not open the keyboard over the answer; everyone else goes on in the field.
  document.addEventListener("click", function (event) {
    var button = buttonAround(event.target);
    if (!button) return;
    event.preventDefault();
    var touch = event.detail > 0 && window.matchMedia && window.matchMedia("(pointer: coarse)").matches;
    send({ payload: { choice: button.value }, said: button.dataset.label || button.textContent, typed: !touch });
  });
  again.addEventListener("click", function () {
    if (unsent) send(unsent);
  });
  window.addEventListener("offline", function () { waiting.textContent = words.offline; });
  window.addEventListener("online", function () { waiting.textContent = words.online; });
})();
