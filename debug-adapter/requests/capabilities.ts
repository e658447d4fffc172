/** What `initialize` promises. Each line has a handler and a behaviour test; nothing else is promised. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { dataBreakpointModes } from '../breakpoints/data-breakpoints.ts';
import type { Session } from '../session-state.ts';
import { exceptionFilters } from '../breakpoints/event-filters.ts';

export function capabilities({ door: { recordFields }, keptMachines }: Session): DebugProtocol.Capabilities {
  // A process that ends with its session cannot keep what was debugged.
  const keeps = keptMachines !== null;
  return {
    supportsConfigurationDoneRequest: true,
    supportsStepBack: true,
    supportsFunctionBreakpoints: true,
    supportsInstructionBreakpoints: true,
    supportsDisassembleRequest: true,
    supportsSteppingGranularity: true,
    supportsGotoTargetsRequest: true,
    supportsRestartFrame: true,
    supportsStepInTargetsRequest: true,
    supportsModulesRequest: true,
    supportsCancelRequest: true,
    supportedChecksumAlgorithms: ['SHA256'],
    supportsANSIStyling: true,
    additionalModuleColumns: [{ attributeName: 'mode', label: 'Mode', type: 'string' }],
    supportsDataBreakpoints: true,
    supportsDataBreakpointBytes: true,
    breakpointModes: dataBreakpointModes,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsBreakpointLocationsRequest: true,
    supportsEvaluateForHovers: true,
    supportsSetVariable: true,
    supportsSetExpression: true,
    supportsCompletionsRequest: true,
    completionTriggerCharacters: ['.', '>'],
    supportsValueFormattingOptions: true,
    supportsClipboardContext: true,
    supportsExceptionFilterOptions: true,
    exceptionBreakpointFilters: exceptionFilters(recordFields),
    supportsExceptionInfoRequest: true,
    supportsDelayedStackTraceLoading: true,
    supportsLoadedSourcesRequest: true,
    supportsReadMemoryRequest: true,
    supportsWriteMemoryRequest: true,
    supportsTerminateThreadsRequest: true,
    supportsSingleThreadExecutionRequests: true,
    supportsTerminateRequest: true,
    supportTerminateDebuggee: keeps,
    supportSuspendDebuggee: keeps,
    supportsRestartRequest: true,
  };
}
