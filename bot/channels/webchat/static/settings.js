// Size of letters, contrast, and the conversation as a file. What is chosen stays in this browser.
// Only what browsers of 2016 understand; without this file the browser's own zoom and contrast settings still work.
(function () {
  "use strict";
  if (!document.addEventListener || !("dataset" in document.body)) return;
  var root = document.documentElement;
  var SIZES = 4;

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

  root.dataset.size = String(Number(stored("size")) % SIZES || 0);
  root.dataset.contrast = stored("contrast") === "more" ? "more" : "";

  var size = document.getElementById("size");
  var contrast = document.getElementById("contrast");
  var download = document.getElementById("download");
  if (!size) return; // another page, which only looks as chosen

  function showSize() {
    size.textContent = size.dataset.pattern.replace("*", size.dataset.names.split(" ")[Number(root.dataset.size)]);
  }
  size.addEventListener("click", function () {
    root.dataset.size = String((Number(root.dataset.size) + 1) % SIZES);
    store("size", root.dataset.size);
    showSize();
  });
  showSize();
  size.hidden = false;

  var contrastName = contrast.textContent;
  function showContrast() {
    var on = root.dataset.contrast === "more";
    contrast.setAttribute("aria-pressed", String(on));
    contrast.textContent = contrastName + "：" + (on ? contrast.dataset.on : contrast.dataset.off);
  }
  contrast.addEventListener("click", function () {
    root.dataset.contrast = root.dataset.contrast === "more" ? "" : "more";
    store("contrast", root.dataset.contrast);
    showContrast();
  });
  showContrast();
  contrast.hidden = false;

  // The file is made here, of what stands on the page; nothing is asked of the server.
  function transcript() {
    var lines = [document.title, new Date().toLocaleString("zh-CN"), ""];
    Array.prototype.forEach.call(document.querySelectorAll("#log ol > .message"), function (item) {
      lines.push(item.querySelector(".who").textContent + item.querySelector("p").textContent);
      Array.prototype.forEach.call(item.querySelectorAll(".choices button, .choices a"), function (choice) {
        lines.push("  " + choice.textContent.trim());
      });
      lines.push("");
    });
    return "\ufeff" + lines.join("\n").replace(/\n/g, "\r\n"); // so that old editors show it too
  }
  if (window.Blob && window.URL && window.URL.createObjectURL) {
    download.addEventListener("click", function () {
      var link = document.createElement("a");
      link.href = window.URL.createObjectURL(new Blob([transcript()], { type: "text/plain;charset=utf-8" }));
      link.download = download.dataset.name + ".txt";
      document.body.appendChild(link);
      link.click();
      document.body.removeChild(link);
      setTimeout(function () { window.URL.revokeObjectURL(link.href); }, 60000);
    });
    download.hidden = false;
  }
})();
