/**
 * A session told by the test instead of a server: for the views that a conversation only reaches late, and for faults
 * that no server shows on demand. The frames are those of docs/PROTOCOL.md.
 */

import { readFile } from "node:fs/promises";
import { until, visit } from "./harness.mjs";

const PORTRAITS = new URL("portraits/", import.meta.url);

/** @param {string} session @param {string} kind @param {number} minutes after the first message @param {number} [number] */
export function photoOf(session, kind, minutes, number) {
  const id = `${kind}${number ?? ""}`.padEnd(32, "0");
  return {
    id, kind, ...(number === undefined ? {} : { number }), url: `/api/sessions/${session}/photos/${id}`, media_type: "image/png",
    width: 768, height: 768, bytes: 1000, created_at: new Date(START + minutes * 60_000).toISOString(), illustration: kind !== "user" || undefined,
  };
}

export const START = Date.now() - 3_600_000;

/** Messages as the history has them. @param {[string, string][]} lines name (empty: the person) and text */
export function history(lines) {
  return lines.map(([name, content], index) => ({
    id: `m${index}`, role: name === "" ? "user" : "assistant", ...(name === "" ? {} : { name }), content,
    metadata: { hera: { at: new Date(START + index * 60_000).toISOString(), status: "complete", turn_id: `t${Math.floor(index / 2)}` } },
  }));
}

/**
 * Opens the page on a session that stands as `messages` and `state` say.
 * @param {import("playwright-core").Browser} browser @param {string} url a running hera, for the page itself
 * @param {{session?: string, messages: any[], state: any, view?: string, older?: (before: string) => any} & Record<string, any>} scene
 */
export async function stage(browser, url, { session = "11111111-1111-4111-8111-111111111111", messages, state, view = "", older, nextBefore, ...options }) {
  /** @type {any} */ let socket;
  let seq = 100;
  const said = /** @type {any[]} */ ([]);
  const person = await visit(browser, `${url}#${session}${view ? `/${view}` : ""}`, {
    ...options,
    prepare: async (/** @type {import("playwright-core").BrowserContext} */ context) => {
      await context.routeWebSocket(/\/ws$/, (ws) => {
        socket = ws;
        ws.onMessage((text) => {
          const frame = JSON.parse(String(text));
          said.push(frame);
          if (frame.type === "ping") ws.send(JSON.stringify({ type: "pong", nonce: frame.nonce }));
          if (frame.type !== "hello") return;
          const id = `${seq}-a`;
          ws.send(JSON.stringify({ type: "welcome", protocol: 1, session_id: session, connection_id: "c", resumed: "fresh", head_id: id, ping_interval_ms: 25_000, limits: { frame_bytes: 65_536, image_bytes: 10_485_760 }, reconnect: { min_ms: 50, max_ms: 500 } }));
          ws.send(JSON.stringify({ id, snapshot: true, event: { type: "MESSAGES_SNAPSHOT", messages, ...(nextBefore ? { metadata: { hera: { next_before: nextBefore } } } : {}) } }));
          ws.send(JSON.stringify({ id, snapshot: true, event: { type: "STATE_SNAPSHOT", snapshot: state } }));
        });
      });
      await context.route(`**/api/sessions/${session}/**`, async (route) => {
        const request = route.request();
        const path = new URL(request.url()).pathname.split(session)[1];
        if (path === "/messages" && older) await route.fulfill({ json: older(new URL(request.url()).searchParams.get("before") ?? "") });
        else if (path.startsWith("/photos/") && request.method() === "GET") await route.fulfill({ body: await readFile(new URL(`${path.split("/")[2].replace(/0+$/, "")}.jpg`, PORTRAITS)), contentType: "image/jpeg" });
        else if (path === "/events") await route.abort(); // the socket tells it, however late that is on a busy machine; no server has this session
        else await route.fallback();
      });
    },
  });
  const tell = (/** @type {any} */ event, /** @type {string} */ turn = "live") => {
    seq += 1;
    socket.send(JSON.stringify({ id: `${seq}-a`, turn, ts: Date.now(), event }));
  };
  /** The nth message that the page has sent; waits for it. What is sent again under its name is the same. @param {number} nth */
  const sent = (nth) => until(() => said.filter(({ type, client_msg_id: name }, index) => type === "message" && said.findIndex(({ client_msg_id: other }) => other === name) === index)[nth - 1], `message ${nth} of the page`);
  return { person, said, sent, tell, send: (/** @type {any} */ frame) => socket.send(JSON.stringify(frame)) };
}
