/** For what and whom pages were allocated, and where in the program: interned, so that an allocated block costs one number. */

export type OwnerKind =
  | 'kernel-image'
  | 'reserved'
  | 'page-table'
  | 'slab'
  | 'kernel-pages'
  | 'dma-coherent'
  | 'user'
  | 'page-cache'
  | 'kernel-stack'
  | 'vmalloc'
  | 'other';

export interface Owner {
  readonly kind: OwnerKind;
  /** In words: `coherent buffer of 0000:01:00.0`, `app (pid 102)`, … */
  readonly what: string;
  /** Index into `Program.statements` of the call that asked; null while booting. */
  readonly statement: number | null;
}

export interface Owners {
  readonly list: Owner[];
  readonly numberOf: Map<string, number>;
}

/** Beyond this many different owners, new ones are counted as the first one. */
const ownerLimit = 1 << 20;

export function createOwners(): Owners {
  return { list: [{ kind: 'other', what: 'other kernel memory', statement: null }], numberOf: new Map() };
}

export function ownerNumber(owners: Owners, owner: Owner): number {
  const key = `${owner.kind} ${owner.statement ?? ''} ${owner.what}`;
  const known = owners.numberOf.get(key);
  if (known !== undefined) return known;
  if (owners.list.length >= ownerLimit) return 0;
  owners.list.push(owner);
  owners.numberOf.set(key, owners.list.length - 1);
  return owners.list.length - 1;
}
