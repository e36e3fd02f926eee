package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// Serve answers a client on a stream until the client exits, the stream ends, or the context does. dir is the folder of the
// project unless the client names one. Errors in messages are written to the log.
func Serve(ctx context.Context, stream io.ReadWriteCloser, dir, version string, logTo io.Writer) error {
	catalogue, err := steps.Catalogue()
	if err != nil {
		return fmt.Errorf("build the step catalogue: %w", err)
	}
	return ServeIn(ctx, nil, catalogue, stream, dir, version, logTo)
}

// ServeIn is Serve in a language, with the steps of a catalogue.
func ServeIn(ctx context.Context, l *say.Language, catalogue *step.Catalogue, stream io.ReadWriteCloser, dir, version string, logTo io.Writer) error {
	s := &server{in: l, version: version, catalogue: catalogue, dir: dir, open: map[string]string{}, told: map[string][]string{}}
	objects := jsonrpc2.NewBufferedStream(stream, jsonrpc2.VSCodeObjectCodec{})
	conn := jsonrpc2.NewConn(ctx, objects, jsonrpc2.HandlerWithError(s.handle), jsonrpc2.SetLogger(log.New(logTo, "gherkind lsp: ", 0)))
	select {
	case <-conn.DisconnectNotify():
		return nil
	case <-ctx.Done():
		return errors.Join(ctx.Err(), conn.Close())
	}
}

// server answers messages one after the other.
type server struct {
	in        *say.Language
	version   string
	catalogue *step.Catalogue
	dir       string
	open      map[string]string   // the texts of open files, by name
	told      map[string][]string // by feature: the manifests for which diagnostics were published because of it
}

// handle answers one message. A panic is a bug, but only fails this message. Editors show errors to their users.
func (s *server) handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("%s panicked: %v; this is a bug in gherkind", req.Method, p)}
		}
		if wrong, is := errors.AsType[*jsonrpc2.Error](err); is {
			wrong.Message = s.in.Retell(wrong.Message)
		}
	}()
	switch req.Method {
	case "initialize":
		return s.initialize(req)
	case "shutdown":
		return nil, nil //nolint:nilnil // the answer is null
	case "exit":
		return nil, conn.Close()
	case "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave":
		return nil, s.changed(ctx, conn, req)
	}
	if answer, known := s.answers()[req.Method]; known {
		var p documentParams
		if err := params(req, &p); err != nil {
			return nil, err
		}
		return answer(p)
	}
	if req.Method == "textDocument/codeAction" {
		var p actionParams
		if err := params(req, &p); err != nil {
			return nil, err
		}
		return s.actions(p)
	}
	if req.Notif {
		return nil, nil //nolint:nilnil // what is not known may be ignored
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "gherkind does not answer " + req.Method}
}

// answers are the handlers of requests about a position in a document.
func (s *server) answers() map[string]func(documentParams) (any, error) {
	return map[string]func(documentParams) (any, error){
		"textDocument/completion": s.completion,
		"textDocument/hover":      s.hover,
		"textDocument/definition": s.definition,
		"textDocument/formatting": s.formatting,
		"textDocument/rename":     s.rename,
		"textDocument/codeLens":   s.lenses,
	}
}

func params(req *jsonrpc2.Request, into any) error {
	if req.Params == nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: req.Method + " has no params"}
	}
	if err := json.Unmarshal(*req.Params, into); err != nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
	}
	return nil
}

func (s *server) initialize(req *jsonrpc2.Request) (any, error) {
	var p initializeParams
	if err := params(req, &p); err != nil {
		return nil, err
	}
	root := p.RootURI
	if len(p.WorkspaceFolders) > 0 {
		root = p.WorkspaceFolders[0].URI
	}
	if dir := pathOf(root); dir != "" {
		s.dir = dir
	}
	return capabilities(s.version), nil
}

// changed stores the texts of open files, and publishes what lint finds in them.
func (s *server) changed(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) error {
	var p changeParams
	if err := params(req, &p); err != nil {
		return err
	}
	name := pathOf(p.TextDocument.URI)
	switch req.Method {
	case "textDocument/didOpen":
		s.open[name] = p.TextDocument.Text
	case "textDocument/didChange":
		if n := len(p.ContentChanges); n > 0 {
			s.open[name] = p.ContentChanges[n-1].Text
		}
	case "textDocument/didClose":
		delete(s.open, name)
	}
	return s.diagnose(ctx, conn, name)
}

// pathOf returns the file of a URI; "" if it is not a file of this machine.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	path := u.Path
	if runtime.GOOS == "windows" {
		path = strings.TrimPrefix(path, "/")
	}
	return filepath.FromSlash(path)
}

// uriOf returns the URI of a file.
func uriOf(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
