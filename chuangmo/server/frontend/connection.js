// The page's connection, opened before Streamlit's scripts are here. Their first question goes out
// at once, as they would put it; what the server answers waits for them. Asked differently after
// all, the question goes out again. Field numbers are those of BackMsg in Streamlit's protocol.
// Where anything here fails, Streamlit connects as it always does.
self.chuangmoSocket = (url, protocols) => new WebSocket(url, protocols);
{
  const text = new TextEncoder();
  const number = (value) => {
    const bytes = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    return [...bytes, Number(rest)];
  };
  const field = (key, bytes) => [key * 8 + 2, ...number(bytes.length), ...bytes];
  const words = (key, said) => field(key, text.encode(said));
  const filled = (key, said) => (said ? words(key, said) : []);

  const colours = () => {
    const chosen = localStorage.getItem(`stActiveTheme-${location.pathname}-v2`);
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    return { '"Light"': "light", '"Dark"': "dark" }[chosen] ?? (dark ? "dark" : "light");
  };
  const question = () => {
    const context = [
      ...words(1, Intl.DateTimeFormat().resolvedOptions().timeZone),
      2 * 8, ...number(new Date().getTimezoneOffset()),
      ...words(3, navigator.language),
      ...words(4, location.origin + location.pathname),
      5 * 8, 0,
      ...words(6, colours()),
    ];
    const run = [
      ...filled(1, location.search.slice(1)),
      ...field(2, []),
      ...filled(4, location.pathname.replace(/^\/|\/$/g, "")),
      ...field(8, context),
    ];
    return new Uint8Array(field(11, run));
  };

  const address = new URL("/_stcore/stream", location.href.replace(/^http/, "ws")).href;
  const token = document.cookie.match("\\b_streamlit_xsrf=([^;]*)\\b")?.[1];
  const names = ["streamlit", token ?? "PLACEHOLDER_AUTH_TOKEN"];
  const asked = question();
  const socket = new WebSocket(address, names);
  socket.binaryType = "arraybuffer";
  const send = socket.send.bind(socket);
  socket.addEventListener("open", () => send(asked), { once: true });

  const answers = [];
  let heard = 0;
  const keep = (answer) => {
    if (!answer.isTrusted) return; // said by ourselves
    answer.stopImmediatePropagation();
    answers.push(answer.data);
    heard = performance.now();
  };
  socket.addEventListener("message", keep);

  const say = (count) => {
    for (const data of answers.splice(0, count)) {
      socket.dispatchEvent(new MessageEvent("message", { data }));
    }
  };
  const once = (ready, patience, then) => {
    const began = performance.now();
    const look = () => {
      if (ready() || performance.now() - began > patience) then();
      else setTimeout(look, 10);
    };
    look();
  };
  // What comes up to the first chart is said in one go, the rest when the chart is on the screen:
  // drawn piece by piece as it comes in, everything would be later.
  const latin = new TextDecoder("latin1");
  const chart = () => answers.findIndex((data) => latin.decode(data).includes('{"data":['));
  const pausing = () => answers.length > 0 && performance.now() - heard > 60;
  const drawn = () => document.querySelector(".js-plotly-plot .main-svg");
  const handOver = (opened) => {
    if (opened) socket.dispatchEvent(new Event("open"));
    once(() => chart() >= 0 || pausing(), 500, () => {
      say(chart() + 1 || answers.length);
      once(drawn, 400, () => {
        let shown = document.hidden;
        requestAnimationFrame(() => setTimeout(() => { shown = true }));
        once(() => shown, 100, () => {
          socket.removeEventListener("message", keep);
          say(answers.length);
        });
      });
    });
  };

  const same = (question) =>
    question.length === asked.length && asked.every((byte, at) => byte === question[at]);
  let free = true;
  self.chuangmoSocket = (url, protocols) => {
    const taken = free && socket.readyState <= WebSocket.OPEN
      && new URL(url).href === address && protocols.length === names.length;
    if (free && !taken) socket.close();
    free = false;
    if (!taken) return new WebSocket(url, protocols);
    socket.send = (question) => {
      delete socket.send;
      if (!same(question)) send(question);
    };
    setTimeout(handOver, 0, socket.readyState === WebSocket.OPEN);
    return socket;
  };
}
