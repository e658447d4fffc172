/** Going back and forth in time: every moment is what it was when it was first passed, told by digests taken live on the first pass. */
import { describe, expect, test } from 'vitest';
import { evaluate, readMemory, scenario, writeMemory } from '../../simulator/index.ts';
import type { Moment, RunCommand, Simulation, StopIdentity, StopReason } from '../../simulator/index.ts';
import { readablePage, touchedPages } from '../../simulator/hardware/physical-memory.ts';
import {
  again,
  breakAt,
  logOf,
  machineOf,
  powerOn,
  proceed,
  requestOf,
  statementsAt,
  stopAtEvents,
} from '../support/simulated-run.ts';
import { app, driver } from '../run-control/sources.ts';

const first = powerOn({ driver, app });

/** Powered on, with history from the beginning. */
function recorded(): Simulation {
  const simulation = again(first);
  simulation.timeline.keep();
  return simulation;
}

function goTo({ timeline }: Simulation, moment: Moment): void {
  for (let calls = 0; !timeline.goTo(moment, { statements: 50_000 }); calls++)
    if (calls > 10_000) throw new Error('never arrived');
}

interface Passed {
  readonly moment: Moment;
  readonly digest: string;
}

/** Runs to rest in slices of an odd size and takes the digest at the end of each. */
function passLive(simulation: Simulation, slice: number, most = 60): Passed[] {
  const passed: Passed[] = [];
  for (let stop: StopReason | null = null; stop?.kind !== 'rest' && passed.length < most;) {
    stop = simulation.run({ kind: 'continue' }, { statements: slice });
    passed.push({ moment: simulation.timeline.moment, digest: simulation.timeline.digest() });
  }
  return passed;
}

describe('moments', () => {
  test('are the same state whenever and from wherever one goes there', () => {
    const simulation = recorded();
    const passed = passLive(simulation, 97, 400);
    expect(passed.length).toBeGreaterThan(5);
    const order = passed.map((_, i) => passed[(i * 37) % passed.length]!);
    for (const { moment, digest } of order) {
      goTo(simulation, moment);
      expect(simulation.timeline.moment).toEqual(moment);
      expect(simulation.timeline.digest()).toBe(digest);
    }
  });
});

describe('behind a lazy IOMMU', () => {
  /** Maps, lets the device read, unmaps, and waits for the flush; its tables, IOTLB, queue and free addresses are all state. */
  const mapping = `
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	void *memory = (void *)__get_free_pages(GFP_KERNEL, 2);
	void __iomem *edu = pci_iomap(pdev, 0, 0);

	pci_set_master(pdev);
	for (int i = 0; i < 3; i++) {
		dma_addr_t handle = dma_map_single(&pdev->dev, memory, 4096 * (i + 1), DMA_TO_DEVICE);

		writeq(handle, edu + 0x80);
		writeq(0x40000, edu + 0x88);
		writeq(64, edu + 0x90);
		writeq(1, edu + 0x98);
		msleep(120);
		dma_unmap_single(&pdev->dev, handle, 4096 * (i + 1), DMA_TO_DEVICE);
		msleep(i * 9);
	}
	return 0;
}
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver mapper = { .name = "mapper", .id_table = ids, .probe = probe };
module_pci_driver(mapper);
MODULE_LICENSE("GPL");
`;
  test('every moment is the same again', () => {
    const machine = '{ "memory": "64M", "iommu": "lazy", "devices": [{ "model": "edu", "name": "0000:00:02.0" }] }';
    const simulation = powerOn({ driver: mapping, machine });
    simulation.timeline.keep();
    const passed = passLive(simulation, 397, 400);
    expect(simulation.world.hardware.counters.iotlbInvalidations).toBe(3);
    expect(new Set(passed.map(({ digest }) => digest)).size).toBeGreaterThan(10);
    for (let i = 0; i < 25; i++) {
      const { moment, digest } = passed[(i * 37) % passed.length]!;
      goTo(simulation, moment);
      expect(simulation.timeline.digest()).toBe(digest);
    }
  });
});

function back(simulation: Simulation, command: RunCommand = { kind: 'continue' }): StopReason {
  for (let calls = 0; calls < 100_000; calls++) {
    const stop = simulation.timeline.runBack(command, { statements: 20_000 });
    if (stop) return stop;
  }
  throw new Error('the search never ended');
}

interface Stopped extends Passed {
  readonly stop: StopReason;
}

function noted(simulation: Simulation, stop: StopReason): Stopped {
  return { stop, moment: simulation.timeline.moment, digest: simulation.timeline.digest() };
}

describe('backwards to breakpoints', () => {
  test('visits the stops of the run forwards in reverse, then the entry, and forwards again the same', () => {
    const simulation = recorded();
    simulation.stopOnEntry = true;
    const entry = noted(simulation, proceed(simulation));
    breakAt(simulation, 'total += twice(value);');
    const forwards: Stopped[] = [];
    for (let stop = proceed(simulation); stop.kind !== 'rest'; stop = proceed(simulation))
      forwards.push(noted(simulation, stop));
    expect(forwards).toHaveLength(5);
    for (const stopped of forwards.slice().reverse()) expect(noted(simulation, back(simulation))).toEqual(stopped);
    expect(noted(simulation, back(simulation))).toEqual(entry);
    for (const stopped of forwards) expect(noted(simulation, proceed(simulation))).toEqual(stopped);
  });

  test('hit counts are those of the run forwards', () => {
    const simulation = recorded();
    breakAt(simulation, 'total += twice(value);', { hitCondition: '%2' });
    const forwards: Stopped[] = [];
    for (let stop = proceed(simulation); stop.kind !== 'rest'; stop = proceed(simulation))
      forwards.push(noted(simulation, stop));
    expect(forwards).toHaveLength(2);
    for (const stopped of forwards.slice().reverse()) expect(noted(simulation, back(simulation))).toEqual(stopped);
  });

  test('log points are silent when history is searched', () => {
    const simulation = recorded();
    breakAt(simulation, 'total += twice(value);', { logMessage: 'here' });
    proceed(simulation);
    expect(simulation.takeLogged()).toHaveLength(5);
    back(simulation);
    expect(simulation.takeLogged()).toHaveLength(0);
  });
});

describe('stops known by how often their statement was reached', () => {
  test('count the same forwards and backwards, and lead another run there', () => {
    const simulation = recorded();
    breakAt(simulation, 'total += twice(value);');
    const arrivals = (stop: StopReason): unknown => simulation.timeline.identify(stop, (stop as { task: number }).task);
    const passed: { identity: unknown; moment: Moment }[] = [];
    for (let stop = proceed(simulation); stop.kind !== 'rest'; stop = proceed(simulation))
      passed.push({ identity: arrivals(stop), moment: simulation.timeline.moment });
    expect(passed.map(({ identity }) => identity)).toMatchObject([1, 2, 3, 4, 5].map((arrival) => ({ arrival })));
    for (const { identity } of passed.slice().reverse()) expect(arrivals(back(simulation))).toEqual(identity);
    const { identity, moment } = passed[3]!;
    const other = recorded();
    while (!other.timeline.runTo(identity as StopIdentity, { statements: 500 })) continue;
    expect(other.timeline.moment).toEqual(moment);
  });

  test('a statement that is under way has been reached', () => {
    const simulation = recorded();
    breakAt(simulation, 'total += twice(value);');
    const { task } = proceed(simulation) as { task: number };
    breakAt(simulation, 'int result = value + value;');
    const inside = proceed(simulation);
    const caller = simulation.timeline.identify(inside, task);
    expect(caller).toMatchObject({ kind: 'statement', arrival: 1 });
    const [call] = statementsAt(simulation, 'total += twice(value);');
    expect(simulation.world.arrivals[call!]).toBe(1);
  });
});

describe('steps back', () => {
  test.each(['step-into', 'step-over'] as const)('%s undoes itself line by line', (kind) => {
    const simulation = recorded();
    breakAt(simulation, 'last = ask(fd, i);');
    const { task } = proceed(simulation) as { task: number };
    simulation.setBreakpoints([]);
    const forwards: Stopped[] = [];
    for (let steps = 0; steps < 12; steps++) {
      forwards.push({ ...noted(simulation, { kind: 'step', task }) });
      expect(proceed(simulation, { kind, task })).toEqual({ kind: 'step', task });
    }
    for (const stopped of forwards.slice().reverse())
      expect(noted(simulation, back(simulation, { kind, task }))).toEqual(stopped);
  });

  test('step-out goes back to the call', () => {
    const simulation = recorded();
    breakAt(simulation, 'last = ask(fd, i);');
    const { task } = proceed(simulation) as { task: number };
    const call = simulation.timeline.moment;
    breakAt(simulation, 'return answer;');
    proceed(simulation);
    simulation.setBreakpoints([]);
    expect(back(simulation, { kind: 'step-out', task })).toEqual({ kind: 'step', task });
    expect(simulation.timeline.moment).toEqual(call);
  });

  test.each([1_000, 600_000])('over a call of %i statements and more, to the line of the call', (rounds) => {
    const simulation = powerOn({
      app: `static int work(int rounds)
{
	int sum = 0;
	for (int i = 0; i < rounds; i++)
		sum += i;
	return sum;
}
int main(void)
{
	int before = 1;
	before += work(${rounds});
	return before == 0;
}
`,
    });
    simulation.timeline.keep();
    breakAt(simulation, 'before += work');
    const { task } = proceed(simulation) as { task: number };
    simulation.setBreakpoints([]);
    const call = noted(simulation, { kind: 'step', task });
    expect(proceed(simulation, { kind: 'step-over', task })).toEqual({ kind: 'step', task });
    expect(noted(simulation, back(simulation, { kind: 'step-over', task }))).toEqual(call);
  });

  test('a search that is given up leaves everything where it was', () => {
    const simulation = recorded();
    breakAt(simulation, 'return answer;');
    proceed(simulation);
    const before = noted(simulation, { kind: 'rest', exitCode: 0 });
    expect(simulation.timeline.runBack({ kind: 'continue' }, { statements: 1 })).toBeNull();
    simulation.timeline.cancel();
    expect(noted(simulation, { kind: 'rest', exitCode: 0 })).toEqual(before);
  });
});

describe('changes', () => {
  test('stand at the moment at which they were made, also where a checkpoint was before them', () => {
    const simulation = recorded();
    const { moment } = simulation.timeline;
    expect(writeMemory(simulation, 'physical', 0x30_0000n, Uint8Array.of(1, 2, 3))).toBe(3);
    proceed(simulation);
    goTo(simulation, moment);
    expect([...readMemory(simulation, 'physical', 0x30_0000n, 3).bytes]).toEqual([1, 2, 3]);
  });

  const totals = (simulation: Simulation): string[] => logOf(simulation).filter((line) => line.includes('total'));

  test('in the past begin a branch; both remain', () => {
    const simulation = recorded();
    breakAt(simulation, 'total += twice(value);', { hitCondition: '3' });
    const third = proceed(simulation) as { task: number };
    const at = noted(simulation, { kind: 'rest', exitCode: 0 });
    simulation.setBreakpoints([]);
    expect(proceed(simulation).kind).toBe('rest');
    expect(totals(simulation)).toEqual(['adder: total 30']);
    const end = noted(simulation, { kind: 'rest', exitCode: 0 });

    goTo(simulation, at.moment);
    const outcome = evaluate(simulation, { task: third.task, depth: 0 }, 'total = 100', { sideEffects: true });
    expect(outcome.ok).toBe(true);
    expect(simulation.timeline.history).toMatchObject({
      branch: 2,
      branches: [{ id: 1 }, { id: 2, parent: { branch: 1 } }],
    });
    expect(proceed(simulation).kind).toBe('rest');
    // 100 instead of 2 + 4, then 6, 8 and 10 more.
    expect(totals(simulation)).toEqual(['adder: total 124']);
    const other = noted(simulation, { kind: 'rest', exitCode: 0 });

    goTo(simulation, simulation.timeline.enterBranch(1));
    expect(noted(simulation, { kind: 'rest', exitCode: 0 })).toEqual(end);
    goTo(simulation, simulation.timeline.enterBranch(2));
    expect(noted(simulation, { kind: 'rest', exitCode: 0 })).toEqual(other);
    goTo(simulation, { ...at.moment, statements: at.moment.statements - 200, moves: at.moment.moves });
    expect(proceed(simulation).kind).toBe('rest');
    expect(noted(simulation, { kind: 'rest', exitCode: 0 })).toEqual(other);
  });
});

describe('the documented bug', () => {
  const each = scenario('cma-writeback')!;
  const machine = machineOf(each.files['machine.json']!);
  const source = (path: string) => ({ path, text: each.files[path]! });
  const request = { ...requestOf({}), machine, driver: [source('driver.c')], app: source('app.c') };

  test('its transfers are found backwards, whatever ran when they completed', () => {
    const simulation = powerOn(request);
    simulation.timeline.keep();
    stopAtEvents(simulation, 'dma-complete');
    const forwards: Stopped[] = [];
    for (let stop = proceed(simulation); stop.kind !== 'rest'; stop = proceed(simulation))
      forwards.push(noted(simulation, stop));
    expect(forwards.length).toBeGreaterThan(0);
    expect(simulation.timeline.history!.checkpoints).toBeGreaterThan(5);
    for (const stopped of forwards.slice().reverse()) expect(noted(simulation, back(simulation))).toEqual(stopped);
  });
});

test('a page that a checkpoint shares with the running machine by mistake is noticed', () => {
  const simulation = recorded();
  const passed = passLive(simulation, 97, 20);
  const { hardware } = simulation.world;
  goTo(simulation, passed[5]!.moment);
  const frame = touchedPages(hardware.memory)[0]!;
  // What copy-on-write prevents: the page itself is written, not the machine's copy of it.
  readablePage(hardware.memory, frame).bytes[0]! ^= 1;
  goTo(simulation, passed[2]!.moment);
  expect(simulation.timeline.digest()).not.toBe(passed[2]!.digest);
});
