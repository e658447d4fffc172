/** What a VSIX packs comes out as it went in, whatever text it is. */
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';

const scripts = '../../../extension/build/';
const { encode } = (await import(`${scripts}word-code.mjs`)) as { encode: (text: string) => Buffer };
const { decode } = (await import(`${scripts}unpack.cjs`)) as { decode: (coded: Buffer) => Buffer };

const roundTrip = (text: string): string => decode(encode(text)).toString();

const piece = oneof(
  string({ unit: 'binary' }),
  constantFrom('dma_map_single', 'device', 'int', ' ', '\n', '\0', '\x7f', '\x80', 'é', '→', '😀', 'device→int'),
);

test('any text comes out again', () =>
  assert(property(array(piece, { maxLength: 40 }), (pieces) => roundTrip(pieces.join('')) === pieces.join(''))));

test('so do more words than there are codes of one byte, and of two', () => {
  for (const kinds of [1, 100, 200, 6_000]) {
    const words = Array.from({ length: kinds }, (_, i) => `word_${i.toString(36)}`);
    const text = `${words.join(' ')};${words.join('')},${words.join('\x7f')}\0${words.join('→')}`;
    expect(roundTrip(text)).toBe(text);
  }
});

test('text of many likes gets shorter', () => {
  const text = 'dma_unmap_single(device, handle, size, DMA_TO_DEVICE);\n'.repeat(100);
  expect(encode(text).length).toBeLessThan(text.length / 2);
});
