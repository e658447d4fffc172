/** What lies beside the bundles of a VSIX is read again as it was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { expect, test } from 'vitest';
import { embeddedSources } from '../../../simulator/embedded.generated.ts';

const scripts = '../../../extension/build/';
const { packedData } = (await import(`${scripts}packed-data.mjs`)) as {
  packedData: (dist: string) => Plugin;
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
      plugins: [packedData(dist)],
    });
    const bundle = createRequire(import.meta.url)(join(dist, 'bundle.cjs')) as { embeddedSources: unknown };
    expect(bundle.embeddedSources).toEqual(embeddedSources);
  } finally {
    rmSync(dist, { recursive: true });
  }
});
