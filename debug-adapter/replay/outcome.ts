/** What came of a replay beside what the catalogue of documented bugs expects, fact by fact. */
import { recordsOfKind } from '../../simulator/index.ts';
import type { JournalRecord, RecordOfKind, Scenario, Simulation } from '../../simulator/index.ts';
import type { SimulatorDoor } from '../simulator-door.ts';

const pageBytes = 4096;

/** One fact of the catalogue beside what the run gave. */
export interface OutcomeRow {
  readonly name: string;
  readonly expected: unknown;
  /** null: a single run does not tell. */
  readonly actual: unknown;
  readonly same: boolean;
}

/** `row`: `buggy`, a fix, or a parameter with its value. */
export function outcomeRows(
  door: SimulatorDoor,
  simulation: Simulation,
  scenario: Scenario,
  row: string,
): readonly OutcomeRow[] {
  return comparedWith(door, simulation, scenario.expected[row] ?? {});
}

export function comparedWith(
  door: SimulatorDoor,
  simulation: Simulation,
  documented: Readonly<Record<string, unknown>>,
): readonly OutcomeRow[] {
  return Object.entries(documented).map(([name, expected]) => {
    const actual = Object.hasOwn(facts, name) ? facts[name]!(simulation, door, expected) : null;
    return { name, expected, actual, same: JSON.stringify(actual) === JSON.stringify(expected) };
  });
}

/** What a fact is called beside its value. */
export function factName(name: string): string {
  return names[name] ?? name;
}

const names: Readonly<Record<string, string>> = {
  log: 'kernel log',
  logHas: 'in the kernel log',
  inCma: 'buffer in CMA',
  cmaPages: 'pages of CMA',
  transfersEnded: 'transfers ended',
  drivenAs: 'driven as',
  framesChanged: 'pages changed',
  framesChangedInBuffer: 'pages changed in the buffer',
  framesChangedElsewhere: 'pages changed elsewhere',
  counts: 'how often',
};

/** A fact in words. */
export function factText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ') || 'none';
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name} ${String(each)}`)
    .join(', ');
}

type Fact = (simulation: Simulation, door: SimulatorDoor, expected: unknown) => unknown;

/** How each fact that a scenario may name is read off a run. null: the run does not tell. */
const facts: Readonly<Record<string, Fact>> = {
  handle: (simulation) => hex(lastBuffer(simulation)?.handle),
  driven: (simulation) => hex(lastWrite(simulation)?.driven),
  framesChangedInBuffer: (simulation) => framesChanged(simulation, true),
  framesChangedElsewhere: (simulation) => framesChanged(simulation, false),
  inCma: (simulation) => lastBuffer(simulation)?.from.toLowerCase().includes('cma') ?? null,
  cmaPages: (simulation, door) => door.physicalMemory(simulation, null).cma[0]?.frames ?? null,
  verdict: (simulation, _, expected) => {
    const lines = outputLines(simulation).filter((line) => line !== '');
    return lines.some((line) => line.includes(String(expected))) ? expected : (lines.at(-1) ?? null);
  },
  /** The kernel's log once the module is loaded, every line. */
  log: logLines,
  /** Parts of lines that the log has beside others, in this order. */
  logHas: (simulation, _, expected) => linesFound(logLines(simulation), expected as readonly string[]),
  output: (simulation) => outputLines(simulation).filter((line, i, all) => line !== '' || i < all.length - 1),
  handles: (simulation) => recordsOf(simulation, 'coherent-alloc').map((each) => hex(each.handle)),
  /** Of each transfer: what the driver programmed, and how it ended. */
  programmed: (simulation) => recordsOf(simulation, 'dma-start').map((each) => hex(each.programmed)),
  transfersEnded: (simulation) => recordsOf(simulation, 'dma-complete').map((each) => each.status),
  /** What became of each address on the device's own lines, as a rule: which page it was, only the boot decides. */
  drivenAs: (simulation, _, expected) => addressRule(recordsOf(simulation, 'dma-start'), String(expected)),
  framesChanged: (simulation) =>
    [...new Set(recordsOf(simulation, 'dma-complete').flatMap((e) => e.framesChanged))].length,
  /** How many records of each kind the journal has. */
  counts: (simulation, _, expected) =>
    Object.fromEntries(
      Object.keys(expected as object).map((kind) => [kind, recordsOf(simulation, kind as Kind).length]),
    ),
  findings: (simulation) => [...new Set(recordsOf(simulation, 'finding').map((each) => each.code))],
};

type Kind = JournalRecord['kind'];

function recordsOf<K extends Kind>({ world }: Simulation, kind: K): RecordOfKind<K>[] {
  return recordsOfKind(world.journal, kind);
}

/** The buffer that the driver got last for DMA. */
export function lastBuffer(simulation: Simulation): RecordOfKind<'coherent-alloc'> | null {
  return recordsOf(simulation, 'coherent-alloc').at(-1) ?? null;
}

function logLines(simulation: Simulation): string[] {
  const lines = recordsOf(simulation, 'log').flatMap(({ task, text }) => (task === null ? [] : [text]));
  return lines.filter((line) => !line.endsWith(': loading out-of-tree module taints kernel.'));
}

function linesFound(lines: readonly string[], wanted: readonly string[]): string[] {
  let from = 0;
  return wanted.map((want) => {
    const at = lines.findIndex((line, i) => i >= from && line.includes(want));
    if (at >= 0) from = at + 1;
    return at >= 0 ? want : '(missing)';
  });
}

function lastWrite(simulation: Simulation): RecordOfKind<'dma-complete'> | null {
  return (
    recordsOf(simulation, 'dma-complete')
      .filter((each) => each.direction === 'from-device')
      .at(-1) ?? null
  );
}

/** `expected`, `programmed` or `programmed & MASK`, where every transfer follows it and the mask cut something off; else the pairs of addresses. */
function addressRule(transfers: readonly RecordOfKind<'dma-start'>[], expected: string): string {
  const mask = /^programmed & (0x[0-9a-f]+)$/.exec(expected)?.[1];
  const follows = transfers.every(({ programmed, driven }) =>
    mask ? driven === (programmed & BigInt(mask)) && driven !== programmed : driven === programmed,
  );
  const known = mask !== undefined || expected === 'programmed';
  if (known && follows && transfers.length > 0) return expected;
  return transfers.map(({ programmed, driven }) => `${hex(programmed)} as ${hex(driven)}`).join(', ') || 'no transfer';
}

function framesChanged(simulation: Simulation, inBuffer: boolean): number | null {
  const buffer = lastBuffer(simulation);
  const write = lastWrite(simulation);
  if (!buffer || !write) return null;
  const first = buffer.physical / pageBytes;
  const end = first + Math.ceil(buffer.size / pageBytes);
  return write.framesChanged.filter((frame) => (frame >= first && frame < end) === inBuffer).length;
}

function outputLines(simulation: Simulation): string[] {
  return recordsOf(simulation, 'output')
    .map((each) => each.text)
    .join('')
    .split('\n');
}

function hex(value: bigint | undefined): string | null {
  return value === undefined ? null : `0x${value.toString(16)}`;
}
