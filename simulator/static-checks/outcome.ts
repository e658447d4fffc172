/** What a function says of its outcome by what it returns. */
import { factOf } from './assume.ts';
import { linesOf } from './expressions.ts';
import type { Term } from './terms.ts';
import type { Walk } from './walk.ts';

/** -EINPROGRESS and -EIOCBQUEUED say that it goes on, and so does -EBUSY of what is queued like that. */
function isUnderWay({ state, root }: Walk, value: Term): boolean {
  const { low, high } = factOf(state, value);
  if (low === null || low !== high) return false;
  const { file, line } = root.place;
  const tellsOfProgress = (): boolean => linesOf(file, line, root.end.line).includes('EINPROGRESS');
  return low === -115n || low === -529n || (low === -16n && tellsOfProgress());
}

/** Whether the function says that it failed, as far as it can be told. */
export function isFailing(walk: Walk, value: Term | null): boolean {
  return isErrorReturn(walk, value, false);
}

/** Whether the function says that it failed; one that returns nothing says it never, and is taken at its releases elsewhere. */
export function isErrorReturn(walk: Walk, value: Term | null, isList: boolean): boolean {
  if (value === null) return isList;
  if (isUnderWay(walk, value)) return false;
  if (value.kind === 'number') return value.value < 0n;
  const { result } = walk.root.symbol.type.kind === 'function' ? walk.root.symbol.type : { result: null };
  if (result?.kind !== 'integer' || result.name === 'bool') return false;
  const fact = walk.state.facts.get(value.key);
  return (
    fact !== undefined &&
    ((fact.high !== null && fact.high < 0n) ||
      (fact.nonzero && value.kind === 'symbol' && (fact.low === null || fact.low < 0n)))
  );
}
