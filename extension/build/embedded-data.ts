/** Stands in a bundle for `simulator/embedded.generated.ts`. Of nearly a thousand files a session asks for some tens, so each becomes a string when it is asked for. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const packed = readPacked(join(__dirname, 'embedded.br'));
const endOfIndex = packed.indexOf('\n\n');

export const embeddedSources: Readonly<Record<string, string>> = {};
let begin = endOfIndex + 2;
for (const row of packed.toString('utf8', 0, endOfIndex).split('\n')) {
  const [path, bytes] = row.split(' ') as [string, string];
  defineText(path, begin, (begin += Number(bytes)));
}

function defineText(path: string, from: number, to: number): void {
  let text: string | undefined;
  Object.defineProperty(embeddedSources, path, {
    enumerable: true,
    get: () => (text ??= packed.toString('utf8', from, to)),
  });
}

/** In a VSIX they lie in the pack of the simulator's program (packed-programs.mjs). */
function readPacked(own: string): Buffer {
  if (existsSync(own)) return brotliDecompressSync(readFileSync(own));
  return (createRequire(__filename)('./unpack.cjs') as { data: (pack: string) => Buffer }).data('machine');
}
