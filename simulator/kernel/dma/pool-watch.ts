/**
 * What mm/dmapool.c asks of the machine, and the books of every pool block: the kernel keeps none without poison, so a block freed twice or one that a
 * device still writes after it was freed is the simulator's to find.
 */
import { callSite, recordFinding } from '../call-site.ts';
import { readField } from '../c-struct.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { readText } from '../format/guest-text.ts';
import { readDevice } from './device-fields.ts';

export interface PoolBlock {
  /** Address of its `struct dma_pool`. */
  readonly pool: bigint;
  readonly poolName: string;
  readonly handle: bigint;
  readonly size: number;
  taken: boolean;
  /** The statement that took or freed it last. */
  statement: number | null;
}
/** By device name, then by handle. A block is forgotten with its pool. */
export type PoolBooks = Map<string, Map<bigint, PoolBlock>>;

export function createPoolBooks(): PoolBooks {
  return new Map();
}

/** As mm/dmapool.c counts them. */
const event = { freed: 0, taken: 1, gone: 2 } as const;

export const dmaPoolFunctions: KernelFunctions = {
  /** Linux 6.4 replaced the design: patch series of T. Battersby, K. Busch. */
  __dma_pool_chains_blocks: ({ world }: KernelContext): number => (world.machine.kernel === '6.12' ? 1 : 0),
  __dma_pool_poisons: ({ world }: KernelContext): number => (world.machine.dmaPool.poison ? 1 : 0),
  __dma_pool_site: (context: KernelContext): number => callSite(context) ?? -1,
  __dma_pool_watch(
    context: KernelContext,
    pool: bigint,
    name: bigint,
    device: bigint,
    size: bigint,
    block: bigint,
    handle: bigint,
    what: number,
  ) {
    const blocks = blocksOf(context, readDevice(context.world, device).name);
    if (what === event.gone) forget(blocks, pool);
    else if (what === event.taken) {
      const poolName = readText(context.port, name);
      const statement = callSite(context);
      const given = { pool, poolName, handle, size: Number(size), taken: true, statement };
      blocks.set(handle, given);
      checkPage(context, given, block);
    } else freed(context, blocks, { pool, name, handle, address: block });
  },
};

/** The block that holds a bus address; null where no pool has given any. */
export function poolBlockAt(books: PoolBooks, device: string, address: bigint): PoolBlock | null {
  for (const block of books.get(device)?.values() ?? []) {
    if (address >= block.handle && address < block.handle + BigInt(block.size)) return block;
  }
  return null;
}

function blocksOf({ world }: KernelContext, device: string): Map<bigint, PoolBlock> {
  const { pools } = world.kernel;
  let blocks = pools.get(device);
  if (!blocks) pools.set(device, (blocks = new Map<bigint, PoolBlock>()));
  return blocks;
}

function forget(blocks: Map<bigint, PoolBlock>, pool: bigint): void {
  for (const [handle, block] of blocks) if (block.pool === pool) blocks.delete(handle);
}

/**
 * Up to Linux 6.3 a boundary beyond the end of the pool's pages lets the last block of each run over that end. Blocks longer than a page have memory of
 * their own.
 */
function checkPage(context: KernelContext, { pool, poolName, handle, size }: PoolBlock, address: bigint): void {
  const beyond = Number(handle & (pageBytes - 1n)) + size - Number(pageBytes);
  if (beyond <= 0 || size > pageBytes) return;
  const boundary = readField(context.world, 'dma_pool', pool, 'boundary');
  const site = Number(readField(context.world, 'dma_pool', pool, 'site'));
  recordFinding(context, {
    code: 'out-of-bounds',
    origin: 'simulator',
    severity: 'error',
    message: `${of(poolName, handle)} has ${size} bytes, of which the last ${beyond} lie behind the pool's page: with a boundary of ${boundary} bytes, beyond the page, Linux up to 6.3 gives such a block`,
    device: readDevice(context.world, readField(context.world, 'dma_pool', pool, 'dev')).name,
    address,
    length: size,
    related: site < 0 ? [] : [{ what: 'pool created', stack: [site] }],
  });
}

const pageBytes = 4096n;

interface Free {
  readonly pool: bigint;
  /** Where the name of the pool stands. */
  readonly name: bigint;
  readonly handle: bigint;
  readonly address: bigint;
}

function freed(context: KernelContext, blocks: Map<bigint, PoolBlock>, free: Free): void {
  const block = blocks.get(free.handle);
  if (!block) return;
  if (block.pool !== free.pool) return reportWrongPool(context, block, free);
  if (!block.taken) reportSecondFree(context, block, free.address);
  block.taken = false;
  block.statement = callSite(context);
}

function reportSecondFree(context: KernelContext, { poolName, handle, size }: PoolBlock, address: bigint): void {
  const refused = context.world.machine.dmaPool.poison;
  const consequence = refused ? 'the kernel refuses it' : 'the pool will give it to two owners';
  report(context, 'pool-double-free', refused, address, size, `${of(poolName, handle)} is freed again: ${consequence}`);
}

/** Up to Linux 6.3 a pool looks for the block's page; from then on only with poison. */
function reportWrongPool(context: KernelContext, { poolName, handle, size }: PoolBlock, free: Free): void {
  const { machine } = context.world;
  const refused = machine.dmaPool.poison || machine.kernel !== '6.12';
  const consequence = refused ? 'the kernel refuses it' : 'that pool will give it to somebody else';
  const given = `is given back to pool '${readText(context.port, free.name)}'`;
  report(context, 'invalid-free', refused, free.address, size, `${of(poolName, handle)} ${given}: ${consequence}`);
}

function of(poolName: string, handle: bigint): string {
  return `a block of pool '${poolName}' at 0x${handle.toString(16)}`;
}

function report(
  context: KernelContext,
  code: 'pool-double-free' | 'invalid-free',
  refused: boolean,
  address: bigint,
  length: number,
  message: string,
): void {
  recordFinding(context, {
    code,
    origin: refused ? 'kernel' : 'simulator',
    severity: 'error',
    message,
    address,
    length,
  });
}
