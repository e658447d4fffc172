/**
 * Texts with their frequent words as codes of one or two bytes, which then pack a fifteenth smaller: parts of names, such as `dma` and `map` in `dma_map_single`. Texts
 * are in ISO 8859-1, whose upper half is codes: all else in Unicode stands among the words. `words-of-codes.ts` reads them again.
 */
const singles = 110; // codes \x80 to \xed
const leads = 8; // bytes \xee to \xf5, each before any byte
const seldom = 6; // times that a word must be there to be worth its place in the list

const wordPattern = /[A-Za-z][a-z]{2,}|[A-Z]{3,}|[^\0-\x7f]+/g;

/** The words by their number, and the texts with codes. */
export function withWordsAsCodes(texts) {
  const counts = new Map();
  for (const text of texts)
    for (const [word] of text.matchAll(wordPattern)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const needed = [...counts.keys()].filter((word) => word.charCodeAt(0) > 0x7f);
  const frequent = [...counts.keys()]
    .filter((word) => word.charCodeAt(0) <= 0x7f && counts.get(word) >= seldom)
    .sort((one, other) => counts.get(other) - counts.get(one))
    .slice(0, singles + leads * 256 - needed.length);
  if (frequent.length + needed.length > singles + leads * 256)
    throw new Error('too many words outside ASCII for their codes');
  // Sorted, the list itself packs well.
  const words = [...frequent.slice(0, singles).sort(), ...[...frequent.slice(singles), ...needed].sort()];
  const codes = new Map(words.map((word, number) => [word, codeOf(number)]));
  return { words, texts: texts.map((text) => text.replace(wordPattern, (word) => codes.get(word) ?? word)) };
}

function codeOf(number) {
  if (number < singles) return String.fromCharCode(0x80 + number);
  const [lead, second] = [(number - singles) >> 8, (number - singles) & 0xff];
  return String.fromCharCode(0x80 + singles + lead, second);
}
