/** The configuration of the simulated kernel, for those who read a driver's Kbuild file as kbuild would. */
import { embeddedSources } from './embedded.generated.ts';

/** `y`, `m`, or a value, by the option's name with its `CONFIG_`; what is not set is not there. */
export function kernelConfiguration(): ReadonlyMap<string, string> {
  const text = embeddedSources['kernel/include/generated/autoconf.h'] ?? '';
  return new Map(
    [...text.matchAll(/^#define (CONFIG_\w+?)(_MODULE)? (\S+)$/gm)].map(([, name, module, value]) => [
      name!,
      value !== '1' ? value! : module ? 'm' : 'y',
    ]),
  );
}
