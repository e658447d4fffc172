/** The documented bugs about user memory: each program prints the lines of its catalogue entry, its steps are reached, and the work that was counted is the work that was predicted. */
import { describe, expect, it } from 'vitest';
import {
  build,
  parseMachine,
  scenario,
  type BuildResult,
  type RunRequest,
  type Scenario,
  type Simulation,
} from '../simulator/index.ts';
import { createSimulation, filesOnDisk } from '../simulator/index.ts';
import { parsePowerCut } from '../simulator/machine-file/power-cut.ts';
import type { Machine } from '../simulator/machine.ts';
import { finish, outputOf, recordsOf, statementsAt } from './support/simulated-run.ts';

type Row = { readonly output?: readonly string[]; readonly work?: Readonly<Record<string, number>> } & Record<
  string,
  unknown
>;

const built = new Map<string, BuildResult>();

function requestFor(each: Scenario, variantName: string, changes: Partial<RunRequest> = {}): RunRequest {
  const variant = each.variants.find(({ name }) => name === variantName)!;
  const text = variant.machine === null ? null : each.files[variant.machine]!;
  const { machine } = parseMachine(text, 'machine.json');
  return {
    machine: machine!,
    driver: [],
    app: { path: variant.app!, text: each.files[variant.app!]! },
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
    ...changes,
  };
}

function powerOn(request: RunRequest): Simulation {
  const key = request.app!.text;
  const result = built.get(key) ?? build(request);
  built.set(key, result);
  return createSimulation(result.program!, request);
}

function run(request: RunRequest): Simulation {
  const simulation = powerOn(request);
  finish(simulation);
  return simulation;
}

function linesOf(simulation: Simulation): string[] {
  return outputOf(simulation).trimEnd().split('\n');
}

const plain = ['mremap-vs-copy', 'sparse-zero-page', 'fork-copy-on-write', 'shared-vs-private-file', 'stale-tlb'];

describe.each(plain.map((id) => scenario(id)!))('$id', (each) => {
  it.each(Object.keys(each.expected))('%s prints what the catalogue says', (name) => {
    const simulation = run(requestFor(each, name === 'buggy' ? '' : name));
    const expected = each.expected[name] as Row;
    expect(linesOf(simulation)).toEqual(expected.output);
    expect(recordsOf(simulation, 'finding')).toEqual([]);
    expect(simulation.world.kernel.addressSpaces.events).toMatchObject(expected.work ?? {});
  });
  it('reaches every step', () => {
    for (const { stop } of each.steps) {
      const simulation = powerOn(requestFor(each, ''));
      simulation.setBreakpoints([
        {
          id: 1,
          statements: statementsAt(simulation, stop.line!),
          condition: null,
          hitCondition: null,
          logMessage: null,
        },
      ]);
      let reason = null;
      for (let turns = 0; turns < 100 && !reason; turns++)
        reason = simulation.run({ kind: 'continue' }, { statements: 1_000_000 });
      expect([stop.line, reason?.kind]).toEqual([stop.line, 'breakpoint']);
    }
  });
});

describe('mremap-vs-copy', () => {
  const each = scenario('mremap-vs-copy')!;
  interface Series {
    readonly rows: readonly {
      readonly pages: number;
      readonly mremap: Record<string, number>;
      readonly copy: Record<string, number>;
    }[];
  }
  const { rows } = (each.expected['buggy'] as unknown as { series: Series }).series;
  const workOf = (way: string, pages: number) => {
    const simulation = run(requestFor(each, '', { arguments: [way, String(pages)] }));
    return simulation.world.kernel.addressSpaces.events;
  };
  // What the program does besides is the same whatever the size.
  const [mremapBase, copyBase] = [workOf('mremap', 0), workOf('copy', 0)];
  it.each(rows)('$pages pages: the work as the series has it', ({ pages, mremap, copy }) => {
    const moved = workOf('mremap', pages);
    const copied = workOf('copy', pages);
    // The source is faulted in both times: it is what is compared that counts.
    expect(moved.entriesMoved - mremapBase.entriesMoved).toBe(mremap['entriesMoved']);
    expect(moved.pmdsMoved).toBe(mremap['tablesMoved'] ?? 0);
    expect(moved.anonymousFaults - mremapBase.anonymousFaults - pages).toBe(mremap['faults']);
    expect(copied.anonymousFaults - copyBase.anonymousFaults - pages).toBe(copy['faults']);
    expect(copied.entriesMoved).toBe(0);
  });
});

describe('disk-backed-malloc', () => {
  const each = scenario('disk-backed-malloc')!;
  const afterwards = (variant: string, machine: Partial<Machine>): string => {
    const before = requestFor(each, variant);
    const cut = run({ ...before, machine: { ...before.machine, ...machine } });
    expect(recordsOf(cut, 'power-cut')).toHaveLength(1);
    expect(recordsOf(cut, 'finding')).toEqual([]);
    const files = Object.fromEntries(filesOnDisk(cut.world).map(({ path, content }) => [path, content]));
    const rebooted = run({ ...before, machine: { ...before.machine, powerCut: null }, files });
    const [, a, b, c] = /found generations (\d) (\d) (\d)/.exec(outputOf(rebooted)) ?? [];
    return `${a}${b}${c}`;
  };
  const buggy = each.expected['buggy'] as unknown as { outcomes: string[] };
  it.each(buggy.outcomes.map((outcome, seed) => ({ outcome, seed })))(
    'seed $seed leaves $outcome on the disk',
    ({ outcome, seed }) => {
      expect(afterwards('', { seed })).toBe(outcome);
    },
  );
  const fixed = each.expected['two-copies'] as unknown as { cuts: string[]; outcomes: string[] };
  it.each(fixed.cuts.slice(1))('two copies: power cut at %s leaves a whole record', (cut) => {
    for (const seed of [0, 5, 7])
      expect(fixed.outcomes).toContain(afterwards('two-copies', { seed, powerCut: parsePowerCut(cut) }));
  });
});

describe('time travel', () => {
  // Digests are taken live on the first pass: forks, file pages, swap slots, disk requests and stale TLB entries are all state.
  it.each(['fork-copy-on-write', 'shared-vs-private-file', 'stale-tlb'])('%s: every moment is what it was', (id) => {
    const simulation = powerOn(requestFor(scenario(id)!, ''));
    const { timeline } = simulation;
    timeline.keep();
    const passed: { readonly moment: typeof timeline.moment; readonly digest: string }[] = [];
    for (let stop: { readonly kind: string } | null = null; stop?.kind !== 'rest' && passed.length < 50;) {
      stop = simulation.run({ kind: 'continue' }, { statements: 2003 });
      passed.push({ moment: timeline.moment, digest: timeline.digest() });
    }
    expect(passed.length).toBeGreaterThan(3);
    for (const index of [passed.length - 1, 1, Math.floor(passed.length / 2), 0]) {
      const { moment, digest } = passed[index]!;
      for (let calls = 0; !timeline.goTo(moment, { statements: 100_000 }); calls++)
        if (calls > 1000) throw new Error('never arrived');
      expect([index, timeline.digest()]).toEqual([index, digest]);
    }
  });
});
