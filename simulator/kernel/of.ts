/** The machine file's platform devices as the kernel's device tree code reads them: cells are 32 bits, big-endian. */
import { writeBulk } from '../hardware/cpu-bulk.ts';
import type { PlatformDevice, PropertyValue } from '../machine.ts';
import { encodeUtf8, writeText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

export const ofFunctions: KernelFunctions = {
  __of_node_name: (context: KernelContext, node: number, name: bigint, size: bigint): number =>
    putName(context, context.world.machine.platform?.[node]?.name, name, size),
  /** The number of the node above it; -1: the root. */
  __of_node_parent({ world }: KernelContext, node: number): number {
    const parent = world.machine.platform?.[node]?.parent;
    return parent === undefined ? -1 : world.machine.platform!.findIndex(({ name }) => name === parent);
  },
  __of_property_name: (context: KernelContext, node: number, property: number, name: bigint, size: bigint): number =>
    putName(context, propertiesOf(context.world.machine.platform?.[node])[property]?.[0], name, size),
  /** The whole length; what fits is written. */
  __of_property_value(context: KernelContext, node: number, property: number, value: bigint, size: bigint): number {
    const found = propertiesOf(context.world.machine.platform?.[node])[property];
    if (!found) return -1;
    const bytes = bytesOf(found[1], context.world.machine.platform ?? []);
    if (size > 0n) writeBulk(context.port, value, bytes.subarray(0, Number(size)));
    return bytes.length;
  },
};

function putName(context: KernelContext, text: string | undefined, name: bigint, size: bigint): number {
  if (text === undefined) return -1;
  writeText(context.port, name, `${encodeUtf8(text).slice(0, Number(size) - 1)}\0`);
  return text.length;
}

function propertiesOf(device: PlatformDevice | undefined): readonly (readonly [string, PropertyValue])[] {
  if (!device) return [];
  return [
    ['compatible', device.compatible],
    ...(device.reg.length > 0 ? [['reg', device.reg.flatMap(wideCells)] as const] : []),
    ...(device.interrupts.length > 0 ? [['interrupts', device.interrupts] as const] : []),
    ...Object.entries(device.properties),
  ];
}

/** Two cells of address, two of size. */
function wideCells([start, size]: readonly [number, number]): number[] {
  return [start, size].flatMap((value) => [Math.floor(value / 2 ** 32), value % 2 ** 32]);
}

function bytesOf(value: PropertyValue, nodes: readonly PlatformDevice[]): Uint8Array {
  if (typeof value === 'boolean') return new Uint8Array(0);
  const items = Array.isArray(value) ? (value as readonly (string | number)[]) : [value as string | number];
  return Uint8Array.from(items.flatMap((item) => bytesOfItem(item, nodes)));
}

/** A text that is `&` and a node's name stands for its phandle, which is its number from 1 on. */
function bytesOfItem(item: string | number, nodes: readonly PlatformDevice[]): number[] {
  if (typeof item === 'number') return cell(item);
  const referred = item.startsWith('&') ? nodes.findIndex(({ name }) => isCalled(name, item.slice(1))) : -1;
  return referred < 0 ? text(item) : cell(referred + 1);
}

/** `dma@fd000000` by its full name, or as `dma`. */
function isCalled(name: string, wanted: string): boolean {
  return name === wanted || name.replace(/@.*/, '') === wanted;
}

function text(item: string): number[] {
  return [...`${encodeUtf8(item)}\0`].map((character) => character.charCodeAt(0));
}

function cell(item: number): number[] {
  return [24, 16, 8, 0].map((shift) => (item >>> shift) & 0xff);
}
