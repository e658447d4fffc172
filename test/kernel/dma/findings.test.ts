/**
 * The simulator's own findings: each on a driver that makes the mistake, with its places, and none on the drivers of correct/. What the DMA API allows is said in
 * Documentation/core-api/dma-api.rst and dma-api-howto.rst.
 */
import { allRecords } from '../../../simulator/journal.ts';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { edu, fileBeside, runText, type Ran } from './run-text.ts';

const readPacket = fileBeside('read-packet.c');
const correct = readdirSync(fileURLToPath(new URL('./correct/', import.meta.url)));

describe('nothing is found in a correct driver', () => {
  it.each(correct)('%s', (name) => {
    const app = name.endsWith('-packet.c') ? readPacket : undefined;
    const { findings, exitCode } = runText(fileBeside(`correct/${name}`), { devices: [edu] }, {}, app);
    expect([findings.map(({ code, message }) => `${code}: ${message}`), exitCode]).toEqual([[], 0]);
  });
});

/** `use` of a driver with a buffer of 512 bytes; the line that is to be found ends in `// here`, the other that matters in `// there`. */
function driverWith(body: string, prologue = ''): string {
  return `${prologue}
#include "edu.h"
static int use(struct edu *edu)
{
	char *buffer = kzalloc(512, GFP_KERNEL);
	dma_addr_t handle;
	int error = 0;
${body}
	return error;
}
`;
}
const map = (direction: string): string =>
  `handle = dma_map_single(edu->dev, buffer, 512, ${direction}); // there
	if (dma_mapping_error(edu->dev, handle))
		return -ENOMEM;`;
const unmap = (direction: string): string => `dma_unmap_single(edu->dev, handle, 512, ${direction});`;

/** Codes of the simulator's own with the marks of the lines they name: where they were found, then the others. */
function told({ findings, simulation }: Ran): string[] {
  const { program, journal } = simulation.world;
  const mark = (stack: readonly number[]): string => {
    const own = stack.find((each) => !program.functions[program.statements[each]!.function]!.builtIn);
    if (own === undefined) return '-';
    const { file, line } = program.statements[own]!.place;
    return /\/\/ (\w+)/.exec(file.text.split('\n')[line - 1]!)?.[1] ?? '?';
  };
  // These drivers do not free their buffers either.
  return findings
    .filter(({ origin, code }) => origin === 'simulator' && code !== 'memory-leak')
    .map((finding) => {
      const record = allRecords(journal).find((each) => each === finding)!;
      return [finding.code, mark(record.stack), ...(finding.related ?? []).map(({ stack }) => mark(stack))].join(' ');
    });
}

interface Mistake {
  readonly what: string;
  readonly body: string;
  readonly found: readonly string[];
  readonly machine?: Readonly<Record<string, unknown>>;
  readonly message?: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    what: 'writes what the device is to read',
    body: `${map('DMA_TO_DEVICE')}
	buffer[100] = 1; // here
	error = edu_move(edu, handle, 512, TO_EDU);
	${unmap('DMA_TO_DEVICE')}`,
    found: ['cpu-access-while-device-owns here there'],
    message:
      /^the CPU writes 1 byte at offset 100 of the buffer of 512 bytes that is mapped DMA_TO_DEVICE for 0000:00:02\.0/,
  },
  {
    what: 'reads what the device writes before it is unmapped',
    body: `${map('DMA_FROM_DEVICE')}
	error = edu_move(edu, handle, 512, FROM_EDU);
	printk("%d\\n", buffer[3]); // here
	${unmap('DMA_FROM_DEVICE')}`,
    found: ['cpu-access-while-device-owns here there'],
  },
  {
    what: 'tells the same place once',
    body: `${map('DMA_FROM_DEVICE')}
	for (int i = 0; i < 5; i++)
		error += buffer[i]; // here
	${unmap('DMA_FROM_DEVICE')}`,
    found: ['cpu-access-while-device-owns here there'],
  },
  {
    what: 'copies by memcpy from a buffer that is not synchronised',
    body: `char copy[64];
	${map('DMA_BIDIRECTIONAL')}
	memcpy(copy, buffer + 64, 64); // here
	${unmap('DMA_BIDIRECTIONAL')}`,
    found: ['cpu-access-while-device-owns here there'],
  },
  {
    what: 'touches more than was synchronised',
    body: `${map('DMA_BIDIRECTIONAL')}
	dma_sync_single_for_cpu(edu->dev, handle, 64, DMA_BIDIRECTIONAL);
	buffer[63] = 1;
	buffer[64] = 1; // here
	dma_sync_single_for_device(edu->dev, handle, 64, DMA_BIDIRECTIONAL);
	${unmap('DMA_BIDIRECTIONAL')}`,
    found: ['cpu-access-while-device-owns here there'],
  },
  {
    what: 'reads again after the device wrote again',
    body: `${map('DMA_FROM_DEVICE')}
	edu_move(edu, handle, 512, FROM_EDU);
	dma_sync_single_for_cpu(edu->dev, handle, 512, DMA_FROM_DEVICE);
	error = buffer[0];
	edu_move(edu, handle, 512, FROM_EDU);
	error = buffer[0]; // here
	${unmap('DMA_FROM_DEVICE')}`,
    found: ['cpu-access-while-device-owns here there'],
  },
  {
    what: 'starts the device on what it has unmapped',
    body: `${map('DMA_TO_DEVICE')}
	${unmap('DMA_TO_DEVICE')} // gone
	error = edu_move(edu, handle, 512, TO_EDU);`,
    found: ['dma-after-unmap - there gone'],
    message: /reads 512 bytes from the streaming buffer of 512 bytes at 0x[0-9a-f]+ that the driver has unmapped/,
  },
  {
    what: 'unmaps while the device works',
    body: `${map('DMA_FROM_DEVICE')}
	edu_start(edu, handle, 512, FROM_EDU);
	${unmap('DMA_FROM_DEVICE')} // gone
	error = edu_wait(edu);`,
    found: ['dma-after-unmap - there gone'],
  },
  {
    what: 'frees coherent memory and uses it',
    body: `char *coherent = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL); // there
	dma_free_coherent(edu->dev, 4096, coherent, handle); // gone
	error = edu_move(edu, handle, 64, FROM_EDU);`,
    found: ['dma-after-unmap - there gone'],
    message: /writes 64 bytes to the coherent buffer of 4096 bytes at 0x[0-9a-f]+ that the driver has freed/,
  },
  {
    what: 'lets the device write a pool block that it has freed',
    body: `struct dma_pool *pool = dma_pool_create("p", edu->dev, 64, 64, 0);
	void *block = dma_pool_alloc(pool, GFP_KERNEL, &handle);
	dma_pool_free(pool, block, handle); // gone
	error = edu_move(edu, handle, 64, FROM_EDU);
	dma_pool_destroy(pool);`,
    found: ['dma-after-unmap - gone'],
    message: /a block of the pool 'p' at 0x[0-9a-f]+ that the driver has freed/,
  },
  {
    what: 'lets the device write behind the buffer',
    body: `handle = dma_map_single(edu->dev, buffer, 256, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle))
		return -ENOMEM;
	error = edu_move(edu, handle, 300, FROM_EDU);
	dma_unmap_single(edu->dev, handle, 256, DMA_FROM_DEVICE);`,
    found: ['dma-overrun -'],
    message: /44 of them lie behind the end of the buffer/,
  },
  {
    what: 'gives the device an address that was never mapped',
    body: 'error = edu_move(edu, virt_to_phys(buffer), 64, TO_EDU);',
    found: ['wrong-target -'],
    message: /no mapping covers/,
  },
  {
    what: 'claims more address bits than the device has',
    body: `${map('DMA_TO_DEVICE')}
	${unmap('DMA_TO_DEVICE')}`,
    machine: { devices: [{ ...edu, dmaMask: 28 }] },
    found: ['mask-wider-than-reach there ?'],
    message: /only 28 address bits leave the device/,
  },
  {
    what: 'leaves a mapping behind, with dma-debug off',
    body: map('DMA_TO_DEVICE'),
    machine: { dmaDebug: { enabled: false } },
    found: ['mapping-leaked - there'],
  },
];

describe('a mistake is found', () => {
  it.each(mistakes)('$what', ({ body, found, machine, message }) => {
    const ran = runText(driverWith(body), { devices: [edu], ...machine });
    expect(told(ran).filter((each) => !each.startsWith('memory-leak'))).toEqual(found);
    if (message) expect(ran.findings.find(({ origin }) => origin === 'simulator')!.message).toMatch(message);
  });

  it.each(['auto', 'force'])('gives a program bytes that the device never wrote; swiotlb %s', (swiotlb) => {
    const driver = fileBeside('correct/short-packet.c').replace(
      'edu->private, PACKET);',
      'edu->private, ROOM); // here',
    );
    const ran = runText(driver, { devices: [edu], swiotlb }, {}, readPacket);
    expect(told(ran).map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual(['short-write-leak here']);
    expect(ran.findings[0]!.message).toContain('924 bytes that 0000:00:02.0 never wrote'); // 1024 - 100
  });
});

// What a real 6.1.192 said of this driver, with dma-debug and an IOMMU: check_unmap's two reports and dma_common_free_remap's.
describe('coherent memory given back wrongly is told once', () => {
  const body = `void *other = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL);
	dma_free_coherent(edu->dev, 4096, other, handle);
	dma_free_coherent(edu->dev, 4096, other, handle);
	other = dma_alloc_coherent(edu->dev, 16384, &handle, GFP_KERNEL);
	dma_free_coherent(edu->dev, 8192, other, handle);`;
  const words = {
    size: /^device driver frees DMA memory with different size/,
    unknown: /^device driver tries to free DMA memory it has not allocated/,
    area: /^trying to free invalid coherent area: [0-9a-f]{16}$/,
    ownSize: /^0000:00:02\.0 frees a coherent buffer of 16384 bytes as one of 8192/,
    ownUnknown: /^0000:00:02\.0 frees coherent memory at 0x[0-9a-f]+ that it was not given/,
  };
  it.each([
    ['by dma-debug', {}, [words.unknown, words.size]],
    ['by the simulator where that is off', { dmaDebug: { enabled: false } }, [words.ownUnknown, words.ownSize]],
    ['or has told its one error', { dmaDebug: { enabled: true, allErrors: false } }, [words.unknown, words.ownSize]],
    ['behind an IOMMU', { iommu: 'strict' }, [words.unknown, words.area, words.size]],
  ] as const)('%s', (_, machine, found) => {
    const { findings } = runText(driverWith(body), { devices: [edu], ...machine });
    const messages = findings.filter(({ code }) => code !== 'memory-leak').map(({ message }) => message);
    expect(messages).toEqual(found.map((each) => expect.stringMatching(each) as string));
  });
});

// linux-6.1 arch/arm64/mm/dma-mapping.c and cache.S: cleaned for the device, invalidated for the CPU, partial lines cleaned as well.
describe('where devices do not snoop', () => {
  const arm = { arch: 'arm64', devices: [edu] };
  const dump = 'printk("%d\\n", buffer[8]);';
  const fill = `memset(buffer, 7, 512);
	handle = dma_map_single(edu->dev, buffer, 512, DMA_TO_DEVICE);
	edu_move(edu, handle, 512, TO_EDU);
	dma_unmap_single(edu->dev, handle, 512, DMA_TO_DEVICE);
	memset(buffer, 9, 512);`;

  it.each(correct)('nothing is found in %s', (name) => {
    const app = name.endsWith('-packet.c') ? readPacket : undefined;
    const { findings, exitCode } = runText(fileBeside(`correct/${name}`), arm, {}, app);
    expect([findings.map(({ code, message }) => `${code}: ${message}`), exitCode]).toEqual([[], 0]);
  });

  it.each([
    {
      what: 'a buffer mapped the wrong way is read from the cache',
      body: `${fill}
	${map('DMA_TO_DEVICE')}
	edu_move(edu, handle, 512, FROM_EDU);
	${unmap('DMA_TO_DEVICE')}
	${dump.replace(';', '; // here')}`,
      found: ['stale-read here there'],
    },
    {
      what: 'a line shared with other data is written back over what the device wrote',
      body: `${fill}
	handle = dma_map_single(edu->dev, buffer + 80, 256, DMA_FROM_DEVICE); // there
	if (dma_mapping_error(edu->dev, handle))
		return -ENOMEM;
	buffer[64] = 1;
	edu_move(edu, handle, 256, FROM_EDU);
	dma_unmap_single(edu->dev, handle, 256, DMA_FROM_DEVICE);
	printk("%d\\n", buffer[100]); // here`,
      found: ['shared-line here there'],
    },
    {
      what: 'a dirty line of the buffer itself is written back over what the device wrote',
      body: `${map('DMA_FROM_DEVICE')}
	buffer[8] = 1; // first
	edu_move(edu, handle, 512, FROM_EDU);
	dma_sync_single_for_device(edu->dev, handle, 512, DMA_FROM_DEVICE);
	${unmap('DMA_FROM_DEVICE')}
	printk("%d\\n", buffer[8]); // here`,
      found: ['cpu-access-while-device-owns first there', 'dirty-line-over-dma here there'],
    },
    {
      what: 'a change that is not synchronised does not reach the device',
      body: `${map('DMA_TO_DEVICE')}
	buffer[8] = 1; // here
	edu_move(edu, handle, 512, TO_EDU);
	${unmap('DMA_TO_DEVICE')}`,
      found: ['cpu-access-while-device-owns here there', 'device-reads-stale - there'],
    },
  ])('$what', ({ body, found }) => {
    expect(told(runText(driverWith(body.replaceAll('\\\\n', '\\n')), arm))).toEqual(found);
  });
});

// Documentation/memory-barriers.txt, KERNEL I/O BARRIER EFFECTS: writel() waits for earlier stores to memory, writel_relaxed() does not.
describe('a doorbell that does not wait for the store before it', () => {
  const ring = (
    between: string,
    doorbell: string,
  ): string => `u32 *ring = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL);
	if (!ring)
		return -ENOMEM;
	writeq(handle, edu->registers + 0x80);
	writeq(EDU_BUFFER, edu->registers + 0x88);
	writeq(64, edu->registers + 0x90);
	ring[2] = 5; // there
	${between}
	reinit_completion(&edu->done);
	${doorbell}(1 | 4, edu->registers + 0x98);
	error = edu_wait(edu);
	dma_free_coherent(edu->dev, 4096, ring, handle);`;
  it.each([
    ['arm64', '', 'writel_relaxed', ['missing-barrier - there']],
    ['armv7', '', 'writel_relaxed', ['missing-barrier - there']],
    ['arm64', '', 'writel', []],
    ['arm64', 'wmb();', 'writel_relaxed', []],
    ['arm64', 'dma_wmb();', 'writel_relaxed', []],
    ['arm64', 'rmb();', 'writel_relaxed', ['missing-barrier - there']],
    ['x86_64', '', 'writel_relaxed', []],
  ] as const)('%s: %s %s', (arch, between, doorbell, found) => {
    expect(told(runText(driverWith(ring(between, doorbell)), { arch, devices: [edu] }))).toEqual(found);
  });
});

describe('a finding is not told', () => {
  const [write] = mistakes as [Mistake];
  const after = mistakes.find(({ what }) => what.startsWith('starts the device'))!;
  const code = 'cpu-access-while-device-owns';

  it.each([
    ['where a comment on the line allows it', write.body.replace('// here', `// dma-debugger: allow ${code}`), {}, 0],
    [
      'where one above does',
      write.body.replace('\tbuffer[100]', `\t// dma-debugger: allow other, ${code}\n\tbuffer[100]`),
      {},
      0,
    ],
    ['where the mapping allows it', write.body.replace('// there', `// dma-debugger: allow ${code}`), {}, 0],
    ['where the machine allows it', write.body, { allow: [code] }, 0],
    ['but one of another code is', write.body.replace('// here', '// dma-debugger: allow dma-overrun'), {}, 1],
    [
      'of a device, where its buffer was unmapped',
      after.body.replace('// gone', '// dma-debugger: allow dma-after-unmap'),
      {},
      0,
    ],
  ] as const)('%s', (_, body, machine, count) => {
    expect(told(runText(driverWith(body), { devices: [edu], ...machine })).length).toBe(count);
  });
});
