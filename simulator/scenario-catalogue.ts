/** The documented bugs that ship with the simulator: one folder each under `scenarios/`, found by its `expected.json`. */
import { embeddedSources } from './embedded.generated.ts';

export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** What was asked, in one paragraph. */
  readonly question: string;
  readonly source: string;
  readonly keywords: readonly string[];
  /** Id of the experiment that has its ways against size, as charts. */
  readonly experiment?: string;
  readonly variants: readonly ScenarioVariant[];
  readonly steps: readonly ScenarioStep[];
  /** Several explanations, and which of the facts each reproduces. */
  readonly matrix?: ScenarioMatrix;
  /** Numbers of the catalogue by variant or parameter, compared by tests and shown beside the actual ones. */
  readonly expected: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** All files of its folder by path relative to it. */
  readonly files: Readonly<Record<string, string>>;
}
/** The code as it was (`name` is empty) or one way of fixing it. Paths are relative to the scenario's folder. */
export interface ScenarioVariant {
  readonly name: string;
  readonly title: string;
  readonly driver: string | null;
  readonly app: string | null;
  readonly machine: string | null;
}
/** One run for each row and fact: what the row changes, with the fact's parameters, compared with what the fact says. */
export interface ScenarioMatrix {
  readonly facts: Readonly<Record<string, MatrixFact>>;
  /** Facts of the run of each row's first column that are told beside. */
  readonly evidence: readonly string[];
  readonly rows: readonly MatrixRow[];
  readonly conclusion: string;
  /** What would have settled it. */
  readonly questions: readonly string[];
}
export interface MatrixFact {
  readonly title: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** As in `expected`. */
  readonly is: Readonly<Record<string, unknown>>;
}
export interface MatrixRow {
  readonly name: string;
  readonly title: string;
  /** Fields that replace those of the scenario's machine file; objects and devices field by field. */
  readonly machine?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  /** By fact: whether the row reproduces it. */
  readonly expected: Readonly<Record<string, boolean>>;
  readonly note: string;
}
export interface ScenarioStep {
  readonly title: string;
  /** An event filter with its condition, or the start of a source line of the driver or app. */
  readonly stop: { readonly filter?: string; readonly condition?: string; readonly line?: string };
  readonly view: string;
  /** C expressions for the addresses that a picture of page tables is of; without them, the program's last mapping. */
  readonly addresses?: readonly string[];
  readonly look: string;
  readonly see: string;
  /** What the view's picture in the terminal must hold (runs of blanks count as one): keeps `see` true. */
  readonly shows?: readonly string[];
}

interface ScenarioFile {
  readonly title: string;
  readonly question: string;
  readonly source: string;
  readonly keywords: readonly string[];
  readonly experiment?: string;
  readonly fixed: Readonly<
    Record<
      string,
      { readonly title: string; readonly driver?: string; readonly app?: string; readonly machine?: string }
    >
  >;
  readonly steps: readonly ScenarioStep[];
  readonly matrix?: ScenarioMatrix;
  readonly expected: Scenario['expected'];
}

const prefix = 'scenarios/';

export function scenarios(): readonly Scenario[] {
  const ids = Object.keys(embeddedSources).flatMap(
    (path) => /^scenarios\/([^/]+)\/expected\.json$/.exec(path)?.[1] ?? [],
  );
  return ids.map(readScenario);
}

export function scenario(id: string): Scenario | null {
  return scenarios().find((each) => each.id === id) ?? null;
}

function readScenario(id: string): Scenario {
  const folder = `${prefix}${id}/`;
  const paths = Object.keys(embeddedSources).filter((path) => path.startsWith(folder));
  const files = Object.fromEntries(paths.map((path) => [path.slice(folder.length), embeddedSources[path]!]));
  const { fixed, ...description } = JSON.parse(files['expected.json']!) as ScenarioFile;
  const own = (path: string): string | null => (path in files ? path : null);
  const original = {
    name: '',
    title: description.title,
    driver: own('driver.c'),
    app: own('app.c'),
    machine: own('machine.json'),
  };
  const variants = Object.entries(fixed).map(([name, change]) => ({ ...original, name, ...change }));
  return { id, ...description, variants: [original, ...variants], files };
}
