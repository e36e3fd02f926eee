package plan

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/shard"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Shard removes the scenarios of other shards, and notes which shard runs them. The assignment depends only on the scenarios and
// the times, so that independent machines agree.
func (p *Plan) Shard(part shard.Part, times *shard.Times) error {
	durations := make([]time.Duration, len(p.Pickles))
	for i, pickle := range p.Pickles {
		durations[i] = times.Of(pickle.URI, scenarioResult(pickle).Name)
	}
	shards := shard.Divide(durations, part.Count)
	print, err := p.print(part.Count, times)
	if err != nil {
		return err
	}
	p.shard = &report.Shard{Number: part.Number, Count: part.Count, Plan: print}
	mine := map[*gherkin.Pickle]bool{}
	for i, pickle := range p.Pickles {
		about := *scenarioResult(pickle)
		about.Steps = nil
		about.Rewrite(p.MaskOf(pickle).Text) // the report contains its name even if another shard runs it
		p.shard.All = append(p.shard.All, report.Share{Shard: shards[i], Scenario: about})
		mine[pickle] = shards[i] == part.Number
	}
	p.Keep(func(pickle *gherkin.Pickle) bool { return mine[pickle] })
	return nil
}

// print changes if other scenarios are selected, if the text, a manifest or a value of one changes, if the set-up changes, or if
// the scenarios are divided differently.
func (p *Plan) print(count int, times *shard.Times) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, count)
	if times != nil {
		fmt.Fprintln(sum, times.Print)
	}
	values, err := json.Marshal(p.Values)
	if err != nil {
		return "", fmt.Errorf("write the values of the run: %w", err)
	}
	fmt.Fprintf(sum, "%s\n", values)
	for _, pickle := range p.Everything() {
		print, err := Fingerprint(pickle)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(sum, pickle.ID, print)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}
