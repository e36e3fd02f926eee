package lsp

// The parts of the Language Server Protocol 3.17 that are used. Lines and characters are counted from 0, characters in UTF-16
// units.
type (
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}
	span struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	location struct {
		URI   string `json:"uri"`
		Range span   `json:"range"`
	}
	textDocument struct {
		URI  string `json:"uri"`
		Text string `json:"text,omitempty"`
	}
	documentParams struct {
		TextDocument textDocument `json:"textDocument"`
		Position     position     `json:"position"`
		NewName      string       `json:"newName"`
	}
	changeParams struct {
		TextDocument   textDocument `json:"textDocument"`
		ContentChanges []struct {
			Text string `json:"text"`
		} `json:"contentChanges"`
	}
	initializeParams struct {
		RootURI          string `json:"rootUri"`
		RootPath         string `json:"rootPath"`
		WorkspaceFolders []struct {
			URI string `json:"uri"`
		} `json:"workspaceFolders"`
	}
	diagnostic struct {
		Range    span   `json:"range"`
		Severity int    `json:"severity"`
		Code     string `json:"code"`
		Source   string `json:"source"`
		Message  string `json:"message"`
	}
	diagnosticsParams struct {
		URI         string       `json:"uri"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	textEdit struct {
		Range   span   `json:"range"`
		NewText string `json:"newText"`
	}
	completionItem struct {
		Label         string   `json:"label"`
		Kind          int      `json:"kind"`
		Detail        string   `json:"detail,omitempty"`
		Documentation *markup  `json:"documentation,omitempty"`
		FilterText    string   `json:"filterText,omitempty"`
		SortText      string   `json:"sortText,omitempty"`
		TextFormat    int      `json:"insertTextFormat,omitempty"`
		TextEdit      textEdit `json:"textEdit"`
	}
	markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
	hover struct {
		Contents markup `json:"contents"`
		Range    span   `json:"range"`
	}
	command struct {
		Title     string `json:"title"`
		Command   string `json:"command"`
		Arguments []any  `json:"arguments,omitempty"`
	}
	codeLens struct {
		Range   span    `json:"range"`
		Command command `json:"command"`
	}
	workspaceEdit struct {
		Changes map[string][]textEdit `json:"changes"`
	}
	codeAction struct {
		Title string        `json:"title"`
		Kind  string        `json:"kind"`
		Edit  workspaceEdit `json:"edit"`
	}
	actionParams struct {
		TextDocument textDocument `json:"textDocument"`
		Range        span         `json:"range"`
	}
)

// Numbers of the protocol.
const (
	severityError   = 1
	severityWarning = 2
	severityInfo    = 3
	kindValue       = 12
	kindSnippet     = 15
	snippet         = 2
	fullSync        = 1
)

// capabilities returns what the server supports.
func capabilities(version string) map[string]any {
	return map[string]any{
		"capabilities": map[string]any{
			"textDocumentSync":           map[string]any{"openClose": true, "change": fullSync, "save": true},
			"completionProvider":         map[string]any{"triggerCharacters": []string{" ", `"`}},
			"hoverProvider":              true,
			"definitionProvider":         true,
			"documentFormattingProvider": true,
			"renameProvider":             true,
			"codeActionProvider":         map[string]any{"codeActionKinds": []string{"quickfix"}},
			"codeLensProvider":           map[string]any{},
		},
		"serverInfo": map[string]any{"name": "gherkind", "version": version},
	}
}
