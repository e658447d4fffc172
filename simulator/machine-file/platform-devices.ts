/** The machine file's `platform` and `files`: devices that no bus can enumerate, and what the root file system begins with. */
import type { Place } from '../c-language/source.ts';
import type { PlatformDevice, PropertyValue } from '../machine.ts';
import type { JsonNode } from './json-places.ts';
import { parseSize } from './sizes.ts';

export type Report = (place: Place, message: string) => void;

const mostRegisterBytes = 16 * 2 ** 20;
const addressLimit = 2 ** 46;

/** Reads what an entry says of its model beside what a device tree would; null: nothing usable. */
export type ReadModel = (entry: JsonNode, model: string, ownKeys: readonly string[]) => PlatformDevice['model'] | null;

const ownKeys = ['name', 'compatible', 'reg', 'interrupts', 'properties', 'model', 'children'] as const;
const deepest = 4;

/** Children follow their parent. */
export function readPlatformDevices(node: JsonNode, report: Report, readModel: ReadModel): PlatformDevice[] {
  if (node.kind !== 'array') {
    report(node.place, 'platform must be a list [ … ] of devices');
    return [];
  }
  const read = node.items.flatMap((item) => readWithChildren(item, report, readModel, null, 1));
  const devices = read.map(({ device }) => device);
  read.forEach(({ device: { name, properties }, place }, i) => {
    if (devices.findIndex((other) => other.name === name) !== i) report(place, `two devices are called '${name}'`);
    for (const reference of Object.values(properties).flat())
      if (typeof reference === 'string' && /^&\w/.test(reference) && !refersTo(devices, reference.slice(1)))
        report(place, `no platform device is called '${reference.slice(1)}'`);
  });
  return devices;
}

interface Placed {
  readonly device: PlatformDevice;
  readonly place: Place;
}

function readWithChildren(
  node: JsonNode,
  report: Report,
  readModel: ReadModel,
  parent: string | null,
  depth: number,
): Placed[] {
  const own = readPlatformDevice(node, report, readModel);
  const device = parent === null ? own : { ...own, parent };
  const children = node.kind === 'object' ? node.entries.find(({ key }) => key === 'children')?.value : undefined;
  const placed = [{ device, place: node.place }];
  if (!children) return placed;
  if (children.kind !== 'array' || depth === deepest) {
    report(children.place, `children is a list [ … ] of devices, at most ${deepest} deep`);
    return placed;
  }
  return [
    ...placed,
    ...children.items.flatMap((item) => readWithChildren(item, report, readModel, device.name, depth + 1)),
  ];
}

/** As `of.ts` finds it: by its full name, or by what stands before the `@`. */
function refersTo(devices: readonly PlatformDevice[], wanted: string): boolean {
  return devices.some(({ name }) => name === wanted || name.replace(/@.*/, '') === wanted);
}

function readPlatformDevice(node: JsonNode, report: Report, readModel: ReadModel): PlatformDevice {
  const device = {
    name: '',
    compatible: [] as string[],
    reg: [] as [number, number][],
    interrupts: [] as number[],
    properties: {},
  } as Writable<PlatformDevice> & { reg: [number, number][] };
  if (node.kind !== 'object') {
    report(node.place, 'a platform device is an object such as { "name": "dma@fd000000", "compatible": "acme,dma" }');
    return device;
  }
  const modelled = node.entries.some(({ key }) => key === 'model');
  for (const { key, keyPlace, value } of node.entries) {
    if (key === 'model') {
      const model = readModel(node, value.kind === 'string' ? value.value : '', ownKeys);
      if (model) device.model = model;
    } else if (key === 'children') continue;
    else if (key === 'name') device.name = readName(value, report);
    else if (key === 'compatible') device.compatible = readTexts(value, report);
    else if (key === 'reg') device.reg = readRanges(value, report);
    else if (key === 'interrupts') device.interrupts = readInterrupts(value, report);
    else if (key === 'properties') device.properties = readProperties(value, report);
    // What else stands beside a model is its configuration.
    else if (!modelled) report(keyPlace, `a platform device has no field '${key}' (it has ${ownKeys.join(', ')})`);
  }
  if (device.name === '') report(node.place, 'a platform device needs a "name" such as "dma@fd000000"');
  if (device.compatible.length === 0) report(node.place, 'a platform device needs "compatible": one or more texts');
  return device;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

function readName(node: JsonNode, report: Report): string {
  if (node.kind === 'string' && /^[a-zA-Z][\w,.+-]*(@[0-9a-f]+)?$/.test(node.value)) return node.value;
  report(node.place, 'a name is as in a device tree: "dma@fd000000"');
  return '?';
}

function readTexts(node: JsonNode, report: Report): string[] {
  const items = node.kind === 'array' ? node.items : [node];
  const texts = items.flatMap((item) => (item.kind === 'string' && item.value !== '' ? [item.value] : []));
  if (texts.length !== items.length || texts.length === 0) report(node.place, 'must be a text or a list of texts');
  return texts;
}

function readNumber(node: JsonNode): number | null {
  if (node.kind === 'string') return parseSize(node.value);
  return node.kind === 'number' && Number.isSafeInteger(node.value) && node.value >= 0 ? node.value : null;
}

function readRanges(node: JsonNode, report: Report): [number, number][] {
  const items = node.kind === 'array' ? node.items : [];
  const ranges = items.flatMap((item): [number, number][] => {
    const [start, size, ...rest] = item.kind === 'array' ? item.items.map(readNumber) : [];
    const fits = typeof start === 'number' && typeof size === 'number' && rest.length === 0;
    if (!fits || size < 4 || size > mostRegisterBytes || start + size > addressLimit || start % 4 !== 0) return [];
    return [[start, size]];
  });
  if (items.length === 0 || ranges.length !== items.length || ranges.length > 16)
    report(
      node.place,
      'reg is a list of up to 16 [address, size], such as [["0xfd000000", "4K"]], of at most 16M each',
    );
  return ranges;
}

function readInterrupts(node: JsonNode, report: Report): number[] {
  const items = node.kind === 'array' ? node.items : [];
  const numbers = items.flatMap((item) =>
    item.kind === 'number' && Number.isInteger(item.value) && item.value > 0 && item.value < 24 ? [item.value] : [],
  );
  if (items.length === 0 || numbers.length !== items.length)
    report(node.place, 'interrupts is a list of inputs of the interrupt controller, 1 to 23');
  return numbers;
}

function readProperties(node: JsonNode, report: Report): Record<string, PropertyValue> {
  if (node.kind !== 'object') {
    report(node.place, 'properties must be an object { … }');
    return {};
  }
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }): [string, PropertyValue][] => {
      const read = readProperty(value);
      if (read === null)
        report(value.place, 'a property is true, a text, a number of 32 bits, or a list of texts or numbers');
      // false is what a property that is not there says.
      return read === null || read === false ? [] : [[key, read]];
    }),
  );
}

function readProperty(node: JsonNode): PropertyValue | null {
  if (node.kind === 'boolean' || node.kind === 'string') return node.value;
  if (node.kind === 'number') return isCell(node.value) ? node.value : null;
  if (node.kind !== 'array' || node.items.length === 0) return null;
  const items = node.items.flatMap((item) =>
    item.kind === 'string' || (item.kind === 'number' && isCell(item.value)) ? [item.value] : [],
  );
  return items.length === node.items.length ? items : null;
}

function isCell(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;
}

/** By absolute path in the machine: the file beside the machine file that it begins with. */
export function readRootFiles(node: JsonNode, report: Report): Record<string, string> {
  if (node.kind !== 'object') {
    report(node.place, 'files must be an object such as { "/lib/firmware/x.bin": "./x.bin" }');
    return {};
  }
  return Object.fromEntries(
    node.entries.flatMap(({ key, keyPlace, value }): [string, string][] => {
      const proper = /^\/[^/]/.test(key) && !/^\/(dev|proc|sys)(\/|$)/.test(key) && !key.split('/').includes('..');
      if (!proper)
        report(keyPlace, `'${key}' is not a path that a file can have: absolute, outside /dev, /proc and /sys`);
      if (value.kind !== 'string') report(value.place, 'must be the path of a file');
      return proper && value.kind === 'string' ? [[key, value.value]] : [];
    }),
  );
}
