/** Reads what packed-programs.mjs packed: a brotli stream of parts in which a word that comes often is a byte or two (word-code.mjs). */
const { readFileSync } = require('node:fs');
const { brotliDecompressSync } = require('node:zlib');

/** Below `escape` stand ASCII characters; after it one of UTF-8 as it is; above it codes of words, from `pairs` on with a second byte, which is not 0. */
const escape = 0x7f;
const pairs = 0xee;
const wordsOfOneByte = pairs - escape - 1;

/** The words stand first, a line each; behind a NUL each the parts follow. */
function open(coded) {
  const words = [...placesOf(10, coded, 0, coded.indexOf(0))];
  const parts = [...placesOf(0, coded, 0, coded.length)];
  return { coded, words: Int32Array.from([-1, ...words, parts[0]]), parts: [...parts, coded.length] };
}

function* placesOf(byte, bytes, from, to) {
  for (let at = bytes.indexOf(byte, from); at >= 0 && at < to; at = bytes.indexOf(byte, at + 1)) yield at;
}

const count = ({ parts }) => parts.length - 1;

/** One part, as it was before it was coded. */
function textOf({ coded, words, parts }, part) {
  const [from, to] = [parts[part] + 1, parts[part + 1]];
  const text = Buffer.allocUnsafe(lengthOf(coded, words, from, to));
  let end = 0;
  for (let at = from; at < to; at++) {
    const byte = coded[at];
    if (byte < escape) text[end++] = byte;
    else if (byte === escape)
      for (let left = sequenceLength(coded[at + 1]); left > 0; left--) text[end++] = coded[++at];
    else {
      const word = byte < pairs ? byte - escape - 1 : wordOfPair(byte, coded[++at]);
      for (let i = words[word] + 1; i < words[word + 1]; i++) text[end++] = coded[i];
    }
  }
  return text.toString();
}

/** Of the decoded text, in bytes. */
function lengthOf(coded, words, from, to) {
  let length = to - from;
  for (let at = from; at < to; at++) {
    const byte = coded[at];
    if (byte < escape) continue;
    if (byte === escape) {
      length--;
      at += sequenceLength(coded[at + 1]);
    } else {
      const word = byte < pairs ? byte - escape - 1 : wordOfPair(byte, coded[++at]);
      length += words[word + 1] - words[word] - (byte < pairs ? 2 : 3);
    }
  }
  return length;
}

function wordOfPair(first, second) {
  return wordsOfOneByte + (first - pairs) * 0xff + second - 1;
}

/** In bytes, of a UTF-8 sequence that begins so. */
function sequenceLength(lead) {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

const packs = {};
const pack = (name) => (packs[name] ??= open(brotliDecompressSync(readFileSync(`${__dirname}/${name}.js.br`))));

/** Compiles the program that is that part of a pack as the module given. */
function run(name, part, module) {
  module._compile(textOf(pack(name), part), module.filename);
}

module.exports = { escape, pairs, wordsOfOneByte, open, count, textOf, pack, run };
