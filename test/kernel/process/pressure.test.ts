/** Little memory: swap with both read-ahead policies, what is dirty and when it is written, and what happens when nothing more can be had. */
import { allRecords, recordsOfKind } from '../../../simulator/journal.ts';
import { describe, expect, it, test } from 'vitest';
import { build } from '../../../simulator/compile.ts';
import { createSimulation } from '../../../simulator/create-simulation.ts';
import { parseMachine } from '../../../simulator/machine-file/parse-machine.ts';
import type { Simulation } from '../../../simulator/simulation.ts';
import { again, finish, logOf, outputOf, powerOn } from '../../support/simulated-run.ts';

function run(text: string, machineText: string): Simulation {
  const { machine } = parseMachine(machineText, 'machine.json');
  const nothing = { driver: [], findInclude: () => null, defines: [], parameters: {}, arguments: [], files: {} };
  const request = { ...nothing, machine: machine!, app: { path: 'app.c', text } };
  const simulation = createSimulation(build(request).program!, request);
  finish(simulation);
  return simulation;
}

const small = '"cpus": 1, "memory": "16M", "cma": null, "swiotlb": "off", "devices": []';

/** More than there is, written and then read back in order. */
const workingSet = `
#include <stdio.h>
#include <sys/mman.h>
int main(void)
{
	long size = 14L << 20, wrong = 0;
	unsigned *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (long i = 0; i < size / 4; i += 1024)
		memory[i] = i;
	for (long i = 0; i < size / 4; i += 1024)
		wrong += memory[i] != i;
	printf("%ld wrong\\n", wrong);
	return 0;
}
`;

describe('swap', () => {
  it.each([
    // kernel-facts 8.2: a rotational device reads aligned clusters of 2^page-cluster slots, another one neighbours by address; 0 reads one page.
    { rotational: true, pageCluster: 3 },
    { rotational: false, pageCluster: 3 },
    { rotational: false, pageCluster: 0 },
  ])('rotational $rotational, page-cluster $pageCluster: every byte comes back', ({ rotational, pageCluster }) => {
    const swap = `"swap": { "size": "32M", "rotational": ${rotational}, "pageCluster": ${pageCluster} }`;
    const simulation = run(workingSet, `{ ${small}, ${swap} }`);
    const { events } = simulation.world.kernel.addressSpaces;
    expect(outputOf(simulation)).toBe('0 wrong\n');
    expect(events.swapOuts).toBeGreaterThan(500);
    expect(events.swapIns).toBeGreaterThan(500);
    expect(events.oomKills).toBe(0);
    if (pageCluster === 0) expect([events.readAheadPages, events.swapIns]).toEqual([0, events.diskReads]);
    else expect(events.diskReads).toBeLessThan(events.swapIns / 2);
    // All went with the process.
    expect(simulation.world.kernel.swap.used.size).toBe(0);
  });

  it('takes huge pages apart before they go', () => {
    const huge = workingSet.replace('	for (', '	madvise(memory, size, MADV_HUGEPAGE);\n	for (');
    const simulation = run(huge, `{ ${small}, "swap": { "size": "32M" } }`);
    const { events, hugePages } = simulation.world.kernel.addressSpaces;
    expect(outputOf(simulation)).toBe('0 wrong\n');
    expect(events.hugeFaults).toBeGreaterThan(2);
    expect([events.hugeEntriesSplit, events.oomKills, hugePages.size]).toEqual([events.hugePagesSplit, 0, 0]);
    expect(events.hugePagesSplit).toBeGreaterThan(0);
    expect(simulation.world.kernel.swap.used.size).toBe(0);
  });

  it('is not there unless the machine has it: the largest process is killed, in the words of mm/oom_kill.c', () => {
    // Without the flag the heuristic of overcommit_memory 0 refuses more than there is.
    const simulation = run(workingSet.replace('MAP_ANONYMOUS', 'MAP_ANONYMOUS | MAP_NORESERVE'), `{ ${small} }`);
    expect(outputOf(simulation)).toBe('');
    const log = logOf(simulation);
    expect(log).toContainEqual(
      expect.stringMatching(
        /^app invoked oom-killer: gfp_mask=0x100cca\(GFP_HIGHUSER_MOVABLE\), order=0, oom_score_adj=0$/,
      ),
    );
    expect(log).toContainEqual(
      expect.stringMatching(
        /^Out of memory: Killed process \d+ \(app\) total-vm:\d+kB, anon-rss:\d+kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:\d+kB oom_score_adj:0$/,
      ),
    );
    expect(simulation.world.phase.exitCode).toBe(128 + 9);
  });
});

describe('writeback', () => {
  const writer = (rest: string): string => `
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void)
{
	int fd = open("/data", O_RDWR | O_CREAT, 0644);
	ftruncate(fd, 8 * 4096);
	char *memory = mmap(NULL, 8 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	memset(memory, 1, 8 * 4096);
	${rest}
	return 0;
}
`;
  // Documentation/admin-guide/sysctl/vm.rst: dirty_writeback_centisecs 500, dirty_expire_centisecs 3000.
  it.each([
    { what: 'not yet after 29 s', rest: 'sleep(29);', pages: 0 },
    { what: 'all after 36 s', rest: 'sleep(36);', pages: 8 },
    { what: 'nothing for MS_ASYNC (mm/msync.c)', rest: 'msync(memory, 8 * 4096, MS_ASYNC); sleep(1);', pages: 0 },
    { what: 'a part for MS_SYNC of a part', rest: 'msync(memory + 4096, 2 * 4096, MS_SYNC);', pages: 2 },
    { what: 'all for fsync', rest: 'fsync(fd);', pages: 8 },
    { what: 'once more what was stored since', rest: 'fsync(fd); memory[0] = 2; fsync(fd);', pages: 9 },
  ])('$what', ({ rest, pages }) => {
    const simulation = run(writer(rest), `{ ${small} }`);
    // The flusher goes on after the program's end; what it writes then is not the question.
    expect(pagesWrittenBeforeExit(simulation)).toBe(pages);
  });
});

// Documentation/admin-guide/sysctl/vm.rst; MIN_WRITEBACK_PAGES of fs/fs-writeback.c: 4 MiB.
test('the flusher writes 1024 pages at a time, all of them at the same moment', () => {
  const first = powerOn({
    machine: '{ "memory": "256M" }',
    app: `
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
int main(void)
{
	int fd = open("/data", O_RDWR | O_CREAT, 0644);
	return write(fd, calloc(2500, 4096), 2500 * 4096L) != 2500 * 4096;
}
`,
  });
  const whole = again(first);
  finish(whole);
  const cut = again(first);
  const begun: { readonly at: number; readonly pages: number }[] = [];
  for (let stop = null; stop === null;) {
    const { writebackPages } = cut.world.kernel.pageCache;
    stop = cut.run({ kind: 'continue' }, { statements: 100_000, isOver: () => true });
    const pages = cut.world.kernel.pageCache.writebackPages - writebackPages;
    if (pages > 0) begun.push({ at: cut.world.now, pages });
  }
  const [{ at }] = begun as [(typeof begun)[0]];
  expect(begun).toEqual([1024, 1024, 452].map((pages) => ({ at, pages })));
  const requests = recordsOfKind(cut.world.journal, 'disk-complete').filter(({ write }) => write);
  expect(requests.map(({ page, pages }) => [page, pages])).toEqual(
    Array.from({ length: 10 }, (_, index) => [index * 256, Math.min(256, 2500 - index * 256)]),
  );
  expect(cut.timeline.digest()).toBe(whole.timeline.digest());
});

function pagesWrittenBeforeExit({ world }: Simulation): number {
  let pages = 0;
  for (const record of allRecords(world.journal)) {
    if (record.kind === 'task' && record.event === 'exited' && record.name === 'app') return pages;
    if (record.kind === 'disk-complete' && record.write) pages += record.pages;
  }
  return pages;
}
