/** What the module loader (kernel/module.c) asks of the world: the module's name, insmod's arguments, and objects of the image by name. */
import { encodeUtf8, readText, writeText } from './format/guest-text.ts';
import { moduleName } from './code-symbols.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { imageOfMode } from './symbols.ts';

export interface ModuleState {
  /** `name=value`, or a name alone, in the order given. */
  readonly arguments: readonly (readonly [name: string, value: string | null])[];
  /** Bits of /proc/sys/kernel/tainted. */
  taint: number;
}

export function createModuleState(parameters: Readonly<Record<string, string>>): ModuleState {
  return { arguments: Object.entries(parameters), taint: 0 };
}

const longestName = 63;
const longestValue = 1099;

export const moduleFunctions: KernelFunctions = {
  /** Address of the n-th global whose name begins with `prefix`, in the order of the image; 0 behind the last. This stands for a linker's section. */
  __image_object(context: KernelContext, prefix: bigint, index: number): bigint {
    const { program } = context.world;
    const wanted = readText(context.port, prefix);
    const found = program.images[imageOfMode(program, 'kernel')]!.globals.filter(({ name }) => name.startsWith(wanted));
    return found[index]?.address ?? 0n;
  },
  __module_argument(
    context: KernelContext,
    index: number,
    name: bigint,
    nameSize: bigint,
    value: bigint,
    valueSize: bigint,
  ): number {
    const given = context.world.kernel.module.arguments[index];
    if (!given) return -1;
    put(context, name, given[0].slice(0, longestName), nameSize);
    if (given[1] === null) return 0;
    put(context, value, given[1].slice(0, longestValue), valueSize);
    return 1;
  },
  __module_name: (context: KernelContext, name: bigint, size: bigint) =>
    put(context, name, moduleName(context.world.program).replace(/-/g, '_'), size),
};

function put(context: KernelContext, address: bigint, text: string, size: bigint): void {
  writeText(context.port, address, `${encodeUtf8(text).slice(0, Number(size) - 1)}\0`);
}
