package formats

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/annotation"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// github writes a workflow command for each survivor, and one with the score.
func github(r *mutate.Report) ([]byte, error) {
	var b strings.Builder
	survivors := r.Of(mutate.Survived)
	for i, e := range survivors {
		if i == annotation.Most-1 && len(survivors) > annotation.Most {
			b.WriteString(annotation.Annotation{Kind: "warning", Title: "gherkind mutate",
				Detail: fmt.Sprintf("%d more survivors; see the whole report", len(survivors)-i)}.String())
			break
		}
		b.WriteString(annotation.Annotation{Kind: "warning", File: e.File, Line: e.Line, Title: "Survived: " + e.Operator,
			Detail: plaintext.Lines(e.Sentence(), maxText)}.String())
	}
	b.WriteString(annotation.Annotation{Kind: "notice", Title: "gherkind mutate", Detail: r.Score.String()}.String())
	return []byte(b.String()), nil
}
