/** The longest time for which a call keeps the machine from being looked at. Bundled by slices.mjs. */
import { frameAt, frameCount } from '../../simulator/c-language/vm.ts';
import { readFileSync } from 'node:fs';
import type { Simulation } from '../../simulator/index.ts';
import { recordsOfKind } from '../../simulator/journal.ts';
import { app, appCalls, driver, driverCalls } from './dear-calls.ts';
import { powerOn, requestOf } from '../support/simulated-run.ts';

const calls = [
  ...Object.keys(appCalls).map((name, i) => [name, i] as const),
  ['dma_mmap_coherent', 99] as const,
  ...Object.keys(driverCalls).map((name, i) => [name, i + 100] as const),
];

const kinds: Record<string, object> = {
  plain: {},
  checked: { dmaDebug: { enabled: true, allErrors: true }, slubDebug: 'FZPU' },
  'not coherent': { arch: 'arm64' },
  bounced: { swiotlb: 'force' },
  iommu: { iommu: 'strict' },
};

/** ms that a slice is asked to take, and beyond which the machine could not be paused in time. */
const slice = 10;
const target = 100;
/** ms after which a call that has not come to its end is given up: it is known by then. */
const longest = 10_000;

interface Slice {
  readonly took: number;
  readonly from: string;
  readonly to: string;
}

/** ms that the main thread has worked: a busy machine does not stretch them. */
function worked(): number {
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;
}

/** The functions that the running task stands in. */
function place({ world: { program, threads, turn } }: Simulation): string {
  const thread = turn && threads.get(turn.task);
  if (!thread) return 'nothing';
  const depths = Array.from({ length: Math.min(2, frameCount(thread)) }, (_, depth) => depth);
  return depths.map((depth) => program.functions[frameAt(program, thread, depth).functionIndex]!.name).join(' of ');
}

function slicesOf(simulation: Simulation): { slices: Slice[]; end: string } {
  const slices: Slice[] = [];
  const begun = performance.now();
  // As a debugger does: what it keeps to go back to is part of a slice.
  simulation.timeline.keep();
  for (;;) {
    const before = { worked: worked(), at: performance.now(), from: place(simulation) };
    const isOver = () => performance.now() > before.at + slice;
    const stop = simulation.run({ kind: 'continue' }, { statements: 100_000, isOver });
    slices.push({ took: worked() - before.worked, from: before.from, to: place(simulation) });
    if (stop && stop.kind !== 'rest')
      return { slices, end: `${stop.kind}: ${'description' in stop ? stop.description : ''}` };
    const said = recordsOfKind(simulation.world.journal, 'output').filter(({ stream }) => stream === 'stderr');
    if (stop)
      return {
        slices,
        end: said
          .slice(1)
          .map(({ text }) => text.trim())
          .join(' '),
      };
    if (performance.now() - begun > longest) return { slices, end: 'given up' };
  }
}

/** Rows whose names match a pattern, and a kind of machine. */
const [only = '', kind = 'plain'] = process.argv.slice(2);
const machine = JSON.stringify({ memory: '1G', cma: '160M', cpus: 2, swap: { size: '64M' }, ...kinds[kind] });
const first = powerOn(requestOf({ driver, app, machine, arguments: ['0'] }));
console.log(`\nThe longest slices of runs that make a dear call, on a machine that is ${kind}: ms of the main thread`);
for (const [name, which] of calls.filter(([name]) => new RegExp(only).test(name))) {
  const { slices, end } = slicesOf(powerOn({ ...first.request, arguments: [String(which)] }));
  const [one, two] = slices.sort((a, b) => b.took - a.took);
  const where = one!.from === one!.to ? one!.from : `${one!.from} to ${one!.to}`;
  const times = [one, two].map((each) => (each?.took ?? 0).toFixed(1).padStart(7)).join('');
  console.log(
    `  ${name.padEnd(34)}${times}${one!.took > target ? ` above ${target} ms` : ''}  ${end.slice(0, 60)}  in ${where}`,
  );
}
