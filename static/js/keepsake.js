/** The story and the letter as files that outlive the page: one document without anything from outside, or the text alone. */

const STYLE = `
  body { margin: 0; background: #f6f3ea; color: #1d2b2b; font: 1.0625rem/2 "Iowan Old Style", Palatino, "Noto Serif", "Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP", Georgia, serif; }
  main { max-width: 36rem; margin: 0 auto; padding: 4rem 1.5rem; }
  h1 { font-weight: 500; font-size: 1.75rem; line-height: 1.4; text-align: center; margin: 0 0 2.5rem; }
  p { margin: 0 0 1.25em; white-space: pre-wrap; }
  .faces { display: flex; flex-wrap: wrap; justify-content: center; gap: 1rem; margin: 0 0 2.5rem; }
  figure { margin: 0; text-align: center; font-size: .8125rem; }
  img { width: 7rem; height: 7rem; object-fit: cover; border-radius: 50%; display: block; }
  @media print { body { background: none; } main { padding: 0; } }`;

const PICTURE_MS = 10_000; // a picture that has not come by then is left out

/** The text in paragraphs: where it has none of its own, its lines. @param {string} text @returns {string[]} */
export function paragraphs(text) {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  return trimmed.split(/\n\s*\n/).map((part) => part.trim());
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/**
 * One HTML document with its pictures inside.
 * @param {{title: string, text: string, lang: string, pictures: {src: string, caption: string}[]}} keepsake `src`: a data URL
 */
export function keepsakePage({ title, text, lang, pictures }) {
  const faces = pictures.map(({ src, caption }) => `<figure><img src="${escaped(src)}" alt=""><figcaption>${escaped(caption)}</figcaption></figure>`).join("");
  return `<!doctype html>
<html lang="${escaped(lang)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>${faces ? `<div class="faces">${faces}</div>` : ""}
${paragraphs(text).map((part) => `<p dir="auto">${escaped(part)}</p>`).join("\n")}
</main></body></html>
`;
}

/** A picture's bytes as a data URL; null where they cannot be had: the page then does without. @param {string} url @returns {Promise<string|null>} */
export async function dataUrl(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PICTURE_MS) });
    if (!response.ok) return null;
    const blob = await response.blob();
    if (!blob.type.startsWith("image/")) return null; // somebody else's answer
    return await new Promise((read, failed) => {
      const reader = new FileReader();
      reader.onload = () => read(/** @type {string} */ (reader.result));
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(blob);
    });
  } catch {
    return null;
  }
}
