/** `%pR` and `%pr`: a `struct resource` as the kernel writes it, e.g. `[mem 0xfea00000-0xfeafffff 64bit pref]`. */
import { readField } from '../c-struct.ts';
import type { KernelContext } from '../kernel-context.ts';

const flag = {
  io: 0x100n, memory: 0x200n, irq: 0x400n, dma: 0x800n, bus: 0x1000n, prefetch: 0x2000n,
  wide: 0x10_0000n, window: 0x20_0000n, disabled: 0x1000_0000n, unset: 0x2000_0000n,
} as const; // prettier-ignore
const typeMask = 0x1f00n;

/** `decoded`: flags as words (`%pR`), else as a number (`%pr`). */
export function formatResource(context: KernelContext, address: bigint, decoded: boolean): string {
  const read = (name: string): bigint => readField(context.world, 'resource', address, name);
  const flags = read('flags');
  const kind = kindOf(flags);
  const range = rangeText(read('start'), read('end'), decoded ? flags : flags & ~flag.unset);
  const words = decoded && kind !== '???' ? flagWords(flags) : ` flags 0x${flags.toString(16)}`;
  return `[${kind} ${range}${words}]`;
}

function kindOf(flags: bigint): string {
  switch (flags & typeMask) {
    case flag.io:
      return 'io ';
    case flag.memory:
      return 'mem';
    case flag.irq:
      return 'irq';
    case flag.dma:
      return 'dma';
    case flag.bus:
      return 'bus';
    default:
      return '???';
  }
}

function rangeText(start: bigint, end: bigint, flags: bigint): string {
  const type = flags & typeMask;
  const number = (value: bigint): string => {
    if (type === flag.irq || type === flag.dma) return value.toString();
    if (type === flag.bus) return value.toString(16).padStart(2, '0');
    return `0x${value.toString(16).padStart(type === flag.io ? 4 : 8, '0')}`;
  };
  if (flags & flag.unset) return `size ${number(end - start + 1n)}`;
  return start === end ? number(start) : `${number(start)}-${number(end)}`;
}

function flagWords(flags: bigint): string {
  const words = [
    [flag.wide, '64bit'],
    [flag.prefetch, 'pref'],
    [flag.window, 'window'],
    [flag.disabled, 'disabled'],
  ] as const;
  return words.map(([bit, word]) => (flags & bit ? ` ${word}` : '')).join('');
}
