/** Boards whose bus sees RAM elsewhere (dma-ranges), and memory of one device's own (Linux 6.1: kernel/dma/coherent.c, linux/dma-direct.h). */
import { describe, expect, it } from 'vitest';
import { fileBeside, runText } from './run-text.ts';

const board = {
  arch: 'arm64',
  memory: [['0x80000000', '0xc0000000']],
  cma: null,
  dmaRanges: [{ bus: 0, cpu: '0x80000000', size: '1G' }],
  reservedMemory: [{ start: '0x88000000', size: '64K', device: '0000:00:02.0' }],
  devices: [{ model: 'edu', name: '0000:00:02.0', dmaMask: 30 }],
};

describe('a board with RAM at 2 GiB whose bus sees it at 0', () => {
  const { log, findings } = runText(fileBeside('ranges.c'), board);
  const said = (start: string): string | undefined => log.find((line) => line.includes(start));
  it('shifts addresses: the highest of the window is the limit of the bus', () => {
    expect(said('limit')).toContain('limit 3fffffff required 3fffffff offset 2147483648 back 1');
  });
  it('moves data through the window, and through memory of the device’s own', () => {
    expect(log.filter((line) => line.includes('read back'))).toEqual([
      expect.stringContaining('through the window'),
      expect.stringContaining('own memory'),
    ]);
    expect(findings).toEqual([]);
  });
  it('gives powers of two of pages from the region, zeroed, and nothing once it is used up', () => {
    // bitmap_find_free_region: 5000 bytes take two pages; -EBUSY (-16) for a second region
    expect(said('own 0')).toContain('own 0: 88000000 88002000, zero 1');
    expect(said('too much')).toContain('too much: 1 again: -16');
    expect(said('assigned')).toBe('ranges 0000:00:02.0: assigned reserved memory node dma-pool@88000000');
  });
});

it('stops a device that drives an address which is no RAM of its bus', () => {
  const driver = fileBeside('ranges.c').replace(
    'there_and_back(registers, handle,',
    'there_and_back(registers, dma_to_phys(dev, handle),',
  );
  const { findings } = runText(driver, board);
  expect(findings.map(({ code }) => code)).not.toEqual([]);
});
