/** What is on screen, worked out from the conversation: no DOM, so that every state can be looked at in a test. */

/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {{tone: "calm"|"warn", title?: string, text: string, actions: {label: string, does: string, quiet?: boolean}[]}} Card */

/**
 * @param {Conversation} conversation
 * @param {{words: any, lost: boolean, online: boolean, notice: string}} surroundings
 */
export function screenOf(conversation, { words, lost, online, notice }) {
  const { transcript, phase } = conversation;
  const ended = phase.name === "closed";
  const running = transcript.turn !== null || transcript.waiting.length > 0;
  const stoppable = running && phase.name === "open";
  return {
    items: [...transcript.messages.map((message, index) => spoken(conversation, message, index, words)), ...unsent(conversation, words)],
    finished: transcript.messages.filter(finished).map(({ key, name, text }) => ({ key, name: speaker(name, words), text })),
    earlier: transcript.nextBefore === null ? null : words.earlier[conversation.earlierState],
    card: cardOf(conversation, running, words),
    welcome: transcript.nextBefore === null && !(ended && transcript.messages.length === 0),
    status: statusOf(conversation, { words, lost, online, notice, running }),
    stop: /** @type {"none"|"ready"|"stopping"} */ (!stoppable ? "none" : conversation.stopping === null ? "ready" : "stopping"),
    ended,
  };
}

/** Said to its end while we watched. @param {import("./transcript.js").Message} message */
function finished({ live, role, status }) {
  return live && role === "assistant" && status !== "streaming";
}

/** Who speaks, as the reader's language calls them. @param {string} name @param {any} words @returns {string} */
function speaker(name, words) {
  return words.names[name || "Hera"] ?? name;
}

/** @param {Conversation} conversation @param {import("./transcript.js").Message} message @param {number} index @param {any} words */
function spoken({ transcript }, message, index, words) {
  const last = index === transcript.messages.length - 1;
  return {
    key: message.key,
    source: message,
    shown: {
      role: message.role,
      name: message.role === "user" ? words.you : speaker(message.name, words),
      text: message.text,
      at: message.at,
      streaming: message.status === "streaming",
      note: noteOf(transcript, message, last, words),
      tone: /** @type {"plain"|"warn"} */ (message.status === "failed" ? "warn" : "plain"),
      actions: [],
    },
  };
}

/** @param {import("./transcript.js").Transcript} transcript @param {import("./transcript.js").Message} message @param {boolean} last @param {any} words */
function noteOf(transcript, message, last, words) {
  if (message.role === "user") {
    if (transcript.unanswered !== null && transcript.unanswered === message.turn) return words.unanswered;
    return last && message.live ? words.state.sent : "";
  }
  if (message.status === "cancelled") return words.cancelled;
  return message.status === "failed" ? words.failedReply : "";
}

/** @param {Conversation} conversation @param {any} words */
function unsent(conversation, words) {
  return conversation.outbox.entries.map((entry) => ({
    key: entry.clientMsgId,
    source: entry,
    shown: {
      role: /** @type {const} */ ("user"),
      name: words.you,
      text: entry.text,
      at: entry.at,
      streaming: false,
      note: (entry.state === "failed" && words.refused[entry.code ?? ""]) || words.state[entry.state],
      tone: /** @type {"plain"|"warn"} */ (entry.state === "failed" ? "warn" : "plain"),
      actions:
        entry.state === "failed"
          ? [
              { label: words.retry, run: () => conversation.retry(entry.clientMsgId) },
              { label: words.discard, run: () => conversation.discard(entry.clientMsgId) },
            ]
          : [],
    },
  }));
}

/** @param {Conversation} conversation @param {boolean} running @param {any} words @returns {Card|null} */
function cardOf({ phase, transcript, completion }, running, words) {
  if (phase.name === "closed" && phase.code !== null) return closedCard(phase.code, words);
  if (transcript.fault !== null) {
    const actions = transcript.fault.text === null ? [] : [{ label: words.askAgain, does: "askAgain" }];
    return { tone: "warn", text: words.fault, actions };
  }
  const session = transcript.session;
  if (!session?.profile_complete || running) return null;
  if (completion.state === "done" || (session.phase ?? "interview") !== "interview") {
    return { tone: "calm", title: words.completedTitle, text: words.completed, actions: [] };
  }
  return completeCard(completion, words);
}

/** @param {import("./conversation.js").Completion} completion @param {any} words @returns {Card} */
function completeCard({ state, missing }, words) {
  const fields = missing.map((field) => words.fields[field] ?? field).join(", ");
  const text = { idle: words.complete, busy: words.completeBusy, done: "", failed: missing.length > 0 ? words.completeFailed + fields : words.completeError }[state];
  return {
    tone: "calm",
    title: words.completeTitle,
    text,
    actions: state === "busy" ? [] : [{ label: words.completeButton, does: "complete" }],
  };
}

/** @param {number} code @param {any} words @returns {Card} */
function closedCard(code, words) {
  const [title, text] = words.closed[code] ?? words.closed.other;
  const fresh = { label: words.fresh, does: "fresh" };
  const again = { label: words.again, does: "again" };
  const gone = code === 3503 || code === 3509 || code === 3507;
  return { tone: "calm", title, text, actions: gone ? [fresh] : [again, { ...fresh, quiet: true }] };
}

/**
 * @param {Conversation} conversation
 * @param {{words: any, lost: boolean, online: boolean, notice: string, running: boolean}} surroundings
 * @returns {{kind: "idle"|"busy"|"calm"|"warn", text: string}}
 */
function statusOf({ phase, id, transcript }, { words, lost, online, notice, running }) {
  if (phase.name === "closed") return { kind: "idle", text: "" };
  if (lost) {
    if (!online) return { kind: "warn", text: words.offline };
    if (id === null && phase.attempt > 0) return { kind: "warn", text: words.noSession };
    return { kind: "warn", text: transcript.seq === 0 && phase.attempt === 0 ? words.connecting : words.reconnecting };
  }
  if (notice) return { kind: "calm", text: notice };
  if (!running) return { kind: "idle", text: "" };
  const speaks = transcript.messages.some((message) => message.status === "streaming" && message.text !== "");
  return { kind: "busy", text: speaks ? words.speaking : words.thinking };
}
