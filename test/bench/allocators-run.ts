/** What a million blocks cost the allocators, and how long a machine of 1 TiB takes to start. Bundled by allocators.mjs; prints one line for each. */
import { allocatePages, freePages } from '../../simulator/kernel/page-allocator.ts';
import { GFP_ATOMIC, GFP_KERNEL } from '../../simulator/kernel/page-allocator/gfp.ts';
import { allocateObject, freeObject, kmallocCache, slabHolding } from '../../simulator/kernel/slab.ts';
import { createHardware } from '../../simulator/hardware/create-hardware.ts';
import { createMemoryState } from '../../simulator/kernel/memory-rooms.ts';
import { boot, GiB, referenceMachine } from '../kernel/memory/memory-machine.ts';
import { machine } from '../hardware/small-machine.ts';
import { measure, show, type Measured } from './measure.ts';

const blocks = 1_000_000;
const sizes = [8, 24, 64, 96, 100, 192, 256, 500, 1024, 1500, 2048, 4096, 8192];
const orders = [0, 0, 0, 0, 1, 1, 2, 3];

/** Deterministic, for a mix that is the same in every run. */
function createDice(): (limit: number) => number {
  let state = 12345;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
}

/** Pages of orders 0 to 3 and objects of every size class; at most `live` at a time, freed in any order, the last ones in order. */
function mixedBlocks(live: number): Measured {
  const { kernel } = boot({
    ...referenceMachine,
    memory: [
      [0x1000, 0x9f000],
      [0x10_0000, 0x7ffd_f000],
      [0x1_0000_0000, 0x4_0000_0000],
    ],
  });
  const { pageAllocator, slab } = kernel;
  const objects = { pageAllocator, slab };
  const dice = createDice();
  const owner = { kind: 'kernel-pages', what: 'bench', statement: null } as const;
  const held: number[] = [];
  const release = (code: number): void => {
    if (code >= 0) freeObject(objects, slabHolding(slab, Math.floor(code / 4096))!, code, 0);
    else freePages(pageAllocator, Math.floor(-code / 16), -code % 16, 0);
  };
  return measure((look) => {
    for (let i = 0; i < blocks; i++) {
      if (held.length >= live) {
        const index = dice(held.length);
        release(held[index]!);
        held[index] = held.at(-1)!;
        held.pop();
      }
      if (i % 2 === 0) {
        const size = sizes[dice(sizes.length)]!;
        held.push(allocateObject(objects, kmallocCache(slab, size, GFP_KERNEL)!, 0, GFP_KERNEL, size, -1)!);
      } else {
        const order = orders[dice(orders.length)]!;
        held.push(
          -(
            allocatePages(pageAllocator, { order, gfp: i % 4 === 1 ? GFP_KERNEL : GFP_ATOMIC, cpu: 0, owner })! * 16 +
            order
          ),
        );
      }
    }
    look();
    for (const code of held) release(code);
  });
}

function startLarge(): Measured {
  const description = machine({
    cpus: 2,
    memory: [
      [0, 3 * GiB],
      [4 * GiB, 1025 * GiB],
    ],
  });
  return measure(() => void createMemoryState(description, createHardware(description)));
}

show('a million mixed blocks, 10000 live at a time', mixedBlocks(10_000));
show('a million mixed blocks, all live at once', mixedBlocks(blocks));
show('start of a machine of 1 TiB', startLarge());
