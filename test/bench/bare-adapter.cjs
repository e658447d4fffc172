// The least an adapter on @vscode/debugadapter can do before its first stop: nothing.
const { DebugSession, InitializedEvent, StoppedEvent } = require('@vscode/debugadapter');

class BareSession extends DebugSession {
  initializeRequest(response) {
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }
  launchRequest(response) {
    this.sendResponse(response);
  }
  configurationDoneRequest(response) {
    this.sendResponse(response);
    this.sendEvent(new StoppedEvent('entry', 1));
  }
}
DebugSession.run(BareSession);
