/**
 * Stands in a bundle for `simulator/compiled.generated.ts`. An installed extension has only the sources, half as large: what becomes of them is kept beside them
 * once a program in the background has compiled them. Until then they are parsed like the user's own.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

type CompiledUnits = Readonly<Record<'kernel' | 'user', string>>;

const file = join(__dirname, 'compiled.json.br');
let units: CompiledUnits | null = null;
let asked = false;

function read(): CompiledUnits | null {
  if (units === null && existsSync(file)) {
    units = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as CompiledUnits;
  }
  if (units === null && !asked) makeInBackground();
  return units;
}

function makeInBackground(): void {
  asked = true;
  try {
    accessSync(__dirname, constants.W_OK);
  } catch {
    return;
  }
  // Inside of VS Code the program at hand is Electron.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const program = join(__dirname, 'compile-shipped.cjs');
  const child = spawn(process.execPath, [program], { detached: true, stdio: 'ignore', windowsHide: true, env });
  child.on('error', () => undefined);
  child.unref();
}

export const compiledUnits: Readonly<Record<'kernel' | 'user', string | null>> = {
  get kernel() {
    return read()?.kernel ?? null;
  },
  get user() {
    return read()?.user ?? null;
  },
};
