/** What lies beside the bundles of a VSIX is read again as it was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOf } from '../../../extension/build/words-of-codes.ts';
import { embeddedSources } from '../../../simulator/embedded.generated.ts';

const scripts = '../../../extension/build/';
const { packedData } = (await import(`${scripts}packed-data.mjs`)) as {
  packedData: (dist: string, production: boolean) => Plugin;
};
const { withWordsAsCodes } = (await import(`${scripts}word-codes.mjs`)) as {
  withWordsAsCodes: (texts: readonly string[]) => { words: string[]; texts: string[] };
};

test('a bundle has every embedded file', async () => {
  const dist = mkdtempSync(join(tmpdir(), 'dma-packed-'));
  try {
    await build({
      stdin: { contents: "export * from './simulator/embedded.generated.ts';", resolveDir: '.', loader: 'ts' },
      outfile: join(dist, 'bundle.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      plugins: [packedData(dist, false)],
    });
    const bundle = createRequire(import.meta.url)(join(dist, 'bundle.cjs')) as { embeddedSources: unknown };
    expect(bundle.embeddedSources).toEqual(embeddedSources);
  } finally {
    rmSync(dist, { recursive: true });
  }
});

test('any text comes back, whatever is in it', () => {
  const piece = fc.oneof(
    fc.constantFrom('dma', 'dma_map_single', 'PAGE', 'µs → ns', '\xed', '\xee\x80', '\n'),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(' '));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
      const packed = withWordsAsCodes(texts);
      expect(packed.texts.every((each) => /^[\0-\xff]*$/.test(each))).toBe(true);
      expect(packed.texts.map((each) => textOf(each, packed.words))).toEqual(texts);
    }),
    { numRuns: 50 },
  );
});
