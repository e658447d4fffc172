/** Raw memory and the requests of the views. */
import { expect, test } from 'vitest';
import type { AddressSpace } from '../../debug-adapter/simulator-door.ts';
import { readMemoryReference, memoryReference } from '../../debug-adapter/memory-reference.ts';
import { lineOf, scopeVariables, setBreakpoints, stoppedAt, topFrame } from './session-fixture.ts';
import { smallDoor } from './small-simulator.ts';
import type { DapClient } from '../support/dap-client.ts';

const program = `static unsigned char buffer[16] = { 1, 2, 3, 4 };
int main(void)
{
	return buffer[0];
}
`;
const stopped = (): Promise<DapClient> => stoppedAt(program, 'return');

test.each<[string, AddressSpace, bigint]>([
  ['0xffff888430000000', 'kernel', 0xffff888430000000n],
  ['0x1000', 'kernel', 0x1000n],
  ['pid102:0x7fffffffe000', 102, 0x7fffffffe000n],
  ['phys:0x430000000', 'physical', 0x430000000n],
])('memory reference %s', (text, space, address) => {
  expect(readMemoryReference(text)).toEqual({ space, address });
  expect(memoryReference({ space, address })).toBe(text);
});

test('kernel addresses mean the same in every process; nonsense is no reference', () => {
  expect(memoryReference({ space: 102, address: 0xffff888000000000n })).toBe('0xffff888000000000');
  for (const text of ['', 'phys', 'pid:0x1', 'phys0x1', 'buffer', '0x', '0x10000000000000000', 'pid1:pid2:0x1'])
    expect(readMemoryReference(text)).toBeNull();
});

async function bufferReference(client: DapClient): Promise<string> {
  const globals = await scopeVariables(client, 'Globals');
  return globals.find((each) => each.name === 'buffer')!.memoryReference!;
}

test('memory is read with offset and count, and written; whoever shows it is told', async () => {
  const client = await stopped();
  const reference = await bufferReference(client);
  const read = (offset: number, count: number): Promise<{ data?: string }> =>
    client.request('readMemory', { memoryReference: reference, offset, count });
  expect(await read(1, 3)).toEqual({
    address: `0x${(BigInt(reference) + 1n).toString(16)}`,
    data: Buffer.from([2, 3, 4]).toString('base64'),
  });
  const data = Buffer.from([0xaa, 0xbb]).toString('base64');
  expect(await client.request('writeMemory', { memoryReference: reference, offset: 2, data })).toEqual({
    offset: 0,
    bytesWritten: 2,
  });
  expect((await read(0, 5)).data).toBe(Buffer.from([1, 2, 0xaa, 0xbb, 0]).toString('base64'));
  expect(await client.event('memory')).toEqual({
    memoryReference: `0x${(BigInt(reference) + 2n).toString(16)}`,
    offset: 0,
    count: 2,
  });
  expect(await client.event('invalidated')).toEqual({ areas: ['variables'] });
});

const filled = `static unsigned char buffer[16] = { 1, 2, 3, 4 };
int main(void)
{
	buffer[5] = 9;
	buffer[7] = 9;
	return buffer[0];
}
`;

test('memory that is on display is told under the reference it was read by, whatever changed it', async () => {
  const client = await stoppedAt(filled, 'buffer[5]');
  const memoryReference = await bufferReference(client);
  await client.request('readMemory', { memoryReference, offset: 4, count: 12 });
  await client.request('readMemory', { memoryReference, offset: 0, count: 4 });
  // A stop: the program has written two bytes of what is shown.
  await setBreakpoints(client, [{ line: lineOf(filled, 'return') }]);
  await client.request('continue', { threadId: 1 });
  expect(await client.event('memory')).toEqual({ memoryReference, offset: 5, count: 3 });
  await client.event('stopped');
  // Another reference, which leads into the same bytes.
  const into = `0x${(BigInt(memoryReference) + 6n).toString(16)}`;
  await client.request('writeMemory', { memoryReference: into, data: 'qg==' });
  expect(await client.event('memory')).toEqual({ memoryReference: into, offset: 0, count: 1 });
  expect(await client.event('memory')).toEqual({ memoryReference, offset: 6, count: 1 });
});

test('what cannot be read is counted, what cannot be written is refused as a whole', async () => {
  const client = await stopped();
  expect(await client.request('readMemory', { memoryReference: '0x10', count: 8 })).toEqual({
    address: '0x10',
    data: '',
    unreadableBytes: 8,
  });
  expect(await client.refusal('writeMemory', { memoryReference: '0x10', data: 'AAAA' })).toBe(
    'there is no memory at 0x10: nothing was written',
  );
  expect(await client.refusal('readMemory', { memoryReference: 'nowhere', count: 8 })).toContain(
    "'nowhere' is not a memory reference",
  );
  expect(await client.refusal('readMemory', { memoryReference: '0x10', count: -1 })).toContain("'count'");
  expect(await client.refusal('writeMemory', { memoryReference: '0x10', data: '!' })).toBe("'data' must be base64");
  await client.request('restart');
  expect(await client.refusal('writeMemory', { memoryReference: '0x10', data: 'AAAA' })).toBe(
    'the machine is running: pause it first',
  );
});

test('the views: each request reaches the machine and comes back', async () => {
  const client = await stopped();
  const frameId = (await topFrame(client)).id;
  const reference = await bufferReference(client);
  expect(await client.request('dma/physicalMemory', { runLimit: 7 })).toMatchObject({ runs: [{ count: 7 }] });
  expect(await client.request('dma/addressSpaces', {})).toMatchObject({ current: 0, spaces: [{ name: 'kernel' }] });
  expect(await client.request('dma/pageWalk', { expression: 'buffer', frameId })).toMatchObject({
    address: reference,
    addressSpace: 0,
  });
  expect(await client.request('dma/pageWalk', { expression: '0x1000' })).toMatchObject({ address: '0x1000' });
  expect(await client.request('dma/pageTable', { addressSpace: 0, table: '0x2000', level: 'PUD' })).toMatchObject({
    table: '0x2000',
    level: 'PUD',
  });
  expect(await client.request('dma/tlb', {})).toMatchObject({ tlbs: [{ cpu: 0 }] });
  expect(await client.request('dma/caches', {})).toEqual({ coherent: true, caches: [] });
  expect(await client.request('dma/cacheSet', { cache: 'CPU 0 L1D', set: 5 })).toMatchObject({ set: 5 });
  expect(await client.request('dma/cacheLine', { expression: 'phys:0x430000040' })).toMatchObject({
    physical: '0x430000040',
    owner: 'physical',
  });
  expect(await client.request('dma/cacheLine', { expression: '&buffer[2]', frameId })).toMatchObject({
    virtual: `0x${(BigInt(reference) + 2n).toString(16)}`,
  });
  // A physical address is walked as the kernel reaches it: through its direct map (Documentation/arch/x86/x86_64/mm.rst).
  expect(await client.request('dma/pageWalk', { expression: 'phys:0x1000' })).toMatchObject({
    addressSpace: 0,
    address: '0xffff888000001000',
  });
  expect(await client.request('dma/mappings', {})).toMatchObject({ live: 0, mappings: [] });
  expect(await client.request('dma/areaPages', { addressSpace: 1, start: '0x1000' })).toMatchObject({ pages: 'pd-' });
  expect(await client.request('dma/timeline', { from: 5, to: 9.5 })).toMatchObject({ from: 5, to: 9.5 });
  for (const name of ['dma/freeMemory', 'dma/processMemory', 'dma/processors', 'dma/interrupts'])
    expect(await client.request(name, {})).toBeTypeOf('object');
  expect(await client.request('dma/transfers', {})).toEqual({
    transfers: [],
    dropped: 0,
    findings: [],
    findingsDropped: 0,
  });
  expect(await client.request('dma/iommu', {})).toMatchObject({ mode: 'off' });
  expect(await client.request('dma/iommuWalk', { expression: '0x1000' })).toMatchObject({ address: '0x1000' });
  expect(await client.request('dma/devices', {})).toMatchObject({ devices: [{ name: 'dev0' }] });
});

const addresses = `typedef unsigned long long dma_addr_t;
static unsigned char buffer[16] = { 1 };
static int counter = 5;
static unsigned char *pointer = &buffer[2];
static dma_addr_t handle = 0x430000040, gone = 0xbad0000;
int main(void)
{
	int i = counter;
	void *null = 0;
	return i + (null != 0) + pointer[0] + (handle == gone);
}
`;

test('a line, a walk and a writer are of the same memory: an object itself, or what a pointer or handle leads to', async () => {
  // An IOMMU in small: devices reach memory at 0x430000000 through bus addresses from 0 on, and 0xbad0000 is not mapped.
  const mapped = (handle: bigint): bigint | null => (handle === 0xbad0000n ? null : handle - 0x430000000n);
  const client = await stoppedAt(addresses, 'return i', {
    ...smallDoor(),
    memoryOfHandle: (_, handle) => mapped(handle),
  });
  const frameId = (await topFrame(client)).id;
  const own = async (expression: string): Promise<string | undefined> =>
    (await client.request('evaluate', { expression, frameId, context: 'watch' })).memoryReference;
  const line = (expression: string) => client.request('dma/cacheLine', { expression, frameId });
  const walk = (expression: string) => client.request('dma/pageWalk', { expression, frameId });
  const buffer = (await own('buffer'))!;
  const behind = `0x${(BigInt(buffer) + 2n).toString(16)}`;
  for (const [expression, address] of [
    ['counter', (await own('counter'))!],
    ['pointer', behind],
    ['buffer', buffer],
    ['buffer[2]', behind],
    [`${buffer} + 2`, behind],
  ] as const) {
    expect([expression, (await line(expression)).virtual, (await walk(expression)).address]).toEqual([
      expression,
      address,
      address,
    ]);
  }
  expect(await own('pointer')).toBe(behind);
  expect([await own('handle'), (await line('handle')).physical]).toEqual(['phys:0x40', '0x40']);
  expect(await own('gone')).toBeUndefined();
  const refused = (expression: string) => client.refusal('dma/cacheLine', { expression, frameId });
  expect(await refused('gone')).toBe('nothing is mapped for a device at 0xbad0000 now');
  expect(await refused('i')).toBe(
    "'i' is kept in a register: no memory holds it. Its value is taken as an address where you write +i",
  );
  expect(await refused('null')).toBe('there is no memory at 0x0');
  expect((await walk('null')).address).toBe('0x0');
});

test('a picture that the client has is not sent again; one that changed is', async () => {
  const image = { name: 'panel', meaning: '', width: 1, height: 1, step: 1, shownWidth: 1, shownHeight: 1 };
  const door = smallDoor();
  let pixels = Uint8Array.of(0, 0, 0);
  const [device] = door.devices({} as never);
  const devices = () => [
    {
      ...device!,
      images: [
        { ...image, pixels },
        { ...image, pixels: null },
      ],
    },
  ];
  const client = await stoppedAt(program, 'return', { ...door, devices });
  const ask = async (args: object) => (await client.request('dma/devices', args)).devices[0]!;
  const [first, nowhere] = (await ask({})).images;
  expect([first!.pixels, nowhere!.pixels, nowhere!.digest]).toEqual(['AAAA', null, null]);
  const known = { known: [first!.digest!] };
  expect((await ask(known)).images).toEqual([{ ...first, pixels: null }, nowhere]);
  pixels = Uint8Array.of(0, 0, 1);
  expect((await ask(known)).images[0]).toMatchObject({
    pixels: 'AAAB',
    digest: expect.not.stringMatching(first!.digest!),
  });
  expect(await ask({ parts: false })).toMatchObject({ name: 'dev0', registers: [], tables: [], images: [] });
});

test.each([
  ['dma/pageWalk', {}, "'expression' is missing: it must be text"],
  ['dma/areaPages', { addressSpace: 9, start: '0x1000' }, 'address space 9 has no area that begins at 0x1000'],
  ['dma/areaPages', { addressSpace: 1, start: 'here' }, "'start' must be a hexadecimal number such as 0x1000"],
  ['dma/goToRecord', { sequence: 'last' }, "'sequence' must be a whole number"],
  ['dma/pageWalk', { expression: '0x0', addressSpace: 9 }, 'there is no address space 9'],
  ['dma/pageTable', { addressSpace: 0, table: 'top' }, "'table' must be a hexadecimal number such as 0x1000"],
  ['dma/cacheSet', { cache: 'CPU 0 L1D', set: 64 }, "there is no set 64 in a cache 'CPU 0 L1D'"],
  ['dma/cacheLine', { expression: '0x0' }, 'there is no memory at 0x0'],
  ['dma/iommuWalk', { expression: '0x0', device: 'dev1' }, "'dev1' is not behind an IOMMU"],
])('%s %j is refused in one sentence', async (command, args, message) => {
  const client = await stopped();
  expect(await client.refusal(command, args)).toBe(message);
});

test('memory can be read while the machine runs', async () => {
  const door = smallDoor();
  const client = await stoppedAt(
    'unsigned long turns;\nint main(void)\n{\n\tfor (;;)\n\t\tturns++;\n}\n',
    'turns++',
    door,
  );
  const [turns] = await scopeVariables(client, 'Globals');
  await client.request('setBreakpoints', { source: { path: '/work/program.c' }, breakpoints: [] });
  await client.request('continue', { threadId: 1 });
  const read = async (): Promise<bigint> => {
    const { data } = await client.request('readMemory', { memoryReference: turns!.memoryReference, count: 8 });
    return Buffer.from(data!, 'base64').readBigUInt64LE();
  };
  const first = await read();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await read()).toBeGreaterThan(first);
  expect(await client.refusal('scopes', { frameId: 1 })).toBe('the machine is running: pause it first');
});
