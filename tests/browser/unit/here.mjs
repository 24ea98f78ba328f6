/** Where the page is, for modules that ask. */
globalThis.location = /** @type {any} */ (new URL("https://hera.test/"));

const { wordsFor } = await import("../../../static/js/i18n.js");
await Promise.all([wordsFor("ja"), wordsFor("en")]);
