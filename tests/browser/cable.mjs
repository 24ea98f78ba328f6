/** The wire between browser and server, as a TCP proxy that the test can cut and mend. */

import net from "node:net";

/**
 * @param {string} target  the server's address, `http://127.0.0.1:8080/`
 * @returns {Promise<{url: string, cut: () => void, hush: () => void, mend: () => void, close: () => Promise<void>}>}
 *   `cut` breaks every connection and refuses new ones, `hush` lets the server hear and not be heard, `mend` ends both
 */
export async function cable(target) {
  const { hostname, port } = new URL(target);
  /** @type {Set<net.Socket>} */ const ends = new Set();
  /** @type {Set<net.Socket>} */ const servers = new Set();
  let whole = true;
  const cutAll = () => ends.forEach((end) => end.destroy());
  const server = net.createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = net.connect(Number(port), hostname);
    servers.add(far);
    far.on("close", () => servers.delete(far));
    for (const [one, other] of [[near, far], [far, near]]) {
      ends.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(null)));
  const { port: own } = /** @type {net.AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${own}/`,
    cut: () => {
      whole = false;
      cutAll();
    },
    hush: () => {
      for (const far of servers) {
        far.unpipe();
        far.resume();
      }
    },
    mend: () => {
      whole = true;
    },
    close: () => {
      cutAll();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
