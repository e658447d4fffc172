/** Source files: which there are, and the text of those that are not on the user's disk. */
import { integer, object, optional } from '../arguments.ts';
import { debuggeeOf } from '../session-state.ts';
import { loadedSources, sourceText } from '../sources.ts';
import { request, type Requests } from './request.ts';

const anything = (value: unknown): unknown => value;

export const sourceRequests: Requests = {
  source: request(
    object({ sourceReference: optional(integer), source: optional(object({ sourceReference: optional(integer) })) }),
    (session, { sourceReference, source }) => ({
      content: sourceText(debuggeeOf(session), source?.sourceReference ?? sourceReference ?? 0),
      // As VS Code knows its language `c`: by any other name the text is shown without colours, hovers and breakpoints.
      mimeType: 'text/x-c',
    }),
  ),

  loadedSources: request(anything, (session) => ({ sources: loadedSources(session, debuggeeOf(session)) })),
};
