/** Where the page is, for modules that ask. */
globalThis.location = /** @type {any} */ (new URL("https://hera.test/"));

const { wordsFor } = await import("../../../static/js/i18n.js");
const { byHttp } = await import("../../../static/js/connection.js");
await Promise.all([wordsFor("ja"), wordsFor("en"), byHttp.wanted()]);
