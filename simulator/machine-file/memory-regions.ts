/** RAM that the machine keeps for devices, and where their bus sees RAM: the machine file's words for a device tree's reserved-memory and dma-ranges. */
import type { DmaRange, Machine, ReservedMemory } from '../machine.ts';
import { readBytes, readFields, report } from './read-fields.ts';
import type { Check } from './read-fields.ts';
import type { JsonNode } from './json-places.ts';

const pageBytes = 4096;

/** `[{ "start": "0x90000000", "size": "16M", "device": "0000:01:00.0" }]` */
export function readReservedMemory(node: JsonNode, check: Check): ReservedMemory[] {
  return itemsOf(node, 'reservedMemory', check).map((item) => {
    const region = { start: 0, size: 0, device: '' };
    readFields(
      item,
      {
        start: (each) => (region.start = readPages(each, check)),
        size: (each) => (region.size = readPages(each, check)),
        device: (each) => {
          if (each.kind === 'string') region.device = each.value;
          else report(check, each.place, 'device must be the name of a device, such as "0000:01:00.0"');
        },
      },
      'a reserved region',
      check,
    );
    if (region.size === 0) report(check, item.place, 'a reserved region needs a size');
    return { start: region.start, end: region.start + region.size, device: region.device };
  });
}

/** Regions lie in RAM and belong to devices that the machine has. */
export function checkReservedMemory(
  root: JsonNode,
  { memory, devices, reservedMemory }: Pick<Machine, 'memory' | 'devices' | 'reservedMemory'>,
  check: Check,
): void {
  const place = root.kind === 'object' ? root.entries.find(({ key }) => key === 'reservedMemory')?.value.place : null;
  if (!place) return;
  for (const { start, end, device } of reservedMemory ?? []) {
    if (!memory.some(([first, last]) => start >= first && end <= last))
      report(check, place, `0x${start.toString(16)} to 0x${end.toString(16)} is not all RAM of this machine`);
    if (!devices.some(({ name }) => name === device)) report(check, place, `no device is called '${device}'`);
  }
}

/** `[{ "bus": "0", "cpu": "0x80000000", "size": "2G" }]` */
export function readDmaRanges(node: JsonNode, check: Check): DmaRange[] {
  return itemsOf(node, 'dmaRanges', check).map((item) => {
    const range = { bus: 0, cpu: 0, size: 0 };
    const field = (name: keyof typeof range) => (each: JsonNode) => (range[name] = readPages(each, check));
    readFields(item, { bus: field('bus'), cpu: field('cpu'), size: field('size') }, 'a range', check);
    if (range.size === 0) report(check, item.place, 'a range needs a size');
    return range;
  });
}

function itemsOf(node: JsonNode, what: string, check: Check): readonly JsonNode[] {
  if (node.kind === 'array') return node.items;
  report(check, node.place, `${what} must be a list [ … ]`);
  return [];
}

function readPages(node: JsonNode, check: Check): number {
  const bytes = readBytes(node, check) ?? 0;
  if (bytes % pageBytes !== 0) report(check, node.place, 'must be a multiple of 4096');
  return bytes;
}
