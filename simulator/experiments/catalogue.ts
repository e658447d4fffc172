/** The experiments that ship with the simulator: one folder each beside this file, found by its `experiment.json`. */
import { embeddedSources } from '../embedded.generated.ts';
import { parseSize } from '../machine-file/sizes.ts';
import type { Experiment } from './experiment.ts';

type ExperimentFile = Omit<Experiment, 'id' | 'x' | 'files'> & {
  /** Another one, whose program and machine it takes where it has none. */
  readonly programOf?: string;
  readonly x: {
    readonly title: string;
    readonly unit: 'bytes' | 'count';
    readonly values: readonly (string | number)[];
  };
};

export function experiments(): readonly Experiment[] {
  const ids = Object.keys(embeddedSources).flatMap(
    (path) => /^experiments\/([^/]+)\/experiment\.json$/.exec(path)?.[1] ?? [],
  );
  return ids.map(readExperiment);
}

export function experiment(id: string): Experiment | null {
  return experiments().find((each) => each.id === id) ?? null;
}

function readExperiment(id: string): Experiment {
  const own = filesOf(id);
  const { x, programOf, ...description } = JSON.parse(own['experiment.json']!) as ExperimentFile;
  const files = programOf === undefined ? own : { ...filesOf(programOf), ...own };
  const values = x.values.map((value) => (typeof value === 'number' ? value : parseSize(value)!));
  return { id, ...description, x: { ...x, values }, files };
}

function filesOf(id: string): Record<string, string> {
  const folder = `experiments/${id}/`;
  const paths = Object.keys(embeddedSources).filter((path) => path.startsWith(folder));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), embeddedSources[path]!]));
}
