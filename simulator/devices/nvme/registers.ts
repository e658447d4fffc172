/** The register map of an NVMe controller's BAR 0, as data. NVM Express 1.4, chapter 3.1. */
import type { RegisterDescription } from '../device.ts';

export const configurationBits = { enable: 1n, shutdown: 0xc000n } as const;
export const statusBits = { ready: 1n, fatal: 2n, shutdownComplete: 8n } as const;

/** Queue pairs with doorbells: the admin queues and as many I/O queues as a machine file can ask for. */
export const mostIoQueues = 4;
export const doorbellBase = 0x1000;
export const largestStride = 5;

const word = { bar: 0, size: 4, reset: 0n } as const;
const long = { bar: 0, size: 8, reset: 0n } as const;

/** CAP of a controller: `entries` a queue can have, doorbells 4 << `stride` bytes apart. Contiguous queues only, ready within 500 ms, pages of 4 KiB. */
export function capabilities(entries: number, stride: number): bigint {
  return BigInt(entries - 1) | (1n << 16n) | (1n << 24n) | (BigInt(stride) << 32n) | (1n << 37n);
}

export const defaultQueueEntries = 1024;

const controller: readonly RegisterDescription[] = [
  {
    ...long,
    name: 'CAP',
    offset: 0x00,
    access: 'read-only',
    reset: capabilities(defaultQueueEntries, 0),
    meaning: 'Controller capabilities.',
    fields: [
      { name: 'MQES', bit: 0, width: 16, meaning: 'Entries that a queue can have, less one.' },
      { name: 'CQR', bit: 16, width: 1, meaning: 'Queues must be contiguous in memory.' },
      { name: 'TO', bit: 24, width: 8, meaning: 'Longest time until CSTS.RDY follows CC.EN, in units of 500 ms.' },
      { name: 'DSTRD', bit: 32, width: 4, meaning: 'Doorbells are 4 << DSTRD bytes apart.' },
      { name: 'CSS', bit: 37, width: 8, meaning: 'Command sets; bit 0: NVM.' },
      { name: 'MPSMIN', bit: 48, width: 4, meaning: 'Smallest memory page: 4 KiB << MPSMIN.' },
      { name: 'MPSMAX', bit: 52, width: 4, meaning: 'Largest memory page: 4 KiB << MPSMAX.' },
    ],
  },
  {
    ...word,
    name: 'VS',
    offset: 0x08,
    access: 'read-only',
    reset: 0x0001_0400n,
    meaning: 'Version: major in bits 31:16, minor in 15:8.',
  },
  {
    ...word,
    name: 'INTMS',
    offset: 0x0c,
    access: 'read-write',
    meaning: 'Interrupt mask: 1 bits mask their vector. Not to be used with MSI-X.',
  },
  {
    ...word,
    name: 'INTMC',
    offset: 0x10,
    access: 'read-write',
    meaning: 'The same mask: 1 bits written here unmask their vector.',
  },
  {
    ...word,
    name: 'CC',
    offset: 0x14,
    access: 'read-write',
    meaning: 'Controller configuration.',
    fields: [
      { name: 'EN', bit: 0, width: 1, meaning: '1: process commands; to 0: reset, I/O queues go.' },
      { name: 'CSS', bit: 4, width: 3, meaning: 'Command set; 0: NVM.' },
      { name: 'MPS', bit: 7, width: 4, meaning: 'Memory page: 4 KiB << MPS. PRP entries are of such pages.' },
      { name: 'AMS', bit: 11, width: 3, meaning: 'Arbitration; 0: round robin.' },
      { name: 'SHN', bit: 14, width: 2, meaning: 'Shutdown notification: 1 normal, 2 abrupt.' },
      { name: 'IOSQES', bit: 16, width: 4, meaning: 'I/O submission queue entries are 2^n bytes: 6.' },
      { name: 'IOCQES', bit: 20, width: 4, meaning: 'I/O completion queue entries are 2^n bytes: 4.' },
    ],
  },
  {
    ...word,
    name: 'CSTS',
    offset: 0x1c,
    access: 'read-only',
    meaning: 'Controller status.',
    fields: [
      { name: 'RDY', bit: 0, width: 1, meaning: 'Commands are processed.' },
      { name: 'CFS', bit: 1, width: 1, meaning: 'Fatal: the controller has to be reset.' },
      { name: 'SHST', bit: 2, width: 2, meaning: 'Shutdown: 1 under way, 2 complete.' },
    ],
  },
  {
    ...word,
    name: 'AQA',
    offset: 0x24,
    access: 'read-write',
    meaning: 'Sizes of the admin queues.',
    fields: [
      { name: 'ASQS', bit: 0, width: 12, meaning: 'Entries of the submission queue, less one.' },
      { name: 'ACQS', bit: 16, width: 12, meaning: 'Entries of the completion queue, less one.' },
    ],
  },
  {
    ...long,
    name: 'ASQ',
    offset: 0x28,
    access: 'read-write',
    meaning: 'Bus address of the admin submission queue, a page boundary.',
  },
  {
    ...long,
    name: 'ACQ',
    offset: 0x30,
    access: 'read-write',
    meaning: 'Bus address of the admin completion queue, a page boundary.',
  },
];

function doorbells(stride: number): readonly RegisterDescription[] {
  return Array.from({ length: mostIoQueues + 1 }, (_, queue) => [
    {
      ...word,
      name: `SQ${queue}TDBL`,
      offset: doorbellBase + 2 * queue * (4 << stride),
      access: 'write-only' as const,
      meaning: `Tail of submission queue ${queue}: entries before it are the controller's to fetch.`,
    },
    {
      ...word,
      name: `CQ${queue}HDBL`,
      offset: doorbellBase + (2 * queue + 1) * (4 << stride),
      access: 'write-only' as const,
      meaning: `Head of completion queue ${queue}: entries before it are the controller's to fill again.`,
    },
  ]).flat();
}

const maps = Array.from({ length: largestStride + 1 }, (_, stride) => [...controller, ...doorbells(stride)]);

/** All registers with doorbells 4 << `stride` bytes apart. */
export function registersWith(stride: number): readonly RegisterDescription[] {
  return maps[stride]!;
}

export const registers = registersWith(0);

/** The halves of 64-bit registers: a driver may access each as a word. */
const halves: readonly RegisterDescription[] = registers
  .filter(({ size }) => size === 8)
  .flatMap((register) => [0, 4].map((from) => ({ ...register, size: 4, offset: register.offset + from })));

export function halfAt(offset: number): RegisterDescription | null {
  return halves.find((each) => each.offset === offset) ?? null;
}
