/** The register map of edu's BAR 0, as data. Offsets and meanings: QEMU docs/specs/edu.rst. */
import type { RegisterDescription } from '../device.ts';

export const statusBit = { computing: 0x01n, interruptOnFactorial: 0x80n } as const;
export const command = { run: 1n, fromDevice: 2n, interrupt: 4n } as const;
export const cause = { factorial: 0x001n, dma: 0x100n } as const;

const word = { bar: 0, size: 4, reset: 0n } as const;
const long = { bar: 0, size: 8, reset: 0n, access: 'read-write' } as const;

export const registers: readonly RegisterDescription[] = [
  {
    ...word,
    name: 'ID',
    offset: 0x00,
    access: 'read-only',
    reset: 0x0100_00edn,
    meaning: 'Identification: major version in bits 31:24, minor in 23:16, 0xed below.',
  },
  {
    ...word,
    name: 'LIVENESS',
    offset: 0x04,
    access: 'read-write',
    meaning: 'Card liveness check: reads as the bitwise inverse of what was written.',
  },
  {
    ...word,
    name: 'FACTORIAL',
    offset: 0x08,
    access: 'read-write',
    meaning: 'Write a number to have its factorial computed (modulo 2^32); ignored while computing.',
  },
  {
    ...word,
    name: 'STATUS',
    offset: 0x20,
    access: 'read-write',
    meaning: 'Factorial unit.',
    fields: [
      { name: 'COMPUTING', bit: 0, width: 1, meaning: 'A factorial is being computed. Read-only.' },
      { name: 'IRQFACT', bit: 7, width: 1, meaning: 'Raise interrupt cause 0x1 when the factorial is there.' },
    ],
  },
  {
    ...word,
    name: 'IRQ_STATUS',
    offset: 0x24,
    access: 'read-only',
    meaning: 'Interrupt causes that were raised and not acknowledged.',
  },
  {
    ...word,
    name: 'IRQ_RAISE',
    offset: 0x60,
    access: 'write-only',
    meaning: 'Raises an interrupt: the value is added to IRQ_STATUS.',
  },
  {
    ...word,
    name: 'IRQ_ACK',
    offset: 0x64,
    access: 'write-only',
    meaning: 'Acknowledges: the value is taken out of IRQ_STATUS.',
  },
  {
    ...long,
    name: 'DMA_SRC',
    offset: 0x80,
    meaning: 'Where a transfer reads: bus address, or 0x40000 + buffer offset.',
  },
  {
    ...long,
    name: 'DMA_DST',
    offset: 0x88,
    meaning: 'Where a transfer writes: bus address, or 0x40000 + buffer offset.',
  },
  { ...long, name: 'DMA_COUNT', offset: 0x90, meaning: 'Bytes to transfer.' },
  {
    ...long,
    name: 'DMA_CMD',
    offset: 0x98,
    meaning: 'Starts a transfer; ignored while one is under way, and without RUN.',
    fields: [
      { name: 'RUN', bit: 0, width: 1, meaning: 'Start. Reads as 1 until the transfer is over.' },
      { name: 'DIRECTION', bit: 1, width: 1, meaning: '0: memory to device, 1: device to memory.' },
      { name: 'IRQ', bit: 2, width: 1, meaning: 'Raise interrupt cause 0x100 at the end.' },
    ],
  },
];
