/** A rule that fails at everything it hears: the others find what they find without it, and the failure is there for a log. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDriver } from '../../simulator/index.ts';
import { ears } from '../../simulator/static-checks/families.ts';
import type { CallHandler, Family } from '../../simulator/static-checks/walk.ts';

const fail = (): never => {
  throw new Error('planted');
};
const deep = (): never => deep();
const planted: Family = { name: 'planted', rules: [], load: fail, store: deep, leave: fail, enter: fail, tree: fail, branch: fail }; // prettier-ignore
const families = ears.families as Family[];
const calls = ears.calls as Map<string, { readonly family: string; readonly handler: CallHandler }[]>;
const events = ears.events as unknown as Record<string, { where: string; hear: unknown }[]>;
const heard = ['load', 'store', 'leave', 'enter', 'branch'] as const;
const names = ['dma_map_single_attrs', 'dma_unmap_single_attrs'] as const;

// In front of all others, as if somebody had written it there.
beforeAll(() => {
  families.unshift(planted);
  for (const event of heard) events[event]!.unshift({ where: `planted/${event}`, hear: planted[event] });
  for (const name of names) calls.get(name)!.unshift({ family: 'planted', handler: fail });
});
afterAll(() => {
  families.shift();
  for (const event of heard) events[event]!.shift();
  for (const name of names) calls.get(name)!.shift();
});

const text = `#include <linux/dma-mapping.h>
int wait(void);
int send(struct device *dev, void *p)
{
	dma_addr_t dma = dma_map_single(dev, p, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	if (wait())
		return -EIO;
	dma_unmap_single(dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}
`;

test('a planted rule that fails takes nothing with it', () => {
  const { findings, crashes } = checkDriver({ path: 'driver.c', text }, { findInclude: () => null });
  expect(findings.map(({ rule, place }) => `${place.line} ${rule}`)).toEqual(['10 unmap-missing']);
  expect(crashes.length).toBeLessThanOrEqual(20);
  expect(crashes.some((each) => each.startsWith('planted/') && each.includes('Error: planted'))).toBe(true);
  expect(crashes.some((each) => each.includes('Maximum call stack'))).toBe(true);
});
