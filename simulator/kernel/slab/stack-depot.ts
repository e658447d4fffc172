/** Call stacks as single numbers, each kept once: who allocated and freed an object costs four bytes. A stack is its innermost frame's node, linked to its callers. */

export interface StackDepot {
  /** By node: the statement (index into `Program.statements`), and the node of the caller's frame. Node 0 is the empty stack. */
  readonly statements: number[];
  readonly callers: number[];
  /** Node by `caller * 2^24 + statement`. */
  readonly nodeOf: Map<number, number>;
}

const depthLimit = 8;
const nodeLimit = 1 << 20;
const statementLimit = 2 ** 24;

export function createStackDepot(): StackDepot {
  return { statements: [-1], callers: [0], nodeOf: new Map() };
}

/** The number of a stack (innermost first); 0 for none. Beyond a million different frames: the nearest callers that are known. */
export function depositStack(depot: StackDepot, stack: readonly number[]): number {
  let node = 0;
  for (let depth = Math.min(stack.length, depthLimit) - 1; depth >= 0; depth--) {
    const statement = stack[depth]!;
    const key = node * statementLimit + (statement % statementLimit);
    let next = depot.nodeOf.get(key);
    if (next === undefined) {
      if (depot.statements.length >= nodeLimit) return node;
      next = depot.statements.length;
      depot.statements.push(statement);
      depot.callers.push(node);
      depot.nodeOf.set(key, next);
    }
    node = next;
  }
  return node;
}

/** Statements, innermost first. */
export function stackOf(depot: StackDepot, number: number): number[] {
  const stack: number[] = [];
  for (let node = number; node > 0; node = depot.callers[node]!) stack.push(depot.statements[node]!);
  return stack;
}
