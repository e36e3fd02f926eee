package formats

import (
	"bytes"
	"html/template"
	"slices"
	"strings"

	_ "embed"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/say"
)

//go:embed page.gohtml
var pageText string

// pageTemplate returns the page in a language. It escapes every value for its context.
func pageTemplate(l *say.Language) (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"say": l.Word, "sayf": l.Sayf, "text": l.Text, "language": l.Tag,
		"sentence": func(e mutate.Entry) string { return e.SentenceIn(l) },
		"why":      func(out mutate.LeftOut) string { return out.WhyIn(l) },
	}).Parse(pageText)
}

type (
	pageView struct {
		*mutate.Report
		Took      string
		Survivors []mutate.Entry
		Sources   []sourceView
	}
	sourceView struct {
		Path  string
		Score mutate.Score
		Lines []lineView
	}
	lineView struct {
		Number  int
		Text    string
		Class   string // class of the worst mutant; "" without any
		Mutants []mutate.Entry
	}
)

// worst is the order of verdicts for the colour of a line.
var worst = []mutate.Verdict{mutate.Survived, mutate.Undecided, mutate.Untried, mutate.Killed, mutate.Equivalent, mutate.Invalid}

// page writes a single self-contained file.
func page(l *say.Language, r *mutate.Report) ([]byte, error) {
	view := pageView{Report: r, Took: r.Ended.Sub(r.Started).Round(1e9).String(), Survivors: r.Of(mutate.Survived)}
	for _, e := range r.Mutants {
		if n := len(view.Sources); n == 0 || view.Sources[n-1].Path != e.File {
			view.Sources = append(view.Sources, sourceOf(r, e.File))
		}
	}
	parsed, err := pageTemplate(l)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = parsed.Execute(&b, view)
	return b.Bytes(), err
}

// sourceOf returns a file with the mutants of its lines; for a feature, only the lines from the first mutant on, with some
// context.
func sourceOf(r *mutate.Report, path string) sourceView {
	s := sourceView{Path: path}
	byLine := map[int][]mutate.Entry{}
	for _, e := range r.Mutants {
		if e.File == path {
			byLine[e.Line] = append(byLine[e.Line], e)
			s.Score.Add(e.Verdict)
		}
	}
	for i, text := range strings.Split(strings.TrimSuffix(r.Files[path], "\n"), "\n") {
		line := lineView{Number: i + 1, Text: text, Mutants: byLine[i+1]}
		for _, v := range slices.Backward(worst) {
			if slices.ContainsFunc(line.Mutants, func(e mutate.Entry) bool { return e.Verdict == v }) {
				line.Class = string(v)
			}
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}
