/** What the Timeline view shows, as JSON-safe data. Times are virtual ns since power-on. */
import type { SourcePlace } from './view-basics.ts';

export interface TimelineView {
  /** Of the first record that is still known. */
  readonly begin: number;
  readonly now: number;
  /** Of the last record known on this branch of history: the machine may have been taken back from there. */
  readonly end: number;
  readonly branch: number;
  /** What part of it this is. */
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly TimelineLane[];
  /** By lane, then by time. */
  readonly events: readonly TimelineEvent[];
  /** Events that stand for others beside them, too close to be told apart. */
  readonly merged: number;
}
export interface TimelineLane {
  readonly id: string;
  readonly name: string;
  readonly kind: 'cpu' | 'device' | 'bus' | 'mappings' | 'maintenance' | 'faults' | 'disk';
}
export interface TimelineEvent {
  /** Of the record that began it: where `dma/goToRecord` leads. */
  readonly sequence: number;
  readonly at: number;
  /** null: it takes no time. */
  readonly until: number | null;
  /** Index of its lane. */
  readonly lane: number;
  /** The record's kind; `runs` is a task on its CPU. */
  readonly what: string;
  readonly severity: 'error' | 'warning' | 'plain';
  readonly text: string;
  /** How many it stands for, itself included. */
  readonly count: number;
  /** The machine stands before it. */
  readonly ahead: boolean;
  readonly place: SourcePlace | null;
}
