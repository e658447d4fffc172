/** The register map of the RTL8168's memory BAR, as data: names and offsets of Realtek's RTL8169/RTL8168 datasheets, bits as the Linux driver uses them. */
import type { RegisterDescription, RegisterField } from '../device.ts';

export const commandBits = { reset: 0x10n, receive: 0x08n, transmit: 0x04n } as const;
export const cause = {
  receiveOk: 0x0001n,
  receiveError: 0x0002n,
  transmitOk: 0x0004n,
  transmitError: 0x0008n,
  receiveUnavailable: 0x0010n,
  linkChange: 0x0020n,
  transmitUnavailable: 0x0080n,
  software: 0x0100n,
  systemError: 0x8000n,
} as const;
export const accept = {
  all: 0x01n,
  own: 0x02n,
  multicast: 0x04n,
  broadcast: 0x08n,
  runt: 0x10n,
  error: 0x20n,
} as const;
export const pollBits = { high: 0x80n, normal: 0x40n, software: 0x01n } as const;
/** TCR bits 18:17 both set: what is sent comes back inside of the chip. */
export const loopbackBits = 0x60000n;
export const unlocked = 0xc0n;
export const linkUp = 0x13n; // 1000 Mbit/s, link, full duplex

/** Default station address, and so the reset value of IDR0 … IDR5. */
export const defaultAddress = '52:54:00:12:34:56';
const defaultBytes = defaultAddress.split(':').map((byte) => BigInt(`0x${byte}`));

const field = (name: string, bit: number, meaning: string, width = 1): RegisterField => ({ name, bit, width, meaning });

const eventFields: readonly RegisterField[] = [
  field('ROK', 0, 'A packet was received.'),
  field('RER', 1, 'A packet with an error was received.'),
  field('TOK', 2, 'A packet was sent.'),
  field('TER', 3, 'A packet could not be sent.'),
  field('RDU', 4, 'A packet came and the next receive descriptor was not the device’s.'),
  field('LinkChg', 5, 'The link came up or went down.'),
  field('TDU', 7, 'The next transmit descriptor is not the device’s: everything is sent.'),
  field('SWInt', 8, 'Software asked for it (TPPoll).'),
  field('SERR', 15, 'A transfer was refused.'),
];

type Access = RegisterDescription['access'];
const row = (
  name: string,
  offset: number,
  size: number,
  access: Access,
  meaning: string,
  more: { reset?: bigint; fields?: readonly RegisterField[] } = {},
): RegisterDescription => ({ name, offset, bar: 2, size, access, reset: 0n, meaning, ...more });

export const registers: readonly RegisterDescription[] = [
  ...defaultBytes.map((reset, i) =>
    row(`IDR${i}`, i, 1, 'read-write', `Byte ${i} of the station address; written by words at 0 and 4.`, { reset }),
  ),
  row('MAR0', 0x08, 4, 'read-write', 'Hash table of multicast addresses, bits 0 to 31.'),
  row('MAR4', 0x0c, 4, 'read-write', 'Hash table of multicast addresses, bits 32 to 63.'),
  row('TNPDS', 0x20, 4, 'read-write', 'Where the transmit ring begins, low half; 256 bytes aligned.'),
  row('TNPDS_HIGH', 0x24, 4, 'read-write', 'Where the transmit ring begins, high half.'),
  row('THPDS', 0x28, 4, 'read-write', 'Where the ring of high priority begins, low half; kept, not used.'),
  row('THPDS_HIGH', 0x2c, 4, 'read-write', 'Where the ring of high priority begins, high half; kept, not used.'),
  row('CR', 0x37, 1, 'read-write', 'Command.', {
    fields: [
      field('TE', 2, 'Transmitter on.'),
      field('RE', 3, 'Receiver on.'),
      field('RST', 4, 'Reset; reads as 1 until it is over.'),
    ],
  }),
  row('TPPoll', 0x38, 1, 'write-only', 'Tells that there is something to send.', {
    fields: [
      field('FSWInt', 0, 'Raises SWInt.'),
      field('NPQ', 6, 'There are packets in the ring of normal priority.'),
      field('HPQ', 7, 'There are packets in the ring of high priority; ignored.'),
    ],
  }),
  row('IMR', 0x3c, 2, 'read-write', 'Causes that interrupt.', { fields: eventFields }),
  row('ISR', 0x3e, 2, 'write-1-to-clear', 'Causes that are there.', { fields: eventFields }),
  row('TCR', 0x40, 4, 'read-write', 'Transmit configuration and the chip’s version (RTL8168D).', {
    reset: 0x2810_0000n,
    fields: [
      field('MXDMA', 8, 'Largest burst; kept, not used.', 3),
      field('LBK', 17, '3: what is sent comes back inside of the chip.', 2),
      field('IFG', 24, 'Gap between packets; kept, not used.', 2),
    ],
  }),
  row('RCR', 0x44, 4, 'read-write', 'Receive configuration.', {
    fields: [
      field('AAP', 0, 'Accept packets to any station.'),
      field('APM', 1, 'Accept packets to this station.'),
      field('AM', 2, 'Accept multicasts whose bit is set in MAR.'),
      field('AB', 3, 'Accept broadcasts.'),
      field('AR', 4, 'Accept packets of less than 64 bytes.'),
      field('AER', 5, 'Accept packets with errors.'),
      field('MXDMA', 8, 'Largest burst; kept, not used.', 3),
      field('RXFTH', 13, 'Receive threshold; kept, not used.', 3),
    ],
  }),
  row('MPC', 0x4c, 4, 'read-write', 'Packets that were missed for want of a descriptor; any write sets it to 0.'),
  row('9346CR', 0x50, 1, 'read-write', '0xc0 lets CONFIG0 to CONFIG5 and IDR0 to IDR5 be written, 0 locks them.'),
  ...[0, 1, 2, 3, 4, 5].map((i) =>
    row(`CONFIG${i}`, 0x51 + i, 1, 'read-write', 'Configuration from the EEPROM; kept, changes nothing.'),
  ),
  row('PHYAR', 0x60, 4, 'read-write', 'Access to the PHY.', {
    fields: [
      field('Data', 0, 'What is written or was read.', 16),
      field('RegAddr', 16, 'Register of the PHY.', 5),
      field('Flag', 31, 'Written 1: write, reads 0 when done. Written 0: read, reads 1 when Data is there.'),
    ],
  }),
  row('PHYStatus', 0x6c, 1, 'read-only', 'The link.', {
    reset: linkUp,
    fields: [
      field('FullDup', 0, 'Full duplex.'),
      field('LinkSts', 1, 'There is a link.'),
      field('10M', 2, '10 Mbit/s.'),
      field('100M', 3, '100 Mbit/s.'),
      field('1000MF', 4, '1000 Mbit/s, full duplex.'),
    ],
  }),
  row('RMS', 0xda, 2, 'read-write', 'Longest packet that is received, with its checksum.', { reset: 0x1fffn }),
  row('CPlusCR', 0xe0, 2, 'read-write', 'C+ command.', {
    fields: [field('RxChkSum', 5, 'Check checksums; kept, not used.'), field('RxVLAN', 6, 'Take VLAN tags out.')],
  }),
  row('IntrMitigate', 0xe2, 2, 'read-write', 'Fewer interrupts; kept, not used.'),
  row('RDSAR', 0xe4, 4, 'read-write', 'Where the receive ring begins, low half; 256 bytes aligned.'),
  row('RDSAR_HIGH', 0xe8, 4, 'read-write', 'Where the receive ring begins, high half.'),
  row('MTPS', 0xec, 1, 'read-write', 'Longest packet that is sent, in units of 128 bytes; 0: no limit here.'),
];
