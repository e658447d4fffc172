/**
 * Questions about the DMA API behind an IOMMU that a real Linux 6.1.192 answered (QEMU q35 with intel-iommu, edu at 0000:00:02.0; lazy is the
 * kernel's default, strict was asked with `iommu.strict=1`). The answers stand beside the drivers that ask, as .txt files; handles are compared to the bit.
 */
import { describe, expect, it } from 'vitest';
import { driverFile, runDriver } from './run-driver.ts';

const machine = (iommu: string): string =>
  JSON.stringify({ iommu, devices: [{ model: 'fpga-accelerator', name: '0000:00:02.0' }] });
const answers = (name: string): string[] => driverFile(name).trimEnd().split('\n');

describe('addresses, order of reuse, masks and joined scatterlists', () => {
  it.each(['lazy', 'strict'])('%s', (mode) => {
    const { log, end, findings } = runDriver({ driver: 'iommu-addresses.c' }, { machine: machine(mode) });
    expect(log.slice(1)).toEqual(answers(`iommu-addresses.${mode}.txt`));
    expect([end, findings]).toEqual(['rest 0', []]);
  });
});
