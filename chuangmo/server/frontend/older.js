// For browsers that are too old, written so that they can read it: ES5, no libraries. Where something
// is missing that Streamlit's scripts need, or one of them cannot be read, the page becomes a plain
// one that says which browser to take. Where only an easy thing is missing, it is put there.
(function () {
  var needed = [
    window.WebSocket, window.ResizeObserver, window.structuredClone, Object.hasOwn,
    Array.prototype.at, window.AbortSignal && AbortSignal.timeout
  ];
  function tell() {
    var said = window.chuangmoOlder;
    var engine = /Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent);
    var old = document.documentMode || /MSIE |Trident\//.test(navigator.userAgent);
    var found = old ? said.compatible : engine ? said.engine.replace("N", engine[1]) : "";
    var list = "";
    for (var i = 0; i < said.better.length; i++) list += "<li>" + said.better[i] + "</li>";
    document.title = said.title;
    document.body.innerHTML =
      '<div role="alert" style="max-width:40em;margin:12vh auto;padding:0 16px;color:#17212b;' +
      'font:18px/1.7 \'Microsoft YaHei\',\'PingFang SC\',sans-serif"><h1 style="font-size:24px">' +
      said.title + "</h1><p>" + said.instead + '</p><ul style="padding-left:1.2em">' + list + "</ul><p>" + found + "</p></div>";
    document.body.style.background = "#fff";
  }
  function later() {
    if (document.body && document.readyState !== "loading") tell();
    else window.onload = tell;
  }
  for (var i = 0; i < needed.length; i++) if (!needed[i]) return later();
  if (!Array.prototype.toSorted) {
    Object.defineProperty(Array.prototype, "toSorted", {
      value: function (order) { return this.slice().sort(order); },
      configurable: true, writable: true
    });
  }
  window.addEventListener("error", function (event) {
    var root = document.getElementById("root");
    var drawn = root && root.firstChild;
    if (event.error instanceof SyntaxError && !drawn) later();
  });
})();
