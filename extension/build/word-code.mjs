/** Words that come often, as a byte or two: what a compressor makes of program text is then a twentieth smaller. */
import unpack from './unpack.cjs';

const { escape, pairs, wordsOfOneByte } = unpack;
const mostWords = wordsOfOneByte + (0x100 - pairs) * 0xff;
const words = /[A-Za-z_][A-Za-z0-9_]{2,}/g;

/** What `open` of unpack.cjs makes `texts` of again, none of which may contain a NUL. */
export function encode(texts) {
  const list = frequentWords(texts);
  const codes = new Map(list.map((word, i) => [word, codeOf(i)]));
  const coded = texts.flatMap((text) => [Buffer.alloc(1), ...codedText(text, codes)]);
  return Buffer.concat([Buffer.from(list.join('\n')), ...coded]);
}

function* codedText(text, codes) {
  if (text.includes('\0')) throw new Error('a text contains what separates texts');
  let end = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    const code = codes.get(word);
    if (code === undefined) continue;
    yield escaped(text.slice(end, index));
    yield code;
    end = index + word.length;
  }
  yield escaped(text.slice(end));
}

/** First those of one byte, most frequent first; then the others by the alphabet, which brings likes together. */
function frequentWords(texts) {
  const counts = new Map();
  for (const text of texts) for (const [word] of text.matchAll(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const worth = ([word, count]) => (word.length - 2) * count > 2 * word.length;
  const list = [...counts]
    .filter(worth)
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostWords)
    .map(([word]) => word);
  return [...list.slice(0, wordsOfOneByte), ...list.slice(wordsOfOneByte).sort()];
}

function codeOf(index) {
  if (index < wordsOfOneByte) return Buffer.from([escape + 1 + index]);
  const pair = index - wordsOfOneByte;
  return Buffer.from([pairs + Math.floor(pair / 0xff), (pair % 0xff) + 1]);
}

/** Characters that are no plain ASCII stand behind `escape`. */
function escaped(text) {
  return Buffer.from(text.replace(/[^\0-\x7e]/gu, (character) => `\x7f${character}`));
}
