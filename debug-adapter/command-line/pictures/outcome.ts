/** What came of a replay beside what the catalogue of documented bugs expects, fact by fact. */
import type { JournalRecord, Scenario, Simulation } from '../../../simulator/index.ts';
import type { SimulatorDoor } from '../../simulator-door.ts';
import { lastBuffer } from './journey.ts';
import { columns } from './text.ts';

const pageBytes = 4096;

export function outcomeTable(door: SimulatorDoor, simulation: Simulation, scenario: Scenario, variant: string): string {
  const expected = scenario.expected[variant === '' ? 'buggy' : variant];
  if (!expected) return '';
  const rows = Object.entries(expected).flatMap(([name, value]) => {
    const fact = Object.hasOwn(facts, name) ? facts[name]!(simulation, door, value) : null;
    return fact === null
      ? []
      : [[name, shown(value), shown(fact), shown(value) === shown(fact) ? 'as expected' : 'DIFFERS']];
  });
  return rows.length === 0 ? '' : `Outcome\n${columns([['', 'documented', 'this run', ''], ...rows], '   ')}`;
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') || 'none' : String(value);
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
  findings: (simulation) => [...new Set(recordsOf(simulation, 'finding').map((each) => each.code))],
};

type Kind = JournalRecord['kind'];

function recordsOf<K extends Kind>({ world }: Simulation, kind: K): Extract<JournalRecord, { kind: K }>[] {
  return world.journal.records.filter((each): each is Extract<JournalRecord, { kind: K }> => each.kind === kind);
}

function lastWrite(simulation: Simulation): Extract<JournalRecord, { kind: 'dma-complete' }> | null {
  return (
    recordsOf(simulation, 'dma-complete')
      .filter((each) => each.direction === 'from-device')
      .at(-1) ?? null
  );
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
