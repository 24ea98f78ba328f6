/** The wire between browser and server, as a TCP proxy that the test can cut and mend. */

import net from "node:net";

/**
 * True of the frame with which a reply by this name (anybody's, without one) goes on after its first words: what is kept
 * back from there on leaves it half written, however fast the server and however slow the page.
 * @param {string} [name]
 */
export function goesOn(name) {
  let message = "";
  let parts = 0;
  return (/** @type {any} */ { event }) => {
    if (event?.type === "TEXT_MESSAGE_START" && (name === undefined || event.name === name)) [message, parts] = [event.messageId, 0];
    if (message === "" || event?.messageId !== message) return false;
    if (event.type === "TEXT_MESSAGE_CONTENT") parts += 1;
    return parts > 3 || event.type === "TEXT_MESSAGE_END";
  };
}

/**
 * How much of these bytes of a server are whole text frames (RFC 6455, 5.2; a server masks nothing) before the first of
 * which it is true; all of them where they are no WebSocket's.
 */
class Frames {
  #rest = Buffer.alloc(0);
  #upgraded = false;
  #plain = false;

  /** @param {Buffer} chunk @param {(frame: any) => boolean} kept @returns {{passed: Buffer, found: boolean}} */
  pass(chunk, kept) {
    if (this.#plain) return { passed: chunk, found: false };
    let rest = Buffer.concat([this.#rest, chunk]);
    const passed = [];
    if (!this.#upgraded) {
      const head = rest.indexOf("\r\n\r\n");
      if (!rest.subarray(0, 12).equals(Buffer.from("HTTP/1.1 101"))) this.#plain = rest.length >= 12;
      if (this.#plain || head < 0) {
        this.#rest = this.#plain ? Buffer.alloc(0) : rest;
        return { passed: this.#plain ? rest : Buffer.alloc(0), found: false };
      }
      this.#upgraded = true;
      passed.push(rest.subarray(0, head + 4));
      rest = rest.subarray(head + 4);
    }
    for (let length = frameLength(rest); length !== null && length.whole <= rest.length; length = frameLength(rest)) {
      const frame = rest.subarray(0, length.whole);
      const text = (frame[0] & 0x0f) === 1;
      if (text && kept(JSON.parse(frame.subarray(length.head).toString()))) {
        this.#rest = rest;
        return { passed: Buffer.concat(passed), found: true };
      }
      passed.push(frame);
      rest = rest.subarray(length.whole);
    }
    this.#rest = rest;
    return { passed: Buffer.concat(passed), found: false };
  }

  /** What comes behind a frame that is kept. @param {Buffer} chunk */
  keep(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
  }
}

/** Of the frame that begins these bytes: how long its head is, and all of it; `null` while that cannot be said. @param {Buffer} bytes */
function frameLength(bytes) {
  if (bytes.length < 2) return null;
  const short = bytes[1] & 0x7f;
  if (short < 126) return { head: 2, whole: 2 + short };
  const head = short === 126 ? 4 : 10;
  if (bytes.length < head) return null;
  return { head, whole: head + (short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))) };
}

const STREAM = /^GET \S*\/events[? ]/;

/**
 * @param {string} target  the server's address, `http://127.0.0.1:8080/`
 * @param {{streams?: boolean}} [options] `streams`: whether a page may have its events by HTTP as well, as it does where a
 *   socket is late or was cut twice; only what a socket tells is kept back from some frame on
 * @returns {Promise<{url: string, to: (target: string) => void, cut: () => void, hush: (from?: (frame: any) => boolean) => void, hold: (from: (frame: any) => boolean) => void, release: () => void, mend: () => void, close: () => Promise<void>}>}
 *   `cut` breaks every connection, refuses new ones and forgets what was to be kept back; `hush` lets the server hear and
 *   not be heard, at once on every connection, or on one of them from the first frame on of which `from` is true; `hold` is
 *   the same, but what is kept back is passed on by `release`: half a minute later a page would take its line for dead;
 *   `mend` ends a cut; `to` leads new connections to another server
 */
export async function cable(target, { streams = false } = {}) {
  let { hostname, port } = new URL(target);
  /** @type {Set<net.Socket>} */ const ends = new Set();
  /** @type {Set<net.Socket>} */ const servers = new Set();
  let whole = true;
  const nothing = () => false;
  /** @type {(frame: any) => boolean} */ let kept = nothing;
  let holds = false; // what is kept back is passed on in the end
  /** @type {Set<() => void>} what passes it on */ const held = new Set();
  const mute = (/** @type {net.Socket} */ far) => {
    far.removeAllListeners("data");
    far.resume();
  };
  const cutAll = () => ends.forEach((end) => end.destroy());
  const server = net.createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = net.connect(Number(port), hostname);
    servers.add(far);
    const frames = new Frames();
    const passOn = (/** @type {Buffer} */ chunk) => {
      const { passed, found } = frames.pass(chunk, kept);
      if (found) {
        kept = nothing;
        if (holds) held.add(release);
        else mute(far);
      }
      if (passed.length > 0 && !near.write(passed)) far.pause();
    };
    const release = () => held.delete(release) && passOn(Buffer.alloc(0));
    far.on("data", (chunk) => (held.has(release) ? frames.keep(chunk) : passOn(chunk)));
    far.on("close", () => (servers.delete(far), held.delete(release)));
    near.on("drain", () => far.resume());
    near.on("data", (chunk) => !streams && STREAM.test(chunk.toString("latin1", 0, 200)) && near.destroy());
    far.on("end", () => near.end());
    near.pipe(far);
    for (const [one, other] of [[near, far], [far, near]]) {
      ends.add(one);
      one.setNoDelay(true).unref(); // a test that fails before it closes the cable ends all the same
      one.on("error", () => other.destroy());
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(null)));
  server.unref();
  const { port: own } = /** @type {net.AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${own}/`,
    cut: () => {
      whole = false;
      kept = nothing; // perhaps nobody has said that yet
      cutAll();
    },
    hush: (from) => {
      holds = false;
      if (from) kept = from;
      else servers.forEach(mute);
    },
    hold: (from) => {
      holds = true;
      kept = from;
    },
    release: () => {
      kept = nothing; // perhaps nobody has said that yet
      for (const release of [...held]) release();
    },
    mend: () => {
      whole = true;
    },
    to: (other) => {
      ({ hostname, port } = new URL(other));
    },
    close: () => {
      cutAll();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
