/** Every request the adapter answers, by name. */
import { breakpointRequests } from './breakpoints.ts';
import { dataBreakpointRequests } from './data-breakpoints.ts';
import { codeRequests } from './code.ts';
import { customRequests } from './custom.ts';
import { evaluationRequests } from './evaluation.ts';
import { executionRequests } from './execution.ts';
import { lifecycleRequests } from './lifecycle.ts';
import { memoryRequests } from './memory.ts';
import type { Requests } from './request.ts';
import { sourceRequests } from './sources.ts';
import { stackRequests } from './stack.ts';
import { variableRequests } from './variables.ts';

export const requests: Requests = {
  ...lifecycleRequests,
  ...breakpointRequests,
  ...codeRequests,
  ...dataBreakpointRequests,
  ...executionRequests,
  ...stackRequests,
  ...variableRequests,
  ...evaluationRequests,
  ...memoryRequests,
  ...sourceRequests,
  ...customRequests,
};
