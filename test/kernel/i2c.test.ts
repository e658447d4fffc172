/** I2C: what a chip's driver asks becomes the messages of the SMBus protocol (Documentation/i2c/smbus-protocol.rst) on the adapter that another driver brought. */
import { expect, it } from 'vitest';
import { runDriver } from './run-driver.ts';

it('a client is probed, talks to its chip, and goes with its adapter', () => {
  const { log, findings } = runDriver({ driver: 'i2c-chip.c' }, {});
  expect(findings).toEqual([]);
  expect(log.slice(1)).toEqual([
    'adapter 0 nr 0',
    'driver 0',
    'mychip 0-003c: probe mychip addr 3c data 7 irq 0 func 1',
    ...['msg 0 addr 3c flags 0 len 1 02', 'msg 1 addr 3c flags 1 len 2 42 43'],
    'mychip 0-003c: transfer 2 42 43',
    // S Addr Wr [A] Comm [A] Data [A] P; S Addr Wr [A] Comm [A] Sr Addr Rd [A] [Data] NA P
    'msg 0 addr 3c flags 0 len 2 05 77',
    ...['msg 0 addr 3c flags 0 len 1 05', 'msg 1 addr 3c flags 1 len 1 77'],
    'mychip 0-003c: w 0 r 77',
    // Words: the low byte first.
    'msg 0 addr 3c flags 0 len 3 06 ef be',
    ...['msg 0 addr 3c flags 0 len 1 06', 'msg 1 addr 3c flags 1 len 2 ef be'],
    ...['msg 0 addr 3c flags 0 len 1 06', 'msg 1 addr 3c flags 1 len 2 ef be'],
    'mychip 0-003c: w 0 r beef swapped efbe',
    ...['msg 0 addr 3c flags 0 len 1 02', 'msg 1 addr 3c flags 1 len 4 42 43 00 77'],
    'mychip 0-003c: block 4 42 43 00 77',
    ...['msg 0 addr 3c flags 0 len 3 08 68 69', 'msg 0 addr 3c flags 1 len 1 00'],
    'mychip 0-003c: send 3 recv 1',
    'client 0 name 0-003c',
    'i2c i2c-0: Failed to register i2c client mychip at 0x3c (-16)',
    'twice -16',
    'i2c i2c-0: Invalid 7-bit I2C address 0x200',
    'bad -22',
    'nobody -6',
    'mychip 0-003c: remove 1',
    'done',
  ]);
});
