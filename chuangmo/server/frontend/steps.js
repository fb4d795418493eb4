// One act of a person is one entry of the browser's history, and links of the board lead on inside
// the page that stands. Only what browsers offer is used: the history and its event.
{
  const push = history.pushState.bind(history);
  const says = (now, then) =>
    now.pathname === then.pathname
    && [...now.searchParams].every(([key, value]) => then.searchParams.get(key) === value);
  // An address that says all that the one before said, and more, is the same view written out.
  history.pushState = (state, title, url) => {
    const now = new URL(location.href), then = new URL(url ?? now, now);
    if (says(now, then)) history.replaceState(state, title, url);
    else push(state, title, url);
  };

  const asked = (event) =>
    event.button === 0 && !event.defaultPrevented
    && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  // Pages of the board are written without a slash before them, the doors with one.
  const leads = (link) => {
    const href = link?.getAttribute("href") ?? link?.getAttribute("xlink:href");
    return href && !/^(\/|#|[a-z]+:)/i.test(href) ? new URL(href, document.baseURI) : null;
  };
  const connected = () => document.querySelector("[data-test-connection-state=CONNECTED]");
  document.addEventListener("click", (event) => {
    const to = asked(event) && leads(event.target.closest?.(".cm a, .js-plotly-plot a"));
    if (!to || !connected()) return;
    event.preventDefault();
    if (to.href === location.href) return;
    push(history.state, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });

  // The key / leads to 搜索 and into its field; arrows go through what was found.
  const field = () => document.querySelector(".st-key-q input");
  const typing = (at) => at?.closest?.("input, textarea, select, [contenteditable=true]");
  const enter = (tries) => {
    if (field()) field().focus();
    else if (tries) setTimeout(enter, 50, tries - 1);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/" && !typing(event.target)) {
      const way = document.querySelector('.cm-ways a[href^="search"]');
      if (!way && !field()) return;
      event.preventDefault();
      if (!field()) way.click();
      enter(80);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = step && [...document.querySelectorAll(".cm-found a")];
    const at = links ? links.indexOf(event.target) : -1;
    if (!links?.length || (at < 0 && event.target !== field())) return;
    event.preventDefault();
    (links[at + step] ?? (at + step < 0 ? field() : links.at(-1))).focus();
  });
}
