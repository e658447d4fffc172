/**
 * Questions about the DMA API behind an IOMMU that a real Linux 6.1.192 answered (QEMU q35 with intel-iommu, edu at 0000:00:02.0). Lazy is the
 * kernel's default, strict was asked with `iommu.strict=1`; both with one CPU, because on two the answers depend on where the module's task runs.
 * The answers stand beside the drivers that ask, as .txt files; handles are compared to the bit. dma-debug's lines are left out on both sides.
 */
import { describe, expect, it } from 'vitest';
import { driverFile, runDriver } from './run-driver.ts';

const machine = (iommu: string): string =>
  JSON.stringify({ cpus: 1, iommu, devices: [{ model: 'edu', name: '0000:00:02.0' }] });
const answers = (name: string): string[] => driverFile(name).trimEnd().split('\n');
/** Lines that begin as an answer does. */
const answered = (log: readonly string[], form: RegExp): string[] => log.filter((line) => form.test(line));

describe.each(['lazy', 'strict'])('%s', (mode) => {
  it('addresses, order of reuse, masks and joined scatterlists', () => {
    const { log, end } = runDriver({ driver: 'iommu-addresses.c' }, { machine: machine(mode) });
    const form = /^(masks|required|segments|map|list|  entry|right|after|narrow) ?/;
    expect(answered(log, form)).toEqual(answers(`iommu-addresses.${mode}.txt`));
    expect(end).toBe('rest 0');
  });

  it('coherent memory, pages, pieces, page lists and mmap', () => {
    const run = { driver: 'iommu-coherent.c', app: 'iommu-coherent-app.c' };
    const { log, output, end } = runDriver(run, { machine: machine(mode) });
    const form = /^(\d+ gfp|dma_alloc|noncontiguous|get_sgtable|map_resource|mmap|the process)/;
    expect(answered(log, form)).toEqual(answers(`iommu-coherent.${mode}.txt`));
    expect(output.trimEnd().split('\n')).toEqual(answers('iommu-coherent-app.txt'));
    expect(end).toBe('rest 0');
  });

  it('the group of a device in /sys', () => {
    const { output, end } = runDriver({ app: 'iommu-groups-app.c' }, { machine: machine(mode) });
    expect(output.trimEnd().split('\n')).toEqual([
      'group in ../../../kernel/iommu_groups',
      `type: ${mode === 'lazy' ? 'DMA-FQ' : 'DMA'}`,
      'reserved_regions: 0x00000000fee00000 0x00000000feefffff msi',
      'device 0000:00:02.0',
      'the device through it: 0',
    ]);
    expect(end).toBe('rest 0');
  });

  it('what wrong unmappings leave behind', () => {
    const { log, end } = runDriver({ driver: 'iommu-misuse.c' }, { machine: machine(mode) });
    const form = /^(question|map|coherent|DMAR|WARNING: CPU: \d+ PID: \d+ at drivers\/iommu)/;
    const told = answered(log, form).map((line) => line.replace(/PID: \d+/, 'PID: N').replace(/\+0x.*/, ''));
    expect(told).toEqual(answers(`iommu-misuse.${mode}.txt`));
    expect(end).toBe('rest 0');
  });

  it('faults of a device, with the limit of repeats', () => {
    const { log, end, findings, records } = runDriver({ driver: 'iommu-faults.c' }, { machine: machine(mode) });
    const form = /^(device (reads|writes)|first|there|later|DMAR|dmar)/;
    expect(withoutFrame(answered(log, form))).toEqual(answers(`iommu-faults.${mode}.txt`));
    expect(end).toBe('rest 0');
    const faults = records.filter(({ kind }) => kind === 'iommu-fault').length;
    expect([faults, findings.filter((code) => code === 'iommu-fault').length]).toEqual([14, 14]);
  });
});

// How many groups there are depends on what else is on the bus.
it('a domain of a driver’s own', () => {
  const text = JSON.stringify({ iommu: 'lazy', devices: [{ model: 'edu', name: '0000:00:02.0', dmaMask: 32 }] });
  const { log, end, findings } = runDriver({ driver: 'iommu-domains.c' }, { machine: text });
  const told = answered(log, /^(domains 0000|iommu:)/);
  const plain = told.map((line) => line.replace(/ pa 0x[0-9a-f]+/, ' pa P').replace(/group \d+$/, 'group N'));
  expect(plain).toEqual(answers('iommu-domains.txt'));
  expect([end, findings]).toEqual(['rest 0', []]);
});

// Only strictly: when a lazy kernel's timer runs out in the middle, the real one's slow log decides which addresses are free again.
it('random lists and buffers behind a strict IOMMU', () => {
  const text = JSON.stringify({ ...JSON.parse(machine('strict')), dmaDebug: { enabled: false } });
  const { log, end } = runDriver({ driver: 'iommu-random.c' }, { machine: text });
  expect(answered(log, /^(list|  [0-9a-f]+ [0-9a-f]+$|map)/)).toEqual(answers('iommu-random.strict.txt'));
  expect(end).toBe('rest 0');
});

/** Where the driver's page stands depends on what the boot has allocated. */
function withoutFrame(log: readonly string[]): string[] {
  const told = /physical address: ([0-9a-f]+)$/.exec(log.find((line) => line.includes('physical address')) ?? '');
  return log.map((line) => (told ? line.replace(told[1]!, '<physical>') : line));
}

it('tells all mappings where an entry is in the way, five times', () => {
  const { log } = runDriver({ driver: 'pte-clash.c' }, { machine: machine('lazy') });
  const form = /^(round|DMAR|pci |DMA-API: pci|WARNING: CPU: \d+ PID: \d+ at drivers\/iommu)/;
  // RAM's addresses and the task are the boot's matter.
  const plain = (line: string): string =>
    line
      .replace(/CPU: \d+ PID: \d+/, 'CPU: N PID: N')
      .replace(/\+0x.*/, '')
      .replace(/ P=\w+ N=\w+/, '')
      .replace(/\(to \w+ not \w+\)/, '');
  const real = answered(answers('pte-clash.txt'), form).map(plain);
  expect(real.filter((line) => line.includes(' idx ')).length).toBe(10);
  expect(answered(log, form).map(plain)).toEqual(real);
});
