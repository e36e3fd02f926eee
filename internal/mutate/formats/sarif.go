package formats

import (
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
	sarifile "github.com/gherkind/gherkind/internal/sarif"
	"github.com/gherkind/gherkind/internal/say"
)

// sarif writes the survivors as warnings, each on the line of its manifest.
func sarif(_ *say.Language, r *mutate.Report) ([]byte, error) {
	log := sarifile.New("gherkind mutate")
	run := &log.Runs[0]
	for _, e := range r.Of(mutate.Survived) {
		run.Define(e.Operator, e.Attacks)
		run.Results = append(run.Results, sarifile.Result{
			RuleID: e.Operator, Level: "warning", Message: sarifile.Text{Text: plaintext.Lines(e.Sentence(), maxText)},
			Locations:    sarifile.At(e.File, sarifile.Region{StartLine: e.Line, StartColumn: e.Column}),
			Fingerprints: map[string]string{"mutant/v1": e.ID},
		})
	}
	return indented(log)
}
