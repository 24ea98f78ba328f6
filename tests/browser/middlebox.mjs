/**
 * What stands between browsers and servers, and does with sockets as such boxes do; plain HTTP passes. A test that fails
 * before it closes one ends all the same: no process stays for what listens or is open here.
 */

import http from "node:http";

/**
 * @typedef {object} Manners
 * @property {"pass"|"hang"|"strip"|"drop"|"mute"|number} sockets  an upgrade is let through; never answered; passed on as a
 *   plain request; let through and broken off at once; let through and silent; or refused with a status
 * @property {number} [idle] milliseconds without a byte, and a connection is cut, whatever it carries
 * @property {number} [holds] so many bytes of an answer are gathered before they are passed on, and what is left at its end;
 *   Infinity: only whole answers are
 * @property {(request: http.IncomingMessage) => Record<string, string>} [headers] set on what is passed on
 * @property {string} [streams] what it calls a stream of events; empty: nothing
 * @property {number} [answers] nothing is passed on: everybody is answered with this status, as where the server is away
 */

/**
 * @param {string} target the server's address, `http://127.0.0.1:8080/`
 * @param {Manners} manners  may be changed while it runs
 */
export async function middlebox(target, manners) {
  const { hostname, port } = new URL(target);
  /** @type {Set<import("node:net").Socket>} */ const ends = new Set();
  let whole = true;
  let deaf = false;
  const held = (/** @type {import("node:net").Socket} */ socket) => {
    ends.add(socket);
    socket.setNoDelay(true).unref();
    socket.on("error", () => {});
    socket.on("close", () => ends.delete(socket));
    if (manners.idle) socket.setTimeout(manners.idle, () => socket.destroy());
  };
  /** @param {http.IncomingMessage} request @param {string[]} [without] */
  const onward = (request, without = []) => {
    const headers = { ...request.headers, ...manners.headers?.(request) };
    for (const name of without) delete headers[name];
    return http.request({ hostname, port, method: request.method, path: request.url, headers, agent: false });
  };

  const server = http.createServer((request, response) => {
    if (manners.answers) return void response.writeHead(manners.answers, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
    const far = onward(request);
    far.on("socket", held);
    far.on("response", (answer) => {
      const { holds = 1, streams } = manners;
      const { rawHeaders: told } = answer;
      const named = streams === undefined || !answer.headers["content-type"]?.startsWith("text/event-stream") ? -1 : told.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === "content-type");
      if (named >= 0) told.splice(named, 2, ...(streams ? ["content-type", streams] : []));
      let held = Buffer.alloc(0);
      const passOn = (/** @type {number} */ bytes) => {
        if (!response.headersSent) response.writeHead(answer.statusCode ?? 502, told).flushHeaders();
        response.write(held.subarray(0, bytes));
        held = held.subarray(bytes);
      };
      if (!deaf && holds === 1) passOn(0);
      answer.on("data", (piece) => {
        held = Buffer.concat([held, piece]);
        if (!deaf && held.length >= holds) passOn(held.length - (held.length % holds));
      });
      answer.on("close", () => {
        if (deaf) return;
        if (answer.complete) passOn(held.length);
        void (answer.complete ? response.end() : response.destroy());
      });
    });
    far.on("error", () => response.destroy());
    response.on("close", () => far.destroy());
    request.pipe(far);
  });
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => (whole ? held(socket) : socket.destroy()));
  server.on("upgrade", (request, near, head) => {
    const { sockets } = manners;
    near.on("error", () => {});
    if (sockets === "hang") return;
    if (typeof sockets === "number") return void near.end(`HTTP/1.1 ${sockets} ${http.STATUS_CODES[sockets]}\r\ncontent-length: 7\r\nconnection: close\r\n\r\nrefused`);
    const far = onward(request, sockets === "strip" ? ["connection", "upgrade"] : []);
    far.on("socket", held);
    far.on("error", () => near.destroy());
    far.on("response", (answer) => {
      near.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nconnection: close\r\n\r\n`);
      answer.pipe(near);
    });
    far.on("upgrade", (answer, socket, first) => {
      const headers = answer.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`);
      near.on("close", () => socket.destroy());
      socket.on("close", () => near.destroy());
      if (sockets === "drop") return void near.end();
      if (sockets === "mute") return;
      near.write(first);
      socket.write(head);
      near.pipe(socket).pipe(near);
    });
    far.end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(null)));
  server.unref();
  const { port: own } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const cutAll = () => ends.forEach((end) => end.destroy());
  return {
    url: `http://127.0.0.1:${own}/`,
    manners,
    /** Breaks every connection, and takes no new ones until `mend`. */
    cut: () => ((whole = false), cutAll()),
    /** The server hears what is asked, and is not heard, until `mend`. */
    deafen: () => void (deaf = true),
    mend: () => ((whole = true), (deaf = false)),
    close: () => (cutAll(), new Promise((closed) => server.close(() => closed(null)))),
  };
}
