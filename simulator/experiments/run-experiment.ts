/** Runs an experiment, a machine from power-on for each point, in portions between which the caller may look, show progress, or give up. */
import { build } from '../compile.ts';
import { createSimulation } from '../create-simulation.ts';
import type { Program } from '../c-language/program.ts';
import { costTable, createCosts, type Costs } from '../hardware/costs.ts';
import { functionStatements } from '../inspect/code.ts';
import { parseMachine } from '../machine-file/parse-machine.ts';
import type { Machine } from '../machine.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';
import type { RunRequest, Simulation } from '../simulation.ts';
import type { Experiment, ExperimentResult, Point, Variant } from './experiment.ts';
import { workSince, workSoFar } from './work.ts';

export interface ExperimentOptions {
  /** Instead of the table's, ns. */
  readonly costs?: Partial<Costs>;
  /** Sizes beyond this one are left out. */
  readonly most?: number;
}
export interface ExperimentProgress {
  /** Points that are measured, of how many. */
  readonly done: number;
  readonly total: number;
  /** What is being measured, in words. */
  readonly what: string;
  readonly x: number;
}
/** The program of an experiment does not do what it should: a fault of the experiment, not of who runs it. */
export class ExperimentFailure extends Error {}

const portion = 20_000; // statements
const mostPortions = 20_000;

export function* runExperiment(
  experiment: Experiment,
  { costs = {}, most = Infinity }: ExperimentOptions = {},
): Generator<ExperimentProgress, ExperimentResult> {
  const values = experiment.x.values.filter((value) => value <= most);
  const total = experiment.variants.length * experiment.series.length * values.length;
  const points: Point[] = [];
  const programs = new Map<Machine['arch'], Program>();
  for (const variant of experiment.variants) {
    const machine = machineOf(experiment, variant, costs);
    const program = programs.get(machine.arch) ?? buildFor(experiment, requestOf(experiment, machine, variant, '', 0));
    programs.set(machine.arch, program); // nothing else of the machine is known when C is compiled
    for (const { name, title } of experiment.series) {
      for (const x of values) {
        const what = `${variant.title}: ${title}`;
        const simulation = createSimulation(program, requestOf(experiment, machine, variant, name, x));
        const steps = measure(experiment, simulation, { variant: variant.name, series: name, x });
        let step = steps.next();
        for (; !step.done; step = steps.next()) yield { done: points.length, total, what, x };
        points.push(step.value);
      }
    }
  }
  return { experiment, costs: { ...createCosts(), ...costs }, points };
}

/** The costs that an experiment's time is made of, with where each figure is from. */
export function costsOf(experiment: Experiment): readonly { name: string; value: number; source: string }[] {
  const counted = Object.entries(costTable).filter(([name]) => experiment.costs?.includes(name) ?? true);
  return counted.map(([name, entry]) => ({ name, ...entry }));
}

function machineOf({ id, files }: Experiment, { name, machine }: Variant, costs: Partial<Costs>): Machine {
  const base = JSON.parse(files['machine.json'] ?? '{}') as Record<string, unknown>;
  const text = JSON.stringify({ ...base, ...machine, costs });
  const parsed = parseMachine(text, `experiments/${id}/${name}`);
  if (!parsed.machine) throw new ExperimentFailure(parsed.diagnostics.map(renderDiagnostic).join('\n'));
  return parsed.machine;
}

/** A program is told variant, way and size as arguments; a driver has parameters `way` and `size`. */
function requestOf(
  { id, files, parameters }: Experiment,
  machine: Machine,
  variant: Variant,
  series: string,
  x: number,
): RunRequest {
  const source = (name: string): { path: string; text: string } => ({
    path: `experiments/${id}/${name}`,
    text: files[name]!,
  });
  return {
    machine,
    driver: 'driver.c' in files ? [source('driver.c')] : [],
    app: 'app.c' in files ? source('app.c') : null,
    findInclude: () => null,
    defines: [],
    parameters: 'driver.c' in files ? { ...parameters, way: series, size: String(x) } : {},
    arguments: [variant.name, series, String(x)],
    files: {},
  };
}

function buildFor(experiment: Experiment, request: RunRequest): Program {
  const { program, diagnostics } = build(request);
  if (!program) throw new ExperimentFailure(diagnostics.map(renderDiagnostic).join('\n'));
  return program;
}

const marks = ['work_begins', 'work_ends'] as const;

/** Work that ends without `work_ends` could not be done. */
function* measure(
  { id, repeat, costs }: Experiment,
  simulation: Simulation,
  where: Pick<Point, 'variant' | 'series' | 'x'>,
): Generator<undefined, Point> {
  const { program, world } = simulation;
  const request = { condition: null, hitCondition: null, logMessage: null };
  simulation.setBreakpoints(
    marks.map((name, index) => ({ id: index, statements: functionStatements(program, name), ...request })),
  );
  let before: ReturnType<typeof workSoFar> | null = null;
  for (let portions = 0; portions < mostPortions; portions++) {
    const stop = simulation.run({ kind: 'continue' }, { statements: portion });
    yield;
    if (stop?.kind === 'breakpoint' && stop.breakpoints.includes(0)) before = workSoFar(world);
    else if (stop?.kind === 'breakpoint' && before) {
      const { counts, charges } = workSince(before, world, repeat);
      const counted = Object.entries(charges).filter(([name]) => costs?.includes(name) ?? true);
      return { ...where, counts, charges: Object.fromEntries(counted) };
    } else if (stop?.kind === 'rest') return { ...where, counts: null, charges: {} };
    else if (stop && stop.kind !== 'breakpoint')
      throw new ExperimentFailure(
        `${id}, ${where.series}, ${where.x}: ${'description' in stop ? stop.description : stop.kind}`,
      );
  }
  throw new ExperimentFailure(`${id}, ${where.series}, ${where.x}: does not come to an end`);
}
