/** Stands in a bundle for `simulator/embedded.generated.ts`. Of nearly a thousand files a session asks for some tens, so each is made of its codes (word-codes.mjs) when it is asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { textOf } from './words-of-codes.ts';

const packed = brotliDecompressSync(readFileSync(join(__dirname, 'embedded.br')));
const endOfWords = packed.indexOf('\n\n');
const endOfIndex = packed.indexOf('\n\n', endOfWords + 2);
const words = packed.toString('utf8', 0, endOfWords).split('\n');
const index = packed.toString('utf8', endOfWords + 2, endOfIndex).split('\n');

export const embeddedSources: Readonly<Record<string, string>> = {};
let begin = endOfIndex + 2;
for (const row of index) {
  const [path, length] = row.split(' ') as [string, string];
  defineText(path, begin, (begin += Number(length)));
}

function defineText(path: string, from: number, to: number): void {
  let text: string | undefined;
  Object.defineProperty(embeddedSources, path, {
    enumerable: true,
    get: () => (text ??= textOf(packed.toString('latin1', from, to), words)),
  });
}
