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

/** Memory that processes reach through page tables, which can be changed to another page. */
export function isMovable({ kind }: Owner): boolean {
  return kind === 'user' || kind === 'page-cache';
}

export interface Owners {
  readonly list: Owner[];
  /** Numbers of the owners with these words. */
  readonly byWords: Map<string, number[]>;
}

/** Beyond this many different owners, new ones are counted as the first one. */
const ownerLimit = 1 << 20;

export function createOwners(): Owners {
  return { list: [{ kind: 'other', what: 'other kernel memory', statement: null }], byWords: new Map() };
}

export function ownerNumber(owners: Owners, owner: Owner): number {
  const alike = owners.byWords.get(owner.what);
  const { list } = owners;
  if (alike) {
    for (let index = alike.length - 1; index >= 0; index--) {
      const known = list[alike[index]!]!;
      if (known.statement === owner.statement && known.kind === owner.kind) return alike[index]!;
    }
  }
  if (list.length >= ownerLimit) return 0;
  list.push(owner);
  if (alike) alike.push(list.length - 1);
  else owners.byWords.set(owner.what, [list.length - 1]);
  return list.length - 1;
}
