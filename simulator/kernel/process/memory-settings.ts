/** `/proc/sys/vm`, those of its files that something is modelled for, with the bounds of kernel/sysctl.c and mm/page-writeback.c (Linux 6.1). */
import { writeText } from '../format/guest-text.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';

export interface MemorySettings {
  /** 0: a guess, 1: always, 2: never more than `CommitLimit`. */
  overcommit_memory: number;
  /** Percent of RAM. */
  overcommit_ratio: number;
  max_map_count: number;
  /** Percent of what may become dirty. */
  dirty_background_ratio: number;
  dirty_ratio: number;
  /** Hundredths of a second; the second one 0: no writing by itself. */
  dirty_expire_centisecs: number;
  dirty_writeback_centisecs: number;
  /** Kept from large programs under overcommit_memory 2, KiB. */
  user_reserve_kbytes: number;
  /** A power of two of pages that swap reads at once. */
  'page-cluster': number;
}

const largest = 2 ** 31 - 1;
const bounds: Readonly<Record<keyof MemorySettings, readonly [least: number, most: number]>> = {
  overcommit_memory: [0, 2],
  overcommit_ratio: [-largest - 1, largest],
  max_map_count: [0, largest],
  dirty_background_ratio: [0, 100],
  dirty_ratio: [0, 100],
  dirty_expire_centisecs: [0, largest],
  dirty_writeback_centisecs: [-largest - 1, largest],
  user_reserve_kbytes: [0, largest],
  'page-cluster': [0, 31],
};
const names = Object.keys(bounds) as (keyof MemorySettings)[];

export function createMemorySettings(pageCluster: number): MemorySettings {
  return {
    overcommit_memory: 0,
    overcommit_ratio: 50,
    max_map_count: 65_530,
    dirty_background_ratio: 10,
    dirty_ratio: 20,
    dirty_expire_centisecs: 3000,
    dirty_writeback_centisecs: 500,
    user_reserve_kbytes: 128 * 1024,
    'page-cluster': pageCluster,
  };
}

/** Virtual ns of a number of centiseconds. */
export const centisecond = 10_000_000;

/** `vm_commit_limit`, pages. */
export function commitLimit({
  pageAllocator,
  addressSpaces,
  swap,
}: Pick<MemoryWorld['kernel'], 'pageAllocator' | 'addressSpaces' | 'swap'>): number {
  const managed = pageAllocator.zones.reduce((sum, zone) => sum + zone.managed, 0);
  return Math.floor((managed * addressSpaces.settings.overcommit_ratio) / 100) + swap.slots;
}

/** What C sees of it (fs/proc/vm.c). */
export const memorySettingFunctions: KernelFunctions = {
  /** 0: there is none of that number. */
  __memory_setting_name(context: KernelContext, index: number, buffer: bigint): number {
    const name = names[index];
    if (name !== undefined) writeText(context.port, buffer, `${name}\0`);
    return name === undefined ? 0 : 1;
  },
  __memory_setting: ({ world }: KernelContext, index: number): bigint =>
    BigInt(world.kernel.addressSpaces.settings[names[index]!]),
  /** 0 or a negative errno. */
  __set_memory_setting({ world }: KernelContext, index: number, value: bigint): number {
    const name = names[index]!;
    const [least, most] = bounds[name];
    if (value < BigInt(least) || value > BigInt(most)) return -errno.EINVAL;
    world.kernel.addressSpaces.settings[name] = Number(value);
    return 0;
  },
};
