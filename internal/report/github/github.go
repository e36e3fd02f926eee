// Package github writes a run as annotations for GitHub Actions.
package github

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"

	command "github.com/gherkind/gherkind/internal/annotation"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// New returns the listener that writes annotations for GitHub Actions, which show each failure at the line of the feature that
// failed. They are commands in the output of a step, which the runner reads. If they are in a file, the workflow must print it:
// `cat FILE`. The path "-" is the standard output itself.
//
// The runner executes commands in everything that a step prints. If the annotations go to the standard output, commands are
// therefore disabled while scenarios run and may print texts from pods. They are enabled again with a random token that pods
// cannot guess.
func New(path string) report.Listener { return NewIn(nil, path) }

// NewIn is New in a language.
func NewIn(l *say.Language, path string) report.Listener {
	d := document{l}
	f := &show.File[[]annotation]{Format: "GitHub", Path: path, Part: d.annotations, Whole: d.whole}
	if path == "-" {
		return &githubOutput{File: f, out: os.Stdout, token: rand.Text()}
	}
	return f
}

// document writes reports in a language.
type document struct{ in *say.Language }

// githubOutput writes the annotations to the same output as the texts for people, after them.
type githubOutput struct {
	*show.File[[]annotation]
	out   io.Writer
	token string
}

func (g *githubOutput) RunStarted(r *report.Run) {
	g.Save = g.print
	_, g.Err = fmt.Fprintf(g.out, "::stop-commands::%s\n", g.token)
	g.File.RunStarted(r)
}

func (g *githubOutput) print(annotations []byte, finished bool) error {
	if !finished {
		return nil
	}
	_, err := fmt.Fprintf(g.out, "::%s::\n%s", g.token, annotations)
	return err
}

// annotation is one command for the runner.
type annotation struct {
	kind           string // error, warning or notice
	file           string
	line           int
	title, message string
}

func (d document) annotations(e show.Entry) []annotation {
	var out []annotation
	at := annotation{file: e.URI, line: e.FailedLine(), title: e.Feature + ": " + e.Title()}
	if e.Unsuccessful() {
		at.kind, at.message = "error", e.ReasonIn(d.in)
		if text := e.ComparisonIn(d.in); text != "" {
			at.message += "\n" + text
		}
		if text := e.TraceIn(d.in); text != "" {
			at.message += "\n" + text
		}
		out = append(out, at)
	}
	if e.ShownOutcome().Passed() && len(e.Earlier) > 0 {
		last := e.EarlierEntries()[len(e.Earlier)-1]
		at.kind, at.line, at.message = "warning", last.FailedLine(), e.ComparisonIn(d.in)+"\n"+last.TraceIn(d.in)
		out = append(out, at)
	}
	if e.LeftOut() {
		at.kind, at.message = "notice", e.ReasonIn(d.in)
		out = append(out, at)
	}
	for _, w := range e.WarningsIn(d.in) {
		at.kind, at.line, at.message = "warning", w.Line, w.Text
		out = append(out, at)
	}
	if len(e.Cleanup) > 0 && e.Stage == show.Ended {
		at.kind, at.line, at.message = "warning", e.Line, d.in.Word("not cleaned up:")+"\n"+d.in.Retell(strings.Join(show.Items(e.Cleanup), "\n"))
		out = append(out, at)
	}
	return out
}

func (d document) whole(now show.Snapshot[[]annotation]) ([]byte, error) {
	kinds := map[string][]annotation{}
	for _, part := range now.Parts {
		for _, a := range part {
			kinds[a.kind] = append(kinds[a.kind], a)
		}
	}
	c := show.CountEntries(now.Entries)
	if now.Run.Err != "" {
		kinds["error"] = append([]annotation{{kind: "error", title: "gherkind", message: d.in.Retell(now.Run.Err)}}, kinds["error"]...)
	}
	if c.Of(report.OutcomeSkipped, report.OutcomeNotRun) > 0 || !now.Finished {
		a := annotation{kind: "notice", title: "gherkind", message: d.in.Text(c.Text())}
		if !now.Finished {
			a.kind, a.message = "warning", d.in.Sayf("%s: %s", a.message, say.Known(show.UnfinishedReason))
		}
		kinds[a.kind] = append([]annotation{a}, kinds[a.kind]...)
	}
	var b bytes.Buffer
	for _, kind := range []string{"error", "warning", "notice"} {
		for _, a := range d.limited(kinds[kind]) {
			b.WriteString(a.String())
		}
	}
	return b.Bytes(), nil
}

// limited keeps as many annotations as GitHub shows. The last one says how many are missing.
func (d document) limited(all []annotation) []annotation {
	if len(all) <= show.MaxAnnotations {
		return all
	}
	kept := all[:show.MaxAnnotations-1]
	return append(kept[:len(kept):len(kept)], annotation{
		kind: all[0].kind, title: "gherkind", message: d.in.Sayf("%d more; see the whole report", len(all)-len(kept)),
	})
}

// String returns the command in one line.
func (a annotation) String() string {
	return command.Annotation{Kind: a.kind, File: show.Attr(a.file), Line: a.line, Title: show.Attr(a.title), Detail: show.Value(a.message)}.String()
}
