/**
 * The shape of an experiment: the same piece of work done in several ways, on several machines, at several sizes, each time from power-on, and what was
 * counted between the program's calls of `work_begins` and `work_ends`.
 */
import type { Charges } from '../hardware/charges.ts';

export interface Experiment {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly source: string;
  /** What was found, in a paragraph: told beside the charts. */
  readonly answer: string;
  readonly x: Axis;
  /** Machines or circumstances: a chart each. */
  /** The size that is suggested to end with, where larger ones take long. */
  readonly quick?: number;
  readonly variants: readonly Variant[];
  /** Ways of doing the work: a line each. */
  readonly series: readonly { readonly name: string; readonly title: string }[];
  /** Of the driver, beside `way` and `size`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** How often the program does the work between the two calls: counts are told for one. */
  readonly repeat: number;
  readonly measures: readonly Measure[];
  /** Names of costs that make up `time`; all, where it is not given. */
  readonly costs?: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}
export interface Axis {
  readonly title: string;
  readonly unit: 'bytes' | 'count';
  readonly values: readonly number[];
}
export interface Variant {
  readonly name: string;
  readonly title: string;
  /** Fields of the machine file that differ from the experiment's. */
  readonly machine?: Readonly<Record<string, unknown>>;
}
export interface Measure {
  /** `time`, a count, or what the program itself reports by that name. */
  readonly name: string;
  /** The count it is made of, where that has another name. */
  readonly of?: string;
  /** What is more than the size that was asked for. */
  readonly lessSize?: boolean;
  readonly title: string;
  readonly unit: 'bytes' | 'count' | 'ns';
  /** Not drawn: in tables only. */
  readonly tableOnly?: boolean;
}

/** What one way came to at one size. */
export interface Point {
  readonly variant: string;
  readonly series: string;
  readonly x: number;
  /** By name of the measure, for one piece of work; null: it cannot be done, such as an allocation that is refused. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** Pieces of work by the name of their cost; virtual time is their sum. */
  readonly charges: Partial<Charges>;
}

export interface ExperimentResult {
  readonly experiment: Experiment;
  /** ns, as the table and the caller said. */
  readonly costs: Readonly<Record<string, number>>;
  readonly points: readonly Point[];
}

/** Virtual ns of a point for other costs than it was measured with: counts stay as they are. */
export function timeOf({ charges }: Point, costs: Readonly<Record<string, number>>): number {
  return Object.entries(charges).reduce((sum, [name, times]) => sum + times * (costs[name] ?? 0), 0);
}

/** The value of a measure; null where the work could not be done. */
export function measured(
  point: Point,
  { name, of = name, lessSize = false }: Measure,
  costs: Readonly<Record<string, number>>,
): number | null {
  if (!point.counts) return null;
  if (name === 'time') return timeOf(point, costs);
  return (point.counts[of] ?? 0) - (lessSize ? point.x : 0);
}
