/**
 * The kernel's and libc's C is embedded as compiled code. A program linked from that is the one that the front end makes of the sources: the same instructions and
 * data, and the same debug information down to column and macro, which is read from the sources when it is asked for.
 */
import { expect, test } from 'vitest';
import { describeType } from '../../../simulator/c-language/type-operations/description.ts';
import type { FunctionInfo, Program } from '../../../simulator/c-language/program.ts';
import type { Place } from '../../../simulator/c-language/source.ts';
import type { CompiledUnit } from '../../../simulator/c-language/object-code/compiled-unit.ts';
import { lateUnit } from '../../../simulator/c-language/object-code/late-unit.ts';
import type { SourceFile } from '../../../simulator/c-language/source.ts';
import { build, buildWith } from '../../../simulator/compile.ts';
import { compiledUnits } from '../../../simulator/compiled.generated.ts';
import { createSimulation } from '../../../simulator/create-simulation.ts';
import { resolveLine } from '../../../simulator/inspect/lines.ts';
import { stackTrace } from '../../../simulator/inspect/tasks.ts';
import { parseMachine } from '../../../simulator/machine-file/parse-machine.ts';
import { embeddedFile, parseShipped } from '../../../simulator/shipped-sources.ts';
import type { RunRequest } from '../../../simulator/simulation.ts';
import { boardDriver, boardMachine } from '../../support/board.ts';

const app = `#include <stdio.h>
#include <sys/mman.h>
#include <errno.h>
int main(void) { char *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); printf("%s %d\\n", p, errno); return 0; }
`;
const request = {
  driver: [{ path: 'board.c', text: boardDriver }],
  app: { path: 'app.c', text: app },
  machine: parseMachine(boardMachine, 'machine.json').machine!,
  findInclude: () => null,
  defines: [],
  parameters: {},
  arguments: [],
  files: {},
} as unknown as RunRequest;
const embedded = build(request).program!;
const parsed = buildWith((mode) => parseShipped(mode).unit, request).program!;

function places(place: Place): string {
  const at = `${place.file.path}:${place.line}:${place.column}+${place.length}`;
  return place.expansion ? `${at} in ${place.expansion.macro} at ${places(place.expansion.place)}` : at;
}

function describeFunction(info: FunctionInfo): unknown {
  const { index, name, image, entry, end, address, registerCount, frameBytes, frameAlignment, builtIn } = info;
  return {
    index,
    name,
    image,
    entry,
    end,
    address,
    registerCount,
    frameBytes,
    frameAlignment,
    builtIn, // prettier-ignore
    type: describeType(info.type),
    signature: info.signature,
    place: [places(info.place), places(info.endPlace)],
    locals: info.locals.map(({ symbol, location, from, to }) => ({ name: symbol.name, type: describeType(symbol.type), location, from, to })), // prettier-ignore
    names: [...info.scope.ordinary.keys()],
  };
}

const questions: Readonly<Record<string, (program: Program) => unknown>> = {
  code: ({ code }) => code,
  data: ({ images }) => images.map(({ data, readOnlyBytes }) => [data, readOnlyBytes]),
  globals: ({ images }) => images.map(({ globals }) => globals.map(({ name, address, size, unit, readOnly, symbol }) => [name, address, size, unit, readOnly, describeType(symbol.type), places(symbol.place)])), // prettier-ignore
  builtins: ({ builtins }) => builtins.map(({ name, image, type, signature }) => [name, image, describeType(type), signature]), // prettier-ignore
  traps: ({ traps }) => traps,
  'statements of instructions': ({ statementOfInstruction }) => statementOfInstruction,
  functions: ({ functions }) => functions.map(describeFunction),
  statements: ({ statements }) => statements.map(({ index, function: of, pc, kind, place, end }) => [index, of, pc, kind, places(place), places(end)]), // prettier-ignore
  places: (program) => Array.from(program.placeOfInstruction, (place) => places(program.places[place]!)),
  'names in scope': ({ images }) => images.map(({ scope, units }) => [[...scope.ordinary.keys()], [...scope.tags.keys()], units.map(({ macros }) => macros.size)]), // prettier-ignore
  layouts: ({ images }) => ['device', 'page', 'mm_struct', 'task_struct'].map((tag) => images[0]!.record(tag)?.declaration.size), // prettier-ignore
};

test.each(Object.entries(questions))('%s', (_, ask) => expect(ask(embedded)).toEqual(ask(parsed)));
test('nothing is read from the sources to link and run', () => {
  const parse = (): never => {
    throw new Error('the sources were read');
  };
  const file = (path: string): SourceFile => embeddedFile(path) ?? { path, text: '', builtIn: true };
  const { program } = buildWith((mode) => lateUnit(JSON.parse(compiledUnits[mode]!) as CompiledUnit, { file, parse }), {
    ...request,
  });
  const simulation = createSimulation(program!, request);
  const { statements } = resolveLine(
    program!,
    'board.c',
    1 + boardDriver.split('\n').indexOf('\tboard->mode = BUSY;'),
  )!;
  simulation.setBreakpoints([{ id: 1, statements, condition: null, hitCondition: null, logMessage: null }]);
  const stop = simulation.run({ kind: 'continue' }, { statements: 10_000_000 });
  expect(stop?.kind).toBe('breakpoint');
  const frames = stackTrace(simulation, (stop as { task: number }).task);
  expect(frames.map((frame) => frame.function)).toEqual(
    expect.arrayContaining(['job', 'probe', '__pci_register_driver']),
  );
});
test('is a program of some size', () => expect(parsed.functions.length).toBeGreaterThan(500));
