// Turns the slides, asks for newer figures, and keeps the last good ones where nobody answers.
// Plain enough for the browser of a television: no modules, no promises.
(function () {
  "use strict";
  var TURN = 20000, ASK = 60000, PATIENCE = 15000;
  var stage = document.getElementById("stage"), dots = document.getElementById("dots");
  var lost = document.getElementById("lost"), clock = document.getElementById("clock");
  var shown = 0, waiting = null, version = stage.getAttribute("data-version");
  var good = new Date(), since = null;

  function two(n) { return (n < 10 ? "0" : "") + n; }
  function when(d) {
    return d.getMonth() + 1 + "月" + d.getDate() + "日 " + two(d.getHours()) + ":" + two(d.getMinutes());
  }
  function slides() { return stage.querySelectorAll(".slide"); }

  function show(n) {
    var all = slides(), i;
    shown = all.length ? n % all.length : 0;
    dots.innerHTML = "";
    for (i = 0; i < all.length; i++) {
      all[i].className = "slide" + (i === shown ? " on" : "");
      var dot = document.createElement("i");
      if (i === shown) { dot.className = "on"; }
      dots.appendChild(dot);
    }
  }

  function turn() {
    if (waiting !== null && shown === slides().length - 1) {
      stage.innerHTML = waiting;
      waiting = null;
      show(0);
    } else { show(shown + 1); }
  }

  function tick() {
    var now = new Date();
    clock.textContent = now.getFullYear() + "年" + when(now);
    if (since) {
      lost.style.display = "block";
      lost.textContent = lost.getAttribute("data-why") + "，自 " + when(since) +
        " 起；屏上是 " + when(good) + " 取到的数";
    } else { lost.style.display = "none"; }
  }

  function failed(why) {
    since = since || new Date();
    lost.setAttribute("data-why", why);
    tick();
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.open("GET", "/wall/slides" + (location.search || "?") + "&" + new Date().getTime());
    request.timeout = PATIENCE;
    request.onload = function () {
      if (request.status === 401 || request.status === 403) { return failed("登录已失效"); }
      var told = request.getResponseHeader("X-Wall-Version");
      if (request.status !== 200 || !told) { return failed("连接中断"); }
      since = null;
      good = new Date();
      if (request.getResponseHeader("X-Wall-Page") !== stage.getAttribute("data-page")) {
        window.location.reload();
      } else if (told !== version) {
        version = told;
        waiting = request.responseText;
        if (slides().length === 1) { turn(); }
      }
      tick();
    };
    request.onerror = function () { failed("连接中断"); };
    request.ontimeout = function () { failed("连接中断"); };
    request.send();
  }

  show(0);
  tick();
  window.setInterval(turn, TURN);
  window.setInterval(tick, 1000);
  window.setInterval(ask, ASK);
})();
