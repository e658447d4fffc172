/** Words that come often, as a byte or two: what a compressor makes of program text is then a twentieth smaller. */
import unpack from './unpack.cjs';

const { escape, pairs } = unpack;
const wordsOfOneByte = pairs - escape - 1;
const mostWords = wordsOfOneByte + (0x100 - pairs) * 0x100;
const words = /[A-Za-z_][A-Za-z0-9_]{2,}/g;

/** What `decode` of unpack.cjs makes `text` of again. */
export function encode(text) {
  const list = frequentWords(text);
  const codes = new Map(list.map((word, i) => [word, codeOf(i)]));
  const coded = [Buffer.from([Buffer.byteLength(text), ...list].join('\n')), Buffer.alloc(1)];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    const code = codes.get(word);
    if (code === undefined) continue;
    coded.push(escaped(text.slice(end, index)), code);
    end = index + word.length;
  }
  return Buffer.concat([...coded, escaped(text.slice(end))]);
}

/** First those of one byte, most frequent first; then the others by the alphabet, which brings likes together. */
function frequentWords(text) {
  const counts = new Map();
  for (const [word] of text.matchAll(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
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
  return Buffer.from([pairs + (pair >> 8), pair & 0xff]);
}

/** Characters that are no plain ASCII stand behind `escape`. */
function escaped(text) {
  return Buffer.from(text.replace(/[^\0-\x7e]/gu, (character) => `\x7f${character}`));
}
