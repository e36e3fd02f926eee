// Package json writes the whole result model as gherkind's own, stable JSON.
package json

import (
	"encoding/json"
	"time"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// jsonVersion increases if the meaning of a field changes, or a field is removed. It does not increase for new fields.
const jsonVersion = 1

// New returns the listener that writes the whole result model to a JSON file. docs/reports.md describes its fields. They are
// stable: a reader that supports the "version" of a file can read it. The file is rewritten after each scenario; "complete" says
// whether the run has ended.
func New(path string) report.Listener {
	return &show.File[jsonScenario]{Format: "JSON", Path: path, Part: jsonScenarioOf, Whole: jsonDocument}
}

type (
	jsonReport struct {
		Format    string         `json:"format"` // always "gherkind"
		Version   int            `json:"version"`
		Complete  bool           `json:"complete"`
		Passed    bool           `json:"passed"`
		Tool      string         `json:"tool"`
		Run       string         `json:"run"`
		Started   string         `json:"started"`
		Ended     string         `json:"ended,omitempty"`
		Seconds   jsonSeconds    `json:"seconds"`
		CPU       jsonShare      `json:"cpu,omitempty"`
		Error     string         `json:"error,omitempty"`
		Stopped   string         `json:"stopped,omitempty"`
		Shard     *jsonShard     `json:"shard,omitempty"`
		Cluster   jsonCluster    `json:"cluster"`
		Counts    jsonCounts     `json:"counts"`
		Scenarios []jsonScenario `json:"scenarios"`
		Advice    []jsonAdvice   `json:"advice"`
	}
	jsonAdvice struct {
		File    string      `json:"file"`
		Line    int         `json:"line"`
		Step    string      `json:"step"`
		Needed  jsonSeconds `json:"neededSeconds"`
		Allowed jsonSeconds `json:"allowedSeconds"`
		Allow   jsonSeconds `json:"adviseSeconds"`
		Runs    int         `json:"runs"`
	}
	jsonCluster struct {
		Name       string            `json:"name"`
		Kubernetes string            `json:"kubernetes"`
		How        string            `json:"how"`
		Nodes      []string          `json:"nodes"`
		Images     map[string]string `json:"images"`
	}
	jsonShard struct {
		Number int `json:"number"`
		Of     int `json:"of"`
	}
	jsonCounts struct {
		Total  int `json:"total"`
		Passed int `json:"passed"`
		Failed int `json:"failed"`
		Broken int `json:"broken"`
		NotRun int `json:"notRun"`
		Flaky  int `json:"flaky"`       // included in passed
		Halted int `json:"interrupted"` // included in broken
	}
)

// jsonSeconds is a duration in seconds, with three decimals.
type jsonSeconds time.Duration

// MarshalJSON writes 1.500 for a second and a half.
func (s jsonSeconds) MarshalJSON() ([]byte, error) {
	return []byte(show.Decimal(time.Duration(s).Seconds())), nil
}

// jsonShare is a fraction from 0 to 1, with three decimals.
type jsonShare float64

// MarshalJSON writes 0.970 for 97 of a hundred.
func (s jsonShare) MarshalJSON() ([]byte, error) { return []byte(show.Decimal(float64(s))), nil }

func jsonDocument(now show.Snapshot[jsonScenario]) ([]byte, error) {
	r, c := now.Run, show.CountEntries(now.Entries)
	doc := jsonReport{
		Format: "gherkind", Version: jsonVersion, Complete: now.Finished, Tool: show.Attr(r.Tool), Run: show.Attr(r.ID),
		Passed:  now.Finished && r.Passed(),
		Started: moment(r.Started), Error: show.Value(r.Err), Stopped: show.Attr(r.Stopped),
		Cluster: jsonCluster{
			Name: show.Attr(r.Cluster.Name), Kubernetes: show.Attr(r.Cluster.Kubernetes), How: show.Attr(r.Cluster.How),
			Nodes: show.NamesOf(r.Cluster.Nodes), Images: show.Texts(r.Cluster.Images),
		},
		Counts:    countsOf(c),
		Scenarios: append([]jsonScenario{}, now.Parts...),
		Advice:    []jsonAdvice{},
	}
	if r.Shard != nil {
		doc.Shard = &jsonShard{r.Shard.Number, r.Shard.Count}
	}
	for _, a := range r.Advice {
		doc.Advice = append(doc.Advice, jsonAdvice{
			show.Attr(a.URI), a.Line, show.Attr(a.Step), jsonSeconds(a.Needed), jsonSeconds(a.Allowed), jsonSeconds(a.Allow), a.Runs,
		})
	}
	if now.Finished {
		doc.Ended, doc.Seconds, doc.CPU = moment(r.Ended), jsonSeconds(max(r.Ended.Sub(r.Started), 0)), jsonShare(r.CPU)
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return append(out, '\n'), err
}

// countsOf returns the counts with the names of version 1.
func countsOf(c report.Counts) jsonCounts {
	out := jsonCounts{Total: c.Total(), Flaky: c[report.OutcomeFlaky], Halted: c[report.OutcomeInterrupted]}
	for _, o := range report.Outcomes() {
		switch n := c[o]; show.VerdictWord(o) {
		case "passed":
			out.Passed += n
		case "failed":
			out.Failed += n
		case "broken":
			out.Broken += n
		default:
			out.NotRun += n
		}
	}
	return out
}

// moment returns a time in RFC 3339, in UTC and with nanoseconds; empty for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
