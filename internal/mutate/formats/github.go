package formats

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// mostAnnotations is how many of a kind GitHub shows for one step.
const mostAnnotations = 10

// The runner takes these signs apart: %, line breaks, and in properties : and , too.
var (
	annotationText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	annotationProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// github is a command for each survivor, and one with the score.
func github(r *mutate.Report) ([]byte, error) {
	var b strings.Builder
	survivors := r.Of(mutate.Survived)
	for i, e := range survivors {
		if i == mostAnnotations-1 && len(survivors) > mostAnnotations {
			fmt.Fprintf(&b, "::warning title=gherkind mutate::%d more survivors; see the whole report\n", len(survivors)-i)
			break
		}
		fmt.Fprintf(&b, "::warning file=%s,line=%d,title=%s::%s\n",
			annotationProperty.Replace(e.File), e.Line, annotationProperty.Replace("Survived: "+e.Operator),
			annotationText.Replace(plaintext.Lines(e.Sentence(), maxText)))
	}
	fmt.Fprintf(&b, "::notice title=gherkind mutate::%s\n", annotationText.Replace(r.Score.String()))
	return []byte(b.String()), nil
}
