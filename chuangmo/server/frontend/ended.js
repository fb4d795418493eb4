// A tab whose login has ended says so in the board's words, and leads to the door and back to where
// it stood. The server closes its line with a code of ours; a tab that slept meanwhile finds the
// line cut for some other reason, and is refused when it asks again.
{
  const REVOKED = 4401, REFUSED = 401;
  const said = window.chuangmoEnded;
  let told = false;
  const set = (element, styles) => Object.assign(element.style, styles);
  const tell = () => {
    if (told) return;
    told = true;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const veil = document.createElement("div"), card = document.createElement("div");
    const head = document.createElement("h2"), text = document.createElement("p");
    const way = document.createElement("a");
    veil.className = "cm-ended";
    card.setAttribute("role", "alertdialog");
    card.setAttribute("aria-label", said.title);
    [head.textContent, text.textContent, way.textContent] = [said.title, said.text, said.way];
    const lead = () => {
      way.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    };
    lead();
    way.addEventListener("click", lead);
    set(veil, {
      position: "fixed", inset: "0", zIndex: "2147483000", display: "flex",
      alignItems: "center", justifyContent: "center", padding: "16px",
      background: dark ? "rgba(0,0,0,.6)" : "rgba(20,30,45,.45)",
      fontFamily: "'Noto Sans SC', sans-serif", fontSize: "15px", lineHeight: "1.7",
    });
    set(card, {
      maxWidth: "440px", padding: "24px 28px", borderRadius: "8px",
      background: dark ? "#1d2530" : "#fff", color: dark ? "#e7ecf2" : "#1c2733",
    });
    set(head, { margin: "0 0 8px", padding: "0", fontSize: "19px", lineHeight: "1.4" });
    set(text, { margin: "0 0 18px" });
    set(way, {
      display: "inline-block", padding: "8px 18px", borderRadius: "6px", textDecoration: "none",
      background: dark ? "#7fb2ea" : "#1f5f99", color: dark ? "#10202f" : "#fff",
    });
    card.append(head, text, way);
    veil.append(card);
    document.body.append(veil);
    way.focus();
  };
  const look = async () => {
    try {
      const answer = await fetch("/_stcore/host-config", { cache: "no-store" });
      if (answer.status === REFUSED) tell();
    } catch { /* no answer at all: Streamlit says that itself */ }
  };
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(...given) {
      super(...given);
      this.addEventListener("close", (end) => (end.code === REVOKED ? tell() : look()));
    }
  };
}
