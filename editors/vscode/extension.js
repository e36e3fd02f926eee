// Starts `gherkind lsp` for feature files, and runs scenarios in a terminal.
const path = require('node:path')
const vscode = require('vscode')
const { LanguageClient } = require('vscode-languageclient/node')

let client

function program() {
  return vscode.workspace.getConfiguration('gherkind').get('path', 'gherkind')
}

function start() {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath
  const server = { command: program(), args: ['lsp'], options: { cwd: folder } }
  const options = { documentSelector: [{ scheme: 'file', language: 'gherkin' }, { scheme: 'file', pattern: '**/*.feature' }] }
  client = new LanguageClient('gherkind', 'gherkind', server, options)
  return client.start()
}

// run opens a terminal without a shell, so that nothing in a path is taken for a command.
function run(file, line, more) {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? path.dirname(file)
  const shellArgs = ['run', `${file}:${line}`, ...more]
  vscode.window.createTerminal({ name: 'gherkind run', cwd: folder, shellPath: program(), shellArgs }).show()
}

exports.activate = (context) => {
  const register = (name, act) => context.subscriptions.push(vscode.commands.registerCommand(name, act))
  register('gherkind.run', (file, line) => run(file, line, []))
  register('gherkind.debug', (file, line) => run(file, line, ['--keep-on-failure']))
  register('gherkind.restart', async () => {
    await client?.stop()
    await start()
  })
  return start()
}

exports.deactivate = () => client?.stop()
