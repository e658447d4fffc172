/** The `dma-debugger` command: what it prints where, and how it ends. In one process but for the last tests. */
import { scenarios } from '../../simulator/index.ts';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../debug-adapter/command-line/dispatch.ts';
import { readCommand } from '../../debug-adapter/command-line/options.ts';
import { version } from '../../debug-adapter/command-line/version.ts';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import { commandInFolder } from './command-in-folder.ts';

const { folder, run } = commandInFolder();

const scenario = simulator.scenarios().find(({ id }) => id === 'cma-writeback')!;
const bug = {
  'driver.c': scenario.files['driver.c']!,
  'app.c': scenario.files['app.c']!,
  'machine.json': scenario.files['machine.json']!,
};

describe('words', () => {
  test.each([
    ['run a.c', { launch: { program: 'a.c', args: [] }, json: false }],
    ['run a.c b.c --json -- x --json', { launch: { program: ['a.c', 'b.c'], args: ['x', '--json'] }, json: true }],
    [
      'run --machine m.json a.c -DA -D B=2 -Iinc -I more',
      { launch: { machine: 'm.json', defines: ['A', 'B=2'], includePath: ['inc', 'more'] } },
    ],
    ['run a.c --param gfp=atomic --param x=', { launch: { parameters: { gfp: 'atomic', x: '' } } }],
    [
      'run a.c --show iommu --show devices,mappings@a.c:7',
      {
        extra: {
          show: [
            { views: ['iommu'], place: null },
            { views: ['devices', 'mappings'], place: { file: 'a.c', line: 7 } },
          ],
        },
      },
    ],
    ['replay', { kind: 'replay', id: null, fixed: null }],
    ['replay id', { id: 'id', fixed: null }],
    ['replay id --fixed', { id: 'id', fixed: '' }],
    ['replay --fixed mask id', { id: 'id', fixed: 'mask' }],
    ['replay --fixed id', { id: 'id', fixed: '' }],
    ['adapter', { kind: 'adapter', port: null }],
    ['adapter --port 4711', { kind: 'adapter', port: 4711 }],
    ['run a.c --help', { kind: 'help' }],
    ['--version', { kind: 'version' }],
  ])('%s', (words, command) => expect(readCommand(words.split(' '))).toMatchObject(command));

  test.each([
    ['frob', "there is no command 'frob': write run, check, replay, experiment or adapter (or --help)"],
    ['check', 'check needs C files: dma-debugger check FILE.c|FOLDER|GLOB|compile_commands.json…'],
    ['check a.c --json --sarif', '--json and --sarif are two ways to write the findings: only one can be'],
    ['check a.c --severity loud', "--severity is error, warning or note, not 'loud'"],
    ['check --frob a.c', "check has no option '--frob'"],
    ['run', 'run needs a C file: dma-debugger run DRIVER.c [APP.c]'],
    ['run a.c --frob', "run has no option '--frob'"],
    ['run a.c --machine', "'--machine' needs an argument"],
    ['run a.c --param x', "--param takes NAME=VALUE, not 'x'"],
    ['run FOLDER/app.c --power-cut soon', "--power-cut takes a time such as 12ms or pages such as 3pages, not 'soon'"],
    ['run none.c', "the program 'none.c' does not exist"],
    ['run FOLDER/app.c -D 1', "'1' does not define a macro: write NAME or NAME=VALUE"],
    ['run FOLDER/app.c --machine none.json', "the machine file 'none.json' does not exist"],
    [
      'replay none',
      `there is no documented bug 'none' (there is ${scenarios()
        .map(({ id }) => id)
        .join(', ')})`,
    ],
    [
      'replay cma-writeback --fixed none',
      "'cma-writeback' has no fix 'none' (it has honest-mask, low-cma, iommu, kernel-6.1)",
    ],
    ['adapter --port x', '--port takes a number from 0 to 65535'],
    ['run FOLDER/driver.c --show mappings@driver.c:9999', '--show: there is no code at driver.c:9999'],
    [
      'run FOLDER/app.c --show registers',
      "--show takes VIEW,… or VIEW,…@FILE:LINE, not 'registers'; as text there are physicalMemory, transfers, cacheLines, pageTables, iommu, devices, mappings",
    ],
  ])('%s is refused in one line, with status 2', (words, message) => {
    expect(run(words, bug)).toEqual({ status: 2, out: '', err: `dma-debugger: ${message}\n` });
  });

  test('help names every command and option; the version is that of the package', () => {
    const { status, out } = run('--help');
    expect(status).toBe(0);
    for (const word of ['run', 'replay', 'adapter', '--machine', '--param', '-D', '-I', '--json', '--fixed', '--port'])
      expect(out).toContain(word);
    expect(run('--version').out).toBe(`${version}\n`);
    expect((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version).toBe(version);
  });
});

describe('run', () => {
  test('a user program: its output, its arguments, its constructors and destructors, status 0 whatever it returns', () => {
    const text =
      '#include <stdio.h>\n__attribute__((constructor)) static void first(void) { printf("first;"); }\n__attribute__((destructor)) static void last(void) { printf("last"); }\nint main(int argc, char **argv)\n{\n\tfor (int i = 1; i < argc; i++)\n\t\tprintf("%s;", argv[i]);\n\treturn 3;\n}\n';
    const { status, out, err } = run('run FOLDER/echo.c -- one --two', { 'echo.c': text });
    expect(out).toMatch(/first;one;--two;last$/);
    expect(err).toBe('echo.c ended with status 3\n');
    expect(status).toBe(0);
  });

  // kmod's tools/insmod.c and tools/rmmod.c.
  test('a module that is refused, and one that cannot be removed: as insmod and rmmod say it', () => {
    const text = (result: string, more = '') =>
      `#include <linux/module.h>\nstatic int __init start(void) { return ${result}; }\nmodule_init(start);\n${more}MODULE_LICENSE("GPL");\n`;
    const refused = run('run FOLDER/no-device.c', { 'no-device.c': text('-ENODEV') });
    expect(refused.out).toMatch(/\ninsmod: ERROR: could not insert module no-device\.ko: No such device\n$/);
    expect(refused.err).toBe('');
    const busy = run('run FOLDER/stays.c', { 'stays.c': text('0') });
    expect(busy.out).toMatch(/\nrmmod: ERROR: could not remove module stays: Device or resource busy\n$/);
  });

  test('several programs start together, each with the arguments', () => {
    const text = (name: string) =>
      `#include <stdio.h>\n#include <unistd.h>\nint main(int argc, char **argv)\n{\n\tfor (int i = 0; i < 2; i++) {\n\t\tprintf("${name} %s\\n", argv[1]);\n\t\tusleep(1000);\n\t}\n\treturn ${name.length};\n}\n`;
    const { status, out, err } = run('run FOLDER/a.c FOLDER/bb.c -- x', { 'a.c': text('a'), 'bb.c': text('bb') });
    expect(out.split('\n').slice(-5).sort()).toEqual(['', 'a x', 'a x', 'bb x', 'bb x']);
    expect(out).not.toMatch(/a x\na x/);
    // The first status that is not 0, in the order given.
    expect([status, err]).toEqual([0, 'a.c and bb.c ended with status 1\n']);
  });

  test('a driver with its app: kernel log without times and output in order; findings with their place; status 1', () => {
    const { status, out, err } = run('run FOLDER/driver.c FOLDER/app.c --machine FOLDER/machine.json', bug);
    expect(status).toBe(1);
    expect(out.split('\n').slice(-4)).toEqual([
      'fpga_image 0000:01:00.0: image buffer at bus address 0x0000000430000000',
      'fpga_image 0000:01:00.0: image processed, status 0x2',
      'the image in the buffer is the same as the original',
      '',
    ]);
    const lines = err.trimEnd().split('\n');
    expect(lines.filter((line) => !line.includes(': note: '))).toHaveLength(3);
    expect(lines[0]).toMatch(/^driver\.c:\d+:\d+: warning: .* only 34 address bits .*\[mask-wider-than-reach\]$/);
    for (const line of lines.slice(2).filter((each) => !each.includes(': note: ')))
      expect(line).toMatch(/^driver\.c:71:2: error: 0000:01:00\.0 (reads|writes) 4194304 bytes .*\[wrong-target\]$/);
  });

  test('a module parameter changes the run', () => {
    const text =
      '#include <linux/module.h>\nstatic int count = 1;\nmodule_param(count, int, 0444);\n' +
      'static int __init start(void)\n{\n\tpr_info("count is %d\\n", count);\n\treturn 0;\n}\nmodule_init(start);\n' +
      'static void __exit stop(void)\n{\n}\nmodule_exit(stop);\nMODULE_LICENSE("GPL");\n';
    const files = { 'parameter.c': text };
    expect(run('run FOLDER/parameter.c', files).out).toMatch(/count is 1\n$/);
    expect(run('run FOLDER/parameter.c --param count=7', files)).toEqual({
      status: 0,
      out: expect.stringMatching(/count is 7\n$/) as string,
      err: '',
    });
  });

  test('--json: one object a line for each record, 64-bit values as text, places instead of statement numbers', () => {
    const words = 'run FOLDER/driver.c FOLDER/app.c --machine FOLDER/machine.json --json';
    const { status, out, err } = run(`${words} --show mappings@driver.c:71 --show cacheLines,transfers`, bug);
    expect(status).toBe(1);
    expect(err).toContain(
      'mappings at driver.c:71\n     0x430000000  4194304 bytes  coherent  both  0x430000000  CPU and 0000:01:00.0 at any time\n',
    );
    expect(err).toMatch(
      /\ncacheLines at the end\n.*\ntransfers at the end\n {3}transfer 2: 0000:01:00\.0 writes .*done\n/s,
    );
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, i) => i));
    expect(records.filter(({ kind }) => kind === 'dma-start')).toMatchObject([
      {
        direction: 'to-device',
        programmed: '0x430000000',
        driven: '0x30000000',
        physical: 0x30000000,
        length: 4194304,
      },
      { direction: 'from-device', programmed: '0x430000000', driven: '0x30000000', physical: 0x30000000 },
    ]);
    const log = records.find(({ text }) => String(text).includes('image processed'));
    expect(log).toMatchObject({ kind: 'log', stack: expect.arrayContaining([`${folder}/driver.c:77:2`]) as string[] });
  });

  test('what does not compile: messages as a compiler prints them, nothing on standard output, status 2', () => {
    const { status, out, err } = run('run FOLDER/broken.c', { 'broken.c': 'int main(void)\n{\n\treturn none;\n}\n' });
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^broken\.c:3:9: error: .*none.*\n {4}\treturn none;\n {4}\t {7}\^~~~\n/);
  });

  test('a machine file with a mistake is told at its place', () => {
    const files = { 'hello.c': 'int main(void) { return 0; }\n', 'bad.json': '{\n  "cpus": 0\n}\n' };
    const { status, err } = run('run FOLDER/hello.c --machine FOLDER/bad.json', files);
    expect(status).toBe(2);
    expect(err).toMatch(/^bad\.json:2:11: error: cpus must be a whole number from 1 to 8\n/);
  });

  test('a driver that waits for what never comes: who waits, status 1', () => {
    const text =
      '#include <linux/module.h>\n#include <linux/completion.h>\nstatic DECLARE_COMPLETION(never);\n' +
      'static int __init start(void)\n{\n\twait_for_completion(&never);\n\treturn 0;\n}\nmodule_init(start);\nMODULE_LICENSE("GPL");\n';
    const { status, err } = run('run FOLDER/wait.c', { 'wait.c': text });
    expect(err).toMatch(/^nothing can run any more: insmod \(pid \d+\) waits /);
    expect(status).toBe(1);
  });

  test('a null pointer: the finding stands at the statement, the run goes on to its end', () => {
    const text = 'int main(void)\n{\n\tint *nowhere = 0;\n\treturn *nowhere;\n}\n';
    const { status, err } = run('run FOLDER/null.c', { 'null.c': text });
    expect(status).toBe(1);
    expect(err).toMatch(/^null\.c:4:2: error: .*\[SIGSEGV\]\n/);
  });
});

test.each([true, false])(
  'what goes on and on shows where it is, or tells it every 10 s; a key ends it with the place and the stacks, status 130',
  async (watched) => {
    writeFileSync(
      join(folder, 'spin.c'),
      'static long x;\nstatic void work(void)\n{\n\tfor (;;)\n\t\tx++;\n}\nint main(void)\n{\n\twork();\n}\n',
    );
    const shown: string[] = [];
    let [err, looks, ended, now] = ['', 0, 0, 0];
    vi.spyOn(performance, 'now').mockImplementation(() => (now += watched ? 1000 : 4000));
    const status = await runCommandLine(simulator, ['run', join(folder, 'spin.c')], {
      out: () => undefined,
      err: (text) => (err += text),
      interruptible: () => ({
        asked: () => Promise.resolve(++looks === 5),
        watched,
        show: (line) => shown.push(line),
        end: () => ended++,
      }),
    });
    vi.restoreAllMocks();
    expect([status, ended]).toEqual([130, 1]);
    const progress = /in work at .*spin\.c:5, \d+ million statements, \d\.\d{3} s of its time/.source;
    if (watched) expect(shown[0]).toMatch(new RegExp(`^${progress}; Ctrl\\+C: stacks$`));
    // Every 4 s a look, and the key comes with the fifth.
    else expect(err.match(new RegExp(`^${progress}$`, 'gm'))).toHaveLength(1);
    expect(shown.at(-1)).toBe('');
    expect(err.replaceAll(`${folder}/`, '').replace(new RegExp(`^${progress}\n`), '')).toMatch(
      /^interrupted after 0\.\d{3} s of the machine's time\nspin \(\d+\), running on CPU \d:\n {2}work at spin\.c:5\n {2}main at spin\.c:9\n/,
    );
  },
);

describe('replay', () => {
  test('lists the documented bugs with their fixes', () => {
    const { status, out } = run('replay');
    expect(status).toBe(0);
    expect(out).toContain(`cma-writeback: ${scenario.title}\n`);
    expect(out).toContain('--fixed honest-mask: ');
  });

  test('tells the bug: every step with its picture, the outcome beside the catalogue', () => {
    const { status, out } = run('replay cma-writeback');
    expect(status).toBe(1);
    scenario.steps.forEach(({ title }, index) => expect(out).toContain(`\n${index + 1}. ${title}\n`));
    expect(out).toMatch(/driver programs +0x430000000 +coherent buffer of 4194304 bytes/);
    expect(out).toMatch(/device drives +0x30000000 +!/);
    expect(out).toContain("1024 touched, 1024 changed: 0 of the buffer's, 1024 of others");
    expect(out).toMatch(/=> physical 0x430000000, /);
    expect(out).toMatch(
      /findings +mask-wider-than-reach, wrong-target +mask-wider-than-reach, wrong-target +as expected/,
    );
    expect(out).not.toContain('DIFFERS');
    for (const line of out.split('\n'))
      if (!line.startsWith('  | ') && !/as expected$/.test(line)) expect(line.length).toBeLessThan(140);
  });

  test('--all takes nothing else', () => {
    expect(run('replay --all cma-writeback')).toMatchObject({ status: 2, out: '' });
  });

  test('--fixed tells the first fix, or the one that is named', () => {
    const first = run('replay dma-to-the-stack --fixed');
    expect(first.status).toBe(0);
    expect(first.out).toContain('Fixed (kmalloc)');
    expect(first.out).toContain('ask 0000:00:02.0: answered, first byte 0x0');
    expect(first.out).not.toContain('DIFFERS');
    const second = run('replay dma-to-the-stack --fixed by-page');
    expect(second.out).toMatch(/findings +dma-api +dma-api +as expected/);
    expect(second.out).not.toContain('DIFFERS');
  });
});

describe('work and power cuts', () => {
  const arena = `
#include <fcntl.h>
#include <unistd.h>
int main(void)
{
	char page[4096] = "new";
	int fd = open("/data", O_RDWR | O_CREAT, 0644);
	pwrite(fd, page, sizeof(page), 0);
	pwrite(fd, page, sizeof(page), 4096);
	fsync(fd);
	return 0;
}
`;
  test('--stats tells what the run made the machine do', () => {
    const { status, err } = run('run FOLDER/app.c --stats', { 'app.c': arena });
    expect(status).toBe(0);
    expect(err).toMatch(/^ +2 {2}pages-written-back$/m);
    expect(err).toMatch(/^ +16 {2}sectors-written$/m);
  });
  test('--save-disk after --power-cut has what had reached the disk, and --disk begins with it', () => {
    mkdirSync(join(folder, 'before'), { recursive: true });
    writeFileSync(join(folder, 'before', 'data'), 'old'.padEnd(8192, '.'));
    run('run FOLDER/app.c --disk FOLDER/before --power-cut 1page --save-disk FOLDER/after', { 'app.c': arena });
    const after = readFileSync(join(folder, 'after', 'data'), 'latin1');
    expect([after.length, after.slice(0, 3), after.slice(4096, 4099)]).toEqual([8192, 'new', '...']);
  });
});
