/** Registers of the controller (range 0, with its peripheral DMA controller) and of the lines beside it (range 1), as data. */
import type { RegisterDescription } from '../device.ts';

export const control = { enable: 1n, disable: 2n, softwareReset: 0x80n } as const;
export const status = {
  receiveFull: 1n << 0n,
  transmitEmpty: 1n << 1n,
  overrun: 1n << 3n,
  endOfReceive: 1n << 4n,
  endOfTransmit: 1n << 5n,
  receiveBufferFull: 1n << 6n,
  transmitBufferEmpty: 1n << 7n,
  shifterEmpty: 1n << 9n,
  enabled: 1n << 16n,
} as const;
export const pdcControl = { receiveOn: 1n, receiveOff: 2n, transmitOn: 0x100n, transmitOff: 0x200n } as const;

type Row = readonly [
  name: string,
  offset: number,
  access: RegisterDescription['access'],
  meaning: string,
  fields?: RegisterDescription['fields'],
  reset?: bigint,
];

const flags = [
  { name: 'RDRF', bit: 0, width: 1, meaning: 'A received word stands in RDR.' },
  { name: 'TDRE', bit: 1, width: 1, meaning: 'TDR takes another word.' },
  { name: 'OVRES', bit: 3, width: 1, meaning: 'A word came before the last was read; cleared by reading.' },
  { name: 'ENDRX', bit: 4, width: 1, meaning: 'RCR is 0.' },
  { name: 'ENDTX', bit: 5, width: 1, meaning: 'TCR is 0.' },
  { name: 'RXBUFF', bit: 6, width: 1, meaning: 'RCR and RNCR are 0.' },
  { name: 'TXBUFE', bit: 7, width: 1, meaning: 'TCR and TNCR are 0.' },
  { name: 'TXEMPTY', bit: 9, width: 1, meaning: 'Nothing is being shifted.' },
] as const;

const controllerRows: readonly Row[] = [
  [
    'CR',
    0x00,
    'write-only',
    'Control.',
    [
      { name: 'SPIEN', bit: 0, width: 1, meaning: 'Write 1 to enable.' },
      { name: 'SPIDIS', bit: 1, width: 1, meaning: 'Write 1 to disable.' },
      { name: 'SWRST', bit: 7, width: 1, meaning: 'Write 1 to reset.' },
    ],
  ],
  [
    'MR',
    0x04,
    'read-write',
    'Mode.',
    [
      { name: 'MSTR', bit: 0, width: 1, meaning: 'Master.' },
      { name: 'MODFDIS', bit: 4, width: 1, meaning: 'No mode fault detection.' },
      { name: 'PCS', bit: 16, width: 4, meaning: 'Which select is low: 1110 is 0, 1111 is none.' },
      { name: 'DLYBCS', bit: 24, width: 8, meaning: 'Delay between chip selects.' },
    ],
  ],
  ['RDR', 0x08, 'read-only', 'The word received last.'],
  ['TDR', 0x0c, 'write-only', 'The word to transmit.'],
  [
    'SR',
    0x10,
    'read-only',
    'Status.',
    [...flags, { name: 'SPIENS', bit: 16, width: 1, meaning: 'The controller is enabled.' }],
    0xf0n,
  ],
  ['IER', 0x14, 'write-only', 'Sets bits of IMR.'],
  ['IDR', 0x18, 'write-only', 'Clears bits of IMR.'],
  ['IMR', 0x1c, 'read-only', 'Status bits that raise the interrupt.', flags],
  ...[0, 1, 2, 3].map((select): Row => [
    `CSR${select}`,
    0x30 + 4 * select,
    'read-write',
    `How to talk to chip select ${select}.`,
    [
      { name: 'CPOL', bit: 0, width: 1, meaning: 'Clock polarity.' },
      { name: 'NCPHA', bit: 1, width: 1, meaning: 'Clock phase, inverted.' },
      { name: 'CSAAT', bit: 3, width: 1, meaning: 'The select stays active after a transfer.' },
      { name: 'BITS', bit: 4, width: 4, meaning: '0: words of 8 bits.' },
      { name: 'SCBR', bit: 8, width: 8, meaning: 'The clock is the master clock divided by this; 0: no clock.' },
    ],
  ]),
  ['RPR', 0x100, 'read-write', 'Where the next received byte goes.'],
  ['RCR', 0x104, 'read-write', 'Bytes still to receive, 16 bits.'],
  ['TPR', 0x108, 'read-write', 'Where the next byte to transmit stands.'],
  ['TCR', 0x10c, 'read-write', 'Bytes still to transmit, 16 bits.'],
  ['RNPR', 0x110, 'read-write', 'RPR of the buffer after this one.'],
  ['RNCR', 0x114, 'read-write', 'RCR of the buffer after this one.'],
  ['TNPR', 0x118, 'read-write', 'TPR of the buffer after this one.'],
  ['TNCR', 0x11c, 'read-write', 'TCR of the buffer after this one.'],
  [
    'PTCR',
    0x120,
    'write-only',
    'Starts and stops the two channels.',
    [
      { name: 'RXTEN', bit: 0, width: 1, meaning: 'Write 1 to receive.' },
      { name: 'RXTDIS', bit: 1, width: 1, meaning: 'Write 1 to stop receiving.' },
      { name: 'TXTEN', bit: 8, width: 1, meaning: 'Write 1 to transmit.' },
      { name: 'TXTDIS', bit: 9, width: 1, meaning: 'Write 1 to stop transmitting.' },
    ],
  ],
  [
    'PTSR',
    0x124,
    'read-only',
    'Which channels are on.',
    [
      { name: 'RXTEN', bit: 0, width: 1, meaning: 'Receiving.' },
      { name: 'TXTEN', bit: 8, width: 1, meaning: 'Transmitting.' },
    ],
  ],
];

const lines = [
  { name: 'DC', bit: 0, width: 1, meaning: 'To the panel: low for a command, high for data.' },
  { name: 'RESET', bit: 1, width: 1, meaning: 'To the panel: low resets it.' },
] as const;

const lineRows: readonly Row[] = [
  ['PIO_OER', 0x10, 'write-only', 'Makes lines outputs.', lines],
  ['PIO_ODR', 0x14, 'write-only', 'Makes lines inputs.', lines],
  ['PIO_OSR', 0x18, 'read-only', 'Which lines are outputs.', lines],
  ['PIO_SODR', 0x30, 'write-only', 'Sets lines.', lines],
  ['PIO_CODR', 0x34, 'write-only', 'Clears lines.', lines],
  ['PIO_ODSR', 0x38, 'read-only', 'What is driven.', lines],
  ['PIO_PDSR', 0x3c, 'read-only', 'What stands on the lines.', lines],
];

function described(bar: number, [name, offset, access, meaning, fields, reset = 0n]: Row): RegisterDescription {
  return { name, offset, bar, size: 4, access, reset, meaning, ...(fields && { fields }) };
}

export const registers: readonly RegisterDescription[] = [
  ...controllerRows.map((row) => described(0, row)),
  ...lineRows.map((row) => described(1, row)),
];
