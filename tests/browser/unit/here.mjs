/** Where the page is, for modules that ask. */
globalThis.location = /** @type {any} */ (new URL("https://hera.test/"));
