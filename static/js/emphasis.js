/**
 * What emphasis to Markdown means to whoever wrote its signs: 5*3*2 is a product, __init__ a name, and (*^_^*) a face. Where that
 * is in doubt its signs are shown: who reads them misses nothing, and who does not may miss a product. Loaded by markdown.js.
 */

/** Where words have no spaces between them, and where a bracket is as wide as a letter, a star within them marks a word all the same. */
const NARROW = "(?![\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Bopo}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}（）［］｛｝｟｠])";
/** Before a star, and after one, these are no word's border: of (1+2)*3*x, 3*$2*-1, f(x)*y*[z] and src/*.js,lib/*.ts. */
const ENDS_VALUE = new RegExp(`${NARROW}[\\p{L}\\p{N}\\p{M}\\p{Sc}\\p{Pe}%‰°!′″/∞_]\\**$`, "u");
const BEGINS_VALUE = new RegExp(`^\\**[-+−±√~!&@#\\\\.]*${NARROW}[\\p{L}\\p{N}\\p{Sc}\\p{Ps}]`, "u");
const ENDS_PAIR = /(?:"[^"\s]*"|\|[^|\s]+\|)$/; // "-"*n*2 and |v|*t*2
const ENDS_NUMBER = new RegExp(`${NARROW}\\p{N}$`, "u");
const BEGINS_NUMBER = new RegExp(`^${NARROW}\\p{N}`, "u");
const EMPHASIS = new Set(["em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"]);
const NEAR = 100; // characters beside a star that are looked at
/** Letters of words that have no spaces between them. */
const WIDE = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー々〇";
/** A star that stands for anything, or for itself, by what is before it and after it: count(*), (**) and 「*」, *.js, the last one of /usr/bin/* and t.*, user_*_id, *_test.go */
const WILD = [
  [/[([{<「『（【〈《“‘"']\**$/, /^\**[)\]}>」』）】〉》”’"']/], [new RegExp(`(?:^|[^\\p{L}\\p{N}]|[${WIDE}])$`, "u"), /^\.[\w{[]/], [/(?:\/|\w\.)$/, new RegExp(`^(?:[\\s/,;:)"'|${WIDE}]|$)`, "u")],
  [/\w[_-]$/, /^[_-]\w/], [/(?:^|[\s/,;:("'|])$/, /^_\w/],
];
/** One that stands in quotes by itself, whatever it is paired with. */
const QUOTED = [[/(?:^|[\s(,;:=])'$/, /^'(?:[\s),;:.]|$)/], [/(?:^|[\s(,;:=])"$/, /^"(?:[\s),;:.]|$)/]];
/** A star that is spoken of: *印, and *を付ける or *は必須, where no word begins with that letter. */
const SPOKEN_OF = [/^(?:印|マーク|を|[はがにでとも](?![\p{Script=Hiragana}ー]))/u, /^(?:印|マーク|[をはがにでともの、。]|から|まで|$)/];
const ENDS_FIGURE = /\p{N}[%％‰円元]?$/u;
/** Stars on words that nothing else ends or begins: beside them, the stars of a figure with a clause before it are notes, too: 100* */
const HUNG = /[\p{L}\p{N}%％円元]\*{1,3}(?=[\s.,;:!?)、。；）]|$)|(?:^|[\s(、。（])\*{1,3}(?=[\p{L}\p{N}])/u;
const CLAUSES = /[,;、，；]/;
/** What is left of a name whose rest is not told: 张**和李** */
const ENDS_SURNAME = /[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆戴贾韦夏邱邹熊孟秦阎薛尹段雷黎陶贺顾郝龚邵钱严張劉陳楊黃趙吳孫馬鄭謝許馮韓蕭葉蔣蘇魏呂盧鍾譚陸賈韋鄒賀顧嚴]$/;
const TITLED = /^(?:さん|様|さま|氏|くん|君|ちゃん|先生|女士|小姐|老师).*[\p{Script=Han}\p{Script=Katakana}]$/u; // 山田**さんと佐藤**さん
const LONGEST_MOUTH = 3; // characters, of a face between its cheeks
const MASK = 4; // so many stars are no emphasis, but what is not told: ****
/** A noun of Japanese or Chinese, such as 時給, コスト, 高さ and 売上げ; its ending is one letter. */
const NOUN_LETTER = "[\\p{Script=Han}\\p{Script=Katakana}\\p{Script=Latin}\\p{N}ー々〇%％]";
const NOUN = `${NOUN_LETTER}*(?:${NOUN_LETTER}|\\p{Script=Han}[さみりげれめけきえ])`;
const ENDS_NOUN = new RegExp(`${NOUN}$`, "u");
const BEGINS_NOUN = new RegExp(`^${NOUN_LETTER}`, "u");
/** One of them, or the end of one product, what is between, and the beginning of the next: 時給*時間と単価*個数 */
const NOUNS = new RegExp(`^${NOUN}(?:[とや、，,・+＋−/／-]${NOUN})*$`, "u");
/** Words of Chinese beside which a star marks one: 这是*重点*内容, 我们*必须*努力 */
const AROUND = [/(?:[是了就也很这那我你他她它们没吗呢吧过让给说]|(?<![目標])的)$/, /^[的是了就也很这那我你他她它没吗呢吧过和与及跟或]/];
const STRESSED = /^(?:非常|必须|绝对|一定|特别|十分|真的|很|不|没)/;
const COUNTED = /^[章巻回話月日年人名個件点位時分秒円歳才番号階度倍本枚冊台杯匹節条項部課週泊](?![\p{Script=Han}\p{Script=Katakana}])/u; // 第*3*章
const NAME = /^(?:[a-z][a-z\d]*(?:_[a-z\d]+)*|[A-Z]+(?:_[A-Z]+)+|FILE|DIR|LINE|FUNCTION|CLASS|METHOD|NAMESPACE)$/;
/** What is a name wherever it stands in this way: parts joined by a _, and words that are none but in programs. */
const PROGRAM = /_|^(?:[a-z]+\d+|FILE|DIR|LINE|FUNCTION|CLASS|METHOD|NAMESPACE|init|name|main|file|dir|self|future|builtins|dict|doc|repr|str|len|iter|eq|ne|lt|le|gt|ge|bool|int|del|mul|sub|mod|pow|abs|neg|(?:get|set|del|has)(?:attr|item)|[ir]?(?:add|sub|mul|truediv|floordiv|matmul|and|or|xor|[lr]shift)|a(?:enter|exit|iter|next)|slots|mro|bases|qualname|subclasses|pycache|proto|typename|dirname|filename|kwdefaults|mocks|snapshots|fixtures)$/;
const BETWEEN_NAMES = /__[^\u0000-\u007f]+__/; // of __main__と__dict__, which is one bold to CommonMark
/** Among such words, any name of that form is one. */
const OF_PROGRAMS = /python|module|method|function|class\b|import\b|dunder|attribute|\bdef\b|\.py\b|パイソン|モジュール|メソッド|関数|クラス|属性|変数|模块|方法|函数/i;
/** Beside such a name: x.__init__, src/__tests__, __init__.py, __tests__/a, __init__(x), __name__ == "__main__" */
const NAMES = [[/(?:[\p{L}\p{N})\]_]\.|[\w.]\/)$/u, /^/], [/$/, /^(?:\.[\p{L}_]|\(|\/\w|\s*==)/u], [/"$/, /^"/], [/'$/, /^'/]];

/**
 * What emphasis to Markdown means to whoever wrote its signs: `product` or `name`, where they mean themselves; else nothing.
 * @param {any[]} tokens @param {number} at  of the first sign @returns {"product"|"name"|""}
 */
export function meaning(tokens, at) {
  const { markup } = tokens[at];
  const end = known(tokens).ends.get(at) ?? -1;
  if (markup === "__") return end === at + 2 && isName(tokens, at, end) ? "name" : "";
  return markup.startsWith("*") && (isMask(tokens, at) || isProduct(tokens, at, end) || isSign(tokens, at, end)) ? "product" : "";
}

/** @type {WeakMap<any[], {ends: Map<number, number>, ofPrograms: boolean, isHung: boolean}>} */ const seen = new WeakMap();

/** Where each sign's emphasis ends, whether programs are spoken of, and whether stars hang on words: read once, for a text may have thousands. @param {any[]} tokens */
function known(tokens) {
  const before = seen.get(tokens);
  if (before) return before;
  const ends = new Map();
  /** @type {Map<string, number>} */ const open = new Map();
  for (const [at, { type, level, nesting }] of tokens.entries()) {
    if (nesting > 0) open.set(`${type} ${level}`, at);
    else if (nesting < 0) ends.set(open.get(`${type.replace("_close", "_open")} ${level}`), at);
  }
  const found = { ends, ofPrograms: tokens.some(({ content }) => OF_PROGRAMS.test(content)), isHung: tokens.some(({ type, content }) => type === "text" && HUNG.test(content)) };
  seen.set(tokens, found);
  return found;
}

/** x.__init__ by what is beside it, __name__ by itself, and __call__ among words of programs. @param {any[]} tokens @param {number} at @param {number} end */
function isName(tokens, at, end) {
  const names = tokens[at + 1].content.split(BETWEEN_NAMES);
  if (!names.every((/** @type {string} */ name) => NAME.test(name))) return false;
  return names.some((/** @type {string} */ name) => PROGRAM.test(name)) || isBetween(NAMES, beside(tokens, at, -1), beside(tokens, end, 1)) || known(tokens).ofPrograms;
}

/** Whether so many stars stand there that they are no emphasis: what is between two of **** is not loud. @param {any[]} tokens @param {number} at */
function isMask(tokens, at) {
  const stars = (/** @type {number} */ index, /** @type {1|-1} */ step) => {
    let count = 0;
    for (; tokens[index] && (isEmpty(tokens[index]) || (tokens[index].nesting === 1 && tokens[index].markup.startsWith("*"))); index += step) count += tokens[index].markup.length;
    return count;
  };
  return stars(at, 1) + stars(at - 1, -1) >= MASK;
}

/**
 * 5*3*2 and 2*pi*r are emphasis to Markdown, and products to whoever wrote them: both stars stand within a word. So is 5*3* 2,
 * where one stands between two numbers.
 * @param {any[]} tokens @param {number} at  of the first star @param {number} end  of the last one
 */
function isProduct(tokens, at, end) {
  const stands = (/** @type {number} */ star, /** @type {RegExp} */ after, /** @type {RegExp} */ before) => isValue(tokens, star, -1, after) && isValue(tokens, star, 1, before);
  return (isValue(tokens, at, -1, ENDS_VALUE) && isValue(tokens, end, 1, BEGINS_VALUE)) || stands(at, ENDS_NUMBER, BEGINS_NUMBER) || stands(end, ENDS_NUMBER, BEGINS_NUMBER);
}

/**
 * What stars are beside products of words with spaces between them: the ends of comments, signs for anything, cheeks of a face, and
 * products where words have none, of 3個*2円*7日, （1+2）*3*（4+5）, 時給*時間*日数 and 体積=縦*横*高さ.
 * @param {any[]} tokens @param {number} at @param {number} end
 */
function isSign(tokens, at, end) {
  const [before, first, last, after] = [beside(tokens, at, -1), beside(tokens, at, 1), beside(tokens, end, -1), beside(tokens, end, 1)];
  if (/\/$/.test(before) && /^\//.test(after)) return !(/[\p{L}\p{N}]\/$/u.test(before) && /^\/[\p{L}\p{N}]/u.test(after)); // /*x*/, and not either/*or*/both
  if (/^\/\s/.test(first) || /\s\/$/.test(last)) return true; // what is between /* x */ and /* y */
  if (isBetween(QUOTED, before, first) || isBetween(QUOTED, last, after)) return true;
  const [opens, closes] = [isBetween(WILD, before, first), isBetween(WILD, last, after)];
  if ((opens || closes) && (opens || isValue(tokens, at, -1, ENDS_VALUE)) && (closes || isValue(tokens, end, 1, BEGINS_VALUE))) return true;
  if (/(?:^|[^\p{L}\p{N}.])\.$/u.test(before) && /\.$/.test(last)) return true; // .*foo.* and (.*)-(.*), but not ...*oh.*
  if (ENDS_PAIR.test(before) && isValue(tokens, end, 1, BEGINS_VALUE)) return true;
  if (/^[,;)\]}]/.test(first) || /[([{]$/.test(last)) return true; // SELECT *, t.* FROM t, and f(*args), g(*, x)
  if (SPOKEN_OF[0].test(first) && SPOKEN_OF[1].test(after)) return true;
  const inside = within(tokens, at, end);
  if (ENDS_FIGURE.test(before) && ENDS_FIGURE.test(inside)) return true; // marks of notes: ¥1,000*（税別）、¥500*です
  if (ENDS_FIGURE.test(inside) && CLAUSES.test(inside) && known(tokens).isHung) return true; // *required, 100* rating**
  if ((ENDS_SURNAME.test(before) && ENDS_SURNAME.test(inside)) || TITLED.test(inside)) return true;
  if (/^[./\\-]+$/.test(inside) || (/[([]$/.test(before) && splitsBrackets(inside))) return true; // *.*, **/* and (*f)(int*), but not **1) first**
  if (/[(（]$/.test(before) && /^[)）]/.test(after) && isFace(inside)) return true;
  if (/[(（][^\p{L}\p{N}\s*]{1,2}$/u.test(before) && /^[^\p{L}\p{N}\s*]{1,2}[)）]/u.test(after) && inside.length <= LONGEST_MOUTH) return true; // (´*ω*｀)
  if (tokens[at].markup.length > 1 || !/[\p{L}\p{N}）］｝]$/u.test(before) || !/^[\p{L}\p{N}（［｛]/u.test(after)) return false;
  if (/^\p{N}/u.test(first) && /^\p{N}/u.test(after)) return true;
  if (/[）］｝]$/.test(before) && /^[（［｛]/.test(after)) return /^(?:[\p{N}.,+\-/^]+|\p{Script=Latin})\*/u.test(first);
  if (/^[\p{Script=Hiragana}\p{Script=Hangul}]/u.test(after)) return false; // of E=mc^2なので*重要*です, no word but its ending
  if (ENDS_NOUN.test(before) && NOUNS.test(inside) && BEGINS_NOUN.test(after)) {
    const marked = AROUND[0].test(before) || AROUND[1].test(after) || STRESSED.test(inside) || (/^\p{N}+$/u.test(inside) && COUNTED.test(after));
    if (!marked) return true;
  }
  return /[=＝][^\s、。！？「」]*$/.test(before) || /^[^\s、。！？「」]*[=＝]/.test(after);
}

/** Whether a bracket ends within that did not begin there. @param {string} inside */
function splitsBrackets(inside) {
  let open = 0;
  for (const sign of inside) {
    if (sign === "(" || sign === "[") open += 1;
    else if ((sign === ")" || sign === "]") && (open -= 1) < 0) return true;
  }
  return false;
}

/** (*^_^*) and (*´ω｀*): no word, between two signs. @param {string} inside */
const isFace = (inside) => /^[^\p{L}\p{N}\s](?:.*[^\p{L}\p{N}\s])?$/u.test(inside) && !/[\p{L}\p{N}]{2}/u.test(inside);

/** What is written between two signs. @param {any[]} tokens @param {number} at @param {number} end */
const within = (tokens, at, end) => tokens.slice(at + 1, end).map(({ type, content, markup }) => (EMPHASIS.has(type) ? markup : type.endsWith("break") ? "\n" : content)).join("");

/** Whether such a thing ends before a sign, and such a thing begins after it. @param {RegExp[][]} kinds @param {string} before @param {string} after */
const isBetween = (kinds, before, after) => kinds.some(([ends, begins]) => ends.test(before) && begins.test(after));

/** What is written on one side of a sign, or of all those there. @param {any[]} tokens @param {number} at @param {1|-1} step @returns {string} */
function beside(tokens, at, step) {
  let written = "";
  for (let index = past(tokens, at, step); index >= 0 && index < tokens.length && written.length < NEAR; index += step) {
    const { type, nesting, content, markup } = tokens[index];
    const words = type.endsWith("break") ? "\n" : nesting === 0 ? content : EMPHASIS.has(type) ? markup : "";
    written = step < 0 ? (words + written).slice(-NEAR) : written + words;
  }
  return written;
}

/** Whether a value of a product stands beside a star, or beside all those there. @param {any[]} tokens @param {number} at @param {1|-1} step @param {RegExp} value */
function isValue(tokens, at, step, value) {
  const { type = "", content = "" } = tokens[past(tokens, at, step)] ?? {};
  return type === "code_inline" || (type === "text" && value.test(content));
}

/** The place beside a sign, or beside all those that begin or end there with it. @param {any[]} tokens @param {number} at @param {1|-1} step */
function past(tokens, at, step) {
  const { nesting } = tokens[at];
  do at += step;
  while (tokens[at] && (isEmpty(tokens[at]) || (tokens[at].nesting === nesting && EMPHASIS.has(tokens[at].type))));
  return at;
}

/** What markdown-it leaves between two signs. @param {any} token */
const isEmpty = ({ type, content }) => type === "text" && content === "";
