/** Numbers that clients hold for frames and for values with parts. They hold until the machine goes on, and are never given out twice. */
import type { Container } from './presentation/variables.ts';
import { RequestError } from './request-error.ts';
import type { FrameOfTask } from './simulator-door.ts';

/** What a `variablesReference` stands for. */
export type VariablesOwner =
  | { readonly kind: 'locals' | 'globals'; readonly frame: FrameOfTask }
  | { readonly kind: 'registers'; readonly device: string }
  | { readonly kind: 'register'; readonly device: string; readonly register: string }
  | { readonly kind: 'value'; readonly frame: FrameOfTask | null; readonly container: Container };

/** DAP's numbers are 31 bits wide; far fewer are ever open at one stop. */
const mostReferences = 1_000_000;

export class References {
  readonly #frames = new Map<number, FrameOfTask>();
  readonly #owners = new Map<number, VariablesOwner>();
  #next = 1;

  frame(frame: FrameOfTask): number {
    return this.#add(this.#frames, frame);
  }

  owner(owner: VariablesOwner): number {
    return this.#add(this.#owners, owner);
  }

  frameOf(id: number): FrameOfTask {
    return find(this.#frames, id, 'stack frame');
  }

  ownerOf(id: number): VariablesOwner {
    return find(this.#owners, id, 'variables reference');
  }

  /** The machine goes on: what was handed out means nothing any more. */
  clear(): void {
    this.#frames.clear();
    this.#owners.clear();
  }

  #add<T>(into: Map<number, T>, what: T): number {
    if (into.size >= mostReferences)
      throw new RequestError('notNow', 'too many variables have been opened at this stop');
    const id = this.#next++;
    into.set(id, what);
    return id;
  }
}

function find<T>(among: ReadonlyMap<number, T>, id: number, what: string): T {
  const found = among.get(id);
  if (found !== undefined) return found;
  throw new RequestError(
    'stale',
    `there is no ${what} ${id} (any more): such numbers hold only while the machine stands still`,
  );
}
