/** Breakpoints on lines and on events. */
import type { EventFilterRequest } from '../../simulator/index.ts';
import { integer, list, object, optional, text } from '../arguments.ts';
import { filterRequests } from '../breakpoints/event-filters.ts';
import { describePlacement } from '../breakpoints/placement-event.ts';
import { changeStops } from '../breakpoints/set-stops.ts';
import { fromClientColumn, fromClientLine, toClientColumn, toClientLine } from '../client.ts';
import { debuggeeOf, type Session } from '../session-state.ts';
import { pathOfSource } from '../sources.ts';
import { request, type Requests } from './request.ts';

export const sourceShape = object({ path: optional(text), sourceReference: optional(integer) });
const breakpointShape = object({
  line: integer,
  column: optional(integer),
  condition: optional(text),
  hitCondition: optional(text),
  logMessage: optional(text),
});

export const breakpointRequests: Requests = {
  setBreakpoints: request(
    object({ source: sourceShape, breakpoints: optional(list(breakpointShape)) }),
    (session, { source, breakpoints }) => {
      const wanted = (breakpoints ?? []).map((each) => ({
        ...each,
        line: fromClientLine(session.client, each.line),
        column: each.column === null ? null : fromClientColumn(session.client, each.column),
      }));
      const program = session.debuggee?.simulation.program ?? null;
      const placed = session.breakpoints.set(session.door, program, pathOfSource(session, source), wanted);
      if (session.debuggee && isDebugging(session)) changeStops(session, session.debuggee.simulation, 'lines');
      return { breakpoints: placed.map((each) => describePlacement(session, each)) };
    },
  ),

  breakpointLocations: request(
    object({ source: sourceShape, line: integer, endLine: optional(integer) }),
    (session, { source, line, endLine }) => {
      const { program } = debuggeeOf(session).simulation;
      const from = fromClientLine(session.client, line);
      const to = endLine === null ? from : fromClientLine(session.client, endLine);
      const found = session.door.breakpointLocations(program, pathOfSource(session, source), from, to);
      return {
        breakpoints: found.map((each) => ({
          line: toClientLine(session.client, each.line),
          column: toClientColumn(session.client, each.column),
          endLine: toClientLine(session.client, each.endLine),
          endColumn: toClientColumn(session.client, each.endColumn),
        })),
      };
    },
  ),

  setExceptionBreakpoints: request(
    object({
      filters: list(text),
      filterOptions: optional(list(object({ filterId: text, condition: optional(text) }))),
    }),
    (session, { filters, filterOptions }) => {
      const wanted = [
        ...filters.map((name) => ({ name, condition: null })),
        ...(filterOptions ?? []).map(({ filterId, condition }) => ({ name: filterId, condition })),
      ];
      const requests = filterRequests(wanted);
      const problems = setEventFilters(
        session,
        requests.filter((each) => each !== null),
      );
      return {
        breakpoints: requests.map((each, index) => {
          const problem = each ? (problems.shift() ?? null) : `there is no filter '${wanted[index]!.name}'`;
          return problem === null ? { verified: true } : { verified: false, message: problem };
        }),
      };
    },
  ),
};

function isDebugging(session: Session): boolean {
  return !session.debuggee?.arguments.noDebug;
}

/** What is wrong with each; null: nothing, as far as is known before the launch. */
function setEventFilters(session: Session, filters: readonly EventFilterRequest[]): (string | null)[] {
  session.eventFilters = filters;
  if (!session.debuggee || !isDebugging(session) || session.replaying) return filters.map(() => null);
  return session.debuggee.simulation.setEventFilters(filters).map(({ error }) => error);
}
