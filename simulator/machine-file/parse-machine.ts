/** Checks and completes a machine file: every field has a default, every mistake is a message with its place. */
import type { Diagnostic, Place, SourceFile } from '../c-language/source.ts';
import type { ConfigurationField } from '../devices/device.ts';
import { deviceModel, deviceModels } from '../devices/models.ts';
import { bridgeOf } from '../hardware/bridge.ts';
import type {
  Architecture,
  DmaRange,
  KernelProfile,
  Machine,
  MachineDevice,
  PlatformDevice,
  PowerCut,
  ReservedMemory,
} from '../machine.ts';
import { parsePowerCut } from './power-cut.ts';
import { readPlatformDevices, readRootFiles } from './platform-devices.ts';
import { checkReservedMemory, readDmaRanges, readReservedMemory } from './memory-regions.ts';
import { readJson, type JsonNode } from './json-places.ts';
import { readCosts } from './read-costs.ts';
import { readCodes, readFaults, readSlubDebug } from './read-faults.ts';
import { readBoolean, readBytes, readFields, readInteger, report, type Check } from './read-fields.ts';
import { parseCma, pcMemory } from './sizes.ts';

export interface MachineResult {
  readonly machine: Machine | null;
  readonly diagnostics: readonly Diagnostic[];
}

export const kernelProfiles: readonly KernelProfile[] = ['4.18', '5.10', '6.1', '6.12'];
export const architectures: readonly Architecture[] = ['x86_64', 'arm64', 'armv7'];
const smallestMemory = 2 ** 24;
const largestMemory = 2 ** 46;

/** The machine without a file: the reference PC of 6 GiB. */
export const defaultMachineText =
  '{ "kernel": "6.1", "arch": "x86_64", "cpus": 2, "memory": "6G", "cma": "64M", "devices": [{ "model": "edu", "name": "0000:00:02.0", "dmaMask": 28 }] }';

export function parseMachine(text: string | null, path: string): MachineResult {
  const file: SourceFile = { path, text: text ?? defaultMachineText, builtIn: text === null };
  const { root, diagnostics } = readJson(file);
  if (!root) return { machine: null, diagnostics };
  const check: Check = { diagnostics: [] };
  const machine = readMachine(root, check);
  return { machine: check.diagnostics.length > 0 ? null : machine, diagnostics: check.diagnostics };
}

function readMachine(root: JsonNode, check: Check): Machine {
  const machine = {
    kernel: '6.1' as KernelProfile,
    arch: 'x86_64' as Architecture,
    coherent: undefined as boolean | undefined,
    cpus: 2,
    memory: pcMemory(6 * 2 ** 30),
    reservedMemory: [] as ReservedMemory[],
    dmaRanges: [] as DmaRange[],
    cma: parseCma('64M') as Machine['cma'],
    iommu: 'off' as Machine['iommu'],
    swiotlb: 'auto' as Machine['swiotlb'],
    dmaDebug: { enabled: true, allErrors: true },
    dmaPool: { poison: false },
    slubDebug: '',
    allow: [] as string[],
    faults: null as Machine['faults'],
    seed: 1,
    caches: { l1Bytes: 32 * 1024, l1Ways: 8, lastLevelBytes: 1024 * 1024, lastLevelWays: 16, lineBytes: 64 as const },
    tlb: { entries: 64, ways: 4 },
    disk: { rotational: false },
    swap: null as NonNullable<Machine['swap']> | null,
    costs: {} as NonNullable<Machine['costs']>,
    powerCut: null as PowerCut | null,
    platform: [] as PlatformDevice[],
    files: {} as Record<string, string>,
    devices: [
      { model: 'edu', name: '0000:00:02.0', configuration: defaultsOf(deviceModel('edu')!.configuration) },
    ] as MachineDevice[],
  };
  let coherentPlace: Place | null = null;
  let iommuPlace: Place | null = null;
  const choice = <T extends string>(node: JsonNode, what: string, choices: readonly T[], otherwise: T): T => {
    const found = choices.find((each) => node.kind === 'string' && node.value === each);
    if (found === undefined)
      report(check, node.place, `${what} must be one of ${choices.map((each) => `"${each}"`).join(', ')}`);
    return found ?? otherwise;
  };
  readFields(
    root,
    {
      $schema: () => undefined,
      kernel: (node) => (machine.kernel = choice(node, 'kernel', kernelProfiles, '6.1')),
      arch: (node) => (machine.arch = choice(node, 'arch', architectures, 'x86_64')),
      coherent: (node) => {
        machine.coherent = readBoolean(node, check);
        coherentPlace = node.place;
      },
      cpus: (node) => (machine.cpus = readInteger(node, 'cpus', 1, 8, check) ?? 1),
      memory: (node) => (machine.memory = readMemory(node, check)),
      reservedMemory: (node) => (machine.reservedMemory = readReservedMemory(node, check)),
      dmaRanges: (node) => (machine.dmaRanges = readDmaRanges(node, check)),
      cma: (node) => (machine.cma = readCma(node, check)),
      iommu: (node) => {
        machine.iommu = choice(node, 'iommu', ['off', 'passthrough', 'strict', 'lazy'] as const, 'off');
        iommuPlace = node.place;
      },
      swiotlb: (node) => (machine.swiotlb = choice(node, 'swiotlb', ['auto', 'force', 'off'] as const, 'auto')),
      dmaDebug: (node) =>
        readFields(
          node,
          {
            enabled: (each) => (machine.dmaDebug.enabled = readBoolean(each, check)),
            allErrors: (each) => (machine.dmaDebug.allErrors = readBoolean(each, check)),
          },
          'dmaDebug',
          check,
        ),
      dmaPool: (node) =>
        readFields(node, { poison: (each) => (machine.dmaPool.poison = readBoolean(each, check)) }, 'dmaPool', check),
      slubDebug: (node) => (machine.slubDebug = readSlubDebug(node, check)),
      allow: (node) => (machine.allow = readCodes(node, check)),
      faults: (node) => (machine.faults = readFaults(node, check)),
      seed: (node) => (machine.seed = readInteger(node, 'seed', 0, 2 ** 31 - 1, check) ?? 1),
      caches: (node) => (machine.caches = readCaches(node, machine.caches, check)),
      tlb: (node) => (machine.tlb = readTlb(node, machine.tlb, check)),
      disk: (node) => (machine.disk = { rotational: readDisk(node, check) }),
      swap: (node) => (machine.swap = readSwap(node, check)),
      costs: (node) => (machine.costs = readCosts(node, check)),
      powerCut: (node) => (machine.powerCut = readPowerCut(node, check)),
      devices: (node) => (machine.devices = readDevices(node, check)),
      platform: (node) =>
        (machine.platform = readPlatformDevices(
          node,
          (...told) => report(check, ...told),
          (entry, name, ownKeys) => readPlatformModel(entry, name, ownKeys, check),
        )),
      files: (node) => (machine.files = readRootFiles(node, (...told) => report(check, ...told))),
    },
    'the machine',
    check,
  );
  checkReservedMemory(root, machine, check);
  if (coherentPlace && machine.coherent === false && machine.arch === 'x86_64')
    report(
      check,
      coherentPlace,
      'on an x86_64 PC every bus master snoops; "coherent": false needs "arch": "arm64" or "armv7"',
    );
  if (iommuPlace && machine.iommu !== 'off' && machine.platform.some(({ model }) => model))
    report(
      check,
      iommuPlace,
      'the IOMMU translates for PCI functions only: a platform device with a model needs "iommu": "off"',
    );
  if (iommuPlace && machine.iommu !== 'off' && machine.arch !== 'x86_64')
    report(check, iommuPlace, `the IOMMU is Intel's, on an x86_64 PC: "${machine.arch}" must have "iommu": "off"`);
  const { coherent, ...rest } = machine;
  return coherent === undefined ? rest : { ...rest, coherent };
}

function readMemory(node: JsonNode, check: Check): [number, number][] {
  if (node.kind !== 'array') {
    const bytes = readBytes(node, check) ?? 6 * 2 ** 30;
    if (bytes < smallestMemory || bytes > largestMemory) report(check, node.place, 'memory must be from 16M to 64T');
    return pcMemory(bytes);
  }
  const ranges = node.items.flatMap((item): [number, number][] => {
    const bounds = item.kind === 'array' ? item.items.map((each) => readBytes(each, check)) : [];
    const [start, end] = bounds;
    if (
      bounds.length === 2 &&
      typeof start === 'number' &&
      typeof end === 'number' &&
      start < end &&
      start % 4096 === 0 &&
      end % 4096 === 0 &&
      end <= largestMemory
    )
      return [[start, end]];
    report(check, item.place, 'a memory range is [start, end), both multiples of 4096, the end greater than the start');
    return [];
  });
  ranges.sort((a, b) => a[0] - b[0]);
  if (ranges.some((range, i) => i > 0 && ranges[i - 1]![1] > range[0]))
    report(check, node.place, 'memory ranges overlap');
  const bytes = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  if (bytes < smallestMemory && ranges.length === node.items.length)
    report(check, node.place, 'memory must be from 16M to 64T');
  return ranges;
}

function readCma(node: JsonNode, check: Check): Machine['cma'] {
  if (node.kind === 'null' || (node.kind === 'number' && node.value === 0)) return null;
  const cma = node.kind === 'string' ? parseCma(node.value) : null;
  if (!cma)
    report(
      check,
      node.place,
      'cma is as on the kernel\'s command line: "64M", "256M@0x430000000" or "256M@0-4G"; null for none',
    );
  return cma && cma.size > 0 ? cma : null;
}

function readCaches(node: JsonNode, defaults: Machine['caches'], check: Check): Machine['caches'] {
  const caches = { ...defaults };
  const powerOfTwo = (
    each: JsonNode,
    name: 'l1Bytes' | 'l1Ways' | 'lastLevelBytes' | 'lastLevelWays',
    minimum: number,
    maximum: number,
  ): void => {
    const value = readBytes(each, check) ?? defaults[name];
    if (value < minimum || value > maximum || (value & (value - 1)) !== 0)
      report(check, each.place, `${name} must be a power of two from ${minimum} to ${maximum}`);
    else caches[name] = value;
  };
  readFields(
    node,
    {
      l1Bytes: (each) => powerOfTwo(each, 'l1Bytes', 1024, 2 ** 20),
      l1Ways: (each) => powerOfTwo(each, 'l1Ways', 1, 16),
      lastLevelBytes: (each) => powerOfTwo(each, 'lastLevelBytes', 4096, 2 ** 26),
      lastLevelWays: (each) => powerOfTwo(each, 'lastLevelWays', 1, 32),
    },
    'caches',
    check,
  );
  return caches;
}

function readTlb(node: JsonNode, defaults: Machine['tlb'], check: Check): Machine['tlb'] {
  const tlb = { ...defaults };
  readFields(
    node,
    {
      entries: (each) => (tlb.entries = readInteger(each, 'entries', 4, 4096, check) ?? tlb.entries),
      ways: (each) => (tlb.ways = readInteger(each, 'ways', 1, 64, check) ?? tlb.ways),
    },
    'tlb',
    check,
  );
  const sets = tlb.entries / tlb.ways;
  if (sets < 1 || !Number.isInteger(Math.log2(sets)))
    report(check, node.place, 'the sets of the tlb, entries divided by ways, must be a power of two');
  return tlb;
}

function readDevices(node: JsonNode, check: Check): MachineDevice[] {
  if (node.kind !== 'array') {
    report(check, node.place, 'devices must be a list [ … ]');
    return [];
  }
  const devices = node.items.flatMap((item) => readDevice(item, check) ?? []);
  devices.forEach((device, i) => {
    if (devices.findIndex((other) => other.name === device.name) !== i)
      report(check, node.items[i]!.place, `two devices are called '${device.name}'`);
  });
  return devices;
}

/** The model behind a platform device's registers; every field that is not the device tree's is the model's. */
function readPlatformModel(
  node: JsonNode,
  name: string,
  ownKeys: readonly string[],
  check: Check,
): PlatformDevice['model'] | null {
  const model = deviceModel(name);
  if (!model || model.pci) {
    const names = deviceModels.filter(({ pci }) => !pci).map((each) => `"${each.name}"`);
    report(check, node.place, `the "model" of a platform device is one of ${names.join(', ')}`);
    return null;
  }
  const configuration = defaultsOf(model.configuration);
  for (const { key, keyPlace, value } of node.kind === 'object' ? node.entries : [])
    if (!ownKeys.includes(key)) readConfiguration(model.configuration, key, keyPlace, value, configuration, check);
  return { model: model.name, configuration };
}

function readDevice(node: JsonNode, check: Check): MachineDevice | null {
  if (node.kind !== 'object') {
    report(check, node.place, 'a device is an object such as { "model": "fpga-accelerator", "name": "0000:01:00.0" }');
    return null;
  }
  const text = (key: string): string | null => {
    const value = node.entries.find((entry) => entry.key === key)?.value;
    return value?.kind === 'string' ? value.value : null;
  };
  const name = text('name') ?? '';
  const model = deviceModel(text('model') ?? '');
  if (!/^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/.test(name))
    report(check, node.place, 'a PCI device needs a "name" such as "0000:01:00.0"');
  if (!model?.pci) {
    const names = deviceModels.filter(({ pci }) => pci).map((each) => `"${each.name}"`);
    report(check, node.place, `a device needs a "model": ${names.join(', ')}`);
    return null;
  }
  const configuration = defaultsOf(model.configuration);
  for (const { key, keyPlace, value } of node.entries)
    if (key !== 'model' && key !== 'name')
      readConfiguration(model.configuration, key, keyPlace, value, configuration, check);
  checkBridge(configuration, node.place, check);
  return { model: model.name, name, configuration };
}

function defaultsOf(fields: readonly ConfigurationField[]): Record<string, number | boolean | string> {
  return Object.fromEntries(fields.map((field) => [field.name, field.default]));
}

/** Each field may be in its range and the bridge still be none that can be built: a window that is no power of two, say. */
function checkBridge(configuration: MachineDevice['configuration'], place: Place, check: Check): void {
  try {
    bridgeOf(configuration);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(check, place, error.message);
  }
}

function readConfiguration(
  fields: readonly ConfigurationField[],
  key: string,
  keyPlace: Place,
  value: JsonNode,
  into: Record<string, number | boolean | string>,
  check: Check,
): void {
  if (value.kind === 'object') {
    for (const entry of value.entries)
      readConfiguration(fields, `${key}.${entry.key}`, entry.keyPlace, entry.value, into, check);
    return;
  }
  const field = fields.find((each) => each.name === key);
  if (!field)
    return report(
      check,
      keyPlace,
      `this model has no field '${key}' (it has ${fields.map((each) => each.name).join(', ')})`,
    );
  const read = readField(field, value, check);
  if (read !== null) into[key] = read;
}

function readField(field: ConfigurationField, value: JsonNode, check: Check): number | boolean | string | null {
  if (field.type === 'boolean') return readBoolean(value, check);
  if (field.type === 'string') {
    if (value.kind === 'string') return value.value;
    report(check, value.place, `${field.name} must be text`);
    return null;
  }
  const number = field.type === 'size' ? readBytes(value, check) : value.kind === 'number' ? value.value : NaN;
  if (number === null) return null;
  if (
    Number.isSafeInteger(number) &&
    number >= (field.minimum ?? 0) &&
    number <= (field.maximum ?? Number.MAX_SAFE_INTEGER)
  )
    return number;
  report(
    check,
    value.place,
    `${field.name} must be from ${field.minimum ?? 0} to ${field.maximum ?? 'any size'}: ${field.meaning}`,
  );
  return null;
}

function readDisk(node: JsonNode, check: Check): boolean {
  let rotational = false;
  readFields(node, { rotational: (each) => (rotational = readBoolean(each, check)) }, 'disk', check);
  return rotational;
}

/** At most 64 GiB; null for none. */
function readSwap(node: JsonNode, check: Check): NonNullable<Machine['swap']> | null {
  if (node.kind === 'null') return null;
  const swap = { size: 0, rotational: false, pageCluster: 3 };
  readFields(
    node,
    {
      size: (each) => (swap.size = readBytes(each, check) ?? 0),
      rotational: (each) => (swap.rotational = readBoolean(each, check)),
      pageCluster: (each) => (swap.pageCluster = readInteger(each, 'swap.pageCluster', 0, 10, check) ?? 3),
    },
    'swap',
    check,
  );
  if (node.kind === 'object' && (swap.size < 8192 || swap.size > 2 ** 36))
    report(check, node.place, 'swap.size must be from 8K to 64G');
  return swap;
}

function readPowerCut(node: JsonNode, check: Check): PowerCut | null {
  if (node.kind === 'null') return null;
  const cut = node.kind === 'string' ? parsePowerCut(node.value) : null;
  if (!cut)
    report(check, node.place, 'powerCut must be a time such as "12ms" or a number of written pages such as "3pages"');
  return cut;
}
