/** Launching: what the arguments mean, where files come from, how a broken driver or machine file is told. */
import { expect, test } from 'vitest';
import type { RunRequest } from '../../simulator/index.ts';
import { planLaunch, readDefine } from '../../debug-adapter/launch/launch-plan.ts';
import { isUserProgram } from '../../debug-adapter/launch/source-role.ts';
import type { LaunchArguments } from '../../debug-adapter/custom-requests.ts';
import { clientCapabilities, connect, launched, memoryFiles, programPath } from './session-fixture.ts';
import { smallDoor } from './small-simulator.ts';

const driver = '#include <linux/module.h>\nmodule_init(start);\nMODULE_LICENSE("GPL");\n';
const app = '#include <stdio.h>\nint main(int argc, char **argv) { return 0; }\n';
const files = {
  '/work/driver.c': driver,
  '/work/second.c': 'int x;\n',
  '/work/app.c': app,
  '/work/machine.json': '{ "cpus": 1, "cma": null }',
  '/work/engine.h': 'int near;\n',
  '/include/engine.h': 'int far;\n',
  '/include/only.h': 'int only;\n',
};
const plan = (args: LaunchArguments): RunRequest =>
  planLaunch(smallDoor(), memoryFiles(files), { cwd: '/work', ...args }).request;

test('a driver, its app and its machine, by paths from the working folder', () => {
  const request = plan({ program: 'driver.c', app: './app.c', machine: '/work/machine.json' });
  expect(request.driver.map((each) => each.path)).toEqual(['/work/driver.c']);
  expect(request.app?.path).toBe('/work/app.c');
  expect(request.machine).toMatchObject({ cpus: 1, cma: null });
});

test('a lone program with main is a user program; a list is one driver', () => {
  expect(plan({ program: 'app.c' })).toMatchObject({ driver: [], app: { path: '/work/app.c' } });
  expect(plan({ program: 'app.c', app: ['app.c', 'app.c'] })).toMatchObject({
    driver: [],
    app: { path: '/work/app.c' },
    moreApps: [{ path: '/work/app.c' }, { path: '/work/app.c' }],
  });
  const parts = plan({ program: ['driver.c', 'second.c'] });
  expect(parts.driver.map((each) => each.path)).toEqual(['/work/driver.c', '/work/second.c']);
  expect(parts.app).toBeNull();
});

test.each([
  ['int main(void) { }', true],
  ['int main(int argc, char *argv[])\n{\n}', true],
  ['/* int main(void) { } */', false],
  ['int main(void);', false],
  ['puts("main() {");', false],
  ['int main(void) { }\nmodule_init(x);', false],
  ['static int domain(void) { }', false],
])('%j is a user program: %s', (text, expected) => expect(isUserProgram(text)).toBe(expected));

test('arguments, parameters and macros', () => {
  const request = plan({
    program: 'driver.c',
    args: ['-v', 'x y'],
    parameters: { gfp: 'atomic', size: 4096, verbose: true, quiet: false },
    defines: ['DEBUG', 'LENGTH=64', 'EMPTY='],
  });
  expect(request.arguments).toEqual(['-v', 'x y']);
  expect(request.parameters).toEqual({ gfp: 'atomic', size: '4096', verbose: 'Y', quiet: 'N' });
  expect(request.defines).toEqual([
    { name: 'DEBUG', value: '1' },
    { name: 'LENGTH', value: '64' },
    { name: 'EMPTY', value: '' },
  ]);
  expect(() => readDefine('1X')).toThrow("'1X' does not define a macro: write NAME or NAME=VALUE");
});

test('included files: beside the including file first, then along the include path', () => {
  const { findInclude } = plan({ program: 'driver.c', includePath: ['/include'] });
  expect(findInclude('engine.h', '/work/driver.c')).toEqual({ path: '/work/engine.h', text: 'int near;\n' });
  expect(findInclude('only.h', '/work/driver.c')?.path).toBe('/include/only.h');
  expect(findInclude('none.h', '/work/driver.c')).toBeNull();
  expect(findInclude('engine.h', 'include/linux/pci.h')?.path).toBe('/include/engine.h');
});

test.each([
  ['dt-bindings/dma/board.h', '/tree/include/dt-bindings/dma/board.h'],
  ['linux/platform_data/board.h', '/tree/include/linux/platform_data/board.h'],
  // What belongs to a subsystem is ours, or not modelled.
  ['linux/subsystem.h', null],
])('a driver in a kernel tree includes <%s>', (name, path) => {
  const tree = {
    '/tree/arch/x86/Makefile': '',
    '/tree/include/linux/subsystem.h': '',
    '/tree/include/linux/platform_data/board.h': '',
    '/tree/include/dt-bindings/dma/board.h': '',
    '/tree/drivers/dma/board.c': driver,
  };
  const { findInclude } = planLaunch(smallDoor(), memoryFiles(tree), {
    cwd: '/',
    program: 'tree/drivers/dma/board.c',
  }).request;
  expect(findInclude(name, '/tree/drivers/dma/board.c')?.path ?? null).toBe(path);
});

test('a documented bug and its fixes stand for program, app and machine', () => {
  const bug = plan({ scenario: 'cma-writeback' });
  expect(bug.driver[0]?.path).toBe('cma-writeback/driver.c');
  expect(bug.app?.path).toBe('cma-writeback/app.c');
  expect(bug.machine.devices).toMatchObject([{ name: '0000:01:00.0' }]);
  expect(plan({ scenario: 'cma-writeback', fixed: 'honest-mask' }).driver[0]?.path).toBe(
    'cma-writeback/fixed/honest-mask/driver.c',
  );
  expect(plan({ scenario: 'cma-writeback', machine: { cpus: 3 } }).machine.cpus).toBe(3);
});

test.each<[LaunchArguments, string]>([
  [{}, "there is nothing to run: give a driver or a user program as 'program', or a documented bug as 'scenario'"],
  [{ program: 'none.c' }, "the program '/work/none.c' does not exist"],
  [{ program: 'driver.c', app: 'none.c' }, "the app '/work/none.c' does not exist"],
  [{ program: 'driver.c', machine: 'none.json' }, "the machine file '/work/none.json' does not exist"],
  [{ scenario: 'none' }, "there is no documented bug 'none' (there is "],
  [{ scenario: 'cma-writeback', fixed: 'none' }, "'cma-writeback' has no fix 'none' (it has honest-mask, low-cma"],
  [{ program: 'driver.c', machine: { cpus: 0 } }, 'machine:2:11: cpus must be a whole number from 1 to 8'],
])('%j cannot be launched', (args, message) => expect(() => plan(args)).toThrow(message));

test('a program that does not compile: each message at its place, and the launch refused with the first', async () => {
  const client = connect({ [programPath]: 'int main(void)\n{\n\treturn none;\n\treturn nothing;\n}\n' });
  await client.request('initialize', clientCapabilities);
  const refused = await client.refusal('launch', { program: programPath });
  expect(refused).toMatch(/^\/work\/program\.c:3:9: .*none.* \(and 1 more\)$/);
  const outputs = client.events('output');
  expect(outputs.map(({ category, line, column }) => `${category} ${line}:${column}`)).toEqual([
    'stderr 3:9',
    'stderr 4:9',
  ]);
  expect(outputs[0]!.source).toEqual({ name: 'program.c', path: programPath });
  expect(outputs[0]!.output).toContain('    \treturn none;\n    \t       ^~~~');
  expect(client.events('initialized')).toEqual([]);
});

test('after a failed launch the same session can launch what has been mended', async () => {
  const texts: Record<string, string> = { [programPath]: '#define SUM(x) (x + )\nint main(void) { return SUM(1); }' };
  const client = connect(texts);
  await client.request('initialize', clientCapabilities);
  // The place is the user's, not inside of the macro.
  expect(await client.refusal('launch', { program: programPath })).toContain(`${programPath}:2:25: `);
  texts[programPath] = 'int main(void) { return 0; }';
  await client.request('launch', { program: programPath });
  await client.request('configurationDone');
  expect(await client.event('exited')).toEqual({ exitCode: 0 });
});

test('warnings go to the console and stop nothing', async () => {
  const client = await launched('int strange(void);\nint main(void) { return 0 ? strange() : 0; }\n');
  await client.request('configurationDone');
  expect(await client.event('exited')).toEqual({ exitCode: 0 });
  expect(client.output('console')).toContain('strange');
});

test.each([
  [{ program: 3 }, "'program' must be a path or a list of paths"],
  [{ program: 'a.c', stopOnEntry: 'yes' }, "'stopOnEntry' must be true or false"],
  [{ program: 'a.c', parameters: { x: [] } }, "'parameters.x' must be text, a number, true or false"],
  [{ program: 'a.c', machine: 7 }, "'machine' must be the path of a machine file, or the description itself"],
])('launch %j', async (args, message) => {
  const client = connect({});
  await client.request('initialize', clientCapabilities);
  expect(await client.refusal('launch', args)).toBe(message);
});

test('sources: those on disk by path, those that ship with the simulator by reference with their text', async () => {
  const client = await launched('#include <stdio.h>\nint main(void) { return 0; }\n');
  const { sources } = await client.request('loadedSources');
  expect(sources).toContainEqual({ name: 'program.c', path: programPath });
  expect(await client.refusal('source', { sourceReference: 99 })).toBe('there is no source with the reference 99');
});
