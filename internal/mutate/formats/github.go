package formats

import (
	"strings"

	"github.com/gherkind/gherkind/internal/annotation"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// github writes a workflow command for each survivor, and one with the score.
func github(l *say.Language, r *mutate.Report) ([]byte, error) {
	var b strings.Builder
	survivors := r.Of(mutate.Survived)
	for i, e := range survivors {
		if i == annotation.Most-1 && len(survivors) > annotation.Most {
			b.WriteString(annotation.Annotation{Kind: "warning", Title: "gherkind mutate",
				Detail: l.Sayf("%d more survivors; see the whole report", len(survivors)-i)}.String())
			break
		}
		b.WriteString(annotation.Annotation{Kind: "warning", File: e.File, Line: e.Line, Title: l.Sayf("Survived: %s", e.Operator),
			Detail: plaintext.Lines(e.SentenceIn(l), maxText)}.String())
	}
	b.WriteString(annotation.Annotation{Kind: "notice", Title: "gherkind mutate", Detail: l.Text(r.Score.Text())}.String())
	return []byte(b.String()), nil
}
