/** Room behind the branches of a function of the user's own, for edits: lowering leaves it where the linker asks for it. */
import { Opcode } from '../vm/dispatch.ts';
import { append, newLabel } from './code-buffer.ts';
import { jump, place } from './function-lowering.ts';
import type { FunctionLowering } from './function-lowering.ts';

const leastOf = {
  statement: { statements: 4, instructions: 16 },
  block: { statements: 16, instructions: 64 },
};

/** What a branch takes is rounded up, so that it may grow, in code that has not run, say, and what stands behind it does not move. */
export function keepRoom(
  f: FunctionLowering,
  { count, statements }: { readonly count: number; readonly statements: number },
  { fallsThrough, block }: { readonly fallsThrough: boolean; readonly block: boolean },
): void {
  const { code, place: at } = f;
  const least = block ? leastOf.block : leastOf.statement;
  const behind = newLabel();
  if (fallsThrough) jump(f, behind);
  const filler = code.statements.length;
  const [lastStatement, last] = [
    statements + roomy(filler + 1 - statements, least.statements),
    count + roomy(code.count - count, least.instructions),
  ];
  for (let index = filler; index < lastStatement; index++)
    code.statements.push({ ...code.statements[f.firstStatement]!, index, kind: 'entry' });
  while (code.count < last) append(code, at, filler, Opcode.return, 0, 0, 0, 0);
  place(f, behind);
}

/** The next power of two, and from a number of `least` on the next multiple of it. */
function roomy(needed: number, least: number): number {
  const multiple = 4 * least;
  if (needed >= multiple) return Math.ceil(needed / multiple) * multiple;
  return Math.max(least, 2 ** Math.ceil(Math.log2(needed)));
}
