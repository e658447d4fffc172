/** `/sys/kernel/mm/transparent_hugepage` as `mm/huge_memory.c` shows and sets it. */
import { readCString } from '../c-struct.ts';
import { writeText } from '../format/guest-text.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';

/** By number, as huge_memory.c has them. */
const choices = {
  enabled: ['always', 'madvise', 'never'],
  defrag: ['always', 'defer', 'defer+madvise', 'madvise', 'never'],
} as const;
const names = ['enabled', 'defrag'] as const;

export const hugePageFunctions: KernelFunctions = {
  /** All choices in a line, the one that holds in brackets. */
  __thp_choices({ world, port }: KernelContext, which: number, buffer: bigint) {
    const name = names[which]!;
    const chosen = world.kernel.addressSpaces.hugeSettings[name];
    writeText(port, buffer, `${choices[name].map((each) => (each === chosen ? `[${each}]` : each)).join(' ')}\n\0`);
  },
  /** 0, or -EINVAL for what is no choice. */
  __thp_choose({ world }: KernelContext, which: number, text: bigint): number {
    const settings = world.kernel.addressSpaces.hugeSettings;
    const wanted = readCString(world, text, 32).trim();
    const name = names[which]!;
    const chosen = choices[name].find((each) => each === wanted);
    if (chosen === undefined) return -errno.EINVAL;
    Object.assign(settings, { [name]: chosen });
    return 0;
  },
  __thp_zero_page: ({ world }: KernelContext): number => (world.kernel.addressSpaces.hugeSettings.useZeroPage ? 1 : 0),
  __thp_use_zero_page({ world }: KernelContext, use: number) {
    world.kernel.addressSpaces.hugeSettings.useZeroPage = use !== 0;
  },
};
