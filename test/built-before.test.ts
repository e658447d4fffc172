/** An edited text is built with what the build before has left: what comes of it is what a build of that text alone gives, and the program before goes on. */
import { expect, test } from 'vitest';
import { build, describeType } from '../simulator/index.ts';
import type { Program } from '../simulator/c-language/program.ts';
import { lateUnit } from '../simulator/c-language/object-code/late-unit.ts';
import type { CompiledUnit } from '../simulator/c-language/object-code/compiled-unit.ts';
import { compiledUnits } from '../simulator/compiled.generated.ts';
import type { TranslationUnit } from '../simulator/c-language/syntax.ts';
import type { Diagnostic, Place, SourceFile } from '../simulator/c-language/source.ts';
import { buildWith } from '../simulator/compile.ts';
import { prepareReadings } from '../simulator/built-before.ts';
import { embeddedFile, parseShipped, type Mode } from '../simulator/shipped-sources.ts';
import type { RunRequest } from '../simulator/simulation.ts';
import { app, driver } from './run-control/sources.ts';
import { digestState } from '../simulator/timeline/copy-state.ts';
import { requestOf } from './support/simulated-run.ts';

const header = 'struct later;\nint helper(struct later *given);\nextern int shared[];\n#define BASE 4\n';
const request = requestOf({ driver: `#include "own.h"\n${driver}`, app });

interface Step {
  readonly driver?: (text: string) => string;
  readonly app?: (text: string) => string;
  readonly header?: string;
}
const defined =
  'struct later { int of; };\nint shared[3];\nint helper(struct later *given) { return given->of + shared[1] + BASE; }\n';
const steps: readonly (readonly [string, Step])[] = [
  ['nothing', {}],
  ['a function of the header is defined', { driver: (text) => text + defined }],
  ['and another way', { driver: (text) => text + defined.replace('int of', 'long first, of').replace('shared[3]', 'shared[30]') }],
  ['no longer', {}],
  ['the program alone', { app: (text) => text.replace('int last = 0;', 'int last = 5;') }],
  ['one more header', { driver: (text) => text.replace('#include <linux/fs.h>', '#include <linux/fs.h>\n#include <linux/crc8.h>') }],
  ['in the middle of the file', { driver: (text) => text.replace('static int add(', '#include "own.h"\n#include <linux/crc8.h>\nstatic int add(') }],
  ['a header that has changed', { header: header.replace('4', '5'), driver: (text) => text + defined }],
  ['a mistake', { driver: (text) => text.replace('calls++;', 'calls++ here;') }],
  ['a name that the kernel has, too', { driver: (text) => `${text}int printk_ratelimit_state, kfree;\n` }],
  ['nothing again', {}],
]; // prettier-ignore

function asked(step: Step): RunRequest {
  const [source] = request.driver;
  return {
    ...request,
    findInclude: (name) => (name === 'own.h' ? { path: name, text: step.header ?? header } : null),
    driver: [{ ...source!, text: (step.driver ?? String)(source!.text) }],
    app: { path: 'app.c', text: (step.app ?? String)(app) },
  };
}

const spot = ({ file, line, column }: Place): string => `${file.path}:${line}:${column}`;

function told(diagnostics: readonly Diagnostic[]): unknown {
  return diagnostics.map(({ code, message, place }) => [code, message, spot(place)]);
}

function whole({ program, diagnostics }: ReturnType<typeof build>): unknown {
  return [told(diagnostics), program && contents(program)];
}

/** By part, because there are too many numbers to be told apart by eye. */
function contents(program: Program): unknown {
  return Object.fromEntries(Object.entries(parts(program)).map(([name, part]) => [name, digestState(part)]));
}

function parts(program: Program): Readonly<Record<string, unknown>> {
  const { code, functions, builtins, statements, images, traps, resident, statementOfInstruction } = program;
  const own = functions.filter(({ builtIn }) => !builtIn);
  return {
    code,
    traps,
    resident,
    statementOfInstruction,
    builtins: builtins.map(({ name, signature }) => [name, signature]),
    functions: functions.map(({ name, entry, end, address, registerCount, frameBytes, builtIn }) => [name, entry, end, address, registerCount, frameBytes, builtIn]), // prettier-ignore
    locals: own.map(({ locals }) => locals.map(({ symbol, location }) => [symbol.name, describeType(symbol.type), location])), // prettier-ignore
    statements: statements.map(({ function: of, pc }) => [of, pc]),
    places: statements.flatMap(({ function: of, place, kind }) => (functions[of]!.builtIn ? [] : [[spot(place), kind]])), // prettier-ignore
    data: images.map(({ data, readOnlyBytes, module }) => [data, readOnlyBytes, module]),
    globals: images.map(({ globals }) => globals.map(({ name, address, size }) => [name, address, size])),
  };
}

test('each step of many edits, and the program before goes on', () => {
  let standing = build(asked({})).program!;
  for (const [index, [name, step]] of steps.entries()) {
    const before = contents(standing);
    if (index % 2 === 0) prepareReadings(standing);
    const next = build(asked(step), standing);
    expect(whole(next), name).toEqual(whole(build(asked(step))));
    expect(contents(standing), `before: ${name}`).toEqual(before);
    standing = next.program ?? standing;
  }
});

test('what is there without the user is the same when it is linked by itself', () => {
  const file = (path: string): SourceFile => embeddedFile(path) ?? { path, text: '', builtIn: true };
  const unread = (mode: Mode): TranslationUnit =>
    lateUnit(JSON.parse(compiledUnits[mode]!) as CompiledUnit, { file, parse: () => parseShipped(mode).unit });
  const linked = buildWith(unread, asked({})).program!;
  expect(contents(build(asked({})).program!)).toEqual(contents(linked));
});
