/**
 * The block device under the root file system and swap: blocks of 4 KiB, requests that take time, and a medium that holds after a power cut
 * what had been completed until then. One request is served at a time, in order of arrival.
 *
 * Not modelled: a volatile write cache in the device (a completed write is on the medium), queue depth, merging, an elevator, bad blocks.
 */
export interface Disk {
  readonly rotational: boolean;
  /** By block number; absent: zeros. A block is replaced, never changed, so that checkpoints may share it. */
  readonly blocks: Map<number, Uint8Array>;
  nextBlock: number;
  nextRequest: number;
  /** Requests that have not completed, by number. */
  readonly inFlight: Map<number, BlockRequest>;
  /** Virtual ns at which the device has served all that it was given. */
  busyUntil: number;
  /** Where a rotational device's head stands. */
  head: number;
  /** After a power cut nothing reaches the medium any more. */
  powered: boolean;
}

export interface BlockRequest {
  readonly number: number;
  readonly write: boolean;
  /** First block, or first slot of swap. */
  readonly first: number;
  readonly area: 'file-system' | 'swap';
  /** What is written, block by block, as it was when the request was made; for a read, filled in by its completion. */
  readonly content: readonly Uint8Array[];
  readonly count: number;
  /** Of a file: its number and first page; of swap: null. */
  readonly file: number | null;
  readonly page: number;
}

export function createDisk({ rotational }: { readonly rotational: boolean }): Disk {
  const requests = { nextRequest: 1, inFlight: new Map<number, BlockRequest>(), busyUntil: 0 };
  return { rotational, blocks: new Map(), nextBlock: 1, ...requests, head: 0, powered: true };
}
