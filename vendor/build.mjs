/**
 * Bundles the libraries of the page into static/vendor, each as one module with the licences of what is in it.
 * `npm ci && npm run build` in this folder; what it writes is committed, so that building hera needs no Node.
 */

import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { corrected } from "./commonmark.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = process.argv[2] ?? join(HERE, "../static/vendor");
const LICENCE = /^licen[cs]e/i;

/** The folders of the packages that a bundle is made of. @param {import("esbuild").Metafile} metafile @returns {string[]} */
function packages({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  return [...new Set(used.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []))].sort();
}

/** @param {string} folder @returns {Promise<string>} */
async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(HERE, folder, "package.json"), "utf8"));
  const file = (await readdir(join(HERE, folder))).find((entry) => LICENCE.test(entry));
  if (file === undefined) throw new Error(`${name} comes without its licence`);
  return `${name} ${version} (${license})\n\n${(await readFile(join(HERE, folder, file), "utf8")).trim()}\n`;
}

/** @type {import("esbuild").Plugin} */
const asCommonMark = {
  name: "as CommonMark",
  setup: ({ onLoad }) => onLoad({ filter: /[\\/]markdown-it[\\/]dist[\\/]markdown-it\.mjs$/ }, async ({ path }) => ({ contents: corrected(await readFile(path, "utf8")) })),
};

/** @type {Set<string>} */ const folders = new Set();
for (const name of ["markdown", "highlight"]) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: HERE, entryPoints: [`${name}.js`], bundle: true, minify: true, format: "esm", target: "es2022",
    legalComments: "none", metafile: true, write: false, outdir: OUT, plugins: [asCommonMark],
  });
  const head = `/* Made by vendor/build.mjs from vendor/${name}.js; the licences stand in LICENCES.txt. */\n`;
  await writeFile(join(OUT, `${name}.js`), head + outputFiles[0].text);
  for (const folder of packages(metafile)) folders.add(folder);
}
const texts = await Promise.all([...folders].sort().map(licence));
await writeFile(join(OUT, "LICENCES.txt"), texts.join(`\n${"-".repeat(79)}\n\n`));
