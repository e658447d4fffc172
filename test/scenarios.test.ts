/**
 * The documented bugs that ship: each variant gives the numbers of its catalogue entry, each step of the replay is reached and shows what it
 * says, and the machine that does all this is deterministic and plain data.
 */
import { allRecords } from '../simulator/journal.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  build,
  createSimulation,
  inspectAddressSpacesOf,
  inspectCacheLine,
  inspectPageWalk,
  inspectPhysicalMemory,
  inspectTransfers,
  parseMachine,
  readMemory,
  renderDiagnostic,
  scenario,
  scenarios,
  stackTrace,
  type BuildResult,
  type EventFilterName,
  type RunRequest,
  type Scenario,
  type ScenarioStep,
  type Simulation,
  type StopReason,
} from '../simulator/index.ts';
import { readWholeFile } from '../simulator/kernel/file-system.ts';
import { finish, logOf, outputOf, proceed, recordsOf, statementsAt } from './support/simulated-run.ts';

const everyScenario = scenarios();

/** `honest-mask` is a variant by name, `gfp=atomic` the original with a module parameter. */
function requestFor(each: Scenario, name: string): RunRequest {
  const [parameter, value] = name.split('=');
  const variant = each.variants.find((one) => one.name === name) ?? each.variants[0]!;
  const source = (path: string | null) => (path === null ? null : { path, text: each.files[path]! });
  const { machine, diagnostics } = parseMachine(
    variant.machine === null ? null : each.files[variant.machine]!,
    'machine.json',
  );
  if (!machine) throw new Error(diagnostics.map((one) => renderDiagnostic(one)).join('\n'));
  const driver = source(variant.driver);
  return {
    machine,
    driver: driver ? [driver] : [],
    app: source(variant.app),
    findInclude: () => null,
    defines: [],
    parameters: parameter && value ? { [parameter]: value } : {},
    arguments: [],
    files: {},
  };
}

const built = new Map<string, BuildResult>();

/** Parameters change nothing in the program: each pair of sources is compiled once. */
function buildOnce(request: RunRequest): BuildResult {
  const key = [...request.driver, request.app].map((source) => source?.text).join();
  const result = built.get(key) ?? build(request);
  built.set(key, result);
  return result;
}

function powerOn(request: RunRequest): Simulation {
  return createSimulation(buildOnce(request).program!, request);
}

describe.each(everyScenario)('$id', (each) => {
  test('has words, files and variants', () => {
    expect([each.title, each.question, each.source].every((text) => text.length > 10)).toBe(true);
    expect(each.keywords.length).toBeGreaterThan(0);
    expect(each.steps.length).toBeGreaterThan(0);
    for (const { driver, app, machine } of each.variants)
      for (const path of [driver, app, machine]) if (path !== null) expect(each.files).toHaveProperty([path]);
  });
  test('every expected row names a variant or a parameter', () => {
    const names = each.variants.map(({ name }) => name);
    for (const row of Object.keys(each.expected)) {
      const [variant = ''] = row.split(' ');
      if (row !== 'buggy' && !variant.includes('=')) expect(names).toContain(variant);
    }
  });
});

const cma = scenario('cma-writeback')!;
const imageBytes = 4 * 1024 * 1024;

/** What a finished or unfinished run stored, in the words of the catalogue. */
function actual(simulation: Simulation, cmaWhileRunning: { used: number; frames: number }): Record<string, unknown> {
  const [allocation] = recordsOf(simulation, 'coherent-alloc');
  const starts = recordsOf(simulation, 'dma-start');
  const written = recordsOf(simulation, 'dma-complete').filter(({ direction }) => direction === 'from-device');
  const first = allocation!.physical / 4096;
  const inBuffer = (frame: number): boolean => frame >= first && frame < first + allocation!.size / 4096;
  const changed = written.flatMap(({ framesChanged }) => framesChanged);
  return {
    handle: `0x${allocation!.handle.toString(16)}`,
    programmed: [...new Set(starts.map(({ programmed }) => `0x${programmed.toString(16)}`))],
    driven: `0x${starts[0]!.driven.toString(16)}`,
    framesChangedInBuffer: changed.filter(inBuffer).length,
    framesChangedElsewhere: changed.filter((frame) => !inBuffer(frame)).length,
    cmaPagesUsed: cmaWhileRunning.used,
    cmaPages: cmaWhileRunning.frames,
    inCma: recordsOf(simulation, 'cma-alloc').some(
      ({ pfn, pages }) =>
        first >= pfn &&
        first < pfn + pages &&
        !recordsOf(simulation, 'cma-rejected').some(({ physical }) => physical === allocation!.physical),
    ),
    verdict: outputOf(simulation).trimEnd(),
    findings: [...new Set(recordsOf(simulation, 'finding').map(({ code }) => code))],
  };
}

function usedOfCma(simulation: Simulation): { used: number; frames: number } {
  const [area] = inspectPhysicalMemory(simulation.world).cma;
  return { used: area!.usedFrames, frames: area!.frames };
}

/** Whether the catalogue says that nothing of the result arrives. */
function lost(expected: Readonly<Record<string, unknown>>): boolean {
  return expected['framesChangedInBuffer'] === 0;
}

/** The gradient that app.c draws: 0xff000000 | y/4 << 8 | x/4, little-endian, 1024 × 1024; `mask` 0xff where every byte is inverted. */
function imageOf(mask: number): Uint8Array {
  const bytes = new Uint8Array(imageBytes);
  for (let i = 0; i < 1024 * 1024; i++) {
    const [x, y] = [i % 1024, Math.floor(i / 1024)];
    bytes.set([(x >> 2) ^ mask, (y >> 2) ^ mask, mask, 0xff ^ mask], 4 * i);
  }
  return bytes;
}

/** BITMAPFILEHEADER and BITMAPINFOHEADER (wingdi.h): magic, file size, offset of the pixels, 1024 × 1024 pixels of 32 bits in 1 plane. */
function expectPicture(file: Uint8Array | null, pixels: Uint8Array): void {
  expect(file?.length).toBe(54 + imageBytes);
  const view = new DataView(file!.buffer, file!.byteOffset);
  expect(String.fromCharCode(file![0]!, file![1]!)).toBe('BM');
  const header = [2, 10, 14, 18, 22].map((offset) => view.getUint32(offset, true));
  expect(header).toEqual([54 + imageBytes, 54, 40, 1024, 1024]);
  expect([view.getUint16(26, true), view.getUint16(28, true)]).toEqual([1, 32]);
  expect(Buffer.compare(file!.subarray(54), pixels)).toBe(0);
}

describe.each(Object.entries(cma.expected))('cma-writeback, %s', (name, expected) => {
  let simulation: Simulation;
  let numbers: Record<string, unknown>;
  beforeAll(() => {
    simulation = powerOn(requestFor(cma, name === 'buggy' ? '' : name));
    simulation.setEventFilters([{ filter: 'dma-complete', condition: 'fromDevice' }]);
    expect(proceed(simulation).kind).toBe('event');
    const used = usedOfCma(simulation);
    expect(finish(simulation)).toBe(0);
    numbers = actual(simulation, used);
  });

  test('gives the numbers of the catalogue', () => expect(numbers).toMatchObject(expected));
  test('the driver programmed the handle that it was given', () => {
    expect(numbers['programmed']).toEqual([numbers['handle']]);
  });
  test('the result is in the frames of the buffer, or all of it is elsewhere', () => {
    const buggy = lost(expected);
    expect(numbers['framesChangedInBuffer']).toBe(buggy ? 0 : imageBytes / 4096);
    expect(numbers['framesChangedElsewhere']).toBe(buggy ? imageBytes / 4096 : 0);
  });
  test('/out.bmp is the picture the verdict speaks of', () => {
    expectPicture(readWholeFile(simulation.world, '/out.bmp'), imageOf(lost(expected) ? 0 : 0xff));
  });
  test('CMA is empty once the module is gone', () => expect(usedOfCma(simulation).used).toBe(0));
  test('the driver heard from the board that all went well', () => {
    // DONE is bit 1 of STATUS (the accelerator's README).
    expect(logOf(simulation).at(-1)).toBe('fpga_image 0000:01:00.0: image processed, status 0x2');
  });
  test('is plain data', () => expect(partsThatAreNotPlain(simulation.world)).toEqual([]));
});

/** `see` of each step, put as questions to the view it points at. */
const sights: readonly ((simulation: Simulation) => void)[] = [
  ({ world }) => {
    const view = inspectPhysicalMemory(world);
    expect(view.cma).toMatchObject([{ baseFrame: 0x430000, frames: 65536, usedFrames: 1024 }]);
    expect(view.cma[0]!.owners).toMatchObject([{ first: 0x430000, count: 1024 }]);
  },
  ({ world }) => {
    const transfers = inspectTransfers(world).transfers;
    expect(transfers).toMatchObject([
      { programmed: '0x430000000', driven: '0x30000000', physical: '0x30000000', status: 'running', wrongTarget: true },
    ]);
    expect(transfers[0]!.place).toMatchObject({ path: 'driver.c', function: 'fpga_process' });
  },
  ({ world }) => {
    const last = inspectPhysicalMemory(world).lastTransfer;
    expect(last?.changed).toEqual([{ first: 0x30000, count: 1024 }]);
    expect(last?.intended).toEqual([{ first: 0x430000, count: 1024 }]);
  },
  ({ world }) => {
    const line = inspectCacheLine(world, 0x430000000, null)!;
    // Sixteen pixels of the first row: x/4 is 0, 0, 0, 0, 1, …, 3.
    const original = Buffer.from(imageOf(0).subarray(0, 64)).toString('hex');
    for (const { bytes } of line.seenByCpus) expect(bytes).toBe(original);
    expect(line.seenByDevices).toBe(original);
    // The engine fetched free memory, zeros, at the cut address and wrote them back inverted.
    expect(inspectCacheLine(world, 0x30000000, null)!.seenByDevices).toBe('ff'.repeat(64));
  },
  (simulation) => {
    const { spaces, current } = inspectAddressSpacesOf(simulation);
    const area = spaces.find(({ id }) => id === current)!.areas.find(({ what }) => what === 'image')!;
    const walk = inspectPageWalk(simulation.world, current, BigInt(area.start))!;
    expect(walk.result?.physical).toBe('0x430000000');
    const pid = recordsOf(simulation, 'mmap').at(-1)!.process;
    const seen = readMemory(simulation, pid, BigInt(area.start), 4096).bytes;
    expect(Buffer.compare(seen, imageOf(0).subarray(0, 4096))).toBe(0);
  },
];

function setStop(simulation: Simulation, { stop }: ScenarioStep): void {
  const { filter, condition = null, line } = stop;
  simulation.setEventFilters(filter ? [{ filter: filter as EventFilterName, condition }] : []);
  const statements = line ? statementsAt(simulation, line) : [];
  simulation.setBreakpoints(line ? [{ id: 7, statements, condition: null, hitCondition: null, logMessage: null }] : []);
}

function expectStop(simulation: Simulation, { stop: asked }: ScenarioStep, stop: StopReason): void {
  if (asked.filter) return expect(stop).toMatchObject({ kind: 'event', filter: asked.filter });
  expect(stop).toMatchObject({ kind: 'breakpoint', breakpoints: [7] });
  const [frame] = stackTrace(simulation, (stop as { task: number }).task);
  const source = [...simulation.request.driver, simulation.request.app!].find(({ path }) => path === frame!.path);
  expect(source!.text.split('\n')[frame!.line - 1]).toContain(asked.line);
}

describe('the replay of cma-writeback', () => {
  const request = requestFor(cma, '');
  const simulation = powerOn(request);

  test('every step has a sight', () => expect(sights).toHaveLength(cma.steps.length));
  // An odd slice: the limit falls anywhere, also inside of loops, waits and interrupts.
  test.each(cma.steps.map((step, i) => ({ ...step, number: i + 1 })))('step $number: $title', (step) => {
    setStop(simulation, step);
    expectStop(simulation, step, proceed(simulation, undefined, 100_003));
    sights[step.number - 1]!(simulation);
  });
  test('neither stops nor slices nor looking change what happens', () => {
    setStop(simulation, { ...cma.steps[0]!, stop: {} });
    expect(finish(simulation, 77_777)).toBe(0);
    const straight = createSimulation(simulation.program, request);
    finish(straight);
    const journals = [simulation, straight].map(({ world }) => allRecords(world.journal));
    expect(journals[0]!.length).toBe(journals[1]!.length);
    expect(journals[0]).toEqual(journals[1]);
    expect(simulation.world.statements).toBe(straight.world.statements);
    expect(simulation.world.now).toBe(straight.world.now);
  });
});

/** Paths of everything in a world that a copy of plain data would lose: functions, instances of classes, accessors. */
function partsThatAreNotPlain(world: object): string[] {
  const found: string[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'function' || typeof value === 'symbol') return void found.push(path);
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return;
    if (value instanceof Map)
      return [...value].forEach(([key, each]) => (visit(key, `${path} key`), visit(each, `${path}[${String(key)}]`)));
    if (value instanceof Set) return [...value].forEach((each) => visit(each, `${path}{}`));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) found.push(path);
    for (const [name, { get, value: inside }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
      if (get) found.push(`${path}.${name}`);
      // The compiled program is immutable and shared by all copies.
      else if (!(value === world && name === 'program')) visit(inside, `${path}.${name}`);
  };
  visit(world, 'world');
  return found;
}

test('what is not plain is found', () => {
  class Closed {}
  expect(partsThatAreNotPlain({ a: [1, () => 1], b: new Map([[1, new Closed()]]), c: new Uint8Array(1) })).toEqual([
    'world.a.1',
    'world.b[1]',
  ]);
});
