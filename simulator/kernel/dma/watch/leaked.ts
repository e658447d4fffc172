/** What a driver leaves mapped when it goes, where the kernel does not say so: without dma-debug, and on buses that dma-debug does not watch. */
import { recordFinding } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { mappingsOfDevice } from './mappings.ts';

export function reportLeakedMappings(context: KernelContext, device: string): void {
  const { dmaWatch, dma } = context.world.kernel;
  const streaming = mappingsOfDevice(dmaWatch, device);
  const coherent = dma.coherent.get(device) ?? [];
  const count = streaming.length + coherent.length;
  if (count === 0) return;
  const stacks = [...streaming.map(({ stack }) => stack), ...coherent.map(({ statement }) => [statement ?? -1])];
  const related = stacks.slice(-4).map((stack) => ({ what: 'mapped', stack: stack.filter((each) => each >= 0) }));
  recordFinding(context, {
    code: 'mapping-leaked',
    origin: 'simulator',
    severity: 'warning',
    message: `the driver has left ${device} and ${count} of its DMA buffers ${count === 1 ? 'is' : 'are'} still mapped or allocated`,
    device,
    related,
  });
}
