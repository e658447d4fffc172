/** A program that compiles the kernel's and libc's own C and keeps the result beside the bundles, where `compiled-data.ts` finds it. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { compileShipped } from '../simulator/index.ts';

const file = join(__dirname, 'compiled.json.br');
const units = Object.fromEntries(
  (['kernel', 'user'] as const).map((mode) => [mode, JSON.stringify(compileShipped(mode))]),
);
const packed = brotliCompressSync(JSON.stringify(units), { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
// Another process may be doing the same, and one may be reading.
writeFileSync(`${file}.${process.pid}`, packed);
renameSync(`${file}.${process.pid}`, file);
