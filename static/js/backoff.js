/** Waiting longer and longer, and never at the same time as all others. */

/**
 * How long to wait before attempt number `attempt` (0 is the first): full jitter under a ceiling that doubles.
 * @param {number} attempt @param {{min_ms: number, max_ms: number}} bounds @param {number} random
 */
export function backoff(attempt, { min_ms, max_ms }, random) {
  const ceiling = Math.min(max_ms, min_ms * 2 ** Math.min(attempt + 1, 30));
  return min_ms + random * Math.max(0, ceiling - min_ms);
}

/** The longest that anybody on the way is obeyed, who asks not to be called for so long. */
export const PATIENCE_MS = 60_000;
