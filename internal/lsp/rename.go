package lsp

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/plan"
)

// refused returns an error that is shown to the user.
func refused(format string, args ...any) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: fmt.Sprintf(format, args...)}
}

// rename renames an object in the steps of the feature and in the manifests that they apply.
func (s *server) rename(p documentParams) (any, error) {
	path := pathOf(p.TextDocument.URI)
	text := line(s.text(path), p.Position.Line)
	old, start := nameAt(text, bytesAt(text, p.Position.Character))
	kind := ""
	if old != "" {
		kind = kindBefore(text[:start-1])
	}
	if kind == "" || kind == "container" || kind == "node" {
		return nil, refused("put the cursor on the name of an object in a step, such as: pod \"web\"")
	}
	if wrong := validation.IsDNS1123Subdomain(p.NewName); len(wrong) > 0 {
		return nil, refused("%q is not a valid object name: %s", p.NewName, wrong[0])
	}
	in, _, err := s.inspect(path)
	if err != nil {
		return nil, err
	}
	edits := map[string][]textEdit{}
	for _, f := range in.Features {
		s.renameSteps(edits, path, f, kind, old, p.NewName)
		for _, pickle := range f.Pickles {
			for _, use := range plan.ManifestsOf(pickle) {
				for _, d := range use.Manifest.Docs {
					if d.Object.GetName() == old && lint.Singular(d.Object.GetKind()) == kind {
						s.renameDocument(edits, s.path(use.Manifest.Path), d.Line, old, p.NewName)
					}
				}
			}
		}
	}
	return workspaceEdit{edits}, nil
}

// note adds an edit, once: several scenarios may apply the same manifest.
func note(edits map[string][]textEdit, path string, e textEdit) {
	uri := uriOf(path)
	if !slices.Contains(edits[uri], e) {
		edits[uri] = append(edits[uri], e)
	}
}

// renameSteps renames an object of a kind in steps.
func (s *server) renameSteps(edits map[string][]textEdit, path string, f *gherkin.Feature, kind, old, name string) {
	text := s.text(path)
	for _, pickle := range f.Pickles {
		for _, one := range pickle.Steps {
			written := line(text, one.Line-1)
			for _, m := range quoted.FindAllStringSubmatchIndex(written, -1) {
				space, bare, qualified := strings.Cut(written[m[2]:m[3]], "/")
				start := m[2]
				if qualified {
					start += len(space) + 1
				} else {
					bare = space
				}
				if bare == old && kindBefore(written[:m[0]]) == kind {
					note(edits, path, textEdit{part(one.Line-1, written, start, m[3]), name})
				}
			}
		}
	}
}

// inner matches maps within the flow map of a line, for example the labels.
var inner = regexp.MustCompile(`: *\{[^{}]*\}`)

// renameDocument changes metadata.name of a document: on the line of metadata, or on one directly below it.
func (s *server) renameDocument(edits map[string][]textEdit, path string, first int, old, name string) {
	lines := strings.Split(s.text(path), "\n")
	is := regexp.MustCompile(`\bname: *["']?(` + regexp.QuoteMeta(old) + `)["']?(?:[\s,}]|$)`)
	above, below := -1, -1 // the indentation of metadata, and of the lines below it
	for i := max(first-1, 0); i < len(lines); i++ {
		text := lines[i]
		trimmed := strings.TrimLeft(text, " ")
		indent := len(text) - len(trimmed)
		switch {
		case above < 0 && strings.HasPrefix(trimmed, "metadata:"):
			above = indent
			if flow, begins := strings.CutPrefix(strings.TrimSpace(trimmed), "metadata: {"); begins {
				spaces := func(m string) string { return strings.Repeat(" ", len(m)) }
				from := strings.Index(text, flow)
				s.renameIn(edits, path, i, text[:from]+inner.ReplaceAllStringFunc(text[from:], spaces), is, name)
				return
			}
		case above < 0 || trimmed == "" || trimmed[0] == '#':
		case indent <= above:
			return
		default:
			if below < 0 {
				below = indent
			}
			if indent == below && strings.HasPrefix(trimmed, "name:") && s.renameIn(edits, path, i, text, is, name) {
				return
			}
		}
	}
}

// renameIn changes the name in a line, and reports whether the line contains it.
func (s *server) renameIn(edits map[string][]textEdit, path string, number int, text string, is *regexp.Regexp, name string) bool {
	m := is.FindStringSubmatchIndex(text)
	if m == nil {
		return false
	}
	note(edits, path, textEdit{part(number, text, m[2], m[3]), name})
	return true
}
