/** Every message between a view's page and its host, in both directions. */
import type { CustomRequestName, CustomRequests } from '../../debug-adapter/custom-requests.ts';
import type { SourcePlace } from '../../simulator/inspect/view-models.ts';

/** What the session the views follow is doing, and which one it is. `stop` counts stops, so that a page can tell a new one. */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | {
      readonly kind: 'stopped';
      readonly session: string;
      readonly stop: number;
      readonly frameId: number | null;
      readonly reason: string;
    };

export type HostMessage =
  | { readonly kind: 'session'; readonly state: SessionState }
  | { readonly kind: 'answer'; readonly id: number; readonly response: CustomRequests[CustomRequestName]['response'] }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string }
  /** Somebody asked for this address elsewhere (a variable's context menu, another view). */
  | { readonly kind: 'show'; readonly expression: string };

export type ViewMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly name: CustomRequestName;
      readonly arguments: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'openSource'; readonly place: SourcePlace }
  /** Opens VS Code's own hex view. */
  | { readonly kind: 'openMemory'; readonly memoryReference: string; readonly name: string }
  /** Brings another view to the front, by its key. */
  | { readonly kind: 'openView'; readonly view: string }
  /** Ends this session and begins one with another variant of the documented bug, or with one cell of its matrix. */
  | {
      readonly kind: 'startReplay';
      readonly scenario: string;
      readonly variant: string;
      readonly cell: string | null;
    }
  | { readonly kind: 'openDocumentedBug' }
  /** Gives the view the focus again that a stop took to the editor. */
  | { readonly kind: 'focus' }
  | { readonly kind: 'showElsewhere'; readonly view: 'pageTables' | 'cacheLines'; readonly expression: string };
