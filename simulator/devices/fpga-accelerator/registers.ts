/** The register map of the accelerator's BAR 0, as data: decoding, the register view and the documentation come from it. */
import type { RegisterDescription } from '../device.ts';

export const control = { start: 1n, interruptEnable: 2n, reset: 4n } as const;
export const status = { busy: 1n, done: 2n, error: 4n } as const;

const word = { bar: 0, size: 4, reset: 0n } as const;

export const registers: readonly RegisterDescription[] = [
  {
    ...word,
    name: 'ID',
    offset: 0x00,
    access: 'read-only',
    reset: 0x41434331n,
    meaning: 'Identifies the engine: the letters "ACC1".',
  },
  {
    ...word,
    name: 'VERSION',
    offset: 0x04,
    access: 'read-only',
    reset: 0x0001_0000n,
    meaning: 'Major version in the upper half, minor in the lower.',
  },
  {
    ...word,
    name: 'CONTROL',
    offset: 0x08,
    access: 'read-write',
    meaning: 'Starts and resets the engine.',
    fields: [
      { name: 'START', bit: 0, width: 1, meaning: 'Write 1 to start; ignored while busy. Reads as 0.' },
      { name: 'IRQ_ENABLE', bit: 1, width: 1, meaning: 'Raise an interrupt when DONE or ERROR becomes 1.' },
      { name: 'RESET', bit: 2, width: 1, meaning: 'Write 1 to stop the engine and clear STATUS. Reads as 0.' },
    ],
  },
  {
    ...word,
    name: 'STATUS',
    offset: 0x0c,
    access: 'write-1-to-clear',
    meaning: 'What the engine is doing; clearing DONE and ERROR takes the interrupt back.',
    fields: [
      { name: 'BUSY', bit: 0, width: 1, meaning: 'Bursts are under way.' },
      { name: 'DONE', bit: 1, width: 1, meaning: 'The last byte has been handed to the bus.' },
      { name: 'ERROR', bit: 2, width: 1, meaning: 'A read came back refused, or the arguments are out of range.' },
    ],
  },
  {
    ...word,
    name: 'SRC_LO',
    offset: 0x10,
    access: 'read-write',
    meaning: 'Where the image is read from: bus address bits 31:0.',
  },
  { ...word, name: 'SRC_HI', offset: 0x14, access: 'read-write', meaning: 'Bus address bits 63:32 of the source.' },
  {
    ...word,
    name: 'DST_LO',
    offset: 0x18,
    access: 'read-write',
    meaning: 'Where the result is written to: bus address bits 31:0.',
  },
  {
    ...word,
    name: 'DST_HI',
    offset: 0x1c,
    access: 'read-write',
    meaning: 'Bus address bits 63:32 of the destination.',
  },
  {
    ...word,
    name: 'LENGTH',
    offset: 0x20,
    access: 'read-write',
    meaning: 'Bytes to process, up to the size of the on-board memory.',
  },
  {
    ...word,
    name: 'BYTES_READ',
    offset: 0x24,
    access: 'read-only',
    meaning: 'Bytes fetched by the current or last job.',
  },
  {
    ...word,
    name: 'BYTES_WRITTEN',
    offset: 0x28,
    access: 'read-only',
    meaning: 'Bytes handed to the bus by the current or last job.',
  },
  {
    ...word,
    name: 'CHECKSUM',
    offset: 0x2c,
    access: 'read-only',
    meaning: 'Sum of all bytes fetched, modulo 2^32: tells whether the engine saw the image that was meant.',
  },
];
