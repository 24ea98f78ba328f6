/**
 * Server-sent events, read from the body of an answer (HTML Living Standard, 9.2.6; lines end with LF or CRLF): an
 * `EventSource` tells neither why it fails nor that it lives.
 */

/** @typedef {{data: string|null, id: string|null}} ServerSentEvent `data`: null for a comment */

const LONGEST_FIELD = 64; // characters, of a line's beginning by which one knows whether it is a field
const FIELD = /^(?:(?:data|event|id|retry)?:.*)?$/s;

/**
 * What each piece of a stream completes, to its end, however that comes; an empty list for a piece that completes nothing.
 * One that is called something else on its way is known by its first line; null: it is something else.
 * @param {ReadableStream<Uint8Array>} body @param {boolean} [isCalled] a stream of events @returns {AsyncGenerator<ServerSentEvent[]|null>}
 */
export async function* eventsOf(body, isCalled = true) {
  let isKnown = isCalled;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  /** @type {{data: string[], id: string|null}} */ let event = { data: [], id: null };
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined })); // broken off: as an end
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
    rest = /** @type {string} */ (lines.pop());
    if (!isKnown && lines.length === 0 && rest.length < LONGEST_FIELD) continue;
    isKnown ||= FIELD.test(lines[0] ?? rest);
    if (!isKnown) return yield null;
    /** @type {ServerSentEvent[]} */ const whole = [];
    for (const line of lines) {
      if (line === "") {
        if (event.data.length > 0) whole.push({ data: event.data.join("\n"), id: event.id });
        event = { data: [], id: null };
      } else {
        const [, field, text] = /** @type {RegExpExecArray} */ (/^([^:]*)(?:: ?(.*))?$/s.exec(line));
        if (field === "") whole.push({ data: null, id: null });
        if (field === "data") event.data.push(text ?? "");
        if (field === "id") event.id = text ?? "";
      }
    }
    yield whole;
  }
}
