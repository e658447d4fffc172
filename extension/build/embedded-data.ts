/** Stands in a bundle for `simulator/embedded.generated.ts`. Of nearly a thousand files a session asks for some tens, so each becomes a string when it is asked for. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** Of a program that was packed with the texts (packed-programs.mjs); the last are the texts, and behind them their names. */
interface Parts {
  readonly count: number;
  text(part: number): string;
}

export const embeddedSources: Readonly<Record<string, string>> = {};
const parts = readParts(join(__dirname, 'embedded.br'));
const names = parts.text(parts.count - 1).split('\n');
names.forEach((path, i) => defineText(path, parts.count - 1 - names.length + i));

function defineText(path: string, part: number): void {
  let text: string | undefined;
  Object.defineProperty(embeddedSources, path, { enumerable: true, get: () => (text ??= parts.text(part)) });
}

/** In a VSIX they lie in the pack of the simulator's program. */
function readParts(own: string): Parts {
  return existsSync(own) ? plainParts(brotliDecompressSync(readFileSync(own))) : packedParts();
}

function plainParts(bytes: Buffer): Parts {
  const begins = [0];
  for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, end + 1)) begins.push(end + 1);
  const count = begins.length;
  begins.push(bytes.length + 1);
  return { count, text: (part) => bytes.toString('utf8', begins[part], begins[part + 1]! - 1) };
}

function packedParts(): Parts {
  const { pack, count, textOf } = createRequire(__filename)('./unpack.cjs') as {
    pack(name: string): object;
    count(pack: object): number;
    textOf(pack: object, part: number): string;
  };
  const machine = pack('machine');
  return { count: count(machine), text: (part) => textOf(machine, part) };
}
