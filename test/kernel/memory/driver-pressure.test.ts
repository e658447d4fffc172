/** A driver's own allocations when memory is short: what waits, what is reclaimed for it, and when a process is killed. */
import { describe, expect, it } from 'vitest';
import { build } from '../../../simulator/compile.ts';
import { createSimulation } from '../../../simulator/create-simulation.ts';
import { parseMachine } from '../../../simulator/machine-file/parse-machine.ts';
import type { Simulation } from '../../../simulator/simulation.ts';
import { finish, logOf, outputOf } from '../../support/simulated-run.ts';
import { driverFile } from '../run-driver.ts';

const small = '{ "cpus": 1, "memory": "16M", "cma": null, "swiotlb": "off", "devices": [] }';

function run(app: string): Simulation {
  const request = {
    machine: parseMachine(small, 'machine.json').machine!,
    driver: [{ path: 'pressure.c', text: driverFile('pressure.c') }],
    app: { path: 'app.c', text: app },
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
  };
  const simulation = createSimulation(build(request).program!, request);
  finish(simulation);
  return simulation;
}

describe('a driver that asks for three quarters of memory', () => {
  it('is given NULL or has another process killed, as its flags say', () => {
    const simulation = run(driverFile('pressure-app.c'));
    // The same two files on Linux 6.1.192 (oracle/run, 6 GiB): these lines, and those of the log but for numbers and the reaper.
    expect(outputOf(simulation).split('\n').slice(0, -1)).toEqual([
      'GFP_NOWAIT: NULL',
      '__GFP_NORETRY: NULL',
      '__GFP_RETRY_MAYFAIL: NULL',
      'GFP_DMA32: NULL',
      'order 4: NULL',
      'GFP_KERNEL: enough, the other process is killed',
    ]);
    const log = logOf(simulation).map((line) => line.replace(/\d+/g, 'N'));
    const begin = log.indexOf(
      'app invoked oom-killer: gfp_mask=NxNccN(GFP_KERNEL|__GFP_NOWARN), order=N, oom_score_adj=N',
    );
    expect(begin).toBeGreaterThan(0);
    expect(log.filter((line) => line.includes('invoked')).length).toBe(1);
    expect(log.slice(begin + 1)).toEqual(
      expect.arrayContaining([
        ' __alloc_pages_slowpath+NxN/NxN',
        'Mem-Info:',
        'Tasks state (memory values in pages):',
        '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
        'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=N,task=app,pid=N,uid=N',
        'Out of memory: Killed process N (app) total-vm:NkB, anon-rss:NkB, file-rss:NkB, shmem-rss:NkB, UID:N pgtables:NkB oom_score_adj:N',
      ]),
    );
    // Columns as in `[     74]     0    74   761594   761348  6144000        0             0 app`.
    const rows = logOf(simulation).filter((line) => /^\[ +\d+\]/.test(line));
    expect(rows.length).toBe(2);
    for (const row of rows)
      expect(row).toMatch(/^\[[ \d]{7}\] {5}0 [ \d]{5} [ \d]{8} [ \d]{8} [ \d]{8} {8}0 {13}0 app$/);
    const { pageAllocator, addressSpaces } = simulation.world.kernel;
    expect([addressSpaces.events.oomKills, pageAllocator.stalled.size]).toEqual([1, 0]);
  });

  it('is given the memory of a process that is killed and cannot end (OOM_REAPER_DELAY is two seconds)', () => {
    const simulation = run(`
#include <stdio.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int fd = open("/dev/pressure", O_RDWR), status;
	long total = ioctl(fd, 0, 0);
	struct { unsigned long pages; unsigned int order, kind; } want = { total / 4 * 3, 0, 0 };
	pid_t child = fork();
	if (child == 0) {
		memset(mmap(NULL, total / 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 1, total / 2 * 4096);
		ioctl(fd, 11, 0);
		_exit(0);
	}
	sleep(1);
	printf("%d", ioctl(fd, 12, &want));
	waitpid(child, &status, 0);
	printf(" %d\\n", WTERMSIG(status));
	return 0;
}
`);
    expect(outputOf(simulation)).toBe('0 9\n');
    // As Linux 6.1.192 words it where ending takes longer than the delay.
    const reaped = /^oom_reaper: reaped process \d+ \(app\), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB$/;
    expect(logOf(simulation)).toContainEqual(expect.stringMatching(reaped));
    expect(simulation.world.kernel.addressSpaces.events.oomKills).toBe(1);
    expect(simulation.world.now).toBeGreaterThan(3e9);
  });

  it('is given what the page cache held, and nobody is killed', () => {
    const simulation = run(`
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
static char page[4096];
int main(void)
{
	int fd = open("/dev/pressure", O_RDWR), file = open("/data", O_RDWR | O_CREAT, 0644);
	long total = ioctl(fd, 0, 0);
	struct { unsigned long pages; unsigned int order, kind; } want = { total / 4 * 3, 0, 0 };
	for (long i = 0; i < total / 2; i++)
		write(file, page, sizeof(page));
	printf("%d\\n", ioctl(fd, 1, &want));
	return 0;
}
`);
    expect(outputOf(simulation)).toBe('0\n');
    const { events } = simulation.world.kernel.addressSpaces;
    expect(events.oomKills).toBe(0);
    expect(events.pagesReclaimed).toBeGreaterThan(500);
  });
});
