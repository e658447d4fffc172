/** One run of the machine that is watched: how far it goes along the way, by what it leaves it, and who gave what is decided by. */
import type { FunctionInfo } from '../c-language/program.ts';
import type { ThreadState } from '../c-language/thread-state.ts';
import { readRegister, traceValues, type Decision, type Observer } from '../c-language/vm.ts';
import { numbersOf, sourcesOf, type Shadow } from '../c-language/vm/shadows.ts';
import type { Runtime } from '../runtime.ts';
import type { StopIdentity } from '../simulation.ts';
import { givenByCall, givenByMemory, parametersIn, parametersOf } from './givers.ts';
import { constraintOf, isMet, placesOf } from './matching.ts';
import { peek, type Attempt, type Roles, type Watching, type Way } from './watching.ts';

/** Watches whatever the machine does from here on. */
export function observe(runtime: Runtime, way: Way, roles: Roles): Watching {
  const { program } = runtime.world;
  const watching: Watching = {
    runtime,
    program,
    way,
    roles,
    places: way.steps.map(placesOf),
    attempts: [],
    arrival: null,
    reads: new Map(),
    loads: new Map(),
    calls: new Map(),
    regions: [],
    chosen: new Map(),
    running: [],
    fill: () => undefined,
    pointers: new Map(),
    parameters: parametersIn(program),
    failed: new Map(),
    isCut: false,
    looks: 0,
    commands: new Set(),
  };
  const observer: Observer = {
    looked: () => void watching.looks++,
    entered: (thread, info) => enter(watching, thread, info),
    left: (thread) => leave(watching, thread),
    arrived: (thread, statement) => arrive(watching, thread, statement),
    decided: (decision) => decide(watching, decision),
    returned: (call, value) => givenByCall(watching, call, value),
    loaded: (pc, address, bytes, value) => givenByMemory(watching, pc, address, bytes, value),
    peek: (address, bytes) => peek(runtime, address, bytes),
  };
  watching.fill = traceValues(runtime.vms, observer);
  return watching;
}

function enter(watching: Watching, thread: ThreadState, info: FunctionInfo): readonly (Shadow | null)[] {
  const { way, attempts, calls, running } = watching;
  const count = (calls.get(info.name) ?? 0) + 1;
  calls.set(info.name, count);
  const about = { thread: thread.id, depth: thread.depth };
  if (info.name === way.root) attempts.push({ ...about, met: [], missed: null, left: null, relapse: null, visited: null, over: false }); // prettier-ignore
  const values = info.signature.parameters.map((_, index) => readRegister(thread, 0, index));
  const call = { ...about, name: info.name, call: `${info.name}#${count}`, values };
  running.push(call);
  return parametersOf(watching, call);
}

function leave({ running, attempts }: Watching, { id, depth }: ThreadState): void {
  const gone = running.filter((each) => each.thread === id && each.depth >= depth);
  for (const each of gone) running.splice(running.indexOf(each), 1);
  for (const each of attempts) if (each.thread === id && each.depth >= depth) each.over = true;
  if (attempts.length > mostAttempts) forgetOne(attempts);
}

/** Of a function that is called again and again. */
const mostAttempts = 32;

/** Of those that are over, one that did not come the furthest. */
function forgetOne(attempts: Attempt[]): void {
  const furthest = Math.max(...attempts.map(({ met }) => met.length));
  const kept = attempts.find(({ met, over }) => over && met.length === furthest);
  const at = attempts.findIndex((each) => each.over && each !== kept);
  if (at >= 0) attempts.splice(at, 1);
}

function arrive(watching: Watching, thread: ThreadState, statement: number): void {
  const { way, attempts, runtime } = watching;
  if (!way.target.has(statement)) return;
  const identity: StopIdentity = { kind: 'statement', statement, arrival: runtime.world.arrivals[statement]! + 1 };
  for (const each of attempts) {
    if (each.over || each.thread !== thread.id || thread.depth < each.depth) continue;
    each.visited = identity;
    if (each.met.length === way.steps.length) watching.arrival ??= identity;
  }
}

function decide(watching: Watching, decision: Decision): void {
  noteCommands(watching, decision);
  for (const attempt of watching.attempts)
    if (!attempt.over && attempt.thread === decision.thread && decision.depth >= attempt.depth)
      follow(watching, attempt, decision);
}

function noteCommands({ commands }: Watching, { shadow }: Decision): void {
  if (!shadow || ![...sourcesOf(shadow)].some(({ id }) => id.endsWith(' command'))) return;
  for (const each of numbersOf(shadow)) commands.add(BigInt.asUintN(32, each));
}

function follow({ program, way, places, runtime }: Watching, attempt: Attempt, decision: Decision): void {
  const { met } = attempt;
  const next = way.steps[met.length];
  const constraint = next && constraintOf(program, next, places[met.length]!, decision);
  if (constraint && isMet(constraint)) {
    met.push(constraint);
    attempt.missed = attempt.relapse = null;
    return;
  }
  if (constraint && !attempt.missed) {
    const statement = program.statementOfInstruction[decision.pc]!;
    attempt.missed = constraint;
    attempt.left = { kind: 'statement', statement, arrival: runtime.world.arrivals[statement]! };
  }
  // Asked again, as in the next round of a loop.
  const again = [...met].reverse().find(({ decision: { pc } }) => pc === decision.pc);
  if (again && attempt.missed && !attempt.relapse) {
    const other = { ...again, decision, shadow: again.step.cases ? decision.asked : decision.shadow };
    if (!isMet(other)) attempt.relapse = other;
  }
}

/** The steps came out as wanted, though the place was passed before the last of them. */
export function arrivalOf({ attempts, arrival, way }: Watching): StopIdentity | null {
  return arrival ?? attempts.find(({ met, visited }) => visited && met.length === way.steps.length)?.visited ?? null;
}
