/** What a machine file can say of an NVMe controller. */
import type { ConfigurationField } from '../device.ts';
import { defaultQueueEntries, largestStride, mostIoQueues } from './registers.ts';

export const configuration: readonly ConfigurationField[] = [
  {
    name: 'namespace',
    type: 'size',
    default: 64 * 1024 * 1024,
    minimum: 1024 * 1024,
    maximum: 256 * 1024 * 1024,
    meaning: 'Bytes of the namespace; blocks that were never written are zero.',
  },
  {
    name: 'lbads',
    type: 'integer',
    default: 9,
    minimum: 9,
    maximum: 12,
    meaning: 'A logical block has 2^lbads bytes (LBA format 0): 9 is 512, 12 is 4096.',
  },
  {
    name: 'mdts',
    type: 'integer',
    default: 10,
    minimum: 0,
    maximum: 12,
    meaning: 'Largest transfer of one command: 4 KiB << mdts (10: 4 MiB); 0: no limit.',
  },
  {
    name: 'ioQueues',
    type: 'integer',
    default: 1,
    minimum: 1,
    maximum: mostIoQueues,
    meaning: 'I/O queue pairs that the controller grants.',
  },
  {
    name: 'queueEntries',
    type: 'integer',
    default: defaultQueueEntries,
    minimum: 2,
    maximum: 65536,
    meaning: 'Entries that a queue can have (CAP.MQES, which says one less).',
  },
  {
    name: 'doorbellStride',
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: largestStride,
    meaning: 'CAP.DSTRD: doorbells are 4 << doorbellStride bytes apart.',
  },
  {
    name: 'commandNanoseconds',
    type: 'integer',
    default: 20_000,
    minimum: 1,
    maximum: 1_000_000_000,
    meaning: 'Virtual ns from the last PRP entry to the first byte of data.',
  },
  {
    name: 'pageNanoseconds',
    type: 'integer',
    default: 1_200,
    minimum: 1,
    maximum: 1_000_000,
    meaning: 'Virtual ns for 4 KiB of data (1200 is 3.4 GB/s, a PCIe 3.0 x4 link).',
  },
];
