/**
 * PCI Express functions beside conventional ones. Registers and their power-on values: PCI Express Base 4.0, 7.5.3 (requests of 512 bytes, payloads of 128) and
 * 7.9.3; return values: drivers/pci/access.c and pci.c of Linux 6.1 (PCIBIOS_BAD_REGISTER_NUMBER is 0x87).
 */
import { expect, it } from 'vitest';
import { runDriver } from './run-driver.ts';

it('capabilities, extended space and the registers of the link', () => {
  const machine = `{ "devices": [{ "model": "fpga-accelerator", "name": "0000:01:00.0" }, { "model": "edu", "name": "0000:00:02.0" }] }`;
  const { log } = runDriver({ driver: 'pci-express.c' }, { machine });
  const board = (line: string): string => `express 0000:01:00.0: ${line}`;
  const edu = (line: string): string => `express 0000:00:02.0: ${line}`;
  expect(log.slice(1)).toEqual([
    ...['capability 1', 'capability 5', 'capability 10'].map(board),
    board('express 1 type 0 size 4096 serial 101000a35, errors 1, virtual functions 0'),
    board('link 2 x4, requests 512, payload 128'),
    board('requests 0 1024, odd -22'),
    board('payload 0 256, too large -22'),
    board('behind 135, unaligned 135'),
    edu('capability 5'),
    edu('express 0 type 0 size 256 serial 0, errors 0, virtual functions 0'),
    edu('link 0 x0, requests 128, payload 128'),
    edu('requests 0 128, odd -22'),
    edu('payload -22 128, too large -22'),
    edu('behind 135, unaligned 135'),
  ]);
});
