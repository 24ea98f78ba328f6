import "./here.mjs";

/**
 * A clock that goes on when it is told to, and sockets and requests that the test plays the server of. Without an answer of
 * the test's, every request is lost.
 */
export function world({ random = 0.5, trip = 0, place = /** @type {() => (() => void)|null} */ (() => () => {}), answer = () => Promise.reject(new TypeError("away")) } = {}) {
  const sockets = [];
  const timers = new Map();
  let time = 0;
  let next = 1;
  class FakeSocket {
    static OPEN = 1;
    static CLOSING = 2;
    readyState = 0;
    sent = [];
    closedWith = null;
    constructor(url, protocol) {
      Object.assign(this, { url, protocol });
      sockets.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close(code) {
      this.readyState = 3;
      this.closedWith = code;
    }
    opens() {
      this.readyState = 1;
      this.onopen();
    }
    says(frame) {
      this.onmessage?.({ data: JSON.stringify(frame) });
    }
    drops(code) {
      this.readyState = 3;
      this.onclose?.({ code });
    }
  }
  const asked = [];
  const env = {
    WebSocket: FakeSocket,
    ask: (path, init = {}) => {
      asked.push({ path, ...init });
      return answer(path, init);
    },
    setTimeout: (run, ms) => (timers.set(next, { at: time + ms, run }), next++),
    clearTimeout: (timer) => timers.delete(timer),
    now: () => time,
    random: () => random,
    place: () => Promise.resolve(place()),
    tripMs: () => trip,
  };
  const pass = (ms) => {
    const until = time + ms;
    for (;;) {
      const due = [...timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      timers.delete(due[0]);
      time = due[1].at;
      due[1].run();
    }
    time = until;
  };
  /** Until what the page has asked for has been answered. */
  const settled = () => new Promise((go) => setImmediate(go));
  return { env, sockets, asked, pass, settled, get last() { return sockets.at(-1); }, get timers() { return timers.size; } };
}
