/** The remapping unit's fault registers as the kernel's C code (drivers/iommu/intel/dmar.c) reads and clears them. */
import { newestFirst } from '../../../journal.ts';
import { writeBulk } from '../../../hardware/cpu-bulk.ts';
import { faultReasonTexts, sourceIdOf } from '../../../hardware/iommu/remapping-unit.ts';
import type { FaultRecord } from '../../../hardware/iommu/remapping-unit.ts';
import type { Finding } from '../../../journal.ts';
import { recordFinding } from '../../call-site.ts';
import { bytesOfText } from '../../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../../kernel-context.ts';

/** Layout of `struct dmar_fault_record`. */
const recordBytes = 80;

export const dmarFunctions: KernelFunctions = {
  __dmar_present: ({ world }: KernelContext): number => (world.hardware.iommu ? 1 : 0),
  __dmar_set_fault_irq({ world }: KernelContext, irq: number) {
    world.hardware.iommu!.faultInterrupt = irq;
  },
  __dmar_fault_status: ({ world }: KernelContext): number => world.hardware.iommu?.faultStatus ?? 0,
  /** Reads the fault recording register and clears it; false when it is empty. */
  __dmar_take_fault(context: KernelContext, place: bigint): number {
    const unit = context.world.hardware.iommu;
    const fault = unit?.faultRecord;
    if (!unit || !fault) return 0;
    unit.faultRecord = null;
    writeBulk(context.port, place, encode(fault));
    report(context, fault);
    return 1;
  },
  __dmar_clear_fault_status({ world }: KernelContext, bits: number) {
    if (world.hardware.iommu) world.hardware.iommu.faultStatus &= ~bits;
  },
};

function encode({ address, reason, sourceId, write }: FaultRecord): Uint8Array {
  const bytes = new Uint8Array(recordBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, address, true);
  view.setUint32(8, reason, true);
  view.setUint16(12, sourceId, true);
  view.setUint16(14, write ? 0 : 1, true);
  bytes.set(bytesOfText(faultReasonTexts[reason] ?? 'Unknown'), 16);
  return bytes;
}

/** The log line is rate limited; the finding is not. */
function report(context: KernelContext, { address, reason, sourceId, write }: FaultRecord): void {
  const { iommu } = context.world.kernel;
  const device = [...iommu.domainOf.keys()].find((name) => sourceIdOf(name) === sourceId) ?? 'an unknown device';
  const what = write ? 'write to' : 'read of';
  const { words, related } = historyOf(context, iommu.domainOf.get(device) ?? 0, address);
  recordFinding(context, {
    code: 'iommu-fault',
    origin: 'kernel',
    severity: 'error',
    message: `the IOMMU stopped a ${what} bus address 0x${address.toString(16)} by ${device}: ${faultReasonTexts[reason] ?? 'Unknown'} (${words})`,
    device,
    address,
    length: 4096,
    related,
  });
}

interface History {
  readonly words: string;
  readonly related: NonNullable<Finding['related']>;
}

/** What happened last to a page of a domain, as far as the journal still knows. */
function historyOf({ world }: KernelContext, domain: number, address: bigint): History {
  let gone: Finding['related'];
  for (const each of newestFirst(world.journal, ['iommu-map', 'iommu-unmap'])) {
    if (each.domain !== domain) continue;
    if (address < each.iova || address >= each.iova + BigInt(each.size)) continue;
    if (each.kind === 'iommu-map') {
      const mapped = { what: 'mapped', stack: each.stack };
      if (gone) return { words: 'unmapped since', related: [...gone, mapped] };
      return { words: `mapped for access ${each.access}`, related: [mapped] };
    }
    gone ??= [{ what: 'unmapped', stack: each.stack }];
  }
  return gone ? { words: 'unmapped since', related: gone } : { words: 'nothing was mapped there', related: [] };
}
