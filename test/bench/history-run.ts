/**
 * What it costs to keep ten million statements of history, to go back one step in it, and to go anywhere, in time of this process' processor,
 * because the machine may be busy. The work is checksums and sorting over memory of which every page is written. Bundled by history.mjs.
 */
import { build, createSimulation, parseMachine, type Moment, type Simulation } from '../../simulator/index.ts';

const source = `
#include <stdio.h>
static unsigned char text[1 << 20];
static unsigned int numbers[4096];
static unsigned int checksum(unsigned int sum, int from, int bytes)
{
	for (int i = from; i < from + bytes; i++) {
		text[i] += i;
		sum ^= text[i];
		sum = sum & 1 ? (sum >> 1) ^ 0xedb88320u : sum >> 1;
	}
	return sum;
}
static void sort(unsigned int seed)
{
	for (int i = 0; i < 4096; i++)
		numbers[i] = (seed = seed * 1664525u + 1013904223u) >> 4;
	for (int gap = 2048; gap > 0; gap /= 2)
		for (int i = gap; i < 4096; i++) {
			unsigned int t = numbers[i];
			int j = i;
			for (; j >= gap && numbers[j - gap] > t; j -= gap)
				numbers[j] = numbers[j - gap];
			numbers[j] = t;
		}
}
int main(void)
{
	unsigned int sum = 1;
	for (int round = 0; round < 16; round++) {
		sum = checksum(sum, round * 65536, 65536);
		sort(sum);
	}
	printf("%u\\n", sum);
	return 0;
}
`;
const wanted = 10_000_000;
const portion = 50_000;
const looks = 200;

function powerOn(history: boolean): Simulation {
  const { machine } = parseMachine('{}', 'machine.json');
  if (!machine) throw new Error('there is no default machine');
  const request = {
    machine,
    driver: [],
    app: { path: 'app.c', text: source },
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
  };
  const { program, diagnostics } = build(request);
  if (!program) throw new Error(JSON.stringify(diagnostics));
  const simulation = createSimulation(program, request);
  if (history) simulation.timeline.keep();
  return simulation;
}

/** ms until `wanted` statements have run. */
function run(simulation: Simulation): number {
  return timed(() => {
    while (simulation.world.statements < wanted)
      if (simulation.run({ kind: 'continue' }, { statements: portion })) throw new Error('the program ended too early');
  });
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

function percentile(times: readonly number[], share: number): number {
  return [...times].sort((a, b) => a - b)[Math.ceil(share * times.length) - 1]!;
}

function timed(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function until(step: () => unknown): void {
  while (!step());
}

const simulation = powerOn(true);
const before = memory();
run(simulation);
const { timeline, world } = simulation;
console.log(
  `history of ${(world.statements / 1e6).toFixed(1)} million statements: ${(memory() - before).toFixed(0)} MB (the machine's own changes among them), ${timeline.history!.checkpoints} checkpoints`,
);

/** By turns, so that what the processor and the compiler do in between meets both. */
const pairs = Array.from({ length: 9 }, () => ({ plain: run(powerOn(false)), recorded: run(powerOn(true)) }));
const [plain, recorded] = (['plain', 'recorded'] as const).map((which) =>
  percentile(
    pairs.map((each) => each[which]),
    0.5,
  ),
) as [number, number];
console.log(
  `ten million statements, median of ${pairs.length}: ${plain.toFixed(0)} ms, with history ${recorded.toFixed(0)} ms: ${(recorded / plain).toFixed(2)} times`,
);

/** Moments all over history: statements lie as close as they come. */
const end = timeline.moment;
let dice = 12345;
const somewhere = (): Moment => {
  dice = (Math.imul(dice, 1103515245) + 12345) & 0x7fffffff;
  const statements = Math.floor((dice / 0x7fffffff) * (end.statements - 1));
  return { ...nearest(statements), record: null };
};
/** Turns are as long as they are: only whole moments that were stood at can be asked for again. */
const stoodAt: Moment[] = [];
function nearest(statements: number): Moment {
  return stoodAt.reduce((a, b) => (Math.abs(b.statements - statements) < Math.abs(a.statements - statements) ? b : a));
}
const again = powerOn(true);
while (again.world.statements < wanted) {
  again.run({ kind: 'continue' }, { statements: 7_919 });
  stoodAt.push(again.timeline.moment);
}

const seeks: number[] = [];
const steps: number[] = [];
const further: number[] = [];
for (let i = 0; i < looks; i++) {
  const moment = somewhere();
  seeks.push(timed(() => until(() => timeline.goTo(moment, { statements: portion }))));
  const task = simulation.world.turn?.task ?? [...simulation.world.threads.keys()].at(-1)!;
  const back = (): void => until(() => timeline.runBack({ kind: 'step-over', task }, { statements: portion }));
  steps.push(timed(back));
  further.push(timed(back));
}
for (const [what, times] of [
  ['going anywhere', seeks],
  ['one step back, the first at a new place', steps],
  ['one step back, the next', further],
] as const)
  console.log(
    `${what}: median ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms, worst ${percentile(times, 1).toFixed(1)} ms`,
  );
