/** What VS Code is told about machine files is what the parser takes. */
import { describe, expect, test } from 'vitest';
import { scenarios } from '../../simulator/index.ts';
import { machineSchema } from '../../simulator/machine-file/machine-schema.ts';
import { defaultMachineText, parseMachine } from '../../simulator/machine-file/parse-machine.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
}
const schema = machineSchema() as Schema;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** The few keywords of JSON schema (draft 7) that our own schema uses. */
function accepts(rule: Schema, value: unknown): boolean {
  const types = rule.type === undefined ? [] : [rule.type].flat();
  if (types.length > 0 && !types.includes(typeOf(value))) return false;
  if (rule.enum && !rule.enum.includes(value)) return false;
  if (rule.const !== undefined && rule.const !== value) return false;
  if (rule.oneOf && rule.oneOf.filter((each) => accepts(each, value)).length !== 1) return false;
  if (typeof value === 'string') return rule.pattern === undefined || new RegExp(rule.pattern).test(value);
  if (typeof value === 'number') return value >= (rule.minimum ?? -Infinity) && value <= (rule.maximum ?? Infinity);
  if (Array.isArray(value)) {
    if (value.length < (rule.minItems ?? 0) || value.length > (rule.maxItems ?? Infinity)) return false;
    return value.every((each) => accepts(rule.items ?? {}, each));
  }
  if (typeof value !== 'object' || value === null) return true;
  if (rule.required?.some((name) => !(name in value))) return false;
  return Object.entries(value).every(([name, each]) => {
    const inside = rule.properties?.[name];
    return inside ? accepts(inside, each) : rule.additionalProperties !== false;
  });
}

const parsed = (value: unknown) => parseMachine(JSON.stringify(value), 'machine.json').machine !== null;

test.each([
  JSON.parse(defaultMachineText),
  ...scenarios().flatMap(({ files }) =>
    Object.entries(files).flatMap(([path, text]) => (path.endsWith('machine.json') ? [JSON.parse(text)] : [])),
  ),
  {},
  { memory: 16777216 },
  { memory: [['0', 2 ** 24]] },
  { cma: null },
  { cma: 0 },
  { arch: 'arm64', coherent: false, swiotlb: 'force' },
  { dmaRanges: [{ bus: 0, cpu: '2G', size: '1G' }] },
  { reservedMemory: [{ start: '4G', size: '1M', device: '0000:00:02.0' }] },
  { dmaDebug: { allErrors: false }, caches: { l1Bytes: '32K', l1Ways: 8 }, tlb: { entries: 32, ways: 4 } },
] as unknown[])('both take %j', (machine) => {
  expect(accepts(schema, machine)).toBe(true);
  expect(parsed(machine)).toBe(true);
});

test.each([
  [],
  { cpu: 2 },
  { cpus: 0 },
  { cpus: 9 },
  { cpus: '2' },
  { kernel: '6.2' },
  { arch: 'riscv' },
  { coherent: 'no' },
  { iommu: 'on' },
  { memory: 'lots' },
  { memory: [] },
  { memory: [['0']] },
  { cma: 64 },
  { dmaDebug: true },
  { seed: -1 },
  { seed: 2 ** 31 },
  { tlb: { entries: 3 } },
  { caches: { l3: 1 } },
  { devices: [{ model: 'fpga-accelerator' }] },
  { devices: [{ model: 'toaster', name: '0000:01:00.0' }] },
  { devices: [{ model: 'fpga-accelerator', name: '01:00.0' }] },
  { devices: [{ model: 'fpga-accelerator', name: '0000:01:00.0', bridge: { addressBits: 'x' } }] },
  { devices: [{ model: 'fpga-accelerator', name: '0000:01:00.0', bridge: { addressBits: 65 } }] },
  { devices: [{ model: 'fpga-accelerator', name: '0000:01:00.0', bridge: { width: 34 } }] },
] as unknown[])('both refuse %j', (machine) => {
  expect(accepts(schema, machine)).toBe(false);
  expect(parsed(machine)).toBe(false);
});

describe('fields', () => {
  test('are those that the parser names', () => {
    const { diagnostics } = parseMachine('{ "?": 1 }', 'machine.json');
    const named = /\(it has (.*)\)$/.exec(diagnostics[0]!.message)![1]!.split(', ');
    expect(Object.keys(schema.properties!).sort()).toEqual(named.sort());
  });
  test('have the defaults that the parser has', () => {
    const defaults = Object.entries(schema.properties!).flatMap(([name, rule]) =>
      rule.default === undefined ? [] : [[name, rule.default]],
    );
    expect(defaults.length).toBeGreaterThan(5);
    const { machine } = parseMachine(JSON.stringify(Object.fromEntries(defaults)), 'machine.json');
    expect(machine).toEqual(parseMachine('{}', 'machine.json').machine);
  });
  test('are described', () => {
    for (const [name, rule] of Object.entries(schema.properties!))
      if (!name.startsWith('$') && !rule.properties && !rule.items) expect(rule.description, name).toBeTruthy();
  });
});
