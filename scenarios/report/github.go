package report

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
)

// NewGitHub makes the listener that writes annotations for GitHub Actions: what failed,
// shown at the line of the feature that it failed at. They are commands that the
// runner reads from the output of a step, so a file of them must be printed
// there: `cat FILE`. The path "-" is the standard output itself.
//
// The runner obeys commands in everything that a step prints. When the annotations go to the
// standard output, commands are therefore stopped while scenarios run and may print
// what a pod says, under a word that nobody can guess.
func NewGitHub(path string) Listener {
	f := &file[[]annotation]{format: "GitHub", path: path, part: annotationsOf, whole: githubDocument}
	if path == "-" {
		return &githubOutput{file: f, out: os.Stdout, token: rand.Text()}
	}
	return f
}

// githubOutput writes the annotations to the output that people read as well, when
// all else is printed.
type githubOutput struct {
	*file[[]annotation]
	out   io.Writer
	token string
}

func (g *githubOutput) RunStarted(r *Run) {
	g.save = g.print
	_, g.err = fmt.Fprintf(g.out, "::stop-commands::%s\n", g.token)
	g.file.RunStarted(r)
}

func (g *githubOutput) print(annotations []byte, finished bool) error {
	if !finished {
		return nil
	}
	_, err := fmt.Fprintf(g.out, "::%s::\n%s", g.token, annotations)
	return err
}

// annotation is one command of a runner.
type annotation struct {
	kind           string // error, warning or notice
	file           string
	line           int
	title, message string
}

func annotationsOf(e entry) []annotation {
	var out []annotation
	at := annotation{file: e.URI, line: e.line(), title: e.Feature + ": " + e.title()}
	if v := e.verdict(); v == Bad || v == Broken {
		at.kind, at.message = "error", e.reason()
		if text := e.comparison(); text != "" {
			at.message += "\n" + text
		}
		if text := e.trace(); text != "" {
			at.message += "\n" + text
		}
		out = append(out, at)
	}
	if v := e.verdict(); v == Good && len(e.Earlier) > 0 {
		last := e.attempts()[len(e.Earlier)-1]
		at.kind, at.line, at.message = "warning", last.line(), e.comparison()+"\n"+last.trace()
		out = append(out, at)
	}
	if e.stage == ended && e.LeftOut() {
		at.kind, at.message = "notice", e.reason()
		out = append(out, at)
	}
	for _, w := range e.warnings() {
		at.kind, at.line, at.message = "warning", w.Line, w.Text
		out = append(out, at)
	}
	if len(e.Cleanup) > 0 && e.stage == ended {
		at.kind, at.line, at.message = "warning", e.Line, "not cleaned up:\n"+strings.Join(items(e.Cleanup), "\n")
		out = append(out, at)
	}
	return out
}

func githubDocument(now snapshot[[]annotation]) ([]byte, error) {
	kinds := map[string][]annotation{}
	for _, part := range now.parts {
		for _, a := range part {
			kinds[a.kind] = append(kinds[a.kind], a)
		}
	}
	c := countEntries(now.entries)
	if now.run.Err != "" {
		kinds["error"] = append([]annotation{{kind: "error", title: "gherkind", message: now.run.Err}}, kinds["error"]...)
	}
	if c.NotRun > 0 || !now.finished {
		a := annotation{kind: "notice", title: "gherkind", message: c.String()}
		if !now.finished {
			a.kind, a.message = "warning", a.message+": "+unfinishedReason
		}
		kinds[a.kind] = append([]annotation{a}, kinds[a.kind]...)
	}
	var b bytes.Buffer
	for _, kind := range []string{"error", "warning", "notice"} {
		for _, a := range limited(kinds[kind]) {
			b.WriteString(a.String())
		}
	}
	return b.Bytes(), nil
}

// limited keeps as many as GitHub shows. The last of them says how many are missing.
func limited(all []annotation) []annotation {
	if len(all) <= maxAnnotations {
		return all
	}
	kept := all[:maxAnnotations-1]
	return append(kept[:len(kept):len(kept)], annotation{
		kind: all[0].kind, title: "gherkind", message: fmt.Sprintf("%d more; see the whole report", len(all)-len(kept)),
	})
}

// String is the command, in one line.
func (a annotation) String() string {
	var properties []string
	add := func(name, text string) {
		if text = property(text); text != "" {
			properties = append(properties, name+"="+text)
		}
	}
	add("file", a.file)
	if a.file != "" && a.line > 0 {
		add("line", fmt.Sprint(a.line))
	}
	add("title", a.title)
	return fmt.Sprintf("::%s %s::%s\n", a.kind, strings.Join(properties, ","), message(a.message))
}

// The runner takes these signs apart: %, line breaks, and in properties : and , too.
var (
	messageEscapes  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func message(text string) string { return messageEscapes.Replace(value(text)) }

func property(text string) string { return propertyEscapes.Replace(attr(text)) }
