package lsp

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/rules"
)

// lint checks one feature.
func (s *server) lint(path string) (*lint.Report, error) {
	files, err := s.files()
	if err != nil {
		return nil, err
	}
	set := s.settings()
	return lint.Run(lint.Options{
		FS: files, Paths: []string{s.name(files, path)}, Manifests: set.Manifests, Values: set.Values, Cluster: *set.Cluster, Limit: set.Scenario, Catalogue: s.catalogue,
	})
}

// diagnose publishes what lint finds in a feature and in the manifests that it applies or, if a manifest has changed, in the
// open features.
func (s *server) diagnose(ctx context.Context, conn *jsonrpc2.Conn, path string) error {
	if filepath.Ext(path) != ".feature" {
		for open := range s.open {
			if filepath.Ext(open) == ".feature" {
				if err := s.diagnose(ctx, conn, open); err != nil {
					return err
				}
			}
		}
		return nil
	}
	byFile := map[string][]diagnostic{path: {}}
	for _, file := range s.told[path] {
		byFile[file] = []diagnostic{}
	}
	if _, open := s.open[path]; open {
		report, err := s.lint(path)
		if err != nil {
			return err
		}
		for _, f := range report.Findings {
			file := s.path(f.File)
			byFile[file] = append(byFile[file], s.diagnostic(file, f))
		}
	}
	s.told[path] = nil
	for file, all := range byFile {
		if file != path && len(all) > 0 {
			s.told[path] = append(s.told[path], file)
		}
		if err := conn.Notify(ctx, "textDocument/publishDiagnostics", diagnosticsParams{uriOf(file), all}); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) diagnostic(file string, f lint.Finding) diagnostic {
	severity := map[rules.Severity]int{rules.Error: severityError, rules.Warning: severityWarning, rules.Info: severityInfo}[f.Severity]
	message := s.in.Retell(f.Message)
	if f.Hint != "" {
		message += "\n" + s.in.Retell(f.Hint)
	}
	return diagnostic{s.span(file, f.Range), severity, f.Rule, "gherkind", message}
}

// span returns the range of a finding.
func (s *server) span(file string, r lint.Range) span {
	text := []rune(line(s.text(file), r.Line-1))
	at := func(column int) position {
		return position{r.Line - 1, units(string(text[:min(max(column-1, 0), len(text))]))}
	}
	return span{at(r.Column), at(r.EndColumn)}
}

// actions returns fixes for what lint finds in some lines, where the intention is certain.
func (s *server) actions(p actionParams) (any, error) {
	path := pathOf(p.TextDocument.URI)
	actions := []codeAction{}
	if filepath.Ext(path) != ".feature" {
		return actions, nil
	}
	report, err := s.lint(path)
	if err != nil {
		return nil, err
	}
	for _, f := range report.Findings {
		if f.Fix == nil || s.path(f.File) != path || f.Line-1 < p.Range.Start.Line || f.Line-1 > p.Range.End.Line {
			continue
		}
		var edits []textEdit
		for _, e := range f.Fix.Edits {
			edits = append(edits, textEdit{s.span(path, e.Range), e.Text})
		}
		actions = append(actions, codeAction{s.in.Sayf("gherkind: fix %s", f.Rule), "quickfix", workspaceEdit{map[string][]textEdit{p.TextDocument.URI: edits}}})
	}
	return slices.Clip(actions), nil
}
