/** What an NVMe controller holds: its queues, the command it works on, and the blocks of its namespace. Plain data. */
import type { DeviceState } from '../device.ts';
import type { StoredPages } from '../stored-pages.ts';
import type { Status } from './status.ts';

export const pageBytes = 4096;
export const submissionEntryBytes = 64;
export const completionEntryBytes = 16;

export interface SubmissionQueue {
  readonly id: number;
  readonly base: bigint;
  readonly entries: number;
  readonly completionQueue: number;
  /** Next entry to fetch. */
  head: number;
  /** What the doorbell said last. */
  tail: number;
}
export interface CompletionQueue {
  readonly id: number;
  readonly base: bigint;
  readonly entries: number;
  readonly vector: number;
  readonly interrupts: boolean;
  /** What the doorbell said last. */
  head: number;
  /** Next entry to fill. */
  tail: number;
  /** Of the entry filled next: 1 in the first round, then it alternates. */
  phase: 0 | 1;
}

/** A piece of host memory that one PRP entry names. */
export interface Segment {
  readonly address: bigint;
  readonly length: number;
}

/** A page of a command's PRP list as it was fetched; kept for display. */
export interface FetchedList {
  readonly address: bigint;
  readonly entries: readonly bigint[];
  /** The last entry led to the next page of the list. */
  readonly chained: boolean;
}

export type DataDirection = 'to-device' | 'from-device';

/** The command under way. */
export interface Job {
  readonly queue: number;
  readonly slot: number;
  /** What goes on (`fetch`, `list`, `data`, `completion`: a transfer is under way), or what comes next. */
  phase: 'fetch' | 'next-list' | 'list' | 'next-data' | 'data' | 'next-completion' | 'completion';
  command: Uint8Array;
  /** -1: none. */
  transfer: number;
  direction: DataDirection;
  /** Bytes of data in all. */
  bytes: number;
  segments: Segment[];
  lists: FetchedList[];
  /** The list page being fetched. */
  listAddress: bigint;
  listEntries: number;
  /** Segment that moves now, and bytes moved before it. */
  segment: number;
  moved: number;
  /** First byte on the media; null: data of the controller itself, in `answer`. */
  mediaStart: number | null;
  answer: Uint8Array | null;
  status: Status;
  result: number;
}

export interface NvmeState extends DeviceState {
  submission: Map<number, SubmissionQueue>;
  completion: Map<number, CompletionQueue>;
  job: Job | null;
  /** The command finished last, with its PRP lists; for display. */
  lastJob: Job | null;
  /** Written pages of the namespace by number, 4 KiB each; all others are zero. */
  media: StoredPages;
  /** Vectors that INTMS masks. */
  maskedVectors: bigint;
  /** Asynchronous event requests that wait for an event. */
  eventRequests: number;
  /** I/O queues granted by Set Features. */
  grantedQueues: number;
  /** An event of the engine is on its way. */
  awake: boolean;
  /** Queue that was served last: round robin goes on behind it. */
  served: number;
  /** Counts enablings and resets: what was scheduled before one does nothing after it. */
  generation: number;
}
