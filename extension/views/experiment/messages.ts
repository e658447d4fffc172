/** What the page of an experiment and its host say to each other. */

export interface ExperimentView {
  readonly title: string;
  readonly question: string;
  readonly answer: string;
  readonly source: string;
  /** A picture; its colours are the theme's. */
  readonly svg: string;
  readonly tables: readonly ExperimentTable[];
  readonly costs: readonly ExperimentCost[];
}
export interface ExperimentTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export interface ExperimentCost {
  readonly name: string;
  /** ns: that of the simulator's table, and the one that times are told for. */
  readonly value: number;
  readonly used: number;
  readonly source: string;
}

export type ExperimentHostMessage = { readonly kind: 'experiment'; readonly view: ExperimentView };
export type ExperimentPageMessage =
  | { readonly kind: 'ready' }
  /** Times are to be told for these costs, ns; counts stay as they are. */
  | { readonly kind: 'costs'; readonly costs: Readonly<Record<string, number>> }
  | { readonly kind: 'saveSvg' };
