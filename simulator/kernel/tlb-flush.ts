/** Taking kernel translations away: flushes on every CPU, counted, charged and journaled (Linux 6.1, arch/x86/mm/tlb.c: flush_tlb_kernel_range). */
import { chargeCpu } from '../hardware/charges.ts';
import { isCpuPort } from '../hardware/cpu-port.ts';
import { flushTlbAll, flushTlbPage } from '../hardware/tlb.ts';
import type { KernelContext } from './kernel-context.ts';

/** `tlb_single_page_flush_ceiling`: more pages than this and everything is flushed. */
const singlePageCeiling = 33;

type FlushContext = Pick<KernelContext, 'world' | 'cpu' | 'port' | 'record'>;

/** Flushes pages of the kernel's half on all CPUs; the others are interrupted. */
export function flushKernelPages(context: FlushContext, start: bigint, pages: number): void {
  if (pages === 0) return;
  const { hardware } = context.world;
  const all = pages > singlePageCeiling;
  for (const { id, asid } of hardware.cpus) {
    if (all) flushTlbAll(hardware, id);
    else for (let page = 0; page < pages; page++) flushTlbPage(hardware, id, asid, start + BigInt(page) * 4096n);
    const scope = all ? 'all' : pages === 1 ? 'page' : 'range';
    context.record({
      kind: 'tlb-flush',
      target: id,
      scope,
      address: all ? null : start,
      pages,
      ipi: id !== context.cpu,
    });
  }
  charge(context, pages, hardware.cpus.length - 1);
}

function charge({ world, cpu, port }: FlushContext, pages: number, interrupted: number): void {
  if (!isCpuPort(port)) return;
  const { hardware } = world;
  if (pages > singlePageCeiling) chargeCpu(hardware, cpu, 'tlbFlushAll', 1);
  else chargeCpu(hardware, cpu, 'tlbFlushPage', pages);
  if (interrupted > 0) chargeCpu(hardware, cpu, 'ipi', 1);
  chargeCpu(hardware, cpu, 'ipiReceiver', interrupted);
}
