/** What the kernel logs when it refuses memory (mm/util.c and mm/mremap.c of Linux 6.1). */
import { logLine, logRatelimited } from '../call-site.ts';
import type { KernelContext } from '../kernel-context.ts';

const warning = 4;

/** After a call that may have asked for more than there is. */
export function tellRefusedMemory(context: KernelContext): void {
  const { untold } = context.world.kernel.addressSpaces;
  tellTooMuchData(context);
  if (!untold.notEnoughMemory) return;
  untold.notEnoughMemory = false;
  const { pid, name } = context.task ?? { pid: 0, name: 'swapper/0' };
  const place = '__vm_enough_memory';
  logRatelimited(context, place, place, `${place}: pid: ${pid}, comm: ${name}, no enough memory for the allocation`);
}

/** RLIMIT_DATA. Said once. */
function tellTooMuchData(context: KernelContext): void {
  const { untold } = context.world.kernel.addressSpaces;
  const { tooMuchData } = untold;
  untold.tooMuchData = null;
  if (!tooMuchData || untold.tooMuchDataTold) return;
  untold.tooMuchDataTold = true;
  const { pid, name } = context.task ?? { pid: 0, name: 'swapper/0' };
  const { bytes, limit } = tooMuchData;
  const what = `VmData ${bytes} exceed data ulimit ${limit}. Update limits or use boot option ignore_rlimit_data.`;
  logLine(context, warning, `mmap: ${name} (${pid}): ${what}`);
}

/** mremap with an old length of 0 makes a second mapping of shared memory alone. Said once. */
export function tellRefusedDuplicate(context: KernelContext): void {
  const { untold } = context.world.kernel.addressSpaces;
  if (untold.duplicateTold) return;
  untold.duplicateTold = true;
  const { pid, name } = context.task ?? { pid: 0, name: 'swapper/0' };
  const what = 'attempted to duplicate a private mapping with mremap.  This is not supported.';
  logLine(context, warning, `${name} (${pid}): ${what}`);
}
