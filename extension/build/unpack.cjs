/** Reads what packed-programs.mjs packed: a brotli stream in which a word that comes often is a byte or two. Of each pack, the words once and the text once. */
const { readFileSync } = require('node:fs');
const { brotliDecompressSync } = require('node:zlib');

/** Below `escape` stand ASCII characters; after it one of UTF-8 as it is; above it codes of words, from `pairs` on with a second byte. */
const escape = 0x7f;
const pairs = 0xee;

/** The inverse of word-code.mjs: the length of the text and its words, a line each, and behind a NUL the text. */
function decode(coded) {
  const end = coded.indexOf(0);
  const [length, ...lines] = coded.toString('latin1', 0, end).split('\n');
  const words = lines.map((word) => Buffer.from(word, 'latin1'));
  const text = Buffer.allocUnsafe(Number(length));
  let to = 0;
  for (let at = end + 1; at < coded.length; at++) {
    const byte = coded[at];
    if (byte < escape) text[to++] = byte;
    else if (byte === escape) for (let left = sequenceLength(coded[at + 1]); left > 0; left--) text[to++] = coded[++at];
    else {
      const word = words[byte < pairs ? byte - escape - 1 : pairs - escape - 1 + ((byte - pairs) << 8) + coded[++at]];
      for (let i = 0; i < word.length; i++) text[to++] = word[i];
    }
  }
  return text;
}

/** In bytes, of a UTF-8 sequence that begins so. */
function sequenceLength(lead) {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

const packs = {};
const pack = (name) => (packs[name] ??= decode(brotliDecompressSync(readFileSync(`${__dirname}/${name}.js.br`))));

/** Compiles the program that is that part of a pack as the module given. */
function run(name, part, module) {
  let begin = 0;
  while (part-- > 0) begin = pack(name).indexOf(0, begin) + 1;
  const end = pack(name).indexOf(0, begin);
  module._compile(pack(name).toString('utf8', begin, end < 0 ? undefined : end), module.filename);
}

/** The last part of a pack, as bytes. */
function data(name) {
  return pack(name).subarray(pack(name).lastIndexOf(0) + 1);
}

module.exports = { escape, pairs, decode, run, data };
