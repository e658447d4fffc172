/** What a VSIX packs comes out as it went in, whatever text it is. */
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';

const scripts = '../../../extension/build/';
const { encode } = (await import(`${scripts}word-code.mjs`)) as { encode: (texts: readonly string[]) => Buffer };
const { open, count, textOf } = (await import(`${scripts}unpack.cjs`)) as {
  open: (coded: Buffer) => object;
  count: (pack: object) => number;
  textOf: (pack: object, part: number) => string;
};

function roundTrip(texts: readonly string[]): string[] {
  const pack = open(encode(texts));
  return Array.from({ length: count(pack) }, (_, part) => textOf(pack, part));
}

const piece = oneof(
  string({ unit: 'grapheme' }),
  constantFrom('dma_map_single', 'device', 'int', ' ', '\n', '\x01', '\x7f', '\x80', 'é', '→', '😀', 'device→int'),
);
const text = array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

test('any texts come out again', () =>
  assert(
    property(array(text, { minLength: 1, maxLength: 5 }), (texts) => {
      const again = roundTrip(texts);
      return again.length === texts.length && again.every((one, i) => one === texts[i]);
    }),
  ));

test('so do more words than there are codes of one byte, and of two', () => {
  for (const kinds of [1, 100, 200, 6_000]) {
    const words = Array.from({ length: kinds }, (_, i) => `word_${i.toString(36)}`);
    const texts = [words.join(' '), words.join(''), words.join('\x7f'), words.join('→'), ''];
    expect(roundTrip(texts)).toEqual(texts);
  }
});

test('text of many likes gets shorter', () => {
  const likes = 'dma_unmap_single(device, handle, size, DMA_TO_DEVICE);\n'.repeat(100);
  expect(encode([likes]).length).toBeLessThan(likes.length / 2);
});

test('what separates texts must not stand in one', () => expect(() => encode(['a\0b'])).toThrow('separates'));
