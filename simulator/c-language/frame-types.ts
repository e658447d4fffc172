/** Types of variables at a stopped frame, with the lengths that variable length arrays have there. */
import { localsAt } from './debug-info.ts';
import type { Program } from './program.ts';
import type { ThreadState } from './thread-state.ts';
import type { Expression } from './syntax.ts';
import type { CType } from './types.ts';
import { frameAt, readRegister } from './vm.ts';

/** The type with every variable length replaced by its number of elements; the same object where there is none. */
export function typeInFrame(program: Program, thread: ThreadState, depth: number, type: CType): CType {
  if (type.kind === 'pointer') {
    const target = typeInFrame(program, thread, depth, type.target);
    return target === type.target ? type : { ...type, target };
  }
  if (type.kind !== 'array') return type;
  const element = typeInFrame(program, thread, depth, type.element);
  if (!type.variableLength) return element === type.element ? type : { ...type, element };
  return { ...type, element, variableLength: null, length: lengthInFrame(program, thread, depth, type.variableLength) };
}

/** The parser keeps each length in a hidden variable, which lives in a register. */
function lengthInFrame(program: Program, thread: ThreadState, depth: number, length: Expression): number {
  const inner = length.kind === 'load' ? length.operand : length;
  if (inner.kind !== 'variable') return 0;
  const { pc } = frameAt(program, thread, depth);
  const location = localsAt(program, pc).find(({ symbol }) => symbol === inner.symbol)?.location;
  return location?.kind === 'register' ? Number(readRegister(thread, depth, location.register)) : 0;
}
