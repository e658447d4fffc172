/** Compiles what ships, for embedding: run when the simulator is built. */
import type { CompiledUnit } from './c-language/object-code/compiled-unit.ts';
import { compileToRows } from './c-language/object-code/write-unit.ts';
import { parseShipped, type Mode } from './shipped-sources.ts';

/** Throws with the first error in shipped files. */
export function compileShipped(mode: Mode): CompiledUnit {
  const { unit, diagnostics } = parseShipped(mode);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`${error.place.file.path}:${error.place.line}: ${error.message}`);
  return compileToRows(unit, mode);
}
