/** `dma-debugger check`: what it prints where, and how it ends. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sarifOf } from '../../debug-adapter/command-line/check/sarif.ts';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import { commandInFolder } from './command-in-folder.ts';
import { sarifMistakes } from './sarif.ts';

const { folder, run } = commandInFolder();

const leaking = `#include <linux/dma-mapping.h>
int wait(void);
int send(struct device *dev, void *buf)
{
	dma_addr_t dma = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	if (wait())
		return -EIO;
	dma_unmap_single(dev, dma, 32, DMA_TO_DEVICE);
	return 0;
}
`;

describe('check', () => {
  const clean = leaking.replace('32, ', '64, ').replace('\t\treturn -EIO;\n', '\t\tbuf = dev;\n');

  test('tells findings with their line and a caret, and ends with 1', () => {
    const { status, out, err } = run('check FOLDER/a.c', { 'a.c': leaking });
    expect([status, err]).toEqual([1, '']);
    const path = join(folder, 'a.c');
    expect(out).toContain(`${path}:10:3: warning: `);
    expect(out).toContain('[unmap-missing]\n    \t\treturn -EIO;\n    \t\t^~~~~~\n');
    expect(out).toContain(`${path}:11:2: error: another size than it was mapped with [unmap-wrong-size]`);
  });

  test('ends with 0 where nothing is found, and with 2 where there is no file or rule', () => {
    expect(run('check FOLDER/b.c', { 'b.c': clean })).toEqual({ status: 0, out: '', err: '' });
    expect(run('check FOLDER/none.c')).toMatchObject({ status: 2, err: "dma-debugger: there is no file 'none.c'\n" });
    expect(run('check FOLDER/none*.c').status).toBe(2);
    expect(run('check FOLDER/b.c --rule frob').err).toContain("there is no rule 'frob'");
  });

  test.each([
    ['check FOLDER/a.c --rule unmap-missing --json', ['unmap-missing']],
    ['check FOLDER/a.c --severity error --json', ['unmap-wrong-size']],
    ['check FOLDER/a.c --no-rule unmap-missing,unmap-wrong-size --json', []],
    ['check FOLDER/?.c --json', ['unmap-missing', 'unmap-wrong-size']],
  ])('%s', (command, expected) => {
    const { out } = run(command, { 'a.c': leaking, 'b.c': clean });
    const rows = out.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { rule: string }); // prettier-ignore
    expect(rows.map(({ rule }) => rule)).toEqual(expected);
  });

  test('says which headers it does not know', () => {
    const text = leaking.replace('\n', '\n#include <acme/board.h>\n');
    expect(run('check FOLDER/c.c', { 'c.c': text })).toMatchObject({ status: 1, err: 'c.c: 1 unknown header (<acme/board.h>): less is seen\n' }); // prettier-ignore
  });

  test('explains a rule, and lists all', () => {
    expect(run('check --explain unmap-twice').out).toMatch(/^# Unmapped or freed twice\n/);
    const rules = simulator.staticRules();
    expect(run('check --explain').out.split('\n')).toHaveLength(rules.length + 1);
    for (const { id } of rules) expect(simulator.explainRule(id), id).toMatch(/^# .+\n\n`[\w-]+`, \w+\n\n\S/);
  });

  test('of a package finds what its include folder declares', () => {
    const files = { 'package/include/acme/board.h': 'struct acme { int n; };\n', 'package/src/one/c.c': '#include <linux/module.h>\n#include <acme/board.h>\nint f(struct acme *a) { return a->n; }\n' }; // prettier-ignore
    for (const what of ['FOLDER/package', 'FOLDER/package/**/*.c'])
      expect(run(`check ${what}`, files)).toEqual({ status: 0, out: '', err: '' });
  });

  test('what cannot be read keeps nothing else from being checked, and is the exit status', () => {
    const { status, out, err } = run('check FOLDER/none.c FOLDER/a.c FOLDER/x*.c FOLDER/compile_commands.json --json', { 'a.c': leaking, 'compile_commands.json': '[{}]' }); // prettier-ignore
    expect(status).toBe(2);
    expect(out.trim().split('\n').map((line) => (JSON.parse(line) as { rule: string }).rule)).toEqual(['unmap-missing', 'unmap-wrong-size']); // prettier-ignore
    expect(err.replaceAll('dma-debugger: ', '').trim().split('\n')).toEqual(["there is no file 'none.c'", "no file is called 'x*.c'", "'compile_commands.json' has no 'file' in command 1"]); // prettier-ignore
  });

  test('what a build compiles, as it does', () => {
    const commands = [{ directory: '.', file: 'leak.c', command: 'gcc -DWAY=DMA_TO_DEVICE -Iheaders -c leak.c' }];
    const files = { 'leak.c': leaking.replace('#include <linux/dma-mapping.h>', '$&\n#ifdef WAY').replace(/$/, '#endif\n'), 'compile_commands.json': JSON.stringify(commands) }; // prettier-ignore
    expect(run('check FOLDER/leak.c', files)).toMatchObject({ status: 0, out: '' });
    expect(run('check FOLDER/compile_commands.json').status).toBe(1);
  });

  interface Sarif {
    readonly runs: readonly { readonly invocations: readonly { executionSuccessful: boolean }[]; readonly results: readonly { locations: { physicalLocation: { artifactLocation: { uri: string } } }[]; partialFingerprints: { primaryLocationLineHash: string } }[] }[]; // prettier-ignore
  }
  const sarif = (command: string, files: Record<string, string>): Sarif['runs'][number] => (JSON.parse(run(command, files).out) as Sarif).runs[0]!; // prettier-ignore

  // GitHub, SARIF support for code scanning: results are told apart by primaryLocationLineHash, and found by paths relative to the repository
  test('findings in SARIF are known again when lines move, and told apart where they are alike', () => {
    const twice = leaking + leaking.slice(leaking.indexOf('int send')).replace('send', 'again');
    const hashes = (text: string): string[] => sarif('check FOLDER/a.c --sarif', { 'a.c': text }).results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash); // prettier-ignore
    expect(new Set(hashes(twice)).size).toBe(4);
    expect(hashes(`\n\n/* more */\n${twice.replace('\t\treturn -EIO', '\t\t\treturn  -EIO')}`)).toEqual(hashes(twice));
    const alike = twice.replace('return -EIO;', 'return -EIO;\n\tif (wait())\n\t\treturn -EIO;');
    expect(new Set(hashes(alike)).size).toBe(hashes(alike).length);
  });

  test('files in SARIF are named from the folder that the command runs in', () => {
    const path = join(process.cwd(), 'drivers', 'a b.c');
    const found = simulator.checkDriver({ path, text: leaking }, { findInclude: () => null }).findings;
    const log = sarifOf(found, [], () => '', []) as Sarif;
    expect(log.runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('drivers/a%20b.c');
  });

  test('what is no text, or cannot be read, is told and keeps nothing else from being checked', () => {
    const files = { 'a.c': leaking, 'b.c': 'int a;\0' };
    expect(run('check FOLDER/b.c FOLDER/a.c', files)).toMatchObject({ status: 2, err: "dma-debugger: 'b.c' is no text: it has bytes of value 0\n" }); // prettier-ignore
    expect(sarif('check FOLDER/b.c FOLDER/a.c --sarif', files)).toMatchObject({ invocations: [{ executionSuccessful: false }], results: [{}, {}] }); // prettier-ignore
  });

  test('as SARIF 2.1.0', () => {
    const { out } = run('check FOLDER/a.c --sarif', { 'a.c': leaking });
    expect(sarifMistakes(JSON.parse(out))).toEqual([]);
    const [result] = (JSON.parse(out) as { runs: { results: object[] }[] }).runs[0]!.results;
    expect(result).toMatchObject({ ruleId: 'unmap-missing', level: 'warning' });
    const [rule] = (JSON.parse(out) as { runs: { tool: { driver: { rules: object[] } } }[] }).runs[0]!.tool.driver
      .rules;
    expect(rule).toMatchObject({ help: { markdown: expect.stringContaining('# ') as string }, properties: { 'problem.severity': 'warning', precision: 'high' } }); // prettier-ignore
    const wrong = { version: '2.0', runs: [{ results: [{ mesage: {} }] }] };
    expect(sarifMistakes(wrong).sort()).toEqual([
      '/runs/0/results/0: must NOT have additional properties mesage',
      "/runs/0/results/0: must have required property 'message' message",
      "/runs/0: must have required property 'tool' tool",
      '/version: must be equal to one of the allowed values 2.1.0',
    ]);
  });
});
