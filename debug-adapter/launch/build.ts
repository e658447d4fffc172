/** Builds what a plan asks for, and tells the client what the compiler said, each message at its place. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Diagnostic, Program } from '../../simulator/index.ts';
import { toClientColumn, toClientLine } from '../client.ts';
import type { Session } from '../session-state.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { describeSource } from '../sources.ts';
import { BuildFailure, type LaunchPlan } from './launch-plan.ts';

export interface Built {
  readonly program: Program;
  readonly warnings: readonly Diagnostic[];
}

/** Throws `BuildFailure` with everything the compiler said. */
export function buildPlan(door: SimulatorDoor, plan: LaunchPlan): Built {
  const { program, diagnostics } = door.build(plan.request);
  if (!program) throw new BuildFailure(diagnostics);
  return { program, warnings: diagnostics };
}

export function reportDiagnostics(session: Session, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) session.send('output', diagnosticOutput(session, diagnostic));
}

function diagnosticOutput(session: Session, diagnostic: Diagnostic): DebugProtocol.OutputEvent['body'] {
  const place = session.door.outermostPlace(diagnostic.place);
  return {
    category: diagnostic.severity === 'error' ? 'stderr' : 'console',
    output: `${session.door.renderDiagnostic(diagnostic)}\n`,
    source: describeSource(session, place.file.path),
    line: toClientLine(session.client, place.line),
    column: toClientColumn(session.client, place.column),
  };
}
