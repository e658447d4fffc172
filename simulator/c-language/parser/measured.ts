/** Of which records the layout goes into what a function means: of any others, members may come and go unnoticed. */
import type { CType } from '../types.ts';
import type { Parser } from './state.ts';

export function measure({ function: within }: Parser, type: CType): void {
  let whole = type;
  while (whole.kind === 'array') whole = whole.element;
  if (whole.kind === 'record') within?.measured.add(whole.declaration);
}
