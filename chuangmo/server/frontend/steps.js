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
}
