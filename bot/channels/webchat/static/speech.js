// Reading aloud and taking down what is said, with the browser's own functions; hidden where it has none.
// Text always stands beside: nothing is only said, and nothing that was heard is sent by itself.
(function () {
  "use strict";
  if (!document.addEventListener || !("dataset" in document.body)) return;
  var log = document.getElementById("log");
  var field = document.getElementById("text");
  var waiting = document.getElementById("waiting");
  var AFTERWARDS = 1000; // milliseconds: a screen reader has announced the message by then, without these buttons

  function stored(name) {
    try {
      return window.localStorage.getItem("tongxing-" + name);
    } catch (error) {
      return null; // storage is switched off
    }
  }
  function store(name, value) {
    try {
      window.localStorage.setItem("tongxing-" + name, value);
    } catch (error) {} // it then lasts as long as the page
  }

  // Reading aloud.
  var synth = window.speechSynthesis;
  var autoread = document.getElementById("autoread");
  var autoreadName = autoread.textContent;
  var voice = null;
  var speaking = null; // the button of the message that is being read
  var begun = false;

  function chineseVoice() {
    var fitting = synth.getVoices().filter(function (each) { return /^(zh|cmn)/i.test(each.lang); });
    var mainland = fitting.filter(function (each) { return /^(zh|cmn)([-_]hans)?([-_]cn)?$/i.test(each.lang); });
    return mainland[0] || fitting[0] || null;
  }

  function textOf(item) {
    var parts = [item.querySelector("p").textContent];
    Array.prototype.forEach.call(item.querySelectorAll(".choices button"), function (choice) {
      parts.push(choice.textContent);
    });
    return parts.join("\n");
  }

  function hush() {
    synth.cancel();
    if (speaking) speaking.textContent = autoread.dataset.aloud;
    speaking = null;
  }

  // Sentence by sentence: some voices stop in the middle of a long text.
  function read(item) {
    var button = item.querySelector(".aloud button");
    var sentences = textOf(item).split(/[。！？；\n]+/).filter(function (each) { return each.trim(); });
    speaking = button;
    button.textContent = autoread.dataset.hush;
    sentences.forEach(function (sentence, index) {
      var said = new window.SpeechSynthesisUtterance(sentence);
      said.lang = "zh-CN";
      said.voice = voice;
      if (index === sentences.length - 1) {
        said.onend = function () {
          button.textContent = autoread.dataset.aloud;
          if (speaking === button) speaking = null;
        };
      }
      synth.speak(said);
    });
  }

  function addButton(item) {
    var place = item.querySelector(".aloud");
    if (!place || place.firstChild) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = autoread.dataset.aloud;
    button.addEventListener("click", function () {
      var again = speaking !== button;
      hush();
      if (again) read(item);
    });
    place.appendChild(button);
  }

  function isOn() {
    return autoread.getAttribute("aria-pressed") === "true";
  }
  function showAutoread(on) {
    autoread.setAttribute("aria-pressed", String(on));
    autoread.textContent = autoreadName + "：" + (on ? autoread.dataset.on : autoread.dataset.off);
  }

  function beginReading() {
    voice = chineseVoice();
    if (begun || !voice) return;
    begun = true;
    document.documentElement.setAttribute("data-speech", ""); // room for the buttons
    Array.prototype.forEach.call(log.querySelectorAll(".bot"), addButton);
    new window.MutationObserver(function (changes) {
      var fresh = [];
      changes.forEach(function (change) {
        Array.prototype.forEach.call(change.addedNodes, function (item) {
          if (item.nodeType === 1 && item.classList.contains("bot")) fresh.push(item);
        });
      });
      setTimeout(function () {
        fresh.forEach(addButton);
        if (!isOn() || !fresh.length) return;
        hush();
        fresh.forEach(read);
      }, AFTERWARDS);
    }).observe(log.querySelector("ol"), { childList: true });
    autoread.addEventListener("click", function () {
      showAutoread(!isOn());
      store("autoread", isOn() ? "on" : "off");
      if (!isOn()) hush();
    });
    showAutoread(stored("autoread") === "on");
    autoread.hidden = false;
  }
  if (synth && window.SpeechSynthesisUtterance && window.MutationObserver) {
    beginReading();
    synth.onvoiceschanged = beginReading;
    window.addEventListener("pagehide", function () { synth.cancel(); });
  }

  // Taking down what is said.
  var Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  var hear = document.getElementById("hear");
  var about = document.getElementById("hear-about");
  var hearName = hear.textContent;
  var listening = null;

  // With this open the part around the field is tall: it must not stay in sight and cover everything else.
  function showAbout(shown) {
    about.hidden = !shown;
    if (shown) document.getElementById("composer").setAttribute("data-tall", "");
    else document.getElementById("composer").removeAttribute("data-tall");
  }

  function listen() {
    if (begun) hush();
    var heard = "";
    var sentence = hear.dataset.failed;
    listening = new Recognition();
    listening.lang = "zh-CN";
    listening.onresult = function (event) {
      heard += event.results[event.results.length - 1][0].transcript;
    };
    listening.onerror = function (event) {
      if (event.error === "not-allowed" || event.error === "service-not-allowed") sentence = hear.dataset.denied;
    };
    listening.onend = function () {
      listening = null;
      hear.setAttribute("aria-pressed", "false");
      hear.textContent = hearName;
      if (heard) {
        field.value += heard;
        var changed = document.createEvent("Event");
        changed.initEvent("input", true, false); // kept as a draft, as if it had been typed
        field.dispatchEvent(changed);
        field.focus();
      }
      waiting.textContent = heard ? hear.dataset.heard : sentence;
    };
    listening.start();
    hear.setAttribute("aria-pressed", "true");
    hear.textContent = hear.dataset.stop;
    waiting.textContent = hear.dataset.listening;
  }
  if (Recognition) {
    hear.addEventListener("click", function () {
      if (listening) return listening.stop();
      if (stored("hear") === "yes") return listen();
      showAbout(true); // before the first use: where the sound goes
      document.getElementById("hear-yes").focus();
    });
    document.getElementById("hear-yes").addEventListener("click", function () {
      store("hear", "yes");
      showAbout(false);
      hear.focus();
      listen();
    });
    document.getElementById("hear-no").addEventListener("click", function () {
      showAbout(false);
      field.focus();
    });
    hear.hidden = false;
  }
})();
