/** What the language client and server are made of, as one bundle: each loads its own half, and both share the protocol. */
module.exports = {
  get client() {
    return require('vscode-languageclient/node');
  },
  get server() {
    return require('vscode-languageserver/node');
  },
};
