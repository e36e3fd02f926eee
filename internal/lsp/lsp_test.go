package lsp_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/gherkind/gherkind/examples/ownsteps"
	"github.com/gherkind/gherkind/internal/lsp"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

const feature = `Feature: Shop

  Scenario: It runs
    When the manifest "web.yaml" is applied
    Then pod "web" is ready
    And pod "wbe" is Running
`

const manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {name: web}\n  name: web\nspec:\n  containers: [{name: nginx, image: nginx}]\n"

// client is an editor that is connected to the server through a pipe.
type client struct {
	*jsonrpc2.Conn
	t     *testing.T
	dir   string
	found chan published
}

type published struct {
	URI         string
	Diagnostics []struct {
		Code    string
		Message string
		Range   struct{ Start, End struct{ Line, Character int } }
	}
}

// connect starts a server for a project with a feature and a manifest.
func connect(t *testing.T) *client {
	t.Helper()
	return connectIn(t, nil)
}

// connectIn is connect with a server that speaks a language.
func connectIn(t *testing.T, l *say.Language) *client {
	t.Helper()
	return connectWith(t, l)
}

// connectWith is connectIn with a server that has the step definitions of a project.
func connectWith(t *testing.T, l *say.Language, own ...step.Group) *client {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := steps.With(own...)
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := net.Pipe()
	ctx := context.WithoutCancel(t.Context()) // the client shuts down when the test is over
	c := &client{t: t, dir: dir, found: make(chan published, 100)}
	c.write(map[string]string{"features/a.feature": feature, "manifests/web.yaml": manifest})
	served := make(chan error, 1)
	go func() { served <- lsp.ServeIn(ctx, l, catalogue, theirs, "/nowhere", "test", io.Discard) }()
	stream := jsonrpc2.NewBufferedStream(ours, jsonrpc2.VSCodeObjectCodec{})
	c.Conn = jsonrpc2.NewConn(ctx, stream, jsonrpc2.HandlerWithError(c.handle))
	var hello struct{ Capabilities map[string]any }
	c.call("initialize", map[string]any{"rootUri": c.uri("")}, &hello)
	if hello.Capabilities["renameProvider"] != true {
		t.Errorf("capabilities: %v", hello.Capabilities)
	}
	t.Cleanup(func() {
		c.call("shutdown", map[string]any{}, nil)
		_ = c.Notify(ctx, "exit", nil)
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return c
}

// write writes files of the project, by their names.
func (c *client) write(files map[string]string) {
	c.t.Helper()
	for name, text := range files {
		file := filepath.Join(c.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			c.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c *client) handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	if req.Method == "textDocument/publishDiagnostics" {
		var p published
		if err := json.Unmarshal(*req.Params, &p); err != nil {
			return nil, err
		}
		c.found <- p
	}
	return nil, nil
}

func (c *client) uri(name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(c.dir, name))}).String()
}

func (c *client) call(method string, params, result any) {
	c.t.Helper()
	if err := c.Call(context.WithoutCancel(c.t.Context()), method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// at sends a request about a position in the feature.
func (c *client) at(method string, line, character int, result any, more ...any) {
	c.t.Helper()
	params := map[string]any{"textDocument": map[string]any{"uri": c.uri("features/a.feature")}, "position": map[string]any{"line": line, "character": character}}
	if len(more) > 0 {
		params["newName"] = more[0]
	}
	c.call("textDocument/"+method, params, result)
}

func (c *client) send(method string, params any) {
	c.t.Helper()
	if err := c.Notify(c.t.Context(), "textDocument/"+method, params); err != nil {
		c.t.Fatal(err)
	}
}

// edit opens or changes the feature, and returns the diagnostics.
func (c *client) edit(method, text string) published {
	c.t.Helper()
	doc := map[string]any{"uri": c.uri("features/a.feature"), "text": text}
	c.send(method, map[string]any{"textDocument": doc, "contentChanges": []any{map[string]any{"text": text}}})
	for {
		p := <-c.found
		if strings.HasSuffix(p.URI, "a.feature") {
			return p
		}
	}
}

// TestDiagnosticsAreWhatLintFinds: they are published when a file is opened and after each change, and cleared when nothing is
// wrong.
func TestDiagnosticsAreWhatLintFinds(t *testing.T) {
	c := connect(t)
	p := c.edit("didOpen", feature)
	if len(p.Diagnostics) != 1 || p.Diagnostics[0].Code != "unknown-name" || p.Diagnostics[0].Range.Start.Line != 5 || p.Diagnostics[0].Range.Start.Character != 12 ||
		!strings.Contains(p.Diagnostics[0].Message, `did you mean "web"?`) {
		t.Errorf("%+v", p)
	}
	if p := c.edit("didChange", strings.ReplaceAll(feature, "wbe", "web")); len(p.Diagnostics) != 0 {
		t.Errorf("%+v", p)
	}
	p = c.edit("didChange", strings.ReplaceAll(feature, `pod "wbe" is`, `pod “web” is`))
	if len(p.Diagnostics) != 1 || p.Diagnostics[0].Code != "odd-character" {
		t.Errorf("%+v", p)
	}
	var actions []struct {
		Edit struct {
			Changes map[string][]struct{ NewText string }
		}
	}
	c.call("textDocument/codeAction", map[string]any{"textDocument": map[string]any{"uri": c.uri("features/a.feature")},
		"range": map[string]any{"start": map[string]any{"line": 5}, "end": map[string]any{"line": 5}}}, &actions)
	if len(actions) != 1 || actions[0].Edit.Changes[c.uri("features/a.feature")][0].NewText != `pod "web" is Running` {
		t.Errorf("%+v", actions)
	}
}

func TestCompletion(t *testing.T) {
	c := connect(t)
	c.edit("didOpen", feature+"    And pod \"\n    And \n    no step\n")
	var items []struct {
		Label    string
		TextEdit struct{ NewText string }
	}
	c.at("completion", 6, 13, &items)
	if len(items) != 1 || items[0].Label != "web" {
		t.Errorf("names: %+v", items)
	}
	c.at("completion", 7, 8, &items)
	found := false
	for _, i := range items {
		found = found || i.Label == "pod {name} is ready [within …] [for …]" && i.TextEdit.NewText == `pod "${1:web}" is ready`
	}
	if !found || len(items) < 80 {
		t.Errorf("%d steps: %+v", len(items), items[:min(len(items), 3)])
	}
	c.at("completion", 8, 4, &items)
	if len(items) != 0 {
		t.Errorf("where there is no step: %+v", items)
	}
}

// TestOwnSteps: the steps of a project are completed, and are no findings.
func TestOwnSteps(t *testing.T) {
	c := connectWith(t, nil, ownsteps.Steps())
	found := c.edit("didOpen", "Feature: Shop\n\n  Scenario: It opens\n    When shop \"tea\" opens with 2 counters\n    Then shop \"tea\" has 2 open counters\n    And \n")
	for _, d := range found.Diagnostics {
		if d.Code == "undefined-step" && d.Range.Start.Line < 5 {
			t.Errorf("finding: %+v", d)
		}
	}
	var items []struct{ Label string }
	c.at("completion", 5, 8, &items)
	if !slices.ContainsFunc(items, func(i struct{ Label string }) bool { return i.Label == "shop {name} opens with {count} counter(s)" }) {
		t.Errorf("%d steps, and not that of the project", len(items))
	}
}

func TestHoverAndDefinition(t *testing.T) {
	c := connect(t)
	c.edit("didOpen", feature)
	var h struct{ Contents struct{ Value string } }
	c.at("hover", 4, 12, &h)
	if !strings.Contains(h.Contents.Value, "**pod {name} is ready [within …] [for …]**") {
		t.Errorf("%+v", h)
	}
	var places []struct {
		URI   string
		Range struct{ Start struct{ Line int } }
	}
	for line, character := range map[int]int{3: 25, 4: 15} {
		c.at("definition", line, character, &places)
		if len(places) != 1 || places[0].URI != c.uri("manifests/web.yaml") {
			t.Errorf("line %d: %+v", line, places)
		}
	}
	c.at("definition", 0, 0, &places)
	if len(places) != 0 {
		t.Errorf("of nothing: %+v", places)
	}
}

func TestRename(t *testing.T) {
	c := connect(t)
	c.edit("didOpen", feature)
	var e struct {
		Changes map[string][]struct {
			NewText string
			Range   struct{ Start struct{ Line, Character int } }
		}
	}
	c.at("rename", 4, 15, &e, "shop")
	steps, yaml := e.Changes[c.uri("features/a.feature")], e.Changes[c.uri("manifests/web.yaml")]
	if len(steps) != 1 || steps[0].Range.Start.Line != 4 || steps[0].Range.Start.Character != 14 || steps[0].NewText != "shop" {
		t.Errorf("steps: %+v", e)
	}
	if len(yaml) != 1 || yaml[0].Range.Start.Line != 4 || yaml[0].Range.Start.Character != 8 {
		t.Errorf("manifest: %+v", e)
	}
	params := map[string]any{"textDocument": map[string]any{"uri": c.uri("features/a.feature")}, "position": map[string]any{"line": 4, "character": 15}, "newName": "No Name"}
	if err := c.Call(t.Context(), "textDocument/rename", params, nil); err == nil || !strings.Contains(err.Error(), "is not a valid object name") {
		t.Errorf("a bad name: %v", err)
	}
}

func TestFormattingAndLenses(t *testing.T) {
	c := connect(t)
	c.edit("didOpen", strings.ReplaceAll(feature, "    ", "  "))
	var edits []struct{ NewText string }
	c.at("formatting", 0, 0, &edits)
	if len(edits) != 1 || edits[0].NewText != feature {
		t.Errorf("%+v", edits)
	}
	var lenses []struct {
		Command struct {
			Command   string
			Arguments []any
		}
	}
	c.at("codeLens", 0, 0, &lenses)
	if len(lenses) != 2 || lenses[0].Command.Command != "gherkind.run" || lenses[0].Command.Arguments[1] != 3.0 {
		t.Errorf("%+v", lenses)
	}
	if err := c.Call(t.Context(), "textDocument/unheardOf", map[string]any{}, nil); err == nil {
		t.Error("an unknown request has an answer")
	}
}

// FuzzFraming: whatever a client sends, the server ends without a panic.
func FuzzFraming(f *testing.F) {
	f.Add("Content-Length: 2\r\n\r\n{}")
	f.Add("Content-Length: 58\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}")
	f.Add("Content-Length: -1\r\n\r\n")
	f.Add("Content-Length: 99999999999\r\n\r\n{")
	f.Fuzz(func(t *testing.T, sent string) {
		stream := struct {
			io.Reader
			io.Writer
			io.Closer
		}{strings.NewReader(sent), io.Discard, io.NopCloser(nil)}
		if err := lsp.Serve(t.Context(), stream, t.TempDir(), "test", io.Discard); err != nil {
			t.Fatal(err)
		}
	})
}
